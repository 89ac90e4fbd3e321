"""What is told of a leak, and of closing half of it, worked out by hand."""

from __future__ import annotations

from leaddesk.model.leakaccount import of_leak, of_recovery
from leaddesk.model.measure import Measure
from leaddesk.model.recovery import Recovery
from leaddesk.model.report import Report
from leaddesk.model.stages import Stage
from leaddesk.text import language
from tests.builders import a_slice, dataset

EN = language("en")


def report() -> Report:
    """Fifteen are lost once they were qualified, two before that on no known way; of those that went on nine are won,
    three are lost after the quote, one is still open there, and one is still open as qualified.
    """
    leads = {
        "created": ["2025-01-03"] * 31,
        "status": [*["Perdu"] * 17, *["Gagné"] * 9, *["Perdu"] * 3, "Devis", "Qualifié"],
        "qualified": [*["2025-01-04"] * 15, None, None, *["2025-01-04"] * 14],
        "quoted": [None] * 17 + ["2025-01-05"] * 13 + [None],
        "amount": [None] * 17 + [100.0, 300.0] + [None] * 12,
    }
    return Report(a_slice(dataset(leads=leads)))


def test_a_leak_is_of_those_that_went_on_or_were_lost() -> None:
    whole = report()
    leak = whole.funnel.leak
    assert leak is not None
    assert (leak.before, leak.stage, leak.lost, leak.of) == (Stage.QUALIFIED, Stage.QUOTE, 15, 28)
    account = of_leak(whole, leak)
    assert account.filled is not None
    assert EN.text(account.filled) == "15 / 28"
    lost, judged = account.counted
    assert lost.positions.tolist() == list(range(15))
    assert judged.positions.tolist() == [*range(15), *range(17, 30)]
    reasons = {EN.text(one.reason): one.positions.tolist() for one in account.traced[0].left_out}
    assert reasons == {"still open at “Qualified”": [30], "lost without a trace of how far they got": [15, 16]}


def test_half_of_them_would_go_on_as_those_did_that_got_past_it() -> None:
    whole = report()
    found = whole.recovery
    assert found is not None
    account = of_recovery(whole, found)
    assert account.filled is not None
    assert EN.text(account.filled) == "(15 + 1) / 2 × 9 / 12"  # of thirteen past it nine are won, three lost, one open
    assert account.measure.value == 8 * 9 / 12
    _lost, won, decided = account.counted
    assert (won.positions.tolist(), decided.positions.tolist()) == ([*range(17, 26)], [*range(17, 29)])
    (revenue,) = account.beside
    assert revenue.measure.value == 6 * 200


def test_who_gets_past_the_last_step_is_won() -> None:
    whole = report()
    leak = whole.funnel.leak
    assert leak is not None
    last = type(leak)(Stage.NEGOTIATION, Stage.WON, 4, 7, 0, Measure(4 / 7, 7))
    account = of_recovery(whole, Recovery(last, 2, Measure(2.0, 3, 2.0, 2.0), Measure(None)))
    assert account.formula is not None
    assert account.filled is not None
    assert "the last step" in EN.text(account.formula)
    assert (EN.text(account.filled), len(account.counted), account.beside) == ("4 / 2", 1, ())
