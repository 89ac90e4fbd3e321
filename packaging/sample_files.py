"""Writes the sample's world as the spreadsheets that a small company would have, in French or in English.

Workbooks get a fixed time stamp, in their properties and in the package, so that they come out the same every time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from sample_dice import months
from sample_leads import CHANNELS, FIRST_DAY, LAST_DAY, TODAY, Lead
from sample_words import COMPANY, LANGUAGES, word
from sample_world import MEDIA, World

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

Cell: TypeAlias = str | int | float | dt.date | dt.datetime | None
Rows: TypeAlias = "Sequence[Sequence[Cell]]"

NAMES = {
    "fr": ("prospects.xlsx", "couts.xlsx", "operations.xlsx", "commandes.csv", "emailing.csv", "web.csv"),
    "en": ("leads.xlsx", "costs.xlsx", "operations.xlsx", "orders.csv", "emails.csv", "web.csv"),
}
TABLES = (("leads",), ("costs",), ("operations", "objectives"), ("orders",), ("emails",), ("web",))
SPACES = {"space": " ", "no-break space": "\N{NO-BREAK SPACE}", "narrow no-break space": "\N{NARROW NO-BREAK SPACE}"}

LEAD_HEADERS = (
    ("id", "N° prospect", "Lead no."), ("created", "Date de création", "Created on"), ("channel", "Source", "Source"),
    ("campaign", "Campagne", "Campaign"), ("lever", "Levier", "Lever"), ("status", "Statut", "Status"),
    ("owner", "Commercial", "Owner"), ("name", "Nom du contact", "Contact name"), ("company", "Société", "Company"),
    ("email", "E-mail", "E-mail"), ("phone", "Téléphone", "Phone"), ("postcode", "Code postal", "Postcode"),
    ("city", "Ville", "City"), ("segment", "Segment", "Segment"), ("sector", "Secteur d'activité", "Sector"),
    ("size", "Effectif", "Company size"), ("volume", "Livraisons par semaine", "Deliveries per week"),
    ("weight", "Poids (kg)", "Weight (kg)"), ("vehicle", "Véhicule", "Vehicle"),
    ("urgency", "Urgence", "Urgency"), ("recurring", "Récurrent", "Recurring"),
    ("pickup", "Lieu d'enlèvement", "Pickup place"), ("delivery", "Lieu de livraison", "Delivery place"),
    ("empty", None, None), ("responded", "Date de première réponse", "First response date"),
    ("contacted", "Date de contact", "Contact date"), ("calls", "Appels passés", "Calls made"),
    ("qualified", "Date de qualification", "Qualification date"), ("budget", "BANT Budget", "BANT Budget"),
    ("authority", "BANT Autorité", "BANT Authority"), ("need", "BANT Besoin", "BANT Need"),
    ("timeline", "BANT Échéance", "BANT Timeline"), ("quoted", "Date du devis", "Quote date"),
    ("amount", "Montant HT", "Deal amount"), ("monthly", "CA mensuel", "Monthly revenue"),
    ("margin", "Marge brute", "Gross margin"), ("won", "Date de gain", "Won date"),
    ("lost", "Date de perte", "Lost date"),
    ("lost_reason", "Motif de perte", "Lost reason"), ("invalid_reason", "Motif d'invalidité", "Invalid reason"),
    ("optin_email", "Opt-in e-mail", "E-mail opt-in"), ("optin_sms", "Opt-in SMS", "SMS opt-in"),
    ("consented", "Date de consentement", "Consent date"), ("notes", "Commentaires", "Comments"),
    ("sponsor", "Parrain", "Sponsor"),
)  # fmt: skip


def write_files(world: World, lang: str, folder: Path) -> None:
    """Writes the files of one language into *folder*, which is made when it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    leads, costs, operations, orders, emails, web = NAMES[lang]
    (folder / leads).write_bytes(_leads(world, lang))
    (folder / costs).write_bytes(_costs(world, lang))
    (folder / operations).write_bytes(_operations(world, lang))
    french = lang == "fr"
    (folder / orders).write_bytes(_text(_orders(world, french), lang, "cp1252" if french else "utf-8"))
    (folder / emails).write_bytes(_text(_emails(world, lang), lang, "utf-8-sig"))
    (folder / web).write_bytes(_text(_web(world, lang), lang, "cp1252" if french else "utf-8"))
    (folder / "sample.toml").write_bytes(_description(lang).encode())


