"""
The silence procedures of the demonstration, as its script tells them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from acm_drafts.negotiation.terms import Level
from acm_drafts.services import silence, silence_breaks, silence_outcomes
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.services.silence import Terms
from acm_drafts.services.silence_candidates import candidates
from acm_drafts.store.records import Body, Communique
from acm_drafts.store.rounds import round_context

Act = Callable[[Mapping[str, Any]], None]


class DemonstrationSilence:
    """Paragraphs put under silence, extended, opened, broken, for a while too, and concluded."""

    def __init__(self, stage: Stage, bodies: Mapping[str, str], script: Mapping[str, Any]) -> None:
        self.stage, self.bodies, self.script = stage, bodies, script
        self.codes: dict[str, str] = {}
        self.opens = self.round = 0

    def acts(self, number: int, opens: int, round_id: int) -> list[Planned]:
        """Return what happens about silence in the round with a *number*; *opens*: its day, counted from today."""
        self.opens, self.round = opens, round_id
        return [
            (opens + day, hour, act, facts)
            for facts in self.script["procedures"]
            if facts["round"] == number
            for (day, hour), act in self._planned(facts)
        ]

    def _planned(self, facts: Mapping[str, Any]) -> list[tuple[Sequence[int], Act]]:
        return [
            (facts["put"], self.put),
            (facts["extended"]["at"], self.extend),
            (facts["taken_back"]["at"], self.break_for_a_while),
            (facts["broken"]["at"], self.break_),
            (facts["taken_back"]["back"], self.take_back),
            (facts["concluded"], self.conclude),
        ]

    def put(self, facts: Mapping[str, Any]) -> None:
        session, body = self.stage.session, self.bodies[facts["body"]]
        level = session.scalars(select(Body.level).where(Body.code == body)).one()
        known = candidates(session, round_context(session, self.round), Level(level))
        procedure = silence.put(
            self.stage.mission,
            session.scalars(select(Communique.id)).one(),
            body,
            paragraphs=[self.stage.code(key) for key in facts["paragraphs"]],
            terms=Terms(self._at(facts["ends"]), self.stage.text["meeting"]["zone"], note=facts["note"]),
            seen=known.seen,
        )
        self.codes[facts["key"]] = procedure.code

    def extend(self, facts: Mapping[str, Any]) -> None:
        """Let it end later, and let the delegations that the script names open it."""
        code, extended = self.codes[facts["key"]], facts["extended"]
        ends_at, reason = self._at(extended["ends"]), extended["reason"]
        silence.extend(self.stage.mission, code, ends_at=ends_at, reason=reason)
        for state in facts["opened"]:
            silence.note_opened(self.stage.people[state], code)

    def break_(self, facts: Mapping[str, Any]) -> None:
        self._break(facts, facts["broken"])

    def break_for_a_while(self, facts: Mapping[str, Any]) -> None:
        self._break(facts, facts["taken_back"])

    def take_back(self, facts: Mapping[str, Any]) -> None:
        broken = facts["taken_back"]
        paragraphs = [self.stage.code(key) for key in broken["paragraphs"]]
        silence_breaks.take_back(self.stage.people[broken["by"]], self.codes[facts["key"]], paragraphs)

    def _break(self, facts: Mapping[str, Any], broken: Mapping[str, Any]) -> None:
        silence_breaks.break_silence(
            self.stage.people[broken["by"]],
            self.codes[facts["key"]],
            [self.stage.code(key) for key in broken["paragraphs"]],
            reason=broken["reason"],
        )

    def conclude(self, facts: Mapping[str, Any]) -> None:
        silence_outcomes.conclude(self.codes[facts["key"]])

    def _at(self, when: Sequence[int]) -> Any:
        day, hour = when
        return self.stage.at(self.opens + day, 0, hour)
