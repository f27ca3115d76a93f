"""The demonstration has the communiqués of three earlier years, adopted and published by the same services."""

from datetime import date

from acm_drafts.services import demonstration_public
from acm_drafts.services.public import languages_of
from acm_drafts.services.verification import verify
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db, transaction
from acm_drafts.store.public import published_texts


def test_three_earlier_communiques_are_published_one_of_them_corrected(demonstration):
    with transaction() as session:
        demonstration_public.tell_earlier(session)
    texts = published_texts(db.session())
    assert [text.address for text in texts] == ["OIC-ACM-2025-FC", "OIC-ACM-2024-FC", "OIC-ACM-2023-FC"]
    assert [len(languages_of(db.session(), text)) for text in texts] == [3, 2, 1]
    assert [len(corrigenda_to(db.session(), text.communique.id)) for text in texts] == [0, 1, 0]
    assert all(text.adoption.day < date(2026, 1, 1) for text in texts)
    assert verify(db.session()).findings == ()
