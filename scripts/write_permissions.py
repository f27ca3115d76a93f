"""
Write docs/permissions.md: who may do what, by asking the table of permissions about each kind of person.

`python -m scripts.write_permissions` writes the page; a test compares it with what page() returns. So a change of
`negotiation/permissions.py` is a change of the page as well, which a reviewer reads in words. The answers come from
the rules as they are used (the tests of `RULES`), not from their names.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from acm_drafts.negotiation.permissions import RULES, Act, Actor, Facts, Office
from acm_drafts.negotiation.terms import Audience, PartyKind, Role, Stage

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"

HEAD = """\
# Who may do what

Made by `make permissions` from `acm_drafts/negotiation/permissions.py`; change it there. For each act it lists the
persons who may do it, and what must be so. Who is not listed may not. A comma means "and"; "; or" parts two cases.
Offices hold at the meeting of the thing that is acted on.

"Its sponsor", "its party" and so on: of the delegation, group or Mission that sponsors the proposal at hand, in whose
name somebody acts or of which the paper is. "Anybody" of a delegation is its head, an alternate or a drafter.

| act | who | where |
|---|---|---|
"""

SPONSOR, COSPONSOR, PARTY, MEMBER, CHAIR, OTHER, MISSION = range(1, 8)
SOMEBODY, ANOTHER = 70, 71


def _of(role: Role, party: int | None = None, kind: PartyKind | None = PartyKind.STATE) -> Actor:
    code = "" if party is None else str(party)
    office = Office(role, party, code, None if party is None else kind)
    return Actor(SOMEBODY, "somebody", frozenset({office}))


def _delegation(of: str, party: int, kind: PartyKind = PartyKind.STATE) -> dict[str, Actor]:
    roles = (Role.HEAD, Role.ALTERNATE, Role.DRAFTER)
    return {f"{role.value} of {of}": _of(role, party, kind) for role in roles}


PERSONS: Mapping[str, Actor] = {
    "operator at the command line": Actor(
        None,
        "",
        frozenset({Office(Role.ADMINISTRATOR), Office(Role.MISSION, MISSION, "", PartyKind.MISSION)}),
    ),
    "administrator": _of(Role.ADMINISTRATOR),
    "Mission drafter": _of(Role.MISSION, MISSION, PartyKind.MISSION),
    "chair": _of(Role.CHAIR),
    "observer": _of(Role.OBSERVER),
    **_delegation("its sponsor", SPONSOR),
    **_delegation("a co-sponsor", COSPONSOR),
    **_delegation("its party", PARTY),
    **_delegation("its party, a group", PARTY, PartyKind.GROUP),
    **_delegation("a member or named reader", MEMBER),
    **_delegation("the chairing State", CHAIR),
    **_delegation("any other delegation", OTHER),
}
"""Each kind of person, by what they are called; each holds one office, but the operator."""

OPEN = Facts(
    sponsor=SPONSOR,
    cosponsors=frozenset({COSPONSOR}),
    party=PARTY,
    stage=Stage.SUBMITTED,
    in_text=True,
    was_submitted=True,
    shown=True,
    shown_to_chair=True,
    attributed=True,
    circulated=True,
    unconfirmed=True,
    members=frozenset({MEMBER}),
    chair=CHAIR,
    recorded=True,
    people=frozenset({ANOTHER}),
    named=frozenset({PARTY, MEMBER}),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact that an answer may depend on: its *field*, and what it is called for each value that it can have."""

    field: str
    values: Mapping[str, Any]
    acts: frozenset[Act] = frozenset()
    """The acts that are asked for it; none named: all."""


CONDITIONS = (
    Condition("stage", {"now submitted": Stage.SUBMITTED, "not submitted now": Stage.DRAFT}),
    Condition("was_submitted", {"submitted at some time": True, "never submitted": False}),
    Condition("in_text", {"in the text": True, "not in the text": False}),
    Condition("circulated", {"circulated": True, "not circulated": False}),
    Condition("shown", {"shown to all": True, "not shown to all": False}),
    Condition("shown_to_chair", {"shown to the chair": True, "not shown to the chair": False}),
    Condition("attributed", {"sponsors are named": True, "sponsors are not named": False}),
    Condition("unconfirmed", {"unconfirmed, from the floor": True, "confirmed": False}),
    Condition("closed", {"not closed": False, "closed": True}),
    Condition("recorded", {"the sitting is closed": True, "the sitting goes on": False}),
    Condition(
        "audience",
        {
            "inside one delegation": Audience.INSIDE,
            "with the Mission": Audience.MISSION,
            "among sponsors": Audience.COSPONSORS,
        },
    ),
    Condition(
        "people",
        {"neither gives nor takes it": frozenset({ANOTHER}), "gives or takes it": frozenset({SOMEBODY})},
    ),
    Condition(
        "party",
        {
            "in its party's name": PARTY,
            "in the sponsor's name": SPONSOR,
            "in a co-sponsor's name": COSPONSOR,
            "in the Mission's name": MISSION,
        },
    ),
    Condition(
        "members",
        {"its party is no member": frozenset({MEMBER}), "its party is a member": frozenset({MEMBER, PARTY})},
    ),
    Condition(
        "sponsor", {"on a proposal": SPONSOR, "on a paragraph": None}, frozenset({Act.BEGIN_DISCUSSION})
    ),
    Condition(
        "named",
        {
            "one other is named": frozenset({PARTY, MEMBER}),
            "several others are named": frozenset({MEMBER, CHAIR, OTHER}),
            "the sponsors alone are named": frozenset({SPONSOR, COSPONSOR}),
            "nobody else is named": frozenset({PARTY}),
        },
    ),
)


