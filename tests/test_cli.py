"""The command line as a script and a person use it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from leaddesk import __main__ as entry
from leaddesk import __version__, cli
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.ingest.worker import ARGUMENT
from leaddesk.model.action import Action, ActionKind, Change
from leaddesk.text import msg
from leaddesk.workspace.document import Document

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
BANK = DATA / "bank_marketing" / "bank.csv"
SPEND = DATA / "channel_spend"
TIME = "2026-01-31T08:00:00.000+00:00"

MAPPING = """
[[sheet]]
file = "bank.csv"
table = "leads"
columns = { channel = "contact", stage = "y", calls = "campaign" }
values = { stage = { yes = "won", no = "lost" } }
"""
LEADS = """Date;Canal;Statut;Montant;Commercial;Gagné le
05/01/2026;Google Ads;Gagné;1 200,50;Léa;20/01/2026
16/01/2026;Google Ads;Perdu;;Léa;
17/01/2026;Bouche à oreille;Gagné;800;Paul;31/01/2026
18/01/2026;;Nouveau;;Paul;
;Google Ads;Nouveau;;Paul;
"""
COSTS = """Date;Canal;Montant
15/01/2026;google ads;300,00
16/02/2026;Salon;50
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, text in (("leads.csv", LEADS), ("costs.csv", COSTS)):
        (tmp_path / name).write_text(text, encoding="cp1252")
    return [str(tmp_path / "leads.csv"), str(tmp_path / "costs.csv"), "--lang", "en", "--today", "2026-03-01"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = cli.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def printed_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    code, out, err = run(capsys, "kpis", "--json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def values(printed: list[dict[str, Any]]) -> dict[str, Any]:
    return {kpi["id"]: kpi["value"] for kpi in printed}


def test_a_list_that_comes_again_without_numbers_counts_once_and_that_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    may = (
        "Date;Nom;E-mail;Canal;Statut\n05/05/2026;Ada Exemple;ada@alpha.test;Salon;Nouveau\n"
        "06/05/2026;Ben Modèle;ben@beta.test;Flyers;Nouveau\n"
    )
    june = may.replace("Flyers;Nouveau", "Flyers;Gagné") + "08/06/2026;Fay Neuve;fay@zeta.test;Salon;Nouveau\n"
    for name, text in (("mai.csv", may), ("juin.csv", june)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    both = (tmp_path / "mai.csv", tmp_path / "juin.csv", "--today", "2026-07-01")
    printed = printed_json(capsys, *both, "--lang", "en")
    assert (values(printed["kpis"])["leads"], values(printed["kpis"])["customers"]) == (3, 1)
    code, _, told = run(capsys, "kpis", *both, "--lang", "fr")
    assert code == 0
    assert "2 prospects de «\u202fmai.csv\u202f» figurent de nouveau ici, chacun compte une fois" in told
    assert "1 prospect a changé d’étape entre le 06/05/2026 et le 08/06/2026" in told


def test_a_template_is_written_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = tmp_path / "commandes.xlsx"
    code, out, err = run(capsys, "template", "orders", "-o", place, "--lang", "fr")
    assert (code, err) == (0, "")
    assert out.strip().endswith(str(place))
    sheet = openpyxl.load_workbook(place).worksheets[0]
    assert (sheet.title, sheet["B1"].value) == ("Commandes", "Client")
    before = place.read_bytes()
    code, _, err = run(capsys, "template", "web", "-o", place, "--lang", "en")
    assert (code, place.read_bytes()) == (1, before)
    assert "there already" in err
    assert run(capsys, "template", "web", "-o", place, "--lang", "en", "--force")[0] == 0
    assert openpyxl.load_workbook(place).worksheets[0].title == "Web traffic"
    assert run(capsys, "template", "web", "-o", tmp_path / "web.csv")[0] == 1
    code, _, err = run(capsys, "template", "prospects", "-o", place, "--lang", "en")
    assert code == 2
    assert "objectives" in err, "the tables are named"


# -- proofs on real files -------------------------------------------------------------------------------------------


def test_the_bank_s_campaign(capsys: pytest.CaptureFixture[str], mapping: Path) -> None:
    printed = printed_json(capsys, BANK, "--mapping", mapping, "--by", "channel", "--today", "2025-01-01")
    whole = values(printed["kpis"])
    assert (whole["leads"], whole["customers"]) == (4521, 521)
    assert whole["calls_per_lead"] == 12_630 / 4521
    assert whole["conversion_rate"] == 521 / 4521
    assert round(whole["conversion_rate"], 5) == 0.11524
    channels = {row["key"]: values(row["kpis"]) for row in printed["by"]["channel"]}
    counts = {key: (found["customers"], found["leads"]) for key, found in channels.items()}
    assert counts == {"cellular": (416, 2896), "telephone": (44, 301), None: (61, 1324)}
    assert channels[None]["conversion_rate"] == 61 / 1324


@pytest.mark.parametrize(
    ("name", "cents"),
    [
        ("national_all_channels.csv", [40_501_713.08, 31_320_298.20, 12_079_349.34, 87_860_358.25, 47_730_683.48]),
        (
            "national_media.xlsx",
            [21_294_339.57, 36_097_540.23, 30_278_522.49, 10_831_324.36, 82_361_853.96, 44_728_371.89],
        ),
    ],
)
def test_spend_of_each_channel_to_the_cent(capsys: pytest.CaptureFixture[str], name: str, cents: list[float]) -> None:
    printed = printed_json(capsys, SPEND / name, "--by", "channel", "--today", "2025-01-01")
    spent = {row["key"]: round(values(row["kpis"])["spend"], 2) for row in printed["by"]["channel"]}
    assert spent == {f"Channel{number}": amount for number, amount in enumerate(cents)}


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_sample_by_channel_as_it_was_counted_without_leaddesk(
    capsys: pytest.CaptureFixture[str], code: str
) -> None:
    folder = ROOT / "resources" / "samples" / code
    about = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    paths = [folder / one["name"] for one in about["file"] if {"leads", "costs"} & set(one["tables"])]
    truth = json.loads((DATA / "samples" / "truth.json").read_text(encoding="utf-8"))[code]["periods"]
    wanted = truth["last_12_months"]
    period = ("--from", wanted["from"], "--to", wanted["to"], "--today", about["today"].isoformat())
    printed = printed_json(capsys, *paths, *period, "--by", "channel", "--lang", code)
    rows = {row["key"]: values(row["kpis"]) for row in printed["by"]["channel"]}
    assert set(rows) == {row["channel"] for row in wanted["by_channel"]}
    found = [(values(printed["kpis"]), wanted), *((rows[row["channel"]], row) for row in wanted["by_channel"])]
    for figures, counted in found:
        shared = set(figures) & set(counted) - {"time_to_convert", "response_time"}
        assert len(shared) >= 10
        for name in shared:
            if figures[name] is None:
                assert counted[name] in (None, 0), name
            else:
                assert figures[name] == pytest.approx(counted[name] or 0, abs=1e-6), name


# -- JSON -------------------------------------------------------------------------------------------------------------


def test_the_json_is_as_promised(capsys: pytest.CaptureFixture[str], files: list[str]) -> None:
    printed = printed_json(capsys, *files, "--from", "2026-01-01", "--to", "31/01/2026", "--by", "channel")
    assert list(printed) == ["period", "kpis", "by", "issues"]
    assert printed["period"] == {"from": "2026-01-01", "to": "2026-01-31"}
    keys = ["id", "value", "unit", "n", "low", "high", "variant", "absent", "note", "unknown"]
    rows = printed["by"]["channel"]
    for kpi in [*printed["kpis"], *(kpi for row in rows for kpi in row["kpis"])]:
        assert list(kpi) == keys
        units = {"count", "percent", "money", "days", "hours", "times", "months", "minutes", "number"}
        assert kpi["unit"] in units
        assert (kpi["value"] is None) == (kpi["absent"] is not None)
        assert (kpi["low"] is None) == (kpi["high"] is None)
    assert [row["key"] for row in rows] == ["Bouche à oreille", "Google Ads", None]
    whole = values(printed["kpis"])
    assert (whole["leads"], whole["customers"], whole["deal_revenue"]) == (4, 2, 2000.5)
    assert (whole["spend"], whole["cpl"], whole["cac"], whole["conversion_rate"]) == (300, 75, 150, 0.5)
    assert values(rows[1]["kpis"])["cpl"] == 150
    unknown = next(kpi for kpi in rows[0]["kpis"] if kpi["id"] == "cac")
    assert (unknown["value"], unknown["absent"]) == (None, "no cost recorded in this period")
    severities = {issue["severity"] for issue in printed["issues"]}
    assert severities <= {"info", "warning", "error"}
    undated = [issue for issue in printed["issues"] if issue["code"] == "undated_leads"]
    assert [issue["count"] for issue in undated] == [1]


def test_leads_without_a_date_count_only_without_a_period(capsys: pytest.CaptureFixture[str], files: list[str]) -> None:
    printed = printed_json(capsys, *files)
    assert printed["period"] == {"from": None, "to": None}
    assert values(printed["kpis"])["leads"] == 5
    assert printed["by"] == {}
    assert not [issue for issue in printed["issues"] if issue["code"] == "undated_leads"]


@pytest.mark.parametrize(
    ("filters", "leads"),
    [
        (["--channel", "GOOGLE  ads"], 3),
        (["--channel", ""], 1),
        (["--channel", "Google Ads", "--channel", ""], 4),
        (["--owner", "paul"], 3),
        (["--owner", "Paul", "--channel", "Google Ads"], 1),
        (["--from", "2026-01-17"], 2),
        (["--to", "2026-01-05"], 1),
    ],
)
def test_filters(capsys: pytest.CaptureFixture[str], files: list[str], filters: list[str], leads: int) -> None:
    assert values(printed_json(capsys, *files, *filters)["kpis"])["leads"] == leads


def test_spend_that_is_not_recorded_by_a_filter_is_absent(capsys: pytest.CaptureFixture[str], files: list[str]) -> None:
    printed = printed_json(capsys, *files, "--owner", "Paul")
    spend = next(kpi for kpi in printed["kpis"] if kpi["id"] == "spend")
    assert spend["value"] is None
    assert spend["absent"]


# -- text -------------------------------------------------------------------------------------------------------------


def test_the_table_of_kpis(capsys: pytest.CaptureFixture[str], files: list[str]) -> None:
    code, out, err = run(capsys, "kpis", *files, "--to", "31/01/2026", "--by", "channel")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Period: up to 31/01/2026"
    assert lines[2].split() == ["KPI", "Value", "n", "95%", "interval", "Note"]
    kpis = {line.split("  ")[0]: line.split() for line in lines[4:]}
    assert kpis["Spend"][1:] == ["€300.00", "1"]
    assert kpis["Cost per lead"][3:5] == ["€75.00", "4"]
    head = next(number for number, line in enumerate(lines) if line.startswith("Channel "))
    assert [line.split("  ")[0] for line in lines[head + 2 : head + 6]] == [
        "Bouche à oreille", "Google Ads", "(none)", "Total",
    ]  # fmt: skip
    widths = {len(line) for line in lines[head + 2 : head + 6]}
    assert len(widths) == 1
    assert lines[-1].startswith("– ")
    assert "1 lead without a creation date counts in no period." in err
    assert "costs.csv" in err


def test_french_figures(capsys: pytest.CaptureFixture[str], mapping: Path) -> None:
    code, out, _err = run(capsys, "kpis", BANK, "--mapping", mapping, "--lang", "fr", "--today", "2025-01-01")
    assert code == 0
    assert "11,5\u202f%" in out
    assert "4\u202f521" in out


def test_text_from_data_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Date;Canal\n05/01/2026;a\x1b[2Jb\u202ec\n", encoding="utf-8")
    code, out, err = run(capsys, "kpis", path, "--by", "channel", "--lang", "en", "--today", "2026-03-01")
    assert code == 0
    assert "a [2Jb c" in out
    assert "\x1b" not in out + err


# -- the workbook -----------------------------------------------------------------------------------------------------


def texts(path: Path) -> set[str]:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(path)
    found = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    book.close()
    return found


def test_a_workbook_is_replaced_only_by_force_and_speaks_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], files: list[str], tmp_path: Path
) -> None:
    place = tmp_path / "review.xlsx"
    place.write_text("precious")
    code, out, err = run(capsys, "review", *files, "-o", place)
    assert (code, out) == (1, "")
    assert err == "leaddesk: “review.xlsx” is there already. Choose another name, or add --force to replace it.\n"
    assert place.read_text() == "precious"
    assert run(capsys, "review", *files, "-o", place, "--force")[0] == 0
    book = openpyxl.load_workbook(place)
    assert {"KPIs", "Leads", "Costs"} <= set(book.sheetnames)
    book.close()


def test_names_and_telephones_are_left_out_unless_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("Date;Canal;Nom;Email\n15/01/2026;Salon;Zoé Lemoine;zoe@example.fr\n", encoding="utf-8")
    found = {}
    for option in ("--force", "--personal"):
        place = tmp_path / f"{option}.xlsx"
        assert run(capsys, "review", leads, "-o", place, option, "--today", "2026-03-01")[0] == 0
        found[option] = texts(place) & {"Zoé Lemoine", "zoe@example.fr"}
    assert found == {"--force": set(), "--personal": {"Zoé Lemoine", "zoe@example.fr"}}


# -- documents --------------------------------------------------------------------------------------------------------


def document(path: Path, leads: Path, *more: tuple[ActionKind, Change]) -> Path:
    raw, _issues = read_file(leads)
    recipe = propose(raw, today=dt.date(2026, 3, 1))
    brought = Change("import", UUID(int=1).hex, None, json.dumps(recipe.to_json()))
    with Document.create(path) as made:
        made.add_import(raw, UUID(int=1))
        for number, (kind, change) in enumerate([(ActionKind.IMPORT, brought), *more], 2):
            made.append(Action(UUID(int=number), made.replica, made.head, TIME, kind, msg("Step"), (change,)))
    return path


def test_a_document_is_opened_with_what_was_done_in_it(
    capsys: pytest.CaptureFixture[str], files: list[str], tmp_path: Path
) -> None:
    plain = document(tmp_path / "plain.leaddesk", Path(files[0]))
    state, _issues = cli.open_files([plain], None, None, dt.date(2026, 3, 1))
    lost = int(state.dataset["leads"].rows[1])
    won = (ActionKind.EDIT, Change("leads", "stage", "Perdu", "won", lost))
    place = document(tmp_path / "Mes prospects.leaddesk", Path(files[0]), won)
    before = place.read_bytes()
    assert values(printed_json(capsys, place, "--today", "2026-03-01")["kpis"])["customers"] == 3
    together = values(printed_json(capsys, place, files[1], "--today", "2026-03-01")["kpis"])
    assert (together["customers"], together["spend"]) == (3, 350)
    assert place.read_bytes() == before


def test_a_document_s_own_day_and_stages_hold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("Date;Canal;Statut\n15/01/2026;Salon;Zébré\n16/01/2026;Salon;Perdu\n", encoding="utf-8")
    settings = [
        (ActionKind.SETTING, Change("settings", "pinned_today", None, "2026-02-03")),
        (ActionKind.SETTING, Change("settings", "stage_map", "", json.dumps([["Zébré", "won"]]))),
    ]
    place = document(tmp_path / "a.leaddesk", leads, *settings)
    state, issues = cli.open_files([place], None, None, dt.date(2030, 1, 1))
    assert state.today == dt.date(2026, 2, 3)
    assert not [issue for issue in issues if "Zébré" in str(issue.message.args)]
    assert values(printed_json(capsys, place)["kpis"])["customers"] == 1
    state, _issues = cli.open_files([place], None, dt.date(2026, 5, 5), dt.date(2030, 1, 1))
    assert state.today == dt.date(2026, 5, 5)


# -- what cannot be done --------------------------------------------------------------------------------------------


def test_what_cannot_be_done_is_said(capsys: pytest.CaptureFixture[str], files: list[str], tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[[sheet]\n")
    (tmp_path / "notes.csv").write_text("a;b\nx;y\n")
    leads, costs, *rest = files
    attempts = {
        ("kpis", tmp_path / "none.csv"): "“none.csv” is not there any more.",
        ("kpis", leads, "--mapping", tmp_path / "none.toml"): "The mapping file none.toml cannot be read.",
        ("kpis", leads, "--mapping", tmp_path / "broken.toml"): "The mapping file broken.toml is not valid TOML",
        ("kpis", leads, "--channel", "Radio"): "“Radio” is nowhere in the files. There are: Bouche à oreille, Google",
        ("kpis", leads, "--campaign", "Rentrée"): "They do not record it at all.",
        ("kpis", tmp_path / "notes.csv"): "no other table that LeadDesk knows in these files.",
        ("kpis", leads, costs, leads): "“leads.csv” holds exactly what “leads.csv” holds.",
        ("kpis", tmp_path / "a.leaddesk"): "“a.leaddesk” is not there any more.",
        ("kpis", tmp_path / "a.leaddesk", tmp_path / "b.leaddesk"): "Two LeadDesk documents cannot be opened together.",
        ("review", leads, "-o", tmp_path / "review.csv"): "Give it a name that ends in .xlsx.",
    }
    for arguments, expected in attempts.items():
        code, out, err = run(capsys, *arguments, *rest)
        assert (code, out) == (1, ""), arguments
        assert err.startswith("leaddesk: ")
        assert expected in err
        assert err.count("\n") == 1


def test_an_unused_entry_of_the_mapping_is_said(
    capsys: pytest.CaptureFixture[str], files: list[str], mapping: Path
) -> None:
    printed = printed_json(capsys, *files, "--mapping", mapping)
    assert [issue["message"] for issue in printed["issues"] if issue["code"] == "mapping_unused"] == [
        "The mapping file speaks of “bank.csv”, which is not among the files."
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "These arguments are missing: COMMAND."),
        (["kpis"], "These arguments are missing: FILE."),
        (["review", "a.csv"], "These arguments are missing: -o/--output."),
        (["kpis", "a.csv", "--today"], "A value is missing after --today."),
        (["kpis", "a.csv", "--loud"], "Unknown arguments: --loud."),
        (["kpis", "a.csv", "--by", "moon"], "'moon' is not possible for --by; possible are: "),
        (["kpis", "a.csv", "--from", "31/02/2026"], "--from: “31/02/2026” is no date."),
        (["kpis", "a.csv", "--from", "20260331"], "“20260331” is no date."),
        (["kpis", "a.csv", "--from", "2026-02-01", "--to", "2026-01-31"], "The period ends (31/01/2026) before it"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    code, out, err = run(capsys, *arguments, *(["--lang", "en"] if arguments else []))
    assert (code, out) == (2, "")
    assert expected in err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"{__version__}\n", "")
    for arguments in (["--help"], ["kpis", "-h"], ["review", "--help"]):
        code, out, err = run(capsys, *arguments, "--lang=en")
        assert (code, err) == (0, "")
        assert "Exit codes: 0 done, 1 cannot be done" in " ".join(out.split())


@pytest.mark.parametrize(
    ("argv", "environment", "expected"),
    [
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_CA"}, "fr"),
        ([], {"LANG": "C", "LC_ALL": ""}, "en"),
        (["kpis", "--lang", "fr"], {"LANG": "en_GB"}, "fr"),
        (["kpis", "--lang=en"], {"LANG": "fr_FR"}, "en"),
        (["kpis", "--lang"], {"LANG": "fr_FR"}, "fr"),
    ],
)
def test_the_language_of_messages(argv: list[str], environment: dict[str, str], expected: str) -> None:
    assert cli.language_code(argv, environment) == expected


# -- the process ------------------------------------------------------------------------------------------------------

PROBE = """
import sys
from leaddesk.__main__ import main
code = main(sys.argv[1:])
print(sorted({name.split('.')[0] for name in sys.modules} & {'PySide6', 'shiboken6', 'pyqtgraph'}), file=sys.stderr)
sys.exit(code)
"""


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_the_review_is_written_where_it_was_asked_for_and_needs_no_qt(files: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "reviews"
    folder.mkdir()
    place = folder / "Bilan é.xlsx"
    done = process("review", *files, "-o", place, "--from", "2026-01-01", "--to", "2026-01-31", PYTHONUTF8="1")
    assert (done.returncode, done.stdout.decode("utf-8").splitlines()) == (0, [f"Written: {place}"])
    assert "1 lead without a creation date" in done.stderr.decode("utf-8")
    assert done.stderr.splitlines()[-1] == b"[]"
    assert [file.name for file in folder.iterdir()] == [place.name]
    assert "Bouche à oreille" in texts(place)


def test_figures_depend_on_neither_time_zone_nor_locale_and_need_no_qt(
    capsys: pytest.CaptureFixture[str], files: list[str]
) -> None:
    """As this process tells them, and as one at the other end of the world does."""
    arguments = ("kpis", *files, "--from", "2026-01-01", "--to", "2026-01-31", "--by", "channel", "--json")
    there = process(*arguments, TZ="Pacific/Kiritimati", LC_ALL="fr_FR.UTF-8", PYTHONIOENCODING="cp1252")
    code, here, _ = run(capsys, *arguments)
    assert (code, there.returncode) == (0, 0), there.stderr
    assert json.loads(here)["kpis"]
    assert there.stdout.decode("utf-8").splitlines() == here.splitlines()
    assert there.stderr.splitlines()[-1] == b"[]"


def test_a_reader_that_goes_away_is_no_error(files: list[str]) -> None:
    command = [sys.executable, "-m", "leaddesk", "kpis", *files, "--by", "channel"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        err = running.stderr.read()
        running.wait()
    assert running.returncode == cli.BROKEN_PIPE
    assert b"Traceback" not in err
    assert b"Exception" not in err


def test_an_interrupted_run_ends_quietly(
    capsys: pytest.CaptureFixture[str], files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "open_files", interrupt)
    assert run(capsys, "kpis", *files) == (130, "", "")


def test_the_entry_asks_only_for_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ARGUMENT == entry.WORKER
    seen: list[object] = []

    def window(arguments: list[str]) -> int:
        seen.append(arguments)
        return 7

    def worker(arguments: list[str]) -> int:
        seen.append(("worker", arguments))
        return 0

    monkeypatch.setattr("leaddesk.app.main", window)
    monkeypatch.setattr("leaddesk.ingest.worker.worker_main", worker)
    for arguments in ([], ["demo"], ["demo", "--picture", "a.png"], ["leads.xlsx", "costs.csv"]):
        assert entry.main(arguments) == 7
        assert seen.pop() == arguments
    assert entry.main([ARGUMENT]) == 0
    assert seen == [("worker", [])]
    monkeypatch.setattr(sys, "argv", ["leaddesk", "--version"])
    assert entry.main() == 0
    assert capsys.readouterr().out == f"{__version__}\n"
    with contextlib.suppress(SystemExit):
        assert entry.main(["kpis"]) == 2


def test_a_protected_file_wants_a_password_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place, secret = DATA / "protected" / "protected.xls", tmp_path / "secret.txt"
    code, out, err = run(capsys, "kpis", place, "--lang", "en")
    assert (code, out) == (1, "")
    assert "“protected.xls” is protected by a password." in err
    assert "--password-file" in err
    secret.write_text("wrong\n", encoding="utf-8")
    code, _, err = run(capsys, "kpis", place, "--password-file", secret, "--lang", "fr")
    assert code == 1
    assert "Aucun des mots de passe donnés n’ouvre «\u202fprotected.xls\u202f»." in err
    secret.write_text("wrong\nÉté 2025\n", encoding="cp1252")
    assert printed_json(capsys, place, "--password-file", secret, "--today", "2026-02-01")["kpis"]


def test_a_list_given_with_its_earlier_edition_counts_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    more = "15/01/2026;google ads;300,00\n16/01/2026;Salon;50\n17/02/2026;Salon;70\n"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Date;Canal;Montant\n" + more, encoding="utf-8")
    second.write_text("Date;Canal;Montant\n" + more + "18/03/2026;Flyers;10\n", encoding="utf-8")
    code, out, err = run(capsys, "kpis", first, second, "--lang", "en", "--today", "2026-04-01", "--json")
    assert (code, err) == (0, "")
    printed = json.loads(out)
    assert values(printed["kpis"])["spend"] == 430
    (issue,) = [one for one in printed["issues"] if one["code"] == "repeated-rows"]
    assert issue["message"] == "3 rows are in “a.csv” already: they are left out"


def test_a_very_long_file_is_read_whole_when_it_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = tmp_path / "long.csv"
    place.write_text("Date;Canal;Montant\n" + "15/01/2026;Salon;1\n" * 200_003, encoding="utf-8")
    code, _, err = run(capsys, "kpis", place, "--lang", "en")
    assert (code, "more than 200,000 rows" in err, "--all-rows" in err) == (1, True, True)
    printed = printed_json(capsys, place, "--all-rows", "--today", "2026-02-01", "--lang", "en")
    assert values(printed["kpis"])["spend"] == 200_003
