"""Brings the message catalogues up to date with the sources (run by dev.py messages).

The English texts are extracted from leaddesk/ into resources/locale/leaddesk.pot, merged into the .po file of each
other language, and compiled. The files hold no dates, no line numbers and no addresses: they change only when a text
does. The compiled catalogues are committed, so that the program starts from a checkout.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "leaddesk.pot"
KEYWORDS = {"msg": None, "msgn": (1, 2), "msgc": ((1, "c"), 2)}
CONTEXT_GLUE = "\x04"
STABLE_HEADERS = {"Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type"}

Translations = dict[str, str | list[str]]
_Found = tuple[str, int, str | tuple[str, ...], list[str], str | None]


NO_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Stands where a catalogue has a date: the same texts give the same bytes on every day."""


def po_path(language: str) -> Path:
    """Where the translations of *language* are written by hand."""
    return LOCALE / language / "LC_MESSAGES" / "leaddesk.po"


def languages() -> list[str]:
    """The languages that have a folder of their own (English is the source)."""
    return sorted(folder.name for folder in LOCALE.iterdir() if (folder / "LC_MESSAGES").is_dir())


@cache
def _found() -> tuple[_Found, ...]:
    """What Babel finds in the sources: reading them takes seconds, so those that speak of no message are left out."""
    return tuple(
        (path.name, *found)
        for path in sorted((ROOT / "leaddesk").rglob("*.py"))
        if b"msg" in path.read_bytes()
        for found in extract_from_file("python", path, keywords=KEYWORDS, comment_tags=("i18n:",))
    )


def extract() -> Catalog:
    """Every message of the sources, in alphabetical order of files and order of lines."""
    template = Catalog(project="LeadDesk", charset="utf-8")
    for _file, _line, msgid, comments, context in _found():
        template.add(msgid, None, auto_comments=comments, context=context)
    return template


def update(language: str, template: Catalog, translations: Translations | None = None) -> Catalog:
    """The catalogue of *language* for the messages of *template*: kept, merged with *translations*, obsolete ones gone.

    Translations of texts that the sources do not have are left out: see :func:`misfits`.
    """
    catalogue = Catalog(locale=language, project="LeadDesk", charset="utf-8")
    if po_path(language).is_file():
        with po_path(language).open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for key, words in (translations or {}).items():
        entry = lookup(catalogue, key)
        if entry is not None:
            entry.string = tuple(words) if isinstance(words, list) else words
            entry.flags.discard("fuzzy")
    return catalogue


def lookup(catalogue: Catalog, key: str) -> Message | None:
    """The entry of a key as in gettext: ``context``, U+0004, ``msgid``; or the msgid alone."""
    context, _glue, msgid = key.rpartition(CONTEXT_GLUE)
    return catalogue.get(msgid, context or None)


def misfits(translations: Translations) -> dict[str, str]:
    """The translations that have no place in the sources, each with the reason."""
    template = extract()
    found = {}
    for key, words in translations.items():
        entry = lookup(template, key)
        if entry is None:
            found[key] = "not a text of the program"
        elif bool(entry.pluralizable) != isinstance(words, list):
            found[key] = "a singular and a plural are wanted" if entry.pluralizable else "has no plural"
    return found


def po_text(catalogue: Catalog) -> str:
    """The catalogue as a .po file, without what changes by itself."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, no_location=True, sort_output=True, include_previous=False)
    entries = stream.getvalue().decode("utf-8").split("\n\n", 1)[1:]
    headers = [(name, value) for name, value in catalogue.mime_headers if name in STABLE_HEADERS]
    headers = [(name, "LeadDesk" if name == "Project-Id-Version" else value) for name, value in headers]
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in headers)
    return f'msgid ""\nmsgstr ""\n{head}\n' + "".join(entries)


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue compiled: a function of its .po text alone."""
    compiled = read_po(io.BytesIO(po_text(catalogue).encode("utf-8")), locale=catalogue.locale)
    compiled.creation_date = compiled.revision_date = NO_DAY  # else Babel writes the present minute
    stream = io.BytesIO()
    write_mo(stream, compiled)
    return stream.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that lack words, one of their plurals, or are marked fuzzy."""
    return [entry for entry in catalogue if entry.id and (entry.fuzzy or not all(forms(entry)))]


def forms(entry: Message) -> tuple[str, ...]:
    """The translated words of an entry: one text, or one a plural form; empty where there is none."""
    words = entry.string or ""
    return (words,) if isinstance(words, str) else tuple(words)


def wanted_files(translations: dict[str, Translations] | None = None) -> dict[Path, bytes]:
    """What every file of the catalogues should hold."""
    template = extract()
    files = {TEMPLATE: po_text(template).encode("utf-8")}
    for language in languages():
        catalogue = update(language, template, (translations or {}).get(language))
        files[po_path(language)] = po_text(catalogue).encode("utf-8")
        files[po_path(language).with_suffix(".mo")] = mo_bytes(catalogue)
    return files


def problems() -> list[str]:
    """What is out of date or untranslated, in words."""
    stale = [path for path, content in wanted_files().items() if not path.is_file() or path.read_bytes() != content]
    found = [f"{path.relative_to(ROOT).as_posix()} is out of date: run dev.py messages" for path in stale]
    for language in languages():
        missing = untranslated(update(language, extract()))
        found += [f"{language}: no translation of {entry.id!r} {entry.context or ''}".rstrip() for entry in missing]
    return found


def main() -> int:
    """Update the catalogues, or with --check only tell what is wrong; 1 where something is."""
    parser = argparse.ArgumentParser(description="Message catalogues of LeadDesk")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where something is to be done")
    parser.add_argument("--merge", type=Path, metavar="FILE.json", action="append", default=[], help="translations")
    parser.add_argument("--language", default="fr", help="the language of the merged file")
    arguments = parser.parse_args()
    merged: Translations = {}
    for path in arguments.merge:
        merged |= json.loads(path.read_text(encoding="utf-8"))
    strange = misfits(merged)
    if not arguments.check:
        fitting = {key: words for key, words in merged.items() if key not in strange}
        for path, content in wanted_files({arguments.language: fitting}).items():
            path.write_bytes(content)
    found = problems() + [f"left out: {key!r}: {reason}" for key, reason in strange.items()]
    print("\n".join(found) or "messages: complete and up to date")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
