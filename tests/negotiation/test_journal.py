"""Who may read a line of the journal; tests/store/test_readers.py holds it against the same rule in SQL."""

import pytest

from acm_drafts.negotiation.journal import LineFacts, may_read_line
from acm_drafts.negotiation.permissions import Actor, Facts, Office
from acm_drafts.negotiation.terms import PartyKind, Role, Scope

EGYPT, MISSION, MEETING = 1, 9, 5


def holding(role: Role, party: int | None = None, meeting: int | None = MEETING) -> Actor:
    kind = {None: None, MISSION: PartyKind.MISSION}.get(party, PartyKind.STATE)
    return Actor(7, "Somebody", frozenset({Office(role, party, "", kind, meeting)}))


HEAD, PEN = holding(Role.HEAD, EGYPT), holding(Role.MISSION, MISSION, None)
ADMINISTRATOR, GENERAL = holding(Role.ADMINISTRATOR), holding(Role.ADMINISTRATOR, None, None)
ELSEWHERE = holding(Role.HEAD, EGYPT, 6)


@pytest.mark.parametrize(
    ("line", "readers"),
    [
        (LineFacts("circulate", Scope.ALL, MEETING), {"head", "pen"}),
        (LineFacts("import", Scope.MISSION, MEETING), {"pen"}),
        (LineFacts("save draft", Scope.PARTY, MEETING, party=EGYPT), {"head"}),
        (LineFacts("appoint", Scope.PEOPLE, MEETING), {"administrator", "general"}),
        (LineFacts("disable account", Scope.PEOPLE), {"general"}),
        (LineFacts("submit", Scope.AMENDMENT, MEETING), {"pen"}),
    ],
)
def test_each_scope_has_its_readers(line: LineFacts, readers: set[str]):
    people = {
        "head": HEAD,
        "pen": PEN,
        "administrator": ADMINISTRATOR,
        "general": GENERAL,
        "elsewhere": ELSEWHERE,
    }

    assert {name for name, actor in people.items() if may_read_line(actor, line)} == readers


def test_what_was_shown_in_an_earlier_round_stays_read():
    hidden = Facts(meeting=MEETING, sponsor=2, was_submitted=True, circulated=True)
    shown = Facts(meeting=MEETING, was_submitted=True, shown=True, circulated=True)

    assert not may_read_line(HEAD, LineFacts("submit", Scope.AMENDMENT, MEETING, proposal=hidden))
    assert may_read_line(
        HEAD, LineFacts("submit", Scope.AMENDMENT, MEETING, proposal=hidden, earlier=(shown,))
    )
