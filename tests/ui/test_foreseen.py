"""What was worked out to know whether to ask is not worked out again, unless the files are taken in another way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest import importer
from leaddesk.ui import trying
from tests.quiet import Quiet
from tests.ui.lists import read, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.ui.holding import Pending, Taken
    from leaddesk.ui.session import Session

HEADERS = "Date de création;Nom;E-mail;Téléphone;Ville;Source;Statut\n"
ADA = "04/05/2026;Ada Exemple;ada@alpha.test;0199001201;Lyon;Salon;Nouveau\n"
BEN = "11/05/2026;Ben Modèle;ben@beta.test;0199001202;Lyon;Flyers;Nouveau\n"
CLO = "18/05/2026;Cléo Fictive;clo@gamma.test;0199001203;Bron;Flyers;Nouveau\n"
FAY = "08/06/2026;Fay Neuve;fay@zeta.test;0199001206;Lyon;Salon;Nouveau\n"
COSTS = "Mois;Canal;Dépense\n05/2026;Salon;100\n06/2026;Flyers;90\n"


def told(taken: Taken) -> tuple[Any, ...]:
    """All that the import came to."""
    data = taken.built["leads"].data.astype(object)
    cells = data.where(data.notna(), None).values.tolist()
    return cells, taken.built["leads"].rows.tolist(), taken.built.again, taken.issues, taken.counts


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files went into each building of leads."""
    times: list[int] = []
    build = importer.build

    def counted(raws: Any, **more: Any) -> Any:
        times.append(len(raws))
        return build(raws, **more)

    monkeypatch.setattr(trying, "build", counted)
    return times


def next_month(session: Session, folder: Path) -> Pending:
    take(session, read(session, folder / "depenses.csv", COSTS))
    take(session, read(session, folder / "mai.csv", HEADERS + ADA + BEN + CLO))
    return read(session, folder / "juin.csv", HEADERS + FAY + CLO.replace("Nouveau", "Perdu") + BEN + ADA)


def test_leads_that_come_again_are_recognised_once(session: Session, tmp_path: Path, built: list[int]) -> None:
    pending = next_month(session, tmp_path)
    assert pending.needs_confirmation
    built.clear()
    taken = session.desk.take(pending, Quiet())
    assert built == []
    assert told(taken) == told(session.desk.take(replace(pending, foreseen=None), Quiet()))
    assert built == [3]
    assert len(taken.built.again) == 3


def another_column(pending: Pending, _: Session) -> Pending:
    held = pending.files[0]
    sheet = held.recipe.sheets[0]
    notes = replace(next(one for one in sheet.columns if one.target == "city"), target="notes")
    return pending.with_recipe(held.id, held.recipe.with_sheet(sheet.with_column(notes)))


def two_leads(pending: Pending, _: Session) -> Pending:
    held = pending.files[0]
    assert pending.foreseen is not None
    pair = next((one, two) for two, one in pending.foreseen.result.dataset.again.items())
    sheet = replace(held.recipe.sheets[0], apart=(pair,))
    return pending.with_recipe(held.id, held.recipe.with_sheet(sheet))


def earlier_list_without(pending: Pending, session: Session) -> Pending:
    held = session.desk.held[1]
    sheet = replace(held.recipe.sheets[0], last_row=held.recipe.sheets[0].last_row - 1)
    return replace(pending, others={held.id: held.recipe.with_sheet(sheet)})


def another_file(pending: Pending, session: Session) -> Pending:
    typed = session.desk.type_in("leads", {"name": "Gus Ajouté", "created": "2026-06-01"}, Quiet())
    session.desk.adopt(typed)
    return pending


def another_word(pending: Pending, session: Session) -> Pending:
    desk = session.desk
    stages = replace(desk.state.settings.stage_map, chosen=(("perdu", "new"),))
    desk.state = replace(desk.state, settings=replace(desk.state.settings, stage_map=stages))
    return pending


@pytest.mark.parametrize("meanwhile", [another_column, two_leads, earlier_list_without, another_file, another_word])
def test_nothing_is_kept_of_files_that_are_taken_in_another_way(
    session: Session, tmp_path: Path, built: list[int], meanwhile: Callable[[Pending, Session], Pending]
) -> None:
    pending = next_month(session, tmp_path)
    assert pending.foreseen is not None
    changed = meanwhile(pending, session)
    built.clear()
    taken = session.desk.take(changed, Quiet())
    assert len(built) == 1
    assert told(taken) == told(session.desk.take(replace(changed, foreseen=None), Quiet()))


def test_nothing_is_foreseen_where_no_lead_can_come_again(session: Session, tmp_path: Path) -> None:
    assert read(session, tmp_path / "mai.csv", HEADERS + ADA).foreseen is None
    take(session, read(session, tmp_path / "depenses.csv", COSTS))
    assert read(session, tmp_path / "mars.csv", HEADERS + BEN).foreseen is None
