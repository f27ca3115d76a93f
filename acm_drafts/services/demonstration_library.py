"""
The library of the demonstration: sources in texts of our own making, and a paragraph pinned to one of them.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from acm_drafts.documents.read.sources import sources_in_json
from acm_drafts.services import library, pins
from acm_drafts.services.demonstration_sittings import Stage
from acm_drafts.services.library import Face
from acm_drafts.store.records import Source, SourceParagraph


class DemonstrationLibrary:
    """What the Mission puts into the library before the text is circulated."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script

    def fill(self) -> None:
        """Add the sources, withdraw one, and pin paragraphs of the imported text."""
        mission = self.stage.mission
        for text in sources_in_json(json.dumps(self.script["sources"]).encode()):
            face = Face(text.symbol, text.title, text.body, text.language, text.day, text.session)
            library.add(mission, face, text.lines)
        withdrawn = self.script["withdrawn"]
        code = self.stage.session.scalars(
            select(Source.code).where(Source.symbol == withdrawn["symbol"])
        ).one()
        library.withdraw(mission, code, reason=withdrawn["reason"])
        for facts in self.script["pins"]:
            self._pin(facts)

    def _pin(self, facts: Mapping[str, Any]) -> None:
        code, position = self.stage.session.execute(
            select(Source.code, SourceParagraph.position)
            .join(Source, Source.id == SourceParagraph.source_id)
            .where(Source.symbol == facts["symbol"], Source.language == facts["language"])
            .where(SourceParagraph.reference == facts["paragraph"])
        ).one()
        paragraph = self.stage.paragraphs[facts["on"]]
        pins.pin(self.stage.mission, paragraph, source=code, position=position)
