"""The aggregates that are about orders.

A row with a negative amount is money back: it lessens revenue, and is no order. Rows of one order number are one order;
a row that repeats another of its number in customer, day and amount says nothing new (as in
:mod:`leaddesk.model.purchases`).
"""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import Count, OnDay, Op, Sum, Where
from leaddesk.model.rowcolumn import BelowZero, FirstOfKind, Repeated, Stored
from leaddesk.text import msg

AMOUNT: Final = Stored("orders", "amount")
BY_ORDER: Final = OnDay(Stored("orders", "date"))
IS_FIRST_LINE: Final = Where(FirstOfKind("orders", "id"), Op.EQUAL, 1)
IS_NEWS: Final = Where(Repeated("orders", "id", ("customer", "date", "amount")), Op.EQUAL, 0)
IS_ORDER: Final = Where(BelowZero("orders", "amount"), Op.EQUAL, 0)

ORDERS: Final = Count("orders", msg("orders"), BY_ORDER, (IS_FIRST_LINE, IS_ORDER), msg("no order in this period"))
ORDER_REVENUE: Final = Sum(AMOUNT, msg("order revenue"), BY_ORDER, (IS_NEWS,), msg("no order in this period"))
ORDER_AMOUNTS: Final = Sum(
    AMOUNT, msg("amounts of orders"), BY_ORDER, (IS_NEWS, IS_ORDER), msg("no order in this period")
)
PRICED_ORDERS: Final = Count(
    "orders",
    msg("orders with a known amount"),
    BY_ORDER,
    (IS_FIRST_LINE, IS_ORDER, Where(AMOUNT, Op.KNOWN)),
    msg("no order of this period has an amount"),
)