def _description(lang: str) -> str:
    about = (
        "Une société de courses imaginaire. Fichiers produits par packaging/samples.py : ne pas modifier à la main."
        if lang == "fr"
        else "A courier company that does not exist. Files made by packaging/samples.py: do not edit by hand."
    )
    lines = [
        f"# {about}", f'company = "{COMPANY}"', f'language = "{lang}"', 'currency = "EUR"',
        f"today = {TODAY}", f"as_of = {LAST_DAY}", f"first_day = {FIRST_DAY}", f"last_day = {LAST_DAY}",
    ]  # fmt: skip
    for name, tables in zip(NAMES[lang], TABLES, strict=True):
        listed = ", ".join(f'"{table}"' for table in tables)
        lines += ["", "[[file]]", f'name = "{name}"', f"tables = [{listed}]"]
    return "\n".join(lines) + "\n"


# -- leads


def _leads(world: World, lang: str) -> bytes:
    book, sheet = _workbook(word("sheet_leads", lang), word("title_leads", lang))
    sheet.append([header[1 + LANGUAGES.index(lang)] for header in LEAD_HEADERS])
    for lead in world.rows:
        cells = _lead_cells(lead, lang)
        sheet.append([cells[key] for key, _, _ in LEAD_HEADERS])
    money = '#,##0.00\\ "€"' if lang == "fr" else '"€"#,##0.00'
    for position, (key, _, _) in enumerate(LEAD_HEADERS, start=1):
        style = {"created": "dd/mm/yyyy hh:mm", "responded": "dd/mm/yyyy hh:mm"}.get(key)
        style = style or (money if key in ("amount", "monthly", "margin") else "dd/mm/yyyy")
        for (cell,) in sheet.iter_rows(min_row=4, min_col=position, max_col=position):
            if isinstance(cell.value, (dt.date, float)) and key != "weight":
                cell.number_format = style
    _dress(
        sheet,
        3,
        [4 if key == "empty" else 22 if key in ("notes", "company", "email") else 15 for key, _, _ in LEAD_HEADERS],
    )
    return _bytes(book)


def _lead_cells(lead: Lead, lang: str) -> dict[str, Cell]:
    """The row of a lead, by column, with its flaws."""
    plain: dict[str, Cell] = {
        "id": lead.id, "owner": lead.owner, "name": lead.name, "company": lead.company or None, "city": lead.city,
        "volume": lead.volume, "weight": lead.weight, "pickup": lead.pickup, "delivery": lead.delivery, "empty": None,
        "calls": lead.calls, "notes": lead.note[LANGUAGES.index(lang)] or None, "sponsor": lead.sponsor or None,
        "email": "n/a" if "email" in lead.flaws else lead.email,
        "postcode": int(lead.postcode) if "postcode" in lead.flaws else lead.postcode,
        "recurring": word("yes" if lead.recurring else "no", lang),
        "optin_email": word("yes" if lead.optin_email else "no", lang),
        "optin_sms": word("yes" if lead.optin_sms else "no", lang),
        "channel": _channel(lead, lang), "status": _varied(word(lead.status, lang), lead.flaws.get("status", "")),
        "phone": _phone(lead.phone, lead.flaws.get("phone", "")),
    }  # fmt: skip
    for key in (
        "campaign",
        "lever",
        "segment",
        "vehicle",
        "urgency",
        "lost_reason",
        "invalid_reason",
        "sector",
        "size",
    ):
        value = getattr(lead, key)
        plain[key] = "n/a" if lead.flaws.get(key) == "n/a" else word(value, lang) if value else None
    for key, answer in zip(("budget", "authority", "need", "timeline"), lead.bant, strict=True):
        plain[key] = word(answer, lang) if answer else None
    for key in ("created", "responded", "contacted", "qualified", "quoted", "won", "lost", "consented"):
        date = getattr(lead, key)
        written = "%d/%m/%Y %H:%M" if isinstance(date, dt.datetime) else "%d/%m/%Y"
        plain[key] = date.strftime(written) if date and key in lead.flaws else date
    for key in ("amount", "monthly", "margin"):
        plain[key] = _money(getattr(lead, key), lang, lead.flaws.get(key, ""))
    return plain


def _channel(lead: Lead, lang: str) -> str | None:
    flaw = lead.flaws.get("channel", "")
    if lead.channel is None:
        return {"blank": None, "n/a": "n/a"}.get(flaw, word("unknown", lang).lower())
    return _varied(word(lead.channel, lang), flaw)


