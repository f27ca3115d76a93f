"""
What the code is made of, in numbers: `make structure` prints them, one a line.

Modules and lines of each floor; import cycles; functions above the limit of complexity; modules above the store that
build SQL; and what one submission, one decision and one page of a paragraph cost on the demonstration: calls of our
own functions, modules visited, and switches from one floor to another.
"""

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import grimp
from radon.complexity import cc_visit

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "acm_drafts"
FLOORS = ("app", "web", "cli", "i18n", "services", "store", "documents", "negotiation", "text")
MOST_COMPLEX = 12
STATEMENTS = {"select", "insert", "update", "delete", "func", "exists", "and_", "or_", "union"}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield each module's name and file; a package's own file only where it does something."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] != "__init__":
            yield ".".join(parts), path
        elif any(not isinstance(node, ast.Expr) for node in _tree(path).body):
            yield ".".join(parts[:-1]), path


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def floor_of(module: str) -> str:
    """Return the floor of a module: "acm_drafts.web.text.routes" lies in "web"."""
    return [*module.split("."), ""][1]


def cycles() -> list[list[str]]:
    """Return the import cycles of the package found first on the path: modules each of which reaches every other."""
    graph = grimp.build_graph("acm_drafts", cache_dir=None)
    reached = {module: graph.find_upstream_modules(module) for module in graph.modules}
    left, groups = set(graph.modules), []
    while left:
        module = min(left)
        own = {upstream for upstream in reached[module] if module in reached[upstream]} | {module}
        left -= own
        if len(own) > 1:
            groups.append(sorted(own))
    return groups


def complex_functions() -> list[tuple[int, str]]:
    """Return the functions above the limit as radon counts, the most complex first."""
    functions = [
        (complexity, f"{module}.{function}")
        for module, path in modules()
        for complexity, function in too_complex(path.read_text(encoding="utf-8"))
    ]
    return sorted(functions, reverse=True)


def too_complex(source: str) -> list[tuple[int, str]]:
    """Return the functions and methods of a module's *source* above the limit, each with its complexity."""
    return [
        (block.complexity, block.name)
        for block in cc_visit(source)
        if not hasattr(block, "methods") and block.complexity > MOST_COMPLEX
    ]


def sql_outside() -> list[str]:
    """Return the modules above the services that build statements."""
    return [
        name
        for name, path in modules()
        if floor_of(name) in ("app", "web", "cli", "i18n")
        and any(
            isinstance(node, ast.ImportFrom)
            and str(node.module).startswith("sqlalchemy")
            and STATEMENTS & {alias.name for alias in node.names}
            for node in ast.walk(_tree(path))
        )
    ]


class Walk:
    """
    The calls of our own functions while something runs.

    Those that somebody wrote: neither comprehensions nor what Python writes for a dataclass. What `i18n` does for a
    sentence counts as one *sentence*, and as no switch.
    """

    def __init__(self) -> None:
        self.calls, self.sentences, self.switches, self._floor = 0, 0, 0, ""
        self.modules: set[str] = set()

    def note(self, frame: FrameType, event: str, _: object) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if event != "call" or not module.startswith("acm_drafts."):
            return
        if "<" in (frame.f_code.co_name[0], frame.f_code.co_filename[0]):
            return
        if floor_of(module) == "i18n":
            self.sentences += "gettext" in frame.f_code.co_name
            return
        self.calls += 1
        self.modules.add(module)
        self.switches += floor_of(module) != self._floor
        self._floor = floor_of(module)


@contextmanager
def walking() -> Iterator[Walk]:
    """Follow the calls within the block."""
    walk = Walk()
    sys.setprofile(walk.note)
    try:
        yield walk
    finally:
        sys.setprofile(None)


def walks() -> Iterator[tuple[str, Walk]]:
    """Yield the walk of a submission, a decision and a page of a paragraph, each the second of its kind."""
    from bench.table import accept_one, page_of_paragraph, submit_one, table

    acts: dict[str, Callable[..., Callable[[], object]]] = {
        "one submission": submit_one,
        "one decision": accept_one,
        "one page of a paragraph": page_of_paragraph,
    }
    for name, prepare in acts.items():
        with table(paragraphs=20) as (app, client):
            act = prepare(app, client)
            act()  # what is computed once and kept is not counted
            with walking() as walk:
                act()
            yield name, walk


def main() -> None:
    """Print the numbers."""
    sizes, lines = Counter[str](), Counter[str]()
    for name, path in modules():
        sizes[floor_of(name)] += 1
        lines[floor_of(name)] += path.read_text(encoding="utf-8").count("\n")
    for floor in FLOORS:
        print(f"{floor}: {sizes[floor]} modules, {lines[floor]} lines")
    print(f"all: {sizes.total()} modules, {lines.total()} lines")
    for title, findings in (
        ("import cycles", [" ".join(cycle) for cycle in cycles()]),
        (f"functions above complexity {MOST_COMPLEX}", [f"{n} {name}" for n, name in complex_functions()]),
        ("modules outside the store that build SQL", sql_outside()),
    ):
        print(f"{title}: {len(findings)}")
        for finding in findings:
            print(f"  {finding}")
    for name, walk in walks():
        print(
            f"{name}: {walk.calls} calls, {len(walk.modules)} modules, {walk.switches} switches of floor, "
            f"{walk.sentences} sentences"
        )


if __name__ == "__main__":
    main()
