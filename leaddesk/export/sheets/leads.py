"""The leads, every row of every period, with the helper columns that the formulas look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.export.datacolumn import Numbers, Texts
from leaddesk.export.datapage import write_data_page
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.qualification import due
from leaddesk.model.scoring import GRADES, scores
from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.export.page import Page

TABLE: Final = "leads"


def write(page: Page) -> None:
    """Write the sheet but its rows."""
    _worked_out(page)
    write_data_page(page, TABLE)


def _worked_out(page: Page) -> None:
    """What the list of leads tells of each and no formula says: its score, its grade and when to call it."""
    review = page.review
    found, to_call = scores(review.state), due(review.state)
    order = np.full(len(found.total), np.nan)
    order[to_call] = np.arange(1, len(to_call) + 1)
    letters = Texts(found.grade.astype(np.int32), tuple(letter for letter, _ in GRADES))
    for words, content in (
        (msg("Score, computed by LeadDesk"), Numbers(found.total)),
        (msg("Grade, computed by LeadDesk"), letters),
        (msg("Call order, computed by LeadDesk"), Numbers(order)),
    ):
        review.sheets[TABLE].append(review.words(words), content, Look.HELPER)


SHEET: Final = Sheet(msg("Leads"), write, "8A8F98", TABLE)
