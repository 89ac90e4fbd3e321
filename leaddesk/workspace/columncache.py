"""Typed columns of an import, kept so that a document opens at once. Nothing is lost when they are dropped."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from leaddesk.model.dataset import Dataset, Frame, Origin
from leaddesk.model.schema import EXTRA_PREFIX, Kind
from leaddesk.model.tables import BY_ID
from leaddesk.workspace.fingerprint import fingerprint

if TYPE_CHECKING:
    from uuid import UUID

    from leaddesk.workspace.storage import Storage

_ROWS: Final = "@rows"
_ABOUT: Final = b"leaddesk"


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What typed columns depend on: the ``digest`` of the raw cells, the hash of the ``recipe`` and of all else that
    was decided, the version of the ``normaliser``.
    """

    digest: str
    recipe: str
    normaliser: int


def store(storage: Storage, import_id: UUID, key: CacheKey, dataset: Dataset) -> None:
    """Keep the tables of an import, in the place of those kept before."""
    blobs = [
        (table, column, ordinal, data)
        for table, frame in dataset.frames.items()
        for ordinal, (column, data) in enumerate(_blobs(frame, dataset.as_of))
    ]
    if not blobs:
        return
    with storage.transaction() as execute:
        execute("DELETE FROM columns WHERE import = ?", (import_id.bytes,))
        for table, column, ordinal, data in blobs:
            execute(
                "INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(import_id.bytes, table, column, key.digest, key.recipe, key.normaliser, ordinal, data),
                    fingerprint(import_id.bytes, table, column, key.digest, key.recipe, key.normaliser, ordinal, data),
                ),
            )


def load(storage: Storage, import_id: UUID, key: CacheKey) -> Dataset | None:
    """The tables kept for an import under that key, None when there are none or one is not what was written."""
    kept = storage.rows(
        "SELECT table_id, column_id, ordinal, data, hash FROM columns"
        " WHERE import = ? AND digest = ? AND recipe = ? AND normaliser = ? ORDER BY table_id, ordinal",
        (import_id.bytes, key.digest, key.recipe, key.normaliser),
    )
    tables: dict[str, dict[str, bytes]] = {}
    for table, column, ordinal, data, checksum in kept:
        known = (import_id.bytes, table, column, key.digest, key.recipe, key.normaliser, ordinal, data)
        if fingerprint(*known) != checksum or ordinal != len(tables.setdefault(table, {})):
            return None
        tables[table][column] = data
    try:
        return _dataset(tables) if tables else None
    except (pa.ArrowException, KeyError, ValueError, TypeError):
        return None


def _dataset(tables: dict[str, dict[str, bytes]]) -> Dataset | None:
    frames: dict[str, Frame] = {}
    as_of: str | None = None
    for table, columns in tables.items():
        about = _read(columns.pop(_ROWS))
        facts = json.loads(about.schema.metadata[_ABOUT])
        if len(columns) != facts["columns"]:
            return None
        as_of = facts["as_of"]
        frames[table] = _frame(table, about, facts, columns)
    return Dataset(frames, dt.date.fromisoformat(as_of) if as_of else None)


def _frame(table: str, about: pa.Table, facts: dict[str, Any], columns: dict[str, bytes]) -> Frame:
    rows, file, sheet, line = (about.column(name).to_numpy() for name in ("row", "file", "sheet", "line"))
    origin = Origin(tuple(facts["files"]), tuple(facts["sheets"]), file, sheet, line)
    data = {name: _series(name, BY_ID[table].by_id, _read(blob).column(0)) for name, blob in columns.items()}
    return Frame(BY_ID[table], pd.DataFrame(data, index=pd.RangeIndex(len(rows))), rows, origin)


def _blobs(frame: Frame, as_of: dt.date | None) -> list[tuple[str, bytes]]:
    """The rows and their origins, then each column."""
    origin = frame.origin
    facts = {
        "columns": len(frame.data.columns),
        "files": origin.files,
        "sheets": origin.sheets,
        "as_of": None if as_of is None else as_of.isoformat(),
    }
    about = pa.table(
        {
            "row": pa.array(frame.rows),
            "file": pa.array(origin.file),
            "sheet": pa.array(origin.sheet),
            "line": pa.array(origin.line),
        }
    ).replace_schema_metadata({_ABOUT: json.dumps(facts).encode("ascii")})
    columns = ((str(name), pa.table({"values": _arrow(frame, str(name))})) for name in frame.data.columns)
    return [(_ROWS, _written(about)), *((name, _written(column)) for name, column in columns)]


def _arrow(frame: Frame, name: str) -> pa.Array:
    column, kind = frame.data[name], frame.kind(name)
    if kind is Kind.CATEGORY:
        codes = column.cat.codes.to_numpy().astype(np.int32)
        words = pa.array([str(word) for word in column.cat.categories], pa.large_string())
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
    if kind is Kind.MOMENT:
        seconds = frame.seconds(name)
        return pa.array(seconds, mask=seconds == np.iinfo(np.int64).min)
    if kind.is_number:
        return pa.array(frame.numbers(name), from_pandas=False)
    return pa.array(column, pa.large_string(), from_pandas=True)


def _series(name: str, declared: dict[str, Any], values: pa.ChunkedArray) -> pd.Series:
    kind = Kind.TEXT if name.startswith(EXTRA_PREFIX) else declared[name].kind
    if kind is Kind.CATEGORY:
        array = values.combine_chunks()
        array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
        codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        words = pd.Index(array.dictionary.to_pylist(), dtype="str")
        return pd.Series(pd.Categorical.from_codes(codes, words))
    if kind is Kind.MOMENT:
        seconds = values.fill_null(np.iinfo(np.int64).min).to_numpy()
        return pd.Series(seconds.view("datetime64[s]"))
    if kind.is_number:
        return pd.Series(values.to_numpy())
    return pd.Series(values, dtype="str")


def _written(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _read(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
