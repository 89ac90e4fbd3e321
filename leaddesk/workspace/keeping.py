"""Which backups are kept: many of the last hours, fewer of the last days, weeks and months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

RECENT: Final = 10
DAILY: Final = 12
WEEKLY: Final = 10
MONTHLY: Final = 6
NEVER_TOO_MANY: Final = 3
"""So many of the newest stay, however large they are."""

_T = TypeVar("_T")


def kept(times: Iterable[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Those of the *times* (of backups, with their zone) that are kept.

    The rule: the ten newest; the last one of each of the twelve newest days, of the ten newest weeks (Monday to Sunday)
    and of the six newest months that have any. Days are those of *now*'s zone. A pause lets none go: whoever comes back
    after a year still finds the versions of the year before. A time after *now* (the clock was wrong) is kept and
    takes nobody's place.
    """
    known = set(times)
    past = sorted((time for time in known if time <= now), reverse=True)
    local = {time: time.astimezone(now.tzinfo) for time in past}
    found = known - set(past[RECENT:])
    found |= _newest_of(past, lambda time: local[time].date(), DAILY)
    found |= _newest_of(past, lambda time: local[time].isocalendar()[:2], WEEKLY)
    found |= _newest_of(past, lambda time: (local[time].year, local[time].month), MONTHLY)
    return found


def _newest_of(newest_first: list[dt.datetime], span: Callable[[dt.datetime], object], most: int) -> set[dt.datetime]:
    """The newest time of each of the *most* newest spans."""
    firsts: dict[object, dt.datetime] = {}
    for time in newest_first:
        firsts.setdefault(span(time), time)
    return set(list(firsts.values())[:most])


def within(sizes: Mapping[_T, int], most: int) -> set[_T]:
    """Those that are kept of backups, newest first with their bytes, so that together they take *most* at most.

    The oldest go first; the three newest stay in any case.
    """
    found: set[_T] = set()
    total = 0
    for place, (backup, size) in enumerate(sizes.items()):
        total += size
        if place >= NEVER_TOO_MANY and total > most:
            break
        found.add(backup)
    return found
