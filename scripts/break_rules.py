"""
Break the rules of access on purpose, one condition at a time, and see that their tests notice.

Mistakes are made from the source itself (`mistakes`): in the table of permissions a clause or a test of a clause is
left out, or a further kind of person is let in; in the table of moves a move is left out or added; in every function
a condition is left out, turned round or taken for granted. Each is made in a program that has collected the tests that
should catch it (`TESTS`, scripts/warm_tests.py), and what stays green there is made once more in a copy of the tree.
What no test notices is printed; what cannot be noticed, because the code with it means the same, stands with its reason
in scripts/equivalent_mistakes.toml.

usage: python -m scripts.break_rules [--every N] [--list] [WORD…]

WORD: only mistakes in whose description it stands. --every N: one of N. --list: print them and run nothing.
"""

import argparse
import ast
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest

from scripts.break_laws import AT_ONCE, GREEN, PATIENCE, ROOT, copied
from scripts.warm_tests import NOT_PUT_IN, Trial

OPTIONS = ("-q", "-p", "no:cacheprovider", "--tb=short", "--hypothesis-profile=whole", "-m", "not postgres")
EQUIVALENT = ROOT / "scripts" / "equivalent_mistakes.toml"

PERMISSIONS = "acm_drafts/negotiation/permissions.py"
LIFECYCLE = "acm_drafts/negotiation/lifecycle.py"
VISIBILITY = "acm_drafts/store/visibility.py"

_PAGE = (
    "tests/negotiation/test_permissions.py::"
    "test_the_page_says_of_every_act_and_kind_of_person_what_the_rules_say"
)
_NAMES = ("tests/store/test_visibility.py", "tests/store/test_attribution.py", "tests/store/test_listing.py")
_DECISIONS = (
    "tests/store/test_decisions_known.py",
    "tests/store/test_visibility.py",
    "tests/store/test_attribution.py",
)
_SHOWN_EARLIER = (
    "tests/store/test_readable.py",
    "tests/store/test_listing_compilation.py",
    "tests/store/test_insertions.py",
    "tests/store/test_decisions_known.py",
    "tests/store/test_visibility.py",
)
TESTS: dict[str, dict[str, tuple[str, ...]]] = {
    # The tests of a function, "" for all that is not named; those that take least time first.
    PERMISSIONS: {"": (_PAGE, "tests/negotiation/test_permissions.py")},
    LIFECYCLE: {"": ("tests/negotiation/test_lifecycle.py",)},
    VISIBILITY: {
        "": ("tests/store/test_visibility.py", "tests/store/test_drafts.py", "tests/store/test_readable.py"),
        "position_facts": ("tests/store/test_paragraph_positions.py", "tests/store/test_visibility.py"),
        "sees_all_positions": ("tests/store/test_paragraph_positions.py",),
        "positions_read_by": ("tests/store/test_paragraph_positions.py",),
        "HoldersRead": ("tests/store/test_bracket_holders.py", "tests/store/test_visibility.py"),
        "reservation_facts": ("tests/store/test_reservations.py",),
        "reservations_read_by": ("tests/store/test_reservations.py",),
        "small_group_facts": ("tests/store/test_small_groups.py",),
        "small_groups_read_by": ("tests/store/test_small_groups.py",),
        "discussions_read_by": ("tests/store/test_discussions.py",),
        "still_reads": ("tests/store/test_discussions.py",),
        "input_facts": ("tests/store/test_inputs.py",),
        "input_calls_read_by": ("tests/store/test_inputs.py",),
        "knows_sponsor": _NAMES,
        "knows_cosponsors": _NAMES,
        "sees_sponsor": _NAMES,
        "sees_cosponsors": _NAMES,
        "cosponsors_named_to": _NAMES,
        "names_party": _NAMES,
        "names_delegations": _NAMES,
        "name_for": _NAMES,
        "name_by": _NAMES,
        "public_name": _NAMES,
        "reads_all_adopted": ("tests/store/test_library.py", "tests/store/test_adopted_rows.py"),
        "sources_read_by": ("tests/store/test_library.py", "tests/store/test_adopted_rows.py"),
        "decision_reasons_read_by": ("tests/store/test_search.py", "tests/services/test_search.py"),
        "withheld_from": ("tests/store/test_visibility.py",),
        "knows_decision": _DECISIONS,
        "known_of_closed": _DECISIONS,
        "shown_when_decided": _DECISIONS,
        "visible_to": ("tests/store/test_drafts.py", "tests/store/test_visibility.py"),
        "left_by_round": ("tests/store/test_visibility.py", "tests/services/test_documents.py"),
        "_left_by": _SHOWN_EARLIER,
        "submitted_to": _SHOWN_EARLIER,
        "_was_pending": _SHOWN_EARLIER,
        "readable_in_any": _SHOWN_EARLIER,
        "get_visible_amendment": ("tests/store/test_drafts.py", "tests/services/test_amendments.py"),
        "require_in_round": ("tests/store/test_drafts.py", "tests/services/test_revisions.py"),
        "lay_there": _NAMES,
        "_facts_of_name": _NAMES,
    },
}

