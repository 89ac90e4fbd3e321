"""Templates to be filled, saved where the user says, in a job."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from leaddesk.text import msg, msgn
from leaddesk.ui import asking
from leaddesk.ui.notices import Notice, Tone, failed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.schema import Table
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Failure, Task
    from leaddesk.ui.session import Session


class Templates(QObject):
    """Asks where to write templates, writes them in a job and tells the window."""

    told = Signal(object)
    """What became of it: the Notice that the window gets too."""

    def __init__(self, parent: QWidget, session: Session, language: Language) -> None:
        super().__init__(session)
        self._parent, self._session, self._language = parent, session, language

    @Slot(str)
    def show(self, table: str) -> None:
        """Show the dialog, at first that table."""
        asking.templates(self._parent, self._session, self._language, table)

    @Slot(object)
    def ask(self, tables: tuple[Table, ...]) -> None:
        """Ask for a place for one template, for a folder for several, and write."""
        from leaddesk.export.template import file_name

        words = self._language.text
        if len(tables) > 1:
            chosen = QFileDialog.getExistingDirectory(
                self._parent, words(msg("Save the templates")), asking.documents()
            )
            if chosen:
                names = [Path(chosen) / file_name(table, self._language) for table in tables]
                self._write([(table, _free(path)) for table, path in zip(tables, names, strict=True)])
            return
        name, kind = file_name(tables[0], self._language), words(msg("Excel workbooks"))
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, words(msg("Save the template")), str(Path(asking.documents()) / name), f"{kind} (*.xlsx)"
        )
        if chosen:
            path = Path(chosen)
            self._write([(tables[0], path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx"))])

    def _write(self, places: list[tuple[Table, Path]]) -> None:
        work = partial(_written, places, self._language)
        job = self._session.jobs.io.start("templates", work, msg("Writing the templates…"))
        job.succeeded.connect(self._tell)
        job.failed.connect(self._failed)

    @Slot(object)
    def _tell(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            text, place = msg("The template is written: {file}", file=paths[0].name), paths[0]
        else:
            place = paths[0].parent
            text = msgn(
                "{count} template is written: {folder}", "{count} templates are written: {folder}",
                len(paths), folder=place.name or str(place),
            )  # fmt: skip
        hint = msg("Fill it in, save it, then open it here.")
        self._say(Notice(Tone.SUCCESS, text, hint, path=place))

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        self._say(failed(failure))

    def _say(self, notice: Notice) -> None:
        self.told.emit(notice)
        self._session.noticed.emit(notice)


def _written(places: list[tuple[Table, Path]], words: Language, task: Task) -> list[Path]:
    from leaddesk.export.template import write_template

    paths = []
    for table, path in places:
        task.check()
        paths.append(write_template(table, path, words))
    return paths


def _free(path: Path) -> Path:
    """The path, or one beside it that no file has: what was filled in before is not written over."""
    if not path.exists():
        return path
    numbered = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return next(one for one in numbered if not one.exists())
