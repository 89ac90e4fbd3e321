"""Every KPI worked out a second time, row by row in plain Python, from the dictionary of KPIs alone."""

from __future__ import annotations

import datetime as dt
import random
import statistics
from typing import Any

import holidays
import numpy as np
import pytest

from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from leaddesk.model.state import State
from tests.ingest.rawfiles import raw_file

TODAY = dt.date(2026, 12, 31)  # later than any of the days: what is still to come has tests of its own
HOLIDAYS = holidays.country_holidays("FR", years=range(2023, 2028))
STAGES = {
    "Nouveau": 0,
    "Contacté": 1,
    "Qualifié": 2,
    "Devis envoyé": 3,
    "Négociation": 4,
    "Gagné": 5,
    "Perdu": 6,
    "Invalide": 7,
}
LEAD = {
    "id": "Id prospect", "created": "Date de création", "channel": "Canal", "status": "Statut",
    "responded": "Première réponse le", "contacted": "Contacté le", "qualified": "Qualifié le",
    "quoted": "Devis envoyé le", "won": "Gagné le", "lost": "Perdu le", "closed": "Date de clôture",
    "amount": "Montant HT", "margin": "Marge",
}  # fmt: skip
COST = {"date": "Date de dépense", "until": "Date fin", "channel": "Canal", "amount": "Dépense HT"}
Row = dict[str, Any]


def made(dice: random.Random, leads: int, costs: int) -> tuple[list[Row], list[Row]]:
    def day() -> dt.datetime:
        return dt.datetime(2025, 1, 1) + dt.timedelta(days=dice.randrange(400))  # noqa: DTZ001

    def lead() -> Row:
        created = day() + dt.timedelta(minutes=dice.choice([0, dice.randrange(1440), 1439]))
        known = dice.random() < 0.9

        def later(share: float) -> dt.datetime | None:
            moment = created + dt.timedelta(days=dice.randrange(-2, 90), minutes=dice.choice([0, dice.randrange(1440)]))
            return moment if dice.random() < share else None

        return {
            "id": dice.choice([None, str(dice.randrange(leads * 2 + 1))]),
            "created": created if known else None,
            "channel": dice.choice(["G", "F", "P", None]),
            "status": dice.choice([*STAGES, None, "bizarre"]),
            "responded": later(0.4), "contacted": later(0.3), "qualified": later(0.3), "quoted": later(0.2),
            "won": later(0.25), "lost": later(0.15), "closed": later(0.2),
            "amount": dice.choice([None, dice.randrange(5000), dice.randrange(-500, 500)]),
            "margin": dice.choice([None, dice.randrange(-100, 2000)]),
        }  # fmt: skip

    def cost() -> Row:
        date = dt.datetime(2024, 11, 1) + dt.timedelta(days=dice.randrange(500))  # noqa: DTZ001
        until = date + dt.timedelta(days=dice.choice([0, 0, 6, 30, 400]))
        return {
            "date": date if dice.random() < 0.95 else None,
            "until": until if dice.random() < 0.8 else None,
            "channel": dice.choice(["G", "F", "Z", None]),
            "amount": dice.choice([None, 0, dice.randrange(-50, 900)]),
        }

    return [lead() for _ in range(leads)], [cost() for _ in range(costs)]


def opening_hours(start: dt.datetime, end: dt.datetime) -> float:
    if end.time() == dt.time():  # a day without a time ends with its close
        end = end.replace(hour=23)
    total, day = 0.0, start.date()
    while day <= end.date():
        if day.weekday() < 5 and day not in HOLIDAYS:
            opens, closes = (dt.datetime.combine(day, dt.time(hour)) for hour in (8, 19))
            total += max(0.0, (min(end, closes) - max(start, opens)).total_seconds() / 3600)
        day += dt.timedelta(days=1)
    return total


def is_before(start: dt.datetime, end: dt.datetime) -> bool:
    return end < start and not (end.time() == dt.time() and end.date() == start.date())


def staged(lead: Row) -> Row:
    stage = STAGES.get(lead["status"])
    if stage is None or stage < 5:
        stage = 5 if lead["won"] else 6 if lead["lost"] else stage
    depths = [stage] if stage is not None and stage <= 5 else []
    depths += [1] * bool(lead["contacted"] or lead["responded"]) + [2] * bool(lead["qualified"])
    depths += [3] * bool(lead["quoted"])
    return {**lead, "stage": stage, "depth": max(depths, default=0)}


