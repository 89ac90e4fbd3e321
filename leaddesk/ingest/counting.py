"""The rows of a file counted without reading its cells, as far as they give their rows to a table one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.ingest.importer import SheetCount, count_of, in_order
from leaddesk.ingest.parts import part_of, places_of

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import Recipe


def counted(raw: RawFile, recipe: Recipe) -> tuple[SheetCount, ...]:
    """What :func:`~leaddesk.ingest.importer.build` counts of the sheets of a file where no other one makes rows of it
    superfluous.
    """
    counts = []
    for sheet, sheet_recipe, place in in_order(raw, recipe, 0):
        if not sheet_recipe.table:
            counts.append(count_of(raw, sheet, None))
        elif sheet_recipe.wide:
            counts.append(count_of(raw, sheet, part_of(raw, sheet, sheet_recipe, place)))
        else:
            places, left_out, read = places_of(sheet, sheet_recipe)
            taken = len(places)
            counts.append(SheetCount(raw.name, sheet.name, sheet_recipe.table, read, taken, taken, left_out))
    return tuple(counts)
