"""Random small data, slices and expressions for hypothesis."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

from leaddesk.model.expression import (
    Arithmetic,
    Constant,
    Count,
    Dating,
    Expression,
    OnDay,
    Op,
    Operator,
    OverDays,
    Quantile,
    Sum,
    Where,
)
from leaddesk.model.period import Period
from leaddesk.model.rowcolumn import (
    BelowZero,
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstLine,
    FirstOfKind,
    Gather,
    Lookup,
    OpeningTime,
    OrderAmount,
    Repeated,
    RowColumn,
    StageOf,
    Stored,
)
from leaddesk.model.terms import CREATED, DECISION_DAY, RESPONSE_HOURS, WON_DAY
from leaddesk.text import msg

Tables = dict[str, dict[str, list[Any]]]

IDS: list[Any] = [None, "1", "2", "3", "10"]
CHANNELS: list[Any] = [None, "*", "a?c", "google", "Google", ">5"]
CAMPAIGNS: list[Any] = [None, "Rentrée", "Noël"]
OWNERS: list[Any] = [None, "Inès", "Zoé"]
MOMENTS: list[Any] = [
        None, None, "1926-05-01", "2024-02-29", "2024-12-31 23:59:59", "2025-01-01", "2025-01-01 00:00:01",
        "2025-01-06 10:30", "2025-01-31", "2025-02-01", "2025-02-14 19:00", "2025-02-28 08:00", "2025-03-31",
        "2031-01-01",
    ]  # fmt: skip
AMOUNTS: list[Any] = [None, None, 0.0, 0.5, 12.25, 100.0, -3.5, 1000.0]
FLAGS: list[Any] = [None, 0.0, 1.0]
STATUSES: list[Any] = [
    None,
    "Nouveau",
    "Contacté",
    "3 - Devis envoyé",
    "Qualifié",
    "Gagné",
    "won",
    "Perdu",
    "Spam",
    "zzz",
    "Négociation",
    "Open",
]
BY_HAND: list[Any] = [None, None, "new", "quote", "won", "lost", "invalid"]

LEADS = {
    "id": IDS, "created": MOMENTS, "channel": CHANNELS, "campaign": CAMPAIGNS, "owner": OWNERS, "status": STATUSES,
    "pipeline": STATUSES, "stage": BY_HAND, "responded": MOMENTS, "contacted": MOMENTS, "qualified": MOMENTS,
    "quoted": MOMENTS, "won": MOMENTS, "lost": MOMENTS, "closed": MOMENTS, "amount": AMOUNTS, "margin": AMOUNTS,
    "recurring": FLAGS,
}  # fmt: skip
COSTS = {"date": MOMENTS, "until": MOMENTS, "channel": CHANNELS, "campaign": CAMPAIGNS, "amount": AMOUNTS}
ORDERS = {"id": IDS, "customer": IDS, "date": MOMENTS, "amount": AMOUNTS, "margin": AMOUNTS}


# -- expressions, thrown with dice: drawn ones hardly ever have something to count -----------------------------------

LABEL = msg("something")
LEAD_DAYS: list[RowColumn] = [
    CREATED, CREATED, WON_DAY, DECISION_DAY, Stored("leads", "qualified"), Stored("leads", "closed"),
]  # fmt: skip
CODES: list[RowColumn] = [StageOf(), Depth(), FirstOfKind("leads", "id"), FirstOfKind("leads", "channel")]
LEAD_NUMBERS: list[RowColumn] = [Stored("leads", name) for name in ("amount", "margin", "recurring")]
ANSWERED = OpeningTime(FirstKnown("leads", ("contacted", "created")), FirstKnown("leads", ("quoted", "closed")))
ORDER_REPEATED = Repeated("orders", "id", ("customer", "date", "amount"))
ORDER_NUMBERS: list[RowColumn] = [Stored("orders", "amount"), Stored("orders", "margin"), OrderAmount()]
BOUNDS = [-1, 0, 1, 2, 5, 6, 12, 100, 20089, 20119]


class Dice(random.Random):
    """Throws row columns, conditions, aggregates and expressions of every kind."""

    def lead_day(self) -> RowColumn:
        return self.choice(LEAD_DAYS)

    def order_day(self) -> RowColumn:
        days: list[RowColumn] = [Stored("orders", "date"), Lookup("orders", "customer", self.lead_day())]
        return self.choice(days)

    def lead_number_of_its_own(self) -> RowColumn:
        days = DaysBetween(self.lead_day(), self.lead_day())
        columns: list[RowColumn] = [*LEAD_NUMBERS, RESPONSE_HOURS, ANSWERED, days]
        return self.choice(columns)

    def order_number(self) -> RowColumn:
        looked_up = Lookup("orders", "customer", self.lead_number_of_its_own())
        return self.choice([*ORDER_NUMBERS, looked_up, DaysBetween(self.order_day(), self.order_day())])

    def lead_number(self) -> RowColumn:
        of_orders = self.choice([None, self.order_number(), self.order_number()])
        gathered = Children("leads", "orders", "customer", self.choice(list(Gather)), of_orders)
        first = Children("leads", "orders", "customer", self.choice([Gather.FIRST, Gather.LAST]), self.order_day())
        return self.choice([self.lead_number_of_its_own(), self.lead_number_of_its_own(), gathered, first])

    def number_of(self, table: str) -> RowColumn:
        if table == "costs":
            return Stored("costs", "amount")
        return self.lead_number() if table == "leads" else self.order_number()

    def conditioned(self, table: str) -> RowColumn:
        if table == "costs":
            return Stored("costs", self.choice(["amount", "date", "until"]))
        code = self.choice(CODES)
        if table == "leads":
            return self.choice([code, code, self.lead_day(), self.lead_number()])
        looked_up = Lookup("orders", "customer", code)
        marks = (FirstOfKind("orders", "id"), FirstLine(), ORDER_REPEATED, BelowZero("orders", "amount"))
        return self.choice([self.order_number(), self.order_day(), looked_up, self.choice(marks)])

    def dating(self, table: str) -> Dating:
        if table == "costs":
            over: Dating = OverDays(Stored("costs", "date"), Stored("costs", "until"))
            return OnDay(Stored("costs", "date")) if self.random() < 0.3 else over
        return OnDay(self.lead_day() if table == "leads" else self.order_day())

    def aggregate(self) -> Expression:
        table = self.choice(["leads", "leads", "costs", "orders"])
        conditions = range(self.choice([0, 0, 0, 1, 1, 2]))
        where = tuple(Where(self.conditioned(table), self.choice(list(Op)), self.choice(BOUNDS)) for _ in conditions)
        by, kind = self.dating(table), self.choice([Count, Sum, Quantile])
        if kind is Count:
            return Count(table, LABEL, by, where)
        if kind is Sum:
            times = self.number_of(table) if self.random() < 0.2 else None
            return Sum(self.number_of(table), LABEL, by, where, power=self.choice([1, 1, 2]), times=times)
        return Quantile(self.number_of(table), self.choice([0.0, 0.25, 0.5, 0.9, 1.0]), LABEL, by, where)

    def expression(self, depth: int = 2) -> Expression:
        if depth == 0 or self.random() < 0.6:
            return self.aggregate() if self.random() < 0.85 else Constant(self.choice([0.0, 1.0, 2.5, -4.0]))
        left, operator, right = self.expression(depth - 1), self.choice(list(Operator)), self.expression(depth - 1)
        return Arithmetic(left, operator, right, is_share=operator is Operator.DIVIDED and self.random() < 0.3)

    def tables(self) -> Tables:
        tables: Tables = {}
        for table, kinds in (("leads", LEADS), ("costs", COSTS), ("orders", ORDERS)):
            size, share = self.choice([0, 1, 4, 8, 8, 9]), self.choice([0.6, 0.97, 0.97, 0.97])
            kept = [name for name in kinds if self.random() < share] or [next(iter(kinds))]
            if table == "leads" or self.random() < 0.9:
                tables[table] = {name: self.choices(kinds[name], k=size) for name in kept}
        return tables

    def period(self) -> Period:
        days = sorted(dt.date(2024, 12, 1) + dt.timedelta(self.randint(0, 150)) for _ in range(2))
        start, end = (day if self.random() < 0.4 else None for day in days)
        return Period(start, end)

    def filters(self) -> dict[str, frozenset[str | None]]:
        kept = {}
        for name, values in (("channel", CHANNELS), ("campaign", CAMPAIGNS), ("owner", OWNERS)):
            if self.random() < 0.08:
                kept[name] = frozenset(self.choices(values, k=self.randint(0, 4)))
        return kept


def diced(seed: int) -> Tables:
    """Leads, and most times costs and orders."""
    return Dice(seed).tables()


SEEDS = st.integers(0, 2**32)
