"""The declared tables agree with themselves."""

from __future__ import annotations

import pytest

from leaddesk.model.schema import Kind, Known, Table, is_extra
from leaddesk.model.slice import DIMENSIONS
from leaddesk.model.stages import folded
from leaddesk.model.tables import BY_ID, TABLES

EACH = pytest.mark.parametrize("table", TABLES, ids=[table.id for table in TABLES])


@EACH
def test_no_two_columns_share_a_header(table: Table) -> None:
    owners: dict[str, list[str]] = {}
    for column in table.columns:
        for word in {folded(synonym) for synonym in column.synonyms}:
            owners.setdefault(word, []).append(column.id)
    assert {word: columns for word, columns in owners.items() if len(columns) > 1} == {}


@EACH
def test_every_synonym_folds_to_something(table: Table) -> None:
    assert all(folded(synonym) for column in table.columns for synonym in column.synonyms)


@EACH
def test_dates_and_dimensions_exist_and_are_of_their_kind(table: Table) -> None:
    assert all(table.column(name).kind is Kind.MOMENT for name in table.dates)
    assert all(table.column(name).kind in (Kind.CATEGORY, Kind.ID) for name in table.dimensions)
    assert len({column.id for column in table.columns}) == len(table.columns)
    assert len({column.label for column in table.columns}) == len(table.columns)


@EACH
def test_relations_join_existing_text_columns(table: Table) -> None:
    for relation in table.relations:
        assert table.column(relation.column).kind.is_text
        assert BY_ID[relation.to].column(relation.parent).kind.is_text


def test_tables_are_found_by_id_and_an_unknown_column_is_an_error() -> None:
    assert list(BY_ID) == [table.id for table in TABLES]
    assert hash(BY_ID["leads"]) == hash("leads")
    with pytest.raises(KeyError):
        BY_ID["leads"].column("colour")
    assert is_extra("extra:Couleur")
    assert not is_extra("channel")


def test_what_the_leads_are_cut_by_is_a_dimension_of_theirs() -> None:
    assert set(DIMENSIONS) <= set(BY_ID["leads"].dimensions)


def test_the_outcome_of_a_lead_is_not_known_at_its_creation() -> None:
    late = {column.id for column in BY_ID["leads"].columns if column.known is Known.LATER}
    assert {"status", "stage", "won", "lost", "closed", "amount", "margin", "lost_reason", "invalid_reason"} <= late
    assert {"created", "channel", "weekly_volume", "postcode"}.isdisjoint(late)


def test_personal_columns_are_marked() -> None:
    personal = {column.id for column in BY_ID["leads"].columns if column.personal}
    assert {"name", "first_name", "email", "phone", "notes"} <= personal
    assert "channel" not in personal


def test_kinds() -> None:
    assert {kind for kind in Kind if kind.is_number} == {Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.FLAG}
    assert {kind for kind in Kind if kind.is_text} == {Kind.ID, Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.POSTCODE}
