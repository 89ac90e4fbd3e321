"""Pictures of every tab and dialog on the sample: ``python -m tests.screenshots [--fast]``.

All of them go to build/screenshots; the light ones of 1366×768 also to docs/screenshots, which is committed.
``--fast`` makes only those.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from leaddesk import resources
from leaddesk.app import Program, settle
from leaddesk.ui.tabs import TABS
from leaddesk.ui.tabs.funnel import FunnelTab
from leaddesk.ui.widgets.clock_field import ClockField
from tests.copies import proposal
from tests.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build" / "screenshots"
DOCS: Final = ROOT / "docs" / "screenshots"
TODAY: Final = dt.date(2026, 9, 1)
SIZES: Final = ((1366, 768), (1920, 1080))
FILES: Final = {"fr": ("prospects.xlsx", "couts.xlsx"), "en": ("leads.xlsx", "costs.xlsx")}
SMALLEST: Final = 0
"""Qt's measure of a PNG file: 0 is packed as small as it goes, 100 not at all."""


def pictures(program: Program, code: str) -> Iterator[tuple[str, QWidget]]:
    """The window and its dialogs one by one, each ready to be drawn, by name."""
    window: Any = program.window
    session = program.session
    yield "empty", window
    session.open_sample(window.language)
    settle(program)
    window.messages.clear()
    for spec in TABS:
        window.go_to(spec.id)
        settle(program)
        yield spec.id, window
        if spec.id == "funnel":
            button = window.findChild(FunnelTab).compare_button
            button.click()
            settle(program)
            yield "funnel-compared", window
            button.click()
        if spec.id == "timing":
            yield from _views(program)
    for name, dialog in _dialogs(program, code):
        for clock in dialog.findChildren(ClockField):
            if name == "lead":  # proposes the present moment
                clock.setText("09:30")
        dialog.show()
        settle(program)
        yield name, dialog
        dialog.done(0)
        dialog.deleteLater()


def _views(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The tab of time by its other views."""
    from leaddesk.ui.tabs.timing import TimingTab

    (tab,) = program.window.findChildren(TimingTab)
    for button, name in zip(tab.views.buttons[1:], ("timing-months", "timing-stages"), strict=True):
        button.click()
        settle(program)
        yield name, program.window


def _dialogs(program: Program, code: str) -> Iterator[tuple[str, QDialog]]:
    from leaddesk.model.duplicates import find
    from leaddesk.model.terms import SPEND
    from leaddesk.ui.desk import Desk
    from leaddesk.ui.dialogs.about import AboutDialog
    from leaddesk.ui.dialogs.assistant import ImportAssistant
    from leaddesk.ui.dialogs.cards import CardsDialog
    from leaddesk.ui.dialogs.definitions import DefinitionsDialog
    from leaddesk.ui.dialogs.duplicates import DuplicatesDialog
    from leaddesk.ui.dialogs.entry import EntryDialog
    from leaddesk.ui.dialogs.erasure import ErasureDialog
    from leaddesk.ui.dialogs.issues import IssuesDialog
    from leaddesk.ui.dialogs.objectives import ObjectivesDialog
    from leaddesk.ui.dialogs.reconcile import ReconcileDialog
    from leaddesk.ui.dialogs.rows import RowsDialog
    from leaddesk.ui.dialogs.settings import SettingsDialog
    from leaddesk.ui.dialogs.templates import TemplatesDialog
    from leaddesk.ui.erasing import find as find_person

    window, session, language = program.window, program.session, program.window.language
    with tempfile.TemporaryDirectory() as folder:
        desk, copy = proposal(TODAY, Path(folder), code)
        yield "merge", ReconcileDialog(copy, desk, language, window)
        desk.keeper.close()
    with tempfile.TemporaryDirectory() as folder:
        other = Desk(TODAY, Path(folder))
        pending = other.read([resources.path("samples", code, name) for name in FILES[code]], Quiet())
    mapping = ImportAssistant(session, pending, language, window)
    yield "mapping", mapping
    yield "lead", EntryDialog(session, language, "leads", window)
    yield "expense", EntryDialog(session, language, "costs", window)
    yield "issues", IssuesDialog(session.issues, language, window, session.counts)
    yield "duplicates", DuplicatesDialog(session, find(session.state), language, window)
    leads = session.state.dataset["leads"]
    yield "erasure", ErasureDialog(find_person(session.desk, int(leads.rows[0]), Quiet()), language, window)
    costs, spent = session.state.dataset["costs"], session.report.counted(SPEND)
    yield (
        "rows",
        RowsDialog(costs, spent, SPEND.label, session.state.settings.currency, language, window, session.sheet_of),
    )
    yield "objectives", ObjectivesDialog(session, language, window)
    yield "cards", CardsDialog(session, language, window)
    yield "settings", SettingsDialog(session, language, window)
    yield "templates", TemplatesDialog(language, session.state.dataset.frames, "", window)
    yield "definitions", DefinitionsDialog(language, window, session.state.dataset.frames)
    yield "about", AboutDialog(language, window)


def draw(application: QApplication, code: str, theme: str, size: tuple[int, int]) -> None:
    """Every picture of one language, theme and size."""
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        store.setValue("language", code)
        store.setValue("theme", theme)
        program = Program(application, store, Path(folder) / "data")
        program.session.clock_today = TODAY
        program.window.resize(*size)
        program.window.show()
        settle(program)
        for name, widget in pictures(program, code):
            _save(widget.grab().toImage(), f"{code}-{name}", theme, size)
        program.window.close()
        program.end()
        application.processEvents()


def _save(image: QImage, name: str, theme: str, size: tuple[int, int]) -> None:
    path = BUILD / f"{name}-{theme}-{size[0]}.png"
    image.save(str(path))
    if theme == "light" and size == SIZES[0]:
        plain = image.convertToFormat(QImage.Format.Format_RGB888)
        plain.save(str(DOCS / f"{name}.png"), quality=SMALLEST)


def main(arguments: list[str]) -> int:
    """Draw them all, or with ``--fast`` the committed ones only."""
    BUILD.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(DOCS, ignore_errors=True)
    DOCS.mkdir(parents=True)
    application = QApplication(sys.argv[:1])
    fast = "--fast" in arguments
    for code in ("fr", "en"):
        for theme in ("light",) if fast else ("light", "dark"):
            for size in SIZES[:1] if fast else SIZES:
                draw(application, code, theme, size)
                print(code, theme, f"{size[0]}x{size[1]}")
    print(f"{len(list(DOCS.glob('*.png')))} pictures in {DOCS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
