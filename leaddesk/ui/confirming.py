"""Whether a file has to be shown to the user before it is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.model.recipe import Recipe, Remembered
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
