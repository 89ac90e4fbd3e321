"""KPIs: every figure with its sample size and interval, and below them the sums and counts they are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import DAY_ZERO, NONE, Formula, Side, aggregate_formula, expression_formula, number
from leaddesk.export.headings import counted_heading
from leaddesk.export.reasons import CHANGED, INPUTS_CHANGED, reason_formula
from leaddesk.export.review import same
from leaddesk.export.sheet import Sheet
from leaddesk.export.sofar import LiveShare, live_share
from leaddesk.export.styles import Look, unit_look
from leaddesk.export.telling import reading, write_reading
from leaddesk.model.covers import seen
from leaddesk.model.expression import Arithmetic, Count, OnDay, Quantile, Sum, aggregates, known, squared, variation
from leaddesk.model.kpi import Uncertainty
from leaddesk.model.kpis import KPIS
from leaddesk.model.measure import SMALL, Unit
from leaddesk.model.method import COMPUTED
from leaddesk.model.period import day_number
from leaddesk.model.rows import is_measured
from leaddesk.model.tables import BY_ID
from leaddesk.model.terms import CREATED, LEADS
from leaddesk.model.trend import ENOUGH, MOST
from leaddesk.model.unopened import unopened_text
from leaddesk.text import NO_VALUE, Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.export.page import Page
    from leaddesk.export.review import Review
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.report import KpiFigure
    from leaddesk.model.rowcolumn import RowColumn

TOP: Final = 4


def write(page: Page) -> None:
    """Write the sheet."""
    KpiTable(page).write()


class KpiTable:
    """The sheet being written: where its columns and rows are."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.review = page.review
        compared = self.review.slice.compare is not None
        names = ["label", "value", "n", "low", "high", *(["before", "change"] if compared else [])]
        names += ["missing", "variant", "formula", "remark"]
        self.column = {name: index for index, name in enumerate(names, 1)}

    def now(self, aggregate: Aggregate) -> str:
        """The cell of an aggregate in the period."""
        return self.review.base(aggregate, Side.NOW)

    def past(self, aggregate: Aggregate) -> str:
        """The cell of an aggregate in the period to compare with."""
        return self.review.base(aggregate, Side.PAST)

    def write(self) -> None:
        """Write everything."""
        page, column = self.page, self.column
        for aggregate, label in _needed(self.review):  # first of all, so that each cell is called what its label says
            self.review.base(replace(aggregate, label=label), Side.NOW)
        page.text(1, 1, msg("KPIs"), Look.TITLE)
        page.text(
            2,
            1,
            msg(
                "Figures are formulas over the data sheets; those that no formula says are marked “computed by "
                "LeadDesk”. An interval holds the true value in 95 % of cases."
            ),
            Look.SUBTITLE,
        )
        headings: dict[str, Message] = {
            "label": msg("KPI"),
            "value": msg("Value"),
            "n": msg("Sample size"),
            "low": msg("From (95 %)"),
            "high": msg("To (95 %)"),
            "before": msg("Period before"),
            "change": msg("Change"),
            "missing": msg("Not filled in"),
            "variant": msg("Reading"),
            "formula": msg("Formula"),
            "remark": msg("Remark"),
        }
        texts = {"label", "variant", "formula", "remark"}
        for name, index in column.items():
            page.text(TOP, index, headings[name], Look.HEADER if name in texts else Look.HEADER_NUMBER)
        row = TOP
        for figure in self.review.report.told:
            row += 1
            (self._kpi if self.review.is_said(figure.kpi) else self._computed)(row, figure)
            if figure.kpi.is_sample:
                page.faint_when(f"B{row}:E{row}", f"AND(ISNUMBER($C{row}),$C{row}<{SMALL})")
        waiting = unopened_text(self.review.report.unopened)
        if waiting is not None:
            row += 1
            page.text(row, 1, waiting, Look.NOTE)
            page.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(column))
            page.heights(row, 27)
        if "change" in column:
            row += 1
            page.text(
                row,
                1,
                msg(
                    "Conversion rates are compared within the same number of days, among "
                    "leads that had that many: three conversions of four come within it. "
                    "“–” where most leads of the period are younger."
                ),
                Look.NOTE,
            )
            page.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(column))
            page.heights(row, 27)
        self._bases(row + 2)
        self._finish()

    def _finish(self) -> None:
        page, column = self.page, self.column
        widths = {"label": 36, "value": 13, "n": 12, "low": 11, "high": 11, "before": 13, "change": 11}
        widths |= {"missing": 10, "variant": 22, "formula": 38, "remark": 32}
        page.widths(*(widths[name] for name in column))
        page.heights(TOP, 30)
        page.sheet.freeze_panes = f"B{TOP + 1}"
        page.printed(landscape=True, titles=f"{TOP}:{TOP}")

    # -- one KPI a row -----------------------------------------------------------------------------------------------

    def _kpi(self, row: int, figure: KpiFigure) -> None:
        page, column, kpi, measure = self.page, self.column, figure.kpi, figure.measure
        look = unit_look(kpi.unit, measure.value)
        page.text(row, column["label"], kpi.label, Look.STRONG)
        page.formula(row, column["value"], expression_formula(kpi.algebra, self.now), measure.value, look)
        page.define(f"kpi_{kpi.id}", row, column["value"])
        if kpi.n is not None:
            page.formula(row, column["n"], expression_formula(kpi.n, self.now), measure.n, Look.COUNT)
        found = self._interval(kpi)
        for name, formula, bound in zip(
            ("low", "high"), found or (None, None), (measure.low, measure.high), strict=True
        ):
            page.figure(row, column[name], formula, bound, look)
            page.define(f"kpi_{kpi.id}_{name}", row, column[name])
        if "before" in column:
            self._compare(row, figure, look)
        self._missing(row, kpi, measure.unknown)
        value = page.at(row, column["value"])
        write_reading(page, row, column["variant"], kpi, measure, value, self.now)
        page.text(row, column["formula"], kpi.formula, Look.NOTE)
        reason = reason_formula(self.review, kpi.algebra, value, self.now)
        words = "" if measure.absent is None else self.review.words(measure.absent)
        if isinstance(reason, Formula):
            page.formula(row, column["remark"], reason, words, Look.NOTE)
        else:
            page.text(row, column["remark"], reason, Look.NOTE)

    def _computed(self, row: int, figure: KpiFigure) -> None:
        """A KPI that no Expression says: values, until the period or the filters are changed, but for a live share."""
        live = live_share(self.review, figure.kpi)
        if live is not None:
            self._so_far(row, figure, live)
            return
        page, column, kpi, measure = self.page, self.column, figure.kpi, figure.measure
        look = unit_look(kpi.unit, measure.value)
        page.text(row, column["label"], kpi.label, Look.STRONG)
        names = {"value": f"kpi_{kpi.id}", "low": f"kpi_{kpi.id}_low", "high": f"kpi_{kpi.id}_high"}
        results = {"value": measure.value, "n": measure.n, "low": measure.low, "high": measure.high}
        if "before" in column:
            trend = figure.trend
            change = None if trend is None else trend.change
            in_points = kpi.unit is Unit.PERCENT
            names |= {"before": f"kpi_{kpi.id}_before", "change": f"kpi_{kpi.id}_change"}
            results["before"] = None if trend is None else trend.previous.value
            results["change"] = None if change is None else change * (100 if in_points else 1)
        looks = {"n": Look.COUNT, "change": Look.CHANGE_POINTS if kpi.unit is Unit.PERCENT else Look.CHANGE}
        for name, result in results.items():
            page.figure(row, column[name], _unless_changed(result), result, looks.get(name, look))
            if name in names:
                page.define(names[name], row, column[name])
        if measure.unknown:
            unknown = float(measure.unknown)
            page.figure(row, column["missing"], _unless_changed(unknown), unknown, Look.COUNT)
        else:
            page.text(row, column["missing"], "", Look.LABEL)
        page.text(row, column["variant"], reading(measure), Look.NOTE)
        page.text(row, column["formula"], kpi.formula, Look.NOTE)
        words = self.review.words(measure.absent or COMPUTED)
        changed = quoted(self.review.words(CHANGED))
        remark = f"IF({INPUTS_CHANGED}=1,{changed},{quoted(words)})"
        page.formula(row, column["remark"], remark, words, Look.NOTE)

    def _so_far(self, row: int, figure: KpiFigure, live: LiveShare) -> None:
        """A share of what there is at the end of the period."""
        live.write(self.page, row, self.column, figure)
        self.page.text(row, self.column["variant"], reading(figure.measure), Look.NOTE)
        if "before" in self.column:
            self._change(row, figure)

    def _interval(self, kpi: Kpi) -> bounds.Bounds | None:
        expression, random = kpi.expression, kpi.random
        if kpi.uncertainty is Uncertainty.NONE or any(self.review.guards(a).static for a in aggregates(expression)):
            return None
        if kpi.uncertainty is Uncertainty.PROPORTION and isinstance(expression, Arithmetic):
            return bounds.wilson(expression, self.now)
        if kpi.uncertainty is Uncertainty.MEDIAN and isinstance(expression, Quantile):
            return bounds.median(expression, self.now(known(expression)), self.review, Side.NOW)
        if kpi.uncertainty is Uncertainty.MEAN and isinstance(random, Sum):
            n = self.now(known(random))
            found = bounds.mean(self.now(random), self.now(squared(random)), n)
            if not isinstance(expression, Arithmetic) or not isinstance(expression.right, Count):
                return found
            size = self.now(expression.right)  # an order that fills two rows is no two values
            low, high = (Formula(f"IF({size}={n},{end.text},{NONE})") for end in found)
            return low, high
        if kpi.uncertainty is Uncertainty.RATIO:
            return bounds.ratio(*(self.now(one) for one in variation(kpi.algebra)))
        if random is None:
            return None
        ends = f"{self.now(random)}_low", f"{self.now(random)}_high"
        found = bounds.propagated(kpi.algebra, random, f"kpi_{kpi.id}", ends, self.now)
        return bounds.unless_unknown(found, kpi.algebra, self.now)

    def _missing(self, row: int, kpi: Kpi, unknown: int) -> None:
        """How many rows lack the value that is summed or ranked."""
        measured = [a for a in aggregates(kpi.expression) if not isinstance(a, Count)]
        page, place = self.page, self.column["missing"]
        if not measured:
            page.text(row, place, "", Look.LABEL)
            return
        counts = [(self.now(_everything(a)), self.now(known(a))) for a in measured]
        others = [a for a in aggregates(kpi.expression) if a not in measured]
        needed = [self.now(a) for a in others]
        needed = list(dict.fromkeys([*needed, *(cell for pair in counts for cell in pair)]))
        text = "+".join(f"{all_}-{with_value}" for all_, with_value in counts)
        evaluator = self.review.report.evaluator
        is_absent = any(evaluator.unmeasured(a) is not None for a in aggregates(kpi.expression))
        is_absent = is_absent or any(isinstance(self.review.aggregate_value(a), str) for a in others)
        formula = Formula(f"IF(COUNT({','.join(needed)})<{len(needed)},{NONE},{text})")
        page.formula(row, place, formula, NO_VALUE if is_absent else float(unknown), Look.COUNT)

    def _compare(self, row: int, figure: KpiFigure, look: Look) -> None:
        page, column, kpi, trend = self.page, self.column, figure.kpi, figure.trend
        before = None if trend is None else trend.previous.value
        page.formula(row, column["before"], expression_formula(kpi.algebra, self.past), before, look)
        page.define(f"kpi_{kpi.id}_before", row, column["before"])
        self._change(row, figure)

    def _change(self, row: int, figure: KpiFigure) -> None:
        page, column, kpi, trend = self.page, self.column, figure.kpi, figure.trend
        change = None if trend is None else trend.change
        in_points = kpi.unit is Unit.PERCENT
        now, then = f"kpi_{kpi.id}", f"kpi_{kpi.id}_before"
        formula: Formula | None
        if any(seen(kpi, self.review.seen(side)).reason is not None for side in self.review.sides):
            formula = None  # the days known of the two are not the same
        elif kpi.delay is not None:
            formula = self._at_equal_age(kpi.delay, now, then)
        elif in_points:
            formula = Formula(f"IF(COUNT({now},{then})<2,{NONE},({now}-{then})*100)")
        else:
            formula = Formula(
                f"IF(COUNT({now},{then})<2,{NONE},IF({then}>0,({now}-{then})/{then},IF({now}={then},0,{NONE})))"
            )
        result = None if change is None else change * (100 if in_points else 1)
        page.figure(row, column["change"], formula, result, Look.CHANGE_POINTS if in_points else Look.CHANGE)
        page.define(f"kpi_{kpi.id}_change", row, column["change"])

    def _at_equal_age(self, delay: RowColumn, now: str, then: str) -> Formula | None:
        """The difference, in points, of what converted within the same number of days (see leaddesk.model.trend)."""
        if self.review.guards(LEADS).static is not None or not is_measured(delay, self.review.state.dataset):
            return None
        days, created = self.review.values(delay), self.review.values(CREATED)
        horizon = f"MAX(1,INT(SMALL({days},ROUNDUP({MOST}*COUNT({days}),0))))"
        as_of = day_number(self.review.state.as_of) + DAY_ZERO
        converted, old = [], []
        for side in (Side.NOW, Side.PAST):
            counted = aggregate_formula(LEADS, self.review, side).text.removesuffix(")")
            old.append(f'{counted},{created},"<="&({as_of}-{horizon}))')
            converted.append(f'{old[-1][:-1]},{days},"<="&{horizon})')
        change = f"({converted[0]}/{old[0]}-{converted[1]}/{old[1]})*100"
        young = f"IF(OR({old[0]}<{ENOUGH}*{self.now(LEADS)},{old[0]}=0,{old[1]}=0),{NONE},{change})"
        return Formula(f"IF(COUNT({now},{then})<2,{NONE},IF(COUNT({days})=0,{NONE},{young}))")

    # -- what they are made of ---------------------------------------------------------------------------------------

    def _bases(self, row: int) -> None:
        page, column = self.page, self.column
        page.text(row, 1, msg("What the KPIs are made of"), Look.HEADING)
        row += 1
        page.header(row, [msg("Count or sum"), msg("Value")])
        page.heights(row, 30)
        page.text(row, column["n"], "", Look.HEADER)
        page.text(row, column["low"], msg("From (95 %)"), Look.HEADER_NUMBER)
        page.text(row, column["high"], msg("To (95 %)"), Look.HEADER_NUMBER)
        if "before" in column:
            page.text(row, column["before"], msg("Period before"), Look.HEADER_NUMBER)
            page.text(row, column["change"], "", Look.HEADER)
        for name in ("missing", "variant", "formula", "remark"):
            page.text(row, column[name], msg("Counted by") if name == "formula" else "", Look.HEADER)
        compared = {same(aggregate) for aggregate in _figures(self.review)}
        for row_, (aggregate, label) in enumerate(_needed(self.review), row + 1):
            page.text(row_, 1, label, Look.LABEL)
            is_plain = isinstance(aggregate, Sum) and aggregate.power == 1 and aggregate.times is None
            look = Look.MONEY_CENTS if is_plain else Look.NUMBER
            page.figure(row_, 2, self.review.aggregate_cell(aggregate), self.review.aggregate_value(aggregate), look)
            name = page.define(self.now(aggregate), row_, 2)
            self._ends(row_, aggregate, name)
            if "before" in column and same(aggregate) in compared:
                formula = self.review.aggregate_cell(aggregate, Side.PAST)
                page.figure(row_, column["before"], formula, self.review.aggregate_value(aggregate, Side.PAST), look)
                page.define(self.past(aggregate), row_, column["before"])
            page.text(
                row_,
                column["formula"],
                msg("{table}: {how}", table=BY_ID[aggregate.table].label, how=counted_heading(aggregate.by, Side.NOW)),
                Look.NOTE,
            )

    def _ends(self, row: int, aggregate: Aggregate, name: str) -> None:
        """The interval of an aggregate that varies by chance."""
        kinds = {kpi.uncertainty for kpi in KPIS if kpi.random is not None and same(kpi.random) == same(aggregate)}
        if not kinds & {Uncertainty.COUNT, Uncertainty.SUM}:
            return
        if isinstance(aggregate, Count):
            found, at = bounds.poisson(name), self._values(aggregate)
            ends = None if at is None else bounds.poisson_ends(at)
        elif isinstance(aggregate, Sum):
            squares, n = squared(aggregate), known(aggregate)
            found = bounds.random_sum(name, self.now(squares), self.now(n))
            values = [self._values(one) for one in (aggregate, squares, n)]
            ends = bounds.random_sum_ends(*values)
        else:
            return
        is_static = self.review.guards(aggregate).static is not None
        for index, (formula, end) in enumerate(zip(found, ends or (None, None), strict=True)):
            place = self.column["low"] + index
            self.page.figure(row, place, None if is_static else formula, end, Look.NUMBER)
            self.page.define(f"{name}_{('low', 'high')[index]}", row, place)

    def _values(self, aggregate: Aggregate) -> float | None:
        value = self.review.aggregate_value(aggregate)
        return value if isinstance(value, float) else None


