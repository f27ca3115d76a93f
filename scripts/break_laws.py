"""
Break the text engine on purpose, one law at a time, and see that its tests notice.

The laws stand in scripts/laws.toml, each with the tests that hold it and with breakages: small mistakes that a
person could make, each of which breaks that law. `make mutants` makes them one by one in a copy of the tree and runs
the tests named; a law whose tests stay green is not held. `--document` writes the table of laws into docs/engine.md.
"""

import importlib
import os
import shutil
import signal
import sys
import tempfile
import tomllib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import diff_match_patch  # noqa: F401  (loaded once, here, and not by each run)
import hypothesis  # noqa: F401
import pytest
import rapidfuzz.fuzz  # noqa: F401
import scipy.optimize  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "scripts" / "laws.toml"
PAGE = ROOT / "docs" / "engine.md"

HEAD = "## Laws"
INTRODUCTION = """\
Each is held by property tests, drawn in English, French, Arabic and mixed text. Made from `scripts/laws.toml` by
`python -m scripts.break_laws --document`; change it there. `make mutants` breaks the engine in each of these ways, and
all tests named were seen red by it.

| module | law | held by | broken by |
|---|---|---|---|
"""
AT_ONCE = 2
GREEN = "GREEN"
PATIENCE = 300  # seconds after which a broken engine is taken not to end: that too is noticed
OURS = ("acm_drafts", "bench", "config", "scripts", "tests")  # what a copy has of its own
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "instance", "pages", "differences", "LC_MESSAGES")


@dataclass(frozen=True, slots=True)
class Breakage:
    """A mistake: in the text of *path*, which holds *old* once, it writes *new*; *tests* must turn red."""

    why: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied_to(self, source: str) -> str:
        """Return *source* with the mistake. Raises ValueError where *old* is not in it exactly once."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.path} holds {source.count(self.old)} times, not once: {self.old!r}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Law:
    """What the engine promises, *says*, in *module*; the *tests* that hold it, by path and name; what breaks it."""

    module: str
    says: str
    tests: tuple[str, ...]
    breakages: tuple[Breakage, ...]


def laws() -> list[Law]:
    """Return the laws in the order of the table. A breakage without tests of its own must redden those of its law."""
    return [_law(row) for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["law"]]


def _law(row: dict[str, object]) -> Law:
    module, folder, names = str(row["module"]), str(row.get("floor", "text")), row["tests"]
    tests = tuple(_test(name, folder, module) for name in names)
    breakages = tuple(
        Breakage(
            why=breakage["why"],
            path=f"acm_drafts/{breakage.get('in', f'{folder}/{module}')}.py",
            old=breakage["old"],
            new=breakage["new"],
            tests=tuple(_test(name, folder, module) for name in breakage.get("tests", names)),
        )
        for breakage in row["breakage"]
    )
    return Law(f"{folder}/{module}" if folder != "text" else module, str(row["says"]), tests, breakages)


def _test(name: str, folder: str, module: str) -> str:
    """Return path and name of a test; without a path it stands where the mirror puts it."""
    return f"tests/{name}" if "::" in name else f"tests/{folder}/test_{module}.py::test_{name}"


# The page ----------------------------------------------------------------------------------------


def section() -> str:
    """Return the section of docs/engine.md that lists the laws."""
    rows = []
    for law in laws():
        tests = ", ".join(f"`{test.removeprefix('tests/').replace('::test_', ': ')}`" for test in law.tests)
        rows.append(f"| `{law.module}` | {law.says} | {tests} | {len(law.breakages)} |")
    return f"{HEAD}\n{INTRODUCTION}" + "\n".join(rows) + "\n"


def document() -> str:
    """Return docs/engine.md with the section of today; it stands at the end."""
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(f"\n{HEAD}\n")[0] + "\n" + section()


# Breaking ----------------------------------------------------------------------------------------


def run(tree: Path, tests: Sequence[str], profile: str) -> int:
    """
    Return how *tests* went in *tree*, as pytest tells it: 0 all passed, 1 one failed, else not all were there.

    A child of this process runs them, in which all that they need is loaded already: that takes longer than most
    of them. It is stopped by a signal, and the number of that is below 0, where they do not end.
    """
    child = os.fork()
    if not child:
        signal.alarm(PATIENCE)
        os.chdir(tree)
        sys.path[:] = [str(tree), *(path for path in sys.path if path not in ("", str(ROOT)))]
        sys.dont_write_bytecode = True
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
        with (tree / "output.txt").open("w", encoding="utf-8") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            options = ["-q", "-x", "-p", "no:cacheprovider", "--tb=short", f"--hypothesis-profile={profile}"]
            os._exit(pytest.main([*options, *tests]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def copied(folder: Path) -> Path:
    """Return this process's own copy of the tree, below *folder*."""
    tree = folder / str(os.getpid()) / "tree"
    if not tree.is_dir():
        shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
        if (ROOT.parent / "shared").is_dir():
            (tree.parent / "shared").symlink_to(ROOT.parent / "shared")
    return tree


def noticed(folder: Path, breakage: Breakage) -> str:
    """Return how *breakage* was noticed: by the tests with few or with all examples; GREEN where it was not."""
    tree = copied(folder)
    path = tree / breakage.path
    whole = path.read_text(encoding="utf-8")
    path.write_text(breakage.applied_to(whole), encoding="utf-8")
    try:
        for profile in ("quick", "house"):
            code = run(tree, breakage.tests, profile)
            if code:
                return {1: f"red ({profile})", -signal.SIGALRM: "red (no end)"}.get(
                    code, GREEN + ", no test ran"
                )
    finally:
        path.write_text(whole, encoding="utf-8")
    return GREEN


def broken(wanted: Sequence[Law]) -> Iterator[tuple[Law, Breakage, str]]:
    """
    Yield each breakage of the *wanted* laws, in their order, with how it was noticed.

    Raises RuntimeError where a test is not there, or fails although nothing is broken.
    """
    with warnings.catch_warnings(action="ignore"):
        importlib.import_module("tests.conftest")
    pairs = [(law, breakage) for law in wanted for breakage in law.breakages]
    with tempfile.TemporaryDirectory(prefix="laws-") as name, get_context("fork").Pool(AT_ONCE) as pool:
        tree = copied(Path(name))
        if run(tree, sorted({test for _, breakage in pairs for test in breakage.tests}), "quick"):
            raise RuntimeError(
                "the tests are not green to begin with\n" + (tree / "output.txt").read_text("utf-8")
            )
        how = pool.imap(partial(noticed, Path(name)), [breakage for _, breakage in pairs])
        yield from ((law, breakage, outcome) for (law, breakage), outcome in zip(pairs, how, strict=True))


def main(words: Sequence[str]) -> int:
    """Break all laws, or those whose module or sentence holds one of *words*; return 1 where one is not noticed."""
    if "--document" in words:
        PAGE.write_text(document(), encoding="utf-8")
        return 0
    wanted = [law for law in laws() if not words or any(word in f"{law.module} {law.says}" for word in words)]
    if not wanted:
        print("No law holds one of these words.")
        return 1
    green = 0
    for law, breakage, how in broken(wanted):
        green += how.startswith(GREEN)
        print(f"{how:12} {law.module}: {law.says} | {breakage.why}", flush=True)
    print(f"{len(wanted)} laws, {sum(len(law.breakages) for law in wanted)} breakages, {green} not noticed")
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
