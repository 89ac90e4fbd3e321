"""What a file is taken for, before the user confirms: a recipe, proposed, remembered or as a mapping file says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leaddesk.ingest import (
    asof,
    dating,
    exports,
    filldown,
    formats,
    headerless,
    headers,
    numbering,
    own,
    sections,
    sheetnames,
    wide,
    years,
)
from leaddesk.ingest.fullnames import FULL_NAME, says_so
from leaddesk.ingest.layout import Layout, data_places, data_rows, layout
from leaddesk.ingest.mapping_entry import mapped
from leaddesk.ingest.mapping_file import IGNORED, Entry, MappingFile
from leaddesk.ingest.nearest import Nearest, nearest
from leaddesk.ingest.profile import profile
from leaddesk.ingest.recognition import RECOGNISED, Seen, choices, guesses
from leaddesk.ingest.repairs import mended_text
from leaddesk.ingest.values import Selection
from leaddesk.model.recipe import ColumnChoice, Constant, Recipe, SheetRecipe, distinct
from leaddesk.model.schema import EXTRA_PREFIX, Table
from leaddesk.model.tables import BY_ID
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    import datetime as dt

    from leaddesk.model.raw import RawFile, RawSheet
    from leaddesk.model.remembered import Remembered

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
    looks: dict[int, Look] = {}
    for place, sheet in enumerate(raw.sheets):
        entry = mapping.entry(raw.name, sheet.name) if mapping else None
        as_of = entry.as_of if entry and entry.as_of else as_of
        if mapping and entry:
            sheets.append(_mapped(raw, sheet, entry, mapping.source, today))
            continue
        look = look_at(raw, sheet, today=today)
        confirmed = _confirmed(look, remembered, bool(review))
        sheets.append(confirmed or _recognised(look, review))
        if confirmed is None and not review:
            looks[place] = look
    _agree(sheets, looks)
    sheets = sheetnames.named(raw.sheets, sheets)
    recipe = Recipe(raw.name, raw.digest, formats.answered(numbering.numbered_anew(raw, sheets)), as_of)
    return asof.dated(raw, recipe, today)


def repropose(
    raw: RawFile,
    recipe: Recipe,
    sheet: str,
    *,
    table: str | None = None,
    header_row: int | None = FOUND,
    today: dt.date | None = None,
) -> SheetRecipe:
    """What a sheet is taken for once the user chose its *table* (empty: none; None: recognise it) or its header row
    (0-based in the sheet; None: it has none; ``FOUND``: find it). *today*: when it is known to be read, as the day of
    the recipe may follow from how its dates were read.

    :raises KeyError: when the file has no such sheet, or there is no such table.
    """
    raw_sheet = next(one for one in raw.sheets if one.name == recipe.sheet(sheet).sheet)
    look = look_at(raw, raw_sheet, header_row, today or recipe.as_of)
    if table == "":
        made = _ignored(look, msg("Left out by you"))
    elif table is None:
        made = _recognised(look, own.data_sheets(raw))
    else:
        made = for_table(look, BY_ID[table], reason=msg("Chosen by you"))
    old = recipe.sheet(sheet)
    made = replace(made, fingerprint=old.fingerprint)
    return replace(made, sheet_target=old.sheet_target, constants=old.constants) if made.table == old.table else made


def look_at(raw: RawFile, sheet: RawSheet, header_row: int | None = FOUND, today: dt.date | None = None) -> Look:
    """The sheet with its layout and the profile of its columns, as seen *today*."""
    found = layout(sheet, header_row)
    found = replace(found, headers=tuple(map(mended_text, found.headers)))
    rows = data_rows(found)
    profiles = tuple(profile(sheet, p, rows) for p in range(len(found.headers)))
    seen = Seen(
        found.headers,
        profiles,
        sheet.name,
        raw.name,
        asof.title_of(sheet, found.header_row, found.header_rows),
        sheet.first_column - 1,
    )
    mark = headers.fingerprint(found.headers) if any(found.headers) else ""
    return Look(raw, sheet, found, seen, Selection(sheet, rows), mark, asof.limit(raw, seen.title, today))


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
        off=entry.off_in("") if entry.off else made.off,
        wanted=entry.wanted_in(""),
        constants=tuple(Constant(*one, msg("As the mapping file says")) for one in entry.constants.items()),
    )


def _confirmed(look: Look, remembered: Remembered | None, is_review: bool) -> SheetRecipe | None:
    """What the user confirmed for these headers, or for nearly these."""
    if remembered is None or not look.fingerprint or look.sheet.hidden:
        return None
    known = remembered.sheets.get(look.fingerprint)
    if known is not None:
        return _recalled(look, known)
    near = None if is_review else nearest(remembered, look.layout.headers)
    return _renewed(look, near) if near else None


def _agree(sheets: list[SheetRecipe], looks: dict[int, Look]) -> None:
    """Sheets of the same headers are of the same table, and a header stands for the same column in each: the sheet that
    is surest says which. A sheet of few rows alone may be taken for something else, or for nothing.
    """
    alike: dict[frozenset[str], list[int]] = {}
    for place, look in looks.items():
        names = [headers.fold(header) for header in look.seen.headers if header]
        if len(names) > 1 and len(set(names)) == len(names) and not look.sheet.hidden:
            alike.setdefault(frozenset(names), []).append(place)
    for places in alike.values():
        surest = max(places, key=lambda place: (bool(sheets[place].table), sheets[place].confidence))
        if not sheets[surest].table:
            continue
        for place in places:
            look = looks[place]
            if place != surest and look.layout.last_row >= look.layout.first_row:
                sheets[place] = _like(look, sheets[place], sheets[surest])


def _like(look: Look, own: SheetRecipe, other: SheetRecipe) -> SheetRecipe:
    """The recipe of a sheet, its columns taken for what those of the same headers are taken for in the *other*."""
    by_header = {headers.fold(choice.header): choice for choice in other.columns if choice.header}
    if own.table == other.table and all(
        by_header[headers.fold(one.header)].target == one.target for one in own.columns if one.header
    ):
        return own
    table = BY_ID[other.table]
    made = tuple(
        replace(by_header[headers.fold(one.header)], position=one.position, date_order="", decimal="", year="")
        if one.header
        else one
        for one in choices(table, look.seen)
    )
    reason = msg("Its headers are those of the sheet “{sheet}”", sheet=other.sheet)
    recipe = for_table(look, table, made, reason=reason, score=3.0 * other.confidence)
    return replace(recipe, wide=other.wide, wide_suffix=other.wide_suffix)


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
    if own.is_explanation(look.sheet):
        return _ignored(look, msg("A page of a LeadDesk template: it says what goes where"))
    if review:
        return _of_review(look, review)
    product = exports.product_of(look.layout.headers)
    if product is not None:
        made = exports.export_choices(product, look.seen)
        recipe = for_table(look, BY_ID[product.table], made, reason=msg("{product} export", product=product.name))
        return replace(recipe, constants=exports.export_constants(product, recipe))
    found = guesses(look.seen)
    side = wide.find(look.seen)
    best = found[0] if found else None
    if side and (best is None or side.score > best.score or (best.table.id == "costs" and side.key == "month")):
        reason = msgn(
            "{count} column of amounts side by side", "{count} columns of amounts side by side", len(side.keys)
        )
        return for_table(look, BY_ID["costs"], side=side, reason=reason, score=side.score)
    table = headerless.table_of(look.seen) if look.layout.header_row is None else None
    if table is not None:
        return for_table(look, table, reason=msg("There are no headers: told by the values"), score=headerless.SCORE)
    if best is None or best.score < RECOGNISED:
        return _ignored(look, msg("Its columns are those of no table: in the import window one can be chosen"))
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
    decided = formats.decided(look.selection, table, distinct(made), _around(look), fixed)
    recipe = SheetRecipe(
        sheet=look.sheet.name,
        table=table.id,
        header_row=look.layout.header_row,
        first_row=look.layout.first_row,
        last_row=look.layout.last_row,
        left_out=look.layout.left_out,
        columns=filldown.marked(look.sheet, look.selection.rows, table, decided.choices),
        wide=side.key if side else "",
        wide_suffix=side.suffix if side else "",
        spans=dating.spans(look, table, decided.choices),
        month=dating.month(look, table, decided.choices),
        confidence=round(min(1.0, score / 3.0), 2),
        reason=reason,
        questions=decided.questions,
        fingerprint=look.fingerprint,
        header_rows=look.layout.header_rows,
    )
    return _with_sections(look, recipe)


def _with_sections(look: Look, recipe: SheetRecipe) -> SheetRecipe:
    """The recipe with the column that rows between the others are values of."""
    return replace(recipe, section_target=sections.target(look.raw, look.sheet, recipe, data_places(look.layout)))


def _around(look: Look) -> formats.Around:
    names = (look.seen.sheet, look.seen.title)
    parts = sections.said(look.sheet, look.layout.left_out)
    return formats.Around(look.raw.delimiter, look.limit, names, parts, look.raw.name, look.raw.about)


def _whole_names(choice: ColumnChoice) -> ColumnChoice:
    """Full names stay whole until the user wants them apart: lists show one column of names."""
    is_said = FULL_NAME in (*choice.off, *choice.wanted)
    is_whole = choice.target == "name" and says_so(choice.header) and not is_said
    return replace(choice, off=(*choice.off, FULL_NAME)) if is_whole else choice


def _recalled(look: Look, known: SheetRecipe) -> SheetRecipe | None:
    """The confirmed recipe for files with these headers, fitted to this one; None when it does not fit."""
    reason = msg("As you chose for a file with the same headers")
    if not known.table:
        return _ignored(look, reason)
    old = {choice.position: replace(choice, year="") for choice in known.columns}  # a new file is of its own year
    found = _row_like(look, known)
    if found is None or known.table not in BY_ID or set(old) != set(range(len(found.layout.headers))):
        return None
    made = tuple(
        replace(old[position], header=header, reason=reason, wide_key=_wide_key(found, known, old[position], header))
        for position, header in enumerate(found.layout.headers)
    )
    decided = formats.decided(found.selection, BY_ID[known.table], made, _around(found), old)
    questions = tuple(q for q in decided.questions if q in known.questions or q.startswith(years.QUESTION))
    recalled = replace(
        known,
        sheet=look.sheet.name,
        header_row=found.layout.header_row,
        header_rows=found.layout.header_rows,
        first_row=found.layout.first_row,
        last_row=found.layout.last_row,
        left_out=found.layout.left_out,
        columns=filldown.marked(found.sheet, found.selection.rows, BY_ID[known.table], decided.choices),
        month=dating.month(found, BY_ID[known.table], decided.choices),
        questions=questions,
        confidence=1.0,
        reason=reason,
        fingerprint=look.fingerprint,
    )
    return _with_sections(found, recalled)


def _renewed(look: Look, near: Nearest) -> SheetRecipe:
    """What was confirmed for nearly these headers; columns that are new are taken for what they look like."""
    known, table = near.known, BY_ID[near.known.table]
    old = {choice.position: replace(choice, year="") for choice in known.columns}
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
        wanted=known.wanted,
        constants=known.constants,
        sheet_target=known.sheet_target,
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
        return wide.period_within(header, wide.year_of(look.seen)) or choice.wide_key
    return choice.wide_key
