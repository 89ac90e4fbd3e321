"""The desk: the open document, what was imported into it, what was done since, and the State that follows.

Without Qt. State = imports + actions, always: the desk keeps both and derives the State. What is slow (reading,
building, writing) runs on the I/O thread and gives a value; :meth:`Desk.adopt` takes it in on the GUI thread.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from leaddesk.ingest import newcomers
from leaddesk.ingest.asof import dated
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import Limits, read_file, read_text
from leaddesk.model.action import (
    Action,
    ActionKind,
    Change,
    Value,
    applied,
    settings_value,
    utc_now,
    with_setting,
)
from leaddesk.model.dataset import Dataset
from leaddesk.model.handwork import cells_by_hand
from leaddesk.model.past import Past
from leaddesk.model.state import State
from leaddesk.text import Message, msg
from leaddesk.ui.author import load_author, save_author
from leaddesk.ui.confirming import fingerprints, needs_confirmation, refuse_twice
from leaddesk.ui.holding import Holding, Pending, Taken
from leaddesk.ui.keeper import Entry, Keeper
from leaddesk.ui.memory import load_remembered, save_remembered
from leaddesk.ui.opening import Latest, open_document
from leaddesk.ui.sample import load_sample, sample_taken
from leaddesk.ui.taking_in import Step, chained, import_changes, summary
from leaddesk.ui.trying import asks, built, foreseen
from leaddesk.ui.typing_in import typed_row
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.replay import recipes, replayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.ui.jobs import Task
    from leaddesk.workspace.document import Document

log = logging.getLogger(__name__)


class Desk:
    """One document, open. ``state`` is what every figure comes from."""

    def __init__(self, today: dt.date, folder: Path) -> None:
        """*today*: the day that counts as today; *folder*: where a document without a name is kept."""
        self.clock, self._folder = today, folder
        self.state = State(today)
        self.issues: tuple[Issue, ...] = ()
        self.counts: tuple[SheetCount, ...] = ()
        self.held: tuple[Holding, ...] = ()
        self.actions: tuple[Action, ...] = ()
        self.past = Past()
        self.built = Dataset()
        self.keeper = Keeper(folder)
        self.remembered = load_remembered(folder)
        self.author = load_author(folder)
        """Under whose name the history tells what is done here."""
        self._known: dict[UUID, Holding] = {}
        self._taken_back: frozenset[str] = frozenset()
        self.is_sample = False
        self.latest_copy: Latest = self.keeper.backups.latest_verified

    # Reading: on the I/O thread --------------------------------------------------------------------------------------

    def read(
        self,
        paths: Sequence[Path],
        task: Task,
        read: list[Holding] | None = None,
        password: str | None = None,
        lifted: Limits | None = None,
    ) -> Pending:
        """Read files and propose what they are. *read* holds the first of them already, and takes the others in.

        *lifted*: the limits for the next of them.

        :raises LeadDeskError: when one cannot be read (a PasswordError: with no such *password*; TooManyRows: with more
            than the limits allow), or is open already.
        """
        holdings = [] if read is None else read
        next_one = len(holdings)
        for index, path in list(enumerate(paths))[len(holdings) :]:
            label = msg("Reading {file}…", file=path.name)
            task.progress(index / len(paths), label)
            step = Step(task, label, index, len(paths))
            limits = lifted if lifted is not None and index == next_one else Limits()
            raw, noticed = read_file(path, limits=limits, cancelled=task.cancelled, progress=step, password=password)
            refuse_twice(raw, (*self.kept, *holdings))
            holdings.append(self._proposed(raw, noticed))
        return self._pending(holdings, task)

    def read_text(self, text: str, task: Task) -> Pending:
        """Read a table from the clipboard."""
        task.check()
        raw = read_text(text, "")
        refuse_twice(raw, self.kept)
        return self._pending([self._proposed(raw, ())], task)

    def _proposed(self, raw: RawFile, noticed: tuple[Issue, ...]) -> Holding:
        recipe = propose(raw, remembered=self.remembered, today=self._today)
        return Holding(uuid4(), raw, recipe, noticed)

    def _pending(self, holdings: Sequence[Holding], task: Task) -> Pending:
        unsure = any(needs_confirmation(held.recipe, self.remembered) for held in holdings)
        unsure = unsure or bool(fingerprints(holdings) & self._taken_back)  # to be taken in another way
        by_hand = {} if self.is_sample else cells_by_hand(self.actions, self.built.again)
        ahead = None if unsure else foreseen(holdings, self.kept, self.state.settings.stage_map, self._today, task)
        unsure = unsure or asks(holdings, self.kept, self.counts, by_hand, ahead)
        return Pending(tuple(holdings), unsure, self._today, foreseen=ahead)

    @property
    def _today(self) -> dt.date:
        """The day on which the user's own files are read: the made-up company has one of its own."""
        return self.clock if self.is_sample else self.state.today

    @property
    def kept(self) -> tuple[Holding, ...]:
        """The files that stay when others are taken in: those of the made-up company do not."""
        return () if self.is_sample else self.held

    def beside(self, pending: Pending) -> tuple[Holding, ...]:
        """The files that stay as they are when these are taken in, or read in another way."""
        ids = {one.id for one in pending.files}
        return tuple(one for one in self.kept if one.id not in ids)

    @property
    def known(self) -> Dataset:
        """What the user's own files gave so far: what they are compared with when the next one comes."""
        return Dataset() if self.is_sample else self.built

    # Taking in: on the I/O thread ------------------------------------------------------------------------------------

    def take(self, pending: Pending, task: Task) -> Taken:
        """Build the data with these files in it; they take the place of the made-up company.

        :raises LeadDeskError: when one of them was taken in meanwhile.
        """
        kept = self.kept
        for one in pending.files:
            refuse_twice(one.raw, kept)
        files = (replace(one, recipe=dated(one.raw, one.recipe, pending.today)) for one in pending.files)
        pending = replace(pending, files=tuple(files))
        return self._taken(kept, pending, self.is_sample, task)

    def _taken(self, kept: tuple[Holding, ...], pending: Pending, fresh: bool, task: Task) -> Taken:
        task.progress(None, msg("Taking the rows in…"))
        before = {one.id: one for one in kept}
        kept = tuple(replace(one, recipe=pending.others.get(one.id, one.recipe)) for one in kept)
        held = (*kept, *pending.files)
        result = built(held, self.state.settings.stage_map, task, foreseen=pending.foreseen)
        names = ", ".join(one.raw.name for one in pending.files if one.raw.name)
        label = msg("import of {files}", files=names) if names else msg("import from the clipboard")
        action = self.made(ActionKind.IMPORT, label, (*import_changes(held, before), *pending.edits))
        noticed = tuple(issue for one in held for issue in one.noticed)
        new = newcomers.issues(result.dataset, self.known, {one.raw.name for one in pending.files})
        taken = Taken(
            held, result.dataset, (*new, *noticed, *result.issues), (action,), result.counts, pending.files, fresh,
            summary=summary(result, pending.files),
        )  # fmt: skip
        return self.followed(taken, () if fresh else self.actions)

    def type_in(self, table: str, values: dict[str, Value], task: Task) -> Taken:
        """Take one row that was typed by hand."""
        typed = typed_row(table, values, self.state.dataset.as_of)
        pending = Pending((Holding(uuid4(), typed.raw, typed.recipe),), False, self.state.today)
        taken = self._taken(self.held, pending, False, task)
        return replace(taken, actions=(replace(taken.actions[0], label=typed.label),), summary=typed.noted)

    def open_sample(self, language: str, task: Task) -> Taken:
        """The sample company, as a document of its own."""
        task.progress(None, msg("Opening the sample…"))
        self.keeper.finish()
        return sample_taken(load_sample(language, task), self.made, task)

    def open(self, path: Path, task: Task, *, force: bool = False) -> Taken:
        """Open a document in place of what is open; *force*: although somebody may have it.

        :raises LeadDeskError: when it cannot be opened (InUseError: because somebody has it).
        """
        task.progress(None, msg("Opening the document…"))
        self.keeper.refuse_open(path)
        document, only_read = open_document(path, self._folder, self.latest_copy, force=force)
        try:
            self.keeper.backups.take_over(document, _now())
            with document.explained():
                taken = self.read_document(document, task)
        except BaseException:
            document.close()
            raise
        return replace(taken, document=document, only_read=only_read)

    def read_document(self, document: Document, task: Task) -> Taken:
        """What a document holds.

        :raises LeadDeskError: when it is damaged.
        """
        actions = tuple(document.actions())
        held = tuple(Holding(key, document.raw(key), recipe) for key, recipe in recipes(actions).items())
        settings = replayed(Dataset(), actions, self.clock).settings
        result = built(held, settings.stage_map, task)
        return self.followed(Taken(held, result.dataset, result.issues, actions, result.counts, fresh=True), ())

    def followed(self, taken: Taken, before: tuple[Action, ...]) -> Taken:
        """The same with the State that follows from it after the actions *before*."""
        head = before[-1].id if before else None
        return replace(taken, state=replayed(taken.built, (*before, *taken.actions), self.clock), head=head)

    def step(self, back: bool) -> Action | None:
        """The action that undo (*back*) or redo would append; None when there is nothing to take back."""
        action = self.past.undoable if back else self.past.redoable
        if action is None:
            return None
        undone = action.inverse(uuid4(), self._parent, utc_now(_now()))
        return replace(undone, replica=self.author.replica(self.keeper.path), origin=self.author.name)

    def rebuilt(self, action: Action, task: Task) -> Taken:
        """What follows from an undo or redo that :meth:`append` would take long for."""
        before = self.actions
        if action.kind not in (ActionKind.IMPORT, ActionKind.MAPPING, ActionKind.RECONCILE):
            return self.followed(Taken(self.held, self.built, self.issues, (action,), self.counts), before)
        task.progress(None, msg("Taking the rows in…"))
        after = (*before, action)
        held = tuple(self.again(key, recipe) for key, recipe in recipes(after).items())
        result = built(held, replayed(Dataset(), after, self.clock).settings.stage_map, task)
        return self.followed(Taken(held, result.dataset, result.issues, (action,), result.counts), before)

    def again(self, import_id: UUID, recipe: Recipe) -> Holding:
        """An import that was in before."""
        known = self._known.get(import_id)
        return Holding(import_id, self.file(import_id), recipe) if known is None else replace(known, recipe=recipe)

    def file(self, import_id: UUID) -> RawFile:
        """The cells of a file that was in; they are read from the document if it was taken back in an earlier session.

        :raises KeyError: when there is none of that id.
        """
        known = self._known.get(import_id)
        return self.keeper.raw(import_id) if known is None else known.raw

    # Taking over: on the GUI thread ----------------------------------------------------------------------------------

    def adopt(self, taken: Taken) -> None:
        """Make what a job worked out the present."""
        if taken.version is not None:
            self.keeper.add((taken.version,))
            self.actions, self.past = (), Past()
        elif taken.fresh:
            self.keeper.take(taken.document, taken.only_read)
            self.actions, self.past = (), Past()
            self._known = {}
            self.is_sample = taken.is_sample
        elif taken.erasure is not None:
            self.actions = tuple(map(taken.erasure.done, self.actions))
            self.past = Past(self.actions)
        self._known |= {**taken.away, **{held.id: held for held in taken.held}}
        if not taken.fresh:
            stay = {held.id for held in taken.held}
            self._taken_back |= fingerprints([held for held in self.held if held.id not in stay])
        self._taken_back -= fingerprints(taken.files)
        self.held, self.built, self.issues, self.counts = taken.held, taken.built, taken.issues, taken.counts
        is_written = taken.document is not None or taken.version is not None
        state = taken.state if taken.head == self._parent else None
        actions = taken.actions if is_written else chained(taken.actions, self._parent)
        self._note(actions)
        # Anew only where something was done while the job was at work.
        self.state = replayed(taken.built, self.actions, self.clock) if state is None else state
        if not taken.is_sample:
            self.remembered = self.remembered.with_recipes(held.recipe for held in taken.held)
        if taken.erasure is not None:
            self.keeper.add((replace(taken.erasure, action=actions[-1]),))
        elif not is_written:
            before = [] if taken.fresh or taken.is_by_hand else [Cause.IMPORT]
            files = [(held.id, held.raw) for held in taken.files]
            written: list[Entry] = [*before, *files, *actions]
            if taken.together:
                written = [Cause.COPY, *files, list(actions)]
            self.keeper.add(written, provisional=taken.is_sample)

    def edit(self, changes: tuple[Change, ...], label: Message) -> bool:
        """Do an edit; whether there was anything to do."""
        return bool(changes) and self.append(self.made(ActionKind.EDIT, label, changes))

    def decide(self, decisions: Iterable[tuple[tuple[Change, ...], Message]]) -> bool:
        """Decide on leads that look like one, each decision a step of its own; whether there was anything to do."""
        made = [self.made(ActionKind.DUPLICATES, label, changes) for changes, label in decisions if changes]
        actions = chained(made, self._parent)
        self._note(actions)
        self.state = replayed(self.built, self.actions, self.clock)
        if actions:
            self.keeper.add((Cause.MERGE, *actions))
        return bool(actions)

    def change_setting(self, field: str, value: Value, label: Message) -> bool:
        """Change a setting; whether it is another one now.

        :raises ValueError: when the value is not of the setting's form.
        """
        old = settings_value(self.state.settings, field)
        if old == settings_value(with_setting(self.state.settings, field, value), field):
            return False
        change = Change("settings", field, old, value)
        return self.append(self.made(ActionKind.SETTING, label, (change,)))

    def append(self, action: Action, *, at_once: bool = False) -> bool:
        """Apply an action that needs no imports, and keep it to be written; whether it did. *at_once*: not an undo or
        redo for which all that was done has to be gone through again.
        """
        if action.undoes is None:
            state = self._on_its_day(applied(self.state, action))
        elif (quick := self.past.after(self.state, self.built, action)) is not None:
            state = self._on_its_day(quick)
        elif at_once:
            return False
        else:
            state = replayed(self.built, (*self.actions, action), self.clock)
        self._note((action,))
        self.state = state
        self.keeper.add((action,))
        return True

    def _note(self, actions: Iterable[Action]) -> None:
        """Put actions at the end of the log."""
        self.actions = (*self.actions, *actions)
        self.past.take_all(actions)

    def _on_its_day(self, state: State) -> State:
        today = state.settings.pinned_today or self.clock
        return state if state.today == today else replace(state, today=today)

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back."""
        action = self.past.undoable
        return None if action is None else action.label

    @property
    def redo_label(self) -> Message | None:
        """What redo would do again."""
        action = self.past.redoable
        return None if action is None else action.label

    def made(self, kind: ActionKind, label: Message, changes: tuple[Change, ...]) -> Action:
        """An action that is done now, after all others."""
        replica, name = self.author.replica(self.keeper.path), self.author.name
        return Action(uuid4(), replica, self._parent, utc_now(_now()), kind, label, changes, origin=name)

    @property
    def _parent(self) -> UUID | None:
        return self.actions[-1].id if self.actions else None

    # Keeping: on the I/O thread --------------------------------------------------------------------------------------

    def persist(self, task: Task) -> dt.datetime | None:
        """Write what is not written yet; when the last commit returned.

        :raises LeadDeskError: when the document cannot be written; what is left stays to be written.
        """
        task.check()
        written = self.keeper.write()
        try:
            save_remembered(self._folder, self.remembered)
            save_author(self._folder, self.author)
        except OSError as error:  # asked about again next time: no reason to frighten anybody
            log.info("what is to be remembered cannot be written: %s", error)
        return written

    def save_as(self, path: Path, task: Task) -> None:
        """Write everything, and keep the document at *path* from now on.

        :raises LeadDeskError: when it cannot be written there; the document then stays where it was.
        """
        task.check()
        self.keeper.move(path)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
