"""The funnel in words: its stages as the chart draws them, how it is read, what its leak costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.funnel import FEWEST
from leaddesk.model.measure import Unit
from leaddesk.model.readings import Reading
from leaddesk.model.stages import LABELS
from leaddesk.text import Message, Money, Percent, msg, msgn
from leaddesk.ui import figures
from leaddesk.ui.plots.funnel import FunnelStage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.model.funnel import Funnel, Step
    from leaddesk.model.measure import Measure
    from leaddesk.model.readings import ReadFunnel, ReadStep, Window
    from leaddesk.model.recovery import Recovery
    from leaddesk.model.sidebyside import SideBySide
    from leaddesk.text import Language

READINGS: Final[Mapping[Reading, Message]] = {
    Reading.AS_RECORDED: msg("as recorded"),
    Reading.IN_ORDER: msg("in order"),
    Reading.ANY_ORDER: msg("in any order"),
}
EXPLANATIONS: Final[Mapping[Reading, Message]] = {
    Reading.AS_RECORDED: msg("A lead has reached what its status or its days show, and every stage before it."),
    Reading.IN_ORDER: msg(
        "A lead counts at a stage when it has a day for it and for each stage before, one after the other."
    ),
    Reading.ANY_ORDER: msg("A lead counts at every stage that it has a day for, whatever the others."),
}


def stage(step: Step, place: int, funnel: Funnel, language: Language) -> FunnelStage:
    """A step as the chart draws it."""
    label = step.label
    first = figures.value_text(Unit.PERCENT, step.of_first, language, "")
    if place == 0:
        return FunnelStage(step.stage, label, step.reached, of_first=first)
    days = figures.value_text(Unit.DAYS, step.days, language, "")
    open_now = msgn("of which {count} open", "of which {count} open", step.still_open)
    lost = msg("{lost}, {open}", lost=step.lost, open=open_now)
    return FunnelStage(
        step.stage,
        label,
        step.reached,
        of_first=first,
        of_previous=figures.value_text(Unit.PERCENT, step.of_previous, language, ""),
        drop=_drop(step, language),
        lost=lost if step.lost else "",
        is_worst=place == funnel.worst,
        note="" if step.days.value is None else msg("median: {days}", days=days),
        tooltip=_certainties(step, language),
        is_faint=step.of_previous.is_small,
        is_first_faint=step.of_first.is_small,
        intervals=(_interval(step.of_first, language), _interval(step.of_previous, language)),
    )


def _drop(step: Step, language: Language) -> str:
    """The share lost for good of those decided: who is still open is not lost. Empty of fewer than ten."""
    went_on = step.went_on
    if went_on.value is None or went_on.value == 1 or (went_on.n or 0) < FEWEST:
        return ""
    return figures.change_text(Unit.COUNT, went_on.value - 1, language)


def read_stage(step: ReadStep, place: int, reading: Reading, language: Language) -> FunnelStage:
    """A step as read by its days, as the chart draws it."""
    first = figures.value_text(Unit.PERCENT, step.of_first, language, "")
    if place == 0:
        return FunnelStage(step.stage, step.label, step.reached, of_first=first)
    lost: Message | str = ""
    if step.missed:
        lost = msgn("{count} not here", "{count} not here", step.missed)
    if step.missed and reading is Reading.IN_ORDER and step.skipped:
        skipped = msgn("of which {count} skipped this stage", "of which {count} skipped this stage", step.skipped)
        lost = msg("{lost}, {open}", lost=lost, open=skipped)
    return FunnelStage(
        step.stage,
        step.label,
        step.reached,
        of_first=first,
        of_previous=figures.value_text(Unit.PERCENT, step.of_previous, language, ""),
        lost=lost,
        tooltip=_certainties(step, language),
        is_faint=step.of_previous.is_small,
        is_first_faint=step.of_first.is_small,
        intervals=(_interval(step.of_first, language), _interval(step.of_previous, language)),
    )


def _interval(share: Measure, language: Language) -> str:
    return figures.interval_text(Unit.PERCENT, share, language, "")


def _certainties(step: Step | ReadStep, language: Language) -> str:
    """How sure both shares of a step are, a line each."""
    first, previous = (
        figures.certainty_text(Unit.PERCENT, one, language, "") for one in (step.of_first, step.of_previous)
    )
    lines = (msg("of the first: {certainty}", certainty=first), msg("of the previous: {certainty}", certainty=previous))
    return "\n".join(language.text(line) for line, told in zip(lines, (first, previous), strict=True) if told)


def unknown_depth(count: int) -> Message:
    """How many leads were lost without a trace of how far they got."""
    return msgn(
        "{count} lost or invalid lead left no trace of how far it got: it counts at the first stage only.",
        "{count} lost or invalid leads left no trace of how far they got: they count at the first stage only.",
        count,
    )


def left_aside(found: SideBySide) -> Message:
    """Who is in neither share of two funnels compared step by step, and yet in the funnels above."""
    one, other = found.one.unknown, found.other.unknown
    if not one + other:
        return msg("Left aside: the leads that are still open.")
    return msg(
        "Left aside: the leads that are still open, and those lost or invalid without a trace of how far they got "
        "({one} and {other}).",
        one=one,
        other=other,
    )


def no_leak(funnel: Funnel) -> Message:
    """Why no leak is told."""
    still_open = sum(step.still_open for step in funnel.steps)
    if funnel.unknown:
        return msgn(
            "Where leads are lost cannot be told: {count} lost or invalid lead left no trace of how far it got. "
            "A date for each stage would tell it.",
            "Where leads are lost cannot be told: {count} lost or invalid leads left no trace of how far they got. "
            "A date for each stage would tell it.",
            funnel.unknown,
        )
    if funnel.is_early:
        return msg(
            "Too early to say where most leads are lost: at no stage with losses are {least} of them decided.",
            least=FEWEST,
        )
    if not still_open:
        return msg("No leak: no lead of the period was lost between two stages.")
    return msgn(
        "No leak yet: no lead of the period was lost between two stages, {count} is still open.",
        "No leak yet: no lead of the period was lost between two stages, {count} are still open.",
        still_open,
    )


def recovery_message(found: Recovery, currency: str) -> Message:
    """What closing half of the biggest leak would bring."""
    leads = msgn("{count} lead", "{count} leads", found.leads)
    customers, revenue = found.customers, found.revenue
    if customers.value is None:
        reason = customers.absent or msg("nothing to learn from")
        return msg(
            "What closing half of it ({leads}) would bring cannot be told: {reason}.", leads=leads, reason=reason
        )
    brought = msgn("{count} more customer", "{count} more customers", round(customers.value))
    if found.is_most:
        said = msg(
            "Closing half of it ({leads}) would bring at most {customers} (n = {n}): losses after “{stage}” are not "
            "recorded.",
            leads=leads,
            customers=brought,
            n=customers.n or 0,
            stage=LABELS[found.leak.stage],
        )
    else:
        said = msg(
            "Closing half of it ({leads}) would bring about {customers} ({low} to {high}, n = {n}).",
            leads=leads,
            customers=brought,
            low=round(customers.low or 0.0),
            high=round(customers.high or 0.0),
            n=customers.n or 0,
        )
    if revenue.value is None:
        return said
    amount = Money(round(revenue.value), currency, 0)
    money = msg("at most {money}", money=amount) if found.is_most else msg("about {money}", money=amount)
    told = msgn(
        "That is {money}, the one known amount being taken for the mean.",
        "That is {money}, at the mean of the {count} known amounts.",
        revenue.n or 0,
        money=money,
    )
    return msg("{first} {second}", first=said, second=told)


def window_message(learnt: Window) -> Message:
    """Within how many days sales come, as learnt from the leads."""
    if learnt.days is None:
        return msgn(
            "Fewer than 20 sales have a day ({count}): within how many days they come cannot be learnt.",
            "Fewer than 20 sales have a day ({count}): within how many days they come cannot be learnt.",
            learnt.sales,
        )
    days = msgn("{count} day", "{count} days", learnt.days)
    share = Percent(0.95, 0)
    if learnt.low is None or learnt.high is None:
        return msg("{share} of sales come within {days} (n = {n}).", share=share, days=days, n=learnt.sales)
    return msg(
        "{share} of sales come within {days} ({low} to {high}, n = {n}).",
        share=share,
        days=days,
        low=learnt.low,
        high=learnt.high,
        n=learnt.sales,
    )


def notes(read: ReadFunnel) -> tuple[Message, ...]:
    """Who cannot be judged yet, and who is left out of a reading by days."""
    found = []
    if read.young:
        found.append(
            msgn(
                "{count} open lead is younger than the window: it may still go on.",
                "{count} open leads are younger than the window: they may still go on.",
                read.young,
            )
        )
    if read.left_out:
        found.append(
            msgn(
                "{count} lead is left out: it has no day of creation that counts.",
                "{count} leads are left out: they have no day of creation that counts.",
                read.left_out,
            )
        )
    return tuple(found)
