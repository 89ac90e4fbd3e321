"""Makes the sample company's files: ``python packaging/samples.py``.

They go to resources/samples/fr and resources/samples/en, and what their figures are, counted independently of
LeadDesk, to tests/data/samples/truth.json. The same files come out at every run.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sample_files import write_files
from sample_truth import truth
from sample_words import LANGUAGES
from sample_world import draw_world

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Writes the files, by default where the program and its tests look for them."""
    parser = argparse.ArgumentParser(description="Make the files of the sample company.")
    parser.add_argument("--samples", type=Path, default=ROOT / "resources" / "samples")
    parser.add_argument("--truth", type=Path, default=ROOT / "tests" / "data" / "samples" / "truth.json")
    given = parser.parse_args()
    world = draw_world()
    for lang in LANGUAGES:
        write_files(world, lang, given.samples / lang)
    given.truth.parent.mkdir(parents=True, exist_ok=True)
    figures = json.dumps(truth(world), ensure_ascii=False, indent=1) + "\n"
    given.truth.write_bytes(figures.encode())


if __name__ == "__main__":
    main()
