"""The sample company: its files are what its generator makes, nobody's data, flawed as real files are, and plausible.

The figures of truth.json are counted by the generator from its own records; here they are counted again from the
files' cells, without LeadDesk.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leaddesk import resources
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.reader import read_file
from leaddesk.model.tables import BY_ID

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = resources.path("samples")
TRUTH: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "samples" / "truth.json").read_text("utf-8"))
LEADS = {"fr": "prospects.xlsx", "en": "leads.xlsx"}
COSTS = {"fr": "couts.xlsx", "en": "costs.xlsx"}
FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
Row = dict[str, Any]
both = pytest.mark.parametrize("lang", ["fr", "en"])


@lru_cache
def sheets(lang: str, name: str) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(SAMPLES / lang / name)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@lru_cache
def text_rows(lang: str, table: str) -> list[list[str]]:
    french = lang == "fr"
    names = {"orders": "commandes.csv", "emails": "emailing.csv"} if french else {}
    content = (SAMPLES / lang / names.get(table, f"{table}.csv")).read_bytes()
    encoding = "utf-8-sig" if table == "emails" else "cp1252" if french else "utf-8"
    return list(csv.reader(content.decode(encoding).splitlines(), delimiter=";" if french else ","))


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def field_of(table: str, header: str) -> str | None:
    """The declared column that has this header among its synonyms."""
    return next((c.id for c in BY_ID[table].columns if folded(header) in map(folded, c.synonyms)), None)


@lru_cache
def leads_of(lang: str) -> list[Row]:
    """The rows of the leads by field, in the file's own order."""
    ((_, rows),) = sheets(lang, LEADS[lang]).items()
    fields = [field_of("leads", header) if header else "" for header in rows[2]]
    return [dict(zip(fields, row, strict=True)) for row in rows[3:]]  # type: ignore[arg-type]


@lru_cache
def distinct(lang: str) -> list[Row]:
    return list({row["id"]: row for row in leads_of(lang)}.values())


def day(cell: Any) -> dt.date | None:
    if isinstance(cell, str):
        return dt.datetime.strptime(cell[:10], "%d/%m/%Y").date()  # noqa: DTZ007
    return cell.date() if isinstance(cell, dt.datetime) else cell


def euros(cell: Any) -> float:
    if isinstance(cell, str):
        bare = re.sub(r"[€\s]", "", cell)
        return float(bare.replace(",", ".") if bare[-3] == "," else bare.replace(",", ""))
    return float(cell or 0)


def channel(cell: Any) -> str | None:
    """One spelling for each channel; None where it is missing."""
    name = " ".join(str(cell or "").split()).casefold()
    return None if name in ("", "n/a", "inconnu", "unknown") else name


def status(cell: str) -> str:
    words = {"gagné": "won", "perdu": "lost", "invalide": "invalid"}
    return words.get(cell.strip().casefold(), cell.strip().casefold())


def spend_of(lang: str) -> list[tuple[dt.date, str | None, float]]:
    """Every expense as (month, channel, amount), from the long and from the wide sheet."""
    long, wide = sheets(lang, COSTS[lang]).values()
    found = [(day(row[0]), channel(row[1]), euros(row[4])) for row in long[3:-1]]
    for row in wide[3:-1]:
        month = dt.date(int(row[0][3:]), int(row[0][:2]), 1)
        found += [(month, channel(name), euros(cell)) for name, cell in zip(wide[2][1:-1], row[1:-1], strict=True)]
    return found  # type: ignore[return-value]


