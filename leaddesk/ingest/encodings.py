"""Which encoding a text file is in: a byte order mark, else strict UTF-8, else what French and English text looks like.

Five encodings are told apart, those that files of small companies come in; a wider choice makes the guess worse.
Runs in the worker: only the standard library, and charset-normalizer where our own evidence is even.
"""

from __future__ import annotations

import codecs
import re
from typing import IO, Final

from leaddesk.ingest.refusal import Refusal
from leaddesk.ingest.sniff import HEAD, wide_encoding

ONE_BYTE: Final = ("cp1252", "mac-roman", "cp850")
"""The encodings of one byte a character, the commonest first."""

_SAMPLE: Final = 65_536
_LONGEST_LINE: Final = 4_096
_SEARCHED: Final = 32 << 20
_MOSTLY: Final = 20
"""So many sound characters of UTF-8 for each broken one, and the file is UTF-8 all the same."""
_EVEN: Final = 1.0

_USUAL: Final[dict[str, float]] = {
    **dict.fromkeys("é", 0.0),
    **dict.fromkeys("èà", -1.5),
    **dict.fromkeys("êçôîâûù", -2.5),
    **dict.fromkeys("ïëüœÉ", -4.0),
    **dict.fromkeys("ÀÈÊÇÔÎÂÛÙÏËÜŒöäñáíóúåøßÖÄ", -5.5),
    **dict.fromkeys("’", -1.0),
    **dict.fromkeys("\u00a0€°", -2.0),
    **dict.fromkeys("«»–—…“”•£", -3.5),
    **dict.fromkeys("‘²³·™®©„½", -5.0),
}
"""How usual a character is in what French and English firms write, as the logarithm of its share."""
_OTHER_LETTER: Final = -7.5
_OTHER_SIGN: Final = -8.0
_NEVER: Final = -14.0
_FAULT: Final = -5.0
"""What a character costs where it hardly ever stands: a capital inside a word, a currency between letters."""
_OPENING: Final = "«“‘„"
_CLOSING: Final = "»”"
_AFTER_SPACE: Final = "«“‘„–—•·"
_SPACES: Final = " \u00a0\u202f\t\r\n"


def find_encoding(stream: IO[bytes], wanted: str | None) -> tuple[str, bool]:
    """The encoding of a text file, and whether some bytes have no meaning in it.

    A byte order mark or the zero bytes of UTF-16 and UTF-32, else strict UTF-8, else the likeliest of ONE_BYTE.

    :raises Refusal: ``encoding`` when *wanted* does not exist.
    """
    stream.seek(0)
    if wanted is not None:
        try:
            encoding = codecs.lookup(wanted).name
        except LookupError as error:
            raise Refusal("encoding", encoding=wanted) from error
        return ("utf-8-sig" if encoding == "utf-8" else encoding), not decodes(stream, encoding)
    head = stream.read(HEAD)
    wide = wide_encoding(head)
    if wide is not None:
        return wide, not decodes(stream, wide)
    is_utf8 = decodes(stream, "utf-8")
    if is_utf8 and not _is_utf8_by_accident(head):
        return "utf-8", False
    sample = _telling_sample(stream)
    if not is_utf8 and _is_broken_utf8(sample):
        return "utf-8", True
    encoding = likeliest(sample)
    return encoding, not decodes(stream, encoding)


def declared_encoding(stream: IO[bytes], declaration: re.Pattern[bytes]) -> tuple[str, bool]:
    """The encoding of a file of markup, and whether some bytes have no meaning in it.

    What the file says of itself (the first group of *declaration* in its head) goes before our own evidence, but not
    before a byte order mark, nor before accents in sound UTF-8, which come about by no accident.
    """
    encoding, broken = find_encoding(stream, None)
    stream.seek(0)
    found = declaration.search(stream.read(HEAD))
    if encoding.startswith("utf") and not broken:
        return encoding, broken
    if found is not None:
        try:
            said = codecs.lookup(found[1].decode("ascii", "replace").strip()).name
        except LookupError:
            return encoding, broken
        if said in {"iso8859-1", "ascii"}:  # what is called so in markup is cp1252 (WHATWG, Encoding, 4.2)
            said = "cp1252"
        if not said.startswith("utf") and decodes(stream, said):
            return said, False
    return encoding, broken


