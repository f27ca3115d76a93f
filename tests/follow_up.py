"""Requests that are followed up, for tests, by the services alone."""

from acm_drafts.negotiation.follow_up import Request
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.services import follow_up
from acm_drafts.store.database import db
from acm_drafts.store.library import paragraphs_of
from acm_drafts.store.records import FollowUp, Source
from acm_drafts.text.language import Language
from acm_drafts.text.requests import requests_in
from tests.factories import mission
from tests.library import add

TEXTS = (
    "Welcomes the report of the Secretary-General;",
    "Requests the Secretary-General to submit a report by 30 June 2026, and urges Member States to respond to it;",
    "Invites the Islamic Organization for Food Security to report on seeds every year;",
)


def add_resolution(symbol: str = "OIC/CFM-51/2025/STI", *texts: str) -> Source:
    """Add a resolution of the CFM to the library, with numbered paragraphs."""
    return add(symbol, *(texts or TEXTS), body=SourceBody.CFM)


def confirm(source: Source, position: int = 2, nth: int = 0, **facts: object) -> FollowUp:
    """Confirm the *nth* request found in a paragraph of a source, as it was found unless *facts* say otherwise."""
    text = paragraphs_of(db.session(), source.id)[position - 1].text
    found = requests_in(text, Language(source.language))[nth]
    said = {"addressee": found.addressee, "requested": found.requested, "due": found.due} | facts
    return follow_up.confirm(
        mission(),
        source.code,
        position=position,
        start=found.start,
        stop=found.stop,
        request=Request(**said),
    )
