"""From a figure to the line of the file, with a real file in a real session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaddesk.model.terms import LEADS
from leaddesk.text import language, verbatim
from leaddesk.ui.dialogs.rows import RowsDialog
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "Suivi\n\nSociété;Date de création;Montant\nAlpha;14/03/2026;1 250,00 €\nBeta;15/03/2026;200\n"


def _take(session: Session, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT.replace("2026", "2025") if path.parent.name == "old" else TEXT, encoding="utf-8")
    session.desk.adopt(session.desk.take(session.desk.read((path,), Quiet()), Quiet()))


def _dialog(session: Session, qtbot: QtBot) -> RowsDialog:
    leads = session.state.dataset["leads"]
    positions = session.report.counted(LEADS)
    made = RowsDialog(leads, positions, verbatim("leads"), "EUR", language("fr"), None, session.sheet_of)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_current_row_stands_below_as_the_file_has_it(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    _take(session, tmp_path / "suivi.csv")
    dialog = _dialog(session, qtbot)
    line = dialog.line
    assert line.isVisible()
    assert line.title.text() == "La ligne 4, telle qu’elle est dans suivi.csv"
    cells = [line.model.data(line.model.index(0, column)) for column in range(3)]
    assert cells == ["Alpha", "14/03/2026", "1 250,00 €"]
    dialog.table.selectRow(1)
    assert line.model.data(line.model.index(0, 0)) == "Beta"
    assert line.title.text().startswith("La ligne 5,")


def test_of_two_files_of_one_name_no_line_is_guessed(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    assert session.sheet_of("suivi.csv", "suivi.csv") is None
    _take(session, tmp_path / "old" / "suivi.csv")
    _take(session, tmp_path / "suivi.csv")
    dialog = _dialog(session, qtbot)
    assert dialog.model.rowCount() > 0
    assert not dialog.line.isVisible()


def test_a_row_typed_by_hand_has_no_line(session: Session, qtbot: QtBot) -> None:
    values: dict[str, str | float | None] = {"name": "Zoé", "created": "2026-03-14"}
    session.desk.adopt(session.desk.type_in("leads", values, Quiet()))
    dialog = _dialog(session, qtbot)
    assert dialog.model.place(0) == ("", "", 0)
    assert not dialog.line.isVisible()
