"""The State: all that the figures depend on. Time enters here, once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from leaddesk.model.dataset import Dataset
from leaddesk.model.merges import Merges
from leaddesk.model.settings import Settings

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class State:
    """The data with the user's changes in it, the settings, and the day that counts as today. ``merges``: which leads
    were merged; the dataset is without them.
    """

    today: dt.date
    dataset: Dataset = field(default_factory=Dataset)
    settings: Settings = field(default_factory=Settings)
    merges: Merges = field(default_factory=Merges)

    @property
    def as_of(self) -> dt.date:
        """The day on which the files were true: what is open then is open."""
        return self.dataset.as_of or self.today

    def with_dataset(self, dataset: Dataset) -> State:
        """The same with other data."""
        return replace(self, dataset=dataset)

    def with_settings(self, settings: Settings) -> State:
        """The same with other settings."""
        return replace(self, settings=settings)
