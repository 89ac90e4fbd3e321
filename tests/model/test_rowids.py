"""The ids of an import's rows come from its own id."""

from __future__ import annotations

from uuid import UUID

import numpy as np

from leaddesk.model.rowids import ROWS_PER_IMPORT, row_base


def test_rows_of_imports_do_not_meet_and_fit_into_64_bits() -> None:
    starts = np.array(sorted(row_base(UUID(int=number)) for number in range(1000)), np.int64)
    assert starts[0] >= 0
    assert np.diff(starts).min() >= ROWS_PER_IMPORT
    assert int(starts[-1]) + ROWS_PER_IMPORT - 1 < 2**63
    assert not (starts % ROWS_PER_IMPORT).any()


def test_they_never_change() -> None:
    """Documents refer to rows by these ids."""
    assert row_base(UUID("12345678-1234-5678-1234-567812345678")) == 5_308_254_277_033_000_960
