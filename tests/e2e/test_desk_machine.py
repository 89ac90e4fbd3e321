"""The desk, thrown with dice: whatever is done in whatever order, the document holds it all and opens to the same."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.reader import read_text
from leaddesk.model.action import editing, staging
from leaddesk.model.merging import merging, telling_apart
from leaddesk.model.stages import Stage
from leaddesk.model.state import State
from leaddesk.text import msg
from leaddesk.ui.desk import Desk
from leaddesk.ui.sample import Sample
from tests.quiet import Quiet

if TYPE_CHECKING:
    from leaddesk.ui.holding import Pending, Taken
    from leaddesk.ui.jobs import Task

TODAY = dt.date(2026, 9, 1)
LABEL = msg("a deed")
NAMES = st.sampled_from(["Dupont", "Martin", "=1+1", "Élan & Cie", "N/A", "00123", "12,5", " x ", "2025-01-01"])
FIELDS = {
    "notes": st.one_of(st.none(), NAMES),
    "channel": st.one_of(st.none(), st.sampled_from(["Google", "google", "Flyers"])),
    "amount": st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False)),
    "won": st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2026, 8, 31)).map(dt.date.isoformat)),
    "budget": st.one_of(st.none(), st.sampled_from([0.0, 1.0])),
    "owner": st.one_of(st.none(), NAMES),
}
EDITS = st.sampled_from(sorted(FIELDS)).flatmap(lambda name: st.tuples(st.just(name), FIELDS[name]))


def same(one: State, other: State) -> None:
    """Both hold the same, to the last cell."""
    assert one.today == other.today
    assert one.settings == other.settings
    assert one.merges == other.merges
    assert set(one.dataset.frames) == set(other.dataset.frames)
    for name, frame in one.dataset.frames.items():
        twin = other.dataset[name]
        assert np.array_equal(frame.rows, twin.rows)
        pd.testing.assert_frame_equal(plain(frame.data), plain(twin.data))


def plain(data: pd.DataFrame) -> pd.DataFrame:
    """The cells alone: which categories nobody uses does not matter."""
    return pd.DataFrame({name: data[name].astype(object) for name in sorted(data.columns)})


def small_sample(_language: str, _task: Task) -> Sample:
    """A made-up company that takes no time."""
    leads = read_text("Société\tDate\tStatut\nExemple\t13/03/2026\tGagné", "leads.csv")
    return Sample("Exemple SARL", dt.date(2026, 4, 1), (leads,))


class Work(RuleBasedStateMachine):
    """Somebody at the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk(TODAY, self.folder / "data")
        self.serial = 0
        self.before: list[State] = []
        self.after: list[State] = []
        self.held: Taken | None = None
        self.imports = self.done = 0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("leaddesk.ui.desk.load_sample", small_sample)

    def teardown(self) -> None:
        self.patch.undo()
        self.desk.keeper.close()
        shutil.rmtree(self.folder)

    def did(self, before: State) -> None:
        """Something was done: it can be taken back to what was before."""
        self.before.append(before)
        self.after = []

    def take_in(self, pending: Pending) -> None:
        before = self.desk.state
        if self.desk.is_sample:  # the made-up company goes; nothing of it is left among the user's own figures
            before, self.before = State(TODAY), []
        self.desk.adopt(self.desk.take(pending, Quiet()))
        self.did(before)

    @rule(
        rows=st.lists(
            st.tuples(NAMES, st.integers(1, 28), st.sampled_from(["Gagné", "Perdu", "new"])), min_size=1, max_size=4
        )
    )
    def paste(self, rows: list[tuple[str, int, str]]) -> None:
        self.serial += 1
        head = f"Société\tDate\tCanal\tStatut\tLot {self.serial}"
        lines = [f"{name}\t{number:02}/03/2026\tGoogle\t{status}\t{self.serial}" for name, number, status in rows]
        self.take_in(self.desk.read_text("\n".join([head, *lines]), Quiet()))

    @rule()
    def paste_again(self) -> None:
        text = "Société\tDate\tCanal\tStatut\nA\t13/03/2026\tGoogle\tGagné"
        try:
            pending = self.desk.read_text(text, Quiet())
        except LeadDeskError:
            assert sum(held.raw.format == "clipboard" for held in self.desk.held) > 0
            return
        self.take_in(pending)

    @rule(name=NAMES, amount=st.floats(1, 1e6))
    def type_in(self, name: str, amount: float) -> None:
        before = self.desk.state
        values: dict[str, Any] = {"company": name, "created": "2026-08-30", "channel": "Téléphone", "amount": amount}
        self.desk.adopt(self.desk.type_in("leads", values, Quiet()))
        assert self.desk.state.dataset["leads"].data["company"].iloc[-1] == name.strip() or name == "N/A"
        self.did(before)

    @rule(amount=st.floats(1, 1e6))
    def spend(self, amount: float) -> None:
        before = self.desk.state
        self.desk.adopt(self.desk.type_in("costs", {"date": "2026-08", "channel": "Google", "amount": amount}, Quiet()))
        self.did(before)

    def has_leads(self) -> bool:
        return "leads" in self.desk.state.dataset

    @precondition(has_leads)
    @rule(data=st.data(), edit=EDITS)
    def edit(self, data: st.DataObject, edit: tuple[str, Any]) -> None:
        before = self.desk.state
        row = int(data.draw(st.sampled_from(before.dataset["leads"].rows.tolist())))
        if self.desk.edit(editing(before, "leads", row, *edit), LABEL):
            self.did(before)

    @precondition(has_leads)
    @rule(data=st.data(), stage=st.sampled_from(list(Stage)))
    def stage(self, data: st.DataObject, stage: Stage) -> None:
        before = self.desk.state
        rows = data.draw(
            st.lists(st.sampled_from(before.dataset["leads"].rows.tolist()), min_size=1, max_size=3, unique=True)
        )
        if self.desk.edit(staging(before, rows, stage), LABEL):
            self.did(before)

    @precondition(lambda self: self.has_leads() and len(self.desk.state.dataset["leads"]) > 1)
    @rule(data=st.data(), are_one=st.booleans())
    def decide_on_duplicates(self, data: st.DataObject, are_one: bool) -> None:
        before = self.desk.state
        rows = before.dataset["leads"].rows.tolist()
        kept, *others = data.draw(st.lists(st.sampled_from(rows), min_size=2, max_size=3, unique=True))
        changes = merging(before, kept, others).changes if are_one else telling_apart(before, [kept, *others])
        if self.desk.decide([(changes, LABEL)]):
            self.did(before)
            assert len(self.desk.state.dataset["leads"]) == len(rows) - are_one * len(others)

    @rule(
        setting=st.sampled_from(
            [("company", "Vélo"), ("company", ""), ("currency", "GBP"), ("response_target", 2.0),
             ("pinned_today", "2026-05-01"), ("pinned_today", None), ("stage_map", '[["new", "lost"]]')]
        )
    )  # fmt: skip
    def settle(self, setting: tuple[str, Any]) -> None:
        before = self.desk.state
        if self.desk.change_setting(*setting, LABEL):
            self.did(before)

    def step(self, back: bool) -> None:
        action = self.desk.step(back)
        assert action is not None
        if action.kind in ("import", "mapping"):
            self.desk.adopt(self.desk.rebuilt(action, Quiet()))
        else:
            self.desk.append(action)

    @rule(times=st.integers(1, 4))
    def undo_and_redo(self, times: int) -> None:
        after = self.desk.state
        times = min(times, len(self.before))
        for number in range(times):
            self.step(back=True)
            same(self.desk.state, self.before[-1 - number])
        for _ in range(times):
            self.step(back=False)
        same(self.desk.state, after)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        self.after.append(self.desk.state)
        self.step(back=True)
        same(self.desk.state, self.before.pop())

    @precondition(lambda self: self.after)
    @rule()
    def redo(self) -> None:
        self.before.append(self.desk.state)
        self.step(back=False)
        same(self.desk.state, self.after.pop())

    @rule()
    def begin_an_import(self) -> None:
        """A job works out an import; what it gives is taken over later, after other deeds."""
        if self.held is None and not self.desk.is_sample:
            self.serial += 1
            pending = self.desk.read_text(f"Société\tDate\tStatut\nZ{self.serial}\t13/03/2026\tnew", Quiet())
            self.imports = len(self.desk.held)
            self.held = self.desk.take(pending, Quiet())
            self.done = len(self.desk.actions)

    @precondition(lambda self: self.held is not None)
    @rule()
    def end_the_import(self) -> None:
        held, self.held = self.held, None
        assert held is not None
        since = self.desk.actions[self.done :]
        if (
            any(action.kind == "import" for action in since)
            or len(self.desk.held) != self.imports
            or self.desk.is_sample
        ):
            return  # imports come one after the other
        before = self.desk.state
        self.desk.adopt(held)
        self.did(before)

    @rule()
    def write(self) -> None:
        self.desk.persist(Quiet())

    @rule()
    def open_the_sample(self) -> None:
        self.desk.adopt(self.desk.open_sample("fr", Quiet()))
        self.before, self.after = [], []
        self.held = None

    @precondition(lambda self: self.desk.actions)
    @rule(name=st.sampled_from(["a.leaddesk", "b.leaddesk"]))
    def save_as(self, name: str) -> None:
        self.desk.save_as(self.folder / name, Quiet())
        assert self.desk.keeper.named_path == self.folder / name

    @precondition(lambda self: self.desk.keeper.named_path is not None)
    @rule()
    def reopen(self) -> None:
        path, state, actions = self.desk.keeper.named_path, self.desk.state, self.desk.actions
        assert path is not None
        self.desk.keeper.close()
        self.desk = Desk(TODAY, self.folder / "data")
        self.desk.adopt(self.desk.open(path, Quiet()))
        assert self.desk.actions == actions
        same(self.desk.state, state)
        self.held = None

    @invariant()
    def the_log_is_a_chain(self) -> None:
        parents = [action.parent for action in self.desk.actions]
        assert parents == [None, *(action.id for action in self.desk.actions)][: len(parents)]


TestWork = Work.TestCase
TestWork.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
