"""Two people at work in copies of the sample document, for tests and pictures of their merge."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from unittest import mock

from leaddesk.model.action import Change, editing, value_at
from leaddesk.model.stages import Stage
from leaddesk.text import msg
from leaddesk.ui.copy_merge import Proposal, look_at
from leaddesk.ui.desk import Desk
from leaddesk.ui.lead_edits import stage_edit
from tests.quiet import Quiet

if TYPE_CHECKING:
    from pathlib import Path


def proposal(today: dt.date, folder: Path, code: str) -> tuple[Desk, Proposal]:
    """Jean's desk with the sample, and Marie's copy of it, in which she went on since, as he did."""
    jean = Desk(today, folder / "jean")
    jean.author = jean.author.named("Jean")
    jean.adopt(jean.open_sample(code, Quiet()))
    jean.keeper.add(())  # a sample is kept once somebody works on it
    jean.save_as(folder / "jean.leaddesk", Quiet())
    copy = folder / "Marie.leaddesk"
    copy.write_bytes((folder / "jean.leaddesk").read_bytes())
    marie = Desk(today, folder / "marie")
    marie.author = marie.author.named("Marie Dupont")
    marie.adopt(marie.open(copy, Quiet()))
    rows = [int(row) for row in jean.state.dataset["leads"].rows[:12]]
    for desk, hour, stage, note, company in (
        (jean, 10, Stage.QUOTE, "Devis envoyé lundi.\nRappeler vendredi.", "Vélo Express Lyon"),
        (marie, 16, Stage.WON, "A signé mardi, premier enlèvement le 3.", "Vélo Express & Fils"),
    ):
        with mock.patch("leaddesk.ui.desk._now", return_value=dt.datetime(2026, 8, 31, hour, 5).astimezone()):
            desk.edit(*stage_edit(desk.state, rows[:3], stage))
            desk.edit(editing(desk.state, "leads", rows[0], "notes", note), msg("Notes"))
            desk.change_setting("company", company, msg("Company"))
            for row in rows[3:] if desk is marie else ():
                owner = value_at(marie.state.dataset["leads"], row, "owner")
                desk.edit((Change("leads", "owner", owner, "Marie Dupont", row),), msg("Owner"))
    marie.persist(Quiet())
    marie.keeper.close()
    return jean, look_at(jean, copy, Quiet())
