"""What each simulation says, as a table of docs/simulations.md: a row a seed, and whether its promise is kept."""

from __future__ import annotations

import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tests.simulation import (
    alerts,
    conversions,
    costs,
    forecast,
    intervals,
    medians,
    methods,
    objectives,
    qualified,
    ratios,
    recovery,
    revenue,
    standings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.simulation.objectives import Calibration

FILES: Final = 2000
"""So many made files a seed are a full run."""


@dataclass(frozen=True)
class Row:
    """One row of a table; ``is_kept``: what is promised of it holds, within two Monte-Carlo standard errors."""

    cells: tuple[str, ...]
    is_kept: bool


@dataclass(frozen=True)
class Simulation:
    """``rows`` of a table under ``head``, from so many files of one seed; ``seeds``: those fixed beforehand; ``files``:
    so many of each are a full run.
    """

    head: tuple[str, ...]
    seeds: tuple[int, ...]
    rows: Callable[[int, int], Sequence[Row]]
    files: int = FILES

    def table(self, rows: Sequence[Row]) -> str:
        """The rows as a table of Markdown."""
        lines = [f"| {' | '.join(self.head)} |", f"|{'---:|' * len(self.head)}"]
        return "\n".join([*lines, *(f"| {' | '.join(row.cells)} |" for row in rows)])


def is_calibrated(found: Calibration) -> bool:
    """The joint test: chi-squared over the tenths within two standard errors of its mean."""
    return found.statistic <= found.freedom + 2 * math.sqrt(2 * found.freedom)


def at_least(share: float, promised: float, n: int) -> bool:
    """Whether a share of *n* is what was promised or more, two standard errors allowed."""
    return share >= promised - 2 * math.sqrt(promised * (1 - promised) / n)


def _calibrated(module: Any, groups: tuple[tuple[str, ...], ...] = ()) -> Callable[[int, int], Sequence[Row]]:
    def rows(files: int, seed: int) -> list[Row]:
        found = module.calibration(files, seed)
        parts = [module.calibration(files, seed, kinds) for kinds in groups]
        cells = [f"{one.statistic:.1f}" for one in (found, *parts)]
        return [Row((str(seed), f"{int(found.count.sum()):,}", *cells), is_calibrated(found))]

    return rows


def _standings(files: int, seed: int) -> list[Row]:
    parts = standings.parts(files, seed)
    cells = [f"{one.statistic:.1f}" for one in parts]
    return [Row((str(seed), f"{int(parts[0].count.sum()):,}", *cells), is_calibrated(parts[0]))]


def _methods(files: int, seed: int) -> list[Row]:
    found = [
        methods.calibration(files, seed, kinds) for kinds in (methods.KINDS, methods.BY_DAYS, methods.IN_HINDSIGHT)
    ]
    cells = [cell for one in found for cell in (f"{int(one.count.sum()):,}", f"{one.statistic:.1f}")]
    return [Row((str(seed), *cells), is_calibrated(found[0]))]


def _alerts(files: int, seed: int) -> list[Row]:
    judged, raised, _ = alerts.raised(files, seed)
    few = max(1, files // 10)
    told = [alerts.raised(few, seed, 60, 0.5, only_leads=only_leads)[2].get("leads", 0) for only_leads in (False, True)]
    told.append(alerts.raised(few, seed, orders=0.5)[2].get("orders", 0))
    is_kept = at_least(1 - raised / judged, 0.95, judged) and at_least(told[1] / few, 0.86, few)
    halved = [f"{one} of {few}" for one in told]
    return [Row((str(seed), f"{judged:,}", _percent(raised / judged), *halved), is_kept)]


def _forecast(files: int, seed: int) -> list[Row]:
    shares, errors, told = forecast.held(files, seed)
    return [_held(seed, told, list(shares.values()), list(errors.values()))]


def _revenue(files: int, seed: int) -> list[Row]:
    found = list(revenue.held(files, seed).values())
    return [_held(seed, min(one.told for one in found), [one.held for one in found], [one.error for one in found])]


def _held(seed: int, told: int, shares: list[float], errors: list[float]) -> Row:
    is_kept = all(at_least(share, 0.95, told) for share in shares) and all(abs(error) < 0.05 for error in errors)
    error = f"{_percent(min(errors))} to {_percent(max(errors))}"
    return Row((str(seed), f"{told:,}", *map(_percent, shares), error), is_kept)


def _recovery(files: int, seed: int) -> list[Row]:
    shares = [recovery.held(files, seed, one) for one in ((0.0, 1.0), *recovery.SHARES)]
    return [Row((str(seed), *map(_percent, shares)), all(at_least(share, 0.95, files) for share in shares))]


def _intervals(files: int, _seed: int) -> list[Row]:
    files *= 10
    found = [
        *intervals.proportions(files=files), *intervals.medians(files=files), *intervals.ratios(files=files),
        *intervals.engagements(files=files),
    ]  # fmt: skip
    return [Row(intervals.cells(one), one.holds) for one in found]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace("-", "−").replace("−0.0 %", "0.0 %")


_JOINT: Final = ("seed", "told", "joint test")
SIMULATIONS: Final[dict[str, Simulation]] = {
    "objectives": Simulation(
        (*_JOINT, "counts alone", "amounts alone", "shares alone", "orders"),
        objectives.SEEDS,
        _calibrated(objectives, (("count",), ("sum",), ("share",), ("orders",))),
    ),
    "standings": Simulation(
        (*_JOINT, "leads alone", "deal revenue alone", "conversion rate alone", "cost of a lead alone"),
        standings.SEEDS,
        _standings,
    ),
    "costs": Simulation(_JOINT, costs.SEEDS, _calibrated(costs)),
    "medians": Simulation(
        (*_JOINT, "hours alone", "days alone", "slowest tenth alone"),
        medians.SEEDS,
        _calibrated(medians, tuple((kind,) for kind in medians.KINDS)),
    ),
    "ratios": Simulation(_JOINT, ratios.SEEDS, _calibrated(ratios)),
    "conversions": Simulation(_JOINT, conversions.SEEDS, _calibrated(conversions)),
    "qualified": Simulation(_JOINT, qualified.SEEDS, _calibrated(qualified)),
    "methods": Simulation(
        (*_JOINT, "by weeks and months: told", "test", "in hindsight: told", "test"), methods.SEEDS, _methods, 900
    ),
    "alerts": Simulation(
        (
            "seed",
            "months of noise",
            "with an alert",
            "leads halved, told: every table",
            "leads and costs",
            "orders halved",
        ),
        alerts.SEEDS,
        _alerts,
        700,
    ),
    "forecast": Simulation(
        ("seed", "told", "held, 30 days", "60 days", "90 days", "mean error"), forecast.SEEDS, _forecast
    ),
    "revenue": Simulation(
        ("seed", "told", "revenue held, 30 days", "60 days", "90 days", "open leads, 90 days", "mean error"),
        revenue.SEEDS,
        _revenue,
    ),
    "recovery": Simulation(
        ("seed", "held, any share won", "0 to 10 % won", "10 to 50 %", "50 to 90 %", "90 to 100 %"),
        recovery.SEEDS,
        _recovery,
    ),
    "intervals": Simulation(intervals.HEAD, (0,), _intervals),
}
"""Those of docs/simulations.md; the intervals take ten times as many files, of all of their seeds in one row."""


def ran(names: Sequence[str], files: int | None, jobs: int) -> dict[str, list[Row]]:
    """The rows of each of these simulations, a seed at a time on each core; *files* None: its full run."""
    work = [(name, seed) for name in names for seed in SIMULATIONS[name].seeds]
    if jobs <= 1:
        parts = [_rows(files, *one) for one in work]
    else:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
            parts = list(pool.map(partial(_rows, files), *zip(*work, strict=True)))
    found: dict[str, list[Row]] = {name: [] for name in names}
    for (name, _), rows in zip(work, parts, strict=True):
        found[name] += rows
    return found


def _rows(files: int | None, name: str, seed: int) -> Sequence[Row]:
    one = SIMULATIONS[name]
    return one.rows(files or one.files, seed)
