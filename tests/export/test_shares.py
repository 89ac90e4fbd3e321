"""LibreOffice on shares that are none, answers of yes or no, and sums over other sums: as the screen tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.export.workbook import write_review
from leaddesk.model.report import Report
from leaddesk.text import NO_VALUE, language
from tests.builders import a_slice, dataset
from tests.export.recalculation import Book, close, differences

if TYPE_CHECKING:
    from pathlib import Path

    from tests.export.recalculation import Office

ENGLISH = language("en")


def test_shares_of_sums_and_their_reasons_recalculate_to_the_report(office: Office, tmp_path: Path) -> None:
    days = [f"2025-01-{day:02d}" for day in range(1, 21)]
    data = dataset(
        leads={"id": ["1", "2"], "created": ["2025-01-03", "2025-01-04"], "channel": ["a", "b"]},
        web={"date": days, "sessions": [100] * 20, "bounces": [135] * 20, "engaged_sessions": [120] * 20,
             "conversions": [5] * 20},
        social={"date": days, "reach": [40 + 30 * n for n in range(19)] + [None], "interactions": list(range(20))},
        surveys={"date": days, "recommends": [1, 1, 1, 0, None] * 4, "recommendation": [None] * 10 + [9, 10] * 5,
                 "satisfaction": [5, 4.2, 3.8, 1, 9] * 4},
        operations={"name": ["A"], "start": ["2025-01-10"], "targeted": [10], "participants": [15]},
        emails={"date": days, "delivered": [10] * 20, "opened": [4] * 20, "clicked": [5] * 20},
        costs={"date": days, "channel": ["a"] * 20, "amount": [5] * 20, "impressions": [100] * 20},
    )  # fmt: skip
    report, path = Report(a_slice(data, "2025-01")), tmp_path / "shares.xlsx"
    write_review(report, path, ENGLISH, personal=True)
    written = Book(path)
    [found] = office.recalculated(path)
    assert differences(written, found) == []
    told = {figure.kpi.id: figure.measure for figure in report.told}
    for name in ("bounce_rate", "bounce_rate_engaged", "participation_rate", "ctor", "visitor_conversion", "csat",
                 "recommendation_rate", "engagement_rate"):  # fmt: skip
        measure = told[name]
        for part, value in (("", measure.value), ("_low", measure.low), ("_high", measure.high)):
            assert close(NO_VALUE if value is None else value, found.named(f"kpi_{name}{part}")), (name, part)
        if measure.absent is not None:
            sheet, address = found.place(f"kpi_{name}")
            row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            texts = {cell for (where, at), cell in found.cells.items() if where == sheet and at.endswith(row)}
            assert ENGLISH.text(measure.absent) in texts, name
    none = {name for name, one in told.items() if one.absent is not None and "more “" in ENGLISH.text(one.absent)}
    assert none == {"ctor", "bounce_rate", "bounce_rate_engaged", "participation_rate"}
    assert told["engagement_rate"].low is not None
    assert found.named("reach_impressions") == 2000
