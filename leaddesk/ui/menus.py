"""The menu bar: built from MENUS, with the submenus of recent files, tabs, languages and themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from leaddesk.text import LANGUAGE_NAMES, LANGUAGES, Message, msg
from leaddesk.ui.commands import MENUS
from leaddesk.ui.icons import icon
from leaddesk.ui.tabs import TABS

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.text import Language
    from leaddesk.ui.last_work import Unnamed
    from leaddesk.ui.settings import Settings

THEMES: Final[dict[str, Message]] = {"system": msg("As the system"), "light": msg("Light"), "dark": msg("Dark")}
TITLES: Final[dict[str, Message]] = {
    "recent": msg("Open recent"),
    "tabs": msg("Tabs"),
    "language": msg("Language"),
    "theme": msg("Theme"),
}


class Menus(QObject):
    """Fills the menu bar of a window, and tells what was chosen in its submenus."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    recent_chosen = Signal(str)
    tab_chosen = Signal(int)

    def __init__(
        self,
        window: QMainWindow,
        actions: dict[str, QAction],
        settings: Settings,
        language: Language,
        unnamed: Callable[[], tuple[Unnamed, ...]] = tuple,
    ) -> None:
        """*unnamed*: gives the work without a name that the recent files go on with."""
        super().__init__(window)
        self._unnamed = unnamed
        self._window, self._language = window, language
        self._recent = settings.recent_files
        self.submenus = {name: QMenu(window) for name in TITLES}
        self.menus: list[QMenu] = []
        for _, entries in MENUS:
            self._add_menu(entries, actions)
        self._add_choices("language", {code: LANGUAGE_NAMES[code] for code in LANGUAGES}, language.code)
        self._add_choices("theme", dict.fromkeys(THEMES, ""), settings.theme)
        for index, spec in enumerate(TABS):
            action = QAction(icon(spec.icon), "", window)
            action.setData(index)
            action.setShortcut(f"Ctrl+{index + 1}")
            self.submenus["tabs"].addAction(action)
        self.submenus["recent"].aboutToShow.connect(self._fill_recent)
        self.submenus["recent"].triggered.connect(self._choose_recent)
        self.submenus["tabs"].triggered.connect(self._choose_tab)
        self.submenus["language"].triggered.connect(self._choose_language)
        self.submenus["theme"].triggered.connect(self._choose_theme)

    def _add_menu(self, entries: tuple[str, ...], actions: dict[str, QAction]) -> None:
        menu = self._window.menuBar().addMenu("")
        self.menus.append(menu)
        for name in entries:
            if not name:
                menu.addSeparator()
            elif name in self.submenus:
                menu.addMenu(self.submenus[name])
            else:
                menu.addAction(actions[name])

    def _add_choices(self, name: str, values: dict[str, str], chosen: str) -> None:
        group = QActionGroup(self)
        for value, words in values.items():
            action = QAction(words, self._window)
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            group.addAction(action)
            self.submenus[name].addAction(action)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        for menu, (title, _) in zip(self.menus, MENUS, strict=True):
            menu.setTitle(language.text(title))
        for name, title in TITLES.items():
            self.submenus[name].setTitle(language.text(title))
        for action, label in zip(self.submenus["theme"].actions(), THEMES.values(), strict=True):
            action.setText(language.text(label))
        for action, spec in zip(self.submenus["tabs"].actions(), TABS, strict=True):
            action.setText(language.text(spec.title))

    def show_recent(self, files: tuple[str, ...]) -> None:
        """The files to offer as recent ones."""
        self._recent = files

    @Slot()
    def _fill_recent(self) -> None:
        menu = self.submenus["recent"]
        menu.clear()
        for path in self._recent:
            action = menu.addAction(Path(path).name.replace("&", "&&"))
            action.setData(path)
        unnamed = self._unnamed()
        if unnamed and self._recent:
            menu.addSeparator()
        for work in unnamed:
            action = menu.addAction(self._language.text(work.label).replace("&", "&&"))
            action.setData(str(work.path))
        if not self._recent and not unnamed:
            menu.addAction(self._language.text(msg("No file was opened yet"))).setEnabled(False)

    @Slot(QAction)
    def _choose_recent(self, action: QAction) -> None:
        if action.data():
            self.recent_chosen.emit(action.data())

    @Slot(QAction)
    def _choose_tab(self, action: QAction) -> None:
        self.tab_chosen.emit(action.data())

    @Slot(QAction)
    def _choose_language(self, action: QAction) -> None:
        self.language_chosen.emit(action.data())

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())
