"""
Who holds which bracket in the demonstration, as its script tells it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from acm_drafts.negotiation.terms import BracketAct
from acm_drafts.services import bracket_holders
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.records import Communique, Paragraph, Party
from acm_drafts.store.reservations import newest_circulated


class DemonstrationBracketHolders:
    """Delegations that hold brackets of the text, and let go of them."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what is said in the round with a *number*; *opens*: its day, counted from today."""
        return [
            (opens + facts["at"][0], facts["at"][1], self.say, facts)
            for facts in self.script["acts"]
            if facts["round"] == number
        ]

    def say(self, facts: Mapping[str, Any]) -> None:
        party = self.stage.session.scalars(select(Party.id).where(Party.code == facts["by"])).one()
        actor, bracket = self.stage.people[facts["by"]], self._bracket(facts)
        if BracketAct(facts["act"]) is BracketAct.HOLD:
            bracket_holders.hold(actor, bracket, party=party, reason=facts["reason"])
        else:
            bracket_holders.release(actor, bracket, party=party)

    def _bracket(self, facts: Mapping[str, Any]) -> OfBracket:
        """Return the bracket with the words of the script in the text that all read. Raises LookupError without one."""
        session, code = self.stage.session, self.stage.code(facts["paragraph"])
        draft = newest_circulated(session, session.scalars(select(Communique.id)).one())
        paragraph = session.scalars(select(Paragraph.id).where(Paragraph.code == code)).one()
        wording = find_wording(session, paragraph, draft.id) if draft else None
        if wording is None or facts["bracket"] not in wording.text:
            raise LookupError(f"{facts['bracket']!r} does not stand in {facts['paragraph']}")
        return OfBracket(paragraph, wording.id, wording.text.index(facts["bracket"]))