# -- the generator


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two fresh runs of the generator, under different hash seeds."""
    folders = []
    for seed in ("1", "2"):
        folder = tmp_path_factory.mktemp("samples")
        command = [sys.executable, "-B", str(ROOT / "packaging" / "samples.py")]
        options = ["--samples", str(folder), "--truth", str(folder / "truth.json")]
        subprocess.run([*command, *options], check=True, env={**os.environ, "PYTHONHASHSEED": seed}, timeout=60)
        folders.append(folder)
    return folders[0], folders[1]


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.*"))


def test_two_runs_give_the_same_bytes(made: tuple[Path, Path]) -> None:
    first, second = made
    assert files_in(first) == files_in(second)
    for name in [*files_in(first), "truth.json"]:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_committed_files_are_what_the_generator_makes(made: tuple[Path, Path]) -> None:
    """Workbooks are compared part by part: another zlib may deflate the same parts to other bytes."""
    assert files_in(made[0]) == files_in(SAMPLES)
    for name in files_in(SAMPLES):
        ours, fresh = SAMPLES / name, made[0] / name
        if ours.suffix == ".xlsx":
            with zipfile.ZipFile(ours) as a, zipfile.ZipFile(fresh) as b:
                assert [(i.filename, i.date_time) for i in a.infolist()] == [
                    (i.filename, i.date_time) for i in b.infolist()
                ]
                for part in a.namelist():
                    assert a.read(part) == b.read(part), f"{name}: {part}"
        else:
            assert ours.read_bytes() == fresh.read_bytes(), name
    assert json.loads((made[0] / "truth.json").read_text("utf-8")) == TRUTH


def test_files_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.glob("*/*")) < 600_000


@both
def test_description_names_the_files_and_their_tables(lang: str) -> None:
    about = tomllib.loads((SAMPLES / lang / "sample.toml").read_text("utf-8"))
    assert (about["today"], about["as_of"]) == (dt.date(2026, 9, 1), dt.date(2026, 8, 31))
    assert about["language"] == lang
    assert {file["name"] for file in about["file"]} | {"sample.toml"} == {p.name for p in (SAMPLES / lang).iterdir()}
    assert {table for file in about["file"] for table in file["tables"]} <= set(BY_ID)


# -- nobody's data


def cells(lang: str) -> list[str]:
    """Every cell of every file as text."""
    found = []
    for path in (SAMPLES / lang).glob("*.xlsx"):
        found += [str(cell) for rows in sheets(lang, path.name).values() for row in rows for cell in row if cell]
    return found + [cell for table in ("orders", "emails", "web") for row in text_rows(lang, table) for cell in row]


@both
def test_addresses_are_of_example_domains(lang: str) -> None:
    addresses = [cell for cell in cells(lang) if "@" in cell]
    assert len(addresses) > 800
    assert all(re.fullmatch(r"[a-z0-9.-]+@example\.(com|fr)", address) for address in addresses)


@both
def test_telephone_numbers_are_kept_for_fiction(lang: str) -> None:
    phones = [str(row["phone"]) for row in leads_of(lang) if row["phone"] != "n/a"]
    national = [re.sub(r"^(?:33|0)?", "0", re.sub(r"\D", "", phone)) for phone in phones]
    assert len(phones) > 800
    assert all(len(digits) == 10 and digits.startswith(FICTION) for digits in national)
    elsewhere = [cell for cell in cells(lang) if cell not in phones and re.search(r"\b0\d([ .]?\d\d){4}\b", cell)]
    assert elsewhere == []


# -- readable without a mapping


@both
def test_every_header_is_known_but_one(lang: str) -> None:
    ((_, rows),) = sheets(lang, LEADS[lang]).items()
    headers = [header for header in rows[2] if header]
    found = [field_of("leads", header) for header in headers]
    assert [header for header, name in zip(headers, found, strict=True) if name is None] == [
        {"fr": "Parrain", "en": "Sponsor"}[lang]
    ]
    assert len(set(found)) == len(found)
    long, _ = sheets(lang, COSTS[lang]).values()
    assert [field_of("costs", header) for header in long[2]] == ["date", "channel", "campaign", "lever", "amount"]
    operations, objectives = sheets(lang, "operations.xlsx").values()
    assert None not in [field_of("operations", header) for header in operations[0]]
    assert None not in [field_of("objectives", header) for header in objectives[0]]
    for table in ("orders", "emails", "web"):
        assert None not in [field_of(table, header) for header in text_rows(lang, table)[0]]


@both
@pytest.mark.parametrize("column", ["created", "responded", "contacted", "qualified", "quoted", "won", "lost"])
def test_dates_typed_as_text_show_that_the_day_comes_first(lang: str, column: str) -> None:
    typed = [row[column] for row in distinct(lang) if isinstance(row[column], str)]
    assert len(typed) == TRUTH[lang]["flaws"]["dates_as_text"][column]
    assert max(int(text[:2]) for text in typed) > 12
    assert all(day(text) for text in typed)


# -- flaws


@both
def test_flaws_are_there(lang: str) -> None:
    flaws = TRUTH[lang]["flaws"]
    rows, leads = leads_of(lang), distinct(lang)
    assert len(rows) - len(leads) == flaws["copied_rows"] == 6
    assert sum(channel(row["channel"]) is None for row in leads) == flaws["missing_channels"] == 13
    spellings = {str(row["channel"]) for row in leads if channel(row["channel"])}
    assert len(spellings) > 20
    assert {channel(name) for name in spellings} == {
        channel(c["channel"]) for c in TRUTH[lang]["periods"]["all"]["by_channel"] if c["channel"]
    }
    early = [row for row in leads if row["won"] and day(row["won"]) < day(row["created"])]  # type: ignore[operator]
    assert len(early) == flaws["won_before_created"] == 2
    lost = [row for row in leads if status(row["status"]) == "lost"]
    dates = ("responded", "contacted", "qualified", "quoted", "lost")
    undated = [row for row in lost if not any(row[date] for date in dates)]
    assert len(undated) == flaws["lost_without_dates"] > 20
    assert sum(isinstance(row["postcode"], int) for row in leads) == flaws["postcodes_as_numbers"] > 5
    assert all(len(str(row["postcode"])) == 4 for row in leads if isinstance(row["postcode"], int))
    assert sum(isinstance(row["phone"], int) for row in leads) == flaws["phones_as_numbers"] > 5
    assert sum(isinstance(row["amount"], str) for row in leads) == flaws["amounts_as_text"]["amount"] > 10
    assert sum(row["email"] == "n/a" for row in leads) == flaws["not_available"]["email"] > 0
    assert all(row[""] is None for row in rows)
    typed = [row["amount"] for row in leads if isinstance(row["amount"], str)]
    pattern = r"\d{1,3}([ \xa0\u202f]\d{3})*,\d\d[ \xa0\u202f]€" if lang == "fr" else r"€\d{1,3}(,\d{3})*\.\d\d"
    assert all(re.fullmatch(pattern, text) for text in typed)


@both
def test_tables_start_below_a_title_and_costs_end_with_totals(lang: str) -> None:
    ((_, rows),) = sheets(lang, LEADS[lang]).items()
    assert "Saône et Mûrier Coursiers" in rows[0][0]
    assert not any(rows[0][1:] + rows[1])
    long, wide = sheets(lang, COSTS[lang]).values()
    assert long[-1][0] == wide[-1][0] == wide[2][-1] == "Total"
    assert long[-1][4] == pytest.approx(sum(euros(row[4]) for row in long[3:-1]), abs=0.005)
    assert wide[-1][-1] == pytest.approx(sum(row[-1] for row in wide[3:-1]), abs=0.005)
    assert sum(isinstance(row[4], str) for row in long[3:]) == TRUTH[lang]["flaws"]["costs_amounts_as_text"] > 0
    assert not {channel(row[1]) for row in long[3:-1]} & {channel(name) for name in wide[2][1:]}


# -- figures


@both
@pytest.mark.parametrize("period", ["all", "last_12_months", "year_before", "2025-12"])
def test_truth_is_what_the_cells_say(lang: str, period: str) -> None:
    truth = TRUTH[lang]["periods"][period]
    start = dt.date.fromisoformat(truth["from"] or "1900-01-01")
    end = dt.date.fromisoformat(truth["to"] or "2999-12-31")

    def within(cell: Any) -> bool:
        return bool(cell) and start <= day(cell) <= end  # type: ignore[operator]

    spend: dict[str | None, float] = defaultdict(float)
    for month, name, amount in spend_of(lang):
        spend[name] += amount if within(month) else 0
        spend["*"] += amount if within(month) else 0
    for part in [{**truth, "channel": "*"}, *truth["by_channel"]]:
        key = channel(part["channel"])
        leads = [row for row in distinct(lang) if key == "*" or channel(row["channel"]) == key]
        created = [row for row in leads if within(row["created"])]
        won = [row for row in leads if within(row["won"])]
        assert part["leads"] == len(created)
        assert part["valid_leads"] == sum(status(row["status"]) != "invalid" for row in created)
        assert part["converted"] == sum(status(row["status"]) == "won" for row in created)
        assert part["customers"] == len(won)
        assert part["deal_revenue"] == pytest.approx(sum(euros(row["amount"]) for row in won), abs=0.005)
        assert part["margin"] == pytest.approx(sum(euros(row["margin"]) for row in won), abs=0.005)
        assert part.get("spend", 0) == pytest.approx(spend[key], abs=0.005)
        assert part["response_time"]["n"] == sum(bool(row["responded"]) for row in created)


@both
def test_text_files_hold_what_truth_says(lang: str) -> None:
    files = TRUTH[lang]["files"]
    orders, emails, web = (text_rows(lang, table) for table in ("orders", "emails", "web"))
    names = ("commandes.csv", "emailing.csv", "web.csv") if lang == "fr" else ("orders.csv", "emails.csv", "web.csv")
    assert [files[name]["rows"] for name in names] == [len(orders) - 1, len(emails) - 1, len(web) - 1]
    amounts = [float(row[3].replace(",", ".")) for row in orders[1:]]
    assert files[names[0]]["amount"] == pytest.approx(sum(amounts), abs=0.005)
    assert files[names[1]]["sent"] == sum(int(row[2]) for row in emails[1:])
    assert files[names[2]]["sessions"] == sum(int(row[2]) for row in web[1:])
    customers = {row["id"] for row in distinct(lang) if row["won"]}
    assert {row[1] for row in orders[1:]} <= customers


def test_both_languages_hold_the_same_rows() -> None:
    same = ("id", "created", "won", "lost", "phone", "email", "postcode", "weekly_volume", "city")
    french, english = ([[row[name] for name in same] for row in leads_of(lang)] for lang in ("fr", "en"))
    assert french == english
    untranslated = ("by_channel", "leads_by_campaign", "leads_by_status")
    for period, figures in TRUTH["fr"]["periods"].items():
        other = TRUTH["en"]["periods"][period]
        assert all(figures[name] == other[name] for name in figures if name not in untranslated)


def test_both_languages_are_of_one_day() -> None:
    """What is open "for 12 days" is that in both; the day of the title can be read either way round."""
    for lang in ("fr", "en"):
        about = tomllib.loads((SAMPLES / lang / "sample.toml").read_text("utf-8"))
        raw, _ = read_file(SAMPLES / lang / about["file"][0]["name"])
        assert propose(raw, today=about["today"]).as_of == about["as_of"], lang


def test_business_is_plausible() -> None:
    whole = TRUTH["fr"]["periods"]["all"]
    parts = {part["channel"]: part for part in whole["by_channel"] if part["channel"]}
    assert 850 <= whole["leads"] <= 950
    assert 0.12 <= whole["conversion_rate"] <= 0.18
    by_rate = sorted(parts, key=lambda name: float(parts[name]["conversion_rate"]))
    assert by_rate[0] == "Flyers"
    assert by_rate[-1] == "Recommandation"
    assert all(20 <= part["cpl"] <= 120 for part in parts.values())
    assert 1 <= sum(part["roi"] < 0 for part in parts.values()) <= 2
    assert 18 <= whole["time_to_convert"]["median_days"] <= 25
    assert 2.5 <= whole["response_time"]["median_hours"] <= 3.5


def test_december_is_the_peak_and_august_the_low() -> None:
    months: dict[int, int] = defaultdict(int)
    for row in distinct("en"):
        months[day(row["created"]).month] += 1  # type: ignore[union-attr]
    assert max(months, key=months.__getitem__) == 12
    assert min(months, key=months.__getitem__) == 8


def test_recent_leads_are_still_open() -> None:
    def open_share(year: int, first: int) -> float:
        months = range(first, first + 3)
        leads = [row for row in distinct("en") if (d := day(row["created"])) and d.year == year and d.month in months]
        return sum(status(row["status"]) not in ("won", "lost", "invalid") for row in leads) / len(leads)

    assert open_share(2026, 6) > 0.2 > open_share(2025, 6)
