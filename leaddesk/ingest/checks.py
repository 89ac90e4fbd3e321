"""What is odd in the data once it is typed: facts that contradict each other, said and left as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leaddesk.ingest.values import EXAMPLES, LINES
from leaddesk.model.dataset import MISSING_DAY, Dataset, Frame
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.period import date_of, day_number
from leaddesk.model.rows import order_repeats, orders_of_rows
from leaddesk.model.schema import Kind
from leaddesk.model.settings import Settings
from leaddesk.model.stages import OUTCOMES
from leaddesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.stages import StageMap
    from leaddesk.text import Fact

_SPANS: Final = {"costs": ("date", "until"), "operations": ("start", "end")}
_PLANNED: Final = frozenset({"costs", "operations"})
_COUNTED: Final = ("amount", "impressions")
"""Tables whose dates may lie ahead."""

Mask = npt.NDArray[np.bool_]
Examples = Callable[[npt.NDArray[np.intp]], "Sequence[tuple[Fact, Fact]]"]


def issues(dataset: Dataset, stage_map: StageMap) -> list[Issue]:
    """What is odd in a dataset."""
    found: list[Issue] = []
    for frame in dataset.frames.values():
        found += _negative(frame)
        found += _ends_first(frame)
        if dataset.as_of is not None and frame.table.id not in _PLANNED:
            found += _future(frame, day_number(dataset.as_of), stage_map)
    if "orders" in dataset:
        found += _orders_in_several_rows(dataset["orders"])
    if "costs" in dataset:
        found += _without_amount(dataset["costs"])
    if "leads" in dataset:
        found += _repeated_ids(dataset["leads"])
        found += _without_channel(dataset["leads"])
        found += _before_creation(dataset["leads"])
        found += _unknown_statuses(dataset["leads"], stage_map)
    return found


def _without_channel(leads: Frame) -> list[Issue]:
    """Leads of which no column says where they come from: what LeadDesk is asked most cannot be answered then."""
    if leads.has("channel") or not len(leads):
        return []
    message = msg(
        "No column is taken for the channel: which one brings customers cannot be told. If all rows come from one, say"
        " which in the import window, above the columns."
    )
    return [Issue(Severity.WARNING, message, code="no-channel")]


def _without_amount(costs: Frame) -> list[Issue]:
    """Expenses of which no column says how much they were, nor what else they brought."""
    if not len(costs) or any(costs.has(name) for name in _COUNTED):
        return []
    message = msg(
        "No column is taken for the amount of the expenses: what a lead or a customer costs cannot be told. Say which"
        " one it is, in the import window."
    )
    return [Issue(Severity.WARNING, message, code="no-amount")]


def _by_sheet(
    frame: Frame, hit: Mask, column: str, code: str, words: Callable[[int], Message], examples: Examples | None = None
) -> list[Issue]:
    """One issue for each sheet that has such rows."""
    places = np.flatnonzero(hit)
    if not len(places):
        return []
    origin = frame.origin
    key = origin.file[places].astype(np.int64) * len(origin.sheets) + origin.sheet[places]
    result = []
    for one in np.unique(key).tolist():
        own = places[key == one]
        file, sheet = divmod(one, len(origin.sheets))
        lines = tuple(int(line) for line in origin.line[own[:LINES]])
        shown = tuple(dict.fromkeys(examples(own[:LINES])))[:EXAMPLES] if examples else ()
        result.append(
            Issue(
                Severity.WARNING,
                words(len(own)),
                origin.files[file],
                origin.sheets[sheet],
                column,
                lines,
                len(own),
                shown,
                code,
                table=frame.table.id,
            )
        )
    return result


def _repeated_ids(leads: Frame) -> list[Issue]:
    if not leads.has("id"):
        return []
    encoded = pa.chunked_array(pa.array(leads.data["id"].array)).combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    known = codes >= 0
    first = np.zeros(len(codes), np.bool_)
    distinct, places = np.unique(codes, return_index=True)
    first[places[distinct >= 0]] = True

    def words(count: int) -> Message:
        return msgn(
            "{count} row repeats the number of an earlier one; only the earlier row counts",
            "{count} rows repeat the numbers of earlier ones; only the earlier rows count",
            count,
        )

    return _by_sheet(leads, known & ~first, "id", "repeated-ids", words, _numbers(leads))


def _orders_in_several_rows(orders: Frame) -> list[Issue]:
    """Rows of orders that go on with the order of another row: their amounts are added up."""
    first, repeats = orders_of_rows(orders, Settings())[0], order_repeats(orders) != 0
    further = (first != np.arange(len(orders))) & ~repeats

    def words(count: int) -> Message:
        return msgn(
            "{count} row goes on with the order of another one (same number and customer, 30 days apart at most): they"
            " are one order, and their amounts are added up",
            "{count} rows go on with the orders of others (same number and customer, 30 days apart at most): they are "
            "one order each, and their amounts are added up",
            count,
        )

    def again(count: int) -> Message:
        return msgn(
            "{count} row says again what another row of the same order says (customer, day and amount); it counts once",
            "{count} rows say again what other rows of the same orders say (customer, day and amount); they count once",
            count,
        )

    shown = _numbers(orders)
    return [
        *_by_sheet(orders, further, "id", "orders-in-several-rows", words, shown),
        *_by_sheet(orders, repeats, "id", "repeated-ids", again, shown),
    ]


def _numbers(frame: Frame) -> Examples:
    def shown(own: npt.NDArray[np.intp]) -> list[tuple[Fact, Fact]]:
        return [(number, number) for number in map(str, frame.data["id"].iloc[own])]

    return shown


def _negative(frame: Frame) -> list[Issue]:
    result = []
    for column in frame.table.columns:
        if column.kind is not Kind.MONEY or column.id == "margin" or not frame.has(column.id):
            continue
        values = frame.numbers(column.id)
        label = column.label

        def shown(own: npt.NDArray[np.intp], values: npt.NDArray[Any] = values) -> list[tuple[Fact, Fact]]:
            return [(amount, amount) for amount in values[own].tolist()]

        def words(count: int, label: Message = label) -> Message:
            return msgn(
                "{column}: {count} amount is negative; it is counted as it is",
                "{column}: {count} amounts are negative; they are counted as they are",
                count, column=label,
            )  # fmt: skip

        with np.errstate(invalid="ignore"):
            result += _by_sheet(frame, values < 0, column.id, "negative-amounts", words, shown)
    return result


def _future(frame: Frame, as_of: int, stage_map: StageMap) -> list[Issue]:
    result = []
    for name in frame.table.dates:
        if not frame.has(name):
            continue
        days = frame.days(name)
        label = frame.table.column(name).label

        def shown(own: npt.NDArray[np.intp], days: npt.NDArray[np.int32] = days) -> list[tuple[Fact, Fact]]:
            return [(day, day) for day in map(date_of, days[own].tolist())]

        def words(count: int, label: Message = label) -> Message:
            return msgn(
                "{column}: {count} date lies after the day on which the file was true",
                "{column}: {count} dates lie after the day on which the file was true",
                count, column=label,
            )  # fmt: skip

        hit = (days != MISSING_DAY) & (days > as_of)
        if name == "closed":
            hit &= ~_is_open(frame, stage_map)
        result += _by_sheet(frame, hit, name, "future-dates", words, shown)
    return result


def _is_open(frame: Frame, stage_map: StageMap) -> Mask:
    """Which leads their status calls open: in exports their closing day is the one that is hoped for."""
    if not frame.has("status"):
        return np.zeros(len(frame), np.bool_)
    stages = [stage_map.stage(word) for word in frame.labels("status")]
    is_open = np.array([stage is not None and stage not in OUTCOMES for stage in stages] + [False], np.bool_)
    result: Mask = is_open[frame.codes("status")]
    return result


def _before_creation(frame: Frame) -> list[Issue]:
    if not (frame.has("created") and frame.has("won")):
        return []
    created, won = frame.days("created"), frame.days("won")
    hit = (created != MISSING_DAY) & (won != MISSING_DAY) & (won < created)

    def shown(own: npt.NDArray[np.intp]) -> list[tuple[Fact, Fact]]:
        return [(date_of(int(created[place])), date_of(int(won[place]))) for place in own]

    def words(count: int) -> Message:
        return msgn(
            "{count} lead was won before it was created; its delay is left out",
            "{count} leads were won before they were created; their delays are left out",
            count,
        )

    return _by_sheet(frame, hit, "won", "won-before-created", words, shown)


def _ends_first(frame: Frame) -> list[Issue]:
    """Expenses and operations that end before they begin."""
    pair = _SPANS.get(frame.table.id)
    if pair is None or not all(map(frame.has, pair)):
        return []
    first, last = (frame.days(name) for name in pair)

    def shown(own: npt.NDArray[np.intp]) -> list[tuple[Fact, Fact]]:
        return [(date_of(int(first[place])), date_of(int(last[place]))) for place in own]

    def words(count: int) -> Message:
        if frame.table.id != "costs":
            return msgn(
                "{count} row ends before it begins; its days are taken as unknown",
                "{count} rows end before they begin; their days are taken as unknown",
                count,
            )
        return msgn(
            "{count} expense ends before it begins; it counts on its first day",
            "{count} expenses end before they begin; they count on their first days",
            count,
        )

    hit = (first != MISSING_DAY) & (last != MISSING_DAY) & (last < first)
    return _by_sheet(frame, hit, pair[1], "ends-first", words, shown)


def _unknown_statuses(frame: Frame, stage_map: StageMap) -> list[Issue]:
    def status(count: int) -> Message:
        return msgn(
            "{count} lead has a status that is not understood; it counts as open",
            "{count} leads have a status that is not understood; they count as open",
            count,
        )

    def pipeline(count: int) -> Message:
        return msgn(
            "{count} lead has a stage of the sale that is not understood: how far it is cannot be told by that",
            "{count} leads have a stage of the sale that is not understood: how far they are cannot be told by that",
            count,
        )

    found = _unknown_words(frame, "status", "unknown-status", stage_map, status)
    return found + _unknown_words(frame, "pipeline", "unknown-stage", stage_map, pipeline)


def _unknown_words(
    frame: Frame, column: str, code: str, stage_map: StageMap, words: Callable[[int], Message]
) -> list[Issue]:
    if not frame.has(column):
        return []
    labels = frame.labels(column)
    unknown = [number for number, label in enumerate(labels) if stage_map.stage(label) is None]
    codes = frame.codes(column)

    def shown(own: npt.NDArray[np.intp]) -> list[tuple[Fact, Fact]]:
        return [(label, label) for label in (labels[codes[place]] for place in own)]

    return _by_sheet(frame, np.isin(codes, unknown), column, code, words, shown)
