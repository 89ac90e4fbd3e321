"""How well a program paired the rows of the later file with those of the first one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.reimport.truth import Truth


@dataclass
class Score:
    """Counts of rows of later files. ``faults``: what was wrong, to look at."""

    rows: int = 0
    known: int = 0
    matched: int = 0
    wrong: int = 0
    undecidable: int = 0
    by: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def matched_share(self) -> float:
        """Rightly paired rows, of those whose lead is in the first file; 1 if there are none."""
        return self.matched / self.known if self.known else 1.0

    @property
    def wrong_share(self) -> float:
        """Wrongly paired rows, of all; 0 if there are none."""
        return self.wrong / self.rows if self.rows else 0.0

    def add(self, other: Score) -> None:
        """Count another pair of files too."""
        self.rows += other.rows
        self.known += other.known
        self.matched += other.matched
        self.wrong += other.wrong
        self.undecidable += other.undecidable
        self.faults += other.faults
        for what, counts in other.by.items():
            self.by.setdefault(what, Counter()).update(counts)

    def count(self, whats: set[str], name: str) -> None:
        """One more for each kind of list, edit or new lead."""
        for what in whats:
            self.by.setdefault(what, Counter())[name] += 1

    def lines(self) -> list[str]:
        """The score as text: all together, then by kind of list, of edit, of new lead."""
        matched = f"matched {self.matched} of {self.known} ({self.matched_share:.2%})"
        wrong = f"wrong {self.wrong} of {self.rows} ({self.wrong_share:.2%})"
        found = [f"{matched}, {wrong}, undecidable {self.undecidable}"]
        for what, counts in sorted(self.by.items()):
            found.append(
                f"  {what:24} rows {counts['rows']:6}  known {counts['known']:6}  "
                f"missed {counts['known'] - counts['matched']:5}  wrong {counts['wrong']:5}"
            )
        return found


def score(truth: Truth, pairs: Mapping[int, int | None]) -> Score:
    """The score of pairs: line in the later file → line in the first, None or nothing for a new lead.

    Rows that nobody could decide about are only counted. Of a row that stands in a file twice either may be meant, and
    the program may leave the copy out: such a row counts as paired if its twin is.
    """
    result = Score()
    leads = {line: truth.lead(key) for key, line in truth.lines.items()}
    paired = {
        truth.lead(fate.key)
        for fate in truth.fates
        if fate.key is not None and _lead(leads, pairs.get(fate.line)) == truth.lead(fate.key)
    }
    copied = set(truth.alike.values())
    for fate in truth.fates:
        if fate.undecidable:
            result.undecidable += 1
            continue
        whats = {f"list:{truth.kind}", *(f"edit:{edit}" for edit in fate.edits)}
        whats |= {f"file:{edit}" for edit in truth.file_edits} | ({f"new:{fate.form}"} if fate.form else set())
        found, wanted = _lead(leads, pairs.get(fate.line)), None if fate.key is None else truth.lead(fate.key)
        if wanted in copied and wanted in paired and found is None:
            found = wanted
        result.rows += 1
        result.count(whats, "rows")
        if wanted is not None:
            result.known += 1
            result.count(whats, "known")
        if found == wanted:
            result.matched += wanted is not None
            if wanted is not None:
                result.count(whats, "matched")
            continue
        result.faults.append(f"{truth.kind}-{truth.seed} line {fate.line}: {found} is {wanted} {sorted(whats)}")
        if found is not None:
            result.wrong += 1
            result.count(whats, "wrong")
    return result


def _lead(leads: dict[int, str], line: int | None) -> str | None:
    """The lead of a line of the first file; a line that holds none is a mistake of its own."""
    return None if line is None else leads.get(line, f"line {line}")
