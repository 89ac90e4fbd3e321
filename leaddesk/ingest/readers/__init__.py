"""The readers, one file a format family. Their modules are imported when needed, in the worker.

A reader's module has ``read(job: Job, out: FrameWriter) -> None``: it sends the sheets it finds as frames, or raises
``Refusal``; with the code ``next`` it leaves the file to the next reader of the format, having sent nothing.
"""

from __future__ import annotations

from typing import IO, Any, Final, NamedTuple


class Reader(NamedTuple):
    """A reader: its name, the formats it reads (as ``sniff`` names them) and the module that does it."""

    name: str
    formats: tuple[str, ...]
    module: str


READERS: Final = (
    Reader("calamine", ("xlsx", "xlsb", "xls", "ods"), "leaddesk.ingest.readers.calamine"),
    Reader("openpyxl", ("xlsx",), "leaddesk.ingest.readers.openxml"),
    Reader("opendocument", ("ods", "fods"), "leaddesk.ingest.readers.opendocument"),
    Reader("webpage", ("html",), "leaddesk.ingest.readers.webpage"),
    Reader("spreadsheetml", ("xml2003",), "leaddesk.ingest.readers.spreadsheetml"),
    Reader("delimited", ("text",), "leaddesk.ingest.readers.delimited"),
)
"""In the order in which they get their chance at a format."""


GLIMPSES: Final = {
    "xlsx": "leaddesk.ingest.readers.firstrows",
    "text": "leaddesk.ingest.readers.delimited",
}
"""By format the module whose ``glimpse(job, out)`` sends the first rows alone, quickly, however large the file is."""


class Job(NamedTuple):
    """What a reader is asked to do.

    ``rows``, ``columns``: the limits of a sheet. ``encoding``, ``delimiter``: what the user says of a text file, or
    None. ``part`` of ``parts``: several workers may share a large file. ``sizes``: unpacked bytes of each member of
    a package. ``extension``: of the file's name, in small letters, without the point.
    """

    stream: IO[bytes]
    format: str
    extension: str
    rows: int
    columns: int
    encoding: str | None = None
    delimiter: str | None = None
    part: int = 0
    parts: int = 1
    sizes: dict[str, int] | None = None

    @classmethod
    def fields_of(cls, request: dict[str, Any]) -> dict[str, Any]:
        """Those entries of *request* that are fields of a job."""
        return {key: request[key] for key in cls._fields if key in request}


def readers_of(kind: str) -> tuple[Reader, ...]:
    """The readers of one format, in order."""
    return tuple(reader for reader in READERS if kind in reader.formats)