def decodes(stream: IO[bytes], encoding: str) -> bool:
    """Whether every byte of the stream has a meaning in the encoding."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while block := stream.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _telling_sample(stream: IO[bytes]) -> bytes:
    """Up to 64 KB of lines that hold bytes beyond ASCII, which are all that tells encodings apart."""
    stream.seek(0)
    found, size = [], 0
    for match in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", stream.read(_SEARCHED)):
        line = match[0][:_LONGEST_LINE]
        found.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return b"\n".join(found)


def _is_utf8_by_accident(sample: bytes) -> bool:
    """Whether what could be UTF-8 is Mac Roman: its "’é" and "’à" are the bytes of single Armenian letters."""
    others = re.findall(r"[^\x00-\x7f]+", sample.decode("utf-8", "ignore"))
    return bool(others) and all(len(run) == 1 and "\u0540" <= run <= "\u057f" for run in others)


def _is_broken_utf8(sample: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes, such as a line that another program appended."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken >= _MOSTLY * broken


def likeliest(sample: bytes) -> str:
    """Which of ONE_BYTE makes the most of these bytes (some KB are enough)."""
    scores = {encoding: likelihood(sample.decode(encoding, "replace")) for encoding in ONE_BYTE}
    best = max(scores.values())
    even = [encoding for encoding, score in scores.items() if score > best - _EVEN]
    return even[0] if len(even) == 1 else _second_opinion(sample, even)


def _second_opinion(sample: bytes, among: list[str]) -> str:
    from charset_normalizer import from_bytes  # only for the files that need it

    best = from_bytes(sample, cp_isolation=[name.replace("-", "_") for name in among]).best()
    found = among[0] if best is None else codecs.lookup(best.encoding).name
    return found if found in among else among[0]


def likelihood(text: str) -> float:
    """How likely French or English people write so: a sum of logarithms over its characters beyond ASCII."""
    known: dict[str, float] = {}
    total = 0.0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        place = match.start()
        around = text[max(place - 2, 0) : place + 2]
        key = f"{min(place, 2)}{around}"
        if key not in known:
            before = text[place - 1] if place else " "
            earlier = text[place - 2] if place > 1 else " "
            after = text[place + 1] if place + 1 < len(text) else " "
            known[key] = _score(text[place], earlier, before, after)
        total += known[key]
    return total


def _score(character: str, earlier: str, before: str, after: str) -> float:
    if character < "\xa0" or character == "\ufffd" or "\u2500" <= character <= "\u25ff":
        return _NEVER  # control characters, bytes without meaning, the lines and boxes of cp850
    if character.isalpha() and character not in "ªº":
        return _letter_score(character, earlier, before, after)
    usual = _USUAL.get(character, _OTHER_SIGN)
    return usual + (_FAULT if _is_odd_sign(character, before, after) else 0.0)


def _letter_score(character: str, earlier: str, before: str, after: str) -> float:
    usual = _USUAL.get(character, _OTHER_LETTER)
    if _is_odd_letter(character, earlier, before, after):
        usual += _FAULT
    if character == "À" and before in _SPACES and after in _SPACES:
        return -1.5
    if character.isupper() and (before.isupper() or after.isupper()):  # all in capitals
        return max(usual, _USUAL.get(character.lower(), _OTHER_LETTER) - 0.5)
    if not before.isalpha() and after.islower():
        in_sentence = before == " " and earlier.islower()
        if character.isupper():
            return usual + (-1.0 if in_sentence else 1.5)
        return usual + (-1.5 if character in "âêîûôëï" and not in_sentence else 0.0)
    if character in "ëï" and before in "aou":
        return usual + 2.0
    return usual


def _is_odd_letter(character: str, earlier: str, before: str, after: str) -> bool:
    """A letter beside a figure; a capital after a small letter; a small letter after two capitals or before one; à
    within a word; a letter alone that is no word.
    """
    if before.isdigit() or after.isdigit():
        return True
    alone = not (before.isalpha() or after.isalpha())
    if character.isupper():
        return before.islower() or (alone and character != "À" and after not in "'’")
    if before.isupper() and (earlier.isupper() or after.isupper()):
        return True
    if character == "à":
        return before.isalpha() and (after.isalpha() or before not in "lj")
    return alone


def _is_odd_sign(character: str, before: str, after: str) -> bool:
    """A sign that stands where it does not belong."""
    inside = before.isalpha() and after.isalpha()
    if character == "’":
        return not before.isalnum()
    if character in "°º":
        return not (before in "nN" or before.isdigit() or before in _SPACES)
    if character in _AFTER_SPACE:
        return before not in f"{_SPACES}(;,\t\"'|" or (character in _OPENING and after in ");,")
    if character in _CLOSING:
        return inside or before in "(;|\t"
    if character in "²³":
        return not before.isalnum()
    return inside
