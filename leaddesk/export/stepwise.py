"""Two funnels side by side on a sheet: a stage a row, the shares that went on, their difference and its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.export import bounds, computed
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import NONE, Formula, number
from leaddesk.export.styles import Look
from leaddesk.model.funnel import UNKNOWN, dated_steps, open_at, stage_count, step_days
from leaddesk.model.intervals import wilson
from leaddesk.model.measure import SMALL
from leaddesk.model.sidebyside import MATTERS, YOUNG, SideBySide, StepDifference, Verdict
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.text import NO_VALUE, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.export.page import Page
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.funnel import Step
    from leaddesk.model.measure import Measure

COLUMNS: Final = 16
WIDTHS: Final = (30, *(10.5,) * 10, 12, 10.5, 10.5, 30, 14, 3)
WIDE: Final = 175
BEGIN: Final = (2, 7)
"""The first of the five columns of each of the two: reached, decided, the share that went on, its bounds."""
DIFFERENCE: Final = 12
VERDICT: Final = 15
HELPERS: Final = (18, 21)
"""The first of three columns of each: how many are still open at the step, and the bounds that allow for all steps."""
SHARES: Final = (25, 35)
"""The first of nine columns of each: of the first stage and of the stage before with their bounds, the share and the
number that did not get there, and the median days of the step.
"""
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


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two: its ``heading``, what a verdict calls it, and its aggregates as formulas and as values."""

    heading: Message
    name: Message
    formula: Callable[[Aggregate], Formula | None]
    value: Callable[[Aggregate], float | str]


Halves = tuple[Half, Half]


def verdicts(one: Message, other: Message) -> dict[Verdict, Message]:
    """How each verdict is told of two of these names."""
    return {
        Verdict.BETTER: msg("{name} does better", name=one),
        Verdict.WORSE: msg("{name} does better", name=other),
        Verdict.ALIKE: msg("no visible difference"),
        Verdict.EARLY: msg("too early to say"),
        Verdict.YOUNG: msg("too young: most are still open"),
    }


def steps(page: Page, row: int, found: SideBySide, halves: Halves, names: str) -> int:
    """A stage a row below headings that begin in *row*; gives the last row. *names*: how the defined names begin."""
    page.text(row, 1, msg("Normal quantile for all steps together"), Look.ASIDE)
    quantile = row
    for half, begin in zip(halves, BEGIN, strict=True):
        page.text(row + 1, begin, half.heading, Look.HEADING)
    for half, begin in zip(halves, SHARES, strict=True):
        page.text(row + 1, begin, half.heading, Look.HEADING)
    row += 2
    part = [msg("Reached"), msg("Decided"), msg("Went on"), msg("From (95 %)"), msg("To (95 %)")]
    headings = [msg("Difference in points"), msg("From (95 %)"), msg("To (95 %)")]
    page.header(row, [msg("Stage"), *part, *part, *headings])
    page.text(row, VERDICT, msg("Verdict"), Look.HEADER_BESIDE)
    page.text(row, VERDICT + 1, msg("More leads that would settle it"), Look.HEADER_NUMBER)
    for offset, heading in enumerate((msg("Still open"), msg("From, all steps"), msg("To, all steps")) * 2):
        page.text(row, HELPERS[0] + offset, heading, Look.HELPER_HEADER)
    for begin in SHARES:
        bounds_ = [msg("From (95 %)"), msg("To (95 %)")]
        shares_of = [msg("Of the first stage"), *bounds_, msg("Of the stage before"), *bounds_]
        page.header(row, [*shares_of, msg("Drop-off"), msg("Not reached"), msg("Median days")], begin, 0)
    page.heights(row, 45)
    first = row + 1
    shares = [f"{page.at(first + 1, column)}:{page.at(row + len(LADDER), column)}" for column in (4, 9)]
    looks = f"MAX(1,SUMPRODUCT(--ISNUMBER({shares[0]}),--ISNUMBER({shares[1]})))"
    page.formula(quantile, 4, f"NORMSINV(1-{number(bounds.TAIL)}/{looks})", found.quantile, Look.HELPER)
    named = page.define(f"{names}_quantile", quantile, 4)
    for place, stage in enumerate(LADDER):
        row += 1
        page.text(row, 1, LABELS[stage], Look.STRONG)
        for half, funnel, begin, helper in zip(halves, (found.one, found.other), BEGIN, HELPERS, strict=True):
            _side(page, row, stage, half, funnel.steps[place], (begin, helper), (named, found.quantile))
        for half, funnel, begin, place_of in zip(halves, (found.one, found.other), BEGIN, SHARES, strict=True):
            _shares(page, (first, row), stage, half, funnel.steps[place], (begin, place_of))
        if place:
            _difference(page, row, found.steps[place - 1], halves)
    page.define(f"{names}_difference", first + 1, DIFFERENCE, row)
    for size, start in (("C", "D"), ("H", "I")):
        end = "F" if start == "D" else "K"
        page.faint_when(f"{start}{first}:{end}{row}", f"AND(ISNUMBER(${size}{first}),${size}{first}<{SMALL})")
    return row


