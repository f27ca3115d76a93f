"""The Mission adds agendas, tags paragraphs and links items; people of delegations follow items."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotFound, NotPermitted, ParagraphNotInText
from acm_drafts.negotiation.guide import (
    AgendaFollowed,
    AgendaLinked,
    AgendaTagged,
    AgendaUnchanged,
    AlreadyTagged,
    FollowedAlready,
    ItemInUse,
    NotEarlier,
    NotFollowed,
    NotForAssembly,
    NotOnAgenda,
    NotTagged,
    SameLink,
    SessionAhead,
    TagAct,
    WrongSession,
)
from acm_drafts.negotiation.terms import AmendmentKind, Role
from acm_drafts.services import guide, verification
from acm_drafts.services.agenda import set_agenda
from acm_drafts.services.people import operator
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.guide import find_item, known_items, session_of_text, tags_in
from acm_drafts.store.records import (
    AssemblyItem,
    Communique,
    ItemFollower,
    JournalLine,
    LineRow,
    ParagraphTag,
)
from tests.adoptions import adopt, imported_as_final
from tests.factories import (
    actor_of,
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    make_officer,
    mission,
)
from tests.guide import ITEMS, add_agenda, session_for, tag
from tests.interleaving import interleave
from tests.speakers import make_agenda
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    made = make_table("The Meeting noted the report.", "The Meeting urged all.")
    add_agenda(session_for(made))
    return made


def told() -> list[tuple[str, str, str]]:
    db.session.rollback()
    lines = db.session.scalars(select(JournalLine).order_by(JournalLine.id))
    acts = ("agenda", "tag", "item")
    return [
        (line.act, line.scope, line.subject)
        for line in lines
        if line.act.split()[-1] in acts or "paragraph" in line.act
    ]


def numbers(of: int) -> list[tuple[int, str]]:
    db.session.rollback()
    return [(known.item.number, known.item.part) for known in known_items(db.session(), of)]


# Agendas ---------------------------------------------------------------------------------------------


def test_an_agenda_is_added_by_the_mission_alone_and_not_twice(session: object):
    for actor in (actor_of(make_head("EGY")), actor_of(make_chair()), actor_of(make_observer())):
        with pytest.raises(NotPermitted):
            guide.add_agenda(actor, 81, ITEMS)
    for number in (0, 501):
        with pytest.raises(WrongSession):
            guide.add_agenda(mission(), number, ITEMS)
    with clock_at(datetime(2026, 7, 1, tzinfo=UTC)), pytest.raises(SessionAhead) as ahead:
        guide.add_agenda(mission(), 83, ITEMS)
    assert str(ahead.value).startswith(
        "Session 83 of the General Assembly opens in 2028: it has no agenda yet."
    )
    assert db.session.scalars(select(AssemblyItem)).all() == []

    with clock_at(datetime(2026, 7, 1, tzinfo=UTC)):
        guide.add_agenda(mission(), 82, ITEMS[:1])  # of the coming year
    changes = guide.add_agenda(mission(), 81, ITEMS)
    assert changes.added == ITEMS and numbers(81) == [(14, ""), (23, ""), (71, ""), (71, "b")]
    with pytest.raises(AgendaUnchanged):
        guide.add_agenda(mission(), 81, ITEMS)
    assert told() == [("add session agenda", "mission", "82"), ("add session agenda", "mission", "81")]


def test_a_newer_agenda_exchanges_numbers_and_tags_stay_with_their_items(table: Table):
    of = session_for(table)
    tag(table, "1.", 14)
    tag(table, "2.", 23)
    peace, food, *rest = ITEMS
    add_agenda(of, replace(peace, number=23), replace(food, number=14, title_fr="Alimentation"), *rest)

    titles = {known.key: known.item.title_en for known in known_items(db.session(), of)}
    tags = tags_in(db.session(), [table.communique])
    first, second = (table.line(label).line.paragraph for label in ("1.", "2."))
    assert [titles[key] for key in tags[first]] == [peace.title_en]
    assert [titles[key] for key in tags[second]] == [food.title_en]
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "change session agenda")).one()
    assert line.before.startswith("14 Culture of peace\n23 Agriculture")
    assert line.after.startswith("14 Agriculture") and "71" not in line.after


def test_of_an_agenda_that_leaves_out_an_item_in_use_nothing_is_saved(table: Table):
    of = session_for(table)
    tag(table, "1.", 14)
    tag(table, "1.", 14, act=TagAct.UNTAG)
    with pytest.raises(ItemInUse):
        guide.add_agenda(mission(), of, (replace(ITEMS[1], title_en="Food"),), same_items=True)
    assert numbers(of) == [(14, ""), (23, ""), (71, ""), (71, "b")]
    add_agenda(of, ITEMS[0])
    assert numbers(of) == [(14, "")]


def test_an_agenda_under_a_mistyped_number_is_removed_and_the_journal_keeps_it(table: Table):
    of = session_for(table)
    add_agenda(of - 1)
    for actor in (actor_of(make_head("EGY")), actor_of(make_chair())):
        with pytest.raises(NotPermitted):
            guide.remove_agenda(actor, of - 1)

    assert guide.remove_agenda(mission(), of - 1) == len(ITEMS)
    assert numbers(of - 1) == [] and numbers(of) == [(14, ""), (23, ""), (71, ""), (71, "b")]
    with pytest.raises(NotFound):
        guide.remove_agenda(mission(), of - 1)
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "remove session agenda")).one()
    assert (line.subject, line.scope) == (str(of - 1), "mission")
    assert line.before.startswith("14 Culture of peace\n23 Agriculture")
    assert verification.verify(db.session()).findings == ()


def test_an_agenda_is_not_removed_while_something_refers_to_it_and_the_refusal_says_what_and_where(
    table: Table,
):
    of = session_for(table)
    add_agenda(of - 1)
    symbol = db.session.get_one(Communique, table.communique).symbol_root

    guide.link_item(mission(), of, (71, "b"), earlier=(of - 1, 14, ""))
    for session in (of, of - 1):
        with pytest.raises(AgendaLinked, match=re.escape(f"another session: {of}/71 (b).")):
            guide.remove_agenda(mission(), session)
    guide.link_item(mission(), of, (71, "b"), earlier=None)

    head = actor_of(make_head("EGY"))
    guide.follow_item(head, of, (23, ""))
    with pytest.raises(AgendaFollowed, match=r"items of it: 23\."):
        guide.remove_agenda(mission(), of)
    guide.leave_item(head, of, (23, ""))

    tag(table, "1.", 71)
    tag(table, "1.", 14, act=TagAct.DECLINE)
    for act in (None, TagAct.UNTAG):
        if act is not None:
            tag(table, "1.", 71, act=act)
        with pytest.raises(AgendaTagged, match=rf"paragraphs of {symbol} .*: 14, 71\."):
            guide.remove_agenda(mission(), of)
    assert len(numbers(of)) == len(numbers(of - 1)) == len(ITEMS)
    assert guide.remove_agenda(mission(), of - 1) == len(ITEMS)


def test_an_item_is_linked_with_an_earlier_one_and_with_no_other(session: object):
    add_agenda(80)
    add_agenda(81)
    for earlier, refusal in (
        ((81, 14, ""), NotEarlier),
        ((80, 99, ""), NotOnAgenda),
        ((79, 14, ""), NotOnAgenda),
    ):
        with pytest.raises(refusal):
            guide.link_item(mission(), 81, (14, ""), earlier=earlier)
    with pytest.raises(NotPermitted):
        guide.link_item(actor_of(make_head("EGY")), 81, (14, ""), earlier=None)
    with pytest.raises(SameLink):
        guide.link_item(mission(), 81, (14, ""), earlier=None)

    linked = guide.link_item(mission(), 81, (14, ""), earlier=(80, 23, ""))
    assert linked.continues_id == find_item(db.session(), 23, "", of=80).id
    guide.link_item(mission(), 81, (14, ""), earlier=None)
    lines = [(line.act, line.before, line.after) for line in db.session.scalars(select(JournalLine))][-2:]
    assert lines == [("link item", "", "80/23"), ("unlink item", "80/23", "")]


# Tags ------------------------------------------------------------------------------------------------


def test_a_paragraph_is_tagged_and_the_tag_removed_each_with_its_line_in_the_journal(table: Table):
    tag(table, "1.", 71, "b")
    with pytest.raises(AlreadyTagged):
        tag(table, "1.", 71, "b")
    tag(table, "1.", 71, "b", act=TagAct.UNTAG)
    with pytest.raises(NotTagged):
        tag(table, "1.", 71, "b", act=TagAct.UNTAG)
    tag(table, "2.", 14, act=TagAct.DECLINE)

    assert tags_in(db.session(), [table.communique]) == {}
    assert told()[1:] == [
        ("tag paragraph", "all", "71 (b)"),
        ("untag paragraph", "all", "71 (b)"),
        ("decline item", "mission", "14"),
    ]
    assert verification.verify(db.session()).findings == ()


def test_only_the_mission_tags_and_only_with_an_item_of_the_session_what_stands_in_the_text(table: Table):
    add_agenda(session_for(table) - 1, *ITEMS, replace(ITEMS[0], number=99, title_en="Another"))
    with pytest.raises(NotPermitted):
        tag(table, "1.", 14, actor=table.head("EGY"))
    with pytest.raises(NotOnAgenda):
        tag(table, "1.", 99)
    inserted = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It thanked Egypt.")
    with pytest.raises(ParagraphNotInText):
        guide.decide_item(mission(), inserted.paragraph_id, TagAct.TAG, (14, ""))
    with pytest.raises(NotFound):
        guide.decide_item(mission(), 999_999, TagAct.TAG, (14, ""))
    assert db.session.scalars(select(ParagraphTag)).all() == []


def test_an_adopted_text_is_tagged_too_and_verify_names_a_tag_that_no_verb_wrote():
    table = imported_as_final("The Meeting noted the report.")
    adopt(table)
    add_agenda(session_for(table))
    tag(table, "1.", 14)
    assert verification.verify(db.session()).findings == ()

    add_agenda(session_for(table) - 1)
    other = find_item(db.session(), 14, "", of=session_for(table) - 1)
    paragraph = table.line("1.").line.paragraph
    facts = {"communique_id": table.communique, "paragraph_id": paragraph, "item_id": other.id}
    db.session.add(ParagraphTag(**facts, act=TagAct.UNTAG))
    db.session.commit()
    assert [finding.message.split(" ", 2)[2] for finding in verification.verify(db.session()).findings] == [
        "is of an item of another session of the Assembly",
        "sets what was set already, or takes away what was not there",
    ]


def test_of_two_who_tag_at_once_one_does(app: Flask, table: Table):
    paragraph = table.line("1.").line.paragraph

    def act() -> None:
        guide.decide_item(mission(), paragraph, TagAct.TAG, (14, ""))

    ended = interleave(app, act, act)
    assert sorted(one.end for one in ended) == ["AlreadyTagged", "done"]


def test_an_item_is_not_removed_while_somebody_tags_a_paragraph_with_it(app: Flask, table: Table):
    paragraph, of = table.line("1.").line.paragraph, session_for(table)
    ended = interleave(
        app,
        lambda: guide.decide_item(mission(), paragraph, TagAct.TAG, (23, "")),
        lambda: guide.add_agenda(mission(), of, ITEMS[:1]),
    )
    db.session.rollback()
    assert {one.end for one in ended} in ({"done", "ItemInUse"}, {"done", "NotOnAgenda"})


def test_an_agenda_is_not_removed_while_somebody_follows_or_tags_with_an_item_of_it(app: Flask, table: Table):
    paragraph, of, head = table.line("1.").line.paragraph, session_for(table), actor_of(make_head("EGY"))
    add_agenda(of - 1)
    ended = interleave(
        app,
        lambda: guide.follow_item(head, of - 1, (23, "")),
        lambda: guide.remove_agenda(mission(), of - 1),
    )
    assert {one.end for one in ended} in ({"done", "AgendaFollowed"}, {"done", "NotFound"})
    ended = interleave(
        app,
        lambda: guide.remove_agenda(mission(), of),
        lambda: guide.decide_item(mission(), paragraph, TagAct.TAG, (23, "")),
    )
    assert {one.end for one in ended} in ({"done", "AgendaTagged"}, {"done", "NotOnAgenda"})


# The items under which a text is circulated ----------------------------------------------------------


def test_items_of_a_text_are_those_of_the_agenda_once_the_guide_has_it(table: Table):
    items = set_agenda(mission(), table.code, "14 Peace\n71 (b)")
    assert [item.title for item in items] == ["Culture of peace", ITEMS[3].title_en]
    with pytest.raises(NotOnAgenda):
        set_agenda(mission(), table.code, "14\n99 Another")
    assert len(set_agenda(mission(), table.code, "14")) == 1


def test_items_of_an_agenda_of_the_meeting_are_tagged_with_none_of_the_assembly(session: object):
    draft = make_agenda("Adoption of the agenda", "Palestine")
    of = session_of_text(db.session(), draft.communique_id)
    add_agenda(of)
    line = db.session.scalars(select(LineRow).where(LineRow.draft_id == draft.id)).first()
    for act in TagAct:
        with pytest.raises(NotForAssembly):
            guide.decide_item(mission(), line.paragraph_id, act, (14, ""))
    with pytest.raises(NotForAssembly):
        set_agenda(mission(), draft.communique.code, "14 Culture of peace")
    db.session.rollback()
    assert db.session.scalars(select(ParagraphTag)).all() == []


# People ----------------------------------------------------------------------------------------------


def test_people_of_delegations_and_of_the_mission_follow_items_for_themselves(table: Table):
    of = session_for(table)
    drafter = actor_of(make_officer(Role.DRAFTER, "EGY"))
    guide.follow_item(drafter, of, (14, ""))
    with pytest.raises(FollowedAlready):
        guide.follow_item(drafter, of, (14, ""))
    guide.follow_item(actor_of(make_mission_drafter()), of, (14, ""))
    for actor in (actor_of(make_chair()), actor_of(make_observer()), operator()):
        with pytest.raises(NotPermitted):
            guide.follow_item(actor, of, (14, ""))
    with pytest.raises(NotFound):
        guide.follow_item(drafter, of, (99, ""))

    guide.leave_item(drafter, of, (14, ""))
    with pytest.raises(NotFollowed):
        guide.leave_item(drafter, of, (14, ""))
    assert len(db.session.scalars(select(ItemFollower)).all()) == 1
    assert told()[1:] == [("follow item", "party", f"{of}/14")] * 2 + [("leave item", "party", f"{of}/14")]
