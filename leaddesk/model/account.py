"""What is told of a figure when one asks what is behind it, whether it is a KPI or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.model.counted import Counted
from leaddesk.model.covers import joined, seen
from leaddesk.model.expression import Count
from leaddesk.model.kpi import formula_text
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.method import Method
from leaddesk.model.working import Working
from leaddesk.text import Message, Money, msg

if TYPE_CHECKING:
    from leaddesk.model.derivation import Term
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.leftout import Positions, Traced
    from leaddesk.model.report import KpiFigure, Report


@dataclass(frozen=True, slots=True)
class Named:
    """A figure beside the one that is told: what it is called, and what it is."""

    label: Message
    unit: Unit
    measure: Measure


@dataclass(frozen=True, eq=False, slots=True)
class Account:
    """A figure: what it is called and what it is, its value, how it came about, and the rows behind it.

    ``formula``: in words; ``filled``: the same with the figures in it, or what was counted where no algebra says it;
    ``made_of``: of a figure that has no formula what it counts. ``is_algebra``: whether ``filled`` comes out at the
    value. ``base``: what the sample size counts, and ``tells_n`` whether it says anything that is not told yet.
    ``counted``: the rows of each part; ``traced``: the tables with the rows left out. ``note``: a remark at the end.
    ``said``: what stands in place of the value; ``beside``: figures that are told with it, unlike the ``neighbours``,
    which it is taken for; ``facts``: what else is told, each with its name. ``in_points``: whether a share is a
    difference of two, which is told in points. ``lists``: names that it counts, each list with its heading.
    """

    label: Message
    definition: Message
    unit: Unit
    measure: Measure
    counted: tuple[Counted, ...]
    traced: tuple[Traced, ...]
    formula: Message | None = None
    filled: Message | None = None
    is_algebra: bool = True
    made_of: Message | None = None
    base: Message | None = None
    tells_n: bool = False
    neighbours: tuple[Named, ...] = ()
    warning: Message | None = None
    note: Message | None = None
    said: Message | None = None
    beside: tuple[Named, ...] = ()
    facts: tuple[tuple[Message, Message], ...] = ()
    in_points: bool = False
    lists: tuple[tuple[Message, tuple[Message, ...]], ...] = ()


def of_kpi(figure: KpiFigure, report: Report) -> Account:
    """The account of a KPI, over the days that its tables cover."""
    kpi, whole = figure.kpi, report
    days = seen(kpi, report.slice)
    if days.is_narrower and days.period is not None:
        report = type(report)(report.slice.within(days.period))
    if isinstance(kpi.expression, Method):
        return _of_method(figure, kpi.expression, report, whole)
    found = report.derivation(kpi)
    return Account(
        kpi.label,
        kpi.definition,
        kpi.unit,
        figure.measure,
        tuple(
            Counted(one.aggregate.label, one.aggregate.table, report.counted(one.aggregate), _is_count(one))
            for one in found.terms
        ),
        report.traced(kpi),
        formula=None if found.formula is None else kpi.formula,
        filled=found.formula,
        made_of=None if found.formula is not None or not found.terms else _term(found.terms[0]),
        base=None if kpi.n is None else formula_text(kpi.n),
        tells_n=figure.measure.n is not None and kpi.n != kpi.expression,
        neighbours=_neighbours(kpi, whole),
        warning=kpi.warning,
        note=figure.measure.note,
    )


def _of_method(figure: KpiFigure, method: Method, report: Report, whole: Report) -> Account:
    kpi, measure = figure.kpi, figure.measure
    has_rows = measure.value is not None or bool(measure.n)
    found = method.account(report.evaluator) if method.account is not None and has_rows else Working()
    return Account(
        kpi.label,
        kpi.definition,
        kpi.unit,
        measure,
        found.counted,
        found.traced,
        formula=kpi.formula,
        filled=None if measure.value is None else found.filled,
        is_algebra=found.is_algebra,
        base=found.base if kpi.n is None else formula_text(kpi.n),
        tells_n=measure.n is not None,
        neighbours=_neighbours(kpi, whole),
        warning=kpi.warning,
        note=joined(measure.note, found.note),
    )


def _neighbours(kpi: Kpi, report: Report) -> tuple[Named, ...]:
    return tuple(Named(one.kpi.label, one.kpi.unit, one.measure) for one in report.neighbours(kpi))


def count_of(label: Message, definition: Message, rows: Counted, traced: Traced, total: int | None = None) -> Account:
    """The account of a number of rows, or of *total* things (customers) that the rows stand for."""
    number = len(rows) if total is None else total
    return Account(
        label,
        definition,
        Unit.COUNT,
        Measure(float(number)),
        (rows,),
        (traced,),
        made_of=msg("{name}: {value}", name=rows.what, value=number),
    )


def share_of(
    label: Message, definition: Message, measure: Measure, part: Counted, whole: Counted, traced: Traced
) -> Account:
    """The account of a share: so many of so many."""
    return Account(
        label,
        definition,
        Unit.PERCENT,
        measure,
        (part, whole),
        (traced,),
        formula=msg("{left} / {right}", left=part.what, right=whole.what),
        filled=None if measure.value is None else msg("{left} / {right}", left=len(part), right=len(whole)),
        base=whole.what,
        tells_n=measure.n is not None,
    )


def with_rows(account: Account, *rows: Counted) -> Account:
    """The same with more rows to look at, as far as there are any."""
    return replace(account, counted=(*account.counted, *(one for one in rows if len(one))))


def without(rows: Positions, others: Positions) -> Positions:
    """Those of some rows that are not among others."""
    found: Positions = rows[~np.isin(rows, others, assume_unique=True, kind="table")]
    return found


def _is_count(term: Term) -> bool:
    return isinstance(term.aggregate, Count)


def _term(term: Term) -> Message:
    if term.value is None or not isinstance(term.value, Money | int):
        return term.aggregate.label
    return msg("{name}: {value}", name=term.aggregate.label, value=term.value)
