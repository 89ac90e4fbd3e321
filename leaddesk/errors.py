"""Expected errors: an action that cannot be done, and what to do instead."""

from __future__ import annotations

from leaddesk.text import Message, language


class LeadDeskError(Exception):
    """An action cannot be done. Carries what happened and a hint; anything else that is raised is a bug.

    *message* says what and where (it names the file), *hint* what the user can do about it.
    """

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The English words, for logs and developers; renderers use their own language."""
        english = language("en")
        return " ".join(english.text(part) for part in (self.message, self.hint) if part is not None)


class PasswordError(LeadDeskError):
    """A file wants a password, or (*wrong*) another one than it was given."""

    def __init__(self, message: Message, hint: Message | None = None, *, wrong: bool = False) -> None:
        super().__init__(message, hint)
        self.wrong = wrong


class Cancelled(Exception):  # noqa: N818  (not an error: the user asked for it)
    """A job was asked to stop and did."""
