"""The main window: menus, filter bar, tabs. It only loops over COMMANDS and TABS; each tab knows its own business."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QTabWidget, QToolBar, QVBoxLayout, QWidget

from leaddesk.errors import LeadDeskError
from leaddesk.text import language, msg
from leaddesk.ui import asking
from leaddesk.ui.commands import COMMANDS, LABELLED, TOOLS, make_actions, write_actions, write_step
from leaddesk.ui.icons import application_icon, icon
from leaddesk.ui.last_work import last_work
from leaddesk.ui.menus import Menus
from leaddesk.ui.notices import LeadsRequest, Notice, Tone
from leaddesk.ui.tabs import TABS
from leaddesk.ui.widgets.empty_state import GO_ON, EmptyState, welcome
from leaddesk.ui.widgets.message_bar import MessageBar
from leaddesk.ui.widgets.status import Status
from leaddesk.ui.window_place import place

if TYPE_CHECKING:
    from leaddesk.model.report import Report
    from leaddesk.text import Language
    from leaddesk.ui.desk import Pending
    from leaddesk.ui.jobs import Job, Task
    from leaddesk.ui.session import Session
    from leaddesk.ui.settings import Settings
    from leaddesk.ui.tab import Tab

SMALLEST: Final = QSize(1024, 640)


class MainWindow(QMainWindow):
    """The window on one session."""

    settings_changed = Signal(object)
    """The user's preferences (:class:`~leaddesk.ui.settings.Settings`) are others: keep them, apply the theme."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.language: Language = language(settings.language_code())
        self.actions_: dict[str, QAction] = make_actions(self)
        self._tabs: dict[str, Tab] = {}
        self._stale = {spec.id for spec in TABS}
        self._job: Job | None = None
        self.setWindowIcon(application_icon())
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.set_language(self.language)
        place(self, settings.geometry)

    # Building --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tool_bar = QToolBar(self)
        self.tool_bar.setObjectName("tools")
        self.tool_bar.setMovable(False)
        self.tool_bar.setIconSize(QSize(18, 18))
        for name in TOOLS:
            if not name:
                self.tool_bar.addSeparator()
                continue
            self.tool_bar.addAction(self.actions_[name])
            if name in LABELLED:
                button: Any = self.tool_bar.widgetForAction(self.actions_[name])
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addToolBar(self.tool_bar)
        self.messages = MessageBar(self.language)
        self._unfinished = last_work(self.session, self.settings)
        self.empty = EmptyState(self.language, welcome(self._unfinished, self.session.folder))
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.filter_bar: QWidget | None = None
        self.data_page = QWidget()
        layout = QVBoxLayout(self.data_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages, 1)
        self.stack.addWidget(self.data_page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(centre)
        self.status = Status(self.session, self.language)
        self.setStatusBar(self.status)
        self.menus = Menus(self, self.actions_, self.settings, self.language)
        for spec in TABS:
            self.pages.addTab(QWidget(), icon(spec.icon), "")

    def _connect(self) -> None:
        session = self.session
        session.slice_changed.connect(self._all_stale)
        session.history_changed.connect(self._refresh_actions)
        session.document_changed.connect(self._refresh_title)
        session.document_changed.connect(self._remember_document)
        session.noticed.connect(self.notify)
        session.proposed.connect(self._confirm_import)
        session.leads_requested.connect(self._show_leads)
        self.pages.currentChanged.connect(self._refresh_tab)
        self.menus.language_chosen.connect(self.choose_language)
        self.menus.theme_chosen.connect(self.choose_theme)
        self.menus.recent_chosen.connect(self.open_recent)
        self.menus.tab_chosen.connect(self.pages.setCurrentIndex)
        self.empty.chosen.connect(self._start)
        self.messages.details_requested.connect(self.show_issues)

    # Words -----------------------------------------------------------------------------------------------------------

    def set_language(self, chosen: Language) -> None:
        """Rewrite every word of the window and its tabs."""
        self.language = chosen
        write_actions(self.actions_, chosen)
        self.menus.set_language(chosen)
        for index, spec in enumerate(TABS):
            self.pages.setTabText(index, chosen.text(spec.title))
        widgets: list[Any] = [self.messages, self.empty, self.status, *self._tabs.values()]
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
        session = self.session
        for command in COMMANDS:
            self.actions_[command.id].setEnabled(session.has_data or not command.data)
        write_step(self.actions_["undo"], msg("Undo"), session.undo_label, self.language)
        write_step(self.actions_["redo"], msg("Redo"), session.redo_label, self.language)

    # Tabs ------------------------------------------------------------------------------------------------------------

    @Slot()
    def _all_stale(self) -> None:
        self._stale = {spec.id for spec in TABS}
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
            index = next(place for place, spec in enumerate(TABS) if spec.id == tab_id)
            made = TABS[index].load()(self.session, self.language)
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
        spec = TABS[self.pages.currentIndex()]
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
        self.notify(Notice(Tone.ERROR, failure.message, failure.hint))

    @Slot(object)
    def _show_leads(self, request: LeadsRequest) -> None:
        tab: Any = self.tab("leads")
        tab.show_subset(request)
        self.go_to("leads")

    def go_to(self, tab_id: str) -> Any:  # noqa: ANN401  (each tab has its own ways)
        """Show the tab of that id, and give it."""
        self.pages.setCurrentIndex(next(place for place, spec in enumerate(TABS) if spec.id == tab_id))
        return self.tab(tab_id)

    # Commands --------------------------------------------------------------------------------------------------------

    @Slot()
    def open_files(self) -> None:
        """Ask for files and open them."""
        paths = asking.files_to_open(self, self.language, self.settings.open_folder)
        if paths:
            self._remember(open_folder=str(paths[0].parent))
            self.open_paths(paths)

    def open_paths(self, paths: list[Path]) -> None:
        """Open these files and remember them as recent ones."""
        settings = self.settings
        for path in paths:
            settings = settings.with_recent(str(path))
        self._change_settings(settings)
        self.session.open_paths(paths)

    @Slot(object)
    def _start(self, way: str) -> None:
        """The way on that was chosen on the empty page."""
        if way == GO_ON and self._unfinished is not None:
            self.session.open_paths([self._unfinished])
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
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.session.paste(text)
        else:
            hint = msg("Copy the cells in your spreadsheet first, headers included.")
            self.notify(Notice(Tone.WARNING, msg("The clipboard holds no table."), hint))

    @Slot()
    def new_lead(self) -> None:
        """Note a lead by hand."""
        asking.entry(self, self.session, self.language, "leads")

    @Slot()
    def new_expense(self) -> None:
        """Note an expense by hand."""
        asking.entry(self, self.session, self.language, "costs")

    @Slot()
    def save(self) -> None:
        """Give the document a name if it has none; it is saved in any case, which is said."""
        path = self.session.document_path
        if path is None:
            self.save_as()
        else:
            saved = msg("“{file}” is saved: every change is, at once.", file=path.name)
            self.notify(Notice(Tone.SUCCESS, saved))

    @Slot()
    def save_as(self) -> None:
        """Ask where to keep the document."""
        path = asking.file_to_save(self, self.language, self.settings.save_folder, self.session.company)
        if path is not None:
            self._remember(save_folder=str(path.parent))
            self.session.save_as(path)

    @Slot()
    def export_review(self) -> None:
        """Go to the Review tab and export from there."""
        self.go_to("review").export()

    @Slot()
    def find_lead(self) -> None:
        """Go to the search line of the Leads tab."""
        self.go_to("leads").find_lead()

    @Slot()
    def show_issues(self) -> None:
        """Show what was noticed in the files."""
        asking.issues(self, self.session, self.language)

    @Slot()
    def show_settings(self) -> None:
        """Show the settings of the document."""
        asking.settings(self, self.session, self.language)

    @Slot()
    def show_definitions(self) -> None:
        """Show what each figure means."""
        asking.definitions(self, self.language)

    @Slot()
    def show_about(self) -> None:
        """Say what this program is."""
        asking.about(self, self.language)

    @Slot(object)
    def _confirm_import(self, pending: Pending) -> None:
        decided = asking.mapping(self, self.session, pending, self.language)
        if decided is not None:
            self.session.confirm(decided)

    @Slot(object)
    def notify(self, notice: Notice) -> None:
        """Tell the user something in the message bar."""
        self.messages.show_notice(notice)

    # Preferences -----------------------------------------------------------------------------------------------------

    def _remember(self, **changes: Any) -> None:  # noqa: ANN401
        from dataclasses import replace

        self._change_settings(replace(self.settings, **changes))

    @Slot()
    def _remember_document(self) -> None:
        """A document that has a name is found again among the recent files."""
        path = self.session.document_path
        if path is not None and self.settings.recent_files[:1] != (str(path),):
            self._change_settings(self.settings.with_recent(str(path)))

    def _change_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.menus.show_recent(settings.recent_files)
        self.settings_changed.emit(settings)

    @Slot(str)
    def choose_language(self, code: str) -> None:
        """Speak another language from now on."""
        self._remember(language=code)
        self.set_language(language(code))

    @Slot(str)
    def choose_theme(self, name: str) -> None:
        """Take on another look."""
        self._remember(theme=name)

    @Slot(str)
    def open_recent(self, path: str) -> None:
        """Open a file again."""
        self.open_paths([Path(path)])

    # Events ----------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is left, remember the window's place."""
        self._remember(geometry=bytes(self.saveGeometry().data()))
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
