"""One KPI as it is defined, with what it is taken for and what it waits for; one rule of the figures."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from leaddesk.model.kpi import Better
from leaddesk.model.kpis import neighbours
from leaddesk.model.lacking import lacking_table
from leaddesk.model.measure import Unit
from leaddesk.text import Message, msg, msgc
from leaddesk.ui.icons import icon
from leaddesk.ui.theme import GAP, HEADING, font

if TYPE_CHECKING:
    from collections.abc import Collection

    from leaddesk.model.kpi import Kpi
    from leaddesk.model.rules import Rule
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


class _Card(QFrame):
    """Lines of words below a title; ``words`` is what a search looks through."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        """*lines*: each with its tone."""
        super().__init__()
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        self.column.setSpacing(GAP // 2)
        for text, tone in lines:
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if tone == "title":
                label.setFont(font(HEADING, bold=True))
            elif tone:
                label.setProperty("tone", tone)
            self.column.addWidget(label)
        self.words = plain_words(" ".join(text for text, _ in lines))
        self.setAccessibleName(lines[0][0])


class Definition(_Card):
    """One KPI."""

    neighbour_chosen = Signal(str)
    """The id of a KPI that this one is taken for."""
    template_requested = Signal(str)
    """The table that this one waits for."""

    def __init__(self, kpi: Kpi, language: Language, opened: Collection[str] | None = None) -> None:
        """*opened*: the tables that are there, None when that is not known."""
        words = language.text
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
        self._lacking = "" if opened is None else next((one for one in kpi.tables if one not in opened), "")
        if self._lacking:
            lines.append((words(lacking_table(self._lacking)), "muted"))
        super().__init__(lines)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.template: QPushButton | None = None
        if self._lacking:
            self.template = QPushButton(icon("table"), words(msg("Template to fill…")))
            self.template.setAutoDefault(False)
            self.template.clicked.connect(self._ask_template)
            self.column.addWidget(self.template, 0, Qt.AlignmentFlag.AlignLeft)
        self.neighbours: QLabel | None = None
        others = neighbours(kpi)
        if others:
            not_same = escape(words(msg("Not the same as:")))
            links = " · ".join(f'<a href="{other.id}">{escape(words(other.label))}</a>' for other in others)
            self.neighbours = QLabel(f"{not_same} {links}")
            self.neighbours.setTextFormat(Qt.TextFormat.RichText)  # words of our own, escaped
            self.neighbours.setWordWrap(True)
            self.neighbours.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            self.neighbours.linkActivated.connect(self.neighbour_chosen)
            self.column.addWidget(self.neighbours)

    @Slot()
    def _ask_template(self) -> None:
        self.template_requested.emit(self._lacking)


class RuleCard(_Card):
    """One rule."""

    def __init__(self, rule: Rule, language: Language) -> None:
        super().__init__([(language.text(rule.title), "title"), (language.text(rule.text), "")])


def plain_words(text: str) -> str:
    """A text without case and accents, as it is searched."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark))
