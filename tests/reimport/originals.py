"""The first month's lists, by kind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tests.reimport.kept import kept
from tests.reimport.samples import bank, sample

if TYPE_CHECKING:
    from tests.reimport.shapes import Listing

KINDS: Final = (
    "sample_fr", "sample_en", "sample_bare_fr", "bank", "crm_fr", "crm_en", "contacts_fr", "contacts_en", "firms_fr",
    "firms_en", "hand_fr", "hand_en",
)  # fmt: skip


@lru_cache(maxsize=len(KINDS))
def original(kind: str, seed: int) -> Listing:
    """The list of a kind. The samples are the same with every seed.

    Raises:
        ValueError: there is no such kind
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of list: {kind}")
    if kind == "bank":
        return bank()
    family, _, language = kind.rpartition("_")
    if family.startswith("sample"):
        return sample(language, bare="bare" in family)
    return kept(family, language, seed)
