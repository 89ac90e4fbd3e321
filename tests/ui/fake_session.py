"""A session that only looks at one State, and remembers what the tabs asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tests.builders import dataset

if TYPE_CHECKING:
    from leaddesk.model.dataset import Dataset
    from leaddesk.text import Message


class FakeSession(QObject):
    """What a tab may use of :class:`leaddesk.ui.session.Session`."""

    noticed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[list[int], Message]] = []
        self.notices: list[Any] = []
        self.cleared = 0
        self.noticed.connect(self.notices.append)

    def clear_filters(self) -> None:
        self.cleared += 1

    def show_leads(self, positions: Any, label: Message) -> None:
        self.shown.append((positions.tolist(), label))

    def sheet_of(self, _file: str, _sheet: str) -> None:
        """No file is open."""


def company() -> Dataset:
    """Twelve leads over two months, two channels and none, with dates, amounts, reasons lost and costs."""
    return dataset(
        leads={
            "id": [str(n) for n in range(12)],
            "created": ["2025-01-03"] * 5 + ["2025-02-04"] * 6 + [None],
            "channel": ["Google"] * 6 + ["Flyers"] * 4 + [None, "Google"],
            "owner": ["Inès", "Karim"] * 6,
            "status": [
                "Gagné", "Gagné", "Perdu", "Contacté", "Nouveau",
                "Gagné", "Devis", "Perdu", "Qualifié", "Mystère", "Nouveau", "Nouveau",
            ],
            "contacted": ["2025-01-04"] * 3 + [None] * 2 + ["2025-02-06"] * 4 + [None] * 3,
            "qualified": ["2025-01-06", "2025-01-08", *[None] * 3, "2025-02-10", "2025-02-11", None, *[None] * 4],
            "won": ["2025-01-20", "2025-02-02", None, None, None, "2025-02-20", *[None] * 6],
            "lost_reason": [None, None, "Prix", None, None, None, None, None, None, None, None, None],
            "amount": [1000, 500, None, None, None, None, None, None, None, None, None, None],
            "margin": [300, 200, None, None, None, 100, None, None, None, None, None, None],
        },
        costs={
            "date": ["2025-01-01", "2025-02-01"],
            "until": ["2025-01-31", "2025-02-28"],
            "channel": ["Google", "Flyers"],
            "amount": [200, 100],
        },
    )  # fmt: skip
