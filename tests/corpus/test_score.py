"""The score of a reading, on truths small enough to see through."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.corpus.score import Column, Issue, Reading, Row, Score, Table, same, score


def _truth(**changes: Any) -> dict[str, Any]:
    table = {
        "table": "leads",
        "sheet": "S",
        "columns": [
            {"key": "created", "id": "created", "header": "Créé le", "position": 1, "kind": "moment", "order": "dmy"},
            {"key": "phone", "id": "phone", "header": "Tél.", "position": 2, "kind": "phone"},
            {"key": "amount", "id": "amount", "header": "Montant", "position": 3, "kind": "money"},
            {"key": "extra:Palettes", "id": "extra", "header": "Palettes", "position": 4, "kind": "text"},
        ],
        "rows": [
            {
                "line": 2,
                "cells": {"created": "2025-03-14", "phone": "0639981234", "amount": 1234.5, "extra:Palettes": "a"},
                "raw": {"created": "14/03/2025", "phone": "06 39 98 12 34", "amount": "1 234,50"},
            },
            {
                "line": 3,
                "cells": {"created": "2025-04-02", "phone": None, "amount": None, "extra:Palettes": "b"},
                "raw": {"created": "02/04/2025", "amount": "n/a"},
            },
        ],
    }
    return {"file": "f.xlsx", "tables": [{**table, **changes}], "not_data": []}


COLUMNS = {"created": Column("", 1), "phone": Column("", 2), "amount": Column("", 3), "extra:x": Column("renamed", 4)}
FIRST = Row("S", 2, {"created": date(2025, 3, 14), "phone": "+33639981234", "amount": 1234.5, "extra:x": "a "})
SECOND = Row("S", 3, {"created": datetime.fromisoformat("2025-04-02"), "amount": None, "extra:x": "b"})
TOLD = Issue("S", frozenset({3}), "amount")


def _reading(*rows: Row, issues: tuple[Issue, ...] = (TOLD,), **more: Any) -> Reading:
    return Reading([Table("leads", COLUMNS, list(rows))], list(issues), **more)


def test_all_right() -> None:
    result = score(_truth(), _reading(FIRST, SECOND))
    assert result == Score(cells=8, orders=1)
    assert (result.right, result.share, result.orders_right) == (8, 1.0, 1)


def test_wrong_cell_is_named() -> None:
    swapped = Row("S", 3, {**SECOND.cells, "created": date(2025, 2, 4)})
    result = score(_truth(), _reading(FIRST, swapped))
    assert result.share == 7 / 8
    fault = result.wrong[0]
    assert (fault.file, fault.sheet, fault.line, fault.column) == ("f.xlsx", "S", 3, "created")
    assert (fault.raw, fault.wanted, fault.got) == ("02/04/2025", "2025-04-02", date(2025, 2, 4))
    assert result.silent == [fault]
    assert [one.column for one in result.misjudged] == ["created"]


def test_emptied_cell_without_an_issue_is_silent() -> None:
    result = score(_truth(), _reading(FIRST, SECOND, issues=()))
    assert result.right == 8
    assert [(one.line, one.column, one.raw) for one in result.silent] == [(3, "amount", "n/a")]


@pytest.mark.parametrize(
    ("issue", "silent"),
    [
        (Issue("S", None, "amount"), 0),
        (Issue(None, None, "amount", ("n/a",)), 0),
        (Issue("S", None, "amount", ("--",)), 1),
        (Issue("S", frozenset({2}), "amount"), 1),
        (Issue("T", None, "amount"), 1),
        (Issue("S", frozenset({3}), "phone"), 1),
        (Issue("S", frozenset({3}), None), 1),
    ],
)
def test_which_issue_tells(issue: Issue, silent: int) -> None:
    assert len(score(_truth(), _reading(FIRST, SECOND, issues=(issue,))).silent) == silent


def test_changed_text_is_silent_even_where_it_is_right() -> None:
    truth = _truth()
    truth["tables"][0]["rows"][0]["raw"]["extra:Palettes"] = "Ã "
    assert [one.column for one in score(truth, _reading(FIRST, SECOND)).silent] == ["extra:Palettes"]
    told = Issue("S", None, "extra:x")
    assert score(truth, _reading(FIRST, SECOND, issues=(TOLD, told))).silent == []


def test_missing_row_is_lost_unless_told() -> None:
    result = score(_truth(), _reading(FIRST))
    assert (result.right, len(result.wrong), len(result.lost)) == (4, 4, 1)
    told = score(_truth(), _reading(FIRST, issues=(Issue("S", frozenset({3})),)))
    assert (told.right, told.lost) == (4, [])


def test_row_that_is_no_data_is_surplus() -> None:
    total = Row("S", 4, {"amount": 1234.5})
    assert [one.line for one in score(_truth(), _reading(FIRST, SECOND, total)).surplus] == [4]
    again = score(_truth(), _reading(FIRST, SECOND, SECOND))
    assert [one.line for one in again.surplus] == [3]


def test_table_taken_for_another_is_lost() -> None:
    result = score(_truth(), Reading([Table("costs", COLUMNS, [FIRST, SECOND])]))
    assert (result.right, len(result.lost), len(result.surplus)) == (0, 2, 2)


def test_text_files_have_no_sheets() -> None:
    rows = [Row("whatever", row.line, row.cells) for row in (FIRST, SECOND)]
    assert score(_truth(sheet=""), _reading(*rows, issues=(Issue("whatever", None, "amount"),))).silent == []


def test_undecidable_order_must_be_asked() -> None:
    truth = _truth()
    truth["tables"][0]["columns"][0]["order"] = "undecidable"
    truth["tables"][0]["rows"][1]["accept"] = {"created": ["2025-02-04"]}
    other = Row("S", 3, {**SECOND.cells, "created": "2025-02-04"})
    unasked = score(truth, _reading(FIRST, other))
    assert (unasked.right, unasked.orders_right) == (8, 0)
    blank = [Row("S", row.line, {**row.cells, "created": None}) for row in (FIRST, SECOND)]
    issues = (TOLD, Issue("S", None, "created"))
    asked = score(truth, _reading(*blank, issues=issues, asked=frozenset({("leads", "created")})))
    assert (asked.right, asked.orders_right) == (8, 1)


def test_decidable_order_must_not_be_asked() -> None:
    reading = _reading(FIRST, SECOND, asked=frozenset({("leads", "created")}))
    assert len(score(_truth(), reading).misjudged) == 1
    assert len(score(_truth(), _reading(FIRST, SECOND, orders={("leads", "created"): "mdy"})).misjudged) == 1
    assert score(_truth(), _reading(FIRST, orders={("leads", "created"): "dmy"})).misjudged == []


def test_full_name_whole_or_split() -> None:
    truth = _truth(
        columns=[{"key": "name", "id": "name", "header": "Nom", "position": 1, "kind": "text"}],
        rows=[
            {
                "line": 2,
                "cells": {"name": "Zoé Quesnoy"},
                "split": {"first_name": "Zoé", "name": "Quesnoy"},
            }
        ],
    )
    whole = score(truth, _reading(Row("S", 2, {"name": "Zoé Quesnoy"})))
    assert (whole.right, whole.silent) == (1, [])
    split = Row("S", 2, {"name": "Quesnoy", "first_name": "Zoé"})
    assert (score(truth, _reading(split)).right, len(score(truth, _reading(split)).silent)) == (1, 1)
    assert score(truth, _reading(split, issues=(Issue("S", None, "name"),))).silent == []
    assert score(truth, _reading(Row("S", 2, {"name": "Quesnoy"}))).right == 0


def test_wide_rows_of_one_line_are_paired() -> None:
    truth = _truth(
        table="costs",
        columns=[
            {"key": "channel", "id": "channel", "header": "", "position": None, "kind": "category"},
            {"key": "amount", "id": "amount", "header": "", "position": None, "kind": "money"},
            {"key": "extra:Impressions", "id": "extra", "header": "Impressions", "position": None, "kind": "number"},
        ],
        rows=[
            {"line": 2, "cells": {"channel": "A", "amount": 1.0, "extra:Impressions": 5}},
            {"line": 2, "cells": {"channel": "B", "amount": 2.0, "extra:Impressions": 6}},
            {"line": 2, "cells": {"channel": "C", "amount": None, "extra:Impressions": None}, "optional": True},
        ],
    )
    columns = {"channel": Column(), "amount": Column(), "extra:impressions": Column("impressions")}
    rows = [Row("S", 2, {"channel": c, "amount": a, "extra:impressions": i}) for c, a, i in (("B", 2, 6), ("A", 1, 5))]
    assert score(truth, Reading([Table("costs", columns, rows)])) == Score(cells=6)
    empty = Row("S", 2, {"channel": "C"})
    assert score(truth, Reading([Table("costs", columns, [*rows, empty])])) == Score(cells=6)
    total = Row("S", 2, {"channel": "Total", "amount": 3.0})
    assert len(score(truth, Reading([Table("costs", columns, [*rows, empty, total])])).surplus) == 1


def test_name_of_the_sheet_counts() -> None:
    truth = _truth(sheet_value="Lyon")
    assert score(truth, _reading(FIRST, SECOND)).right == 8
    rows = [Row("S", row.line, {**row.cells, "city": "Lyon"}) for row in (FIRST, SECOND)]
    assert score(truth, _reading(*rows)).right == 10


def test_raw_text_is_right_where_the_truth_says_so() -> None:
    truth = _truth()
    truth["tables"][0]["columns"][2]["accept_raw"] = True
    kept = Row("S", 2, {**FIRST.cells, "amount": "1 234,50"})
    assert score(truth, _reading(kept, SECOND)) == Score(cells=8, orders=1)


def test_scores_add_up() -> None:
    one, other = score(_truth(), _reading(FIRST)), score(_truth(), _reading(FIRST, SECOND))
    both = one + other
    assert (both.cells, both.right, len(both.lost), both.orders) == (16, 12, 1, 2)


@pytest.mark.parametrize(
    ("wanted", "got", "kind", "equal"),
    [
        (1.0, 1.0 + 1e-12, "money", True),
        (1.0, 1.0001, "money", False),
        (5, "5", "number", False),
        (True, 1.0, "flag", True),
        (False, None, "flag", False),
        ("2025-03-14", "2025-03-14T00:00:00", "moment", True),
        ("2025-03-14", "2025-03-14T09:00:00", "moment", False),
        ("2025-03-14T09:30:00", datetime.fromisoformat("2025-03-14T09:30"), "moment", True),
        ("2025-03-14", "mars", "moment", False),
        ("0639981234", "06.39.98.12.34", "phone", True),
        ("0639981234", "0033 6 39 98 12 34", "phone", True),
        ("07700900123", "+44 7700 900123", "phone", True),
        ("0639981234", "639981234", "phone", False),
        ("01000", "1000", "postcode", False),
        ("1042", 1042.0, "id", True),
        ("Lyon", " Lyon ", "category", True),
        ("Lyon", "LYON", "category", False),
        (None, float("nan"), "money", True),
        (None, " ", "text", True),
        (None, 0, "money", False),
    ],
)
def test_same(wanted: object, got: object, kind: str, equal: bool) -> None:
    assert same(wanted, got, kind) is equal
