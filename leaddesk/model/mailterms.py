"""The sums that are about e-mailings. A rate takes its two sides from the rows that have both."""

from __future__ import annotations

from typing import Final

from leaddesk.model.expression import OnDay, Op, Sum, Where
from leaddesk.model.rowcolumn import Stored
from leaddesk.text import Message, msg

SENT: Final = Stored("emails", "sent")
DELIVERED: Final = Stored("emails", "delivered")
OPENED: Final = Stored("emails", "opened")
CLICKED: Final = Stored("emails", "clicked")
UNSUBSCRIBED: Final = Stored("emails", "unsubscribed")

BY_MAILING: Final = OnDay(Stored("emails", "date"))
LABELS: Final[dict[Stored, tuple[Message, Message]]] = {
    SENT: (msg("e-mails sent"), msg("no e-mail sent in this period")),
    DELIVERED: (msg("e-mails delivered"), msg("no e-mail delivered in this period")),
    OPENED: (msg("unique opens"), msg("no e-mail opened in this period")),
    CLICKED: (msg("unique clicks"), msg("no click in this period")),
    UNSUBSCRIBED: (msg("people who unsubscribed"), msg("nobody unsubscribed in this period")),
}


def mails(column: Stored, beside: Stored) -> Sum:
    """The sum of a column over the mailings that also tell the other one."""
    label, none = LABELS[column]
    return Sum(column, label, BY_MAILING, (Where(beside, Op.KNOWN),), none)
