"""LeadDesk's own workbooks, in both languages: reviews are recognised by the helper columns that only they have,
templates by what stands above their explanations.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from leaddesk.ingest.heading import SEARCHED_COLUMNS
from leaddesk.ingest.recognition import Settled, choices, guesses
from leaddesk.ingest.sheetcells import cell_text
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.model.templates import EXPLAINED
from leaddesk.text import LANGUAGES, language, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.ingest.recognition import Seen
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import ColumnChoice
    from leaddesk.model.schema import Table
    from leaddesk.text import Message

_HELPERS: Final = re.compile(
    r"""
    (?:Status:\ stage|Stage:|Furthest\ stage:|.+:)\ (?:code|day|key)
    |Statut\ :\ code\ d[’']étape|.+\ :\ (?:code|jour|clé)
    |First\ row\ with\ this\ “.+”|Première\ ligne\ avec\ ce\ «\ .+\ »
    |First\ row\ of\ (?:an|its)\ order|Première\ ligne\ (?:d[’']une|de\ sa)\ commande
    |Amount\ of\ the\ whole\ order|Montant\ de\ toute\ la\ commande
    |(?:Counted|Counted\ before)\ by\ “.+”|Compté(?:\ avant)?\ selon\ «\ .+\ »
    |Share\ in\ the\ period(?:\ before)?|Part\ dans\ la\ période(?:\ précédente)?
    |Kept\ by\ the\ filters|Retenu\ par\ les\ filtres
    |.+\ counted(?:\ before)?|.+\ retenu(?:\ avant)?
    """,
    re.VERBOSE,
)
"""Headings of helper columns: at least one stands first of them, and every data sheet has several."""
_ENOUGH: Final = 3
_HAND: Final = "stage"


@lru_cache(maxsize=64)
def _written(message: Message) -> frozenset[str]:
    """A heading in each language."""
    return frozenset(language(code).text(message) for code in LANGUAGES)


def data_sheets(raw: RawFile) -> frozenset[str]:
    """The sheets of a review workbook that hold its rows; none where the file is no review."""
    rows = [sheet for sheet in raw.sheets if sheet.rows > 1]
    found = frozenset(sheet.name for sheet in rows if _is_data_sheet(sheet))
    return found | {sheet.name for sheet in rows if _is_undated(sheet)} if found else found


def _is_undated(sheet: RawSheet) -> bool:
    """Whether it is the data sheet of a table without dates: no helper column stands in it, only the table's own."""
    headings = {cell_text(sheet, 0, position) for position in range(min(len(sheet.columns), SEARCHED_COLUMNS))}
    return any(
        len(headings) >= _ENOUGH and headings <= {words for column in table.columns for words in _written(column.label)}
        for table in TABLES
        if not table.dates
    )


def _is_data_sheet(sheet: RawSheet) -> bool:
    headings = [cell_text(sheet, 0, position) for position in range(min(len(sheet.columns), SEARCHED_COLUMNS))]
    return sum(_is_helper(heading) for heading in headings) >= _ENOUGH


def _is_helper(heading: str) -> bool:
    return _HELPERS.fullmatch(heading.replace("\u00a0", " ").replace("\u202f", " ")) is not None


def is_explanation(sheet: RawSheet) -> bool:
    """Whether the sheet is the one of a template that says what goes where."""
    return bool(sheet.columns) and sheet.rows > 0 and cell_text(sheet, 0, 0) in _written(EXPLAINED)


def table_of(seen: Seen) -> Table | None:
    """The table whose rows a data sheet holds; None where its columns are those of none."""
    found = guesses(seen)
    return found[0].table if found else None


def own_choices(table: Table, seen: Seen) -> tuple[ColumnChoice, ...]:
    """What each column of a data sheet is taken for: columns that LeadDesk worked out are left out."""
    made = choices(table, seen, settled=_settled(seen))
    words = tuple((language(code).text(LABELS[stage]), stage.id) for code in LANGUAGES for stage in Stage)
    return tuple(replace(one, values=words) if one.target == _HAND else one for one in made)


def _settled(seen: Seen) -> Mapping[int, Settled]:
    headings = seen.headers
    worked_out = Settled("", msg("LeadDesk works this column out by itself"))
    first = next((p for p, heading in enumerate(headings) if _is_helper(heading)), len(headings))
    found = dict.fromkeys(range(first, len(headings)), worked_out)
    by_hand, in_words = _written(BY_ID["leads"].column(_HAND).label), _written(msg("Stage"))
    for position, heading in enumerate(headings[:first]):
        if heading in by_hand:
            filled = seen.profiles[position].filled > 0
            reason = msg("The header is one of the names of this column") if filled else msg("The column is empty")
            found[position] = Settled(_HAND if filled else "", reason)
        elif heading in in_words:
            found[position] = worked_out
    return found
