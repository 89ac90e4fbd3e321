"""One LibreOffice for all proofs of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaddesk.export.sheets import values
from tests.export.recalculation import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 400
"""Seconds for a test that waits for LibreOffice: a busy machine takes minutes to start it and recalculate."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder: Path = tmp_path_factory.mktemp("office")
    return Office(folder)


@pytest.fixture(scope="session", autouse=True)
def _few_values() -> Iterator[None]:
    """Three values of a column are proof enough: thirty would take a workbook half as long again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(values, "MOST", 3)
        yield
