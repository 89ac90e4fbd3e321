"""The words for what LeadDesk would do by itself and does not, as it is switched off: nothing sounds as if done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leaddesk.text import Message, msgn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leaddesk.text import Argument

_WORDS: Final[Mapping[str, Callable[..., Message]]] = {
    "mojibake": lambda count, **more: msgn(
        "“{column}”: {count} cell with broken accents is left as it is",
        "“{column}”: {count} cells with broken accents are left as they are",
        count, **more,
    ),
    "swapped-days": lambda count, **more: msgn(
        "“{column}”: in {count} date day and month seem to have changed places; it is left as it is",
        "“{column}”: in {count} dates day and month seem to have changed places; they are left as they are",
        count, **more,
    ),
    "year-added": lambda count, **more: msgn(
        "“{column}”: {count} date without a year counts as unknown; it could get the year that the file tells",
        "“{column}”: {count} dates without a year count as unknown; they could get the year that the file tells",
        count, **more,
    ),
    "marks-of-ten": lambda count, **more: msgn(
        "“{column}”: {count} mark is above 5; it is left out of the satisfaction, and could be read as one from 0 "
        "to 10",
        "“{column}”: {count} marks are above 5; they are left out of the satisfaction, and could be read as marks from "
        "0 to 10",
        count, **more,
    ),
    "marks-written": lambda count, **more: msgn(
        "“{column}”: {count} answer in words, or written as 4/5, counts as unknown; it could be read as a mark",
        "“{column}”: {count} answers in words, or written as 4/5, count as unknown; they could be read as marks",
        count, **more,
    ),
    "yes-or-no": lambda count, **more: msgn(
        "“{column}”: {count} answer seems to say yes or no; a word counts as unknown, 1 and 0 as marks",
        "“{column}”: {count} answers seem to say yes or no; words count as unknown, 1 and 0 as marks",
        count, **more,
    ),
    "merged-customers": lambda count, **more: msgn(
        "“{column}”: {count} cell names a customer with other capitals, accents or spaces; it counts as another one",
        "“{column}”: {count} cells name customers with other capitals, accents or spaces; they count as other ones",
        count, **more,
    ),
    "missing-words": lambda count, **more: msgn(
        "“{column}”: {count} cell seems to say that the value is unknown; its word is kept as a value",
        "“{column}”: {count} cells seem to say that the value is unknown; their words are kept as values",
        count, **more,
    ),
    "postcode-zero": lambda count, **more: msgn(
        "“{column}”: {count} postcode seems to lack the zero it begins with; it is left as it is",
        "“{column}”: {count} postcodes seem to lack the zero they begin with; they are left as they are",
        count, **more,
    ),
    "phone-zero": lambda count, **more: msgn(
        "“{column}”: {count} phone number seems to lack the zero it begins with; it is left as it is",
        "“{column}”: {count} phone numbers seem to lack the zero they begin with; they are left as they are",
        count, **more,
    ),
    "second-phone": lambda count, **more: msgn(
        "“{column}”: {count} cell holds two phone numbers; they stay together",
        "“{column}”: {count} cells hold two phone numbers; they stay together",
        count, **more,
    ),
    "full-name": lambda count, **more: msgn(
        "“{column}”: {count} full name is kept whole; it could be taken apart into first and last name",
        "“{column}”: {count} full names are kept whole; they could be taken apart into first and last name",
        count, **more,
    ),
    "likely-status": lambda count, **more: msgn(
        "“{column}”: {count} lead has a word such as “OK”: does it mean that the lead is won? Then tick this line",
        "“{column}”: {count} leads have a word such as “OK”: does it mean that they are won? Then tick this line",
        count, **more,
    ),
    "filled-down": lambda count, **more: msgn(
        "“{column}”: {count} blank cell stays blank; it could get the value above it",
        "“{column}”: {count} blank cells stay blank; they could get the values above them",
        count, **more,
    ),
    "merged-values": lambda count, **more: msgn(
        "“{column}”: {count} cell that differs by case or spaces alone stays apart from the others",
        "“{column}”: {count} cells that differ by case or spaces alone stay apart from the others",
        count, **more,
    ),
    "tax-removed": lambda count, **more: msgn(
        "“{column}”: VAT is left in {count} amount",
        "“{column}”: VAT is left in {count} amounts",
        count, **more,
    ),
    "percent-points": lambda count, **more: msgn(
        "“{column}”: {count} target of a percentage is 1 or less: {number} counts as {share}, as a fraction",
        "“{column}”: {count} targets of percentages are 1 or less: {number} counts as {share}, as a fraction",
        count, **more,
    ),
    "percent-fractions": lambda count, **more: msgn(
        "“{column}”: {count} target of a percentage is 1 or less: {number} counts as {share}, as it stands",
        "“{column}”: {count} targets of percentages are 1 or less: {number} counts as {share}, as it stands",
        count, **more,
    ),
    "tax-rate-assumed": lambda count, **more: msgn(
        "“{column}”: VAT is left in {count} amount; the file gives no rate, {rate} would be taken off",
        "“{column}”: VAT is left in {count} amounts; the file gives no rate, {rate} would be taken off",
        count, **more,
    ),
    "total-rows": lambda count: msgn(
        "{count} row of totals is kept with the others", "{count} rows of totals are kept with the others", count
    ),
    "sum-rows": lambda count: msgn(
        "{count} row that holds only the sums of the rows above is kept with the others",
        "{count} rows that hold only the sums of the rows above are kept with the others",
        count,
    ),
    "footer-rows": lambda count: msgn(
        "{count} row written below the table is kept with the others",
        "{count} rows written below the table are kept with the others",
        count,
    ),
    "repeated-headers": lambda count: msgn(
        "{count} row that repeats the headers is kept with the others",
        "{count} rows that repeat the headers are kept with the others",
        count,
    ),
    "section-rows": lambda count: msgn(
        "{count} row that only names a part of the sheet is kept with the others",
        "{count} rows that only name a part of the sheet are kept with the others",
        count,
    ),
    "remark-rows": lambda count: msgn(
        "{count} row that holds a remark alone is kept with the others",
        "{count} rows that hold a remark alone are kept with the others",
        count,
    ),
    "unfilled-rows": lambda count: msgn(
        "{count} row that holds a number or a day alone is kept with the others",
        "{count} rows that hold a number or a day alone are kept with the others",
        count,
    ),
    "named-by-sheet": lambda count, **more: msgn(
        "{count} row does not get the name of its sheet as “{column}”",
        "{count} rows do not get the name of their sheet as “{column}”",
        count, **more,
    ),
    "named-by-section": lambda count, **more: msgn(
        "{count} row does not get the name of its part of the sheet as “{column}”",
        "{count} rows do not get the names of their parts of the sheet as “{column}”",
        count, **more,
    ),
    "joined-by-id": lambda count, **more: msgn(
        "{count} row has the number of a lead of “{other}”; the two are not joined",
        "{count} rows have the numbers of leads of “{other}”; they are not joined with them",
        count, **more,
    ),
    "joined-by-number": lambda count, **more: msgn(
        "“{column}”: {count} cell names a lead by its number without zeros, or with more; it is left as it is",
        "“{column}”: {count} cells name leads by their numbers without zeros, or with more; they are left as they are",
        count, **more,
    ),
    "joined-by-email": lambda count, **more: msgn(
        "“{column}”: {count} cell names a lead by its e-mail; it is left as it is",
        "“{column}”: {count} cells name leads by their e-mails; they are left as they are",
        count, **more,
    ),
    "joined-by-company": lambda count, **more: msgn(
        "“{column}”: {count} cell names a lead by its company; it is left as it is",
        "“{column}”: {count} cells name leads by their companies; they are left as they are",
        count, **more,
    ),
    "joined-by-name": lambda count, **more: msgn(
        "“{column}”: {count} cell names a lead by its name; it is left as it is",
        "“{column}”: {count} cells name leads by their names; they are left as they are",
        count, **more,
    ),
    "counted-anew": lambda count, **more: msgn(
        "{count} number is also that of a lead in “{other}”: it is taken for the same lead",
        "{count} numbers are also those of leads in “{other}”: they are taken for the same leads",
        count, **more,
    ),
    "repeated-rows": lambda count, **more: msgn(
        "{count} row is in {other} already: it counts twice",
        "{count} rows are in {other} already: they count twice",
        count, **more,
    ),
    "repeated-expenses": lambda count, **more: msgn(
        "{count} expense is in {other} already: it counts twice",
        "{count} expenses are in {other} already: they count twice",
        count, **more,
    ),
    "alike-rows": lambda count, **more: msgn(
        "{count} row is the same as one in {other}: it counts all the same, as it may be another one",
        "{count} rows are the same as some in {other}: they count all the same, as they may be other ones",
        count, **more,
    ),
    "alike-expenses": lambda count, **more: msgn(
        "{count} expense is the same as one in {other}: it counts all the same, as it may be another one",
        "{count} expenses are the same as some in {other}: they count all the same, as they may be other ones",
        count, **more,
    ),
    "corrected-rows": lambda count, **more: msgn(
        "{count} row is not written as in {other}: both count",
        "{count} rows are not written as in {other}: both count",
        count, **more,
    ),
    "corrected-expenses": lambda count, **more: msgn(
        "{count} expense is not written as in {other}: both count",
        "{count} expenses are not written as in {other}: both count",
        count, **more,
    ),
    "later-list": lambda count, **more: msgn(
        "{count} lead is in {other} already: what this file says of it does not count",
        "{count} leads are in {other} already: what this file says of them does not count",
        count, **more,
    ),
    "dated-by-files": lambda count, **more: msgn(
        "{count} lead came to another stage between {start} and {end}: the day stays unknown",
        "{count} leads came to another stage between {start} and {end}: the days stay unknown",
        count, **more,
    ),
    "constant": lambda count, **more: msgn(
        "{count} row does not get “{value}” as “{column}”",
        "{count} rows do not get “{value}” as “{column}”",
        count, **more,
    ),
}  # fmt: skip


def left_alone(code: str, count: int, **more: Argument) -> Message:
    """The words for a proposal (the code of its :class:`~leaddesk.model.issues.Issue`) that is switched off; *more*:
    what the words for the applied one name besides the count.

    :raises KeyError: when there is no such proposal.
    """
    return _WORDS[code](count, **more)
