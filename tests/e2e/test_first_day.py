"""From two spreadsheets to a decision, in both languages: open, correct the mapping, qualify, undo, export, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui import asking

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.report import Report
    from tests.e2e.conftest import Desktop

LEADS = """Suivi des demandes 2026;;;;;;;;
;;;;;;;;
N°;Reçu le;Origine;Etat;Client;Signé le;Montant HT;Marge HT;Tél
1;03/02/2026;Google Ads;gagné;Boulangerie Pré-Neuf;20/02/2026;1 234,50 €;410,00 €;0199000001
2;05/02/2026;google ads ;perdu;Atelier Lune;;;;0199000002
3;13/02/2026;Flyers;à rappeler;Fleurs d'Ici;;;;0199000003
4;18/02/2026;Recommandation;gagné;Optique Rive;02/03/2026;2 000,00 €;700,00 €;0199000004
5;25/02/2026;;devis envoyé;Traiteur Sud;;;;0199000005
6;27/02/2026;Recommandation;truc;Garage Nord;;;;0199000006
Total;;;;;;3 234,50 €;1 110,00 €;
"""
COSTS = """Mois;Canal;Dépense HT
02/2026;Google Ads;300,00
02/2026;Flyers;120,50
Total;;420,50
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    leads, costs = tmp_path / "demandes.csv", tmp_path / "depenses.csv"
    leads.write_bytes(LEADS.encode("cp1252"))
    costs.write_bytes(COSTS.encode("cp1252"))
    return leads, costs


def figures(desktop: Desktop) -> dict[str, float | None]:
    return {figure.kpi.id: figure.measure.value for figure in desktop.session.report.kpis}


def take_in(desktop: Desktop, files: tuple[Path, ...]) -> list[str]:
    """Drop files and confirm what was understood, after telling what the odd status word stands for."""
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        seen.extend(dialog.sheets.item(row).text() for row in range(dialog.sheets.count()))
        words = [dialog.words.item(row, 0).text() for row in range(dialog.words.rowCount())]
        combo = dialog.words.cellWidget(words.index("truc"), 2)
        assert combo.currentIndex() == 0, "an unknown word must not be guessed"
        index = combo.findData(Stage.QUALIFIED.id)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    asked = desktop.when_asked(answer)
    desktop.drop(*files)
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: bool(desktop.session.has_data), timeout=20_000)
    desktop.settle()
    return seen


