"""The aggregates that are about orders.

An order counts in full on the day of its first row, whatever the days of the others
(:mod:`leaddesk.model.ordergroups` says which rows are one order). A row with a negative amount is money back: it
lessens the revenue of its own day, and is no order. A row that repeats another of its number in customer, day and
amount says nothing new.
"""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import Count, OnDay, Op, Sum, Where
from leaddesk.model.rowcolumn import BelowZero, FirstLine, OrderAmount, Repeated, Stored
from leaddesk.text import msg

AMOUNT: Final = Stored("orders", "amount")
ORDER_AMOUNT: Final = OrderAmount()
BY_ORDER: Final = OnDay(Stored("orders", "date"))
IS_FIRST_LINE: Final = Where(FirstLine(), Op.EQUAL, 1)
IS_NEWS: Final = Where(Repeated("orders", "id", ("customer", "date", "amount")), Op.EQUAL, 0)
IS_ORDER: Final = Where(BelowZero("orders", "amount"), Op.EQUAL, 0)
_COUNTED: Final = (IS_NEWS, IS_ORDER, IS_FIRST_LINE)

ORDERS: Final = Count("orders", msg("orders"), BY_ORDER, _COUNTED, msg("no order in this period"))
ORDER_REVENUE: Final = Sum(
    ORDER_AMOUNT, msg("order revenue"), BY_ORDER, (IS_NEWS, IS_FIRST_LINE), msg("no order in this period")
)
ORDER_AMOUNTS: Final = Sum(ORDER_AMOUNT, msg("amounts of orders"), BY_ORDER, _COUNTED, msg("no order in this period"))
PRICED_ORDERS: Final = Count(
    "orders",
    msg("orders with a known amount"),
    BY_ORDER,
    (*_COUNTED, Where(ORDER_AMOUNT, Op.KNOWN)),
    msg("no order of this period has an amount"),
)
