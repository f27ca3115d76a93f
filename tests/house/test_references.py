"""What comments and documents call a module or a class is still there under that name."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, relative

PACKAGE = ROOT / "acm_drafts"
FLOORS = ("text", "negotiation", "store", "documents", "services", "web", "cli")
NAMED = re.compile(
    rf"(?<![\w./@-])(?:acm_drafts\.)?((?:{'|'.join(FLOORS)})(?:\.[a-z_0-9]+)+(?:\.[A-Z]\w+)?)(?![\w(/])"
)
MARKED = re.compile(r"`([^`]+)`")


def remarks(path: Path) -> Iterator[str]:
    """Yield the docstrings and comments of a module, the comments of a template, the marked words of a document."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield ast.get_docstring(node) or ""
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.string
    elif path.suffix == ".html":
        yield from re.findall(r"\{#.*?#\}", text, re.DOTALL)
    else:
        yield from MARKED.findall(text)


def is_there(name: str) -> bool:
    """Tell whether "store.status.Status" names a package, a module, or something that one of these holds."""
    parts = name.split(".")
    for length in range(len(parts), 1, -1):
        place, rest = PACKAGE.joinpath(*parts[:length]), parts[length:]
        sources = [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else [*place.glob("*.py")]
        if sources:
            held = " ".join(source.read_text(encoding="utf-8") for source in sources)
            return not rest or re.search(rf"\b{rest[0]}\b", held) is not None
    return False


@pytest.mark.thorough
def test_every_module_and_class_that_a_remark_names_is_there():
    gone = {
        (relative(path), name)
        for path in files("acm_drafts/*.py", "templates/*.html", "docs/*.md")
        if path.parent.name != "decisions"  # a record of a decision says how things were called then
        for remark in remarks(path)
        for name in NAMED.findall(remark)
        if not is_there(name)
    }

    assert sorted(gone) == []
