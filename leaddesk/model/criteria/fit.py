"""How well the need suits a small courier company, from what is known when the lead comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.model.criterion import Criterion, Facet, Rule, answered, at_least, nothing_known, worded
from leaddesk.text import msg, msgn

if TYPE_CHECKING:
    from leaddesk.model.criterion import Choices
    from leaddesk.model.dataset import Frame

WEEKLY: Final = (20, 10, 5, 2, 0)
"""Deliveries a week, the bounds of the rules below."""

SEGMENTS: Final = (
    (0, (
        "entreprise", "entreprises", "business", "professionnel", "professionnels", "pro", "pros", "b2b", "societe",
        "tpe", "pme", "eti", "company", "association", "collectivite", "artisan", "commercant", "commerce",
    )),
    (1, (
        "particulier", "particuliers", "individual", "individuals", "private", "consumer", "b2c", "famille", "family",
        "actif", "salarie", "worker", "senior", "seniors", "etudiant", "etudiants", "student", "students",
    )),
)  # fmt: skip
VEHICLES: Final = (
    (2, ("poids lourd", "camion", "truck", "lorry", "semi", "semi remorque", "hgv")),
    (1, ("fourgon", "van", "utilitaire", "camionnette", "vul", "small van", "fourgonnette", "kangoo")),
    (0, (
        "velo", "bike", "velo cargo", "cargo bike", "triporteur", "scooter", "moto", "motorbike", "voiture", "car",
        "a pied", "on foot",
    )),
)  # fmt: skip
URGENCIES: Final = (
    (2, ("pas urgent", "non urgent", "not urgent", "pas presse", "plus tard", "later", "faible", "low")),
    (0, (
        "express", "urgent", "urgente", "tres urgent", "immediat", "immediate", "tout de suite", "asap", "haute",
        "elevee", "high", "1 h", "1h", "2 h", "2h",
    )),
    (1, (
        "dans la journee", "same day", "jour meme", "le jour meme", "aujourd hui", "today", "moyenne", "medium",
        "demi journee", "half day",
    )),
    (2, ("planifiee", "planifie", "planned", "programmee", "scheduled", "normale", "normal", "standard", "j 1",
         "lendemain", "next day")),
)  # fmt: skip


def _weekly_volume(frame: Frame) -> Choices:
    if not frame.has("weekly_volume"):
        return nothing_known(frame)
    return at_least(frame.numbers("weekly_volume"), WEEKLY)


def _recurring(frame: Frame) -> Choices:
    return answered(frame.numbers("recurring")) if frame.has("recurring") else nothing_known(frame)


def _segment(frame: Frame) -> Choices:
    return worded(frame, "segment", SEGMENTS) if frame.has("segment") else nothing_known(frame)


def _vehicle(frame: Frame) -> Choices:
    return worded(frame, "vehicle", VEHICLES) if frame.has("vehicle") else nothing_known(frame)


def urgency(frame: Frame) -> Choices:
    """How pressing the need is: 0 express, 1 within the day, 2 planned, -1 unknown."""
    return worded(frame, "urgency", URGENCIES) if frame.has("urgency") else nothing_known(frame)


CRITERIA: Final = (
    Criterion(
        "weekly_volume",
        msg("Deliveries a week"),
        Facet.FIT,
        (
            *(
                Rule(msgn("{count} delivery a week or more", "{count} deliveries a week or more", bound), points)
                for bound, points in zip(WEEKLY[:-1], (35, 28, 20, 10), strict=True)
            ),
            Rule(msg("less than 2 deliveries a week"), 3),
        ),
        frozenset({"weekly_volume"}),
        _weekly_volume,
    ),
    Criterion(
        "recurring",
        msg("Recurring need"),
        Facet.FIT,
        (Rule(msg("a recurring need"), 20), Rule(msg("a single delivery"), 0)),
        frozenset({"recurring"}),
        _recurring,
    ),
    Criterion(
        "segment",
        msg("Business or individual"),
        Facet.FIT,
        (Rule(msg("a business"), 15), Rule(msg("an individual"), 5)),
        frozenset({"segment"}),
        _segment,
    ),
    Criterion(
        "vehicle",
        msg("Vehicle needed"),
        Facet.FIT,
        (
            Rule(msg("a bicycle, scooter or car is enough"), 10),
            Rule(msg("a van is needed"), 8),
            Rule(msg("a lorry is needed"), 2),
        ),
        frozenset({"vehicle"}),
        _vehicle,
    ),
    Criterion(
        "urgency",
        msg("Urgency"),
        Facet.FIT,
        (Rule(msg("express"), 20), Rule(msg("within the day"), 14), Rule(msg("can be planned"), 8)),
        frozenset({"urgency"}),
        urgency,
    ),
)
