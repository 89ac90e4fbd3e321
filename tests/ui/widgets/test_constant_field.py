"""Where all rows of a sheet come from: chosen, typed, taken away; hidden where a column says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from leaddesk.model.recipe import ColumnChoice, Constant, SheetRecipe
from leaddesk.text import language, msg
from leaddesk.ui.widgets.constant_field import ConstantField, channels_of
from tests.builders import dataset

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

GOOGLE = SheetRecipe("S", "costs", constants=(Constant("channel", "Google Ads", msg("Chosen by you")),))


@pytest.fixture
def field(qtbot: QtBot) -> ConstantField:
    made = ConstantField(language("fr"))
    made.offer({"Salon", "flyers"})
    qtbot.addWidget(made)
    return made


def given(field: ConstantField, told: list[SheetRecipe]) -> str:
    constant = told[-1].constant("channel")
    field.show_sheet(told[-1])
    return "" if constant is None else constant.value


def test_it_is_typed_chosen_and_taken_away(field: ConstantField) -> None:
    told: list[SheetRecipe] = []
    field.changed.connect(told.append)
    field.show_sheet(GOOGLE)
    assert (field.value.currentText(), field.reason.text()) == ("Google Ads", "Choisi par vous")
    assert [field.value.itemText(index) for index in range(field.value.count())] == ["", "flyers", "Salon"]
    line = field.value.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "Presse")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert given(field, told) == "Presse"
    field.value.setCurrentIndex(2)
    field.value.activated.emit(2)
    assert given(field, told) == "Salon"
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert given(field, told) == ""
    assert len(told) == 3


def test_switched_off_it_is_empty_and_typed_again_it_is_on(field: ConstantField) -> None:
    told: list[SheetRecipe] = []
    field.changed.connect(told.append)
    field.show_sheet(GOOGLE.switched("constant-channel", on=False))
    assert (field.value.currentText(), field.reason.text()) == ("", "")
    line = field.value.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "Google Ads")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told[-1].does("constant-channel")


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        (SheetRecipe("S", "leads"), True),
        (SheetRecipe("S", "orders"), False),
        (SheetRecipe("S"), False),
        (SheetRecipe("S", "leads", columns=(ColumnChoice(0, "Canal", "channel"),)), False),
        (SheetRecipe("S", "costs", wide="channel"), False),
        (SheetRecipe("S", "costs", wide="month"), True),
        (SheetRecipe("S", "leads", sheet_target="channel"), False),
        (SheetRecipe("S", "leads", section_target="channel"), False),
    ],
)
def test_it_is_shown_where_nothing_else_says_it(field: ConstantField, sheet: SheetRecipe, shown: bool) -> None:
    field.show_sheet(sheet)
    assert field.isHidden() is not shown


def test_the_channels_in_use_are_offered() -> None:
    data = dataset(leads={"channel": ["Salon", None]}, costs={"channel": ["Flyers"]}, orders={"id": ["1"]})
    assert channels_of(data) == {"Salon", "Flyers"}
