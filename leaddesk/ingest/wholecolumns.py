"""Large sheets of an xlsx whose columns hold one kind of cells each: through fastexcel, a column at a time.

Reading them cell by cell takes twice as long. But fastexcel gives a column one type, and turns what is of another kind
into it or loses it. So the first rows of a sheet (titles, headers) or its last ones (totals, notes) are read cell by
cell, samples of the others tell whether the columns are regular, fastexcel is asked to refuse a column of two types,
and in the end the cells are counted. Whatever does not fit is left to calamine, which reads the sheet cell by cell.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from leaddesk.ingest.cells import DATE, ERROR, FLAG, MOST_CELLS, NUMBER, ColumnCells, SheetCells
from leaddesk.ingest.excerpts import Excerpts, Odd
from leaddesk.ingest.package import EMPTY_TAIL
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    import pyarrow as pa
    from fastexcel import ExcelReader
    from python_calamine import CalamineSheet, SheetMetadata

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.package import Buffers, Errors, Package, Piece
    from leaddesk.ingest.readers import Job

FROM: Final = 128 << 20
"""A workbook with a member of so many bytes or more is tried: getting ready takes half a second."""

_EDGE: Final = 100
_SAMPLE: Final = 40
_SAMPLES: Final = 6
_ROW: Final = b"<row "
_NUMBER: Final = re.compile(rb'<row [^>]*?\br="(\d+)"')
_FIRST_MOMENT: Final = dt.datetime(1904, 1, 2)  # noqa: DTZ001  (cells hold naive local times)
"""A number below one day, shown as a date, is a time of day; this is after it in both date systems of Excel."""
_KINDS: Final[dict[type, type]] = {dt.date: dt.datetime, dt.time: dt.timedelta, int: float}


def read(job: Job, package: Package, out: FrameWriter) -> set[int] | None:
    """Send this worker's part of the sheets that are very large, as far as it can be done this way.

    Gives the numbers of the sheets that were sent; the *package* has let go of its pieces then. None where it was not
    tried: the package is as it was.

    :raises Refusal: ``damaged``, ``too_many_rows`` or ``too_many_columns``.
    """
    if job.parts == 1 or max((job.sizes or {}).values(), default=0) < FROM:
        return None
    try:
        parts = [_Part(index, piece, is_last=job.part == job.parts - 1) for index, piece in package.pieces.items()]
        regular = _regular(parts, package)
    except (Odd, ValueError, OSError, KeyError):
        return None
    return _sent(regular, package, job, out) if regular else None


def _sent(parts: list[_Part], package: Package, job: Job, out: FrameWriter) -> set[int]:
    import fastexcel
    from python_calamine import SheetVisibleEnum

    out.progress(0.2)
    content = package.copy({part.index: part.middle() for part in parts})
    for part in parts:
        part.count(package)
    package.pieces.clear()  # hundreds of megabytes, as what is let go of below
    book = fastexcel.read_excel(content)
    del content
    out.progress(0.4)
    loaded = [part for part in parts if part.load(book)]
    del book
    sent = set()
    for part in loaded:
        out.progress(0.8)
        try:
            cells = part.cells(job)
        except Odd:
            continue
        facts = part.facts
        merged = [(*first, *last) for first, last in part.edge.merged_cell_ranges or ()]
        hidden = facts.visible != SheetVisibleEnum.Visible
        out.sheet(facts.name, cells, origin=(part.first_row, 0), hidden=hidden, merged=merged, index=part.index)
        sent.add(part.index)
    return sent


def _regular(parts: list[_Part], package: Package) -> list[_Part]:
    """Those of whose columns no sample shows two kinds of cells."""
    from python_calamine import CalamineError, SheetTypeEnum

    excerpts = Excerpts(package)
    for part in parts:
        edge, *samples = part.excerpts()
        excerpts.add(part.index, edge)
        for sample in samples:
            excerpts.add(part.index, sample, texts=False)
    try:
        books = excerpts.open()
        found = []
        for number, part in enumerate(parts):
            first, *others = books[number * (_SAMPLES + 1) : (number + 1) * (_SAMPLES + 1)]
            part.facts = first.sheets_metadata[part.index]
            part.edge = first.get_sheet_by_index(part.index)
            sheets = [book.get_sheet_by_index(part.index) for book in others]
            if part.facts.typ == SheetTypeEnum.WorkSheet and _are_regular(sheets):
                found.append(part)
    except CalamineError as error:
        raise Odd from error
    return found


def _are_regular(samples: list[CalamineSheet]) -> bool:
    kinds: dict[int, set[type]] = {}
    for sheet in samples:
        first = 0 if sheet.start is None else sheet.start[1]
        for row in sheet.to_python(skip_empty_area=True):
            for column, value in enumerate(row, first):
                if value != "":
                    kinds.setdefault(column, set()).add(_KINDS.get(type(value), type(value)))
    return all(len(found) == 1 and dt.timedelta not in found for found in kinds.values())


class _Part:
    """A worker's part of one sheet: ``edge``, its first rows (of the last part the last ones), and the others."""

    facts: SheetMetadata
    edge: CalamineSheet

    def __init__(self, index: int, piece: Piece, *, is_last: bool) -> None:
        self.index, self._piece, self._is_last = index, piece, is_last
        self.first_row = 0
        body, self._first, self._stop = piece.body, piece.first, piece.stop
        for _ in range(_EDGE):
            if is_last:
                self._stop = body.rfind(_ROW, self._first, self._stop)
            else:
                self._first = body.find(_ROW, self._first + 1, self._stop)
            if self._first < 0 or self._stop < 0:
                raise Odd
        number = _NUMBER.match(body, self._first)
        if number is None or int(number[1]) < 2 or self._first >= self._stop:
            raise Odd
        self._number = int(number[1])
        self._batch: pa.RecordBatch
        self._written = 0
        self._errors: Errors = {}

    def excerpts(self) -> list[Buffers]:
        """The XML with the rows of the edge, and those with samples of the others."""
        piece = self._piece
        edge = piece.buffers(self._stop) if self._is_last else piece.buffers(stop=self._first)
        return [edge, *(self._sample(number) for number in range(_SAMPLES))]

    def _sample(self, number: int) -> Buffers:
        body = self._piece.body
        start = self._first + (self._stop - self._first) * number // _SAMPLES
        first = stop = body.find(_ROW, start, self._stop)
        for _ in range(_SAMPLE):
            stop = body.find(_ROW, stop + 1, self._stop)
            if first < 0 or stop < 0:
                raise Odd
        return [self._piece.head, memoryview(body)[first:stop], EMPTY_TAIL]

    def middle(self) -> Buffers:
        """The XML with the other rows, below a header of one text in column A: so it is known where they begin."""
        before = b'<row r="%d"><c r="A%d" t="str"><v>-</v></c></row>' % (self._number - 1, self._number - 1)
        rows = memoryview(self._piece.body)[self._first : self._stop]
        return [self._piece.head, before, rows, EMPTY_TAIL]

    def load(self, book: ExcelReader) -> bool:
        """Let fastexcel read the other rows; False where a column holds two types, or a cell is missing then."""
        from fastexcel import FastExcelError

        try:
            self._batch = book.load_sheet(
                self.facts.name, header_row=self._number - 2, skip_rows=0,
                schema_sample_rows=None, dtype_coercion="strict", eager=True,
            )  # fmt: skip
        except FastExcelError:
            return False
        given: int = sum(len(column) - column.null_count for column in self._batch.columns)
        return given == self._written

    def count(self, package: Package) -> None:
        """Look for what has to be in the other rows, and let their XML go."""
        body, first, stop = self._piece.body, self._first, self._stop
        # Long patterns are found fastest.
        written = body.count(b"</v></c>", first, stop)
        if body.find(b't="inlineStr"', first, stop) >= 0:
            written += body.count(b"</is></c>", first, stop)
        if body.find(b"#", first, stop) >= 0:
            written -= body.count(b' t="e"', first, stop)
        self._written, self._errors = written, package.errors(self.index)
        del self._piece

    def cells(self, job: Job) -> SheetCells:
        """All the rows; ``first_row`` is the place of the first one in the sheet.

        :raises Refusal: ``too_many_rows`` or ``too_many_columns``.
        :raises Odd: where a column is of a type that is read cell by cell.
        """
        start = self.edge.start or (self._number - 1, 0)
        rows = self.edge.to_python(skip_empty_area=True) if self.edge.start is not None else []
        edge = [[""] * len(rows)] * start[1] + [list(column) for column in zip(*rows, strict=True)]
        batch, first = self._batch, self._number - 1
        del self._batch
        self.first_row = first if self._is_last else start[0]
        gap = start[0] - first - batch.num_rows if self._is_last else first - start[0] - len(rows)
        size, width = batch.num_rows + len(rows) + gap, max(batch.num_columns, len(edge))
        if gap < 0:
            raise Odd
        if width > job.columns:
            raise Refusal("too_many_columns", columns=width, limit=job.columns)
        if size > job.rows:
            raise Refusal("too_many_rows", limit=job.rows)
        if size * width > MOST_CELLS:
            raise Refusal("memory")
        errors: dict[int, list[tuple[int, str]]] = {}
        for row, codes in self._errors.items():
            for column, code in codes.items():
                errors.setdefault(column, []).append((row - self.first_row, code))
        joined = []
        for column in range(width):
            others = batch.column(column) if column < batch.num_columns else None
            beside = edge[column] if column < len(edge) else [""] * len(rows)
            if self._is_last:
                parts = [_given(others, batch.num_rows), _empty(gap), _added(beside)]
            else:
                parts = [_added(beside), _empty(gap), _given(others, batch.num_rows)]
            joined.append(_joined(parts, errors.get(column, [])))
        return SheetCells.whole(joined)


