"""The installed Qt itself: PySide6 6.12.0 aborts on Python 3.11 after some 580 emitted signals."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class _Emitter(QObject):
    flagged = Signal(bool)
    told = Signal(object)


class _Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.flags = 0
        self.things: list[object] = []

    def count(self, flag: bool) -> None:
        self.flags += flag

    def keep(self, thing: object) -> None:
        self.things.append(thing)


def test_5000_signals_arrive() -> None:
    emitter, listener = _Emitter(), _Listener()
    emitter.flagged.connect(listener.count)
    for number in range(5000):
        emitter.flagged.emit(number % 2 == 0)
    assert listener.flags == 2500


def test_signals_of_objects_carry_any_value() -> None:
    """``Signal(dict)`` loses keys that are no strings, ``Signal(int)`` overflows; ``Signal(object)`` does neither."""
    emitter, listener = _Emitter(), _Listener()
    emitter.told.connect(listener.keep)
    emitter.told.emit({1: "one", 2**40: "many"})
    emitter.told.emit(2**31)
    assert listener.things == [{1: "one", 2**40: "many"}, 2**31]
