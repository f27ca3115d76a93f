"""What tests of the list of speakers and of agendas share: a list that is open, who inscribes on it, and an agenda."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import SpeakerLevel, TextKind
from acm_drafts.services import drafts, speakers
from acm_drafts.services.speakers import Person
from acm_drafts.store.records import Draft
from tests.factories import actor_of, make_head, mission, party
from tests.tables import lines_of


def named(name: str, level: SpeakerLevel = SpeakerLevel.MINISTER, title: str = "") -> Person:
    return Person(name, title, level)


def by_head(code: str, meeting: int) -> Actor:
    """Return a head of the delegation with *code* at a meeting."""
    return actor_of(make_head(code, meeting_id=meeting)).at(meeting)


def open_list(meeting: int) -> None:
    speakers.open_inscription(mission(), meeting)


def inscribed(code: str, meeting: int, level: SpeakerLevel = SpeakerLevel.MINISTER, *, name: str = "") -> str:
    """Inscribe a speaker of the State with *code* and return the speaker's code."""
    person = named(name or f"H.E. of {code}", level, "Minister for Foreign Affairs")
    return speakers.inscribe(mission(), meeting, person, party=party(code).id).code


def make_agenda(*items: str, meeting: int | None = None, symbol: str = "OIC/AGENDA") -> Draft:
    """Return the first draft of an agenda with *items*, which is not circulated."""
    lines = lines_of(*items)
    data = " ".join(items).encode()
    return drafts.import_text(
        mission(), lines=lines, data=data, symbol=symbol, meeting_id=meeting, kind=TextKind.AGENDA
    )
