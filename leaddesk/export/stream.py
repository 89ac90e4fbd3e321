"""Rows of a data sheet as XML, a column at a time: text is put together by Arrow, never cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leaddesk.export.celltext import escaped, stored
from leaddesk.export.datacolumn import DataColumn, Formulas, Numbers, Texts
from leaddesk.export.rowformulas import FIRST_ROW, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from leaddesk.export.datasheet import DataSheet

Column: TypeAlias = "pa.Array"
"""One text a row, null where there is none."""

CHUNK: Final = 8_192
"""Rows put together at a time: a few megabytes of text."""


def rows_xml(sheet: DataSheet, styles: dict[str, str]) -> Iterator[bytes]:
    """The ``<row>`` elements of a data sheet, in chunks; *styles*: the style number of each column's letter."""
    labels = {column.letter: _snippets(column, styles[column.letter]) for column in sheet.columns}
    for start in range(0, len(sheet.frame), CHUNK):
        stop = min(start + CHUNK, len(sheet.frame))
        numbers = pc.cast(pa.array(np.arange(start + FIRST_ROW, stop + FIRST_ROW)), pa.string())
        cells = (
            _cells(column, slice(start, stop), numbers, styles[column.letter], labels[column.letter])
            for column in sheet.columns
        )
        lines = _joined(['<row r="', numbers, '">', *cells, "</row>"])
        # The rows lie one behind the other in Arrow's buffer: no list of Python strings is made.
        yield memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()].tobytes()


def _joined(parts: list[str | Column]) -> Column:
    return pc.binary_join_element_wise(*_merged(parts), "", null_handling="replace", null_replacement="")


def _merged(parts: list[str | Column]) -> list[str | Column]:
    """The parts with neighbouring constants put together."""
    merged: list[str | Column] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, str) and isinstance(last, str):
            merged[-1] = last + part
        else:
            merged.append(part)
    return merged


def _snippets(column: DataColumn, style: str) -> Column | None:
    """For texts what follows the row number in each distinct cell."""
    content = column.content.results if isinstance(column.content, Formulas) else column.content
    if not isinstance(content, Texts):
        return None
    if isinstance(column.content, Formulas):
        return pa.array([escaped(stored(label)) for label in content.labels], pa.string())
    return pa.array([_inline(escaped(stored(label)), style) for label in content.labels], pa.string())


def _inline(text: str, style: str) -> str:
    """The rest of a cell of text, behind its row number; blanks at the ends are kept."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f'" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _cells(column: DataColumn, part: slice, rows: Column, style: str, labels: Column | None) -> Column:
    """The cells of one column as an array of XML; null where there is none."""
    content = column.content
    start = f'<c r="{column.letter}'
    if isinstance(content, Texts):
        texts = _taken(labels, content.codes[part])
        return pc.binary_join_element_wise(start, rows, texts, "")  # null where there is no text
    if isinstance(content, Numbers):
        numbers = _numbers(content.values[part])
        return pc.binary_join_element_wise(start, rows, f'" s="{style}"><v>', numbers, "</v></c>", "")
    pieces = _template(content.template, rows)
    if isinstance(content.results, Texts):
        found = _taken(labels, content.results.codes[part])
        return _joined([start, rows, f'" s="{style}" t="str"><f>', *pieces, "</f><v>", found, "</v></c>"])
    found = _numbers(content.results.values[part])
    kind = pc.if_else(pc.is_null(found), f'" s="{style}" t="str"><f>', f'" s="{style}"><f>')
    return _joined([start, rows, kind, *pieces, "</f><v>", found, "</v></c>"])


def _template(template: str, rows: Column) -> list[str | Column]:
    pieces: list[str | Column] = []
    for constant in escaped(template).split(ROW):
        pieces += [constant, rows]
    return pieces[:-1]


def _taken(labels: Column | None, codes: npt.NDArray[np.int32]) -> Column:
    if labels is None or not len(labels):
        return pa.nulls(len(codes), pa.string())
    return labels.take(pa.array(codes, mask=codes < 0))


def _numbers(values: npt.NDArray[np.float64]) -> Column:
    """Numbers in their shortest exact form, null where NaN; whole ones without a point."""
    missing = np.isnan(values)
    known = np.where(missing, 0.0, values)
    if np.all(known == np.floor(known)) and np.all(np.abs(known) < 2**53):
        return pc.cast(pa.array(known.astype(np.int64), mask=missing), pa.string())
    return pc.cast(pa.array(known, mask=missing), pa.string())
