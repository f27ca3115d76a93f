"""The partners that the demonstration tells."""

from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import entries_of_meeting
from acm_drafts.store.meetings import today
from acm_drafts.store.partners import meetings_of, partners_listed, periodic_due, sources_of
from tests.factories import mission


def test_the_demonstration_has_two_partners_a_meeting_that_is_due_one_with_an_outcome_and_a_text(
    demonstration: object,
):
    session, day = db.session(), today(db.session(), None)
    rows = partners_listed(session, day)

    assert [row.partner.short for row in rows] == ["NAM", "UN Secretariat"]
    assert [row.periodic.partner.short for row in periodic_due(session, day)] == ["UN Secretariat"]
    assert [bool(met.outcome) for row in rows for met in meetings_of(session, row.partner.id)] == [
        False,
        True,
    ]
    assert [source.symbol for source in sources_of(session, rows[0].partner.id)] == ["NAM/SAMPLE/2024/FD"]
    met = meetings_of(session, rows[1].partner.id)[-1]
    assert [entry.source.symbol for entry in entries_of_meeting(session, mission(), met.id)] == [
        "OIC/CFM-48/2022/FOOD"
    ]
    (planned,) = meetings_of(session, rows[0].partner.id)
    asked = entries_of_meeting(session, mission(), planned.id)
    assert [(entry.source.symbol, entry.passage.reference) for entry in asked] == [
        ("NAM/SAMPLE/2024/FD", "4")
    ]
    assert len(resolutions_listed(session, mission())) == 6
