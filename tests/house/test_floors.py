"""Imports go down only, and the lower floors need no server: the contracts, run and broken on purpose."""

import ast
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import structure
from tests.conftest import by_turns
from tests.house.tree import PACKAGE, ROOT, files, relative

LOWER_FLOORS = ("text", "negotiation", "documents")

BLOCKED = (
    "alembic babel flask flask_babel flask_login flask_migrate flask_sqlalchemy flask_wtf "
    "jinja2 psycopg sqlalchemy werkzeug wtforms"
).split()

LOAD_WITHOUT = """
import importlib, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ImportError("the lower floors asked for " + name)

sys.meta_path.insert(0, Blocker())
for name in {modules!r}:
    importlib.import_module(name)
"""


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
    ]
    environ = {**os.environ, "PYTHONPATH": str(checkout), "COLUMNS": "200"}
    return subprocess.run(command, cwd=checkout, env=environ, capture_output=True, text=True, timeout=120)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the package with its contracts, to be broken."""
    shutil.copytree(PACKAGE, tmp_path / "acm_drafts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_down_only():
    run = lint_imports(ROOT)

    assert run.returncode == 0, run.stdout + run.stderr


PLANTED = [
    ("text/tokens.py", "import acm_drafts.negotiation.errors", "Imports go down only"),
    ("negotiation/lifecycle.py", "import acm_drafts.store.records", "Imports go down only"),
    ("store/journal.py", "import acm_drafts.documents", "Imports go down only"),
    ("helpers.py", '"""A stray."""', "Imports go down only"),
    (
        "negotiation/lifecycle.py",
        "import flask",
        "The three lowest floors know neither the web nor the database",
    ),
    (
        "text/tokens.py",
        "import sqlalchemy",
        "The three lowest floors know neither the web nor the database",
    ),
    ("services/planted.py", "from flask import request", "Services know no request"),
    ("services/planted.py", "import acm_drafts.i18n", "Imports go down only"),
    ("i18n.py", "import acm_drafts.web.shared.access", "Imports go down only"),
    ("web/planted.py", "from flask_babel import gettext", "Only i18n asks for the reader's language"),
    ("web/planted.py", "from sqlalchemy import select", "Pages and commands write no SQL"),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("module", "line", "contract"), by_turns(PLANTED, every=2))
def test_an_import_that_goes_up_is_caught(checkout: Path, module: str, line: str, contract: str):
    with (checkout / "acm_drafts" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")

    run = lint_imports(checkout)

    assert run.returncode != 0
    assert f"{contract} BROKEN" in run.stdout


def test_no_module_imports_itself_by_a_detour():
    assert structure.cycles() == []


def test_an_import_cycle_is_found(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    with (checkout / "acm_drafts/text/tokens.py").open("a", encoding="utf-8") as file:
        file.write("\nimport acm_drafts.text.edits\n")
    monkeypatch.chdir(checkout)
    program = "from scripts import structure; print(structure.cycles())"
    environ = {**os.environ, "PYTHONPATH": f"{checkout}{os.pathsep}{ROOT}"}
    run = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True)

    assert "acm_drafts.text.edits" in run.stdout, run.stderr


def test_who_may_be_named_is_asked_in_one_place_alone():
    """store.visibility answers for pages, files and the journal; whoever asks by themselves gives a second answer."""
    asks = {
        relative(path)
        for path in files("acm_drafts/*.py")
        if "SEE_SPONSOR" in path.read_text(encoding="utf-8")
    }

    assert asks == {"acm_drafts/negotiation/permissions.py", "acm_drafts/store/visibility.py"}


def test_whether_a_wording_holds_a_bracket_is_asked_of_one_function_alone():
    by_hand = [
        relative(path)
        for path in files("acm_drafts/*.py")
        if re.search(r"""["']\[["'] (?:not )?in""", path.read_text(encoding="utf-8"))
        and not relative(path).startswith("acm_drafts/text/")
    ]

    assert by_hand == []


def test_whose_proposals_are_ones_own_is_said_in_one_place_alone():
    by_hand = [
        relative(path)
        for path in files("acm_drafts/*.py")
        if re.search(r"parties\(\*WRITES, Role\.MISSION\)", path.read_text(encoding="utf-8"))
    ]

    assert by_hand == ["acm_drafts/negotiation/permissions.py"]


def test_the_label_of_a_proposal_is_put_together_by_one_function_alone():
    by_hand = re.compile(r"""f["']\{[\w.]*(?:code|sponsor)[\w.]*\} \{[\w.]*number""")
    composing = [
        relative(path)
        for path in files("acm_drafts/*.py")
        if by_hand.search(path.read_text(encoding="utf-8"))
    ]

    assert composing == ["acm_drafts/negotiation/numbering.py"]


def test_a_revision_is_written_by_one_module_alone():
    writing = re.compile(
        r"""\bRevision\(\n|\bRevision\(\w+=|insert\(Revision\)|tables\[["']revisions["']\]"""
    )
    writes = {
        relative(path)
        for path in files("acm_drafts/services/*.py", "acm_drafts/store/*.py")
        if writing.search(path.read_text(encoding="utf-8"))
    }

    assert writes == {"acm_drafts/services/revisions.py"}


@pytest.mark.thorough
def test_the_lower_floors_load_where_no_flask_and_no_database_is():
    modules = [
        f"acm_drafts.{floor}.{module.name}"
        for floor in LOWER_FLOORS
        for module in pkgutil.iter_modules([str(PACKAGE / floor)])
    ]
    assert len(modules) > len(LOWER_FLOORS)

    program = LOAD_WITHOUT.format(blocked=BLOCKED, modules=modules)
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert run.returncode == 0, run.stderr


def test_the_lower_floors_ask_no_clock_and_roll_no_dice():
    """What they say depends on what they are told, so that a negotiation can be replayed."""
    waits = {
        "acm_drafts/documents/slots.py"
    }  # for another process, and nothing that is said depends on how long
    found = []
    for path in files(*(f"acm_drafts/{floor}/*.py" for floor in LOWER_FLOORS)):
        if relative(path) in waits:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            clock = isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today")
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if clock or {"time", "random", "secrets", "uuid"} & set(names):
                found.append(f"{relative(path)}:{node.lineno}")

    assert found == []


@pytest.mark.thorough
def test_the_catalogues_are_not_imported_by_the_lower_floors():
    """They mark sentences; to say them in a language is the business of whoever speaks to a reader."""
    assert "gettext" not in {
        name.name
        for path in files(*(f"acm_drafts/{floor}/*.py" for floor in LOWER_FLOORS))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
