"""Values that may mean the same: a line a cluster, to be merged, spelt otherwise, or said not to be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from leaddesk.ingest.clusters import Cluster, Decision
from leaddesk.ingest.spellings import Method
from leaddesk.model.tables import TABLES
from leaddesk.text import Message, Percent, msg, verbatim
from leaddesk.ui.theme import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

    from leaddesk.text import Language

MERGE, VALUES, SPELLING, WHY, APART = range(5)
HEADERS: Final = (
    msg("Merge"),
    msg("Values (rows)"),
    msg("Becomes"),
    msg("Why"),
    msg("Not the same"),
)
_LABELS: Final = {column.id: column.label for table in reversed(TABLES) for column in table.columns}
_REASONS: Final[dict[Method, Message]] = {
    Method.FINGERPRINT: msg("the same words"),
    Method.NGRAMS: msg("the same letters"),
    Method.ACRONYM: msg("known names of one source"),
}
_CHECKS: Final = (MERGE, APART)


class ClusterList(QTableWidget):
    """A row a cluster. Space ticks the rows selected, F2 or a double click changes the spelling, Delete says "not the
    same". A spelling that is typed ticks its row.
    """

    changed = Signal(object)
    """What is decided now: a tuple of :class:`~leaddesk.ingest.clusters.Decision`, one a cluster, in their order."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._clusters: tuple[Cluster, ...] = ()
        self._known: dict[tuple[str, tuple[str, ...]], Decision] = {}
        self.setColumnCount(len(HEADERS))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        header = self.horizontalHeader()
        header.setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        for column in (MERGE, WHY, APART):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setColumnWidth(SPELLING, 190)
        self.itemChanged.connect(self._take)
        self.set_language(language)

    def set_language(self, language: Language) -> None:
        """Rewrite every word in another language; what is decided stays."""
        self._language = language
        words = language.text
        self.setHorizontalHeaderLabels([words(header) for header in HEADERS])
        self.setAccessibleName(words(msg("Values that may mean the same")))
        self.show_clusters(self._clusters, self.decisions())

    def show_clusters(self, clusters: Sequence[Cluster], decisions: Iterable[Decision] = ()) -> None:
        """Show these clusters as they were decided, now or when they were last shown; the others as they are offered:
        nothing ticked but what the recipes merge already. Nothing is emitted.
        """
        self._known |= {decision.cluster.key: decision for decision in decisions}
        known, self._clusters = self._known, tuple(clusters)
        blocked = QSignalBlocker(self)
        self.clearContents()
        self.setRowCount(len(self._clusters))
        for row, cluster in enumerate(self._clusters):
            self._fill(row, cluster, known.get(cluster.key, Decision(cluster, cluster.merged, cluster.spelling)))
        del blocked

    def count(self) -> int:
        """How many clusters are shown."""
        return len(self._clusters)

    def decisions(self) -> tuple[Decision, ...]:
        """What is decided now, one a cluster, in their order."""
        return tuple(self._decision(row) for row in range(self.rowCount()))

    def _decision(self, row: int) -> Decision:
        cluster = self._clusters[row]
        spelling = " ".join(self._at(row, SPELLING).text().split()) or cluster.spelling
        return Decision(cluster, self._is_ticked(row, MERGE), spelling, self._is_ticked(row, APART))

    def _at(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        if item is None:
            raise IndexError((row, column))
        return item

    def _is_ticked(self, row: int, column: int) -> bool:
        return self._at(row, column).checkState() is Qt.CheckState.Checked

    def _fill(self, row: int, cluster: Cluster, decision: Decision) -> None:
        words = self._language.text
        label = words(_LABELS[cluster.column])
        number = self._language.number
        values = " · ".join(f"{member.text} ({number(member.count)})" for member in cluster.members)
        listed = words(msg("{column}: {values}", column=_LABELS[cluster.column], values=verbatim(values)))
        texts = ("", listed, decision.spelling, words(_reason(cluster)), "")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column in _CHECKS:
                ticked = decision.merge if column == MERGE else decision.apart
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                said = words(msg("{what}: {values}", what=HEADERS[column], values=verbatim(values)))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            elif column == SPELLING:
                flags |= Qt.ItemFlag.ItemIsEditable
            item.setFlags(flags)
            tip = "\n".join((label, *(f"{one.text} ({number(one.count)})" for one in cluster.members)))
            item.setToolTip(plain_tooltip(tip if column == VALUES else text))
            self.setItem(row, column, item)

    @Slot(QTableWidgetItem)
    def _take(self, item: QTableWidgetItem) -> None:
        """A tick or a spelling that changed; to be merged and not to be the same exclude each other."""
        row, column = item.row(), item.column()
        blocked = QSignalBlocker(self)
        if column == SPELLING:
            typed = " ".join(item.text().split())
            item.setText(typed or self._clusters[row].spelling)
            if typed:
                self._tick(row, MERGE, ticked=True)
        elif column in _CHECKS:
            self._tick(row, column, ticked=item.checkState() is Qt.CheckState.Checked)
        del blocked
        self.changed.emit(self.decisions())

    def _tick(self, row: int, column: int, *, ticked: bool) -> None:
        self._at(row, column).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        if ticked:
            other = APART if column == MERGE else MERGE
            self._at(row, other).setCheckState(Qt.CheckState.Unchecked)

    def _toggle(self, column: int) -> None:
        """Tick the rows selected, or untick them when all are ticked."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        ticked = not all(self._is_ticked(row, column) for row in rows)
        blocked = QSignalBlocker(self)
        for row in rows:
            self._tick(row, column, ticked=ticked)
        del blocked
        self.viewport().update()
        if rows:
            self.changed.emit(self.decisions())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Delete decide on the rows selected."""
        if event.key() == Qt.Key.Key_Space:
            self._toggle(APART if self.currentColumn() == APART else MERGE)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._toggle(APART)
        else:
            super().keyPressEvent(event)


def _reason(cluster: Cluster) -> Message:
    if cluster.merged:
        return msg("as you merged them before")
    return _REASONS.get(cluster.method) or msg("nearly the same: {share}", share=Percent(cluster.score, 0))
