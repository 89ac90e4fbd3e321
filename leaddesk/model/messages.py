"""Messages as plain JSON values, exactly: what is stored is the sentence as data, never its translation."""

from __future__ import annotations

import datetime as dt
from operator import index
from typing import TYPE_CHECKING, Any

from leaddesk.text import Message, Money, Percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leaddesk.text import Argument


def message_to_json(message: Message) -> dict[str, Any]:
    """The message as values that JSON can hold; what has its default is left out."""
    plain: dict[str, Any] = {"msgid": message.msgid}
    if message.plural:
        plain["plural"] = message.plural
    if message.count is not None:
        plain["count"] = int(message.count)
    if message.context:
        plain["context"] = message.context
    if message.args:
        plain["args"] = [[name, _plain(value)] for name, value in message.args]
    return plain


def message_from_json(plain: Mapping[str, Any]) -> Message:
    """The message that :func:`message_to_json` wrote.

    :raises ValueError: when it is something else.
    """
    try:
        args = tuple((str(name), _argument(value)) for name, value in plain.get("args", ()))
        return Message(plain["msgid"], plain.get("plural", ""), plain.get("count"), plain.get("context", ""), args)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a message: {error}") from error


def _plain(value: Argument) -> object:
    if isinstance(value, Message):
        return {"message": message_to_json(value)}
    if isinstance(value, Money):
        return {"money": [float(value.value), value.currency, value.decimals]}
    if isinstance(value, Percent):
        return {"percent": [float(value.value), value.decimals]}
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, str | bool):
        return value
    # Arrays give numbers of their own kinds, which JSON does not take.
    return index(value) if hasattr(value, "__index__") else float(value)


def _argument(value: str | float | Mapping[str, Any]) -> Argument:
    if isinstance(value, str | int | float):
        return value
    ((form, inside),) = value.items()
    if form == "message":
        return message_from_json(inside)
    if form == "money":
        return Money(*inside)
    if form == "percent":
        return Percent(*inside)
    if form == "moment":
        return dt.datetime.fromisoformat(inside)
    if form == "date":
        return dt.date.fromisoformat(inside)
    raise ValueError(f"not an argument of a message: {form}")
