"""The pages of the review of next month's file: a row a question, a change or a lead, worded when it is shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from leaddesk.ingest.matching import Rule
from leaddesk.model.leads_table import LEADS
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.model.stages import BY_ID, LABELS
from leaddesk.text import Message, msg, msgc, verbatim
from leaddesk.ui.theme import plain_tooltip
from leaddesk.ui.widgets.lead_facts import called, lead_name

if TYPE_CHECKING:
    from leaddesk.ingest.comparison import Comparison, Verdict
    from leaddesk.text import Fact, Language
    from leaddesk.ui.next_file_choices import Choices

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_IN_VIEW: Final = 200

RULES: Final = {
    Rule.NUMBER: msg("same number"),
    Rule.EMAIL: msg("same e-mail"),
    Rule.PHONE: msg("same phone"),
    Rule.NAME: msg("similar name, same place"),
    Rule.SAME: msg("all is the same"),
    Rule.FACTS: msg("nearly all is the same"),
    Rule.NEIGHBOURS: msg("same place in the list"),
    Rule.HAND: msg("you said so"),
}


def title_of(column: str) -> Message:
    """What a column of the leads is called."""
    known = LEADS.by_id.get(column)
    return verbatim(column.removeprefix(EXTRA_PREFIX)) if known is None else known.label


class Page(ABC):
    """Rows of words. ``titles``: of its columns."""

    titles: tuple[Message, ...] = ()

    def __init__(self, choices: Choices, language: Language) -> None:
        self.choices, self.language = choices, language
        self.comparison: Comparison = choices.comparison

    @abstractmethod
    def __len__(self) -> int:
        """How many rows it has."""

    @abstractmethod
    def words(self, row: int) -> tuple[str, ...]:
        """The words of a row, one text a column."""

    def is_decided(self, _row: int) -> bool:
        """Whether the user said something of a row."""
        return False

    def name(self, place: int) -> str:
        """What to call the lead of a row of the lists."""
        return self.language.text(called(lead_name(self.comparison.told, place)))

    def name_and_firm(self, place: int) -> str:
        """What to call it where several have that name."""
        firm = self.language.fact(self.comparison.fact(place, "company"))
        return " · ".join(dict.fromkeys(filter(None, (self.name(place), firm))))

    def created(self, place: int) -> str:
        """The day on which it was made."""
        return self.language.fact(self.comparison.fact(place, "created"))


class Questions(Page):
    """What is to be decided: first where the file contradicts what was set by hand, then the doubtful leads."""

    titles = (msg("Lead"), msg("Question"), msg("Decision"))

    def __len__(self) -> int:
        return self.choices.questions

    def verdict(self, row: int) -> Verdict | None:
        """The verdict that a row is about; None for a doubtful lead."""
        return self.choices.verdicts[row] if row < len(self.choices.verdicts) else None

    def doubt(self, row: int) -> tuple[int, ...]:
        """The place of the doubtful row, then those of the leads that it may be."""
        return tuple(self.comparison.doubtful[row - len(self.choices.verdicts)].tolist())

    def words(self, row: int) -> tuple[str, ...]:
        """Who, what the question is, and what is decided."""
        text, verdict = self.language.text, self.verdict(row)
        if verdict is not None:
            question = msg(
                "{column}: you set “{mine}”, this file says “{now}” (before: “{before}”)",
                column=title_of(verdict.column), mine=self._fact(verdict.column, verdict.mine or ""),
                now=self.language.fact(verdict.after), before=self.language.fact(verdict.before),
            )  # fmt: skip
            decided = msg("the file’s word counts") if row in self.choices.taken else msg("yours is kept")
            return self.name(verdict.place), text(question), text(decided)
        other, *bases = self.doubt(row)
        maybe = ", ".join(
            f"{self.name_and_firm(base)} ({self.language.percent(self.comparison.likeness(base, other), 0)})"
            for base in bases
        )
        return self.name(other), text(msg("It may be: {leads}", leads=maybe)), text(self._decision(other, bases))

    def _decision(self, other: int, bases: list[int]) -> Message:
        if other in self.choices.same:
            return msg("the same as {name}", name=self.name_and_firm(self.choices.same[other]))
        if all((base, other) in self.choices.apart for base in bases):
            return msg("a lead of its own")
        return msg("open: counts as new")

    def _fact(self, column: str, value: Fact) -> str:
        if column == "stage" and value in BY_ID:
            return self.language.text(LABELS[BY_ID[str(value)]])
        return self.language.fact(value)

    def is_decided(self, row: int) -> bool:
        """Whether it was decided otherwise than it would be by itself."""
        return row in self.choices.taken if self.verdict(row) else self.choices.is_decided(self.doubt(row))


class Changes(Page):
    """What is otherwise than before."""

    titles = (msg("Lead"), msg("Column"), msg("Before → after"))

    def __len__(self) -> int:
        return len(self.comparison.changed[0])

    def words(self, row: int) -> tuple[str, ...]:
        """Whose fact it is, which, and what was and is."""
        pair, column, before, after = self.comparison.change(row)
        name = self.name(self.comparison.pair(pair)[0])
        return name, self.language.text(title_of(column)), self.language.change(before, after)


class New(Page):
    """The leads that were in no list before."""

    titles = (msg("Lead"), msg("Created on"), msg("Line"), msg("Decision"))

    def __len__(self) -> int:
        return len(self.comparison.new)

    def words(self, row: int) -> tuple[str, ...]:
        """Who, since when, where in the file, and what it is taken for."""
        place = int(self.comparison.new[row])
        base = self.choices.same.get(place)
        told = msgc("lead", "new") if base is None else msg("the same as {name}", name=self.name(base))
        line = self.language.number(int(self.comparison.told.origin.line[place]))
        return self.name(place), self.created(place), line, self.language.text(told)

    def is_decided(self, row: int) -> bool:
        """Whether it was said to be an earlier lead."""
        return int(self.comparison.new[row]) in self.choices.same


class Gone(Page):
    """The leads of the earlier lists that this one has not."""

    titles = (msg("Lead"), msg("Created on"), msg("In"))

    def __len__(self) -> int:
        return len(self.comparison.gone)

    def words(self, row: int) -> tuple[str, ...]:
        """Who, since when, and in which list it is."""
        place = int(self.comparison.gone[row])
        origin = self.comparison.told.origin
        return self.name(place), self.created(place), origin.files[int(origin.file[place])]


class Pairs(Page):
    """All leads that are in both, with what told so."""

    titles = (msg("Before"), msg("In this file"), msg("Known by"), msg("Certainty"), msg("Decision"))

    def __len__(self) -> int:
        return self.comparison.pairs

    def words(self, row: int) -> tuple[str, ...]:
        """Both names, the rule, how sure it is, and what is decided."""
        base, other, rule, sure = self.comparison.pair(row)
        parted = (base, other) in self.choices.apart
        decided = msg("two leads") if parted else msg("one lead")
        words = self.language.text
        share = self.language.percent(sure, 1 if 0.99 < sure < 1 else 0)
        return self.name(base), self.name(other), words(RULES[rule]), share, words(decided)

    def is_decided(self, row: int) -> bool:
        """Whether it was said to be two leads."""
        return self.comparison.pair(row)[:2] in self.choices.apart


class NextFileModel(QAbstractTableModel):
    """Shows one page."""

    def __init__(self, page: Page, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._rows: dict[int, tuple[str, ...]] = {}

    def refresh(self) -> None:
        """Something was decided."""
        self._rows.clear()
        if len(self.page):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.page) - 1, self.columnCount() - 1))

    def _words(self, row: int) -> tuple[str, ...]:
        """The words of a row, made once while it is in view."""
        if row not in self._rows:
            if len(self._rows) >= _IN_VIEW:
                self._rows.clear()
            self._rows[row] = self.page.words(row)
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as the page has."""
        return 0 if parent.isValid() else len(self.page)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One a title."""
        return 0 if parent.isValid() else len(self.page.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The titles."""
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.page.language.text(self.page.titles[section])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """The words of a cell; what was decided stands out."""
        if role == Role.DisplayRole:
            return self._words(index.row())[index.column()]
        if role == Role.ToolTipRole:
            return plain_tooltip(self._words(index.row())[index.column()])
        if role == Role.FontRole and index.column() == self.columnCount() - 1 and self.page.is_decided(index.row()):
            font = QFont()
            font.setBold(True)
            return font
        return None
