"""A delegation enters, changes and withdraws a reservation; its words are followed through later drafts."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import (
    NotFound,
    NotPermitted,
    ParagraphNotInText,
    Refusal,
    StaleText,
    TextTooLong,
    TextWithdrawn,
    UnreadableText,
)
from acm_drafts.negotiation.reservations import (
    AwaitsNothing,
    NothingToKeep,
    PhraseNotInWording,
    PhraseNotUnique,
    ReservationChanged,
    ReservationExists,
    ReservationPublished,
    ReservationWithdrawn,
)
from acm_drafts.negotiation.terms import AmendmentKind, WordsNow
from acm_drafts.services import corrections, reservations, verification
from acm_drafts.services.reservations import LONGEST_WORDS, Wish
from acm_drafts.store.database import db
from acm_drafts.store.records import JournalLine, Reservation, ReservationActRow
from tests import tables
from tests.factories import actor_of, make_chair, make_drafter, make_observer, party
from tests.reservations import enter, placed, seen
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def kept() -> list[tuple[str, str, str, str]]:
    """Return scope, phrase, and what was done to each reservation with its words, in order."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(ReservationActRow).order_by(ReservationActRow.id))
    return [(row.reservation.scope, row.reservation.phrase, row.act, row.words) for row in rows]


def lines() -> list[tuple[str, str, str]]:
    """Return act, scope and words of the lines about reservations."""
    rows = db.session.scalars(
        select(JournalLine).where(JournalLine.act.contains("reservation")).order_by(JournalLine.id)
    )
    return [(row.act, row.scope, row.after) for row in rows]


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


# Entering ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "phrase", "scope", "words"),
    [
        ("", "", "text", ""),
        ("1.", "", "paragraph", ""),
        ("1.", "the  progress made", "phrase", "the progress made"),
    ],
)
def test_a_reservation_is_entered_on_the_text_on_a_paragraph_or_on_words_of_one(
    table: Table, label: str, phrase: str, scope: str, words: str
):
    enter(table, "MYS", label, phrase, words=" Our law differs. ")

    assert kept() == [(scope, words, "enter", "Our law differs.")]
    assert lines() == [("enter reservation", "all", "Our law differs.")]
    assert faults() == []


def test_one_that_is_not_public_is_told_in_the_journal_to_its_side_and_the_mission(table: Table):
    reservation = enter(table, "MYS", "1.", published=False)
    reservations.publish(table.head("MYS"), reservation.code, seen=1)

    assert [line[:2] for line in lines()] == [
        ("enter reservation", "reservation"),
        ("publish reservation", "all"),
    ]


def test_a_reservation_is_entered_between_two_rounds_on_the_text_that_all_read(table: Table):
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    first = table.line("1.")
    table.close()  # the next draft is the Mission's alone
    wish = Wish(first.code, first.line.wording, "progress made")
    reservations.enter(table.head("MYS"), table.code, party=party("MYS").id, wish=wish)

    assert kept() == [("phrase", "progress made", "enter", "")]


@pytest.mark.parametrize(
    ("phrase", "refusal"),
    [("progress done", PhraseNotInWording), ("th", PhraseNotInWording), ("\0", UnreadableText)],
)
def test_a_phrase_that_is_not_in_the_wording_is_refused(table: Table, phrase: str, refusal: type[Refusal]):
    with pytest.raises(refusal):
        enter(table, "MYS", "1.", phrase)
    assert kept() == [] and lines() == []


def test_a_phrase_that_stands_there_twice_is_refused():
    table = make_table("The Group and the Group of Friends met.", symbol="OIC/TWICE")
    with pytest.raises(PhraseNotUnique):
        enter(table, "MYS", "1.", "Group")


def test_a_phrase_longer_than_its_paragraph_is_refused(table: Table):
    with pytest.raises(TextTooLong):
        enter(table, "MYS", "1.", "progress made " * 100)


def test_words_that_are_too_long_or_cannot_be_kept_are_refused(table: Table):
    for words, refusal in (("a" * (LONGEST_WORDS + 1), TextTooLong), ("It \u202egoes", UnreadableText)):
        with pytest.raises(refusal):
            enter(table, "MYS", "1.", words=words)
    assert kept() == []


