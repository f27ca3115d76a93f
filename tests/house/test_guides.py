"""The guides for size and their exceptions: guides, not laws, but never left by accident."""

import ast

import pytest

from scripts import structure
from tests.house.tree import files, relative

MODULE, FUNCTION, POSITIONAL = 600, 40, 3

# How long a longer module may be, and why it is still in one piece.
LONG_MODULES: dict[str, tuple[int, str]] = {
    "acm_drafts/negotiation/consolidation.py": (
        630,
        "what edits make of a text, and why some cannot stand together",
    ),
    "acm_drafts/services/inputs.py": (610, "a call for inputs and its answers, act by act"),
    "acm_drafts/services/file_changes.py": (650, "one file from its reading to its proposals"),
    "acm_drafts/documents/write/words.py": (800, "the words of documents, in three languages"),
    "acm_drafts/negotiation/errors.py": (600, "all refusals in one place, until it hurts"),
    "acm_drafts/negotiation/terms.py": (680, "all closed lists, each with its words"),
    "acm_drafts/services/evening_reports.py": (630, "what a day brought, act by act, and what is open"),
    "acm_drafts/store/visibility.py": (740, "who may see what, of every subject, in one place"),
    "acm_drafts/store/journal.py": (630, "every reader's lines of the journal, by one condition"),
    "acm_drafts/store/evidence.py": (610, "one statement for each list of an evidence pack"),
    "acm_drafts/store/decisions.py": (660, "what decisions adopted, and what a reader knows of them"),
    "acm_drafts/store/text.py": (625, "a text and its drafts as one reader opens them"),
    "acm_drafts/store/timeline.py": (630, "each kind of step in the life of a proposal or a paragraph"),
    "acm_drafts/store/amendments.py": (740, "one record, and each kind of row that it is put together from"),
}

# "path: function" and why it is better in one piece, or why its parameters need no names.
LONG_FUNCTIONS: dict[str, str] = {
    "acm_drafts/store/evidence.py: _sittings": "a statement for each list, one after the other",
    "acm_drafts/store/evidence.py: _silences": "the same",
    "acm_drafts/store/evidence.py: _adoption": "the same",
}
NAMELESS: dict[str, str] = {
    "acm_drafts/i18n.py: npgettext": "gettext's own order, which whoever reads catalogues knows",
}
# Who asks and on which session come first everywhere, so nobody mixes them up.
COME_FIRST = ("self", "cls", "session", "actor")


def functions(source: str) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(function: ast.FunctionDef) -> int:
    """Return the number of lines that do something: the docstring is a gift and is not counted."""
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    gift = (body[0].end_lineno or 0) - body[0].lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - gift


def positional(function: ast.FunctionDef) -> list[str]:
    """Return the parameters that may be given without their name."""
    arguments = function.args.posonlyargs + function.args.args
    return [argument.arg for argument in arguments if argument.arg not in COME_FIRST]


def is_called_by_people(function: ast.FunctionDef) -> bool:
    """Return whether *function* is public and called by our own code; frameworks call what is decorated."""
    return not function.name.startswith("_") and not function.decorator_list


def test_a_module_has_one_subject_and_at_most_600_lines():
    too_long = []
    for path in files("acm_drafts/*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONG_MODULES.get(relative(path), (MODULE, ""))[0]:
            too_long.append(f"{relative(path)}: {lines}")

    assert too_long == []


@pytest.mark.thorough
def test_a_function_has_at_most_40_lines():
    too_long = {
        f"{relative(path)}: {function.name}"
        for path in files("acm_drafts/*.py")
        for function in functions(path.read_text(encoding="utf-8"))
        if length(function) > FUNCTION
    }

    assert sorted(too_long ^ set(LONG_FUNCTIONS)) == []


def test_a_function_is_at_most_as_complex_as_radon_counts_12():
    assert structure.complex_functions() == []


def test_a_chain_of_conditions_past_the_limit_is_found():
    at_the_limit = "def chain(x):\n    return " + " or ".join(["x"] * structure.MOST_COMPLEX)

    assert structure.too_complex(at_the_limit) == []
    assert structure.too_complex(f"{at_the_limit} or x") == [(structure.MOST_COMPLEX + 1, "chain")]


@pytest.mark.thorough
def test_past_three_parameters_whoever_calls_from_outside_names_them():
    nameless = {
        f"{relative(path)}: {function.name}"
        for path in files("acm_drafts/*.py")
        for function in functions(path.read_text(encoding="utf-8"))
        if is_called_by_people(function) and len(positional(function)) > POSITIONAL
    }

    assert sorted(nameless ^ set(NAMELESS)) == []


@pytest.mark.thorough
def test_every_module_says_why_it_exists():
    silent = [
        relative(path)
        for path in files("acm_drafts/*.py", "tests/*.py", "scripts/*.py", "bench/*.py")
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []
