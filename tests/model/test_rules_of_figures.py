"""The rules of the figures: each is told once, and the tests that prove it are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from leaddesk.model.rules import RULES, Rule

TESTS = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.title.msgid)
def test_the_proofs_of_a_rule_are_tests_that_there_are(rule: Rule) -> None:
    assert rule.proofs
    for proof in rule.proofs:
        file, _, name = proof.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, proof


def test_no_rule_is_told_twice() -> None:
    assert len({rule.title.msgid for rule in RULES}) == len({rule.text.msgid for rule in RULES}) == len(RULES)
