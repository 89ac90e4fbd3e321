"""What a KPI is. The KPIs themselves are in :mod:`leaddesk.model.kpis`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from leaddesk.model.expression import Aggregate, Arithmetic, Constant, Count, Expression, Operator, Sum, tables
from leaddesk.model.measure import Unit
from leaddesk.model.method import Method
from leaddesk.text import Message, msg

if TYPE_CHECKING:
    from leaddesk.model.rowcolumn import RowColumn


class Better(Enum):
    """Which way is good news."""

    UP = auto()
    DOWN = auto()
    NEITHER = auto()


class Uncertainty(Enum):
    """Where the interval comes from (see :mod:`leaddesk.model.intervals`).

    PROPORTION: the expression is a count over a count that holds it. COUNT: ``random`` is a Poisson count, all else is
    known. MEDIAN: order statistics. SUM: ``random`` is a sum of random amounts, all else is known. MEAN: ``random``
    over ``n``. RATIO: the expression is a sum of counts over another sum of the same rows, and both vary.
    """

    NONE = auto()
    PROPORTION = auto()
    COUNT = auto()
    MEDIAN = auto()
    SUM = auto()
    MEAN = auto()
    RATIO = auto()


@dataclass(frozen=True)
class Kpi:
    """One figure of the trade, with one meaning.

    ``expression``: its algebra, or the Method that works it out. ``n``: the expression that is its sample size (None:
    the Method tells it). ``random``: the aggregate that the interval is about (None: the expression itself).
    ``variant`` names which of several readings this is. ``warning`` names what it is confused with.
    ``delay``: for a conversion that leads still open can only catch up with later, the days it took each lead; two
    periods are then compared at equal age. ``short``: the label where room is scarce.
    """

    id: str
    label: Message
    definition: Message
    unit: Unit
    better: Better
    expression: Expression | Method
    n: Expression | None
    uncertainty: Uncertainty = Uncertainty.NONE
    random: Aggregate | None = None
    variant: Message | None = None
    warning: Message | None = None
    delay: RowColumn | None = None
    short: Message | None = None

    @property
    def title(self) -> Message:
        """The label where room is scarce: a card, a column's header."""
        return self.short or self.label

    @property
    def is_sample(self) -> bool:
        """Whether few cases make it unsure: a rate, a mean, a median, a cost; a count or a total is what it is."""
        return self.unit is not Unit.COUNT and not isinstance(self.expression, Count | Sum)

    @property
    def formula(self) -> Message:
        """The formula in words: ``spend / leads``."""
        return self.expression.words if isinstance(self.expression, Method) else formula_text(self.expression)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Those of its value and its sample size, as far as they are Expressions."""
        return tuple(one for one in (self.expression, self.n) if one is not None and not isinstance(one, Method))

    @property
    def algebra(self) -> Expression:
        """Its Expression.

        :raises TypeError: when no Expression says it.
        """
        if isinstance(self.expression, Method):
            raise TypeError(f"{self.id}: a method has no algebra")
        return self.expression

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it needs, in order."""
        return tables(self.expression)


def formula_text(expression: Expression) -> Message:
    """An expression in words."""
    if isinstance(expression, Constant):
        return msg("{number}", number=expression.value)
    if not isinstance(expression, Arithmetic):
        return expression.label
    return joined(expression, _side(expression.left), _side(expression.right))


def joined(expression: Arithmetic, left: Message, right: Message) -> Message:
    """Two sides written with the operator of an expression between them."""
    signs = {
        Operator.PLUS: msg("{left} + {right}", left=left, right=right),
        Operator.MINUS: msg("{left} − {right}", left=left, right=right),
        Operator.TIMES: msg("{left} × {right}", left=left, right=right),
        Operator.DIVIDED: msg("{left} / {right}", left=left, right=right),
    }
    return signs[expression.operator]


def _side(expression: Expression) -> Message:
    words = formula_text(expression)
    return msg("({formula})", formula=words) if isinstance(expression, Arithmetic) else words
