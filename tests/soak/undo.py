"""Deeds of every kind, taken back and done again, also after reopening: the same document at each step."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from leaddesk.model.action import ActionKind, editing, settings_value, staging
from leaddesk.model.merging import merging
from leaddesk.model.reconciling import reconciling
from leaddesk.model.stages import Stage
from leaddesk.text import msg
from leaddesk.ui.copy_merge import Proposal, merge
from leaddesk.ui.desk import Desk
from leaddesk.ui.holding import Taken
from leaddesk.ui.taking_in import import_changes
from leaddesk.workspace.colleague import ColleaguesCopy
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State

TODAY = dt.date(2026, 9, 1)
LABEL = msg("a deed")
SETTINGS: dict[str, list[Any]] = {
    "company": ["Vélo", "", "Courses Bellecour"],
    "currency": ["EUR", "GBP"],
    "response_target": [1.0, 4.0],
    "pinned_today": [None, "2026-05-01"],
    "stage_map": ["[]", '[["new", "lost"]]'],
    "opening": ["1111100 8.0 18.0 1 0", "1111110 9.0 17.5 0 1"],
}


def dump(state: State) -> str:
    """What a document says, in a form that does not depend on how it is held: equal only when all of it is."""
    settings = {name: settings_value(state.settings, name) for name in SETTINGS}
    digest = hashlib.sha256(json.dumps([settings, state.today.isoformat(), repr(state.merges)]).encode())
    for name, frame in sorted(state.dataset.frames.items()):
        digest.update(f"{name} {frame.rows.tolist()}".encode())
        for column in sorted(frame.data.columns):
            digest.update(f"{column} {cells(frame, column)}".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def cells(frame: Frame, column: str) -> list[Any]:
    values = frame.data[column]
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    return [None if pd.isna(value) else str(value) for value in values.tolist()]


class Deeds:
    """What somebody does at a desk, by dice."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance, self.serial = desk, chance, 0
        self.given: Taken | None = None
        """The document as a colleague was given a copy of it."""

    def any(self) -> None:
        """Something or other; now and then nothing comes of it."""
        deeds = (self.edit, self.bulk_edit, self.setting, self.merge, self.bring_in, self.map_anew, self.merge_copy)
        self.chance.choices(deeds, (60, 12, 14, 10, 2, 2, 4))[0]()

    def rows(self, most: int) -> list[int]:
        rows = self.desk.state.dataset["leads"].rows.tolist()
        return self.chance.sample(rows, min(len(rows), self.chance.randrange(1, most + 1)))

    def edit(self) -> None:
        [row] = self.rows(1)
        word = self.chance.choice([None, "Dupont", "=1+1", "Élan & Cie", f"n° {self.chance.randrange(9)}"])
        amount = self.chance.choice([None, 12.5, -0.0, 1e6])
        field, value = self.chance.choice([("notes", word), ("channel", word), ("owner", word), ("amount", amount)])
        self.desk.edit(editing(self.desk.state, "leads", row, field, value), LABEL)

    def bulk_edit(self) -> None:
        self.desk.edit(staging(self.desk.state, self.rows(12), self.chance.choice(list(Stage))), LABEL)

    def setting(self) -> None:
        name = self.chance.choice(sorted(SETTINGS))
        self.desk.change_setting(name, self.chance.choice(SETTINGS[name]), LABEL)

    def merge(self) -> None:
        rows = self.rows(3)
        if len(rows) > 1 and len(self.desk.state.dataset["leads"]) > 4:
            self.desk.decide([(merging(self.desk.state, rows[0], rows[1:]).changes, LABEL)])

    def bring_in(self) -> None:
        self.serial += 1
        lines = [
            f"Client {self.chance.randrange(99)}\t{day:02}/03/2026\tGoogle\tGagné\t{self.serial}"
            for day in self.chance.sample(range(1, 29), 6)
        ]
        text = "\n".join([f"Société\tDate\tCanal\tStatut\tLot {self.serial}", *lines])
        self.desk.adopt(self.desk.take(self.desk.read_text(text, Quiet()), Quiet()))

    def map_anew(self) -> None:
        """Another recipe for a file that is in: its last column is something else."""
        held = self.chance.choice(self.desk.held)
        [sheet] = held.recipe.sheets
        target = self.chance.choice(["", "notes", "campaign", "owner"])
        columns = (*sheet.columns[:-1], replace(sheet.columns[-1], target=target))
        recipe = replace(held.recipe, sheets=(replace(sheet, columns=columns),))
        changes = import_changes([replace(held, recipe=recipe)], {held.id: held})
        if changes:
            action = self.desk.made(ActionKind.MAPPING, LABEL, changes)
            self.desk.adopt(self.desk.rebuilt(action, Quiet()))

    def merge_copy(self) -> None:
        """Give a colleague a copy, or merge the one that was given, in which they went on meanwhile."""
        desk = self.desk
        if self.given is None:
            self.given = Taken(desk.held, desk.built, (), desk.actions, fresh=True)
            return
        colleague = Deeds(Desk(TODAY, desk._folder / "colleague"), self.chance)
        colleague.serial = self.serial + 1000
        colleague.desk.adopt(self.given)
        for deed in self.chance.choices((colleague.edit, colleague.setting, colleague.merge, colleague.bring_in), k=4):
            deed()
        self.serial, self.given = colleague.serial, None
        held = {one.id: one.raw for one in colleague.desk.held}
        digests = {one.id: one.raw.digest for one in (*colleague.desk.held, *desk.held)}
        plan = reconciling(desk.actions, colleague.desk.actions, digests)
        copy = ColleaguesCopy("copy.leaddesk", colleague.desk.actions, {}, held)
        taken = merge(desk, Proposal(copy, plan), [self.chance.choice(one.choices) for one in plan.conflicts], Quiet())
        assert isinstance(taken, Taken)
        desk.adopt(taken)


