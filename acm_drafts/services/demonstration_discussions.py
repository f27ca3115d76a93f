"""
The discussions of the demonstration, as its script tells them.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import select

from acm_drafts.negotiation.terms import Audience
from acm_drafts.services import discussions
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.services.discussions import Wish
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.drafts import find_wording, newest_draft
from acm_drafts.store.records import Amendment, Communique, Paragraph, Party


class StageWithProposals(Stage, Protocol):
    """The demonstration while it is being told, with the codes of its proposals."""

    proposals: dict[str, str]


class DemonstrationDiscussions:
    """Comments to every audience, with their answers."""

    def __init__(self, stage: StageWithProposals, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what is begun in the round with a *number*; *opens*: its day, counted from today."""
        return [
            (opens + facts["at"][0], facts["at"][1], self.tell, facts)
            for facts in self.script["discussions"]
            if facts["round"] == number
        ]

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Begin a discussion, answer in it, and resolve it where the script says so."""
        communique = self.stage.session.scalars(select(Communique)).one()
        by, wish = facts["by"], self._wish(facts, communique.id)
        begun = discussions.begin(self._actor(by), communique.code, party=self._party(by), wish=wish)
        for reply in facts["answers"]:
            discussions.answer(
                self._actor(reply["by"]),
                begun.code,
                party=self._party(reply["by"]),
                about=reply["about"],
                words=reply["words"],
                quote=reply["quote"],
            )
        if facts["resolved"]:
            seen = 1 + len(facts["answers"])
            discussions.resolve(self._actor(by), begun.code, party=self._party(by), seen=seen)

    def _wish(self, facts: Mapping[str, Any], communique: int) -> Wish:
        audience, phrase, words = Audience(facts["audience"]), facts["phrase"], facts["words"]
        to = facts.get("to", "")
        session = self.stage.session
        if "proposal" in facts:
            code = self.stage.proposals[facts["proposal"]]
            amendment = session.scalars(select(Amendment).where(Amendment.code == code)).one()
            sponsors = {amendment.sponsor_id, *cosponsors_of(session, amendment.id)}
            readers = frozenset(session.scalars(select(Party.code).where(Party.id.in_(sponsors))))
            named = readers if audience is Audience.COSPONSORS else None
            return Wish(
                audience,
                words,
                proposal=code,
                revision=amendment.revision,
                phrase=phrase,
                readers=named,
                to=to,
            )
        code = self.stage.code(facts["paragraph"])
        paragraph = session.scalars(select(Paragraph.id).where(Paragraph.code == code)).one()
        wording = find_wording(session, paragraph, newest_draft(session, communique).id)
        return Wish(audience, words, code, wording.id if wording else 0, phrase=phrase, to=to)

    def _actor(self, code: str) -> Any:
        return self.stage.people[code]

    def _party(self, code: str) -> int:
        return self.stage.session.scalars(select(Party.id).where(Party.code == code)).one()
