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
    Children,
    DaysBetween,
    Depth,
    FirstKnown,
    FirstOfKind,
    Gather,
    Lookup,
    OpeningTime,
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
]
BY_HAND: list[Any] = [None, None, "new", "quote", "won", "lost", "invalid"]

LEADS = {
    "id": IDS, "created": MOMENTS, "channel": CHANNELS, "campaign": CAMPAIGNS, "owner": OWNERS, "status": STATUSES,
    "stage": BY_HAND, "responded": MOMENTS, "contacted": MOMENTS, "qualified": MOMENTS, "quoted": MOMENTS,
    "won": MOMENTS, "lost": MOMENTS, "closed": MOMENTS, "amount": AMOUNTS, "margin": AMOUNTS, "recurring": FLAGS,
}  # fmt: skip
COSTS = {"date": MOMENTS, "until": MOMENTS, "channel": CHANNELS, "campaign": CAMPAIGNS, "amount": AMOUNTS}
ORDERS = {"id": IDS, "customer": IDS, "date": MOMENTS, "amount": AMOUNTS, "margin": AMOUNTS}


@st.composite
def columns(draw: st.DrawFn, kinds: dict[str, list[Any]], largest: int = 7) -> dict[str, list[Any]]:
    """The columns of one table, a few of them left out."""
    out = draw(st.sets(st.sampled_from(sorted(kinds)), max_size=largest))
    kept = [name for name in kinds if name not in out]
    size = draw(st.integers(0, largest))
    return {name: draw(st.lists(st.sampled_from(kinds[name]), min_size=size, max_size=size)) for name in kept}


@st.composite
def drawn(draw: st.DrawFn) -> Tables:
    """Leads, and most times costs and orders."""
    tables = {"leads": draw(columns(LEADS))}
    for table, kinds in (("costs", COSTS), ("orders", ORDERS)):
        if draw(st.integers(0, 5)):
            tables[table] = draw(columns(kinds))
    return tables


def diced(seed: int) -> Tables:
    """Tables thrown with dice: larger and more varied than hypothesis draws them, but they do not shrink."""
    dice = random.Random(seed)
    tables: Tables = {}
    for table, kinds in (("leads", LEADS), ("costs", COSTS), ("orders", ORDERS)):
        size = dice.randint(0, 8)
        kept = [name for name in kinds if dice.random() < 0.7] or ["id" if "id" in kinds else "date"]
        if table == "leads" or dice.random() < 0.8:
            tables[table] = {name: dice.choices(kinds[name], k=size) for name in kept}
    return tables


def data() -> st.SearchStrategy[Tables]:
    """Leads, and most times costs and orders."""
    return st.one_of(st.integers(0, 2**32).map(diced), drawn())


DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2025, 4, 30))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Open on both sides, on one, or closed."""
    start, end = draw(st.one_of(st.none(), DAYS)), draw(st.one_of(st.none(), DAYS))
    if start is not None and end is not None and end < start:
        start, end = end, start
    return Period(start, end)


@st.composite
def filters(draw: st.DrawFn) -> dict[str, frozenset[str | None]]:
    """Mostly none; else some values of one or two dimensions."""
    kept = {}
    for name, values in (("channel", CHANNELS), ("campaign", CAMPAIGNS), ("owner", OWNERS)):
        if draw(st.integers(0, 4)) == 0:
            kept[name] = draw(st.frozensets(st.sampled_from(values), max_size=3))
    return kept


# -- expressions ------------------------------------------------------------------------------------------------------

LABEL = msg("something")
LEAD_DAYS = st.sampled_from([CREATED, WON_DAY, DECISION_DAY, Stored("leads", "qualified"), Stored("leads", "closed")])
TO_LEAD_DAY = st.builds(Lookup, st.just("orders"), st.just("customer"), LEAD_DAYS)
ORDER_DAYS: st.SearchStrategy[RowColumn] = st.one_of(st.just(Stored("orders", "date")), TO_LEAD_DAY)
CODES = st.sampled_from([StageOf(), Depth(), FirstOfKind("leads", "id"), FirstOfKind("leads", "channel")])
LEAD_FLOATS_OF_ITS_OWN: st.SearchStrategy[RowColumn] = st.one_of(
    st.sampled_from(
        [Stored("leads", "amount"), Stored("leads", "margin"), Stored("leads", "recurring"), RESPONSE_HOURS]
    ),
    st.builds(DaysBetween, LEAD_DAYS, LEAD_DAYS),
    st.just(OpeningTime(FirstKnown("leads", ("contacted", "created")), FirstKnown("leads", ("quoted", "closed")))),
)
ORDER_FLOATS: st.SearchStrategy[RowColumn] = st.one_of(
    st.sampled_from([Stored("orders", "amount"), Stored("orders", "margin")]),
    st.builds(Lookup, st.just("orders"), st.just("customer"), LEAD_FLOATS_OF_ITS_OWN),
    st.builds(DaysBetween, ORDER_DAYS, ORDER_DAYS),
)
GATHERED: st.SearchStrategy[RowColumn] = st.builds(
    Children,
    st.just("leads"),
    st.just("orders"),
    st.just("customer"),
    st.sampled_from(Gather),
    st.one_of(st.none(), ORDER_FLOATS),
)
FIRST_ORDER = st.builds(
    Children,
    st.just("leads"),
    st.just("orders"),
    st.just("customer"),
    st.sampled_from([Gather.FIRST, Gather.LAST]),
    ORDER_DAYS,
)
LEAD_FLOATS: st.SearchStrategy[RowColumn] = st.one_of(LEAD_FLOATS_OF_ITS_OWN, GATHERED, FIRST_ORDER)
FLOATS = {"leads": LEAD_FLOATS, "costs": st.just(Stored("costs", "amount")), "orders": ORDER_FLOATS}
TO_LEAD_CODE = st.builds(Lookup, st.just("orders"), st.just("customer"), CODES)
CONDITIONED: dict[str, st.SearchStrategy[RowColumn]] = {
    "leads": st.one_of(CODES, CODES, LEAD_DAYS, LEAD_FLOATS),
    "costs": st.sampled_from([Stored("costs", "amount"), Stored("costs", "date"), Stored("costs", "until")]),
    "orders": st.one_of(ORDER_FLOATS, ORDER_DAYS, TO_LEAD_CODE, st.just(FirstOfKind("orders", "id"))),
}
BOUNDS = st.sampled_from([-1, 0, 1, 2, 5, 6, 12, 100, 20089, 20119])
DATINGS: dict[str, st.SearchStrategy[Dating]] = {
    "leads": st.builds(OnDay, LEAD_DAYS),
    "costs": st.sampled_from(
        [OverDays(Stored("costs", "date"), Stored("costs", "until")), OnDay(Stored("costs", "date"))]
    ),
    "orders": st.builds(OnDay, ORDER_DAYS),
}


@st.composite
def aggregates(draw: st.DrawFn) -> Expression:
    """A count, sum (of squares too) or quantile of one of the tables."""
    table = draw(st.sampled_from(["leads", "leads", "costs", "orders"]))
    conditions = st.builds(Where, CONDITIONED[table], st.sampled_from(Op), BOUNDS)
    where = tuple(draw(st.lists(conditions, max_size=2)))
    by, kind = draw(DATINGS[table]), draw(st.sampled_from([Count, Sum, Quantile]))
    if kind is Count:
        return Count(table, LABEL, by, where)
    value = draw(FLOATS[table])
    if kind is Sum:
        return Sum(value, LABEL, by, where, power=draw(st.sampled_from([1, 1, 2])))
    return Quantile(value, draw(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0])), LABEL, by, where)


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(aggregates(), aggregates(), st.builds(Constant, st.sampled_from([0.0, 1.0, 2.5, -4.0]))),
    lambda inner: st.builds(Arithmetic, inner, st.sampled_from(Operator), inner),
    max_leaves=5,
)
