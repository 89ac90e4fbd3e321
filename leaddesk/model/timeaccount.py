"""What is behind the figures of time: shares won by an age, rates to expect, how long leads stay in a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, Named, count_of, of_kpi, share_of, with_rows
from leaddesk.model.arrivals import here
from leaddesk.model.behind import lost_within, of_fate, unplaced
from leaddesk.model.cohorts import MOST
from leaddesk.model.conversion import won_by
from leaddesk.model.counted import Counted
from leaddesk.model.expression import ratio
from leaddesk.model.following import present
from leaddesk.model.kpis import kpi_of
from leaddesk.model.leftout import Traced, among
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.outcomes import Fate
from leaddesk.model.passages import passing
from leaddesk.model.period import day_number
from leaddesk.model.readings import FEWEST_SALES, LONGEST, SHORTEST
from leaddesk.model.rows import values
from leaddesk.model.stages import LABELS
from leaddesk.model.terms import CONVERTED_LEADS, CREATED, LEADS
from leaddesk.text import Message, msg, msgc, msgn

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.cohorts import Cohort
    from leaddesk.model.leftout import Positions
    from leaddesk.model.report import Report
    from leaddesk.model.stages import Stage
    from leaddesk.model.survival import DayQuantile

SO_FAR: Final = msg("Won so far")
IN_THE_END: Final = msg("To expect in the end")
FAIR: Final = msg(
    "Share of the leads that were won by that age. Leads that are still open are followed up to their age. The "
    "interval is for leads like these, not for these alone."
)
PLAIN: Final = msg(
    "Leads won so far over all leads. Young leads, which may still be won, make it too low. The interval is for leads "
    "like these, not for these alone."
)
_OF_MONTH: Final = msg("Leads of the month")
_SIZE: Final = msg("Leads created in that month: all of them are followed from the day on which they came.")
_BY_AGE: Final = msg(
    "for each day of age the sales of that day over the leads followed so far, added up (Aalen-Johansen)"
)
_TO_COME: Final = msg("(won so far + sales still to come of the open leads) / leads")
_CHANCES: Final = msg("Each open lead brings the chance to be won that leads of its age still had.")
_LEAVING: Final = msg(
    "day by day the share of those still there that leave; the day by which so many have left (Kaplan-Meier)"
)
_SELLING: Final = msg("day by day the share won, open leads allowed for, of all that are won (Aalen-Johansen)")
_SHARES: Final = (
    msg("A quarter of the leads left within so many days."),
    msg("Half of the leads left within so many days (the median), with its 95% interval."),
    msg("Three quarters of the leads left within so many days."),
    msg("Nine in ten leads left within so many days; those that wait longer are unusual."),
)


class StayFigure(StrEnum):
    """The figures of one stage, or of the way to the sale: how many, and within how many days."""

    LEFT = auto()
    WAITING = auto()
    QUARTER = auto()
    HALF = auto()
    THREE_QUARTERS = auto()
    NINE_TENTHS = auto()


QUANTILES: Final = (StayFigure.QUARTER, StayFigure.HALF, StayFigure.THREE_QUARTERS, StayFigure.NINE_TENTHS)


def of_age(report: Report, days: int) -> Account:
    """The account of the share won by an age, and of what is lost and still open by then as the curves tell it."""
    found = report.conversion
    measure = won_by(present(report.evaluator), days)
    others = (Named(SO_FAR, Unit.PERCENT, found.naive), *_expected(found.final))
    account = _won_by(report, days, measure)
    if measure.value is None or found.curves is None or days >= len(found.curves.lost):
        return replace(account, neighbours=others)
    lost = Counted(msgn("leads lost within {count} day", "leads lost within {count} days", days), LEADS.table,
                   lost_within(report.evaluator, days))  # fmt: skip
    share = float(found.curves.lost[days])
    beside = (
        Named(msg("Still open by then"), Unit.PERCENT, Measure(max(0.0, 1 - measure.value - share), measure.n)),
        Named(msg("Lost by then"), Unit.PERCENT, Measure(share, measure.n)),
    )
    return replace(with_rows(account, lost), neighbours=others, beside=beside)


def of_final(report: Report) -> Account:
    """The account of the share to expect in the end."""
    found = report.conversion
    measure, everyone = found.final or found.naive, _leads(report.followed_leads())
    naive = Named(SO_FAR, Unit.PERCENT, found.naive)
    return replace(_to_come(report, measure, everyone, found.final_day, None), neighbours=(naive,))


def of_naive(report: Report) -> Account:
    """The account of the leads won so far over all leads: that of the KPI of that name."""
    kpi = kpi_of(ratio(CONVERTED_LEADS, LEADS))
    if kpi is None:
        raise LookupError("no KPI says how many leads became customers")
    return of_kpi(report.figure(kpi), report)


def of_fates(report: Report) -> Account:
    """The account of the leads that are followed, by what became of them."""
    evaluator = report.evaluator
    parts = (
        (msg("leads won so far"), (Fate.WON, Fate.WON_UNDATED)),
        (msg("lost or invalid leads"), (Fate.LOST, Fate.LOST_UNDATED)),
        (msg("leads still open"), (Fate.OPEN,)),
        (msg("leads decided on an unknown day"), (Fate.WON_UNDATED, Fate.LOST_UNDATED)),
    )
    everyone = _leads(report.followed_leads())
    rows = [Counted(what, LEADS.table, of_fate(evaluator, *fates)) for what, fates in parts]
    definition = msg("Leads created in the period and followed from that day: won, lost, or still open.")
    return with_rows(count_of(msg("Leads followed"), definition, everyone, _among(report, everyone.positions)), *rows)


def of_month(report: Report, one: Cohort, days: int | None) -> Account:
    """The account of a cell of a month by age; without *days* that of the rate so far."""
    if days is not None:
        return _won_by(report, days, next(cell.share for cell in one.cells if cell.days == days), one.start)
    everyone = _leads(report.followed_leads(one.start))
    won = Counted(CONVERTED_LEADS.label, LEADS.table, report.won_within(None, one.start))
    traced = _among(report, everyone.positions)
    final = Named(IN_THE_END, Unit.PERCENT, one.final)
    return replace(share_of(SO_FAR, PLAIN, one.naive, won, everyone, traced), neighbours=(final,))


def of_size(report: Report, one: Cohort) -> Account:
    """The account of how many leads a month is of."""
    rows = _leads(report.followed_leads(one.start))
    return count_of(_OF_MONTH, _SIZE, rows, _among(report, rows.positions))


def of_earlier(report: Report) -> Account:
    """The account of the leads of months before those shown; without any, of all that the months shown are of."""
    everyone = report.followed_leads()
    first = day_number(report.cohorts.cohorts[0].start)
    data = report.slice
    earlier = everyone[values(CREATED, data.dataset, data.state.settings)[everyone] < first]
    if not len(earlier):
        rows = _leads(everyone)
        definition = msg("Leads created in the months shown, each followed from the day on which it came.")
        return count_of(msg("Leads of the months shown"), definition, rows, _among(report, rows.positions))
    reasons, shown = unplaced(report.evaluator), msgc("left out", "of the months shown")
    definition = msg(
        "Leads created before the first month shown: {count} months at most are shown, the last ones. They count in "
        "what is learnt of older leads.",
        count=MOST,
    )
    traced = among(LEADS, earlier, reasons, shown, report.evaluator)
    return count_of(msg("Leads of earlier months"), definition, _leads(earlier), traced)


def of_month_in_the_end(report: Report, one: Cohort) -> Account:
    """The account of the rate to expect of a month."""
    everyone = _leads(report.followed_leads(one.start))
    account = _to_come(report, one.final, everyone, report.cohorts.final_day, one.start)
    return replace(account, neighbours=(Named(SO_FAR, Unit.PERCENT, one.naive),))


def of_stay(report: Report, stage: Stage | None, figure: StayFigure) -> Account:
    """The account of a figure of a stage; without one, of the way from the creation to the sale.

    :raises StopIteration: when leads are not followed through that stage.
    """
    followed = _whole_way(report) if stage is None else _stage(report, stage)
    left, waiting = followed.left, followed.waiting
    if figure is StayFigure.LEFT:
        definition = msg("Leads that left the stage on a known day: to a later stage, to a sale or to a loss.")
        traced = followed.traced(report, left, (msgc("left out", "still there"), waiting.positions))
        return count_of(msg("{stage}: moved on", stage=followed.name), definition, left, traced)
    if figure is StayFigure.WAITING:
        definition = msg("Open leads that are in the stage now; the days that they have waited count.")
        traced = followed.traced(report, waiting, (msgc("left out", "moved on"), left.positions))
        return count_of(msg("{stage}: still there", stage=followed.name), definition, waiting, traced)
    place = QUANTILES.index(figure)
    quantiles = followed.quantiles
    return Account(
        followed.name,
        _SHARES[place],
        Unit.DAYS,
        _quantile(quantiles[place] if quantiles else None, len(left)),
        (left, waiting),
        (followed.traced(report),),
        formula=_SELLING if stage is None else _LEAVING,
        filled=msg("{left} {moved}, {waiting} {still}", left=len(left), moved=left.what, waiting=len(waiting),
                   still=waiting.what),
        is_algebra=False,
        base=left.what,
        tells_n=True,
    )  # fmt: skip


def of_stays(report: Report, stages: tuple[Stage | None, ...]) -> Account:
    """The account of the days within which half of the leads left some stages (None: the way to the sale), the first
    with its rows, the others beside it.

    :raises StopIteration: when leads are not followed through a stage.
    """
    first, *others = (of_stay(report, stage, StayFigure.HALF) for stage in stages)
    rows = tuple(
        replace(part, what=msg("{name}: {what}", name=one.label, what=part.what))
        for one in others
        for part in one.counted
    )
    beside = tuple(Named(one.label, one.unit, one.measure) for one in others)
    return replace(with_rows(first, *rows), beside=beside)


def of_window(whole: Report) -> Account:
    """The account of the days within which sales come, as a funnel that is read by days proposes them; *whole*: of all
    that the filters keep, whatever the period.
    """
    learnt, followed = whole.conversion_window, _whole_way(whole)
    few = msg("fewer than {count} sales have a day", count=FEWEST_SALES)
    measure = Measure(learnt.days, learnt.sales, learnt.low, learnt.high, absent=few if learnt.days is None else None)
    definition = msg(
        "Within how many days of their creation 19 sales in 20 come, open leads allowed for: at least {least} and at "
        "most {most} days are proposed. Learnt from the leads of all periods.",
        least=SHORTEST,
        most=LONGEST,
    )
    return Account(
        msg("Days until the sale"),
        definition,
        Unit.DAYS,
        measure,
        (followed.left, followed.waiting),
        (followed.traced(whole),),
        formula=_SELLING,
        filled=msg("{left} {moved}, {waiting} {still}", left=len(followed.left), moved=followed.left.what,
                   waiting=len(followed.waiting), still=followed.waiting.what),
        is_algebra=False,
        base=followed.left.what,
        tells_n=True,
    )  # fmt: skip


def _won_by(report: Report, days: int, measure: Measure, month: dt.date | None = None) -> Account:
    everyone = _leads(report.followed_leads(month))
    what = msgn("leads won within {count} day", "leads won within {count} days", days)
    won = Counted(what, LEADS.table, report.won_within(days, month))
    known = msg("leads whose state by then is known")
    told = msg("{won} {what}, {leads} leads followed", won=len(won), what=what, leads=len(everyone))
    return Account(
        msgn("Won within {count} day", "Won within {count} days", days),
        FAIR,
        Unit.PERCENT,
        measure,
        (won, everyone),
        (_among(report, everyone.positions),),
        formula=_BY_AGE,
        filled=told,
        is_algebra=False,
        base=known,
        tells_n=measure.n is not None,
    )


def _expected(final: Measure | None) -> tuple[Named, ...]:
    return () if final is None else (Named(IN_THE_END, Unit.PERCENT, final),)


def _to_come(report: Report, measure: Measure, everyone: Counted, day: int, month: dt.date | None) -> Account:
    won = Counted(CONVERTED_LEADS.label, LEADS.table, report.won_within(None, month))
    waiting = _common(report.open_leads, everyone.positions)
    more = round((measure.value or 0.0) * len(everyone) - len(won), 2)
    to_come = int(more) if more.is_integer() else more
    filled = msg("({won} + {more}) / {leads}", won=len(won), more=to_come, leads=len(everyone))
    definition = msg(
        "Won so far, plus what open leads still bring if they go the way of the older ones. Looked at up to an age of "
        "{days}. The interval holds what the rate of these very leads will turn out to be.",
        days=msgn("{count} day", "{count} days", day),
    )
    return Account(
        IN_THE_END,
        definition,
        Unit.PERCENT,
        measure,
        (won, Counted(msg("leads still open"), LEADS.table, waiting), everyone),
        (_among(report, everyone.positions),),
        formula=_TO_COME,
        filled=None if measure.value is None else filled,
        base=everyone.what,
        tells_n=measure.n is not None,
        note=_CHANCES,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Followed:
    """The leads behind a stage or the whole way: ``unknown``, why and which are of unknown day; ``otherwise``, what all
    others are.
    """

    name: Message
    quantiles: tuple[DayQuantile, ...]
    left: Counted
    waiting: Counted
    unknown: tuple[Message, Positions]
    otherwise: Message

    def traced(self, report: Report, one: Counted | None = None, *more: tuple[Message, Positions]) -> Traced:
        """All that are looked at, or *one* part of them alone."""
        inside = np.union1d(self.left.positions, self.waiting.positions) if one is None else one.positions
        reasons = (*more, self.unknown, *unplaced(report.evaluator))
        return among(LEADS, inside, reasons, self.otherwise, report.evaluator)


def _stage(report: Report, stage: Stage) -> _Followed:
    found = next(one for one in report.stays if one.stage is stage)
    left, waiting, unknown = passing(here(report.evaluator), stage)
    return _Followed(
        found.label,
        found.quantiles,
        Counted(msg("moved on"), LEADS.table, left),
        Counted(msg("still there"), LEADS.table, waiting),
        (msgc("left out", "went on on an unknown day"), unknown),
        msgc("left out", "not in “{stage}” on a known day", stage=LABELS[stage]),
    )


def _whole_way(report: Report) -> _Followed:
    evaluator = report.evaluator
    return _Followed(
        msg("From creation to sale"),
        report.time_to_convert.quantiles,
        Counted(msg("won on a known day"), LEADS.table, of_fate(evaluator, Fate.WON)),
        Counted(msg("still open"), LEADS.table, report.open_leads),
        (msgc("left out", "won on an unknown day"), of_fate(evaluator, Fate.WON_UNDATED)),
        msgc("left out", "lost or invalid"),
    )


def _quantile(found: DayQuantile | None, n: int) -> Measure:
    if found is None:
        return Measure(None, n, absent=msg("no lead left this stage on a known day"))
    if found.middle is None:
        return Measure(None, n, absent=msg("So many have not left yet, as far as your files tell."))
    return Measure(found.middle, n, found.low, found.high)


def _leads(positions: Positions) -> Counted:
    return Counted(LEADS.label, LEADS.table, positions)


def _among(report: Report, inside: Positions) -> Traced:
    """Of all months nobody is of another one: all that can be followed are inside."""
    otherwise = msgc("left out", "created in another month")
    return among(LEADS, inside, unplaced(report.evaluator), otherwise, report.evaluator)


def _common(rows: Positions, others: Positions) -> Positions:
    found: Positions = rows[np.isin(rows, others, assume_unique=True, kind="table")]
    return found
