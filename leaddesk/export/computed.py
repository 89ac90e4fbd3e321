"""Figures that no formula says: values marked as LeadDesk's, which an input changed since takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import PatternFill

from leaddesk.export import bounds
from leaddesk.export.celltext import quoted
from leaddesk.export.formulas import NONE, Formula, number
from leaddesk.export.page import ROW_HEIGHT
from leaddesk.export.reasons import CHANGED, INPUTS_CHANGED, OTHER_FILTERS
from leaddesk.export.styles import BAD, Look
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.page import Page
    from leaddesk.model.measure import Measure

COMPUTED: Final = msg("computed by LeadDesk")
"""Marks a value where other figures are formulas."""
STAYS: Final = msg(
    "What LeadDesk computed stays as exported when rows are corrected in this file: correct them in LeadDesk."
)
FORMULA: Final = msg("formula")
HATCH: Final = PatternFill("lightUp", start_color="B8C2CC", end_color="FFFFFF")
MEASURE_WIDTH: Final = 4
"""A value, its sample size and its two bounds."""


def unless_changed(page: Page, text: str) -> Formula:
    """A formula that gives ``–`` once what the page hangs on differs from what was exported."""
    return Formula(f"IF({page.hangs_on}=1,{NONE},{text})")


def figure(page: Page, row: int, column: int, value: float | None, look: Look) -> None:
    """A value that LeadDesk computed; None is ``–``."""
    page.figure(row, column, None if value is None else unless_changed(page, number(float(value))), value, look)


def measure(page: Page, row: int, column: int, found: Measure | None, look: Look) -> None:
    """Four cells: the value, its sample size, its bounds."""
    parts = (None,) * MEASURE_WIDTH if found is None else (found.value, found.n, found.low, found.high)
    for place, (part, one) in enumerate(zip(parts, (look, Look.COUNT, look, look), strict=True), column):
        figure(page, row, place, part, one)


def share(page: Page, row: int, column: int, part: str, whole: str, value: float | None) -> None:
    """The share of one cell in another as a formula, ``–`` where there is none."""
    text = f"IF(COUNT({part},{whole})<2,{NONE},IF({whole}<=0,{NONE},{part}/{whole}))"
    page.formula(row, column, text, value, Look.PERCENT)


def share_with_bounds(page: Page, row: int, column: int, part: str, whole: str, found: Measure) -> None:
    """The share of one cell in another and Wilson's bounds of it, three formulas."""
    share(page, row, column, part, whole, found.value)
    for place, (bound, end) in enumerate(
        zip(bounds.wilson_of(part, whole), (found.low, found.high), strict=True), column + 1
    ):
        page.formula(row, place, bound, end, Look.PERCENT)


def opening(
    page: Page,
    title: Message,
    subtitle: Message,
    methods: Sequence[Message],
    columns: int,
    wide: int,
    *,
    follows: str | None = INPUTS_CHANGED,
) -> int:
    """The title, what the sheet is about and how its figures came about; gives the next free row.

    *columns*: how many the words stretch over, which are *wide* characters together. *follows*: the cell that says
    whether what it hangs on was changed; None when the inputs do not matter to it.
    """
    page.text(1, 1, title, Look.TITLE)
    page.text(2, 1, subtitle, Look.SUBTITLE)
    if follows is not None:
        page.hangs_on = follows
        words = page.review.words(CHANGED if follows == INPUTS_CHANGED else OTHER_FILTERS)
        page.formula(3, 1, f'IF({follows}=1,{quoted(words)},"")', "", Look.TEXT)
        page.coloured_when("A3", f"{follows}=1", BAD)
    page.text(4, 1, msg("How these figures came about"), Look.HEADING)
    row = 4
    for method in methods:
        row += 1
        prose(page, row, method, columns, wide)
    prose(page, row + 1, STAYS, columns, wide)
    return row + 3


def prose(page: Page, row: int, words: Message, columns: int, wide: int) -> None:
    """Words over several columns, in as many lines as they take."""
    page.text(row, 1, words, Look.PROSE)
    page.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    page.heights(row, ROW_HEIGHT * (1 + len(page.review.words(words)) // wide))


def remark(page: Page, row: int, column: int, words: Message | str, wide: float) -> None:
    """A remark in a column of *wide* characters; the row is as high as it takes."""
    page.text(row, column, words, Look.NOTE)
    lines = 1 + len(words if isinstance(words, str) else page.review.words(words)) // int(1.1 * wide)
    if lines > 1:
        page.heights(row, 12.5 * lines)


def hatch(page: Page, row: int, column: int) -> None:
    """Hatch a cell: not all of its leads are that old."""
    page.sheet.cell(row, column).fill = HATCH


def shaded(page: Page, ranges: str) -> None:
    """Shade the numbers of cells from white to blue: the more, the darker."""
    rule = ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num", start_value=0, start_color="FFFFFF", end_type="max", end_color=f"FF{ACCENT_MIDDLE}"
    )
    page.sheet.conditional_formatting.add(ranges, rule)


ACCENT_MIDDLE: Final = "7FB0E6"
"""A blue on which black digits can be read."""
