"""The Qt style sheet: what the Fusion style and the palette cannot say. Rules by class, few, for speed."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final

from leaddesk import resources

if TYPE_CHECKING:
    from leaddesk.ui.theme import Theme

_RULES: Final = Template("""
QToolTip { background: $tooltip; color: $tooltip_text; border: 1px solid $tooltip; padding: 5px 8px; }
QToolBar { background: $surface; border: 0; border-bottom: 1px solid $border; spacing: 2px; padding: 3px 8px; }
QToolBar::separator { background: $border; width: 1px; margin: 6px 6px; }
QMenuBar { background: $surface; border: 0; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; color: $text; }
QMenu { background: $surface; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 22px 5px 10px; border-radius: 5px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QStatusBar { background: $surface; border-top: 1px solid $border; color: $text_muted; }
QStatusBar::item { border: 0; }
QPushButton { background: $surface; color: $text; border: 1px solid $border_strong; border-radius: 6px;
  padding: 5px 14px; min-height: 18px; }
QPushButton:hover { background: $accent_soft; border-color: $accent; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton[big="true"] { min-height: 32px; }
QPushButton:disabled { color: $text_disabled; border-color: $border; background: $window; }
QPushButton:default, QPushButton[primary="true"] { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:hover, QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton:default:focus, QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton:default:disabled, QPushButton[primary="true"]:disabled { background: $border; color: $text_disabled;
  border-color: $border; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 6px; }
QToolButton:hover { background: $accent_soft; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; border-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton::menu-indicator { image: none; }
QToolButton::menu-button { border: 0; width: 16px; }
QToolButton::menu-arrow { image: url("$icons/arrow-down-$name.svg"); width: 12px; height: 12px; }
QLineEdit, QComboBox, QDateTimeEdit, QPlainTextEdit, QTextEdit { background: $surface; color: $text;
  border: 1px solid $border_strong; border-radius: 6px; padding: 3px 7px; selection-background-color: $accent;
  selection-color: $accent_text; }
QLineEdit, QComboBox, QDateTimeEdit { min-height: 20px; }
QLineEdit:focus, QComboBox:focus, QDateTimeEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; padding: 2px 6px; }
QLineEdit:disabled, QComboBox:disabled, QDateTimeEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
  background: $window; color: $text_disabled; border-color: $border; }
QComboBox { padding-right: 22px; }
QComboBox::drop-down, QDateEdit::drop-down { subcontrol-origin: border; subcontrol-position: center right; border: 0;
  width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$icons/arrow-down-$name.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border_strong; padding: 3px; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QTableView QLineEdit, QTableView QComboBox, QTableView QDateTimeEdit { border-radius: 0; min-height: 0;
  padding: 0 4px; border: 2px solid $accent; }
QTableView QComboBox[cell="true"] { border: 1px solid $border; border-radius: 6px; margin: 2px; }
QTableView QComboBox[cell="true"]:focus { border: 2px solid $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $border; }
QTabWidget::tab-bar { left: 12px; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $text_muted; padding: 8px 14px; border: 0;
  border-bottom: 3px solid transparent; }
QTabBar::tab:hover { color: $text; background: $accent_soft; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:disabled { color: $text_disabled; }
QTabBar::tab:selected:focus { background: $accent_soft; }
QTableView, QTreeView, QListView { background: $surface; alternate-background-color: $surface_alt;
  border: 1px solid $border; gridline-color: $grid; selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView { background: $surface_alt; border: 0; }
QHeaderView::section { background: $surface_alt; color: $text_muted; border: 0; border-right: 1px solid $border;
  border-bottom: 1px solid $border; padding: 5px 18px 5px 6px; }
QHeaderView::section:hover { color: $text; background: $accent_soft; }
QHeaderView::down-arrow { image: url("$icons/arrow-down-$name.svg"); width: 12px; height: 12px; right: 4px; }
QHeaderView::up-arrow { image: url("$icons/arrow-up-$name.svg"); width: 12px; height: 12px; right: 4px; }
QTableView::item { padding: 0 6px; }
QCheckBox, QRadioButton { spacing: 7px; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QAbstractItemView::indicator {
  width: 14px; height: 14px; background: $surface; border: 1px solid $border_strong; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$icons/check-$name.svg"); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { background: $accent_soft;
  border-color: $accent; }
QRadioButton::indicator:checked { background: $accent_text; border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $border; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QTableCornerButton::section { background: $surface_alt; border: 0; }
QGroupBox { border: 1px solid $border; border-radius: ${radius}px; margin-top: 10px; padding: 10px 8px 8px 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $text_muted; }
QProgressBar { background: $border; border: 0; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: 0; }
QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[card="true"]:hover[clickable="true"] { border-color: $accent; }
QFrame[card="true"]:focus { border: 2px solid $accent; }
QWidget[question="true"] { background: $warning_soft; border-radius: ${radius}px; }
QFrame[drop="place"] { border: 2px dashed $border; border-radius: ${radius}px; }
QFrame[drop="over"] { border: 2px dashed $accent; border-radius: ${radius}px; background: $accent_soft; }
QLabel[tone="muted"] { color: $text_muted; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="neutral"] { color: $neutral; }
QLabel[tone="accent"] { color: $accent; }
""")


def stylesheet(theme: Theme) -> str:
    """The style sheet of *theme*. Labels take ``tone`` (muted, good, bad, warning, neutral, accent), frames ``card``,
    push buttons ``primary`` as dynamic properties.
    """
    colours = {name: getattr(theme, name) for name in theme.__slots__ if name not in {"categories", "dark"}}
    return _RULES.substitute(colours, radius=8, icons=resources.path("icons", "style").as_posix())
