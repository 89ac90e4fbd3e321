"""A file that is in, read in another way: the user's work on its rows stays, and it is one step to undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import staging
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.dialogs.assistant import ImportAssistant
from leaddesk.ui.dialogs.issues import IssuesDialog
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.rereading import read_again, to_read_again
from leaddesk.ui.session import Session
from leaddesk.ui.widgets.issue_list import IssueList
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.holding import Pending

LEADS = (
    "N° prospect;Date de création;Société;Source;Statut;Remarque\n"
    "P-101;04/05/2026;Alpha Transports;Salon;Nouveau;Lyon\n"
    "P-102;11/05/2026;Boulangerie Beta;Flyers;Gagné;Annecy\n"
)
COSTS = "Date;Levier;Dépense\n01/05/2026;Salon;1 200,00\n"


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """May's leads and costs are in, and one lead is qualified by hand."""
    assert qtbot is not None, "Qt is up"
    jobs = Jobs()
    made = Session(jobs, dt.date(2026, 9, 1), tmp_path / "data")
    for name, text in (("leads.csv", LEADS), ("costs.csv", COSTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made.desk.adopt(made.desk.take(made.desk.read((tmp_path / "leads.csv", tmp_path / "costs.csv"), Quiet()), Quiet()))
    row = int(made.state.dataset["leads"].rows[0])
    assert made.edit(staging(made.state, [row], Stage.QUALIFIED), msg("stage"))
    qtbot.waitUntil(jobs.is_idle)
    yield made
    made.close()
    jobs.shut_down()


def town(pending: Pending) -> Pending:
    """The import with the remarks taken for towns."""
    held = pending.files[0]
    [sheet] = held.recipe.sheets
    chosen = replace(next(one for one in sheet.columns if one.header == "Remarque"), target="city")
    return pending.with_recipe(held.id, replace(held.recipe, sheets=(sheet.with_column(chosen),)))


def cells(session: Session, name: str) -> list[str]:
    leads = session.state.dataset["leads"]
    return leads.data[name].astype(object).fillna("").tolist() if leads.has(name) else []


def test_a_column_is_taken_for_something_else(session: Session, qtbot: QtBot) -> None:
    session.confirm(town(to_read_again(session.desk)))
    qtbot.waitUntil(lambda: session.jobs.is_idle() and cells(session, "city") == ["Lyon", "Annecy"], timeout=10_000)
    assert cells(session, "stage") == ["qualified", ""], "what was decided by hand stays"
    assert session.undo_label is not None
    assert language("fr").text(session.undo_label) == "autre lecture de 1 fichier"
    session.undo()
    qtbot.waitUntil(lambda: session.jobs.is_idle() and cells(session, "city") == [], timeout=10_000)
    session.redo()
    qtbot.waitUntil(lambda: session.jobs.is_idle() and cells(session, "city") == ["Lyon", "Annecy"], timeout=10_000)
    sheet = session.desk.held[0].recipe.sheets[0]
    assert session.desk.remembered.sheets[sheet.fingerprint].column("city") is not None, "next month's file is read so"


def test_a_document_opened_again_is_read_so(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.confirm(town(to_read_again(session.desk)))
    qtbot.waitUntil(lambda: session.jobs.is_idle() and cells(session, "city") == ["Lyon", "Annecy"], timeout=10_000)
    path = tmp_path / "kept.leaddesk"
    session.save_as(path)
    qtbot.waitUntil(session.jobs.is_idle, timeout=10_000)
    session.close()
    other = Session(session.jobs, dt.date(2026, 9, 1), tmp_path / "other")
    other.open_paths([path])
    qtbot.waitUntil(lambda: session.jobs.is_idle() and other.has_data, timeout=10_000)
    assert cells(other, "city") == ["Lyon", "Annecy"]
    other.close()


def test_to_leave_it_as_it_is_is_no_step(session: Session) -> None:
    before = session.desk.actions
    session.desk.adopt(read_again(session.desk, to_read_again(session.desk), Quiet()))
    assert session.desk.actions == before


def test_the_assistant_shows_what_the_files_are_read_as_now(session: Session, qtbot: QtBot) -> None:
    shown: list[Pending] = []
    session.proposed.connect(shown.append)
    session.read_again()
    [pending] = shown
    assert [held.raw.name for held in pending.files] == ["leads.csv", "costs.csv"]
    dialog = ImportAssistant(session, pending, language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle() == "Lecture des fichiers"
    qtbot.waitUntil(session.jobs.is_idle, timeout=10_000)
    told = [
        issue.text(0)
        for row in range(dialog.problems.topLevelItemCount())
        if (issue := dialog.problems.topLevelItem(row))
    ]
    assert not [text for text in told if "jamais vu" in text or "nouve" in text], "nothing in them is new to itself"
    assert dialog.decided().again
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_a_file_opened_twice_says_where_its_reading_is_changed(session: Session, tmp_path: Path) -> None:
    with pytest.raises(LeadDeskError) as told:
        session.desk.read((tmp_path / "leads.csv",), Quiet())
    assert told.value.hint is not None
    assert "Revoir la lecture des fichiers" in language("fr").text(told.value.hint)


def test_the_same_rows_under_another_name_are_named_after_what_is_there(session: Session, tmp_path: Path) -> None:
    (tmp_path / "copy.csv").write_bytes((tmp_path / "leads.csv").read_bytes())
    with pytest.raises(LeadDeskError) as told:
        session.desk.read((tmp_path / "copy.csv",), Quiet())
    assert language("en").text(told.value.message) == "“copy.csv” holds exactly what “leads.csv” holds."


def test_without_files_it_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot is not None
    jobs = Jobs()
    session = Session(jobs, dt.date(2026, 9, 1), tmp_path / "data")
    told: list[str] = []
    session.noticed.connect(lambda notice: told.append(language("fr").text(notice.text)))
    session.read_again()
    assert told == ["Aucun fichier ouvert jusqu’ici"]
    jobs.shut_down()


def test_it_can_be_asked_for_where_the_findings_are(session: Session, qtbot: QtBot) -> None:
    dialog = IssuesDialog(session.issues, language("fr"), counts=session.counts)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.read_again_requested):
        dialog.read_again.click()
    assert not dialog.isVisible()


def test_it_opens_on_what_the_remark_is_about(session: Session, qtbot: QtBot) -> None:
    noticed = IssuesDialog(session.issues, language("fr"), counts=session.counts)
    qtbot.addWidget(noticed)
    about = next(issue for issue in session.issues if issue.file == "costs.csv")
    assert noticed.list.point_at(about)
    noticed.read_again_requested.connect(session.read_again_about)
    shown: list[Pending] = []
    session.proposed.connect(shown.append)
    noticed.read_again.click()
    dialog = ImportAssistant(session, shown[0], language("fr"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(session.jobs.is_idle, timeout=10_000)
    assert dialog.sheets.currentRow() == 1
    page = dialog.pages.currentWidget()
    assert isinstance(page, IssueList)
    current = page.currentItem()
    assert current is not None
    assert current.text(0) == language("fr").text(about.message)
    dialog.sheets.setCurrentRow(0)
    dialog.pages.setCurrentIndex(0)
    qtbot.waitUntil(session.jobs.is_idle, timeout=10_000)
    assert dialog.pages.currentIndex() == 0, "once: the user is free to go elsewhere"
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)
