"""Published texts as they are kept: which are public now, in which languages, and what no act would have written."""

from sqlalchemy import insert

from acm_drafts.services import public
from acm_drafts.services.verification import verify
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.public import (
    faults_of_publication,
    find_publication,
    public_mark,
    published_texts,
    whole_languages,
)
from acm_drafts.store.records import Publication
from acm_drafts.text.language import Language
from tests.factories import mission
from tests.public import FRENCH, adopted_text, publish, translate


def test_only_what_was_published_last_and_not_withdrawn_is_public(session):
    one, other = adopted_text(), adopted_text(symbol="OIC/OTHER", adopted_as="OIC/OTHER/FC")
    publish(one)
    publish(other)
    public.withdraw(mission(), other.communique, reason="Too early.")
    assert [text.address for text in published_texts(db.session())] == ["OIC-ACM-2026-FC"]
    assert not find_publication(db.session(), other.communique).is_public


def test_a_text_is_whole_in_a_language_once_its_last_line_is_translated(session):
    table = adopted_text()
    translate(table, *FRENCH[:2])
    assert whole_languages(db.session(), {table.draft: "en"}) == {table.draft: (Language.EN,)}
    before = public_mark(db.session())
    translate(table)
    assert whole_languages(db.session(), {table.draft: "en"}) == {table.draft: (Language.EN, Language.FR)}
    assert public_mark(db.session()) != before


def test_acts_in_an_order_that_cannot_be_are_found(session):
    table = adopted_text()
    publish(table)
    assert faults_of_publication(db.session(), table.communique) == []
    row = {"communique_id": table.communique, "number": 2, "act": "publish", "reason": "", "at": utcnow()}
    db.session.execute(insert(Publication), [row])
    db.session.commit()
    assert len(faults_of_publication(db.session(), table.communique)) == 1
    assert "in an order that cannot be" in str(verify(db.session()).findings[0])
