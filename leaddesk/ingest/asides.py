"""Rows between, above or below the data that hold no data: a month as a heading, a remark, a number written ahead, the
footer of an export.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, moments, quantities
from leaddesk.ingest.channelwords import is_channel
from leaddesk.ingest.places import is_city
from leaddesk.ingest.sheetcells import (
    LONGEST,
    MOST_COLUMNS,
    cell_text,
    filled_cells,
    is_day,
    is_number,
    row_texts,
    shape_of,
)
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import LeftOut

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ingest.texts import Mask
    from leaddesk.model.raw import RawColumn, RawSheet

_REMARK: Final = re.compile(
    r"\*|\(|nb ?:|note\b|n\.b|source ?:|mise? [àa] jour|m[àa]j\b|updated\b|last update|légende\b|legend\b|"
    r"copyright\b|©|confidential information\b",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"#[ -]*(?: .*)?$")
"""What Google Analytics writes between its tables; never a sparse sheet's data, however many there are."""
_PART: Final = re.compile(
    r"(?:année |annee |year )?(?:19|20)\d\d|(?:sem(?:aine)?|week|s|w)\.? ?\d\d?(?: ?[-/ ] ?\d{4})?|"
    r"(?:t|q|trimestre |quarter )[1-4](?: ?[-/ ]? ?\d{4})?",
    re.IGNORECASE,
)
_THINGS: Final = (
    r"(?:lignes?|rows?|enregistrements?|records?|resultats?|results?|elements?|items?|entrees?|entries|entry|prospects?|"
    r"leads?|contacts?|clients?|customers?|commandes?|orders?|demandes?|enquiries|depenses?|expenses?)"
)
_PAGE: Final = re.compile(r"(?:page|p) \d+(?: (?:(?:sur|of|de) )?\d+)?")
_FOOTER: Final = re.compile(
    rf"{_PAGE.pattern}|\d+ {_THINGS}(?: (?:au total|in total|export\w*|trouve\w*|found|affich\w*|displayed))?|"
    rf"(?:nombre|nb|number|count|total) (?:total )?(?:de |d |of )?{_THINGS}(?: \d+)?|"
    r"(?:fin|end)(?: (?:du|de|de la|of|of the) (?:fichier|document|liste|rapport|export|tableau|file|list|report))?|"
    r"(?:confidentiel|confidential|copyright)\b.*"
)
_STAMP: Final = re.compile(
    r"(?:export|exporte|exportee|extrait|extraction|edite|editee|genere|generee|imprime|imprimee|telecharge|report|"
    r"rapport|exported|generated|printed|created|extracted|downloaded|run|cree|arrete|arretee|date)\b.*"
)
"""Words that a footer begins with when it also names a day."""
_OF_PART: Final = frozenset(
    "agence secteur zone region site depot equipe team branch office bureau antenne commercial commerciale vendeur "
    "vendeuse departement department district tournee canal channel source campagne campaign ville city pole entrepot "
    "area territory".split()
)
"""Words that the name of a part of a company begins with."""
_GOES_ON: Final = re.compile(r"\b(?:page|suite|continued)\b", re.IGNORECASE)
"""Words of what stands at the top of a printed page."""
_LONGEST_NAME: Final = 60
_FEW: Final = 8
_HEADINGS: Final = 2
_SPARSE: Final = 0.34
"""A sheet in which more rows than those few, and than that share, look like remarks is a sparse one: its data."""
_LOOKED_AT: Final = 50
_MOST: Final = 5_000
_FOOTERS: Final = 12
_FOOTER_CELLS: Final = 3


def found(sheet: RawSheet, first: int, last: int, known: frozenset[int], headed: bool = True) -> list[LeftOut]:
    """The rows between *first* and *last* that hold no data; *known* ones are left out already. *headed*: there are
    headers above.

    ``section``: a month, a week or a year, a text merged over several columns, one that is a value of the rows below
    it, or what names a part of the sheet from its first line on; ``remark``: a text that is none of its column's;
    ``blank``: a day, or the next number, written where the rest is still to come; ``footer``: what a program or a
    person writes below the table.
    """
    counts = filled_cells(sheet, first, last)
    counts[[row - first for row in known]] = 0
    lone = first + np.flatnonzero(counts == 1)
    solid = first + np.flatnonzero(counts > 1)
    if not len(solid):
        return []
    result = _footers(sheet, first, last, counts, known)
    gone = {left.row for left in result}
    if not headed:
        above = [row for row in lone.tolist() if row < solid[0]]
        result += [LeftOut(row, "remark") for row in above]
        gone.update(above)
    lone = lone[~np.isin(lone, list(gone))][:_MOST]
    return result + _alone(sheet, first, lone, solid, known)


