"""What a tab is: it asks a Report for its part on the compute thread, and shows it on the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.model.report import Report
    from leaddesk.text import Language, Message
    from leaddesk.ui.session import Session


class Tab(QWidget):
    """One page of the window. Made when it is first shown, stale while it is hidden."""

    def __init__(self, session: Session, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.language = language

    def prepare(self, report: Report) -> Any:  # noqa: ANN401, ARG002  (each tab has its own)
        """What the tab needs of the report. Runs on the compute thread and touches no widget."""
        raise TypeError(f"{type(self).__name__} is not a whole tab")

    def present(self, prepared: Any) -> None:  # noqa: ANN401, ARG002
        """Show what :meth:`prepare` gave. Runs on the GUI thread."""
        raise TypeError(f"{type(self).__name__} is not a whole tab")

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language."""
        self.language = language


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A tab before it is made: ``load`` imports its module, so that charts and grids cost nothing at start."""

    id: str
    title: Message
    icon: str
    load: Callable[[], type[Tab]]
