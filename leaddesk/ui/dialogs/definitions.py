"""What the figures mean, and the rules that hold for all of them: by family, or searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.kpis import BY_ID, FAMILIES
from leaddesk.model.rules import RULES
from leaddesk.text import msg, msgc, msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.definition import Definition, RuleCard, plain_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from leaddesk.text import Language

_FAMILIES_WIDTH: Final = 240


class DefinitionsDialog(QDialog):
    """The families on the left, the last of them the rules; on the right the KPIs of the chosen one, or all that hold
    the words of the search line.
    """

    template_requested = Signal(str)
    """A table whose template is wanted, as KPIs wait for it."""

    def __init__(
        self, language: Language, parent: QWidget | None = None, opened: Collection[str] | None = None
    ) -> None:
        """*opened*: the tables that are there; None when that is not known, and no KPI is said to wait."""
        super().__init__(parent)
        words = language.text
        self._language = language
        self.setWindowTitle(words(msg("What the figures mean")))
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText(words(msg("Search a figure or a rule")))
        self.search.setAccessibleName(words(msg("Search a figure or a rule")))
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.families = QListWidget()
        self.families.setAccessibleName(words(msg("Families of figures")))
        self.families.setFixedWidth(_FAMILIES_WIDTH)
        self.families.setSpacing(2)
        self.families.addItem(words(msg("All figures")))
        self.entries: list[Definition] = []
        self._family: dict[Definition | RuleCard, int] = {}
        for row, (name, kpis) in enumerate(FAMILIES, start=1):
            self.families.addItem(words(name))
            for kpi in kpis:
                entry = Definition(kpi, language, opened)
                entry.neighbour_chosen.connect(self.show_kpi)
                entry.template_requested.connect(self.template_requested)
                self.entries.append(entry)
                self._family[entry] = row
        self.families.addItem(words(msgc("help", "Rules")))
        self.rules = [RuleCard(rule, language) for rule in RULES]
        self._family.update(dict.fromkeys(self.rules, self.families.count() - 1))
        self._lay_out()
        self.search.textChanged.connect(self.narrow)
        self.families.currentRowChanged.connect(self._choose)
        self.families.setCurrentRow(0)
        self.search.setFocus()

    def _lay_out(self) -> None:
        words = self._language.text
        page = QWidget()
        self._cards = column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for entry in self._family:
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
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.families)
        row.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.search)
        layout.addLayout(row, 1)
        layout.addLayout(foot)
        self.resize(940, 620)

    @Slot(str)
    def narrow(self, text: str) -> None:
        """Show only what holds every word of *text*, of whatever family; without a word the chosen family."""
        wanted = plain_words(text).split()
        if wanted and self.families.currentRow() != 0:
            self.families.blockSignals(True)
            self.families.setCurrentRow(0)
            self.families.blockSignals(False)
        family = self.families.currentRow()
        rules = self.families.count() - 1
        for entry, own in self._family.items():
            if wanted:
                entry.setVisible(all(word in entry.words for word in wanted))
            else:
                entry.setVisible(own == family or (family == 0 and own != rules))
        self._tell_count()
        self.area.verticalScrollBar().setValue(0)

    def _tell_count(self) -> None:
        figures = sum(not entry.isHidden() for entry in self.entries)
        rules = sum(not rule.isHidden() for rule in self.rules)
        parts = [msgn("{count} figure", "{count} figures", figures)] if figures or not rules else []
        if rules:
            parts.append(msgn("{count} rule", "{count} rules", rules))
        self.count.setText(" · ".join(map(self._language.text, parts)))

    @Slot(int)
    def _choose(self, _row: int) -> None:
        if self.search.text():
            self.search.clear()  # narrows anew
        else:
            self.narrow("")

    @Slot(str)
    def show_kpi(self, key: str) -> None:
        """Go to one KPI, among those of its family."""
        entry = self.entries[list(BY_ID).index(key)]
        if self.families.currentRow() == self._family[entry]:
            self._choose(0)
        else:
            self.families.setCurrentRow(self._family[entry])
        self._cards.activate()
        self.area.ensureWidgetVisible(entry)
        entry.setFocus(Qt.FocusReason.OtherFocusReason)
