"""A new address of one's own: confirmed by its owner from the new mailbox, told to the old one."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.errors import AddressOfAnother, LinkSpent, NoMailServer, WrongAddress
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import address_changes, people, sign_ins
from acm_drafts.services.address_changes import LINK_LIVES
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.journal import read_journal
from acm_drafts.store.records import Message, User
from tests.factories import PASSWORD, actor_of, make_head, make_meeting, make_user, mission
from tests.interleaving import interleave

pytestmark = pytest.mark.usefixtures("session")

SECRET = "a secret of the house, long enough"


def test_of_two_who_take_one_address_at_once_one_has_it_and_the_other_is_told_so(app: Flask):
    app.config["SMTP_URL"] = "smtp://localhost"
    make_meeting()
    heads = [actor_of(make_head(code)) for code in ("EGY", "MYS")]
    tokens = [address_changes.ask(head, "new@example.org", secret=SECRET) for head in heads]
    confirms = [
        partial(address_changes.confirm, head, token) for head, token in zip(heads, tokens, strict=True)
    ]
    assert sorted(act.end for act in interleave(app, *confirms)) == ["AddressOfAnother", "done"]

    offices = ({"role": Role.HEAD, "party": "SEN"}, {"role": Role.OBSERVER})
    links = [people.invite(mission(), "late@example.org", **facts) for facts in offices]
    accepts = [
        partial(people.accept_invitation, link, name=f"Nour {number}", password=PASSWORD)
        for number, link in enumerate(links)
    ]
    assert sorted(act.end for act in interleave(app, *accepts)) == ["AddressTaken", "done"]


def test_an_address_is_changed_by_its_owner_once_the_new_mailbox_confirms_it(app: Flask):
    meeting = make_meeting()
    head, stranger = make_head("EGY", email="old@example.org"), make_user()
    who, elsewhere = actor_of(head), sign_ins.begin(head.id)
    with pytest.raises(NoMailServer):
        address_changes.ask(who, "new@example.org", secret=SECRET)
    app.config["SMTP_URL"] = "smtp://localhost"
    with pytest.raises(WrongAddress):
        address_changes.ask(who, "nonsense", secret=SECRET)
    reset = people.make_reset_link(mission(), head.id)
    earlier = address_changes.ask(who, "other@example.org", secret=SECRET)
    token = address_changes.ask(who, " New@Example.org", secret=SECRET)

    for spent, actor in ((earlier, who), (token, actor_of(stranger)), ("", who)):
        with pytest.raises(LinkSpent):
            address_changes.confirm(actor, spent)
    with clock_at(utcnow() + LINK_LIVES + timedelta(seconds=1)), pytest.raises(LinkSpent):
        address_changes.confirm(who, token)
    assert db.session.get(User, head.id).email == "old@example.org"
    address_changes.confirm(who, token)

    assert sign_ins.authenticate("new@example.org", PASSWORD) == head.id
    assert sign_ins.recognise(elsewhere) is None
    for spent in (lambda: address_changes.confirm(who, token), lambda: people.read_link(reset)):
        with pytest.raises(LinkSpent):
            spent()
    sent = select(Message.kind, Message.email).where(Message.kind.in_(("new-address", "address-changed")))
    assert db.session.execute(sent.order_by(Message.id)).all() == [
        ("new-address", "other@example.org"),
        ("new-address", "new@example.org"),
        ("address-changed", "old@example.org"),
    ]
    line = read_journal(db.session(), actor_of(head).at(meeting.id))[0]
    assert (line.act, line.before, line.subject) == (
        "change own address",
        "old@example.org",
        "new@example.org",
    )


def test_an_address_that_somebody_has_is_not_taken_and_not_told_of_before(app: Flask):
    app.config["SMTP_URL"] = "smtp://localhost"
    head, other = make_head(), make_user(email="taken@example.org")
    token = address_changes.ask(actor_of(head), other.email, secret=SECRET)

    with pytest.raises(AddressOfAnother):
        address_changes.confirm(actor_of(head), token)

    assert db.session.get(User, head.id).email != other.email
