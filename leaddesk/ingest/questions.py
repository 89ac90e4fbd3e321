"""The words for what a file does not decide, with what each answer would do, and for what told the order of dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import dateorders
from leaddesk.ingest.findings import column_issue
from leaddesk.ingest.values import EXAMPLES
from leaddesk.model.issues import Issue, Severity
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.ingest.findings import Lines
    from leaddesk.ingest.values import Selection
    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.recipe import SheetRecipe
    from leaddesk.text import Fact

_ORDERS: Final[dict[str, Callable[[int, str], Message]]] = {
    "dmy": lambda count, column: msgn(
        "“{column}”: nothing tells day from month in dates such as 03/04; read as day, then month. The other way, "
        "{count} date would fall in another month",
        "“{column}”: nothing tells day from month in dates such as 03/04; read as day, then month. The other way, "
        "{count} dates would fall in another month",
        count, column=column,
    ),
    "mdy": lambda count, column: msgn(
        "“{column}”: nothing tells day from month in dates such as 03/04; read as month, then day. The other way, "
        "{count} date would fall in another month",
        "“{column}”: nothing tells day from month in dates such as 03/04; read as month, then day. The other way, "
        "{count} dates would fall in another month",
        count, column=column,
    ),
    "ymd": lambda _count, column: msg(
        "“{column}”: nothing tells the year in dates such as 03/04/05; read as year, month, day", column=column
    ),
}  # fmt: skip
EVIDENCE: Final[dict[str, Message]] = {
    "days": msg("it holds days above 12"),
    "years": msg("its first numbers hardly change, as years do"),
    "columns": msg("another column of the sheet tells"),
    "sheets": msg("another sheet of the file tells"),
    "ahead": msg("the other way, some dates would be later than the file"),
    "turned": msg("the other way, more sales or answers would come before their lead"),
    "rows": msg("so the rows lie in the order of their dates"),
    "words": msg("the sheet is written in French"),
    "chosen": msg("so it was chosen"),
}
"""What told the order of a column's dates (:attr:`~leaddesk.model.recipe.ColumnChoice.order_evidence`), in words."""
_PLAIN: Final = "days"
"""What leaves no doubt, and is only said beside the column."""
_READ_AS: Final[dict[str, Message]] = {
    "dmy": msg("day, then month"),
    "mdy": msg("month, then day"),
    "ymd": msg("year, then month, then day"),
}
_MOST_TEXTS: Final = 20_000
_ASKED: Final = ("date-order", "decimal")
_SIGNS: Final[dict[str, Callable[[str], Message]]] = {
    ",": lambda column: msg(
        "“{column}”: nothing tells whether the comma or the point separates decimals; read as the comma", column=column
    ),
    ".": lambda column: msg(
        "“{column}”: nothing tells whether the comma or the point separates decimals; read as the point", column=column
    ),
}


def questions(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, selection: Selection, lines: Lines) -> list[Issue]:
    """What the file alone does not decide, how it is read until the user says, and what the other way would change."""
    result = []
    for question in recipe.questions:
        code, _, position = question.rpartition(":")
        if code not in _ASKED:  # a year: the days without one are a finding of their own
            continue
        choice = recipe.at(int(position))
        hit = np.zeros(len(lines), np.bool_)
        examples: tuple[tuple[Fact, Fact], ...] = ()
        if code == "date-order":
            hit, examples = dateorders.both_ways(selection.cells(choice.position), choice, EXAMPLES)
            message = _ORDERS[choice.date_order](int(hit.sum()), choice.header)
        else:
            message = _SIGNS[choice.decimal](choice.header)
        issue = column_issue(Severity.WARNING, message, raw, sheet, choice, lines, hit, code)
        result.append(replace(issue, examples=examples))
    return result


def orders(raw: RawFile, sheet: RawSheet, recipe: SheetRecipe, selection: Selection, lines: Lines) -> list[Issue]:
    """For each column of which some dates can be read in two ways: how they are read, and what told it; nothing of
    one whose own days tell, as those of nearly every file do.
    """
    result = []
    for choice in recipe.columns:
        is_told = choice.order_evidence in EVIDENCE and choice.order_evidence != _PLAIN
        cells = selection.cells(choice.position) if is_told and choice.target else None
        if cells is None or choice.date_order not in _READ_AS or len(cells.raw_texts) > _MOST_TEXTS:
            continue
        hit, pairs = dateorders.both_ways(cells, choice, EXAMPLES)
        if not hit.any():
            continue
        message = msg(
            "“{column}”: dates such as {example} are read as {order}: {evidence}",
            column=choice.header, example="03/04/05" if choice.date_order == "ymd" else "03/04",
            order=_READ_AS[choice.date_order], evidence=EVIDENCE[choice.order_evidence],
        )  # fmt: skip
        examples = tuple((text, read) for text, (read, _other) in pairs)
        issue = column_issue(Severity.INFO, message, raw, sheet, choice, lines, hit, "date-order-told")
        result.append(replace(issue, examples=examples))
    return result
