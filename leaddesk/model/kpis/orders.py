"""What is ordered, and who comes back."""

from typing import Final

from leaddesk.model.expression import ratio
from leaddesk.model.kpi import Better, Kpi, Uncertainty
from leaddesk.model.measure import Unit
from leaddesk.model.method import RIPENS, Kind, Method, Monthly
from leaddesk.model.orderrows import of_delivered, of_repeated, of_retained
from leaddesk.model.orderterms import ORDER_AMOUNTS, ORDER_REVENUE, ORDERS, PRICED_ORDERS
from leaddesk.model.prospect import InHindsight
from leaddesk.model.returning import delivered, repeated, retained
from leaddesk.text import msg

WILSON: Final = msg("Wilson")

KPIS: Final = (
    Kpi(
        "orders",
        msg("Orders"),
        msg("Orders of the period; rows of one order number are one, money back is none."),
        Unit.COUNT,
        Better.UP,
        ORDERS,
        ORDERS,
        warning=msg("Not the customers: one customer orders several times."),
    ),
    Kpi(
        "order_revenue",
        msg("Order revenue"),
        msg("Amount, VAT excluded, of the orders of the period, money back taken off."),
        Unit.MONEY,
        Better.UP,
        ORDER_REVENUE,
        PRICED_ORDERS,
        warning=msg("Not the revenue of deals: the two are never added together."),
    ),
    Kpi(
        "aov",
        msg("Average order"),
        msg("Amounts of the orders of the period divided by the orders whose amount is known; money back left aside."),
        Unit.MONEY,
        Better.UP,
        ratio(ORDER_AMOUNTS, PRICED_ORDERS),
        PRICED_ORDERS,
        Uncertainty.MEAN,
        ORDER_AMOUNTS,
        variant=msg("money back left aside"),
        warning=msg("Not the average deal, which is what a lead was won for."),
    ),
    Kpi(
        "delivery_conversion",
        msg("Conversion lead → order"),
        msg("Leads created in the period that have an order, out of all leads created in it."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "delivery_conversion",
            ("leads", "orders"),
            msg("leads whose number an order names / leads"),
            delivered,
            WILSON,
            is_cut=True,
            account=of_delivered,
            unjudged=RIPENS,
            prospect=InHindsight(),
        ),
        None,
        warning=msg("Not the conversion rate, which goes by the stage of the lead."),
        short=msg("Conversion to order"),
    ),
    Kpi(
        "repeat_rate",
        msg("Repeat rate"),
        msg("Customers with two orders or more in the period out of all that ordered in it."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "repeat_rate",
            ("orders",),
            msg("customers with 2 orders or more / customers"),
            repeated,
            WILSON,
            account=of_repeated,
            monthly=Monthly(Kind.SHARE),
            prospect=InHindsight(),
        ),
        None,
        warning=msg("Not the retention rate: it says nothing of when they came back."),
    ),
    Kpi(
        "retention_rate",
        msg("Retention rate"),
        msg("Customers who ordered in the period before and again in this one, out of those of the period before."),
        Unit.PERCENT,
        Better.UP,
        Method(
            "retention_rate",
            ("orders",),
            msg("customers of both periods / customers of the period before"),
            retained,
            WILSON,
            account=of_retained,
            monthly=Monthly(Kind.SHARE),
            prospect=InHindsight(before=True),
        ),
        None,
        warning=msg("Not the repeat rate, which counts second orders within the period."),
    ),
)