class _Asked:
    """Facts that note which of them were asked for."""

    def __init__(self, facts: Facts, noted: set[str]) -> None:
        self._facts, self._noted = facts, noted

    def __getattr__(self, name: str) -> Any:
        self._noted.add(name)
        return getattr(self._facts, name)


@cache
def asked_by(act: Act) -> set[str]:
    """Return the names of the facts that the rule of *act* asks for, of any person in any case tried."""
    noted: set[str] = set()
    for person in PERSONS.values():
        for audience in (None, *Audience):
            facts: Any = _Asked(replace(OPEN, audience=audience), noted)
            for test in {test for clause in RULES[act] for test in clause}:
                test(person, facts)
    return noted


def allowed(person: Actor, act: Act, facts: Facts) -> bool:
    """Return what `permissions.may` returns, but that it keeps no answers."""
    return any(all(test(person, facts) for test in clause) for clause in RULES[act])


def cases(person: Actor, act: Act) -> list[tuple[str, ...]]:
    """Return the cases in which *person* may do *act*, as few as say it: each the conditions that must hold."""
    asked = asked_by(act)
    chosen = [
        condition
        for condition in CONDITIONS
        if condition.field in asked and (not condition.acts or act in condition.acts)
    ]
    yes = set()
    for combination in itertools.product(*(condition.values.items() for condition in chosen)):
        facts = replace(
            OPEN,
            **{condition.field: value for condition, (_, value) in zip(chosen, combination, strict=True)},
        )
        if allowed(person, act, facts):
            yes.add(tuple(words for words, _ in combination))
    return [
        tuple(
            _words(condition, held)
            for condition, held in zip(chosen, case, strict=True)
            if len(held) < len(condition.values)
        )
        for case in _covering(yes, chosen)
    ]


def _words(condition: Condition, held: frozenset[str]) -> str:
    """Return in words that *condition* has one of the values called *held*."""
    others = [words for words in condition.values if words not in held]
    if len(held) > 1 and len(others) == 1:
        return f"not {others[0]}"
    return " or ".join(words for words in condition.values if words in held)


Case = tuple[frozenset[str], ...]


def _covering(yes: set[tuple[str, ...]], chosen: Sequence[Condition]) -> list[Case]:
    """Return cases as wide as can be that hold together what *yes* holds, and nothing else; the widest first."""
    wide = sorted({_widened(one, yes, chosen) for one in yes}, key=_width)
    found: list[Case] = []
    left = set(yes)
    for case in wide:
        held = set(itertools.product(*case))
        if held & left:
            found.append(case)
            left -= held
    return found


def _widened(one: tuple[str, ...], yes: set[tuple[str, ...]], chosen: Sequence[Condition]) -> Case:
    case: list[frozenset[str]] = [frozenset({words}) for words in one]
    for place, condition in enumerate(chosen):
        for words in condition.values:
            wider = [*case[:place], case[place] | {words}, *case[place + 1 :]]
            if set(itertools.product(*wider)) <= yes:
                case = wider
    return tuple(case)


def _width(case: Case) -> tuple[int, list[list[str]]]:
    size = 1
    for held in case:
        size *= len(held)
    return -size, [sorted(held) for held in case]


def rows(act: Act) -> Iterator[str]:
    """Yield the rows of *act*: persons of whom the same is true stand together."""
    together: dict[str, list[str]] = {}
    for name, person in PERSONS.items():
        found = cases(person, act)
        if found:
            where = "always" if () in found else "; or ".join(", ".join(case) for case in found)
            together.setdefault(where, []).append(name)
    if not together:
        yield f"| {act.value} | nobody | |"
    for where, names in together.items():
        yield f"| {act.value} | {'; '.join(_names(names))} | {where} |"


def _names(names: list[str]) -> list[str]:
    """Return *names*, head, alternate and drafter of one delegation as "anybody"."""
    shorter = list(names)
    everybody = [name for name in PERSONS if " of " in name]
    if set(everybody) <= set(names):
        shorter = [name for name in names if name not in everybody] + ["anybody of any delegation or group"]
    for of in dict.fromkeys(name.partition(" of ")[2] for name in names if " of " in name):
        all_three = [f"{role.value} of {of}" for role in (Role.HEAD, Role.ALTERNATE, Role.DRAFTER)]
        if set(all_three) <= set(shorter):
            shorter[shorter.index(all_three[0])] = f"anybody of {of}"
            shorter = [name for name in shorter if name not in all_three]
    return shorter


def page() -> str:
    """Return the whole page."""
    return HEAD + "\n".join(row for act in Act for row in rows(act)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
