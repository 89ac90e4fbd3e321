"""Read me: what the workbook is, what may be changed in it, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.export.page import ROW_HEIGHT
from leaddesk.export.review import LIVE_ROWS
from leaddesk.export.sheet import Sheet
from leaddesk.export.styles import Look
from leaddesk.model.filterwords import filter_words
from leaddesk.model.schema import is_extra
from leaddesk.model.tables import BY_ID
from leaddesk.text import NO_VALUE, Message, msg, msgn, verbatim

if TYPE_CHECKING:
    from leaddesk.export.page import Page
    from leaddesk.export.review import Review


def write(page: Page) -> None:
    """Write the sheet."""
    review = page.review
    page.text(1, 1, msg("Operation review"), Look.TITLE)
    page.text(2, 1, verbatim(review.company) if review.company else msg("Made by LeadDesk"), Look.SUBTITLE)
    row = 4
    for heading, lines in _sections(page):
        page.text(row, 1, heading, Look.HEADING)
        for name, words in lines:
            row += 1
            page.text(row, 1, name, Look.STRONG)
            page.text(row, 2, words, Look.PROSE)
            page.heights(row, ROW_HEIGHT * (1 + len(review.words(words)) // 104))
        row += 2
    page.widths(26, 84)
    page.sheet.sheet_view.showGridLines = False
    page.printed()


Lines = list[tuple[Message, Message]]

THE_SHEETS: Final[Lines] = [
    (msg("Summary"), msg("The period and the filters, which you may change, the key figures, and the leads by month.")),
    (
        msg("KPIs"),
        msg(
            "Every figure with its sample size, its 95 % interval and its formula, "
            "and the counts and sums it is made of."
        ),
    ),
    (msg("KPIs by month"), msg("The lines of the cards: every figure month by month, and what it is made of.")),
    (
        msg("How objectives stand"),
        msg("What is reached of each target, what is due by now, and how likely it will be met."),
    ),
    (msg("Alerts"), msg("What the last complete month shows that chance does not explain.")),
    (msg("Forecast"), msg("Customers and revenue of the next three months, tried on your own past.")),
    (msg("Funnel"), msg("How many leads reached each stage, where they drop off, and how long a step takes.")),
    (msg("Channels"), msg("What each channel costs and brings.")),
    (
        msg("Other comparisons"),
        msg("The same by campaign, lever, segment, owner, town and your own columns, where the leads have them."),
    ),
    (
        msg("From views to customers"),
        msg("Impressions, sessions, leads, customers and those that come back, as counts."),
    ),
    (
        msg("Two periods compared"),
        msg("At which step the period does better than the one before, and the leads by month."),
    ),
    (
        msg("Funnel readings"),
        msg(
            "The funnel as recorded, in order and in any order, and what closing half of its biggest leak would bring."
        ),
    ),
    (msg("Conversion over time"), msg("The share of leads won by day 30, 60, 90 and in the end, fair to young leads.")),
    (msg("Cohorts"), msg("The leads of each month, and the share of them won by each age.")),
    (msg("Time in stages"), msg("How long leads stay in each stage, and those that are stuck.")),
    (msg("Customers and orders"), msg("Whether customers come back, and those that have gone quiet.")),
    (msg("Losses and gaps"), msg("Why leads were lost, and what of the leads is not known.")),
    (
        msg("Leads"),
        msg(
            "Every lead of every period. Columns with a blue heading come from your files; "
            "grey ones are computed and feed the figures."
        ),
    ),
    (msg("Costs"), msg("Every expense, with the share of its days that lies in the period.")),
    (msg("Definitions"), msg("What each figure means, the stages, the opening hours and the public holidays.")),
    (msg("Checks"), msg("Whether the figures agree with one another and with what LeadDesk exported.")),
]
ROWS: Final = msg("Every row of every period, as in the sheet of leads.")
USE: Final[Lines] = [
    (msg("Change the period"), msg("Type other days into the yellow cells of the summary: every figure follows.")),
    (
        msg("Filter"),
        msg("On the summary, to the right, set a channel or another value to 0 and it is no longer counted."),
    ),
    (
        msg("Correct a lead"),
        msg(
            "In the sheet of leads, change a date or an amount, or choose a stage in the yellow column: "
            "every figure follows. LeadDesk’s own document stays as it is."
        ),
    ),
    (msg("Add rows"), msg("Rows added below the last one are not counted: add them in LeadDesk, and export again.")),
]
READING: Final[Lines] = [
    (verbatim(NO_VALUE), msg("No value: the remark on the sheet of KPIs says why. It is not zero.")),
    (
        msg("From, to (95 %)"),
        msg(
            "The true value lies between these two in 95 % of cases. The fewer leads, the wider it is; "
            "faint figures rest on fewer than 30."
        ),
    ),
    (msg("Money"), msg("All amounts exclude VAT.")),
    (
        msg("Score and grade"),
        msg(
            "In the sheet of leads, to the right, computed by LeadDesk on the day of the export: 0 to 100, the points "
            "earned of those that what is known could earn; A from 70, B from 50, C from 30, else D, none while fewer "
            "than three criteria are known. Call order: 1 is to be called first. They stay as exported."
        ),
    ),
]


def _sections(page: Page) -> list[tuple[Message, Lines]]:
    review = page.review
    made = msg("{day}, from files as of {as_of}", day=review.state.today, as_of=review.state.as_of)
    about: Lines = [(msg("Made on"), made), (msg("Period"), _period(review))]
    about += [(msg("Filter"), line) for line in filter_words(review.slice.filters.kept)]
    about += [
        (BY_ID[table].label, msgn("{count} row", "{count} rows", len(sheet.frame)))
        for table, sheet in review.sheets.items()
    ]
    return [
        (msg("What this is about"), about),
        (msg("The sheets"), _sheets(page)),
        (msg("How to use it"), USE),
        (msg("How to read it"), READING),
        (msg("What was left out"), _left_out(review)),
    ]


def _sheets(page: Page) -> Lines:
    """The sheets that this workbook has, in order."""
    words = page.review.words
    told = {words(BY_ID[table].label): (BY_ID[table].label, ROWS) for table in page.review.sheets}
    told |= {words(name): (name, about) for name, about in THE_SHEETS}
    titles = page.sheet.parent.sheetnames  # type: ignore[union-attr]
    return [told[title] for title in titles if title in told]


def _period(review: Review) -> Message:
    period = review.slice.period
    if period.start is not None and period.end is not None:
        return msg("{start} to {end}", start=period.start, end=period.end)
    if period.start is not None:
        return msg("from {start}", start=period.start)
    return msg("all dates") if period.end is None else msg("until {end}", end=period.end)


def _left_out(review: Review) -> Lines:
    lines: Lines = []
    frames = [sheet.frame for sheet in review.sheets.values()]
    extras = any(is_extra(name) for frame in frames for name in frame.data.columns)
    if review.personal:
        lines.append(
            (
                msg("Personal data"),
                msg(
                    "This file holds names, e-mail addresses or phone numbers, as was "
                    "chosen: keep it as you keep your customer file."
                ),
            )
        )
    else:
        lines.append(
            (
                msg("Personal data"),
                msg("Names, companies, e-mail addresses, phone numbers and notes are not in this file."),
            )
        )
        if any(data.may_name(column.id) for data in review.sheets.values() for column in data.table.columns):
            lines.append(
                (
                    msg("Customers"),
                    msg(
                        "Whose order, request or answer a row is stands in this file only where it is the number of a "
                        "lead: else it may be a name."
                    ),
                )
            )
        if extras:
            lines.append(
                (
                    msg("Columns of your own"),
                    msg(
                        "Columns that LeadDesk does not know are in this file only where they sort the rows into a few "
                        "groups: others may hold personal data."
                    ),
                )
            )
    large = [sheet for sheet in review.sheets.values() if not sheet.is_live]
    for sheet in large:
        lines.append(
            (
                BY_ID[sheet.table.id].label,
                msg(
                    "More than {limit} rows: the grey columns hold values instead of "
                    "formulas. With another period or filter the figures show “–”.",
                    limit=LIVE_ROWS,
                ),
            )
        )
    return lines


SHEET: Final = Sheet(msg("Read me"), write, "0B5CAD")
