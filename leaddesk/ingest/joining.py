"""Files that belong together are joined: leads with their deals by number, orders with the lead that their customer is.

All of it is proposed, said with its reason and examples, and can be switched off for the sheet that is joined. Numbers
are texts: "00123" and "123" are one only where the exact numbers do not meet, and that is said too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from leaddesk.ingest import headers
from leaddesk.ingest.editions import Edition, brought_up_to_date
from leaddesk.ingest.filling import Joined, filled
from leaddesk.ingest.pieces import Piece, Places, agree, cell_texts, pieces_of, plain_number
from leaddesk.ingest.recounted import counted_anew
from leaddesk.ingest.same_leads import is_one_list
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.contacts import email_key, name_key
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.merges import NAMING
from leaddesk.model.schema import is_extra
from leaddesk.text import Message, msgn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from leaddesk.ingest.parts import Part
    from leaddesk.model.dataset import Dataset, Frame
    from leaddesk.model.stages import StageMap

BY_ID: Final = "joined-by-id"
SHARE: Final = 0.6
"""How many of a column's distinct values must be known elsewhere for it to name what is there."""
_LEAST: Final = 2
_ID_WORDS: Final = frozenset("id ids no n num numero ref reference identifiant record".split())


@dataclass(slots=True)
class Joining:
    """What became of a dataset: with it the issues that say so, and the lists that came again."""

    dataset: Dataset
    issues: list[Issue] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)


def joined(dataset: Dataset, parts: Sequence[Part], stage_map: StageMap, since: int = 0) -> Joining:
    """The dataset with what belongs together joined, as far as the recipes of the sheets do not switch it off.

    *since*: of leads that are others' as well only what is noticed in the parts from that one on is told.
    """
    result = Joining(dataset)
    if "leads" in dataset:
        _join_leads(result, parts, stage_map, since)
        _join_customers(result, parts)
    return result


# Leads with leads ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    """Rows of one sheet (``other``) that are rows of another (``base``): places in the frame, pairwise.

    ``by_own``: both sheets have the number as the lead's own; else a column of the other sheet names it.
    """

    base: Places
    other: Places
    piece: Piece
    beside: Piece
    by_own: bool
    examples: tuple[tuple[str, str], ...]


def _join_leads(result: Joining, parts: Sequence[Part], stage_map: StageMap, since: int) -> None:
    frame = result.dataset["leads"]
    pieces = pieces_of(parts, "leads")
    if len(pieces) < 2:
        return
    first_told = sum(part.table.id == "leads" for part in parts[:since])
    frame, told = counted_anew(frame, pieces, first_told) if frame.has("id") else (frame, [])
    editions = brought_up_to_date(frame, pieces, stage_map, first_told)
    result.editions = editions.found
    frame, gone = editions.frame, editions.gone
    result.issues += told + editions.issues
    result.dataset = result.dataset.with_frame(frame)
    new = {id(piece.part) for piece in pieces[first_told:]}
    leads = editions.leads
    again = np.flatnonzero(gone)
    numbers = _renumbered(frame, leads[again], again) if frame.has("id") else {}
    for link in _links(frame, pieces) if frame.has("id") else ():
        applied = BY_ID not in link.piece.part.recipe.off
        free = ~gone[link.base] & ~gone[link.other]
        base, other = link.base[free], link.other[free]
        first = np.unique(base, return_index=True)[1]
        first.sort()
        if not len(first):
            continue
        joined_rows = Joined(frame)
        if applied:
            joined_rows = filled(frame, base[first], other[first], stage_map)
            frame = joined_rows.frame
            gone[other[first]] = True
            leads[other[first]] = base[first]
            if not link.by_own:
                numbers |= _renumbered(frame, base[first], other[first])
        if id(link.piece.part) in new:
            result.issues += _told(link, other[first], frame, joined_rows, applied=applied)
    if gone.any():
        dataset = result.dataset.with_frame(frame.kept(np.flatnonzero(~gone)))
        dataset = replace(dataset, again=_again(frame, leads))
        result.dataset = _with_numbers(dataset, numbers) if numbers else dataset


def _again(frame: Frame, leads: Places) -> dict[int, int]:
    """For the rows (ids) that are other leads' the rows of these."""
    while (leads[leads] != leads).any():  # a lead of another list that is itself one of a third
        leads = leads[leads]
    other = np.flatnonzero(leads != np.arange(len(leads)))
    return dict(zip(frame.rows[other].tolist(), frame.rows[leads[other]].tolist(), strict=True))


def _renumbered(frame: Frame, base: Places, other: Places) -> dict[str, str]:
    """For the numbers that rows had before they were joined the numbers of the leads that they are now."""
    pairs = zip(cell_texts(frame, "id", other), cell_texts(frame, "id", base), strict=True)
    return {old: new for old, new in pairs if old and new and old != new}


