"""The main window: menus, filter bar, tabs. It only loops over COMMANDS and TABS; each tab knows its own business."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from leaddesk.errors import LeadDeskError
from leaddesk.text import language, msg
from leaddesk.ui.commanded import Commanded
from leaddesk.ui.last_work import last_work, unnamed_work
from leaddesk.ui.widgets.empty_state import EmptyState, welcome
from leaddesk.ui.window_place import place

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent

    from leaddesk.model.report import Report
    from leaddesk.text import Language, Message
    from leaddesk.ui.jobs import Job, Task
    from leaddesk.ui.last_work import Unnamed
    from leaddesk.ui.notices import LeadsRequest, Notice
    from leaddesk.ui.session import Session
    from leaddesk.ui.settings import Settings
    from leaddesk.ui.tab import Tab

log = logging.getLogger(__name__)

SMALLEST: Final = QSize(1024, 640)
ROOM_ABOVE: Final = 70
ROOM_BELOW: Final = 30
"""What menus and tools, and the status bar, will take: the empty page does not jump when they come."""


class MainWindow(Commanded):
    """The window on one session. A start paints its empty page first; the rest is furnished behind it."""

    settings_changed = Signal(object)
    """The user's preferences (:class:`~leaddesk.ui.settings.Settings`) are others: keep them, apply the theme."""

    painted = Signal()
    """The empty page is on the screen: now is the time to :meth:`furnish` the rest."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """The empty page alone, which is what a start shows; *folder* is where documents without a name live."""
        super().__init__()
        self.settings = settings
        self.language: Language = language(settings.language_code())
        self.unfinished = last_work(folder, settings)
        self._is_painted = False
        self.setMinimumSize(SMALLEST)
        self.setContentsMargins(0, ROOM_ABOVE, 0, ROOM_BELOW)
        self.empty = EmptyState(self.language, welcome(self.unfinished, folder))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.setCentralWidget(self.stack)
        self.setWindowTitle("LeadDesk")
        place(self, settings.geometry)

    # Building --------------------------------------------------------------------------------------------------------

    def furnish(self, session: Session) -> None:
        """All that stands around the empty page and behind it: menus, tools, tabs, on a session."""
        from leaddesk.ui.commands import make_actions
        from leaddesk.ui.icons import application_icon
        from leaddesk.ui.menus import Menus
        from leaddesk.ui.tabs import TABS
        from leaddesk.ui.tool_bar import ToolBar
        from leaddesk.ui.widgets.message_bar import MessageBar
        from leaddesk.ui.widgets.status import Status
        from leaddesk.ui.widgets.trouble_banner import TroubleBanner

        self.session = session
        self.specs = TABS
        self.actions_: dict[str, QAction] = make_actions(self)
        self._tabs: dict[str, Tab] = {}
        self._stale = {spec.id for spec in TABS}
        self._job: Job | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.addToolBar(ToolBar(self.actions_, self))
        self.messages, self.trouble = MessageBar(self.language), TroubleBanner(self.language)
        self._told_after: Message | None = None
        self.status = Status(session, self.language)
        self.setStatusBar(self.status)
        self.menus = Menus(self, self.actions_, self.settings, self.language, self._unnamed)
        self._lay_out()
        self._connect()
        self.set_language(self.language)

    def _lay_out(self) -> None:
        from PySide6.QtWidgets import QTabWidget

        from leaddesk.ui.icons import icon

        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.filter_bar: QWidget | None = None
        self.data_page = QWidget()
        layout = QVBoxLayout(self.data_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages, 1)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.trouble)
        column.addWidget(self.messages)
        self.takeCentralWidget()
        column.addWidget(self.stack, 1)
        self.stack.addWidget(self.data_page)
        self.setCentralWidget(centre)
        self.stack.show()
        for spec in self.specs:
            self.pages.addTab(QWidget(), icon(spec.icon), "")

    def _connect(self) -> None:
        from leaddesk.ui.backing_up import BackingUp
        from leaddesk.ui.first_rows import FirstRows

        session = self.session
        self.backing_up = BackingUp(session, self)
        session.slice_changed.connect(self._all_stale)
        session.history_changed.connect(self._refresh_actions)
        session.document_changed.connect(self._refresh_title)
        session.document_changed.connect(self._remember_document)
        session.document_changed.connect(self._show_trouble)
        self.trouble.retried.connect(session.guarding.retry)
        self.trouble.copy_requested.connect(self.save_as)
        session.guarding.checked.connect(self.show_checkup)
        self.first_rows = FirstRows(self)  # hears what is proposed before the window does
        session.noticed.connect(self.notify)
        session.proposed.connect(self.confirm_import)
        session.locked.connect(self.ask_about_file)
        session.merging.proposed.connect(self.decide_on_copy)
        session.leads_requested.connect(self._show_leads)
        session.erasure_asked.connect(self.look_for_person)
        session.person_found.connect(self.ask_erasure)
        self.pages.currentChanged.connect(self._refresh_tab)
        self.menus.language_chosen.connect(self.choose_language)
        self.menus.theme_chosen.connect(self.choose_theme)
        self.menus.recent_chosen.connect(self.open_recent)
        self.menus.tab_chosen.connect(self.pages.setCurrentIndex)
        self.empty.chosen.connect(self.start)
        self.messages.details_requested.connect(self.show_issues)
        self.messages.command_requested.connect(self.give_command)
        session.taken_in.connect(self.look_for_new_duplicates)

    # Words -----------------------------------------------------------------------------------------------------------

    def set_language(self, chosen: Language) -> None:
        """Rewrite every word of the window and its tabs."""
        self.language = chosen
        from leaddesk.ui.commands import write_actions

        write_actions(self.actions_, chosen)
        self.menus.set_language(chosen)
        for index, spec in enumerate(self.specs):
            self.pages.setTabText(index, chosen.text(spec.title))
        widgets: list[Any] = [self.messages, self.trouble, self.empty, self.status, *self._tabs.values()]
        if self.filter_bar is not None:
            widgets.append(self.filter_bar)
        for widget in widgets:
            widget.set_language(chosen)
        self._refresh_actions()
        self._refresh_title()

    @Slot()
    def _refresh_title(self) -> None:
        path = self.session.document_path
        name = path.stem if path is not None else self.session.company
        self.setWindowTitle(f"{name} – LeadDesk" if name else "LeadDesk")

    @Slot()
    def _refresh_actions(self) -> None:
        from leaddesk.ui.commands import COMMANDS, write_step

        session = self.session
        for command in COMMANDS:
            self.actions_[command.id].setEnabled(session.has_data or not command.data)
        write_step(self.actions_["undo"], msg("Undo"), session.undo_label, self.language)
        write_step(self.actions_["redo"], msg("Redo"), session.redo_label, self.language)
        if session.undo_label != self._told_after:
            self.messages.forget_step(undone=session.redo_label is not None)

    # Tabs ------------------------------------------------------------------------------------------------------------

    @Slot()
    def _all_stale(self) -> None:
        self._stale = {spec.id for spec in self.specs}
        has_data = self.session.has_data
        if has_data and self.filter_bar is None:
            from leaddesk.ui.widgets.filter_bar import FilterBar

            self.filter_bar = FilterBar(self.session, self.language, self.data_page)
            layout = self.data_page.layout()
            if isinstance(layout, QVBoxLayout):
                layout.insertWidget(0, self.filter_bar)
        self.stack.setCurrentWidget(self.data_page if has_data else self.empty)
        self._refresh_actions()
        self._refresh_tab()

    def tab(self, tab_id: str) -> Tab:
        """The tab of that id, made now if it was not shown yet."""
        if tab_id not in self._tabs:
            index = next(place for place, spec in enumerate(self.specs) if spec.id == tab_id)
            made = self.specs[index].load()(self.session, self.language)
            self._tabs[tab_id] = made
            holder: Any = self.pages.widget(index)
            layout = QVBoxLayout()
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(made)
            holder.setLayout(layout)
        return self._tabs[tab_id]

    @Slot()
    def _refresh_tab(self) -> None:
        """Ask the report for what the visible tab shows, when what it shows is stale."""
        if not self.session.has_data:
            return
        spec = self.specs[self.pages.currentIndex()]
        if spec.id not in self._stale:
            return
        tab = self.tab(spec.id)
        self._job = self.session.jobs.compute.start(
            "tab", partial(_prepared, tab, self.session.report), msg("Computing…")
        )
        self._job.succeeded.connect(self._present)
        self._job.failed.connect(self._not_computed)

    @Slot(object)
    def _present(self, prepared: Any) -> None:  # noqa: ANN401
        tab, content, report = prepared
        if report is not self.session.report:
            return
        tab_id = next(name for name, known in self._tabs.items() if known is tab)
        self._stale.discard(tab_id)
        tab.present(content)
        self.status.show_report(report)

    @Slot(object)
    def _not_computed(self, failure: Any) -> None:  # noqa: ANN401
        from leaddesk.ui.notices import failed

        self.notify(failed(failure))

    @Slot(object)
    def _show_leads(self, request: LeadsRequest) -> None:
        tab: Any = self.tab("leads")
        tab.show_subset(request)
        self.go_to("leads")

    def go_to(self, tab_id: str) -> Any:  # noqa: ANN401  (each tab has its own ways)
        """Show the tab of that id, and give it."""
        self.pages.setCurrentIndex(next(place for place, spec in enumerate(self.specs) if spec.id == tab_id))
        return self.tab(tab_id)

    # Telling ----------------------------------------------------------------------------------------------------------

    @Slot(object)
    def notify(self, notice: Notice) -> None:
        """Tell the user something in the message bar."""
        log.info("told: %s", notice.text)
        self._told_after = self.session.undo_label
        self.messages.show_notice(notice)

    @Slot(object)
    def give_command(self, command: str) -> None:
        """Do what the message bar offers."""
        self.actions_[command].trigger()

    @Slot()
    def _show_trouble(self) -> None:
        """As long as the document is not kept as it should be, that stands above everything."""
        guarding = self.session.guarding
        self.trouble.show_trouble(guarding.trouble, is_read_only=guarding.is_read_only)

    # Preferences -----------------------------------------------------------------------------------------------------

    def remember(self, **changes: Any) -> None:  # noqa: ANN401
        """Keep preferences."""
        from dataclasses import replace

        self.change_settings(replace(self.settings, **changes))

    @Slot()
    def _remember_document(self) -> None:
        """A document that has a name is found again among the recent files."""
        path = self.session.document_path
        if path is not None and self.settings.recent_files[:1] != (str(path),):
            self.change_settings(self.settings.with_recent(str(path)))

    def change_settings(self, settings: Settings) -> None:
        """Take over other preferences, and have them kept."""
        self.settings = settings
        self.menus.show_recent(settings.recent_files)
        self.settings_changed.emit(settings)

    @Slot(str)
    def choose_language(self, code: str) -> None:
        """Speak another language from now on."""
        self.remember(language=code)
        self.set_language(language(code))

    @Slot(str)
    def choose_theme(self, name: str) -> None:
        """Take on another look."""
        self.remember(theme=name)

    @Slot(str)
    def open_recent(self, path: str) -> None:
        """Open a file again, or work that has no name: that is no recent file."""
        chosen = Path(path)
        if chosen.parent == self.session.folder:
            self.session.open_paths([chosen])
        else:
            self.open_paths([chosen])

    def _unnamed(self) -> tuple[Unnamed, ...]:
        return unnamed_work(self.session.folder, self.session.kept_at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first painting."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    # Events ----------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.empty.set_drag_active(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The files were taken elsewhere."""
        self.empty.set_drag_active(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files that were dropped."""
        self.empty.set_drag_active(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths, dropped=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is left, remember the window's place."""
        from leaddesk.ui import asking

        self.remember(geometry=bytes(self.saveGeometry().data()))
        if self.session.guarding.finish_first(self.close):
            event.ignore()
            return
        self.session.jobs.cancel_all()
        try:
            self.session.close()
        except LeadDeskError as error:
            if not asking.leave_unsaved(self, error, self.language):
                event.ignore()
                return
        self.session.jobs.shut_down()
        event.accept()


def _prepared(tab: Tab, report: Report, task: Task) -> tuple[Tab, Any, Report]:
    """Ask the report for what a tab shows, on the compute thread."""
    task.check()
    return tab, tab.prepare(report), report
