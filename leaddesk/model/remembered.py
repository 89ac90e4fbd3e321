"""What was decided of files, kept for the next ones with the same headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leaddesk.model.recipe import sheet_from_json, sheet_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leaddesk.model.recipe import Recipe, SheetRecipe


@dataclass(frozen=True, slots=True)
class Remembered:
    """Mappings that the user confirmed, by the fingerprint of the headers; later ones replace earlier ones."""

    sheets: Mapping[str, SheetRecipe] = field(default_factory=dict)

    def with_recipes(self, recipes: Iterable[Recipe]) -> Remembered:
        """The same with what those recipes decided."""
        sheets = dict(self.sheets)
        for recipe in recipes:
            sheets.update(recipe.remembered())
        return Remembered(sheets)

    def to_json(self) -> dict[str, Any]:
        """As plain values that JSON can hold."""
        return {mark: sheet_to_json(sheet) for mark, sheet in self.sheets.items()}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Remembered:
        """What :meth:`to_json` wrote.

        :raises ValueError: when it is something else.
        """
        try:
            return cls({mark: sheet_from_json(sheet) for mark, sheet in plain.items()})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not remembered mappings: {error}") from error
