"""
Try many mistakes with tests that are collected once, in a program that has loaded all it needs.

Pytest is started as ever, with `Trial` in the place of its own loop. It runs all tests once, while the functions of the
module note which test comes by them. Then it makes each mistake in a child of its own (`put_in`: the functions that
differ get the code of the broken source, a table its entries) and runs there the tests that come by the broken
function, the quickest first, up to the first red one. What a mistake changes while modules are loaded, or in what tests
made before and share, no child can notice: whoever reads the answers tries what stays green once more, in a copy.
"""

import ast
import os
import signal
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pytest
from _pytest.runner import runtestprotocol

OURS = ("acm_drafts", "scripts", "tests")
NOT_PUT_IN = 3  # what a child answers where the mistake changes no function and no table
NOTED = "_functions_come_by"


class Mistake(Protocol):
    """What is tried: a change of the source of *path*, in the function or table *where*, that *tests* should notice."""

    @property
    def path(self) -> str: ...
    @property
    def where(self) -> str: ...
    def applied_to(self, source: bytes) -> bytes: ...
    def tests(self) -> tuple[str, ...]: ...


class Trial:
    """A plug-in of pytest that tries *mistakes* and hands each one's number and exit code to *answer*."""

    def __init__(
        self, root: Path, mistakes: Sequence[tuple[int, Mistake]], answer: Callable[[int, int], None]
    ) -> None:
        self._root, self._mistakes, self._answer = root, mistakes, answer
        self._sources = {mistake.path: (root / mistake.path).read_bytes() for _, mistake in mistakes}
        self._functions = {
            path: set(dict(_functions(ast.parse(source).body))) for path, source in self._sources.items()
        }
        self._took: dict[str, float] = {}
        self._comes_by: dict[str, set[tuple[str, str]]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests, and if they are green make each mistake."""
        if session.testsfailed or not session.items:
            raise session.Interrupted("no tests, or some that could not be collected")
        self._run_all(session)
        if not session.testsfailed:
            for number, mistake in self._mistakes:
                self._answer(number, self._in_a_child(session, mistake))
        return True

    def _run_all(self, session: pytest.Session) -> None:
        """Run each test once, with functions that note that it comes by them."""
        noted: set[tuple[str, str]] = set()
        for path, source in self._sources.items():
            module = _module(path)
            vars(module)[NOTED] = noted
            put_in(module, source, _noting(source, path))
        for item in session.items:
            noted.clear()
            forget_answers()
            begun = time.perf_counter()
            _run(item, session)
            self._took[item.nodeid] = time.perf_counter() - begun
            self._comes_by[item.nodeid] = set(noted)
        for path, source in self._sources.items():
            put_in(_module(path), _noting(source, path), source)

    def _tests_of(self, session: pytest.Session, mistake: Mistake) -> list[pytest.Item]:
        """Return the tests of *mistake* that come by it, the quickest first; for a table all that use the module."""
        in_function = mistake.where in self._functions[mistake.path]

        def comes_by(item: pytest.Item) -> bool:
            gone_by = self._comes_by[item.nodeid]
            if in_function:
                return (mistake.path, mistake.where) in gone_by
            return any(path == mistake.path for path, _ in gone_by)

        named = [item for item in session.items if _is_named(item.nodeid, mistake.tests())]
        return sorted(filter(comes_by, named), key=lambda item: self._took[item.nodeid])

    def _in_a_child(self, session: pytest.Session, mistake: Mistake) -> int:
        """Return how the tests went with *mistake*: 0 all green; below 0 the signal that ended them."""
        sys.stdout.flush()
        child = os.fork()
        if not child:
            code = 1
            with suppress(BaseException):
                code = self._try(session, mistake)
            os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _try(self, session: pytest.Session, mistake: Mistake) -> int:
        source = self._sources[mistake.path]
        if not put_in(_module(mistake.path), source, mistake.applied_to(source)):
            return NOT_PUT_IN
        session.config.option.tbstyle = "no"  # nobody reads it, and it takes longer than most tests
        tests = self._tests_of(session, mistake)
        signal.alarm(int(10 * sum(self._took[item.nodeid] for item in tests)) + 60)
        forget_answers()
        return int(any(_run(item, session) for item in tests))


def _run(item: pytest.Item, session: pytest.Session) -> bool:
    """Run *item*, as often as is liked, and return whether it failed; what a session shares stays for the next."""
    item._initrequest()  # type: ignore[attr-defined]
    reports = runtestprotocol(item, log=False, nextitem=session)  # type: ignore[arg-type]
    failed = [report for report in reports if report.failed]
    for report in failed:
        session.testsfailed += 1
        print(f"{item.nodeid}\n{report.longreprtext}")
    return bool(failed)


def _is_named(test: str, names: Sequence[str]) -> bool:
    return any(test == name or test.startswith((f"{name}::", f"{name}[")) for name in names)


def _module(path: str) -> types.ModuleType:
    return import_module(path.removesuffix(".py").replace("/", "."))


# Putting in --------------------------------------------------------------------------------------


def put_in(module: types.ModuleType, old: bytes, new: bytes) -> bool:
    """Make *module*, loaded from *old*, answer as if from *new*; return whether that changed anything."""
    changed = False
    codes = dict(_codes(compile(new, str(module.__file__), "exec")))
    differs = dict(_texts(old).items() ^ _texts(new).items())
    for name in differs:
        if name in codes:
            _function(module, name).__code__ = codes[name]
            changed = True
    for name, value in _tables(new):
        table = vars(module).get(name)
        if name in differs and isinstance(table, dict):
            fresh = eval(compile(ast.Expression(value), name, "eval"), vars(module))
            table.clear()
            table.update(fresh)
            changed = True
    return changed


def _texts(source: bytes) -> Mapping[str, str]:
    """Return what each function and table of *source* says, by name."""
    body = ast.parse(source).body
    functions = {name: ast.dump(function) for name, function in _functions(body)}
    return functions | {name: ast.dump(value) for name, value in _tables(source)}


def _functions(body: Sequence[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield within + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{within}{node.name}.")


def _tables(source: bytes) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def _codes(code: types.CodeType) -> Iterator[tuple[str, types.CodeType]]:
    """Yield the code of each function within *code*, by its qualified name."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)


def _function(module: types.ModuleType, name: str) -> Any:
    """Return the function called *name* itself, without what is wrapped around it."""
    function: Any = module
    for part in name.split("."):
        function = vars(function)[part]
    while not isinstance(function, types.FunctionType):
        # Else it is a class method, or one whose answers are kept.
        function = function.fget if isinstance(function, property) else function.__wrapped__
    return function


def _noting(source: bytes, path: str) -> bytes:
    """Return *source* with functions that note in NOTED that somebody comes by them."""
    tree = ast.parse(source)
    for name, function in _functions(tree.body):
        note = ast.parse(f"{NOTED}.add({(path, name)!r})").body
        begin = 1 if ast.get_docstring(function) is not None else 0
        function.body[begin:begin] = note
    return ast.unparse(tree).encode()


def forget_answers() -> None:
    """Forget the answers that functions keep: they were given before the mistake was made."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OURS:
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()
