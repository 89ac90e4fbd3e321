"""What taking in says: the rows of what was taken in now, not of what was there before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

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
