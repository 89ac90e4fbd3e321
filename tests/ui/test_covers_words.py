"""What a card and the customers tab say of a file that ends before the others."""

from __future__ import annotations

from leaddesk.model.kpis import BY_ID
from leaddesk.model.report import Report
from leaddesk.text import language
from leaddesk.ui.order_words import left_out
from leaddesk.ui.widgets.kpi_grid import card
from tests.builders import a_slice, period, state
from tests.model.test_covers import AS_OF, ORDERS, YEAR, costs, leads

FRENCH = language("fr")


def test_a_card_says_of_which_days_it_is_and_has_no_colour() -> None:
    data = state(leads=leads(), costs=costs("2024-07-01", "2026-02-28"), today=AS_OF)
    report = Report(a_slice(data, *YEAR, compare=period("2024-07-01", "2025-06-30")))
    made = card(report.figure(BY_ID["cpl"]), FRENCH, "EUR")
    assert FRENCH.argument(made.note) == "du 01/07/2025 au 28/02/2026\xa0: rien dans «\u202fCoûts\u202f» après"
    assert made.trend is not None
    assert (made.trend.tone, made.trend.direction) == ("muted", "flat")
    assert FRENCH.argument(made.trend.text) == "pas comparé\xa0: pas les mêmes jours"


def test_the_customers_tab_says_how_far_the_orders_go() -> None:
    notes = left_out(Report(a_slice(ORDERS, *YEAR)).retention)
    assert FRENCH.text(notes[0]).startswith("rien dans «\u202fCommandes\u202f» après le 31/03/2026")