def step(desk: Desk, *, back: bool) -> None:
    action = desk.step(back)
    assert action is not None
    if action.kind in (ActionKind.IMPORT, ActionKind.MAPPING, ActionKind.RECONCILE):
        desk.adopt(desk.rebuilt(action, Quiet()))
    else:
        desk.append(action)


def undone(folder: Path, deeds: int, seed: int) -> set[ActionKind]:
    """So many deeds, all of them undone, and all of them redone; the kinds that they were of.

    :raises AssertionError: when a step does not lead to the document that was there.
    """
    desk = Desk(TODAY, folder / "data")
    somebody = Deeds(desk, random.Random(seed))
    somebody.bring_in()
    dumps = [dump(desk.state)]
    kinds: set[ActionKind] = set()
    while len(dumps) <= deeds:
        before = len(desk.actions)
        somebody.any()
        if len(desk.actions) > before:
            kinds.add(desk.actions[-1].kind)
            is_merge = desk.actions[-1].kind is ActionKind.RECONCILE
            assert is_merge or len(desk.actions) == before + 1, "one step of the user's is one action"
            dumps.append(dump(desk.state))
    assert len(set(dumps)) > deeds / 2
    place = folder / "a.leaddesk"
    desk.save_as(place, Quiet())
    for number in reversed(range(deeds)):
        step(desk, back=True)
        assert dump(desk.state) == dumps[number], f"step {number} undone"
        if number in {deeds // 2, deeds // 10}:
            desk = reopened(desk, place, dumps[number])
    desk = reopened(desk, place, dumps[0])
    for number in range(1, deeds + 1):
        step(desk, back=False)
        assert dump(desk.state) == dumps[number], f"step {number} redone"
    reopened(desk, place, dumps[-1]).keeper.close()
    return kinds


def reopened(desk: Desk, place: Path, expected: str) -> Desk:
    """The document in a program that was started anew."""
    desk.keeper.close()
    fresh = Desk(TODAY, desk._folder)
    fresh.adopt(fresh.open(place, Quiet()))
    assert dump(fresh.state) == expected
    return fresh
