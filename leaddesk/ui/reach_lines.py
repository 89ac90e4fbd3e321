"""The chain from impressions to repeat customers, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.text import Argument, msg
from leaddesk.ui.widgets.reach_steps import ReachLine

if TYPE_CHECKING:
    from leaddesk.model.reach import Reach, Reached


def reach_lines(found: Reach) -> tuple[ReachLine, ...]:
    """A line a step: its base, the days that are recorded where they are fewer than the leads', the reason where it is
    absent.
    """
    return tuple(_line(one, is_partial=one in found.partial) for one in found.steps)


def _line(one: Reached, *, is_partial: bool) -> ReachLine:
    note: Argument = ""
    tooltip: Argument = msg("From your “{table}”.", table=one.source)
    if one.first is not None and one.last is not None:
        tooltip = msg("From your “{table}”, {first} to {last}.", table=one.source, first=one.first, last=one.last)
        if is_partial:
            note = msg(
                "recorded from {first} to {last} only, fewer days than your leads", first=one.first, last=one.last
            )
    opens = one.count is not None
    return ReachLine(one.step, one.label, one.count, one.base, one.absent or "", note, tooltip, opens)
