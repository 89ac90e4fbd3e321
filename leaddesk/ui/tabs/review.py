"""The Review tab: what the workbook will say, and the button that writes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leaddesk.model.dimensions import choices
from leaddesk.model.leakaccount import of_leak
from leaddesk.model.period import Period, Preset
from leaddesk.text import LANGUAGE_NAMES, LANGUAGES, Message, msg
from leaddesk.ui import asking
from leaddesk.ui.behind import Behind
from leaddesk.ui.dimension_names import dimension_label, value_name
from leaddesk.ui.icons import icon
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, HEADING, MARGIN, TITLE, font
from leaddesk.ui.widgets.review_preview import ReviewPreview

if TYPE_CHECKING:
    from leaddesk.model.channels import Breakdown
    from leaddesk.model.funnel import Funnel
    from leaddesk.model.kpi import Kpi
    from leaddesk.model.report import KpiFigure, Report
    from leaddesk.text import Language
    from leaddesk.ui.session import Session

PAPER_WIDTH = 820


@dataclass(frozen=True, slots=True)
class Preview:
    """What the preview shows of a report."""

    report: Report
    period: Period
    compare: Period | None
    figures: tuple[KpiFigure, ...]
    funnel: Funnel
    channels: Breakdown
    campaigns: tuple[str | None, ...]
    currency: str
    company: str


class ReviewTab(Tab):
    """Choose a period or a campaign, see the review, export it."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self.folder = str(Path.home())
        self.heading, self.explanation, self.scope = QLabel(), QLabel(), QLabel()
        self.campaign, self.workbook_language = QComboBox(), QComboBox()
        self.campaign_label, self.language_label = QLabel(), QLabel()
        self.personal, self.export_button = QCheckBox(), QPushButton()
        self.personal_note = QLabel()
        self.preview = ReviewPreview(language)
        self.behind = Behind(session, language, self)
        self._shown: Preview | None = None
        self._build()
        self.campaign.activated.connect(self._choose_campaign)
        self.export_button.clicked.connect(self.export)
        self.preview.figure_asked.connect(self._tell)
        self.preview.leak_asked.connect(self._tell_leak)
        self.preview.channel_asked.connect(self._tell_channel)
        self.set_language(language)
        self.workbook_language.setCurrentIndex(LANGUAGES.index(language.code))

    def _build(self) -> None:
        for label in (self.heading, self.explanation, self.scope, self.personal_note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.heading.setFont(font(TITLE, bold=True))
        self.scope.setFont(font(HEADING))
        for label in (self.explanation, self.personal_note):
            label.setProperty("tone", "muted")
        self.export_button.setProperty("primary", True)
        self.export_button.setIcon(icon("file-spreadsheet", "accent_text"))
        for code in LANGUAGES:
            self.workbook_language.addItem(LANGUAGE_NAMES[code], code)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.campaign_label, self.campaign)
        form.addRow(self.language_label, self.workbook_language)
        side = QVBoxLayout()
        side.setSpacing(GAP + 4)
        for label in (self.heading, self.explanation, self.scope):
            side.addWidget(label)
        side.addLayout(form)
        for widget in (self.personal, self.personal_note, self.export_button):
            side.addWidget(widget)
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(310)
        paper = QScrollArea()
        paper.setWidgetResizable(True)
        paper.setFrameShape(QFrame.Shape.NoFrame)
        paper.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.preview.setMaximumWidth(PAPER_WIDTH)
        paper.setWidget(self.preview)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(MARGIN)
        layout.addWidget(holder)
        layout.addWidget(paper, 1)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        words = language.text
        self.heading.setText(words(msg("Operation review")))
        self.explanation.setText(
            words(
                msg(
                    "An Excel workbook with live formulas: your accountant or partner can check every figure. "
                    "It holds the period and filters chosen above."
                )
            )
        )
        self.campaign_label.setText(words(msg("Review of")))
        self.language_label.setText(words(msg("Language of the workbook")))
        self.personal.setText(words(msg("Include names, e-mails and phones")))
        self.personal_note.setText(words(msg("Left out unless ticked: the workbook may travel.")))
        self.export_button.setText(words(msg("Export the Excel workbook…")))
        self.campaign.setAccessibleName(words(msg("Review of")))
        self.workbook_language.setAccessibleName(words(msg("Language of the workbook")))
        if self.campaign.count():
            self.campaign.setItemText(0, words(msg("All campaigns of the period")))
        self.preview.set_language(language)
        self.behind.set_language(language)
        self._write_scope()

    def prepare(self, report: Report) -> Preview:
        """The figures of the preview."""
        current = report.slice
        return Preview(
            report,
            current.period,
            current.compare,
            report.kpis,
            report.funnel,
            report.channels,
            choices(current, "campaign"),
            current.state.settings.currency,
            current.state.settings.company,
        )

    def present(self, prepared: Preview) -> None:
        """Show the preview."""
        self._shown = prepared
        self.behind.close()
        self._fill_campaigns(prepared.campaigns)
        self._write_scope()
        self.preview.show_preview(prepared)

    def _fill_campaigns(self, campaigns: tuple[str | None, ...]) -> None:
        named = [campaign for campaign in campaigns if campaign is not None]
        kept = self.session.kept.get("campaign")
        with QSignalBlocker(self.campaign):
            self.campaign.clear()
            self.campaign.addItem(self.language.text(msg("All campaigns of the period")), None)
            for campaign in named:
                self.campaign.addItem(campaign, campaign)
            only = next(iter(kept)) if kept is not None and len(kept) == 1 else None
            self.campaign.setCurrentIndex(named.index(only) + 1 if only in named else 0)
        self.campaign.setEnabled(bool(named))

    def _write_scope(self) -> None:
        self.scope.setText(self.language.text(scope(self.session.period)))

    @Slot(object, QRect)
    def _tell(self, kpi: Kpi, place: QRect) -> None:
        """What is behind a figure of the preview."""
        if self._shown is not None:
            report = self._shown.report
            self.behind.open(report, report.figure(kpi), place)

    @Slot(object, QRect)
    def _tell_leak(self, _key: object, place: QRect) -> None:
        leak = None if self._shown is None else self._shown.report.funnel.leak
        if self._shown is not None and leak is not None:
            self.behind.tell(self._shown.report, of_leak(self._shown.report, leak), place)

    @Slot(object, object, QRect)
    def _tell_channel(self, kpi: Kpi, channel: str | None, place: QRect) -> None:
        if self._shown is not None:
            report = self._shown.report.of_value("channel", channel)
            name = value_name("channel", channel)
            of = msg("{dimension}: {value}", dimension=dimension_label("channel"), value=name)
            self.behind.open(report, report.figure(kpi), place, of)

    @Slot(int)
    def _choose_campaign(self, index: int) -> None:
        """A campaign is reviewed over all its days: the period gives way, and comes back by the bar above."""
        campaign = self.campaign.itemData(index)
        if campaign is None:
            self.session.set_filter("campaign", None)
            return
        self.session.set_period(Period(), Preset.ALL)
        self.session.set_filter("campaign", frozenset({campaign}))

    @Slot()
    def export(self) -> None:
        """Ask where to, and write the workbook."""
        language = self.workbook_language.currentData()
        path = asking.workbook_to_save(self, self.language, self.folder, self._proposed_name(language))
        if path is not None:
            self.folder = str(path.parent)
            self.session.export_review(path, language, personal=self.personal.isChecked())

    def _proposed_name(self, code: str) -> str:
        stem = "Bilan" if code == "fr" else "Review"
        end = self.session.period.end or self.session.state.today
        company = "".join(c if c.isalnum() else "-" for c in self.session.company).strip("-")
        return "-".join(part for part in (stem, company, f"{end:%Y-%m}") if part) + ".xlsx"


def scope(period: Period) -> Message:
    """The period in words."""
    if period.start is None or period.end is None:
        return msg("All dates")
    return msg("From {start} to {end}", start=period.start, end=period.end)
