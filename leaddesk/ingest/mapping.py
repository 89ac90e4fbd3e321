"""What a file is taken for, before the user confirms: a recipe, proposed, remembered or as a mapping file says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import asof, exports, formats, headers, moments, own, wide
from leaddesk.ingest.fullnames import says_so
from leaddesk.ingest.layout import Layout, layout
from leaddesk.ingest.mapping_entry import mapped
from leaddesk.ingest.mapping_file import IGNORED, Entry, MappingFile
from leaddesk.ingest.nearest import Nearest, nearest
from leaddesk.ingest.profile import profile
from leaddesk.ingest.recognition import RECOGNISED, Seen, choices, guesses
from leaddesk.ingest.repairs import mended_text
from leaddesk.ingest.values import Rows, Selection, typed
from leaddesk.model.raw import CellKind
from leaddesk.model.recipe import ColumnChoice, Recipe, Remembered, SheetRecipe
from leaddesk.model.schema import EXTRA_PREFIX, Kind, Table
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.raw import RawFile, RawSheet

FOUND: Final = -1
"""A header row that is to be found."""


@dataclass(frozen=True, slots=True)
class Look:
    """A sheet as proposals look at it."""

    raw: RawFile
    sheet: RawSheet
    layout: Layout
    seen: Seen
    selection: Selection
    fingerprint: str
    limit: int | None = None
    """Seconds since 1970-01-01 behind which nothing can have happened."""


def propose(
    raw: RawFile,
    *,
    today: dt.date,
    remembered: Remembered | None = None,
    mapping: MappingFile | None = None,
) -> Recipe:
    """A recipe for the file: the mapping file's word first, then what was confirmed for the same headers, then what
    headers and values say. ``as_of``: the latest date in the data that is not after *today*.

    :raises LeadDeskError: when the mapping file names columns that the file has not.
    """
    sheets = []
    as_of = None
    review = own.data_sheets(raw)
    for sheet in raw.sheets:
        entry = mapping.entry(raw.name, sheet.name) if mapping else None
        if mapping and entry:
            found = _mapped(raw, sheet, entry, mapping.source, today)
        else:
            found = _sheet(raw, sheet, remembered, review, today)
        as_of = entry.as_of if entry and entry.as_of else as_of
        sheets.append(found)
    recipe = Recipe(raw.name, raw.digest, formats.answered(_numbered_anew(raw, sheets)), as_of)
    return recipe if as_of else replace(recipe, as_of=asof.latest_day(raw, recipe, today))


def repropose(
    raw: RawFile, recipe: Recipe, sheet: str, *, table: str | None = None, header_row: int | None = FOUND
) -> SheetRecipe:
    """What a sheet is taken for once the user chose its *table* (empty: none; None: recognise it) or its header row
    (0-based in the sheet; None: it has none; ``FOUND``: find it).

    :raises KeyError: when the file has no such sheet, or there is no such table.
    """
    raw_sheet = next(one for one in raw.sheets if one.name == recipe.sheet(sheet).sheet)
    look = look_at(raw, raw_sheet, header_row, recipe.as_of)
    if table == "":
        made = _ignored(look, msg("Left out by you"))
    elif table is None:
        made = _recognised(look, own.data_sheets(raw))
    else:
        made = for_table(look, BY_ID[table], reason=msg("Chosen by you"))
    return replace(made, fingerprint=recipe.sheet(sheet).fingerprint)


def look_at(raw: RawFile, sheet: RawSheet, header_row: int | None = FOUND, today: dt.date | None = None) -> Look:
    """The sheet with its layout and the profile of its columns, as seen *today*."""
    found = layout(sheet, header_row)
    found = replace(found, headers=tuple(map(mended_text, found.headers)))
    rows = data_rows(found)
    profiles = tuple(profile(sheet, p, rows) for p in range(len(found.headers)))
    seen = Seen(found.headers, profiles, sheet.name, raw.name, asof.title_of(sheet, found.header_row))
    mark = headers.fingerprint(found.headers) if any(found.headers) else ""
    return Look(raw, sheet, found, seen, Selection(sheet, rows), mark, asof.limit(raw, seen.title, today))


def data_rows(found: Layout) -> Rows:
    """The rows of data of a layout, without those that are left out."""
    if not found.left_out:
        return slice(found.first_row, found.last_row + 1)
    kept = np.ones(found.last_row + 1 - found.first_row, np.bool_)
    kept[[row.row - found.first_row for row in found.left_out]] = False
    return np.flatnonzero(kept) + found.first_row


def _numbered_anew(raw: RawFile, sheets: list[SheetRecipe]) -> tuple[SheetRecipe, ...]:
    """The sheets, without the numbers of leads where several sheets count from 1: those name no lead."""
    counted = {
        index: choice
        for index, sheet in enumerate(sheets)
        if sheet.table == "leads"
        and (choice := sheet.column("id"))
        and _counts_from_one(raw.sheets[index], sheet, choice)
    }
    if len(counted) < 2:
        return tuple(sheets)
    reason = msg("Every sheet counts from 1: the numbers name no lead")
    return tuple(
        sheet.with_column(replace(counted[index], target=f"{EXTRA_PREFIX}{counted[index].header}", reason=reason))
        if index in counted
        else sheet
        for index, sheet in enumerate(sheets)
    )


def _counts_from_one(raw_sheet: RawSheet, sheet: SheetRecipe, choice: ColumnChoice) -> bool:
    column = raw_sheet.columns[choice.position]
    rows = data_rows(Layout(sheet.header_row, sheet.first_row, sheet.last_row, (), sheet.left_out_rows()))
    kinds = column.kinds[rows]
    if column.numbers is None or not np.isin(kinds, (CellKind.NUMBER, CellKind.EMPTY)).all():
        return False
    numbers = column.numbers[rows][kinds == CellKind.NUMBER]
    return bool(np.array_equal(numbers, np.arange(1.0, len(numbers) + 1)))


def _mapped(raw: RawFile, sheet: RawSheet, entry: Entry, source: str, today: dt.date) -> SheetRecipe:
    """A sheet as the mapping file says."""
    row = FOUND if entry.header_row is None else entry.header_row - sheet.first_line if entry.header_row else None
    look = look_at(raw, sheet, row, today)
    if entry.table == IGNORED:
        return _ignored(look, msg("Left out by the mapping file"))
    plan = mapped(entry, look.seen, source)
    made = for_table(look, plan.table, plan.choices, plan.wide, msg("As the mapping file says"))
    return replace(
        made,
        tax_rate=made.tax_rate if entry.tax_rate is None else entry.tax_rate,
        spans=entry.spans or made.spans,
    )


def _sheet(
    raw: RawFile, sheet: RawSheet, remembered: Remembered | None, review: frozenset[str], today: dt.date
) -> SheetRecipe:
    look = look_at(raw, sheet, today=today)
    if remembered is None or not look.fingerprint or sheet.hidden:
        return _recognised(look, review)
    known = remembered.sheets.get(look.fingerprint)
    found = _recalled(look, known) if known else None
    if found is None and known is None and not review and (near := nearest(remembered, look.layout.headers)):
        found = _renewed(look, near)
    return found or _recognised(look, review)


def _ignored(look: Look, reason: Message) -> SheetRecipe:
    found = look.layout
    return SheetRecipe(
        look.sheet.name, "", found.header_row, found.first_row, found.last_row, reason=reason,
        fingerprint=look.fingerprint,
    )  # fmt: skip


def _recognised(look: Look, review: frozenset[str]) -> SheetRecipe:
    """What the sheet is taken for by itself. *review*: the sheets of rows, where the file is a LeadDesk review."""
    if not look.sheet.columns or not look.sheet.rows:
        return _ignored(look, msg("The sheet is empty"))
    if look.layout.last_row < look.layout.first_row:
        return _ignored(look, msg("There is no row below the headers"))
    if look.sheet.hidden:
        return _ignored(look, msg("The sheet is hidden"))
    if review:
        return _of_review(look, review)
    product = exports.product_of(look.layout.headers)
    if product is not None:
        made = exports.export_choices(product, look.seen)
        return for_table(look, BY_ID[product.table], made, reason=msg("{product} export", product=product.name))
    found = guesses(look.seen)
    side = wide.find(look.seen)
    best = found[0] if found else None
    if side and (best is None or side.score > best.score or (best.table.id == "costs" and side.key == "month")):
        reason = msgn(
            "{count} column of amounts side by side", "{count} columns of amounts side by side", len(side.keys)
        )
        return for_table(look, BY_ID["costs"], side=side, reason=reason, score=side.score)
    if best is None or best.score < RECOGNISED:
        return _ignored(look, msg("Its columns are not those of any table that LeadDesk knows"))
    count = len(best.taken)
    reason = msgn("{count} column fits this table", "{count} columns fit this table", count)
    return for_table(look, best.table, choices(best.table, look.seen, best.taken), reason=reason, score=best.score)


def _of_review(look: Look, data_sheets: frozenset[str]) -> SheetRecipe:
    """A sheet of LeadDesk's own review: the rows come back, the pages that show figures do not."""
    table = own.table_of(look.seen) if look.sheet.name in data_sheets else None
    if table is None:
        return _ignored(look, msg("A page of a LeadDesk review: it holds figures, not rows"))
    made = own.own_choices(table, look.seen)
    return for_table(look, table, made, reason=msg("{product} export", product="LeadDesk"))


def for_table(
    look: Look,
    table: Table,
    taken: tuple[ColumnChoice, ...] | None = None,
    side: wide.Wide | None = None,
    reason: Message | None = None,
    score: float = 3.0,
) -> SheetRecipe:
    """The recipe of a sheet that is known to be of that table. *taken*: choices already made; *side*: its wide
    layout.
    """
    made = choices(table, look.seen) if taken is None else taken
    if taken is None and side is None and table.wide and not any(choice.target == "amount" for choice in made):
        side = wide.find(look.seen)
    if side is not None:
        made = wide.widened(made, side, look.seen)
    fixed = {choice.position: choice for choice in made if choice.date_order or choice.decimal}
    made = tuple(map(_whole_names, made))
    decided = formats.decided(look.selection, table, made, _around(look), fixed)
    return SheetRecipe(
        sheet=look.sheet.name,
        table=table.id,
        header_row=look.layout.header_row,
        first_row=look.layout.first_row,
        last_row=look.layout.last_row,
        left_out=look.layout.left_out,
        columns=decided.choices,
        wide=side.key if side else "",
        wide_suffix=side.suffix if side else "",
        spans=_spans(look, table, decided.choices),
        month=_month(look, table, decided.choices),
        confidence=round(min(1.0, score / 3.0), 2),
        reason=reason,
        questions=decided.questions,
        fingerprint=look.fingerprint,
    )


