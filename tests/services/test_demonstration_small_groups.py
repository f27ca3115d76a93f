"""The small group that the demonstration tells."""

from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import Role, Stance
from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import CompromiseDecision, Paragraph
from acm_drafts.store.small_groups import last_put_on, load_papers, load_small_groups

MISSION = Actor(None, "", frozenset({Office(Role.MISSION)}))


def test_its_facilitator_wrote_two_versions_and_put_the_second_which_is_not_decided(demonstration: object):
    parties = {party.id: party for party in find_parties(db.session())}
    (group,) = load_small_groups(db.session(), MISSION, 1)
    ((paragraph, paper),) = load_papers(db.session(), [group], parties)[group.id].items()
    put = last_put_on(db.session(), paragraph)
    answers = {parties[key].code: stance for stance, keys in paper.tally.by_stance.items() for key in keys}

    assert parties[group.facilitator].code == "SEN"
    assert {parties[key].code for key in group.members} == {"SEN", "IDN", "UGA", "EGY"}
    assert [version.number for version in paper.versions] == [1, 2]
    assert put is not None and put.id == paper.newest.row.id
    assert answers == {"UGA": Stance.SUPPORT, "IDN": Stance.LIVE_WITH}
    assert db.session.get_one(Paragraph, paragraph).state == "conflict"
    assert db.session.query(CompromiseDecision).count() == 0
    assert verification.verify(db.session()).findings == ()