def _varied(text: str, flaw: str) -> str:
    """The text as somebody in a hurry types it."""
    if flaw == "two spaces":
        return text.replace(" ", "  ")
    return {"lower": text.lower(), "upper": text.upper(), "space before": f" {text}", "space after": f"{text} "}.get(
        flaw, text
    )


def _phone(digits: str, flaw: str) -> Cell:
    pairs = [digits[start : start + 2] for start in range(0, 10, 2)]
    written: dict[str, Cell] = {
        "n/a": "n/a", "plain": digits, "number": int(digits), "dots": ".".join(pairs),
        "plus": f"+33 {digits[1]} {' '.join(pairs[1:])}",
    }  # fmt: skip
    return written.get(flaw, " ".join(pairs))


def _money(cents: int | None, lang: str, flaw: str) -> Cell:
    """Euros, or the text that somebody typed instead."""
    if cents is None:
        return None
    if not flaw:
        return cents / 100
    english = f"{cents / 100:,.2f}"
    return f"€{english}" if lang == "en" else english.replace(",", SPACES[flaw]).replace(".", ",") + f"{SPACES[flaw]}€"


# -- costs, operations


def _costs(world: World, lang: str) -> bytes:
    """Paid media a row each; the other channels in a column each, with totals below and beside."""
    book, sheet = _workbook(word("sheet_media", lang), word("title_media", lang))
    sheet.append(
        ["Mois", "Canal", "Campagne", "Levier", "Montant HT"]
        if lang == "fr"
        else ["Month", "Channel", "Campaign", "Lever", "Amount"]
    )
    media = [expense for expense in world.expenses if expense.channel in MEDIA]
    for expense in media:
        amount = _money(expense.amount, lang, "no-break space" if expense.flaw == "amount text" else "")
        campaign = word(expense.campaign, lang) if expense.campaign else None
        channel = _varied(word(expense.channel, lang), expense.flaw)
        sheet.append([expense.month, channel, campaign, word(expense.lever, lang), amount])
        sheet.cell(sheet.max_row, 1).number_format = "mm/yyyy"
    sheet.append([word("total", lang), None, None, None, sum(expense.amount for expense in media) / 100])
    _dress(sheet, 3, [12, 20, 24, 22, 15])

    other = book.create_sheet(word("sheet_other", lang))
    other.append([word("title_other", lang)])
    other.append([])
    keys = [channel.key for channel in CHANNELS if channel.key not in MEDIA]
    other.append(["Mois" if lang == "fr" else "Month", *(word(key, lang) for key in keys), word("total", lang)])
    totals = dict.fromkeys(keys, 0)
    for month in months(FIRST_DAY, LAST_DAY):
        row = {key: sum(e.amount for e in world.expenses if e.month == month and e.channel == key) for key in keys}
        totals = {key: totals[key] + row[key] for key in keys}
        other.append([f"{month:%m/%Y}", *(row[key] / 100 for key in keys), sum(row.values()) / 100])
    other.append([word("total", lang), *(totals[key] / 100 for key in keys), sum(totals.values()) / 100])
    _dress(other, 3, [12, *[18] * len(keys), 14])
    return _bytes(book)


def _operations(world: World, lang: str) -> bytes:
    book, sheet = _workbook(word("sheet_operations", lang))
    headers = {
        "fr": [
            "Opération",
            "Type d'objectif",
            "Date de début",
            "Date de fin",
            "Segment cible",
            "Budget HT",
            "Contacts ciblés",
            "Participants",
        ],
        "en": [
            "Operation",
            "Objective type",
            "Start date",
            "End date",
            "Target segment",
            "Budget",
            "People targeted",
            "Participants",
        ],
    }
    sheet.append(headers[lang])
    for o in world.operations:
        who, what = word(o.segment, lang), word(o.kind, lang)
        sheet.append([word(o.key, lang), what, o.start, o.end, who, o.budget / 100, o.targeted, o.participants])
        for column in (3, 4):
            sheet.cell(sheet.max_row, column).number_format = "dd/mm/yyyy"
    _dress(sheet, 1, [26, 18, 14, 14, 16, 12, 16, 13])

    targets = book.create_sheet(word("sheet_objectives", lang))
    targets.append(
        ["Indicateur", "Période", "Opération", "Canal", "Objectif", "Responsable"]
        if lang == "fr"
        else ["KPI", "Period", "Operation", "Channel", "Target", "Owner"]
    )
    quarter = "T3 2026" if lang == "fr" else "Q3 2026"
    wanted: list[tuple[str, str, str, str, float, str]] = [
        ("kpi_leads", "2026", "", "", 480, "Inès"), ("kpi_customers", "2026", "", "", 75, "Inès"),
        ("kpi_conversion", "2026", "", "", 0.16, "Inès"), ("kpi_cpl", "2026", "", "", 48, "Karim"),
        ("kpi_cac", "2026", "", "", 300, "Karim"), ("kpi_leads", quarter, "", "", 90, "Julie"),
        ("kpi_cpl", "2026", "", "google_ads", 55, "Karim"), ("kpi_revenue", "2026", "", "", 110_000, "Inès"),
        ("kpi_leads", "", "fetes_2025", "", 60, "Julie"), ("kpi_customers", "", "valentin_2026", "", 4, "Julie"),
    ]  # fmt: skip
    for kpi, period, operation, channel, target, owner in wanted:
        row = [word(kpi, lang), period or None, word(operation, lang) if operation else None]
        targets.append([*row, word(channel, lang) if channel else None, target, owner])
        targets.cell(targets.max_row, 5).number_format = "0%" if target < 1 else "#,##0"
    _dress(targets, 1, [28, 12, 24, 16, 12, 14])
    return _bytes(book)


