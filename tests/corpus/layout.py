"""Where things stand on a sheet: titles, headers, rows, totals and everything that people put between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.corpus.grid import Cell, Sheet, letters
from tests.corpus.truth import Json, Table, columns_json, row_json

if TYPE_CHECKING:
    from tests.corpus.dice import Dice
    from tests.corpus.truth import Field

TOTALS: Final = {
    "fr": ("Total", "TOTAL", "Total général", "TOTAL GÉNÉRAL"),
    "en": ("Total", "TOTAL", "Grand Total"),
}
SUBTOTALS: Final = {"fr": ("Sous-total {}", "Total {}"), "en": ("Subtotal {}", "{} Total")}
ASIDES: Final = {
    "fr": ("à rappeler !", "vu avec Gaël", "attention doublon ?", "en attente compta"),
    "en": ("call back!", "checked with Toby", "duplicate?", "ask accounting"),
}
GROUPS: Final = {"fr": ("Demande", "Suivi"), "en": ("Request", "Follow-up")}
BY: Final = ("channel", "network", "city", "status", "kind")


@dataclass
class Page:
    """A sheet that is filled from the top; ``line`` is the next free line, ``left`` the first column of tables."""

    sheet: Sheet
    language: str
    line: int = 1
    left: int = 1
    not_data: list[Json] = field(default_factory=list)

    def mark(self, reason: str, position: int | None = None) -> None:
        """The next line (or the cell at ``position`` in it) is no data."""
        entry: Json = {"sheet": self.sheet.name, "line": self.line, "reason": reason}
        if position:
            entry["position"] = position
        self.not_data.append(entry)

    def say(self, text: str, reason: str) -> None:
        """A line with one text."""
        self.sheet.put(self.line, self.left, text)
        self.mark(reason)
        self.line += 1

    def blank(self, count: int = 1) -> None:
        """Empty lines."""
        for _ in range(count):
            self.mark("blank")
            self.line += 1

    def table(self, table: Table, layout: set[str], dice: Dice) -> Json:
        """Write a table with the layout damages named, and give its truth."""
        if layout & {"subtotals", "sections"}:
            group = _grouping(table)
            table = table.part(sorted(range(table.rows), key=[str(value) for value in group.values].__getitem__))
        gap = dice.between(1, len(table.fields) - 2) if "blank_columns" in layout else 99
        positions = [self.left + at + (at > gap) for at in range(len(table.fields))]
        printer = _Printer(self, table, positions, dice, layout)
        header_lines = printer.header()
        rows = printer.body()
        truth: Json = {"table": table.id, "sheet": self.sheet.name, "header_lines": header_lines, "shape": "long"}
        truth["columns"] = columns_json(table, positions)
        keys = [column["key"] for column in truth["columns"]]
        truth["rows"] = [row_json(table, keys, row, line) for row, line in rows]
        if "stray_notes" in layout:
            self._asides([line for _, line in rows], positions[-1] + 2, dice)
        return truth

    def _asides(self, lines: list[int], position: int, dice: Dice) -> None:
        for line in dice.some(lines[1:], 3):
            self.sheet.put(line, position, dice.pick(ASIDES[self.language]))
            self.not_data.append({"sheet": self.sheet.name, "line": line, "reason": "aside", "position": position})


def _grouping(table: Table) -> Field:
    return next(one for name in BY if (one := table.field(name)))


@dataclass
class _Printer:
    """Prints one table on a page."""

    page: Page
    table: Table
    positions: list[int]
    dice: Dice
    layout: set[str]

    def header(self) -> list[int]:
        """Write the header; gives its lines."""
        if "header_two_rows" in self.layout:
            return self._split_header()
        if "header_merged" in self.layout:
            return self._grouped_header()
        self._words([one.header for one in self.table.fields])
        return [self.page.line - 1]

    def _words(self, words: list[str]) -> None:
        for position, word in zip(self.positions, words, strict=True):
            self.page.sheet.put(self.page.line, position, word)
        self.page.mark("header")
        self.page.line += 1

    def _split_header(self) -> list[int]:
        """Long headers run over two lines; short ones stand on the lower."""
        upper, lower = [], []
        for one in self.table.fields:
            first, _, rest = one.header.rpartition(" ")
            split = bool(first) and len(one.header) > 8
            upper.append(first if split else "")
            lower.append(rest if split else one.header)
        if not any(upper):
            upper[0], lower[0] = lower[0], ""
        self._words(upper)
        self._words(lower)
        return [self.page.line - 2, self.page.line - 1]

    def _grouped_header(self) -> list[int]:
        """Two merged words over the halves of the table."""
        half = len(self.positions) // 2
        line, sheet = self.page.line, self.page.sheet
        for word, part in zip(GROUPS[self.page.language], (self.positions[:half], self.positions[half:]), strict=True):
            sheet.put(line, part[0], word)
            if part[-1] > part[0]:
                sheet.merged.append((line, part[0], line, part[-1]))
        self.page.mark("header")
        self.page.line += 1
        self._words([one.header for one in self.table.fields])
        return [line, line + 1]

    def body(self) -> list[tuple[int, int]]:
        """Write the rows and what stands between them; gives each row's line."""
        group = _grouping(self.table) if self.layout & {"subtotals", "sections"} else None
        placed: list[tuple[int, int]] = []
        run: list[int] = []
        for row in range(self.table.rows):
            if group and (row == 0 or group.values[row] != group.values[row - 1]):
                self._close(group, run)
                run = []
                if "sections" in self.layout:
                    self.page.say(str(group.values[row]), "section")
            if "repeated_header" in self.layout and row and row % 7 == 0:
                self._words([one.header for one in self.table.fields])
            if "blank_rows" in self.layout and row and self.dice.chance(0.2):
                self.page.blank()
            for position, one in zip(self.positions, self.table.fields, strict=True):
                self.page.sheet.put(self.page.line, position, one.cells[row])
            placed.append((row, self.page.line))
            run.append(row)
            self.page.line += 1
        self._close(group, run)
        self._total(placed)
        return placed

    def _close(self, group: Field | None, run: list[int]) -> None:
        if group and run and "subtotals" in self.layout:
            name = group.values[run[0]]
            label = SUBTOTALS[self.page.language][0 if "sections" in self.layout else 1].format(name)
            self._sums(run, label, "subtotal", self.table.fields.index(group))

    def _total(self, placed: list[tuple[int, int]]) -> None:
        rows = [row for row, _ in placed]
        if "total_row" in self.layout or ("subtotals" in self.layout and self.dice.chance(0.7)):
            self._sums(rows, self.dice.pick(TOTALS[self.page.language]), "total", 0)
        elif "total_unlabelled" in self.layout:
            self._sums(rows, "", "total", 0)

    def _sums(self, rows: list[int], label: str, reason: str, at: int) -> None:
        page = self.page
        if self.table.fields[at].sums:
            at = next(place for place, one in enumerate(self.table.fields) if not one.sums)
        page.sheet.put(page.line, self.positions[at], label)
        for position, one in zip(self.positions, self.table.fields, strict=True):
            if one.sums:
                cell = one.write(one.total(rows))
                if "formulas" in self.layout and isinstance(cell.value, (int, float)):
                    last = page.line - 1
                    span = f"{letters(position)}{last - len(rows) + 1}:{letters(position)}{last}"
                    cell = Cell(cell.value, cell.form, f"SUM({span})")
                page.sheet.put(page.line, position, cell)
        page.mark(reason)
        page.line += 1
