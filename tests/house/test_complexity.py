"""No function of the floors named here is more complex than the limit of CONTRIBUTING.md, as radon counts."""

import pytest
from radon.complexity import cc_visit

from tests.house.tree import PACKAGE, relative

LIMIT = 12
FLOORS = (
    "text",
    "negotiation",
    "web",
)


@pytest.mark.parametrize("floor", FLOORS)
def test_no_function_is_more_complex_than_the_limit(floor: str):
    too_complex = [
        f"{relative(path)}: {function.name} ({function.complexity})"
        for path in sorted((PACKAGE / floor).rglob("*.py"))
        for block in cc_visit(path.read_text(encoding="utf-8"))
        for function in (block.methods if hasattr(block, "methods") else [block])
        if function.complexity > LIMIT
    ]

    assert too_complex == []
