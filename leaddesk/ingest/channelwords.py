"""Words that the names of channels hold, in French and English."""

from __future__ import annotations

from typing import Final

from leaddesk.ingest import headers

WORDS: Final = frozenset(
    "google ads adwords facebook meta instagram linkedin tiktok seo sea referencement recommandation referral bouche "
    "salon foire flyer flyers tract tracts partenaire partenaires partners emailing email newsletter annuaire "
    "affichage radio presse print tv youtube bing snapchat pinterest prospection telephone cold calling phone site "
    "website display affiliation influence parrainage pages jaunes leboncoin event evenementiel fair sms courrier "
    "channel canal twitter".split()
)


def words_of(text: str) -> set[str]:
    """The words of a header or a name, folded."""
    return set(headers.fold(text).split())


def is_channel(text: str) -> bool:
    """Whether the text is likely the name of a channel."""
    return not words_of(text).isdisjoint(WORDS)
