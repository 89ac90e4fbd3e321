"""An objective in words: its period, its target, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.model.aimaccount import chance_text
from leaddesk.model.measure import Unit
from leaddesk.model.period import DAY, first_of_month, month_of
from leaddesk.model.standing import filters_of
from leaddesk.text import msg, verbatim
from leaddesk.ui import figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from leaddesk.model.objective import Objective
    from leaddesk.model.period import Period
    from leaddesk.model.slice import Filters, Slice
    from leaddesk.model.standing import Standing
    from leaddesk.text import Language, Message


def period_text(period: Period, language: Language) -> str:
    """A period as people name it: ``mars 2026``, ``T1 2026``, ``2026``, else its days."""
    start, end = period.start, period.end
    if start is None or end is None:
        return ""
    if start.day == 1 and start.month % 3 == 1 and end == first_of_month(start, 3) - DAY:
        return language.text(msg("Q{number} {year}", number=(start.month + 2) // 3, year=str(start.year)))
    if period == month_of(start):
        return language.month(start, "long")
    if (start.month, start.day) == (1, 1) and end == first_of_month(start, 12) - DAY:
        return str(start.year)
    return language.text(msg("{start} – {end}", start=start, end=end))


def aim_text(objective: Objective, language: Language) -> str:
    """What an objective is for, but for its KPI: its period, and the channel or operation it is of alone."""
    parts = (period_text(objective.period, language), objective.channel, objective.operation)
    return ", ".join(part for part in parts if part)


def target_text(standing: Standing, language: Language, currency: str) -> str:
    """The target with its unit."""
    return figures.number_text(standing.kpi.unit, standing.objective.target, language, currency)


def gap_text(standing: Standing, language: Language, currency: str) -> str:
    """How far from the target it is, with its sign; empty when that is not known."""
    gap = standing.gap
    if gap is None:
        return ""
    if standing.kpi.unit is Unit.PERCENT:
        return figures.change_text(Unit.PERCENT, gap, language)
    words = figures.number_text(standing.kpi.unit, gap, language, currency)
    return f"+{words}" if gap > 0 else words


def outlook(standing: Standing) -> Message:
    """How likely it is met, or whether it was; where neither is told, why."""
    chance = standing.probability
    if standing.is_met is not None and (standing.is_over or chance is None):
        if standing.is_over:
            return msg("reached") if standing.is_met else msg("not reached")
        return msg("reached so far") if standing.is_met else msg("not reached so far")
    if chance is None:
        return msg("too early to say") if standing.absent is None else standing.absent
    return chance_text(chance)


def card_note(standing: Standing, language: Language, currency: str, filters: Filters) -> str:
    """How an objective stands, in the few words that a card has room for; it is only broken between its parts. Where
    *filters* look at a part alone and it is of all together, it says so; its pace is in the tip then.
    """
    words, unit = language.text, standing.kpi.unit
    of = target_text(standing, language, currency)
    if standing.actual.value is not None:
        actual = figures.value_text(unit, standing.actual, language, currency)
        if standing.kpi.is_sample and standing.actual.n is not None:
            actual = words(msg("{value} ({n})", value=actual, n=figures.n_text(standing.actual, language)))
        of = words(msg("{actual} / {target}", actual=actual, target=of))
    parts = [msg("Objective {period}: {figures}", period=period_text(standing.objective.period, language), figures=of)]
    if filters.names and _is_whole(standing.objective):
        parts.append(msg("all channels") if filters.names == ("channel",) else msg("without filters"))
    else:
        parts += _pace(standing, language, currency)
    told = standing.probability is not None and not standing.is_over
    parts.append(msg("chances: {share}", share=outlook(standing)) if told else outlook(standing))
    unbroken = (words(part).replace(" ", "\N{NO-BREAK SPACE}") for part in parts)
    # An amount with its sample size and a target beside it are wider than a card.
    return " · ".join(unbroken).replace("\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}", " /\N{NO-BREAK SPACE}")


def _pace(standing: Standing, language: Language, currency: str) -> list[Message]:
    """How far it is, what was due by now and what each week has to bring."""
    parts = []
    if standing.gap is not None:
        parts.append(msg("gap {gap}", gap=gap_text(standing, language, currency)))
    due, weekly = due_text(standing, language, currency), weekly_text(standing, language, currency)
    if due:
        parts.append(msg("due by now {amount}", amount=due))
    if weekly:
        parts.append(msg("{amount}/week needed", amount=weekly))
    return parts


def more_text(standing: Standing, language: Language, currency: str) -> str:
    """What the card says of an objective, in full: its pace, what each week has to bring, what is expected and why."""
    parts: list[Message] = []
    due, weekly = due_text(standing, language, currency), weekly_text(standing, language, currency)
    if due:
        parts.append(msg("Due by now, by your own weekdays and seasons: {amount}", amount=due))
    if weekly:
        parts.append(msg("Each week that is left has to bring {amount}", amount=weekly))
    expected = expected_text(standing, language, currency)
    if expected:
        parts.append(msg("Expected in the end: {value}", value=expected))
    if standing.probability is not None and standing.how is not None:
        parts.append(standing.how)
    parts.extend(dict.fromkeys(one for one in (standing.absent, standing.note) if one is not None))
    if standing.objective.owner:
        parts.append(verbatim(standing.objective.owner))
    return "\n".join(map(language.text, parts))


def expected_text(standing: Standing, language: Language, currency: str) -> str:
    """What the end will show, with its interval: ``31 (24 to 39)``; empty where that is not told."""
    expected, unit = standing.expected, standing.kpi.unit
    if expected is None or expected.value is None:
        return ""
    value, interval = (text(unit, expected, language, currency) for text in (figures.value_text, figures.interval_text))
    return language.text(msg("{value} ({interval})", value=value, interval=interval)) if interval else value


def due_text(standing: Standing, language: Language, currency: str) -> str:
    """What was due by now; empty where that is not told."""
    if standing.due is None or standing.is_over:
        return ""
    return figures.number_text(standing.kpi.unit, standing.due, language, currency)


def weekly_text(standing: Standing, language: Language, currency: str) -> str:
    """What each week that is left has to bring; empty where nothing is needed."""
    needed = standing.needed_per_week
    if not needed or standing.is_met:
        return ""
    if standing.kpi.unit is Unit.COUNT:
        return language.number(needed, 1)
    return figures.number_text(standing.kpi.unit, needed, language, currency)


def on_card(standings: Iterable[Standing], kpi: str, looked_at: Slice) -> Standing | None:
    """The objective that the card of a KPI shows: of what the filters keep, or else of all channels. Of several the one
    that runs and ends first, else the next, else the last one; None where there is none.
    """
    own = [one for one in standings if one.kpi.id == kpi and one.objective.is_dated]
    of_part = [one for one in own if _is_of(one.objective, looked_at)]
    those = of_part or [one for one in own if _is_whole(one.objective)]
    return min(those, key=lambda one: _nearness(one.objective.period, looked_at.state.as_of), default=None)


def _is_of(objective: Objective, looked_at: Slice) -> bool:
    """Whether it looks at just what the filters keep."""
    if _is_whole(objective) or not looked_at.filters.names:
        return False
    filters, _ = filters_of(objective, looked_at.state)
    return filters is not None and filters.kept == looked_at.filters.kept


def _is_whole(objective: Objective) -> bool:
    return objective.channel is None and objective.operation is None


def _nearness(period: Period, today: dt.date) -> tuple[int, int]:
    start, end = period.start or today, period.end or today
    if end < today:
        return 2, (today - end).days
    return (0, (end - today).days) if start <= today else (1, (start - today).days)