def parts_alone(sheet: RawSheet, first: int, last: int, known: frozenset[int]) -> list[LeftOut]:
    """The rows of a table of two columns that only name a part of it: the first row is one, as many rows of data
    follow. Other rows of one cell are data there.
    """
    counts = filled_cells(sheet, first, last)
    counts[[row - first for row in known]] = 0
    lone, solid = first + np.flatnonzero(counts == 1)[:_MOST], first + np.flatnonzero(counts > 1)
    if not len(lone) or len(solid) < len(lone) or lone[0] > solid[0]:
        return []
    found = [left for left in _alone(sheet, first, lone, solid, known) if left.why == "section"]
    return found if found and found[0].row == lone[0] else []


def _alone(
    sheet: RawSheet, first: int, lone: npt.NDArray[np.intp], solid: npt.NDArray[np.intp], known: frozenset[int]
) -> list[LeftOut]:
    """The rows of one cell that are no data."""
    top = sheet.first_line - 1
    wide = {m.first_row - top for m in sheet.merged if m.last_column > m.first_column and m.first_row == m.last_row}
    result: list[LeftOut] = []
    for position, column in enumerate(sheet.columns if len(lone) else ()):
        here = lone[column.kinds[lone] != CellKind.EMPTY].tolist()
        parts = _parts(sheet, position, here, lone, solid, known)
        found = [LeftOut(row, "section") for row in parts]
        others = [row for row in here if row not in parts]
        found += [LeftOut(row, why) for row in others if (why := _why(sheet, column, first, row, wide, solid))]
        gone = {left.row for left in found}
        result += found + _headings(column, [row for row in here if row not in gone], solid)
    remarks = {left.row for left in result if left.why == "remark"} - _comments(sheet, lone)
    if len(remarks) > max(_FEW, _SPARSE * (len(solid) + len(lone))):
        return [left for left in result if left.row not in remarks]
    return result


def _headings(column: RawColumn, rows: list[int], solid: npt.NDArray[np.intp]) -> list[LeftOut]:
    """Texts that head the rows below them: at least two, each followed by a row of data, all of them names of places or
    of channels, or all in capitals among texts that are not.
    """
    if len(rows) < _HEADINGS or column.codes is None or (column.kinds[rows] != CellKind.TEXT).any():
        return []
    if not np.isin(np.array(rows) + 1, solid).all():
        return []
    texts = [column.texts[int(column.codes[row])][:LONGEST].strip() for row in rows]
    others = [column.texts[code] for code in column.codes[solid[:_LOOKED_AT]].tolist() if code >= 0]
    loud = all(map(str.isupper, texts)) and not any(map(str.isupper, others))
    named = all(is_city(text) or is_channel(text) for text in texts)
    return [LeftOut(row, "section") for row in rows] if loud or named else []


def _parts(
    sheet: RawSheet,
    position: int,
    rows: list[int],
    lone: npt.NDArray[np.intp],
    solid: npt.NDArray[np.intp],
    known: frozenset[int],
) -> frozenset[int]:
    """Those of the *rows* that each name the part of the sheet below them: the first row of the table is one of them,
    or the headers are said again below each; rows of data follow.

    In a column of days or numbers any text is one, in a column of texts what says that it is one. A day that is the
    first of its month is that month, as a spreadsheet makes it of "janv. 2026".
    """
    below: npt.NDArray[np.intp] = np.sort(np.append(solid, list(known)).astype(np.intp))
    names = {row: name for row in rows if (name := _part_name(sheet, position, row, solid))}
    places = np.searchsorted(below, list(names))
    if not names or places[-1] == len(below):
        return frozenset()
    next_lone = np.append(lone, sheet.rows)[np.searchsorted(lone, list(names), side="right")]
    if (below[places] > next_lone).any():
        return frozenset()
    again = all(int(row) in known for row in below[places].tolist())
    from_start = len(names) >= _HEADINGS and min(names) == min(int(lone[0]), int(below[0]))
    is_regular = len(set(names.values())) == len(names) and len(solid) >= len(names)
    return frozenset(names) if is_regular and (again or from_start) else frozenset()


def _part_name(sheet: RawSheet, position: int, row: int, solid: npt.NDArray[np.intp]) -> str:
    """What a cell alone in its row calls the part below it; empty where it says none."""
    column, text = sheet.columns[position], cell_text(sheet, row, position)
    if column.kinds[row] == CellKind.DATE:
        return text if text[8:] == "01" else ""
    if column.kinds[row] != CellKind.TEXT or len(text) > _LONGEST_NAME or not any(map(str.isalpha, text)):
        return ""
    if _REMARK.match(text) or _COMMENT.match(text) or _GOES_ON.search(text) or text.endswith("."):
        return ""
    shape = shape_of(text)
    if moments.is_month(shape) or moments.month_named(text):
        return text
    says_so = text.endswith(":") or headers.fold(text).partition(" ")[0] in _OF_PART
    return text if says_so or _is_stranger(column, row, shape, solid) else ""


