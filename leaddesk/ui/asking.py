"""What the window asks the user: files, and the dialogs. Each is loaded when it is first needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from leaddesk.text import msg, msgc
from leaddesk.ui.last_work import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from leaddesk.errors import LeadDeskError
    from leaddesk.model.conflicts import Choice
    from leaddesk.model.duplicates import Group
    from leaddesk.text import Language, Message
    from leaddesk.ui.copy_merge import Proposal
    from leaddesk.ui.erasing import Found
    from leaddesk.ui.holding import Pending
    from leaddesk.ui.session import Session
    from leaddesk.workspace.backups import Backup
    from leaddesk.workspace.checkup import Checkup
    from leaddesk.workspace.lockfile import InUseError

Answer = QMessageBox.ButtonRole
Decision = TypeVar("Decision")
SPREADSHEETS: Final = "*.xlsx *.xlsm *.xlsb *.xls *.ods *.fods *.csv *.tsv *.txt *.xml *.htm *.html *.mht"


def documents() -> str:
    """The user's folder of documents, where a file dialog starts the first time."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def files_to_open(parent: QWidget, language: Language, folder: str) -> list[Path]:
    """The files chosen; none when the user changed their mind."""
    words = language.text
    known, every = words(msg("Spreadsheets and documents")), words(msg("All files"))
    kinds = f"{known} ({SPREADSHEETS} *{SUFFIX});;{every} (*)"
    names, _ = QFileDialog.getOpenFileNames(parent, words(msg("Open spreadsheets")), folder or documents(), kinds)
    return [Path(name) for name in names]


def file_to_save(parent: QWidget, language: Language, folder: str, name: str, title: Message) -> Path | None:
    """Where to keep the document, or a copy; None when the user changed their mind."""
    words = language.text
    proposed = str(Path(folder or documents()) / ((name or "LeadDesk") + SUFFIX))
    kind = words(msg("LeadDesk documents"))
    chosen, _ = QFileDialog.getSaveFileName(parent, words(title), proposed, f"{kind} (*{SUFFIX})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def workbook_to_save(parent: QWidget, language: Language, folder: str, name: str) -> Path | None:
    """Where to write the review; the dialog itself asks before it replaces a file. None: changed their mind."""
    words = language.text
    title, kind = words(msg("Export the review")), words(msg("Excel workbooks"))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), f"{kind} (*.xlsx)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")


