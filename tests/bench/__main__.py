"""Measure the bounds on speed, print them, and end with 1 when one is broken.

Each part runs in a process of its own: ``--only NAME`` runs one, ``--quick`` all of them at smaller sizes, which says
whether they work, not whether the bounds hold.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from importlib import import_module
from typing import Final

from tests.bench.bound import Bound, child, table

PARTS: Final = ("start", "opening", "assistant", "long", "figures", "grid", "workbook", "document")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    names = options.only or PARTS
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.here:
        part = import_module(f"tests.bench.{names[0]}")
        print(json.dumps([asdict(bound) for bound in part.bounds(quick=options.quick)]))
        return 0
    found: list[Bound] = []
    for name in names:
        start = time.perf_counter()
        print(f"{name}…", end=" ", file=sys.stderr, flush=True)
        quick = ["--quick"] if options.quick else []
        found += [Bound(**bound) for bound in child("__main__", "--here", "--only", name, *quick)]
        print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(table(found))
    broken = [bound for bound in found if not bound.holds]
    print(f"{len(found)} bounds, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
