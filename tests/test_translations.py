"""Every text of the program is extracted, and French says all of it."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import io
import re
import string
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from leaddesk.text import language, msg, msgc

if TYPE_CHECKING:
    from types import ModuleType

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "locale" / "fr" / "LC_MESSAGES" / "leaddesk.po"

# Words that are the same in both languages.
SAME = {
    "BANT", "Budget", "Chances", "contacts", "Date", "Description", "E-mail", "Engagement", "express",
    "Impressions", "impressions", "Interactions", "interactions", "KPI", "minutes", "n = {count}", "n ≤ {count}", "n",
    "Notes", "Participants", "participants", "ROAS", "Satisfaction (CSAT)", "Score", "Segment", "Sessions",
    "sessions", "Total", "Wilson", "{value}  n = {count}",
}  # fmt: skip


@lru_cache(maxsize=1)
def _messages() -> ModuleType:
    """The module that dev.py messages runs."""
    spec = importlib.util.spec_from_file_location("leaddesk_messages", ROOT / "packaging" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=1)
def _french() -> Catalog:
    with PO.open("rb") as stream:
        return read_po(stream, locale="fr")


def _entries() -> list[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Each message with its English and its French forms."""
    found = []
    for entry in _french():
        if entry.id:
            english = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            found.append((entry, english, tuple(_messages().forms(entry))))
    return found


def _placeholders(text: str) -> set[str]:
    return {f"{name}!{conversion}:{spec}" for _text, name, spec, conversion in string.Formatter().parse(text) if name}


def test_catalogues_are_complete_and_up_to_date() -> None:
    assert _messages().problems() == []


def test_the_compiled_catalogue_is_that_of_the_po_file() -> None:
    stream = io.BytesIO()
    write_mo(stream, _french())
    compiled = {key: words for key, words in _catalogue(stream).items() if key}
    assert compiled
    with PO.with_suffix(".mo").open("rb") as committed:
        assert {key: words for key, words in _catalogue(io.BytesIO(committed.read())).items() if key} == compiled


def _catalogue(stream: io.BytesIO) -> dict[object, str]:
    stream.seek(0)
    catalogue: dict[object, str] = vars(gettext.GNUTranslations(stream))["_catalog"]
    return catalogue


def test_the_files_change_only_when_a_text_does() -> None:
    for path in (PO, PO.parents[2] / "leaddesk.pot"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"Date|Generated|Babel|^#: ", text.split("\n\n")[0], re.MULTILINE)
        assert not re.search(r"^#: ", text, re.MULTILINE)


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = []
    for _entry, english, french in _entries():
        wanted = set().union(*map(_placeholders, english))
        # A singular may leave the number out ("one lead").
        if any(_placeholders(form) - wanted or wanted - _placeholders(form) - {"count!None:"} for form in french):
            wrong.append((english, french))
    assert wrong == []


def test_french_is_not_english() -> None:
    same = {english[0] for _entry, english, french in _entries() if english == french}
    assert sorted(text for text in same - SAME if re.search("[a-z]", re.sub(r"\{[^{}]*\}", "", text))) == []


BAD_TYPOGRAPHY = re.compile(
    r"""[^\u202f\s(«"][;?!%»](?!\w)   # no space before high punctuation
    |[ \u00a0][;?!%»]                # a wide one
    |[ ]:(?!\w)|[^\W\d]:(\s|$)       # the colon takes a no-break space of either width
    |«[ \w]                          # an opening guillemet without its space
    |\w'\w                           # a typewriter's apostrophe
    """,
    re.VERBOSE,
)


def test_french_typography() -> None:
    """A narrow no-break space before high punctuation, the typographic apostrophe."""
    plain = [re.sub(r"\{[^{}]*\}", "x", form) for _entry, _english, french in _entries() for form in french]
    assert [form for form in plain if BAD_TYPOGRAPHY.search(form)] == []


@pytest.mark.parametrize("bad", ["Quoi?", "Quoi ?", "Total : 3", "Total: 3", "« non »", "l'heure", "5%", "5\u00a0%"])
def test_bad_typography_is_seen(bad: str) -> None:
    assert BAD_TYPOGRAPHY.search(bad)


@pytest.mark.parametrize("good", ["Quoi\u202f?", "Total\u202f: 3", "«\u202foui\u202f»", "l’heure", "5\u202f%", "12:30"])
def test_good_typography_is_left_alone(good: str) -> None:
    assert not BAD_TYPOGRAPHY.search(good)


@lru_cache(maxsize=1)
def _calls() -> list[tuple[str, ast.Call]]:
    """Where a message is made, and the call that makes it."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "leaddesk").rglob("*.py"))}
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path, text in texts.items()
        if "msg" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and _name(node.func) in {"msg", "msgn", "msgc"}
    ]


def _name(called: ast.expr) -> str:
    """The last part of what is called: ``text.msg`` is called as ``msg`` is."""
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def test_texts_are_literals_so_that_they_can_be_extracted() -> None:
    calls = _calls()
    assert calls
    wrong = []
    for where, call in calls:
        words = 1 if _name(call.func) == "msg" else 2
        if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in call.args[:words]):
            wrong.append(where)
    assert wrong == []


def test_every_argument_that_a_text_names_is_given() -> None:
    wrong = []
    for where, call in _calls():
        texts = [text.value for text in call.args if isinstance(text, ast.Constant) and isinstance(text.value, str)]
        kind = _name(call.func)
        named = set().union(*(_placeholders(text) for text in (texts[1:] if kind == "msgc" else texts)))
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and {name.split("!")[0] for name in named} - {"count"} - given:
            wrong.append((where, texts, given))
    assert wrong == []


def test_contexts_tell_translations_apart() -> None:
    french = language("fr")
    assert french.text(msgc("expense", "Amount")) == "Montant"
    assert french.text(msg("Answered on")) == "Répondu le"


@pytest.mark.parametrize(
    ("key", "words", "reason"),
    [
        ("nowhere to be found", "nulle part", "not a text of the program"),
        ("Date", ["un", "deux"], "has no plural"),
    ],
)
def test_translations_without_a_place_are_named(key: str, words: str | list[str], reason: str) -> None:
    assert _messages().misfits({key: words, "Answered on": "Répondu le"}) == {key: reason}


def test_a_new_text_is_missed_until_it_is_translated() -> None:
    template = _messages().extract()
    template.add("A brand new text", None)
    catalogue = _messages().update("fr", template)
    assert "A brand new text" in [entry.id for entry in _messages().untranslated(catalogue)]
    catalogue = _messages().update("fr", template, {"A brand new text": "Un texte tout neuf"})
    assert "A brand new text" not in [entry.id for entry in _messages().untranslated(catalogue)]
    assert 'msgstr "Un texte tout neuf"' in _messages().po_text(catalogue)


def test_the_compiled_catalogue_does_not_know_what_time_it_is() -> None:
    """A date in it would make it stale a minute after it was written."""
    compiled = gettext.GNUTranslations(io.BytesIO(_messages().mo_bytes(_french())))
    dates = {value for name, value in compiled.info().items() if name.endswith("-date")}
    assert dates == {"2000-01-01 00:00+0000"}