def _unless_changed(result: float | None) -> Formula | None:
    return None if result is None else Formula(f"IF({INPUTS_CHANGED}=1,{NONE},{number(result)})")


def _everything(aggregate: Sum | Quantile) -> Count:
    return Count(aggregate.table, aggregate.label, aggregate.by, aggregate.where)


def _said(review: Review) -> Iterator[Kpi]:
    """The KPIs that formulas say, where the tables reach far enough."""
    return (figure.kpi for figure in review.report.told if review.may_be_said(figure.kpi))


def _figures(review: Review) -> Iterator[Aggregate]:
    """What the values and sample sizes of those KPIs are made of."""
    for kpi in _said(review):
        for expression in kpi.expressions:
            yield from aggregates(expression)


def _needed(review: Review) -> list[tuple[Aggregate, Message]]:
    """Every aggregate the sheet has a cell for, with its label: first the figures', then those of the intervals."""
    found: dict[Aggregate, tuple[Aggregate, Message]] = {}

    def add(aggregate: Aggregate, label: Message) -> None:
        found.setdefault(same(aggregate), (aggregate, label))

    for aggregate in _figures(review):
        add(aggregate, aggregate.label)
    for kpi in _said(review):
        if kpi.uncertainty is Uncertainty.RATIO:
            products = variation(kpi.algebra)[4]
            add(products, msg("{what}: sum of products", what=products.label))
    for aggregate in [*_figures(review), *(kpi.random for kpi in _said(review) if kpi.random is not None)]:
        if isinstance(aggregate, Count):
            add(aggregate, aggregate.label)
            continue
        add(_everything(aggregate), msg("{what}: rows", what=aggregate.label))
        add(known(aggregate), msg("{what}: rows with a value", what=aggregate.label))
        if isinstance(aggregate, Sum) and isinstance(aggregate.by, OnDay):
            add(squared(aggregate), msg("{what}: sum of squares", what=aggregate.label))
    return list(found.values())


SHEET: Final = Sheet(msg("KPIs"), write, "0B5CAD")
