"""Raw cells as bytes: Arrow IPC, one record batch a column, compressed with lz4, and back exactly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from leaddesk.model.raw import MergedRange, RawColumn, RawFile, RawSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

FORM: Final = 1
"""The form of these bytes; a reader refuses one that it does not know."""

_KEY: Final = b"leaddesk"
_BETWEEN: Final = b"\x00"


def raw_to_bytes(file: RawFile) -> bytes:
    """The whole file with all its sheets. The same cells are read from it by :func:`raw_from_bytes`."""
    import pyarrow as pa

    schema = _schema().with_metadata({_KEY: json.dumps(_description(file)).encode("ascii")})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        for sheet in file.sheets:
            for column in sheet.columns:
                writer.write_batch(_batch(column, schema))
    result: bytes = sink.getvalue().to_pybytes()
    return result


def raw_from_bytes(data: bytes) -> RawFile:
    """The file that :func:`raw_to_bytes` wrote; its arrays are read-only.

    :raises ValueError: when the bytes are something else.
    """
    import pyarrow as pa

    try:
        with pa.ipc.open_stream(data) as reader:
            plain = json.loads(reader.schema.metadata[_KEY])
            if plain["form"] != FORM:
                raise ValueError("raw cells of an unknown form")
            sheets = tuple(_sheet(sheet, reader) for sheet in plain["sheets"])
        about = tuple((str(key), str(value)) for key, value in plain.get("about", {}).items())  # older ones have none
        read_as = (plain["encoding"], plain["delimiter"])
        return RawFile(plain["name"], plain["digest"], plain["format"], sheets, *read_as, about)
    except (pa.ArrowException, KeyError, TypeError, AttributeError, StopIteration, OSError) as error:
        raise ValueError(f"not raw cells: {error}") from error


def _schema() -> pa.Schema:
    """Each record is a column of cells. Texts are bytes: cells may hold lone surrogates, which UTF-8 does not have."""
    import pyarrow as pa

    return pa.schema(
        [
            ("kinds", pa.large_list(pa.uint8())),
            ("numbers", pa.large_list(pa.float64())),
            ("codes", pa.large_list(pa.int32())),
            ("texts", pa.large_list(pa.large_binary())),
        ]
    )


def _description(file: RawFile) -> dict[str, Any]:
    return {
        "form": FORM,
        "name": file.name,
        "digest": file.digest,
        "format": file.format,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "about": dict(file.about),
        "sheets": [
            {
                "name": sheet.name,
                "columns": len(sheet.columns),
                "rows": sheet.rows,
                "first_line": sheet.first_line,
                "first_column": sheet.first_column,
                "hidden": sheet.hidden,
                "merged": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in sheet.merged],
            }
            for sheet in file.sheets
        ],
    }


def _batch(column: RawColumn, schema: pa.Schema) -> pa.RecordBatch:
    import numpy as np
    import pyarrow as pa

    texts = pa.array([text.encode("utf-8", "surrogatepass") for text in column.texts], pa.large_binary())
    arrays = [
        _listed(np.ascontiguousarray(column.kinds, np.uint8)),
        _listed(None if column.numbers is None else np.ascontiguousarray(column.numbers, np.float64), pa.float64()),
        _listed(None if column.codes is None else np.ascontiguousarray(column.codes, np.int32), pa.int32()),
        pa.LargeListArray.from_arrays(pa.array([0, len(texts)], pa.int64()), texts),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _listed(values: npt.NDArray[Any] | None, kind: pa.DataType | None = None) -> pa.Array:
    """One record that is the whole array, or missing."""
    import pyarrow as pa

    if values is None:
        return pa.array([None], pa.large_list(kind))
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), pa.array(values, from_pandas=False))


def _sheet(plain: dict[str, Any], reader: pa.RecordBatchReader) -> RawSheet:
    columns = tuple(_column(reader.read_next_batch(), plain["rows"]) for _ in range(plain["columns"]))
    return RawSheet(
        plain["name"],
        columns,
        plain["rows"],
        plain["first_line"],
        plain["first_column"],
        plain["hidden"],
        tuple(MergedRange(*edges) for edges in plain["merged"]),
    )


def _column(batch: pa.RecordBatch, rows: int) -> RawColumn:
    import numpy as np

    batch.validate(full=True)
    kinds = _values(batch.column(0), np.uint8)
    numbers = _values(batch.column(1), np.float64)
    codes = _values(batch.column(2), np.int32)
    texts = _texts(batch.column(3))
    wrong = [values for values in (kinds, numbers, codes) if values is not None and len(values) != rows]
    if kinds is None or wrong:
        raise ValueError("a column of raw cells does not fit its sheet")
    return RawColumn(kinds, numbers, codes, texts)


def _texts(column: pa.Array) -> tuple[str, ...]:
    """The texts inside a record. They are taken apart in one go where a letter that is in none can stand between."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count, between = len(column.values), pa.scalar(_BETWEEN, column.type.value_type)
    joined: bytes = pc.binary_join(column, between)[0].as_py() if count else b""
    if count and joined.count(_BETWEEN) == count - 1:
        return tuple(str(joined, "utf-8", "surrogatepass").split(_BETWEEN.decode()))
    return tuple(str(text, "utf-8", "surrogatepass") for text in column.values.to_pylist())


def _values(column: pa.Array, kind: type[np.generic]) -> npt.NDArray[Any] | None:
    """The array inside a record, without a copy; pyarrow's own conversion would import pandas."""
    import numpy as np

    if column.null_count:
        return None
    values = column.values
    buffer: Sequence[Any] = values.buffers()
    if not len(values):
        return np.zeros(0, kind)
    start = values.offset * np.dtype(kind).itemsize
    array = np.frombuffer(buffer[1], kind, len(values), start)
    array.flags.writeable = False
    return array
