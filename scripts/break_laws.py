"""
Break the text engine on purpose, one law at a time, and see that its tests notice.

The laws stand in scripts/laws.toml, each with the tests that hold it and with breakages: small mistakes that a
person could make, each of which breaks that law. `make mutants` makes them one by one in a copy of the tree and runs
the tests named; a law whose tests stay green is not held. `--document` writes the table of laws into docs/engine.md.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

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
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "instance", "screenshots", "translations")


@dataclass(frozen=True, slots=True)
class Breakage:
    """A mistake: in the text of *path*, which holds *old* once, it writes *new*; *tests* must turn red."""

    why: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    def made(self, source: str) -> str:
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
            why=one["why"],
            path=f"acm_drafts/{one.get('in', f'{folder}/{module}')}.py",
            old=one["old"],
            new=one["new"],
            tests=tuple(_test(name, folder, module) for name in one.get("tests", names)),
        )
        for one in row["breakage"]
    )
    return Law(f"{folder}/{module}" if folder != "text" else module, str(row["says"]), tests, breakages)


def _test(name: str, folder: str, module: str) -> str:
    """Return path and name of a test; without a path it stands where the mirror puts it."""
    return f"tests/{name}" if "::" in name else f"tests/{folder}/test_{module}.py::test_{name}"


# The page ----------------------------------------------------------------------------------------


def section() -> str:
    """Return the section of docs/engine.md that tells the laws."""
    rows = []
    for law in laws():
        held = ", ".join(f"`{test.removeprefix('tests/').replace('::test_', ': ')}`" for test in law.tests)
        rows.append(f"| `{law.module}` | {law.says} | {held} | {len(law.breakages)} |")
    return f"{HEAD}\n{INTRODUCTION}" + "\n".join(rows) + "\n"


def document() -> str:
    """Return docs/engine.md with the section of today; it stands at the end."""
    text = PAGE.read_text(encoding="utf-8")
    return text.partition(f"\n{HEAD}\n")[0] + "\n" + section()


# Breaking ----------------------------------------------------------------------------------------


class Copy:
    """A copy of the tree in *folder*, in which something may be broken."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        shutil.copytree(ROOT, self.tree, ignore=NOT_COPIED)
        if (ROOT.parent / "shared").is_dir():
            (folder / "shared").symlink_to(ROOT.parent / "shared")

    def run(self, tests: Sequence[str], profile: str) -> subprocess.CompletedProcess[str]:
        """Return how *tests* went; its code is 0 where all passed, 1 where one failed, else none was tried."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        command += ["--no-header", "--tb=no", f"--hypothesis-profile={profile}", *tests]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command, cwd=self.tree, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )

    def noticed(self, breakage: Breakage) -> str:
        """Return how *breakage* was noticed: by the tests with few or with all examples; GREEN where it was not."""
        path = self.tree / breakage.path
        whole = path.read_text(encoding="utf-8")
        path.write_text(breakage.made(whole), encoding="utf-8")
        try:
            for profile in ("quick", "house"):  # most are seen at once, the others by `make check`
                done = self.run(breakage.tests, profile)
                if done.returncode > 1:  # it could not even be loaded: that is no breakage of a law
                    return GREEN + ", no test ran"
                if done.returncode:
                    return f"red ({profile})"
        except subprocess.TimeoutExpired:
            return "red (no end)"
        finally:
            path.write_text(whole, encoding="utf-8")
        return GREEN


def broken(wanted: Sequence[Law]) -> Iterator[tuple[Law, Breakage, str]]:
    """Yield each breakage of the *wanted* laws, in their order, with how it was noticed."""
    with tempfile.TemporaryDirectory(prefix="laws-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        copies: Queue[Copy] = Queue()
        for number in range(AT_ONCE):
            copies.put(Copy(Path(folder) / str(number)))
        _see_green(copies, sorted({test for law in wanted for one in law.breakages for test in one.tests}))

        def noticed(breakage: Breakage) -> str:
            copy = copies.get()
            try:
                return copy.noticed(breakage)
            finally:
                copies.put(copy)

        found = [(law, one, pool.submit(noticed, one)) for law in wanted for one in law.breakages]
        for law, one, future in found:
            yield law, one, future.result()


def _see_green(copies: "Queue[Copy]", tests: Sequence[str]) -> None:
    """Raise RuntimeError where one of *tests* is not there, or fails although nothing is broken."""
    copy = copies.get()
    done = copy.run(tests, "quick")
    copies.put(copy)
    if done.returncode:
        raise RuntimeError(f"the tests are not green to begin with\n{done.stdout}{done.stderr}")


def main(words: Sequence[str]) -> int:
    """Break all laws, or those whose module or sentence holds one of *words*; return 1 where one is not held."""
    if "--document" in words:
        PAGE.write_text(document(), encoding="utf-8")
        return 0
    wanted = [law for law in laws() if not words or any(word in f"{law.module} {law.says}" for word in words)]
    green = 0
    for law, breakage, how in broken(wanted):
        green += how.startswith(GREEN)
        print(f"{how:12} {law.module}: {law.says} | {breakage.why}", flush=True)
    print(f"{len(wanted)} laws, {sum(len(law.breakages) for law in wanted)} breakages, {green} not noticed")
    return 1 if green else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
