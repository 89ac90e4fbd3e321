"""The review of next month's file before it is taken in: what is to be decided, what changed, what is new or gone.

What is decided here is kept with the file and done again whenever its rows are read; the import stays one step.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.text import Message, msg, msgn
from leaddesk.ui.dialogs.candidates import CandidatesDialog
from leaddesk.ui.itemmodels.next_file import Changes, Gone, New, NextFileModel, Page, Pairs, Questions
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from leaddesk.ingest.comparison import Comparison
    from leaddesk.text import Language
    from leaddesk.ui.jobs import Jobs, Task
    from leaddesk.ui.next_file_choices import Choices

OK, CANCEL = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
QUESTIONS, CHANGES, NEW, GONE, PAIRS = range(5)
"""The pages, in their order."""
_PAGES: Final = (Questions, Changes, New, Gone, Pairs)
_WIDTHS: Final = ((200, 680), (260, 220), (320, 160, 80), (320, 160), (260, 260, 220, 100))


class NextFileDialog(QDialog):
    """A page a kind, with the counts on the tabs; below, what can be done with the row that is looked at."""

    def __init__(self, choices: Choices, jobs: Jobs, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices, self.language, self._jobs = choices, language, jobs
        words = language.text
        self.setWindowTitle(words(msg("Review next month’s file")))
        self.summary, self.hint = QLabel(words(_summary(choices.comparison, language))), QLabel()
        for label in (self.summary, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.pages = QTabWidget()
        self.models = [NextFileModel(page(choices, language), self) for page in _PAGES]
        self.tables = [self._table(model, widths) for model, widths in zip(self.models, _WIDTHS, strict=True)]
        for table, model, title in zip(self.tables, self.models, self._titles(), strict=True):
            table.setAccessibleName(words(title))
            self.pages.addTab(table, words(title))
            self.pages.setTabEnabled(self.pages.count() - 1, len(model.page) > 0)
        self.first, self.second = QPushButton(), QPushButton()
        self.buttons = QDialogButtonBox(OK | CANCEL, self)
        self._lay_out()
        self._connect()
        self.pages.setCurrentIndex(next((place for place, model in enumerate(self.models) if len(model.page)), PAIRS))
        self._show_page()
        self.tables[self.pages.currentIndex()].setFocus()
        self.resize(1120, 600)

    def _titles(self) -> tuple[Message, ...]:
        count = [len(model.page) for model in self.models]
        return (
            msg("To decide ({count})", count=count[QUESTIONS]),
            msg("Changed ({count})", count=count[CHANGES]),
            msg("New ({count})", count=count[NEW]),
            msg("Gone ({count})", count=count[GONE]),
            msg("In both ({count})", count=count[PAIRS]),
        )

    @staticmethod
    def _table(model: NextFileModel, widths: tuple[int, ...]) -> PlainTable:
        table = PlainTable()
        table.setModel(model)
        for column, width in enumerate(widths):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if len(model.page):
            table.setCurrentIndex(model.index(0, 0))
        return table

    def _lay_out(self) -> None:
        words = self.language.text
        self.buttons.button(OK).setText(words(msg("Done")))
        self.buttons.button(CANCEL).setText(words(msg("Cancel")))
        for kind in (OK, CANCEL):
            self.buttons.button(kind).setIcon(QIcon())
        foot = QHBoxLayout()
        for button in (self.first, self.second):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.summary)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.hint)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.pages.currentChanged.connect(self._show_page)
        for table in self.tables:
            table.selectionModel().currentChanged.connect(self._show_page)
            table.opened.connect(self._open)
        self.first.clicked.connect(self.decide_first)
        self.second.clicked.connect(self.decide_second)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # What is shown ---------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is looked at."""
        return self.models[self.pages.currentIndex()].page

    @property
    def row(self) -> int:
        """The row that is looked at, -1 for none."""
        return self.tables[self.pages.currentIndex()].currentIndex().row()

    @Slot()
    def _show_page(self) -> None:
        first, second, hint = self._offers()
        words = self.language.text
        for button, text in ((self.first, first), (self.second, second)):
            button.setVisible(text is not None)
            button.setText("" if text is None else words(text))
        self.hint.setText(words(hint))

    def _offers(self) -> tuple[Message | None, Message | None, Message]:
        """What the two buttons do with the row, and what to know of the page."""
        page, row = self.page, self.row
        if isinstance(page, Questions) and row >= 0:
            if page.verdict(row) is not None:
                hint = msg("What you set by hand is kept unless you take the file’s word.")
                return msg("Keep mine"), msg("Take the file’s"), hint
            hint = msg("Until you decide, the row counts as a new lead.")
            return msg("The same lead…"), msg("Another lead"), hint
        if isinstance(page, Changes):
            return None, None, msg("What the later file says counts; a blank cell takes nothing away.")
        if isinstance(page, New) and row >= 0:
            is_joined = page.is_decided(row)
            offer = msg("It is new after all") if is_joined else msg("It is one of the earlier leads…")
            return offer, None, msg("They were in no list before.")
        if isinstance(page, Gone):
            return None, None, msg("They are in the earlier list alone. Nothing is erased: they stay as they are.")
        offer = msg("One lead after all") if row >= 0 and page.is_decided(row) else msg("Not the same lead")
        return (offer if row >= 0 else None), None, msg("Each row of one list is one lead of the other at most.")

    # What is done ----------------------------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _open(self, _index: QModelIndex) -> None:
        if self.first.isVisible() and not isinstance(self.page, Pairs):
            self.decide_first()

    @Slot()
    def decide_first(self) -> None:
        """Keep one's own word, join the row with an earlier lead, or part a pair; again takes it back."""
        page, row = self.page, self.row
        if row < 0:
            return
        if isinstance(page, Questions):
            if page.verdict(row) is not None:
                self.choices.taken.discard(row)
            else:
                other, *bases = page.doubt(row)
                self._choose(other, bases)
        elif isinstance(page, New):
            place = int(page.comparison.new[row])
            if place in self.choices.same:
                self.choices.forget(self.choices.same[place], place)
            else:
                work = partial(_likeliest, page.comparison, place)
                job = self._jobs.compute.start("candidates", work)
                job.succeeded.connect(self._offer)
        elif isinstance(page, Pairs):
            base, other, *_ = page.comparison.pair(row)
            done = self.choices.forget if (base, other) in self.choices.apart else self.choices.part
            done(base, other)
        self._decided()

    @Slot()
    def decide_second(self) -> None:
        """Take the file's word, or say that a doubtful row is a lead of its own."""
        page, row = self.page, self.row
        if not isinstance(page, Questions) or row < 0:
            return
        if page.verdict(row) is not None:
            self.choices.taken.add(row)
        else:
            other, *bases = page.doubt(row)
            for base in bases:
                self.choices.part(base, other)
        self._decided()

    @Slot(object)
    def _offer(self, found: tuple[int, list[int]]) -> None:
        self._choose(*found, msg("Those that are in this file already are not offered."))
        self._decided()

    def _choose(self, other: int, bases: list[int], hint: Message | None = None) -> None:
        """Ask which of the earlier leads a row is."""
        lines = [self._line(base, other) for base in bases]
        dialog = CandidatesDialog(self.page.name(other), lines, self.language, self, hint)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.chosen >= 0:
            self.choices.join(bases[dialog.chosen], other)
        dialog.deleteLater()

    def _line(self, base: int, other: int) -> str:
        page, comparison = self.page, self.choices.comparison
        facts = [page.name(base), page.created(base)]
        facts += [self.language.fact(comparison.fact(base, name)) for name in ("company", "phone", "city")]
        likeness = comparison.likeness(base, other)
        facts += [self.language.percent(likeness, 0)] if likeness else []
        return " · ".join(dict.fromkeys(filter(None, facts)))

    def _decided(self) -> None:
        for model in self.models:
            model.refresh()
        self._show_page()

    def done(self, result: int) -> None:
        """Let go of the search as well."""
        self._jobs.compute.cancel("candidates")
        super().done(result)


def _summary(comparison: Comparison, language: Language) -> Message:
    others = ", ".join(comparison.others)
    both = msgn(
        "{count} lead of “{file}” is in “{other}” already",
        "{count} leads of “{file}” are in “{other}” already",
        comparison.pairs, file=comparison.file, other=others,
    )  # fmt: skip
    start, end = comparison.days
    if start is None or end is None:
        return msg("{both}.", both=both)
    days = msg("as of {start}, then of {end}", start=language.date(start), end=language.date(end))
    return msg("{both} ({days}).", both=both, days=days)


def _likeliest(comparison: Comparison, other: int, task: Task) -> tuple[int, list[int]]:
    task.check()
    return other, comparison.likeliest(other)
