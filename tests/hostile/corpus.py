"""All hostile files, in one order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.hostile import binary, opendocument, openxml, strangers, texts, workbooks, zips

if TYPE_CHECKING:
    from tests.hostile.case import Case

CORPUS: Final[tuple[Case, ...]] = tuple(
    case for module in (zips, openxml, workbooks, opendocument, binary, texts, strangers) for case in module.CASES.all
)
