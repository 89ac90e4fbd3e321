"""95 % intervals as formulas: the same methods as :mod:`leaddesk.model.intervals`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export.formulas import NONE, Formula, arithmetic, nth_smallest, number
from leaddesk.model import intervals
from leaddesk.model.expression import Sum, all_rows, known, squared
from leaddesk.model.floors import leaning
from leaddesk.model.intervals import FEWEST_FOR_MEDIAN, FEWEST_FOR_RATIO, LEVEL, WIDEST, Z
from leaddesk.model.measure import Edge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leaddesk.export.formulas import Cell, Columns, Side
    from leaddesk.model.expression import Aggregate, Arithmetic, Expression, Quantile

TAIL: Final = round((1 - LEVEL) / 2, 12)
NORMAL: Final = "normal_quantile"
"""The name of the cell that holds :data:`~leaddesk.model.intervals.Z`."""
NORMAL_VALUE: Final = Z

Bounds = tuple[Formula, Formula]


def wilson(proportion: Arithmetic, cell: Cell) -> Bounds:
    """Wilson's score interval of a proportion."""
    return wilson_of(arithmetic(proportion.left, cell), f"({arithmetic(proportion.right, cell)})")


def wilson_of(part: str, whole: str, z: str = NORMAL) -> Bounds:
    """Wilson's score interval of the share that one cell is of another; *z*: the cell of the normal quantile."""
    share = f"({part}/{whole})"
    centre = f"{share}+{z}^2/(2*{whole})"
    spread = f"{z}*SQRT({share}*(1-{share})/{whole}+{z}^2/(4*{whole}^2))"
    scale = f"(1+{z}^2/{whole})"
    low = f"IF({part}=0,0,({centre}-{spread})/{scale})"
    high = f"IF({part}={whole},1,({centre}+{spread})/{scale})"
    return _or_none(part, whole, low), _or_none(part, whole, high)


def _or_none(part: str, whole: str, text: str) -> Formula:
    is_part = f"AND({whole}>0,{part}>=0,{part}<={whole})"
    return Formula(f"IF(AND(ISNUMBER({part}),ISNUMBER({whole})),IF({is_part},{text},{NONE}),{NONE})")


def poisson(count: str) -> Bounds:
    """The exact interval of a Poisson mean, by quantiles of chi-squared; ``–`` for a count of 0."""
    low = f"CHIINV({number(1 - TAIL)},2*{count})/2"
    high = f"CHIINV({number(TAIL)},2*{count}+2)/2"
    return _when_positive(count, low), _when_positive(count, high)


def _when_positive(cell: str, text: str) -> Formula:
    return Formula(f"IF(COUNT({cell})<1,{NONE},IF({cell}<=0,{NONE},{text}))")


def random_sum(total: str, squares: str, n: str) -> Bounds:
    """The interval of a sum of a random number of random amounts: delta method on the log."""
    return _around(total, f"({NORMAL}*SQRT({squares})/{total})", (total, squares, n))


def poisson_ends(count: float) -> tuple[float, float] | None:
    """What :func:`poisson` gives."""
    return intervals.poisson(int(count)) if count > 0 else None


def random_sum_ends(total: float | None, squares: float | None, n: float | None) -> tuple[float, float] | None:
    """What :func:`random_sum` gives, None standing for a cell without a number."""
    return None if total is None or squares is None or n is None else intervals.random_sum(total, squares, n)


def of_random(random: Aggregate, cell: Cell) -> Bounds:
    """The interval of a count or a sum that varies by chance; *cell* gives what it is made of (:func:`parts_of`)."""
    parts = [cell(part) for part in parts_of(random)]
    return random_sum(*parts) if isinstance(random, Sum) else poisson(*parts)


def ends_of_random(random: Aggregate, value: Callable[[Aggregate], float | None]) -> tuple[float | None, float | None]:
    """What :func:`of_random` gives."""
    parts = [value(part) for part in parts_of(random)]
    if isinstance(random, Sum):
        return random_sum_ends(*parts) or (None, None)
    return (None if parts[0] is None else poisson_ends(parts[0])) or (None, None)


def parts_of(random: Aggregate) -> tuple[Aggregate, ...]:
    """What the interval of an aggregate is made of, itself first."""
    return (random, squared(random), known(random)) if isinstance(random, Sum) else (random,)


