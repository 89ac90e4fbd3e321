"""The sample company that ships with the program, read like any other files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk import resources
from leaddesk.ingest.reader import read_file
from leaddesk.text import msg

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.raw import RawFile
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
