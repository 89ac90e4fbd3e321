"""Cards whose figure no formula of terms says tell as much as all others when they are clicked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from leaddesk.model.account import Account, Named
from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measure import Measure, Unit
from leaddesk.model.report import Report
from leaddesk.model.settings import Settings
from leaddesk.model.trend import Trend
from leaddesk.text import language, verbatim
from leaddesk.ui import theme
from leaddesk.ui.dialogs.rows import RowsDialog
from leaddesk.ui.tabs.overview import OverviewTab
from leaddesk.ui.widgets.kpi_details import Details, KpiDetails
from tests.builders import a_slice, period, state
from tests.model.everyfigure import MARKS, YEAR, everything
from tests.ui.fake_session import FakeSession

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from leaddesk.text import Language
    from leaddesk.ui.widgets.kpi_card import KpiCard

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
EN, FR = language("en"), language("fr")
NARROW = "\N{NARROW NO-BREAK SPACE}"

LEADS: dict[str, list[Any]] = {
    "id": ["a", "b", "c", "d"],
    "created": ["2025-02-03 09:00"] * 3 + ["2025-01-06 09:00"],
    "responded": ["2025-02-03 10:00", "2025-02-03 18:00", None, "2025-01-06 10:00"],
    "status": ["Contacté", "Contacté", "Nouveau", "Contacté"],
}
ORDERS: dict[str, list[Any]] = {
    "customer": ["a", "b", "c", "a", "a", "d", "a"],
    "date": ["2025-01-05", "2025-01-09", "2025-01-20", "2025-02-01", "2025-02-11", "2025-02-20", "2025-02-21"],
    "amount": [10, 20, 30, 40, 50, 60, -5],
}
"""a, b and c ordered in January, a twice and d once in February; the last row is money back."""


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


def _tab(qtbot: QtBot, session: FakeSession, words: Language) -> OverviewTab:
    tab = OverviewTab(cast("Any", session), words)
    qtbot.addWidget(tab)
    tab.resize(1366, 598)
    tab.show()
    data = state(leads=LEADS, orders=ORDERS, as_of=dt.date(2025, 2, 28), settings=Settings(response_target=4))
    report = Report(a_slice(data, "2025-02", compare=period("2025-01")))
    tab.present(tab.prepare(report))
    return tab


def _click(tab: OverviewTab, kpi: str) -> None:
    card: KpiCard = next(card for card in tab.grid.cards if str(card.key) == kpi)
    assert card.isVisible(), "these three are shown where nobody chose cards"
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert tab.behind.details.isVisible()


def _texts(tab: OverviewTab) -> list[str]:
    return [label.text() for label in tab.behind.details.findChildren(QLabel)]


def _buttons(tab: OverviewTab) -> dict[str, QAbstractButton]:
    return {one.accessibleName(): one for one in tab.behind.details.findChildren(QAbstractButton) if one.text()}


LATE = "prospects ayant une réponse, ou en retard"
TOLD = {
    ("repeat_rate", EN): ("1 / 2 = 50%", ["Show: 2 order rows of repeat customers", "Show: 3 order rows",
                                          "Show: 1 leads of these customers"]),
    ("repeat_rate", FR): (f"1 / 2 = 50{NARROW}%", [f"Voir{NARROW}: 2 lignes de commande de clients qui reviennent",
                                                   f"Voir{NARROW}: 3 lignes de commande",
                                                   f"Voir{NARROW}: 1 prospects de ces clients"]),
    ("retention_rate", EN): ("1 / 3 = 33%", ["Show: 2 order rows of those who came back",
                                             "Show: 3 order rows of the period before",
                                             "Show: 2 leads of those who did not come back"]),
    ("retention_rate", FR): (f"1 / 3 = 33{NARROW}%", [f"Voir{NARROW}: 2 lignes de commande de ceux qui sont revenus",
                                                      f"Voir{NARROW}: 3 lignes de commande de la période d’avant",
                                                      f"Voir{NARROW}: 2 prospects de ceux qui ne sont pas revenus"]),
    ("response_within_target", EN): ("1 / 3 = 33%", ["Show: 1 leads answered in time",
                                                     "Show: 3 leads answered or late"]),
    ("response_within_target", FR): (f"1 / 3 = 33{NARROW}%", [f"Voir{NARROW}: 1 prospects ayant une réponse à temps",
                                                              f"Voir{NARROW}: 3 {LATE}"]),
}  # fmt: skip


@pytest.mark.parametrize(("kpi", "words"), TOLD, ids=lambda one: getattr(one, "code", one))
def test_a_card_tells_its_formula_with_the_figures_and_its_rows(
    qtbot: QtBot, session: FakeSession, kpi: str, words: Language
) -> None:
    tab = _tab(qtbot, session, words)
    _click(tab, kpi)
    filled, rows = TOLD[kpi, words]
    assert filled in _texts(tab)
    assert words.text(BY_ID[kpi].formula) in _texts(tab)
    assert set(rows) <= set(_buttons(tab))
    tab.behind.close()


def test_from_a_card_to_the_leads_and_to_the_file(
    qtbot: QtBot, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[RowsDialog] = []

    def keep(dialog: RowsDialog) -> None:
        opened.append(dialog)

    monkeypatch.setattr(RowsDialog, "exec", keep)
    tab = _tab(qtbot, session, EN)
    _click(tab, "response_within_target")
    QTest.mouseClick(_buttons(tab)["Show: 1 leads answered in time"], Qt.MouseButton.LeftButton)
    _click(tab, "response_within_target")
    QTest.mouseClick(_buttons(tab)["1 · outside the period (Created on)"], Qt.MouseButton.LeftButton)
    _click(tab, "repeat_rate")
    QTest.mouseClick(_buttons(tab)["Show: 1 leads of these customers"], Qt.MouseButton.LeftButton)
    _click(tab, "retention_rate")
    QTest.mouseClick(_buttons(tab)["Show: 2 leads of those who did not come back"], Qt.MouseButton.LeftButton)
    assert [positions for positions, _label in session.shown] == [[0], [3], [0], [1, 2]]
    _click(tab, "repeat_rate")
    QTest.mouseClick(_buttons(tab)["Show: 2 order rows of repeat customers"], Qt.MouseButton.LeftButton)
    _click(tab, "repeat_rate")
    QTest.mouseClick(_buttons(tab)["1 · money back, which is no order"], Qt.MouseButton.LeftButton)
    lines = [dialog.model.place(row)[2] for dialog in opened for row in range(dialog.model.rowCount())]
    assert lines == [5, 6, 8]


def test_no_words_of_any_figure_are_cut(qtbot: QtBot, qapp: QApplication, session: FakeSession) -> None:
    theme.apply(qapp, "light")
    tab = _tab(qtbot, session, FR)
    report = Report(a_slice(everything(MARKS), *YEAR, compare=period(*YEAR).before()))
    cut = []
    for kpi in KPIS:
        tab.behind.open(report, report.figure(kpi), tab.rect())
        QApplication.processEvents()
        labels = tab.behind.details.findChildren(QLabel)
        cut += [label.text() for label in labels if label.height() < label.heightForWidth(label.width())]
        tab.behind.close()
    assert cut == []


def test_wrapped_words_take_their_height(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")  # its frames are thinner
    kpi = BY_ID["ltv"]
    values = {"average_deal": 1671.0, "aov": 194.91}
    others = tuple(Named(BY_ID[one].label, Unit.MONEY, Measure(value)) for one, value in values.items())
    measure = Measure(1303.0, 102, variant=verbatim("sur 26 mois"))
    account = Account(kpi.label, kpi.definition, kpi.unit, measure, (), (), kpi.formula, neighbours=others,
                      tells_n=True, warning=kpi.warning)  # fmt: skip
    parent = QWidget()
    qtbot.addWidget(parent)
    details = KpiDetails(FR, parent)
    details.show_details(Details(account, (), "EUR", trend=Trend(Measure(435.4), 1.99)))
    details.open_beside(QRect(10, 10, 10, 10))
    QApplication.processEvents()
    labels = details.findChildren(QLabel)
    assert [label.text() for label in labels if label.height() < label.heightForWidth(label.width())] == []
    details.close()
