"""What is behind the biggest leak of a funnel, and behind what closing half of it would bring."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.model.account import Account, Named, share_of, without
from leaddesk.model.counted import Counted
from leaddesk.model.funnel import UNKNOWN, open_at
from leaddesk.model.leftout import among
from leaddesk.model.measure import Unit
from leaddesk.model.stages import LABELS, LADDER, Stage
from leaddesk.model.terms import BY_CREATED, LEADS
from leaddesk.text import Message, msg, msgc

if TYPE_CHECKING:
    from leaddesk.model.funnel import Leak
    from leaddesk.model.leftout import Positions, Traced
    from leaddesk.model.recovery import Recovery
    from leaddesk.model.report import Report

_GAINED: Final = msg(
    "The customers that half of the leads lost there would have become, if they had gone on as those did that got past "
    "it."
)
_LAST: Final = msg("half of the leads lost, rounded up: who gets past the last step is won")
_AS_OTHERS: Final = msg("half of the leads lost, rounded up × won / decided, of those that got past it")


class LeakFigure(StrEnum):
    """What is told of a leak: its share, and what closing half of it brings."""

    LEAK = auto()
    RECOVERY = auto()


def of_leak(report: Report, leak: Leak) -> Account:
    """The account of the share of leads that the biggest leak lost."""
    behind = _Behind(report, leak)
    before = LABELS[leak.before]
    return share_of(
        msg("Lost between “{before}” and “{stage}”", before=before, stage=LABELS[leak.stage]),
        msg(
            "Of the leads that went on from “{before}” or were lost there, those that were lost. Leads still open "
            "there may yet go on: they do not count.",
            before=before,
        ),
        leak.share,
        behind.lost,
        behind.judged,
        behind.traced(),
    )


def of_recovery(report: Report, found: Recovery) -> Account:
    """The account of the customers that closing half of a leak would bring."""
    behind, leak = _Behind(report, found.leak), found.leak
    customers = found.customers
    won, decided = behind.won, behind.decided
    is_last = leak.stage is Stage.WON
    half = (
        msg("({left} + 1) / 2", left=leak.lost) if leak.lost % 2 else msg("{left} / {right}", left=leak.lost, right=2)
    )
    filled = half if is_last else msg("{half} × {won} / {decided}", half=half, won=len(won), decided=len(decided))
    unseen = msg("Losses after “{stage}” are not recorded: it is that at most.", stage=LABELS[leak.stage])
    revenue = Named(msg("at the mean of the known amounts"), Unit.MONEY, found.revenue)
    return Account(
        msg("Closing half of the leak: customers more"),
        _GAINED,
        Unit.COUNT,
        customers,
        (behind.lost,) if is_last else (behind.lost, won, decided),
        (behind.traced(),),
        formula=_LAST if is_last else _AS_OTHERS,
        filled=None if customers.value is None else filled,
        is_algebra=False,  # customers that nobody has counted
        base=decided.what,
        tells_n=customers.n is not None and not is_last,
        beside=() if found.revenue.value is None else (revenue,),
        note=unseen if found.is_most else None,
    )


class _Behind:
    """The leads around a leak."""

    def __init__(self, report: Report, leak: Leak) -> None:
        self.report, self.leak = report, leak
        before, stage = LABELS[leak.before], LABELS[leak.stage]
        lost, past = report.leads_leaked(leak.stage), report.leads_at(leak.stage)
        later = np.concatenate([self._open(one) for one in LADDER[leak.stage : -1]] or [np.zeros(0, np.intp)])
        self.lost = self._leads(msg("leads lost between “{before}” and “{stage}”", before=before, stage=stage), lost)
        self.judged = self._leads(msg("leads that went on or were lost there"), np.sort(np.concatenate([lost, past])))
        self.won = self._leads(msg("leads won"), report.leads_at(Stage.WON))
        self.decided = self._leads(msg("decided leads that got past it"), without(past, np.sort(later)))

    def _leads(self, what: Message, positions: Positions) -> Counted:
        return Counted(what, LEADS.table, positions)

    def _open(self, stage: Stage) -> Positions:
        return self.report.evaluator.matching(LEADS.table, BY_CREATED, open_at(stage).where)

    def traced(self) -> Traced:
        """Who is judged of all leads of the period."""
        evaluator, before = self.report.evaluator, LABELS[self.leak.before]
        reasons = (
            (msgc("left out", "still open at “{stage}”", stage=before), self._open(self.leak.before)),
            (
                msgc("left out", "lost without a trace of how far they got"),
                evaluator.matching(LEADS.table, BY_CREATED, UNKNOWN.where),
            ),
        )
        otherwise = msgc("left out", "did not get to “{stage}”", stage=before)
        return among(LEADS, self.judged.positions, reasons, otherwise, evaluator)
