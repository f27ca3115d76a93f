"""The follow-up that the demonstration tells."""

from collections import Counter
from datetime import UTC, datetime

from acm_drafts.negotiation.follow_up import Urgency
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import follow_ups, proposals_from
from tests.factories import mission


def test_the_demonstration_has_requests_of_three_bodies_in_every_group_and_one_overdue(demonstration: object):
    rows = follow_ups(db.session(), mission())
    groups = Counter(row.urgency(datetime.now(UTC).date()) for row in rows)

    assert {row.source.body for row in rows} == {"cfm", "acm", "other"}
    drawn = [row for row in rows if proposals_from(db.session(), operator(), row.entry.id)]
    assert [(row.source.symbol, row.passage.reference) for row in drawn] == [("OIC/CFM-51/2025/STI", "2")]
    assert groups == {**dict.fromkeys(Urgency, 1), Urgency.LATER: 2}
