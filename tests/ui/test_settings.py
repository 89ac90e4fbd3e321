from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings

from leaddesk.ui import settings
from leaddesk.ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def _store(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


def test_what_is_saved_comes_back_in_a_new_process(tmp_path: Path) -> None:
    saved = Settings(
        language="fr",
        theme="dark",
        recent_files=("/données/prospects été.xlsx", "C:\\coûts, 2025.csv"),
        geometry=b"\x00\x01\xff",
        window_state=b"state",
        open_folder="/a b/c",
        save_folder="/s",
        export_folder="/e",
    )
    settings.save(_store(tmp_path / "x.ini"), saved)
    assert settings.load(_store(tmp_path / "x.ini")) == saved


def test_one_recent_file_and_none_survive(tmp_path: Path) -> None:
    store = _store(tmp_path / "x.ini")
    settings.save(store, Settings(recent_files=("a", "b", "c")))
    settings.save(store, Settings(recent_files=("only, one",)))
    assert settings.load(_store(tmp_path / "x.ini")).recent_files == ("only, one",)
    settings.save(store, Settings())
    assert settings.load(_store(tmp_path / "x.ini")) == Settings()


def test_garbage_in_the_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "x.ini"
    path.write_text(
        "[General]\nlanguage=de\ntheme=purple\n[recent]\nsize=2\n1\\path=a\n2\\path=\n[window]\ngeometry=12\n"
    )
    assert settings.load(_store(path)) == Settings(recent_files=("a",))


def test_recent_files_are_ten_without_doubles_newest_first() -> None:
    known = Settings()
    for number in range(12):
        known = known.with_recent(f"{number}.xlsx")
    known = known.with_recent("5.xlsx")
    assert known.recent_files == tuple(f"{n}.xlsx" for n in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2))
    assert known.without_recent("5.xlsx").recent_files[0] == "11.xlsx"


@pytest.mark.parametrize(
    ("chosen", "system", "shown"),
    [
        ("", ["fr-FR", "en-US"], "fr"),
        ("", ["fr_CA"], "fr"),
        ("", ["en-US", "fr-FR"], "en"),
        ("", ["frr-DE"], "en"),
        ("", [], "en"),
        ("en", ["fr-FR"], "en"),
        ("fr", ["en-GB"], "fr"),
    ],
)
def test_language_follows_the_choice_then_the_system(
    chosen: settings.LanguageChoice, system: list[str], shown: str
) -> None:
    assert Settings(language=chosen).language_code(system) == shown


def test_changed_names_what_differs() -> None:
    assert settings.changed(Settings(), replace(Settings(), theme="dark", language="fr")) == {"theme", "language"}
    assert settings.changed(Settings(), Settings()) == frozenset()


def test_user_store_is_an_ini_file() -> None:
    store = settings.user_store()
    assert store.format() == QSettings.Format.IniFormat
    assert store.fileName().endswith("LeadDesk.ini")
