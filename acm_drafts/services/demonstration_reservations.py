"""
The reservations of the demonstration, as its script tells them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from acm_drafts.services import reservations
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.services.reservations import Wish
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.records import Communique, Paragraph, Party
from acm_drafts.store.reservations import newest_circulated


class DemonstrationReservations:
    """Reservations that delegations enter for all participants to read."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what is entered in the round with a *number*; *opens*: its day, counted from today."""
        return [
            (opens + facts["at"][0], facts["at"][1], self.enter, facts)
            for facts in self.script["reservations"]
            if facts["round"] == number
        ]

    def enter(self, facts: Mapping[str, Any]) -> None:
        session = self.stage.session
        communique = session.scalars(select(Communique)).one()
        party = session.scalars(select(Party.id).where(Party.code == facts["by"])).one()
        wish = Wish(
            paragraph=self.stage.code(facts["paragraph"]) if facts["paragraph"] else "",
            wording=self._wording(facts["paragraph"], communique.id),
            phrase=facts["phrase"],
            words=facts["words"],
            awaiting=facts["awaiting"],
            published=True,
        )
        reservations.enter(self.stage.people[facts["by"]], communique.code, party=party, wish=wish)

    def _wording(self, key: str, communique: int) -> int:
        """Return the key of what a paragraph of the script says in the text that all read, 0 for the whole text."""
        draft = newest_circulated(self.stage.session, communique)
        if not key or draft is None:
            return 0
        code = self.stage.code(key)
        paragraph = self.stage.session.scalars(select(Paragraph.id).where(Paragraph.code == code)).one()
        wording = find_wording(self.stage.session, paragraph, draft.id)
        return wording.id if wording else 0
