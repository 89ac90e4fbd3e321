"""Values that mean the same, offered for merging: clusters of the texts of a column, over all files of an import.

A merge that is accepted is written into the recipes as pairs of :attr:`~leaddesk.model.recipe.ColumnChoice.values`, a
refusal as pairs of :attr:`~leaddesk.model.recipe.ColumnChoice.apart`: both are replayed on next month's file.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest.bestspelling import proposed
from leaddesk.ingest.canonical import best_written, group_of, same_value
from leaddesk.ingest.labels import textual
from leaddesk.ingest.parts import kind_of, taken_rows
from leaddesk.ingest.selection import Cells
from leaddesk.ingest.spellings import (
    PERSONS,
    PLACES,
    SOURCE_COLUMNS,
    Method,
    likeness,
    near,
    print_of,
    singular,
    source_of,
    undoubled,
)
from leaddesk.ingest.texts import Texts
from leaddesk.model.schema import Kind
from leaddesk.model.stages import BY_ID as STAGES
from leaddesk.model.tables import BY_ID as TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leaddesk.model.dataset import Dataset
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe

File = tuple["RawFile", "Recipe"]

MOST_VALUES: Final = 5000
"""A column with more distinct values is no list of names: its values are compared by fingerprint alone."""
_ALL_PAIRS: Final = 20
_WIDE: Final = frozenset({"channel", "campaign", "lever"})
_ORDER: Final = tuple(Method)


@dataclass(frozen=True, slots=True)
class Member:
    """One value as the files write it most often, and in how many rows (the document's included)."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Values of one column that may mean the same.

    ``column``: a column id; columns that share their values (campaigns and operations) have one. ``members``: two or
    more, the most frequent first. ``spelling``: the one proposed for all. ``method``: the least sure that it took to
    bring them together; ``score``: likeness of the two least alike that were compared, 0 to 1. ``merged``: the recipes
    merge them already (a mapping that was remembered).
    """

    column: str
    members: tuple[Member, ...]
    spelling: str
    method: Method
    score: float
    merged: bool = False

    @property
    def count(self) -> int:
        """How many rows hold one of them."""
        return sum(member.count for member in self.members)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from the others: its column and its members, in whatever order."""
        return self.column, tuple(sorted(same_value(member.text) for member in self.members))


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of a cluster: to be merged into ``spelling``, or ``apart``: not the same, remembered so.

    Neither: nothing is done about it, and it is offered again.
    """

    cluster: Cluster
    merge: bool = False
    spelling: str = ""
    apart: bool = False


@dataclass(slots=True)
class Tally:
    """The values of a column (with those that share them): ``counts`` by text, ``kept``: what is in the document."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    merged: dict[str, str] = field(default_factory=dict)
    """Texts that a recipe gives another value, and that value."""
    apart: set[frozenset[str]] = field(default_factory=set)
    """Pairs that are not the same, as :func:`~leaddesk.ingest.canonical.same_value` leaves them."""


def tallied(files: Iterable[File], dataset: Dataset | None = None) -> dict[str, Tally]:
    """The values of every column of categories, by column id: of the files, and of the document's tables."""
    found: dict[str, Tally] = defaultdict(Tally)
    for raw, recipe in files:
        for sheet, sheet_recipe in _sheets(raw, recipe):
            rows = None
            for choice in sheet_recipe.columns:
                column = _column(sheet_recipe, choice)
                if not column:
                    continue
                tally = found[column]
                tally.apart |= {frozenset(map(same_value, pair)) for pair in choice.apart}
                if choice.wide_key:
                    tally.counts[choice.wide_key] += 1
                    continue
                rows = taken_rows(sheet, sheet_recipe) if rows is None else rows
                values = _values(choice, column)
                for text, count in _counted(Cells(sheet.columns[choice.position], rows)).items():
                    tally.counts[text] += count
                    if text.lower() in values:
                        tally.merged[text] = values[text.lower()]
    for frame in dataset.frames.values() if dataset is not None else ():
        for name in frame.data.columns:
            if frame.kind(name) is Kind.CATEGORY and name != "stage":
                counts = np.bincount(frame.codes(name) + 1)[1:]
                pairs = zip(frame.labels(name), counts.tolist(), strict=False)
                found[group_of(name)].kept.update({text: count for text, count in pairs if count})
    return dict(found)


def _sheets(raw: RawFile, recipe: Recipe) -> Iterator[tuple[RawSheet, SheetRecipe]]:
    known = {sheet.sheet: sheet for sheet in recipe.sheets if sheet.table}
    for sheet in raw.sheets:
        if sheet.name in known:
            yield sheet, known[sheet.name]


def _column(sheet: SheetRecipe, choice: ColumnChoice) -> str:
    """The column of categories whose values a column holds or, in a wide sheet, is named after; empty for others."""
    if choice.wide_key:
        return group_of(sheet.wide) if sheet.wide in _WIDE else ""
    if not choice.target or kind_of(TABLES[sheet.table], choice.target) is not Kind.CATEGORY:
        return ""
    return group_of(choice.target)


def _values(choice: ColumnChoice, column: str) -> dict[str, str]:
    """The merges of a column by the text in small letters. A status word that was given a stage is no merge."""
    pairs = {before.strip().lower(): after for before, after in choice.values}
    return {before: after for before, after in pairs.items() if after and not _is_stage(column, after)}


def _is_stage(column: str, value: str) -> bool:
    return column == "status" and value in STAGES


def _counted(cells: Cells) -> dict[str, int]:
    """The texts of a column as they stand, trimmed, with their rows; what stands for "no value" is none."""
    codes, texts = textual(cells)
    counts = np.bincount(codes + 1, minlength=len(texts) + 1)[1:]
    used = np.flatnonzero((counts > 0) & ~texts.missing())
    found: Counter[str] = Counter()
    for text, count in zip(texts.some(used), counts[used].tolist(), strict=True):
        found[text] += count
    return found


def find(tallies: Mapping[str, Tally]) -> tuple[Cluster, ...]:
    """The clusters of every column: those that are merged already, then what else may mean the same, the surest first.

    The order in which files and rows come does not matter; merging all that is offered leaves nothing to be offered.
    """
    found = [cluster for column in sorted(tallies) for cluster in _of_column(column, tallies[column])]
    return tuple(
        sorted(found, key=lambda one: (not one.merged, _ORDER.index(one.method), -one.score, -one.count, one.key))
    )


def _of_column(column: str, tally: Tally) -> list[Cluster]:
    result = [_merged(column, tally, after) for after in sorted(set(tally.merged.values()))]
    spelled = _spellings(tally)
    edges = _edges(column, sorted(spelled))
    new = {same_value(tally.merged.get(text, text)) for text in tally.counts}
    for group in _groups(edges, _apart(tally)):
        if not group & new:
            continue  # all of it is in the document, and none in these files
        members = _members(spelled, group)
        inside = [(method, score) for (first, second), (method, score) in edges.items() if {first, second} <= group]
        method = max((method for method, _ in inside), key=_ORDER.index)
        score = min(score for _, score in inside)
        counts = {member.text: member.count for member in members}
        spelling = proposed(column, counts, set(map(same_value, tally.kept)))
        result.append(Cluster(column, members, spelling, method, score))
    return [cluster for cluster in result if len(cluster.members) > 1]


def _merged(column: str, tally: Tally, after: str) -> Cluster:
    """A merge that the recipes make already."""
    counts = {before: tally.counts[before] for before, value in tally.merged.items() if value == after}
    counts[after] = tally.counts[after] + tally.kept[after]
    by_value: dict[str, Counter[str]] = defaultdict(Counter)
    for text, count in counts.items():
        by_value[same_value(text)][text] += count
    members = _members(by_value, set(by_value))
    apart = [likeness(member.text, after) for member in members if member.text != after]
    return Cluster(column, members, after, Method.FINGERPRINT, min(apart, default=1.0), merged=True)


def _spellings(tally: Tally) -> dict[str, Counter[str]]:
    """For each value (:func:`~leaddesk.ingest.canonical.same_value`) its spellings, merges made."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for counts in (tally.counts, tally.kept):
        for text, count in counts.items():
            now = " ".join(tally.merged.get(text, text).split())
            spelled[same_value(now)][now] += count
    return spelled


def _apart(tally: Tally) -> set[frozenset[str]]:
    """The pairs that are not the same, also after merges: who is none of them is none of what they became."""
    now = {same_value(before): same_value(after) for before, after in tally.merged.items()}
    moved = {frozenset(now.get(value, value) for value in pair) for pair in tally.apart}
    return {pair for pair in tally.apart | moved if len(pair) == 2}


def _members(spelled: Mapping[str, Counter[str]], group: Iterable[str]) -> tuple[Member, ...]:
    found = []
    for value in group:
        text = best_written(spelled[value])
        found.append(Member(text, sum(spelled[value].values())))
    return tuple(sorted(found, key=lambda member: (-member.count, member.text)))


Edges = dict[tuple[str, str], tuple[Method, float]]


def _edges(column: str, values: Sequence[str]) -> Edges:
    """The pairs of values that may mean the same, with how it was found and how alike they are."""
    edges: Edges = {}
    prints = {value: print_of(value, column) for value in values}

    def link(first: str, second: str, method: Method) -> None:
        pair = (first, second) if first < second else (second, first)
        if first != second and pair not in edges and prints[first].marks == prints[second].marks:
            same_letters = method in (Method.FINGERPRINT, Method.NGRAMS)
            edges[pair] = (method, 1.0 if same_letters else likeness(first, second))

    for method in (Method.FINGERPRINT, Method.NGRAMS):
        same: dict[object, list[str]] = defaultdict(list)
        for value in values:
            one = prints[value]
            key = one.words if method is Method.FINGERPRINT else one.squeezed
            if key:
                same[key, one.marks].append(value)
        for alike in same.values():
            # Each with each, so that one refused pair does not part the others; of very many, each with the first.
            pairs = itertools.combinations(alike, 2) if len(alike) <= _ALL_PAIRS else zip(repeat(alike[0]), alike)
            for first, second in pairs:
                link(first, second, method)
    if column not in PERSONS and len(values) <= MOST_VALUES:
        for first, second in _neighbours(column, values):
            link(first, second, Method.NEAREST)
    if column in SOURCE_COLUMNS:
        known: dict[int, str] = {}
        for value in values:
            source = source_of(value)
            if source is not None:
                link(known.setdefault(source, value), value, Method.ACRONYM)
    return edges


def _neighbours(column: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of values that are one but for plurals, or have all words but one in common, and that one nearly."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    singulars: dict[tuple[str, ...], str] = {}
    for value in values:
        words = print_of(value, column).words
        by_words[words].append(value)
        if column not in PLACES:
            yield singulars.setdefault(tuple(map(singular, words)), value), value
    holding: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in by_words:
        for word in set(words):
            holding[word].append(words)
    for word, other in _near_words(holding, column):
        for whole in holding[word]:
            swapped = tuple(other if one == word else one for one in whole)
            for found in {swapped, tuple(sorted(swapped))} if column in SOURCE_COLUMNS else {swapped}:
                if found in by_words:
                    yield by_words[whole][0], by_words[found][0]


def _near_words(words: Iterable[str], column: str) -> Iterator[tuple[str, str]]:
    """Pairs of words a slip apart: equal once a letter is taken out of each. Very many that are so are a series."""
    alike: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) > 3:
            plain = undoubled(word)
            for key in {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}:
                alike[key].append(word)
    seen = set()
    for found in alike.values():
        for pair in itertools.combinations(found if len(found) <= _ALL_PAIRS else (), 2):
            if pair not in seen:
                seen.add(pair)
                if near(*pair, column):
                    yield pair


def _groups(edges: Edges, apart: set[frozenset[str]]) -> list[set[str]]:
    """Values joined by the edges, the surest first, never so that two that are not the same come together."""
    group_of_value: dict[str, set[str]] = {}
    ordered = sorted(edges.items(), key=lambda edge: (_ORDER.index(edge[1][0]), -edge[1][1], edge[0]))
    for (first, second), _ in ordered:
        one, other = (group_of_value.setdefault(value, {value}) for value in (first, second))
        if one is other or any(frozenset(pair) in apart for pair in itertools.product(one, other)):
            continue
        one |= other
        for value in other:
            group_of_value[value] = one
    distinct = {id(group): group for group in group_of_value.values() if len(group) > 1}
    return sorted(distinct.values(), key=sorted)


def decided(files: Sequence[File], decisions: Iterable[Decision]) -> tuple[Recipe, ...]:
    """The recipes of the files, in that order, as the user decided on clusters of :func:`find`.

    A recipe that nothing was decided about is the same object: what else is in the document need not be told.
    """
    by_column: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_column[decision.cluster.column].append(decision)
    return tuple(_decided_recipe(raw, recipe, by_column) for raw, recipe in files)


def _decided_recipe(raw: RawFile, recipe: Recipe, by_column: Mapping[str, Sequence[Decision]]) -> Recipe:
    for sheet, sheet_recipe in _sheets(raw, recipe):
        columns = []
        for choice in sheet_recipe.columns:
            for decision in by_column.get(_column(sheet_recipe, choice), ()):
                choice = _decided(choice, decision, sheet)  # noqa: PLW2901  (one decision after the other)
            columns.append(choice)
        if tuple(columns) != sheet_recipe.columns:
            recipe = recipe.with_sheet(replace(sheet_recipe, columns=tuple(columns)))
    return recipe


def _decided(choice: ColumnChoice, decision: Decision, sheet: RawSheet) -> ColumnChoice:
    cluster = decision.cluster
    own = {same_value(member.text) for member in cluster.members}
    if choice.wide_key:
        if decision.merge and same_value(choice.wide_key) in own:
            choice = replace(choice, wide_key=decision.spelling)
        return choice
    found = map(str, Texts.of(sheet.columns[choice.position].texts).array.to_pylist())
    written = [text for text in dict.fromkeys(found) if text and same_value(text) in own]
    values = choice.values
    if decision.merge or cluster.merged:
        values = tuple(pair for pair in values if same_value(pair[0]) not in own or _is_stage(cluster.column, pair[1]))
    if decision.merge:
        there = {before.strip().lower() for before, _ in values}
        new: dict[str, str] = {}
        for text in written:
            if text != decision.spelling and text.lower() not in there:
                new.setdefault(text.lower(), text)
        values += tuple((text, decision.spelling) for text in new.values())
    apart = choice.apart
    if decision.apart and written:
        pairs = itertools.combinations(sorted(member.text for member in cluster.members), 2)
        apart += tuple(pair for pair in pairs if pair not in apart)
    return replace(choice, values=values, apart=apart)
