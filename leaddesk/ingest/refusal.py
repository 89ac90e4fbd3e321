"""Why a file is not read, as a code: the worker knows the reason, its parent finds the words (``explanations``)."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  (it is a verdict about a file, not a fault of the program)
    """A file that is not read. *code* is a key of ``explanations.REASONS``; *details* are numbers or short texts."""

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details
