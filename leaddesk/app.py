"""The composition root of the window: makes the application, the jobs, the session and the main window."""

from __future__ import annotations

import datetime as dt
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, QTimer, Slot
from PySide6.QtWidgets import QApplication

from leaddesk.text import language
from leaddesk.ui import settings as preferences
from leaddesk.ui import theme
from leaddesk.ui.crash.handling import CrashHandling
from leaddesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from uuid import UUID

    from PySide6.QtCore import QEventLoop, QSettings, QTranslator

    from leaddesk.text import Language
    from leaddesk.ui.jobs import Jobs, Task
    from leaddesk.ui.session import Session
    from leaddesk.ui.settings import Settings


FOR_THE_FIRST_FILE: Final = (
    "leaddesk.ui.desk", "leaddesk.ingest.glimpse", "leaddesk.ingest.preview", "leaddesk.ui.dialogs.reading",
    "leaddesk.ui.dialogs.careful", "leaddesk.model.report",
)  # fmt: skip


class Program:
    """Everything that lives as long as the window.

    The window is there at once with its empty page; the session and all that stands around the page come when they are
    first asked for, or once the page is painted.
    """

    def __init__(
        self, app: QApplication, store: QSettings, folder: Path | None = None, crash: CrashHandling | None = None
    ) -> None:
        """*folder*: where documents without a name live; the system's place for it when not given."""
        self.app, self.store = app, store
        self.settings = preferences.load(store)
        self._folder = folder = folder or data_folder()
        self._crash = crash
        self._session: Session | None = None
        self._translators: list[QTranslator] = []
        theme.apply(app, self.settings.theme)
        self.front = MainWindow(self.settings, folder)
        """The window as it is, perhaps with its empty page alone."""
        self.front.painted.connect(self._complete_soon)

    @Slot()
    def _complete_soon(self) -> None:
        QTimer.singleShot(0, self.complete)

    @Slot()
    def complete(self) -> None:
        """Make what a first look does not need: the jobs, the session, the rest of the window."""
        if self.is_complete:
            return
        from leaddesk.ui.jobs import Jobs
        from leaddesk.ui.session import Session

        today = dt.datetime.now().astimezone().date()
        self._session = Session(Jobs(self.app), today, self._folder, self.app)
        self._speak(self.settings)
        self.front.furnish(self._session)
        if self._crash is not None:
            self.front.reporter = self._crash.complete(self._session, self._last_backup)
        words = language(self.settings.language_code())
        self._session.jobs.io.start("libraries", partial(load_libraries, words, today))
        self._session.guarding.publish_left(self._folder)
        self.front.settings_changed.connect(self._settings_changed)

    @property
    def is_complete(self) -> bool:
        """Whether more than the empty page is there."""
        return self._session is not None

    @property
    def session(self) -> Session:
        """The session, made now if need be."""
        self.complete()
        if self._session is None:
            raise TypeError("the session could not be made")
        return self._session

    @property
    def jobs(self) -> Jobs:
        """The jobs of the session."""
        return self.session.jobs

    @property
    def window(self) -> MainWindow:
        """The whole window."""
        self.complete()
        return self.front

    def _last_backup(self, document_id: UUID) -> dt.datetime | None:
        """When the last backup of a document was made; None where there is none."""
        kept = () if self._session is None else self._session.desk.keeper.backups.of(document_id)
        return next((backup.made for backup in kept), None)

    def show(self) -> None:
        """Put the window on the screen: its empty page at once, the rest behind it."""
        self.front.show()

    def end(self) -> None:
        """Let go of the window and all that belongs to it."""
        for translator in self._translators:
            self.app.removeTranslator(translator)
        jobs = self.jobs
        self.window.deleteLater()
        self.session.deleteLater()
        jobs.deleteLater()

    @Slot(object)
    def _settings_changed(self, settings: Settings) -> None:
        changed = preferences.changed(self.settings, settings)
        self.settings = settings
        preferences.save(self.store, settings)
        if "theme" in changed:
            theme.apply(self.app, settings.theme)
        if "language" in changed:
            self._speak(settings)

    def _speak(self, settings: Settings) -> None:
        """Qt's own buttons and number formats in the language chosen."""
        from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

        from leaddesk.ui.qt_words import QtWords

        code = settings.language_code()
        QLocale.setDefault(QLocale(QLocale.Language.French if code == "fr" else QLocale.Language.English))
        for translator in self._translators:
            self.app.removeTranslator(translator)
        catalogue = QTranslator(self.app)
        catalogue.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._translators = [QtWords(language(code), self.app), catalogue]
        for translator in self._translators:
            self.app.installTranslator(translator)


