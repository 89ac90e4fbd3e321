"""The headers of a table: the row they stand in, or the two rows that make them up together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from leaddesk.ingest import headers, moments, quantities
from leaddesk.ingest.sheetcells import cell_text, is_day, is_number, row_texts, shape_of
from leaddesk.model.raw import CellKind, RawSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.ingest.texts import Mask

SEARCHED: Final = 40
"""Rows in which the header is looked for."""

SEARCHED_COLUMNS: Final = 200
BETWEEN: Final = " - "
"""Between the word over several columns and the header of one of them."""

_BELOW: Final = 20
_FIGURES: Final = 6
_CERTAIN: Final = 0.6
"""How many of the words that stand above one another must be a known name together."""
_UNIT: Final = re.compile(
    r"[(\[][^()\[\]]{1,20}[)\]]|(?:k?(?:€|eur|euros?)|%|kg|g|km|m3|min|minutes?|h|heures?|hours?|jours?|days?)"
    r"(?: ?/ ?\w+| ?h\.?t\.?| ?ttc)?|h\.?t\.?|ttc|nb|nombre|jj/mm/aaaa|dd/mm/yyyy",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MAY_SAY: Final = frozenset((int(CellKind.TEXT), int(CellKind.EMPTY)))
_MAY_COUNT: Final = frozenset((int(CellKind.NUMBER), int(CellKind.TEXT)))
_DATE: Final = int(CellKind.DATE)
"""Plain numbers: to ask the enumeration takes longer than all the rest, and it is done for every cell searched."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``row``: the 0-based row of the headers, the lower one of two; ``top``: the upper one, else the same; ``texts``:
    one header a column, empty where it has none.
    """

    row: int
    top: int
    texts: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows the headers take."""
        return self.row - self.top + 1


_FOUND: Final[WeakKeyDictionary[RawSheet, Heading | None]] = WeakKeyDictionary()


def found(sheet: RawSheet, filled: Mask) -> Heading | None:
    """The headers of the sheet, None where no row looks like any. *filled*: which rows hold anything."""
    if sheet not in _FOUND:  # asked for by whoever looks for a second table, and again for the layout
        _FOUND[sheet] = _found(sheet, filled)
    return _FOUND[sheet]


def _found(sheet: RawSheet, filled: Mask) -> Heading | None:
    rows = np.flatnonzero(filled)[:SEARCHED].tolist()
    if not rows:
        return None
    cells = {row: row_texts(sheet, row, SEARCHED_COLUMNS) for row in rows}
    width = _usual_width([sum(map(bool, cells[row])) for row in rows])
    best, best_score = None, 0.0
    pair, pair_score = None, 0.0
    pairs: dict[int, tuple[str, ...]] = {}
    within = False
    for place, row in enumerate(rows):
        below = [cells[other] for other in rows[place + 1 : place + 1 + _BELOW]]
        score = _score(sheet, row, cells[row], width, below, within)
        if score > best_score + 1e-9:
            best, best_score = row, score
        joined = _split(sheet, row, cells) if row + 1 in cells and below[1:] else None
        if joined is not None:
            pairs[row + 1] = joined
            score = _score(sheet, row + 1, joined, width, below[1:], within)
            if score > pair_score + 1e-9:
                pair, pair_score = row + 1, score
        within |= sum(map(bool, cells[row])) >= 0.6 * width and any(map(_is_value, cells[row]))
    if pair is not None and pair_score > best_score + 1e-9:
        best = pair
    if best is None:
        return None
    wanted = pairs[best] if best == pair else cells[best]
    return at(sheet, next(row for row in rows if _is_same(pairs.get(row, cells[row]), wanted)))


