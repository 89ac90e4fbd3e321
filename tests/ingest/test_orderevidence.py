"""What the dates of a column say about their order, and which figures are days or years."""

from __future__ import annotations

import numpy as np
import pytest

from leaddesk.ingest import orderevidence
from leaddesk.ingest.texts import Texts


@pytest.mark.parametrize(
    ("texts", "order", "is_open"),
    [
        (["03/04/2026", "04/03/2026"], "", True), (["03/04/2026", "13/03/2026"], "dmy", False),
        (["03/04/2026", "03/13/2026"], "mdy", False), (["2026-04-03"], "", False), (["05/05/2026"], "", False),
        (["13/03/2026", "03/13/2026", "01/02/2026"], "", True), (["45/04/03"], "ymd", False),
    ],
)  # fmt: skip
def test_evidence_for_the_order(texts: list[str], order: str, is_open: bool) -> None:
    made = Texts.of(texts)
    found = orderevidence.evidence(made, np.ones(len(made), bool))
    assert (found.order, found.is_open) == (order, is_open)


def test_a_list_of_months_hints_at_its_order() -> None:
    for texts, order in [(["01/01/2025", "01/02/2025", "01/03/2025"], "dmy"),
                         (["01/01/2025", "02/01/2025", "03/01/2025"], "mdy"),
                         (["03/04/2025", "05/06/2025"], "")]:  # fmt: skip
        assert orderevidence.first_of_month_order(Texts.of(texts), np.ones(len(texts), bool)) == order
