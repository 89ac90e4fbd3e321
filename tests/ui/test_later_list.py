"""Next month's edition of a list of leads: shown with a switch once, its news taken over, work on leads kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from leaddesk.model.action import Change
from leaddesk.text import language, msg
from leaddesk.ui.dialogs.assistant import ImportAssistant
from tests.quiet import Quiet
from tests.ui.lists import read, take

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.holding import Pending
    from leaddesk.ui.session import Session

MAY = (
    "N° prospect;Date de création;Société;Téléphone;Source;Statut\n"
    "P-101;04/05/2026;Alpha Transports;0199001201;Salon;Nouveau\n"
    "P-102;11/05/2026;Boulangerie Beta;0199001202;Flyers;Nouveau\n"
)
JUNE = MAY.replace("Salon;Nouveau", "Salon;Gagné") + "P-103;08/06/2026;Delta Fleurs;0199001203;Salon;Nouveau\n"
JULY = JUNE.replace("Flyers;Nouveau", "Flyers;Perdu") + "P-104;02/07/2026;Epsilon Bois;0199001204;Salon;Nouveau\n"


def column(session: Session, name: str) -> list[object]:
    values = session.desk.state.dataset["leads"].data[name].astype(object)
    return [None if value != value else value for value in values]  # noqa: PLR0124


@pytest.fixture
def june(session: Session, tmp_path: Path) -> Pending:
    """The list of June, read after that of May, which has the same headers and the same name."""
    take(session, read(session, tmp_path / "prospects.csv", MAY))
    return read(session, tmp_path / "prospects.csv", JUNE)


def test_the_assistant_shows_it_with_a_switch(session: Session, june: Pending, qtbot: QtBot) -> None:
    assert june.needs_confirmation
    dialog = ImportAssistant(session, june, language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()

    def items() -> list[str]:
        found = [dialog.proposals.topLevelItem(row) for row in range(dialog.proposals.topLevelItemCount())]
        return [item.text(0) + item.text(1) for item in found if item]

    qtbot.waitUntil(lambda: any("de nouveau ici" in text for text in items()), timeout=10_000)
    (place,) = [place for place, text in enumerate(items()) if "de nouveau ici" in text]
    item = dialog.proposals.topLevelItem(place)
    assert item is not None
    assert item.checkState(0) == Qt.CheckState.Checked
    item.setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: any("ne compte pas" in text for text in items()), timeout=10_000)
    decided = dialog.decided()
    assert decided.files[0].recipe.sheets[0].off == ("later-list",)
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)
    take(session, decided)
    assert column(session, "status")[:2] == ["Nouveau", "Nouveau"]


def test_what_was_done_with_a_lead_stays_with_it(session: Session, june: Pending) -> None:
    row = int(session.desk.state.dataset["leads"].rows[0])
    session.desk.edit((Change("leads", "notes", None, "rappeler lundi", row),), msg("note"))
    take(session, june)
    assert column(session, "id") == ["P-101", "P-102", "P-103"]
    assert column(session, "status") == ["Gagné", "Nouveau", "Nouveau"]
    assert column(session, "notes")[0] == "rappeler lundi"
    for back, status in ((True, "Nouveau"), (False, "Gagné")):
        action = session.desk.step(back)
        assert action is not None
        session.desk.adopt(session.desk.rebuilt(action, Quiet()))
        assert (column(session, "status")[0], column(session, "notes")[0]) == (status, "rappeler lundi")


def test_once_confirmed_next_months_list_goes_straight_in(session: Session, june: Pending, tmp_path: Path) -> None:
    take(session, june)
    july = read(session, tmp_path / "prospects.csv", JULY)
    assert not july.needs_confirmation
    take(session, july)
    assert column(session, "status") == ["Gagné", "Perdu", "Nouveau", "Nouveau"]


def test_leads_that_are_as_they_were_are_not_asked_about(session: Session, june: Pending, tmp_path: Path) -> None:
    assert june.needs_confirmation
    again = MAY + "P-103;08/06/2026;Delta Fleurs;0199001203;Salon;Nouveau\n"
    assert not read(session, tmp_path / "prospects.csv", again).needs_confirmation


def test_a_list_of_other_leads_is_not_asked_about(session: Session, june: Pending, tmp_path: Path) -> None:
    assert june.needs_confirmation
    others = MAY.splitlines()[0] + "\nP-201;08/06/2026;Delta Fleurs;0199001203;Salon;Nouveau\n"
    assert not read(session, tmp_path / "prospects.csv", others).needs_confirmation
