"""The generator of next month's files tells the truth about them, and its score tells good pairs from bad ones."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import zip_longest
from runpy import run_module
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from tests.corpus.dice import Dice
from tests.reimport import plan as plans
from tests.reimport.edits import TOUCHES
from tests.reimport.eye import Crowd, alike, near, numbers
from tests.reimport.files import as_text
from tests.reimport.make import KEPT, SEEDS, Pair, pair
from tests.reimport.newcomers import FORMS
from tests.reimport.originals import KINDS, original
from tests.reimport.plan import EDITS, RATES, WHOLE
from tests.reimport.samples import day_of
from tests.reimport.score import Score, score
from tests.reimport.shapes import Row
from tests.reimport.truth import Fate, Truth
from tests.reimport.verdicts import lost

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reimport.shapes import Cell

CHANGES = {
    "status": {"status", "amount", "won", "lost"}, "amount": {"amount"}, "notes": {"notes"}, "town": {"city"},
    "called": {"campaign", "duration", "day", "month"}, "date_fixed": {"created"}, "email_fixed": {"email"},
    "email_changed": {"email"}, "phone_format": {"phone"}, "phone_two": {"phone"}, "phone_changed": {"phone"},
    "name_case": {"name", "first_name", "company"}, "name_accents": {"name", "first_name", "company"},
    "name_order": {"name", "first_name"}, "name_initial": {"name", "first_name"}, "name_typo": {"name", "company"},
    "company_suffix": {"company"}, "zeros": {"postcode"}, "phones": {"phone"}, "column_dropped": set(),
    "renumbered": {"id"},
}  # fmt: skip
FROZEN_SEEDS = (1, 2)
FROZEN = "a89007a3f9adf53ced4fc8e30bad2e65065160610419b1741f2171707cb2e928"


@cache
def _pair(kind: str, seed: int, only: str = "") -> Pair:
    return pair(kind, seed, only)


def _some(kind: str) -> list[Pair]:
    """Of the frozen seeds: all take a minute. The numbers of lists kept by hand count lines with the second one."""
    return [_pair(kind, seed) for seed in FROZEN_SEEDS]


@pytest.fixture(scope="module", params=KINDS)
def months(request: pytest.FixtureRequest) -> list[Pair]:
    """Seeds of a kind of list; made once, since the tests of a kind come one after the other."""
    return _some(request.param)


# -- frozen ----------------------------------------------------------------------------------------------------------


def test_the_kept_seed_is_not_among_the_others() -> None:
    assert KEPT not in SEEDS
    assert len(SEEDS) == 12


def test_a_seed_gives_the_same_files_for_ever() -> None:
    digest = hashlib.sha256()
    for kind in KINDS:
        for made in _some(kind):
            digest.update(repr((made.first, made.later, made.verdicts, made.plan)).encode())
            digest.update(made.truth.dump().encode())
    assert digest.hexdigest() == FROZEN


def test_each_call_makes_the_same_and_each_seed_something_else() -> None:
    again = pair("crm_fr", 3)
    assert (again.first, again.later, again.truth) == (pair("crm_fr", 3).first, *_parts(_pair("crm_fr", 3)))
    assert again.later != _pair("crm_fr", 4).later
    assert again.later != _pair("crm_fr", 3, "status").later


def _parts(made: Pair) -> tuple[Any, Truth]:
    return made.later, made.truth


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind of list: letters"):
        pair("letters", 1)
    with pytest.raises(ValueError, match="no such edit: burnt"):
        pair("hand_fr", 1, "burnt")


# -- the truth -------------------------------------------------------------------------------------------------------


def test_the_truth_of_a_kind_holds_together(months: list[Pair]) -> None:
    for made in months:
        truth, count = made.truth, len(made.listing.rows)
        keys = [fate.key for fate in truth.fates if fate.key is not None]
        assert len(keys) == len(set(keys))
        assert set(keys) | set(truth.gone) <= set(truth.lines)
        assert not set(keys) & set(truth.gone)
        assert {truth.lead(key) for key in truth.lines} == {truth.lead(key) for key in (*keys, *truth.gone)}
        assert 0.045 <= (count - len(keys)) / count <= 0.155
        assert 0.095 <= (len(truth.fates) - len(keys)) / count <= 0.305
        assert 200 <= count <= 1000
        undecidable = sum(fate.undecidable for fate in truth.fates)
        assert undecidable < 0.02 * len(truth.fates)
        perfect = score(truth, truth.pairs())
        assert (perfect.matched_share, perfect.wrong_share, perfect.faults) == (1.0, 0.0, [])
        assert perfect.undecidable == undecidable
        assert perfect.rows + undecidable == len(truth.fates)
        assert all((fate.key is None) == bool(fate.form) for fate in truth.fates)


def test_a_row_without_edits_is_as_it_was(months: list[Pair]) -> None:
    for made in months:
        old = {row.key: row.cells for row in made.listing.rows}
        free = {"id"} if made.plan.renumbered else set()
        for row in made.rows:
            if row.key is not None:
                changed = {column for column, value in row.cells.items() if old[row.key][column] != value} - free
                assert bool(changed) == bool(row.edits), (made.truth.kind, made.truth.seed, row)
                assert set(old[row.key]) - set(row.cells) == ({made.plan.dropped} - {""})


def test_the_truth_says_what_the_files_hold(months: list[Pair], tmp_path: Path) -> None:
    for made in months:
        before, after = made.write(tmp_path)
        first, later = _read(before, made.plan.before), _read(after, made.plan.after)
        language = made.listing.language
        for row in made.listing.rows:
            wanted = made.first.lines[made.truth.lines[row.key] - 1]
            assert _same(first[made.truth.lines[row.key] - 1], wanted, language, made.plan.before)
        assert len(first) == len(made.listing.rows) + made.first.start - 1
        assert len(later) == len(made.truth.fates) + made.later.start - 1
        header = later[made.later.start - 2]
        for fate, row_after in zip(made.truth.fates, made.rows, strict=True):
            line = later[fate.line - 1]
            assert _same(line, made.later.lines[fate.line - 1], language, made.plan.after)
            if not made.plan.renamed and row_after.cells.get("status"):
                place = header.index(made.listing.headers["status"])
                assert str(line[place]) == row_after.cells["status"]


def _read(path: Path, form: str) -> list[list[Any]]:
    if form == "xlsx":
        book = load_workbook(path, read_only=True, data_only=True)
        lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
        return lines
    encoding, delimiter = ("utf-8", ",") if form == "comma" else (form, ";")
    with path.open(encoding=encoding, newline="") as stream:
        return [list(line) for line in csv.reader(stream, delimiter=delimiter)]


def _same(line: list[Any], wanted: list[Cell], language: str, form: str) -> bool:
    """Whether a line of the file holds these cells."""
    if form != "xlsx":
        return line[: len(wanted)] == [as_text(value, language, form) for value in wanted]
    return all(
        day_of(one) == day_of(other) if isinstance(other, date) else one == other
        for one, other in zip_longest(line, wanted)
    )


def test_statuses_that_moved_are_named(months: list[Pair]) -> None:
    made = months[1]
    old = {row.key: row.cells["status"] for row in made.listing.rows}
    now = {row.key: row.cells["status"] for row in made.rows if row.key is not None}
    assert made.truth.moved == {key: (old[key], status) for key, status in now.items() if status != old[key]}
    assert {row.key for row in made.rows if "status" in row.edits} == set(made.truth.moved)
    assert made.truth.moved


# -- the lists -------------------------------------------------------------------------------------------------------


def _groups(kind: str, *columns: str) -> list[list[dict[str, Cell]]]:
    """Rows of a first month that have these cells in common."""
    found: dict[tuple[Cell, ...], list[dict[str, Cell]]] = defaultdict(list)
    for row in original(kind, 1).rows:
        shared = tuple(row.cells[column] for column in columns)
        if all(shared):
            found[shared].append(row.cells)
    return [cells for cells in found.values() if len(cells) > 1]


@pytest.mark.parametrize("kind", ["crm_fr", "crm_en"])
def test_there_are_people_who_look_alike(kind: str) -> None:
    by_phone = _groups(kind, "phone")
    families = [one for one in _groups(kind, "name", "postcode") if len({cells["first_name"] for cells in one}) > 1]
    switchboards = [one for one in by_phone if one[0]["company"] and len({cells["name"] for cells in one}) > 1]
    namesakes = [one for one in _groups(kind, "first_name", "name", "city") if len({c["phone"] for c in one}) > 1]
    twice = [one for one in _groups(kind, "first_name", "name", "phone") if len({c["created"] for c in one}) > 1]
    shared = [one for one in _groups(kind, "email") if len({cells["name"] for cells in one}) > 1]
    for groups in (families, switchboards, namesakes, twice, shared):
        assert len(groups) >= 3


@pytest.mark.parametrize("kind", ["hand_fr", "hand_en"])
def test_lists_kept_by_hand_have_few_contacts(kind: str) -> None:
    rows = [row.cells for row in original(kind, 1).rows]
    assert sum(not cells["name"] and bool(cells["phone"]) for cells in rows) > 0.08 * len(rows)
    assert sum(not cells["phone"] and bool(cells["name"]) for cells in rows) > 0.08 * len(rows)
    assert all(cells["name"] or cells["phone"] for cells in rows)


def test_some_new_leads_look_like_old_ones(months: list[Pair]) -> None:
    kind = months[0].truth.kind
    forms = Counter(fate.form for made in months for fate in made.truth.fates if fate.key is None)
    if kind == "bank":
        assert set(forms) == {"fresh"}
        return
    wanted = set(FORMS) - ({"colleague"} if kind.startswith("hand") else set())
    assert all(3 * forms[form] >= 10 * len(months) for form in wanted), forms
    assert 0.2 < sum(forms[form] for form in wanted) / forms.total() < 0.45


# -- the edits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_alone_changes_nothing_else(edit: str) -> None:
    seen = 0
    for kind in ("sample_fr", "crm_en", "hand_fr", "bank"):
        made = _pair(kind, 2, edit)
        old = {row.key: row.cells for row in made.listing.rows}
        seen += sum(edit in row.edits for row in made.rows) + (edit in made.truth.file_edits)
        assert {one for row in made.rows for one in row.edits} <= {edit}
        assert set(made.truth.file_edits) <= {edit, "sorted"} if edit == "renumbered" else {edit}
        for row in made.rows:
            if row.key is not None and edit != "emptied":
                changed = {column for column, value in row.cells.items() if value != old[row.key][column]}
                assert changed <= CHANGES.get(edit, set()), (kind, row)
        if edit not in ("added", "removed"):
            assert {row.key for row in made.rows} == set(old)
    assert seen > (10 if edit in RATES else 0)


def test_all_edits_are_made_together_somewhere() -> None:
    made = [*(one for kind in KINDS for one in _some(kind)), _pair("crm_fr", 3), _pair("firms_fr", 3)]
    edits = Counter(edit for one in made for row in one.rows for edit in row.edits)
    assert set(edits) == {*RATES, "zeros", "phones"}
    assert {edit for one in made for edit in one.truth.file_edits} == set(WHOLE)
    assert set(TOUCHES) == set(RATES)
    assert max(len(row.edits) for one in made for row in one.rows) >= 4


def test_numbers_that_count_lines_do_so_again() -> None:
    made = _pair("hand_fr", 2, "renumbered")
    assert [row.cells["id"] for row in made.rows] == list(range(1, len(made.rows) + 1))
    moved = sum(row.key is not None and row.cells["id"] != int(row.key.partition("-")[2]) for row in made.rows)
    assert moved > 0.9 * len(made.rows)
    assert plans.alone("renumbered", original("hand_fr", 1), Dice(1)) == plans.Plan()


def test_new_numbers_were_never_used() -> None:
    for kind in ("crm_fr", "sample_en"):
        for made in (_pair(kind, 1), _pair(kind, 2), _pair(kind, 3)):
            used = {row.cells["id"] for row in made.listing.rows}
            fresh = [row.cells["id"] for row in made.rows if row.key is None and "id" in row.cells]
            assert len(fresh) == len(set(fresh))
            assert not used & set(fresh)


# -- the careful person ----------------------------------------------------------------------------------------------


def test_nearly_the_same_word() -> None:
    assert near("durand", "durannd")
    assert near("durand", "duran")
    assert near("durand", "duarnd")
    assert near("durand", "durant")
    assert near("c", "camille")
    assert not near("lea", "leo")
    assert not near("durand", "dupond")
    assert not near("durand", "durandeau")


def test_nearly_the_same_name() -> None:
    assert alike(("camille", "durand"), ("durand", "camille")) == 5
    assert alike(("c", "durand"), ("camille", "durand")) == 4
    assert alike(("durand",), ("camille", "durand")) == 4
    assert alike(("camille", "durand"), ("hugo", "durand")) == 0
    assert alike(("c", "d"), ("camille", "durand")) == 0
    assert alike((), ("durand",)) == 0


def test_numbers_are_the_same_however_written() -> None:
    for written in ("06 39 98 12 34", "06.39.98.12.34", "+33 6 39 98 12 34", "0033639981234", 639981234):
        assert numbers(written) == {"639981234"}
    assert numbers("+44 7700 900123") == numbers("07700 900123") == {"7700900123"}
    assert numbers("06 39 98 12 34 / 01 99 00 00 01") == {"639981234", "199000001"}
    assert numbers(None) == set()


def test_what_nobody_can_decide_is_undecidable() -> None:
    day = date(2026, 3, 17)
    durand: dict[str, Cell] = {"name": "Mme Durand", "phone": None, "created": day, "city": None}
    other: dict[str, Cell] = {"name": "M. Martin", "phone": "06 39 98 12 34", "created": day, "city": "Lyon"}
    crowd = Crowd([Row("a", durand), Row("b", dict(durand)), Row("c", other)], numbered=False)
    assert crowd.doubtful("a", durand, {})
    assert not crowd.doubtful("a", durand, {"b": "a"})
    assert not crowd.doubtful("c", {**other, "name": "MARTIN"}, {})
    assert crowd.doubtful("c", {**other, "name": None, "phone": None}, {})
    assert crowd.doubtful(None, other, {})
    assert not crowd.doubtful(None, {**other, "created": date(2026, 8, 17)}, {})
    assert not crowd.known("c", {**other, "name": "Paul Lefort"})


# -- the score -------------------------------------------------------------------------------------------------------


def test_shifted_pairs_score_badly() -> None:
    for kind in KINDS:
        truth = _pair(kind, 1).truth
        shifted = score(truth, {line: None if to is None else to + 1 for line, to in truth.pairs().items()})
        assert shifted.matched_share < 0.02
        assert shifted.wrong_share > 0.7


def test_no_pairs_are_no_wrong_pairs() -> None:
    truth = _pair("contacts_en", 1).truth
    result = score(truth, {})
    assert (result.matched, result.wrong) == (0, 0)
    assert len(result.faults) == result.known


def test_a_new_row_that_is_paired_is_wrong() -> None:
    truth = _pair("contacts_en", 1).truth
    pairs = truth.pairs()
    new = [fate for fate in truth.fates if fate.key is None and not fate.undecidable]
    result = score(truth, {**pairs, **{fate.line: 2 for fate in new}})
    assert result.matched_share == 1.0
    assert result.wrong == len(new)
    assert sum(counts["wrong"] for what, counts in result.by.items() if what.startswith("new:")) == len(new)


def _fate(line: int, key: str | None, *, undecidable: bool = False) -> Fate:
    return Fate(line, key, ("town",), "" if key else "fresh", undecidable)


def test_the_score_by_hand() -> None:
    fates = (_fate(2, "a"), _fate(3, "b"), _fate(4, "c"), _fate(5, None), _fate(6, "d", undecidable=True))
    lines = {"a": 2, "b": 3, "c": 4, "d": 5, "e": 6}
    truth = Truth("hand_fr", 1, ("sorted",), lines, {}, fates, ("e",), {})
    result = score(truth, {2: 2, 3: 4, 4: None, 5: 6, 6: 2})
    assert (result.rows, result.known, result.matched, result.wrong, result.undecidable) == (4, 3, 1, 2, 1)
    assert result.by["edit:town"] == {"rows": 4, "known": 3, "matched": 1, "wrong": 2}
    assert result.by["new:fresh"] == {"rows": 1, "wrong": 1}
    total = Score()
    total.add(result)
    total.add(result)
    assert (total.matched_share, total.wrong_share, len(total.faults)) == (1 / 3, 0.5, 6)
    assert total.by["file:sorted"]["rows"] == 8
    assert total.lines()[0] == "matched 2 of 6 (33.33%), wrong 4 of 8 (50.00%), undecidable 2"
    assert score(truth, {2: 99}).wrong == 1


def test_either_of_two_copies_may_be_meant() -> None:
    fates = (_fate(2, "a"), _fate(3, "a2"), _fate(4, "b"))
    truth = Truth("sample_fr", 1, (), {"a": 2, "a2": 3, "b": 4}, {"a2": "a"}, fates, (), {})
    for pairs in ({2: 2, 3: 3, 4: 4}, {2: 3, 3: 2, 4: 4}, {2: 2, 3: None, 4: 4}):
        assert score(truth, pairs).matched == 3
    assert score(truth, {4: 4}).matched == 1
    assert score(truth, {2: 4, 3: 4, 4: 4}).wrong == 2


# -- the verdicts ----------------------------------------------------------------------------------------------------


def test_verdicts_are_on_kept_contradicted_and_gone_rows(months: list[Pair]) -> None:
    for made in months:
        given, truth = made.verdicts, made.truth
        assert len({one.key for one in given}) >= 0.1 * len(made.listing.rows)
        assert any(one.gone for one in given)
        assert any(one.contradicted for one in given)
        assert any(not one.gone and not one.contradicted for one in given)
        assert len({(one.line, one.column) for one in given}) == len(given)
        for one in given:
            assert one.gone == (one.key in truth.gone)
            assert one.line == truth.lines[one.key]
            if one.contradicted and one.column == "stage":
                assert one.key in truth.moved


def test_lost_verdicts_are_found() -> None:
    given = _pair("crm_fr", 1).verdicts
    standing: dict[tuple[int, str], object] = {(one.line, one.column): one.value for one in given}
    assert lost(given, standing) == []
    standing[given[0].line, given[0].column] = "something else"
    del standing[given[1].line, given[1].column]
    assert lost(given, standing) == given[:2]


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_command_writes_files_truth_and_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["x", "--kind", "hand_fr", "--seed", "3", "--out", str(tmp_path)])
    run_module("tests.reimport", run_name="__main__")
    made = _pair("hand_fr", 3)
    names = {path.name for path in tmp_path.iterdir()}
    assert {"hand_fr-3.truth.json", "hand_fr-3.verdicts.json"} < names
    assert len(names) == 4
    assert (tmp_path / "hand_fr-3.truth.json").read_text(encoding="utf-8") == made.truth.dump()
    decided = json.loads((tmp_path / "hand_fr-3.verdicts.json").read_text(encoding="utf-8"))
    assert len(decided) == len(made.verdicts)