def _side(
    page: Page, row: int, stage: Stage, half: Half, step: Step, columns: tuple[int, int], quantile: tuple[str, float]
) -> None:
    """One of the two at a stage; *quantile*: the name of its cell, and what it is."""
    begin, helper = columns
    _aggregate(page, row, begin, stage_count(stage), half, Look.COUNT)
    if stage is Stage.NEW:
        return
    _aggregate(page, row, helper, open_at(Stage(stage - 1)), half, Look.HELPER)
    reached, before, open_ = page.at(row, begin), page.at(row - 1, begin), page.at(row, helper)
    aside = open_
    if stage - 1 == Stage.NEW:  # those of unknown depth are at the first stage
        _aggregate(page, row - 1, helper, UNKNOWN, half, Look.HELPER)
        aside = f"{open_}-{page.at(row - 1, helper)}"
    went_on = step.went_on
    decided = f"IF(COUNT({reached},{before},{open_})<3,{NONE},{before}-{aside})"
    page.formula(row, begin + 1, decided, went_on.n, Look.COUNT)
    here = page.at(row, begin + 1)
    computed.share_with_bounds(page, row, begin + 2, reached, here, went_on)
    ends = _bounds(step, quantile[1])
    for column, (formula, end) in enumerate(
        zip(bounds.wilson_of(reached, here, quantile[0]), ends, strict=True), helper + 1
    ):
        page.formula(row, column, formula, end, Look.HELPER)


def _shares(page: Page, rows: tuple[int, int], stage: Stage, half: Half, step: Step, columns: tuple[int, int]) -> None:
    """The shares that the tab of the funnel draws, of all leads and of those of the stage before."""
    if stage is Stage.NEW:
        return
    (first, row), (begin, place) = rows, columns
    reached, before = page.at(row, begin), page.at(row - 1, begin)
    computed.share_with_bounds(page, row, place, reached, page.at(first, begin), step.of_first)
    computed.share_with_bounds(page, row, place + 3, reached, before, step.of_previous)
    share = page.at(row, place + 3)
    page.formula(row, place + 6, f"IF(ISNUMBER({share}),1-{share},{NONE})", step.drop_off.value, Look.PERCENT)
    lost = f"IF(COUNT({reached},{before})<2,{NONE},{before}-{reached})"
    page.formula(row, place + 7, lost, float(step.lost), Look.COUNT)
    left = next((one for one, after in dated_steps() if after is stage), None)
    if left is None:
        page.text(row, place + 8, NO_VALUE, Look.DAYS)
    else:
        page.figure(row, place + 8, half.formula(step_days(left, stage)), step.days.value, Look.DAYS)


def _bounds(step: Step, quantile: float) -> tuple[float | None, float | None]:
    share: Measure = step.went_on
    return (None, None) if share.value is None else wilson(step.reached, share.n or 0, quantile) or (None, None)


def _aggregate(page: Page, row: int, column: int, aggregate: Aggregate, half: Half, look: Look) -> None:
    page.figure(row, column, half.formula(aggregate), half.value(aggregate), look)


def _difference(page: Page, row: int, step: StepDifference, halves: Halves) -> None:
    """The difference of a step, its bounds and what follows."""
    one, other = page.at(row, BEGIN[0] + 2), page.at(row, BEGIN[1] + 2)
    open_, low, high, open_before, low_before, high_before = (page.at(row, HELPERS[0] + place) for place in range(6))
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
    told_as = verdicts(halves[0].name, halves[1].name)
    words = {verdict: quoted(page.review.words(told)) for verdict, told in told_as.items()}
    size, size_before = page.at(row, BEGIN[0] + 1), page.at(row, BEGIN[1] + 1)
    is_young = ",".join(
        f"{still}>{YOUNG}*({still}+{decided})" for still, decided in ((open_, size), (open_before, size_before))
    )
    alike = f"MAX({difference}-{least},{most}-{difference})<={number(100 * MATTERS)}"
    verdict = f"IF({alike},{words[Verdict.ALIKE]},{words[Verdict.EARLY]})"
    verdict = f"IF({least}>0,{words[Verdict.BETTER]},IF({most}<0,{words[Verdict.WORSE]},{verdict}))"
    verdict = f"IF(OR({is_young}),{words[Verdict.YOUNG]},{verdict})"
    said = None if step.verdict is None else page.review.words(told_as[step.verdict])
    page.formula(row, VERDICT, f"IF({is_there},{NONE},{verdict})", said, Look.VERDICT)
    computed.figure(page, row, VERDICT + 1, step.more, Look.COUNT)
