"""docs/security.md names requirements in their form, and tests that are there; what is open says so."""

import ast
import re
from functools import cache

from tests.house.tree import ROOT

ROW = re.compile(r"^\| v5\.0\.0-(\d+\.\d+\.\d+) [^|]+ \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[\w/]+\.py)`(?:: `(test_\w+)`)?")
GUIDE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_each_requirement_has_one_row_in_order_and_each_row_a_proof_or_is_open():
    rows = ROW.findall(GUIDE)
    keys = [tuple(map(int, requirement.split("."))) for requirement, _ in rows]

    assert len(rows) == GUIDE.count("\n| v5.0.0-") > 40
    assert keys == sorted(set(keys))
    assert [proof for _, proof in rows if not (proof == "**open**" or PROOF.search(proof))] == []


def test_each_test_that_is_named_is_there():
    named = [(path, test) for _, proof in ROW.findall(GUIDE) for path, test in PROOF.findall(proof)]

    assert [path for path, _ in named if not (ROOT / path).is_file()] == []
    assert [(path, test) for path, test in named if test and test not in functions_of(path)] == []