def mapping(parent: QWidget, session: Session, pending: Pending, language: Language) -> Pending | None:
    """The import as the user decided it; None when they changed their mind."""
    from leaddesk.ui.ahead import assistant

    # To be made, filled, laid out and painted takes it some 30 ms each: in between, the window goes on.
    between = partial(QCoreApplication.processEvents, QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    dialog = assistant(session, language, parent)
    dialog.hold()
    dialog.begin(pending, between)
    between()
    return _decided(dialog, dialog.decided)


def drop_corrections(parent: QWidget, language: Language) -> bool:
    """Whether an import is to be left with all that was corrected in it."""
    answers = ((msg("Close without importing"), Answer.DestructiveRole), (msg("Stay"), Answer.RejectRole))
    text, question = msg("Close without importing?"), msg("What you corrected here is lost then.")
    return _answer(parent, language, text, language.text(question), answers, default=1) == 0


def password(parent: QWidget, file: str, wrong: bool, language: Language) -> str | None:
    """The password of a file; None when it is to stay closed. *wrong*: the last one did not open it."""
    from leaddesk.ui.dialogs.password import PasswordDialog

    dialog = PasswordDialog(file, wrong, language, parent)
    try:
        return _decided(dialog, dialog.password)
    finally:
        dialog.field.clear()


def read_whole(parent: QWidget, message: Message, language: Language) -> bool:
    """A file has more rows than are read unasked (*message*): whether to read it whole all the same."""
    question = msg("Read it whole, up to 1,048,576 rows? It takes up to 4 GB of memory and perhaps minutes.")
    answers = ((msg("Read it whole"), Answer.AcceptRole), (msg("Leave it out"), Answer.RejectRole))
    return _answer(parent, language, message, language.text(question), answers, default=0) == 0


def entry(parent: QWidget, session: Session, language: Language, table: str) -> None:
    """The short form for a lead or an expense."""
    from leaddesk.ui.dialogs.entry import EntryDialog

    _run(EntryDialog(session, language, table, parent))


def version(parent: QWidget, session: Session, language: Language) -> Backup | None:
    """The earlier version of the document to be restored; None when the user changed their mind."""
    from leaddesk.ui.dialogs.versions import VersionsDialog

    dialog = VersionsDialog(session, language, parent)
    return _decided(dialog, lambda: dialog.chosen)


def copy_to_merge(parent: QWidget, language: Language, folder: str, other: Path | None) -> Path | None:
    """A colleague's copy of the document, at first the *other* version that was found; None when none was chosen."""
    title, kind = language.text(msg("Merge a colleague's copy")), language.text(msg("LeadDesk documents"))
    start = str(other) if other is not None else folder or documents()
    chosen, _ = QFileDialog.getOpenFileName(parent, title, start, f"{kind} (*{SUFFIX})")
    return Path(chosen) if chosen else None


def merged_choices(
    parent: QWidget, session: Session, proposal: Proposal, language: Language
) -> tuple[Choice, ...] | None:
    """What shall hold where a copy contradicts; None when it is not to be merged."""
    from leaddesk.ui.dialogs.reconcile import ReconcileDialog

    dialog = ReconcileDialog(proposal, session.desk, language, parent)
    return _decided(dialog, lambda: dialog.choices)


def merge_or_open(parent: QWidget, file: str, language: Language) -> bool | None:
    """A copy of the open document was dropped on it: whether to merge it, or (False) open it; None: neither."""
    text, question = (
        msg("“{file}” is a copy of the document that is open.", file=file),
        msg("Merge what was done in it into this one?"),
    )
    answers = (
        (msgc("copy", "Merge"), Answer.AcceptRole),
        (msg("Open it instead"), Answer.DestructiveRole),
        (msg("Cancel"), Answer.RejectRole),
    )
    chosen = _answer(parent, language, text, language.text(question), answers, default=0)
    return {0: True, 1: False}.get(chosen)


def issues(parent: QWidget, session: Session, language: Language) -> None:
    """The list of what was noticed in the files."""
    from leaddesk.ui.dialogs.issues import IssuesDialog
    from leaddesk.ui.left_out import LeftOut

    dialog = IssuesDialog(session.issues, language, parent, session.counts)
    save = LeftOut(dialog, session, language)
    dialog.left_out_requested.connect(save.ask)
    once_closed = Qt.ConnectionType.QueuedConnection
    dialog.read_again_requested.connect(session.read_again_about, once_closed)
    _run(dialog)


def history(parent: QWidget, session: Session, language: Language, row: int | None = None) -> None:
    """What was done, to the whole document or to one lead (its row id)."""
    from leaddesk.ui.dialogs.history import HistoryDialog

    _run(HistoryDialog(session, language, row, parent))


def duplicates(parent: QWidget, session: Session, groups: tuple[Group, ...], language: Language) -> None:
    """Leads that look like one."""
    from leaddesk.ui.dialogs.duplicates import DuplicatesDialog

    _run(DuplicatesDialog(session, groups, language, parent))


def settings(parent: QWidget, session: Session, language: Language) -> None:
    """The settings of the document, and whose name its history tells."""
    from leaddesk.ui.dialogs.settings import SettingsDialog
    from leaddesk.ui.widgets.author_name import AuthorName
    from leaddesk.ui.widgets.backup_place import BackupPlace

    dialog = SettingsDialog(session, language, parent)
    name = AuthorName(session.desk, language)
    dialog.add_place(name)
    dialog.accepted.connect(name.keep)
    dialog.accepted.connect(session.guarding.persist)
    dialog.add_place(BackupPlace(session.desk.keeper.backups, session.jobs.io, language))
    _run(dialog)


def objectives(parent: QWidget, session: Session, language: Language, kpi: str | None = None) -> None:
    """The objectives, and a form to set them: for that KPI, where one is given."""
    from leaddesk.ui.dialogs.objectives import ObjectivesDialog

    _run(ObjectivesDialog(session, language, parent, kpi))


def cards(parent: QWidget, session: Session, language: Language) -> None:
    """Which figures stand on the cards of the overview."""
    from leaddesk.ui.dialogs.cards import CardsDialog

    _run(CardsDialog(session, language, parent))


def definitions(parent: QWidget, session: Session, language: Language) -> None:
    """What each figure means."""
    from leaddesk.ui.dialogs.definitions import DefinitionsDialog
    from leaddesk.ui.templates import Templates

    dialog = DefinitionsDialog(language, parent, session.state.dataset.frames if session.has_data else None)
    dialog.template_requested.connect(Templates(dialog, session, language).show)
    _run(dialog)


def templates(parent: QWidget, session: Session, language: Language, table: str = "") -> None:
    """Spreadsheets to be filled, at first that of *table*."""
    from leaddesk.ui.dialogs.templates import TemplatesDialog
    from leaddesk.ui.templates import Templates

    dialog = TemplatesDialog(language, session.state.dataset.frames, table, parent)
    save = Templates(dialog, session, language)
    dialog.requested.connect(save.ask)
    save.told.connect(dialog.tell)
    _run(dialog)


def about(parent: QWidget, language: Language) -> None:
    """What this program is."""
    from leaddesk.ui.dialogs.about import AboutDialog

    _run(AboutDialog(language, parent))


def support(parent: QWidget, details: str, language: Language) -> None:
    """What support needs to know."""
    from leaddesk.ui.dialogs.support import SupportDialog

    _run(SupportDialog(details, language, parent))


def checkup(parent: QWidget, found: Checkup, language: Language) -> None:
    """What the check of the document found."""
    from leaddesk.ui.dialogs.checkup import CheckupDialog

    _run(CheckupDialog(found, language, parent))


def erasure(parent: QWidget, found: Found, language: Language) -> bool | None:
    """Whether a person is to be erased from the backups too; None when not at all."""
    from leaddesk.ui.dialogs.erasure import ErasureDialog

    dialog = ErasureDialog(found, language, parent)
    return _decided(dialog, dialog.backups.isChecked)


def open_anyway(parent: QWidget, error: InUseError, language: Language) -> bool:
    """Somebody had a document long ago and perhaps has it still: whether to open it all the same."""
    question = msg("That was long ago. Open it all the same? If it is open there still, close it there first.")
    answers = ((msg("Open all the same"), Answer.AcceptRole), (msg("Leave it closed"), Answer.RejectRole))
    return _answer(parent, language, error.message, language.text(question), answers, default=1) == 0


def leave_unsaved(parent: QWidget, error: LeadDeskError, language: Language) -> bool:
    """The document cannot be written: whether to close all the same."""
    from leaddesk.workspace.workcopy import UnpublishedError

    words = language.text
    question = words(
        msg("Close all the same? What was done stays on this computer and reaches its folder at the next start.")
        if isinstance(error, UnpublishedError)
        else msg("Close all the same? What was done since the last save is lost then.")
    )
    more = question if error.hint is None else f"{words(error.hint)}\n{question}"
    answers = ((msg("Close without saving"), Answer.DestructiveRole), (msg("Stay"), Answer.RejectRole))
    return _answer(parent, language, error.message, more, answers, default=1, picture=QMessageBox.Icon.Warning) == 0


def mapping_to_save(parent: QWidget, language: Language) -> Path | None:
    """Where to write a mapping file; None when the user changed their mind."""
    title, kind = language.text(msg("Save the mapping")), language.text(msg("Mapping files"))
    proposed = str(Path(documents()) / "mapping.toml")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, proposed, f"{kind} (*.toml)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".toml" else path.with_name(path.name + ".toml")


def _answer(
    parent: QWidget,
    language: Language,
    text: Message,
    more: str,
    answers: Sequence[tuple[Message, Answer]],
    *,
    default: int,
    picture: QMessageBox.Icon = QMessageBox.Icon.Question,
) -> int:
    """Which of the answers is given, by its number; Escape, or none, is the last one."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(picture)
    box.setWindowTitle("LeadDesk")
    box.setText(language.text(text))
    box.setInformativeText(more)
    buttons = [box.addButton(language.text(words), role) for words, role in answers]
    box.setDefaultButton(buttons[default])
    box.setEscapeButton(buttons[-1])
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return next((number for number, button in enumerate(buttons) if button is clicked), len(buttons) - 1)


def _decided(dialog: QDialog, decision: Callable[[], Decision]) -> Decision | None:
    """What was decided in a dialog; None when the user changed their mind."""
    try:
        return decision() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()


def _run(dialog: QDialog) -> None:
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()
