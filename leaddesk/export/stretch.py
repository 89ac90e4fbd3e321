"""Aggregates over the days from one cell to another, whatever the period and the filters of the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.export.formulas import NONE, Formula, conditions, nothing, quantile_of, tests_of
from leaddesk.model.expression import Count, OnDay, OverDays, Quantile, Sum, Where, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.export.formulas import Columns, Group
    from leaddesk.model.expression import Aggregate


def between(
    total: Aggregate, columns: Columns, first: str, last: str, parts: Sequence[Sequence[Group]] = ((),)
) -> Formula:
    """The formula of an aggregate over the rows of the days from one cell to another.

    Rows that cover days count with the share of these that lies between. *parts*: rows are counted that are in all the
    groups of one of them; no row may be in two.
    """
    if isinstance(total, Quantile):
        return _quantile(total, columns, first, last, parts)
    if isinstance(total.by, OverDays) or is_row_by_row(total):
        return _row_by_row(total, columns, first, last, parts)
    days = columns.values(total.by.day)
    limits = [f'{days},">="&{first}', f'{days},"<"&{last}+1']

    def added(function: str, *start: str, where: tuple[Where, ...] = total.where) -> str:
        asked = [*start, *limits, *conditions(where, columns, None)]
        several = ([*asked, *(f"{group.keys},{group.key}" for group in part)] for part in parts)
        return "+".join(f"{function}({','.join(one)})" for one in several)

    counted = added("COUNTIFS")
    if isinstance(total, Count):
        return Formula(counted)
    with_value = added("COUNTIFS", where=known(total).where)
    summed = added("SUMIFS", columns.values(total.value))
    return Formula(f"IF({with_value}=0,{nothing(total, counted)},{summed})")


def is_row_by_row(total: Aggregate) -> bool:
    """Whether its formula looks at whole ranges row by row, which takes long over very many."""
    return isinstance(total, Quantile) or isinstance(total.by, OverDays) or (isinstance(total, Sum) and total.power > 1)


def _row_by_row(
    total: Count | Sum, columns: Columns, first: str, last: str, parts: Sequence[Sequence[Group]]
) -> Formula:
    """What no function of conditions counts: shares of days, and squares."""
    inside = _inside(total, columns, first, last, parts)
    counted = f"SUM(IF({inside},1,0))"
    if isinstance(total, Count):
        return Formula(counted, is_array=True)
    value = columns.values(total.value)
    weighed = "*".join([value] * total.power)
    if isinstance(total.by, OverDays):
        begin, end = _ends(total.by, columns)
        shared = f"IF({end}<{last},{end},{last})-IF({begin}>{first},{begin},{first})+1"
        weighed = f"{weighed}*({shared})/({end}-{begin}+1)"
    has_value = f"({inside})*ISNUMBER({value})"
    with_value, summed = f"SUM(IF({has_value},1,0))", f"SUM(IF({has_value},{weighed},0))"
    return Formula(f"IF({with_value}=0,{nothing(total, counted)},{summed})", is_array=True)


def _quantile(total: Quantile, columns: Columns, first: str, last: str, parts: Sequence[Sequence[Group]]) -> Formula:
    value = columns.values(total.value)
    has_value = f"({_inside(total, columns, first, last, parts)})*ISNUMBER({value})"
    found = f"IF({has_value},{value})"
    return Formula(f"IF(SUM(IF({has_value},1,0))=0,{NONE},{quantile_of(total, found)})", is_array=True)


def _inside(total: Aggregate, columns: Columns, first: str, last: str, parts: Sequence[Sequence[Group]]) -> str:
    """1 for each row that counts, 0 for the others."""
    begin, end = (columns.values(total.by.day),) * 2 if isinstance(total.by, OnDay) else _ends(total.by, columns)
    asked = [f"ISNUMBER({begin})", f"({begin}<{last}+1)", f"({end}>={first})"]
    asked += [f"({test})" for test in tests_of(total.where, columns)]
    several = ("*".join([*asked, *(f"({group.keys}={group.key})" for group in part)]) for part in parts)
    return "+".join(several)


def _ends(by: OverDays, columns: Columns) -> tuple[str, str]:
    """The first and the last day of each row: of one without a last day, or with one before the first, they are one."""
    begin, until = columns.values(by.first), columns.until(by)
    return begin, begin if until is None else f"IF(ISNUMBER({until}),IF({until}>{begin},{until},{begin}),{begin})"
