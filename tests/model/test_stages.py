"""The words of spreadsheets for the stages, French and English."""

from __future__ import annotations

import pytest

from leaddesk.model.stages import (
    BY_ID,
    LABELS,
    LADDER,
    LIKELY,
    OUTCOMES,
    REACHED_ON,
    WORDS,
    Stage,
    StageMap,
    folded,
    likely,
)
from leaddesk.model.tables import BY_ID as TABLES
from leaddesk.text import language

DEFAULTS = StageMap()


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Nouveau", Stage.NEW), ("À contacter", Stage.NEW), ("new", Stage.NEW), ("Open", Stage.NEW),
        ("Contacté", Stage.CONTACTED), ("Relancé", Stage.CONTACTED), ("En cours", Stage.CONTACTED),
        ("Qualifié", Stage.QUALIFIED), ("QUALIFIÉE", Stage.QUALIFIED), ("RDV pris", Stage.QUALIFIED),
        ("Rendez-vous", Stage.QUALIFIED), ("Devis envoyé", Stage.QUOTE), ("3 - Devis envoyé", Stage.QUOTE),
        ("Proposal Made", Stage.QUOTE), ("Négociation", Stage.NEGOTIATION), ("Gagné", Stage.WON),
        ("Closed Won", Stage.WON), ("Client", Stage.WON), ("Signé !", Stage.WON), ("Perdu", Stage.LOST),
        ("sans suite", Stage.LOST), ("Closed Lost", Stage.LOST), ("Hors zone", Stage.INVALID),
        ("Doublon", Stage.INVALID), ("Non qualifié", Stage.INVALID), ("unqualified", Stage.INVALID),
        ("Perdu - prix", Stage.LOST), ("Gagné (Paul)", Stage.WON), ("RDV le 12", Stage.QUALIFIED),
        ("Perdu/injoignable", Stage.LOST), ("Devis - refusé", Stage.LOST), ("Closed - Won", Stage.WON),
        ("Open - Not Contacted", Stage.NEW), ("Ouvert - Non contacté", Stage.NEW), ("Ouverte", Stage.NEW),
        ("Working - Contacted", Stage.CONTACTED), ("Closed - Converted", Stage.QUALIFIED),
        ("Fermé - Converti", Stage.QUALIFIED), ("Closed - Not Converted", Stage.LOST),
        ("Proposal/Price Quote", Stage.QUOTE), ("Negotiation/Review", Stage.NEGOTIATION),
        ("Closed-Lost to Competition", Stage.LOST), ("Junk Lead", Stage.INVALID), ("OPEN_DEAL", Stage.QUALIFIED),
        ("En attente", Stage.CONTACTED), ("Pending", Stage.CONTACTED), ("NRP", Stage.CONTACTED),
        ("Injoignable", Stage.CONTACTED), ("À rappeler", Stage.CONTACTED), ("Relance 2", Stage.CONTACTED),
        ("Stand-by", Stage.CONTACTED), ("Ne répond pas", Stage.CONTACTED), ("RDV fixé", Stage.QUALIFIED),
        ("Devis en attente", Stage.QUOTE), ("Devis relancé", Stage.QUOTE), ("Signé", Stage.WON), ("KO", Stage.LOST),
        ("Sans suite", Stage.LOST), ("Classé sans suite", Stage.LOST), ("Refus", Stage.LOST), ("Trop cher", Stage.LOST),
        ("NOK", Stage.LOST), ("Mauvais numéro", Stage.INVALID), ("À qualifier", Stage.NEW),
        ("OK", None), ("Validé", None), ("En attente / perdu", Stage.LOST),
        ("closedwon", Stage.WON), ("Appointment Scheduled", Stage.QUALIFIED), ("Contract Sent", Stage.NEGOTIATION),
        ("Gagné/Perdu", None), ("Prospect / client", None), ("Devis / RDV", None), ("pas gagné", None),
        ("Peut-être", None), ("", None), ("42", None), ("???", None),
    ],
)  # fmt: skip
def test_words(word: str, stage: Stage | None) -> None:
    assert DEFAULTS.stage(word) is stage


def test_a_word_is_folded() -> None:
    assert folded("  3. -  Qualifié ") == "qualifie"
    assert folded("DEVIS\u00a0ENVOYÉ") == "devis envoye"
    assert folded("2025") == "2025"


def test_the_declared_words_are_folded_and_each_means_one_stage() -> None:
    every = [word for words in (*WORDS.values(), *LIKELY.values()) for word in words]
    assert [word for word in every if folded(word) != word] == []
    assert len(every) == len(set(every))


def test_a_word_that_only_perhaps_stands_for_a_stage() -> None:
    assert [likely(word) for word in ("OK", " ok ! ", "Confirmé", "Signé", "Peut-être", "")] == [
        Stage.WON, Stage.WON, Stage.WON, None, None, None,
    ]  # fmt: skip


def test_every_stage_has_words_a_label_in_both_languages_and_date_columns() -> None:
    assert set(WORDS) == set(LABELS) == set(REACHED_ON) == set(Stage)
    for stage in Stage:
        assert DEFAULTS.stage(stage.id) is stage
        for code in ("fr", "en"):
            assert DEFAULTS.stage(language(code).text(LABELS[stage])) is stage
    assert all(name in TABLES["leads"].by_id for names in REACHED_ON.values() for name in names)


def test_the_ladder_and_the_outcomes() -> None:
    assert [stage.id for stage in LADDER] == ["new", "contacted", "qualified", "quote", "negotiation", "won"]
    assert OUTCOMES == (Stage.WON, Stage.LOST, Stage.INVALID)
    assert BY_ID["lost"] is Stage.LOST


def test_the_users_choice_wins() -> None:
    chosen = StageMap((("Client", "lost"), ("Chaud", "negotiation"), ("Gagné", "not a stage")))
    assert chosen.understood(["CLIENT", "chaud", "gagne", "Perdu", "tiède"]) == {
        "CLIENT": Stage.LOST,
        "chaud": Stage.NEGOTIATION,
        "gagne": None,
        "Perdu": Stage.LOST,
        "tiède": None,
    }
