"""The ladder of stages, the outcomes off it, and the words that spreadsheets use for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from leaddesk.model.letters import letters
from leaddesk.text import Message, msgc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Stage(IntEnum):
    """A lead's state. Up to WON the ladder, in order; LOST and INVALID are outcomes off the ladder."""

    NEW = 0
    CONTACTED = 1
    QUALIFIED = 2
    QUOTE = 3
    NEGOTIATION = 4
    WON = 5
    LOST = 6
    INVALID = 7

    @property
    def id(self) -> str:
        """The name in documents, mapping files and the ``stage`` column: ``new``, ``contacted``, …"""
        return self.name.lower()


LADDER: Final = tuple(stage for stage in Stage if stage <= Stage.WON)
OUTCOMES: Final = (Stage.WON, Stage.LOST, Stage.INVALID)
BY_ID: Final = {stage.id: stage for stage in Stage}

LABELS: Final[Mapping[Stage, Message]] = {
    Stage.NEW: msgc("stage", "New"),
    Stage.CONTACTED: msgc("stage", "Contacted"),
    Stage.QUALIFIED: msgc("stage", "Qualified"),
    Stage.QUOTE: msgc("stage", "Quote sent"),
    Stage.NEGOTIATION: msgc("stage", "Negotiation"),
    Stage.WON: msgc("stage", "Won"),
    Stage.LOST: msgc("stage", "Lost"),
    Stage.INVALID: msgc("stage", "Invalid"),
}

REACHED_ON: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.NEW: ("created",),
    Stage.CONTACTED: ("contacted", "responded"),
    Stage.QUALIFIED: ("qualified",),
    Stage.QUOTE: ("quoted",),
    Stage.NEGOTIATION: (),
    Stage.WON: ("won", "closed"),
    Stage.LOST: ("lost", "closed"),
    Stage.INVALID: (),
}
"""The columns of the leads that date a stage: the first one that is known counts."""

WORDS: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.NEW: (
        "new", "open", "nouveau", "nouvelle", "nouveau prospect", "a contacter", "a appeler", "to contact", "recu",
        "entrant", "lead", "prospect", "non traite", "a traiter", "not started", "not contacted", "ouvert", "ouverte",
        "non contacte", "non contactee", "prospecting",
        "nouveau lead", "new lead", "a qualifier", "to call",
    ),
    Stage.CONTACTED: (
        "contacted", "contacte", "contactee", "appele", "appel passe", "called", "attempted to contact", "relance",
        "a relancer", "en cours", "in progress", "message laisse", "en contact", "connected", "rappel", "a rappeler",
        "follow up", "working", "injoignable", "unreachable", "nrp", "sans reponse", "pas de reponse", "no answer",
        "no response", "repondeur", "connecte", "contact in future", "qualification",
        "en attente", "attente", "pending", "on hold", "stand by", "standby", "en standby", "en stand by",
        "en attente de reponse", "en attente de retour", "en attente client", "attente reponse", "attente retour",
        "waiting", "awaiting reply", "relance 1", "relance 2", "relance 3", "1ere relance", "2e relance",
        "2eme relance", "3eme relance", "relance faite", "a recontacter", "recontacter", "rappeler", "rappele",
        "callback", "call back", "ne repond pas", "pas joignable", "messagerie", "voicemail", "left voicemail",
        "contact etabli", "contact made", "email envoye", "mail envoye", "en discussion", "en cours de qualification",
    ),
    Stage.QUALIFIED: (
        "qualified", "qualifie", "qualifiee", "rdv", "rdv pris", "rendez vous", "rendez vous pris", "meeting",
        "meeting scheduled", "appointment", "besoin qualifie", "sql", "interesse", "interested", "opportunite",
        "opportunity", "open deal", "sales qualified lead", "appointment scheduled", "appointmentscheduled",
        "qualified to buy", "qualifiedtobuy", "needs analysis", "value proposition", "identify decision makers",
        "closed converted", "ferme converti",
        "rdv fixe", "rdv planifie", "rdv effectue", "rdv fait",
    ),
    Stage.QUOTE: (
        "quote", "quote sent", "quoted", "devis", "devis envoye", "devis transmis", "proposition", "offre envoyee",
        "proposition envoyee", "proposal", "proposal sent", "proposal made", "presentation scheduled", "chiffrage",
        "devis fait", "devis en cours", "devis en attente", "offre", "offre faite", "presentationscheduled",
        "proposal price quote",
        "devis a faire", "devis relance", "devis a relancer",
    ),
    Stage.NEGOTIATION: (
        "negotiation", "negotiations started", "in negotiation", "negociation", "en negociation", "contract sent",
        "contrat envoye", "decision", "en attente de signature", "essai", "trial", "contractsent", "negotiation review",
        "decision maker bought in", "decisionmakerboughtin",
        "nego", "en nego", "contrat en cours",
    ),
    Stage.WON: (
        "won", "closed won", "gagne", "gagnee", "client", "customer", "signe", "signee", "converti", "convertie",
        "converted", "vendu", "sold", "conclu", "accepte", "accepted", "devis signe", "contrat signe", "cloture gagne",
        "affaire gagnee", "devis accepte", "commande", "commande passee", "facture", "livre", "client actif",
        "converti en client", "devenu client", "closedwon", "ferme gagne", "opportunite gagnee", "opportunity won",
        "signed", "client gagne", "nouveau client",
    ),
    Stage.LOST: (
        "lost", "closed lost", "perdu", "perdue", "refuse", "refusee", "refused", "rejected", "sans suite", "abandon",
        "abandonne", "abandonnee", "non interesse", "not interested", "cloture perdu", "affaire perdue", "declined",
        "pas interesse", "ko", "concurrence", "annule", "annulee", "cancelled", "canceled", "devis refuse",
        "offre refusee", "ne pas rappeler", "lost to competitor", "closedlost", "ferme perdu", "opportunite perdue",
        "opportunity lost", "lost lead", "closed lost to competition", "closed not converted", "ferme non converti",
        "nok", "no go", "refus", "refus client", "trop cher", "pas de suite", "classe sans suite",
        "classee sans suite", "sans suites", "pas interessee", "non interessee", "perdu concurrence", "dead",
    ),
    Stage.INVALID: (
        "invalid", "invalide", "non valide", "unqualified", "disqualified", "disqualifie", "hors cible", "hors zone",
        "spam", "doublon", "duplicate", "faux numero", "wrong number", "non qualifie", "junk", "bad timing", "test",
        "erreur", "faux", "not qualified", "junk lead",
        "mauvais numero", "hors secteur",
    ),
}  # fmt: skip


