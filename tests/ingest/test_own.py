"""LeadDesk's own review workbooks come back as they went, in both languages, with and without names."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from leaddesk import resources
from leaddesk.export.datasheet import DataSheet
from leaddesk.export.review import Review
from leaddesk.export.sheets import values
from leaddesk.export.workbook import write_review
from leaddesk.ingest.importer import ImportResult, build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.period import Period
from leaddesk.model.report import Report
from leaddesk.model.schema import Kind, is_extra
from leaddesk.model.slice import Slice
from leaddesk.model.state import State
from leaddesk.text import language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from leaddesk.model.dataset import Frame
    from leaddesk.model.recipe import Recipe

Whole = Callable[[str, bool], "tuple[Report, Recipe, ImportResult]"]
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(scope="module", autouse=True)
def _few_values() -> Iterator[None]:
    """What comes back is in the sheets of rows: thirty values of each column would take a review half as long again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(values, "MOST", 3)
        yield


@cache
def sample(lang: str) -> tuple[ImportResult, dt.date]:
    folder = resources.path("samples", lang)
    facts = tomllib.loads((folder / "sample.toml").read_text("utf-8"))
    raws = [read_file(folder / entry["name"])[0] for entry in facts["file"]]
    return build([(raw, propose(raw, today=facts["today"])) for raw in raws]), facts["today"]


def read_back(report: Report, path: Path, lang: str, *, personal: bool) -> tuple[Recipe, ImportResult]:
    write_review(report, path, language(lang), personal=personal)
    raw, _ = read_file(path)
    recipe = propose(raw, today=report.slice.state.today)
    return recipe, build([(raw, recipe)])


def same_values(before: Frame, after: Frame, column: str) -> bool:
    one, other = before.data[column], after.data[column]
    kind = before.kind(column)
    if kind is Kind.MOMENT:
        return bool(((one == other) | (one.isna() & other.isna())).all())
    if kind.is_number:
        return bool(np.allclose(one, other, rtol=1e-12, equal_nan=True))
    return one.astype(object).fillna("").tolist() == other.astype(object).fillna("").tolist()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Gives the review of the sample in a language, with or without names, and what came back of it."""

    @cache
    def written(lang: str, personal: bool) -> tuple[Report, Recipe, ImportResult]:
        first, today = sample(lang)
        report = Report(Slice(State(today, first.dataset)))
        return report, *read_back(report, tmp_path_factory.mktemp("own") / "review.xlsx", lang, personal=personal)

    return written


@pytest.mark.parametrize(("lang", "personal"), [("fr", True), ("en", True), ("fr", False)])
def test_a_review_comes_back_as_it_went(lang: str, personal: bool, whole: Whole) -> None:
    report, recipe, second = whole(lang, personal)
    first = report.slice.dataset
    tables = sorted(first.frames)
    assert {"leads", "costs", "orders", "web"} <= set(tables)
    assert sorted(sheet.table for sheet in recipe.sheets if sheet.table) == tables
    for table in tables:
        before, after = first[table], second.dataset[table]
        shown = [c for c in before.data.columns if personal or not (is_extra(c) or before.table.column(c).personal)]
        assert set(after.data.columns) == set(shown)
        assert len(after) == len(before)
        assert [column for column in shown if not same_values(before, after, column)] == []
    assert not any(sheet.questions for sheet in recipe.sheets)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_helper_columns_of_a_review_are_left_out(lang: str, whole: Whole) -> None:
    report, recipe, _ = whole(lang, True)
    first = report.slice.dataset
    words = language(lang)
    review = Review(report, words, personal=True)
    for table in sorted(first.frames):
        shown = [column.heading for column in DataSheet(review, table, table).columns if not column.is_helper]
        columns = next(sheet.columns for sheet in recipe.sheets if sheet.table == table)
        assert [choice.header for choice in columns[: len(shown)]] == shown
        assert (len(columns) > len(shown)) == bool(first[table].table.dates), "what is dated has helpers"
        assert {choice.target for choice in columns[len(shown) :]} <= {""}
    pages = {language("en").text(sheet.reason) for sheet in recipe.sheets if not sheet.table and sheet.reason}
    assert pages == {"A page of a LeadDesk review: it holds figures, not rows"}


@pytest.mark.parametrize(
    ("lang", "compare"), [("fr", None), ("en", Period(dt.date(2025, 12, 1), dt.date(2025, 12, 31)))]
)
def test_few_columns_are_enough(lang: str, compare: Period | None, tmp_path: Path) -> None:
    leads: list[list[Any]] = [["Date", "Nom", "Statut"], ["13/01/2026", "A", "Gagné"], ["14/01/2026", "B", "Perdu"]]
    costs: list[list[Any]] = [["Date", "Coût"], ["13/01/2026", 12.5], ["14/01/2026", 7.25]]
    raw = raw_file(leads, costs)
    first = build([(raw, propose(raw, today=TODAY))])
    assert set(first.dataset.frames) == {"leads", "costs"}
    january = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    report = Report(Slice(State(TODAY, first.dataset), january, compare=compare))
    _, second = read_back(report, tmp_path / "review.xlsx", lang, personal=True)
    assert second.dataset["leads"].data["name"].tolist() == ["A", "B"]
    assert list(second.dataset["costs"].data.columns) == ["date", "amount"]
    assert second.dataset["costs"].data["amount"].tolist() == [12.5, 7.25]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_stages_set_by_hand_come_back(lang: str, tmp_path: Path) -> None:
    rows = [["Id", "Date", "Nom", "Canal", "Statut"],
            *([f"P{n}", f"{n}/02/2026", f"N{n}", "Salon", "Nouveau"] for n in range(13, 17))]  # fmt: skip
    raw = raw_file(rows)
    first = build([(raw, propose(raw, today=TODAY))])
    stages = pd.Series(pd.Categorical(["won", None, "quote", "invalid"]))
    state = State(TODAY, first.dataset.with_frame(first.dataset["leads"].replaced("stage", stages)))
    _, second = read_back(Report(Slice(state)), tmp_path / "review.xlsx", lang, personal=True)
    assert second.dataset["leads"].data["stage"].astype(object).fillna("").tolist() == ["won", "", "quote", "invalid"]
