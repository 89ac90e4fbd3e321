"""What the panel says about one lead: gathered from a State, each fact as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from leaddesk.model.criterion import Facet
from leaddesk.model.qualification import Bant, bant, why_due
from leaddesk.model.rowcolumn import StageOf
from leaddesk.model.rows import values
from leaddesk.model.schema import Kind
from leaddesk.model.scoring import Reason, explanation, scores
from leaddesk.model.stages import Stage
from leaddesk.model.stagewords import label_of, told_stages
from leaddesk.text import Message, Money, msg, msgc, verbatim
from leaddesk.ui.itemmodels.lead_columns import BANT, header_of

if TYPE_CHECKING:
    from leaddesk.model.dataset import Frame
    from leaddesk.model.state import State
    from leaddesk.text import Argument

NAMES: Final = ("name", "first_name", "company")
CONTACT: Final = ("phone", "email", "postcode", "city")
EDITED: Final = ("stage", "next_step", "next_date", "owner", "amount", "notes", *BANT)
WHY_OVER: Final = {Stage.LOST: "lost_reason", Stage.INVALID: "invalid_reason"}
"""The column that says why a lead came to an outcome."""


@dataclass(frozen=True, eq=False, slots=True)
class LeadScore:
    """The score with what it is made of; ``total`` is None where nothing is known, ``absent`` then says so."""

    total: float | None
    grade: str | None
    absent: Message | None
    facets: tuple[tuple[Message, float | None], ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, eq=False, slots=True)
class LeadFacts:
    """One lead. ``row`` is its permanent id; ``values`` are its editable cells by column, None where missing.

    ``history``: what happened when, in order of time; ``details``: every other cell that holds something.
    """

    row: int
    name: str
    subtitle: str
    phone: str
    email: str
    stage: Stage
    stage_source: Message
    due: Message | None
    bant: Bant
    values: dict[str, Any]
    score: LeadScore
    history: tuple[tuple[Message, dt.date], ...]
    details: tuple[tuple[Message, Argument], ...]
    origin: Message


def lead_facts(state: State, position: int) -> LeadFacts:
    """The facts about the lead at *position* of the leads.

    :raises KeyError: when there are no leads.
    """
    frame = state.dataset["leads"]
    name = lead_name(frame, position)
    company, postcode, city = (_text(frame, column, position) for column in ("company", "postcode", "city"))
    subtitle = " · ".join(part for part in (company if company != name else "", f"{postcode} {city}".strip()) if part)
    stage = Stage(max(int(values(StageOf(), state.dataset, state.settings)[position]), 0))
    history = _history(frame, position)
    return LeadFacts(
        int(frame.rows[position]),
        name,
        subtitle,
        _text(frame, "phone", position),
        _text(frame, "email", position),
        stage,
        _stage_source(state, position),
        why_due(state, position),
        bant(state, position),
        {column: cell(frame, column, position) for column in (*EDITED, "created", *WHY_OVER.values())},
        _score(state, position),
        tuple((header_of(column), moment) for column, moment in history),
        _details(state, position, frozenset(column for column, _ in history)),
        lead_origin(frame, position),
    )


def lead_name(frame: Frame, position: int) -> str:
    """What to call a lead: its name, else its firm, its number, its telephone or mail; empty when it has none."""
    person = " ".join(part for part in (_text(frame, "first_name", position), _text(frame, "name", position)) if part)
    return person or next(
        (text for text in (_text(frame, column, position) for column in ("company", "id", "phone", "email")) if text),
        "",
    )


def cell(frame: Frame, column: str, position: int) -> Any:  # noqa: ANN401  (each column has its own kind)
    """One cell as str, float or datetime; None where it is missing or the column is not there."""
    if not frame.has(column):
        return None
    value: Any = frame.data[column].iat[position]
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        moment: dt.datetime = value.to_pydatetime()
        return moment
    return str(value) if isinstance(value, str) else float(value)


def _text(frame: Frame, column: str, position: int) -> str:
    return cell(frame, column, position) or ""


def day_or_time(moment: dt.datetime) -> dt.date:
    """A moment at midnight is a day without a time."""
    return moment.date() if moment.time() == dt.time() else moment


def _stage_source(state: State, position: int) -> Message:
    frame = state.dataset["leads"]
    if cell(frame, "stage", position) is not None:
        return msg("set by hand")
    word = cell(frame, "status", position)
    known = None if word is None else state.settings.stage_map.stage(word)
    status = -1 if known is None else int(known)
    stage = values(StageOf(), state.dataset, state.settings)[position]
    if stage != status:
        told = told_stages(frame, state.settings.stage_map)[position]
        return msg("from the stage of the sale") if stage == told else msg("from its dates")
    if word is None:
        return msg("no status known: counts as new")
    if known is None:
        return msg("the status “{word}” is not understood: counts as new (see Settings)", word=word)
    return msg("from the status “{word}”", word=label_of("status", word) or word)


def _score(state: State, position: int) -> LeadScore:
    all_scores = scores(state)
    parts = {Facet.FIT: all_scores.fit, Facet.ENGAGEMENT: all_scores.engagement, Facet.BANT: all_scores.bant}
    return LeadScore(
        _known(all_scores.total[position]),
        all_scores.letter(position),
        all_scores.absent(position),
        tuple((facet.label, _known(part[position])) for facet, part in parts.items()),
        explanation(state, position),
    )


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _history(frame: Frame, position: int) -> list[tuple[str, dt.date]]:
    moments = [
        (column.id, cell(frame, column.id, position))
        for column in frame.table.columns
        if column.kind is Kind.MOMENT and column.id not in EDITED
    ]
    known = sorted(((name, moment) for name, moment in moments if moment is not None), key=lambda pair: pair[1])
    return [(name, day_or_time(moment)) for name, moment in known]


def _details(state: State, position: int, told: frozenset[str]) -> tuple[tuple[Message, Argument], ...]:
    frame = state.dataset["leads"]
    told |= {*NAMES, *CONTACT, *EDITED, *WHY_OVER.values()}
    names = [name for name in frame.data.columns if name not in told]
    found = [(name, cell(frame, name, position)) for name in names]
    return tuple(
        (header_of(name), as_argument(name, frame.kind(name), value, state.settings.currency))
        for name, value in found
        if value is not None
    )


def as_argument(name: str, kind: Kind, value: Any, currency: str) -> Argument:  # noqa: ANN401
    """A cell of the column *name* as :func:`cell` gives it, for a message or for
    :meth:`~leaddesk.text.Language.argument`.
    """
    stage = label_of(name, value) if isinstance(value, str) else None
    if stage is not None:
        return stage
    if kind is Kind.FLAG:
        return msg("Yes") if value else msg("No")
    if kind is Kind.MONEY:
        return Money(value, currency)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dt.datetime):
        return day_or_time(value)
    return str(value)


def lead_origin(frame: Frame, position: int) -> Message:
    """Where a lead came from."""
    origin = frame.origin
    line = int(origin.line[position])
    file = origin.files[origin.file[position]] if origin.files else ""
    sheet = origin.sheets[origin.sheet[position]] if origin.sheets else ""
    if line <= 0 or not file:  # neither a typed row nor the clipboard has a file
        return msg("noted by hand or pasted")
    if not sheet or sheet == file:
        return msg("{file}, line {line}", file=file, line=line)
    return msg("{file}, sheet “{sheet}”, line {line}", file=file, sheet=sheet, line=line)


def called(name: str) -> Message:
    """A lead's name in a sentence."""
    return verbatim(name) if name else msgc("lead", "a lead without a name")
