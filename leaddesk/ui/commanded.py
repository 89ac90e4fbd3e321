"""What the commands of the window do. The dialogs they ask with are loaded when they are first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMainWindow

from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from leaddesk.model.duplicates import Group
    from leaddesk.text import Language
    from leaddesk.ui.copy_merge import ACopy, Proposal
    from leaddesk.ui.crash.reporter import Reporter
    from leaddesk.ui.duplicates import DuplicateSearch
    from leaddesk.ui.erasing import Found
    from leaddesk.ui.holding import Pending
    from leaddesk.ui.notices import Notice
    from leaddesk.ui.opening import InUse
    from leaddesk.ui.session import Session
    from leaddesk.ui.settings import Settings
    from leaddesk.ui.taking_in import Locked, TooLong
    from leaddesk.workspace.checkup import Checkup


class Commanded(QMainWindow):
    """The slots that :data:`leaddesk.ui.commands.COMMANDS` names, on a session. The window itself says how."""

    session: Session
    settings: Settings
    language: Language
    unfinished: Path | None
    reporter: Reporter | None = None
    _duplicates: DuplicateSearch | None = None

    def go_to(self, tab_id: str) -> Any:  # noqa: ANN401  (each tab has its own ways)
        """Show the tab of that id, and give it."""
        raise TypeError(f"there is no tab {tab_id}")

    def notify(self, notice: Notice) -> None:
        """Tell the user something."""
        raise TypeError(f"nobody to tell {notice}")

    def remember(self, **changes: Any) -> None:  # noqa: ANN401
        """Keep preferences."""
        raise TypeError(f"nowhere to keep {changes}")

    def change_settings(self, settings: Settings) -> None:
        """Take over other preferences."""
        raise TypeError(f"nowhere to keep {settings}")

    @Slot()
    def open_files(self) -> None:
        """Ask for files and open them."""
        from leaddesk.ui import asking

        paths = asking.files_to_open(self, self.language, self.settings.open_folder)
        if paths:
            self.remember(open_folder=str(paths[0].parent))
            self.open_paths(paths)

    def open_paths(self, paths: list[Path], *, dropped: bool = False) -> None:
        """Open these files and remember them as recent ones; *dropped* on the window: a copy of the open document is
        asked about.
        """
        settings = self.settings
        for path in paths:
            settings = settings.with_recent(str(path))
        self.change_settings(settings)
        self.session.open_paths(paths, dropped=dropped)

    @Slot(object)
    def start(self, way: str) -> None:
        """The way on that was chosen on the empty page."""
        from leaddesk.ui.widgets.empty_state import GO_ON

        if way == GO_ON and self.unfinished is not None:
            self.session.open_paths([self.unfinished])
        elif way == "sample":
            self.open_sample()
        else:
            self.open_files()

    @Slot()
    def open_sample(self) -> None:
        """Open the sample company."""
        self.session.open_sample(self.language)

    @Slot()
    def paste_table(self) -> None:
        """Take in the table on the clipboard."""
        from PySide6.QtGui import QGuiApplication

        from leaddesk.ui.notices import Notice, Tone

        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.session.paste(text)
        else:
            hint = msg("Copy the cells in your spreadsheet first, headers included.")
            self.notify(Notice(Tone.WARNING, msg("The clipboard holds no table."), hint))

    @Slot()
    def new_lead(self) -> None:
        """Note a lead by hand."""
        from leaddesk.ui import asking

        asking.entry(self, self.session, self.language, "leads")

    @Slot()
    def new_expense(self) -> None:
        """Note an expense by hand."""
        from leaddesk.ui import asking

        asking.entry(self, self.session, self.language, "costs")

    @Slot()
    def save(self) -> None:
        """Give the document a name if it has none; it is saved in any case, which is said."""
        from leaddesk.ui.notices import Notice, Tone

        path = self.session.document_path
        if path is None:
            self.save_as()
        else:
            saved = msg("“{file}” is saved: every change is, at once.", file=path.name)
            self.notify(Notice(Tone.SUCCESS, saved))

    @Slot()
    def save_as(self) -> None:
        """Ask where to keep the document."""
        from leaddesk.ui import asking

        path = asking.file_to_save(self, self.language, self.settings.save_folder, self.session.company, msg("Save as"))
        if path is not None:
            self.remember(save_folder=str(path.parent))
            self.session.save_as(path)

    @Slot()
    def save_copy(self) -> None:
        """Ask where to put a copy of the document; the work goes on in the document."""
        from leaddesk.ui import asking

        document = self.session.document_path
        name = self.language.text(msg("{name}, copy", name=document.stem if document else self.session.company))
        path = asking.file_to_save(self, self.language, self.settings.save_folder, name, msg("Save a copy"))
        if path is not None:
            self.session.guarding.save_copy(path)

    @Slot()
    def restore_version(self) -> None:
        """Show the earlier versions of the document, and restore the one that is chosen."""
        from leaddesk.ui import asking

        backup = asking.version(self, self.session, self.language)
        if backup is not None:
            self.session.restore(backup)

    @Slot()
    def merge_copy(self) -> None:
        """Ask for a colleague's copy of the document, and look at what it has."""
        from leaddesk.ui import asking

        merging = self.session.merging
        other = merging.other if merging.other is not None and merging.other.exists() else None
        path = asking.copy_to_merge(self, self.language, self.settings.open_folder, other)
        if path is not None:
            self.remember(open_folder=str(path.parent))
            merging.look_at(path)

    @Slot(object)
    def decide_on_copy(self, proposal: Proposal) -> None:
        """Show what merging a copy comes to, and merge it as the user decides."""
        from leaddesk.ui import asking

        choices = asking.merged_choices(self, self.session, proposal, self.language)
        if choices is not None:
            self.session.merging.merge(proposal, choices)

    @Slot()
    def check_document(self) -> None:
        """Look through the open document; a dialog says what was found."""
        self.session.guarding.check()

    @Slot(object)
    def show_checkup(self, checkup: Checkup) -> None:
        """Show what the check found."""
        from leaddesk.ui import asking

        asking.checkup(self, checkup, self.language)

    @Slot()
    def export_review(self) -> None:
        """Go to the Review tab and export from there."""
        self.go_to("review").export()

    @Slot()
    def show_templates(self) -> None:
        """Show the spreadsheets that may be filled."""
        from leaddesk.ui import asking

        asking.templates(self, self.session, self.language)

    @Slot()
    def find_lead(self) -> None:
        """Go to the search line of the Leads tab."""
        self.go_to("leads").find_lead()

    @Slot()
    def find_duplicates(self) -> None:
        """Look for leads that look like one, and show them."""
        self._search().search()

    @Slot(object)
    def look_for_new_duplicates(self, imports: tuple[UUID, ...]) -> None:
        """Look whether what was taken in brought leads that surely are there already, and offer to see them."""
        self._search().look_at(imports)

    def _search(self) -> DuplicateSearch:
        if self._duplicates is None:
            from leaddesk.ui.duplicates import DuplicateSearch

            self._duplicates = DuplicateSearch(self.session, self)
            self._duplicates.found.connect(self._show_duplicates)
        return self._duplicates

    @Slot(object)
    def _show_duplicates(self, groups: tuple[Group, ...]) -> None:
        from leaddesk.ui import asking

        asking.duplicates(self, self.session, groups, self.language)

    @Slot()
    def erase_person(self) -> None:
        """Erase the person of the selected lead, once it was shown what that is."""
        self.go_to("leads").erase_person()

    @Slot(object)
    def look_for_person(self, row: int | None) -> None:
        """Look what there is of a lead's person; None: no one lead is selected."""
        from leaddesk.ui.notices import Notice, Tone

        if row is None:
            hint = msg("Click its row in the Leads tab.")
            self.notify(Notice(Tone.INFO, msg("Select the one lead whose person is to be erased."), hint))
        else:
            self.session.find_person(row)

    @Slot(object)
    def ask_erasure(self, found: Found) -> None:
        """Show what would be erased, and erase it if the user says so."""
        from leaddesk.ui import asking

        in_backups = asking.erasure(self, found, self.language)
        if in_backups is not None:
            self.session.erase(found, in_backups=in_backups)

    @Slot()
    def show_issues(self) -> None:
        """Show what was noticed in the files."""
        from leaddesk.ui import asking

        asking.issues(self, self.session, self.language)

    @Slot()
    def show_history(self) -> None:
        """Show what was done in the document."""
        from leaddesk.ui import asking

        asking.history(self, self.session, self.language)

    @Slot()
    def show_settings(self) -> None:
        """Show the settings of the document."""
        from leaddesk.ui import asking

        asking.settings(self, self.session, self.language)

    @Slot()
    def show_objectives(self) -> None:
        """Show the objectives."""
        from leaddesk.ui import asking

        asking.objectives(self, self.session, self.language)

    @Slot()
    def show_cards(self) -> None:
        """Ask which figures the overview shows."""
        from leaddesk.ui import asking

        asking.cards(self, self.session, self.language)

    @Slot()
    def show_definitions(self) -> None:
        """Show what each figure means."""
        from leaddesk.ui import asking

        asking.definitions(self, self.session, self.language)

    @Slot()
    def show_support(self) -> None:
        """Show what support needs to know."""
        from leaddesk.ui import asking
        from leaddesk.ui.crash.story import details

        known = details(self.language, None, ()) if self.reporter is None else self.reporter.details(self.language)
        asking.support(self, known, self.language)

    @Slot()
    def open_logs(self) -> None:
        """Show the folder of logs in the system's own window."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from leaddesk.ui.crash.logs import FOLDER
        from leaddesk.ui.notices import Notice, Tone

        folder = self.session.folder / FOLDER
        if not folder.is_dir():
            self.notify(Notice(Tone.INFO, msg("There are no logs yet.")))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            where = msg("It is: {folder}", folder=str(folder))
            self.notify(Notice(Tone.WARNING, msg("The folder could not be opened."), where))

    @Slot()
    def show_about(self) -> None:
        """Say what this program is."""
        from leaddesk.ui import asking

        asking.about(self, self.language)

    @Slot(object)
    def ask_about_file(self, stopped: Locked | TooLong | InUse | ACopy) -> None:
        """Ask what the reading of a file needs; where it is not given, say so and go on with the other files."""
        from leaddesk.ui.copy_merge import ACopy
        from leaddesk.ui.opening import InUse
        from leaddesk.ui.taking_in import TooLong

        if isinstance(stopped, InUse):
            self._ask_in_use(stopped)
        elif isinstance(stopped, ACopy):
            self._ask_about_copy(stopped.path)
        elif isinstance(stopped, TooLong):
            self._ask_whole(stopped)
        else:
            self._ask_password(stopped)

    def _ask_in_use(self, used: InUse) -> None:
        from leaddesk.ui import asking
        from leaddesk.ui.notices import Notice, Tone

        if asking.open_anyway(self, used.error, self.language):
            self.session.guarding.open_anyway(used)
        else:
            text = msg("“{file}” was not opened.", file=used.path.name)
            self.notify(Notice(Tone.INFO, text, used.error.message))

    def _ask_about_copy(self, path: Path) -> None:
        from leaddesk.ui import asking

        merges = asking.merge_or_open(self, path.name, self.language)
        if merges:
            self.session.merging.look_at(path)
        elif merges is not None:
            self.session.open_paths([path])

    def _ask_whole(self, long: TooLong) -> None:
        from leaddesk.ui import asking
        from leaddesk.ui.notices import Notice, Tone

        whole = asking.read_whole(self, long.message, self.language)
        if not whole:
            self.notify(Notice(Tone.INFO, msg("“{file}” was not opened.", file=long.path.name), long.message))
        if whole or len(long.paths) > 1:
            self.session.read_on(long, whole)

    def _ask_password(self, locked: Locked) -> None:
        from leaddesk.ui import asking
        from leaddesk.ui.notices import Notice, Tone

        name = locked.path.name
        password = asking.password(self, name, locked.wrong, self.language)
        if password is None:
            text = msg("“{file}” was not opened.", file=name)
            self.notify(Notice(Tone.INFO, text, msg("It is protected by a password.")))
        if password is not None or len(locked.paths) > 1:
            self.session.read_on(locked, password)

    @Slot(object)
    def confirm_import(self, pending: Pending) -> None:
        """Show what was understood of the files, and take in what the user makes of it."""
        from leaddesk.ui import asking

        if (decided := asking.mapping(self, self.session, pending, self.language)) is not None:
            self.session.confirm(decided)
