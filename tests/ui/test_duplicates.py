"""Duplicates in the real window: the command, the offer after an import, a merge that is kept, undone and replayed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.clusters import Decision, decided, find, tallied
from leaddesk.model.action import editing
from leaddesk.model.merging import merging
from leaddesk.text import msg
from leaddesk.ui import asking
from leaddesk.ui.desk import Desk
from leaddesk.ui.dialogs.duplicates import DuplicatesDialog
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program

TODAY = dt.date(2026, 9, 1)
LABEL = msg("merged")
HEAD = "Société\tDate\tCanal\tE-mail\tStatut"
MARCH = f"{HEAD}\nAlpha\t13/03/2026\tBAO\ta@alpha.fr\tNouveau\nBeta\t14/03/2026\tBAO\tb@beta.fr\tGagné"
APRIL = f"{HEAD}\nAlpha SARL\t02/04/2026\tBouche à oreille\tA@alpha.fr\tContacté"


@pytest.fixture
def spoken() -> str:
    return "en"


def seen_by(seen: list[DuplicatesDialog]) -> Any:
    """In place of the dialog's own loop: merges at once what it shows."""

    def shown(dialog: DuplicatesDialog) -> None:
        assert dialog.list.topLevelItemCount() == 1
        dialog.merge()
        seen.append(dialog)

    return shown


def take(program: Program, qtbot: QtBot, text: str) -> None:
    desk = program.session.desk
    program.session.confirm(desk.read_text(text, Quiet()))
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)


def test_an_import_with_a_sure_duplicate_offers_to_look_at_it(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window: Any = program.window
    take(program, qtbot, MARCH)
    assert window.messages.offer.isHidden()
    take(program, qtbot, APRIL)
    assert window.messages.text.text() == "Taken in – Leads: 1 row", "said before, and not covered"
    assert window.messages.hint.text() == "1 of the leads taken in is there twice, it seems."
    seen: list[DuplicatesDialog] = []
    monkeypatch.setattr(DuplicatesDialog, "exec", seen_by(seen))
    window.messages.offer.click()
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert len(program.session.state.dataset["leads"]) == 2
    assert window.actions_["undo"].text() == "Undo: merge of leads: Alpha SARL"
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: len(program.session.state.dataset["leads"]) == 3, timeout=20_000)
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: len(program.session.state.dataset["leads"]) == 2, timeout=20_000)


def test_what_is_done_while_a_merge_is_taken_back_stays(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    for text in (MARCH, APRIL):
        desk.adopt(desk.take(desk.read_text(text, Quiet()), Quiet()))
    rows = desk.state.dataset["leads"].rows.tolist()
    desk.decide([(merging(desk.state, rows[0], rows[2:]).changes, msg("merge"))])
    step = desk.step(back=True)
    assert step is not None
    assert not desk.append(step, at_once=True), "all that was done has to be gone through"
    taken = desk.rebuilt(step, Quiet())
    desk.edit(editing(desk.state, "leads", rows[0], "notes", "meanwhile"), msg("note"))
    desk.adopt(taken)
    leads = desk.state.dataset["leads"]
    assert leads.rows.tolist() == rows
    assert leads.data["notes"].tolist()[0] == "meanwhile"
    assert desk.undo_label == msg("note")
    assert desk.redo_label is None or desk.redo_label == msg("merge")
    desk.keeper.write()
    desk.keeper.close()


def test_the_command_says_when_there_is_none(program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window: Any = program.window
    assert not window.actions_["duplicates"].isEnabled()
    take(program, qtbot, MARCH)
    monkeypatch.setattr(asking, "duplicates", lambda *_: pytest.fail("nothing to show"))
    window.actions_["duplicates"].trigger()
    qtbot.waitUntil(program.jobs.is_idle, timeout=20_000)
    assert window.messages.text.text() == "No two leads look like one."


def test_a_merge_is_there_again_when_the_document_is_opened(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    for text in (MARCH, APRIL):
        desk.adopt(desk.take(desk.read_text(text, Quiet()), Quiet()))
    rows = desk.state.dataset["leads"].rows.tolist()
    assert desk.decide([(merging(desk.state, rows[0], [rows[2]]).changes, LABEL)])
    assert not desk.decide([])
    desk.save_as(tmp_path / "a.leaddesk", Quiet())
    merges, leads = desk.state.merges, desk.state.dataset["leads"].data.astype(str).values.tolist()
    desk.keeper.close()
    again = Desk(TODAY, tmp_path / "data")
    again.adopt(again.open(tmp_path / "a.leaddesk", Quiet()))
    assert again.state.merges == merges
    assert again.state.dataset["leads"].data.astype(str).values.tolist() == leads
    again.keeper.close()


def test_a_merge_of_values_reaches_what_is_in_the_document_and_goes_with_its_import(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    desk.adopt(desk.take(desk.read_text(MARCH, Quiet()), Quiet()))
    pending = desk.read_text(APRIL, Quiet())
    new = [(one.raw, one.recipe) for one in pending.files]
    cluster = next(one for one in find(tallied(new, desk.state.dataset)) if one.column == "channel")
    held = [(one.raw, one.recipe) for one in desk.held]
    recipes = decided([*held, *new], [Decision(cluster, merge=True, spelling="Bouche à oreille")])
    others = {one.id: recipe for one, recipe in zip(desk.held, recipes, strict=False)}
    pending = replace(pending.with_recipe(pending.files[0].id, recipes[-1]), others=others)
    before = desk.state.dataset["leads"].data["channel"].tolist()
    desk.adopt(desk.take(pending, Quiet()))
    assert desk.state.dataset["leads"].data["channel"].tolist() == ["Bouche à oreille"] * 3
    action = desk.step(back=True)
    assert action is not None
    desk.adopt(desk.rebuilt(action, Quiet()))
    assert desk.state.dataset["leads"].data["channel"].tolist() == before == ["BAO", "BAO"]
    desk.keeper.close()
