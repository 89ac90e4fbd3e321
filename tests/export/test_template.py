"""Templates: each, filled with a row, is taken for its table and its columns without a question, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from leaddesk.errors import LeadDeskError
from leaddesk.export.template import ROWS, cell_value, file_name, write_template
from leaddesk.ingest.importer import ImportResult, build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.kpinames import kpi_named
from leaddesk.model.kpis import KPIS, looking_at
from leaddesk.model.periodwords import period_named
from leaddesk.model.report import Report
from leaddesk.model.schema import Kind
from leaddesk.model.slice import Slice
from leaddesk.model.stages import StageMap
from leaddesk.model.state import State
from leaddesk.model.tables import BY_ID, TABLES
from leaddesk.model.templates import ESSENTIAL, EXAMPLES, LEFT_TO_LEADDESK, SAID, Asked, asked
from leaddesk.text import LANGUAGES, Message, language

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.schema import Table
    from leaddesk.text import Language

TODAY = dt.date(2026, 4, 30)
EVERY = pytest.mark.parametrize("code", LANGUAGES)
OF_TABLES = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)


def filled(table: Table, words: Language, folder: Path, *, essential: bool = False) -> Path:
    """The template with a row in it; *essential*: without the columns that may be deleted."""
    path = write_template(table, folder / file_name(table, words), words)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = asked(table)
    if essential:
        keep = len(ESSENTIAL[table.id])
        sheet.delete_cols(keep + 1, len(columns) - keep)
        columns = columns[:keep]
    for place, one in enumerate(columns, start=1):
        sheet.cell(2, place).value = cell_value(one.example, words)
    book.save(path)
    return path


def proposed(path: Path) -> tuple[RawFile, Recipe]:
    raw, issues = read_file(path)
    assert issues == ()
    return raw, propose(raw, today=TODAY)


def opened(path: Path) -> ImportResult:
    return build([proposed(path)])


Read = Callable[[str, str], "tuple[RawFile, Recipe]"]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Gives the template of a table in a language with a row in it, as it was read, each once."""
    folder = tmp_path_factory.mktemp("templates")

    @cache
    def one(table: str, code: str) -> tuple[RawFile, Recipe]:
        return proposed(filled(BY_ID[table], language(code), folder))

    return one


def held(one: Asked, words: Language) -> Any:
    """What LeadDesk makes of an example."""
    value = cell_value(one.example, words)
    if one.column.kind is Kind.FLAG:
        return float(bool(one.example))
    return pd.Timestamp(value) if isinstance(value, dt.date) else value


@EVERY
@OF_TABLES
def test_a_filled_template_is_its_table(table: Table, code: str, read: Read) -> None:
    words = language(code)
    result = build([read(table.id, code)])
    assert list(result.dataset.frames) == [table.id], "the sheet of explanations is none"
    data = result.dataset[table.id].data
    wanted = {one.column.id: held(one, words) for one in asked(table)}
    found = {name: data[name].iloc[0] for name in wanted if name in data.columns}
    assert found == wanted
    assert set(data.columns) - set(wanted) <= {"stage"}


@EVERY
@OF_TABLES
def test_a_template_is_recognised_by_its_essential_columns_alone(table: Table, code: str, tmp_path: Path) -> None:
    words = language(code)
    result = opened(filled(table, words, tmp_path, essential=True))
    frame = result.dataset[table.id]
    assert all(frame.has(name) for name in ESSENTIAL[table.id])


@OF_TABLES
def test_every_header_is_a_name_of_its_column(table: Table, read: Read) -> None:
    for code in LANGUAGES:
        chosen = read(table.id, code)[1].sheets[0]
        assert [c.target for c in chosen.columns] == [one.column.id for one in asked(table)]
        assert all(c.confidence >= 0.9 for c in chosen.columns), [c for c in chosen.columns if c.confidence < 0.9]


