"""Costs in the wide layout: a column a month, a channel, or a pair of columns a channel."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.corpus import amounts, dates, words
from tests.corpus.grid import Cell, Value, raw_text
from tests.corpus.truth import Json, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpus.dice import Dice
    from tests.corpus.layout import Page

CORNERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "fr": {"channel": ("Canal", "Support"), "date": ("Mois", "Période")},
    "en": {"channel": ("Channel",), "date": ("Month", "Period")},
}
PAIRS: Final = {"fr": ("Dépense", "Impressions"), "en": ("Spend", "Impressions")}
TOTAL: Final = {"fr": "Total", "en": "Total"}


def months(dice: Dice) -> list[date]:
    """Months that follow one another."""
    first, count = dice.between(1, 4), dice.between(4, 8)
    year = dice.pick((2024, 2025))
    return [date(year, month, 1) for month in range(first, first + count)]


def month_cell(dice: Dice, language: str, *, native: bool) -> Callable[[date], Cell]:
    """How this file writes months."""
    forms = ["mon_yy_fr", "month_long_fr"] if language == "fr" else ["mon_yy_en"]
    form = dice.pick([*forms, "real"] if native else forms)
    return partial(_month, form=form)


def _month(value: date, *, form: str) -> Cell:
    return Cell(value, "mmm-yy") if form == "real" else Cell(dates.text(value, form))


def wide(page: Page, dice: Dice, shape: str, numbers: str, *, native: bool) -> Json:
    """Write a wide table and give its truth: the long rows that it means."""
    return _Wide(page, dice, numbers, month_cell(dice, page.language, native=native)).write(shape)


class _Wide:
    def __init__(self, page: Page, dice: Dice, numbers: str, month: Callable[[date], Cell]) -> None:
        self.page, self.dice, self.numbers, self.month = page, dice, numbers, month
        self.periods = months(dice)
        self.channels = dice.some(words.CHANNELS[page.language], dice.between(3, 5))
        self.truth: list[Json] = []
        self.headers: list[int] = []

    def write(self, shape: str) -> Json:
        if shape == "wide_pairs":
            self._pairs()
        else:
            self._crossed(down="channel" if shape == "wide_months" else "date")
        columns: list[Json] = [
            {"key": "date", "id": "date", "header": "", "position": None, "kind": "moment", "order": None},
            {"key": "channel", "id": "channel", "header": "", "position": None, "kind": "category"},
            {"key": "amount", "id": "amount", "header": "", "position": None, "kind": "money"},
        ]
        if shape == "wide_pairs":
            columns.append({"key": "extra:Impressions", "id": "extra", "header": "Impressions", "position": None,
                            "kind": "number", "accept_raw": True})  # fmt: skip
        return {"table": "costs", "sheet": self.page.sheet.name, "header_lines": self.headers, "shape": "wide",
                "columns": columns, "rows": self.truth}  # fmt: skip

    def _money(self) -> float | None:
        return self.dice.between(3000, 180000) / 100 if self.dice.chance(0.85) else None

    def _put(self, column: int, cell: Cell | str | None) -> None:
        self.page.sheet.put(self.page.line, self.page.left + column, cell)

    def _next(self, reason: str = "") -> None:
        if reason:
            self.page.mark(reason)
        self.page.line += 1

    def _row(self, period: date, channel: str, amount: float | None, impressions: int | None = None) -> None:
        cells: Json = {"date": said(period), "channel": channel, "amount": amount}
        raw: Json = {}
        day = raw_text(self.month(period))
        if day != cells["date"]:
            raw["date"] = day
        if amount is not None and self.numbers != "real":
            raw["amount"] = raw_text(amounts.number(amount, self.numbers, 2))
        if impressions is not None:
            cells["extra:Impressions"] = impressions
            raw["extra:Impressions"] = raw_text(amounts.number(impressions, self.numbers, 0))
        entry: Json = {"line": self.page.line, "cells": cells}
        if raw:
            entry["raw"] = raw
        if amount is None and impressions is None:
            entry["optional"] = True
        self.truth.append(entry)

    def _crossed(self, down: str) -> None:
        """Channels down and months across, or the other way; perhaps with totals at the end of both."""
        totals = self.dice.chance(0.6)
        across: list[Value] = list(self.periods) if down == "channel" else list(self.channels)
        downs: list[Value] = list(self.channels) if down == "channel" else list(self.periods)
        self._put(0, self.dice.pick(CORNERS[self.page.language][down]))
        for column, one in enumerate(across, 1):
            self._put(column, self._label(one))
        if totals:
            self._put(len(across) + 1, TOTAL[self.page.language])
            self.page.mark("total", self.page.left + len(across) + 1)
        self.headers = [self.page.line]
        self._next("header")
        sums = [0.0] * len(across)
        for one in downs:
            self._put(0, self._label(one))
            line = [self._money() for _ in across]
            for column, (other, amount) in enumerate(zip(across, line, strict=True)):
                period, channel = (other, one) if down == "channel" else (one, other)
                assert isinstance(period, date)
                self._row(period, str(channel), amount)
                self._amount(column + 1, amount)
                sums[column] += amount or 0
            if totals:
                self._amount(len(across) + 1, round(sum(amount or 0 for amount in line), 2))
            self._next()
        if totals:
            self._put(0, TOTAL[self.page.language])
            for column, amount in enumerate([*sums, sum(sums)], 1):
                self._amount(column, round(amount, 2))
            self._next("total")

    def _label(self, one: Value) -> Cell:
        return self.month(one) if isinstance(one, date) else Cell(one)

    def _amount(self, column: int, amount: float | None) -> None:
        if amount is not None:
            self._put(column, amounts.number(amount, self.numbers, 2))

    def _pairs(self) -> None:
        """Months down, and for each channel a spend and an impressions column."""
        names = PAIRS[self.page.language]
        two_rows = self.dice.chance(0.5)
        corner = self.dice.pick(CORNERS[self.page.language]["date"])
        if two_rows:
            for at, channel in enumerate(self.channels):
                self._put(1 + 2 * at, channel)
                left = self.page.left + 1 + 2 * at
                self.page.sheet.merged.append((self.page.line, left, self.page.line, left + 1))
            self.headers.append(self.page.line)
            self._next("header")
        self._put(0, corner)
        for at, channel in enumerate(self.channels):
            for side, name in enumerate(names):
                self._put(1 + 2 * at + side, name if two_rows else f"{channel} - {name}")
        self.headers.append(self.page.line)
        self._next("header")
        for period in self.periods:
            self._put(0, self.month(period))
            for at, channel in enumerate(self.channels):
                amount, impressions = self.dice.between(3000, 180000) / 100, self.dice.between(800, 90000)
                self._row(period, channel, amount, impressions)
                self._amount(1 + 2 * at, amount)
                self._put(2 + 2 * at, amounts.number(impressions, self.numbers, 0))
            self._next()
