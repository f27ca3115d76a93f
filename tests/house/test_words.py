"""What the tree says: the product's own words, no traces of workshops, nothing left open."""

import ast
import re
from collections.abc import Iterator
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
    spoken(r"(?<!\w)\.lib", "rary"),
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


NAMING_NOTHING = {"one", "found", "said", "told", "made"}

# Columns of tables and keys of JSON: what is stored keeps its name.
STORED = {"Revision.made", "BatchFile.found"}


def bound_names(node: ast.AST) -> list[str | None]:
    """Return the variables that *node* itself binds."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return [name]
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return [name]
        case ast.MatchMapping(rest=name) | ast.alias(asname=name):
            return [name]
    return []


def fields_of(tree: ast.Module) -> dict[ast.AST, str]:
    """Return the targets that stand in the body of a class, each with the name of the class before its own."""
    fields: dict[ast.AST, str] = {}
    for owner in ast.walk(tree):
        if isinstance(owner, ast.ClassDef):
            for statement in owner.body:
                targets = statement.targets if isinstance(statement, ast.Assign) else []
                targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
                fields |= {
                    target: f"{owner.name}.{target.id}" for target in targets if isinstance(target, ast.Name)
                }
    return fields


def names_of_nothing(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of every variable, parameter or field of *source* whose name says nothing."""
    tree = ast.parse(source)
    fields = fields_of(tree)
    for node in ast.walk(tree):
        for name in bound_names(node):
            if name and name.removeprefix("_") in NAMING_NOTHING:
                yield getattr(node, "lineno", 0), fields.get(node, name)


def test_no_variable_of_the_package_is_called_by_a_word_that_names_nothing():
    listed = [
        (relative(path), line, name)
        for path, text in written("acm_drafts/*.py")
        for line, name in names_of_nothing(text)
    ]

    assert [f"{path}:{line}: {name}" for path, line, name in listed if name not in STORED] == []
    assert {name for _, _, name in listed} == STORED


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("found = 1", "found"),
        ("made: int = 1", "made"),
        ("said, told_of = 1, 2", "said"),
        ("(told := 1)", "told"),
        ("for _made in (): pass", "_made"),
        ("[1 for one in ()]", "one"),
        ("lambda _found: 1", "_found"),
        ("def act(*, said=1): pass", "said"),
        ("def act(*told, **kinds): pass", "told"),
        ("with open('x') as found: pass", "found"),
        ("try: pass\nexcept ValueError as found: pass", "found"),
        ("match 1:\n case [*_said]: pass", "_said"),
        ("match 1:\n case {**made}: pass", "made"),
        ("match 1:\n case one: pass", "one"),
        ("import re as told", "told"),
        ("class Draft:\n made = 1", "Draft.made"),
        ("class Draft:\n def act(self):\n  made = 1", "made"),
    ],
)
def test_a_variable_called_by_a_word_that_names_nothing_is_noticed(planted: str, name: str):
    assert [called for _, called in names_of_nothing(planted)] == [name]


@pytest.mark.parametrize(
    "source", ["made_by = someone = foundation = 1", "row.found = 1", "act(made=1)", "print(found)"]
)
def test_other_names_and_what_is_only_read_are_not_noticed(source: str):
    assert list(names_of_nothing(source)) == []


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
