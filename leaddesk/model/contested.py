"""Decisions on duplicates that contradict: one lead merged into two, in a ring, or with one that is said to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.conflicts import About, Claim, Conflict
from leaddesk.model.merges import APART, MERGE, pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leaddesk.model.action import Action

    Into = dict[int, tuple[int, Action]]


def contested(mine: Sequence[Action], theirs: Sequence[Action]) -> tuple[Conflict, ...]:
    """The conflicts between decisions on duplicates that count and of which the other copy knows nothing."""
    ours = _into(mine)
    apart = {two: deed for deed in mine for two in _apart(deed)}
    groups: list[tuple[dict[Action, None], dict[Action, None]]] = []
    joined = dict(ours)
    for deed in theirs:
        against = dict.fromkeys(_against(deed, ours, joined, apart))
        if not against:
            joined |= _into([deed])
            continue
        touching = [group for group in groups if not against.keys().isdisjoint(group[0])]
        groups = [group for group in groups if group not in touching]
        for group in touching:
            against |= group[0]
        groups.append((against, {**{one: None for group in touching for one in group[1]}, deed: None}))
    return tuple(_conflict(tuple(ones), tuple(others)) for ones, others in groups)


def merged_rows(deeds: Iterable[Action]) -> dict[int, int]:
    """For each row that these decisions merged, the row that it ended in."""
    into = {row: target for row, (target, _deed) in _into(deeds).items()}
    return {row: _way(row, into)[-1] for row in into}


def _into(deeds: Iterable[Action]) -> Into:
    return {row: (target, deed) for deed in deeds for row, target in _merged(deed)}


def _merged(deed: Action) -> Iterator[tuple[int, int]]:
    for change in deed.changes:
        if (change.entity, change.field) == (MERGE, "into"):
            yield change.row, int(str(change.new))


def _apart(deed: Action) -> Iterator[tuple[int, int]]:
    for change in deed.changes:
        if change.entity == APART:
            yield pair(change.row, int(str(change.new)))


def _against(deed: Action, ours: Into, joined: Into, apart: Mapping[tuple[int, int], Action]) -> Iterator[Action]:
    """Our decisions that one of theirs contradicts."""
    for row, target in _merged(deed):
        if row in ours and ours[row][0] != target:
            yield ours[row][1]
        if pair(row, target) in apart:
            yield apart[pair(row, target)]
        way = _way(target, {one: into for one, (into, _deed) in joined.items()})
        if row in way:
            yield from (ours[one][1] for one in way if one in ours)
    split = set(_apart(deed))
    yield from (ours[row][1] for row in ours if pair(row, ours[row][0]) in split)


def _way(row: int, into: Mapping[int, int]) -> list[int]:
    """The rows from one to the last that it is merged into."""
    way = [row]
    while (after := into.get(way[-1])) is not None and after not in way:
        way.append(after)
    return way


def _conflict(mine: tuple[Action, ...], theirs: tuple[Action, ...]) -> Conflict:
    named = [row for deed in mine for row, _ in (*_merged(deed), *_apart(deed))]
    one, other = max(mine, key=lambda deed: deed.time), max(theirs, key=lambda deed: deed.time)
    return Conflict(
        About.DUPLICATES, ("leads", "", named[0]), Claim(None, one), Claim(None, other), asides=(mine, theirs)
    )
