"""A discussion is begun, answered, resolved, reopened; a comment is taken back; its readers alone learn of it."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.adoption import TextAdopted
from acm_drafts.negotiation.discussions import (
    AudienceChanged,
    DiscussionChanged,
    DiscussionOpen,
    DiscussionResolved,
    NoSuchComment,
    NothingSaid,
    QuoteNotInComment,
    ReaderReadsItNot,
)
from acm_drafts.negotiation.errors import (
    NotFound,
    NotPermitted,
    Refusal,
    StaleText,
    TextTooLong,
    UnreadableText,
)
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.reservations import PhraseNotInWording, PhraseNotUnique
from acm_drafts.negotiation.terms import AmendmentKind, Audience, Visibility
from acm_drafts.services import amendments, discussions, sponsors, verification
from acm_drafts.services.discussions import LONGEST_COMMENT
from acm_drafts.store.database import db
from acm_drafts.store.discussions import load_discussions
from acm_drafts.store.records import Communique, Discussion, DiscussionActRow, JournalLine, Notice, User
from tests.adoptions import adopt, close_as_final
from tests.discussions import MISSION, answer, begin, kept
from tests.factories import (
    actor_of,
    make_administrator,
    make_drafter,
    make_mission_drafter,
    party,
)
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Group met the Group of Friends.")
SECRET = "canary-7f3a"


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def acts() -> list[tuple[str, str, str]]:
    """Return act, words and quote of all that was said, in order."""
    db.session.rollback()
    rows = db.session.scalars(select(DiscussionActRow).order_by(DiscussionActRow.id))
    return [(row.act, row.words, row.quote) for row in rows]


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


def test_a_comment_is_begun_answered_resolved_reopened_and_taken_back(table: Table):
    discussion = begin(table, "EGY", "1.", " Is “made” needed? ", phrase="progress  made")
    answer(table, MISSION, discussion, "It is.", quote="“made”")
    answer(table, "EGY", discussion, "Then we agree.", about=2)
    discussions.resolve(table.head("EGY"), discussion.code, party=party("EGY").id, seen=3)
    with pytest.raises(DiscussionResolved):
        answer(table, MISSION, discussion)
    discussions.reopen(table.mission, discussion.code, party=party(MISSION).id)
    with pytest.raises(DiscussionOpen):
        discussions.reopen(table.mission, discussion.code, party=party(MISSION).id)
    discussions.take_back(table.mission, discussion.code, about=2)

    assert kept(discussion).discussion.phrase == "progress made"
    assert kept(discussion).taken_back == {2} and not kept(discussion).is_resolved
    assert acts() == [
        ("comment", "Is “made” needed?", ""),
        ("answer", "It is.", "“made”"),
        ("answer", "Then we agree.", ""),
        ("resolve", "", ""),
        ("reopen", "", ""),
        ("take-back", "", ""),
    ]
    assert faults() == []


REFUSED: tuple[tuple[dict[str, object], type[Refusal]], ...] = (
    ({"words": "  "}, NothingSaid),
    ({"words": "a" * (LONGEST_COMMENT + 1)}, TextTooLong),
    ({"words": "It \u202egoes"}, UnreadableText),
    ({"phrase": "progress done"}, PhraseNotInWording),
    ({"phrase": "Group", "on": "2."}, PhraseNotUnique),
    ({"wording": 999_999}, StaleText),
    ({"audience": Audience.COSPONSORS}, NotPermitted),
    ({"code": MISSION}, NotPermitted),
)


def test_what_cannot_be_sent_is_refused_and_nothing_is_written(table: Table):
    for facts, refusal in REFUSED:
        with pytest.raises(refusal):
            begin(table, **{"code": "EGY", "on": "1.", **facts})
    assert acts() == [] and not db.session.scalar(select(func.count(Discussion.id)))


def test_who_may_not_read_a_discussion_does_nothing_in_it(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id)
    drafter = actor_of(make_drafter("EGY"))
    inside = begin(table, "EGY", made, audience=Audience.INSIDE, actor=drafter)
    joint = begin(table, "EGY", made, audience=Audience.COSPONSORS)
    asked = begin(table, "EGY", "1.")
    administrator = actor_of(make_administrator())

    def refused(actor: Actor, code: str, discussion: Discussion) -> type[Refusal]:
        with pytest.raises(Refusal) as raised:
            discussions.answer(actor, discussion.code, party=party(code).id, about=1, words="Yes.")
        return type(raised.value)

    for discussion in (inside, joint, asked):
        assert refused(table.head("TUR"), "TUR", discussion) is NotFound
        assert refused(administrator, "EGY", discussion) is NotFound
    assert refused(table.mission, MISSION, inside) is NotFound
    assert refused(table.mission, MISSION, joint) is NotFound
    assert refused(table.head("SEN"), "SEN", inside) is NotFound
    assert refused(table.head("SEN"), "EGY", joint) is NotPermitted  # in another's name
    assert refused(drafter, "EGY", asked) is NotPermitted  # reads it, and speaks to nobody outside
    assert refused(table.mission, "EGY", asked) is NotPermitted
    answer(table, "EGY", inside)
    answer(table, "SEN", joint)


def test_who_joins_the_sponsors_later_reads_what_is_begun_after_that(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id)
    earlier = begin(table, "EGY", made, audience=Audience.COSPONSORS)
    sponsors.cosponsor(table.head("TUR"), made.code, party=party("TUR").id)
    with pytest.raises(AudienceChanged):
        begin(table, "EGY", made, audience=Audience.COSPONSORS, readers=frozenset({"EGY", "SEN"}))
    with pytest.raises(NotFound):
        answer(table, "TUR", earlier)
    later = begin(table, "SEN", made, audience=Audience.COSPONSORS)
    answer(table, "TUR", later)
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id, joins=False)
    for discussion in (earlier, later):  # also the one that it began itself
        with pytest.raises(NotFound):
            answer(table, "SEN", discussion)
    assert faults() == []


def test_sponsors_are_not_named_to_each_other_where_the_text_does_not_name_them(session: object):
    table = make_table(*TEXTS, symbol="OIC/NAMELESS", attributed=False)
    made = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id)
    with pytest.raises(NotPermitted):
        begin(table, "SEN", made, audience=Audience.COSPONSORS)


def test_a_draft_of_a_proposal_is_discussed_inside_its_delegation_alone(table: Table):
    draft = amendments.save(
        table.head("EGY"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "1.", text="The Meeting noted."),
        sponsor=party("EGY").id,
    )
    begin(table, "EGY", draft, audience=Audience.INSIDE)
    for audience in (Audience.MISSION, Audience.COSPONSORS):
        with pytest.raises(NotPermitted):
            begin(table, "EGY", draft, audience=audience)
    with pytest.raises(NotFound):
        begin(table, "SEN", draft, audience=Audience.INSIDE)


def test_a_revised_proposal_is_shown_before_it_is_discussed(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    with pytest.raises(StaleText):
        begin(table, "EGY", made, revision=made.revision + 1)
    begin(table, "EGY", made, phrase="great progress")
    with pytest.raises(PhraseNotInWording):
        begin(table, "EGY", made, phrase="good progress")


def test_it_is_resolved_by_who_began_it_or_was_answered_and_by_who_has_read_all(table: Table):
    discussion = begin(table, "EGY", "1.")
    answer(table, MISSION, discussion)
    egypt, mission = party("EGY").id, party(MISSION).id
    with pytest.raises(NotPermitted):
        discussions.resolve(table.mission, discussion.code, party=mission, seen=2)
    with pytest.raises(DiscussionChanged):
        discussions.resolve(table.head("EGY"), discussion.code, party=egypt, seen=1)
    answer(table, "EGY", discussion, about=2)
    discussions.resolve(table.mission, discussion.code, party=mission, seen=3)


def test_what_is_taken_back_or_not_there_is_neither_quoted_nor_answered(table: Table):
    discussion = begin(table, "EGY", "1.", "Is “made” needed?")
    with pytest.raises(QuoteNotInComment):
        answer(table, MISSION, discussion, quote="“Made”")
    with pytest.raises(NotPermitted):
        discussions.take_back(table.mission, discussion.code, about=1)
    discussions.take_back(table.head("EGY"), discussion.code, about=1)
    for about in (1, 2, 9):
        with pytest.raises(NoSuchComment):
            answer(table, MISSION, discussion, about=about)
    with pytest.raises(NoSuchComment):
        discussions.take_back(table.head("EGY"), discussion.code, about=1)


def test_the_journal_and_the_notices_hold_no_word_of_it(table: Table):
    colleague = actor_of(make_drafter("EGY"))
    mission, other = make_mission_drafter(), table.head("SEN")
    discussion = begin(table, "EGY", "1.", f"{SECRET} progress", phrase="progress made")
    answer(table, MISSION, discussion, SECRET, quote=SECRET)

    lines = db.session.scalars(select(JournalLine).where(JournalLine.subject == discussion.code)).all()
    assert [(line.act, line.scope) for line in lines] == [
        ("comment", "discussion"),
        ("answer comment", "discussion"),
    ]
    assert all(not (line.before or line.after or line.reason) for line in lines)
    told = db.session.execute(
        select(Notice.user_id, JournalLine.act)
        .join(JournalLine, JournalLine.id == Notice.line_id)
        .where(Notice.kind == NoticeKind.DISCUSSION)
    ).all()
    head = table.head("EGY").user
    assert {(user, act) for user, act in told} == {
        (colleague.user, "comment"),
        (mission.id, "comment"),
        (head, "answer comment"),
        (colleague.user, "answer comment"),
        (mission.id, "answer comment"),
    }
    assert other.user not in {user for user, _ in told}
    assert db.session.get(User, head) is not None


def test_nothing_is_added_to_the_discussions_of_an_adopted_text(table: Table):
    discussion = begin(table, "EGY", "1.")
    table.agree("1.")
    table.agree("2.")
    adopt(close_as_final(table))
    egypt = {"party": party("EGY").id}
    for act in (
        lambda: begin(table, "EGY", "1."),
        lambda: answer(table, MISSION, discussion),
        lambda: discussions.resolve(table.head("EGY"), discussion.code, **egypt, seen=1),
        lambda: discussions.reopen(table.head("EGY"), discussion.code, **egypt),
        lambda: discussions.take_back(table.head("EGY"), discussion.code, about=1),
    ):
        with pytest.raises(TextAdopted):
            act()
    assert faults() == []


def test_the_mission_writes_to_one_party_which_alone_reads_it_is_told_and_answers(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.head("ARAB"), table.head("SEN")
    for code, on in (("SEN", "1."), ("EGY", made), ("ARAB", "2.")):
        discussion = begin(table, MISSION, on, to=code)
        answer(table, code, discussion, "We could.")
        assert {reader.party.code for reader in kept(discussion).discussion.readers} == {MISSION, code}
        with pytest.raises(NotFound):
            answer(table, "TUR", discussion)
        discussions.resolve(table.mission, discussion.code, party=party(MISSION).id, seen=2)
    told = select(Notice.user_id).join(JournalLine).where(JournalLine.act == "comment")
    heads = [table.head(code).user for code in ("SEN", "EGY", "ARAB")]
    assert list(db.session.scalars(told.order_by(Notice.line_id))) == heads

    for refusal, facts in (
        (NotPermitted, {}),
        (NotPermitted, {"to": MISSION}),
        (NotPermitted, {"code": "EGY", "to": "SEN"}),
        (NotFound, {"to": "XYZ"}),
    ):
        with pytest.raises(refusal):
            begin(table, **{"code": MISSION, "on": "1.", **facts})
    assert faults() == []


def test_the_mission_begins_a_discussion_with_each_of_several_and_none_learns_of_the_others(table: Table):
    for code in ("EGY", "SEN", "JOR"):
        table.head(code)
    begin(table, MISSION, "1.", to="EGY", also=("SEN", "JOR"), each=True)

    db.session.rollback()
    readers = [{row.party.code for row in one.readers} for one in db.session.scalars(select(Discussion))]
    assert sorted(map(sorted, readers)) == sorted(
        map(sorted, ({MISSION, code} for code in ("EGY", "SEN", "JOR")))
    )
    seen = {
        code: load_discussions(
            db.session(), table.head(code), db.session.get_one(Communique, table.communique)
        )
        for code in ("EGY", "SEN", "JOR", "TUR")
    }
    assert {code: len(records) for code, records in seen.items()} == {"EGY": 1, "SEN": 1, "JOR": 1, "TUR": 0}
    lines = db.session.scalars(select(JournalLine).where(JournalLine.act == "comment")).all()
    assert len(lines) == 3 and len({line.subject for line in lines}) == 3
    assert faults() == []


def test_the_mission_begins_one_discussion_with_several_together(table: Table):
    discussion = begin(table, MISSION, "1.", to="EGY", also=("SEN",))
    answer(table, "SEN", discussion, "We could.")

    assert {reader.party.code for reader in kept(discussion).discussion.readers} == {MISSION, "EGY", "SEN"}
    for refusal, facts in (
        (NotPermitted, {"code": "EGY", "to": "SEN", "also": ("JOR",)}),
        (NotPermitted, {"code": "EGY", "to": "SEN", "also": ("JOR",), "each": True}),
        (NotFound, {"to": "SEN", "also": ("XYZ",), "each": True}),
    ):
        with pytest.raises(refusal):
            begin(table, **{"code": MISSION, "on": "1.", **facts})
    assert db.session.scalar(select(func.count(Discussion.id))) == 1
    assert faults() == []


def test_of_several_who_do_not_all_read_a_proposal_none_is_written_to(session: object):
    table = make_table(*TEXTS, symbol="OIC/HIDDEN", visibility=Visibility.MISSION)
    made = table.replace("EGY", "1.", "progress", "great progress")
    with pytest.raises(ReaderReadsItNot):
        begin(table, MISSION, made, to="EGY", also=("SEN",), each=True)
    assert db.session.scalar(select(func.count(Discussion.id))) == 0


def test_the_mission_writes_to_nobody_on_what_they_do_not_read(session: object):
    table = make_table(*TEXTS, symbol="OIC/HIDDEN", visibility=Visibility.MISSION)
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.head("SEN")
    with pytest.raises(ReaderReadsItNot):
        begin(table, MISSION, made, to="SEN")
    begin(table, MISSION, made, to="EGY")
    table.close()
    with pytest.raises(ReaderReadsItNot):  # the next draft is not circulated yet
        begin(table, MISSION, "1.", to="EGY")
    assert db.session.scalar(select(func.count(Discussion.id))) == 1


def test_a_former_head_reads_nothing(table: Table):
    discussion = begin(table, "EGY", "1.")
    former = replace(table.head("EGY"), offices=frozenset(), elsewhere=frozenset())
    with pytest.raises(NotFound):
        discussions.answer(former, discussion.code, party=party("EGY").id, about=1, words="Yes.")