def test_an_empty_template_brings_nothing(tmp_path: Path) -> None:
    for code, tables in (("fr", TABLES), ("en", TABLES[:1])):
        for table in tables:
            path = write_template(table, tmp_path / f"{table.id}-{code}.xlsx", language(code))
            assert all(len(frame) == 0 for frame in opened(path).dataset.frames.values())


def test_everything_that_is_asked_for_is_declared() -> None:
    every = {(table.id, column.id) for table in TABLES for column in table.columns} - LEFT_TO_LEADDESK
    assert {(table, name) for table, row in EXAMPLES.items() for name in row} == every
    assert set(SAID) <= every
    assert {(table, name) for table, names in ESSENTIAL.items() for name in names} <= every


def test_words_to_choose_from_are_words_that_are_understood(tmp_path: Path) -> None:
    for code in LANGUAGES:
        words = language(code)
        lists = {}
        for name in ("leads", "objectives"):
            path = write_template(BY_ID[name], tmp_path / f"{name}.xlsx", words)
            sheet, _, told = openpyxl.load_workbook(path).worksheets
            for check in sheet.data_validations.dataValidation:
                if check.type == "list":
                    first, last = check.formula1.split("!")[1].replace("$", "").split(":")
                    header = sheet[str(check.sqref).split(":")[0].rstrip("0123456789") + "1"].value
                    lists[header] = [cells[0].value for cells in told[first:last]]
        assert all(
            StageMap().stage(word) is not None for word in lists[words.text(BY_ID["leads"].column("status").label)]
        )
        kpis = [kpi_named(word) for word in lists[words.text(BY_ID["objectives"].column("kpi").label)]]
        assert kpis == list(KPIS)
        example = EXAMPLES["objectives"]["period"]
        assert isinstance(example, Message)
        assert period_named(words.text(example)) is not None


def test_cells_are_checked_and_explained_where_one_types(tmp_path: Path) -> None:
    path = write_template(BY_ID["surveys"], tmp_path / "a.xlsx", language("fr"))
    sheet, told, lists = openpyxl.load_workbook(path).worksheets
    assert lists.sheet_state == "hidden"
    checks = {str(check.sqref): check for check in sheet.data_validations.dataValidation}
    places = {one.column.id: get_column_letter(n) for n, one in enumerate(asked(BY_ID["surveys"]), start=1)}
    rating = checks[f"{places['satisfaction']}2:{places['satisfaction']}{ROWS}"]
    assert (rating.formula1, rating.formula2, rating.errorStyle) == ("1", "5", "warning")
    assert rating.prompt == language("fr").text(SAID["surveys", "satisfaction"])
    assert checks[f"{places['date']}2:{places['date']}{ROWS}"].type == "date"
    assert sheet.column_dimensions[places["customer"]].number_format == "@", "0612 keeps its zero"
    assert sheet.max_row == 1, "examples stand on the second sheet"
    assert [told.cell(row, 1).value for row in range(4, 9)] == [sheet.cell(1, n).value for n in range(1, 6)]


@pytest.mark.parametrize("name", ["orders", "emails", "web", "social", "surveys", "service", "costs", "leads"])
def test_a_template_brings_the_figures_that_waited_for_it(name: str, read: Read) -> None:
    result = build([read(name, "fr")])
    alone = [kpi for kpi in looking_at(name) if kpi.tables == (name,)]
    figures = {figure.kpi.id: figure.measure for figure in Report(Slice(State(TODAY, result.dataset))).kpis}
    measured = [kpi.id for kpi in alone if figures[kpi.id].value is not None]
    assert alone
    assert measured
    assert not any(np.isnan(figures[kpi].value or 0.0) for kpi in measured)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError) as raised:
        write_template(BY_ID["web"], tmp_path / "nowhere" / "web.xlsx", language("fr"))
    assert "web.xlsx" in language("fr").text(raised.value.message)
    assert list(tmp_path.iterdir()) == []
