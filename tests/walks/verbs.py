"""
The writing verbs of the house, found in its services, and for each of a negotiation a way to play it.

A verb is a public function of acm_drafts.services that opens a transaction, itself or by what it calls there.
Nobody lists them: a new one is found, and a test of the house fails until it has a way here, or stands in
`APART` with the reason why it is no part of a negotiation.

A way takes the negotiation as it stands and a source of chance, and returns a `Step` that can be taken, or None
where there is nothing that the verb could be done to.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

import acm_drafts.services
from tests.walks.room import Room

SERVICES = Path(acm_drafts.services.__file__).parent

# Why a writing verb is no part of a negotiation; a name with a dot at its end stands for all of its module.
APART: dict[str, str] = {
    "attempts.": "counts how often somebody tried to sign in",
    "delivery.": "sends what waits in the outbox: nothing of a text or a round is written",
    "demonstration.": "tells a whole meeting into an empty database",
    "invitations.": "links that offer an office: nothing of a text or a round is read or written",
    "calendars.": "the private address of a person's own calendar: nothing of a text or a round is written",
    "annotations.": "notes beside the items of an agenda; the walks negotiate a communiqué, which has none",
    "bodies.": "who sits in which body: nothing of a text or a round is read or written",
    "inputs.": "calls for inputs and the answers to them, raced in tests/services/test_races.py",
    "guide.add_agenda": "agendas of the General Assembly: nothing of a text or a round is read or written",
    "guide.remove_agenda": "the same",
    "guide.link_item": "the same",
    "guide.follow_item": "a person's own wish to follow an item: nothing of a text or a round is written",
    "guide.leave_item": "the same",
    "follow_up.confirm": "entries of the follow-up: nothing of a text or a round is read or written",
    "follow_up.dismiss": "the same",
    "follow_up.edit": "the same",
    "follow_up.report": "the same",
    "follow_up.add_evidence": "the same",
    "follow_up.remove_evidence": "the same",
    "library.": "sources of agreed language: nothing of a text or a round is read or written",
    "meetings.": "a meeting and what is said of it: nothing of a text or a round is read or written",
    "archiving.": "done when nothing of a negotiation goes on any more; raced in tests/services/test_archiving.py",
    "deletion.": "done to archived meetings alone; raced in tests/services/test_deletion.py",
    "search.": "the words by which things are found: nothing of a text or a round is written",
    "address_changes.": "the address of an account: nothing of a text or a round is read or written",
    "nominations.": "offices that await a second person: nothing of a text or a round is read or written",
    "notices.": "a person's own notices: nothing of a text or a round is read or written",
    "offices.": "who holds which office: nothing of a text or a round is read or written",
    "partners.": "partners of the Group over the years: nothing of a text or a round is written",
    "cooperation_resolutions.": "a list of resolutions: nothing of a text or a round is written",
    "passkeys.": "the passkeys of an account: nothing of a text or a round is read or written",
    "people.": "accounts and invitations: nothing of a text or a round is read or written",
    "demonstration_public.": "tells earlier meetings into a database that holds the demonstration",
    "public_files.keep_file": "keeps a file made of a published text: nothing of a text or a round is written",
    "speakers.": "the list of speakers of a debate, raced in tests/services/test_races.py",
    "copies.note_opened": "who opened a draft first when: nothing of a text or a round is written",
    "copies.take_copy": "who took which copy: nothing of a text or a round is written",
    "silence.note_opened": "when a member first opened a procedure: nothing of a text or a round is written",
    "silence_newcomers.tell_newcomers": "told by the clock: nothing of a text or a round is written",
    "silence_outcomes.conclude_due": "does what `silence_outcomes.conclude` does, for each procedure that is due",
    "security_events.": "what happened to accounts: nothing of a text or a round is read or written",
    "second_factors.": "the second factor of an account: nothing of a text or a round is read or written",
    "sign_ins.": "browsers that are signed in: nothing of a text or a round is read or written",
    "single_sign_on.": "who an account is at the identity provider: nothing of a text or a round is read or written",
    "batches.read_next": "reads a file in a process of its own and writes what it read beside the negotiation",
    "batches.take_up": "lets a file be read again whose reader died",
    "batches.clear_ended": "deletes by the clock what `batches.clear` deletes by hand",
    "batches.bring_in": "reads a file in a process of its own, then does what `file_changes.bring_in` does",
}


@cache
def writing_verbs() -> list[str]:
    """Return the names of all writing verbs, as "module.function", in order."""
    functions = dict(_functions())
    writing = {name for name, body in functions.items() if _opens(body)}
    while more := {n for n, body in functions.items() if n not in writing and _calls(n, body) & writing}:
        writing |= more
    return sorted(name for name in writing if not name.rpartition(".")[2].startswith("_"))


def is_apart(verb: str) -> bool:
    """Return whether *verb* stands among those that are no part of a negotiation."""
    return verb in APART or f"{verb.rpartition('.')[0]}." in APART


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(SERVICES.rglob("*.py")):
        module = ".".join(path.relative_to(SERVICES).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def _opens(function: ast.FunctionDef) -> bool:
    return any(isinstance(c.func, ast.Name) and c.func.id == "transaction" for c in _called(function))


def _calls(name: str, function: ast.FunctionDef) -> set[str]:
    """Return the functions of services that one of them calls, as far as names tell."""
    module = name.rpartition(".")[0]
    found = set()
    for call in _called(function):
        if isinstance(call.func, ast.Name):
            found.add(f"{module}.{call.func.id}")
        elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            found.add(f"{call.func.value.id}.{call.func.attr}")
    return found


def _called(function: ast.FunctionDef) -> list[ast.Call]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


# Ways --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """
    One act, chosen and not taken yet.

    *told* says it in words. *amendment* and *paragraph* are keys of what it is done to. *possible*: whether it
    could be done now; what is not is expected to be refused. *at*: the moment it is taken at, None for now.
    """

    verb: str
    told: str
    act: Callable[[], object] = field(repr=False)
    amendment: int | None = None
    paragraph: int | None = None
    possible: bool = True
    at: datetime | None = None


Way = Callable[[Room, Random], Step | None]

WAYS: dict[str, Way] = {}


def way(verb: str) -> Callable[[Way], Way]:
    """Register a function as the way to play *verb*."""

    def register(function: Way) -> Way:
        WAYS[verb] = function
        return function

    return register
