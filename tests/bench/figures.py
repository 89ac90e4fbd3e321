"""All figures after a change of filter or period, computed and painted."""

from __future__ import annotations

import datetime as dt
import gc
import itertools
import tempfile
import time
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.model.monthly import monthly
from leaddesk.model.period import Period
from leaddesk.model.questions import QUESTIONS
from leaddesk.model.readings import Reading
from leaddesk.model.report import Report
from leaddesk.model.slice import Filters, Slice
from tests import builders
from tests.bench.bound import Bound, best
from tests.bench.generated import CHANNELS, state
from tests.bench.tables import with_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from leaddesk.model.state import State
    from tests.bench.window import Desktop

COMPUTED, PAINTED = 50.0, 100.0
_YEAR = Period(dt.date(2025, 7, 1), dt.date(2026, 6, 30))
_LONG = Period(dt.date(2025, 2, 1), dt.date(2026, 6, 30))
_KEPT = frozenset(CHANNELS[:3])


def bounds(*, quick: bool) -> Iterator[Bound]:
    rows = 100_000 if quick else 1_000_000
    bare = state(rows)
    made = _aiming(bare.with_dataset(with_tables(bare.dataset, rows)))
    computed = _computed(made, 3 if quick else 7)
    for name, taken in computed.items():
        yield Bound(f"all figures after {name}, {rows:,} leads", taken, COMPUTED, 1.0, "a fixed bound")
    yield _memory(made)
    for pair in itertools.combinations(("channel", "campaign", "owner", "city"), 2):
        _ask(Report(Slice(made, _YEAR, _YEAR.before(), _first_of_each(made, pair))))
    yield replace(_memory(made), what="prepared of the columns after all pairs of filters, MB")
    with tempfile.TemporaryDirectory() as folder:
        for name, taken in _painted(made, Path(folder), 3 if quick else 7).items():
            yield Bound(f"painted after {name}, {rows:,} leads", taken, PAINTED, 1.0, "a fixed bound")


def _aiming(made: State) -> State:
    """The same with some objectives."""
    aims = builders.frame(
        "objectives",
        kpi=["leads", "customers", "conversion_rate", "leads"],
        period=["2026", "2026", "2026", "06/2026"],
        target=[600_000.0, 70_000.0, 12.0, 40_000.0],
        channel=[None, None, None, "Salon"],
    )
    return made.with_dataset(made.dataset.with_frame(aims))


def _computed(made: State, runs: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {}
    for run in range(runs + 1):
        # Others each time: what was made for a filter or a day is kept.
        kept = frozenset((*CHANNELS, *CHANNELS)[run : run + 3])
        long = Period(_LONG.start, dt.date(2026, 6, 30 - run))
        views = {
            "a filter": Slice(made, _YEAR, _YEAR.before(), Filters({"channel": kept})),
            "two filters": Slice(made, _YEAR, _YEAR.before(), Filters({"owner": frozenset({"Inès"}), "channel": kept})),
            "a period": Slice(made, long, long.before()),
            "all dates": Slice(made),
        }
        for name, view in views.items():
            report = Report(view)
            gc.disable()  # as while any job runs: see leaddesk/ui/collecting.py
            start = time.process_time()  # what else the machine does is no matter of the figures
            _ask(report)
            end = time.process_time()
            gc.enable()
            if run:  # the first prepares what depends on the State alone
                taken.setdefault(name, []).append(1e3 * (end - start))
    return {name: best(found) for name, found in taken.items()}


def _ask(report: Report) -> tuple[Any, ...]:
    """All figures that a Report has, whatever tab they are on, and the lines of the usual cards."""
    window = report.conversion_window
    return (
        report.told, report.unopened, report.funnel, report.channels, report.leads_by_month, report.past_leads_by_month,
        report.customers_by_month, report.leads, report.undated, report.unknown_statuses, report.lost_reasons,
        report.conversion, report.cohorts, report.stays, report.stuck_leads.first(100), report.time_to_convert, window,
        *(report.read_funnel(reading, window.days) for reading in Reading), report.recovery, report.retention,
        report.quiet_customers, report.reach, report.lacking_orders, report.objectives, report.standings, report.alerts,
        report.forecast, tuple(monthly(kpi, report.evaluator) for one in QUESTIONS for kpi in one.usual),
    )  # fmt: skip


def _first_of_each(made: State, names: Sequence[str]) -> Filters:
    return Filters({name: frozenset(made.dataset["leads"].labels(name)[:1]) for name in names})


def _memory(made: State) -> Bound:
    """What is prepared of the columns and kept, over the columns themselves (megabytes, not milliseconds)."""
    prepared: dict[int, int] = {}
    for frame in made.dataset.frames.values():
        for _, _, kept in frame._prepared.values():
            prepared |= {id(array): array.nbytes for array in _arrays(kept)}
    typed = sum(frame.data.memory_usage(index=False).sum() for frame in made.dataset.frames.values())
    return Bound("prepared of the columns, MB", sum(prepared.values()) / 1e6, typed / 1e6, 2.0, "the typed columns")


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """The arrays in what is prepared, those that only look into another one left aside."""
    if isinstance(value, np.ndarray):
        yield value if value.base is None or not isinstance(value.base, np.ndarray) else value.base
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _arrays(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _arrays(getattr(value, each.name))


def _painted(made: State, folder: Path, runs: int) -> dict[str, float]:
    from leaddesk.ui.holding import Taken
    from tests.bench.window import Desktop

    desktop = Desktop(folder)
    session = desktop.session
    session.desk.adopt(Taken((), made.dataset, (), (), fresh=True))
    session.set_period(_LONG)
    desktop.settle()
    changes: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "a filter": (lambda: session.set_filter("channel", _KEPT), lambda: session.set_filter("channel", None)),
        "a period": (lambda: session.set_period(_YEAR), lambda: session.set_period(_LONG)),
    }
    taken = {}
    for name, (do, undo) in changes.items():
        found = []
        for _ in range(runs + 1):
            found.append(_change(desktop, do))
            undo()
            desktop.settle(2)
        taken[name] = best(found[1:])
    desktop.close()
    return taken


def _change(desktop: Desktop, do: Callable[[], None]) -> float:
    from tests.bench.window import Painted

    tab: Any = desktop.window.tab("overview")
    cards = [card for card in tab.grid.cards if card.isVisible()]
    painted, before = Painted(*cards), cards[0].value.text()
    start = time.perf_counter()
    do()
    desktop.until(lambda: painted.at > start and cards[0].value.text() != before)
    taken = 1e3 * (painted.at - start)
    painted.close()
    return taken
