"""
The follow-up of the demonstration: requests of earlier texts of our own making, and what was reported on them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from sqlalchemy import select

from acm_drafts.negotiation.follow_up import FollowUpState, Request
from acm_drafts.services import follow_up
from acm_drafts.services.demonstration_sittings import Planned, Stage
from acm_drafts.services.people import operator
from acm_drafts.store.follow_up import get_follow_up
from acm_drafts.store.records import Communique, Paragraph, Source, SourceParagraph
from acm_drafts.text.language import Language
from acm_drafts.text.requests import requests_in


class StageWithDay(Stage, Protocol):
    """The demonstration while it is being told, with the day from which its script counts."""

    today: date


class DemonstrationFollowUp:
    """What the Mission confirms before the text is circulated; in a round, reports, and a paragraph drawn from one."""

    def __init__(self, stage: StageWithDay, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.codes: dict[tuple[str, str], str] = {}

    def confirm(self) -> None:
        """Confirm the requests of the script, as the program finds them; dismiss what the script calls none."""
        for facts in self.script["entries"]:
            self.confirm_request(facts)
        for symbol, number in self.script["dismissed"]:
            code, passage = self._passage(symbol, number)
            start = requests_in(passage.text, Language.EN)[0].start
            follow_up.dismiss(self.stage.mission, code, position=passage.position, start=start)

    def confirm_request(self, facts: Mapping[str, Any]) -> None:
        """Confirm the first request of a paragraph; `codes` names the entry by symbol and paragraph from then on."""
        symbol, number = facts["symbol"], facts["paragraph"]
        code, passage = self._passage(symbol, number)
        request = requests_in(passage.text, Language.EN)[0]
        due = None if facts["due"] is None else self.stage.today + timedelta(days=facts["due"])
        entry = follow_up.confirm(
            self.stage.mission,
            code,
            position=passage.position,
            start=request.start,
            stop=request.stop,
            request=Request(request.addressee, request.requested, due, facts["place"], facts["next_report"]),
        )
        self.codes[symbol, number] = entry.code

    def _passage(self, symbol: str, number: str) -> tuple[str, SourceParagraph]:
        """Return the code of an English source, and its paragraph with a *number*."""
        wanted = (
            select(Source.code, SourceParagraph)
            .join(Source, Source.id == SourceParagraph.source_id)
            .where(Source.symbol == symbol, Source.language == Language.EN.value)
            .where(SourceParagraph.reference == number)
        )
        code, passage = self.stage.session.execute(wanted).one()
        return code, passage

    def acts(self, number: int, opens: int) -> list[Planned]:
        """Return what is reported and drawn in the round with a *number*; *opens*: its day, counted from today."""
        reports: list[Planned] = [
            (
                opens + facts["at"][0],
                facts["at"][1],
                partial(self.report, self.codes[entry["symbol"], entry["paragraph"]]),
                facts,
            )
            for entry in self.script["entries"]
            for facts in entry["reports"]
            if facts["round"] == number
        ]
        drawn: list[Planned] = [
            (
                opens + facts["at"][0],
                facts["at"][1],
                partial(self.draw, self.codes[entry["symbol"], entry["paragraph"]]),
                facts,
            )
            for entry in self.script["entries"]
            if (facts := entry.get("drawn")) and facts["round"] == number
        ]
        return reports + drawn

    def report(self, code: str, facts: Mapping[str, Any]) -> None:
        """Record a report, with the documents that came with it."""
        seen = get_follow_up(self.stage.session, operator(), code).version.number
        follow_up.report(
            self.stage.mission,
            code,
            FollowUpState(facts["state"]),
            note=facts["note"],
            next_report=facts["next_report"],
            seen=seen,
        )
        for document in facts["evidence"]:
            follow_up.add_evidence(self.stage.mission, code, **document)

    def draw(self, code: str, facts: Mapping[str, Any]) -> None:
        """Let the Mission propose a paragraph for the text of this year, drawn from an entry."""
        after = self.stage.session.get_one(Paragraph, self.stage.paragraphs[facts["after"]])
        communique = self.stage.session.get_one(Communique, after.communique_id)
        follow_up.propose(
            self.stage.mission,
            code,
            communique.code,
            text=facts["text"],
            after=after.code,
            reason=facts["reason"],
        )
