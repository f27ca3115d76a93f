"""
The earlier communiqués of the demonstration: small texts of our own making, adopted in earlier years and published,
with their paragraphs in the guide.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.guide import TagAct, session_of
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import BodyRole, City, DraftStatus, Level, PartyKind, Role
from acm_drafts.services import (
    adoption,
    archiving,
    bodies,
    corrigenda,
    demonstration,
    drafts,
    guide,
    public,
    sittings,
    translations,
)
from acm_drafts.services.adoption import candidate
from acm_drafts.services.corrigenda import Entry
from acm_drafts.services.demonstration_guide import earlier_agenda, numbered
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.meetings import write_meeting
from acm_drafts.services.sittings import Presence, Times
from acm_drafts.store.database import LINES, clock_at, transaction
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Communique, Draft, User
from acm_drafts.store.text import codes_in_drafts
from acm_drafts.text.language import Language


def load(today: date | None = None) -> Communique:
    """Tell the demonstration and the earlier communiqués beside it, and return the text under negotiation."""
    with transaction() as session:
        communique = demonstration.load(today)
        tell_earlier(session)
        return communique


def tell_earlier(session: Session) -> None:
    """Tell how the earlier communiqués were adopted and published. Nobody is told of it: it was years ago."""
    noted = set(session.info.get(LINES, ()))
    script = json.loads((demonstration.SCRIPT / "earlier.json").read_text(encoding="utf-8"))
    parties = {party.code: party for party in find_parties(session)}
    user = session.scalars(select(User).where(User.email == "mission@acm.example")).one()
    own = parties["OICM"]
    office = Office(Role.MISSION, own.id, own.code, PartyKind.MISSION)
    mission = Actor(user.id, user.name, frozenset({office}))
    keys = {code: parties[code].id for code in (*script["members"], own.code)}
    for facts in script["meetings"]:
        _Earlier(session, script, facts, mission=mission, parties=keys).tell()
    session.info[LINES] = noted


class _Earlier:
    """A communiqué of an earlier year while it is told."""

    def __init__(
        self,
        session: Session,
        script: Mapping[str, Any],
        facts: Mapping[str, Any],
        *,
        mission: Actor,
        parties: Mapping[str, int],
    ) -> None:
        self.session, self.script, self.facts = session, script, facts
        self.zone, self.day = script["zone"], date.fromisoformat(facts["day"])
        self.parties = parties
        self.meeting = write_meeting(
            session,
            title=f"{script['meeting']} {facts['year']}",
            year=facts["year"],
            zone=self.zone,
            place=facts["place"],
            held_on=self.day,
        ).id
        self.mission = mission.at(self.meeting)

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), ZoneInfo(self.zone))

    def tell(self) -> None:
        with clock_at(self.at(self.day - timedelta(days=2), 9)):
            draft = self._import()
            body = self._seat()
            times = Times(self.at(self.day, 10), self.at(self.day, 13), self.zone, self.facts["place"])
            sitting = sittings.convene(
                self.mission, draft.communique_id, body, times=times, agenda=self._agenda(draft)
            )
        with clock_at(self.at(self.day, 10)):
            sittings.open_sitting(self.mission, sitting.code)
            present = [self.parties[code] for code in self.script["members"]]
            sittings.attend(self.mission, sitting.code, dict.fromkeys(present, Presence(True)))
        with clock_at(self.at(self.day, 12)):
            seen = candidate(self.session, self.session.get_one(Draft, draft.id)).seen
            adoption.adopt(self.mission, draft.communique_id, sitting=sitting.code, seen=seen)
        with clock_at(self.at(self.day, 13)):
            sittings.close_sitting(self.mission, sitting.code)
        with clock_at(self.at(self.day + timedelta(days=1), 10)):
            public.publish(self.mission, draft.communique_id)
            self._tag(draft)
        if self.facts["corrected"]:
            with clock_at(self.at(self.day + timedelta(days=12), 10)):
                entries = self._entries(draft, self.facts["corrected"])
                corrigenda.issue(self.mission, draft.communique_id, entries, seen=0)
        if self.facts["archived"]:
            with clock_at(self.at(date.fromisoformat(self.facts["archived"]), 10)):
                archiving.archive(self.mission, self.meeting)

    def _import(self) -> Draft:
        """Import the text as it was declared final elsewhere, with its translations, and circulate it."""
        lines = [
            Recognised(LineKind(line["kind"]), line["depth"], line["numbered"], "", "", line["text"])
            for line in self.facts["lines"]
        ]
        draft = drafts.import_text(
            self.mission,
            lines=lines,
            data=json.dumps(self.facts).encode(),
            file_name="demonstration",
            title=self.script["title"],
            symbol=self.facts["symbol"],
            status=DraftStatus.FINAL,
            meeting_id=self.meeting,
        )
        names = [self.facts[kind] for kind in ("titles", "places")]
        titles, places = ({Language(code): name for code, name in own.items()} for own in names)
        settings = DocumentSettings(titles, places, self.day)
        set_document_settings(self.mission, draft.communique.code, settings)
        for facts, line in zip(self.facts["lines"], lines_of_draft(self.session, draft.id), strict=True):
            for language in (Language.FR, Language.AR):
                if language.value in facts:
                    translations.add(self.mission, line.wording, language, facts[language.value])
        drafts.circulate(self.mission, draft.id, attributed=True)
        return draft

    def _tag(self, draft: Draft) -> None:
        """Add the agenda of the session to the guide, and tag the paragraphs of the text."""
        agenda = (demonstration.SCRIPT / "agenda.csv").read_bytes()
        of = session_of(self.facts["year"])
        assert of is not None
        guide.add_agenda(self.mission, of, earlier_agenda(agenda, self.facts["items"]))
        lines = lines_of_draft(self.session, draft.id)
        for facts in self.facts["tags"]:
            paragraph = lines[facts["line"]].paragraph
            guide.decide_item(self.mission, paragraph, TagAct.TAG, numbered(facts["item"]))

    def _seat(self) -> str:
        """Make a body at Ministerial level with its members and its chair, and return its code."""
        body = bodies.add_body(self.mission, self.meeting, city=City.NEW_YORK, level=Level.MINISTERIAL)
        for role, codes in (
            (BodyRole.MEMBER, self.script["members"]),
            (BodyRole.CHAIR, [self.script["chair"]]),
        ):
            parties = [self.parties[code] for code in codes]
            bodies.seat(self.mission, self.meeting, body.code, role=role, parties=parties)
        return body.code

    def _agenda(self, draft: Draft) -> list[str]:
        codes = codes_in_drafts(self.session, [draft.id])
        return [codes[line.paragraph] for line in lines_of_draft(self.session, draft.id)]

    def _entries(self, draft: Draft, corrected: Sequence[Mapping[str, Any]]) -> list[Entry]:
        lines = lines_of_draft(self.session, draft.id)
        codes = codes_in_drafts(self.session, [draft.id])
        return [
            Entry(
                codes[lines[facts["line"]].paragraph],
                facts["for"],
                facts["read"],
                facts["reason"],
                self.parties["OICM"],
            )
            for facts in corrected
        ]
