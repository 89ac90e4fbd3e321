"""Every odd file ends in data or in a plain message that names it, all the way to the figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.period import Preset
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.text import Message, language
from leaddesk.ui.desk import Desk
from tests.quiet import Quiet

DATA = Path(__file__).parent.parent / "data"
TODAY = dt.date(2026, 9, 1)
ODD = sorted(
    path
    for path in (DATA / "odd_files").rglob("*")
    if path.is_file() and path.name not in ("SOURCE.md", "blns.txt") and "LICENSE" not in path.name
    if path.suffix != ".json"
)


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.name)
def test_an_odd_file_ends_in_figures_or_in_words(path: Path, tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path)
    refusal = _opened(desk, path)
    if refusal is not None:
        assert refusal.hint is not None
        assert all(path.name in language(code).text(refusal.message) for code in ("fr", "en"))
        return
    report = Report(Slice(desk.state, Preset.LAST_12_MONTHS.period(TODAY)))
    assert report.kpis
    assert len(report.channels.total) == len(report.channels.kpis)
    assert report.funnel.steps or report.funnel.absent is not None
    assert report.leads_by_month.months or report.leads_by_month.absent is not None
    spoken = language("fr")
    assert all(isinstance(spoken.text(issue.message), str) for issue in desk.issues)


def _opened(desk: Desk, path: Path) -> LeadDeskError | None:
    """Open a file; gives why it cannot be."""
    try:
        desk.adopt(desk.take(desk.read((path,), Quiet()), Quiet()))
    except LeadDeskError as error:
        return error
    return None


def test_naughty_strings_are_only_text(tmp_path: Path) -> None:
    """Whatever is in names, channels and campaigns, it comes back as it was."""
    lines = (DATA / "odd_files" / "blns.txt").read_text(encoding="utf-8").splitlines()
    naughty = [line for line in lines if line and not line.startswith("#")]
    rows = ["N°\tOrigine\tSociété\tStatut"]
    rows += [f'{number}\t"{_quoted(text)}"\t"{_quoted(text)}"\tGagné' for number, text in enumerate(naughty)]
    desk = Desk(TODAY, tmp_path)
    pending = desk.read_text("\n".join(rows), Quiet())
    desk.adopt(desk.take(pending, Quiet()))
    frame = desk.state.dataset["leads"]
    assert len(frame) == len(naughty)
    companies = frame.data["company"].tolist()
    changed = [
        (before, after)
        for before, after in zip(naughty, companies, strict=True)
        if isinstance(after, str) and after != " ".join(before.split()) and after != before.strip()
    ]
    assert not changed
    report = Report(Slice(desk.state))
    assert report.kpis[0].measure.value == len(naughty)
    shown: Message = report.kpis[0].kpi.label
    assert language("fr").text(shown)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
