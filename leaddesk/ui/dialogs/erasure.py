"""What erasing a person takes away, what stays, and what it does not reach; asked once more before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.erasing import ELSEWHERE
from leaddesk.ui.history_words import column_title
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font
from leaddesk.ui.widgets.lead_facts import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.person import Trace
    from leaddesk.text import Language
    from leaddesk.ui.erasing import Found


class ErasureDialog(QDialog):
    """Accepted: erase. :attr:`backups` says whether from the backups too."""

    def __init__(self, found: Found, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        words = language.text
        name = called(found.name)
        self.setWindowTitle(words(msg("Erase a person")))
        self.heading, self.list = QLabel(words(name)), QTreeWidget()
        self.heading.setFont(font(HEADING, bold=True))
        self.notes = [QLabel(words(note)) for note in notes(found)]
        for label in (self.heading, *self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.list.setHeaderLabels([words(title) for title in (msg("What"), msg("Is erased"))])
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.list.setStyleSheet("QTreeWidget::item { padding: 3px 6px 3px 2px; }")
        self.list.setAccessibleName(words(msg("What is erased")))
        for trace in found.traces:
            self._add(place(trace), trace.gone)
        if found.typed:
            self._add(msg("written in LeadDesk"), [(words(column_title(column)), text) for column, text in found.typed])
        self.list.resizeColumnToContents(0)
        self.backups, self.sure = QCheckBox(), QCheckBox()
        self.backups.setText(
            words(
                msgn(
                    "In the {count} backup of this document too: restored, it would bring the person back",
                    "In the {count} backups of this document too: restored, they would bring the person back",
                    found.backups,
                )
            )
        )
        self.backups.setChecked(True)
        self.backups.setVisible(found.backups > 0)
        self.sure.setText(words(msg("I know that this cannot be undone")))
        self.erase, self.cancel = QPushButton(words(msg("Erase"))), QPushButton(words(msg("Cancel")))
        self.erase.setEnabled(False)
        self.erase.setAutoDefault(False)
        self.cancel.setDefault(True)
        self._lay_out()
        self.sure.toggled.connect(self.erase.setEnabled)
        self.erase.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.resize(760, 600)
        self.cancel.setFocus()

    def _add(self, where: Message, cells: Iterable[tuple[str, str]]) -> None:
        """Where cells stand, and below it each with its title and what it holds."""
        row = QTreeWidgetItem([self._language.text(where), ""])
        self.list.addTopLevelItem(row)
        row.setFirstColumnSpanned(True)
        for title, text in cells:
            item = QTreeWidgetItem([title, " ".join(text.split())])
            item.setToolTip(1, text)
            row.addChild(item)
        row.setExpanded(True)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.erase)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.list, 1)
        for widget in (*self.notes, self.backups, self.sure):
            layout.addWidget(widget)
        layout.addLayout(foot)

    @Slot()
    def accept(self) -> None:
        """Only when it was said that it cannot be undone."""
        if self.sure.isChecked():
            super().accept()


def place(trace: Trace) -> Message:
    """The row of a file, as the user finds it."""
    if not trace.file:
        return msg("noted by hand or pasted")
    if not trace.sheet or trace.sheet == trace.file:
        return msg("{file}, line {line}", file=trace.file, line=trace.line)
    return msg("{file}, sheet “{sheet}”, line {line}", file=trace.file, sheet=trace.sheet, line=trace.line)


def notes(found: Found) -> list[Message]:
    """What is to be known before, a paragraph each."""
    lines = [
        msg(
            "These are the rows of the lead in every list, what names it by its number, and all rows with the same "
            "e-mail or mobile number."
        )
    ]
    if found.steps:
        lines.append(
            msgn(
                "{count} entry of the history about the person loses its words; undoing it does not bring them back.",
                "{count} entries of the history about the person lose their words; undoing them brings nothing back.",
                found.steps,
            )
        )
    lines.append(
        msg(
            "The lead goes on to count, without a name: dates, stage, channel, amounts and consent stay, so that the "
            "figures stay right."
        )
    )
    return [*lines, ELSEWHERE]