def test_a_wording_that_changed_meanwhile_is_refused_with_both(table: Table):
    line = table.line("1.")
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()

    wish = Wish(line.code, line.line.wording, "progress made")
    with pytest.raises(StaleText) as refused:
        reservations.enter(table.head("MYS"), table.code, party=party("MYS").id, wish=wish)
    assert (refused.value.seen, refused.value.current) == (
        TEXTS[0],
        "The Meeting welcomed the great progress made.",
    )
    assert kept() == []


def test_a_paragraph_that_was_deleted_or_is_only_proposed_or_of_another_text_is_refused(table: Table):
    line = table.line("1.")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It is new.")
    proposed = Wish(db.session.get_one(type(new), new.id).paragraph.code, line.line.wording)
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.close()
    table.open()
    deleted = Wish(line.code, line.line.wording)
    other = make_table("Another text.", symbol="OIC/OTHER")
    elsewhere = Wish(other.line("1.").code, other.line("1.").line.wording)

    for wish, refusal in ((deleted, ParagraphNotInText), (proposed, NotFound), (elsewhere, NotFound)):
        with pytest.raises(refusal):
            reservations.enter(table.head("MYS"), table.code, party=party("MYS").id, wish=wish)
    assert kept() == []


@pytest.mark.parametrize(("label", "phrase"), [("", ""), ("1.", ""), ("1.", "progress made")])
def test_the_same_is_not_entered_twice_by_one_delegation(table: Table, label: str, phrase: str):
    first = enter(table, "MYS", label, phrase)
    with pytest.raises(ReservationExists):
        enter(table, "MYS", label, phrase, words="Otherwise.", published=False)
    enter(table, "EGY", label, phrase)
    reservations.withdraw(table.head("MYS"), first.code, seen=1)
    enter(table, "MYS", label, phrase)

    assert [act for _scope, _phrase, act, _words in kept()] == ["enter", "enter", "withdraw", "enter"]


def test_nobody_reserves_who_does_not_speak_for_the_delegation(table: Table):
    for actor in (
        actor_of(make_drafter("MYS")),
        table.head("EGY"),
        table.mission,
        actor_of(make_observer()),
        actor_of(make_chair()),
    ):
        with pytest.raises(NotPermitted):
            reservations.enter(actor, table.code, party=party("MYS").id, wish=Wish())
    assert kept() == [] and lines() == []


def test_nobody_reserves_on_a_text_that_was_withdrawn_or_is_not_circulated(session: object):
    table = Table(tables.lines_of("Imported."), symbol="OIC/IMPORTED")
    with pytest.raises(NotPermitted):
        enter(table, "MYS")
    corrections.withdraw_text(table.mission, table.draft, reason="Wrong file.")
    with pytest.raises(TextWithdrawn):
        enter(table, "MYS")
    assert kept() == []


# What is done to one -------------------------------------------------------------------------------


def test_its_delegation_changes_the_words_receives_instructions_and_withdraws(table: Table):
    head, code = table.head("MYS"), enter(table, "MYS", "1.", words="Ours.", awaiting=True).code
    reservations.reword(head, code, "Ours, in full.", seen=1)
    reservations.reword(head, code, "Ours, in full.", seen=2)  # the same again writes nothing
    reservations.receive_instructions(head, code, seen=2)
    reservations.withdraw(head, code, seen=3)

    assert kept() == [
        ("paragraph", "", "enter", "Ours."),
        ("paragraph", "", "reword", "Ours, in full."),
        ("paragraph", "", "stand", "Ours, in full."),
        ("paragraph", "", "withdraw", "Ours, in full."),
    ]
    rows = db.session.scalars(select(ReservationActRow).order_by(ReservationActRow.id))
    assert [row.awaiting for row in rows] == [True, True, False, False]
    assert faults() == []


