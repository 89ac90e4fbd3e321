"""What the customers tab says around its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.text import Message, msg, msgn, verbatim

if TYPE_CHECKING:
    from leaddesk.model.report import Report
    from leaddesk.model.retention import Retention

REACH_NOTE: Final = msg(
    "Counts only. Each line is counted on a base of its own, named below it: none is a share of the line above."
)
QUIET_NOTE: Final = msg(
    "Silent for longer than their own rhythm explains, whatever the period; about one in twenty of those that go on is "
    "listed wrongly. The most striking silence comes first."
)
QUIET_FIRST: Final = msg(
    "Silent for longer than their own rhythm explains, whatever the period. The 500 most striking are listed."
)
NOBODY_QUIET: Final = msg("No customer has gone quiet")
WHY_NOBODY_QUIET: Final = msg(
    "None has been silent for longer than its own rhythm explains. A rhythm takes orders on three days."
)
_WHAT_TO_OPEN: Final = msg(
    "Open your order book, or a list of your invoices: one row an order, with the customer, the date and the amount. "
    "Where the customer is the number of your lead, a click leads from one to the other."
)


def emptiness(reason: Message | None, report: Report) -> Message:
    """Why there is nothing to say of customers that order, and what to open where orders are not recorded."""
    why = reason or verbatim("")
    return why if report.has_orders else msg("{reason}\n\n{way}", reason=why, way=_WHAT_TO_OPEN)


def left_out(found: Retention) -> tuple[Message, ...]:
    """How far the orders are known, the order rows that count nowhere, each kind with its reason, the money back, and
    the customers not shown.
    """
    nobody, undated, ahead, earlier = found.without_customer, found.undated, found.ahead, found.earlier
    notes = (
        (
            found.refunds,
            msgn("{count} refund, taken off the revenue", "{count} refunds, taken off the revenue", found.refunds),
        ),
        (found.repeated, msgn("{count} repeated row left out", "{count} repeated rows left out", found.repeated)),
        (
            nobody,
            msgn("{count} order without a customer left out", "{count} orders without a customer left out", nobody),
        ),
        (undated, msgn("{count} order without a date left out", "{count} orders without a date left out", undated)),
        (ahead, msgn("{count} order still to come left out", "{count} orders still to come left out", ahead)),
        (
            earlier,
            msgn(
                "{count} customer of earlier months is not in the map",
                "{count} customers of earlier months are not in the map",
                earlier,
            ),
        ),
    )
    known = () if found.ends is None else (msg("{reason}: months and silence run to that day", reason=found.ends),)
    return (*known, *(note for count, note in notes if count))
