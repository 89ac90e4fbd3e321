"""The dialog before a copy is merged: its words, its choices, and that it does not keep the window waiting."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.model.conflicts import About, Choice, Claim, Conflict
from leaddesk.model.objective import ByHand, Objective
from leaddesk.model.period import Period
from leaddesk.model.reconciling import reconciling
from leaddesk.text import language, msg, msgc
from leaddesk.ui.conflict_words import field, said, subject, value
from leaddesk.ui.copy_merge import Proposal, merge
from leaddesk.ui.dialogs.reconcile import ReconcileDialog
from tests.copies import proposal
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from leaddesk.ui.desk import Desk

TODAY = dt.date(2026, 9, 1)
EN, FR = language("en"), language("fr")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Desk, Proposal]:
    return proposal(TODAY, tmp_path, "en")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("code", ["fr", "en"])
def test_it_says_what_comes_and_what_contradicts(qtbot: QtBot, two: tuple[Desk, Proposal], code: str) -> None:
    desk, found = two
    dialog = ReconcileDialog(found, desk, language(code))
    qtbot.addWidget(dialog)
    summary = plain(dialog.summary.text())
    assert "Marie Dupont" in summary
    assert ("10 prospects modifiés" if code == "fr" else "10 leads changed") in summary
    assert dialog.model.rowCount() == 3
    told = [plain(str(dialog.model.index(row, 1).data())) for row in range(3)]
    assert set(told) == ({"Société", "Étape fixée à la main", "Notes"} if code == "fr" else
                         {"Company", "Stage set by hand", "Notes"})  # fmt: skip


def test_choices_by_mouse_and_all_at_once(qtbot: QtBot, two: tuple[Desk, Proposal]) -> None:
    desk, found = two
    dialog = ReconcileDialog(found, desk, EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [choice for choice in dialog.choices if choice is Choice.BOTH] == [Choice.BOTH], "the notes"
    notes = dialog.choices.index(Choice.BOTH)
    dialog.table.setCurrentIndex(dialog.model.index(notes, 0))
    assert dialog.choice.texts[Choice.BOTH].toPlainText().count("\n") == 2
    dialog.choice.buttons[Choice.MINE].click()
    assert dialog.choices[notes] is Choice.MINE
    for button, choices in (
        (dialog.all_mine, {Choice.MINE}),
        (dialog.all_theirs, {Choice.THEIRS}),
        (dialog.all_later, {conflict.later for conflict in found.plan.conflicts}),
    ):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert set(dialog.choices) == choices
    assert dialog.choice.buttons[dialog.choices[notes]].isChecked(), "what is looked at follows"


def action(label: str, who: str = "") -> Action:
    time = "2026-09-01T10:00:00.000+00:00"
    return Action(uuid4(), uuid4(), None, time, ActionKind.DUPLICATES, msg(label), (), origin=who)


def test_the_other_conflicts_have_words_too(two: tuple[Desk, Proposal]) -> None:
    desk, found = two
    one, other = action("merge of leads"), action("no duplicates", "Marie")
    mine, theirs = Claim("a", one), Claim("b", other)
    file = desk.held[0]
    recipe = Conflict(About.RECIPE, ("import", file.id.hex, 0), mine, theirs)
    out = Conflict(About.FILE, recipe.cell, replace(mine, value=None), theirs, leads=2)
    row = int(desk.state.dataset["leads"].rows[0])
    twins = Conflict(About.DUPLICATES, ("leads", "", row), mine, theirs, asides=((one,), (other,)))
    hours = Conflict(About.SETTING, ("settings", "opening", 0), mine, theirs)
    goal = Objective("leads", 60, Period()).field
    said_goals = Claim(ByHand(goal, 60).written(), one), Claim(ByHand(goal, None).written(), other)
    target = Conflict(About.SETTING, ("settings", goal, 0), *said_goals)
    nowhere = Conflict(About.CELL, ("leads", "stage", 7), Claim(None, None), Claim("won", other))
    words = [[EN.text(subject(it, desk, found)), EN.text(field(it)), value(it, it.mine, EN),
              value(it, it.theirs, EN)] for it in (recipe, out, twins, hours, nowhere, target)]  # fmt: skip
    assert words[0] == [file.raw.name, "how the file is read", "as it was set there", "as it was set there"]
    assert words[1][1:] == ["whether the file is in", "taken out", "in, with work on 2 rows"]
    assert words[2][1:] == ["Duplicates", "merge of leads", "no duplicates"]
    assert words[3] == ["Settings", "Opening hours", "as it was set there", "as it was set there"]
    assert words[5] == ["Settings", "Objective", "60", "–"]
    assert words[4] == ["a lead that is not here", "Stage set by hand", "–", "Won"]
    assert FR.text(said(nowhere.mine)) == "tel que dans le fichier"
    assert EN.text(said(mine)).startswith("somebody, 01/09/2026")
    assert EN.text(said(theirs)).startswith("Marie, 01/09/2026")


def test_two_thousand_steps_on_both_sides_do_not_keep_the_window_waiting(
    qtbot: QtBot, two: tuple[Desk, Proposal]
) -> None:
    desk, found = two
    rows = [int(row) for row in desk.state.dataset["leads"].rows]

    def steps(who: str) -> tuple[Action, ...]:
        return tuple(
            replace(action("Notes", who), kind=ActionKind.EDIT,
                    changes=(Change("leads", "notes", None, f"{who} {number}", rows[number % len(rows)]),))
            for number in range(2000)
        )  # fmt: skip

    common = desk.actions
    desk.actions = (*common, *steps("Jean"))
    plan = reconciling(desk.actions, (*common, *steps("Marie")))
    assert (len(plan.brought), len(plan.conflicts)) == (2000, len(rows))
    many = Proposal(found.copy, plan)
    start = time.perf_counter()
    dialog = ReconcileDialog(many, desk, EN)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.all_theirs.click()
    dialog.grab()
    assert time.perf_counter() - start < 0.5, "measured: 0.06 s; here others are at work too"
    taken = merge(desk, many, dialog.choices, Quiet())
    assert not isinstance(taken, Proposal)
    desk.adopt(taken)
    assert desk.state is taken.state, "what was worked out in the job is not worked out again"
    assert dialog.choices[0] is Choice.THEIRS
    leads = desk.state.dataset["leads"]
    assert all(str(text).startswith("Marie") for text in leads.data["notes"])


def test_without_contradictions_it_only_asks_whether(qtbot: QtBot, two: tuple[Desk, Proposal]) -> None:
    desk, found = two
    agreed = Proposal(found.copy, replace(found.plan, conflicts=()))
    dialog = ReconcileDialog(agreed, desk, EN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.table.isVisible()
    assert dialog.question.text() == EN.text(msg("Nothing of it contradicts what was done here."))
    assert dialog.merge.text() == EN.text(msgc("copy", "Merge"))
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.choices == ()