class _Cells(NamedTuple):
    """Cells of a column one below the other: a byte each for their kinds, numbers (NaN where there is none) and
    texts (null where there is none), as far as there are any.
    """

    kinds: bytes
    numbers: array[float] | None
    texts: pa.Array | None


def _empty(size: int) -> _Cells:
    return _Cells(bytes(size), None, None)


def _added(values: list[Any]) -> _Cells:
    import pyarrow as pa

    column = ColumnCells()
    if values:
        column.add(values)
    texts = None
    if column.codes is not None:
        texts = pa.array([value if isinstance(value, str) and value else None for value in values], pa.string())
    return _Cells(bytes(column.kinds), column.numbers, texts)


def _given(values: pa.Array | None, size: int) -> _Cells:
    import pyarrow as pa
    import pyarrow.compute as pc

    if values is None or pa.types.is_null(values.type):
        return _empty(size)
    kind = values.type
    if pa.types.is_string(kind):
        # A text without a letter is an empty cell.
        present = pc.fill_null(pc.not_equal(values, ""), False)
        return _Cells(_bytes(present.cast(pa.uint8())), None, pc.if_else(present, values, None))
    if pa.types.is_timestamp(kind):
        earliest = pc.min(values).as_py()
        if earliest is not None and earliest < _FIRST_MOMENT:
            raise Odd
        numbers, sort = pc.divide(values.cast(pa.int64()).cast(pa.float64()), 1000.0), DATE
    elif pa.types.is_floating(kind) or pa.types.is_integer(kind):
        numbers, sort = values.cast(pa.float64()), NUMBER
    elif pa.types.is_boolean(kind):
        numbers, sort = values.cast(pa.uint8()).cast(pa.float64()), FLAG
    else:
        raise Odd
    kinds = _bytes(pc.is_valid(values).cast(pa.uint8())).replace(b"\x01", bytes([sort]))
    return _Cells(kinds, array("d", _bytes(pc.fill_null(numbers, float("nan")))), None)


