"""Qt's own dialogs speak the language chosen, also where Qt's catalogue has a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from leaddesk.text import language
from leaddesk.ui.qt_words import LACKING, QtWords

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_gaps_are_filled_and_the_catalogue_keeps_the_rest(qapp: QApplication) -> None:
    words = language("fr")
    catalogue = QTranslator()
    assert catalogue.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    ours = QtWords(words)
    for translator in (ours, catalogue):
        qapp.installTranslator(translator)
    try:
        for (context, source), message in LACKING.items():
            assert QCoreApplication.translate(context, source) == words.text(message)
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annuler"
        assert QCoreApplication.translate("QFileDialog", "no such words") == "no such words"
        assert QCoreApplication.translate("Elsewhere", "Folder") == "Folder"
    finally:
        for translator in (ours, catalogue):
            qapp.removeTranslator(translator)
