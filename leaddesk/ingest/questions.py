"""The words for what a file does not decide, with what each answer would do."""

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
