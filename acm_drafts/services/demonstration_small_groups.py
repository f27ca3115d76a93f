"""
The small groups of the demonstration, as its script tells them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from acm_drafts.negotiation.terms import Stance
from acm_drafts.services import small_groups
from acm_drafts.services.demonstration_discussions import StageWithProposals
from acm_drafts.services.demonstration_sittings import Planned
from acm_drafts.services.small_groups import Wish
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.records import Communique, CompromiseText, Paragraph, Party, SmallGroup
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.store.small_groups import newest_version


class DemonstrationSmallGroups:
    """Groups with their facilitators, the versions that these write, what members answer, and what is put."""

    def __init__(self, stage: StageWithProposals, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what is done in the round with a *number*; *opens*: its day, counted from today."""
        planned: list[Planned] = []
        for group in self.script["groups"]:
            if group["round"] == number:
                planned.append((opens + group["at"][0], group["at"][1], self.form, group))
                planned += self._planned(group, opens)
        return planned

    def _planned(self, group: Mapping[str, Any], opens: int) -> list[Planned]:
        planned: list[Planned] = []
        for version in group["versions"]:
            facts = {**version, "group": group["name"], "facilitator": group["facilitator"]}
            planned.append((opens + version["at"][0], version["at"][1], self.write, facts))
            for reply in version["answers"]:
                planned.append((opens + reply["at"][0], reply["at"][1], self.answer, facts | reply))
            if "put" in version:
                planned.append((opens + version["put"][0], version["put"][1], self.put, facts))
        return planned

    def form(self, facts: Mapping[str, Any]) -> None:
        communique = self.stage.session.scalars(select(Communique)).one()
        small_groups.form(
            self.stage.mission,
            communique.code,
            name=facts["name"],
            facilitator=self._party(facts["facilitator"]),
            members=[self._party(code) for code in facts["members"]],
            paragraphs=[self.stage.code(key) for key in facts["paragraphs"]],
        )

    def write(self, facts: Mapping[str, Any]) -> None:
        session, code = self.stage.session, self.stage.code(facts["paragraph"])
        group, newest = self._group(facts), self._newest(facts)
        draft = newest_circulated(session, group.communique_id)
        wording = find_wording(session, self._paragraph(facts), draft.id) if draft else None
        wish = Wish(
            code,
            facts["text"],
            wording.id if wording else 0,
            newest.sequence if newest else 0,
            facts["note"],
            tuple(self.stage.proposals[key] for key in facts["settles"]),
        )
        small_groups.write(self.stage.people[facts["facilitator"]], group.code, wish)

    def answer(self, facts: Mapping[str, Any]) -> None:
        small_groups.answer(
            self.stage.people[facts["by"]],
            self._group(facts).code,
            self._written(facts).code,
            party=self._party(facts["by"]),
            stance=Stance(facts["stance"]),
            reason=facts.get("reason", ""),
        )

    def put(self, facts: Mapping[str, Any]) -> None:
        group, version = self._group(facts), self._written(facts)
        small_groups.put(self.stage.people[facts["facilitator"]], group.code, version.code)

    def _group(self, facts: Mapping[str, Any]) -> SmallGroup:
        return self.stage.session.scalars(select(SmallGroup).where(SmallGroup.name == facts["group"])).one()

    def _newest(self, facts: Mapping[str, Any]) -> CompromiseText | None:
        return newest_version(self.stage.session, self._group(facts).id, self._paragraph(facts))

    def _written(self, facts: Mapping[str, Any]) -> CompromiseText:
        """Return the newest version. Raises LookupError where the script answers before one is written."""
        newest = self._newest(facts)
        if newest is None:
            raise LookupError(f"nothing is written for {facts['paragraph']} yet")
        return newest

    def _paragraph(self, facts: Mapping[str, Any]) -> int:
        code = self.stage.code(facts["paragraph"])
        return self.stage.session.scalars(select(Paragraph.id).where(Paragraph.code == code)).one()

    def _party(self, code: str) -> int:
        return self.stage.session.scalars(select(Party.id).where(Party.code == code)).one()
