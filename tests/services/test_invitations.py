"""Invitations from a list: everybody or nobody, by links that are shown or sent; one is sent again or taken back."""

import pytest
from flask import Flask
from sqlalchemy import event, select

from acm_drafts.negotiation.errors import (
    LinkSpent,
    NoSuchParty,
    NotFound,
    NotPermitted,
    OfficeHeld,
    WhichMeeting,
    WrongAddress,
    WrongOffice,
)
from acm_drafts.negotiation.invitations import ListRefused, NamedTwice, UnknownRole, WrongDay, read_rows
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import delivery, invitations, people
from acm_drafts.services.tokens import INVITATION, token_of
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Invitation, JournalLine, Message
from tests.factories import (
    PASSWORD,
    actor_of,
    make_administrator,
    make_head,
    make_meeting,
    mission,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.usefixtures("session")

SECRET = "a secret of the house"


def invite(text: str, **facts: object) -> list[invitations.Offer]:
    return invitations.invite_all(mission(), read_rows(text), **facts)  # type: ignore[arg-type]


def refusals(text: str, **facts: object) -> dict[int, type]:
    with pytest.raises(ListRefused) as refused:
        invite(text, **facts)
    return {number: type(refusal) for number, refusal in refused.value.lines.items()}


def count(table: type) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(table)).all())


def heads() -> str:
    """Return a list with a head for each Member State."""
    states = find_parties(db.session(), PartyKind.STATE)
    ends = ("", str(tomorrow()))
    return "\n".join(
        f"{state.code.lower()}@example.org,head,{state.code},{ends[nth % 2]}"
        for nth, state in enumerate(states)
    )


def test_fifty_seven_heads_are_invited_in_one_act():
    offers = invite(heads())

    assert len(offers) == count(Invitation) == 57
    assert count(JournalLine) == 1
    assert people.read_link(offers[20].token).email == offers[20].email
    user = people.accept_invitation(offers[0].token, name="Amal", password=PASSWORD)
    assert user


def test_a_list_costs_the_same_however_long_it_is():
    def cost(text: str, secret: str) -> int:
        sent: list[str] = []

        def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            invite(text, secret=secret)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    cost("one@example.org,head,EGY", SECRET)

    assert cost(heads(), SECRET) == cost("two@example.org,head,EGY", SECRET)


def test_every_line_that_cannot_be_used_is_named_and_nobody_is_invited():
    make_head("JOR", email="held@example.org")
    text = "\n".join(
        [
            "good@example.org,head,EGY",
            "nobody,head,EGY",
            "a@example.org,head,XXX",
            "a@example.org,owner,EGY",
            "a@example.org,head",
            f"a@example.org,head,EGY,{yesterday()}",
            "a@example.org,head,EGY,soon",
            " GOOD@example.org ,Head,egy",
            "held@example.org,head,JOR",
            "a@example.org,chair,EGY",
        ]
    )

    assert refusals(text) == {
        2: WrongAddress,
        3: NoSuchParty,
        4: UnknownRole,
        5: WrongOffice,
        6: WrongOffice,
        7: WrongDay,
        8: NamedTwice,
        9: OfficeHeld,
        10: WrongOffice,
    }
    assert (count(Invitation), count(Message), count(JournalLine)) == (0, 0, 0)


def test_one_person_may_be_named_for_two_offices():
    assert len(invite("a@example.org,head,EGY\na@example.org,head,ARAB")) == 2


def test_whoever_may_not_give_an_office_invites_nobody():
    head = actor_of(make_head("EGY"))

    with pytest.raises(ListRefused) as refused:
        invitations.invite_all(head, read_rows("a@example.org,drafter,EGY\nb@example.org,drafter,JOR"))

    assert {number: type(refusal) for number, refusal in refused.value.lines.items()} == {2: NotPermitted}


def test_of_several_meetings_one_is_named_for_what_is_held_at_one():
    first = make_meeting()
    second = make_meeting(year=2026)

    with pytest.raises(WhichMeeting):
        invite("a@example.org,head,EGY")
    invite("a@example.org,head,EGY\nb@example.org,mission-drafter", meeting=second.id)
    invite("c@example.org,administrator")

    db.session.rollback()
    at = dict(db.session.execute(select(Invitation.email, Invitation.meeting_id)).all())
    assert at == {"a@example.org": second.id, "b@example.org": second.id, "c@example.org": None}
    with pytest.raises(ListRefused):
        invitations.invite_all(
            actor_of(make_administrator(meeting_id=first.id)),
            read_rows("d@example.org,head,EGY"),
            meeting=second.id,
        )


def test_a_link_of_an_earlier_list_opens_nothing_then():
    (earlier,) = invite("a@example.org,head,EGY")
    other = invite("a@example.org,observer")[0]

    (later,) = invite("a@example.org,head,EGY")

    with pytest.raises(LinkSpent):
        people.read_link(earlier.token)
    assert people.read_link(later.token).role is Role.HEAD
    assert people.read_link(other.token).role is Role.OBSERVER


# By e-mail -----------------------------------------------------------------------------------------


def sent() -> list[delivery.Letter | None]:
    """Take every message in hand, and return what each has to say."""
    letters = []
    while claimed := delivery.claim_next():
        letters.append(delivery.read_letter(claimed, SECRET))
    return letters


def test_who_names_the_secret_has_the_links_sent_and_sees_none():
    offers = invite("a@example.org,head,EGY\nb@example.org,observer", secret=SECRET)

    assert [offer.token for offer in offers] == ["", ""]
    letters = sent()
    assert [letter and letter.email for letter in letters] == ["a@example.org", "b@example.org"]
    first = letters[0]
    assert first is not None and first.language is None
    assert people.read_link(first.token).email == "a@example.org"


def test_the_database_alone_makes_no_link():
    invite("a@example.org,head,EGY", secret=SECRET)
    uid = db.session.scalars(select(Message.uid)).one()

    with pytest.raises(LinkSpent):
        people.read_link(token_of("another secret", uid, use=INVITATION))


def test_who_has_an_account_is_written_to_in_their_language():
    make_head("JOR", email="known@example.org", language="fr")

    invite("known@example.org,head,ARAB", secret=SECRET)

    assert [letter and letter.language for letter in sent()] == ["fr"]


def test_an_invitation_sent_again_has_a_new_link_and_the_earlier_one_ends():
    invite("a@example.org,head,EGY", secret=SECRET)
    first = sent()[0]
    assert first is not None
    key = db.session.scalars(select(Invitation.id)).one()

    invitations.resend(mission(), key, secret=SECRET)

    with pytest.raises(LinkSpent):
        people.read_link(first.token)
    second = sent()[0]
    assert second is not None and people.read_link(second.token).email == "a@example.org"
    with pytest.raises(NotFound):
        invitations.resend(mission(), key)


def test_an_invitation_that_is_taken_back_before_it_was_sent_is_not_sent():
    invite("a@example.org,head,EGY", secret=SECRET)
    people.withdraw_invitation(mission(), db.session.scalars(select(Invitation.id)).one())

    assert sent() == [None]


def test_nobody_sends_the_invitation_of_another_again(app: Flask):
    invite("a@example.org,head,EGY")
    key = db.session.scalars(select(Invitation.id)).one()

    with pytest.raises(NotFound):
        invitations.resend(actor_of(make_head("JOR")), key)
