"""A mapping file's entry applied to a sheet: the user's word first, the rest inferred."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leaddesk.errors import LeadDeskError
from leaddesk.ingest import headers, wide
from leaddesk.ingest.recognition import Seen, assign, choices, guesses, table_of
from leaddesk.model.schema import EXTRA_PREFIX, Table
from leaddesk.model.tables import BY_ID
from leaddesk.text import msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.ingest.mapping_file import Entry
    from leaddesk.model.recipe import ColumnChoice


@dataclass(frozen=True, slots=True)
class Plan:
    """What the entry says of the sheet: its table, a choice for each column, and its wide layout."""

    table: Table
    choices: tuple[ColumnChoice, ...]
    wide: wide.Wide | None = None


def mapped(entry: Entry, seen: Seen, source: str) -> Plan:
    """The entry applied to a sheet.

    :raises LeadDeskError: when it names a column that the sheet has not, or when no table has all its columns.
    """
    table = _table(entry, seen, source)
    for name in entry.columns:
        if not name.startswith(EXTRA_PREFIX) and name not in table.by_id:
            raise _error(source, f"columns.{name}", ", ".join(table.by_id))
    forced = {_position(seen, header, f"columns.{name}", source): name for name, header in entry.columns.items()}
    left = {_position(seen, header, "ignore", source) for header in entry.ignore}
    taken = {
        position: match
        for position, match in assign(table, seen).items()
        if position not in forced and position not in left and match[0].column not in entry.columns
    }
    side = _wide(entry, seen, source) if table.wide else None
    if side is not None:
        side = replace(side, others={p: other for p, other in side.others.items() if p not in {*left, *forced}})
    made = []
    for choice in choices(table, seen, taken):
        if choice.position in forced:
            target, tax = forced[choice.position], headers.says_tax_included(choice.header)
            reason = msg("As the mapping file says")
            decided = replace(choice, target=target, confidence=1.0, reason=reason, tax_included=tax)
        elif choice.position in left:
            decided = replace(choice, target="", confidence=1.0, reason=msg("Left out by the mapping file"))
        elif choice.target in entry.columns:  # found by its values, but the entry has another column for it
            decided = replace(choice, target=f"{EXTRA_PREFIX}{choice.header}")
        else:
            decided = choice
        made.append(_formatted(decided, entry))
    return Plan(table, tuple(made), side)


def _table(entry: Entry, seen: Seen, source: str) -> Table:
    if entry.table:
        return BY_ID[entry.table]
    if entry.wide:
        return BY_ID["costs"]
    named = [name for name in (*entry.columns, *entry.values) if not name.startswith(EXTRA_PREFIX)]
    for guess in guesses(seen):
        if all(name in guess.table.by_id for name in named):
            return guess.table
    side = wide.find(seen)
    if side and all(name in BY_ID["costs"].by_id for name in named):
        return BY_ID["costs"]
    found = table_of(named) if named else None
    if found is None:
        raise _error(source, "table", ", ".join(BY_ID))
    return found


def _error(source: str, key: str, wanted: str) -> LeadDeskError:
    return LeadDeskError(
        msg("The mapping file {file} is wrong at “{key}”.", file=source, key=key),
        msg("Expected there: {wanted}.", wanted=wanted),
    )


def _position(seen: Seen, header: str, key: str, source: str) -> int:
    """Where the column of that header is; the exact spelling goes before the folded one."""
    same: Iterable[int] = (p for p, one in enumerate(seen.headers) if one == " ".join(header.split()))
    found = next(iter(same), None)
    if found is None:
        folded = headers.fold(header)
        found = next((p for p, one in enumerate(seen.headers) if folded and headers.fold(one) == folded), None)
    if found is None:
        raise LeadDeskError(
            msg(
                "The mapping file {file} names a column “{column}” (at “{key}”) that {sheet} does not have.",
                file=source, column=header, key=key, sheet=f"{seen.file} {seen.sheet}".strip(),
            ),
            msg("Its columns are: {columns}.", columns=", ".join(one for one in seen.headers if one)),
        )  # fmt: skip
    return found


def _wide(entry: Entry, seen: Seen, source: str) -> wide.Wide | None:
    if not entry.wide:
        return None if "amount" in entry.columns else wide.find(seen)
    if entry.wide_columns:
        named = entry.wide_columns.items()
        keys = {_position(seen, header, f"wide_columns.{key}", source): key for key, header in named}
        others = wide.months_beside(seen, keys) if entry.wide == "month" else wide.others_of(seen, keys)
        return wide.Wide(entry.wide, keys, entry.wide_suffix, 3.0, others)
    found = wide.split_off(seen, entry.wide, entry.wide_suffix)
    if not found:
        raise _error(source, "wide", 'wide_columns = { Google = "Google_spend" }')
    return wide.Wide(entry.wide, found, entry.wide_suffix, 3.0, wide.others_of(seen, found))


def _formatted(choice: ColumnChoice, entry: Entry) -> ColumnChoice:
    """The choice with the formats and values that the entry gives for it."""
    target = choice.target

    def of(given: dict[str, str] | dict[str, bool]) -> str | bool | None:
        return given.get(target, given.get("*"))

    order, decimal = of(dict(entry.date_order)), of(dict(entry.decimal))
    canonical, tax = of(dict(entry.canonical)), of(dict(entry.tax_included))
    return replace(
        choice,
        date_order=str(order) if order else choice.date_order,
        decimal=str(decimal) if decimal else choice.decimal,
        year=str(of(dict(entry.year)) or choice.year),
        canonical=choice.canonical if canonical is None else bool(canonical),
        tax_included=choice.tax_included if tax is None else bool(tax),
        values=tuple(entry.values[target].items()) if target in entry.values else choice.values,
        off=entry.off_in(target) if entry.off and target else choice.off,
        wanted=entry.wanted_in(target) if entry.wanted and target else choice.wanted,
    )