def _with_numbers(dataset: Dataset, numbers: Mapping[str, str]) -> Dataset:
    own = set(cell_texts(dataset["leads"], "id", np.arange(len(dataset["leads"]))))
    numbers = {old: new for old, new in numbers.items() if old not in own}
    for table, column in NAMING[1:]:
        if numbers and dataset.has(table, column):
            frame = dataset[table]
            named = frame.data[column]
            dataset = dataset.with_frame(frame.replaced(column, named.map(numbers).fillna(named).astype(named.dtype)))
    return dataset


def _links(frame: Frame, pieces: Sequence[Piece]) -> Iterator[_Link]:
    """The sheets that belong together. Sheets of the same columns are not: those are one list in parts."""
    for number, piece in enumerate(pieces):
        for place, beside in enumerate(pieces):
            if (
                piece is beside
                or "id" not in beside.part.columns
                or not set(piece.part.columns) - set(beside.part.columns)
                or is_one_list(piece.part, beside.part)
            ):
                continue
            for column in _naming_columns(frame, piece):
                if column == "id" and place > number:
                    continue  # of two lists with numbers of their own, the earlier is the one that is added to
                link = _link(frame, piece, beside, column)
                if link is not None:
                    yield link
                    break


def _naming_columns(frame: Frame, piece: Piece) -> Iterator[str]:
    if "id" in piece.part.columns:
        yield "id"
    for name, choice in piece.part.choices.items():
        if is_extra(name) and frame.has(name) and _ID_WORDS & set(headers.fold(choice.header).split()):
            yield name


def _link(frame: Frame, piece: Piece, beside: Piece, column: str) -> _Link | None:
    known = cell_texts(frame, "id", beside.places)
    named = [text.partition(";")[0].partition(",")[0].strip() for text in cell_texts(frame, column, piece.places)]
    for key in (str, plain_number):
        at = {key(text): place for place, text in reversed(list(enumerate(known, beside.first))) if text}
        hits = [(at[key(text)], place) for place, text in enumerate(named, piece.first) if text and key(text) in at]
        distinct = {text for text in named if text}
        met = {text for text in distinct if key(text) in at}
        if len(met) < _LEAST or len(met) < SHARE * len(distinct):
            continue
        base, other = (np.array(side, np.intp) for side in zip(*hits, strict=True))
        if not agree(frame, base, other, met):
            return None
        pairs = zip(cell_texts(frame, column, other[:LINES]), cell_texts(frame, "id", base[:LINES]), strict=True)
        return _Link(base, other, piece, beside, column == "id", tuple(dict.fromkeys(pairs))[:EXAMPLES])
    return None


_DIFFERING: Final[Mapping[str, Callable[[int, str], Message]]] = {
    "joined-conflicts": lambda count, other: msgn(
        "{count} fact is another one than in “{other}”; that of “{other}” holds",
        "{count} facts are other ones than in “{other}”; those of “{other}” hold",
        count, other=other,
    ),
    "joined-further": lambda count, other: msgn(
        "{count} fact of an outcome holds in the place of the one in “{other}”: the lead stands further here",
        "{count} facts of an outcome hold in the place of those in “{other}”: the leads stand further here",
        count, other=other,
    ),
}  # fmt: skip


def _told(link: _Link, other: Places, frame: Frame, joined_rows: Joined, *, applied: bool) -> list[Issue]:
    part, beside = link.piece.part, link.beside.part
    name = beside.sheet.name or beside.raw.name
    name = name if beside.raw is part.raw else beside.raw.name
    lines = tuple(int(line) for line in frame.origin.line[other[:LINES]])
    message = msgn(
        "{count} row has the number of a lead of “{other}”: both are one lead, with the facts of both",
        "{count} rows have the numbers of leads of “{other}”: each pair is one lead, with the facts of both",
        len(other), other=name,
    )  # fmt: skip
    message = message if applied else left_alone(BY_ID, len(other), other=name)
    at = (part.raw.name, part.sheet.name)
    found = [Issue(Severity.INFO, message, *at, "", lines, len(other), link.examples, BY_ID, applied)]
    for differing, code in ((joined_rows.kept, "joined-conflicts"), (joined_rows.replaced, "joined-further")):
        if differing.count:
            words = _DIFFERING[code](differing.count, name)
            lines = tuple(int(line) for line in frame.origin.line[list(differing.places)])
            found.append(Issue(Severity.WARNING, words, *at, "", lines, differing.count, differing.examples, code))
    return found


# Orders and the like with leads --------------------------------------------------------------------------------------

_WAYS: Final[tuple[tuple[str, str, Callable[[str], str]], ...]] = (
    ("joined-by-number", "id", plain_number),
    ("joined-by-email", "email", email_key),
    ("joined-by-company", "company", name_key),
    ("joined-by-name", "name", name_key),
)


def _join_customers(result: Joining, parts: Sequence[Part]) -> None:
    """Customers that are named by something else than the lead's number get that number."""
    for table, column in NAMING[1:]:
        if not result.dataset.has(table, column):
            continue
        for piece in pieces_of(parts, table):
            if column in piece.part.columns and piece.end > piece.first:
                _join_piece(result, piece, column)


