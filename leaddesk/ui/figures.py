"""How figures are written: a measure, its interval, its sample size, its trend. Every tab uses these."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from leaddesk.model.floors import edged
from leaddesk.model.measure import Unit
from leaddesk.model.stages import LABELS
from leaddesk.text import NO_VALUE, Percent, msg, msgc, msgn

if TYPE_CHECKING:
    from leaddesk.model.funnel import Leak
    from leaddesk.model.measure import Measure
    from leaddesk.model.trend import Trend
    from leaddesk.text import Language, Message

FEW: Final = 100
"""Below this sample size a percentage is written without decimals: they would be noise."""
_UNIT_BEHIND: Final = re.compile(r"[^\d]*$")
_SIGN: Final = "−"


def number_text(unit: Unit, value: float, language: Language, currency: str, n: int | None = None) -> str:
    """A value with its unit: ``142``, ``11,5 %``, ``845,20 €``, ``12 jours``, ``3,5 h``, ``3,2 ×``.

    ``n``: the sample size behind it, which decides how many decimals a percentage deserves.
    """
    if not math.isfinite(value):
        return NO_VALUE
    if unit is Unit.COUNT:
        words = language.number(value, 0)
    elif unit is Unit.PERCENT:
        words = language.percent(value, _percent_decimals(value, n))
    elif unit is Unit.MONEY:
        words = language.money(value, currency, None if value else 0)
    else:
        words = _delay_or_factor(unit, value, language)
    return _SIGN + words[1:] if words.startswith("-") else words


def _percent_decimals(value: float, n: int | None) -> int:
    return 0 if abs(value) >= 1 or (n is not None and n < FEW) else 1


def _delay_or_factor(unit: Unit, value: float, language: Language) -> str:
    if unit is Unit.DAYS:
        number = language.number(round(value, 1))
        return language.text(msgn("{number} day", "{number} days", math.ceil(value), number=number))
    if unit is Unit.HOURS and value < 1:
        return language.text(msgc("duration", "{number} min", number=language.number(value * 60, 0)))
    number = language.number(round(value, 1 if value < 100 else 0))
    if unit is Unit.NUMBER:
        return number
    if unit is Unit.MONTHS:
        return language.text(msgn("{number} month", "{number} months", math.ceil(value), number=number))
    if unit is Unit.MINUTES:
        return language.text(msgc("duration", "{number} min", number=number))
    if unit is Unit.HOURS:
        return language.text(msgc("duration", "{number} opening h", number=number))
    return language.text(msgc("factor", "{number}×", number=number))


def value_text(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """The value of a measure, ``≥ 11 %`` where it is at least that, ``–`` when it is absent."""
    if measure.value is None:
        return NO_VALUE
    return edged(number_text(unit, measure.value, language, currency, measure.n), measure.edge)


def interval_text(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """The 95 % interval, ``9 à 53 %``; empty when there is none. The unit is said once where it stands behind."""
    if measure.low is None or measure.high is None:
        return ""
    low, high = (number_text(unit, end, language, currency, measure.n) for end in (measure.low, measure.high))
    behind = _UNIT_BEHIND.search(high)
    if behind is not None and behind.group() and low.endswith(behind.group()):
        low = low.removesuffix(behind.group())
    return language.text(msgc("interval", "{low} to {high}", low=low, high=high))


def n_text(measure: Measure, language: Language) -> str:
    """The sample size, ``n = 142``; empty when it is not known."""
    if measure.n is None:
        return ""
    return language.text(msg("n = {count}", count=measure.n))


def certainty_text(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """Interval and sample size in one line, ``9 à 53 % · n = 12``, and how many of those lack the value that is summed.

    A count says none of this.
    """
    if unit is Unit.COUNT or measure.value is None:
        return ""
    parts = (
        interval_text(unit, measure, language, currency),
        n_text(measure, language),
        left_out_text(unit, measure, language),
    )
    return " · ".join(part for part in parts if part)


def left_out_text(unit: Unit, measure: Measure, language: Language) -> str:
    """How many rows lack the value that is summed, or the answer that is waited for; empty for another delay, which is
    of the rows with one.
    """
    if not measure.unknown or measure.value is None or unit is Unit.DAYS:
        return ""
    if unit is Unit.HOURS:
        return language.text(msgn("{count} without a known answer", "{count} without a known answer", measure.unknown))
    return language.text(msgn("{count} not filled in", "{count} not filled in", measure.unknown))


def absent_text(measure: Measure, language: Language) -> str:
    """Why a measure is absent; empty when it is not."""
    return "" if measure.absent is None else language.text(measure.absent)


def change_text(unit: Unit, change: float, language: Language) -> str:
    """A signed change: ``+12 %``, ``−3,4 %``, or points for a percentage, ``+2,1 pts``."""
    sign = "+" if change >= 0 else _SIGN
    size = abs(change)
    if unit is Unit.PERCENT:
        number = language.number(size * 100, 1 if size < 1 else 0)
        return sign + language.text(msgc("percentage points", "{number} pts", number=number))
    return sign + language.percent(size, 1 if round(size, 3) < 0.1 else 0)


def points_text(measure: Measure, language: Language) -> str:
    """The 95 % interval of a difference in points, ``−6.0 to +11.9 pts``; empty when there is none."""
    if measure.low is None or measure.high is None:
        return ""
    low, high = (change_text(Unit.PERCENT, end, language) for end in (measure.low, measure.high))
    behind = _UNIT_BEHIND.search(high)
    low = low if behind is None else low.removesuffix(behind.group())
    return language.text(msgc("interval", "{low} to {high}", low=low, high=high))


def trend_text(unit: Unit, trend: Trend, language: Language, currency: str) -> str:
    """How a figure moved, in a few words: ``+12 % (avant : 104)``, ``pas de différence visible``, or why not."""
    if trend.change is None:
        if trend.note is None:
            return ""
        if trend.note == trend.previous.absent:  # said of the period before, not of the one on the screen
            return language.text(msg("before: {reason}", reason=trend.note))
        return language.text(trend.note)
    if trend.change == 0:
        return language.text(msg("unchanged"))
    change = change_text(unit, trend.change, language)
    if trend.is_visible is False:
        return language.text(msg("no visible difference ({change})", change=change))
    if trend.unsure is not None:
        return language.text(msg("{why} ({change})", why=trend.unsure, change=change))
    if trend.note is not None:
        return language.text(msg("{change} at equal age", change=change))
    before = value_text(unit, trend.previous, language, currency)
    return language.text(msg("{change} (before: {before})", change=change, before=before))


def trend_details(unit: Unit, trend: Trend, language: Language, currency: str) -> str:
    """The trend in full, one statement a line, for tooltips and the details of a figure."""
    lines = [trend_text(unit, trend, language, currency)]
    before = value_text(unit, trend.previous, language, currency)
    if trend.change is not None and trend.note is not None and trend.aged is not None:
        now, then = (value_text(unit, one, language, currency) for one in trend.aged)
        aged = msg("{compared}: {now} now, {before} before", compared=trend.note, now=now, before=then)
        lines += [language.text(aged), language.text(msg("Before, whatever their age: {before}", before=before))]
    elif trend.previous.value is not None and before not in lines[0]:
        lines.append(language.text(msg("Before: {before}", before=before)))
    if trend.change is not None and trend.is_visible is False:
        lines.append(language.text(msg("Chance alone explains a difference of this size.")))
    if trend.change and trend.unsure is not None:
        lines.append(language.text(msg("Whether that is more than chance cannot be said.")))
    return "\n".join(line for line in lines if line)


def trend_tone(trend: Trend) -> str:
    """The colour role of a trend: ``good`` or ``bad`` where it is news and more than chance, else ``muted``."""
    if trend.change is None or not trend.is_visible or trend.is_good is None:
        return "muted"
    return "good" if trend.is_good else "bad"


def leak_message(leak: Leak) -> Message:
    """The worst leak of a funnel in a sentence: between which stages, how many of how many, and who is left aside."""
    decimals = 0 if leak.of < FEW else 1
    low, share, high = (Percent(part or 0.0, decimals) for part in (leak.share.low, leak.share.value, leak.share.high))
    found = msg(
        "The biggest leak: {before} → {stage}. {share} of the decided leads were lost there ({lost} of {total}; "
        "95% interval: {low} to {high}).",
        low=low,
        high=high,
        before=LABELS[leak.before],
        stage=LABELS[leak.stage],
        share=share,
        lost=leak.lost,
        total=leak.of,
    )
    if not leak.still_open:
        return found
    left = msgn("{count} still open does not count.", "{count} still open do not count.", leak.still_open)
    return msg("{first} {second}", first=found, second=left)
