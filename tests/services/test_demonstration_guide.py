"""The guide that the demonstration tells."""

from acm_drafts.services.guide_texts import GuideReader, load_guide
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.text.language import Language


def test_the_demonstration_has_tagged_paragraphs_and_people_who_follow_items(demonstration: object):
    items = load_guide(db.session(), GuideReader(operator(), Language.FR), 81).items

    tagged = {(own.item.number, own.item.part): len(own.texts[0].paragraphs) for own in items if own.texts}
    assert tagged[23, ""] == 4 and tagged[128, "r"] == 1
    assert {expert.parties[0] for own in items for expert in own.experts} == {"Égypte", "Malaisie", "Sénégal"}
