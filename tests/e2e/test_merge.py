"""Two people work in copies of one document; the copies are merged, by the widgets, and nothing of either is lost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from leaddesk.model.action import editing
from leaddesk.model.stages import LABELS, Stage
from leaddesk.text import language, msg, msgc
from leaddesk.ui.desk import Desk
from leaddesk.ui.lead_edits import stage_edit
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document
from tests.e2e.test_backups import MORE, opened, take
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.text import Message
    from tests.e2e.conftest import Desktop


class Marie:
    """A colleague with a copy of the document on her own computer."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path = path
        self.desk = Desk(dt.date(2026, 11, 1), home)
        self.desk.author = self.desk.author.named("Marie")
        self.desk.adopt(self.desk.open(path, Quiet()))
        self.rows = [int(row) for row in self.desk.state.dataset["leads"].rows]

    def stage(self, row: int, stage: Stage) -> None:
        self.desk.edit(*stage_edit(self.desk.state, [row], stage))

    def note(self, row: int, text: str) -> None:
        self.desk.edit(editing(self.desk.state, "leads", row, "notes", text), msg("Notes"))

    def take(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        self.desk.adopt(self.desk.take(self.desk.read([path], Quiet()), Quiet()))

    def done(self) -> None:
        """She saves and closes."""
        self.desk.persist(Quiet())
        self.desk.keeper.close()


def apart(desktop: Desktop, tmp_path: Path) -> Marie:
    """The document is open; Marie has got a copy of it."""
    opened(desktop, tmp_path)
    desktop.session.desk.author = desktop.session.desk.author.named("Jean")
    (tmp_path / "marie.leaddesk").write_bytes((tmp_path / "work.leaddesk").read_bytes())
    return Marie(tmp_path / "marie.leaddesk", tmp_path / "marie")


def choose(desktop: Desktop, path: Path, answer: Callable[[Any], None], patch: pytest.MonkeyPatch) -> None:
    """Merge a copy by the menu."""
    patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    def answered(dialog: Any) -> None:
        try:
            answer(dialog)
        finally:
            if dialog.isVisible():  # what was expected of it is not so
                dialog.reject()

    asked = desktop.when_asked(answered)
    desktop.window.actions_["merge"].trigger()
    desktop.settle()
    assert asked()


def cell(desktop: Desktop, row: int, column: str) -> Any:
    leads = desktop.session.state.dataset["leads"]
    return leads.data[column].iat[leads.rows.tolist().index(row)]


def told(desktop: Desktop) -> str:
    return str(desktop.window.messages.text.text())


def test_two_copies_become_one_and_the_merge_can_be_taken_back(
    desktop: Desktop, tmp_path: Path, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def words(message: Message) -> str:
        return language(spoken).text(message)

    marie, session = apart(desktop, tmp_path), desktop.session
    one, two = marie.rows
    marie.stage(one, Stage.LOST)
    marie.note(two, "rappeler mardi")
    marie.take(tmp_path / "mars.csv", MORE)
    marie.done()
    content = marie.path.read_bytes()
    session.edit(*stage_edit(session.state, [one], Stage.QUOTE))
    session.edit(editing(session.state, "leads", two, "notes", "appeler lundi"), msg("Notes"))
    session.change_setting("company", "Vélo Express", msg("Company"))
    desktop.settle()
    before, count = session.state, len(session.desk.actions)
    seen: list[str] = []

    def answer(dialog: Any) -> None:
        model = dialog.model
        rows = [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.rowCount())]
        fields = [row[1] for row in rows]
        seen.extend([dialog.summary.text(), *fields])
        stage = next(place for place, row in enumerate(rows) if row[2] == words(LABELS[Stage.QUOTE]))
        assert rows[stage][0] == "Boulangerie Pré-Neuf"
        assert rows[stage][4] == words(msgc("copy", "as here")), "the later one is proposed"
        dialog.table.setCurrentIndex(model.index(stage, 0))
        assert "Marie" in dialog.choice.buttons["theirs"].text()
        assert "Jean" in dialog.choice.buttons["mine"].text()
        QTest.mouseClick(dialog.choice.buttons["theirs"], Qt.MouseButton.LeftButton, pos=_left(dialog))
        assert model.index(stage, 4).data() == words(msgc("copy", "as in the copy"))
        QTest.mouseClick(dialog.merge, Qt.MouseButton.LeftButton)

    choose(desktop, marie.path, answer, monkeypatch)
    assert "Marie" in seen[0]
    assert marie.path.read_bytes() == content, "the copy is only read"
    assert (cell(desktop, one, "stage"), cell(desktop, two, "notes")) == (
        Stage.LOST.id, "rappeler mardi\nappeler lundi",
    )  # fmt: skip
    assert len(session.state.dataset["leads"]) == 3
    assert session.company == "Vélo Express"
    assert told(desktop) == words(msg("The copy “{file}” is merged.", file="marie.leaddesk"))
    assert session.undo_label == msg("merge of the copy “{file}”", file="marie.leaddesk")
    kept = session.desk.keeper
    assert kept.backups.of(kept.document_id)[0].cause is Cause.COPY

    QTest.mouseClick(desktop.window.messages.offer, Qt.MouseButton.LeftButton)
    desktop.settle()
    assert len(session.state.dataset["leads"]) == 2
    for column in ("stage", "notes"):
        assert session.state.dataset["leads"].data[column].tolist() == before.dataset["leads"].data[column].tolist()
    session.redo()
    desktop.settle()
    after = session.desk.actions
    assert len(after) > count + 3

    session.close()
    with Document.open(tmp_path / "work.leaddesk") as document:
        assert tuple(document.actions()) == after
        assert {action.origin for action in after} >= {"Marie", "Jean"}
        document.verify()
    session.open_paths([tmp_path / "work.leaddesk"])
    desktop.settle()
    assert cell(desktop, one, "stage") == Stage.LOST.id
    assert len(session.state.dataset["leads"]) == 3
    desktop.window.session.merging.look_at(marie.path)
    desktop.settle()
    assert told(desktop) == words(msg("“{file}” holds nothing that is not here already.", file="marie.leaddesk"))


def _left(dialog: Any) -> Any:
    """Where the button itself is: its words are no part of it where they leave room."""
    from PySide6.QtCore import QPoint

    return QPoint(8, dialog.choice.buttons["theirs"].height() // 2)


@pytest.mark.parametrize("spoken", ["fr"])
def test_a_copy_without_contradictions_only_wants_a_yes_and_no_changes_nothing(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marie = apart(desktop, tmp_path)
    marie.stage(marie.rows[0], Stage.LOST)
    marie.done()
    before = desktop.session.desk.actions
    choose(desktop, marie.path, lambda dialog: dialog.reject(), monkeypatch)
    assert desktop.session.desk.actions == before

    def answer(dialog: Any) -> None:
        assert not dialog.table.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    choose(desktop, marie.path, answer, monkeypatch)
    assert cell(desktop, marie.rows[0], "stage") == Stage.LOST.id


@pytest.mark.parametrize("spoken", ["en"])
def test_what_is_done_here_while_the_question_stands_is_asked_about_too(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marie = apart(desktop, tmp_path)
    row = marie.rows[0]
    marie.stage(row, Stage.LOST)
    marie.done()
    again: list[int] = []

    def second(dialog: Any) -> None:
        again.append(dialog.model.rowCount())
        dialog.all_mine.click()
        dialog.merge.click()

    def first(dialog: Any) -> None:
        assert dialog.model.rowCount() == 0
        desktop.session.edit(*stage_edit(desktop.session.state, [row], Stage.QUOTE))
        dialog.merge.click()
        desktop.when_asked(second)

    choose(desktop, marie.path, first, monkeypatch)
    desktop.qtbot.waitUntil(lambda: bool(again), timeout=10_000)
    desktop.settle()
    assert again == [1]
    assert cell(desktop, row, "stage") == Stage.QUOTE.id


@pytest.mark.parametrize("spoken", ["fr"])
@pytest.mark.parametrize("way", ["merge", "open", "neither"])
def test_a_copy_dropped_on_its_document_is_asked_about(desktop: Desktop, tmp_path: Path, way: str) -> None:
    marie = apart(desktop, tmp_path)
    marie.stage(marie.rows[0], Stage.LOST)
    marie.done()

    def answer(box: Any) -> None:
        assert isinstance(box, QMessageBox)
        place = {"merge": QMessageBox.ButtonRole.AcceptRole, "open": QMessageBox.ButtonRole.DestructiveRole}.get(
            way, QMessageBox.ButtonRole.RejectRole
        )
        if way == "merge":
            desktop.when_asked(lambda dialog: dialog.merge.click())
        next(button for button in box.buttons() if box.buttonRole(button) is place).click()

    asked = desktop.when_asked(answer)
    desktop.drop(marie.path)
    desktop.settle()
    assert asked()
    desktop.settle()
    lost = Stage.LOST.id if way != "neither" else None
    leads = desktop.session.state.dataset["leads"].data
    assert (leads["stage"].iat[0] if "stage" in leads else None) == lost
    assert desktop.session.document_path == (marie.path if way == "open" else tmp_path / "work.leaddesk")


def test_another_document_and_a_spoilt_copy_are_refused_with_words(
    desktop: Desktop, tmp_path: Path, spoken: str
) -> None:
    marie = apart(desktop, tmp_path)
    marie.done()
    Document.create(tmp_path / "other.leaddesk").close()
    before = desktop.session.desk.actions
    desktop.session.merging.look_at(tmp_path / "other.leaddesk")
    desktop.settle()
    assert told(desktop) == language(spoken).text(
        msg("“{file}” is another document: it did not begin as a copy of this one.", file="other.leaddesk")
    )
    content = bytearray(marie.path.read_bytes())
    place = content.rindex(b"Flyers") if b"Flyers" in content else len(content) // 2
    content[place] ^= 0xFF
    marie.path.write_bytes(content)
    desktop.session.merging.look_at(marie.path)
    desktop.settle()
    assert "marie.leaddesk" in told(desktop)
    assert desktop.window.messages.current().tone == "error"
    desktop.session.merging.look_at(tmp_path / "work.leaddesk")
    desktop.settle()
    assert told(desktop) == language(spoken).text(msg("“{file}” is open already.", file="work.leaddesk"))
    assert desktop.session.desk.actions == before


@pytest.mark.parametrize("spoken", ["en"])
def test_a_file_that_both_took_in_counts_once_and_keeps_the_work_of_both(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marie, session = apart(desktop, tmp_path), desktop.session
    marie.take(tmp_path / "mars.csv", MORE)
    hers = int(marie.desk.state.dataset["leads"].rows[-1])
    marie.note(hers, "vu avec Marie")
    marie.done()
    take(desktop, tmp_path / "mars.csv", MORE)
    mine = int(session.state.dataset["leads"].rows[-1])
    assert mine != hers, "each has numbered its rows"
    session.edit(*stage_edit(session.state, [mine], Stage.QUOTE))
    desktop.settle()
    choose(desktop, marie.path, lambda dialog: dialog.merge.click(), monkeypatch)
    leads = session.state.dataset["leads"]
    assert leads.data["id"].tolist() == ["1", "2", "3"]
    assert leads.data["stage"].iat[2] == Stage.QUOTE.id
    assert leads.data["notes"].iat[2] == "vu avec Marie"
    session.undo()
    desktop.settle()
    assert session.state.dataset["leads"].rows.tolist()[-1] == mine
    assert cell(desktop, mine, "stage") == Stage.QUOTE.id
    session.redo()
    desktop.settle()
    session.close()
    session.open_paths([tmp_path / "work.leaddesk"])
    desktop.settle()
    assert session.state.dataset["leads"].data["notes"].iat[2] == "vu avec Marie"


@pytest.mark.parametrize("spoken", ["en"])
def test_a_copy_that_nobody_worked_in_has_nothing_to_merge(desktop: Desktop, tmp_path: Path, spoken: str) -> None:
    marie = apart(desktop, tmp_path)
    marie.done()
    desktop.session.merging.look_at(marie.path)
    desktop.settle()
    assert told(desktop) == language(spoken).text(
        msg("“{file}” holds nothing that is not here already.", file="marie.leaddesk")
    )
    assert desktop.session.undo_label != msg("merge of the copy “{file}”", file="marie.leaddesk")
