"""The discussions that the demonstration tells."""

from acm_drafts.negotiation.terms import Audience
from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.discussions import get_discussion
from acm_drafts.store.records import Discussion


def test_there_is_one_for_every_audience_and_one_is_resolved(demonstration: object):
    records = [get_discussion(db.session(), row.code) for row in db.session.query(Discussion)]

    assert {record.audience for record in records} == set(Audience)
    assert [record.is_resolved for record in records].count(True) == 1
    assert all(record.last.party.code != "OICM" for record in records if record.audience == "cosponsors")
    with_mission = [record for record in records if record.audience is Audience.MISSION]
    assert [record.acts[0].party.code for record in with_mission].count("OICM") == 1
    assert not verification.verify(db.session()).findings
