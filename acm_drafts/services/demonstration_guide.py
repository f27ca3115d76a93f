"""
The guide of the demonstration: a short agenda of the General Assembly, tagged paragraphs, and people who follow items.

The items have the titles that they have at the Assembly; their numbers change from session to session.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from acm_drafts.documents.read.agenda_csv import read_agenda
from acm_drafts.negotiation.agenda import listed, read_number
from acm_drafts.negotiation.guide import SessionItem, TagAct
from acm_drafts.services import guide
from acm_drafts.services.agenda import set_agenda
from acm_drafts.services.demonstration_sittings import Stage
from acm_drafts.store.guide import items_tagged
from acm_drafts.store.records import Draft


class DemonstrationGuide:
    """What the Mission puts into the guide before the text is circulated, and who follows what."""

    def __init__(self, stage: Stage, script: Mapping[str, Any], agenda: bytes) -> None:
        self.stage, self.script, self.agenda = stage, script, agenda

    def fill(self, draft_id: int) -> None:
        """Add the agenda, tag paragraphs of the imported draft, name its items, and let people follow some."""
        of, mission = self.script["session"], self.stage.mission
        guide.add_agenda(mission, of, read_agenda(self.agenda))
        for facts in self.script["tags"]:
            paragraph = self.stage.paragraphs[facts["on"]]
            guide.decide_item(mission, paragraph, TagAct.TAG, numbered(facts["item"]))
        draft = self.stage.session.get_one(Draft, draft_id)
        tagged = items_tagged(self.stage.session, draft.communique_id, draft_id)
        set_agenda(mission, draft.communique.code, listed([item.numbered for item in tagged]))
        for facts in self.script["followers"]:
            guide.follow_item(self.stage.people[facts["by"]], of, numbered(facts["item"]))


def earlier_agenda(agenda: bytes, numbers: Mapping[str, str]) -> list[SessionItem]:
    """
    Return the agenda of an earlier session: items of the one in the file *agenda*, under the numbers of that time.

    *numbers*: the number in the file by the number of that time, which is of our own making.
    """
    known = {(item.number, item.part): item for item in read_agenda(agenda)}
    items = ((numbered(earlier), known[numbered(number)]) for earlier, number in numbers.items())
    return [replace(item, number=number, part=part) for (number, part), item in items]


def numbered(number: str) -> tuple[int, str]:
    """Return number and letter of an item of the script."""
    read = read_number(number)
    assert read is not None, number
    return read
