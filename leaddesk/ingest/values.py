"""Cells made values of a kind: the normaliser. Each distinct text is read once; a code finds its value.

Nothing is dropped silently: what does not fit becomes missing and is reported as a :class:`Finding`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from leaddesk.ingest import moments, money, orderevidence, quantities, yearless
from leaddesk.ingest.flags import flag_of, flags
from leaddesk.ingest.labels import labels
from leaddesk.ingest.outcome import EXAMPLES, LINES, Finding, Typed, errors, finding, missing_words, proposal
from leaddesk.ingest.selection import Cells, Codes, Rows, Selection, shown
from leaddesk.model.raw import CellKind
from leaddesk.model.rawcell import fact_of
from leaddesk.model.schema import Kind

if TYPE_CHECKING:
    from leaddesk.ingest.texts import Texts
    from leaddesk.model.recipe import ColumnChoice

__all__ = [
    "EXAMPLES", "LINES", "Cells", "Codes", "Finding", "Rows", "Selection", "Typed", "flag_of", "shown", "typed",
]  # fmt: skip

YEAR_ADDED: Final = "year-added"
"""The code of the proposal to read days without a year in the one that the file tells."""
NO_YEAR: Final = "no-year"
"""The code of the finding that days are unknown, as they have no year."""
BEYOND: Final = 1e15
"""From this size on a cell is an identifier or an accident, not a quantity: whole numbers are no longer exact."""


def typed(cells: Cells, kind: Kind, choice: ColumnChoice, beside: npt.NDArray[np.int64] | None = None) -> Typed:
    """The cells as values of *kind*, read as *choice* says. *beside*: the dates of the column that it names as the one
    that tells the years (:func:`leaddesk.ingest.years.beside`).
    """
    found: tuple[Finding, ...] = ()
    if cells.mended is not None:
        after = cells.texts
        found = proposal(choice, finding("mojibake", cells, cells.of_text(cells.mended, missing=False), after))
        cells = cells.as_written() if "mojibake" in choice.off else cells
    values = _typed(cells, kind, choice, beside)
    return replace(values, findings=found + values.findings) if found else values


def _typed(cells: Cells, kind: Kind, choice: ColumnChoice, beside: npt.NDArray[np.int64] | None) -> Typed:
    if kind is Kind.MOMENT:
        return _moments(cells, choice, beside)
    if kind is Kind.FLAG:
        return flags(cells, choice)
    if kind.is_number:
        return _numbers(cells, kind, choice)
    return labels(cells, kind, choice)


def _numbers(cells: Cells, kind: Kind, choice: ColumnChoice) -> Typed:
    values = np.full(len(cells), np.nan)
    taxed = percent = None
    findings = errors(cells)
    wrong = cells.kinds == CellKind.DATE if cells.has(CellKind.DATE) else np.zeros(len(cells), np.bool_)
    if cells.numbers is not None:
        plain = (cells.kinds == CellKind.NUMBER) | (cells.kinds == CellKind.FLAG)
        if kind is Kind.NUMBER:
            plain |= cells.kinds == CellKind.DURATION
        values = np.where(plain & np.isfinite(cells.numbers), cells.numbers, np.nan)
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = cells.texts.mapped(choice.values)
        table = quantities.parse(texts, choice.decimal or ".")
        if kind is Kind.MONEY:  # 20 % of what? no amount
            table = np.where(texts.hold("%"), np.nan, table)
        missing = texts.missing() & np.isnan(table)
        findings += missing_words(cells, missing, texts)
        read = cells.of_text(table, np.nan)
        is_text = cells.kinds == CellKind.TEXT
        values = np.where(is_text, read, values)
        wrong |= is_text & cells.of_text(np.isnan(table) & ~missing, missing=False)
        if kind is Kind.NUMBER:
            percent = np.where(is_text, cells.of_text(texts.hold("%"), missing=False), -1).astype(np.int8)
        if kind is Kind.MONEY:
            said = money.said_tax(texts)
            taxed = None if said is None else cells.of_text(said, -1)
            findings += _currencies(cells, texts, table)
    with np.errstate(invalid="ignore"):
        beyond = np.abs(values) >= BEYOND
    if beyond.any():
        values, wrong = np.where(beyond, np.nan, values), wrong | beyond
    return Typed(kind, values, findings=findings + finding("not-a-number", cells, wrong), taxed=taxed, percent=percent)


def _currencies(cells: Cells, texts: Texts, table: npt.NDArray[np.float64]) -> tuple[Finding, ...]:
    """Amounts of another currency than the euro: all of them, or some among others."""
    masks = [mask & ~np.isnan(table) for mask in money.foreign(texts)]
    foreign = np.logical_or.reduce(masks)
    if not foreign.any():
        return ()
    used = cells.used > 0
    others = (used & ~foreign & ~np.isnan(table)).any() or cells.has(CellKind.NUMBER)
    alone = sum(bool((used & mask).any()) for mask in masks) == 1 and not others
    code = "foreign-currency" if alone else "mixed-currencies"
    return finding(code, cells, cells.of_text(foreign, missing=False), texts)


def _moments(cells: Cells, choice: ColumnChoice, beside: npt.NDArray[np.int64] | None) -> Typed:
    values = np.full(len(cells), moments.NO_MOMENT, np.int64)
    months = None
    findings = errors(cells)
    wrong = (cells.kinds == CellKind.FLAG) | (cells.kinds == CellKind.DURATION)
    if cells.numbers is not None:
        dates = cells.kinds == CellKind.DATE
        seconds = np.rint(np.where(dates & np.isfinite(cells.numbers), cells.numbers, 0.0)).astype(np.int64)
        inside = dates & (seconds >= moments.FIRST) & (seconds <= moments.LAST)
        values = np.where(inside, seconds, values)
        wrong |= dates & ~inside
        if cells.has(CellKind.NUMBER):
            serial = moments.serials(np.where(cells.kinds == CellKind.NUMBER, cells.numbers, np.nan))
            values = np.where(serial != moments.NO_MOMENT, serial, values)
            wrong |= (cells.kinds == CellKind.NUMBER) & (serial == moments.NO_MOMENT)
    if cells.has(CellKind.TEXT) and cells.codes is not None:
        texts = cells.texts.mapped(choice.values)
        order, days = choice.date_order or "dmy", orderevidence.days_of_months(texts, cells.used > 0)
        table, month_table = moments.parse(texts, order, days)
        bare = yearless.read(texts, cells.used > 0, order, days)
        is_date = (table != moments.NO_MOMENT) | (False if bare is None else bare != moments.NO_MOMENT)
        missing = texts.missing() & ~is_date
        findings += missing_words(cells, missing, texts)
        is_text = cells.kinds == CellKind.TEXT
        read = cells.of_text(table, moments.NO_MOMENT)
        values, more = _turned_back(cells, values, np.where(is_text, read, moments.NO_MOMENT), choice)
        findings += more
        values = np.where(is_text, read, values)
        wrong |= is_text & cells.of_text(~is_date & ~missing, missing=False)
        months = cells.of_text(month_table, missing=False) if month_table.any() else None
        if bare is not None:
            values, none_such, more = _in_their_years(
                cells, values, cells.of_text(bare, moments.NO_MOMENT), choice, beside
            )
            findings += more
            wrong |= none_such
    return Typed(Kind.MOMENT, values, findings=findings + finding("not-a-date", cells, wrong), months=months)


def _turned_back(
    cells: Cells, values: npt.NDArray[np.int64], read: npt.NDArray[np.int64], choice: ColumnChoice
) -> tuple[npt.NDArray[np.int64], tuple[Finding, ...]]:
    """Real dates beside written ones (*read*), where a spreadsheet took their days for months."""
    real = cells.kinds == CellKind.DATE
    known = real & (values != moments.NO_MOMENT)
    written = read[read != moments.NO_MOMENT]
    if (choice.date_order or "dmy") != "dmy" or not moments.turned_over(values[known], written):
        return values, ()
    turned = np.where(known, moments.swapped(np.where(known, values, 0)), values)
    hit = known & (turned != values)
    examples = dict.fromkeys(
        (fact_of(CellKind.DATE, float(values[place])), fact_of(CellKind.DATE, float(turned[place])))
        for place in np.flatnonzero(hit)[:200].tolist()
    )
    told = tuple(replace(one, examples=tuple(examples)[:EXAMPLES]) for one in finding("swapped-days", cells, hit))
    return values if "swapped-days" in choice.off else turned, proposal(choice, told)


def _in_their_years(
    cells: Cells,
    values: npt.NDArray[np.int64],
    bare: npt.NDArray[np.int64],
    choice: ColumnChoice,
    beside: npt.NDArray[np.int64] | None,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], tuple[Finding, ...]]:
    """The values with the days without a year (*bare*) in those that the choice tells, and which days these years do
    not have.
    """
    placed = yearless.placed(bare, values, choice.year, beside)
    is_bare, hit = bare != moments.NO_MOMENT, placed != moments.NO_MOMENT
    is_told = choice.year[:1].isdigit()
    examples = dict.fromkeys(
        (shown(cells, place), fact_of(CellKind.DATE, float(placed[place])))
        for place in np.flatnonzero(hit)[:200].tolist()
    )
    told = tuple(replace(one, examples=tuple(examples)[:EXAMPLES]) for one in finding(YEAR_ADDED, cells, hit))
    none_such = is_bare & ~hit & is_told
    done = hit & (YEAR_ADDED not in choice.off)
    unknown = finding(NO_YEAR, cells, is_bare & ~done & ~none_such)
    return np.where(done, placed, values), none_such, proposal(choice, told) + unknown
