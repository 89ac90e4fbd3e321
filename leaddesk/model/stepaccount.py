"""What is behind the figures of a funnel: who reached a stage, their shares, their days, their amounts."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, count_of, of_kpi, share_of, with_rows, without
from leaddesk.model.behind import unplaced
from leaddesk.model.counted import Counted
from leaddesk.model.funnel import UNKNOWN, dated_steps, open_at, step_days
from leaddesk.model.kpis import kpi_of
from leaddesk.model.leftout import Traced, among, counted, traced_of
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.outcomes import outcomes
from leaddesk.model.readings import Part, Reading
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.terms import BY_CREATED, CONVERTED_LEADS, CUSTOMERS, DISTINCT, IS_LOST, LEADS
from leaddesk.text import Message, Money, Percent, msg, msgc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.model.expression import Count
    from leaddesk.model.leftout import Positions
    from leaddesk.model.readings import ReadFunnel, ReadStep
    from leaddesk.model.report import Report
    from leaddesk.model.sidebyside import StepDifference

_UNDATED: Final = msg("leads said to be there, without a day that counts")
_REACHED: Final[Mapping[Reading, Message]] = {
    Reading.AS_RECORDED: msg("Leads created in the period that got to this stage or further."),
    Reading.IN_ORDER: msg("Leads created in the period that have a day for this stage and each before, in order."),
    Reading.ANY_ORDER: msg("Leads created in the period that have a day for this stage."),
}


_UNKNOWN: Final = (msg("lost or invalid leads without a trace of how far they got"), UNKNOWN)
_TWICE: Final = (
    (msg("customers by the day of the sale"), CUSTOMERS),
    (msg("customers by the day the lead came"), CONVERTED_LEADS),
)


class StepFigure(StrEnum):
    """The figures at one stage. WENT_ON: the share of those that went on or were lost there."""

    REACHED = auto()
    OF_FIRST = auto()
    OF_PREVIOUS = auto()
    MISSED = auto()
    SKIPPED = auto()
    UNDATED = auto()
    DAYS = auto()
    AMOUNT = auto()
    WENT_ON = auto()


def of_step(report: Report, read: ReadFunnel, stage: Stage, figure: StepFigure) -> Account:
    """The account of one figure of a funnel as it is read.

    :raises StopIteration: when it has no such stage.
    """
    return _Behind(report, read, stage).account(figure)


def of_reason(report: Report, reason: str | None, name: Message) -> Account:
    """The account of how many leads were lost for a reason, which is called *name*."""
    lost = Counted(msg("leads lost for that reason"), LEADS.table, report.leads_lost_for(reason))
    everyone = np.concatenate([report.leads_lost_for(one) for one, _count in report.lost_reasons])
    other = (msgc("left out", "lost for another reason"), np.sort(everyone))
    found = among(LEADS, lost.positions, (other,), msgc("left out", "not lost"), report.evaluator)
    definition = msg("Leads created in the period that are lost, by the reason that is recorded.")
    return count_of(msg("Lost: {reason}", reason=name), definition, lost, found)


def of_lost(report: Report) -> Account:
    """The account of how many leads were lost, whatever the reason."""
    places = report.evaluator.matching(LEADS.table, BY_CREATED, (DISTINCT, IS_LOST))
    lost = Counted(msg("lost leads"), LEADS.table, places)
    found = among(LEADS, lost.positions, (), msgc("left out", "not lost"), report.evaluator)
    return count_of(msg("Leads lost"), msg("Leads created in the period that are lost."), lost, found)


def of_remarks(report: Report) -> Account:
    """The account of the leads that the remarks on a funnel as recorded speak of: those of unknown depth, and those
    that count as customers by the one day or the other.
    """
    everyone = Counted(LEADS.label, LEADS.table, counted(LEADS, report.evaluator))
    found = among(LEADS, everyone.positions, (), msgc("left out", "another lead"), report.evaluator)
    account = count_of(msg("Leads of the funnel"), msg("All leads created in the period."), everyone, found)
    return with_rows(account, *_rows(report, _UNKNOWN, *_TWICE))


def of_twice(report: Report) -> Account:
    """The account of the customers by the day of the sale, with those by the day the lead came."""
    kpi = kpi_of(CUSTOMERS)
    if kpi is None:
        raise LookupError("no KPI counts the customers")
    return with_rows(of_kpi(report.figure(kpi), report), *_rows(report, *_TWICE[1:]))


def _rows(report: Report, *parts: tuple[Message, Count]) -> list[Counted]:
    return [Counted(what, LEADS.table, counted(part, report.evaluator)) for what, part in parts]


def of_difference(reports: tuple[Report, Report], names: tuple[Message, Message], step: StepDifference) -> Account:
    """The account of how two funnels, which are called *names*, differ at a step."""
    sides = [of_step(one, one.read_funnel(Reading.AS_RECORDED), step.stage, StepFigure.WENT_ON) for one in reports]
    parts = msg("went on"), msg("decided at this step")
    rows = tuple(
        Counted(msg("{name}: {what}", name=name, what=what), part.table, part.positions)
        for name, side in zip(names, sides, strict=True)
        for what, part in zip(parts, side.counted, strict=True)
    )
    one, other = (Percent(share.value or 0.0) for share in (step.one, step.other))
    return Account(
        msg("“{before}” → “{stage}”: difference", before=LABELS[step.before], stage=step.label),
        msg("In points, with an interval that allows for looking at several steps."),
        Unit.PERCENT,
        Measure(step.difference, None, step.low, step.high),
        rows,
        (),
        formula=msg("{left} − {right}", left=names[0], right=names[1]),
        filled=msg("{left} − {right}", left=one, right=other),
        in_points=True,
    )


def of_left_aside(reports: tuple[Report, Report], names: tuple[Message, Message]) -> Account:
    """The account of the leads that two funnels side by side leave aside: lost without a trace of how far they got."""
    what, part = LEADS.label, _UNKNOWN[1]
    rows = tuple(
        Counted(msg("{name}: {what}", name=name, what=what), LEADS.table, counted(part, report.evaluator))
        for name, report in zip(names, reports, strict=True)
    )
    return Account(
        msg("Leads left aside"),
        msg("Lost or invalid leads that left no trace of how far they got: they are in neither share of a step."),
        Unit.COUNT,
        Measure(float(sum(map(len, rows)))),
        rows,
        (),
        formula=msg("{left} + {right}", left=names[0], right=names[1]),
        filled=msg("{left} + {right}", left=len(rows[0]), right=len(rows[1])),
    )


def of_days_read(report: Report, window: int | None) -> Account:
    """The account of the leads of a funnel that is read by days: those too young for the *window*, and those left out
    as they have no day of creation that counts.
    """
    evaluator = report.evaluator
    everyone = Counted(LEADS.label, LEADS.table, report.followed_leads())
    another = msgc("left out", "another lead")
    found = among(LEADS, everyone.positions, unplaced(evaluator), another, evaluator)
    account = count_of(msg("Leads of the funnel"), msg("All leads created in the period."), everyone, found)
    if window is None:
        return account
    waiting = report.open_leads
    young = waiting[outcomes(report.slice.state).age[waiting] < window]
    return with_rows(account, Counted(msg("open leads younger than the days that count"), LEADS.table, young))


class _Behind:
    """One stage of a funnel, and the leads around it."""

    def __init__(self, report: Report, read: ReadFunnel, stage: Stage) -> None:
        self.report, self.read, self.stage = report, read, stage
        place = next(place for place, step in enumerate(read.steps) if step.stage is stage)
        self.step: ReadStep = read.steps[place]
        self.before = read.steps[max(0, place - 1)].stage
        self.first = place == 0
        self.name, self.name_before = LABELS[stage], LABELS[self.before]

    def account(self, figure: StepFigure) -> Account:
        made = {
            StepFigure.REACHED: self._reached,
            StepFigure.OF_FIRST: self._of_first,
            StepFigure.OF_PREVIOUS: self._of_previous,
            StepFigure.MISSED: self._missed,
            StepFigure.SKIPPED: self._skipped,
            StepFigure.UNDATED: self._undated,
            StepFigure.DAYS: self._days,
            StepFigure.AMOUNT: self._amount,
            StepFigure.WENT_ON: self._went_on,
        }
        return made[figure]()

    # The leads -------------------------------------------------------------------------------------------------------

    def _leads(self, part: Part, stage: Stage | None = None) -> Positions:
        wanted = self.stage if stage is None else stage
        return self.report.leads_read(self.read.reading, self.read.window, wanted, part)

    @property
    def _here(self) -> Counted:
        return Counted(msg("leads that reached “{stage}”", stage=self.name), LEADS.table, self._leads(Part.REACHED))

    @property
    def _earlier(self) -> Counted:
        what = msg("leads that reached “{stage}”", stage=self.name_before)
        return Counted(what, LEADS.table, self._leads(Part.REACHED, self.before))

    @property
    def _all(self) -> Counted:
        if self.read.reading is Reading.AS_RECORDED:
            return Counted(LEADS.label, LEADS.table, self.report.evaluator.matching("leads", BY_CREATED, LEADS.where))
        return Counted(LEADS.label, LEADS.table, self.report.followed_leads())

    def _traced(self, inside: Positions, otherwise: Message, *reasons: tuple[Message, Positions]) -> Traced:
        by_days = () if self.read.reading is Reading.AS_RECORDED else unplaced(self.report.evaluator)
        return among(LEADS, inside, (*by_days, *reasons), otherwise, self.report.evaluator)

    @property
    def _not_here(self) -> Message:
        return msgc("left out", "did not get to “{stage}”", stage=self.name)

    @property
    def _not_before(self) -> Message:
        return msgc("left out", "did not get to “{stage}”", stage=self.name_before)

    # The figures -----------------------------------------------------------------------------------------------------

    def _reached(self) -> Account:
        rows = self._here
        label, definition = msg("Reached “{stage}”", stage=self.name), _REACHED[self.read.reading]
        return count_of(label, definition, rows, self._traced(rows.positions, self._not_here))

    def _of_first(self) -> Account:
        whole = self._all
        return share_of(
            msg("“{stage}”: of all", stage=self.name),
            msg("Share of all leads of the period."),
            self.step.of_first,
            self._here,
            whole,
            self._traced(whole.positions, self._not_here),
        )

    def _of_previous(self) -> Account:
        if self.first:
            return self._of_first()
        whole = self._earlier
        went_on = without(whole.positions, self._leads(Part.MISSED))
        return share_of(
            msg("“{stage}”: of the one before", stage=self.name),
            msg(
                "Share of the leads of “{before}” that reached “{stage}” too.", before=self.name_before, stage=self.name
            ),
            self.step.of_previous,
            Counted(msg("of them with “{stage}” too", stage=self.name), LEADS.table, went_on),
            whole,
            self._traced(whole.positions, self._not_before),
        )

    def _missed(self) -> Account:
        missed, earlier = self._leads(Part.MISSED), self._earlier
        what = msg("leads of “{before}” that are not in “{stage}”", before=self.name_before, stage=self.name)
        rows = Counted(what, LEADS.table, missed)
        went_on = msgc("left out", "got to “{stage}”", stage=self.name), without(earlier.positions, missed)
        return with_rows(
            count_of(
                msg("Stayed behind before “{stage}”", stage=self.name),
                msg("Leads that reached the stage before but not this one: lost, or still open there."),
                rows,
                self._traced(missed, self._not_before, went_on),
            ),
            earlier,
        )

    def _skipped(self) -> Account:
        what = msg("leads without a day for “{stage}” that went on to a later one", stage=self.name)
        rows = Counted(what, LEADS.table, self._leads(Part.SKIPPED))
        return count_of(
            msg("Skipped “{stage}”", stage=self.name),
            msg("Leads that went from the stage before to a later one without a day for this one."),
            rows,
            self._traced(rows.positions, msgc("left out", "did not skip it")),
        )

    def _undated(self) -> Account:
        rows = Counted(_UNDATED, LEADS.table, self._leads(Part.UNDATED))
        return count_of(
            msg("“{stage}” without a day", stage=self.name),
            msg("Leads said to be in this stage, without a day that counts: they are not among those that reached it."),
            rows,
            self._traced(rows.positions, msgc("left out", "in another stage, or with a day for it")),
        )

    def _days(self) -> Account:
        measure = next(step.days for step in self.report.funnel.steps if step.stage is self.stage)
        label = msg("Median delay to “{stage}”", stage=self.name)
        definition = msg("Median of the days from the dated stage before, for leads with both dates.")
        before = next((before for before, stage in dated_steps() if stage is self.stage), None)
        if before is None or measure.value is None:
            return Account(label, definition, Unit.DAYS, measure, (), ())
        quantile, evaluator = step_days(before, self.stage), self.report.evaluator
        rows = Counted(msg("leads with both dates"), quantile.table, counted(quantile, evaluator))
        return Account(
            label,
            definition,
            Unit.DAYS,
            measure,
            (rows,),
            traced_of(quantile, evaluator),
            made_of=quantile.label,
            base=rows.what,
            tells_n=True,
        )

    def _amount(self) -> Account:
        reached, numbers = self._here, self.report.slice.dataset["leads"].numbers("amount")
        known = reached.positions[~np.isnan(numbers[reached.positions])]
        money = Money(self.step.value or 0.0, self.report.slice.state.settings.currency)
        rows = Counted(msg("leads with an amount"), LEADS.table, known)
        amounts = msg("amounts of the leads that reached “{stage}”", stage=self.name)
        unpriced = msgc("left out", "without an amount"), without(reached.positions, known)
        return Account(
            msg("Amount at “{stage}”", stage=self.name),
            msg("The amounts of the leads that reached the stage, as far as they are known."),
            Unit.MONEY,
            Measure(self.step.value if self.step.priced else None, self.step.priced),
            (rows,),
            (self._traced(known, self._not_here, unpriced),),
            made_of=msg("{name}: {value}", name=amounts, value=money),
            base=rows.what,
            tells_n=True,
        )

    def _went_on(self) -> Account:
        step = next(step for step in self.report.funnel.steps if step.stage is self.stage)
        evaluator, here, earlier = self.report.evaluator, self._here, self._earlier
        waiting = evaluator.matching("leads", BY_CREATED, open_at(self.before).where)
        unknown = evaluator.matching("leads", BY_CREATED, UNKNOWN.where)
        unknown = unknown if self.before is Stage.NEW else unknown[:0]  # they count at the first stage only
        decided = without(without(earlier.positions, waiting), unknown)
        whole = Counted(msg("decided leads of “{stage}”", stage=self.name_before), "leads", decided)
        return share_of(
            msg("“{before}” → “{stage}”", before=self.name_before, stage=self.name),
            msg("Of the leads of the stage before that went on or were lost there; open ones are left aside."),
            step.went_on,
            here,
            whole,
            self._traced(
                decided,
                self._not_before,
                (msgc("left out", "still open at “{stage}”", stage=self.name_before), waiting),
                (msgc("left out", "lost, and nothing says how far they got"), unknown),
            ),
        )