VERBS = {
    "reword": lambda actor, code, seen: reservations.reword(actor, code, "Other words.", seen=seen),
    "stand": lambda actor, code, seen: reservations.receive_instructions(actor, code, seen=seen),
    "publish": lambda actor, code, seen: reservations.publish(actor, code, seen=seen),
    "keep": lambda actor, code, seen: reservations.keep(actor, code, seen=seen),
    "withdraw": lambda actor, code, seen: reservations.withdraw(actor, code, seen=seen),
}


@pytest.mark.parametrize("verb", list(VERBS))
def test_nothing_is_done_to_one_that_was_withdrawn(table: Table, verb: str):
    reservation = enter(table, "MYS", "1.", awaiting=True, published=False)
    reservations.withdraw(table.head("MYS"), reservation.code, seen=1)
    with pytest.raises(ReservationWithdrawn):
        VERBS[verb](table.head("MYS"), reservation.code, 2)
    assert len(kept()) == 2


@pytest.mark.parametrize("verb", list(VERBS))
def test_nothing_is_done_from_a_page_that_a_colleague_made_old(table: Table, verb: str):
    reservation = enter(table, "MYS", "1.", awaiting=True, published=False)
    reservations.reword(table.head("MYS"), reservation.code, "Newer words.", seen=1)
    with pytest.raises(ReservationChanged):
        VERBS[verb](table.head("MYS"), reservation.code, 1)
    assert len(kept()) == 2


@pytest.mark.parametrize("verb", list(VERBS))
def test_nobody_else_does_anything_to_it_and_who_may_not_read_it_learns_nothing(table: Table, verb: str):
    hidden = enter(table, "MYS", "1.", awaiting=True, published=False).code
    shown = enter(table, "MYS", "2.", awaiting=True).code
    others = (table.head("EGY"), actor_of(make_observer()), actor_of(make_chair()))
    for actor in others:
        with pytest.raises(NotFound):
            VERBS[verb](actor, hidden, 1)
    for code, actor in ((hidden, table.mission), (hidden, actor_of(make_drafter("MYS"))), (shown, others[0])):
        with pytest.raises(NotPermitted):
            VERBS[verb](actor, code, 1)
    with pytest.raises(NotFound):
        VERBS[verb](table.head("MYS"), "nothing", 1)
    assert len(kept()) == 2


def test_what_is_so_already_is_refused(table: Table):
    code = enter(table, "MYS", "1.").code
    for verb, refusal in (
        ("stand", AwaitsNothing),
        ("publish", ReservationPublished),
        ("keep", NothingToKeep),
    ):
        with pytest.raises(refusal):
            VERBS[verb](table.head("MYS"), code, 1)
    assert len(kept()) == 1


# Followed through later drafts ---------------------------------------------------------------------


def next_text(table: Table) -> None:
    table.close()
    table.open()


def test_words_are_followed_through_drafts_that_change_what_is_around_them(table: Table):
    reservation = enter(table, "MYS", "1.", "progress made")
    table.accept(table.replace("EGY", "1.", "welcomed", "strongly welcomed"))
    next_text(table)

    now = placed(table, reservation)
    assert (now.now, now.is_asked, now.was_kept) == (WordsNow.THERE, False, False)
    assert [line.text for line in now.lines] == ["The Meeting strongly welcomed the progress made."]


def test_words_that_were_amended_away_are_said_to_be_gone_until_the_delegation_answers(table: Table):
    reservation = enter(table, "MYS", "1.", "progress made", words="Not ours.")
    table.accept(table.replace("EGY", "1.", "progress made", "work done"))
    assert placed(table, reservation).now is WordsNow.THERE  # it is not in a text yet
    next_text(table)

    assert (placed(table, reservation).now, placed(table, reservation).is_asked) == (WordsNow.GONE, True)
    reservations.keep(table.head("MYS"), reservation.code, seen=1)
    now = placed(table, reservation)
    assert (now.now, now.is_asked, now.was_kept) == (WordsNow.GONE, False, True)
    with pytest.raises(NothingToKeep):
        reservations.keep(table.head("MYS"), reservation.code, seen=2)

    table.accept(table.replace("EGY", "1.", "work done", "work completed"))
    next_text(table)
    assert placed(table, reservation).is_asked
    assert kept()[-1] == ("phrase", "progress made", "keep", "Not ours.") and faults() == []


