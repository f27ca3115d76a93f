"""The demonstration has the communiqués of three earlier years, adopted and published by the same services."""

from datetime import date

from acm_drafts.services import demonstration_public
from acm_drafts.services.guide_texts import GuideReader, load_guide
from acm_drafts.services.people import operator
from acm_drafts.services.public import languages_of
from acm_drafts.services.verification import verify
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db, transaction
from acm_drafts.store.public import published_texts
from acm_drafts.text.language import Language


def test_three_earlier_communiques_are_published_one_of_them_corrected(demonstration):
    with transaction() as session:
        demonstration_public.tell_earlier(session)
    texts = published_texts(db.session())
    assert [text.address for text in texts] == ["OIC-ACM-2025-FC", "OIC-ACM-2024-FC", "OIC-ACM-2023-FC"]
    assert [len(languages_of(db.session(), text)) for text in texts] == [3, 2, 1]
    assert [len(corrigenda_to(db.session(), text.communique.id)) for text in texts] == [0, 1, 0]
    assert all(text.adoption.day < date(2026, 1, 1) for text in texts)
    meetings = {text.communique.meeting.year: text.communique.meeting for text in texts}
    assert [meetings[year].archived_on for year in (2025, 2024, 2023)] == [None, None, date(2024, 1, 31)]
    assert all(meeting.held_on for meeting in meetings.values())
    assert verify(db.session()).findings == ()


def test_items_of_the_guide_have_positions_of_earlier_years(demonstration):
    with transaction() as session:
        demonstration_public.tell_earlier(session)

    own = load_guide(db.session(), GuideReader(operator(), Language.EN), 81).items
    before = {item.item.number: [earlier.session for earlier in item.earlier] for item in own if item.earlier}
    assert before[23] == [80, 79] and before[127] == [80, 78] and len(before) == 7
    for of in (78, 79, 80):
        assert any(
            item.texts for item in load_guide(db.session(), GuideReader(operator(), Language.EN), of).items
        )