def test_from_two_spreadsheets_to_a_workbook(
    desktop: Desktop, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = desktop.window, desktop.session
    assert window.stack.currentWidget() is window.empty

    seen = take_in(desktop, files)
    assert [line.split("\n")[0] for line in seen] == ["demandes.csv", "depenses.csv"]
    words = desktop.window.language.text
    from leaddesk.model.tables import BY_ID

    taken = [words(BY_ID[table].label) for table in ("leads", "costs")]
    assert [line.split("\n")[1].startswith(label) for line, label in zip(seen, taken, strict=True)] == [True, True]

    # The whole of the data, whatever the day on which this test runs.
    session.set_period(type(session.period)())
    desktop.settle()
    before = figures(desktop)
    assert before["leads"] == 6
    assert before["customers"] == 2
    assert before["spend"] == pytest.approx(420.5)
    assert before["deal_revenue"] == pytest.approx(3234.5)
    assert before["qualified_leads"] == 4  # two won, one with a quote, and "truc"
    keys = {row.key: row.measures[0].value for row in session.report.channels.rows}
    assert keys == {"Google Ads": 2, "Flyers": 1, "Recommandation": 2, None: 1}

    leads = desktop.go_to("leads")
    frame = session.state.dataset["leads"]
    row = next(place for place in range(leads.model.rowCount()) if "Fleurs d" in row_text(leads, place))
    leads.grid.selectRow(row)
    desktop.settle()
    position = leads.model.position(row)
    assert frame.data["company"].iat[position] == "Fleurs d'Ici"
    leads.panel.stage_chosen.emit(int(frame.rows[position]), Stage.WON)
    desktop.settle()
    assert figures(desktop)["customers"] == 3
    assert session.undo_label is not None

    window.actions_["undo"].trigger()
    desktop.settle()
    assert figures(desktop) == before
    window.actions_["redo"].trigger()
    desktop.settle()
    assert figures(desktop)["customers"] == 3

    review = desktop.go_to("review")
    target = tmp_path / "bilan.xlsx"
    monkeypatch.setattr(asking, "workbook_to_save", lambda *_: target)
    QTest.mouseClick(review.export_button, Qt.MouseButton.LeftButton)
    desktop.qtbot.waitUntil(target.exists, timeout=30_000)
    desktop.settle()
    compare(target, session.report, desktop.window.language.code)


def row_text(leads: Any, row: int) -> str:
    return " | ".join(leads.model.text(row, column) for column in range(len(leads.model.columns)))


def compare(path: Path, report: Report, code: str) -> None:
    """Every KPI whose table was opened stands in the workbook with the same value, under its name in that language."""
    book = openpyxl.load_workbook(path, data_only=True)
    spoken = language(code)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    missing = [spoken.text(figure.kpi.label) for figure in report.told if spoken.text(figure.kpi.label) not in cells]
    assert not missing
    sheet = book.worksheets[2]
    rows = {str(row[0]): row for row in sheet.iter_rows(values_only=True) if row and row[0]}
    for figure in report.told:
        line = rows[spoken.text(figure.kpi.label)]
        if figure.measure.value is not None:
            numbers = [cell for cell in line[1:] if isinstance(cell, int | float)]
            assert figure.measure.value in [pytest.approx(cell, rel=1e-9) for cell in numbers], figure.kpi.id


@pytest.mark.parametrize("spoken", ["fr"])
def test_what_was_done_is_there_after_a_restart(desktop: Desktop, files: tuple[Path, Path], tmp_path: Path) -> None:
    take_in(desktop, files)
    session = desktop.session
    session.set_period(type(session.period)())
    frame = session.state.dataset["leads"]
    from leaddesk.model.action import editing, staging

    rows = [int(row) for row in frame.rows]
    session.edit(staging(session.state, [rows[2]], Stage.LOST), msg("one"))
    session.edit(editing(session.state, "leads", rows[0], "notes", "rappeler mardi"), msg("two"))
    session.undo()
    desktop.settle()
    before = figures(desktop)
    place = tmp_path / "travail.leaddesk"
    session.save_as(place)
    desktop.settle()
    assert place.exists()

    session.open_sample(desktop.window.language)
    desktop.settle()
    assert figures(desktop) != before
    desktop.window.open_paths([place])
    desktop.settle()
    session.set_period(type(session.period)())
    desktop.settle()
    assert figures(desktop) == before
    assert session.redo_label is not None
    session.redo()
    desktop.settle()
    assert session.state.dataset["leads"].data["notes"].tolist().count("rappeler mardi") == 1


@pytest.mark.parametrize("spoken", ["en"])
def test_the_same_headers_are_not_asked_about_twice(desktop: Desktop, files: tuple[Path, Path], tmp_path: Path) -> None:
    take_in(desktop, files[:1])
    march = tmp_path / "mars.csv"
    march.write_bytes(LEADS.replace("1;03/02/2026", "7;13/03/2026").replace("\n2;", "\n8;").encode("cp1252"))
    desktop.drop(march)
    desktop.settle()
    assert len(desktop.session.state.dataset["leads"]) == 8, "four of its leads were in already, and are as they were"
    assert desktop.session.report is not None


@pytest.mark.parametrize("spoken", ["fr"])
def test_a_file_that_was_taken_back_is_asked_about_again(desktop: Desktop, files: tuple[Path, Path]) -> None:
    """Whoever undoes an import wants it otherwise: its choices are there, and can be changed."""
    take_in(desktop, files[:1])
    desktop.session.undo()
    desktop.settle()
    assert not desktop.session.has_data
    words: list[str] = []

    def answer(dialog: Any) -> None:
        combo = dialog.words.cellWidget(
            [dialog.words.item(row, 0).text() for row in range(dialog.words.rowCount())].index("truc"), 2
        )
        words.append(combo.currentData())
        QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    asked = desktop.when_asked(answer)
    desktop.drop(files[0])
    desktop.qtbot.waitUntil(asked, timeout=20_000)
    desktop.qtbot.waitUntil(lambda: bool(desktop.session.has_data), timeout=20_000)
    desktop.settle()
    assert words == [Stage.QUALIFIED.id]


@pytest.mark.parametrize("spoken", ["fr"])
def test_the_window_speaks_the_other_language_at_once(desktop: Desktop) -> None:
    desktop.session.open_sample(desktop.window.language)
    desktop.settle()
    for tab in ("overview", "funnel", "channels", "loyalty", "leads", "review"):
        desktop.go_to(tab)
    from leaddesk.ui.tabs import TABS

    for other, file in (("en", "File"), ("fr", "Fichier")):
        desktop.window.choose_language(other)
        desktop.settle()
        titles = [desktop.window.pages.tabText(index) for index in range(len(TABS))]
        assert titles == [language(other).text(spec.title) for spec in TABS]
        assert desktop.window.menus.menus[0].title() == file


def test_a_file_that_cannot_be_read_ends_in_words(desktop: Desktop, tmp_path: Path) -> None:
    broken = tmp_path / "cassé.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    desktop.drop(broken)
    desktop.settle()
    notice = desktop.window.messages.current()
    assert notice is not None
    assert notice.tone == "error"
    assert "cassé.xlsx" in desktop.window.language.text(notice.text)
    assert notice.hint is not None
    assert not desktop.session.has_data
