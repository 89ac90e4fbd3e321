"""A person is erased from a desk at work: gone from every list and step, and every figure is what it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.errors import LeadDeskError
from leaddesk.model.action import editing, staging
from leaddesk.model.merging import merging
from leaddesk.model.report import Report
from leaddesk.model.stages import Stage
from leaddesk.text import language, msg
from leaddesk.ui.copy_merge import look_at, merge
from leaddesk.ui.desk import Desk
from leaddesk.ui.dialogs.erasure import ErasureDialog
from leaddesk.ui.erasing import Found, erased, find
from leaddesk.ui.holding import Taken
from leaddesk.workspace.backups import Cause
from leaddesk.workspace.document import Document
from tests.builders import a_slice
from tests.quiet import Quiet
from tests.soak.undo import dump, step
from tests.workspace.test_erasing import held

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from leaddesk.app import Program
    from leaddesk.model.state import State

TODAY = dt.date(2026, 9, 1)
MARCH = """N°;Date;Nom;Prénom;Société;E-mail;Téléphone;Ville;Canal;Statut;Montant;Commentaire;Code porte
L-1;02/03/2026;Durand;Marie;Fleurs Durand;marie@durand.fr;06 12 34 56 78;Lyon;Google;Contacté;120;rappeler Marie;4711#
L-2;03/03/2026;Petit;Paul;Garage Petit;paul@petit.fr;06 98 76 54 32;Lyon;Salon;Gagné;300;ami de marie@durand.fr;0815#
L-3;04/03/2026;Moreau;;Café Moreau;contact@moreau.fr;;Bron;Google;Devis envoyé;80;;
"""
APRIL = """N°;Date;Nom;Prénom;Société;E-mail;Téléphone;Ville;Canal;Statut;Montant;Commentaire;Code porte
L-9;02/04/2026;Durand;M.;;MARIE@durand.fr;;Lyon;Flyer;Devis envoyé;150;tel 06.12.34.56.78 le soir;
L-4;05/04/2026;Roche;Luc;Roche & Fils;luc@roche.fr;;Bron;Salon;Perdu;90;;
"""
ORDERS = """Commande;Client;Date;Montant
C-1;L-1;01/05/2026;40
C-2;L-2;02/05/2026;60
"""
SECRET = ("durand", "marie", "12345678", "12 34 56 78", "12.34.56.78", "4711#", "fleurs")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> list[Taken]:
    """Three files, read once."""
    folder = tmp_path_factory.mktemp("files")
    made = Desk(TODAY, folder / "data")
    found = []
    for name, text in (("mars.csv", MARCH), ("avril.csv", APRIL), ("commandes.csv", ORDERS)):
        (folder / name).write_text(text, encoding="utf-8")
        found.append(made.take(made.read((folder / name,), Quiet()), Quiet()))
        made.adopt(found[-1])
    made.keeper.write()
    made.keeper.close()
    return found


@pytest.fixture
def desk(tmp_path: Path, taken: list[Taken]) -> Desk:
    made = Desk(TODAY, tmp_path / "data")
    for one in taken:
        made.adopt(one)
    return made


def row_of(desk: Desk, number: str) -> int:
    leads = desk.state.dataset["leads"]
    return int(leads.rows[leads.data["id"].tolist().index(number)])


def document_of(desk: Desk) -> UUID:
    found = desk.keeper.document_id
    assert found is not None
    return found


def work(desk: Desk) -> None:
    """What is done to a lead in a month, and to others."""
    one, other = row_of(desk, "L-1"), row_of(desk, "L-2")
    desk.edit(
        editing(desk.state, "leads", one, "notes", "Mme Durand veut un devis"),
        msg("Notes of {name}", name="Marie Durand"),
    )
    desk.edit(
        editing(desk.state, "leads", one, "email", "m.durand@fleurs.fr"), msg("E-mail of {name}", name="Marie Durand")
    )
    desk.edit(staging(desk.state, [one, other], Stage.QUOTE), msg("Stage of {count} leads", count=2))
    desk.edit(
        editing(desk.state, "leads", other, "notes", "voir Marie: 0612345678"), msg("Notes of {name}", name="Paul")
    )
    desk.edit(
        editing(desk.state, "leads", one, "next_step", "appeler Mme Durand"), msg("Next step of {name}", name="Durand")
    )
    desk.decide(
        [(merging(desk.state, one, [row_of(desk, "L-9")]).changes, msg("merge of leads: {name}", name="Durand"))]
    )
    desk.edit(editing(desk.state, "leads", one, "amount", 175.0), msg("Amount of {name}", name="Marie Durand"))


def erase(desk: Desk, row: int) -> Found:
    found = find(desk, row, Quiet())
    desk.adopt(erased(desk, found, True, Quiet()))
    desk.keeper.write()
    return found


def figures(state: State) -> Any:
    report = Report(replace(a_slice(state, "2026-01"), period=replace(a_slice(state).period)))
    # How well contacts are known is another thing once somebody is not known any more.
    kpis = [(one.kpi.id, one.measure) for one in report.kpis if one.kpi.id != "data_quality"]
    return kpis, report.funnel, report.leads_by_month


def test_the_person_is_nowhere_and_every_figure_stays(desk: Desk) -> None:
    work(desk)
    desk.keeper.write()
    desk.keeper.back_up(Cause.CHANGED)
    [backup] = desk.keeper.backups.of(document_of(desk))[:1]
    text = held(backup.path)
    assert [word for word in SECRET if word in text] == list(SECRET)
    row = row_of(desk, "L-1")
    before, others = figures(desk.state), desk.state.dataset["leads"].data
    found = erase(desk, row)
    assert [(trace.file, trace.line) for trace in found.traces] == [("mars.csv", 2), ("avril.csv", 2)]
    assert found.backups >= 1
    assert figures(desk.state) == before
    leads = desk.state.dataset["leads"].data
    place = desk.state.dataset["leads"].rows.tolist().index(row)
    mine = leads.iloc[place].dropna().to_dict()
    assert set(mine) == {"id", "created", "channel", "status", "stage", "amount", "quoted"}
    assert mine["amount"] == 175.0
    assert leads.drop(index=place)["notes"].tolist()[0] == "voir Marie: …", "a name within another lead's note stays"
    assert leads["company"].tolist()[1:] == others["company"].tolist()[1:]
    path = desk.keeper.path
    assert path is not None
    backups = [backup.path for backup in desk.keeper.backups.of(document_of(desk))]
    assert len(backups) >= 2
    desk.keeper.close()
    for file in (path, *backups):
        text = held(file).replace("voir marie", "")
        assert [word for word in SECRET if word in text] == [], file


def test_what_was_done_before_can_be_taken_back_and_brings_nothing_back(desk: Desk, tmp_path: Path) -> None:
    work(desk)
    erase(desk, row_of(desk, "L-1"))
    place = tmp_path / "a.leaddesk"
    desk.save_as(place, Quiet())
    shown = []
    while desk.step(back=True) is not None:
        step(desk, back=True)
        shown += [str(frame.data.to_dict()) for frame in desk.state.dataset.frames.values()]
    while desk.step(back=False) is not None:
        step(desk, back=False)
        shown += [str(frame.data.to_dict()) for frame in desk.state.dataset.frames.values()]
    text = " ".join(shown).lower().replace("voir marie", "")
    assert [word for word in SECRET if word in text] == []
    after = dump(desk.state)
    desk.keeper.close()
    again = Desk(TODAY, tmp_path / "data")
    again.adopt(again.open(place, Quiet()))
    assert dump(again.state) == after
    again.keeper.close()


def test_what_is_done_meanwhile_is_without_the_person_too(desk: Desk) -> None:
    row, other = row_of(desk, "L-1"), row_of(desk, "L-2")
    found = find(desk, row, Quiet())
    taken = erased(desk, found, True, Quiet())
    desk.edit(editing(desk.state, "leads", row, "notes", "Durand, encore"), msg("Notes of {name}", name="Durand"))
    desk.edit(editing(desk.state, "leads", other, "amount", 9.0), msg("Amount of {name}", name="Paul"))
    desk.adopt(taken)
    desk.keeper.write()
    leads = desk.state.dataset["leads"]
    assert leads.data["amount"].tolist()[leads.rows.tolist().index(other)] == 9.0
    path = desk.keeper.path
    assert path is not None
    desk.keeper.close()
    assert "encore" not in held(path)


def test_a_file_that_was_taken_back_holds_nobody_either(desk: Desk) -> None:
    step(desk, back=True)
    step(desk, back=True)
    erase(desk, row_of(desk, "L-1"))
    step(desk, back=False)
    leads = desk.state.dataset["leads"]
    assert "MARIE@durand.fr" not in leads.data["email"].tolist()
    assert len(leads) == 5
    desk.keeper.close()


def test_a_number_that_says_who_it_is_becomes_another_one_and_orders_still_count(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    leads = "N°;Date;Nom;Canal\ndurand-1;02/03/2026;Durand;Google\nx-2;03/03/2026;Petit;Salon\n"
    for text in (leads, ORDERS.replace("L-1", "durand-1").replace("L-2", "x-2")):
        desk.adopt(desk.take(desk.read_text(text.replace(";", "\t"), Quiet()), Quiet()))
    before = figures(desk.state)
    erase(desk, row_of(desk, "durand-1"))
    assert figures(desk.state) == before
    number = desk.state.dataset["leads"].data["id"].tolist()[0]
    assert number.startswith("anon-")
    assert desk.state.dataset["orders"].data["customer"].tolist() == [number, "x-2"]
    desk.keeper.close()


def test_the_only_cells_of_a_lead_typed_by_hand(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    for name in ("Marie Durand", "Durand"):
        desk.adopt(desk.type_in("leads", {"name": name, "phone": "0612345678"}, Quiet()))
    desk.keeper.write()
    count = len(desk.state.dataset["leads"])
    first = int(desk.state.dataset["leads"].rows[0])
    found = find(desk, first, Quiet())
    assert len(found.traces) == 2, "one mobile number is one person's"
    desk.adopt(erased(desk, found, True, Quiet()))
    assert len(desk.state.dataset["leads"]) == count
    desk.keeper.write()
    path = desk.keeper.path
    assert path is not None
    desk.keeper.close()
    with Document.open(path, read_only=True) as document:
        assert {entry.digest for entry in document.imports()} == {""}
    assert "durand" not in held(path)


@pytest.fixture
def spoken() -> str:
    return "en"


def seen_by(seen: list[ErasureDialog], *, agrees: bool) -> Any:
    """What the user does with the dialog."""

    def answer(dialog: ErasureDialog) -> int:
        seen.append(dialog)
        assert not dialog.erase.isEnabled()
        dialog.erase.click()
        assert dialog.result() == 0, "nothing goes before it was said that it cannot be undone"
        if agrees:
            dialog.sure.click()
            dialog.erase.click()
        else:
            dialog.cancel.click()
        return dialog.result()

    return answer


def listed(dialog: ErasureDialog) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for number in range(dialog.list.topLevelItemCount()):
        top = dialog.list.topLevelItem(number)
        assert top is not None
        cells = [(top.child(place).text(0), top.child(place).text(1)) for place in range(top.childCount())]  # type: ignore[union-attr]
        found.append((top.text(0), cells))
    return found


def test_the_window_shows_it_asks_and_says_what_is_left_to_do(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window: Any = program.window
    place = tmp_path / "mars.csv"
    place.write_text(MARCH, encoding="utf-8")
    desk = program.session.desk
    program.session.confirm(desk.read((place,), Quiet()))
    qtbot.waitUntil(lambda: program.jobs.is_idle() and program.session.has_data, timeout=20_000)
    window.show()
    tab = window.go_to("leads")
    qtbot.waitUntil(lambda: program.jobs.is_idle() and tab.model.rowCount() == 3, timeout=20_000)
    tab.grid.select_positions([0])
    seen: list[ErasureDialog] = []
    for agrees in (False, True):
        seen.clear()
        monkeypatch.setattr(ErasureDialog, "exec", seen_by(seen, agrees=agrees))
        window.actions_["erase"].trigger()
        qtbot.waitUntil(lambda: bool(seen) and program.jobs.is_idle(), timeout=20_000)
        if not agrees:
            assert program.session.state.dataset["leads"].data["email"].tolist()[0] == "marie@durand.fr"
            assert window.actions_["undo"].text() == "Undo: import of mars.csv"
    emails = program.session.state.dataset["leads"].data["email"]
    qtbot.waitUntil(lambda: window.messages.text.text().startswith("The person is erased"), timeout=20_000)
    assert window.messages.hint.text().startswith("LeadDesk does not reach the files that you opened")
    assert emails.isna().tolist() == [True, False, False]
    assert program.session.state.dataset["leads"].data["amount"].tolist() == [120, 300, 80]
    assert window.actions_["undo"].text() == "Undo: import of mars.csv", "it cannot be undone itself"
    assert tab.panel.name.text() == "L-1"


def test_the_dialog_lists_what_goes(desk: Desk, qtbot: QtBot) -> None:
    found = find(desk, row_of(desk, "L-1"), Quiet())
    dialog = ErasureDialog(found, language("en"))
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "Marie Durand"
    assert listed(dialog) == [
        (
            "mars.csv, line 2",
            [
                ("Nom", "Durand"), ("Prénom", "Marie"), ("Société", "Fleurs Durand"), ("E-mail", "marie@durand.fr"),
                ("Téléphone", "06 12 34 56 78"), ("Ville", "Lyon"), ("Commentaire", "rappeler Marie"),
                ("Code porte", "4711#"),
            ],
        ),
        (
            "avril.csv, line 2",
            [
                ("Nom", "Durand"), ("Prénom", "M."), ("E-mail", "MARIE@durand.fr"), ("Ville", "Lyon"),
                ("Commentaire", "tel 06.12.34.56.78 le soir"),
            ],
        ),
    ]  # fmt: skip
    desk.keeper.write()
    desk.keeper.close()


def test_none_or_several_leads_are_nobody(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    window: Any = program.window
    place = tmp_path / "mars.csv"
    place.write_text(MARCH, encoding="utf-8")
    program.session.confirm(program.session.desk.read((place,), Quiet()))
    window.show()
    tab = window.go_to("leads")
    qtbot.waitUntil(lambda: program.jobs.is_idle() and tab.model.rowCount() == 3, timeout=20_000)
    tab.grid.select_positions([0, 1])
    tab.erase_person()
    assert window.messages.text.text() == "Select the one lead whose person is to be erased."


def test_a_mobile_number_of_two_people_is_neither_s(tmp_path: Path) -> None:
    desk = Desk(TODAY, tmp_path / "data")
    for name in ("Marie Durand", "Paul Petit"):
        desk.adopt(desk.type_in("leads", {"name": name, "phone": "0612345678"}, Quiet()))
    first = int(desk.state.dataset["leads"].rows[0])
    found = erase(desk, first)
    assert len(found.traces) == 1
    leads = desk.state.dataset["leads"].data
    assert leads["name"].tolist()[1:] == ["Paul Petit"]
    assert leads["phone"].tolist()[1:] == ["0612345678"], "it is Paul's too"
    desk.keeper.close()


H = "N°;Date;Nom;Société;E-mail;Canal;Statut;Montant\n"
FIRST = H + (
    "L-1;02/03/2026;Moreau;Café Moreau;contact@moreau.fr;Google;Contacté;120\n"
    "L-2;03/03/2026;Petit;Garage;paul@petit.fr;Salon;Gagné;300\n"
)
LATER = H + (
    "L-1;02/03/2026;Moreau;Café Moreau SARL;contact@moreau.fr;Google;Devis envoyé;150\n"
    "L-2;03/03/2026;Petit;Garage;paul@petit.fr;Salon;Gagné;300\n"
    "L-3;03/04/2026;Roche;Luc;luc@roche.fr;Salon;Gagné;30\n"
)


def two_months(folder: Path, first: str = FIRST, later: str = LATER) -> Desk:
    desk = Desk(TODAY, folder / "data")
    for name, text in (("mars.csv", first), ("avril.csv", later)):
        (folder / name).write_text(text, encoding="utf-8")
        desk.adopt(desk.take(desk.read((folder / name,), Quiet()), Quiet()))
    assert len(desk.state.dataset["leads"]) == 3
    return desk


def test_a_later_list_that_repeats_the_lead_does_not_fill_it_again(tmp_path: Path) -> None:
    """Known by its number only: a firm's address is several people's."""
    desk = two_months(tmp_path)
    before = figures(desk.state)
    found = erase(desk, row_of(desk, "L-1"))
    assert [(trace.file, trace.line) for trace in found.traces] == [("mars.csv", 2), ("avril.csv", 2)]
    assert figures(desk.state) == before
    leads = desk.state.dataset["leads"].data
    assert leads["status"].tolist() == ["Devis envoyé", "Gagné", "Gagné"], "what the later list says stays"
    assert leads["company"].isna().tolist() == [True, False, False]
    path = desk.keeper.path
    assert path is not None
    desk.keeper.close()
    assert "moreau" not in held(path)


def test_numbers_of_two_lists_that_mean_two_leads_stay_apart(tmp_path: Path) -> None:
    other = LATER.replace("L-1;02/03/2026;Moreau;Café Moreau SARL;contact@moreau.fr", "L-9;01/04/2026;Roux;;a@roux.fr")
    desk = two_months(
        tmp_path, later=other.replace("L-3;03/04/2026;Roche;Luc;luc@roche.fr", "L-1;;Moreau;;contact@moreau.fr")
    )
    erase(desk, row_of(desk, "L-1"))
    emails = desk.state.dataset["leads"].data["email"].dropna().tolist()
    assert sorted(emails) == ["a@roux.fr", "paul@petit.fr"]
    desk.keeper.write()
    desk.keeper.close()


def test_orders_that_name_the_lead_lose_what_else_they_say_of_it(desk: Desk, tmp_path: Path) -> None:
    head = "Commande;Client;Date;Montant;Adresse de livraison\n"
    more = f"{head}C-7;L-1;03/05/2026;40;3 rue Durand\nC-8;L-2;03/05/2026;9;Quai 4\n"
    (tmp_path / "livraisons.csv").write_text(more, encoding="utf-8")
    desk.adopt(desk.take(desk.read((tmp_path / "livraisons.csv",), Quiet()), Quiet()))
    before = figures(desk.state)
    found = erase(desk, row_of(desk, "L-1"))
    assert ("livraisons.csv", 2) in [(trace.file, trace.line) for trace in found.traces]
    assert figures(desk.state) == before
    orders = desk.state.dataset["orders"].data
    places = orders["extra:Adresse de livraison"].dropna().tolist()
    assert places == ["Quai 4"]
    assert orders["customer"].tolist().count("L-1") == 2
    desk.keeper.close()


def test_what_cannot_be_found_is_not_said_to_be_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = two_months(tmp_path)
    monkeypatch.setattr("leaddesk.ui.erasing.repeats", lambda *_, **_how: frozenset())
    with pytest.raises(LeadDeskError, match="A row that was not found still tells who this lead is"):
        find(desk, row_of(desk, "L-1"), Quiet())
    desk.keeper.write()
    desk.keeper.close()


def test_the_dialog_lists_what_was_written_of_the_person(desk: Desk, qtbot: QtBot) -> None:
    work(desk)
    dialog = ErasureDialog(find(desk, row_of(desk, "L-1"), Quiet()), language("en"))
    qtbot.addWidget(dialog)
    assert listed(dialog)[-1] == (
        "written in LeadDesk",
        [
            ("Notes", "Mme Durand veut un devis"), ("E-mail", "m.durand@fleurs.fr"),
            ("Notes", "voir Marie: 0612345678"), ("Next step", "appeler Mme Durand"),
            ("Notes", "Mme Durand veut un devis tel 06.12.34.56.78 le soir"),
        ],
    )  # fmt: skip
    desk.keeper.write()
    desk.keeper.close()


@pytest.mark.parametrize("here", [True, False])
def test_the_merge_of_a_copy_does_not_bring_the_person_back(desk: Desk, tmp_path: Path, *, here: bool) -> None:
    desk.keeper.write()
    desk.save_as(tmp_path / "a.leaddesk", Quiet())
    copy = tmp_path / "b.leaddesk"
    copy.write_bytes((tmp_path / "a.leaddesk").read_bytes())
    other = Desk(TODAY, tmp_path / "other")
    other.adopt(other.open(copy, Quiet()))
    row = row_of(desk, "L-1")
    other.edit(editing(other.state, "leads", row, "notes", "Mme Durand rappelle"), msg("Notes"))
    other.keeper.write()
    erase(desk if here else other, row)
    other.keeper.close()
    with pytest.raises(LeadDeskError) as told:
        look_at(desk, copy, Quiet())
    assert ("contient encore" if here else "a été effacée") in language("fr").text(told.value.message)
    assert told.value.hint is not None
    if here:
        other = Desk(TODAY, tmp_path / "again")
        other.adopt(other.open(copy, Quiet()))
        erase(other, row)
        other.keeper.close()
    else:
        erase(desk, row)
    proposal = look_at(desk, copy, Quiet())
    taken = merge(desk, proposal, [one.proposed for one in proposal.plan.conflicts], Quiet())
    assert isinstance(taken, Taken)
    desk.adopt(taken)
    desk.keeper.write()
    desk.keeper.close()
    assert not [word for word in SECRET if word in held(tmp_path / "a.leaddesk")]


@pytest.mark.parametrize("in_backups", [True, False])
def test_a_backup_of_before_is_made_where_backups_may_hold_the_person(desk: Desk, *, in_backups: bool) -> None:
    desk.keeper.write()
    found = find(desk, row_of(desk, "L-1"), Quiet())
    desk.adopt(erased(desk, found, in_backups, Quiet()))
    desk.keeper.write()
    [made] = [one for one in desk.keeper.backups.of(document_of(desk)) if one.cause is Cause.ERASURE]
    assert ("marie" in held(made.path)) == (not in_backups)
