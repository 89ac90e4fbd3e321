"""What is told of a run that did not end as it should: what happened, how the document is, the last backup."""

from __future__ import annotations

import datetime as dt
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from leaddesk import __version__
from leaddesk.errors import LeadDeskError
from leaddesk.text import Message, msg
from leaddesk.ui.crash.endings import Ended, How
from leaddesk.ui.notices import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from uuid import UUID

    from leaddesk.text import Language
    from leaddesk.ui.jobs import Task

LastBackup: TypeAlias = "Callable[[UUID], dt.datetime | None]"
"""When the last backup of a document was made, by the document's id; None when there is none."""

COMMAND: Final = "support"
"""The command that shows the details of what went wrong."""
OFFER: Final = msg("Show details")
_WHAT: Final = {
    How.KILLED: msg("LeadDesk was not closed as usual last time: it was stopped, or the computer went off."),
    How.CRASHED: msg("LeadDesk stopped last time because of an error in the program."),
    How.HUNG: msg("LeadDesk did not respond any more last time, and was stopped."),
}


@dataclass(frozen=True, slots=True)
class Story:
    """A run that did not end as it should and how its document is: ``error`` says why it could not be checked."""

    ended: Ended
    saved: dt.datetime | None = None
    backup: dt.datetime | None = None
    error: LeadDeskError | None = None

    @property
    def what(self) -> Message:
        """How the run ended."""
        return _WHAT[self.ended.how]

    @property
    def notice(self) -> Notice:
        """The story in the message bar, where it stays until it is closed."""
        if self.error is not None:
            hint = self.error.message
            if self.error.hint is not None:
                hint = msg("{sentence} {next}", sentence=hint, next=self.error.hint)
            return Notice(Tone.WARNING, self.what, self._with_backup(hint), offer=OFFER, command=COMMAND)
        return Notice(Tone.INFO, self.what, self._with_backup(self._checked), offer=OFFER, command=COMMAND, lasts=True)

    @property
    def _checked(self) -> Message:
        if self.ended.document is None:
            return msg("No document was open: nothing is lost.")
        if self.saved is None:
            return msg("Your document was checked: everything is there.")
        return msg(
            "Your document was checked: everything is there, up to your last change, at {time} on {day}.",
            time=f"{self.saved:%H:%M:%S}", day=self.saved.date(),
        )  # fmt: skip

    def _with_backup(self, sentence: Message) -> Message:
        if self.backup is None:
            return sentence
        kept = msg("The last backup is of {moment}.", moment=self.backup.astimezone().replace(tzinfo=None))
        return msg("{sentence} {next}", sentence=sentence, next=kept)


def told(ended: Ended, last_backup: LastBackup | None, task: Task) -> Story:
    """Open and check the document of a run that did not end as it should, on the I/O thread.

    Opening it takes back what was written by half. Everything in it is read, and compared with its checksums.

    :raises Cancelled: when the job was cancelled.
    """
    if ended.document is None:
        return Story(ended)
    try:
        key, saved = _read_whole(ended.document, task)
    except LeadDeskError as error:
        return Story(ended, error=error)
    return Story(ended, saved, None if last_backup is None else last_backup(key))


def _read_whole(path: Path, task: Task) -> tuple[UUID, dt.datetime | None]:
    from leaddesk.workspace.document import Document

    saved: dt.datetime | None = None
    with Document.open(path) as document:
        for action in document.actions():
            task.check()
            saved = dt.datetime.fromisoformat(action.time).astimezone()
        for entry in document.imports():
            task.check()
            document.raw(entry.id)
        return document.id, saved


def something_went_wrong(saved: dt.datetime | None) -> Notice:
    """What is told at once of an error that nobody caught; *saved* is when the last change was written."""
    text = (
        msg("Something went wrong in LeadDesk.")
        if saved is None
        else msg("Something went wrong in LeadDesk; your work is saved up to {time}.", time=f"{saved:%H:%M:%S}")
    )
    hint = msg("You can go on. If anything looks odd, close LeadDesk and start it again.")
    return Notice(Tone.WARNING, text, hint, offer=OFFER, command=COMMAND)


def details(language: Language, story: Story | None, errors: Iterable[str]) -> str:
    """What support needs to know, as text without anything of the user's."""
    from PySide6.QtCore import QSysInfo, qVersion

    words = language.text
    system = f"{QSysInfo.prettyProductName()} ({QSysInfo.currentCpuArchitecture()})"
    parts = [f"LeadDesk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {system}"]
    if story is not None:
        lines = [words(story.what)]
        if story.ended.started is not None:
            begun = story.ended.started.astimezone().replace(tzinfo=None)
            lines.append(words(msg("Started: {moment}", moment=begun)))
        if story.ended.document is not None:
            sound = msg("Document checked: everything is there")
            lines.append(words(sound) if story.error is None else story.error.message.msgid)
        lines += [story.ended.trace] if story.ended.trace else []
        parts.append("\n".join(lines))
    since = list(errors)
    heading = msg("Errors since the start:") if since else msg("No error since the start.")
    parts.append("\n".join([words(heading), *since]))
    return "\n\n".join(parts)
