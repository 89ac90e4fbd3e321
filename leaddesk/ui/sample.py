"""The sample company that ships with the program, read like any other files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from leaddesk import resources
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.action import ActionKind, Change
from leaddesk.model.stages import StageMap
from leaddesk.text import msg
from leaddesk.ui.holding import Holding, Taken
from leaddesk.ui.taking_in import import_changes
from leaddesk.ui.trying import built

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from leaddesk.model.action import Action
    from leaddesk.model.raw import RawFile
    from leaddesk.text import Message
    from leaddesk.ui.jobs import Task


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """The files of the sample in one language, the company's name and the day that counts as today in it."""

    company: str
    today: dt.date
    files: tuple[RawFile, ...]


def load_sample(language: str, task: Task) -> Sample:
    """Read the sample of a language (``fr`` or ``en``).

    :raises Cancelled: when the job was cancelled.
    """
    folder = resources.path("samples", language)
    facts = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    names = [entry["name"] for entry in facts["file"]]
    files = []
    for index, name in enumerate(names):
        task.progress(index / len(names), msg("Reading {file}…", file=name))
        raw, _ = read_file(folder / name, cancelled=task.cancelled)
        files.append(raw)
    return Sample(facts["company"], facts["today"], tuple(files))


def sample_taken(
    sample: Sample, action: Callable[[ActionKind, Message, tuple[Change, ...]], Action], task: Task
) -> Taken:
    """The sample as a document of its own; *action* makes an action of today."""
    held = tuple(Holding(uuid4(), raw, propose(raw, remembered=None, today=sample.today)) for raw in sample.files)
    result = built(held, StageMap(), task)
    named = (
        Change("settings", "company", "", sample.company),
        Change("settings", "pinned_today", None, sample.today.isoformat()),
    )
    settled = replace(action(ActionKind.SETTING, msg("the sample"), named), parent=None)
    taken = replace(action(ActionKind.IMPORT, msg("the sample"), import_changes(held, {})), parent=settled.id)
    return Taken(
        held, result.dataset, result.issues, (settled, taken), result.counts, held, fresh=True, is_sample=True,
        summary=msg("This is a made-up company. Open your own spreadsheets whenever you like."),
    )  # fmt: skip
