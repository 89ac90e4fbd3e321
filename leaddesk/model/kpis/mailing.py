"""What e-mailings do: opened, clicked, unsubscribed."""

from typing import Final

from leaddesk.model.expression import share_of
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.mailterms import CLICKED, DELIVERED, OPENED, SENT, UNSUBSCRIBED, mails
from leaddesk.model.measure import Unit
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "open_rate",
        msg("Open rate"),
        msg("Unique opens of the e-mails of the period out of those delivered."),
        Unit.PERCENT,
        Better.UP,
        share_of(mails(OPENED, DELIVERED), mails(DELIVERED, OPENED)),
        mails(DELIVERED, OPENED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails delivered"),
        warning=msg("Some programs open e-mails by themselves: an open is not a reader. Not the share of those sent."),
    ),
    Kpi(
        "open_rate_sent",
        msg("Open rate (of sent)"),
        msg("Unique opens of the e-mails of the period out of those sent."),
        Unit.PERCENT,
        Better.UP,
        share_of(mails(OPENED, SENT), mails(SENT, OPENED)),
        mails(SENT, OPENED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails sent"),
        warning=msg("Lower than the usual rate, which leaves out e-mails that never arrived."),
    ),
    Kpi(
        "click_rate",
        msg("Click rate"),
        msg("Unique clicks in the e-mails of the period out of those delivered."),
        Unit.PERCENT,
        Better.UP,
        share_of(mails(CLICKED, DELIVERED), mails(DELIVERED, CLICKED)),
        mails(DELIVERED, CLICKED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails delivered"),
        warning=msg("Not the clicks per open."),
    ),
    Kpi(
        "click_rate_sent",
        msg("Click rate (of sent)"),
        msg("Unique clicks in the e-mails of the period out of those sent."),
        Unit.PERCENT,
        Better.UP,
        share_of(mails(CLICKED, SENT), mails(SENT, CLICKED)),
        mails(SENT, CLICKED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails sent"),
        warning=msg("Lower than the usual rate, which leaves out e-mails that never arrived."),
    ),
    Kpi(
        "ctor",
        msg("Clicks per open"),
        msg("Unique clicks in the e-mails of the period out of their unique opens."),
        Unit.PERCENT,
        Better.UP,
        share_of(mails(CLICKED, OPENED), mails(OPENED, CLICKED)),
        mails(OPENED, CLICKED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails opened"),
        warning=msg("Not the click rate, which is of all e-mails delivered."),
    ),
    Kpi(
        "unsubscribe_rate",
        msg("Unsubscribe rate"),
        msg("People who unsubscribed from the e-mails of the period out of those delivered."),
        Unit.PERCENT,
        Better.DOWN,
        share_of(mails(UNSUBSCRIBED, DELIVERED), mails(DELIVERED, UNSUBSCRIBED)),
        mails(DELIVERED, UNSUBSCRIBED),
        Uncertainty.PROPORTION,
        variant=msg("of e-mails delivered"),
    ),
)
