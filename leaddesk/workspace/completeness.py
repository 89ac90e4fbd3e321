"""Whether a table still has all its rows: a checksum in a row cannot tell that the row itself is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leaddesk.workspace.storage import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leaddesk.workspace.storage import Storage

# The ids are kept twice, in the rows and in the index that makes them unique: on different pages of the file.
_INDEXED: Final = {
    "actions": "SELECT id FROM actions INDEXED BY sqlite_autoindex_actions_1",
    "imports": "SELECT id FROM imports INDEXED BY sqlite_autoindex_imports_1",
}


def check_complete(storage: Storage, table: str, ids: Iterable[Any]) -> None:
    """Compare the *ids* that the rows of *table* gave with those that its index has.

    :raises LeadDeskError: when a row is missing, or is there twice.
    """
    given, indexed = list(ids), [row[0] for row in storage.rows(_INDEXED[table])]
    if len(given) != len(indexed) or set(given) != set(indexed):
        raise damaged(storage.path)
