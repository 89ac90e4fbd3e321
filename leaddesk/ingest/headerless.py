"""Sheets without headers: the kinds of values alone say what they may be, and nothing is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from leaddesk.ingest.profile import Profile
    from leaddesk.ingest.recognition import Seen
    from leaddesk.model.schema import Table

SCORE: Final = 0.9
"""As the scores of recognition: little, so that the user is asked to look."""
_MOST: Final = 0.8


def table_of(seen: Seen) -> Table | None:
    """The table that the values may be of, None where they say too little.

    E-mail addresses or telephone numbers are of people, and of leads unless there are no other columns; a day, a
    channel and one column of amounts are an expense.
    """
    profiles = [profile for profile in seen.profiles if profile.filled]
    people = any(_is_personal(profile) for profile in profiles)
    if people:
        return BY_ID["leads"] if len(profiles) > 2 else None
    dated = sum(profile.dates >= _MOST for profile in profiles)
    channels = sum(profile.channels >= _MOST for profile in profiles)
    amounts = sum(profile.numbers >= _MOST and profile.dates < 1 - _MOST for profile in profiles)
    return BY_ID["costs"] if dated == 1 and channels == 1 and amounts == 1 else None


def _is_personal(profile: Profile) -> bool:
    return profile.emails >= _MOST or (profile.phones >= _MOST and profile.texts >= _MOST)