def _joined(parts: list[_Cells], errors: list[tuple[int, str]]) -> ColumnCells:
    """One column of several stretches; *errors* are its error cells, by 0-based row."""
    kinds = bytearray().join(part.kinds for part in parts)
    errors = [(row, code) for row, code in errors if 0 <= row < len(kinds)]
    for row, _ in errors:
        kinds[row] = ERROR
    numbers = codes = None
    texts: list[str] = []
    if any(part.numbers is not None for part in parts):
        numbers = array("d")
        for part in parts:
            numbers.extend(part.numbers or array("d", [float("nan")]) * len(part.kinds))
    if errors or any(part.texts is not None for part in parts):
        codes, texts = _coded(parts, errors)
    return ColumnCells.whole(kinds, numbers, codes, texts)


def _coded(parts: list[_Cells], errors: list[tuple[int, str]]) -> tuple[array[int], list[str]]:
    """The place of each text or error code among the distinct ones, -1 where there is none; and these."""
    import pyarrow as pa
    import pyarrow.compute as pc

    arrays = [pa.nulls(len(part.kinds), pa.string()) if part.texts is None else part.texts for part in parts]
    whole = pa.concat_arrays(arrays)
    if errors:
        written = whole.to_pylist()
        for row, code in errors:
            written[row] = code
        whole = pa.array(written, pa.string())
    coded = whole.dictionary_encode()
    return array("i", _bytes(pc.fill_null(coded.indices, -1))), coded.dictionary.to_pylist()


def _bytes(values: pa.Array) -> bytes:
    """The values of an array of numbers without nulls."""
    width = values.type.bit_width // 8
    return bytes(values.buffers()[1].slice(values.offset * width, len(values) * width))