def at(sheet: RawSheet, row: int) -> Heading:
    """The headers of a sheet of which one row is known, with those of the row above or below that belong to it."""
    around = range(max(0, row - 1), min(sheet.rows, row + 3))
    cells = {near: row_texts(sheet, near, SEARCHED_COLUMNS) for near in around}
    for top in (row - 1, row):
        if top in cells and top + 2 in cells and _split(sheet, top, cells) is not None:
            return Heading(top + 1, top, _joined(row_texts(sheet, top), row_texts(sheet, top + 1)))
    own = row_texts(sheet, row)
    if row + 1 in cells and _are_units(cells[row], cells[row + 1]):
        return Heading(row + 1, row, _joined(own, row_texts(sheet, row + 1)))
    if row + 1 in cells and _are_months(cells[row], cells[row + 1]):
        row, own = row + 1, row_texts(sheet, row + 1)
    if row and row - 1 in cells and any(cells[row - 1]):
        grouped = _grouped(sheet, row, own)
        if grouped is not None:
            return Heading(row, row - 1, grouped)
    return Heading(row, row, own)


def _is_same(cells: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two rows say the same headers, but for capitals, accents and a few of them: the upper one counts."""
    if cells == others:
        return True
    present = [(one, other) for one, other in zip(cells, others, strict=True) if one or other]
    same = sum(headers.fold(one) == headers.fold(other) != "" for one, other in present)
    return same > 1 and same >= 0.75 * len(present)


def _usual_width(widths: Sequence[int]) -> int:
    """How many cells a row of the table has: the widest that occurs more than once, else the widest."""
    often = [width for width in widths if widths.count(width) > 1]
    return max(often or widths)


def _score(
    sheet: RawSheet, row: int, cells: Sequence[str], width: int, below: Sequence[Sequence[str]], within: bool
) -> float:
    """How much a row looks like the header of what follows; 0 or less: not at all. *within*: rows of data are above."""
    present = [position for position, text in enumerate(cells) if text]
    if not present or not below:
        return 0.0
    names = [p for p in present if _is_name(sheet, row, p, cells[p], below)]
    hits = sum(headers.is_known(cells[p]) for p in names)
    if len(names) < 0.6 * len(present) or (len(present) < 2 <= width and not hits):
        return 0.0
    if not hits and any(cells[p] == line[p] for line in below for p in names):
        return 0.0  # a value, as it comes again
    if within and hits < max(2, 0.5 * len(names)):
        return 0.0
    cover = min(1.0, len(present) / max(width, 1))
    distinct = len({headers.fold(cells[p]) or cells[p] for p in names}) / len(names)
    contrast = sum(_is_value(line[p]) for line in below[:5] for p in names) / (len(names) * len(below[:5]))
    if cover < 0.5 and hits < 3:
        return 0.0
    return 3.0 * hits / max(len(present), 1) + 2.0 * cover + distinct + contrast + min(hits, 10) * 0.2


def _is_name(sheet: RawSheet, row: int, position: int, text: str, lines: Sequence[Sequence[str]]) -> bool:
    """Whether a cell may be a header: a word, or a month above numbers. *lines*: what stands below."""
    kind = int(sheet.columns[position].kinds[row])
    if kind in _MAY_SAY and _is_word(text):
        return True
    if kind in _MAY_COUNT and text.isdecimal() and 1990 <= int(text) <= 2100:
        below = [line[position] for line in lines]
        return any(map(is_number, below)) and text not in below
    if kind == _DATE or moments.is_month(shape_of(text)):
        below = [line[position] for line in lines]
        return sum(map(is_number, below)) >= 0.5 * max(1, sum(map(bool, below)))
    return False


def _is_word(text: str) -> bool:
    shape = shape_of(text)
    return not quantities.is_number(shape) and not moments.is_date(shape) and "@" not in text and not _is_figures(text)


def _is_value(text: str) -> bool:
    return is_number(text) or is_day(text) or "@" in text or _is_figures(text)


def _is_figures(text: str) -> bool:
    """Whether a text is a telephone number or the like."""
    return sum(map(str.isdigit, text)) >= _FIGURES and not any(map(str.isalpha, text))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{above} {below}".strip() for above, below in zip(upper, lower, strict=True))


def _split(sheet: RawSheet, row: int, cells: dict[int, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The headers of two rows read as one ("Date de" above "création"), None where that names no more columns than
    the better row does alone.
    """
    upper, lower = cells[row], cells[row + 1]
    if not all(_is_word(text) for text in (*upper, *lower) if text) or not any(upper) or not any(lower):
        return None
    line = row + sheet.first_line - 1
    if any(merged.first_row == line and merged.last_column > merged.first_column for merged in sheet.merged):
        return None  # words over several columns
    joined = _joined(upper, lower)
    known = [sum(headers.is_known(text) for text in line if text) for line in (joined, upper, lower)]
    gained = known[0] - max(known[1:])
    both = [text for text, above, below in zip(joined, upper, lower, strict=True) if above and below]
    alone = len(both) < sum(map(bool, upper))
    if known[0] < 2 or gained < 0 or not (both or alone):
        return None
    certain = sum(map(headers.is_known, both)) >= _CERTAIN * len(both)
    return joined if gained > 1 or (certain and (gained or both)) else None


def joined_names(sheet: RawSheet, row: int) -> tuple[str, ...]:
    """The headers that this row and the next one are together, nothing where they are none."""
    if row + 1 >= sheet.rows:
        return ()
    cells = {near: row_texts(sheet, near, SEARCHED_COLUMNS) for near in (row, row + 1)}
    return _split(sheet, row, cells) or ()


def _are_units(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the second row says the units of the first: "Poids" above "(kg)"."""
    units = [(above, below) for above, below in zip(upper, lower, strict=True) if below]
    named = sum(map(bool, upper))
    return bool(units) and named > 1 and all(above and _UNIT.fullmatch(below) for above, below in units)


def _are_months(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the second row says the months of the years in the first."""
    months = [text for text in lower if text]
    return any(map(_YEAR.fullmatch, upper)) and len(months) > 1 and all(map(moments.month_named, months[1:]))


def _grouped(sheet: RawSheet, row: int, own: tuple[str, ...]) -> tuple[str, ...] | None:
    """The headers with the words that stand over several of them, where these tell something: headers of one name, or
    months without their year. None where the row above says nothing of that kind.
    """
    over = _over(sheet, row - 1)
    if len(set(over) - {""}) < 2:
        return None  # a title
    folded = Counter(headers.fold(text) for text in own if text)
    repeated = {text for text, count in folded.items() if count > 1}
    made = []
    for position, text in enumerate(own):
        word = over[position]
        if not text and cell_text(sheet, row - 1, position):
            made.append(word)
        elif text and word and _YEAR.fullmatch(word) and moments.month_named(text):
            made.append(f"{text} {word}")
        elif word and headers.fold(text) in repeated:
            made.append(f"{word}{BETWEEN}{text}")
        else:
            made.append(text)
    better = len({headers.fold(text) for text in made if text}) > len(folded)
    return tuple(made) if better or (tuple(made) != own and any(map(_YEAR.fullmatch, over))) else None


def _over(sheet: RawSheet, row: int) -> list[str]:
    """For each column the word in that row that stands over it: as far as its cell is merged, where the row has merged
    cells, else up to the next word. Nothing where the row is no row of words.
    """
    texts = row_texts(sheet, row)
    if not all(_is_word(text) or _YEAR.fullmatch(text) or moments.is_month(shape_of(text)) for text in texts if text):
        return [""] * len(texts)
    line, left = row + sheet.first_line - 1, sheet.first_column - 1
    ends = {m.first_column - left: m.last_column - left for m in sheet.merged if m.first_row <= line <= m.last_row}
    words, word, end = [], "", -1
    for position, text in enumerate(texts):
        if text:
            word = text
            end = ends.get(position, position if ends else len(texts))
        words.append(word if position <= end else "")
    return words
