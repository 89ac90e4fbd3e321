"""Open every hostile file, the heavy ones too, and end with 1 where one ends wrongly, slowly or with too much memory.

``python -m tests.hostile [PART OF A NAME…]`` prints a line a file: how it ended, seconds until it was read or refused
and until it was taken in, the most memory of a worker. A refusal as a bomb may take 2 s, anything else the time limits
of the reader.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.hostile.corpus import CORPUS
from tests.hostile.opened import opened, peaks

MOST: Final = 1 << 30
_BOMB_SECONDS: Final = 2.0
_SECONDS: Final = 90.0


def main(parts: list[str]) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in CORPUS:
            if parts and not any(part in case.name for part in parts):
                continue
            with peaks() as found:
                done = opened(case, Path(folder))
            peak = max(found, default=0)
            limit = _BOMB_SECONDS if done.end == "bomb" else _SECONDS
            wrong = done.wrong or (f"should end as {case.ends}" if case.ends not in {"", done.end} else "")
            wrong = wrong or (f"more than {limit:.0f} s" if done.read > limit else "")
            wrong = wrong or ("more than 1 GB" if peak > MOST else "")
            failed += bool(wrong)
            print(f"{case.name:70} {done.end:16} {done.read:6.2f} s {done.taken:6.2f} s {peak >> 20:5} MB  {wrong}")
    print(f"{failed} ended wrongly")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
