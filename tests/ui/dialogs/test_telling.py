"""The dialogs that only tell: definitions, issues, about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from leaddesk import __version__
from leaddesk.ingest.importer import SheetCount
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.kpis import BY_ID, FAMILIES, KPIS, neighbours
from leaddesk.model.recipe import LeftOut
from leaddesk.model.rules import RULES
from leaddesk.text import LANGUAGES, language, msg
from leaddesk.ui.dialogs.about import AboutDialog
from leaddesk.ui.dialogs.definitions import DefinitionsDialog
from leaddesk.ui.dialogs.issues import IssuesDialog, issue_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EN, FR = language("en"), language("fr")
ISSUES = (
    Issue(Severity.INFO, msg("spaces removed"), "a.xlsx", "S1", count=3),
    Issue(
        Severity.ERROR, msg("no date"), "b.csv", "b.csv", "Date", (4, 9), 12,
        examples=(("3/13", ""), ("<b>x</b>", "y")),
    ),
    Issue(Severity.WARNING, msg("repeated"), "a.xlsx", "S2", lines=(7,), count=1),
)  # fmt: skip


def test_every_figure_is_defined(qtbot: QtBot) -> None:
    dialog = DefinitionsDialog(EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.count.text() == f"{len(KPIS)} figures"
    for kpi, entry in zip(KPIS, dialog.entries, strict=True):
        texts = [label.text() for label in entry.findChildren(QLabel)]
        assert texts[0].startswith(EN.text(kpi.label))
        assert EN.text(kpi.definition) in texts
        assert any(EN.text(kpi.formula) in text for text in texts[2:])
        assert kpi.warning is None or EN.text(kpi.warning) in texts


def test_definitions_and_rules_are_searched_without_accents(qtbot: QtBot) -> None:
    dialog = DefinitionsDialog(FR)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog.search, "depenses")
    found = [entry for entry in dialog.entries if entry.isVisible()]
    assert 0 < len(found) < len(KPIS)
    dialog.search.setText("zzz")
    assert not any(entry.isVisible() for entry in dialog.entries)
    dialog.search.setText("remboursements")
    assert [card.accessibleName() for card in dialog.rules if card.isVisible()] == ["Remboursements"]
    assert "1 règle" in dialog.count.text()


@pytest.mark.parametrize("code", LANGUAGES)
def test_definitions_fit_the_smallest_screen_by_family_and_the_rules_last(qtbot: QtBot, code: str) -> None:
    words = language(code)
    dialog = DefinitionsDialog(words, None, {"leads"})
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.minimumSizeHint().width() <= 1366
    assert dialog.height() <= 700
    assert dialog.families.sizeHintForColumn(0) <= dialog.families.viewport().width(), "no family's name is cut"
    assert not any(rule.isVisible() for rule in dialog.rules), "all figures are no rules"
    dialog.families.setFocus()
    for name, kpis in FAMILIES:
        QTest.keyClick(dialog.families, Qt.Key.Key_Down)
        assert dialog.families.currentItem().text() == words.text(name)
        shown = [kpi for kpi, entry in zip(KPIS, dialog.entries, strict=True) if entry.isVisible()]
        assert tuple(shown) == kpis
    QTest.keyClick(dialog.families, Qt.Key.Key_Down)
    assert dialog.families.currentRow() == dialog.families.count() - 1
    assert not any(entry.isVisible() for entry in dialog.entries)
    told = [[label.text() for label in card.findChildren(QLabel)] for card in dialog.rules if card.isVisible()]
    assert told == [[words.text(rule.title), words.text(rule.text)] for rule in RULES]
    dialog.search.setText(words.text(KPIS[0].label))
    assert dialog.families.currentRow() == 0, "words are searched in every family"
    assert dialog.entries[0].isVisible()
    QTest.keyClick(dialog.families, Qt.Key.Key_Down)
    assert dialog.search.text() == ""
    assert dialog.entries[0].isVisible()
    assert not dialog.entries[-1].isVisible()


def test_every_figure_leads_to_what_it_is_taken_for(qtbot: QtBot) -> None:
    dialog = DefinitionsDialog(EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert all(entry.template is None for entry in dialog.entries), "what is there is not known"
    for kpi, entry in zip(KPIS, dialog.entries, strict=True):
        links = [] if entry.neighbours is None else re.findall('href="([^"]+)"', entry.neighbours.text())
        assert links == [other.id for other in neighbours(kpi)]
    roas, roi, ltv = (dialog.entries[list(BY_ID).index(name)] for name in ("roas", "roi", "ltv_to_cac"))
    dialog.search.setText("roas")
    assert roas.neighbours is not None
    dialog.activateWindow()
    roas.neighbours.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(roas.neighbours, Qt.Key.Key_Tab)
    QTest.keyClick(roas.neighbours, Qt.Key.Key_Return)
    assert dialog.search.text() == ""
    qtbot.waitUntil(lambda: not roi.visibleRegion().isEmpty())
    assert dialog.focusWidget() is roi
    roi.neighbour_chosen.emit("ltv_to_cac")  # of another family, far below
    qtbot.waitUntil(lambda: not ltv.visibleRegion().isEmpty())
    assert dialog.focusWidget() is ltv


def test_a_figure_that_waits_for_a_spreadsheet_offers_its_template(qtbot: QtBot) -> None:
    dialog = DefinitionsDialog(EN, None, {"leads", "costs"})
    qtbot.addWidget(dialog)
    dialog.show()
    asked: list[str] = []
    dialog.template_requested.connect(asked.append)
    waiting = [kpi for kpi, entry in zip(KPIS, dialog.entries, strict=True) if entry.template is not None]
    assert waiting == [kpi for kpi in KPIS if not {"leads", "costs"}.issuperset(kpi.tables)]
    entry = dialog.entries[list(BY_ID).index("open_rate")]
    assert entry.template is not None
    assert any("no spreadsheet of “E-mailings”" in label.text() for label in entry.findChildren(QLabel))
    QTest.mouseClick(entry.template, Qt.MouseButton.LeftButton)
    assert asked == ["emails"]


def test_issues_the_worst_first_and_in_full(qtbot: QtBot) -> None:
    dialog = IssuesDialog(ISSUES, EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.summary.text() == "3 findings"
    assert dialog.list.topLevelItem(0).text(0) == "no date"  # type: ignore[union-attr]
    assert dialog.detail.toPlainText().split("\n") == [
        "no date", "File: b.csv", "Column: Date", "Lines: 4, 9 and 10 more", "3/13 → (empty)", "<b>x</b> → y",
    ]  # fmt: skip
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.detail.toPlainText().startswith("repeated\nFile: a.xlsx\nSheet: S2")


def test_the_line_of_an_example_shows_its_finding(qtbot: QtBot) -> None:
    dialog = IssuesDialog(ISSUES, EN)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog.list, Qt.Key.Key_Right)
    QTest.keyClick(dialog.list, Qt.Key.Key_End)
    assert dialog.detail.toPlainText().startswith("spaces removed")
    for _ in range(3):
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    current = dialog.list.currentItem()
    assert current is not None
    assert current.text(0) == "3/13 → (empty)"
    assert dialog.detail.toPlainText().startswith("no date")


def test_issues_of_one_file_or_severity(qtbot: QtBot) -> None:
    dialog = IssuesDialog(ISSUES, EN)
    qtbot.addWidget(dialog)
    assert [dialog.files.itemText(place) for place in range(dialog.files.count())] == ["All files", "b.csv", "a.xlsx"]
    severities = [dialog.severities.itemText(place) for place in range(dialog.severities.count())]
    assert severities == ["Everything", "Errors (1)", "Worth a look (1)", "Good to know (1)"]
    dialog.files.setCurrentIndex(2)
    dialog.refresh()
    assert dialog.list.topLevelItemCount() == 2
    dialog.severities.setCurrentIndex(1)
    dialog.refresh()
    assert dialog.list.topLevelItemCount() == 0
    assert not dialog.copy.isEnabled()


def test_issues_are_copied_as_text(qtbot: QtBot) -> None:
    dialog = IssuesDialog(ISSUES, EN)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    ordered = (ISSUES[1], ISSUES[2], ISSUES[0])
    assert QGuiApplication.clipboard().text() == "\n\n".join(issue_text(issue, EN) for issue in ordered)


def test_nothing_noticed(qtbot: QtBot) -> None:
    dialog = IssuesDialog((), EN)
    qtbot.addWidget(dialog)
    assert dialog.summary.text() == "Nothing to report: the files were read as they are."
    assert dialog.detail.toPlainText() == ""


def test_about_says_version_licence_and_privacy(qtbot: QtBot) -> None:
    dialog = AboutDialog(EN)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for words in (__version__, "MIT", "Nothing leaves this computer", "Lucide – ISC", "LGPL"):
        assert words in texts
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


COUNTS = (
    SheetCount("a.xlsx", "S1", "leads", 120, 117, 117, {"total": 2, "header": 1}),
    SheetCount("a.xlsx", "S2", "", 0, 0, 0),
    SheetCount("b.csv", "", "costs", 1234, 1234, 2468),
)


def test_how_many_rows_were_read_taken_and_left_out(qtbot: QtBot) -> None:
    dialog = IssuesDialog(ISSUES, EN, None, COUNTS)
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.balance
    assert table is not None
    rows = [[item.text() if (item := table.item(row, column)) else "" for column in range(5)] for row in range(3)]
    why = "2 rows of totals were left out · 1 row that repeats the headers was left out"
    assert rows == [
        ["a.xlsx › S1", "Leads", "120", "117", why],
        ["a.xlsx › S2", "left out", "", "", ""],
        ["b.csv", "Costs", "1,234", "1,234 → 2,468 expenses", ""],
    ]
    with qtbot.waitSignal(dialog.left_out_requested):
        QTest.mouseClick(dialog.save_left_out, Qt.MouseButton.LeftButton)
    plain = IssuesDialog(ISSUES, EN, None, COUNTS[1:])
    qtbot.addWidget(plain)
    plain.show()
    assert not plain.save_left_out.isVisible()


def test_rows_that_are_left_out_in_part_are_counted_and_can_be_saved(qtbot: QtBot) -> None:
    aside = (LeftOut(0, "repeated-part"), LeftOut(1, "repeated-part"), LeftOut(2, "replaced-part"))
    dialog = IssuesDialog(ISSUES, EN, None, (SheetCount("a.xlsx", "", "costs", 3, 3, 3, aside=aside),))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.balance is not None
    item = dialog.balance.item(0, 4)
    assert item is not None
    assert item.text() == (
        "2 rows were left out in part, as an earlier file has some of their amounts already"
        " · 1 row was left out in part, as a later file has some of its amounts otherwise"
    )
    assert dialog.save_left_out.isVisible()
