"""What LeadDesk does by itself can be switched off, one proposal at a time, and is then only said."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.ingest.importer import build
from leaddesk.ingest.mapping import propose
from leaddesk.ingest.mapping_file import MappingFile
from leaddesk.ingest.switched_off import _WORDS, left_alone
from leaddesk.model.recipe import ROW_PROPOSALS, Recipe
from leaddesk.model.remembered import Remembered
from leaddesk.text import LANGUAGES, Percent, language
from tests.ingest.rawfiles import raw_file

if TYPE_CHECKING:
    from leaddesk.ingest.importer import ImportResult
    from leaddesk.model.issues import Issue
    from leaddesk.model.raw import RawFile

TODAY = dt.date(2026, 9, 1)
ROWS: list[list[Any]] = [
    ["Société", "Date de création", "Canal", "Code postal", "Montant TTC", "Tél.", "Observations"],
    ["Alpha", "14/03/2026", "google", "01000", 120, "0199001234", "rÃ©servÃ©"],
    ["Beta", "15/03/2026", "Google", 1200, 240, "199001235", "Rien"],
    ["Gamma", "16/03/2026", "Google", "69003", 360, "0199001236 / 0639981212", None],
    ["n/a", "17/03/2026", "Facebook", "75011", 480, "0199001237", None],
    ["Total", None, None, None, 1200],
]
"""What is proposed: the total is left out, 1200 gets its zero back, google is Google, "n/a" is no name, and so on."""


def proposed() -> tuple[RawFile, Recipe]:
    raw = raw_file(ROWS)
    return raw, propose(raw, today=TODAY)


def switched(raw: RawFile, recipe: Recipe, code: str, *, on: bool = False) -> tuple[Recipe, ImportResult]:
    """The recipe with one of its proposals switched, and what it then gives."""
    issue = one(build([(raw, recipe)], proposals=True), code)
    sheet = recipe.sheets[0].switched(code, on, issue.position)
    again = recipe.with_sheet(sheet)
    return again, build([(raw, again)], proposals=True)


def one(result: ImportResult, code: str) -> Issue:
    found = [issue for issue in result.issues if issue.code == code]
    assert len(found) == 1, [issue.code for issue in result.issues]
    return found[0]


def column(result: ImportResult, name: str) -> list[object]:
    return [None if value != value else value for value in result.dataset["leads"].data[name].astype(object)]  # noqa: PLR0124


@pytest.mark.parametrize(
    ("code", "field", "done", "left"),
    [
        ("postcode-zero", "postcode", ["01000", "01200", "69003", "75011"], ["01000", "1200", "69003", "75011"]),
        ("merged-values", "channel", ["Google", "Google", "Google", "Facebook"],
         ["google", "Google", "Google", "Facebook"]),
        ("tax-rate-assumed", "amount", [100.0, 200.0, 300.0, 400.0], [120.0, 240.0, 360.0, 480.0]),
        ("phone-zero", "phone", ["0199001234", "0199001235", "0199001236", "0199001237"],
         ["0199001234", "199001235", "0199001236", "0199001237"]),
        ("second-phone", "phone", ["0199001234", "0199001235", "0199001236", "0199001237"],
         ["0199001234", "0199001235", "0199001236 / 0639981212", "0199001237"]),
        ("mojibake", "notes", ["réservé", "Rien", None, None], ["rÃ©servÃ©", "Rien", None, None]),
        ("missing-words", "company", ["Alpha", "Beta", "Gamma", None], ["Alpha", "Beta", "Gamma", "n/a"]),
    ],
)  # fmt: skip
def test_a_repair_of_a_column(code: str, field: str, done: list[str | None], left: list[str]) -> None:
    raw, recipe = proposed()
    before = build([(raw, recipe)])
    assert column(before, field) == done
    assert one(before, code).applied is True
    off, result = switched(raw, recipe, code)
    assert column(result, field) == left
    assert one(result, code).applied is False
    assert one(result, code).examples == one(before, code).examples
    assert one(result, code).message != one(before, code).message, "what is not done is not said as done"
    assert code not in {issue.code for issue in build([(raw, off)]).issues}
    on, result = switched(raw, off, code, on=True)
    assert on == recipe
    assert column(result, field) == done


def test_the_second_phone_has_a_column_of_its_own() -> None:
    raw, recipe = proposed()
    assert column(build([(raw, recipe)]), "extra:Tél. (2)") == [None, None, "0639981212", None]
    _, result = switched(raw, recipe, "second-phone")
    assert not result.dataset["leads"].has("extra:Tél. (2)")


def test_full_names_are_taken_apart_when_the_user_says_so() -> None:
    raw = raw_file([["Contact", "Téléphone", "Source"], ["Maëlle Zéphirin", "0199001234", "Web"],
                    ["M. Jean de La Fontaine", "0199001235", "Web"], ["Martin", "0199001236", "Web"]])  # fmt: skip
    recipe = propose(raw, today=TODAY)
    before = build([(raw, recipe)], proposals=True)
    assert column(before, "name") == ["Maëlle Zéphirin", "M. Jean de La Fontaine", "Martin"]
    assert one(before, "full-name").applied is False
    assert not build([(raw, recipe)]).issues
    on, result = switched(raw, recipe, "full-name", on=True)
    assert column(result, "name") == ["Zéphirin", "de La Fontaine", "Martin"]
    assert column(result, "first_name") == ["Maëlle", "Jean", None]
    assert column(result, "extra:Contact") == ["Maëlle Zéphirin", "M. Jean de La Fontaine", "Martin"]
    assert one(result, "full-name").lines == (2, 3)
    assert switched(raw, on, "full-name")[0] == recipe


def test_a_word_that_perhaps_means_won_is_only_taken_for_it_when_the_user_says_so() -> None:
    raw = raw_file([["Société", "Téléphone", "Statut"], ["A", "0199001234", "OK"], ["B", "0199001235", "Perdu"],
                    ["C", "0199001236", "ok"], ["D", "0199001237", "Signé"]])  # fmt: skip
    recipe = propose(raw, today=TODAY)
    before = build([(raw, recipe)], proposals=True)
    assert column(before, "status") == ["OK", "Perdu", "OK", "Signé"]
    offered = one(before, "likely-status")
    assert (offered.applied, offered.lines) == (False, (2, 4))
    assert [language("fr").change(*pair) for pair in offered.examples] == ["OK → Gagné", "ok → Gagné"]
    assert one(build([(raw, recipe)]), "unknown-status").count == 2
    on, result = switched(raw, recipe, "likely-status", on=True)
    assert column(result, "status") == ["won", "Perdu", "won", "Signé"]
    assert "unknown-status" not in {issue.code for issue in result.issues}
    words = [language("en").text(one(found, "likely-status").message) for found in (before, result)]
    assert words[0].endswith("does it mean that they are won? Then tick this line")
    assert words[1].endswith("2 leads with a word such as “OK” are taken for won, as you said")
    assert Recipe.from_json(on.to_json()) == on
    again = propose(raw, today=TODAY, remembered=Remembered().with_recipes([on]))
    assert one(build([(raw, again)]), "likely-status").applied is True
    assert switched(raw, on, "likely-status")[0] == recipe


def test_rows_that_are_left_out_can_be_taken_in() -> None:
    raw, recipe = proposed()
    before = build([(raw, recipe)])
    assert before.counts[0].left_out == {"total": 1}
    assert one(before, "total-rows").examples == ((("Total", 1200.0),) * 2,)
    off, result = switched(raw, recipe, "total-rows")
    assert result.counts[0].left_out == {}
    assert result.counts[0].taken == 5
    assert column(result, "company")[-1] == "Total"
    assert one(result, "total-rows").applied is False
    french = language("fr").text
    assert french(one(before, "total-rows").message) == "1 ligne de total, laissée de côté"
    assert french(one(result, "total-rows").message) == "1 ligne de total, gardée avec les autres"
    assert switched(raw, off, "total-rows", on=True)[0] == recipe


SHARE = {"number": 0.5, "share": Percent(0.5)}
DAYS = {"start": dt.date(2026, 5, 31), "end": dt.date(2026, 6, 30)}


@pytest.mark.parametrize("code", [*_WORDS])
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_switched_off_does_not_sound_as_if_done(code: str, count: int) -> None:
    by_row = code in ROW_PROPOSALS.values()
    more: dict[str, Any] = (
        {}
        if by_row
        else {"column": "Tél.", "other": "mars.xlsx", "rate": Percent(0.2), "value": "Salon", **SHARE, **DAYS}
    )
    for name in LANGUAGES:
        words = language(name).text(left_alone(code, count, **more))
        assert str(count) in words
        assert not re.search(r"\b(a|ont) été\b|\b(was|were)\b", words)


def test_a_switch_is_remembered_with_the_recipe() -> None:
    raw, recipe = proposed()
    off, _ = switched(raw, recipe, "postcode-zero")
    off, _ = switched(raw, off, "total-rows")
    assert Recipe.from_json(off.to_json()) == off
    assert off != recipe


def test_a_mapping_file_keeps_what_is_off() -> None:
    raw, recipe = proposed()
    sheet = recipe.sheets[0]
    for code, position in (("total-rows", -1), ("postcode-zero", 3), ("merged-values", 2)):
        sheet = sheet.switched(code, on=False, position=position)
    off = recipe.with_sheet(sheet)
    mapping = MappingFile.parse(MappingFile.of_recipes((off,)).to_toml(), "m.toml")
    again = propose(raw, today=TODAY, mapping=mapping).sheets[0]
    assert again.off == ("total-rows",)
    assert again.at(3).off == ("postcode-zero",)
    assert not again.at(2).canonical
    assert "wanted" not in MappingFile.of_recipes((off,)).to_toml()
    with pytest.raises(LeadDeskError, match="off"):
        MappingFile.parse('[[sheet]]\nfile = "a"\noff = "total-rows"', "m.toml")


def test_a_mapping_file_keeps_what_is_wanted() -> None:
    raw = raw_file([["Contact", "Téléphone", "Statut"], ["Anne Petit", "0199001234", "OK"],
                    ["Luc Grand", "0199001235", "n/a"], ["-", "0199001236", "Perdu"]])  # fmt: skip
    sheet = propose(raw, today=TODAY).sheets[0]
    for code, on, position in (("likely-status", True, 2), ("full-name", True, 0), ("missing-words", False, 0),
                               ("missing-words", False, 2)):  # fmt: skip
        sheet = sheet.switched(code, on, position)
    recipe = Recipe(raw.name, sheets=(sheet,))
    text = MappingFile.of_recipes((recipe,)).to_toml()
    assert 'wanted = ["name.full-name", "stage.likely-status"]' in text
    assert 'off = ["name.missing-words", "stage.missing-words"]' in text
    again = propose(raw, today=TODAY, mapping=MappingFile.parse(text, "m.toml"))
    assert again.sheets[0].at(0).off == again.sheets[0].at(2).off == ("missing-words",)
    for one_of in (recipe, again):
        result = build([(raw, one_of)])
        assert column(result, "name") == ["Petit", "Grand", "-"]
        assert column(result, "status") == ["won", "n/a", "Perdu"]
    with pytest.raises(LeadDeskError, match="wanted"):
        MappingFile.parse('[[sheet]]\nfile = "a"\nwanted = "stage.likely-status"', "m.toml")


def test_a_mapping_file_of_before_still_says_what_is_off() -> None:
    raw = raw_file([["Société", "Téléphone", "Statut"], ["A", "0199001234", "Gagné"], ["B", "0199001235", "n/a"]])
    mapping = MappingFile.parse('[[sheet]]\nfile = "*"\noff = ["status.missing-words"]', "m.toml")
    sheet = propose(raw, today=TODAY, mapping=mapping).sheets[0]
    assert (sheet.at(2).off, sheet.at(2).wanted) == (("missing-words",), ())
