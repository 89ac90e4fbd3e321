"""Every hostile file ends in data or in a plain message that names it, and harms nothing on the way."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.reader import read_file
from tests.hostile.corpus import CORPUS
from tests.hostile.opened import Opened, opened, peaks
from tests.hostile.workbooks import linked_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hostile.case import Case

LIGHT = [case for case in CORPUS if not case.heavy]


@pytest.fixture(scope="module")
def endings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Opened]]]:
    """How each file that this run is about ends: two at a time are opened ahead of the tests that ask."""
    wanted = {
        item.callspec.params["case"].name
        for item in request.session.items
        if hasattr(item, "callspec") and "case" in item.callspec.params
    }
    folder = tmp_path_factory.mktemp("hostile")
    with peaks() as found, ThreadPoolExecutor(2, "hostile") as pool:
        yield {case.name: pool.submit(opened, case, folder) for case in LIGHT if case.name in wanted}
    assert max(found) <= 1 << 30, "a worker took more than 1 GB"


@pytest.mark.parametrize("case", LIGHT, ids=lambda case: case.name)
def test_a_hostile_file_ends_in_data_or_words(case: Case, endings: dict[str, Future[Opened]]) -> None:
    done = endings[case.name].result()
    assert not done.wrong
    assert case.ends in {"", done.end}


def test_there_are_many_and_none_twice() -> None:
    assert len({case.name for case in CORPUS}) == len(CORPUS) > 500


def test_nothing_that_a_file_names_is_called(tmp_path: Path) -> None:
    """Links, pictures, DTDs and style sheets of a workbook, at an address where somebody listens."""
    called: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    called.append(server.accept()[0].recv(100))
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        path = tmp_path / "links.xlsx"
        path.write_bytes(linked_to(f"http://127.0.0.1:{server.getsockname()[1]}"))
        try:
            assert read_file(path)[0].sheets
        except LeadDeskError as error:
            pytest.fail(str(error))
        finally:
            over.set()
            listener.join()
    assert called == []
