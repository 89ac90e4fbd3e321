"""What two copies say differently, in words: of what, what either says, and who said it when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np

from leaddesk.model.conflicts import About, Choice
from leaddesk.model.objective import PREFIX, by_hand
from leaddesk.model.tables import BY_ID
from leaddesk.text import NO_VALUE, Message, msg, msgc, msgn, verbatim
from leaddesk.ui.dialogs.settings import LABELS
from leaddesk.ui.history_words import column_title, fact, moment
from leaddesk.ui.widgets.lead_facts import called, lead_name

if TYPE_CHECKING:
    from leaddesk.model.action import Action
    from leaddesk.model.conflicts import Claim, Conflict
    from leaddesk.text import Language
    from leaddesk.ui.copy_merge import Proposal
    from leaddesk.ui.desk import Desk

CHOICES: Final = {
    Choice.MINE: msgc("copy", "as here"),
    Choice.THEIRS: msgc("copy", "as in the copy"),
    Choice.BOTH: msgc("copy", "both, one below the other"),
}
_PLAIN_SETTINGS: Final = frozenset(
    {"company", "currency", "response_target", "selling_hours", "selling_rate", "lifetime_months"}
)


def subject(conflict: Conflict, desk: Desk, proposal: Proposal) -> Message:
    """The lead, the file or the settings that a conflict is about."""
    table, name, row = conflict.cell
    if conflict.about in (About.RECIPE, About.FILE):
        file = _file(UUID(name), desk, proposal)
        return verbatim(file) if file else msg("the clipboard")
    if conflict.about is About.SETTING:
        return msg("Settings")
    table = table if table in BY_ID else "leads"
    for dataset in (desk.state.dataset, desk.built):
        frame = dataset.frames.get(table)
        if frame is not None and np.isin(row, frame.rows):
            place = int(frame.positions(np.array([row], np.int64))[0])
            return called(lead_name(frame, place)) if table == "leads" else BY_ID[table].label
    return msg("a lead that is not here") if table == "leads" else BY_ID[table].label


def _file(key: UUID, desk: Desk, proposal: Proposal) -> str:
    known = {one.id: one.raw.name for one in desk.held}
    entry = proposal.copy.imports.get(key)
    return known.get(key, "" if entry is None else entry.name)


def field(conflict: Conflict) -> Message:
    """What of it both changed."""
    table, name, _row = conflict.cell
    if conflict.about is About.SETTING:
        return msg("Objective") if name.startswith(PREFIX) else LABELS.get(name, msg("Settings"))
    if conflict.about is About.RECIPE:
        return msg("how the file is read")
    if conflict.about is About.FILE:
        return msg("whether the file is in")
    if conflict.about is About.DUPLICATES:
        return msg("Duplicates")
    columns = BY_ID[table].by_id if table in BY_ID else {}
    return columns[name].label if table != "leads" and name in columns else column_title(name)


def value(conflict: Conflict, claim: Claim, language: Language) -> str:
    """What holds in one copy; a missing value is a dash."""
    if conflict.about is About.DUPLICATES:
        deeds = next(side for side in conflict.asides if claim.action in side)
        return "\n".join(language.text(deed.label) for deed in deeds)
    if conflict.about is About.FILE:
        out = msg("taken out")
        worked_on = msgn("in, with work on {count} row", "in, with work on {count} rows", conflict.leads)
        return language.text(out if claim.value is None else worked_on)
    name = conflict.cell[1]
    if conflict.about is About.SETTING and name.startswith(PREFIX):
        target = None if claim.value is None else by_hand(name, claim.value).target
        return NO_VALUE if target is None else language.number(target)
    if conflict.about is About.RECIPE or (conflict.about is About.SETTING and name not in _PLAIN_SETTINGS):
        return language.text(msg("as it was set there"))
    return language.fact(fact(name, claim.value)) or NO_VALUE


def said(claim: Claim) -> Message:
    """Who said so, and when."""
    if claim.action is None:
        return msg("as the file gave it")
    return msg("{who}, {moment}", who=who(claim.action), moment=moment(claim.action))


def who(action: Action) -> Message:
    """Who did something."""
    return verbatim(action.origin) if action.origin else msg("somebody")


def summary(proposal: Proposal, language: Language) -> str:
    """What the copy has that is not here: how many steps, of whom and since when, and what they changed."""
    brought, deeds = proposal.plan.brought, proposal.plan.deeds
    if not brought:
        return language.text(msg("“{file}” holds no step that is not here.", file=proposal.copy.name))
    names = ", ".join(dict.fromkeys(language.text(who(action)) for action in brought))
    first = min(moment(action) for action in brought).date()
    told = msgn(
        "“{file}” holds {count} step by {names} since {day} that is not here.",
        "“{file}” holds {count} steps by {names} since {day} that are not here.",
        len(brought),
        file=proposal.copy.name,
        names=names,
        day=first,
    )
    leads = {change.row for deed in deeds for change in deed.changes if change.entity in ("leads", "merge")}
    parts = []
    if leads:
        parts.append(msgn("{count} lead changed", "{count} leads changed", len(leads)))
    if proposal.plan.imports:
        parts.append(msgn("{count} file taken in", "{count} files taken in", len(proposal.plan.imports)))
    if any(change.entity == "settings" for deed in deeds for change in deed.changes):
        parts.append(msg("settings changed"))
    return " ".join([language.text(told), f"{', '.join(language.text(part) for part in parts)}." if parts else ""])
