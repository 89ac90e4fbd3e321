"""Workbooks that a password protects, made plain in memory. Runs in the worker, within its limits.

The schemes are those of [MS-OFFCRYPTO]: agile and standard encryption of xlsx, xlsm and xlsb; RC4, RC4 CryptoAPI and
XOR obfuscation of xls. The password is in no error and in no answer of the worker.
"""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import IO, Any, Final

from leaddesk.ingest.refusal import Refusal

DEFAULT: Final = "VelvetSweatshop"
"""What Excel encrypts an xls with where only its structure is protected, and then opens it without asking."""


def unlocked(stream: IO[bytes], password: str | None) -> IO[bytes]:
    """The plain content of a protected workbook.

    :raises Refusal: ``password`` without one that fits (``wrong`` says whether *password* was tried), ``locked`` for
        a scheme that is not known here, ``damaged``, ``memory``.
    """
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
    from msoffcrypto.format import xls97

    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)  # a worker writes no files, and this needs none
    try:
        stream.seek(0)
        file = OfficeFile(stream)
        for candidate in (password, DEFAULT):
            if candidate and _fits(file, candidate, InvalidKeyError):
                plain = io.BytesIO()
                file.decrypt(plain)
                plain.seek(0)
                return plain
    except (FileFormatError, DecryptionError):
        raise Refusal("locked") from None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (a damaged file makes it raise nearly anything)
        raise Refusal("damaged") from None  # whose words might hold the password
    raise Refusal("password", wrong=bool(password))


def _fits(file: Any, password: str, mismatch: type[Exception]) -> bool:  # noqa: ANN401  (the library has no types)
    try:
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
    except (mismatch, UnicodeError):
        return False
    return True
