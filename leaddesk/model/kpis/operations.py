"""What operations (campaigns) bring beside leads: people who take part, contacts nobody knew."""

from typing import Final

from leaddesk.model.collected import new_share, of_new_share
from leaddesk.model.expression import share_of
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import RIPENS, Method
from leaddesk.model.prospect import InHindsight
from leaddesk.model.serviceterms import PARTICIPATIONS, PEOPLE_TARGETED
from leaddesk.text import msg

KPIS: Final = (
    Kpi(
        "participation_rate",
        msg("Participation rate"),
        msg("Participants of the operations begun in the period out of the people targeted."),
        Unit.PERCENT,
        Better.UP,
        share_of(PARTICIPATIONS, PEOPLE_TARGETED),
        PEOPLE_TARGETED,
        Uncertainty.PROPORTION,
        variant=msg("of people targeted"),
    ),
    Kpi(
        "new_data_share",
        msg("Share of new contacts"),
        msg(
            "Leads brought by the operations begun in the period that nobody knew before, out of all that they brought."
        ),
        Unit.PERCENT,
        Better.UP,
        Method(
            "new_data_share",
            ("operations", "leads"),
            msg("leads of the operations whose e-mail and phone no earlier lead has / leads of the operations"),
            new_share,
            msg("Wilson"),
            account=of_new_share,
            unjudged=RIPENS,
            prospect=InHindsight(),
        ),
        None,
        variant=msg("leads whose campaign is an operation"),
    ),
)
