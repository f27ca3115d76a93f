"""
The guide of the demonstration: a short agenda of the General Assembly, tagged paragraphs, and people who follow items.

The items have the titles that they have at the Assembly; their numbers change from session to session.
"""

from collections.abc import Mapping
from typing import Any

from acm_drafts.documents.read.agenda_csv import read_agenda
from acm_drafts.negotiation.agenda import read_number
from acm_drafts.negotiation.guide import TagAct
from acm_drafts.services import guide
from acm_drafts.services.demonstration_sittings import Stage


class DemonstrationGuide:
    """What the Mission puts into the guide before the text is circulated, and who follows what."""

    def __init__(self, stage: Stage, script: Mapping[str, Any], agenda: bytes) -> None:
        self.stage, self.script, self.agenda = stage, script, agenda

    def fill(self) -> None:
        """Add the agenda, tag paragraphs of the imported text, and let people follow items."""
        of, mission = self.script["session"], self.stage.mission
        guide.add_agenda(mission, of, read_agenda(self.agenda))
        for facts in self.script["tags"]:
            paragraph = self.stage.paragraphs[facts["on"]]
            guide.decide_item(mission, paragraph, TagAct.TAG, _numbered(facts))
        for facts in self.script["followers"]:
            guide.follow_item(self.stage.people[facts["by"]], of, _numbered(facts))


def _numbered(facts: Mapping[str, Any]) -> tuple[int, str]:
    numbered = read_number(facts["item"])
    assert numbered is not None, facts["item"]
    return numbered
