"""The axes of charts: round steps, numbers as the language writes them, and always the unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.measure import Unit
from leaddesk.text import Argument, Message, msg, msgc, verbatim
from leaddesk.ui import figures

if TYPE_CHECKING:
    from leaddesk.text import Language

_UNITS: Final = {
    Unit.COUNT: msgc("unit", "number"),
    Unit.PERCENT: verbatim("%"),
    Unit.DAYS: msgc("unit", "days"),
    Unit.HOURS: msgc("unit", "opening hours"),
    Unit.TIMES: verbatim("×"),
    Unit.MONTHS: msgc("unit", "months"),
    Unit.MINUTES: msgc("unit", "minutes"),
    Unit.NUMBER: msgc("unit", "number"),
}


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """What an axis measures: its name, the unit of its values, and the currency where that is money."""

    title: Argument
    unit: Unit
    currency: str = "EUR"

    def heading(self, language: Language) -> str:
        """The name with its unit: ``Coût par prospect (€)``."""
        unit: Message = _UNITS.get(self.unit, verbatim(_symbol(language, self.currency)))
        return language.text(msg("{title} ({unit})", title=self.title, unit=unit))

    def written(self, value: float, language: Language, n: int | None = None) -> str:
        """One value with its unit, as every figure is written."""
        return figures.number_text(self.unit, value, language, self.currency, n)

    def ticks(self, low: float, high: float, room: int, language: Language) -> list[tuple[float, str]]:
        """Round values between *low* and *high*, *room* at most, and how each is written (the unit is in the heading).

        Counts have whole steps only.
        """
        factor = 100.0 if self.unit is Unit.PERCENT else 1.0
        step = round_step((high - low) * factor, room, whole=self.unit is Unit.COUNT)
        first = math.ceil(low * factor / step - 1e-9)
        last = math.floor(high * factor / step + 1e-9)
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        return [(n * step / factor, language.number(n * step, decimals)) for n in range(first, last + 1)]


def round_step(span: float, room: int, *, whole: bool = False) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ of which at most *room* steps cover *span*."""
    if not math.isfinite(span) or span <= 0:
        return 1.0
    rough = span / max(1, room)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    return max(1.0, step) if whole else step


def _symbol(language: Language, currency: str) -> str:
    digits = language.money(0, currency, 0)
    return digits.replace("0", "").strip()
