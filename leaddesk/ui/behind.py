"""The way from a figure to what is behind it: its details, from there its leads, or the lines of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Slot

from leaddesk.model.account import of_kpi
from leaddesk.text import msg, msgn
from leaddesk.ui.widgets.kpi_details import LEADS, Details, KpiDetails, RowsBehind, TableBehind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leaddesk.model.account import Account
    from leaddesk.model.counted import Counted
    from leaddesk.model.leftout import LeftOut, Traced
    from leaddesk.model.report import KpiFigure, Report
    from leaddesk.model.trend import Trend
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
        self._show(report, details(of_kpi(figure, report), report, of, figure.trend), place)

    def tell(
        self, report: Report, account: Account, place: QRect, of: Message | None = None, trend: Trend | None = None
    ) -> None:
        """Show the account of a figure of the report that may be no KPI, beside its place (global coordinates)."""
        self._show(report, details(account, report, of, trend), place)

    def _show(self, report: Report, shown: Details, place: QRect) -> None:
        self._report = report
        self.details.show_details(shown)
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


def details(account: Account, report: Report, of: Message | None = None, trend: Trend | None = None) -> Details:
    """All that is told of a figure."""
    name = account.label if of is None else msg("{figure} ({value})", figure=account.label, value=of)
    told = {found.table for found in account.traced}
    return Details(
        account,
        tuple(_table(found, account, name, report) for found in account.traced),
        report.slice.state.settings.currency,
        of,
        tuple(_counted(rows, name) for rows in account.counted if rows.table not in told and len(rows)),
        trend,
    )


def _table(found: Traced, account: Account, name: Message, report: Report) -> TableBehind:
    counted = [_counted(rows, name) for rows in account.counted if rows.table == found.table and len(rows)]
    left_out = [_left_out(one, name) for one in (*found.left_out, *found.partly)]
    total = len(report.slice.dataset[found.table])
    return TableBehind(found.table, total, len(found.counted), tuple(counted), tuple(left_out))


def _counted(rows: Counted, name: Message) -> RowsBehind:
    count, what = len(rows), rows.what
    if rows.is_count:
        button = msg("Show: {count} {what}", count=count, what=what)
    elif rows.table == LEADS:
        button = msgn("Show the {count} lead behind: {what}", "Show the {count} leads behind: {what}", count, what=what)
    else:
        button = msgn("Show the {count} row behind: {what}", "Show the {count} rows behind: {what}", count, what=what)
    return RowsBehind(rows.table, rows.positions, button, msg("{figure}: {what}", figure=name, what=what))


def _left_out(one: LeftOut, name: Message) -> RowsBehind:
    button = msg("{count} · {reason}", count=len(one.positions), reason=one.reason)
    title = msg("Left out of “{figure}”: {reason}", figure=name, reason=one.reason)
    return RowsBehind(one.table, one.positions, button, title)
