"""
The agenda of the demonstration: the Mission proposes it, and delegations suggest a theme, an item and another order.
"""

import json
from collections.abc import Mapping
from typing import Any

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, TextKind, Visibility
from acm_drafts.services import amendments, annotations, drafts, rounds
from acm_drafts.services.demonstration_sittings import Stage
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Draft, Paragraph


class DemonstrationAgenda:
    """The agenda on its way: provisional, annotated, with a round that is open today."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.lines: dict[str, tuple[str, int, str]] = {}
        """Code of the paragraph, key of the wording and words of each line."""

    def play(self) -> None:
        """Import the agenda, annotate and circulate it, and let delegations propose."""
        facts = self.script["round"]
        with clock_at(self._clock(facts["opens"] - 1, "12:00")):
            draft_id = self._import()
            drafts.circulate(self.stage.mission, draft_id, attributed=True)
        opens = self._clock(facts["opens"], facts["opens_at"])
        with clock_at(opens):
            round_id = self._open_round(draft_id)
        for minute, proposal in enumerate(self.script["proposals"], 1):
            with clock_at(self.stage.at(facts["opens"], minute, 10)):
                actor = self.stage.people[proposal["by"]]
                amendments.propose(actor, round_id, self._proposal(proposal))

    def _clock(self, day: int, time_of_day: str) -> Any:
        hour, minute = map(int, time_of_day.split(":"))
        return self.stage.at(day, minute, hour)

    def _import(self) -> int:
        """Import the text with its annotations and return the key of its draft."""
        mission: Actor = self.stage.mission
        draft = drafts.import_text(
            mission,
            lines=[
                Recognised(LineKind.PARAGRAPH, 0, True, "", "", line["text"]) for line in self.script["lines"]
            ],
            data=json.dumps(self.script["lines"]).encode(),
            file_name="demonstration",
            title=self.script["title"],
            meeting_id=self.stage.meeting,
            kind=TextKind.AGENDA,
        )
        session = self.stage.session
        for facts, line in zip(self.script["lines"], lines_of_draft(session, draft.id), strict=True):
            code = session.get_one(Paragraph, line.paragraph).code
            self.lines[facts["key"]] = code, line.wording, line.text
            if note := self.script["annotations"].get(facts["key"]):
                annotations.annotate(mission, line.paragraph, note, seen=0)
        return draft.id

    def _open_round(self, draft_id: int) -> int:
        facts = self.script["round"]
        zone = self.stage.text["meeting"]["zone"]
        terms = rounds.Terms(
            opens_at=self._clock(facts["opens"], facts["opens_at"]),
            deadline=self._clock(facts["deadline"], facts["deadline_at"]),
            zone=zone,
            admissibility=Admissibility.OPEN,
            visibility=Visibility.ALL,
        )
        communique = self.stage.session.get_one(Draft, draft_id).communique_id
        return rounds.open_round(self.stage.mission, communique, terms).id

    def _proposal(self, facts: Mapping[str, Any]) -> Proposal:
        kind, reason = AmendmentKind(facts["kind"]), facts["reason"]
        after = self.lines[facts["after"]][0] if "after" in facts else ""
        if kind is AmendmentKind.INSERT:
            return Proposal(kind, text=facts["text"], after=after, reason=reason)
        code, wording, text = self.lines[facts["on"]]
        for old, new in facts.get("edits", ()):
            text = text.replace(old, new)
        words = text if kind is AmendmentKind.REPLACE else ""
        return Proposal(kind, code, wording, words, after=after, reason=reason)
