"""
The calls for inputs of the demonstration: one with the answers of delegations and themes, and one that was withdrawn.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import inputs
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.services.inputs import Answer, CallWish, CheckedFile, Passage
from acm_drafts.store.inputs import get_call, inputs_to
from acm_drafts.store.records import Communique, Party
from acm_drafts.text.language import Language


class DemonstrationInputs:
    """What the Mission asks beside the running round, and what delegations answer."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.call = ""

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what happens in the round with a *number*; *opens*: its day, counted from today."""
        script = self.script
        if number != script["round"]:
            return []

        def planned(at: tuple[int, int], act: Any, facts: Mapping[str, Any]) -> Planned:
            return opens + at[0], at[1], act, facts

        return [
            planned(script["issued"], self.issue, script),
            planned(script["extended"]["at"], self.extend, script["extended"]),
            planned(script["late"]["at"], self.allow_late, script["late"]),
            *(planned(facts["at"], self.answer, facts) for facts in script["answers"]),
            planned(script["draft"]["at"], self.save, script["draft"]),
            planned((1, 17), self.mark, script),
        ]

    def issue(self, facts: Mapping[str, Any]) -> None:
        """Issue both calls, and withdraw the other one again."""
        mission, script = self.stage.mission, self.script
        communique = self.stage.session.scalars(select(Communique.code)).one()
        until = self._until(script["deadline"])
        other = inputs.draft_call(mission, communique, _wish(script["withdrawn"], until))
        inputs.issue_call(mission, other.code, seen=1)
        reason = "The zero draft was brought up to date meanwhile."
        inputs.withdraw_call(mission, other.code, reason=reason)
        call = inputs.draft_call(mission, communique, _wish(script, until))
        inputs.issue_call(mission, call.code, seen=1)
        self.call = call.code

    def extend(self, facts: Mapping[str, Any]) -> None:
        until = self._until(facts["deadline"])
        inputs.extend_call(self.stage.mission, self.call, until, reason=facts["reason"])

    def allow_late(self, facts: Mapping[str, Any]) -> None:
        until = self._until(facts["until"])
        inputs.allow_late(self.stage.mission, self.call, facts["by"], until, reason=facts["reason"])

    def answer(self, facts: Mapping[str, Any]) -> None:
        """Submit an answer, and another version of it where the script has one."""
        files = (
            [CheckedFile(facts["file"]["name"], facts["file"]["text"].encode())] if "file" in facts else []
        )
        given = _answer(facts, facts["parts"], files=files)
        self._send(facts, given)
        if "revised" in facts:
            self._send(facts, _answer(facts, [facts["revised"], *facts["parts"][1:]], seen=1))

    def _send(self, facts: Mapping[str, Any], given: Answer) -> None:
        actor = self.stage.people[facts["by"]]
        inputs.submit_input(actor, self.call, party=self._party(facts["by"]), answer=given)

    def save(self, facts: Mapping[str, Any]) -> None:
        given = _answer(facts, facts["parts"])
        actor = self.stage.people[facts["by"]]
        inputs.save_input(actor, self.call, party=self._party(facts["by"]), answer=given)

    def mark(self, facts: Mapping[str, Any]) -> None:
        """Mark the themes, and one on a wrong passage, which is taken away again."""
        session, mission = self.stage.session, self.stage.mission
        read = inputs_to(session, mission, get_call(session, mission, self.call))
        answers = {given.row.party.code: given for given in read}
        for mark in facts["marks"]:
            given = answers[mark["by"]]
            passage = Passage(given.row.code, given.newest.row.sequence, mark["question"], mark["phrase"])
            mark_row = inputs.mark_theme(mission, self.call, passage, mark["theme"])
        inputs.remove_mark(mission, self.call, mark_row.code)

    def _party(self, code: str) -> int:
        return self.stage.session.scalars(select(Party.id).where(Party.code == code)).one()

    def _until(self, days: int) -> datetime:
        """Return six in the evening so many days after the day of the demonstration."""
        return self.stage.at(days, 0, 18)


def _wish(script: Mapping[str, Any], until: datetime) -> CallWish:
    return CallWish(
        title=script["title"],
        questions=script["questions"],
        deadline=until,
        zone="America/New_York",
        background=script["background"],
        visibility=Visibility(script["visibility"]),
        languages=[Language(code) for code in script["languages"]],
    )


def _answer(
    facts: Mapping[str, Any], parts: list[str], *, files: list[CheckedFile] | None = None, seen: int = 0
) -> Answer:
    return Answer(Language(facts["language"]), dict(enumerate(parts, 1)), files or [], (), seen)
