"""
The partners of the demonstration: two of them, a periodic meeting that is due, a past meeting, and some resolutions.
"""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from acm_drafts.documents.read.cooperation_resolutions import read_resolutions
from acm_drafts.documents.read.sources import sources_in_json
from acm_drafts.negotiation.partners import Contact, Meeting, PartnerKind, PartnerLevel, Periodic, PeriodUnit
from acm_drafts.services import cooperation_resolutions, library, partners
from acm_drafts.services.demonstration_follow_up import DemonstrationFollowUp
from acm_drafts.services.demonstration_sittings import Stage
from acm_drafts.services.library import Face
from acm_drafts.store.records import Communique, Paragraph, Source


class DemonstrationPartners:
    """What the Mission keeps of partners once a text is circulated: a meeting is related to a paragraph of it."""

    def __init__(self, stage: Stage, script: Mapping[str, Any]) -> None:
        self.stage, self.script = stage, script
        self.is_told = False

    def fill(self, followed: DemonstrationFollowUp) -> None:
        """
        Add the texts of partners to the library, then the partners with all that is told of them; once.

        *followed* knows what is followed up, and takes the requests of partners in.
        """
        if self.is_told:
            return
        self.is_told = True
        mission = self.stage.mission
        for text in sources_in_json(json.dumps(self.script["sources"]).encode()):
            face = Face(text.symbol, text.title, text.body, text.language, text.day, text.session)
            library.add(mission, face, text.lines)
        for facts in self.script["partners"]:
            self._add(facts, followed)
        table = io.StringIO()
        csv.writer(table).writerows(self.script["resolutions"])
        rows = read_resolutions(table.getvalue().encode(), self._day(0))
        cooperation_resolutions.bring_in(mission, rows)

    def _day(self, days: int) -> date:
        """Return the day so many *days* after the one on which the demonstration is told."""
        return self.stage.at(days, 0, 9).date()

    def _add(self, facts: Mapping[str, Any], followed: DemonstrationFollowUp) -> None:
        mission = self.stage.mission
        names = {name: facts[name] for name in ("short", "name_en", "name_fr", "name_ar")}
        partner = partners.add_partner(mission, partners.Face(kind=PartnerKind(facts["kind"]), **names)).code
        for contact in facts["contacts"]:
            partners.add_contact(mission, partner, Contact(**contact))
        periodic = {
            row["key"]: partners.add_periodic(
                mission,
                partner,
                Periodic(row["title"], row["every"], PeriodUnit(row["unit"]), self._day(row["starts"])),
            ).code
            for row in facts["periodic"]
        }
        for symbol in facts.get("sources", ()):
            code = self.stage.session.scalars(select(Source.code).where(Source.symbol == symbol)).one()
            partners.give_source(mission, partner, code)
        for request in facts.get("requests", ()):
            followed.confirm_request(request)
        for row in facts["meetings"]:
            met = partners.add_meeting(mission, partner, self._meeting(row, periodic)).code
            for symbol, number in row.get("follow_up", ()):
                partners.link_follow_up(mission, partner, met, followed.codes[symbol, number])

    def _meeting(self, row: Mapping[str, Any], periodic: Mapping[str, str]) -> Meeting:
        return Meeting(
            day=self._day(row["day"]),
            level=PartnerLevel(row["level"]),
            place=row["place"],
            topics=row["topics"],
            outcome=row["outcome"],
            periodic=periodic[row["periodic"]],
            links=[self._link(self.stage.paragraphs[key]) for key in row["paragraphs"]],
        )

    def _link(self, paragraph: int) -> str:
        text, code = self.stage.session.execute(
            select(Communique.code, Paragraph.code)
            .join(Paragraph, Paragraph.communique_id == Communique.id)
            .where(Paragraph.id == paragraph)
        ).one()
        return f"/c/{text}/p/{code}"
