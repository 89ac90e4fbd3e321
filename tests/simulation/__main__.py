"""Run the simulations in full and hold them against docs/simulations.md; end with 1 where a promise is broken.

``python -m tests.simulation --only objectives --only costs``; it writes their tables where ``--write`` says so.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from tests.simulation.report import SIMULATIONS, ran

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "simulations.md"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    names = list(SIMULATIONS)
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of {', '.join(names)}")
    parser.add_argument("--files", type=int, help="how many made files a seed, for a quick look")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time (all cores)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/simulations.md")
    options = parser.parse_args(argv)
    if options.write and options.files is not None:
        parser.error("only a full run is written")
    chosen = [name for name in names if name in (options.only or names)]
    page, code = PAGE.read_text(encoding="utf-8"), 0
    for name, rows in ran(chosen, options.files, options.jobs).items():
        table = SIMULATIONS[name].table(rows)
        print(f"\n{name}\n\n{table}", flush=True)
        for row in rows:
            if not row.is_kept:
                code = 1
                print(f"{name}: a promise is broken: {' | '.join(row.cells)}", file=sys.stderr, flush=True)
        if options.write:
            page = written(page, name, table)
        elif options.files is None and table_of(page, name) != table:
            code = 1
            print(f"{name}: docs/simulations.md says otherwise", file=sys.stderr, flush=True)
    if options.write:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    return code


def table_of(page: str, name: str) -> str:
    """The table of a simulation on the page.

    :raises ValueError: when it has no place there.
    """
    first, last = _marks(name)
    return page[page.index(first) + len(first) : page.index(last)].strip()


def written(page: str, name: str, table: str) -> str:
    """The page with another table of a simulation."""
    first, last = _marks(name)
    start, end = page.index(first) + len(first), page.index(last)
    return f"{page[:start]}\n\n{table}\n\n{page[end:]}"


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- dev.py simulate --only {name} -->", f"<!-- end of {name} -->"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
