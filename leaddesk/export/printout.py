"""A Report as text for a terminal and as JSON for a script."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any

from leaddesk.model.floors import edged
from leaddesk.model.gaps import gaps
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.kpis import COMPARED
from leaddesk.model.measure import Unit
from leaddesk.model.tables import BY_ID
from leaddesk.model.unopened import unopened_text
from leaddesk.text import NO_VALUE, msg, msgc, msgn, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leaddesk.model.kpi import Kpi
    from leaddesk.model.measure import Measure
    from leaddesk.model.period import Period
    from leaddesk.model.report import Report
    from leaddesk.text import Language, Message


# -- JSON -----------------------------------------------------------------------------------------------------------


def report_json(report: Report, by: Sequence[str], issues: Iterable[Issue], language: Language) -> dict[str, Any]:
    """The KPIs, those of each value of the dimensions *by*, and the issues, as values that JSON can hold.

    A value is in base units (a rate as a fraction), null when absent, and ``absent`` says why in *language*.
    """
    period = report.slice.period
    return {
        "period": {
            "from": None if period.start is None else period.start.isoformat(),
            "to": None if period.end is None else period.end.isoformat(),
        },
        "kpis": [_kpi_json(figure.kpi, figure.measure, language) for figure in report.kpis],
        "by": {name: _breakdown_json(report, name, language) for name in by},
        "issues": [_issue_json(issue, language) for issue in issues],
    }


def _breakdown_json(report: Report, name: str, language: Language) -> list[dict[str, Any]]:
    found = report.by(name)
    return [
        {
            "key": row.key,
            "kpis": [_kpi_json(kpi, one, language) for kpi, one in zip(found.kpis, row.measures, strict=True)],
        }
        for row in found.rows
    ]


def _kpi_json(kpi: Kpi, measure: Measure, language: Language) -> dict[str, Any]:
    return {
        "id": kpi.id,
        "value": measure.value,
        "unit": kpi.unit.value,
        "n": measure.n,
        "low": measure.low,
        "high": measure.high,
        "variant": _said(measure.variant, language),
        "absent": _said(measure.absent, language),
        "note": _said(measure.note, language),
        "unknown": measure.unknown,
    }


def _issue_json(issue: Issue, language: Language) -> dict[str, Any]:
    return {
        "severity": issue.severity.name.lower(),
        "code": issue.code,
        "message": language.text(issue.message),
        "file": issue.file,
        "sheet": issue.sheet,
        "column": issue.column,
        "lines": list(issue.lines),
        "count": issue.count,
        "examples": [[plain(before), plain(after)] for before, after in issue.examples],
    }


def _said(message: Message | None, language: Language) -> str | None:
    return None if message is None else language.text(message)


# -- text -----------------------------------------------------------------------------------------------------------


def report_text(report: Report, by: Sequence[str], language: Language) -> str:
    """The KPIs in a table with their sample size, interval and reason; then a table for each dimension of *by*."""
    return "\n\n".join(
        [
            language.text(period_words(report.slice.period)),
            _kpi_table(report, language),
            *(_breakdown_table(report, name, language) for name in by),
        ]
    )


def period_words(period: Period) -> Message:
    """A period in words."""
    if period.start is not None and period.end is not None:
        return msg("Period: {start} to {end}", start=period.start, end=period.end)
    if period.start is not None:
        return msg("Period: from {start}", start=period.start)
    if period.end is not None:
        return msg("Period: up to {end}", end=period.end)
    return msg("Period: everything")


def undated_issues(report: Report) -> tuple[Issue, ...]:
    """What the data of the report lacks, as issues."""
    return tuple(Issue(Severity.WARNING, gap.message, count=gap.count, code=gap.code) for gap in gaps(report))


def issue_text(issue: Issue, language: Language) -> str:
    """One issue in a line: where, how bad, what."""
    severities = {
        Severity.INFO: msgc("severity", "note"),
        Severity.WARNING: msgc("severity", "warning"),
        Severity.ERROR: msgc("severity", "error"),
    }
    place = [part for part in (issue.file, issue.sheet, language.argument(issue.column_name)) if part]
    if issue.lines:
        numbers = ", ".join(str(line) for line in issue.lines[:5]) + ("…" if issue.count > 5 else "")
        place.append(language.text(msgn("line {lines}", "lines {lines}", len(issue.lines), lines=numbers)))
    severity, words = language.text(severities[issue.severity]), language.text(issue.message)
    if not place:
        return printable(language.text(msg("{severity}: {words}", severity=severity, words=words)))
    where = " · ".join(place)
    return printable(language.text(msg("{place}: {severity}: {words}", place=where, severity=severity, words=words)))


def _kpi_table(report: Report, language: Language) -> str:
    currency = report.slice.state.settings.currency
    rows = [
        (
            language.text(figure.kpi.label),
            value_text(figure.kpi.unit, figure.measure, language, currency),
            "" if figure.measure.n is None else language.number(figure.measure.n, 0),
            interval_text(figure.kpi.unit, figure.measure, language, currency),
            _note(figure.measure, language),
        )
        for figure in report.told
    ]
    heads = (msg("KPI"), msg("Value"), msgc("sample size", "n"), msg("95% interval"), msg("Note"))
    table = _aligned([tuple(language.text(head) for head in heads), *rows], left={0, 4})
    waiting = unopened_text(report.unopened)
    return table if waiting is None else f"{table}\n{language.text(waiting)}"


def _note(measure: Measure, language: Language) -> str:
    """What to know about a measure: why it is absent, which reading it is, what it could not count."""
    if measure.absent is not None:
        return language.text(measure.absent)
    notes = [language.text(one) for one in (measure.variant, measure.note) if one is not None]
    if measure.unknown:
        unknown = msgn("{count} row without a value", "{count} rows without a value", measure.unknown)
        notes.append(language.text(unknown))
    return " · ".join(notes)


def _breakdown_table(report: Report, name: str, language: Language) -> str:
    """A row a value and the total, with the interval of the conversions; below it why figures are absent."""
    currency = report.slice.state.settings.currency
    found = report.by(name, COMPARED)
    label = language.text(BY_ID["leads"].column(name).label)
    without = language.text(msgc("value of a dimension", "(none)"))

    def row(title: str, measures: Sequence[Measure]) -> tuple[str, ...]:
        pairs = zip(found.kpis, measures, strict=True)
        return title, *(_cell(kpi, one, language, currency) for kpi, one in pairs)

    rows = [(label, *(language.text(kpi.title) for kpi in found.kpis))]
    rows += [row(without if one.key is None else printable(one.key), one.measures) for one in found.rows]
    rows.append(row(language.text(msg("Total")), found.total))
    absent: dict[str, dict[str, None]] = {}
    for measures in (*(one.measures for one in found.rows), found.total):
        for kpi, one in zip(found.kpis, measures, strict=True):
            if one.absent is not None:
                absent.setdefault(language.text(one.absent), {})[language.text(kpi.title)] = None
    reasons = [
        language.text(msg("{dash} {kpis}: {reason}", dash=NO_VALUE, kpis=", ".join(kpis), reason=reason))
        for reason, kpis in absent.items()
    ]
    return "\n".join([_aligned(rows, left={0}), *reasons])


def _cell(kpi: Kpi, measure: Measure, language: Language, currency: str) -> str:
    value = value_text(kpi.unit, measure, language, currency)
    interval = interval_text(kpi.unit, measure, language, currency) if kpi.unit is Unit.PERCENT else ""
    return language.text(msg("{value} ({interval})", value=value, interval=interval)) if interval else value


def value_text(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """The value of a measure with its unit, ``–`` when it is absent."""
    if measure.value is None:
        return NO_VALUE
    return edged(_number(unit, measure.value, language, currency), measure.edge)


def interval_text(unit: Unit, measure: Measure, language: Language, currency: str) -> str:
    """The 95 % interval, empty when there is none."""
    if measure.low is None or measure.high is None:
        return ""
    low, high = (_number(unit, end, language, currency) for end in (measure.low, measure.high))
    return language.text(msgc("interval", "{low} to {high}", low=low, high=high))


def _number(unit: Unit, value: float, language: Language, currency: str) -> str:
    if unit is Unit.COUNT:
        return language.number(value, 0)
    if unit is Unit.PERCENT:
        return language.percent(value)
    if unit is Unit.MONEY:
        return language.money(value, currency, 2)
    if unit is Unit.DAYS:
        number = language.number(value, 1)
        return language.text(msgn("{number} day", "{number} days", math.ceil(value), number=number))
    number = language.number(value, 1)
    if unit is Unit.NUMBER:
        return number
    if unit is Unit.MONTHS:
        return language.text(msgn("{number} month", "{number} months", math.ceil(value), number=number))
    if unit is Unit.MINUTES:
        return language.text(msgc("duration", "{number} min", number=number))
    if unit is Unit.HOURS:
        return language.text(msgc("duration", "{number} opening h", number=number))
    return language.text(msgc("factor", "{number}×", number=number))


def _aligned(rows: Sequence[tuple[str, ...]], left: set[int]) -> str:
    """Rows in columns as wide as their widest cell, a line under the first row."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def printable(text: str) -> str:
    """Text from data without what would break the lines of a terminal, or command it."""
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else " " for c in text)