def ratio(top: str, bottom: str, top_squares: str, bottom_squares: str, products: str, n: str) -> Bounds:
    """The interval of a sum of counts over another sum of the same rows: delta method on the log, with the covariance,
    never narrower than that of the count alone.
    """
    share = f"({top}/{bottom})"
    rest = f"({top_squares}-2*{share}*{products}+{share}^2*{bottom_squares})*{n}/({n}-1)"
    ends = _around(share, f"({NORMAL}*SQRT(MAX({rest},{top}))/{top})", (top, products, n))
    test = f"COUNT({bottom},{top_squares},{bottom_squares},{products})<4"
    low, high = (Formula(f"IF({test},{NONE},IF({bottom}<=0,{NONE},{end.text}))") for end in ends)
    return low, high


def mean(total: str, squares: str, n: str) -> Bounds:
    """The interval of a mean of amounts: delta method on the log."""
    average = f"({total}/{n})"
    spread = f"({NORMAL}*SQRT(MAX(0,({squares}-{n}*{average}^2)/({n}-1))/{n})/{average})"
    return _around(average, spread, (total, squares, n))


def _around(value: str, spread: str, cells: tuple[str, str, str]) -> Bounds:
    """The value divided by and times e to the spread; ``–`` below ten values, or where that says nothing any more."""
    total, _, n = cells

    def end(sign: str) -> Formula:
        wide = f"IF({spread}>{number(WIDEST)},{NONE},{value}*EXP({sign}{spread}))"
        few = f"OR({n}<{FEWEST_FOR_RATIO},{total}<=0)"
        return Formula(f"IF(COUNT({','.join(cells)})<3,{NONE},IF({few},{NONE},{wide}))")

    return end("-"), end("")


def median(quantile: Quantile, n: str, columns: Columns, side: Side) -> Bounds:
    """The interval of a median by order statistics; *n* is the cell with the number of values."""
    rank = f"CRITBINOM({n},0.5,{number(TAIL)})"
    ends = (nth_smallest(quantile, text, columns, side) for text in (rank, f"{n}-{rank}+1"))
    low, high = (
        Formula(f"IF(COUNT({n})<1,{NONE},IF({n}<{FEWEST_FOR_MEDIAN},{NONE},{end.text}))", is_array=True) for end in ends
    )
    return low, high


def gaps_of(expression: Expression) -> tuple[Aggregate, ...]:
    """What tells how many values an expression lacks that make it "at least" so much: rows, and rows with a value."""
    return tuple(part for total, _ in leaning(expression) for part in (all_rows(total), known(total)))


def unless_unknown(found: Bounds, expression: Expression, cell: Cell) -> Bounds:
    """The bounds, ``–`` where such values are lacking."""
    unknown: dict[Edge | None, str] = dict.fromkeys(Edge, NONE)
    low, high = (Formula(by_edge(expression, cell, {**unknown, None: end.text})) for end in found)
    return low, high


def by_edge(expression: Expression, cell: Cell, told: Mapping[Edge | None, str]) -> str:
    """The text of a formula: what is *told* of how an expression stands to the truth, None where all is known."""
    found = leaning(expression)
    lacking = []
    for edge in (Edge.LEAST, Edge.MOST):
        totals = [total for total, own in found if own in (edge, Edge.EITHER)]
        lacking.append("+".join(f"N({cell(all_rows(total))})-N({cell(known(total))})" for total in totals))
    low, high = lacking
    if not low and not high:
        return told[None]
    if not low or not high:
        return f"IF({low or high}>0,{told[Edge.LEAST if low else Edge.MOST]},{told[None]})"
    below = f"IF({high}>0,{told[Edge.EITHER]},{told[Edge.LEAST]})"
    return f"IF({low}>0,{below},IF({high}>0,{told[Edge.MOST]},{told[None]}))"


def propagated(expression: Expression, random: Aggregate, value: str, ends: tuple[str, str], cell: Cell) -> Bounds:
    """The expression at both ends of its one random aggregate, given the cells of those ends and of its value."""
    low, high = ends
    at_ends = ",".join(arithmetic(expression, cell, random, end) for end in ends)
    test = f"COUNT({value},{low},{high})<3"
    return Formula(f"IF({test},{NONE},MIN({at_ends}))"), Formula(f"IF({test},{NONE},MAX({at_ends}))")
