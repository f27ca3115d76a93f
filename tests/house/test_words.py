"""What the tree says: the product's own words, no traces of workshops, nothing left open."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, read, relative

TEXT = (
    ".cfg",
    ".csv",
    ".css",
    ".html",
    ".ini",
    ".js",
    ".mako",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".txt",
    "",
)


def written(*patterns: str) -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in files(*patterns) if path.suffix in TEXT]


def spoken(*parts: str) -> str:
    """Join *parts*, so that this file does not say what it looks for."""
    return "".join(parts)


# Folders of machines, hosts that packages come from, and what was never part of the product.
FOREIGN = [
    spoken("/wo", "rk/"),
    spoken("/fa", "rm/"),
    spoken("/ro", "ot/"),
    spoken(r"\.lib", "rary"),
    spoken("before-", "stop"),
    spoken(r"pypi\.", "org"),
    spoken(r"pythonhosted\.", "org"),
    spoken(r"npmjs\.", "org"),
    spoken(r"deb\.debian\.", "org"),
    spoken(r"\bsub", "-?agents?\\b"),
    spoken(r"\bAI ", "(?:agent|assistant|model)"),
    spoken(r"\blanguage ", "models?\\b"),
    spoken(r"\bchat", "bot"),
    spoken(r"\bsession ", "of the project"),
]


@pytest.mark.parametrize("pattern", FOREIGN)
def test_nothing_in_the_tree_is_foreign_to_the_product(pattern: str):
    foreign = re.compile(pattern, re.IGNORECASE)
    found = [
        f"{relative(path)}: {match.group()}" for path, text in written() for match in foreign.finditer(text)
    ]
    found += [relative(path) for path in files() if foreign.search("/" + relative(path))]

    assert found == []


def test_an_amendment_is_submitted_and_never_given_the_verb_that_means_two_opposite_things():
    doubtful = re.compile(
        spoken(r"\b(?:ta", r"bl(?:e|es|ed|ing))\s+(?:an?|the|his|her|its|their|your|our)?\s*")
        + r"(?:amendment|proposal|motion|reservation)",
        re.IGNORECASE,
    )
    found = [
        f"{relative(path)}: {match.group()}" for path, text in written() for match in doubtful.finditer(text)
    ]

    assert found == []


def test_nothing_is_left_open():
    words = (spoken("TO", "DO"), spoken("FIX", "ME"), spoken("XX", "X"), spoken("raise NotImpl", "emented"))
    left_open = re.compile(rf"\b(?:{'|'.join(words)})")
    product = ("acm_drafts/*.py", "templates/*", "static/*.js", "migrations/*.py", "scripts/*", "bench/*.py")
    found = [
        f"{relative(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path, text in written(*product)
        for match in left_open.finditer(text)
    ]

    assert found == []


def test_no_test_is_skipped_or_expected_to_fail():
    giving_up = re.compile(
        r"\b(?:" + "|".join((spoken("sk", "ip"), spoken("skip", "if"), spoken("xf", "ail"))) + r")\s*\("
    )
    marks = re.compile(r"mark\.(?:" + "|".join((spoken("sk", "ip"), spoken("xf", "ail"))) + ")")
    found = [
        relative(path)
        for path, text in written("tests/*.py")
        if giving_up.search(text) or marks.search(text) or spoken("import", "orskip") in text
    ]

    assert found == []


def test_no_test_pretends_to_be_our_own_code():
    """Databases, files and browsers are real; a stand-in proves only itself."""
    stand_ins = re.compile(
        spoken(r"unittest\.mo", "ck|") + spoken("Magic", "Mock|") + spoken(r"monkey", r"patch\.setattr")
    )

    assert [relative(path) for path, text in written("tests/*.py") if stand_ins.search(text)] == []


RIDDLES = re.compile(
    r"\b(?:refuses? to know|theirs who|asleep|it is theirs|everybody with a seat|shut out|lives? on)\b"
)


def test_no_docstring_speaks_in_riddles():
    found = [
        f"{relative(path)}: {match.group()}"
        for path, text in written("acm_drafts/*.py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for match in RIDDLES.finditer(ast.get_docstring(node) or "")
    ]

    assert found == []


@pytest.mark.thorough
def test_names_of_tests_are_sentences():
    short = [
        f"{relative(path)}: {node.name}"
        for path, text in written("tests/*.py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert short == []


def test_no_module_is_called_by_what_it_is_not_about():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff"}

    assert [relative(path) for path in files("*.py") if path.stem in drawers] == []


def test_every_file_ends_with_a_line_and_has_no_carriage_return():
    bad = [
        relative(path)
        for path in files()
        if path.suffix in TEXT and path.suffix != ".txt" and not_clean(path)
    ]

    assert bad == []


def not_clean(path: Path) -> bool:
    data = path.read_bytes()
    return bool(data) and (not data.endswith(b"\n") or b"\r" in data)


def test_the_continuous_run_is_the_check_that_people_run():
    run = read(".ci/run")

    assert "make check" in run
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert re.search(r"^check: .*\btest\b", read("Makefile"), flags=re.MULTILINE)
