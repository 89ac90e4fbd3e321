"""The five questions of an owner, and the KPIs that answer each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.kpis import BY_ID
from leaddesk.model.kpis.asked import ANSWERS, HEADLINES
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.cards import Cards
    from leaddesk.model.kpi import Kpi

_TITLES: Final = {
    "enough": msg("Do we get enough leads?"),
    "good": msg("Are they good leads?"),
    "fast": msg("Are we fast enough?"),
    "cost": msg("At what cost?"),
    "stay": msg("Do customers stay?"),
}
_HEADLINE: Final = 20.0
_ON_CARD: Final = 4.0


@dataclass(frozen=True, slots=True)
class Question:
    """What an owner asks. ``usual``: the KPIs on its cards unless others are chosen; ``kpis``: all that answer it."""

    id: str
    title: Message
    usual: tuple[Kpi, ...]
    kpis: tuple[Kpi, ...]

    def chosen(self, cards: Cards) -> tuple[Kpi, ...]:
        """The KPIs on its cards, in order; ids that no KPI of it has (of another version) are passed over."""
        picked = dict(cards).get(self.id)
        if picked is None:
            return self.usual
        own = {kpi.id: kpi for kpi in self.kpis}
        return tuple(own[kpi] for kpi in dict.fromkeys(picked) if kpi in own)

    def choosing(self, cards: Cards, kpis: tuple[Kpi, ...]) -> Cards:
        """The choice with these KPIs on the cards of this question; its usual ones need no entry."""
        others = tuple(one for one in cards if one[0] != self.id)
        return others if kpis == self.usual else (*others, (self.id, tuple(kpi.id for kpi in kpis)))


QUESTIONS: Final = tuple(
    Question(
        key,
        title,
        tuple(BY_ID[kpi] for kpi in ANSWERS[key][0]),
        tuple(BY_ID[kpi] for part in ANSWERS[key] for kpi in part),
    )
    for key, title in _TITLES.items()
)
"""In the order in which they stand."""


def is_headline(kpi: Kpi) -> bool:
    """Whether it tells a question by itself."""
    return kpi.id in HEADLINES


def weight(kpi: Kpi) -> float:
    """How much it weighs where all KPIs are looked at together: what tells a question by itself most, then what stands
    on its usual cards.
    """
    if is_headline(kpi):
        return _HEADLINE
    return _ON_CARD if any(kpi in question.usual for question in QUESTIONS) else 1.0
