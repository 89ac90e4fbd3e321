"""Names of cities, to know a sheet that is named after one. Not complete: a city that is not here is only a name."""

from __future__ import annotations

import re
from typing import Final

from leaddesk.ingest import headers

_FRENCH: Final = (
    "paris marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes toulon reims grenoble "
    "dijon angers villeurbanne nimes brest limoges amiens annecy perpignan metz besancon orleans rouen mulhouse "
    "caen nancy argenteuil montreuil roubaix tourcoing avignon nanterre creteil poitiers versailles courbevoie pau "
    "colombes antibes dunkerque cannes calais beziers colmar bourges quimper merignac valence troyes lorient niort "
    "chambery montauban beauvais cholet vannes laval arles belfort frejus evreux albi angouleme bayonne "
    "charleville gap digne auxerre nevers macon vesoul lons epinal chaumont laon arras saintes rochefort cognac "
    "perigueux agen tulle gueret aurillac mende rodez cahors auch tarbes foix carcassonne narbonne sete ales "
    "privas vienne roanne vichy montlucon moulins chartres blois tours alencon cherbourg dieppe compiegne soissons "
    "cambrai douai lens valenciennes maubeuge thionville saverne haguenau dole pontarlier annemasse thonon ajaccio "
    "bastia cayenne melun meaux evry cergy pontoise bobigny massy aulnay drancy vitry rungis orly roissy"
)
_FRENCH_LONG: Final = (
    "le havre|le mans|saint etienne|saint denis|aix en provence|clermont ferrand|boulogne billancourt|la rochelle|"
    "saint nazaire|saint brieuc|saint malo|saint quentin|la roche sur yon|mont de marsan|le puy en velay|"
    "bourg en bresse|chalon sur saone|chalons en champagne|bar le duc|fort de france|pointe a pitre|le creusot|"
    "saint ouen|issy les moulineaux|levallois perret|neuilly sur seine|asnieres sur seine|ivry sur seine|villejuif"
)
_OTHERS: Final = (
    "london|birmingham|manchester|leeds|glasgow|sheffield|bradford|liverpool|edinburgh|bristol|cardiff|leicester|"
    "coventry|nottingham|newcastle|sunderland|brighton|hull|plymouth|stoke|wolverhampton|derby|swansea|southampton|"
    "portsmouth|york|oxford|cambridge|norwich|exeter|bath|reading|luton|aberdeen|dundee|belfast|dublin|cork|galway|"
    "peterborough|preston|milton keynes|northampton|ipswich|gloucester|worcester|lincoln|chester|durham|canterbury|"
    "bruxelles|brussels|liege|namur|charleroi|mons|anvers|gand|bruges|luxembourg|geneve|lausanne|fribourg|"
    "neuchatel|sion|monaco|montreal|quebec|toronto|new york|berlin|hamburg|munich|cologne|frankfurt|stuttgart|"
    "vienna|zurich|amsterdam|rotterdam|madrid|barcelona|barcelone|lisbon|lisbonne|porto|milan|turin|rome"
)
CITIES: Final = frozenset([*_FRENCH.split(), *_FRENCH_LONG.split("|"), *_OTHERS.split("|")])
_PART: Final = re.compile(r" (?:centre|nord|sud|est|ouest|north|south|east|west|\d{1,5}(?:er|e|eme)?|cedex)(?: \d+)?")


def is_city(text: str) -> bool:
    """Whether the text is the name of a city that is known here, perhaps of a part of it ("Lyon 3e", "Paris Nord")."""
    folded = headers.fold(text)
    return folded in CITIES or _PART.sub("", folded) in CITIES