def test_instructions_that_a_reservation_stands_answer_whether_it_is_maintained(table: Table):
    reservation = enter(table, "MYS", "1.", "progress made", awaiting=True)
    table.accept(table.replace("EGY", "1.", "progress made", "work done"))
    next_text(table)
    assert placed(table, reservation).is_asked

    reservations.receive_instructions(table.head("MYS"), reservation.code, seen=1)
    now = placed(table, reservation)
    assert (now.is_asked, now.was_kept, now.record.last.awaiting) == (False, True, False)
    assert [row[2] for row in kept()] == ["enter", "stand", "keep"] and faults() == []

    table.accept(table.replace("EGY", "1.", "work done", "work completed"))
    next_text(table)
    assert placed(table, reservation).is_asked


@pytest.mark.parametrize("phrase", ["", "progress made"])
def test_one_on_a_paragraph_that_was_deleted_is_not_dropped(table: Table, phrase: str):
    reservation = enter(table, "MYS", "1.", phrase)
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    next_text(table)

    now = placed(table, reservation)
    assert (now.now, now.is_asked, now.lines) == (WordsNow.GONE, True, ())
    reservations.keep(table.head("MYS"), reservation.code, seen=1)
    assert not placed(table, reservation).is_asked
    reservations.withdraw(table.head("MYS"), reservation.code, seen=2)
    assert not placed(table, reservation).is_asked and not placed(table, reservation).was_kept


def test_one_on_a_whole_paragraph_stays_on_it_and_says_that_other_words_stand_there(table: Table):
    reservation = enter(table, "MYS", "1.")
    assert not placed(table, reservation).is_reworded
    table.accept(table.replace("EGY", "1.", "progress made", "work done"))
    next_text(table)

    now = placed(table, reservation)
    assert (now.now, now.is_asked, now.is_reworded) == (WordsNow.THERE, False, True)


def test_words_are_followed_into_the_paragraphs_that_were_divided_from_theirs():
    table = make_table("It welcomed the progress made. It thanked Egypt.", symbol="OIC/SPLIT")
    reservation = enter(table, "MYS", "1.", "thanked Egypt")
    parts = ("It welcomed the progress made.", "It thanked Egypt.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    next_text(table)

    now = placed(table, reservation)
    assert (now.now, len(now.lines)) == (WordsNow.THERE, 2)
    assert [line.text for line in now.concerns] == ["It thanked Egypt."]


def test_one_on_a_whole_paragraph_of_which_a_part_was_deleted_is_asked_about(session: object):
    table = make_table("It welcomed the progress made. It thanked Egypt.", symbol="OIC/HALF")
    reservation = enter(table, "IDN", "1.", published=False)
    parts = ("It welcomed the progress made.", "It thanked Egypt.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    next_text(table)
    assert placed(table, reservation).now is WordsNow.THERE

    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    next_text(table)
    now = placed(table, reservation)
    assert (now.now, now.is_asked, len(now.lines)) == (WordsNow.PARTLY, True, 1)
    reservations.keep(table.head("IDN"), reservation.code, seen=seen(reservation))
    assert placed(table, reservation).was_kept


def test_one_on_a_paragraph_that_was_joined_to_another_is_whole(session: object):
    table = make_table("It welcomed the progress made.", "It thanked Egypt.", symbol="OIC/JOIN")
    first, second = enter(table, "IDN", "1."), enter(table, "IDN", "2.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    next_text(table)
    assert [placed(table, one).is_asked for one in (first, second)] == [False, False]


def test_instructions_that_are_received_twice_at_once_are_received_once(table: Table):
    code = enter(table, "MYS", awaiting=True).code
    reservations.receive_instructions(table.head("MYS"), code, seen=1)
    with pytest.raises(AwaitsNothing):
        reservations.receive_instructions(table.head("MYS"), code, seen=1)
    reservation = db.session.scalars(select(Reservation)).one()
    assert seen(reservation) == 2
