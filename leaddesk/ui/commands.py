"""The window's commands: each declared once; menus, tool bar and shortcuts follow."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction, QKeySequence

from leaddesk.text import Message, msg, msgc
from leaddesk.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from leaddesk.text import Language

Keys = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``slot`` names the method of the window (or of its session) that does it; ``data``: only possible
    with something open.
    """

    id: str
    text: Message
    slot: str
    icon: str = ""
    keys: QKeySequence.StandardKey | str | None = None
    tip: Message | None = None
    data: bool = False


COMMANDS: Final = (
    Command("open", msg("Open spreadsheets…"), "open_files", "folder-open", Keys.Open,
            msg("Add spreadsheets of leads and costs, or open a LeadDesk document")),
    Command("sample", msg("Try with a sample"), "open_sample", "package", None),
    Command("paste", msg("Paste a table"), "paste_table", "clipboard-paste", "Ctrl+Shift+V",
            msg("Take in a table copied from another program")),
    Command("new_lead", msg("New lead…"), "new_lead", "user-plus", Keys.New, msg("The phone rings: note a lead")),
    Command("new_expense", msg("New expense…"), "new_expense", "euro", "Ctrl+Shift+N"),
    Command("save", msg("Save"), "save", "", Keys.Save,
            msg("Every change is saved at once; a document without a name is given one"), data=True),
    Command("save_as", msg("Save as…"), "save_as", "save", Keys.SaveAs, data=True),
    Command("save_copy", msg("Save a copy…"), "save_copy", "", None,
            msg("For a colleague, or to be kept as it is now: the work goes on here"), data=True),
    Command("restore", msg("Restore a version…"), "restore_version", "", None,
            msg("The document as it was before: kept by itself, every half hour and before imports"), data=True),
    Command("merge", msg("Merge a colleague's copy…"), "merge_copy", "", None,
            msg("Bring in what was done in another copy of this document"), data=True),
    Command("check", msg("Check the document…"), "check_document", "", None,
            msg("Look through the whole document: is everything in it as it was written?"), data=True),
    Command("export", msg("Export the review…"), "export_review", "file-spreadsheet", "Ctrl+E",
            msg("Write the operation review as an Excel workbook"), data=True),
    Command("templates", msg("Templates to fill…"), "show_templates", "table", None,
            msg("Spreadsheets with the right headers, for what you do not record yet")),
    Command("issues", msg("What was noticed in the files…"), "show_issues", "triangle-alert", None, data=True),
    Command("read_again", msg("Change how files are read…"), "session.read_again", "", None,
            msg("What each sheet and column is taken for; nothing that you typed is lost"), data=True),
    Command("objectives", msg("Objectives…"), "show_objectives", "target", None,
            msg("What is to be reached, how it stands, and the chances to reach it"), data=True),
    Command("cards", msg("Figures of the overview…"), "show_cards", "layout-dashboard", None,
            msg("Which figures have a card, and in which order"), data=True),
    Command("settings", msg("Settings…"), "show_settings", "settings", Keys.Preferences),
    Command("quit", msg("Quit"), "close", "log-out", Keys.Quit),
    Command("undo", msg("Undo"), "session.undo", "undo-2", Keys.Undo),
    Command("redo", msg("Redo"), "session.redo", "redo-2", Keys.Redo),
    Command("history", msg("History…"), "show_history", "history", None, msg("Who did what, and when"), data=True),
    Command("find", msg("Find a lead"), "find_lead", "search", Keys.Find, data=True),
    Command("duplicates", msg("Find duplicates…"), "find_duplicates", "users", None,
            msg("Leads that look like one: merge them, or say that they are two"), data=True),
    Command("erase", msg("Erase a person…"), "erase_person", "trash-2", None,
            msg("Who asks to be erased: out of the files, the history and the backups of this document"), data=True),
    Command("definitions", msg("What the figures mean"), "show_definitions", "circle-question-mark", Keys.HelpContents),
    Command("support", msg("Details for support…"), "show_support", "clipboard-check", None,
            msg("What went wrong, as a text without any data of yours")),
    Command("logs", msg("Open the folder of logs"), "open_logs", "folder-open", None,
            msg("What LeadDesk noted about itself; there is no data of yours in it")),
    Command("about", msg("About LeadDesk"), "show_about", "info", None),
)  # fmt: skip

MENUS: Final[tuple[tuple[Message, tuple[str, ...]], ...]] = (
    (
        msgc("menu", "File"),
        (
            "open",
            "recent",
            "sample",
            "templates",
            "",
            "paste",
            "new_lead",
            "new_expense",
            "",
            "save",
            "save_as",
            "save_copy",
            "restore",
            "merge",
            "check",
            "export",
            "",
            "quit",
        ),
    ),
    (
        msgc("menu", "Edit"),
        (
            "undo",
            "redo",
            "history",
            "",
            "find",
            "duplicates",
            "erase",
            "",
            "objectives",
            "issues",
            "read_again",
            "settings",
        ),
    ),
    (msgc("menu", "View"), ("tabs", "cards", "", "language", "theme")),
    (msgc("menu", "Help"), ("definitions", "", "support", "logs", "", "about")),
)
"""The menus: command ids, ``""`` for a line, and the names of the submenus that the window fills itself."""

TOOLS: Final = ("open", "paste", "new_lead", "new_expense", "", "undo", "redo", "", "export")
LABELLED: Final = frozenset({"open", "new_lead", "export"})
"""Tools whose words stand beside the icon."""


def make_actions(parent: QObject) -> dict[str, QAction]:
    """An action a command, connected to the method of *parent* that its command names."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(parent)
        if command.icon:
            action.setIcon(icon(command.icon))
        if command.keys is not None:
            action.setShortcut(QKeySequence(command.keys))
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(_slot(parent, command.slot))
        actions[command.id] = action
    return actions


def _slot(parent: QObject, path: str) -> Callable[[], None]:
    """The bound method that a dotted path names, from *parent* on."""
    slot: Callable[[], None] = attrgetter(path)(parent)
    return slot


def write_actions(actions: dict[str, QAction], language: Language) -> None:
    """Rewrite the words of every action."""
    for command in COMMANDS:
        action = actions[command.id]
        words = language.text(command.text)
        action.setText(words)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = words.rstrip("…") if command.tip is None else language.text(command.tip)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)


def write_step(action: QAction, command: Message, what: Message | None, language: Language) -> None:
    """Undo or redo: its words and its tooltip say *what* it would do; None when there is nothing."""
    words = language.text(command if what is None else msg("{command}: {what}", command=command, what=what))
    action.setEnabled(what is not None)
    action.setText(words)
    action.setToolTip(f"{words} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