# Whom a mistake lets in, in the words of the table itself.
LET_IN = (
    "is_mission_drafter",
    "is_administrator",
    "is_chair",
    "reads_the_text",
    "belongs_to_the_group",
    "speaks_for_party",
    "writes_for_party",
    "anybody_signed_in",
)


_OF_PARTIES = {"speaks_for_party", "writes_for_party"}
LETS_IN = {
    "reads_the_text": {"is_mission_drafter", "is_chair", "belongs_to_the_group", *_OF_PARTIES},
    "belongs_to_the_group": {"is_mission_drafter", "is_chair", *_OF_PARTIES},
    "anybody_signed_in": set(LET_IN),
    "speaks_for_the_chair": {"is_chair"},
    "writes_for_party": {"speaks_for_party"},
    "writes_for_somebody": {"is_mission_drafter", *_OF_PARTIES},
}
"""By a test, whom it lets in besides: a clause of that test alone is no wider with theirs beside it."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in *path*: bytes from *start* to *end* become *new*; *where* is its function or table."""

    path: str
    where: str
    what: str
    start: int
    end: int
    new: str

    @property
    def name(self) -> str:
        return f"{Path(self.path).stem}.{self.where}: {self.what}"

    def applied_to(self, source: bytes) -> bytes:
        return source[: self.start] + self.new.encode() + source[self.end :]

    def tests(self) -> tuple[str, ...]:
        """Return the tests that should catch it."""
        table = TESTS[self.path]
        return table.get(self.where, table.get(self.where.partition(".")[0], table[""]))


