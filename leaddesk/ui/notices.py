"""What the session tells the window: words for the message bar, leads to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from leaddesk.text import msg

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from leaddesk.model.issues import Issue
    from leaddesk.text import Message
    from leaddesk.ui.jobs import Failure


class Tone(StrEnum):
    """How a notice is meant."""

    INFO = auto()
    SUCCESS = auto()
    WARNING = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user in the message bar; ``path`` is a file or folder that can be opened from there,
    ``command`` the id of a command that can be given from there, under the words ``offer``. ``adds``: it is told below
    the good news that it would cover. ``lasts``: it stays until it is closed, as warnings and errors do.
    """

    tone: Tone
    text: Message
    hint: Message | None = None
    path: Path | None = None
    details: tuple[Issue, ...] = ()
    offer: Message | None = None
    command: str = ""
    adds: bool = False
    lasts: bool = False


def failed(failure: Failure) -> Notice:
    """That a job failed; where the program is to blame, with the details."""
    if not failure.bug:
        return Notice(Tone.ERROR, failure.message, failure.hint)
    return Notice(Tone.ERROR, failure.message, failure.hint, offer=msg("Show details"), command="support")


@dataclass(frozen=True, eq=False, slots=True)
class LeadsRequest:
    """Leads to be shown alone in the Leads tab: their permanent row ids and what they are."""

    rows: npt.NDArray[np.int64]
    label: Message
