"""One file of several that cannot be read: it is named, the others are taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaddesk.ui import asking
from leaddesk.ui.notices import Tone

if TYPE_CHECKING:
    from pathlib import Path

    from leaddesk.ui.notices import Notice
    from tests.e2e.conftest import Desktop

TEXT = "Société;Date de création;Canal\nAlpha;14/03/2026;Google\nBeta;15/03/2026;Flyers\n"


@pytest.mark.parametrize("order", [("bad", "good", "empty"), ("good", "bad"), ("bad", "empty")])
def test_the_others_are_taken_in(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    monkeypatch.setattr(asking, "mapping", lambda _window, _session, pending, _language: pending)
    told: list[Notice] = []
    desktop.session.noticed.connect(told.append)
    contents = {"bad": b"PK\x03\x04 no package", "good": TEXT.encode(), "empty": b""}
    paths = [tmp_path / f"{name}.xlsx" for name in order]
    for name, path in zip(order, paths, strict=True):
        path.write_bytes(contents[name])
    desktop.drop(*paths)
    desktop.qtbot.waitUntil(lambda: any(notice.tone is Tone.ERROR for notice in told), timeout=20_000)
    desktop.settle()
    assert desktop.session.has_data == ("good" in order)
    if "good" in order:
        assert len(desktop.session.state.dataset["leads"]) == 2
        errors = [desktop.window.language.text(notice.text) for notice in told if notice.tone is Tone.ERROR]
        assert [name for name in order if name != "good" for text in errors if f"{name}.xlsx" in text] == [
            name for name in order if name != "good"
        ]
