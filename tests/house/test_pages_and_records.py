"""Pages read what the store's queries return: records are types for them, never a means to ask the database."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import files, relative

RECORDS = "acm_drafts.store.records"


def records_of(tree: ast.Module) -> set[str]:
    """Return the names under which a module knows records."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(RECORDS)
        for alias in node.names
    }


def asking(tree: ast.Module) -> Iterator[str]:
    """Yield how a module asks the database with a record: by one of its columns, or by looking it up."""
    records = records_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_one_of(node.value, records):
            yield f"{ast.unparse(node)}, line {node.lineno}"
        elif isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(is_one_of(value, records) for value in given):
                yield f"{ast.unparse(node)}, line {node.lineno}"


def is_one_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def test_pages_ask_the_database_by_named_queries_alone():
    found = [
        f"{relative(path)}: {way}"
        for path in files("acm_drafts/web/*.py")
        for way in asking(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "way",
    [
        "load_amendments(session, Amendment.id == 1)",
        "session.get(Amendment, 1)",
        "find(of=Amendment)",
    ],
)
def test_a_page_that_asks_with_a_record_is_caught(way: str):
    tree = ast.parse(f"from {RECORDS} import Amendment\n{way}\n")

    assert list(asking(tree)) != []


def test_a_record_as_a_type_is_no_question():
    tree = ast.parse(f"from {RECORDS} import Party\ndef name(party: Party | None) -> str: ...\n")

    assert list(asking(tree)) == []