def total(amounts: list[float | None]) -> float | None:
    """What is known of them, 0 of nothing; all unknown is not 0."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known or not amounts else None


def spent(costs: list[Row], period: Period) -> float | None:
    parts: list[float | None] = []
    for cost in costs:
        if cost["amount"] is None and cost["channel"] is None:
            continue  # a day alone is no expense: the import leaves the line out
        if period.is_set and cost["date"] is None:
            continue
        if not period.is_set:
            parts.append(cost["amount"])
            continue
        first = cost["date"].date()
        last = max(first, (cost["until"] or cost["date"]).date())
        inside = (min(last, period.end or last) - max(first, period.start or first)).days + 1
        if inside > 0:
            parts.append(None if cost["amount"] is None else cost["amount"] * inside / ((last - first).days + 1))
    return total(parts) if parts else None  # no cost written down: that is not a cost of 0


def figures(leads: list[Row], costs: list[Row], period: Period, kept: frozenset[str | None] | None) -> Row:
    def inside(moment: dt.datetime | None) -> bool:
        if not period.is_set or moment is None:
            return not period.is_set
        return (period.start or dt.date.min) <= moment.date() <= (period.end or dt.date.max)

    def ratio(top: float | None, bottom: float | None) -> float | None:
        return top / bottom if top is not None and bottom is not None and bottom > 0 else None

    def less(left: float | None, right: float | None) -> float | None:
        return left - right if left is not None and right is not None else None

    seen: set[str] = set()
    rows = []
    for lead in leads:
        if lead["id"] is None or lead["id"] not in seen:
            rows.append(staged(lead))
        seen.add(lead["id"])
    rows = [row for row in rows if kept is None or row["channel"] in kept]
    created = [row for row in rows if inside(row["created"])]
    won = [{**row, "day": row["won"] or row["closed"]} for row in rows if row["stage"] == 5]
    won = [row for row in won if inside(row["day"])]
    lost = [row for row in rows if row["stage"] == 6 and inside(row["lost"] or row["closed"])]
    valid = [row for row in created if row["stage"] != 7]
    qualified = [row for row in created if row["depth"] >= 2]
    dropped = [row for row in created if row["stage"] in (6, 7) and row["depth"] <= 1]
    spend = spent([cost for cost in costs if kept is None or cost["channel"] in kept], period)
    priced = [row["amount"] for row in won if row["amount"] is not None]
    revenue, margin = (total([row[name] for row in won]) for name in ("amount", "margin"))
    answers = [(row["created"], row["responded"] or row["contacted"]) for row in created]
    hours = [opening_hours(*pair) for pair in answers if pair[0] and pair[1] and not is_before(*pair)]
    dated = [row for row in won if row["created"] and row["day"]]
    days = [(row["day"].date() - row["created"].date()).days for row in dated]
    days = [number for number in days if number >= 0]
    return {
        "leads": len(created), "valid_leads": len(valid), "qualified_leads": len(qualified), "customers": len(won),
        "qualification_rate": ratio(len(qualified), len(created)),
        "qualification_rate_decided": ratio(len(qualified), len(qualified) + len(dropped)),
        "conversion_rate": ratio(sum(row["stage"] == 5 for row in created), len(created)),
        "win_rate": ratio(len(won), len(won) + len(lost)),
        "spend": spend, "cpl": ratio(spend, len(created)), "cost_per_valid_lead": ratio(spend, len(valid)),
        "cpql": ratio(spend, len(qualified)), "cac": ratio(spend, len(won)),
        "deal_revenue": revenue, "average_deal": ratio(revenue, len(priced)), "margin": margin,
        "roi": ratio(less(margin, spend), spend), "roi_on_revenue": ratio(less(revenue, spend), spend),
        "roas": ratio(revenue, spend),
        "response_time": statistics.median(hours) if hours else None,
        "response_time_p90": float(np.percentile(hours, 90)) if hours else None,
        "time_to_convert": statistics.median(days) if days else None,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_every_kpi_of_leads_and_costs_is_what_the_dictionary_says(seed: int) -> None:
    dice = random.Random(seed)
    leads, costs = made(dice, dice.choice([1, 3, 10, 40]), dice.choice([1, 3, 15]))
    sheets = [
        [list(headers.values()), *([row[name] for name in headers] for row in rows)]
        for headers, rows in ((LEAD, leads), (COST, costs))
    ]
    raw = raw_file(*sheets)
    state = State(TODAY, build([(raw, propose(raw, today=TODAY))]).dataset)
    assert len(state.dataset["leads"]) == len(leads)
    start = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(420))
    periods = [
        Period(), Period(start, start), Period(start, start + dt.timedelta(days=dice.randrange(200))),
        Period(None, start), Period(start, None), Period(dt.date(2030, 1, 1), dt.date(2030, 12, 31)),
    ]  # fmt: skip
    for period in periods:
        for kept in (None, frozenset({"G"}), frozenset({"G", None}), frozenset[str | None]()):
            filters = Filters() if kept is None else Filters({"channel": kept})
            report = Report(Slice(state, period, period.before(), filters))
            wanted = figures(leads, costs, period, kept)
            found = {figure.kpi.id: figure.measure.value for figure in report.kpis if figure.kpi.id in wanted}
            gaps = {name for name, value in wanted.items() if value is None}
            assert gaps == {name for name, value in found.items() if value is None}, (period, kept)
            numbers = {name: value for name, value in wanted.items() if name not in gaps}
            measured = {name: value for name, value in found.items() if name not in gaps}
            assert measured == pytest.approx(numbers, rel=1e-9, abs=1e-9), (period, kept)
