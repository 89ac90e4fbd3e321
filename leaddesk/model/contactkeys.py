"""Addresses and numbers of a whole column, made comparable as :mod:`leaddesk.model.contacts` makes one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.model.contacts import SHARED, email_key, phone_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Flags = npt.NDArray[np.bool_]
Digits = npt.NDArray[np.uint8]

_PLAIN_ADDRESS: Final = r"^[a-z0-9._-]+@[a-z0-9.-]*\.[a-z0-9.-]*$"
_RENAMED: Final = "@googlemail.com"
_SHARED: Final = rf"^(?:{'|'.join(sorted(SHARED))})@"
_ABROAD: Final = r"^(?:(?:\+33|0033)[ .-]?)?[1-9](?:[ .-]?\d\d){4}$"
"""A French number with its country, or without the zero it began with."""
_DIGITS: Final = 10
_TENS: Final = 10.0 ** np.arange(_DIGITS - 1, -1, -1)
_MADE_UP: Final = [
    123_456_789,
    *{int("".join(some)) for d in "123456789" for some in product("0" + d, repeat=_DIGITS - 1)},
]
_APART: Final = b" .-/"


@dataclass(frozen=True, eq=False, slots=True)
class Keys:
    """Of each row of a column (``bool[rows]``): ``filled``: whether anything is written there; ``valid``: whether it
    can be an address or a number; ``seen``: whether an earlier row has the same one, and it is one person's.
    """

    filled: Flags
    valid: Flags
    seen: Flags


def addresses(column: pd.Series) -> Keys:
    """The e-mail addresses of a column. One that several people of a firm read (info@) makes nobody a duplicate."""
    keys = known_addresses(column)
    filled = _flags(pc.is_valid(keys))
    valid = _flags(pc.fill_null(pc.not_equal(keys, ""), False))
    codes = pc.dictionary_encode(keys).indices.fill_null(-1).to_numpy(zero_copy_only=False)
    # Codes rise as texts first appear: one that is no higher than those before has been there.
    highest = np.concatenate([[-1], np.maximum.accumulate(codes)[:-1]]) if len(codes) else codes
    seen = valid & (codes <= highest)
    seen[seen] = ~_flags(pc.match_substring_regex(keys.filter(pa.array(seen)), _SHARED))
    return Keys(filled, valid, seen)


def known_addresses(column: pd.Series) -> Any:  # noqa: ANN401
    """The addresses of a column, an Arrow array, each as :func:`~leaddesk.model.contacts.email_key` has it; null where
    nothing is written.
    """
    texts = pc.ascii_lower(_texts(column))  # the case counts for no address
    odd = _flags(pc.is_valid(texts)) & ~_are_plain(texts)
    if not odd.any():
        return texts
    return pc.replace_with_mask(texts, pa.array(odd), pa.array(_each(texts, odd, email_key), pa.large_string()))


def address_keys(texts: Sequence[str]) -> list[str]:
    """Each of many addresses as :func:`~leaddesk.model.contacts.email_key` has it."""
    plain = _are_plain(pa.array(texts, pa.large_string())).tolist()
    return [text if is_plain else email_key(text) for text, is_plain in zip(texts, plain, strict=True)]


def _are_plain(texts: Any) -> Flags:  # noqa: ANN401
    """Whether addresses are written as they are compared."""
    return _flags(pc.match_substring_regex(texts, _PLAIN_ADDRESS)) & ~_flags(pc.ends_with(texts, _RENAMED))


def number_ends(texts: Sequence[str], length: int) -> list[str]:
    """The telephone numbers of each of many texts by their ends, so many figures: with the code of the country or the
    zero for it they are the same.
    """
    array = pa.array(texts, pa.large_string())
    digits, rows = _ten_digits(array, np.ones(len(array), np.bool_))
    ends = (digits[:, -length:] + np.uint8(ord("0"))).view(f"S{length}").reshape(-1).astype(f"U{length}").astype(object)
    ends[_as_numbers(digits) < 0] = ""
    found = np.full(len(array), None, object)
    found[rows] = ends
    return [
        "/".join(dict.fromkeys(key[-length:] for key in phone_keys(text))) if end is None else end
        for text, end in zip(texts, found.tolist(), strict=True)
    ]


def numbers(column: pd.Series) -> Keys:
    """The telephone numbers of a column; of several in a cell the first."""
    texts = _texts(column)
    filled = _flags(pc.is_valid(texts))
    found = np.full(len(texts), -1, np.int64)
    digits, rows = _ten_digits(texts, filled)
    found[rows] = _as_numbers(digits)
    left = filled.copy()
    left[rows] = False
    others: dict[str, int] = {}
    for row, key in zip(np.flatnonzero(left).tolist(), _each(texts, left, _first_number), strict=True):
        if len(key) == _DIGITS and key[0] == "0":
            found[row] = int(key)
        elif key:
            found[row] = -2 - others.setdefault(key, len(others))
    valid = found != -1
    return Keys(filled, valid, valid & pd.Series(found).duplicated().to_numpy())


def _ten_digits(texts: Any, filled: Flags) -> tuple[Digits, npt.NDArray[np.intp]]:  # noqa: ANN401
    """The digits ``uint8[found, 10]`` of the French numbers that are written as nearly all are, and their rows.

    Worked out on the bytes of all of them together: a step of the interpreter a number takes seconds for a million.
    """
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    starts, value = offsets - offsets[0], data - np.uint8(ord("0"))
    is_digit = value < _DIGITS
    before = _before(is_digit, starts)
    digits, count = value[is_digit], np.diff(before)
    at_home = filled & (count == _DIGITS)
    for mark in _APART:
        is_digit |= data == mark
    if not is_digit.all():  # letters, a plus…
        at_home &= np.diff(_before(~is_digit, starts)) == 0
    at_home[at_home] = digits[before[:-1][at_home]] == 0
    rest = filled & ~at_home & (count >= _DIGITS - 1)
    abroad = np.zeros(len(texts), np.bool_)
    if rest.any():
        abroad[rest] = _flags(pc.match_substring_regex(texts.filter(pa.array(rest)), _ABROAD))
    near = digits[np.repeat(at_home, count)].reshape(-1, _DIGITS)
    far = digits[before[1:][abroad, np.newaxis] + np.arange(1 - _DIGITS, 0)]
    far = np.concatenate([np.zeros((len(far), 1), np.uint8), far], axis=1)
    return np.concatenate([near, far]), np.concatenate([np.flatnonzero(at_home), np.flatnonzero(abroad)])


def _before(flags: Flags, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """How many of the flags before each start are set."""
    sums = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=sums[1:])
    return sums[starts]


def _as_numbers(digits: Digits) -> npt.NDArray[np.int64]:
    """Each as one whole number; -1 for those made up, of two different digits at most or all of them in order."""
    whole = (digits.astype(np.float64) @ _TENS).astype(np.int64)
    whole[pd.Series(whole).isin(_MADE_UP).to_numpy()] = -1
    return whole


def _first_number(text: str) -> str:
    return next(iter(phone_keys(text)), "")


def _each(texts: Any, which: Flags, make: Callable[[str], str]) -> list[str]:  # noqa: ANN401
    """What *make* makes of these rows; each distinct text is looked at once."""
    encoded = pc.dictionary_encode(texts.filter(pa.array(which)))
    made = [make(text) for text in encoded.dictionary.to_pylist()]
    return [made[code] for code in encoded.indices.to_pylist()]


def _texts(column: pd.Series) -> Any:  # noqa: ANN401  (pyarrow has no types)
    """The texts of a column as one array of pyarrow."""
    found = pa.array(column.astype("str"), pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _flags(found: Any) -> Flags:  # noqa: ANN401
    """A mask of pyarrow as numpy has it; unknown is false."""
    flags: Flags = found.fill_null(False).to_numpy(zero_copy_only=False)
    return flags
