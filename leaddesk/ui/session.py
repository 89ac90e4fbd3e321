"""The session: the State, the view on it and the jobs. The only object with signals that the tabs know."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from leaddesk.model.period import Period, Preset
from leaddesk.text import msg
from leaddesk.ui.compare_with import CompareWith
from leaddesk.ui.guarding import Guarding
from leaddesk.ui.jobs import nothing
from leaddesk.ui.merging import Merging
from leaddesk.ui.notices import LeadsRequest, Notice, Tone, failed
from leaddesk.ui.opened import Opened
from leaddesk.ui.turns import Turns

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from leaddesk.model.action import Change
    from leaddesk.model.issues import Issue
    from leaddesk.model.report import Report
    from leaddesk.model.slice import Slice
    from leaddesk.text import Language, Message
    from leaddesk.ui.holding import Pending
    from leaddesk.ui.jobs import Failure, Job, Jobs, Task
    from leaddesk.ui.taking_in import Locked, TooLong
    from leaddesk.workspace.backups import Backup

log = logging.getLogger(__name__)


class Session(Opened):
    """What is open, how it is looked at, and what is being done. Everything slow runs in a job."""

    state_changed = Signal()
    """Data or settings are others; a ``slice_changed`` follows."""
    slice_changed = Signal()
    """Period, filters or the State: every figure is stale."""
    history_changed = Signal()
    """What undo and redo would do."""
    document_changed = Signal()
    """The document's name or place, or when it was last written."""
    noticed = Signal(object)
    """A :class:`Notice`."""
    reading = Signal(object)
    """The reading of spreadsheets has begun: the path of the first."""
    taken_in = Signal(object)
    """Files are in: the tuple of their ids (UUID)."""
    proposed = Signal(object)
    """A :class:`~leaddesk.ui.holding.Pending` import that the user has to confirm."""
    locked = Signal(object)
    """A :class:`~leaddesk.ui.taking_in.Locked` or ``TooLong``: reading stopped at a file that something has to be asked
    about.
    """
    leads_requested = Signal(object)
    """A :class:`LeadsRequest`."""
    erasure_asked = Signal(object)
    """The person of a lead is to be erased: its row id, None when no one lead is selected."""
    person_found = Signal(object)
    """A :class:`~leaddesk.ui.erasing.Found`: what would be erased."""

    def __init__(self, jobs: Jobs, today: dt.date, folder: Path, parent: QObject | None = None) -> None:
        """*today* is the clock's, read once by the composition root; *folder* is where untitled documents live."""
        super().__init__(today, folder, parent)
        self.jobs = jobs
        self.period = Period()
        self.preset: Preset | None = Preset.ALL
        self.compare_with = CompareWith.BEFORE
        self.kept: dict[str, frozenset[str | None]] = {}
        self._turns = Turns(self._run, self)
        self._report: Report | None = None
        self.guarding = Guarding(self, self._turns)
        self.merging = Merging(self, self._turns)

    # How it is looked at ---------------------------------------------------------------------------------------------

    @property
    def slice(self) -> Slice:
        """The State through the period and filters chosen."""
        from leaddesk.model.slice import Filters, Slice

        return Slice(self.state, self.period, self.compare_with.of(self.period), Filters(dict(self.kept)))

    @property
    def report(self) -> Report:
        """The report on the current slice; the same object until the slice changes."""
        if self._report is None:
            from leaddesk.model.report import Report

            self._report = Report(self.slice)
        return self._report

    def set_period(self, period: Period, preset: Preset | None = None) -> None:
        """Look at another period; *preset* is its name, when it has one."""
        if (period, preset) == (self.period, self.preset):
            return
        self.period, self.preset = period, preset
        self._reslice()

    def set_compare(self, compare_with: CompareWith) -> None:
        """Compare with another period."""
        if compare_with is not self.compare_with:
            self.compare_with = compare_with
            self._reslice()

    def set_filter(self, dimension: str, values: frozenset[str | None] | None) -> None:
        """Keep only rows with one of these values of a dimension; None keeps all."""
        kept = {name: chosen for name, chosen in self.kept.items() if name != dimension}
        if values is not None:
            kept[dimension] = values
        if kept != self.kept:
            self.kept = kept
            self._reslice()

    def clear_filters(self) -> None:
        """Keep everything again."""
        if self.kept:
            self.kept = {}
            self._reslice()

    def show_leads(self, positions: npt.NDArray[np.intp], label: Message) -> None:
        """Show the leads at these positions alone in the Leads tab."""
        self.leads_requested.emit(LeadsRequest(self.state.dataset["leads"].rows[positions], label))

    def _reslice(self) -> None:
        self._report = None
        self.slice_changed.emit()

    # Opening ---------------------------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path], *, dropped: bool = False) -> None:
        """Open spreadsheets (added to what is open) or one document (in its place), in a job; about a copy of the open
        document that was *dropped* on it, the user is asked.
        """
        documents = [path for path in paths if path.suffix.lower() == ".leaddesk"]
        sheets = tuple(path for path in paths if path not in documents)
        if documents:
            self.guarding.open(documents[0], dropped=dropped)
        if len(documents) > 1:
            hint = msg("One document can be open at a time.")
            text = msg("“{file}” was not opened.", file=documents[1].name)
            self.noticed.emit(Notice(Tone.WARNING, text, hint))
        if sheets:
            from leaddesk.ui.taking_in import read_files

            self._turns.take(partial(read_files, self.desk, sheets), self._read, msg("Reading the files…"))
            if len(self._turns) == 1:
                self.reading.emit(sheets[0])

    def read_on(self, stopped: Locked | TooLong, answer: Any) -> None:  # noqa: ANN401
        """Go on reading with what was answered (see their ``read_on``): a password, or whether to read it whole."""
        work = partial(stopped.read_on, self.desk, answer)
        self._turns.take(work, self._read, msg("Reading the files…"), next_one=True)

    def paste(self, text: str) -> None:
        """Import a table from the clipboard."""
        self._turns.take(partial(self.desk.read_text, text), self._read, msg("Reading the clipboard…"))

    def open_sample(self, language: Language) -> None:
        """Open the sample company in a document of its own."""
        self._turns.take(partial(self.desk.open_sample, language.code), self.take_over, msg("Opening the sample…"))

    def confirm(self, pending: Pending) -> None:
        """Take what was read, as the user decided it."""
        from leaddesk.ui.rereading import read_again

        work = partial(read_again, self.desk, pending) if pending.again else partial(self.desk.take, pending)
        self._turns.take(work, self._taken, msg("Taking the rows in…"), next_one=True)

    def read_again(self) -> None:
        """Ask how the files that are in are to be read."""
        self.read_again_about(None)

    def read_again_about(self, issue: Issue | None) -> None:
        """The same because of a finding: it is shown first."""
        from leaddesk.ui.rereading import to_read_again

        pending = to_read_again(self.desk, issue)
        if pending.files:
            self.proposed.emit(pending)
        else:
            self.noticed.emit(Notice(Tone.INFO, msg("No file was opened yet")))

    def type_in(self, table: str, values: dict[str, str | float | None]) -> None:
        """Take a lead or an expense that was typed by hand."""
        self._turns.take(partial(self.desk.type_in, table, values), self._taken, None)

    def restore(self, backup: Backup) -> None:
        """Bring an earlier version of the document back; what is there now is kept as a version first."""
        from leaddesk.ui.restoring import restored

        self._turns.take(partial(restored, self.desk, backup), self.take_over, msg("Restoring the version…"))

    @Slot(object)
    def _read(self, pending: Pending | Locked | TooLong) -> None:
        from leaddesk.ui.taking_in import Locked, TooLong

        if isinstance(pending, Locked | TooLong):
            self.locked.emit(pending)
            return
        for error in pending.failed:
            self.noticed.emit(Notice(Tone.ERROR, error.message, error.hint))
        if pending.needs_confirmation:
            self.proposed.emit(pending)
        else:
            self.confirm(pending)

    @Slot(object)
    def _taken(self, taken: Any) -> None:  # noqa: ANN401
        first = taken.fresh or not self.has_data
        self.desk.adopt(taken)
        if first:
            self._look_at_first()
        self._restate()
        self.noticed.emit(Notice(Tone.SUCCESS, taken.summary, details=taken.remarks))
        self._persist()
        self.taken_in.emit(tuple(held.id for held in taken.files))

    @Slot(object)
    def take_over(self, opened: Any) -> None:  # noqa: ANN401
        """What was opened takes the place of what was open."""
        self.desk.adopt(opened)
        self._look_at_first()
        self._restate()
        if opened.notice is not None:
            self.noticed.emit(opened.notice)
        self.document_changed.emit()
        self._persist()

    def _look_at_first(self) -> None:
        """The last twelve full months where leads were created in them, else everything; nothing filtered."""
        from leaddesk.ui.taking_in import first_period

        self.kept = {}
        self.preset = first_period(self.state)
        self.period = self.preset.period(self.state.today)

    # Changing --------------------------------------------------------------------------------------------------------

    def edit(self, changes: Iterable[Change], label: Message) -> bool:
        """Do an edit as one step: shown at once, written in a job; whether anything changed."""
        done = self.desk.edit(tuple(changes), label)
        if done:
            self._follow()
        return done

    def decide(self, decisions: Iterable[tuple[tuple[Change, ...], Message]]) -> None:
        """Decide on leads that look like one (see :mod:`leaddesk.model.merging`), each decision a step of its own."""
        if self.desk.decide(decisions):
            self._restate()
            self._persist()

    def change_setting(self, field: str, value: str | float | None, label: Message) -> None:
        """Change one of the document's settings (see :func:`leaddesk.model.action.with_setting`)."""
        if self.desk.change_setting(field, value, label):
            self._follow()

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back."""
        return None if self._desk is None else self._desk.undo_label

    @property
    def redo_label(self) -> Message | None:
        """What redo would do again."""
        return None if self._desk is None else self._desk.redo_label

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        self._step(back=True)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back last."""
        self._step(back=False)

    def _step(self, *, back: bool, in_turn: bool = False) -> None:
        if not in_turn and self._turns.hold(self.stepped, self._undo_in_turn, self._redo_in_turn):
            then = self._undo_in_turn if back else self._redo_in_turn
            self._turns.take(nothing, then, None)  # the step before it first
            return
        action = None if self._desk is None else self._desk.step(back)
        if action is None:
            return
        if action.kind in ("import", "mapping", "reconcile") or not self.desk.append(action, at_once=True):
            work = partial(self.desk.rebuilt, action)
            self._turns.take(work, self.stepped, msg("Bringing the leads up to date…"), next_one=in_turn)
            return
        self._follow()

    @Slot(object)
    def _undo_in_turn(self, _result: object) -> None:
        self._step(back=True, in_turn=True)

    @Slot(object)
    def _redo_in_turn(self, _result: object) -> None:
        self._step(back=False, in_turn=True)

    @Slot(object)
    def stepped(self, stepped: Any) -> None:  # noqa: ANN401
        """Take over what came of a step that needed the imports."""
        self.desk.adopt(stepped)
        self._restate()
        self._persist()

    def find_person(self, row: int) -> None:
        """Look where the person of a lead is; ``person_found`` follows."""
        from leaddesk.ui.erasing import find

        self._turns.take(partial(find, self.desk, row), self.person_found.emit, msg("Looking for the person…"))

    def erase(self, found: Any, *, in_backups: bool) -> None:  # noqa: ANN401
        """Erase a person that was found; it cannot be undone."""
        from leaddesk.ui.erasing import erased

        self._turns.take(partial(erased, self.desk, found, in_backups), self._erased, msg("Erasing…"))

    @Slot(object)
    def _erased(self, taken: Any) -> None:  # noqa: ANN401
        self.desk.adopt(taken)
        self._restate()
        job = self.jobs.io.start("erase", self.desk.persist, msg("Erasing…"))
        job.succeeded.connect(self._tell_erased)
        job.failed.connect(self.guarding.unsaved)

    @Slot(object)
    def _tell_erased(self, _result: object) -> None:
        from leaddesk.ui.erasing import told

        self.noticed.emit(told(self.desk.keeper.erased))
        self.document_changed.emit()
        self.guarding.settle()

    def _follow(self) -> None:
        self._persist()  # first: it is on the disk before all that follows from it is worked out
        self._restate()

    def _restate(self) -> None:
        self._report = None
        self.state_changed.emit()
        self.slice_changed.emit()
        self.history_changed.emit()

    # Keeping ---------------------------------------------------------------------------------------------------------

    def _persist(self) -> None:
        """Write what is not written yet; "saved" is only said when the commit has returned."""
        self.guarding.persist()

    def save_as(self, path: Path) -> None:
        """Keep the document at *path* from now on."""
        self._run("save", partial(self.desk.save_as, path), self._saved, msg("Saving…"))

    @Slot(object)
    def _saved(self, _result: object) -> None:
        self.document_changed.emit()
        path = self.document_path
        if path is not None:
            self.noticed.emit(Notice(Tone.SUCCESS, msg("Saved as {file}", file=path.name), path=path))

    def export_review(self, path: Path, language_code: str, *, personal: bool) -> None:
        """Write the review of what is looked at now as a workbook; later edits do not touch it."""
        from leaddesk.ui.exporting import write

        work = partial(write, self.slice, path, language_code, personal)
        self._run("export", work, self._exported, msg("Writing the review…"))

    @Slot(object)
    def _exported(self, path: Path) -> None:
        self.noticed.emit(Notice(Tone.SUCCESS, msg("The review is written: {file}", file=path.name), path=path))

    def close(self) -> None:
        """Write what is left and let go of the document."""
        self.guarding.stop()
        if self._desk is not None:
            self._desk.keeper.close()

    # Jobs ------------------------------------------------------------------------------------------------------------

    def _run(self, slot: str, work: Callable[[Task], Any], then: Callable[[Any], None], label: Message | None) -> Job:
        job = self.jobs.io.start(slot, work, label)
        job.succeeded.connect(then)
        job.failed.connect(self._failed)
        return job

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        self.noticed.emit(failed(failure))