def _around(look: Look) -> formats.Around:
    return formats.Around(look.raw.delimiter, look.limit, (look.seen.sheet, look.seen.title))


def _whole_names(choice: ColumnChoice) -> ColumnChoice:
    """Full names stay whole until the user wants them apart: lists show one column of names."""
    return replace(choice, off=("full-name",)) if choice.target == "name" and says_so(choice.header) else choice


def _recalled(look: Look, known: SheetRecipe) -> SheetRecipe | None:
    """The confirmed recipe for files with these headers, fitted to this one; None when it does not fit."""
    reason = msg("As you chose for a file with the same headers")
    if not known.table:
        return _ignored(look, reason)
    old = {choice.position: choice for choice in known.columns}
    found = _row_like(look, known)
    if found is None or known.table not in BY_ID or set(old) != set(range(len(found.layout.headers))):
        return None
    made = tuple(
        replace(old[position], header=header, reason=reason, wide_key=_wide_key(found, known, old[position], header))
        for position, header in enumerate(found.layout.headers)
    )
    decided = formats.decided(found.selection, BY_ID[known.table], made, _around(found), old)
    questions = tuple(q for q in decided.questions if q in known.questions)
    return replace(
        known,
        sheet=look.sheet.name,
        header_row=found.layout.header_row,
        first_row=found.layout.first_row,
        last_row=found.layout.last_row,
        left_out=found.layout.left_out,
        columns=decided.choices,
        month=_month(found, BY_ID[known.table], decided.choices),
        questions=questions,
        confidence=1.0,
        reason=reason,
        fingerprint=look.fingerprint,
    )