LIKELY: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.WON: ("ok", "okay", "valide", "validee", "confirme", "confirmee", "confirmed", "accord", "go"),
}
"""Words that may stand for a stage, and for something else as well: offered, never taken unasked."""
OPEN: Final = frozenset({"open", "ouvert", "ouverte"})
"""Status words that say no more than that nothing is decided yet, as :func:`folded` has them."""


def folded(word: str) -> str:
    """A status word without case, accents, punctuation and leading numbers: ``"3 - Qualifié"`` is ``qualifie``."""
    parts = letters(word).split()
    while len(parts) > 1 and parts[0].isdigit():
        parts = parts[1:]
    return " ".join(parts)


_APART: Final = re.compile(r"\s[-–—]\s|[:;,/()\[\]]|\b(?:le|au|du|on) (?=\d)|\b(?:depuis|since)\b", re.IGNORECASE)
_DEFAULTS: Final = {word: stage for stage, words in WORDS.items() for word in words}


_LIKELY: Final = {word: stage for stage, words in LIKELY.items() for word in words}


def likely(word: str) -> Stage | None:
    """The stage that a word perhaps stands for; None for one that is understood, and for one that says nothing."""
    return _LIKELY.get(folded(word))


def _of_parts(word: str) -> Stage | None:
    """The stage of a word with more beside it: "Perdu - prix", "Gagné (Paul)", "RDV le 12/3".

    Of several parts that are known an outcome counts; where they contradict one another the word is not understood.
    """
    known = {_DEFAULTS[key] for part in _APART.split(word) if (key := folded(part)) in _DEFAULTS}
    if Stage.NEW not in known:
        known = {stage for stage in known if stage in OUTCOMES} or known
    return known.pop() if len(known) == 1 else None


@dataclass(frozen=True)
class StageMap:
    """Which stage a status word stands for: the user's own choices first, then the French and English defaults.

    ``chosen``: pairs of (word, stage id); the words are compared :func:`folded`.
    """

    chosen: tuple[tuple[str, str], ...] = ()

    def stage(self, word: str) -> Stage | None:
        """The stage of a status word, None when it is not understood (the lead then stays open)."""
        key = folded(word)
        for chosen, stage_id in self.chosen:
            if folded(chosen) == key:
                return BY_ID.get(stage_id)
        known = BY_ID.get(word)
        return known if known is not None else _DEFAULTS.get(key, _of_parts(word))

    def understood(self, words: Iterable[str]) -> dict[str, Stage | None]:
        """The stage of each word, None for those to be asked about."""
        return {word: self.stage(word) for word in words}
