"""What the program remembers between two starts: language, theme, recent files, the window's place, last folders."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, get_args

from PySide6.QtCore import QByteArray, QLocale, QSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

LanguageChoice: TypeAlias = Literal["", "fr", "en"]
"""``""`` follows the system."""
ThemeChoice: TypeAlias = Literal["system", "light", "dark"]

MAX_RECENT: Final = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's preferences. Immutable: change with ``dataclasses.replace`` and :func:`save`."""

    language: LanguageChoice = ""
    theme: ThemeChoice = "system"
    recent_files: tuple[str, ...] = ()
    geometry: bytes = b""
    window_state: bytes = b""
    open_folder: str = ""
    save_folder: str = ""
    export_folder: str = ""

    def with_recent(self, path: str) -> Settings:
        """These settings with *path* as the most recent file: no doubles, ten at most."""
        others = [known for known in self.recent_files if known != path]
        return replace(self, recent_files=(path, *others)[:MAX_RECENT])

    def without_recent(self, path: str) -> Settings:
        """These settings without *path* among the recent files (it was deleted or moved)."""
        return replace(self, recent_files=tuple(known for known in self.recent_files if known != path))

    def language_code(self, system_languages: Iterable[str] | None = None) -> Literal["fr", "en"]:
        """The language to show: the chosen one, else French when the system is in French, else English.

        *system_languages* are the system's languages in order of preference (``fr-FR``); Qt's when not given.
        """
        if self.language:
            return self.language
        names = QLocale.system().uiLanguages() if system_languages is None else list(system_languages)
        first = names[0].replace("_", "-").split("-")[0].lower() if names else ""
        return "fr" if first == "fr" else "en"


def user_store() -> QSettings:
    """The file where this user's preferences live (INI, on every system)."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "LeadDesk", "LeadDesk")


def load(store: QSettings) -> Settings:
    """The settings in *store*; whatever is missing or unreadable there has its default."""
    return Settings(
        language=cast("LanguageChoice", _choice(store, "language", get_args(LanguageChoice), "")),
        theme=cast("ThemeChoice", _choice(store, "theme", get_args(ThemeChoice), "system")),
        recent_files=_recent(store),
        geometry=_bytes(store, "window/geometry"),
        window_state=_bytes(store, "window/state"),
        open_folder=_text(store, "folders/open"),
        save_folder=_text(store, "folders/save"),
        export_folder=_text(store, "folders/export"),
    )


def save(store: QSettings, settings: Settings) -> None:
    """Write *settings* to *store* and to its file."""
    store.setValue("language", settings.language)
    store.setValue("theme", settings.theme)
    store.remove("recent")
    store.beginWriteArray("recent", len(settings.recent_files))
    for index, path in enumerate(settings.recent_files):
        store.setArrayIndex(index)
        store.setValue("path", path)
    store.endArray()
    store.setValue("window/geometry", QByteArray(settings.geometry))
    store.setValue("window/state", QByteArray(settings.window_state))
    store.setValue("folders/open", settings.open_folder)
    store.setValue("folders/save", settings.save_folder)
    store.setValue("folders/export", settings.export_folder)
    store.sync()


def changed(before: Settings, after: Settings) -> frozenset[str]:
    """The names of the preferences in which two settings differ."""
    return frozenset(f.name for f in fields(Settings) if getattr(before, f.name) != getattr(after, f.name))


def _text(store: QSettings, key: str) -> str:
    return str(store.value(key, "", type=str))


def _choice(store: QSettings, key: str, allowed: tuple[str, ...], default: str) -> str:
    value = _text(store, key)
    return value if value in allowed else default


def _bytes(store: QSettings, key: str) -> bytes:
    value = store.value(key, QByteArray(), type=QByteArray)
    return bytes(value.data()) if isinstance(value, QByteArray) else b""


def _recent(store: QSettings) -> tuple[str, ...]:
    paths: list[str] = []
    for index in range(store.beginReadArray("recent")):
        store.setArrayIndex(index)
        path = str(store.value("path", "", type=str))
        if path and path not in paths:
            paths.append(path)
    store.endArray()
    return tuple(paths[:MAX_RECENT])
