from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent

from leaddesk.ui.plots.marks import Mark, Pointer, forgets, presses

MARKS = [Mark(key, QRectF(10 * n, 0, 12, 10), str(key)) for n, key in enumerate("abc")]


def _key(pointer: Pointer) -> object:
    return None if pointer.current is None else pointer.current.key


def test_the_upper_of_two_marks_is_hit() -> None:
    pointer = Pointer()
    pointer.show(MARKS)
    assert pointer.at(QPointF(11, 5)) is MARKS[1]
    assert pointer.at(QPointF(5, 5)) is MARKS[0]
    assert pointer.at(QPointF(99, 5)) is None


def test_arrows_walk_and_stop_at_the_ends() -> None:
    pointer = Pointer()
    assert not pointer.move(Qt.Key.Key_Right)
    pointer.show(MARKS)
    walked: list[object] = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Home):
        assert pointer.move(key)
        assert isinstance(pointer.current, Mark)
        walked.append(_key(pointer))
    assert walked == ["a", "b", "c", "c", "b", "a"]
    assert pointer.move(Qt.Key.Key_End)
    assert not pointer.move(Qt.Key.Key_A)


def test_the_current_mark_outlives_a_redraw() -> None:
    pointer = Pointer()
    pointer.show(MARKS)
    assert pointer.point_at(MARKS[2])
    assert not pointer.point_at(MARKS[2])
    pointer.show(MARKS[1:])
    assert pointer.current is MARKS[2]
    pointer.show(MARKS[:1])
    assert pointer.current is None


def test_a_popup_does_not_end_the_pointing() -> None:
    lost = {reason: QFocusEvent(QEvent.Type.FocusOut, reason) for reason in Qt.FocusReason}
    kept = {reason for reason, event in lost.items() if not forgets(event)}
    assert kept == {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}


def test_enter_and_space_press() -> None:
    assert presses(Qt.Key.Key_Enter)
    assert presses(Qt.Key.Key_Space)
    assert not presses(Qt.Key.Key_Tab)