def _renewed(look: Look, near: Nearest) -> SheetRecipe:
    """What was confirmed for nearly these headers; columns that are new are taken for what they look like."""
    known, table = near.known, BY_ID[near.known.table]
    old = {choice.position: choice for choice in known.columns}
    used = {old[then].target for then in near.positions.values()}
    made, news = [], []
    for choice in choices(table, look.seen):
        if choice.position in near.positions:
            before = old[near.positions[choice.position]]
            reason = msg("As you chose for a file with nearly the same headers")
            made.append(replace(before, position=choice.position, header=choice.header, reason=reason))
            continue
        news.append(f"new-column:{choice.position}")
        is_free = choice.target not in used
        made.append(choice if is_free else replace(choice, target=f"{EXTRA_PREFIX}{choice.header}", confidence=1.0))
    fixed = {choice.position: choice for choice in made if choice.position in near.positions}
    decided = formats.decided(look.selection, table, tuple(made), _around(look), fixed)
    again = for_table(look, table, decided.choices, reason=msg("As you chose for a file with nearly the same headers"))
    switches = {choice.position: choice.off for choice in made}
    return replace(
        again,
        columns=tuple(
            replace(one, off=switches[one.position]) if one.position in near.positions else one for one in again.columns
        ),
        tax_rate=known.tax_rate,
        spans=known.spans,
        off=known.off,
        news=(*news, *(f"gone-column:{header}" for header in near.gone)),
    )


def _row_like(look: Look, known: SheetRecipe) -> Look | None:
    """The sheet seen with the header row that the confirmed recipe has."""
    wanted = [headers.fold(choice.header) for choice in known.columns]
    if [headers.fold(header) for header in look.layout.headers] == wanted:
        return look
    if known.header_row is None or known.header_row >= look.sheet.rows:
        return replace(look_at(look.raw, look.sheet, None), limit=look.limit) if known.header_row is None else None
    other = replace(look_at(look.raw, look.sheet, known.header_row), limit=look.limit)
    return other if [headers.fold(header) for header in other.layout.headers] == wanted else None


def _wide_key(look: Look, known: SheetRecipe, choice: ColumnChoice, header: str) -> str:
    """The key of a wide column: a month that has no year of its own has that of this file."""
    if known.wide == "month" and choice.wide_key:
        return wide.month_of(header, wide.year_of(look.seen)) or choice.wide_key
    return choice.wide_key


def _month(look: Look, table: Table, made: tuple[ColumnChoice, ...]) -> str:
    """The month that the sheet is named after, where no column dates its rows."""
    if table.id not in ("leads", "costs") or any(one.target in ("date", "created") or one.wide_key for one in made):
        return ""
    year = wide.year_of(look.seen)
    names = (look.sheet.name, look.seen.title, look.raw.name.rpartition(".")[0].replace("_", " "))
    return next((month for name in names if (month := wide.month_within(name, year))), "")


def _spans(look: Look, table: Table, made: tuple[ColumnChoice, ...]) -> str:
    """How long an expense covers: a month where all dates are firsts of a month, a week where they step by seven."""
    choice = next((one for one in made if one.target == "date"), None)
    if table.id != "costs" or choice is None or any(one.target == "until" for one in made):
        return "day"
    word = headers.fold(choice.header)
    values = typed(look.selection.cells(choice.position), Kind.MOMENT, choice).values
    days = np.unique(values[values != moments.NO_MOMENT] // 86_400)
    if not len(days):
        return "day"
    firsts = bool((days.astype("datetime64[D]") == days.astype("datetime64[D]").astype("datetime64[M]")).all())
    if firsts and (len(days) > 2 or word in ("mois", "month", "periode", "period")):
        return "month"
    steps = np.diff(days)
    if word in ("semaine", "week") or (len(days) > 3 and bool((steps % 7 == 0).all())):
        return "week"
    return "day"
