"""The funnel: how many leads reached each stage, where they drop off, and a graph that looks like a funnel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, charts
from leaddesk.export.formulas import NONE, Formula
from leaddesk.export.reasons import reason_formula
from leaddesk.export.review import same
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.expression import known, minus, ratio
from leaddesk.model.funnel import FEWEST, UNKNOWN, dated_steps, open_at, stage_count, stage_value, step_days
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.terms import LEADS
from leaddesk.text import NO_VALUE, msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.funnel import Step

TOP: Final = 4
FIRST: Final = TOP + 1
LAST: Final = TOP + len(LADDER)
REACHED: Final = 2
OPEN: Final = 9
AMOUNT: Final = 12
OFFSET: Final = 14
SHOWN: Final = 15
KNOWN_DROP: Final = 16
DECIDED: Final = 17


def write(page: Page) -> None:
    """Write the sheet."""
    page.text(1, 1, msg("Funnel"), Look.TITLE)
    page.text(
        2,
        1,
        msg(
            "Leads created in the period, by how far they got. A lead has reached "
            "a stage when its status or its dates show it."
        ),
        Look.SUBTITLE,
    )
    page.header(
        TOP,
        [
            msg("Stage"),
            msg("Reached"),
            msg("Of the first stage"),
            msg("Of the stage before"),
            msg("From (95 %)"),
            msg("To (95 %)"),
            msg("Drop-off"),
            msg("Not reached"),
            msg("of which still open"),
            msg("Median days"),
            msg("Sample size"),
            msg("Amount"),
        ],
    )
    page.header(
        TOP,
        [msg("For the chart: margin"), msg("For the chart: bar"), msg("Lost, of the decided"), msg("Decided")],
        OFFSET,
        0,
    )
    steps = page.review.report.funnel.steps
    for index, stage in enumerate(LADDER):
        _stage(page, FIRST + index, stage, steps[index] if steps else None)
    _below(page)
    if page.review.guards(LEADS).static is None:
        title = page.review.words(msg("From the first contact to the sale"))
        charts.funnel(page, f"A{LAST + 9}", title, (FIRST, LAST), OFFSET, SHOWN)
    page.widths(27, 13, 12, 12, 11, 11, 11, 11, 12, 11, 13, 13, 3, 11, 11, 11, 11)
    page.heights(TOP, 45)
    page.sheet.freeze_panes = f"B{FIRST}"
    page.printed(area=f"A1:L{LAST + 29}", landscape=True, tall=False)


def _stage(page: Page, row: int, stage: Stage, step: Step | None) -> None:
    before = Stage(max(0, stage - 1))
    here, previous, first = page.at(row, REACHED), page.at(row - (stage > 0), REACHED), page.at(FIRST, REACHED)
    page.text(row, 1, LABELS[stage], Look.STRONG)
    count = stage_count(stage)
    reached = page.review.aggregate_value(count)
    page.figure(row, REACHED, page.review.aggregate_cell(count), reached, Look.COUNT)
    page.define(f"funnel_{stage.id}", row, REACHED)
    is_measured = all(page.review.guards(stage_count(one)).static is None for one in LADDER)
    shares = (None, None) if step is None else (step.of_first.value, step.of_previous.value)
    for column, whole, share in zip((3, 4), (first, previous), shares, strict=True):
        page.figure(row, column, _share(here, whole) if is_measured else None, share, Look.PERCENT)
    cells = {same(count): here, same(stage_count(before)): previous}

    def cell(aggregate: Aggregate) -> str:
        return cells[same(aggregate)]

    low, high = bounds.wilson(ratio(count, stage_count(before)), cell)
    ends = (None, None) if step is None else (step.of_previous.low, step.of_previous.high)
    for column, bound, end in zip((5, 6), (low, high), ends, strict=True):
        page.figure(row, column, bound if is_measured else None, end, Look.PERCENT)
    drop = f"IF(ISNUMBER({page.at(row, 4)}),1-{page.at(row, 4)},{NONE})"
    page.formula(row, 7, drop, None if step is None else step.drop_off.value, Look.PERCENT)
    lost = f"IF(COUNT({here},{previous})<2,{NONE},{previous}-{here})"
    page.formula(row, 8, lost, float(step.lost) if step else _difference(page, before, stage), Look.COUNT)
    if stage is Stage.NEW:
        page.text(row, OPEN, NO_VALUE, Look.COUNT)
    else:
        page.figure(
            row,
            OPEN,
            page.review.aggregate_cell(open_at(before)),
            page.review.aggregate_value(open_at(before)),
            Look.COUNT,
        )
    _days(page, row, stage)
    amount = stage_value(stage)
    page.figure(row, AMOUNT, page.review.aggregate_cell(amount), page.review.aggregate_value(amount), Look.MONEY)
    _for_chart(page, row, stage, here, previous, first)


def _difference(page: Page, before: Stage, stage: Stage) -> float | None:
    counts = [page.review.aggregate_value(stage_count(one)) for one in (before, stage)]
    return counts[0] - counts[1] if isinstance(counts[0], float) and isinstance(counts[1], float) else None


def _share(part: str, whole: str) -> Formula:
    return Formula(f"IF(COUNT({part},{whole})<2,{NONE},IF({whole}=0,{NONE},{part}/{whole}))")


def _days(page: Page, row: int, stage: Stage) -> None:
    from_stage = next((before for before, after in dated_steps() if after is stage), None)
    if from_stage is None:
        page.text(row, 10, NO_VALUE, Look.DAYS)
        page.text(row, 11, NO_VALUE, Look.COUNT)
        return
    quantile = step_days(from_stage, stage)
    counted = known(quantile)
    page.figure(row, 10, page.review.aggregate_cell(quantile), page.review.aggregate_value(quantile), Look.DAYS)
    page.figure(row, 11, page.review.aggregate_cell(counted), page.review.aggregate_value(counted), Look.COUNT)


def _for_chart(page: Page, row: int, stage: Stage, here: str, previous: str, first: str) -> None:
    """The margin before each bar of the chart, and what was lost for good of the leads whose end is known."""
    counts = [page.review.aggregate_value(stage_count(one)) for one in (stage, Stage(max(0, stage - 1)), Stage.NEW)]
    numbers = [count for count in counts if isinstance(count, float)]
    is_there = len(numbers) == len(counts)
    margin = (numbers[2] - numbers[0]) / 2 if is_there else 0.0
    page.formula(row, OFFSET, f"IF(COUNT({here},{first})<2,0,({first}-{here})/2)", margin, Look.HELPER)
    page.formula(row, SHOWN, f"N({here})", numbers[0] if is_there else 0.0, Look.HELPER)
    if stage is Stage.NEW:
        for column in (KNOWN_DROP, DECIDED):
            page.text(row, column, "", Look.HELPER)
        return
    base = f"({previous}-N({page.at(row, OPEN)}))"
    if stage - 1 == Stage.NEW:
        base = f"({previous}-N({page.at(row, OPEN)})-N({page.at(LAST + 2, REACHED)}))"
    decided = _decided(page, stage, numbers[1]) if is_there else 0.0
    whole = page.at(row, DECIDED)
    page.formula(row, DECIDED, f'IF(COUNT({here},{previous})<2,"",{base})', decided if is_there else "", Look.HELPER)
    drop = f'IF(N({whole})<{FEWEST},"",IF({here}<{whole},1-{here}/{whole},""))'
    known_drop = 1 - numbers[0] / decided if is_there and decided >= FEWEST and numbers[0] < decided else ""
    page.formula(row, KNOWN_DROP, drop, known_drop, Look.HELPER)


def _decided(page: Page, stage: Stage, before: float) -> float:
    """Of the leads *before* the stage those that went on or were lost there."""
    aside = [page.review.aggregate_value(open_at(Stage(stage - 1)))]
    aside += [page.review.aggregate_value(UNKNOWN)] if stage - 1 == Stage.NEW else []
    return before - sum(count for count in aside if isinstance(count, float))


def _below(page: Page) -> None:
    """Leads of unknown depth, the worst leak, and why there is no funnel."""
    review, funnel = page.review, page.review.report.funnel
    page.text(LAST + 2, 1, msg("Unknown depth"), Look.STRONG)
    page.figure(LAST + 2, REACHED, review.aggregate_cell(UNKNOWN), review.aggregate_value(UNKNOWN), Look.COUNT)
    page.text(
        LAST + 2,
        3,
        msg("lost or invalid leads without a trace of how far they had got; they count in the first stage only"),
        Look.ASIDE,
    )
    drops = f"{page.at(FIRST, KNOWN_DROP)}:{page.at(LAST, KNOWN_DROP)}"
    labels = f"{page.at(FIRST, 1)}:{page.at(LAST, 1)}"
    leak = funnel.leak
    worst = None if leak is None else review.words(LABELS[leak.stage])
    page.text(LAST + 3, 1, msg("Worst leak: before the stage"), Look.STRONG)
    formula = f"IF(COUNT({drops})=0,{NONE},INDEX({labels},MATCH(MAX({drops}),{drops},0)))"
    page.formula(LAST + 3, REACHED, formula, worst, Look.STRONG)
    page.define("funnel_worst_leak", LAST + 3, REACHED)
    page.text(LAST + 4, 1, msg("Share lost there"), Look.STRONG)
    page.formula(
        LAST + 4,
        REACHED,
        f"IF(COUNT({drops})=0,{NONE},MAX({drops}))",
        None if leak is None else leak.share.value,
        Look.PERCENT,
    )
    page.define("funnel_worst_share", LAST + 4, REACHED)
    page.text(
        LAST + 4,
        3,
        msg("of the leads that went on from the stage before or were lost there; open ones are left aside"),
        Look.ASIDE,
    )
    _leak_counts(page, drops)
    first = page.at(FIRST, 3)
    whole = ratio(minus(stage_count(Stage.NEW), stage_count(Stage.CONTACTED)), LEADS)
    reason = reason_formula(review, whole, first, lambda _: page.at(FIRST, REACHED))
    if isinstance(reason, Formula):
        absent = "" if funnel.absent is None else review.words(funnel.absent)
        page.formula(LAST + 7, 1, reason, absent, Look.TEXT)
    else:
        page.text(LAST + 7, 1, reason, Look.TEXT)


def _leak_counts(page: Page, drops: str) -> None:
    """How many leads were lost at the worst leak, and of how many whose end is known there."""
    leak = page.review.report.funnel.leak
    counts = (None, None) if leak is None else (leak.lost, leak.of)
    lines = zip((msg("Lost there"), msg("Decided there")), counts, strict=True)
    columns = [f"{page.at(FIRST, column)}:{page.at(LAST, column)}" for column in (REACHED, DECIDED)]
    reached, decided = (f"INDEX({cells},MATCH(MAX({drops}),{drops},0))" for cells in columns)
    for row, ((words, count), found) in enumerate(zip(lines, (f"{decided}-{reached}", decided), strict=True), LAST + 5):
        page.text(row, 1, words, Look.STRONG)
        result = None if count is None else float(count)
        page.formula(row, REACHED, f"IF(COUNT({drops})=0,{NONE},{found})", result, Look.COUNT)


SHEET: Final = Sheet(msg("Funnel"), write, "3B9C6B")