# -- text files


def _orders(world: World, french: bool) -> Rows:
    header = (
        ["N° commande", "N° prospect", "Date de commande", "Montant HT", "Marge"]
        if french
        else ["Order no.", "Lead no.", "Order date", "Amount", "Margin"]
    )
    rows: list[Sequence[Cell]] = [[o.id, o.lead, o.date, o.amount / 100, o.margin / 100] for o in world.orders]
    return [header, *rows]


def _emails(world: World, lang: str) -> Rows:
    header = {
        "fr": [
            "Date d'envoi",
            "Campagne",
            "Envoyés",
            "Délivrés",
            "Ouvertures uniques",
            "Clics uniques",
            "Désinscriptions",
        ],
        "en": ["Sent on", "Campaign", "Sent", "Delivered", "Unique opens", "Unique clicks", "Unsubscribed"],
    }
    rows: list[Sequence[Cell]] = [
        [s.date, word(s.campaign, lang), s.sent, s.delivered, s.opened, s.clicked, s.unsubscribed]
        for s in world.sendings
    ]
    return [header[lang], *rows]


def _web(world: World, lang: str) -> Rows:
    header = {
        "fr": ["Jour", "Canal", "Sessions", "Utilisateurs", "Rebonds", "Durée totale (s)", "Conversions"],
        "en": ["Day", "Channel", "Sessions", "Users", "Bounces", "Total time (s)", "Conversions"],
    }
    rows: list[Sequence[Cell]] = [
        [v.date, word(v.channel, lang), v.sessions, v.users, v.bounces, v.seconds, v.conversions] for v in world.visits
    ]
    return [header[lang], *rows]


def _text(rows: Rows, lang: str, encoding: str) -> bytes:
    """A text file as that country's programs write it: ``;`` and decimal comma in French."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    for row in rows:
        written = []
        for cell in row:
            if isinstance(cell, dt.date):
                written.append(f"{cell:%d/%m/%Y}")
            elif isinstance(cell, float):
                written.append(f"{cell:.2f}".replace(".", "," if lang == "fr" else "."))
            else:
                written.append(str(cell))
        writer.writerow(written)
    return out.getvalue().encode(encoding)


# -- workbooks


def _workbook(sheet_name: str, title: str = "") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    if title:
        sheet.append([title])
        sheet["A1"].font = Font(bold=True, size=14)
        sheet.append([])
    return book, sheet


def _dress(sheet: Worksheet, header_row: int, widths: Sequence[int]) -> None:
    """Header in bold on grey, rows frozen above the data, column widths."""
    if header_row > 1:
        sheet["A1"].font = Font(bold=True, size=14)
    is_narrow = sheet.max_column < 10
    for row in sheet.iter_rows(min_row=header_row + 1):
        for cell in row:
            if isinstance(cell.value, float) and cell.number_format == "General" and is_narrow:
                cell.number_format = "#,##0.00"
    for cell in sheet[header_row]:
        if cell.value is not None:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EDF3")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{header_row + 1}"
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width


def _bytes(book: Workbook) -> bytes:
    """The workbook's package with its times fixed and nothing else changed."""
    stamp = dt.datetime.combine(TODAY, dt.time(9))
    book.properties.creator = COMPANY
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content
                )
            entry = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, stamp.hour, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(entry, content, compresslevel=9)
    return out.getvalue()
