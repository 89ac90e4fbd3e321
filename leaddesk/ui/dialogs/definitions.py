"""What the figures mean: every KPI with its definition, its formula in words and what it is not."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.kpi import Better
from leaddesk.model.kpis import KPIS
from leaddesk.model.measure import Unit
from leaddesk.text import Message, msg, msgc, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, HEADING, MARGIN, font

if TYPE_CHECKING:
    from leaddesk.model.kpi import Kpi
    from leaddesk.text import Language

UNITS: Final[dict[Unit, Message]] = {
    Unit.COUNT: msg("a number"),
    Unit.PERCENT: msg("a percentage"),
    Unit.MONEY: msg("money, VAT excluded"),
    Unit.DAYS: msg("days"),
    Unit.HOURS: msg("opening hours"),
    Unit.TIMES: msg("a factor (×)"),
    Unit.MONTHS: msg("months"),
    Unit.MINUTES: msg("minutes"),
    Unit.NUMBER: msg("a number with a decimal"),
}
DIRECTIONS: Final[dict[Better, Message]] = {
    Better.UP: msg("more is better"),
    Better.DOWN: msg("less is better"),
    Better.NEITHER: msg("neither more nor less is better in itself"),
}


class DefinitionsDialog(QDialog):
    """A list of all KPIs, narrowed by a search line."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = language.text
        self._language = language
        self.setWindowTitle(words(msg("What the figures mean")))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText(words(msg("Search a figure")))
        self.search.setAccessibleName(words(msg("Search a figure")))
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.entries = [_Entry(kpi, language) for kpi in KPIS]
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for entry in self.entries:
            column.addWidget(entry)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(words(msg("What the figures mean")))
        close = QPushButton(words(msg("Close")))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.search)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)
        self.search.textChanged.connect(self.narrow)
        self.resize(720, 560)
        self.narrow("")

    @Slot(str)
    def narrow(self, text: str) -> None:
        """Show only the KPIs that hold every word of *text*."""
        wanted = _plain(text).split()
        for entry in self.entries:
            entry.setVisible(all(word in entry.words for word in wanted))
        count = sum(not entry.isHidden() for entry in self.entries)
        self.count.setText(self._language.text(msgn("{count} figure", "{count} figures", count)))


class _Entry(QFrame):
    """One KPI."""

    def __init__(self, kpi: Kpi, language: Language) -> None:
        super().__init__()
        words = language.text
        self.setProperty("card", True)
        title = words(kpi.label)
        if kpi.variant is not None:
            title = words(msgc("figure", "{label} ({variant})", label=kpi.label, variant=kpi.variant))
        lines = [
            (title, "title"),
            (words(kpi.definition), ""),
            (words(msg("Formula: {formula}", formula=kpi.formula)), ""),
            (words(msg("In {unit}; {direction}.", unit=UNITS[kpi.unit], direction=DIRECTIONS[kpi.better])), "muted"),
        ]
        if kpi.warning is not None:
            lines.append((words(kpi.warning), "warning"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        layout.setSpacing(GAP // 2)
        for text, tone in lines:
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if tone == "title":
                label.setFont(font(HEADING, bold=True))
            elif tone:
                label.setProperty("tone", tone)
            layout.addWidget(label)
        self.words = _plain(" ".join(text for text, _ in lines))
        self.setAccessibleName(title)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark))
