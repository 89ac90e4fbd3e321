"""What was decided of a sheet under each of its header lines, so that going back is going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.ingest.mapping import repropose
from leaddesk.ingest.rechosen import redated

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.ui.holding import Holding

Place = tuple["UUID", str]


class Drafts:
    """The recipes of the sheets of an import that the user turned away from, by header line and by table.

    What was chosen for columns, switched off or answered under a header line is no use under another one, whose columns
    are others; it is there again with the line.
    """

    def __init__(self, today: dt.date) -> None:
        """*today*: nothing in a file can have happened after it."""
        self._today = today
        self._by_line: dict[tuple[Place, int | None], SheetRecipe] = {}
        self._by_table: dict[tuple[Place, int | None, str], SheetRecipe] = {}

    def under(self, held: Holding, sheet: SheetRecipe, header_row: int | None) -> SheetRecipe:
        """What the sheet is taken for with its headers in another row (0-based; None: it has none)."""
        place = self._kept(held, sheet)
        known = self._by_line.get((place, header_row))
        if known is not None:
            return known
        made = repropose(held.raw, held.recipe, sheet.sheet, header_row=header_row, today=self._today)
        return self._by_line.get((place, made.header_row), made)  # headers over two rows have the last of them

    def taken_for(self, held: Holding, sheet: SheetRecipe, table: str) -> SheetRecipe:
        """What the sheet is when it is taken for another table (empty: for none)."""
        place, row = self._kept(held, sheet), sheet.header_row
        known = self._by_table.get((place, row, table))
        return known or repropose(held.raw, held.recipe, sheet.sheet, table=table, header_row=row, today=self._today)

    def redated(self, held: Holding, sheet: SheetRecipe) -> SheetRecipe:
        """The sheet with how columns are read that were taken for dates just now, or with what is to be asked."""
        return redated(held.raw, held.recipe.sheet(sheet.sheet), sheet, self._today)

    def _kept(self, held: Holding, sheet: SheetRecipe) -> Place:
        place = (held.id, sheet.sheet)
        self._by_line[place, sheet.header_row] = sheet
        self._by_table[place, sheet.header_row, sheet.table] = sheet
        return place
