"""Next month's file, reviewed: what is doubtful is shown before the import, what was set by hand kept or not."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from leaddesk.model.action import ActionKind, Change, staging, value_at
from leaddesk.model.duplicates import find
from leaddesk.model.recipe import Recipe
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.dialogs.assistant import ImportAssistant
from leaddesk.ui.dialogs.candidates import CandidatesDialog
from leaddesk.ui.dialogs.next_file import GONE, NEW, PAIRS, QUESTIONS, NextFileDialog
from leaddesk.ui.jobs import Jobs
from leaddesk.ui.session import Session
from tests.quiet import Quiet
from tests.ui.lists import read, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from leaddesk.ui.holding import Pending

HEADERS = "Date de création;Nom;Société;E-mail;Téléphone;Ville;Source;Statut;Montant HT\n"
ADA = "04/05/2026;Ada Exemple;Alpha Transports;ada@alpha.test;0199001201;Lyon;Salon;Nouveau;\n"
TWIN = "04/05/2026;Ada Exemple;Alpha Express;ada@alpha.test;0199001299;Lyon;Salon;Nouveau;\n"
BEN = "11/05/2026;Ben Modèle;Boulangerie Beta;ben@beta.test;0199001202;Lyon;Flyers;Nouveau;300\n"
CLO = "18/05/2026;Cléo Fictive;Gamma Optique;clo@gamma.test;0199001203;Bron;Flyers;Devis envoyé;90\n"
DAN = "29/05/2026;Dan Témoin;Delta Fleurs;dan@delta.test;0199001204;Bron;Flyers;Nouveau;80\n"
FAY = "08/06/2026;Fay Neuve;Zeta Pharma;fay@zeta.test;0199001206;Lyon;Salon;Nouveau;\n"
MAY = HEADERS + ADA + BEN + CLO + DAN
JUNE = HEADERS + FAY + CLO.replace("Devis envoyé", "Perdu") + BEN + ADA.replace("Nouveau", "Contacté")
DOUBT = HEADERS + ADA + TWIN + BEN + CLO + DAN
DOUBTFUL = HEADERS + CLO + "04/05/2026;Ada Exemple;;ada@alpha.test;;Lyon;Salon;Contacté;\n" + DAN + BEN


def column(session: Session, name: str) -> dict[str, object]:
    data = session.desk.state.dataset["leads"].data
    known = data[name].astype(object).where(data[name].notna(), None).tolist() if name in data else [None] * len(data)
    return dict(zip(data["name"].tolist(), known, strict=True))


def row(session: Session, name: str) -> int:
    frame = session.desk.state.dataset["leads"]
    return int(frame.rows[frame.data["name"].tolist().index(name)])


def undo(session: Session) -> None:
    action = session.desk.step(True)
    assert action is not None
    session.desk.adopt(session.desk.rebuilt(action, Quiet()))


def assistant(session: Session, pending: Pending, qtbot: QtBot, code: str = "fr") -> ImportAssistant:
    dialog = ImportAssistant(session, pending, language(code))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.reviewing.button.isVisible, timeout=10_000)
    return dialog


def answering(act: Callable[[NextFileDialog], None]) -> None:
    """Do something in the review once it is there."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, NextFileDialog):
            act(found)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def reviewed(session: Session, pending: Pending, qtbot: QtBot, act: Callable[[NextFileDialog], None]) -> Pending:
    """The import after its review."""
    dialog = assistant(session, pending, qtbot)
    answering(act)
    line = dialog.proposals.topLevelItem(0)
    assert line is not None
    dialog.proposals.itemActivated.emit(line, 0)  # as a double click or Enter does
    decided = dialog.decided()
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)
    return decided


def words(dialog: NextFileDialog, page: int) -> list[tuple[str, ...]]:
    shown = dialog.models[page].page
    return [shown.words(number) for number in range(len(shown))]


def test_what_was_known_and_what_is_new_is_told(session: Session, tmp_path: Path) -> None:
    assert take(session, read(session, tmp_path / "mai.csv", MAY)) == "Pris en compte – Prospects : 4 lignes"
    june = take(session, read(session, tmp_path / "juin.csv", JUNE))
    assert june == "Pris en compte – Prospects : 4 lignes (3 déjà connus, 1 nouveau)"


