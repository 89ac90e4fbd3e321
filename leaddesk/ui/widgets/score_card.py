"""The score of a lead and how it came about, criterion by criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leaddesk.model.criteria import CRITERIA
from leaddesk.text import NO_VALUE, msg
from leaddesk.ui.theme import FIGURE, GAP, HEADING, SMALL, font, plain_tooltip
from leaddesk.ui.widgets.figure_label import FigureLabel

if TYPE_CHECKING:
    from leaddesk.text import Language
    from leaddesk.ui.widgets.lead_facts import LeadScore


class ScoreCard(QWidget):
    """The total, the part of each facet, then the points that each known criterion adds; they sum to the total."""

    asked = Signal(object, QRect)
    """What is behind the score, and where the number is that was pressed (global coordinates)."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._score: LeadScore | None = None
        self.total, self.grade, self.facets = FigureLabel("score"), QLabel(), FigureLabel("facets")
        self.unknown = QLabel()
        self.reasons = [(FigureLabel("points"), QLabel()) for _ in CRITERIA]
        for label in (
            self.total,
            self.grade,
            self.facets,
            self.unknown,
            *(one for pair in self.reasons for one in pair),
        ):
            label.setTextFormat(Qt.TextFormat.PlainText)
        parts = (self.facets, *(points for points, _words in self.reasons))
        for label in (self.total, *parts):
            label.asked.connect(self.asked)
        for label in parts:  # the keyboard has the total, behind which the parts stand
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for label in (self.facets, self.unknown):
            label.setWordWrap(True)
            label.setProperty("tone", "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.total)
        head.addWidget(self.grade)
        head.addWidget(self.facets, 1)
        rows = QGridLayout()
        rows.setHorizontalSpacing(GAP)
        rows.setVerticalSpacing(2)
        rows.setColumnStretch(1, 1)
        for row, (points, words) in enumerate(self.reasons):
            points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            rows.addWidget(points, row, 0)
            rows.addWidget(words, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addLayout(rows)
        layout.addWidget(self.unknown)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        if self._score is not None:
            self.show_score(self._score)

    def show_score(self, score: LeadScore) -> None:
        """Show the score of a lead."""
        self._score = score
        language, words = self._language, self._language.text
        self.total.setFont(font(FIGURE, bold=True))
        self.grade.setFont(font(HEADING, bold=True))
        self.total.setText(NO_VALUE if score.total is None else language.number(score.total, 0))
        self.grade.setText(score.grade or "")
        self.grade.setVisible(score.grade is not None)
        parts = [
            words(msg("{facet} {score}", facet=facet, score=NO_VALUE if part is None else language.number(part, 0)))
            for facet, part in score.facets
        ]
        lines = [" · ".join(parts)] + ([words(score.absent)] if score.absent is not None else [])
        self.facets.setFont(font(SMALL))
        self.facets.setText("\n".join(lines))
        self._show_reasons(score)

    def _show_reasons(self, score: LeadScore) -> None:
        language, words = self._language, self._language.text
        known = sorted((reason for reason in score.reasons if reason.known), key=lambda reason: -reason.adds)
        for place, (points, text) in enumerate(self.reasons):
            shown = place < len(known)
            points.setVisible(shown)
            text.setVisible(shown)
            if shown:
                reason = known[place]
                points.setText(words(msg("+{points}", points=reason.adds)))
                points.setProperty("tone", "good" if reason.adds else "muted")
                points.style().unpolish(points)
                points.style().polish(points)
                text.setText(words(msg("{criterion}: {rule}", criterion=reason.label, rule=reason.rule)))
                earned = msg("{points} of {most} points", points=language.number(reason.points), most=reason.max)
                text.setToolTip(plain_tooltip(words(earned)))
        missing = [words(reason.label) for reason in score.reasons if not reason.known]
        self.unknown.setVisible(bool(missing))
        self.unknown.setFont(font(SMALL))
        self.unknown.setText(words(msg("Not known, so not counted: {criteria}.", criteria=", ".join(missing))))
