from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtTest import QTest

from leaddesk.model.kpis import BY_ID, KPIS
from leaddesk.model.measure import Measure
from leaddesk.model.report import KpiFigure
from leaddesk.text import Money, Percent, language, msg
from leaddesk.ui import theme
from leaddesk.ui.widgets.kpi_card import CardFigure, CardTrend, KpiCard
from leaddesk.ui.widgets.kpi_grid import card

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

RATE = CardFigure(
    key=("conversion", 1),
    title="Conversion <b>rate</b>",
    value=Percent(0.25),
    certainty="9 to 53 % · n = 12",
    trend=CardTrend("up", "good", msg("{points} more", points=1.5)),
    definition="customers / leads",
    is_faint=True,
    points=(0.1, None, 0.2, 0.25),
)


def _card(qtbot: QtBot, figure: CardFigure) -> KpiCard:
    card = KpiCard(language("en"))
    qtbot.addWidget(card)
    card.resize(260, 120)
    card.show_figure(figure)
    card.show()
    return card


def test_shows_value_certainty_and_trend(qtbot: QtBot) -> None:
    card = _card(qtbot, RATE)
    texts = [label.text() for label in (card.title, card.value, card.certainty, card.trend)]
    assert texts == ["Conversion <b>rate</b>", "25.0%", "9 to 53 % · n = 12", "1.50 more"]
    assert card.title.textFormat() == Qt.TextFormat.PlainText
    assert card.value.property("tone") == "muted"
    assert card.trend.property("tone") == "good"
    assert card.line.isVisible()
    assert card.toolTip() == "<qt>Conversion &lt;b&gt;rate&lt;/b&gt;<br>customers / leads</qt>"
    assert card.accessibleName() == "Conversion <b>rate</b>, 25.0%, 9 to 53 % · n = 12, 1.50 more"


def test_an_absent_value_says_why_and_shows_no_trend(qtbot: QtBot) -> None:
    figure = CardFigure(1, "CAC", None, absent="no customer", certainty="n = 0", trend=RATE.trend)
    card = _card(qtbot, figure)
    assert (card.value.text(), card.certainty.text()) == ("–", "no customer")
    assert card.trend.isHidden()
    assert card.arrow.isHidden()
    assert card.line.isHidden()


def test_click_enter_and_space_tell_the_key(qtbot: QtBot) -> None:
    card = _card(qtbot, RATE)
    with qtbot.waitSignal(card.clicked) as clicked:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert clicked.args == [("conversion", 1)]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(card.clicked):
            QTest.keyClick(card, key)
    with qtbot.assertNotEmitted(card.clicked):
        QTest.mouseClick(card, Qt.MouseButton.RightButton)
        QTest.keyClick(card, Qt.Key.Key_A)


def test_long_amounts_get_smaller_long_titles_are_cut(qtbot: QtBot) -> None:
    card = _card(qtbot, CardFigure(1, "A title that is far too long for a card of this width", Money(3.0)))
    size = card.value.font().pointSizeF()
    assert card.title.text().endswith("…")
    card.show_figure(CardFigure(1, "T", Money(123_456_789_012.0), points=(1.0, 2.0)))
    assert card.value.font().pointSizeF() < size
    assert card.title.text() == "T"


def test_speaks_the_new_language_and_wears_the_new_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    card = _card(qtbot, RATE)
    before = card.arrow.pixmap().toImage()
    card.set_language(language("fr"))
    assert card.value.text().startswith("25,0")
    theme.apply(qapp, "dark")
    assert card.arrow.pixmap().toImage() != before
    theme.apply(qapp, "light")


@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_title_is_cut_where_five_cards_stand_beside_one_another(qtbot: QtBot, code: str) -> None:
    """A window of 1366 pixels with its scroll bar."""
    card = KpiCard(language(code))
    qtbot.addWidget(card)
    card.resize(258, 120)
    for kpi in KPIS:
        card.show_figure(replace(RATE, title=kpi.title))
        assert card.title.text() == language(code).text(kpi.title)


def test_no_line_breaks_between_a_sign_and_its_currency(qtbot: QtBot) -> None:
    card = _card(qtbot, replace(RATE, note="gap \N{MINUS SIGN}€1.88"))
    text = card.note.text()
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    finder.setPosition(text.index("€"))
    assert not finder.isAtBoundary()
    assert card.note.text().replace("\N{WORD JOINER}", "") == "gap \N{MINUS SIGN}€1.88"
    assert _card(qtbot, replace(RATE, note="gap \N{MINUS SIGN}24")).note.text() == "gap \N{MINUS SIGN}24"


@pytest.mark.parametrize(
    ("kpi", "measure", "is_faint"),
    [
        ("time_to_convert", Measure(44.0, 1), True),  # one sale: too few for an interval too
        ("average_deal", Measure(54.21, 1), True),
        ("roi", Measure(-0.99, 8), True),
        ("response_time_p90", Measure(9.0, 12), True),
        ("conversion_rate", Measure(0.08, 13, 0.01, 0.33), True),
        ("conversion_rate", Measure(0.08, 130, 0.04, 0.14), False),
        ("customers", Measure(1.0, 1), False),  # a count is what it is
        ("deal_revenue", Measure(54.21, 1), False),
        ("complaints", Measure(1.0, 1), False),
    ],
)
def test_a_figure_of_few_cases_is_faint(kpi: str, measure: Measure, is_faint: bool) -> None:
    assert card(KpiFigure(BY_ID[kpi], measure), language("en"), "EUR").is_faint is is_faint
