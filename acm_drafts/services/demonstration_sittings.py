"""
The bodies of the demonstration and their sittings: those that its script tells, and those that reach its decisions.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.sittings import Outcome
from acm_drafts.negotiation.terms import BodyRole, City, Level, SittingResult, Stance
from acm_drafts.services import bodies, confirmations, reopenings, sittings
from acm_drafts.services.sittings import Presence, Times
from acm_drafts.store.records import Communique, Paragraph
from acm_drafts.text.language import Language

Planned = tuple[float, int, Callable[[Mapping[str, Any]], None], Mapping[str, Any]]
"""Something that happens: on which day, counted from today, at which hour, by which act, with which facts."""


class Stage(Protocol):
    """What sittings need to know of the demonstration while it is being told."""

    text: Mapping[str, Any]
    people: Mapping[str, Actor]
    mission: Actor
    meeting: int
    paragraphs: dict[str, int]
    session: Session

    def at(self, day: float, minute: int, hour: int) -> datetime: ...

    def code(self, key: str | None) -> str: ...


class DemonstrationSittings:
    """The bodies of the demonstration and their sittings, as its script tells them."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.bodies: dict[str, str] = {}
        self.sittings: dict[str, str] = {}
        self.deciding: dict[tuple[str, int], str] = {}
        """Of the running round, by level and day: the sitting at which the Mission records decisions."""
        self.opens = 0

    def make_bodies(self) -> None:
        mission, meeting = self.stage.mission, self.stage.meeting
        for facts in self.script["bodies"]:
            names = {Language(code): name for code, name in facts.get("names", {}).items()}
            body = bodies.add_body(
                mission,
                meeting,
                city=City(facts["city"]),
                level=Level(facts["level"]),
                names=names,
                mandate=facts.get("mandate", ""),
            )
            self.bodies[facts["key"]] = body.code
            chair = [facts["chair"]] if "chair" in facts else []
            for role, codes in ((BodyRole.MEMBER, facts.get("members", ())), (BodyRole.CHAIR, chair)):
                if codes:
                    bodies.seat(mission, meeting, body.code, role=role, parties=self._states(codes))

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what happens about sittings in the round with a *number*; *opens*: its day, counted from today."""
        self.opens = opens
        planned: list[Planned] = []
        for facts in self.script["sittings"]:
            if facts["round"] != number:
                continue
            day, hour = facts["convened"]
            planned.append((opens + day, hour, self.convene, facts))
            if "moved" in facts:
                day, hour = facts["moved"]["convened"]
                planned.append((opens + day, hour, self.move, facts))
            if "results" in facts:
                day, hour = facts["begins"]
                planned.append((opens + day, hour, self.hold, facts))
            if "confirmed" in facts:
                day, hour = facts["confirmed"]["at"]
                planned.append((opens + day, hour, self.confirm, facts["confirmed"]))
        for facts in self.script["reopened"]:
            if facts["round"] == number:
                day, hour = facts["at"]
                planned.append((opens + day, hour, self.reopen, facts))
        return planned

    def acts_deciding(self, part: Mapping[str, Any], opens: int) -> list[Planned]:
        """Return how the sittings of a round are convened, opened and closed at which its decisions are recorded."""
        self.deciding = {}
        planned: list[Planned] = []
        held = {(facts["level"], facts["date_offset"]) for facts in part["decisions"] if facts.get("level")}
        places = {facts["key"]: _place_of(facts) for facts in part["proposals"]}
        for level, day in sorted(held):
            decided = [facts for facts in part["decisions"] if facts.get("level") == level]
            here = [key for facts in decided if facts["date_offset"] == day for key in facts["on"]]
            keys = [places[key] for key in here if places.get(key)]
            facts = {"level": level, "day": day, "agenda": list(dict.fromkeys(keys))}
            planned.append((opens + day - 1, 12, self.convene_to_decide, facts))
            planned.append((opens + day, 16, self.open_to_decide, facts))
            planned.append((opens + day, 18, self.close_after_deciding, facts))
        return planned

    def convene_to_decide(self, facts: Mapping[str, Any]) -> None:
        script = self.script["deciding"]
        body = self.bodies[script["bodies"][facts["level"]]]
        times = self._times((facts["day"], 16), script["place"])
        agenda = [self.stage.code(key) for key in facts["agenda"]]
        communique = self.stage.session.scalars(select(Communique.id)).one()
        sitting = sittings.convene(self.stage.mission, communique, body, times=times, agenda=agenda)
        self.deciding[facts["level"], facts["day"]] = sitting.code

    def open_to_decide(self, facts: Mapping[str, Any]) -> None:
        code = self.deciding[facts["level"], facts["day"]]
        sittings.open_sitting(self.stage.mission, code)
        present = self._states(self.script["deciding"]["present"])
        sittings.attend(self.stage.mission, code, dict.fromkeys(present, Presence(True)))

    def close_after_deciding(self, facts: Mapping[str, Any]) -> None:
        sittings.close_sitting(self.stage.mission, self.deciding[facts["level"], facts["day"]])

    def sitting_of(self, facts: Mapping[str, Any]) -> str:
        """Return the sitting at which a decision was reached, "" where the Mission proposes it."""
        return self.deciding[facts["level"], facts["date_offset"]] if facts["level"] else ""

    def convene(self, facts: Mapping[str, Any]) -> None:
        communique = self.stage.session.scalars(select(Communique.id)).one()
        sitting = sittings.convene(
            self.stage.mission,
            communique,
            self.bodies[facts["body"]],
            times=self._times(facts["begins"], facts["place"]),
            agenda=[self.stage.code(key) for key in facts["agenda"]],
        )
        self.sittings[facts["key"]] = sitting.code

    def move(self, facts: Mapping[str, Any]) -> None:
        times = self._times(facts["moved"]["begins"], facts["place"])
        code, reason = self.sittings[facts["key"]], facts["moved"]["reason"]
        sittings.move(self.stage.mission, code, times=times, reason=reason)

    def hold(self, facts: Mapping[str, Any]) -> None:
        """Open a sitting, record who attends and what it comes to, and close it."""
        mission, code = self.stage.mission, self.sittings[facts["key"]]
        sittings.open_sitting(mission, code)
        attending = {self._state(state): Presence(True, who) for state, who in facts["present"].items()}
        attending |= {self._state(state): Presence(False) for state in facts["absent"]}
        sittings.attend(mission, code, attending)
        for result in facts["results"]:
            stances = {self._state(state): Stance.OPPOSE for state in result.get("oppose", ())}
            stances |= {self._state(state): Stance.RESERVE for state in result.get("reserve", ())}
            referred = self.bodies[result["to"]] if "to" in result else ""
            outcome = Outcome(SittingResult(result["result"]), referred, stances, result["remark"])
            paragraph = self.stage.session.get_one(Paragraph, self.stage.paragraphs[result["on"]])
            sittings.record(mission, code, paragraph.code, outcome, seen=0, counter=paragraph.counter)
        sittings.close_sitting(mission, code)

    def confirm(self, facts: Mapping[str, Any]) -> None:
        """Confirm what a sitting agreed ad referendum on a paragraph."""
        paragraph = self.stage.session.get_one(Paragraph, self.stage.paragraphs[facts["on"]])
        confirmations.confirm(self.stage.mission, paragraph.id, given_by=facts["by"], seen=paragraph.counter)

    def reopen(self, facts: Mapping[str, Any]) -> None:
        """Reopen a paragraph that an earlier round agreed, as a delegation asked."""
        paragraph = self.stage.session.get_one(Paragraph, self.stage.paragraphs[facts["on"]])
        reopenings.reopen(
            self.stage.mission,
            paragraph.id,
            asked_by=facts["by"],
            reason=facts["reason"],
            seen=paragraph.counter,
        )

    def _times(self, begins: Sequence[int], place: str) -> Times:
        day, hour = begins
        at = self.stage.at(self.opens + day, 0, hour)
        return Times(at, at + timedelta(hours=3), self.stage.text["meeting"]["zone"], place)

    def _states(self, codes: Sequence[str]) -> list[int]:
        return [self._state(code) for code in codes]

    def _state(self, code: str) -> int:
        return next(iter(self.stage.people[code].parties()))


def _place_of(facts: Mapping[str, Any]) -> str:
    """Return the paragraph of the text at which a proposal stands; "" for one that stands at none."""
    return str(facts.get("on") or facts.get("after") or "")
