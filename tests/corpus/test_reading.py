"""The adapter between LeadDesk's importer and the score."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.judge import CORPUS, by_damage, faults, judged, line, report, truths
from tests.corpus.reading import reading
from tests.corpus.score import Column


def test_lines_places_and_sheets_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Export;;\nSociété;Montant HT;Créé le\nAlpha;1 234,50 €;13/04/2026\n", "utf-8")
    table = reading(path).tables[0]
    assert table.id == "leads"
    assert table.columns["amount"] == Column("Montant HT", 2)
    assert [(row.line, row.cells["amount"], row.cells["company"]) for row in table.rows] == [(3, 1234.5, "Alpha")]


def test_tables_cut_off_a_sheet_keep_its_name() -> None:
    truth = next(path for path in truths(()) if '"stacked"' in path.read_text("utf-8"))
    made = reading(truth.with_name(judged(truth).file))
    assert len(made.tables) > 1
    assert len({row.sheet for table in made.tables for row in table.rows}) == 1


def test_verdicts_are_reported() -> None:
    verdicts = [judged(path) for path in truths(["c001"])]
    said: list[str] = []
    total = report(verdicts, said.append, details=True)
    assert said[0] == line("c001.xlsx", total, "title_rows")
    assert list(by_damage(verdicts, alone=True)) == ["title_rows"]
    assert len(faults(verdicts[0])) <= len(total.wrong) + len(total.silent)


def test_truths_are_found_by_name() -> None:
    assert truths(["c012"]) == [CORPUS / "c012.truth.json"]
    assert truths(["/x/c012.csv"]) == [Path("/x/c012.truth.json")]
    assert len(truths(())) == 150
