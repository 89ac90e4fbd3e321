"""The pages of an assistant that say what was noticed: what LeadDesk does by itself, and what it remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaddesk.text import msgn
from leaddesk.ui.icons import icon
from leaddesk.ui.widgets.issue_list import LOOKS, IssueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTabWidget

    from leaddesk.model.issues import Issue
    from leaddesk.text import Language


class FindingPages:
    """Two lists on pages of one tab widget. ``about``: the finding to turn to as soon as there are any."""

    def __init__(self, pages: QTabWidget, proposals: IssueList, problems: IssueList, language: Language) -> None:
        self._pages, self._language = pages, language
        self.about: Issue | None = None
        self._proposals, self._problems = proposals, problems

    def show(self, issues: Sequence[Issue]) -> None:
        """Show these findings; the titles of the pages count them."""
        self._proposals.show_issues([issue for issue in issues if issue.applied is not None])
        self._problems.show_issues([issue for issue in issues if issue.applied is None])
        words, here = self._language.text, self._pages.indexOf
        count = self._proposals.count()
        self._pages.setTabText(here(self._proposals), words(msgn("{count} proposal", "{count} proposals", count)))
        count, worst = self._problems.count(), self._problems.worst()
        self._pages.setTabText(here(self._problems), words(msgn("{count} remark", "{count} remarks", count)))
        self._pages.setTabIcon(here(self._problems), icon("check") if worst is None else icon(*LOOKS[worst]))
        if self.about is not None and issues:
            self._turn_to(self.about)
            self.about = None

    def _turn_to(self, issue: Issue) -> None:
        for found in (self._problems, self._proposals):
            if found.point_at(issue):
                self._pages.setCurrentWidget(found)
