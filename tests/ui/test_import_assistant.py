"""The import assistant: what it shows of a file, and that the user's word wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QStyle, QTreeWidgetItem

from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.model.leftovers import REASONS
from leaddesk.text import language
from leaddesk.ui import asking
from leaddesk.ui.dialogs.assistant import ImportAssistant
from leaddesk.ui.dialogs.assistant_frame import CLUSTERS, PROBLEMS
from leaddesk.ui.dialogs.issues import IssuesDialog
from leaddesk.ui.itemmodels.raw_rows import ABOVE, HEADERS
from leaddesk.ui.widgets.balance_table import BalanceTable
from leaddesk.ui.widgets.column_choices import SURE
from tests.ingest.spreadsheets import DATA
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.session import Session

LEADS = "Vu le;Origine;Truc;Etat;Montant\n03/04/2026;Google;x;oui;1.234\n04/03/2026;Flyers;y;non;2.000\n"
COSTS = "Mois;Canal;Dépense\n01/2026;Google;12,5\n"


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[ImportAssistant]:
    for name, text in (("leads.csv", LEADS), ("costs.csv", COSTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    pending = session.desk.read((tmp_path / "leads.csv", tmp_path / "costs.csv"), Quiet())
    made = ImportAssistant(session, pending, language("fr"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def row_of(dialog: ImportAssistant, header: str) -> int:
    rows = range(dialog.columns.rowCount())
    return next(row for row in rows if _text(dialog, row, 0) == header)


def _text(dialog: ImportAssistant, row: int, column: int) -> str:
    item = dialog.columns.item(row, column)
    return "" if item is None else item.text()


def choose(dialog: ImportAssistant, row: int, column: int, value: object) -> None:
    combo: Any = dialog.columns.cellWidget(row, column)
    assert isinstance(combo, QComboBox)
    index = combo.findData(value)
    assert index >= 0
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def recipe_of(dialog: ImportAssistant, file: int = 0) -> Any:
    return dialog.decided().files[file].recipe.sheets[0]


def test_every_sheet_and_column_is_shown_with_its_values(dialog: ImportAssistant) -> None:
    assert [dialog.sheets.item(row).text().split("\n")[0] for row in range(2)] == ["leads.csv", "costs.csv"]
    assert ["Prospects" in dialog.sheets.item(0).text(), "Coûts" in dialog.sheets.item(1).text()] == [True, True]
    assert [_text(dialog, row, 0) for row in range(5)] == ["Vu le", "Origine", "Truc", "Etat", "Montant"]
    channel: Any = dialog.columns.cellWidget(row_of(dialog, "Origine"), 1)
    assert channel.currentData() == "channel"
    assert "Google" in _text(dialog, row_of(dialog, "Origine"), 4)
    assert "%" in _text(dialog, row_of(dialog, "Origine"), 2)


def test_an_undecidable_date_is_asked_and_the_answer_changes_the_samples(dialog: ImportAssistant) -> None:
    row = row_of(dialog, "Vu le")
    choose(dialog, row, 1, "created")
    row = row_of(dialog, "Vu le")
    before = _text(dialog, row, 4)
    choose(dialog, row, 3, "mdy")
    assert recipe_of(dialog).column("created").date_order == "mdy"
    assert _text(dialog, row_of(dialog, "Vu le"), 4) != before
    assert not recipe_of(dialog).questions


def test_a_field_is_taken_from_the_column_that_the_user_chose(dialog: ImportAssistant) -> None:
    choose(dialog, row_of(dialog, "Truc"), 1, "channel")
    targets = {choice.header: choice.target for choice in recipe_of(dialog).columns}
    assert targets["Truc"] == "channel"
    assert targets["Origine"] == "extra:Origine", "the other column is kept, not lost"


def test_what_is_kept_as_it_is_is_not_called_sure_and_the_count_follows(dialog: ImportAssistant) -> None:
    row = row_of(dialog, "Truc")
    choose(dialog, row, 1, "extra:Truc")
    assert _text(dialog, row, 2) == ""
    before = dialog.reason.text()
    choose(dialog, row_of(dialog, "Truc"), 1, "company")
    assert _text(dialog, row_of(dialog, "Truc"), 2) != ""
    assert dialog.reason.text() != before


def test_how_sure_is_explained(dialog: ImportAssistant) -> None:
    header, share = dialog.columns.horizontalHeaderItem(SURE), dialog.columns.item(row_of(dialog, "Origine"), SURE)
    assert header is not None
    assert share is not None
    assert header.text() == "Certitude"
    assert "À quel point LeadDesk est sûr" in header.toolTip()
    assert header.whatsThis() == header.toolTip()
    assert "L’en-tête est l’un des noms de cette colonne" in share.toolTip()


def test_status_words_stand_for_what_the_user_says(dialog: ImportAssistant) -> None:
    choose(dialog, row_of(dialog, "Etat"), 1, "status")
    dialog.pages.setCurrentIndex(1)
    words = {dialog.words.item(row, 0).text(): row for row in range(dialog.words.rowCount())}  # type: ignore[union-attr]
    assert set(words) == {"oui", "non"}
    combo: Any = dialog.words.cellWidget(words["oui"], 2)
    index = combo.findData("won")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    assert ("oui", "won") in recipe_of(dialog).column("status").values


def test_a_sheet_can_be_left_out_and_taken_for_something_else(dialog: ImportAssistant) -> None:
    dialog.sheets.setCurrentRow(1)
    index = dialog.tables.findData("")
    dialog.tables.setCurrentIndex(index)
    dialog.tables.activated.emit(index)
    assert recipe_of(dialog, 1).table == ""
    assert dialog.columns.rowCount() == 0
    dialog.sheets.setCurrentRow(0)
    dialog.tables.setCurrentIndex(index)
    dialog.tables.activated.emit(index)
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled(), "nothing left to import"


def test_the_header_line_can_be_moved(dialog: ImportAssistant) -> None:
    assert dialog.header_row.value() == 1
    dialog.header_row.setValue(2)
    dialog.header_row.editingFinished.emit()
    assert recipe_of(dialog).header_row == 1


def move_headers(dialog: ImportAssistant, line: int) -> None:
    dialog.header_row.setValue(line)
    dialog.header_row.editingFinished.emit()


def take_for(dialog: ImportAssistant, table: str) -> None:
    index = dialog.tables.findData(table)
    dialog.tables.setCurrentIndex(index)
    dialog.tables.activated.emit(index)


def test_back_on_a_header_line_all_that_was_chosen_there_is_back(messy: ImportAssistant, qtbot: QtBot) -> None:
    choose(messy, row_of(messy, "Code postal"), 1, "extra:Code postal")
    toggle(messy, "total-rows")
    qtbot.waitUntil(lambda: "5 prises" in messy.balance.text(), timeout=10_000)
    chosen = recipe_of(messy)
    move_headers(messy, 3)
    assert recipe_of(messy).columns != chosen.columns
    move_headers(messy, 2)
    assert recipe_of(messy) == chosen
    qtbot.waitUntil(lambda: proposal(messy, "total-rows").checkState(0) == Qt.CheckState.Unchecked, timeout=10_000)


def test_back_at_a_table_all_that_was_chosen_for_it_is_back(messy: ImportAssistant) -> None:
    choose(messy, row_of(messy, "Code postal"), 1, "extra:Code postal")
    chosen = recipe_of(messy)
    take_for(messy, "leads")
    assert recipe_of(messy) == chosen, "the same again is no new choice"
    take_for(messy, "costs")
    assert recipe_of(messy).table == "costs"
    take_for(messy, "")
    take_for(messy, "leads")
    assert recipe_of(messy) == chosen


def test_the_day_of_the_file_is_proposed_and_can_be_changed(dialog: ImportAssistant) -> None:
    dialog.as_of.setDate(QDate(2026, 5, 5))
    assert dialog.decided().files[0].recipe.as_of == dt.date(2026, 5, 5)


def test_what_would_be_noticed_is_listed(dialog: ImportAssistant, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.problems.count() > 0, timeout=10_000)
    assert str(dialog.problems.count()) in dialog.pages.tabText(PROBLEMS)


WIDE = "Canal;Janvier 2026;Février 2026;Mars 2026\nGoogle;10;20;30\nFlyers;40;;60\nSalon;70;80;90\n"


def test_a_wide_sheet_is_counted_before_and_after_it_is_made_long(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "couts.csv").write_text(WIDE, encoding="utf-8")
    dialog = ImportAssistant(session, session.desk.read((tmp_path / "couts.csv",), Quiet()), language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "lues" in dialog.balance.text(), timeout=10_000)
    assert dialog.balance.text() == "3 lignes lues  ·  3 prises en compte (3 lignes → 8 dépenses)"
    assert dialog.sheets.item(0).text().endswith("Coûts\N{NO-BREAK SPACE}: 3 lignes → 8 dépenses")
    taken = session.desk.take(dialog.decided(), Quiet())
    assert taken.summary is not None
    assert language("fr").text(taken.summary).endswith("Coûts\N{NO-BREAK SPACE}: 3 lignes → 8 dépenses")
    table = BalanceTable(taken.counts, language("fr"))
    qtbot.addWidget(table)
    cell = table.item(0, 3)
    assert cell is not None
    assert cell.text() == "3 → 8 dépenses"
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_the_mapping_can_be_saved_as_a_file(
    dialog: ImportAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mapping.toml"
    monkeypatch.setattr(asking, "mapping_to_save", lambda *_: target)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    mapping = MappingFile.parse(target.read_text(encoding="utf-8"), "mapping.toml")
    entry = mapping.entry("leads.csv", "")
    assert entry is not None
    assert entry.columns["channel"] == "Origine"


MESSY = """Suivi des prospects;;;;
Société;Date de création;Canal;Code postal;Montant
Alpha;14/03/2026;google;01000;100,5
Beta;15/03/2026;Google;1200;200
Gamma;17/03/2026;Google;69003;300
n/a;18/03/2026;Flyers;75011;400
Total;;;;1000,5
"""


@pytest.fixture
def messy(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[ImportAssistant]:
    (tmp_path / "messy.csv").write_text(MESSY, encoding="utf-8")
    made = ImportAssistant(session, session.desk.read((tmp_path / "messy.csv",), Quiet()), language("fr"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.proposals.count() > 0, timeout=10_000)
    yield made
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def proposal(dialog: ImportAssistant, code: str) -> QTreeWidgetItem:
    places = [place for place, issue in enumerate(dialog.proposals._issues) if issue.code == code]
    assert len(places) == 1, [issue.code for issue in dialog.proposals._issues]
    item = dialog.proposals.topLevelItem(places[0])
    assert item is not None
    return item


def toggle(dialog: ImportAssistant, code: str) -> None:
    """Click the box of a proposal."""
    item = proposal(dialog, code)
    dialog.pages.setCurrentWidget(dialog.proposals)
    place = dialog.proposals.visualItemRect(item)
    QTest.mouseClick(
        dialog.proposals.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 9, place.center().y())
    )


def test_what_is_done_by_itself_has_a_switch(messy: ImportAssistant, qtbot: QtBot) -> None:
    assert proposal(messy, "total-rows").checkState(0) == Qt.CheckState.Checked
    assert "5 lignes lues" in messy.balance.text()
    assert "4 prises" in messy.balance.text()
    toggle(messy, "total-rows")
    qtbot.waitUntil(lambda: "5 prises" in messy.balance.text(), timeout=10_000)
    assert recipe_of(messy).off == ("total-rows",)
    assert proposal(messy, "total-rows").checkState(0) == Qt.CheckState.Unchecked
    toggle(messy, "postcode-zero")
    qtbot.waitUntil(lambda: recipe_of(messy).column("postcode").off == ("postcode-zero",), timeout=10_000)
    toggle(messy, "total-rows")
    qtbot.waitUntil(lambda: "4 prises" in messy.balance.text(), timeout=10_000)
    assert recipe_of(messy).off == ()


def test_neither_a_box_nor_a_header_is_cut(messy: ImportAssistant) -> None:
    messy.pages.setCurrentWidget(messy.proposals)
    line = messy.proposals.visualItemRect(proposal(messy, "total-rows"))
    assert line.height() > messy.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight) + 2
    header = messy.columns.horizontalHeader()
    assert header.sectionSize(SURE) >= header.sectionSizeHint(SURE)


def test_a_switch_is_worked_by_the_keyboard(messy: ImportAssistant, qtbot: QtBot) -> None:
    messy.pages.setCurrentWidget(messy.proposals)
    messy.proposals.setCurrentItem(proposal(messy, "merged-values"))
    QTest.keyClick(messy.proposals, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not recipe_of(messy).column("channel").canonical, timeout=10_000)


def test_a_proposal_shows_the_lines_that_it_is_about(messy: ImportAssistant) -> None:
    model = messy.rows.model
    assert model.rowCount() == 7, "all of the file, its title as well"
    assert not messy.rows.all_button.isVisible()
    messy.proposals.setCurrentItem(proposal(messy, "total-rows"))
    assert model.rowCount() == 1
    assert model.headerData(0, Qt.Orientation.Vertical) == "7"
    assert model.index(0, 0).data() == "Total"
    QTest.mouseClick(messy.rows.all_button, Qt.MouseButton.LeftButton)
    assert model.rowCount() == 7


def test_lines_that_are_not_taken_say_why(messy: ImportAssistant) -> None:
    model = messy.rows.model
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(7)]
    words = language("fr").text
    assert tips[0] == words(ABOVE)
    assert tips[1] == words(HEADERS)
    assert tips[2] is None
    assert tips[6] == words(REASONS["total"])
    header = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert header == "<qt>Date de création</qt>", "a narrow column cuts it"
    assert model.index(6, 0).data(Qt.ItemDataRole.FontRole).strikeOut()


def test_what_cannot_be_decided_blocks_until_it_is_answered(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    text = "Société;Seen on;Channel;Amount\nA;03/04/2026;Google;1\nB;05/02/2026;Flyers;2\nC;04/03/2026;Flyers;3\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    pending = session.desk.read((tmp_path / "a.csv",), Quiet())
    recipe = pending.files[0].recipe
    asked = replace(recipe.sheets[0], questions=("date-order:1",))
    dialog = ImportAssistant(
        session, pending.with_recipe(pending.files[0].id, recipe.with_sheet(asked)), language("fr")
    )
    qtbot.addWidget(dialog)
    dialog.show()
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    assert "question" in dialog.balance.text()
    first, second = dialog.questions.buttons
    assert "3 avr. 2026" in first.text()
    assert "4 mars 2026" in second.text()
    assert not first.isChecked()
    assert not second.isChecked()
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert recipe_of(dialog).at(1).date_order == "mdy"
    assert recipe_of(dialog).questions == ()
    assert ok.isEnabled()
    assert dialog.questions.isHidden()
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_the_day_of_the_file_follows_how_its_dates_are_read(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    text = "Société;Date;Source\nA;03/04/2026;Google\nB;05/02/2026;Flyers\nC;04/03/2026;Flyers\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    dialog = ImportAssistant(session, session.desk.read((tmp_path / "a.csv",), Quiet()), language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.as_of.date() == QDate(2026, 4, 3)
    choose(dialog, row_of(dialog, "Date"), 3, "mdy")
    qtbot.waitUntil(lambda: dialog.as_of.date() == QDate(2026, 5, 2), timeout=10_000)
    assert dialog.decided().files[0].recipe.as_of == dt.date(2026, 5, 2)
    choose(dialog, row_of(dialog, "Date"), 3, "dmy")
    taken = session.desk.take(dialog.decided(), Quiet())
    assert taken.built.as_of == dt.date(2026, 4, 3), "also when nothing was tried in between"
    dialog.as_of.setDate(QDate(2026, 6, 30))
    choose(dialog, row_of(dialog, "Date"), 3, "mdy")
    qtbot.waitUntil(session.jobs.is_idle)
    assert dialog.as_of.date() == QDate(2026, 6, 30), "the user's word wins"
    assert session.desk.take(dialog.decided(), Quiet()).built.as_of == dt.date(2026, 6, 30)
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_what_lies_after_the_day_of_the_file_follows_the_day(messy: ImportAssistant, qtbot: QtBot) -> None:
    assert "future-dates" not in {issue.code for issue in messy.problems._issues}
    messy.as_of.setDate(QDate(2026, 3, 16))
    qtbot.waitUntil(lambda: "future-dates" in {issue.code for issue in messy.problems._issues}, timeout=10_000)


def test_values_never_seen_before_come_first_of_their_severity(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    (tmp_path / "mars.csv").write_text(MESSY, encoding="utf-8")
    session.desk.adopt(session.desk.take(session.desk.read((tmp_path / "mars.csv",), Quiet()), Quiet()))
    later = MESSY.replace("/03/", "/04/").replace("Flyers", "Salon").replace("400", "inconnu")
    (tmp_path / "avril.csv").write_text(later, encoding="utf-8")
    pending = session.desk.read((tmp_path / "avril.csv",), Quiet())
    dialog = ImportAssistant(session, pending, language("fr"))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.problems.count() > 1, timeout=10_000)
    assert [issue.code for issue in dialog.problems._issues] == ["new-values", "missing-words"]
    after = IssuesDialog(session.desk.take(pending, Quiet()).remarks, language("fr"))
    qtbot.addWidget(after)
    assert after.list._issues[0].code == "new-values"
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


LIKE = """Société;Date de création;Source
A;14/03/2026;Bouche à oreille
B;15/03/2026;Bouche à oreille
C;16/03/2026;bouche-à-oreille
D;17/03/2026;GTXPro
E;18/03/2026;GTX Pro
F;19/03/2026;GTX Pro
"""


def test_like_values_are_offered_and_brought_together(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    (tmp_path / "like.csv").write_text(LIKE, encoding="utf-8")
    dialog = ImportAssistant(session, session.desk.read((tmp_path / "like.csv",), Quiet()), language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.clusters.count() == 2, timeout=10_000)
    assert "2" in dialog.pages.tabText(CLUSTERS)
    assert recipe_of(dialog).column("channel").values == (), "offered, not applied"
    dialog.pages.setCurrentWidget(dialog.clusters)
    dialog.clusters.selectAll()
    QTest.keyClick(dialog.clusters, Qt.Key.Key_Space)
    merged = dict(recipe_of(dialog).column("channel").values)
    assert merged["GTXPro"] == "GTX Pro"
    assert merged["bouche-à-oreille"] == "Bouche à oreille"
    move_headers(dialog, 2)
    qtbot.waitUntil(lambda: dialog.clusters.count() == 0, timeout=10_000)
    move_headers(dialog, 1)
    qtbot.waitUntil(lambda: dialog.clusters.count() == 2, timeout=10_000)
    assert dict(recipe_of(dialog).column("channel").values) == merged, "back means back"
    taken = session.desk.take(dialog.decided(), Quiet())
    assert set(taken.built["leads"].labels("channel")) == {"Bouche à oreille", "GTX Pro"}
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_the_channel_of_all_rows_is_typed_above_the_columns(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "salon.csv").write_text(
        "Société;Date de création\nAlpha;14/03/2026\nBeta;15/03/2026\n", encoding="utf-8"
    )
    made = ImportAssistant(session, session.desk.read((tmp_path / "salon.csv",), Quiet()), language("fr"))
    qtbot.addWidget(made)
    made.show()
    warned = "Aucune colonne n’est prise pour le canal"
    qtbot.waitUntil(lambda: shows(made.problems, warned), timeout=10_000)
    line = made.origin.value.lineEdit()
    assert line is not None
    made.activateWindow()
    line.setFocus()
    QTest.keyClicks(line, "Salon de Lyon")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: made.proposals.count() == 1 and not shows(made.problems, warned), timeout=10_000)
    item = made.proposals.topLevelItem(0)
    assert item is not None
    assert "Salon de Lyon" in item.text(0)
    item.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: shows(made.problems, warned), timeout=10_000)
    assert made.origin.value.currentText() == ""
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def shows(issues: Any, words: str) -> bool:
    return any(words in issues.topLevelItem(row).text(0) for row in range(issues.topLevelItemCount()))


def test_it_is_made_in_pieces(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    """Twenty columns take a tenth of a second: in between, the window behind goes on."""
    headers = [f"Colonne {number}" for number in range(18)]
    (tmp_path / "wide.csv").write_text(
        f"Date;Nom;{';'.join(headers)}\n01/02/2026;Petit;{';'.join('abcdefghijklmnopqr')}\n"
    )
    pending = session.desk.read((tmp_path / "wide.csv",), Quiet())
    turns: list[int] = []
    made = ImportAssistant(session, None, language("fr"))
    qtbot.addWidget(made)
    made.begin(pending, lambda: turns.append(1))
    before = len(turns)
    assert before >= 6
    assert made.columns.rowCount() == 20
    made._choose_column(pending.files[0].recipe.sheets[0])
    assert len(turns) == before, "what follows is done at once"
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


@pytest.fixture
def yearless(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[ImportAssistant]:
    text = "Date;Vu le;Société;Canal\n12 mai;14/05;A;Google\n28 déc.;30/12;B;Flyers\n3 janv.;5/1;C;Flyers\n"
    (tmp_path / "prospects.csv").write_text(text, encoding="utf-8")
    made = ImportAssistant(session, session.desk.read((tmp_path / "prospects.csv",), Quiet()), language("fr"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_the_year_of_dates_that_have_none_is_asked(yearless: ImportAssistant) -> None:
    ok = yearless.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    answers = [button.text() for button in yearless.questions.buttons]
    assert [answer.partition("\u00a0")[0] for answer in answers] == [
        "à partir de 2025", "à partir de 2024", "à partir de 2023", "les laisser inconnues",
    ]  # fmt: skip
    assert "28 déc. → 28 déc. 2025" in answers[0]
    QTest.keyClick(yearless.questions.buttons[1], Qt.Key.Key_Space)
    assert recipe_of(yearless).column("created").year == "2024+"
    assert "3 janv. → 3 janv. 2025" in _text(yearless, row_of(yearless, "Date"), 4)
    assert ok.isEnabled()
    choose(yearless, row_of(yearless, "Date"), 3, " 2025+")
    assert recipe_of(yearless).column("created").year == "2025+"
    assert "3 janv. → 3 janv. 2026" in _text(yearless, row_of(yearless, "Date"), 4)


def test_nobody_needs_to_know_the_year(yearless: ImportAssistant) -> None:
    QTest.keyClick(yearless.questions.buttons[-1], Qt.Key.Key_Space)
    choice = recipe_of(yearless).column("created")
    assert (choice.year, choice.off) == ("", ("year-added",))
    assert yearless.questions.isHidden()
    assert yearless.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_a_column_that_is_taken_for_dates_is_asked_about(yearless: ImportAssistant) -> None:
    QTest.keyClick(yearless.questions.buttons[0], Qt.Key.Key_Space)
    assert recipe_of(yearless).at(1).is_extra
    choose(yearless, row_of(yearless, "Vu le"), 1, "won")
    won = recipe_of(yearless).column("won")
    assert (won.date_order, won.year, won.year_evidence) == ("dmy", "created", "columns")
    assert "5/1 → 5 janv. 2026" in _text(yearless, row_of(yearless, "Vu le"), 4)
    choose(yearless, row_of(yearless, "Date"), 1, "extra:Date")
    choose(yearless, row_of(yearless, "Vu le"), 1, "created")
    assert recipe_of(yearless).questions == ("year:2025+:1",)
    assert not yearless.questions.isHidden()


def test_the_rows_of_all_sheets_are_counted_before_they_are_looked_at(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    texts = {
        "leads.csv": LEADS,
        "mai.csv": "Date;Canal;Montant HT\n03/05/2026;Google;100\n10/05/2026;Facebook;80\nTotal;;180\n",
        "juin.csv": "Date;Canal;Montant HT\n03/05/2026;Google;100\n10/05/2026;Facebook;80\n20/06/2026;Flyers;60\n",
        "large.csv": "Canal;janv. 2026;févr. 2026\nGoogle;10;20\nFlyers;5;\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    pending = session.desk.read(tuple(tmp_path / name for name in texts), Quiet())
    dialog = ImportAssistant(session, pending, language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    counted = "10 lignes lues  ·  7 prises en compte (2 lignes → 3 dépenses)  ·  3 laissées de côté"
    qtbot.waitUntil(lambda: dialog.balance.text() == counted, timeout=10_000)
    lines = [dialog.sheets.item(row).text().split("\n")[1] for row in range(4)]
    assert lines == ["Prospects\u00a0: 2 lignes", "Coûts\u00a0: 2 lignes", "Coûts\u00a0: 1 ligne",
                     "Coûts\u00a0: 2 lignes → 3 dépenses"]  # fmt: skip
    for row in range(1, 4):
        dialog.sheets.setCurrentRow(row)
        qtbot.waitUntil(session.jobs.is_idle, timeout=10_000)
        assert dialog.balance.text() == counted
        assert [dialog.sheets.item(place).text().split("\n")[1] for place in range(4)] == lines
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_measures_side_by_side_are_called_what_they_are(session: Session, qtbot: QtBot) -> None:
    """The media file of channel_spend: for each channel what it showed, which is kept, and what it cost."""
    pending = session.desk.read((DATA / "channel_spend" / "national_media.xlsx",), Quiet())
    made = ImportAssistant(session, pending, language("fr"))
    qtbot.addWidget(made)
    made.show()
    combos = [made.columns.cellWidget(row, 1) for row in range(made.columns.rowCount())]
    named = {combo.currentText() for combo in combos if isinstance(combo, QComboBox)}
    assert {
        "Montant\N{NO-BREAK SPACE}: «\u202fChannel0\u202f»",
        "impression\N{NO-BREAK SPACE}: «\u202fChannel0\u202f»",
    } <= named
    made.done(0)
    qtbot.waitUntil(session.jobs.is_idle)
