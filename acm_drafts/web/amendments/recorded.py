"""
What a delegation recorded beside a proposal or paragraph a moment ago: said once, there, with what would undo it.

It is remembered in the cookie of the session from the act to the next page that shows what it is on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import g, session

from acm_drafts.negotiation.terms import Stance
from acm_drafts.services.positions import Held
from acm_drafts.web.journal.acts import ACTS
from acm_drafts.web.positions.about import PositionsOn
from acm_drafts.web.shared.formatting import Named, party_name
from acm_drafts.web.shared.sentences import Sentence
from acm_drafts.web.shared.sentences import gettext as _

KEY = "recorded"
"""Under this name the session remembers it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, as a *sentence*; *verb* ends the address of the act, *undo* is what it sends to undo it."""

    sentence: Sentence
    verb: str
    undo: Mapping[str, str] = field(default_factory=dict)


def remember_position(code: str, party: str, *, before: Held, now: Held) -> None:
    """Remember until the next page that *party* took a position on what has the *code*, and what stood before."""
    undo = {"stance": before[0] or "", "reason": before[1]} if before != now else {}
    session[KEY] = {"code": code, "party": party, "verb": "position", "now": now[0] or "", "undo": undo}


def remember_sponsorship(code: str, party: str, *, joins: bool) -> None:
    """Remember until the next page that *party* joined the sponsors of the proposal with *code*, or left them."""
    undo = {"joins": "no" if joins else "yes"}
    now = "cosponsor" if joins else "leave cosponsors"
    session[KEY] = {"code": code, "party": party, "verb": "cosponsor", "now": now, "undo": undo}


def recorded_beside(about: PositionsOn, party: Named) -> Recorded | None:
    """Return what *party* recorded on a proposal or a paragraph just now, None where that was nothing."""
    if KEY not in g:
        g.recorded = session.pop(KEY, None)
    facts: dict[str, Any] | None = g.recorded
    if facts is None or (facts["code"], facts["party"]) != (about.code, party.code):
        return None
    if facts["verb"] == "position":
        sentence = about.sentence(Stance(facts["now"]) if facts["now"] else None, party)
    else:
        sentence = _(ACTS[facts["now"]].sentence, party=party_name(party), proposal=about.called)
    return Recorded(sentence, facts["verb"], facts["undo"])
