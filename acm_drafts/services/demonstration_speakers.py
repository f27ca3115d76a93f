"""
The list of speakers of the demonstration: it is open, delegations have inscribed, and one was moved by hand.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel
from acm_drafts.services import speakers
from acm_drafts.services.demonstration_sittings import Stage
from acm_drafts.services.speakers import Guest, Person
from acm_drafts.store.database import clock_at, utcnow


class DemonstrationSpeakers:
    """What becomes of the list before the text is circulated: the debate itself lies ahead."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.codes: dict[str, str] = {}

    def inscribe(self) -> None:
        """Open the list, let everybody of the script inscribe, a minute after one another, and move one by hand."""
        meeting, mission = self.stage.meeting, self.stage.mission
        speakers.open_inscription(mission, meeting)
        speakers.set_time_limit(mission, meeting, self.script["minutes"])
        for minute, facts in enumerate(self.script["inscribed"], 1):
            with clock_at(utcnow() + timedelta(minutes=minute)):
                self._inscribe(facts)
        with clock_at(utcnow() + timedelta(minutes=30)):
            self._change()

    def _change(self) -> None:
        meeting, mission = self.stage.meeting, self.stage.mission
        for facts in self.script["levels"]:
            level = SpeakerLevel(facts["level"])
            speakers.change_level(self._head(facts["for"]), meeting, self.codes[facts["for"]], level)
        for facts in self.script["names"]:
            speakers.rename(self._head(facts["for"]), meeting, self.codes[facts["for"]], name=facts["name"])
        for code in self.script["withdrawn"]:
            speakers.withdraw(self._head(code), meeting, self.codes[code])
        for facts in self.script["moves"]:
            after, reason = self.codes[facts["after"]], facts["reason"]
            speakers.move(mission, meeting, self.codes[facts["for"]], after=after, reason=reason)

    def _head(self, code: str) -> Any:
        return self.stage.people[code]

    def _inscribe(self, facts: Mapping[str, Any]) -> None:
        person = Person(facts["name"], "", SpeakerLevel(facts["level"]))
        if "guest" in facts:
            guest = Guest(SpeakerKind(facts["kind"]), facts["guest"])
            speakers.inscribe(self.stage.mission, self.stage.meeting, person, guest=guest)
            return
        head = self._head(facts["for"])
        (party,) = head.parties()
        inscribed = speakers.inscribe(head, self.stage.meeting, person, party=party)
        self.codes[facts["for"]] = inscribed.code