def _join_piece(result: Joining, piece: Piece, column: str) -> None:
    leads, frame = result.dataset["leads"], result.dataset[piece.part.table.id]
    distinct = set(frame.data[column].iloc[piece.first : piece.end].dropna().unique().tolist())
    known = set(leads.data["id"].dropna().unique().tolist()) if leads.has("id") else set()
    exact = len(distinct & known)
    if not distinct or exact >= SHARE * len(distinct):
        return
    everywhere = np.arange(len(leads))
    ids = cell_texts(leads, "id", everywhere) if leads.has("id") else [""] * len(leads)
    for code, by, key in _WAYS:
        if not leads.has(by):
            continue
        at = _unique(map(key, cell_texts(leads, by, everywhere)))
        met = {text: at[key(text)] for text in sorted(distinct) if key(text) in at and text not in known}
        if len(met) < max(SHARE * len(distinct), min(_LEAST, len(distinct))) or len(met) <= exact:
            continue
        applied = code not in piece.part.recipe.off
        # A lead that has no number gets the customer's own name for it: that is what names it.
        numbers = {text: ids[place] or text for text, place in met.items()}
        result.issues.append(_customers_told(piece, column, code, numbers, frame, applied=applied))
        if applied:
            result.dataset = _named_anew(result.dataset, piece, column, numbers, met)
        return


def _unique(keys: Iterator[str]) -> dict[str, int]:
    """Where each key stands, without those that several leads have: they name nobody."""
    at: dict[str, int] = {}
    twice = set()
    for place, key in enumerate(keys):
        if key in at:
            twice.add(key)
        elif key:
            at[key] = place
    return {key: place for key, place in at.items() if key not in twice}


def _named_anew(
    dataset: Dataset, piece: Piece, column: str, numbers: Mapping[str, str], met: Mapping[str, int]
) -> Dataset:
    frame, leads = dataset[piece.part.table.id], dataset["leads"]
    named = frame.data[column].copy()
    own = named.iloc[piece.first : piece.end]
    named.iloc[piece.first : piece.end] = own.map(numbers).fillna(own).array
    dataset = dataset.with_frame(_made(frame, column, named))
    without = {place: numbers[text] for text, place in met.items() if numbers[text] == text}
    blank = pd.Series([None] * len(leads), dtype="str")
    ids = leads.data["id"].copy() if leads.has("id") else blank
    missing = {place: text for place, text in without.items() if pd.isna(ids.iloc[place])}
    if missing:
        ids.iloc[list(missing)] = pd.array(list(missing.values()), dtype="str")
        dataset = dataset.with_frame(_made(leads, "id", ids))
    return dataset


def _made(frame: Frame, column: str, values: pd.Series) -> Frame:
    """The frame with a column as if the file had brought it."""
    return type(frame)(frame.table, frame.data.assign(**{column: values.array}), frame.rows, frame.origin)


_CUSTOMERS: Final[Mapping[str, Callable[[int, str], Message]]] = {
    "joined-by-number": lambda count, column: msgn(
        "“{column}”: {count} cell names a lead by its number without zeros, or with more",
        "“{column}”: {count} cells name leads by their numbers without zeros, or with more",
        count, column=column,
    ),
    "joined-by-email": lambda count, column: msgn(
        "“{column}”: {count} cell names a lead by its e-mail; it was given the lead’s number",
        "“{column}”: {count} cells name leads by their e-mails; they were given the leads’ numbers",
        count, column=column,
    ),
    "joined-by-company": lambda count, column: msgn(
        "“{column}”: {count} cell names a lead by its company; it was given the lead’s number",
        "“{column}”: {count} cells name leads by their companies; they were given the leads’ numbers",
        count, column=column,
    ),
    "joined-by-name": lambda count, column: msgn(
        "“{column}”: {count} cell names a lead by its name; it was given the lead’s number",
        "“{column}”: {count} cells name leads by their names; they were given the leads’ numbers",
        count, column=column,
    ),
}  # fmt: skip


def _customers_told(
    piece: Piece, column: str, code: str, numbers: Mapping[str, str], frame: Frame, *, applied: bool
) -> Issue:
    named = cell_texts(frame, column, piece.places)
    hit = [place for place, text in enumerate(named) if text in numbers]
    choice = piece.part.choices.get(column)
    header = column if choice is None else choice.header
    examples = tuple(dict.fromkeys((named[place], numbers[named[place]]) for place in hit))[:EXAMPLES]
    lines = tuple(int(frame.origin.line[piece.first + place]) for place in hit[:LINES])
    part, words = piece.part, _CUSTOMERS[code]
    message = words(len(hit), header) if applied else left_alone(code, len(hit), column=header)
    return Issue(
        Severity.INFO, message, part.raw.name, part.sheet.name, header, lines, len(hit), examples, code, applied
    )
