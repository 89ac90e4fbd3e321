"""The window: the only room that knows Qt.

Manners of every widget in here, so that the tabs can rely on them:

- **Language.** A widget that shows text takes a :class:`leaddesk.text.Language` in its constructor and implements
  ``set_language(language)``, which rewrites every word it shows. What it was given is kept as data
  (:class:`~leaddesk.text.Message`, :class:`~leaddesk.text.Money`, numbers, dates), so nothing has to be handed over
  again. A parent calls ``set_language`` on the children it made; there is no global language and no QTranslator.
- **Theme.** Colours come from :func:`leaddesk.ui.theme.theme_of`, asked while painting or in ``changeEvent`` on
  ``PaletteChange``: no widget stores the theme, a switch at run time needs no call. Icons recolour themselves.
- **Data in, signals out.** A widget is given a frozen dataclass (``show_…``) and never computes a figure; it reports
  what the user did through a signal that carries the ``key`` it was given (``Signal(object)``).
- **Plain text.** Text from data is never markup: labels are ``PlainText``, tooltips go through
  :func:`leaddesk.ui.theme.plain_tooltip`.
- **Keyboard.** What can be clicked can be focused, and Enter or Space do what a click does; it has an accessible name.
- **Light start.** ``theme``, ``icons``, ``settings``, ``jobs`` and the widgets of the first paint import neither numpy
  nor pyqtgraph; ``plots.bars``, ``plots.series`` and ``itemmodels`` do, so import them when they are first shown.
"""
