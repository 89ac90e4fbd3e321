"""What small courier firms really keep: each file made here beside its true answer, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from leaddesk.ingest.apart import tables_apart
from leaddesk.ingest.importer import ImportResult, build
from leaddesk.ingest.mapping import propose
from leaddesk.model.raw import MergedRange
from leaddesk.model.remembered import Remembered
from leaddesk.model.report import Report
from leaddesk.model.slice import Slice
from leaddesk.model.state import State
from tests.ingest.rawfiles import raw_file, raw_sheet

if TYPE_CHECKING:
    from leaddesk.model.raw import RawFile, RawSheet

TODAY = dt.date(2025, 6, 30)
HEADERS = ["Date", "Nom", "Source", "Statut", "Montant"]


def opened(*files: RawFile) -> ImportResult:
    return build([(raw, propose(raw, today=TODAY)) for raw in files])


def taken(*rows: list[Any], name: str = "Feuil1", **facts: Any) -> ImportResult:
    return opened(raw_file(raw_sheet(rows, name, **facts)))


def figures(result: ImportResult) -> dict[str, float | None]:
    report = Report(Slice(State(TODAY, result.dataset)))
    return {figure.kpi.id: figure.measure.value for figure in report.kpis}


def spend(result: ImportResult, by: str = "channel") -> dict[str, float]:
    data = result.dataset["costs"].data
    return {str(key): float(value) for key, value in data.groupby(by, observed=True)["amount"].sum().items()}


def lines(result: ImportResult, code: str) -> tuple[int, ...]:
    return next((issue.lines for issue in result.issues if issue.code == code), ())


def codes(result: ImportResult) -> set[str]:
    return {issue.code for issue in result.issues}


def day(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, number)


def test_months_as_headings_and_remarks_are_no_leads() -> None:
    result = taken(
        HEADERS,
        ["JANVIER 2025"],
        [day(2025, 1, 3), "A", "Google", "Gagné", 1000],
        [day(2025, 1, 9), "B", "Flyers", "Perdu", None],
        ["Sous-total janvier", None, None, None, 1000],
        ["Février"],
        [day(2025, 2, 3), "C", "Flyers", "en cours", 500],
        [],
        ["* montants HT"],
        ["Mis à jour le 12/03/2025"],
    )
    assert figures(result)["leads"] == 3
    assert lines(result, "section-rows") == (2, 6)
    assert lines(result, "remark-rows") == (9, 10)
    assert lines(result, "total-rows") == (5,)


def test_numbers_and_days_written_ahead_are_no_leads() -> None:
    rows = [
        [n, day(2025, 1, n) if n < 4 else None, "A" if n < 4 else None, "Google" if n < 4 else None]
        for n in range(1, 9)
    ]
    result = taken(["N° prospect", "Date", "Nom", "Source"], *rows, [None, day(2025, 2, 1)])
    assert figures(result)["leads"] == 3
    assert lines(result, "unfilled-rows") == (5, 6, 7, 8, 9, 10)


def test_a_name_alone_is_a_lead() -> None:
    result = taken(HEADERS, [day(2025, 1, 3), "A", "Google", "Gagné", 1000], [None, "Dupont"], [None, "Martin"])
    assert figures(result)["leads"] == 3


def test_a_total_below_dates_hides_neither_dates_nor_channels() -> None:
    result = taken(
        ["Mois", "Google Ads", "Pages Jaunes", "Flyers", "Total"],
        ["janv-25", 300, 150, None, 450],
        ["févr-25", "320,50", 150, 80, 550.5],
        ["mars-25", 280, 150, -20, 410],
        ["Total", 900.5, 450, 60, 1410.5],
    )
    assert spend(result) == {"Flyers": 60, "Google Ads": 900.5, "Pages Jaunes": 450}
    assert {"total-rows", "negative-amounts", "covers-month"} <= codes(result)


def test_a_column_of_vat_amounts_is_no_column_of_rates() -> None:
    result = taken(
        ["Date", "Canal", "Montant TTC", "TVA"],
        [day(2025, 1, 5), "Google Ads", 360, 60],
        [day(2025, 1, 12), "Flyers", 110, 10],
        [day(2025, 1, 13), "Flyers", 36, 6],
    )
    assert spend(result) == {"Flyers": pytest.approx(130), "Google Ads": pytest.approx(300)}
    assert "tax-removed" in codes(result)


def test_a_rate_that_cannot_be_is_not_believed() -> None:
    rows = [[day(2025, 1, 5), "Google Ads", 360, "20%"], [day(2025, 1, 6), "Flyers", 120, 45]]
    result = taken(["Date", "Canal", "Montant TTC", "Taux TVA"], *rows)
    assert spend(result) == {"Flyers": pytest.approx(100), "Google Ads": pytest.approx(300)}
    assert lines(result, "tax-rate-assumed") == (3,)


def test_a_cell_that_says_ttc_or_ht_is_believed() -> None:
    plain = taken(
        HEADERS,
        [day(2025, 1, 5), "A", "Google", "Gagné", "1 200 € TTC"],
        [day(2025, 1, 6), "B", "Google", "Gagné", 500],
    )
    assert figures(plain)["deal_revenue"] == pytest.approx(1500)
    assert lines(plain, "tax-rate-assumed") == (2,)
    gross = taken(["Mois", "Canal", "Coût TTC"], ["2025-01", "Google", "120 €"], ["2025-02", "Google", "100 HT"])
    assert spend(gross) == {"Google": pytest.approx(200)}


def test_other_currencies_are_named() -> None:
    rows = [[day(2025, 1, n), "A", "Google", "Gagné", f"{sign}{n}00"] for n, sign in enumerate("€$", 1)]
    assert lines(taken(HEADERS, *rows), "mixed-currencies") == (3,)
    rows = [[day(2025, 1, n), "A", "Google", "Gagné", f"£{n}00"] for n in (1, 2)]
    assert lines(taken(HEADERS, *rows), "foreign-currency") == (2, 3)


def test_a_month_alone_is_said_to_count_as_its_first_day() -> None:
    result = taken(HEADERS, ["2025-03", "A", "Google", "Gagné", 1], [day(2025, 3, 4), "B", "Google", "Gagné", 1])
    assert lines(result, "months-alone") == (2,)


LEADS: list[list[Any]] = [
    HEADERS,
    [day(2025, 1, 3), "A", "Google", "Gagné", 1000],
    [day(2025, 1, 9), "B", "Flyers", "Perdu", None],
    [day(2025, 1, 10), "C", "Flyers", "Perdu", None],
]
COSTS: list[list[Any]] = [
    ["Date", "Support", "Montant"],
    [day(2025, 1, 1), "Google", 100],
    [day(2025, 1, 1), "Flyers", 50],
]


def cut(*rows: list[Any]) -> tuple[RawSheet, ...]:
    return tables_apart([raw_sheet(rows, "Feuil1", first_line=3)])


def test_two_tables_one_below_the_other_are_two() -> None:
    sheets = cut(["Prospects"], *LEADS, [], [], ["Dépenses"], *COSTS)
    assert [(sheet.name, sheet.first_line) for sheet in sheets] == [("Feuil1", 3), ("Feuil1 (2)", 10)]
    result = opened(raw_file(*sheets))
    assert figures(result)["leads"] == 3
    assert figures(result)["customers"] == 1
    assert spend(result) == {"Flyers": 50, "Google": 100}
    assert result.dataset["costs"].origin.line.tolist() == [12, 13]


def test_two_tables_side_by_side_are_two() -> None:
    rows = [[*left, None, *right] for left, right in zip(LEADS, [*COSTS, [None] * 3], strict=True)]
    sheets = cut(["Prospects", *[None] * 5, "Dépenses"], *rows)
    assert [(sheet.name, sheet.first_column) for sheet in sheets] == [("Feuil1", 1), ("Feuil1 (2)", 7)]
    result = opened(raw_file(*sheets))
    assert figures(result)["leads"] == 3
    assert spend(result) == {"Flyers": 50, "Google": 100}
    assert by_channel(result) == {"Flyers": 2, "Google": 1}


def by_channel(result: ImportResult) -> dict[str, int]:
    return {str(key): int(n) for key, n in result.dataset["leads"].data["channel"].value_counts().items()}


@pytest.mark.parametrize(
    "rows",
    [
        LEADS,
        [*LEADS, [], *LEADS],
        [*LEADS, [], ["JANVIER"], *LEADS],
        [["Date", "Nom", None, "Source", "Statut"], [day(2025, 1, 3), "A", None, "Google", "Gagné"]],
        [*LEADS, [], [day(2025, 1, 10), "Date", "Nom", "Statut", None]],
    ],
)
def test_one_table_stays_one(rows: list[list[Any]]) -> None:
    assert len(cut(*rows)) == 1


def test_a_cell_merged_over_rows_counts_in_each() -> None:
    result = taken(
        HEADERS,
        [day(2025, 1, 3), "A", "Google", "Gagné", 1000],
        [None, "B", None, "Perdu", None],
        [None, "C", None, "Gagné", None],
        [day(2025, 1, 10), "D", "Flyers", "Perdu", None],
        merged=(MergedRange(1, 0, 3, 0), MergedRange(1, 2, 3, 2), MergedRange(1, 4, 3, 4)),
    )
    data = result.dataset["leads"].data
    assert data["created"].dt.day.tolist() == [3, 3, 3, 10]
    assert data["channel"].astype(object).tolist() == ["Google", "Google", "Google", "Flyers"]
    assert figures(result)["deal_revenue"] == 1000
    assert lines(result, "merged-cells") == (3, 4)


MONTHS: list[list[Any]] = [
    ["Poste", "Janvier", "Févr.", "Mars"],
    ["Google Ads", 300, 320, 280],
    ["Flyers", 150, None, 150],
]


@pytest.mark.parametrize("sheet", ["2025", "Budget pub 2025"])
def test_months_without_a_year_have_that_of_the_sheet(sheet: str) -> None:
    result = taken(*MONTHS, name=sheet)
    assert spend(result, "date") == {"2025-01-01 00:00:00": 450, "2025-02-01 00:00:00": 320, "2025-03-01 00:00:00": 430}
    assert spend(result, "channel") == {"Flyers": 300, "Google Ads": 900}, "what is called an item names channels"


def test_months_without_any_year_are_not_guessed() -> None:
    result = taken(*MONTHS, name="Feuil1")
    assert "costs" not in result.dataset
    assert "sheet-ignored" in codes(result)


def test_next_years_file_is_not_dated_by_the_year_that_was_confirmed() -> None:
    old, new = (raw_file(raw_sheet(MONTHS, "Feuil1"), name=f"budget_{year}.xlsx") for year in (2024, 2025))
    remembered = Remembered().with_recipes([propose(old, today=TODAY)])
    result = build([(new, propose(new, today=TODAY, remembered=remembered))])
    assert set(spend(result, "date")) == {f"2025-0{month}-01 00:00:00" for month in (1, 2, 3)}


def test_sheets_named_after_months_date_their_rows() -> None:
    sheets = [
        raw_sheet([["Canal", "Coût"], ["Google", 100 * n], ["Flyers", 50], ["Total", 100 * n + 50]], name)
        for n, name in enumerate(("Janvier", "Février"), start=1)
    ]
    result = opened(raw_file(*sheets, name="Pub 2025.xlsx"))
    assert spend(result, "date") == {"2025-01-01 00:00:00": 150, "2025-02-01 00:00:00": 250}
    assert spend(result, "until") == {"2025-01-31 00:00:00": 150, "2025-02-28 00:00:00": 250}
    assert [issue.sheet for issue in result.issues if issue.code == "dated-by-name"] == ["Janvier", "Février"]


def test_a_sheet_left_out_is_not_what_is_remembered_of_its_headers() -> None:
    book = raw_file(raw_sheet(LEADS, "Prospects"), raw_sheet(LEADS, "Anciens", hidden=True))
    first = propose(book, today=TODAY)
    assert [sheet.table for sheet in first.sheets] == ["leads", ""]
    again = propose(book, today=TODAY, remembered=Remembered().with_recipes([first]))
    assert [sheet.table for sheet in again.sheets] == ["leads", ""]


def test_odd_headers_and_odd_words() -> None:
    result = taken(
        ["SUIVI PROSPECTS COURSIER LYON 2025"],
        [],
        ["N°", "Date 1er contact", "Nom du client", "Tél", "CP", "Comment nous a connu", "Suivi", "Montant devis"],
        [1.0, "lundi 3 mars 2025", "Dupont", 612345678, 1000, "Google", "1-Nouveau", "1.250,00 €"],
        [2.0, "04/03/25", "Boulangerie", 478123456, 69003, "Bouche à oreille", "🟢 Gagné", "1 250 EUR"],
        [3.0, day(2025, 3, 5), "Pharmacie", "0612345679", "2A004", "google ", "Perdu - prix", "12k"],
        ["Total mars", None, None, None, None, None, None, 3750],
        [4.0, 45750, "Fleuriste", "+33 6 12 34 56 78", 69100, "GOOGLE", "Gagné (Paul)", "-300"],
        [5.0, "31/02/2025", "Avocat", None, "20 000", "inconnu", "Devis envoyé le 3/3", "à voir"],
    )
    data = result.dataset["leads"].data
    days = [str(moment)[:10] for moment in data["created"]]
    assert days == ["2025-03-03", "2025-03-04", "2025-03-05", "2025-04-03", "NaT"]
    assert data["phone"].tolist()[:3] == ["0612345678", "0478123456", "0612345679"]
    assert data["postcode"].tolist()[:4] == ["01000", "69003", "2A004", "69100"]
    assert by_channel(result) == {"Google": 3, "Bouche à oreille": 1}
    wanted = {"leads": 5, "customers": 2, "win_rate": 2 / 3, "deal_revenue": 950, "valid_leads": 5}
    assert {key: value for key, value in figures(result).items() if key in wanted} == wanted
    assert lines(result, "total-rows") == (7,)
    assert lines(result, "not-a-date") == (9,)
    assert lines(result, "not-a-number") == (9,)
    assert {"phone-zero", "postcode-zero", "merged-values", "missing-words", "negative-amounts"} <= codes(result)


@pytest.mark.parametrize(
    "header", ["Montant TTC", "Montant (TTC)", "Amount inc VAT", "Amount (inc. VAT)", "Value VAT incl."]
)
def test_headers_that_say_that_vat_is_in_it(header: str) -> None:
    result = taken([*HEADERS[:4], header], [day(2025, 1, 5), "A", "Google", "Gagné", 1200])
    assert figures(result)["deal_revenue"] == pytest.approx(1000)
    assert "tax-rate-assumed" in codes(result)


def test_both_ways_to_write_a_number_in_one_column() -> None:
    amounts = [
        "1.250,00 €",
        "€ 1,250.00",
        "1 250,5",
        "1250 EUR",
        "1,5k€",
        "(300,00)",
        "1200-1500",
        "~1200",
        "250€/mois",
    ]
    result = taken(HEADERS, *([day(2025, 1, 13 + n), "A", "Google", "Gagné", text] for n, text in enumerate(amounts)))
    read = result.dataset["leads"].data["amount"].tolist()
    assert read[:6] == [1250, 1250, 1250.5, 1250, 1500, -300]
    assert lines(result, "not-a-number") == (8, 9, 10)
    assert lines(result, "negative-amounts") == (7,)


def test_numbers_that_begin_anew_on_every_sheet_name_no_lead() -> None:
    sheets = [
        raw_sheet([["N° prospect", *HEADERS], *([k, day(2025, month, k), "A", "G", "Gagné", 1] for k in (1, 2))], name)
        for month, name in enumerate(("Janvier", "Février"), start=1)
    ]
    result = opened(raw_file(*sheets))
    assert figures(result)["leads"] == 4
    assert "repeated-ids" not in codes(result)
    assert figures(opened(raw_file(sheets[0])))["leads"] == 2


def test_of_stage_and_status_the_one_that_says_won_counts() -> None:
    result = taken(
        ["Affaire - Valeur", "Affaire - Étape", "Affaire - Statut", "Affaire - Affaire créée le"],
        ["12 500,50", "Devis", "Gagné", "15/11/2024"],
        ["900", "Devis", "Perdu", "16/11/2024"],
        ["900", "RDV", "Ouvert", "16/11/2024"],
    )
    assert figures(result)["customers"] == 1
    assert figures(result)["win_rate"] == 0.5


def test_headers_as_people_say_them_and_a_column_of_status_words() -> None:
    result = taken(
        ["Date", "Client", "Où en est-on", "Devis", "D'où vient-il"],
        ["12/05/2025", "Petit SARL", "Gagné", "1 200,00 €", "Salon"],
        ["23/05/2025", "Grand SA", "Relance", "850,00 €", "Bouche à oreille"],
        ["25/05/2025", "Moyen", "Perdu", None, "Flyers"],
    )
    leads = result.dataset["leads"].data
    assert leads["amount"].tolist()[:2] == [1200, 850]
    assert leads["channel"].astype(object).tolist() == ["Salon", "Bouche à oreille", "Flyers"]
    assert leads["status"].astype(object).tolist() == ["Gagné", "Relance", "Perdu"]


def test_a_sheet_whose_status_words_alone_tell_what_it_is() -> None:
    result = taken(
        ["Client", "Suite", "Remarque"],
        ["Petit SARL", "Gagné", "à livrer le matin"],
        ["Grand SA", "En cours", None],
        ["Moyen", "Perdu", "trop cher"],
    )
    assert result.dataset["leads"].data["status"].astype(object).tolist() == ["Gagné", "En cours", "Perdu"]