def data_folder() -> Path:
    """Where documents without a name, logs and the mark of a run live on this system."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))


def load_libraries(words: Language, day: dt.date, task: Task) -> None:
    """Load on a thread what the first file needs, while the user looks for it: the window would stand still else."""
    from importlib import import_module

    from PySide6 import QtWidgets

    from leaddesk.ingest.exports import product_of
    from leaddesk.ingest.headers import known_words

    for name in FOR_THE_FIRST_FILE:
        task.check()
        import_module(name)
    known_words()
    product_of(())  # all the names that headers have, compared as they will be
    words.month(day)
    words.number(0)  # Babel's data of the language
    for name in dir(QtWidgets):  # PySide makes a class when it is first named, and all of them to know a viewport
        task.check()
        getattr(QtWidgets, name)


def main(argv: Sequence[str], *, hang_after: float | None = None) -> int:
    """Show the window and run until it is closed.

    *argv*: files to open, or ``demo`` for the sample; ``--picture FILE`` draws the window into a PNG and ends.
    *hang_after*: how many seconds the window may stand still before that is logged; as many as usual when not given.
    """
    QApplication.setApplicationName("LeadDesk")
    QApplication.setOrganizationName("LeadDesk")
    QApplication.setDesktopFileName("leaddesk")
    crash = CrashHandling(data_folder(), hang_after=hang_after)
    crash.begin()  # before the application is made: that may already break down
    try:
        code = _run(argv, crash)
    except Exception as error:
        crash.broken(error)
        raise
    crash.end()
    return code


def _run(argv: Sequence[str], crash: CrashHandling) -> int:
    options = _arguments(argv) if argv else None
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a Qt application without windows is running already")
    app.aboutToQuit.connect(crash.end)  # where the session of the system ends, nothing more may come
    program = Program(app, preferences.user_store(), crash=crash)
    program.show()
    if options is None:
        return app.exec()
    if options.demo:
        program.session.open_sample(language(program.settings.language_code()))
    elif options.files:
        program.window.open_paths([Path(name) for name in options.files])
    if options.picture is not None:
        return _draw(program, options.picture)
    return app.exec()


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    import argparse

    parser = argparse.ArgumentParser(prog="leaddesk", add_help=False)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--picture", type=Path)
    options, _ = parser.parse_known_args(list(argv))
    options.demo = options.files[:1] == ["demo"]
    return options


def _draw(program: Program, path: Path) -> int:
    """Wait until everything is on the window, draw it and end."""
    settle(program)
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = program.window.grab().save(str(path))
    program.window.close()
    return 0 if drawn else 1


def settle(program: Program, seconds: float = 60.0) -> None:
    """Run the event loop until no job is left and the window had time to draw."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    quiet = QTimer()
    deadline = QTimer()
    watcher = _Watcher(program.jobs, loop)
    quiet.timeout.connect(watcher.look)
    quiet.start(50)
    deadline.setSingleShot(True)
    deadline.timeout.connect(loop.quit)
    deadline.start(int(seconds * 1000))
    loop.exec()
    quiet.stop()
    deadline.stop()


class _Watcher:
    """Ends a loop once the jobs were idle several times in a row."""

    def __init__(self, jobs: Jobs, loop: QEventLoop) -> None:
        self._jobs, self._loop = jobs, loop
        self._idle = 0

    def look(self) -> None:
        self._idle = self._idle + 1 if self._jobs.is_idle() else 0
        if self._idle >= 4:
            self._loop.quit()
