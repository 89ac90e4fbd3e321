"""The cards of the customers tab: what the orders of the period say in five figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.model.measure import Measure, Unit
from leaddesk.model.orderaccount import OrderFigure
from leaddesk.text import Message, msg, msgc, msgn
from leaddesk.ui import figures
from leaddesk.ui.widgets.kpi_card import CardFigure

if TYPE_CHECKING:
    from leaddesk.model.retention import Retention
    from leaddesk.text import Language


@dataclass(frozen=True, slots=True)
class OrderCard:
    """A card before it has its figure."""

    title: Message
    definition: Message


CARDS: Final = {
    OrderFigure.ORDERED: OrderCard(
        msg("Customers who ordered"),
        msg("Different customers with an order in the period, whenever they were won."),
    ),
    OrderFigure.REPEAT: OrderCard(
        msg("Repeat rate"),
        msg("Customers with two orders or more in the period, of all that ordered in it."),
    ),
    OrderFigure.PER_CUSTOMER: OrderCard(
        msg("Orders per customer"),
        msg("The orders of the period that name a customer, over the customers who ordered in it."),
    ),
    OrderFigure.AVERAGE: OrderCard(
        msg("Average order"),
        msg("The mean amount of the orders of the period that name a customer; money back is no order."),
    ),
    OrderFigure.LARGEST: OrderCard(
        msg("Revenue share of the top three"),
        msg("What the three customers with the largest revenue brought, of all that customers brought in the period."),
    ),
}


def order_cards(found: Retention, language: Language, currency: str) -> list[CardFigure]:
    """The cards of what somebody else computed."""
    orders = msgn("{count} order", "{count} orders", found.orders)
    share = None if found.concentration is None else found.concentration.share
    return [
        _card(OrderFigure.ORDERED, language.number(found.customers, 0), language.text(orders)),
        _of(OrderFigure.REPEAT, Unit.PERCENT, found.repeat, language, currency),
        _of(OrderFigure.PER_CUSTOMER, Unit.COUNT, found.per_customer, language, currency),
        _of(OrderFigure.AVERAGE, Unit.MONEY, found.average, language, currency),
        _of(OrderFigure.LARGEST, Unit.PERCENT, share, language, currency, _names(found, language, currency)),
    ]


def _names(found: Retention, language: Language, currency: str) -> str:
    largest = () if found.concentration is None else found.concentration.largest
    return "\n".join(f"{name} · {language.money(amount, currency)}" for name, amount in largest)


def _card(
    key: OrderFigure, value: str | None, certainty: str, absent: str = "", more: str = "", *, faint: bool = False
) -> CardFigure:
    card = CARDS[key]
    definition = msg("{definition} {more}", definition=card.definition, more=msg("Click for the details."))
    if more:
        definition = msg("{definition}\n{names}", definition=definition, names=more)
    return CardFigure(key, card.title, value, absent, certainty, definition=definition, is_faint=faint)


def _of(
    key: OrderFigure, unit: Unit, measure: Measure | None, language: Language, currency: str, more: str = ""
) -> CardFigure:
    if measure is None or measure.value is None:
        return _card(key, None, "", "" if measure is None else figures.absent_text(measure, language), more)
    if unit is Unit.COUNT:  # a mean of counts, which a count itself would round
        value, certainty = _mean(measure, language)
    else:
        value = figures.value_text(unit, measure, language, currency)
        certainty = figures.certainty_text(unit, measure, language, currency)
    return _card(key, value, certainty, "", more, faint=measure.is_small)


def _mean(measure: Measure, language: Language) -> tuple[str, str]:
    decimals = 1
    value = language.number(measure.value or 0.0, decimals)
    n = figures.n_text(measure, language)
    if measure.low is None or measure.high is None:
        return value, n
    low, high = (language.number(end, decimals) for end in (measure.low, measure.high))
    return value, " · ".join((language.text(msgc("interval", "{low} to {high}", low=low, high=high)), n))
