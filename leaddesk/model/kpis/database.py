"""How good the list of contacts is."""

from functools import partial
from typing import Final

from leaddesk.model.contactdata import (
    consented,
    consented_by_days,
    consents,
    of_consented,
    of_quality,
    quality,
    quality_by_days,
)
from leaddesk.model.kpi import Better, Kpi
from leaddesk.model.measure import Unit
from leaddesk.model.method import SO_FAR, Method
from leaddesk.model.prospect import ByDays
from leaddesk.model.rowcolumn import Stored
from leaddesk.text import msg

WILSON: Final = msg("Wilson")
AS_OF: Final = msg("at the end of the period")

KPIS: Final = (
    Kpi(
        "optin_email",
        msg("E-mail opt-in"),
        msg("Contacts known at the end of the period that agreed to e-mails, out of those of whom it is known."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "optin_email",
            ("leads",),
            msg("contacts that agreed to e-mails / contacts that agreed or refused"),
            partial(consented, column=Stored("leads", "optin_email")),
            WILSON,
            is_cut=True,
            account=partial(of_consented, column=Stored("leads", "optin_email")),
            unjudged=SO_FAR,
            prospect=ByDays(partial(consented_by_days, column=Stored("leads", "optin_email"))),
            so_far=consents(Stored("leads", "optin_email")),
        ),
        None,
        variant=AS_OF,
        warning=msg("Contacts of whom nothing is known are not in it, and may not be written to."),
    ),
    Kpi(
        "optin_sms",
        msg("SMS opt-in"),
        msg("Contacts known at the end of the period that agreed to text messages, out of those of whom it is known."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "optin_sms",
            ("leads",),
            msg("contacts that agreed to text messages / contacts that agreed or refused"),
            partial(consented, column=Stored("leads", "optin_sms")),
            WILSON,
            is_cut=True,
            account=partial(of_consented, column=Stored("leads", "optin_sms")),
            unjudged=SO_FAR,
            prospect=ByDays(partial(consented_by_days, column=Stored("leads", "optin_sms"))),
            so_far=consents(Stored("leads", "optin_sms")),
        ),
        None,
        variant=AS_OF,
        warning=msg("Contacts of whom nothing is known are not in it, and may not be written to."),
    ),
    Kpi(
        "data_quality",
        msg("Usable contacts"),
        msg(
            "Contacts known at the end of the period with a name and an e-mail or phone that can be one, and that no "
            "earlier contact has."
        ),
        Unit.PERCENT,
        Better.UP,
        Method(
            "data_quality",
            ("leads",),
            msg("contacts that are complete, valid and unique / contacts"),
            quality,
            WILSON,
            is_cut=True,
            account=of_quality,
            unjudged=SO_FAR,
            prospect=ByDays(quality_by_days),
        ),
        None,
        variant=AS_OF,
    ),
)
