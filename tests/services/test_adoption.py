"""Adopting a text: when it can be, what is confirmed in the act, and that nothing changes it afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.adoption import (
    ClosedBeforeDraft,
    FinalNotCirculated,
    NotFinal,
    NotMinisterial,
    OpenOtherwise,
    RoundStillRuns,
    TextAdopted,
)
from acm_drafts.negotiation.bodies import AdoptedThatDay
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.errors import NotPermitted, SymbolTaken
from acm_drafts.negotiation.sittings import AdoptedThere, NobodyPresent, NoSuchSitting, SittingToCome
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    BodyRole,
    DecisionKind,
    DraftStatus,
    Level,
    Stance,
)
from acm_drafts.services import (
    agenda,
    answers,
    batches,
    bodies,
    corrections,
    document_settings,
    drafts,
    positions,
    reservations,
    rounds,
    sittings,
    translations,
    verification,
)
from acm_drafts.services.batches import Sent
from acm_drafts.store.adoption import matters_at
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import (
    Adoption,
    Body,
    Draft,
    JournalLine,
    Notice,
    Sitting,
    Wording,
)
from acm_drafts.store.sittings import get_sitting
from acm_drafts.text.language import Language
from tests.adoptions import TEXTS, adopt, agreed_text, close_as_final, imported_as_final, known
from tests.agreeing import sitting_at
from tests.factories import actor_of, make_chair, make_head, make_observer, mission, party
from tests.reservations import enter, seen
from tests.sittings import convene, make_body, open_at, times
from tests.tables import DAY, Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# The act -------------------------------------------------------------------------------------------


def test_a_final_text_is_adopted_at_a_ministerial_sitting_under_its_own_symbol():
    table = agreed_text()
    body = make_body(Level.MINISTERIAL, chair="SAU")
    sitting = open_at(convene(table, body, place="Conference Room 4"))
    adopted = adopt(table, sitting=sitting.code, symbol="OIC/ACM-2026/FC/Final")
    draft = db.session.get_one(Draft, table.draft)
    assert (adopted.draft_id, adopted.digest) == (draft.id, draft.digest)
    assert (adopted.symbol, adopted.day, adopted.place) == (
        "OIC/ACM-2026/FC/Final",
        sitting.day,
        "Conference Room 4",
    )
    assert adopted.chair_id == party("SAU").id
    assert matters_at(db.session(), adopted) == ()
    assert faults() == []


def test_a_text_keeps_the_symbol_of_its_draft_where_none_is_given():
    table = agreed_text()
    assert adopt(table).symbol == db.session.get_one(Draft, table.draft).symbol


def test_a_text_imported_without_a_symbol_is_adopted_under_the_one_of_its_meeting():
    table = agreed_text(symbol="")
    zero, last = db.session.scalars(select(Draft.symbol).order_by(Draft.sequence))
    root = zero.removesuffix("/Draft")

    assert root.endswith("/FC") and last == f"{root}/Rev.1"
    assert known(table).symbol == root
    assert adopt(table, symbol=root).symbol == root
    assert known(agreed_text("It noted.", symbol="OIC/OTHER")).symbol == "OIC/OTHER/Rev.1"
    assert faults() == []


def test_the_adoption_stands_in_the_journal_and_everybody_is_told():
    head, observer = make_head(), make_observer()
    table = agreed_text()
    adopt(table)
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "adopt text")).one()
    told = select(Notice.user_id).where(Notice.kind == "adoption", Notice.line_id == line.id)
    assert {head.id, observer.id} <= set(db.session.scalars(told))


def test_what_is_still_open_is_confirmed_in_the_act_and_kept():
    table = imported_as_final("The Meeting welcomed the report.", "The Meeting [strongly] urged all.")
    adopted = adopt(table)
    kept = [(matter.kind, matter.reference) for matter in matters_at(db.session(), adopted)]
    assert kept == [("unagreed", "1"), ("unagreed", "2"), ("brackets", "2")]
    assert faults() == []


def test_proposals_that_wait_and_sponsors_who_have_not_answered_are_open():
    table = make_table(*TEXTS)
    waiting = table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting thanked Malaysia.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    open_now = {(matter.kind.value, matter.proposal) for matter in known(table).matters}
    assert ("pending", waiting.id) in open_now
    assert ("unanswered", waiting.id) in open_now


def test_an_adoption_from_an_older_page_is_refused():
    table = make_table(*TEXTS)
    waiting = table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting thanked Malaysia.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    seen = known(table).seen
    facts = {"party": party("EGY").id, "answer": Answer.CONFIRM}
    answers.answer(table.head("EGY"), waiting.code, **facts)
    with pytest.raises(OpenOtherwise):
        adopt(table, seen=seen)
    assert count(Adoption) == 0
    adopt(table)
    assert faults() == []


# When it cannot be ---------------------------------------------------------------------------------


def test_nobody_but_the_mission_adopts_a_text():
    table = agreed_text()
    for user in (make_head("MYS"), make_chair(), make_observer()):
        with pytest.raises(NotPermitted):
            adopt(table, actor=actor_of(user))
    assert count(Adoption) == 0


def test_a_text_that_is_not_declared_final_is_not_adopted():
    table = make_table(*TEXTS)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    with pytest.raises(NotFinal):
        adopt(table)


def test_a_text_that_is_not_circulated_is_not_adopted():
    table = make_table(*TEXTS)
    for label in ("1.", "2.", "3."):
        table.agree(label)
    table.close(status=DraftStatus.FINAL)
    with pytest.raises(FinalNotCirculated):
        adopt(table)


def test_a_text_is_not_adopted_while_a_round_runs_on_it():
    table = imported_as_final()
    rounds.open_round(table.mission, table.communique, rounds.Terms(utcnow(), utcnow() + DAY))
    with pytest.raises(RoundStillRuns):
        adopt(table)


def test_a_text_is_adopted_at_no_sitting_below_ministerial_level():
    table = agreed_text()
    with pytest.raises(NotMinisterial):
        adopt(table, sitting=table.sitting(Level.AMBASSADORIAL))
    with pytest.raises(NoSuchSitting):
        adopt(table, sitting="")
    other = Table(lines_of("It noted."), symbol="OIC/OTHER", status=DraftStatus.FINAL)
    with pytest.raises(NoSuchSitting):
        adopt(table, sitting=sitting_at(other.communique, Level.MINISTERIAL))


def test_a_text_is_adopted_at_no_sitting_that_was_closed_before_the_draft_was_made():
    table = make_table(*TEXTS)
    for line in table.lines():
        table.agree(line.label)
    early = table.sitting(Level.MINISTERIAL)
    sittings.close_sitting(mission(), early)
    close_as_final(table)
    assert early not in {sitting.code for sitting in known(table).sittings}
    with pytest.raises(ClosedBeforeDraft):
        adopt(table, sitting=early)


def test_what_is_agreed_ad_referendum_is_known_before_a_draft_is_declared_final():
    table = make_table(*TEXTS)
    for line in table.lines():
        table.agree(line.label, ad_referendum=line.label == "2.")
    table.close(status=DraftStatus.AD_REFERENDUM)
    assert [line.reference for line in known(table).unconfirmed] == ["2"]
    assert not known(table).matters


def test_a_text_is_adopted_at_no_sitting_to_come_and_at_none_without_anybody_present():
    table = agreed_text()
    body = make_body(Level.MINISTERIAL)
    sitting = convene(table, body)
    with pytest.raises(SittingToCome):
        adopt(table, sitting=sitting.code)
    with pytest.raises(NobodyPresent):
        adopt(table, sitting=open_at(sitting, present=()).code)


def test_the_symbol_of_another_text_is_taken():
    Table(lines_of("It noted."), symbol="OIC/OTHER")
    table = agreed_text()
    with pytest.raises(SymbolTaken):
        adopt(table, symbol="OIC/OTHER")
    adopt(table, symbol="OIC/ADOPTED")
    with pytest.raises(SymbolTaken):
        Table(lines_of("It took note."), symbol="OIC/ADOPTED")


# Afterwards ----------------------------------------------------------------------------------------


@pytest.fixture
def adopted(session: object) -> Table:
    """A text that was adopted, on which a sitting was convened before."""
    table = agreed_text()
    convene(table, make_body(Level.EXPERT), begins_at=utcnow() + DAY)
    adopt(table)
    return table


def _sitting(table: Table) -> str:
    wanted = select(Sitting.code).join(Body, Body.id == Sitting.body_id)
    return db.session.scalars(
        wanted.where(
            Sitting.communique_id == table.communique, Body.city == "new-york", Body.level == "expert"
        )
    ).one()


ACTS: dict[str, Callable[[Table], object]] = {
    "adopt again": lambda t: adopt(t),
    "open a round": lambda t: rounds.open_round(
        t.mission, t.communique, rounds.Terms(utcnow(), utcnow() + DAY)
    ),
    "circulate again": lambda t: drafts.circulate(t.mission, t.draft, attributed=True),
    "withdraw the import": lambda t: corrections.withdraw_text(t.mission, t.draft, reason="Why."),
    "set the agenda": lambda t: agenda.set_agenda(t.mission, t.code, "128. The report"),
    "set how documents look": lambda t: document_settings.set_document_settings(
        t.mission, t.code, DocumentSettings(italics=True)
    ),
    "take a position": lambda t: positions.take_position_on_paragraph(
        t.head("EGY"),
        t.line("1.").line.paragraph,
        party=party("EGY").id,
        stance=Stance.RESERVE,
        wording=t.line("1.").line.wording,
    ),
    "enter a reservation": lambda t: enter(t, "EGY", "1."),
    "receive files": lambda t: batches.receive(t.mission, t.communique, [Sent("EGY.txt", b"It noted.")]),
    "convene a sitting": lambda t: sittings.convene(
        t.mission, t.communique, _expert(), times=times(), agenda=[t.line("1.").code]
    ),
    "move a sitting": lambda t: sittings.move(t.mission, _sitting(t), times=times()),
    "change an agenda": lambda t: sittings.change_agenda(t.mission, _sitting(t), [t.line("2.").code]),
    "open a sitting": lambda t: sittings.open_sitting(t.mission, _sitting(t)),
}


def _expert() -> str:
    return db.session.scalars(select(Body.code).where(Body.city == "new-york", Body.level == "expert")).one()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_to_an_adopted_text(adopted: Table, act: str):
    before = count(JournalLine)
    with pytest.raises(TextAdopted):
        ACTS[act](adopted)
    assert count(JournalLine) == before
    assert faults() == []


def test_a_contest_on_an_adopted_text_is_refused():
    table = make_table(*TEXTS)
    contested = table.replace("EGY", "1.", "report", "full report")
    table.decide(DecisionKind.REJECT, contested, reason="Not now.", level=None)
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    adopt(table)
    with pytest.raises(TextAdopted):
        table.contest(contested)


def test_a_reservation_stays_as_the_text_was_adopted_with_it():
    table = make_table(*TEXTS)
    reservation = enter(table, "TUR", "2.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    adopt(table)
    with pytest.raises(TextAdopted):
        reservations.withdraw(table.head("TUR"), reservation.code, seen=seen(reservation))
    assert faults() == []


def test_what_changes_nothing_in_the_text_goes_on(adopted: Table):
    """That a sitting ended or is not to be; and translations, which were not adopted."""
    ministers = table_sitting(adopted)
    sittings.close_sitting(adopted.mission, ministers)
    sittings.cancel(adopted.mission, _sitting(adopted), reason="The text is adopted.")
    wording = adopted.line("1.").line.wording
    for words in ("La réunion se félicite du rapport.", "La Réunion s’est félicitée du rapport."):
        translations.add(adopted.mission, wording, Language.FR, words)
    assert db.session.query(Wording).filter(Wording.translation_of_id == wording).count() == 2
    assert faults() == []


def test_who_sat_chaired_and_attended_where_a_text_was_adopted_stays_on_record(adopted: Table):
    record = get_sitting(db.session(), table_sitting(adopted))
    code, day, body = record.sitting.code, record.sitting.day, record.sitting.body
    with pytest.raises(AdoptedThere):
        sittings.attend(adopted.mission, code, dict.fromkeys(record.attendance))
    chair = {"role": BodyRole.CHAIR, "parties": [party("TUR").id]}
    with pytest.raises(AdoptedThatDay):
        bodies.seat(adopted.mission, body.meeting_id, body.code, **chair, starts_on=day)
    bodies.seat(adopted.mission, body.meeting_id, body.code, **chair, starts_on=day + timedelta(days=1))

    db.session.expire_all()
    kept = get_sitting(db.session(), code)
    assert kept.present and kept.body.chair_on(day) is None
    assert faults() == []


def table_sitting(table: Table) -> str:
    return sitting_at(table.communique, Level.MINISTERIAL)


def test_another_text_of_the_meeting_goes_on(adopted: Table):
    other = Table(lines_of("It noted.", "It urged."), symbol="OIC/OTHER").open()
    other.accept(other.replace("EGY", "1.", "noted", "welcomed"))
    other.close()
    assert faults() == []
