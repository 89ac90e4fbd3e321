"""HTML tables, which many programs write and call .xls; also Excel's web archives (MHTML).

Read as a stream by the standard library's parser. Every table with content is a sheet; text alone is taken, scripts
and styles are not. Cells stay the text they are, but where Excel (``x:num``) or LibreOffice (``sdval``) wrote the
value itself beside it. The spans are those of the HTML standard, 4.9.11 and 4.9.12.
"""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import IO, TYPE_CHECKING, Any, Final

from leaddesk.ingest.cells import ErrorText
from leaddesk.ingest.datecodes import NUMBER, from_serial, shown_as
from leaddesk.ingest.encodings import declared_encoding
from leaddesk.ingest.grid import Grid
from leaddesk.ingest.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaddesk.ingest.frames import FrameWriter
    from leaddesk.ingest.readers import Job

_BLOCK: Final = 65_536
_MOST_TABLES: Final = 1_000
_WIDEST: Final = 1_000
_HIGHEST: Final = 65_534
_MOST_STYLE: Final = 1 << 20
_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*(?:x-)?([\w.:-]+)""", re.IGNORECASE)
_FORMAT: Final = re.compile(r"""mso-number-format\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^;}]*))""")
_CLASS: Final = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_SHEET_NAME: Final = re.compile(r"<x:Name>([^<]*)</x:Name>", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_BREAKING: Final = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "hr"})
_CELL: Final = re.compile(r"""<(t[dhr])((?:\s+[\w:-]+=(?:"[^"<>&]*"|[\w#%.-]+))*)\s*>""", re.IGNORECASE)
_CELL_END: Final = re.compile(r"</(t[dhr])>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([\w:-]+)=(?:"([^"]*)"|([\w#%.-]+))""")
_SPEAKING: Final = frozenset({"x:err", "x:fmla", "x:bool", "x:num", "sdval"})
_SILENT: Final = frozenset({"script", "style", "title", "noscript", "template"})


def read(job: Job, out: FrameWriter) -> None:
    """Send every table as a sheet.

    :raises Refusal: ``html`` when there is no table in it; ``too_many_rows``, ``too_many_columns``, ``memory``.
    """
    tables = Tables(job.rows, job.columns)
    archived = _is_archive(job.stream)
    broken = False
    encoding = ""
    for page in _pages(job.stream) if archived else (job.stream,):
        encoding, lossy = declared_encoding(page, _CHARSET)
        broken = broken or lossy
        size = max(page.seek(0, io.SEEK_END), 1)
        page.seek(0)
        text = io.TextIOWrapper(page, encoding, errors="replace" if lossy else "strict")
        while block := text.read(_BLOCK):
            tables.feed(block)
            out.progress(0.9 * min(page.tell() / size, 1.0))
        tables.end_page()
        text.detach()
    found = tables.named()
    if not found:
        raise Refusal("html")
    if broken:
        out.issue("undecodable", encoding=encoding)
    for index, (name, grid) in enumerate(found):
        out.sheet(name, grid.cells, merged=grid.merged, index=index)
    out.send({"type": "text", "encoding": encoding.removesuffix("-sig"), "delimiter": ""})


def _is_archive(stream: IO[bytes]) -> bool:
    stream.seek(0)
    return stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"mime-version:")


def _pages(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The pages of a web archive, without the one in which Excel keeps its row of tabs."""
    from email import message_from_binary_file

    stream.seek(0)
    for part in message_from_binary_file(stream).walk():
        if part.get_content_type() != "text/html" or str(part["Content-Location"]).endswith("tabstrip.htm"):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield io.BytesIO(content)


class _Table:
    """One table element while it is open."""

    def __init__(self, rows: int, columns: int) -> None:
        self.grid = Grid(rows, columns)
        self.caption: list[str] = []
        self.in_caption = False
        self.row: dict[int, Any] | None = None
        self.cell: dict[str, str | None] | None = None
        self.text: list[str] = []
        self._columns = columns
        self._column = 0
        self._covered: dict[int, int] = {}  # column → how many rows, from this one on, a cell above reaches down

    def start_row(self) -> None:
        self.end_row()
        self.row = {}
        self._column = 0

    def start_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        if self.row is None:
            self.start_row()
        while self._covered.get(self._column, 0) > 0:
            self._column += 1
        self.cell = attributes
        self.text = []

    def end_cell(self, formats: dict[str, str] | None = None) -> None:
        if self.cell is None or self.row is None:
            return
        text, wide, high = _plain(self.text), 1, 1
        if self.cell:
            wide = _span(self.cell.get("colspan"), _WIDEST)
            high = _span(self.cell.get("rowspan"), _HIGHEST)
            self.grid.merge(self._column, wide, high)
        value = _value(text, self.cell, formats or {}) if self.cell else text
        if value != "":
            self.row[self._column] = value
        if high > 1:
            for column in range(self._column, min(self._column + wide, self._columns)):
                self._covered[column] = high
        self._column += wide
        self.cell = None

    def end_row(self) -> None:
        if self.row is None:
            return
        self.grid.add_at(self.row)
        self.row = None
        self._covered = {column: left - 1 for column, left in self._covered.items() if left > 1}


class Tables(HTMLParser):
    """Gathers the tables of pages that are fed to it."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(convert_charrefs=True)
        self._limits = (rows, columns)
        self._open: list[_Table] = []
        self._finished: list[tuple[str, Grid]] = []
        self._sheet_names: list[str] = []
        self._silent = ""
        self._style: list[str] = []
        self._formats: dict[str, str] = {}

    def named(self) -> list[tuple[str, Grid]]:
        """The tables that hold something, each with a name of its own; a table alone may have none."""
        names = [name for name, _ in self._finished]
        if len(self._sheet_names) == len(names):
            names = self._sheet_names
        taken: set[str] = set()
        result = []
        for number, (name, (_, grid)) in enumerate(zip(names, self._finished, strict=True), start=1):
            plain = name or (f"Table {number}" if len(names) > 1 else "")
            unique, count = plain, 2
            while unique in taken:
                unique, count = f"{plain} ({count})", count + 1
            taken.add(unique)
            result.append((unique, grid))
        return result

    def end_page(self) -> None:
        """The page is over: close what it left open."""
        self.close()
        while self._open:
            self._end_table()
        self._silent = ""
        self.reset()

    # Nearly all of a table are simple cells: they pass by the parser's general and slow ways -----------------------

    def parse_starttag(self, i: int) -> int:
        """A tag that begins at *i*; where it ends."""
        match = _CELL.match(self.rawdata, i)
        if match is None:
            return super().parse_starttag(i)
        attributes = [(name.lower(), one or other) for name, one, other in _ATTRIBUTE.findall(match[2])]
        self.handle_starttag(match[1].lower(), list(attributes))
        return match.end()

    def parse_endtag(self, i: int) -> int:
        """An end tag that begins at *i*; where it ends."""
        match = None if self.cdata_elem else _CELL_END.match(self.rawdata, i)
        if match is None:
            return super().parse_endtag(i)
        self.handle_endtag(match[1].lower())
        return match.end()

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for the line."""
        del i
        return j

    # What the parser calls -------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell; break a line in a cell."""
        if tag in {"td", "th"}:
            table = self._table()
            table.end_cell(self._formats)
            table.start_cell(dict(attrs))
        elif tag == "tr":
            table = self._table()
            table.end_cell(self._formats)
            table.start_row()
        elif tag == "table":
            if len(self._open) + len(self._finished) >= _MOST_TABLES:
                raise Refusal("memory")
            self._open.append(_Table(*self._limits))
        elif tag == "caption" and self._open:
            self._open[-1].in_caption = True
        elif tag in _SILENT:
            self._silent = tag
        elif tag in _BREAKING and self._open:
            self._open[-1].text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag == self._silent:
            self._end_silence()
        elif not self._open:
            return
        elif tag in {"td", "th"}:
            self._open[-1].end_cell(self._formats)
        elif tag == "tr":
            self._open[-1].end_cell(self._formats)
            self._open[-1].end_row()
        elif tag == "table":
            self._end_table()
        elif tag == "caption":
            self._open[-1].in_caption = False
        elif tag in _BREAKING:
            self._open[-1].text.append("\n")

    def handle_data(self, data: str) -> None:
        """Text: of a cell, of a caption, of a style sheet, or none of ours."""
        if self._silent:
            if self._silent == "style" and sum(map(len, self._style)) < _MOST_STYLE:
                self._style.append(data)
        elif self._open:
            table = self._open[-1]
            if table.in_caption:
                table.caption.append(data)
            elif table.cell is not None:
                table.text.append(_SPACE.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        """Excel names its sheets in a comment that other programs pass over."""
        if "<x:" in data:
            self._sheet_names += [_SPACE.sub(" ", name).strip() for name in _SHEET_NAME.findall(data)]

    def _table(self) -> _Table:
        """The table that rows and cells belong to; one that nobody opened, if need be."""
        if not self._open:
            self._open.append(_Table(*self._limits))
        return self._open[-1]

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_cell(self._formats)
        table.end_row()
        table.grid.close()
        if table.grid.cells.used() != (0, 0, 0, 0):
            self._finished.append((_plain(table.caption).replace("\n", " "), table.grid))

    def _end_silence(self) -> None:
        if self._silent == "style":
            for name, rules in _CLASS.findall("".join(self._style)):
                code = _number_format(rules)
                if code:
                    self._formats[name.lower()] = code
            self._style = []
        self._silent = ""


def _span(written: str | None, most: int) -> int:
    match = re.match(r"\s*(\d{1,9})", written or "")
    return min(max(int(match[1]), 1), most) if match else 1


def _plain(parts: list[str]) -> str:
    """The text of a cell as it is seen: blanks run together, lines kept, a non-breaking blank alone is nothing."""
    text = "".join(parts)
    if "\n" not in text:
        text = _SPACE.sub(" ", text).strip(" ") if len(parts) > 1 else text.strip(" ")
        return text if text.strip() else ""
    lines = [_SPACE.sub(" ", line).strip(" ") for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    return text if text.strip() else ""


def _number_format(rules: str) -> str:
    match = _FORMAT.search(rules)
    return re.sub(r"\\(.)", r"\1", match[1] or match[2] or match[3] or "").strip() if match else ""


def _value(text: str, attributes: dict[str, str | None], formats: dict[str, str]) -> Any:  # noqa: ANN401  (any kind)
    """The text; or the value of which Excel or LibreOffice says that the text shows it."""
    if _SPEAKING.isdisjoint(attributes):
        return text
    if "x:err" in attributes or (attributes.get("x:fmla") and text.startswith("#") and text.endswith(("!", "?"))):
        return ErrorText(text or "#N/A")
    if "x:bool" in attributes:
        return (attributes["x:bool"] or text).strip().lower() in {"true", "1", "vrai"}
    written = attributes.get("sdval")
    code = (attributes.get("sdnum") or "").rpartition(";")[2]
    if "x:num" in attributes:
        written = attributes["x:num"] or text
        code = _number_format(attributes.get("style") or "")
        for name in (attributes.get("class") or "").lower().split():
            code = code or formats.get(name, "")
    if not written:
        return text
    try:
        number = float(written)
    except ValueError:
        return text
    if code == "BOOLEAN":
        return bool(number)
    return from_serial(number, shown_as(code) if code else NUMBER) if code != "@" else text