def _comments(sheet: RawSheet, lone: npt.NDArray[np.intp]) -> set[int]:
    """The rows whose one cell, in the first column, is a comment of the program that wrote the file."""
    column = sheet.columns[0]
    if column.codes is None:
        return set()
    codes = {code for code, text in enumerate(column.texts) if text[:1] == "#" and _COMMENT.match(text)}
    return {row for row in lone.tolist() if int(column.codes[row]) in codes}


def _why(
    sheet: RawSheet, column: RawColumn, first: int, row: int, wide: set[int], solid: npt.NDArray[np.intp]
) -> str:  # fmt: skip
    kind = column.kinds[row]
    if kind == CellKind.DATE:
        return "blank"
    if kind == CellKind.NUMBER:
        return "blank" if _counts_on(column, first, row) else ""
    if kind != CellKind.TEXT or column.codes is None:
        return ""
    text = " ".join(column.texts[int(column.codes[row])][:LONGEST].split())
    shape = shape_of(text)
    if row in wide or moments.is_month(shape) or moments.month_named(text) or _PART.fullmatch(text):
        return "section"
    if moments.is_date(shape):
        return "blank"
    if _names_rows_below(sheet, column, row, text, solid):
        return "section"
    if _PAGE.fullmatch(headers.fold(text)):
        return "footer"
    return "remark" if _REMARK.match(text) or _COMMENT.match(text) or _is_stranger(column, row, shape, solid) else ""


def _counts_on(column: RawColumn, first: int, row: int) -> bool:
    """Whether the number is the one above it and one more."""
    if column.numbers is None:
        return False
    start = max(first, row - _LOOKED_AT)
    above = column.numbers[start:row][column.kinds[start:row] == CellKind.NUMBER]
    return len(above) > 0 and float(column.numbers[row]) == float(above[-1]) + 1.0


def _names_rows_below(
    sheet: RawSheet, column: RawColumn, row: int, text: str, solid: npt.NDArray[np.intp]
) -> bool:  # fmt: skip
    """Whether the next row of data holds the same text, in another column."""
    place = int(np.searchsorted(solid, row))
    if place == len(solid):
        return False
    folded = headers.fold(text)
    below = row_texts(sheet, int(solid[place]), MOST_COLUMNS)
    return any(
        folded == headers.fold(cell) for cell, other in zip(below, sheet.columns, strict=False) if other is not column
    )


def _is_stranger(column: RawColumn, row: int, shape: str, solid: npt.NDArray[np.intp]) -> bool:
    """Whether a text stands in a column whose other cells are dates or numbers, and is neither."""
    if quantities.is_number(shape) or moments.is_date(shape):
        return False
    place = int(np.searchsorted(solid, row))
    near = solid[max(0, place - _LOOKED_AT // 2) : place + _LOOKED_AT // 2]
    kinds = column.kinds[near]
    present = int((kinds != CellKind.EMPTY).sum())
    plain = int(np.isin(kinds, (CellKind.DATE, CellKind.NUMBER)).sum())
    if column.codes is not None:
        for code in column.codes[near][kinds == CellKind.TEXT].tolist():
            other = shape_of(column.texts[code][:LONGEST].strip())
            plain += moments.is_date(other) or quantities.is_number(other)
    return present > 1 and plain >= 0.7 * present


def _footers(
    sheet: RawSheet, first: int, last: int, counts: npt.NDArray[np.int32], known: frozenset[int]
) -> list[LeftOut]:  # fmt: skip
    """The rows at the end that a program or a person wrote below the table."""
    rows: list[int] = []
    loose: list[int] = []
    apart: Mask = counts == 0
    apart[[row - first for row in known]] = False
    row = last
    while row >= first and len(rows) + len(loose) < _FOOTERS:
        texts = (
            [text for p in range(len(sheet.columns)) if (text := cell_text(sheet, row, p))]
            if counts[row - first]
            else []
        )
        if texts and _is_footer(texts):
            rows.append(row)
        elif len(texts) == 1 and not is_number(texts[0]) and not is_day(texts[0]):
            loose.append(row)
        elif texts:
            break
        row -= 1
    # other lone texts count only below an empty line, in a sheet whose rows above it all hold more than one cell
    body = counts[: row + 1 - first]
    if loose and row >= first and apart[row + 1 - first] and not (body == 1).any() and len(body) > 2:
        rows += loose
    return [LeftOut(row, "footer") for row in rows]


def _is_footer(texts: list[str]) -> bool:
    label, *others = texts
    if len(texts) > _FOOTER_CELLS or not all(is_number(text) or is_day(text) for text in others):
        return False
    folded = headers.fold(label)
    if _FOOTER.fullmatch(folded):
        return True
    return bool(_STAMP.fullmatch(folded)) and (any(map(is_day, others)) or _names_day(folded))


def _names_day(folded: str) -> bool:
    words = folded.split()
    days = sum(word.isdigit() for word in words)
    return days > 2 or (days > 1 and any(moments.month_named(word) for word in words))
