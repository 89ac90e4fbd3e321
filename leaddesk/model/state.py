"""The State: all that the figures depend on. Time enters here, once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from leaddesk.model.dataset import Dataset
from leaddesk.model.merges import Merges
from leaddesk.model.settings import Settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

_KEPT: Final = 16
"""So many results are kept: going back and forth between some filters works out nothing anew."""

_NOTHING: Final[Any] = object()

Made = TypeVar("Made")


@dataclass(frozen=True)
class State:
    """The data with the user's changes in it, the settings, and the day that counts as today. ``merges``: which leads
    were merged; the dataset is without them.
    """

    today: dt.date
    dataset: Dataset = field(default_factory=Dataset)
    settings: Settings = field(default_factory=Settings)
    merges: Merges = field(default_factory=Merges)

    def __post_init__(self) -> None:
        if self.settings.until != self.as_of:
            object.__setattr__(self, "settings", replace(self.settings, until=self.as_of))

    @property
    def as_of(self) -> dt.date:
        """The day on which the files were true: what is open then is open."""
        return self.dataset.as_of or self.today

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What *make* gives, made once for this State as long as it is one of the last results: for what hangs on no
        period.
        """
        found: Made = self._made.pop(key, _NOTHING)
        if found is _NOTHING:
            found = make()
        self._made[key] = found  # the last one that was asked for stays the longest
        for oldest in list(self._made)[:-_KEPT]:
            self._made.pop(oldest, None)  # another thread may have been here
        return found

    @cached_property
    def _made(self) -> dict[object, Any]:
        return {}

    def with_dataset(self, dataset: Dataset) -> State:
        """The same with other data."""
        return replace(self, dataset=dataset)

    def with_settings(self, settings: Settings) -> State:
        """The same with other settings."""
        return replace(self, settings=settings)
