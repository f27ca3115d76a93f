"""The Mission confirms requests, edits them, reports on them and draws proposals; what stood before stays."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotAdmissible, NotFound, NotPermitted
from acm_drafts.negotiation.follow_up import (
    DrawnAlready,
    DrawnIntoAgenda,
    EvidenceRemoved,
    FollowedUpAlready,
    FollowUpChanged,
    FollowUpState,
    NoRequestAlready,
    NoRoundToDrawInto,
    NothingChanged,
    Request,
    WrongFollowUp,
    WrongLink,
)
from acm_drafts.negotiation.library import SourceBody, SourceWithdrawn, read_search
from acm_drafts.negotiation.terms import Admissibility, TextKind
from acm_drafts.services import follow_up, library, partners, verification
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import (
    corrections_of,
    entry_drawn_into,
    evidence_of,
    follow_ups,
    follow_ups_with_words,
    followed_sources,
    get_follow_up,
    proposals_from,
    removals_of,
    versions_of,
)
from acm_drafts.store.records import (
    FollowUp,
    FollowUpDismissal,
    FollowUpEvidenceRemoval,
    FollowUpVersion,
    JournalLine,
    Source,
)
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.factories import actor_of, make_head, mission
from tests.follow_up import TEXTS, add_resolution, confirm
from tests.interleaving import interleave
from tests.library import add
from tests.partners import make_partner, meeting
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

ASKED = Request("the Secretary-General", "to report")


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def acts() -> list[str]:
    return [line.act for line in db.session.scalars(select(JournalLine).order_by(JournalLine.id))]


def test_an_entry_is_confirmed_edited_and_reported_on_and_its_history_stays():
    made = confirm(add_resolution())
    row = get_follow_up(db.session(), mission(), made.code)
    assert (row.version.addressee, row.version.due) == ("the Secretary-General", date(2026, 6, 30))

    later = replace(row.request, due=date(2026, 9, 30), place="Second Committee")
    follow_up.edit(mission(), made.code, later, seen=1, note="The Group extended it.")
    follow_up.report(
        mission(), made.code, FollowUpState.PARTLY, note="An outline came.", next_report="ACM 2027", seen=2
    )
    follow_up.add_evidence(
        mission(), made.code, title="Outline", symbol="OIC/ICHAD/1", url="https://oic.org/1"
    )

    known = [(v.act, v.state, v.due, v.note) for v in versions_of(db.session(), made.id)]
    assert known == [
        ("confirm", "confirmed", date(2026, 6, 30), ""),
        ("edit", "confirmed", date(2026, 9, 30), "The Group extended it."),
        ("report", "done-in-part", date(2026, 9, 30), "An outline came."),
    ]
    assert [e.symbol for e in evidence_of(db.session(), [made.id])[made.id]] == ["OIC/ICHAD/1"]
    assert acts()[-4:] == ["confirm request", "edit request", "report on request", "add evidence"]
    assert verification.verify(db.session()).findings == ()


def test_two_colleagues_on_one_page_do_not_overwrite_each_other():
    made = confirm(add_resolution())
    follow_up.edit(mission(), made.code, replace(ASKED, place="Third Committee"), seen=1)
    with pytest.raises(FollowUpChanged):
        follow_up.edit(mission(), made.code, ASKED, seen=1)
    with pytest.raises(FollowUpChanged):
        follow_up.report(mission(), made.code, FollowUpState.DONE, note="Done.", next_report="", seen=1)
    with pytest.raises(NothingChanged):
        follow_up.edit(mission(), made.code, replace(ASKED, place="Third Committee"), seen=2)
    assert count(FollowUpVersion) == 2


def test_what_is_no_request_is_dismissed_once_and_can_still_be_confirmed():
    source = add_resolution()
    follow_up.dismiss(mission(), source.code, position=3, start=0)
    with pytest.raises(NoRequestAlready):
        follow_up.dismiss(mission(), source.code, position=3, start=0)

    confirm(source, 3)
    with pytest.raises(FollowedUpAlready):
        confirm(source, 3)
    with pytest.raises(FollowedUpAlready):
        follow_up.dismiss(mission(), source.code, position=3, start=0)
    assert (count(FollowUp), count(FollowUpDismissal)) == (1, 1)


def test_a_document_attached_by_mistake_is_evidence_no_more_and_stays_in_the_history():
    made = confirm(add_resolution())
    wrong = follow_up.add_evidence(
        mission(), made.code, title="Outline of another year", symbol="OIC/ICHAD/9"
    )
    right = follow_up.add_evidence(mission(), made.code, title="Outline", symbol="OIC/ICHAD/1")

    follow_up.remove_evidence(mission(), made.code, wrong.id, reason="It answers another request.")

    assert [e.id for e in evidence_of(db.session(), [made.id])[made.id]] == [right.id]
    (removal,) = removals_of(db.session(), made.id)
    assert (removal.evidence.id, removal.by) == (wrong.id, mission().name)
    assert removal.reason == "It answers another request."
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.act, line.after, line.reason, line.actor) == (
        "remove evidence",
        "OIC/ICHAD/9",
        "It answers another request.",
        mission().name,
    )
    assert not follow_ups_with_words(db.session(), mission(), read_search("another year"))
    assert verification.verify(db.session()).findings == ()


def test_a_document_is_removed_once_for_a_reason_from_its_own_entry_and_can_be_added_again():
    source = add_resolution()
    made, other = confirm(source), confirm(source, nth=1)
    facts = {"title": "Outline", "symbol": "OIC/ICHAD/1"}
    document = follow_up.add_evidence(mission(), made.code, **facts)
    with pytest.raises(WrongFollowUp, match="why the document is removed"):
        follow_up.remove_evidence(mission(), made.code, document.id, reason=" ")
    for code, key in ((other.code, document.id), (made.code, 999), ("nothing", document.id)):
        with pytest.raises(NotFound):
            follow_up.remove_evidence(mission(), code, key, reason="Wrong.")
    assert count(FollowUpEvidenceRemoval) == 0

    follow_up.remove_evidence(mission(), made.code, document.id, reason="Wrong.")
    with pytest.raises(EvidenceRemoved):
        follow_up.remove_evidence(mission(), made.code, document.id, reason="Wrong.")
    again = follow_up.add_evidence(mission(), made.code, **facts)
    assert [e.id for e in evidence_of(db.session(), [made.id])[made.id]] == [again.id]
    assert count(FollowUpEvidenceRemoval) == 1


def test_of_two_who_remove_one_document_at_once_one_is_told_that_it_is_removed(app: Flask):
    made = confirm(add_resolution())
    document = follow_up.add_evidence(mission(), made.code, title="Outline", symbol="1").id
    entry = made.code

    def act() -> None:
        follow_up.remove_evidence(mission(), entry, document, reason="Wrong.")

    ended = interleave(app, act, act)
    assert sorted(one.end for one in ended) == ["EvidenceRemoved", "done"]
    assert count(FollowUpEvidenceRemoval) == 1


def test_a_delegation_keeps_nothing():
    source, head = add_resolution(), actor_of(make_head("EGY"))
    made = confirm(source)
    tries = (
        lambda: follow_up.confirm(head, source.code, position=3, start=0, stop=7, request=ASKED),
        lambda: follow_up.dismiss(head, source.code, position=3, start=0),
        lambda: follow_up.edit(head, made.code, ASKED, seen=1),
        lambda: follow_up.report(head, made.code, FollowUpState.DONE, note="Done.", next_report="", seen=1),
        lambda: follow_up.add_evidence(head, made.code, title="Letter", symbol="1"),
        lambda: follow_up.remove_evidence(head, made.code, 1, reason="Wrong."),
    )
    for attempt in tries:
        with pytest.raises(NotPermitted):
            attempt()
    assert (count(FollowUp), count(FollowUpVersion), count(FollowUpDismissal)) == (1, 1, 0)


def test_a_request_in_a_text_of_a_partner_is_followed_up_and_stays_where_the_text_is_taken_from_it():
    source = add("NAM/2024/FD", TEXTS[1], body=SourceBody.OTHER)
    with pytest.raises(NotFound):
        confirm(source, 1)

    partner = make_partner().code
    partners.give_source(mission(), partner, source.code)
    assert [row.source.code for row in followed_sources(db.session())] == [source.code]
    entry = confirm(source, 1)
    met = partners.add_meeting(mission(), partner, meeting(date(2024, 3, 1)))
    partners.link_follow_up(mission(), partner, met.code, entry.code)

    partners.take_source(mission(), partner, source.code)
    assert followed_sources(db.session()) == []
    with pytest.raises(NotFound):
        confirm(source, 1, nth=1)
    assert [row.entry.code for row in follow_ups(db.session(), mission())] == [entry.code]
    assert verification.verify(db.session()).findings == ()


def test_bad_input_is_refused_in_whole():
    source = add_resolution()
    elsewhere = add()  # of the General Assembly
    place = {"position": 3, "start": 0, "stop": 7}
    for request in (Request("", "to report"), Request("All", " ")):
        with pytest.raises(WrongFollowUp):
            follow_up.confirm(mission(), source.code, request=request, **place)
    for wrong in ({"start": 7}, {"stop": 9_999}, {"start": -1}):
        with pytest.raises(WrongFollowUp):
            follow_up.confirm(mission(), source.code, request=ASKED, **(place | wrong))
    for code, position in (("nothing", 1), (source.code, 99), (elsewhere.code, 1)):
        with pytest.raises(NotFound):
            follow_up.confirm(mission(), code, request=ASKED, **(place | {"position": position}))
    made = confirm(source)
    for facts in (
        {"title": ""},
        {"title": "A"},
        {"title": "A", "url": "javascript:alert(1)"},
        {"title": "A", "url": "https://"},
    ):
        with pytest.raises((WrongFollowUp, WrongLink)):
            follow_up.add_evidence(mission(), made.code, **facts)
    with pytest.raises(WrongFollowUp):
        follow_up.report(mission(), made.code, FollowUpState.DONE, note=" ", next_report="", seen=1)
    with pytest.raises(NotFound):
        follow_up.edit(mission(), "nothing", ASKED, seen=1)
    assert (count(FollowUp), count(FollowUpVersion)) == (1, 1)


def test_an_entry_outlives_the_withdrawal_of_its_source_which_takes_no_new_one():
    source = add_resolution()
    made = confirm(source)
    library.withdraw(mission(), source.code, reason="A draft.")

    assert get_follow_up(db.session(), mission(), made.code).withdrawn.reason == "A draft."
    follow_up.report(
        mission(), made.code, FollowUpState.DROPPED, note="It was a draft.", next_report="", seen=1
    )
    with pytest.raises(SourceWithdrawn):
        follow_up.confirm(mission(), source.code, position=3, start=0, stop=7, request=ASKED)


def test_an_entry_of_an_adopted_text_knows_its_paragraph_and_the_corrigendum_to_it():
    table = imported_as_final("The Meeting noted.", "The Meeting urged Member States to respond in June.")
    adopt(table)
    source = library_source(table)
    made = confirm(source)
    row = get_follow_up(db.session(), mission(), made.code)
    assert row.entry.paragraph_id == table.line("2.").line.paragraph
    assert row.home[1] == table.line("2.").code
    assert corrections_of(db.session(), [row]) == {}

    issue(table, entry(table, "2.", "in June", "in July"))

    (correction,) = corrections_of(db.session(), [row])[made.id]
    assert (correction.symbol, correction.new) == ("OIC/FC/Corr.1", "in July")
    assert row.version.requested == "to respond in June"


def library_source(table: Table) -> Source:
    return db.session.scalars(select(Source).where(Source.communique_id == table.communique)).one()


def test_the_mission_draws_a_new_paragraph_from_an_entry_and_both_name_each_other():
    made = confirm(add_resolution())
    table = make_table("It noted.", "It thanked Egypt.")
    code = table.code
    words = "The Meeting took note of the implementation of the request to report."
    with pytest.raises(NotPermitted):
        follow_up.propose(table.head("EGY"), made.code, code, text=words, after="")

    proposal = follow_up.propose(table.mission, made.code, code, text=words, after=table.line("1.").code)

    assert entry_drawn_into(db.session(), mission(), proposal.id).entry.code == made.code
    ((record, text, name),) = proposals_from(db.session(), table.mission, made.id)
    assert (record.revision.text, text.code, name) == (words, code, "OICM 1")
    with pytest.raises(DrawnAlready):
        follow_up.propose(table.mission, made.code, code, text=words, after=table.line("1.").code)
    assert len(proposals_from(db.session(), table.mission, made.id)) == 1
    assert acts()[-1] == "submit"
    assert verification.verify(db.session()).findings == ()


def test_nothing_is_drawn_into_a_text_without_a_round():
    made, table = confirm(add_resolution()), make_table("It noted.")
    table.close()
    with pytest.raises(NoRoundToDrawInto):
        follow_up.propose(table.mission, made.code, table.code, text="Noted.", after="")


def test_nothing_is_drawn_into_an_agenda_or_a_round_that_admits_no_new_paragraph():
    made = confirm(add_resolution())
    agenda = Table(lines_of("Opening."), symbol="OIC/AGENDA", kind=TextKind.AGENDA)
    agenda.open()
    table = make_table("It noted.", admissibility=Admissibility.NO_NEW_ISSUES)

    for text, refusal in ((agenda, DrawnIntoAgenda), (table, NotAdmissible)):
        with pytest.raises(refusal):
            follow_up.propose(table.mission, made.code, text.code, text="Noted.", after="")
