"""The files and sheets of an import: what each is taken for, and whether it asks something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg
from leaddesk.ui.icons import icon
from leaddesk.ui.row_counts import rows_given
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from leaddesk.ingest.importer import SheetCount
    from leaddesk.model.issues import Issue
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Language
    from leaddesk.ui.holding import Pending

KEY: Final = Qt.ItemDataRole.UserRole


class SheetList(QListWidget):
    """A line a sheet: its place, and below it what it is taken for and how many rows it gives."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._counts: dict[tuple[UUID, int], SheetCount] = {}
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(language.text(msg("Files and sheets")))

    def fill(self, pending: Pending) -> None:
        """A line for every sheet of the files. The one that it is about becomes the current one, else the first that
        is taken in.
        """
        self.clear()
        for held in pending.files:
            for index in range(len(held.recipe.sheets)):
                item = QListWidgetItem()
                item.setData(KEY, (held.id, index))
                self.addItem(item)
        self.write(pending)
        recipes = [self.recipe_at(row, pending) for row in range(self.count())]
        first = next((row for row, recipe in enumerate(recipes) if recipe.table), 0 if recipes else -1)
        self.setCurrentRow(first if pending.about is None else self._asked_about(pending.about, pending, recipes))

    def _asked_about(self, issue: Issue, pending: Pending, recipes: list[SheetRecipe]) -> int:
        """The row of the sheet of a finding: of its file, the one it names or the first that is taken in."""

        def closeness(row: int) -> tuple[bool, bool, bool, int]:
            is_of_file = pending.held(self.place(row)[0]).raw.name == issue.file
            return is_of_file, issue.sheet == recipes[row].sheet, bool(recipes[row].table), -row

        return max(range(len(recipes)), key=closeness, default=-1)

    def place(self, row: int) -> tuple[UUID, int]:
        """The import and the number of the sheet at a row of the list."""
        import_id, index = self.item(row).data(KEY)
        return import_id, int(index)

    def recipe_at(self, row: int, pending: Pending) -> SheetRecipe:
        """The recipe of the sheet at a row of the list."""
        import_id, index = self.place(row)
        return pending.held(import_id).recipe.sheets[index]

    def count_rows(self, counts: Mapping[UUID, tuple[SheetCount, ...]]) -> None:
        """Note how many rows the sheets of files give."""
        for import_id, own in counts.items():
            for index, count in enumerate(own):
                self._counts[import_id, index] = count

    def uncounted(self) -> frozenset[UUID]:
        """The files whose rows are not counted yet."""
        return frozenset(place[0] for place in map(self.place, range(self.count())) if place not in self._counts)

    def counts(self) -> list[SheetCount]:
        """The rows of the sheets that are taken in, as far as counted."""
        return [count for count in self._counts.values() if count.table]

    def write(self, pending: Pending) -> None:
        """Write every line anew."""
        words = self.language.text
        for row in range(self.count()):
            item, place = self.item(row), self.place(row)
            held, recipe = pending.held(place[0]), self.recipe_at(row, pending)
            name = held.raw.name or words(msg("Clipboard"))
            where = f"{name} › {recipe.sheet}" if len(held.recipe.sheets) > 1 and recipe.sheet else name
            item.setText(f"{where}\n{words(self._taken(place, recipe))}")
            item.setToolTip(plain_tooltip(where))
            question = bool(recipe.table and recipe.questions)
            item.setIcon(icon("triangle-alert", "warning") if question else icon("check" if recipe.table else "x"))

    def _taken(self, place: tuple[UUID, int], recipe: SheetRecipe) -> Message:
        if not recipe.table:
            return msg("left out")
        count = self._counts.get(place)
        if count is None or count.table != recipe.table:
            return BY_ID[recipe.table].label
        return rows_given(count.table, count.taken, count.given)
