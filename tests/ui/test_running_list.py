"""Next month's edition of a list of costs: asked about, said and switchable, undone in one step, its rows kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt

from leaddesk.text import language
from leaddesk.ui.dialogs.assistant import ImportAssistant
from leaddesk.ui.left_out import LeftOut
from tests.quiet import Quiet
from tests.ui.lists import read, take

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.holding import Pending
    from leaddesk.ui.session import Session

MAY = "Date;Canal;Montant HT\n03/05/2026;Google Ads;100\n10/05/2026;Facebook;80\n18/05/2026;Flyers;60\n"
JUNE = MAY.replace("80", "95") + "02/06/2026;Google Ads;120\n"
JULY = JUNE + "05/07/2026;Flyers;40\n"


def spent(session: Session) -> float:
    return float(session.desk.state.dataset["costs"].numbers("amount").sum())


@pytest.fixture
def june(session: Session, tmp_path: Path) -> Pending:
    """The list of June, read after that of May, which has the same headers and the same name."""
    take(session, read(session, tmp_path / "depenses.csv", MAY))
    return read(session, tmp_path / "depenses.csv", JUNE)


def test_the_assistant_asks_and_what_is_switched_off_counts_twice(
    session: Session, june: Pending, qtbot: QtBot
) -> None:
    assert june.needs_confirmation
    dialog = ImportAssistant(session, june, language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.proposals.topLevelItemCount() == 2, timeout=10_000)
    items = [dialog.proposals.topLevelItem(row) for row in range(2)]
    assert [item.checkState(0) for item in items if item] == [Qt.CheckState.Checked] * 2
    assert "2" in dialog.balance.text()
    first = next(item for item in items if item and "déjà" in item.text(0) + item.text(1))
    first.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: dialog.decided().files[0].recipe.sheets[0].off == ("repeated-rows",), timeout=10_000)
    decided = dialog.decided()
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)
    take(session, decided)
    assert spent(session) == 100 + 60 + 100 + 95 + 60 + 120


def test_it_is_taken_in_undone_and_done_again_as_one_step(session: Session, june: Pending) -> None:
    assert take(session, june).endswith("2 lignes laissées de côté")
    assert spent(session) == 100 + 95 + 60 + 120
    for back, amount in ((True, 240.0), (False, 375.0)):
        action = session.desk.step(back)
        assert action is not None
        session.desk.adopt(session.desk.rebuilt(action, Quiet()))
        assert spent(session) == amount


def test_once_confirmed_next_months_list_goes_straight_in(session: Session, june: Pending, tmp_path: Path) -> None:
    take(session, june)
    july = read(session, tmp_path / "depenses.csv", JULY)
    assert not july.needs_confirmation
    take(session, july)
    assert spent(session) == 375 + 40
    assert read(session, tmp_path / "depenses.csv", JULY.replace("40", "45")).needs_confirmation, "one was corrected"


def test_the_document_gives_the_same_when_it_is_opened_again(session: Session, june: Pending, tmp_path: Path) -> None:
    take(session, june)
    session.desk.save_as(tmp_path / "travail.leaddesk", Quiet())
    counts = session.desk.counts
    session.close()
    session.desk.adopt(session.desk.open(tmp_path / "travail.leaddesk", Quiet()))
    assert spent(session) == 375
    assert session.desk.counts == counts


def test_the_rows_are_in_the_file_of_rows_left_out(
    session: Session, june: Pending, qtbot: QtBot, tmp_path: Path
) -> None:
    take(session, june)
    told: list[object] = []
    session.noticed.connect(told.append)
    LeftOut(None, session, language("fr")).write(tmp_path / "reste.xlsx")  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    book = openpyxl.load_workbook(tmp_path / "reste.xlsx")
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        [3, "Laissée de côté\u00a0: un fichier plus récent la donne autrement", "10/05/2026", "Facebook", "80"],
        [2, "Laissée de côté\u00a0: un fichier précédent la contient déjà", "03/05/2026", "Google Ads", "100"],
        [4, "Laissée de côté\u00a0: un fichier précédent la contient déjà", "18/05/2026", "Flyers", "60"],
    ]
