"""Whether a file can be taken in, and has to be shown to the user before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe
    from leaddesk.model.remembered import Remembered
    from leaddesk.ui.holding import Holding


def needs_confirmation(recipe: Recipe, remembered: Remembered) -> bool:
    """Whether the user should look at a proposal: not when the same headers were confirmed before."""
    sheets = [sheet for sheet in recipe.sheets if sheet.table]
    if not sheets:
        return True
    return any(sheet.questions or sheet.fingerprint not in remembered.sheets for sheet in sheets)


def fingerprints(files: Iterable[Holding]) -> frozenset[str]:
    """The headers that the sheets of files have, as they are remembered by."""
    return frozenset(sheet.fingerprint for held in files for sheet in held.recipe.sheets)


def refuse_twice(raw: RawFile, held: Sequence[Holding]) -> None:
    """Refuse a file whose content is in already.

    :raises LeadDeskError: when it is.
    """
    other = next((one.raw for one in held if one.raw.digest == raw.digest), None)
    if other is None:
        return
    if raw.name and other.name not in ("", raw.name):
        raise LeadDeskError(
            msg("“{file}” holds exactly what “{other}” holds.", file=raw.name, other=other.name),
            msg("It was left aside: everything in it would count twice."),
        )
    hint = msg("To have it read in another way, choose “Change how files are read…” in the “Edit” menu.")
    if not raw.name:
        raise LeadDeskError(msg("These rows were pasted before: they would count twice."), hint)
    raise LeadDeskError(msg("“{file}” is open already: its content is the same.", file=raw.name), hint)