class Source:
    """The text of a module, its tree, and where each piece of the tree stands in the text."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.bytes = (ROOT / path).read_bytes()
        self.tree = ast.parse(self.bytes)
        starts, at = [], 0
        for line in self.bytes.splitlines(keepends=True):
            starts.append(at)
            at += len(line)
        self._starts = starts

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def text(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.bytes[start:end].decode()

    def mistake(self, where: str, node: ast.expr, new: str, what: str = "") -> Mistake:
        said = what or f"{_line(self.text(node))} -> {_line(new)}"
        return Mistake(self.path, where, said, *self.span(node), new)


def _line(text: str) -> str:
    return " ".join(text.split())


# Tables ------------------------------------------------------------------------------------------


def mistakes_in_rules(source: Source) -> Iterator[Mistake]:
    """Yield for each act: each clause left out, each test of a clause left out, each further person let in."""
    table = _table(source, "RULES")
    for act, clauses in zip(table.keys, table.values, strict=True):
        assert act is not None and isinstance(clauses, ast.Tuple)
        where, written = source.text(act), [source.text(clause) for clause in clauses.elts]
        for number, clause in enumerate(clauses.elts):
            assert isinstance(clause, ast.Tuple)
            rest = written[:number] + written[number + 1 :]
            yield source.mistake(where, clauses, _tuple(rest), f"without {_line(written[number])}")
            tests = [source.text(test) for test in clause.elts]
            if len(tests) > 1:
                for place, test in enumerate(tests):
                    shorter = _tuple(tests[:place] + tests[place + 1 :])
                    yield source.mistake(where, clause, shorter, f"{_line(written[number])} without {test}")
        there = {clause_text.removeprefix("(").removesuffix(",)") for clause_text in written}
        there |= {person for test in there for person in LETS_IN.get(test, ())}
        for person in LET_IN:
            if person not in there:
                wider = _tuple([*written, f"({person},)"])
                yield source.mistake(where, clauses, wider, f"open to {person}")


def mistakes_in_moves(source: Source) -> Iterator[Mistake]:
    """Yield each move left out, each that leads elsewhere, and each that the table does not have, added."""
    table = _table(source, "MOVES")
    stages, steps = ("DRAFT", "REVIEW", "SUBMITTED", "WITHDRAWN"), _members(source, "Step")
    known, rows = set(), []
    for key, value in zip(table.keys, table.values, strict=True):
        assert key is not None
        known.add(_line(source.text(key)))
        rows.append((source.text(key), source.text(value), value))
    for number, (key, _, value) in enumerate(rows):
        others = ", ".join(f"{k}: {v}" for k, v, _ in rows[:number] + rows[number + 1 :])
        yield source.mistake("MOVES", table, f"{{{others}}}", f"without {key}")
        for stage in stages:
            if source.text(value) != f"Stage.{stage}":
                yield source.mistake("MOVES", value, f"Stage.{stage}", f"{key} leads to {stage}")
    whole = ", ".join(f"{key}: {value}" for key, value, _ in rows)
    for stage in stages:
        for step in steps:
            key = f"(Stage.{stage}, Step.{step})"
            if key not in known:
                added = f"{{{whole}, {key}: Stage.{stage}}}"
                yield source.mistake("MOVES", table, added, f"with {key}")


def _tuple(items: Sequence[str]) -> str:
    return f"({', '.join(items)}{',' if items else ''})"


def _table(source: Source, name: str) -> ast.Dict:
    for node in source.tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            assert isinstance(node.value, ast.Dict)
            return node.value
    raise ValueError(f"{source.path} has no table {name}")


def _members(source: Source, name: str) -> list[str]:
    (kind,) = [node for node in source.tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    return [
        node.targets[0].id
        for node in kind.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]


# Conditions --------------------------------------------------------------------------------------

_OPPOSITE: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
}


def mistakes_in_functions(source: Source) -> Iterator[Mistake]:
    """Yield for every function: each condition left out of several, turned round, or taken for granted."""
    for where, function in _functions(source.tree.body):
        for node in ast.walk(function):
            for found in _of_node(source, where, node):
                if found.name and source.bytes != found.applied_to(source.bytes):
                    yield found


def _functions(body: Iterable[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield within + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")


def _of_node(source: Source, where: str, node: ast.AST) -> Iterator[Mistake]:
    match node:
        case ast.BoolOp(values=values, op=op):
            joined = " and " if isinstance(op, ast.And) else " or "
            for number, value in enumerate(values):
                rest = [source.text(other) for other in values[:number] + values[number + 1 :]]
                yield source.mistake(
                    where, node, f"({joined.join(rest)})", f"without {_line(source.text(value))}"
                )
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            new = f"{source.text(left)} {_OPPOSITE[type(op)]} {source.text(right)}"
            yield source.mistake(where, node, f"({new})")
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield source.mistake(where, node, f"({source.text(operand)})")
        case ast.If(test=test) | ast.IfExp(test=test):
            for answer in ("True", "False"):
                yield source.mistake(
                    where, test, answer, f"if {_line(source.text(test))}: taken for {answer}"
                )
        case ast.Call():
            yield from _of_call(source, where, node)


def _of_call(source: Source, where: str, call: ast.Call) -> Iterator[Mistake]:
    """Yield what is left out of a condition in SQL: one part of `and_`, `or_` or `where`."""
    match call.func:
        case ast.Name(id="and_" | "or_") if len(call.args) > 1:
            yield from _without_one(source, where, call, call.args)
        case ast.Attribute(attr="where"):
            yield from _without_one(source, where, call, call.args)


def _without_one(source: Source, where: str, call: ast.Call, args: list[ast.expr]) -> Iterator[Mistake]:
    for number, arg in enumerate(args):
        rest = [source.text(other) for other in args[:number] + args[number + 1 :]]
        new = f"{source.text(call.func)}({', '.join(rest)})"
        yield source.mistake(where, call, new, f"without {_line(source.text(arg))}")


# Making them -------------------------------------------------------------------------------------


def mistakes() -> list[Mistake]:
    """Return all mistakes, by module, in the order of the source; two that write the same text are one."""
    found: dict[tuple[str, bytes], Mistake] = {}
    for path in TESTS:
        source = Source(path)
        kinds = [mistakes_in_functions(source)]
        kinds += [mistakes_in_rules(source)] if path == PERMISSIONS else []
        kinds += [mistakes_in_moves(source)] if path == LIFECYCLE else []
        for kind in kinds:
            for mistake in kind:
                found.setdefault((path, mistake.applied_to(source.bytes)), mistake)
    return list(found.values())


def equivalent() -> dict[str, str]:
    """Return the mistakes after which the code means the same, by name, each with its reason."""
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mistake", [])
    return {row["name"]: row["why"] for row in rows}


def outcome_in_copy(folder: Path, mistake: Mistake) -> str:
    """Return how the tests of *mistake* went with it in a copy: "red", or GREEN where they did not notice it."""
    tree = copied(folder)
    path = tree / mistake.path
    whole = path.read_bytes()
    path.write_bytes(mistake.applied_to(whole))
    try:
        with (tree / "output.txt").open("w", encoding="utf-8") as log:
            command = [sys.executable, "-B", "-m", "pytest", "-x", *OPTIONS, *mistake.tests()]
            code = subprocess.run(command, cwd=tree, stdout=log, stderr=log, timeout=PATIENCE).returncode
    except subprocess.TimeoutExpired:
        code = 1
    finally:
        path.write_bytes(whole)
    return GREEN if code == 0 else "red"


def try_warm(
    wanted: Sequence[Mistake], turn: int, answers: "SimpleQueue[tuple[int, int] | None]", log: Path
) -> None:
    """Try of *wanted* those whose *turn* it is, and put the number of each with its exit code among *answers*."""
    with log.open("w", encoding="utf-8") as opened:
        os.dup2(opened.fileno(), 1)
        os.dup2(opened.fileno(), 2)
    share = list(enumerate(wanted))[turn::AT_ONCE]
    if share:
        tests = sorted({test for _, mistake in share for test in mistake.tests()})
        trial = Trial(ROOT, share, lambda number, code: answers.put((number, code)))
        pytest.main([*OPTIONS, *tests], plugins=[trial])
    answers.put(None)


def warm_answers(wanted: Sequence[Mistake], folder: Path) -> Iterator[tuple[Mistake, int]]:
    """
    Yield each mistake with the exit code of its tests, as they come.

    Raises RuntimeError where tests fail although nothing is broken.
    """
    fork = get_context("fork")
    answers: SimpleQueue[tuple[int, int] | None] = fork.SimpleQueue()
    logs = [folder / f"output{turn}.txt" for turn in range(AT_ONCE)]
    for turn, log in enumerate(logs):
        fork.Process(target=try_warm, args=(wanted, turn, answers, log)).start()
    running, tried = len(logs), 0
    while running:
        answer = answers.get()
        if answer is None:
            running -= 1
        else:
            tried += 1
            yield wanted[answer[0]], answer[1]
    if tried < len(wanted):
        output = "\n".join(log.read_text("utf-8")[-5000:] for log in logs)
        raise RuntimeError(f"the tests are not green to begin with\n{output}")


def outcomes(wanted: Sequence[Mistake]) -> Iterator[tuple[Mistake, str]]:
    """Yield each mistake with how it was noticed; last those that had to be made in a copy."""
    unsure = []
    with tempfile.TemporaryDirectory(prefix="rules-") as name:
        for mistake, code in warm_answers(wanted, Path(name)):
            if code in (0, NOT_PUT_IN):
                unsure.append(mistake)
            else:
                yield mistake, "red"
        with get_context("fork").Pool(AT_ONCE) as pool:
            yield from zip(unsure, pool.imap(partial(outcome_in_copy, Path(name)), unsure), strict=True)


def main(arguments: Sequence[str]) -> int:
    """Make the mistakes asked for; return 1 where one is not noticed and is not known to change nothing."""
    parser = argparse.ArgumentParser(prog="python -m scripts.break_rules")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args(arguments)
    same = equivalent()
    wanted = [
        mistake
        for mistake in mistakes()
        if mistake.name not in same and (not asked.words or any(w in mistake.name for w in asked.words))
    ][:: asked.every]
    if asked.list or not wanted:
        print(
            "\n".join(mistake.name for mistake in wanted) or "No mistake is described by one of these words."
        )
        return 0
    made: dict[str, list[str]] = {}
    for mistake, how in outcomes(wanted):
        made.setdefault(mistake.path, []).append(how)
        if how == GREEN:
            print(f"not noticed  {mistake.name}", flush=True)
    for path, all_of_it in made.items():
        print(f"{path}: {len(all_of_it)} mistakes, {all_of_it.count(GREEN)} not noticed")
    print(f"{len(same)} more change nothing: {EQUIVALENT.relative_to(ROOT)} says why")
    return 1 if any(GREEN in all_of_it for all_of_it in made.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
