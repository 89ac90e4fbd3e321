"""Which comes first, the day or the month, where no date of the column tells: what rows, other dates and words say.

The language of the window is no evidence: the same file is read the same way everywhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import headers, moments
from leaddesk.ingest.values import Selection, typed
from leaddesk.model.raw import CellKind
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from leaddesk.ingest.texts import Mask
    from leaddesk.ingest.values import Cells
    from leaddesk.model.recipe import ColumnChoice
    from leaddesk.model.schema import Table

TwoDays: TypeAlias = "tuple[str, tuple[dt.date, dt.date]]"
"""The text of a date, and the days that it is in either order."""
_DAY: Final = 86_400
PLANNED: Final = frozenset({"costs", "operations", "objectives"})
AHEAD: Final = frozenset({"next_date", "until", "end"})
AFTER: Final = {
    "leads": ("created", ("responded", "contacted", "qualified", "quoted", "won", "lost", "closed")),
    "service": ("opened", ("answered", "closed")),
    "operations": ("start", ("end",)),
    "costs": ("date", ("until",)),
}
"""For each table the column whose day comes first in a row, and those that cannot come before it."""
_ANY_YEAR: Final = str(moments.LEAP_YEAR)
"""Of days without a year, which is looked for once their order is known."""
_FEWEST: Final = 2
_FEWEST_STEPS: Final = 5
_ACCENTS: Final = re.compile("[éèêëàâçùûîïôœ]", re.IGNORECASE)
_FEW: Final = 60
"""Columns with more distinct texts than that hold names and remarks, which may be of any language."""

_FRENCH: Final = frozenset(
    "le la les du des au aux et ou par pour sur en date de creation cree jour mois annee semaine nom prenom societe "
    "entreprise telephone portable courriel adresse ville canal provenance origine statut etat montant marge devis "
    "commande livraison depense depenses cout campagne levier motif perte gagne perdu nouveau contacte qualifie envoye "
    "relance observations remarques commentaire oui non janvier fevrier mars avril juin juillet aout septembre octobre "
    "novembre decembre ht ttc tva facture opt commercial responsable secteur vehicule urgence palettes".split()
) - {"date", "en", "par", "de", "commercial", "opt"}  # fmt: skip
_ENGLISH: Final = frozenset(
    "the of and by on in created day week month year name first last company business phone mobile address city "
    "channel status amount value margin deal quote order delivery customer campaign spend cost lost won new contacted "
    "qualified sent reason comments yes no sales rep owner sector vehicle urgency lead source users visits".split()
)
_BRITISH: Final = frozenset("postcode postcodes vat enquiry enquiries enquired organisation gbp".split())
_AMERICAN: Final = frozenset("zip zipcode inquiry inquiries".split())
_EUROPEAN_TEXT: Final = re.compile(r"[€£]|\bEUR\b|\bGBP\b|\+(?:33|44|32|41)\b")
_BRITISH_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")


def by_rows(
    selection: Selection, table: Table, choices: Sequence[ColumnChoice], undecided: Iterable[int], limit: int | None
) -> tuple[str, str]:
    """The order that the dates themselves prove together, for the columns at the *undecided* positions, and by what
    (``ahead``, ``turned``, ``rows``); else both empty.

    No date of what happened lies behind *limit* (seconds since 1970-01-01), no deal is won before the lead came in,
    and rows that lie in the order of their days were written down in it.
    """
    wanted = set(undecided)
    dated = [choice for choice in choices if choice.target in table.by_id and _is_moment(table, choice)]
    readings = {order: _read(selection, dated, wanted, order) for order in ("dmy", "mdy")}
    ahead = {order: _ahead(table, columns, limit) for order, columns in readings.items()}
    if min(ahead.values()) == 0 < max(ahead.values()):
        return _least(ahead), "ahead"
    turned = {order: _turned(table, columns) for order, columns in readings.items()}
    if max(turned.values()) >= _FEWEST and min(turned.values()) <= 0.1 * max(turned.values()):
        return _least(turned), "turned"
    decided = {order for position in wanted if (order := _sorted(selection, choices, position))}
    return (decided.pop(), "rows") if len(decided) == 1 else ("", "")


def by_words(selection: Selection, choices: Sequence[ColumnChoice], names: Iterable[str]) -> tuple[str, bool]:
    """The order of the country that headers, *names* (of sheet and title) and short lists of values speak of, else
    empty; and whether that is certain: French is, while a British firm may export from an American program.
    """
    texts = [*names, *(choice.header for choice in choices)]
    values: list[str] = []
    for choice in choices:
        cells = selection.cells(choice.position)
        if cells.has(CellKind.TEXT) and len(cells.raw_texts) <= _FEW:
            values += cells.texts.some(np.flatnonzero(cells.used))
    accents = sum(_ACCENTS.search(text) is not None for text in texts)
    above, below = _words(texts), _words(values)
    for words, more in ((above, accents), (below, 0)):
        if len(words & _FRENCH) + more > len(words & _ENGLISH):
            return "dmy", True
    words = above | below
    said = [*texts, *values]
    european = any(_EUROPEAN_TEXT.search(text) or _BRITISH_POSTCODE.fullmatch(text) for text in said)
    if words & _AMERICAN and not words & _BRITISH and not european:
        return "mdy", False
    return "dmy" if (words & _BRITISH and not words & _AMERICAN) or european else "", False


def both_ways(cells: Cells, choice: ColumnChoice, most: int) -> tuple[Mask, tuple[TwoDays, ...]]:
    """Which cells fall on another day when day and month change places (or, read with the year first, when the day is),
    and up to *most* of their texts with both days, the one that counts first.
    """
    if cells.codes is None:
        return np.zeros(len(cells), np.bool_), ()
    orders = (choice.date_order, "dmy") if choice.date_order in ("mdy", "ymd") else ("dmy", "mdy")
    here, there = (_by_text(cells, choice, order) for order in orders)
    differs = (here != there) & (here != moments.NO_MOMENT) & (there != moments.NO_MOMENT)
    places = np.flatnonzero(differs & (cells.used > 0))[:most]
    days = [read[places].view("datetime64[s]").astype("datetime64[D]").tolist() for read in (here, there)]
    shown = zip(cells.texts.some(places), *days, strict=True)
    return cells.of_text(differs, missing=False), tuple((text, (one, other)) for text, one, other in shown)


def _by_text(cells: Cells, choice: ColumnChoice, order: str) -> npt.NDArray[np.int64]:
    """For each text the moment that it is in that order, of a day without a year the one in the first row that has it,
    as far as the file tells.
    """
    read = moments.parse(cells.texts, order)[0]
    if choice.year and cells.codes is not None and any(map(moments.is_yearless, cells.texts.shapes.names)):
        values = typed(cells, Kind.MOMENT, replace(choice, date_order=order)).values
        rows = np.flatnonzero(cells.kinds == CellKind.TEXT)[::-1]
        read[cells.codes[rows]] = values[rows]
    return read


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts if not any(map(str.isdigit, text)) for word in headers.fold(text).split()}


def _is_moment(table: Table, choice: ColumnChoice) -> bool:
    return table.column(choice.target).kind is Kind.MOMENT


_Columns = dict[str, npt.NDArray[np.int64]]


def _read(selection: Selection, dated: Sequence[ColumnChoice], wanted: set[int], order: str) -> _Columns:
    """The moments of every column by its target, those that are open in that order."""
    read = {}
    for choice in dated:
        taken = replace(choice, year=choice.year or _ANY_YEAR)
        taken = replace(taken, date_order=order) if choice.position in wanted else taken
        read[choice.target] = typed(selection.cells(choice.position), Kind.MOMENT, taken).values
    return read


def _least(counts: dict[str, int]) -> str:
    return min(counts, key=counts.__getitem__)


def _ahead(table: Table, columns: _Columns, limit: int | None) -> int:
    """How many dates of what happened lie behind the limit."""
    if limit is None or table.id in PLANNED:
        return 0
    return sum(int((values > limit).sum()) for name, values in columns.items() if name not in AHEAD)


def _turned(table: Table, columns: _Columns) -> int:
    """How many days come before the one that has to be the first in their row."""
    first, later = AFTER.get(table.id, ("", ()))
    if first not in columns:
        return 0
    start = columns[first]
    known = start != moments.NO_MOMENT
    return sum(
        int((known & (columns[name] != moments.NO_MOMENT) & (columns[name] // _DAY < start // _DAY)).sum())
        for name in later
        if name in columns
    )


def _sorted(selection: Selection, choices: Sequence[ColumnChoice], position: int) -> str:
    """The order in which the rows lie by their days, where they do so in one order alone."""
    choice = next(choice for choice in choices if choice.position == position)
    disorder, steps = {}, {}
    for order in ("dmy", "mdy"):
        taken = replace(choice, date_order=order, year=choice.year or _ANY_YEAR)
        values = typed(selection.cells(position), Kind.MOMENT, taken).values
        step = np.diff(values[values != moments.NO_MOMENT])
        up, down = int((step > 0).sum()), int((step < 0).sum())
        disorder[order], steps[order] = min(up, down), up + down
    best = _least(disorder)
    other = "mdy" if best == "dmy" else "dmy"
    if steps[best] < _FEWEST_STEPS or disorder[best] > 0.02 * steps[best]:
        return ""
    return best if disorder[other] >= max(_FEWEST, 0.15 * steps[other]) else ""
