"""The docs say what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from leaddesk.ingest.mapping_file import MappingFile

ROOT = Path(__file__).parent.parent


def test_pages_of_kpis_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "packaging/kpi_pages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_mapping_file_of_the_howto_is_a_mapping_file() -> None:
    page = (ROOT / "docs" / "howto" / "mapping-file.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        entry = MappingFile.parse(example, "howto").entry("bank-full.csv", "")
        assert entry is not None
        assert entry.table == "leads"
        assert entry.values["status"] == {"yes": "won", "no": "lost"}


def test_every_module_named_in_the_architecture_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:model|ui|ingest|export|workspace)/[\w/]*(?:\.py)?)`", page)
    assert len(named) > 20
    missing = [name for name in named if not (ROOT / "leaddesk" / name).exists()]
    assert not missing