def test_the_review_counts_what_is_new_changed_and_gone(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    take(session, read(session, tmp_path / "mai.csv", MAY))
    june = read(session, tmp_path / "juin.csv", JUNE)
    assert june.needs_confirmation
    seen: list[object] = []

    def look(dialog: NextFileDialog) -> None:
        seen.append([dialog.pages.tabText(place) for place in range(dialog.pages.count())])
        seen.append(dialog.summary.text())
        seen.extend(words(dialog, page) for page in (1, NEW, GONE))
        seen.append([known[2] for known in words(dialog, PAIRS)])
        seen.append(dialog.pages.isTabEnabled(QUESTIONS))
        dialog.accept()

    reviewed(session, june, qtbot, look)
    tabs, summary, changed, new, gone, rules, asks = seen
    assert tabs == ["À décider (0)", "Modifiés (2)", "Nouveaux (1)", "Absents (1)", "Dans les deux (3)"]
    assert summary == (
        "3 prospects de «\u202fjuin.csv\u202f» figurent déjà dans «\u202fmai.csv\u202f» "
        "(situation au 29/05/2026, puis au 08/06/2026)."
    )
    assert sorted(changed) == [  # type: ignore[call-overload]
        ("Ada Exemple", "Statut", "Nouveau → Contacté"), ("Cléo Fictive", "Statut", "Devis envoyé → Perdu"),
    ]  # fmt: skip
    assert new == [("Fay Neuve", "08/06/2026", "2", "nouveau")]
    assert gone == [("Dan Témoin", "29/05/2026", "mai.csv")]
    assert sorted(rules) == ["même e-mail", "même e-mail", "tout est identique"]  # type: ignore[call-overload]
    assert asks is False


def test_what_was_set_by_hand_is_kept_unless_the_file_is_given_the_word(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    take(session, read(session, tmp_path / "mai.csv", MAY))
    session.desk.edit(staging(session.desk.state, [row(session, "Cléo Fictive")], Stage.WON), msg("won"))
    session.desk.edit((Change("leads", "amount", 300.0, 350.0, row(session, "Ben Modèle")),), msg("amount"))
    june = read(session, tmp_path / "juin.csv", JUNE.replace(";300", ";320"))
    asked: list[tuple[str, ...]] = []

    def keep(dialog: NextFileDialog) -> None:
        asked.extend(words(dialog, QUESTIONS))
        dialog.accept()

    kept = reviewed(session, june, qtbot, keep)
    assert [one[0] for one in asked] == ["Cléo Fictive", "Ben Modèle"]
    assert "«\u202fGagné\u202f»" in asked[0][1]
    assert "«\u202fPerdu\u202f»" in asked[0][1]
    assert {one[2] for one in asked} == {"la vôtre est gardée"}
    take(session, kept)
    assert (column(session, "stage")["Cléo Fictive"], column(session, "amount")["Ben Modèle"]) == ("won", 350)
    undo(session)
    assert (column(session, "stage")["Cléo Fictive"], column(session, "amount")["Ben Modèle"]) == ("won", 350)

    def give_up(dialog: NextFileDialog) -> None:
        for number in range(2):
            dialog.tables[QUESTIONS].selectRow(number)
            dialog.second.click()
        assert {one[2] for one in words(dialog, QUESTIONS)} == {"celle du fichier compte"}
        dialog.accept()

    steps = len(session.desk.actions)
    take(session, reviewed(session, june, qtbot, give_up))
    assert len(session.desk.actions) == steps + 1, "one step, whatever was decided"
    assert (column(session, "stage")["Cléo Fictive"], column(session, "amount")["Ben Modèle"]) == (None, 320)
    assert column(session, "status")["Cléo Fictive"] == "Perdu"
    shown = cells(session)
    session.desk.save_as(tmp_path / "suivi.leaddesk", Quiet())
    session.desk.keeper.close()
    session.desk.adopt(session.desk.open(tmp_path / "suivi.leaddesk", Quiet()))
    assert cells(session) == shown, "a document that is opened again says the same"
    undo(session)
    assert (column(session, "stage")["Cléo Fictive"], column(session, "amount")["Ben Modèle"]) == ("won", 350)
    assert column(session, "status")["Cléo Fictive"] == "Devis envoyé"


def cells(session: Session) -> list[list[object]]:
    """Every cell of the leads, and the columns that there are."""
    frame = session.desk.state.dataset["leads"]
    data = frame.data.astype(object).where(frame.data.notna(), None)
    return [frame.rows.tolist(), list(data.columns), *(data[name].tolist() for name in data.columns)]


@given(
    fates=st.lists(st.sampled_from(["", "gone", "Gagné", "Perdu"]), min_size=4, max_size=4),
    by_hand=st.dictionaries(st.integers(0, 3), st.sampled_from(["notes", "stage", "amount"]), max_size=3),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_of_the_import_gives_back_every_cell_and_no_verdict_is_lost(
    tmp_path_factory: pytest.TempPathFactory, fates: list[str], by_hand: dict[int, str]
) -> None:
    jobs, folder = Jobs(), tmp_path_factory.mktemp("months")
    session = Session(jobs, dt.date(2026, 9, 1), folder / "data")
    take(session, read(session, folder / "mai.csv", MAY))
    rows = session.desk.state.dataset["leads"].rows.tolist()
    wanted: dict[str, str | float] = {"notes": "à moi", "stage": "qualified", "amount": 1234.0}
    for place, name in by_hand.items():
        leads = session.desk.state.dataset["leads"]
        old = value_at(leads, rows[place], name)
        session.desk.edit((Change("leads", name, old, wanted[name], rows[place]),), msg("by hand"))
    before = cells(session)
    lines = MAY.splitlines(keepends=True)[1:]
    kept = [
        line.replace("Nouveau", fate or "Nouveau") for line, fate in zip(lines, fates, strict=True) if fate != "gone"
    ]
    take(session, read(session, folder / "juin.csv", HEADERS + "".join([FAY, *kept])))
    leads = session.desk.state.dataset["leads"]
    for place, name in by_hand.items():
        assert value_at(leads, rows[place], name) == wanted[name]
    undo(session)
    assert cells(session) == before
    session.close()
    jobs.shut_down()


def test_a_doubtful_lead_is_shown_before_the_import_and_can_be_joined(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(session, read(session, tmp_path / "mai.csv", DOUBT))
    pending = read(session, tmp_path / "juin.csv", DOUBTFUL)
    assert pending.needs_confirmation
    dialog = assistant(session, pending, qtbot)
    offered: list[list[str]] = []

    def choose(candidates: CandidatesDialog) -> int:
        offered.append([item.text() for item in (candidates.list.item(n) for n in range(candidates.list.count()))])
        candidates.list.setCurrentRow(next(n for n, text in enumerate(offered[0]) if "Express" in text))
        return 1

    monkeypatch.setattr(CandidatesDialog, "exec", choose)

    def join(review: NextFileDialog) -> None:
        assert review.pages.currentIndex() == QUESTIONS
        assert review.first.text() == "Le même prospect…"
        review.first.click()
        review.accept()

    assert dialog.reviewing.button.text() == "Vérifier (1 à décider)…"
    answering(join)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(ok.isEnabled)
    ok.click()
    assert dialog.result() == 1
    assert len(offered[0]) == 2
    decided = dialog.decided()
    qtbot.waitUntil(session.jobs.is_idle)
    twin = next(
        int(session.desk.built["leads"].rows[place])
        for place, firm in enumerate(session.desk.built["leads"].data["company"])
        if firm == "Alpha Express"
    )
    assert [one for one, _ in decided.files[0].recipe.sheets[0].same] == [twin]
    recipe = decided.files[0].recipe
    assert Recipe.from_json(recipe.to_json()) == recipe
    take(session, decided)
    leads = session.desk.state.dataset["leads"]
    assert len(leads) == 5
    assert leads.data["status"].iat[int(leads.positions(leads.rows[leads.rows == twin])[0])] == "Contacté"
    undo(session)
    assert len(session.desk.state.dataset["leads"]) == 5
    assert "Contacté" not in column(session, "status").values()


def test_what_was_reviewed_is_not_called_open_any_more(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    take(session, read(session, tmp_path / "mai.csv", DOUBT))
    dialog = assistant(session, read(session, tmp_path / "juin.csv", DOUBTFUL), qtbot)
    button, focus = dialog.reviewing.button, []
    assert button.text() == "Vérifier (1 à décider)…"

    def look(review: NextFileDialog) -> None:
        focus.append(review.focusWidget() is review.tables[QUESTIONS])
        review.reject()

    answering(look)
    button.click()
    assert focus == [True], "the arrow keys go through what is to be decided"
    qtbot.waitUntil(session.jobs.is_idle)
    assert button.text() == "Vérifier (1 à décider)…", "it was left"
    answering(NextFileDialog.accept)
    button.click()
    qtbot.waitUntil(lambda: button.text() == "Vérifier…", timeout=10_000)
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_a_review_that_is_left_leaves_the_import_open(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    take(session, read(session, tmp_path / "mai.csv", DOUBT))
    dialog = assistant(session, read(session, tmp_path / "juin.csv", DOUBTFUL), qtbot)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(ok.isEnabled)
    answering(NextFileDialog.reject)
    ok.click()
    assert dialog.isVisible()
    assert dialog.decided().files[0].recipe.sheets[0].same == ()
    dialog.done(0)
    qtbot.waitUntil(session.jobs.is_idle)


def test_a_pair_can_be_parted_and_a_new_row_matched_by_hand(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(session, read(session, tmp_path / "mai.csv", MAY))
    june = read(session, tmp_path / "juin.csv", JUNE)
    hints: list[str] = []

    def take_first(candidates: CandidatesDialog) -> int:
        hints.append(candidates.hint.text())
        return 1

    monkeypatch.setattr(CandidatesDialog, "exec", take_first)

    def act(dialog: NextFileDialog) -> None:
        dialog.pages.setCurrentIndex(PAIRS)
        place = next(n for n, one in enumerate(words(dialog, PAIRS)) if one[0] == "Ben Modèle")
        dialog.tables[PAIRS].selectRow(place)
        dialog.first.click()
        assert words(dialog, PAIRS)[place][4] == "deux prospects"
        assert dialog.first.text() == "C’est bien le même"
        dialog.pages.setCurrentIndex(NEW)
        dialog.tables[NEW].selectRow(0)
        QTest.keyClick(dialog.tables[NEW], Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: words(dialog, NEW)[0][3] != "nouveau", timeout=10_000)
        assert words(dialog, NEW)[0][3] == "le même que Dan Témoin"
        dialog.accept()

    take(session, reviewed(session, june, qtbot, act))
    assert hints == ["Ceux qui sont déjà dans ce fichier ne sont pas proposés."]
    names = session.desk.state.dataset["leads"].data["name"].tolist()
    assert sorted(names) == ["Ada Exemple", "Ben Modèle", "Ben Modèle", "Cléo Fictive", "Fay Neuve"]
    assert find(session.desk.state) == (), "what was parted is no duplicate"
    undo(session)
    assert session.desk.state.merges.apart == frozenset()


def test_what_was_done_with_a_row_stays_when_it_turns_out_to_be_an_earlier_lead(
    session: Session, tmp_path: Path
) -> None:
    take(session, read(session, tmp_path / "mai.csv", MAY))
    june = read(session, tmp_path / "juin.csv", JUNE)
    held = june.files[0]
    apart = held.recipe.with_sheet(held.recipe.sheets[0].switched("later-list", on=False))
    take(session, june.with_recipe(held.id, apart))
    frame = session.desk.state.dataset["leads"]
    later = int(frame.rows[[n for n, name in enumerate(frame.data["name"]) if name == "Ben Modèle"][1]])
    session.desk.edit((Change("leads", "notes", None, "rappeler", later),), msg("note"))
    old, new = (json.dumps(recipe.to_json()) for recipe in (apart, held.recipe))
    action = session.desk.made(ActionKind.MAPPING, msg("mapping"), (Change("import", held.id.hex, old, new),))
    session.desk.adopt(session.desk.rebuilt(action, Quiet()))
    assert len(session.desk.state.dataset["leads"]) == 5
    assert column(session, "notes")["Ben Modèle"] == "rappeler"
