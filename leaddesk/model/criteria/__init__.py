"""The criteria of the score, a file a family, and the one list of them all, in the order in which they are shown.

None reads what is only known once the lead is decided (outcome, amount, margin, reasons, prices of the deal).
"""

from typing import Final

from leaddesk.model.criteria import bant, engagement, fit
from leaddesk.model.criterion import Criterion

CRITERIA: Final[tuple[Criterion, ...]] = (*fit.CRITERIA, *engagement.CRITERIA, *bant.CRITERIA)
