"""What amounts written as text say besides their number: whether VAT is in them, and another currency than the euro."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

if TYPE_CHECKING:
    import numpy.typing as npt

    from leaddesk.ingest.texts import Mask, Texts

_INCLUDED: Final = r"\bt\.?t\.?c\b|\bincl?\b"
_EXCLUDED: Final = r"\bh\.?t\b|hors tax|\bexcl?\b"
_FOREIGN: Final = (r"\$|(?:\b|\d)usd\b", r"£|(?:\b|\d)gbp\b", r"(?:\b|\d)chf\b")


def said_tax(texts: Texts) -> npt.NDArray[np.int8] | None:
    """For each text 1 where it says that it includes VAT ("1 500 € TTC"), 0 where it says not, else -1; None: none
    says anything.
    """
    included, excluded = _matching(texts, _INCLUDED), _matching(texts, _EXCLUDED)
    if not (included | excluded).any():
        return None
    return np.where(included, 1, np.where(excluded, 0, -1)).astype(np.int8)


def foreign(texts: Texts) -> list[Mask]:
    """Which texts carry the sign of another currency, a mask a currency."""
    return [_matching(texts, sign) for sign in _FOREIGN]


def _matching(texts: Texts, pattern: str) -> Mask:
    mask: Mask = pc.match_substring_regex(texts.array, pattern, ignore_case=True).to_numpy(zero_copy_only=False)
    return mask
