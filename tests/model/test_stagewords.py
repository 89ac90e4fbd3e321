"""Status and stage of the sale together, by hand."""

from __future__ import annotations

import pytest

from leaddesk.model.rowcolumn import Depth, StageOf
from leaddesk.model.rows import is_measured, values
from leaddesk.model.settings import Settings
from leaddesk.model.stages import LABELS, Stage
from leaddesk.model.stagewords import label_of
from tests.builders import dataset


@pytest.mark.parametrize(
    ("status", "pipeline", "stage", "depth"),
    [
        ("Open", "Devis envoyé", Stage.QUOTE, Stage.QUOTE),
        ("Ouverte", "Négociation", Stage.NEGOTIATION, Stage.NEGOTIATION),
        ("Open", "Lead In", Stage.NEW, Stage.NEW),
        ("Open", None, Stage.NEW, Stage.NEW),
        ("Open", "Contrat signé", Stage.NEGOTIATION, Stage.NEGOTIATION),
        ("Open", "Perdu", Stage.NEW, Stage.NEW),
        ("Won", "Proposal Made", Stage.WON, Stage.WON),
        ("Lost", "Proposal Made", Stage.LOST, Stage.QUOTE),
        ("Lost", "Contrat signé", Stage.LOST, Stage.NEGOTIATION),
        ("Lost", None, Stage.LOST, -1),
        ("CONNECTED", "Customer", Stage.WON, Stage.WON),
        ("Contacté", "Nouveau", Stage.CONTACTED, Stage.CONTACTED),
        (None, "Qualifié", Stage.QUALIFIED, Stage.QUALIFIED),
        (None, "Perdu", Stage.LOST, -1),
        ("zzz", "Qualifié", Stage.QUALIFIED, Stage.QUALIFIED),
    ],
)
def test_the_status_decides_and_the_stage_says_how_far(
    status: str | None, pipeline: str | None, stage: int, depth: int
) -> None:
    data = dataset(leads={"created": ["2025-01-03"], "status": [status], "pipeline": [pipeline]})
    assert int(values(StageOf(), data, Settings())[0]) == stage
    assert int(values(Depth(), data, Settings())[0]) == depth


def test_a_date_and_the_users_hand_go_before() -> None:
    columns = {"status": ["Open"] * 3, "pipeline": ["Qualifié"] * 3}
    data = dataset(leads={**columns, "won": ["2025-02-01", None, None], "stage": [None, "lost", "quote"]})
    assert values(StageOf(), data, Settings()).tolist() == [Stage.WON, Stage.LOST, Stage.QUOTE]
    assert values(Depth(), data, Settings()).tolist() == [Stage.WON, Stage.QUALIFIED, Stage.QUOTE]


def test_a_stage_of_the_sale_alone_is_enough() -> None:
    data = dataset(leads={"pipeline": ["Devis envoyé"]})
    assert is_measured(StageOf(), data)
    assert values(Depth(), data, Settings()).tolist() == [Stage.QUOTE]


def test_only_what_is_kept_as_a_stage_is_said_in_other_words() -> None:
    for column in ("stage", "status", "pipeline"):
        assert label_of(column, "won") == LABELS[Stage.WON]
        assert [label_of(column, word) for word in ("Won", "OK", "Gagné", "")] == [None] * 4
    assert label_of("channel", "new") is None
