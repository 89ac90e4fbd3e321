"""What taking in says: the rows of what was taken in now, not of what was there before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.text import language
from leaddesk.ui.desk import Desk
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.ui.holding import Taken

TABLE = "Date\tCanal\tNom\tStatut\n12/11/2026\tSalon\tPaul Cadiou\tNouveau\n13/11/2026\tSalon\tRita Morvan\tContacté\n"


def said(taken: Taken) -> str:
    assert taken.summary is not None
    return language("en").text(taken.summary)


def test_only_what_is_new_is_counted(tmp_path: Path) -> None:
    desk = Desk(dt.date(2026, 11, 22), tmp_path)
    for table, values in (("leads", {"name": "Le Bihan"}), ("costs", {"amount": 120.0})):
        taken = desk.type_in(table, {**values}, Quiet())
        desk.adopt(taken)
        assert said(taken) == ("Lead noted." if table == "leads" else "Expense noted.")
    pasted = desk.take(desk.read_text(TABLE, Quiet()), Quiet())
    assert said(pasted) == "Taken in – Leads: 2 rows"
    desk.keeper.close()


def test_a_lead_of_a_later_day_than_the_files_counts(tmp_path: Path) -> None:
    """Who notes today's lead beside last week's file looks for it in the figures."""
    path = tmp_path / "leads.csv"
    path.write_text(TABLE.replace("\t", ";"), "utf-8")
    desk = Desk(dt.date(2026, 11, 27), tmp_path)
    desk.adopt(desk.take(desk.read((path,), Quiet()), Quiet()))
    assert desk.state.as_of == dt.date(2026, 11, 13)
    earlier = desk.type_in("leads", {"name": "Le Bihan", "created": "2026-11-12"}, Quiet())
    assert said(earlier) == "Lead noted."
    desk.adopt(earlier)
    taken = desk.type_in("leads", {"name": "Tanguy", "created": "2026-11-26 09:30"}, Quiet())
    desk.adopt(taken)
    assert said(taken) == "Lead noted. The figures are as of 26/11/2026 now (13/11/2026 before)."
    figures = Report(Slice(desk.state)).kpis
    assert next(one.measure.value for one in figures if one.kpi.id == "leads") == 4
    desk.keeper.close()
