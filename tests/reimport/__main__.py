"""``python -m tests.reimport --kind K --seed N [--only EDIT] --out DIR``: both months, truth, verdicts."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from tests.reimport.make import pair
from tests.reimport.originals import KINDS
from tests.reimport.plan import EDITS


def main() -> None:
    """Write the files asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.reimport", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append", help="all of them without; may be repeated")
    parser.add_argument("--seed", type=int, required=True, help="any whole number, but not the kept one")
    parser.add_argument("--only", choices=EDITS, default="", help="this edit and no other")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for kind in given.kind or KINDS:
        made = pair(kind, given.seed, given.only)
        made.write(given.out)
        name = f"{kind}-{given.seed}"
        (given.out / f"{name}.truth.json").write_text(made.truth.dump(), encoding="utf-8")
        decided = json.dumps([asdict(one) for one in made.verdicts], ensure_ascii=False, indent=1)
        (given.out / f"{name}.verdicts.json").write_text(decided, encoding="utf-8")


main()
