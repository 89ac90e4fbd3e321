"""The log holds the program's own words, stays small, and counts what repeats itself."""

from __future__ import annotations

import ast
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import leaddesk
from leaddesk.text import msg, verbatim
from leaddesk.ui.crash import logs
from leaddesk.ui.crash.logs import LogFile, Own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import ExpectLog

SECRET = "Zebulon"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[LogFile]:
    handler = LogFile(tmp_path / "logs")
    ours = logging.getLogger(logs.OURS)
    logging.getLogger().addHandler(handler)
    ours.setLevel(logging.INFO)
    yield handler
    logging.getLogger().removeHandler(handler)
    ours.setLevel(logging.NOTSET)


ours = logging.getLogger("leaddesk.some.place")


def lines(handler: LogFile) -> list[str]:
    """The lines without their time."""
    return [line[20:] for line in handler.path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("sentence", "values", "line"),
    [
        ("nothing else", (), "nothing else"),
        ("100 % of it", (), "100 % of it"),
        ("100 %% of %s", (SECRET,), "100 % of …"),
        ("%s is at %5.1f and %-3d", (SECRET, 3.5, 99), "… is at … and …"),
        ("%(name)s is kept", ({"name": SECRET},), "… is kept"),
        ("the job %s of %s", (Own("persist"), SECRET), "the job persist of …"),
        ("told: %s", (msg("“{file}” is open already.", file=SECRET),), "told: “{file}” is open already."),
        ("told: %s", (verbatim(SECRET),), "told: {text}"),
    ],
)
def test_a_sentence_is_written_without_what_is_put_into_it(
    written: LogFile, sentence: str, values: tuple[Any, ...], line: str
) -> None:
    ours.info(sentence, *values)
    assert lines(written) == [f"INFO leaddesk.some.place: {line}"]


def test_things_and_libraries_are_known_by_their_place_alone(written: LogFile, expect_log: ExpectLog) -> None:
    expect_log(SECRET)
    ours.warning(ValueError(SECRET))
    logging.getLogger("leaddeskish").warning("of %s", SECRET)
    logging.getLogger(SECRET).warning(SECRET)
    logging.getLogger("library").info("is of no interest")
    assert lines(written)[0].startswith("WARNING leaddesk.some.place: ?:")
    assert [line.partition(": ")[0] for line in lines(written)[1:]] == ["WARNING library"] * 2
    assert SECRET not in written.path.read_text("utf-8")


def test_an_error_is_written_by_its_places(written: LogFile, expect_log: ExpectLog) -> None:
    expect_log("it failed")
    try:
        int(SECRET)
    except ValueError:
        ours.exception("it failed")
    said = written.path.read_text("utf-8")
    assert ":test_an_error_is_written_by_its_places\n  ValueError\n" in said
    assert SECRET not in said
    assert written.errors == (said.rstrip("\n"),)


def test_what_repeats_itself_is_counted(written: LogFile, expect_log: ExpectLog) -> None:
    expect_log("again")
    for number in range(250):
        ours.warning("again %d", number)
    assert [line for line in written.path.read_text("utf-8").splitlines() if line.startswith("  ")] == [
        "  (10 times)", "  (100 times)",
    ]  # fmt: skip
    assert len(lines(written)) == 5


def test_the_log_stays_small(written: LogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    for number in range(300):
        ours.info("line %s", Own(f"{number:03}"))
    files = sorted(written.folder.iterdir())
    assert [path.name for path in files] == ["leaddesk.log", *(f"leaddesk.log.{number}" for number in (1, 2, 3))]
    assert all(path.stat().st_size <= 1000 for path in files)
    assert lines(written)[-1].endswith("line 299")
    assert files[1].read_text("utf-8").splitlines()[-1] < written.path.read_text("utf-8").splitlines()[0]


def test_a_folder_that_cannot_be_written_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    handler = LogFile(tmp_path / "file")
    handler.emit(logging.LogRecord("leaddesk", logging.INFO, "", 1, "lost", (), None))
    assert (tmp_path / "file").read_text() == "in the way"


def _sentences(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """What is logged: the line and the sentence of each call of a logger."""
    levels = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "_log" | "logging"), attr=level), args=args):
                if level in levels and args:
                    yield node.lineno, args[1 if level == "log" else 0]


def test_every_sentence_that_is_logged_stands_in_the_program() -> None:
    house = Path(leaddesk.__file__).parent
    found, wrong = 0, []
    for path in house.rglob("*.py"):
        for line, sentence in _sentences(ast.parse(path.read_text("utf-8"))):
            found += 1
            if not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str)):
                wrong.append(f"{path.relative_to(house)}:{line}")
    assert found > 8
    assert wrong == [], "values are arguments, never part of the sentence: those would be in the log"
