"""Made-up data for the workbook's proofs: every column, every kind of gap, and names that formulas must not read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.builders import frame, state

if TYPE_CHECKING:
    from leaddesk.model.state import State

HOSTILE = ["*", "a?c", "abc", "<x", ">5", "=1+1", "google", "Google", "Rentrée*", "Rentrée 2", "~*", "1"]
STATUSES = ["Nouveau", "Contacté", "Qualifié", "Devis envoyé", "Négociation", "Gagné", "Perdu", "Invalide", "?", None]
NAUGHTY = Path(__file__).resolve().parent.parent / "data" / "odd_files" / "blns.txt"
FIRST = np.datetime64("2024-03-01T00:00:00")


def naughty() -> list[str]:
    """The big list of naughty strings, and a few that workbooks stumble over."""
    lines = NAUGHTY.read_text(encoding="utf-8", errors="replace").splitlines()
    own = ["=1+1", "+33 6", "-5", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "http://example.com", "#N/A", "_x0041_",
           "\ufffe", "\x00\x07", " two ", "a\r\nb", "x" * 40_000, "TRUE", "1e5", "2025-01-01"]  # fmt: skip
    return own + [line for line in lines if line and not line.startswith("#")]


def moments(random: np.random.Generator, start: Any, days: int, gap: float, *, times: bool) -> list[str | None]:
    """A date a row after *start*, some missing, some with a time of day."""
    seconds = random.integers(0, days * 86400, len(start))
    whole = random.random(len(start)) < (0.3 if times else 1.0)
    moved = start + np.where(whole, seconds // 86400 * 86400, seconds).astype("timedelta64[s]")
    return [
        None if missing else str(moment) for missing, moment in zip(random.random(len(start)) < gap, moved, strict=True)
    ]


def gaps(random: np.random.Generator, values: Any, share: float) -> list[Any]:
    """The values with a share of them missing."""
    return [
        None if missing else value for missing, value in zip(random.random(len(values)) < share, values, strict=True)
    ]


def leads(seed: int, rows: int) -> dict[str, Any]:
    """Columns of leads that hang together no better than real ones."""
    random = np.random.default_rng(seed)
    strings = naughty()
    created = FIRST + random.integers(0, 600 * 86400, rows).astype("timedelta64[s]")
    amounts = [round(float(amount), 2) for amount in random.lognormal(6, 1, rows)]
    margins = [round(float(margin), 2) for margin in random.normal(200, 150, rows)]
    return {
        "id": gaps(random, [f"{int(number):04d}" for number in random.integers(0, rows * 8, rows)], 0.03),
        "created": moments(random, created, 1, 0.05, times=True),
        "channel": gaps(random, random.choice(HOSTILE, rows).tolist(), 0.1),
        "campaign": gaps(random, [strings[int(i)] for i in random.integers(0, 20, rows)], 0.5),
        "owner": gaps(random, random.choice(["Léa", "Omar"], rows).tolist(), 0.2),
        "status": [STATUSES[int(i)] for i in random.integers(0, len(STATUSES), rows)],
        "responded": moments(random, created, 6, 0.4, times=True),
        "contacted": moments(random, created, 12, 0.5, times=True),
        "qualified": moments(random, created, 30, 0.6, times=False),
        "quoted": moments(random, created, 40, 0.7, times=False),
        "won": moments(random, created, 90, 0.8, times=False),
        "lost": moments(random, created, 90, 0.8, times=False),
        "closed": moments(random, created, 99, 0.6, times=False),
        "amount": gaps(random, amounts, 0.3),
        "margin": gaps(random, margins, 0.4),
        "name": [strings[i % len(strings)] for i in range(rows)],
        "email": [f"nobody{i}@example.com" for i in range(rows)],
        "city": [f"Ville {int(i)}" for i in random.integers(0, 90, rows)],
        "postcode": ["01000"] * rows,
        "optin_email": [None if i > 1 else float(i) for i in np.random.default_rng(seed).integers(0, 3, rows)],
        "recurring": [float(i) if i < 2 else None for i in random.integers(0, 3, rows)],
        "company_size": [strings[int(i)] for i in random.integers(0, len(strings), rows)],
    }


def costs(seed: int, rows: int) -> dict[str, Any]:
    """Expenses: of one day, of a span, undated, without an amount, refunded."""
    random = np.random.default_rng(seed + 1)
    first = (FIRST + random.integers(0, 600, rows).astype("timedelta64[D]")).astype("datetime64[D]")
    last = first + random.integers(-2, 60, rows)
    return {
        "date": gaps(random, [str(day) for day in first], 0.05),
        "until": gaps(random, [str(day) for day in last], 0.4),
        "channel": gaps(random, random.choice(HOSTILE, rows).tolist(), 0.1),
        "amount": gaps(random, [round(float(amount), 2) for amount in random.normal(120, 90, rows)], 0.05),
        "label": [naughty()[int(i)] for i in random.integers(0, 60, rows)],
    }


def a_state(
    seed: int = 1,
    rows: int = 240,
    expenses: int = 60,
    without: tuple[str, ...] = (),
    instead: dict[str, float | None] | None = None,
) -> State:
    """A State with leads and costs; *without* names tables (``costs``) or columns (``leads.created``) to leave out.

    *instead*: what stands in every row of a column (``costs.amount``), None: nothing.
    """
    tables = {"leads": leads(seed, rows), "costs": costs(seed, expenses)}
    for name, value in (instead or {}).items():
        table, _, column = name.partition(".")
        tables[table][column] = [value] * len(tables[table][column])
    kept = {
        table: {name: values for name, values in columns.items() if f"{table}.{name}" not in without}
        for table, columns in tables.items()
        if table not in without
    }
    rows_ = {table: len(next(iter(columns.values()))) for table, columns in kept.items()}
    count = rows_.get("leads", 0)
    depots = [("Lyon", "Villeurbanne", "=1+1", None)[row % 4] for row in range(count)]
    own = {"leads": {"Ma colonne": ["secret"] * count, "Dépôt": depots}}
    frames = [frame(table, rows=None, extra=own.get(table), **columns) for table, columns in kept.items()]
    return state(*frames, today=dt.date(2025, 12, 1))
