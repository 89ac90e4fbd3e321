"""Customers whose names differ by capitals, accents or spaces alone are one, in orders and all that names customers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.ingest.canonical import is_ordinary
from leaddesk.ingest.findings import column_issue
from leaddesk.ingest.outcome import EXAMPLES
from leaddesk.ingest.switched_off import left_alone
from leaddesk.ingest.texts import as_array
from leaddesk.model.issues import Issue, Severity
from leaddesk.model.merges import NAMING
from leaddesk.text import msgn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leaddesk.ingest.parts import Part

MERGED: Final = "merged-customers"
"""The code of the proposal to take such names for one customer."""
_CODE: Final = r"^[A-Za-z0-9]{15,}$"
_IN_CODES: Final = (r"\d", "[a-z]", "[A-Z]")
"""Long codes of figures, small and capital letters: some programs tell two of them apart by a capital."""


@dataclass(frozen=True, eq=False, slots=True)
class _Named:
    """A column that names customers, and its texts in use: their ``codes``, and how many cells hold each."""

    part: Part
    column: str
    codes: npt.NDArray[np.intp]
    texts: pa.LargeStringArray
    counts: npt.NDArray[np.intp]

    def among(self, shared: pa.LargeStringArray) -> _Named:
        """Those of its texts that are compared by one of these."""
        is_in = pc.is_in(compared(self.texts), value_set=shared)
        mask = is_in.to_numpy(zero_copy_only=False)
        return replace(self, codes=self.codes[mask], texts=self.texts.filter(is_in), counts=self.counts[mask])

    def spelled(self) -> Iterator[tuple[str, str, int]]:
        """Of each text what it is compared by, the text, and how many cells hold it."""
        return zip(compared(self.texts).to_pylist(), self.texts.to_pylist(), self.counts.tolist(), strict=True)


def unified(parts: Sequence[Part]) -> None:
    """Give each customer one spelling over all parts, and say so in the part: that of the leads' numbers, else the most
    frequent one.
    """
    columns = [(part, column) for part in parts for table, column in NAMING[1:] if part.table.id == table]
    named = [_named(part, column) for part, column in columns if column in part.columns]
    leads = [_named(part, "id") for part in parts if part.table.id == "leads" and "id" in part.columns]
    if not named:
        return
    counts = pc.value_counts(compared(pa.concat_arrays([one.texts for one in named + leads]).unique()))
    shared = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if len(shared):  # of a million numbers only those need to be gone through
        _respell_all([one.among(shared) for one in named], _numbers([one.among(shared) for one in leads]))


def _respell_all(named: Sequence[_Named], numbers: Mapping[str, tuple[str, ...]]) -> None:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for one in named:
        for key, text, count in one.spelled():
            spellings[key][text] += count
    best = {
        key: max(found, key=lambda text: (found[text], is_ordinary(text), text)) for key, found in spellings.items()
    } | {key: texts[0] for key, texts in numbers.items() if key in spellings}
    apart = {key for key, texts in numbers.items() if len(texts) > 1}
    for one in named:
        _respell(one, best, apart)


def _numbers(leads: Sequence[_Named]) -> dict[str, tuple[str, ...]]:
    """The spellings of each number of a lead."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in leads:
        for key, text, _ in one.spelled():
            found[key][text] = None
    return {key: tuple(texts) for key, texts in found.items()}


def _named(part: Part, column: str) -> _Named:
    typed = part.columns[column]
    if typed.labels is None or not len(typed.labels):
        return _Named(part, column, np.zeros(0, np.intp), as_array([]), np.zeros(0, np.intp))
    counts = np.bincount(typed.values + 1, minlength=len(typed.labels) + 1)[1:]
    codes = np.flatnonzero(counts)
    return _Named(part, column, codes, typed.labels.take(pa.array(codes)), counts[codes])


def compared(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """What spellings of one name have in common: small letters without accents, single spaces. A long code of figures
    and letters is itself.
    """
    folded = pc.utf8_lower(pc.utf8_normalize(texts, form="NFKD"))
    folded = pc.replace_substring_regex(folded, pattern=r"\p{Mn}+", replacement="")
    folded = pc.utf8_trim_whitespace(pc.replace_substring_regex(folded, pattern=r"[\s\x{00A0}]+", replacement=" "))
    is_code = pc.match_substring_regex(texts, _CODE)
    for pattern in _IN_CODES:
        is_code = pc.and_(is_code, pc.match_substring_regex(texts, pattern))
    return pc.if_else(is_code, texts, folded)


def _respell(one: _Named, best: Mapping[str, str], apart: set[str]) -> None:
    """The part with its customers in their one spelling, unless that is switched off, and the issue that says so."""
    pairs = {
        code: (text, " ".join(best[key].split()))
        for code, (key, text, _) in zip(one.codes.tolist(), one.spelled(), strict=True)
        if key not in apart
    }
    pairs = {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
    choice = one.part.choices.get(one.column)
    if not pairs or choice is None:
        return
    typed, part = one.part.columns[one.column], one.part
    applied = MERGED not in choice.off
    hit = np.isin(typed.values, list(pairs))
    part.issues.append(_told(part, one.column, hit, tuple(pairs.values())[:EXAMPLES], applied=applied))
    if applied and typed.labels is not None:
        labels: list[Any] = typed.labels.to_pylist()
        for code, (_, after) in pairs.items():
            labels[code] = after
        part.columns[one.column] = replace(typed, labels=as_array(labels))


def _told(
    part: Part, column: str, hit: npt.NDArray[np.bool_], examples: tuple[tuple[str, str], ...], *, applied: bool
) -> Issue:
    choice, count = part.choices[column], int(hit.sum())
    message = msgn(
        "“{column}”: {count} cell names a customer with other capitals, accents or spaces; it is the same customer",
        "“{column}”: {count} cells name customers with other capitals, accents or spaces; they are the same customers",
        count, column=choice.header,
    )  # fmt: skip
    message = message if applied else left_alone(MERGED, count, column=choice.header)
    issue = column_issue(Severity.INFO, message, part.raw, part.sheet, choice, part.lines, hit, MERGED)
    return replace(issue, examples=examples, applied=applied)
