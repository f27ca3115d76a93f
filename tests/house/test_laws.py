"""The table of the engine's laws is true of the code: each law has its tests, each breakage still breaks something."""

import ast
from functools import cache

import pytest

from scripts import break_laws, break_rules
from tests.house.tree import PACKAGE, ROOT, read

LAWS = break_laws.laws()


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse(read(path))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_that_holds_a_law_is_there():
    named = {test for law in LAWS for test in law.tests}
    named |= {test for law in LAWS for breakage in law.breakages for test in breakage.tests}
    missing = []
    for test in sorted(named):
        path, _, name = test.partition("::")
        if name not in names_in(path):
            missing.append(test)

    assert missing == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"{law.module}: {law.says}")
def test_every_breakage_still_stands_in_the_code_once_and_can_be_read_when_made(law: break_laws.Law):
    assert law.breakages
    for breakage in law.breakages:
        source = read(breakage.path)
        made = breakage.applied_to(source)
        assert made != source
        ast.parse(made)


def test_every_module_of_the_engine_has_a_law():
    # What others search, move and count for is held by their laws.
    beneath = {
        "assignment",
        "amending",
        "dividing",
        "edits",
        "labels",
        "pairing",
        "paragraphs",
        "surroundings",
        "telling",
    }
    modules = {path.stem for path in (PACKAGE / "text").glob("*.py") if path.stem != "__init__"}

    assert modules - beneath - {law.module for law in LAWS} == set()
    assert {f"acm_drafts/text/{name}.py" for name in beneath} <= {
        breakage.path for law in LAWS for breakage in law.breakages
    }


def test_a_breakage_that_does_not_fit_the_code_is_refused():
    breakage = break_laws.Breakage("twice", "x.py", "a", "b", ())
    for source in ("", "a a"):
        with pytest.raises(ValueError, match="not once"):
            breakage.applied_to(source)


def test_the_laws_in_the_documents_are_those_of_the_table():
    assert break_laws.document() == read("docs/engine.md")


def test_what_a_copy_for_mistakes_leaves_out_is_no_code():
    ways = (*ROOT.glob("acm_drafts/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("templates/**/*.html"))
    names = {part for path in ways for part in path.relative_to(ROOT).parts}

    assert break_laws.NOT_COPIED(str(ROOT), sorted(names)) <= {"__pycache__"}


def test_each_mistake_that_is_said_to_change_nothing_can_still_be_made():
    made = break_rules.mistakes()
    for mistake in made[:: max(len(made) // 60, 1)]:
        ast.parse(mistake.applied_to((ROOT / mistake.path).read_bytes()))

    assert set(break_rules.equivalent()) - {mistake.name for mistake in made} == set()
    assert len(made) > 1000


def test_every_test_of_the_rules_of_access_is_there():
    named = {test for of_path in break_rules.TESTS.values() for tests in of_path.values() for test in tests}

    assert [test for test in named if not (ROOT / test.partition("::")[0]).is_file()] == []
