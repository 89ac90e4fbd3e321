"""Expenses of the same days and channels in two files: they add up, and nobody sees it in the sum.

Rows that are the same in all are left out when a file is opened (:mod:`leaddesk.ingest.recurring`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from leaddesk.model.dataset import Dataset, Frame
    from leaddesk.model.leftout import Positions

_NAMED: Final = ("channel", "campaign", "lever")
_SAME: Final = ("date", "until", *_NAMED)
_FEWEST: Final = 3
"""One expense of a day and a channel in two files is chance; three are not."""


def said_twice(dataset: Dataset) -> Positions:
    """The positions of the expenses of the same days, channel, campaign and lever as one of a file before theirs.

    None where there are fewer than three, and none without any of these names.
    """
    if "costs" not in dataset:
        return np.zeros(0, np.intp)
    frame = dataset["costs"]
    return frame.prepare("said twice", frozenset({*_SAME, "amount"}), lambda: _found(frame))


def _found(frame: Frame) -> Positions:
    names, origin = [name for name in _SAME if frame.has(name)], frame.origin
    if "date" not in names or not frame.has("amount") or not len(frame):
        return np.zeros(0, np.intp)
    file, sheet = _named(origin.files, origin.file), _named(origin.sheets, origin.sheet)
    data = frame.data[names].assign(file=file, sheet=sheet, line=origin.line)
    is_named = data[[name for name in _NAMED if name in names]].notna().any(axis=1)
    fits = (is_named & data["date"].notna() & (frame.data["amount"] > 0) & (data["line"] > 0)).to_numpy(np.bool_)
    data = data[fits].reset_index(drop=True)
    # One line that says the same twice is of two files of one name.
    data["again"] = _numbered(data, [*names, "file", "sheet", "line"])
    # The second of a day in one file is the second in the other one, too.
    data["number"] = _numbered(data, [*names, "file", "again"])
    found = np.flatnonzero(fits)[data.duplicated([*names, "number"]).to_numpy(np.bool_)]
    return found if len(found) >= _FEWEST else np.zeros(0, np.intp)


def _named(names: Sequence[str], places: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """A number for the name at each place, the same where the names are."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names] or [0], np.intp)[places]


def _numbered(data: pd.DataFrame, by: list[str]) -> pd.Series:
    """Of the rows that are alike in some columns which one each is."""
    return data.groupby(by, dropna=False, observed=True, sort=False).cumcount()
