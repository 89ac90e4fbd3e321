"""The overview: five questions with their figures, leads by month and by channel, and what the data lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from leaddesk.model.account import of_kpi
from leaddesk.model.aimaccount import is_told, looked_at, of_aim
from leaddesk.model.alertaccount import of_alert, of_looked
from leaddesk.model.gapaccount import of_gaps, of_rows
from leaddesk.model.gaps import Gap, gaps
from leaddesk.model.kpis import KPIS
from leaddesk.model.monthly import monthly
from leaddesk.model.monthreport import month_of_report
from leaddesk.model.outlookaccount import everything, of_ahead
from leaddesk.model.trialaccount import of_trials
from leaddesk.model.unopened import unopened_text
from leaddesk.text import Message, msg, verbatim
from leaddesk.ui import asking
from leaddesk.ui.answered import answers
from leaddesk.ui.behind import Behind
from leaddesk.ui.dimension_names import dimension_label, value_name
from leaddesk.ui.icons import icon
from leaddesk.ui.itemmodels.objectives import FIGURES, HEADERS
from leaddesk.ui.objective_words import aim_text, card_note, more_text, on_card
from leaddesk.ui.outlook import Outlook
from leaddesk.ui.period_words import span
from leaddesk.ui.tab import Tab
from leaddesk.ui.theme import GAP, MARGIN, SMALL, font
from leaddesk.ui.widgets.alert_lines import AlertLines
from leaddesk.ui.widgets.figure_label import FigureLabel
from leaddesk.ui.widgets.forecast_table import ForecastTable
from leaddesk.ui.widgets.kpi_grid import card
from leaddesk.ui.widgets.lead_bars import (
    LEADS_KPI,
    ChannelsPanel,
    LeadBars,
    MonthsPanel,
    give_room,
    lead_bars,
    won_beside,
)
from leaddesk.ui.widgets.panel import Panel
from leaddesk.ui.widgets.question_board import Answer, QuestionBoard

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from leaddesk.model.aimaccount import AimFigure
    from leaddesk.model.alerts import Alert, Alerts
    from leaddesk.model.forecast import Ahead
    from leaddesk.model.measure import Unit
    from leaddesk.model.monthly import Monthly
    from leaddesk.model.report import KpiFigure, Report
    from leaddesk.model.standing import Standing
    from leaddesk.text import Language
    from leaddesk.ui.answered import Answered
    from leaddesk.ui.session import Session
    from leaddesk.ui.widgets.kpi_card import CardFigure


@dataclass(frozen=True, slots=True)
class Overview:
    """What the tab shows; ``lines``: the KPIs on the cards month by month, by id, those that can be counted so."""

    report: Report
    answers: tuple[Answered, ...]
    bars: LeadBars
    gaps: tuple[Gap, ...]
    currency: str
    waiting: Message | None
    outlook: Outlook
    lines: Mapping[str, Monthly]

    @property
    def figures(self) -> tuple[KpiFigure, ...]:
        """All figures, question by question."""
        return tuple(figure for answer in self.answers for figure in answer.figures)


class OverviewTab(Tab):
    """The cards of the five questions above, charts below, notes on the data at the foot. All of it fits the smallest
    screen.
    """

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(session, language, parent)
        self._shown: Overview | None = None
        self._everything = False
        self.span, self.notes = QLabel(), FigureLabel("gaps")
        self.all_button, self.cards_button, self.objectives_button, self.template = (QToolButton() for _ in range(4))
        self.grid = QuestionBoard(language)
        self.alerts, self.forecast = AlertLines(language), ForecastTable(language)
        self.months_panel, self.channels_panel = MonthsPanel(language), ChannelsPanel(language)
        self.months, self.channels = self.months_panel.chart, self.channels_panel.chart
        self.forecast_panel = Panel(self.forecast)
        self.behind = Behind(session, language, self)
        self._build()
        self._connect()
        self.set_language(language)

    def _build(self) -> None:
        for label in (self.span, self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("tone", "muted")
        self.span.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.notes.setFont(font(SMALL))
        self.notes.setWordWrap(True)
        self.all_button.setCheckable(True)
        for button in (self.objectives_button, self.cards_button, self.all_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head = QHBoxLayout()
        said = QVBoxLayout()  # the span stands in the bar above too: it gives way to alerts
        said.addWidget(self.span)
        said.addWidget(self.alerts)
        head.addLayout(said, 1)
        for button in (self.objectives_button, self.cards_button, self.all_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        charts = QHBoxLayout()
        charts.setSpacing(GAP)
        for panel, share in ((self.months_panel, 7), (self.channels_panel, 7), (self.forecast_panel, 6)):
            panel.setMinimumWidth(1)  # the share alone decides
            charts.addWidget(panel, share)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP // 2)
        column.setSpacing(GAP - 2)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addLayout(charts, 1)
        column.addWidget(self.notes)
        column.addWidget(self.template, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.page = scroll

    def _connect(self) -> None:
        self.all_button.toggled.connect(self._show_all)
        self.alerts.clicked.connect(self._show_alert)
        self.alerts.asked.connect(self._tell_alert)
        self.alerts.looked_asked.connect(self._tell_looked)
        self.cards_button.clicked.connect(self._choose_cards)
        self.objectives_button.clicked.connect(self._show_objectives)
        self.grid.menu_wanted.connect(self._open_menu)
        self.notes.asked.connect(self._tell_gaps)
        self.template.clicked.connect(self._offer_template)
        self.grid.clicked.connect(self._open_details)
        self.forecast.asked.connect(self._tell_ahead)
        self.forecast.trials_asked.connect(self._tell_trials)
        self.months_panel.asking.asked.connect(self._tell_month)
        self.months_panel.asking.opened.connect(self._show_month)
        self.channels_panel.asking.asked.connect(self._tell_channel)
        self.channels_panel.asking.opened.connect(self._show_channel)

    def prepare(self, report: Report) -> Overview:
        """All that the tab shows; on the compute thread."""
        answered = answers(report, everything=self._everything)
        return Overview(
            report,
            answered,
            lead_bars(report),
            gaps(report),
            report.slice.state.settings.currency,
            unopened_text(report.unopened),
            Outlook(report.standings, report.alerts, report.forecast),
            lines(report, answered),
        )

    def present(self, prepared: Overview) -> None:
        """Show what was prepared."""
        self._shown = prepared
        self.behind.close()
        self._refresh()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        super().set_language(language)
        widgets: tuple[Any, ...] = (self.alerts, self.grid, self.months, self.channels, self.forecast, self.behind)
        for widget in (*widgets, self.months_panel.asking, self.channels_panel.asking):
            widget.set_language(language)
        self.setAccessibleName(language.text(msg("Overview")))
        self._refresh()

    # Showing ---------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._write_button()
        shown = self._shown
        if shown is None:
            return
        words = self.language.text
        self.span.setText(words(span(shown.report)))
        self.grid.show_answers([self._answer(answered) for answered in shown.answers])
        for panel in (self.months_panel, self.channels_panel):
            panel.show_bars(shown.bars, self.language)
        self.span.setVisible(not shown.outlook.alerts.judged)
        self.alerts.show_alerts(shown.outlook.alerts, shown.currency)
        self.forecast_panel.show_title(words(msg("The next months")))
        self.forecast.show_forecast(shown.outlook.forecast, shown.currency)
        self._write_notes(shown)

    def _write_notes(self, shown: Overview) -> None:
        """What the data lack; with all figures shown also those that wait for another spreadsheet."""
        waiting = shown.waiting if self.all_button.isChecked() else None
        messages = [*(gap.message for gap in shown.gaps), *([] if waiting is None else [waiting])]
        self.notes.setText(" · ".join(map(self.language.text, messages)))
        self.notes.setVisible(bool(messages))
        self.notes.be_pressable(of_rows(shown.gaps))
        self.template.setText(self.language.text(msg("Templates to fill…")))
        self.template.setVisible(waiting is not None)

    def _answer(self, answered: Answered) -> Answer:
        words = self.language.text
        cards = tuple(self._card(figure) for figure in answered.figures)
        note = answered.missing
        return Answer(words(answered.question.title), cards, answered.first, "" if note is None else words(note))

    def _card(self, figure: KpiFigure) -> CardFigure:
        shown = self._shown
        if shown is None:
            raise RuntimeError("a card without a report")
        made = card(figure, self.language, shown.currency, shown.lines.get(figure.kpi.id))
        standing = self._standing(shown, figure.kpi.id)
        if standing is None:
            return made
        more = more_text(standing, self.language, shown.currency)
        definition = msg("{definition}\n{names}", definition=made.definition, names=more) if more else made.definition
        note = card_note(standing, self.language, shown.currency, shown.report.slice.filters)
        return replace(made, note=note, definition=definition)

    def _standing(self, shown: Overview, kpi: str) -> Standing | None:
        """How the objective on the card of a KPI stands; None where it has none."""
        return on_card(shown.outlook.standings, kpi, shown.report.slice)

    def _write_button(self) -> None:
        wanted = self.all_button.isChecked()
        waiting = () if self._shown is None else self._shown.report.unopened
        count = len(KPIS) - sum(len(one.kpis) for one in waiting)
        text = msg("Show fewer figures") if wanted else msg("Show all {count} figures", count=count)
        self.all_button.setText(self.language.text(text))
        self.all_button.setIcon(icon("chevron-up" if wanted else "chevron-down", "text_muted"))
        self.objectives_button.setText(self.language.text(msg("Objectives…")))
        self.objectives_button.setIcon(icon("target", "text_muted"))
        self.cards_button.setText(self.language.text(msg("Choose figures…")))
        self.cards_button.setIcon(icon("sliders-horizontal", "text_muted"))

    @Slot(bool)
    def _show_all(self, wanted: bool) -> None:
        self._everything = wanted
        if wanted and self._shown is not None:  # until they are asked for, nobody works the others out
            self._shown = replace(self._shown, answers=answers(self._shown.report, everything=True))
            self.grid.show_answers([self._answer(answered) for answered in self._shown.answers])
        self.grid.show_all(wanted)
        for panel in (self.months_panel, self.channels_panel):
            give_room(panel, roomy=wanted)
        self._write_button()
        if self._shown is not None:
            self._write_notes(self._shown)

    @Slot()
    def _offer_template(self) -> None:
        if self._shown is not None:
            asking.templates(self, self.session, self.language, self._shown.report.unopened[0].table)

    # Opening what is behind ------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _open_details(self, key: str, place: QRect) -> None:
        shown = self._shown
        if shown is None:
            return
        figure = next(figure for figure in shown.figures if figure.kpi.id == key)
        self.behind.open(shown.report, figure, place)

    @Slot(object, QRect)
    def _tell_alert(self, alert: Alert, place: QRect) -> None:
        if self._shown is not None:
            month, account = of_alert(self._shown.report, alert)
            start = alert.period.start
            of = None if start is None else verbatim(self.language.month(start, "long"))
            self.behind.tell(month, account, place, of)

    @Slot(object, QRect)
    def _tell_looked(self, found: Alerts, place: QRect) -> None:
        start = found.period.start
        if self._shown is not None:
            of = None if start is None else verbatim(self.language.month(start, "long"))
            self.behind.tell(self._shown.report, of_looked(found), place, of)

    @Slot(object, QRect)
    def _tell_gaps(self, _key: object, place: QRect) -> None:
        account = None if self._shown is None else of_gaps(self._shown.report, self._shown.gaps)
        if self._shown is not None and account is not None:
            self.behind.tell(self._shown.report, account, place)

    @Slot(object, object, QRect)
    def _tell_ahead(self, ahead: Ahead, unit: Unit, place: QRect) -> None:
        if self._shown is not None:
            whole = everything(self._shown.report)
            self.behind.tell(whole, of_ahead(whole, ahead, unit), place)

    @Slot(QRect)
    def _tell_trials(self, place: QRect) -> None:
        if self._shown is not None:
            whole = everything(self._shown.report)
            self.behind.tell(whole, of_trials(whole), place)

    @Slot(object, QPointF, QRect)
    def _tell_month(self, start: dt.date, _at: QPointF, place: QRect) -> None:
        shown = self._shown
        if shown is not None:
            month = month_of_report(shown.report, start)
            figure = month.figure(LEADS_KPI)
            account = replace(of_kpi(figure, month), beside=won_beside(shown.bars, start))
            if any(one.start == start and one.is_partial for one in shown.bars.leads.months):
                account = replace(account, note=msg("This month is not complete."))
            self.behind.tell(month, account, place, verbatim(self.language.month(start, "long")), figure.trend)

    @Slot(object, QPointF, QRect)
    def _tell_channel(self, key: str | None, _at: QPointF, place: QRect) -> None:
        if self._shown is not None:
            report = self._shown.report.of_value("channel", key)
            self.behind.open(report, report.figure(LEADS_KPI), place, _channel(key))

    @Slot(object, QPoint)
    def _open_menu(self, key: str, at: QPoint) -> None:
        """What a card offers by a right click or the menu key."""
        words = self.language.text
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("target"), words(msg("Set an objective…")), partial(self._set_objective, key))
        menu.addAction(icon("sliders-horizontal"), words(msg("Choose figures…")), self._choose_cards)
        standing = None if self._shown is None else self._standing(self._shown, key)
        if standing is not None:
            self._add_aim(menu, standing, QRect(at, QSize(1, 1)))
        menu.popup(at)

    def _add_aim(self, menu: QMenu, standing: Standing, place: QRect) -> None:
        """The numbers of the objective on a card, each with the way to what is behind it."""
        words = self.language.text
        told = menu.addMenu(icon("target"), words(msg("What is behind the objective")))
        for column, figure in FIGURES.items():
            if is_told(standing, figure):
                told.addAction(words(HEADERS[column][0]), partial(self._tell_aim, standing, figure, place))

    def _tell_aim(self, standing: Standing, figure: AimFigure, place: QRect) -> None:
        report = None if self._shown is None else looked_at(standing, self._shown.report.slice.state)
        if report is not None:
            of = verbatim(aim_text(standing.objective, self.language))
            self.behind.tell(report, of_aim(standing, report, figure), place, of)

    @Slot()
    def _show_objectives(self) -> None:
        asking.objectives(self.window(), self.session, self.language)

    def _set_objective(self, key: str) -> None:
        asking.objectives(self.window(), self.session, self.language, key)

    @Slot()
    def _choose_cards(self) -> None:
        asking.cards(self.window(), self.session, self.language)

    @Slot(object)
    def _show_alert(self, alert: Alert) -> None:
        start = alert.period.start
        month = "" if start is None else self.language.month(start, "long")
        self.session.show_leads(alert.leads, msg("{kpi}, {month}", kpi=alert.kpi.label, month=month))

    @Slot(object)
    def _show_month(self, month: dt.date) -> None:
        if self._shown is not None:
            label = msg("New leads, {month}", month=self.language.month(month, "long"))
            self.session.show_leads(self._shown.report.leads_in(month), label)

    @Slot(object)
    def _show_channel(self, key: str | None) -> None:
        if self._shown is not None:
            self.session.show_leads(self._shown.report.leads_of("channel", key), _channel(key))


def lines(report: Report, answered: Sequence[Answered]) -> dict[str, Monthly]:
    """The KPIs of the figures that are answered with, month by month, by id, as far as they can be counted so."""
    found = {one.kpi.id: monthly(one.kpi, report.evaluator) for answer in answered for one in answer.figures}
    return {key: line for key, line in found.items() if line is not None}


def _channel(key: str | None) -> Message:
    return msg("{dimension}: {value}", dimension=dimension_label("channel"), value=value_name("channel", key))
