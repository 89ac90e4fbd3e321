"""Sheets of one kind side by side, one a city, an agency or a channel: what only their names say becomes a column."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from leaddesk.ingest import headers, wide
from leaddesk.ingest.channelwords import is_channel
from leaddesk.ingest.places import is_city
from leaddesk.ingest.recognition import NAMED
from leaddesk.ingest.sheetcells import LONGEST
from leaddesk.model.schema import EXTRA_PREFIX
from leaddesk.model.tables import BY_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaddesk.model.raw import RawSheet
    from leaddesk.model.recipe import SheetRecipe

_DEFAULT: Final = re.compile(
    r"(?:feuil|feuille|sheet|worksheet|tabelle|hoja|foglio|blad|page|table|tableau|tab|onglet|export|data|donnees|base|"
    r"liste|list|copie|copy|suivi)(?: ?\d+)?(?: 20\d\d)?"
)
_PIECE: Final = re.compile(r".* \(\d+\)'*")
_FRENCH: Final = frozenset(
    "de du le la les nom prenom societe entreprise canal montant ville statut cp tel telephone depense depenses cout "
    "jour mois commande client demande origine campagne marge adresse courriel etat etape".split()
)
_ALIKE: Final = 0.7


def named(raws: Sequence[RawSheet], recipes: Sequence[SheetRecipe]) -> list[SheetRecipe]:
    """The recipes, those of sheets that are alike with the column that their names are values of.

    *raws*: their sheets, in the same order.
    """
    result = list(recipes)
    for group in _groups(recipes):
        if len(group) < 2 or any(recipes[place].sheet_target for place in group):
            continue
        target = _target([recipes[place] for place in group])
        if target and not all(_says_name(raws[place], recipes[place]) for place in group):
            for place in group:
                result[place] = replace(recipes[place], sheet_target=target)
    return result


def _groups(recipes: Sequence[SheetRecipe]) -> list[list[int]]:
    """The places of the recipes of one table and of nearly the same headers."""
    groups: list[tuple[str, set[str], list[int]]] = []
    for place, recipe in enumerate(recipes):
        own = {headers.fold(choice.header) for choice in recipe.columns if choice.header}
        if not recipe.table or not own or _PIECE.fullmatch(recipe.sheet):
            continue
        for table, others, places in groups:
            if table == recipe.table and len(own & others) >= _ALIKE * len(own | others):
                places.append(place)
                break
        else:
            groups.append((recipe.table, own, [place]))
    return [places for _, _, places in groups]


def _target(recipes: Sequence[SheetRecipe]) -> str:
    """The column that the names of these sheets are values of; empty where they say nothing that the rows do not."""
    names = [recipe.sheet for recipe in recipes]
    table = BY_ID[recipes[0].table]
    if any(_is_default(name, table.id) for name in names):
        return ""
    dated = all(recipe.month or recipe.wide == "month" or _is_dated(recipe) for recipe in recipes)
    if dated and all(wide.month_within(name, "2000") or wide.period_of(name, "2000") for name in names):
        return ""
    taken: dict[str, int] = defaultdict(int)
    for recipe in recipes:
        for choice in recipe.columns:
            taken[choice.target] += 1
        taken[recipe.wide] += 1
        taken[recipe.section_target] += 1
    if "channel" in table.by_id and not taken["channel"] and all(map(is_channel, names)):
        return "channel"
    if "city" in table.by_id and not taken["city"] and 2 * sum(map(is_city, names)) >= len(names):
        return "city"
    return f"{EXTRA_PREFIX}{'Feuille' if is_french(recipes) else 'Sheet'}"


def _is_default(name: str, table: str) -> bool:
    """Whether a sheet is named as a program names it, or after what all its rows are."""
    folded = headers.fold(name)
    words = re.sub(r"\d+", " ", folded).split()
    kind = bool(words) and all(any(word.startswith(one) for one in NAMED[table].split()) for word in words)
    return not folded or kind or _DEFAULT.fullmatch(folded) is not None


def _is_dated(recipe: SheetRecipe) -> bool:
    dates = BY_ID[recipe.table].dates
    return bool(dates) and any(choice.target == dates[0] for choice in recipe.columns)


def is_french(recipes: Sequence[SheetRecipe]) -> bool:
    """Whether headers of these sheets are French."""
    words = {word for recipe in recipes for one in recipe.columns for word in headers.fold(one.header).split()}
    return not words.isdisjoint(_FRENCH)


def _says_name(sheet: RawSheet, recipe: SheetRecipe) -> bool:
    """Whether a column holds the name of the sheet in every row that it fills."""
    name = headers.fold(recipe.sheet)
    for choice in recipe.columns:
        column = sheet.columns[choice.position]
        if column.codes is None:
            continue
        here = column.codes[recipe.first_row : recipe.last_row + 1]
        used = np.unique(here[here >= 0])
        if len(used) == 1 and headers.fold(column.texts[int(used[0])][:LONGEST]) == name:
            return True
    return False
