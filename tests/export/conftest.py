"""One LibreOffice for all proofs of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.export.recalculation import Office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder: Path = tmp_path_factory.mktemp("office")
    return Office(folder)
