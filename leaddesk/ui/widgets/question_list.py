"""What the file alone does not decide, asked with what each answer would make of its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from leaddesk.model.recipe import DECIMALS
from leaddesk.text import Message, msg
from leaddesk.ui.theme import GAP, MARGIN
from leaddesk.ui.widgets import year_words
from leaddesk.ui.widgets.column_choices import DATE_ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.raw import RawFile
    from leaddesk.model.recipe import ColumnChoice, Recipe, SheetRecipe
    from leaddesk.text import Language

DATE_ORDER: Final = "date-order"
_SHOWN: Final = 2
_BESIDE: Final = 3
"""So many answers have room beside one another."""
_ASKED: Final[dict[str, Callable[[str], Message]]] = {
    DATE_ORDER: lambda column: msg(
        "“{column}”: which comes first, the day or the month? The file does not tell.", column=column
    ),
    "decimal": lambda column: msg("“{column}”: what separates the decimals? The file does not tell.", column=column),
    year_words.YEAR: lambda column: msg(
        "“{column}”: of which year are the dates that have none? The file does not tell.", column=column
    ),
}
"""The words for each code of a question."""


class QuestionList(QWidget):
    """A line a question, with a button an answer. The answer comes as a new recipe for the sheet."""

    changed = Signal(object)
    """The :class:`~leaddesk.model.recipe.SheetRecipe` with the question answered."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self._sheet: SheetRecipe | None = None
        self.buttons: list[QRadioButton] = []
        self._lines: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)

    def show_sheet(self, file: RawFile, recipe: Recipe, sheet: SheetRecipe) -> None:
        """The questions of one sheet; nothing is shown where there are none."""
        self._sheet = sheet
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines, self.buttons = [], []
        for question in sheet.questions if sheet.table else ():
            code, _, position = question.rpartition(":")
            line = self._line(file, recipe, sheet, code, sheet.at(int(position)))
            self._layout.addWidget(line)
            self._lines.append(line)
        self.setVisible(bool(self._lines))

    def _line(self, file: RawFile, recipe: Recipe, sheet: SheetRecipe, code: str, choice: ColumnChoice) -> QWidget:
        line = QWidget()
        line.setProperty("question", True)
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        label = QLabel(self.language.text(_ASKED[code.partition(":")[0]](choice.header)))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        group = QButtonGroup(line)
        group.setExclusive(True)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        layout.setSpacing(GAP // 2)
        layout.addWidget(label)
        offered = self._answers(code, choice)
        is_long = len(offered) > _BESIDE
        answers = QBoxLayout(QBoxLayout.Direction.TopToBottom if is_long else QBoxLayout.Direction.LeftToRight)
        answers.setSpacing(GAP // 2 if is_long else 2 * MARGIN)
        layout.addLayout(answers)
        for value, answer in offered:
            button = QRadioButton(self._effect(file, recipe, sheet, choice, value, answer))
            button.setProperty("position", choice.position)
            button.setProperty("answer", value)
            button.toggled.connect(self._answer)
            group.addButton(button)
            self.buttons.append(button)
            answers.addWidget(button)
        if not is_long:
            answers.addStretch(1)
        return line

    @staticmethod
    def _answers(code: str, choice: ColumnChoice) -> list[tuple[str, Message]]:
        if code.startswith(year_words.YEAR):
            return year_words.answers(code.partition(":")[2])
        if code != DATE_ORDER:
            return [(",", msg("the comma")), (".", msg("the point"))]
        offered = ["dmy", "mdy", *(["ymd"] if choice.date_order == "ymd" else [])]
        return [(order, DATE_ORDERS[order]) for order in offered]

    def _effect(
        self, file: RawFile, recipe: Recipe, sheet: SheetRecipe, choice: ColumnChoice, value: str, answer: Message
    ) -> str:
        """An answer, and what it makes of the first cells."""
        from leaddesk.ingest.preview import samples

        if value == year_words.UNKNOWN:
            return self.language.text(answer)
        tried = recipe.with_sheet(sheet.with_column(_answered(choice, value)))
        pairs = samples(file, tried, sheet.sheet, choice.position, self.language, _SHOWN)
        shown = ", ".join(f"{before} → {after}" for before, after in pairs)
        text = msg("{answer}: {examples}", answer=answer, examples=shown) if shown else answer
        return self.language.text(text).replace("&", "&&")

    @Slot(bool)
    def _answer(self, chosen: bool) -> None:
        button = self.sender()
        if not chosen or not isinstance(button, QRadioButton) or self._sheet is None:
            return
        choice = self._sheet.at(button.property("position"))
        self.changed.emit(self._sheet.with_column(_answered(choice, button.property("answer"))))


def _answered(choice: ColumnChoice, value: str) -> ColumnChoice:
    """The choice with a decimal sign, a year, or an order of days and months."""
    if year_words.is_year(value) or value == year_words.UNKNOWN:
        return year_words.answered(choice, value)
    return replace(choice, decimal=value) if value in DECIMALS else replace(choice, date_order=value)
