"""What taking files in would come to, tried before they are: beside those that are in, where rows may come again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from leaddesk.ingest import newcomers
from leaddesk.ingest.asof import dated
from leaddesk.ingest.comparison import Comparison
from leaddesk.ingest.counting import counted
from leaddesk.ingest.editions import DOUBTFUL, LATER_LIST
from leaddesk.ingest.importer import build
from leaddesk.ingest.joining import BY_ID
from leaddesk.ingest.recounted import COUNTED_ANEW
from leaddesk.ingest.recurring_words import REPEATED, ROWS_AGAIN
from leaddesk.ingest.stepped import DATED_BY_FILES, STAGE_BACK
from leaddesk.model.rowids import row_base
from leaddesk.model.stages import StageMap
from leaddesk.ui.holding import Foreseen, Holding, Trial

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from leaddesk.ingest.importer import ImportResult, SheetCount
    from leaddesk.model.action import Value
    from leaddesk.model.dataset import Dataset
    from leaddesk.model.issues import Issue
    from leaddesk.ui.jobs import Task

ByHand: TypeAlias = "Mapping[tuple[int, str], Value]"
_NUMBERED: Final = frozenset({"", "leads"})
_CONFIRMED: Final = 2
"""So many lists with the same headers that are in mean that the user saw what becomes of the leads of the next one."""
_JOINS: Final = frozenset({LATER_LIST, DOUBTFUL, DATED_BY_FILES, STAGE_BACK, COUNTED_ANEW, BY_ID})
"""What is said of leads that other files have as well."""


def built(
    held: Sequence[Holding],
    stage_map: StageMap,
    task: Task | None,
    *,
    proposals: bool = False,
    since: int = 0,
    foreseen: Foreseen | None = None,
) -> ImportResult:
    """What the files give together, which may have been *foreseen*; see :func:`leaddesk.ingest.importer.build`."""
    if foreseen is not None and foreseen.is_of(held, stage_map):
        return foreseen.result
    return build(
        [(one.raw, one.recipe) for one in held],
        first_row_ids=[row_base(one.id) for one in held],
        stage_map=stage_map,
        proposals=proposals,
        since=since,
        cancelled=None if task is None else task.cancelled,
    )


def tried(
    import_id: UUID,
    files: Sequence[Holding],
    known: Dataset,
    today: dt.date,
    uncounted: Container[UUID],
    task: Task,
) -> Trial:
    """What taking one of these files in as its recipe says would come to *today*, with what is switched off in it, and
    what of its values is new against what is *known*. It may say the rows of those before it again. The rows of the
    *uncounted* ones are counted as well.
    """
    places = {one.id: place for place, one in enumerate(files)}
    earlier, held = files[: places[import_id]], files[places[import_id]]
    held = replace(held, recipe=dated(held.raw, held.recipe, today))
    beside = _beside(held, earlier)
    result = built((*beside, held), StageMap(), task, proposals=True, since=len(beside))
    issues, comparisons = _with_earlier_leads(result.issues, held, earlier, task)
    new = newcomers.issues(result.dataset, known, {held.raw.name})
    counts = {held.id: _last(result.counts, held)}
    for one in files:
        if one.id in uncounted and one.id != held.id:
            task.check()
            counts[one.id] = _counts(one, files[: places[one.id]], task)
    return Trial((*new, *held.noticed, *issues), counts, held.recipe.as_of, comparisons)


def _beside(held: Holding, earlier: Sequence[Holding]) -> list[Holding]:
    """The files before one that may say its rows as well: leads have numbers, or are told by what they are."""
    return list(_with_tables(earlier, {sheet.table for sheet in held.recipe.sheets} - _NUMBERED))


def _counts(held: Holding, earlier: Sequence[Holding], task: Task) -> tuple[SheetCount, ...]:
    """The rows of the sheets of a file, without what those before it say as well."""
    beside = _beside(held, earlier)
    if not beside:
        return counted(held.raw, held.recipe)
    return _last(built((*beside, held), StageMap(), task).counts, held)


def _last(counts: tuple[SheetCount, ...], held: Holding) -> tuple[SheetCount, ...]:
    """Those of the sheets of the file that comes last."""
    return counts[len(counts) - len(held.raw.sheets) :]


def _with_earlier_leads(
    issues: tuple[Issue, ...], held: Holding, earlier: Sequence[Holding], task: Task
) -> tuple[tuple[Issue, ...], tuple[Comparison, ...]]:
    """What is noticed in a file, with what is to be said of its leads as those of earlier files; and its lists beside
    the earlier ones.
    """
    beside, own = (list(_with_tables(files, {"leads"})) for files in (earlier, (held,)))
    if not beside or not own:
        return issues, ()
    found = built((*beside, *own), StageMap(), task, proposals=True, since=len(beside))
    others = tuple(issue for issue in issues if issue.code not in _JOINS)
    own_issues = (issue for issue in found.issues if issue.code in _JOINS)
    return (*own_issues, *others), _comparisons(found)


def _comparisons(found: ImportResult) -> tuple[Comparison, ...]:
    return tuple(Comparison(edition) for edition in found.editions if edition.applied)


def foreseen(
    files: Sequence[Holding], kept: Sequence[Holding], stage_map: StageMap, today: dt.date, task: Task
) -> Foreseen | None:
    """What taking files in *today* would give beside those that are *kept*, where leads may come again; else None."""
    if not all(any(_with_tables(held, {"leads"})) for held in (files, kept)):
        return None
    held = (*kept, *(replace(one, recipe=dated(one.raw, one.recipe, today)) for one in files))
    return Foreseen(held, stage_map, built(held, stage_map, task))


def asks(
    files: Sequence[Holding],
    kept: Sequence[Holding],
    counts: Sequence[SheetCount],
    by_hand: ByHand,
    ahead: Foreseen | None,
) -> bool:
    """Whether files have rows again that those before them had, and the user did not confirm that for such a file; or
    there is something to decide.

    *kept*: the files that are in, *counts* what their sheets gave; *by_hand*: what the user set in the leads; *ahead*:
    what was foreseen of the files.
    """
    return _asks_about_leads(files, kept, by_hand, ahead) or _asks_about_rows(files, kept, counts)


def _asks_about_leads(
    files: Sequence[Holding], kept: Sequence[Holding], by_hand: ByHand, ahead: Foreseen | None
) -> bool:
    """Whether one of the files is the first list that says of leads which are in something else than before, or one
    leaves in doubt which leads it means, or contradicts what the user set by hand.
    """
    if ahead is None:
        return False
    own = {id(held.raw) for held in files}
    confirmed = Counter(sheet.fingerprint for held in _with_tables(kept, {"leads"}) for sheet in held.recipe.sheets)
    for one in _comparisons(ahead.result):
        part = one.edition.piece.part
        if id(part.raw) in own and (
            one.doubtful
            or one.verdicts(by_hand)
            or (one.edition.says_more and confirmed[part.recipe.fingerprint] < _CONFIRMED)
        ):
            return True
    return False


def _asks_about_rows(files: Sequence[Holding], kept: Sequence[Holding], counts: Sequence[SheetCount]) -> bool:
    tables = {sheet.table for held in files for sheet in held.recipe.sheets} - _NUMBERED
    beside = list(_with_tables(kept, tables))
    own = list(_with_tables(files, tables))
    if len(beside) + len(own) < 2 or not own:
        return False
    found = built((*beside, *own), StageMap(), None, since=len(beside)).issues
    again = [issue for issue in found if issue.code in ROWS_AGAIN]
    if any(issue.code != REPEATED for issue in again):
        return True
    confirmed = _confirmed(kept, counts)
    recipes = {(held.raw.name, sheet.sheet): sheet.fingerprint for held in own for sheet in held.recipe.sheets}
    return any(recipes.get((issue.file, issue.sheet)) not in confirmed for issue in again)


def _with_tables(held: Iterable[Holding], tables: set[str]) -> Iterator[Holding]:
    """The files with their sheets of these tables alone; those without any are left aside."""
    for one in held:
        sheets = tuple(sheet for sheet in one.recipe.sheets if sheet.table in tables)
        if sheets:
            yield replace(one, recipe=replace(one.recipe, sheets=sheets))


def _confirmed(kept: Iterable[Holding], counts: Sequence[SheetCount]) -> set[str]:
    """The fingerprints of sheets whose repeated rows were left out when they were taken in."""
    given = iter(counts)
    marks = set()
    for held in kept:
        known = {sheet.sheet: sheet.fingerprint for sheet in held.recipe.sheets}
        for sheet in held.raw.sheets:
            count = next(given, None)
            if count is not None and any(left.why.startswith("repeated") for left in count.aside):
                marks.add(known.get(sheet.name, ""))
    return marks - {""}
