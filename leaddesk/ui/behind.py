"""The way from a figure to what is behind it: its details, from there its leads, or the lines of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Slot

from leaddesk.model.expression import Count
from leaddesk.text import msg, msgn
from leaddesk.ui.widgets.kpi_details import Details, KpiDetails, RowsBehind, TableBehind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.derivation import Derivation
    from leaddesk.model.expression import Aggregate
    from leaddesk.model.leftout import LeftOut, Traced
    from leaddesk.model.report import KpiFigure, Report
    from leaddesk.text import Language, Message
    from leaddesk.ui.session import Session


class Behind(QObject):
    """Opens the details of figures for a tab, and what is asked for from there."""

    def __init__(self, session: Session, language: Language, tab: QWidget) -> None:
        super().__init__(tab)
        self._session, self._language, self._tab = session, language, tab
        self._report: Report | None = None
        self._listed: RowsBehind | None = None
        self.details = KpiDetails(language, tab)
        self.details.leads_requested.connect(self._show_leads)
        self.details.rows_requested.connect(self._show_rows)

    def open(self, report: Report, figure: KpiFigure, place: QRect, of: Message | None = None) -> None:
        """Show what is behind a figure of the report beside its place (global coordinates); *of*: whose it is, when it
        is not of all together.
        """
        self._report = report
        self.details.show_details(details(report, figure, of))
        self.details.open_beside(place)

    def close(self) -> None:
        """The figures are others now."""
        self._report = None
        self.details.close()

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self._language = language
        self.details.set_language(language)

    @Slot(object)
    def _show_leads(self, rows: RowsBehind) -> None:
        self._session.show_leads(rows.positions, rows.title)

    @Slot()
    def _show_listed(self) -> None:
        if self._listed is not None:
            self._show_leads(self._listed)

    @Slot(object)
    def _show_rows(self, rows: RowsBehind) -> None:
        from leaddesk.ui.dialogs.rows import RowsDialog

        report = self._report
        if report is None:
            return
        self._listed = rows
        data = report.slice
        dialog = RowsDialog(
            data.dataset[rows.table],
            rows.positions,
            rows.title,
            data.state.settings.currency,
            self._language,
            self._tab.window(),
            self._session.sheet_of,
        )
        try:
            dialog.leads_requested.connect(self._show_listed)
            dialog.exec()
        finally:
            dialog.deleteLater()


def details(report: Report, figure: KpiFigure, of: Message | None = None) -> Details:
    """All that is told of a figure."""
    kpi = figure.kpi
    name = kpi.label if of is None else msg("{figure} ({value})", figure=kpi.label, value=of)
    derivation = report.derivation(kpi)
    tables = tuple(_table(found, derivation, name, report) for found in report.traced(kpi))
    return Details(figure, derivation, tables, report.neighbours(kpi), report.slice.state.settings.currency, of)


def _table(found: Traced, derivation: Derivation, name: Message, report: Report) -> TableBehind:
    terms = [term.aggregate for term in derivation.terms if term.aggregate.table == found.table]
    counted = [_counted(term, name, report) for term in terms]
    left_out = [_left_out(one, name) for one in (*found.left_out, *found.partly)]
    return TableBehind(
        found.table,
        len(report.slice.dataset[found.table]),
        len(found.counted),
        tuple(rows for rows in counted if len(rows.positions)),
        tuple(left_out),
    )


def _counted(term: Aggregate, name: Message, report: Report) -> RowsBehind:
    positions, what = report.counted(term), term.label
    count = len(positions)
    if isinstance(term, Count):
        button = msg("Show: {count} {what}", count=count, what=what)
    elif term.table == "leads":
        button = msgn("Show the {count} lead behind: {what}", "Show the {count} leads behind: {what}", count, what=what)
    else:
        button = msgn("Show the {count} row behind: {what}", "Show the {count} rows behind: {what}", count, what=what)
    return RowsBehind(term.table, positions, button, msg("{figure}: {what}", figure=name, what=what))


def _left_out(one: LeftOut, name: Message) -> RowsBehind:
    button = msg("{count} · {reason}", count=len(one.positions), reason=one.reason)
    title = msg("Left out of “{figure}”: {reason}", figure=name, reason=one.reason)
    return RowsBehind(one.table, one.positions, button, title)
