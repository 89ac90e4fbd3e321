"""Two periods side by side: the funnel step by step, where one does better than the other, and the leads by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, computed
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import DAY_ZERO, NONE, Side, aggregate_formula, number
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.funnel import UNKNOWN, open_at, stage_count
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import SMALL
from leaddesk.model.period import day_number
from leaddesk.model.rows import is_measured
from leaddesk.model.sidebyside import MATTERS, YOUNG, SideBySide, StepDifference, Verdict, side_by_side
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.terms import CREATED, LEADS
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.funnel import Step
    from leaddesk.model.measure import Measure
    from leaddesk.model.months import Months

COLUMNS: Final = 16
WIDTHS: Final = (30, *(10.5,) * 10, 12, 10.5, 10.5, 30, 14, 3)
WIDE: Final = 175
BEGIN: Final = {Side.NOW: 2, Side.PAST: 7}
"""The first of the five columns of each period: reached, decided, the share that went on, its bounds."""
DIFFERENCE: Final = 12
VERDICT: Final = 15
HELPERS: Final = 18
"""Of each period how many are still open at the step, and the bounds that allow for all steps; six columns."""
QUANTILE: Final = "compared_quantile"
METHODS: Final = (
    msg(
        "Went on: of the leads that reached the stage before, those that reached this one; open leads and those of "
        "unknown depth are left aside, as they may still come."
    ),
    msg(
        "The interval of a difference is made from those of the two shares (Newcombe 1998), at a level that allows for "
        "as many looks as there are steps (Bonferroni). Everything is a formula but the last column."
    ),
)
VERDICTS: Final[dict[Verdict, Message]] = {
    Verdict.BETTER: msg("{name} does better", name=msg("this period")),
    Verdict.WORSE: msg("{name} does better", name=msg("period before")),
    Verdict.ALIKE: msg("no visible difference"),
    Verdict.EARLY: msg("too early to say"),
    Verdict.YOUNG: msg("too young: most are still open"),
}


def write(page: Page) -> None:
    """Write the sheet."""
    report = page.review.report
    earlier = report.before()
    if earlier is None:
        raise ValueError("there is no period to compare with")
    subtitle = msg("The period and the one it is compared with: the funnel step by step, and the leads by month.")
    row = computed.opening(page, TITLE, subtitle, METHODS, COLUMNS, WIDE)
    found = side_by_side(report.funnel, earlier.funnel)
    if not found.steps:
        page.text(row, 1, found.one.absent or found.other.absent or "", Look.TEXT)
    else:
        row = _steps(page, row, found)
    months = report.past_leads_by_month
    if months is not None and months.months and is_measured(CREATED, page.review.state.dataset):
        row = _months(page, row + 2, months)
    page.widths(*WIDTHS)
    page.sheet.freeze_panes = "B4"
    page.printed(area=f"A1:P{row}", landscape=True)


# -- step by step ---------------------------------------------------------------------------------------------------


def _steps(page: Page, row: int, found: SideBySide) -> int:
    """A stage a row; gives the last row."""
    page.text(row, 1, msg("Normal quantile for all steps together"), Look.ASIDE)
    quantile = row
    page.text(row + 1, BEGIN[Side.NOW], msg("This period"), Look.HEADING)
    page.text(row + 1, BEGIN[Side.PAST], msg("Period before"), Look.HEADING)
    row += 2
    part = [msg("Reached"), msg("Decided"), msg("Went on"), msg("From (95 %)"), msg("To (95 %)")]
    headings = [msg("Difference in points"), msg("From (95 %)"), msg("To (95 %)")]
    page.header(row, [msg("Stage"), *part, *part, *headings])
    page.text(row, VERDICT, msg("Verdict"), Look.HEADER_BESIDE)
    page.text(row, VERDICT + 1, msg("More leads that would settle it"), Look.HEADER_NUMBER)
    for offset, heading in enumerate((msg("Still open"), msg("From, all steps"), msg("To, all steps")) * 2):
        page.text(row, HELPERS + offset, heading, Look.HELPER_HEADER)
    page.heights(row, 45)
    first = row + 1
    shares = [f"{page.at(first + 1, column)}:{page.at(row + len(LADDER), column)}" for column in (4, 9)]
    looks = f"MAX(1,SUMPRODUCT(--ISNUMBER({shares[0]}),--ISNUMBER({shares[1]})))"
    page.formula(quantile, 4, f"NORMSINV(1-{number(bounds.TAIL)}/{looks})", found.quantile, Look.HELPER)
    page.define(QUANTILE, quantile, 4)
    for place, stage in enumerate(LADDER):
        row += 1
        page.text(row, 1, LABELS[stage], Look.STRONG)
        for side, funnel in ((Side.NOW, found.one), (Side.PAST, found.other)):
            _side(page, row, stage, side, funnel.steps[place], found.quantile)
        if place:
            _difference(page, row, found.steps[place - 1])
    page.define("compared_difference", first + 1, DIFFERENCE, row)
    for size, start in (("C", "D"), ("H", "I")):
        end = "F" if start == "D" else "K"
        page.faint_when(f"{start}{first}:{end}{row}", f"AND(ISNUMBER(${size}{first}),${size}{first}<{SMALL})")
    return row


def _side(page: Page, row: int, stage: Stage, side: Side, step: Step, quantile: float) -> None:
    """One period at a stage."""
    begin = BEGIN[side]
    _aggregate(page, row, begin, stage_count(stage), side, Look.COUNT)
    if stage is Stage.NEW:
        return
    helper = HELPERS + (0 if side is Side.NOW else 3)
    _aggregate(page, row, helper, open_at(Stage(stage - 1)), side, Look.HELPER)
    reached, before, open_ = page.at(row, begin), page.at(row - 1, begin), page.at(row, helper)
    aside = open_
    if stage - 1 == Stage.NEW:  # those of unknown depth are at the first stage
        _aggregate(page, row - 1, helper, UNKNOWN, side, Look.HELPER)
        aside = f"{open_}-{page.at(row - 1, helper)}"
    went_on = step.went_on
    decided = f"IF(COUNT({reached},{before},{open_})<3,{NONE},{before}-{aside})"
    page.formula(row, begin + 1, decided, went_on.n, Look.COUNT)
    here = page.at(row, begin + 1)
    computed.share_with_bounds(page, row, begin + 2, reached, here, went_on)
    ends = _bounds(step, quantile)
    for column, (formula, end) in enumerate(
        zip(bounds.wilson_of(reached, here, QUANTILE), ends, strict=True), helper + 1
    ):
        page.formula(row, column, formula, end, Look.HELPER)


def _bounds(step: Step, quantile: float) -> tuple[float | None, float | None]:
    share: Measure = step.went_on
    return (None, None) if share.value is None else wilson(step.reached, share.n or 0, quantile) or (None, None)


def _aggregate(page: Page, row: int, column: int, aggregate: Aggregate, side: Side, look: Look) -> None:
    review = page.review
    page.figure(row, column, review.aggregate_cell(aggregate, side), review.aggregate_value(aggregate, side), look)


def _difference(page: Page, row: int, step: StepDifference) -> None:
    """The difference of a step, its bounds and what follows."""
    one, other = page.at(row, BEGIN[Side.NOW] + 2), page.at(row, BEGIN[Side.PAST] + 2)
    open_, low, high, open_before, low_before, high_before = (page.at(row, HELPERS + place) for place in range(6))
    is_there = f"COUNT({one},{other})<2"
    points = [None if part is None else 100 * part for part in (step.difference, step.low, step.high)]
    difference, least, most = (page.at(row, DIFFERENCE + place) for place in range(3))
    texts = (
        f"({one}-{other})*100",
        f"{difference}-100*SQRT(({one}-{low})^2+({high_before}-{other})^2)",
        f"{difference}+100*SQRT(({high}-{one})^2+({other}-{low_before})^2)",
    )
    for column, (text, result) in enumerate(zip(texts, points, strict=True), DIFFERENCE):
        page.formula(row, column, f"IF({is_there},{NONE},{text})", result, Look.CHANGE_POINTS)
    words = {verdict: quoted(page.review.words(told)) for verdict, told in VERDICTS.items()}
    size, size_before = page.at(row, BEGIN[Side.NOW] + 1), page.at(row, BEGIN[Side.PAST] + 1)
    is_young = ",".join(
        f"{still}>{YOUNG}*({still}+{decided})" for still, decided in ((open_, size), (open_before, size_before))
    )
    alike = f"MAX({difference}-{least},{most}-{difference})<={number(100 * MATTERS)}"
    verdict = f"IF({alike},{words[Verdict.ALIKE]},{words[Verdict.EARLY]})"
    verdict = f"IF({least}>0,{words[Verdict.BETTER]},IF({most}<0,{words[Verdict.WORSE]},{verdict}))"
    verdict = f"IF(OR({is_young}),{words[Verdict.YOUNG]},{verdict})"
    said = None if step.verdict is None else page.review.words(VERDICTS[step.verdict])
    page.formula(row, VERDICT, f"IF({is_there},{NONE},{verdict})", said, Look.VERDICT)
    computed.figure(page, row, VERDICT + 1, step.more, Look.COUNT)


# -- the months of the period before --------------------------------------------------------------------------------


def _months(page: Page, row: int, found: Months) -> int:
    """New leads of the period before, month by month; gives the last row."""
    review = page.review
    page.header(row, [msg("Month of the period before"), msg("New leads")])
    page.heights(row, 30)
    text, days = aggregate_formula(LEADS, review, Side.PAST).text.removesuffix(")"), review.values(CREATED)
    first = row + 1
    for one in found.months:
        row += 1
        page.number(row, 1, day_number(one.start) + DAY_ZERO, Look.MONTH)
        month = page.at(row, 1)
        formula = f'{text},{days},">="&{month},{days},"<"&EDATE({month},1))'
        page.formula(row, 2, computed.unless_changed(formula), float(one.count), Look.COUNT)
    page.define("leads_of_the_month_before", first, 2, row)
    return row


TITLE: Final = msg("Two periods compared")
SHEET: Final = Sheet(TITLE, write, "3B9C6B", needs="leads", when=lambda report: report.slice.compare is not None)
