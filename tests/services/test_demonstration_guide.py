"""The guide that the demonstration tells."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from acm_drafts.documents.write.guide import Guide, ItemGuide, render_pocket
from acm_drafts.services.guide_texts import GuideReader, load_guide
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.text.language import Language
from tests.conftest import make_app
from tests.documents.office import Office


def test_the_demonstration_has_tagged_paragraphs_and_people_who_follow_items(demonstration: object):
    items = load_guide(db.session(), GuideReader(operator(), Language.FR), 81).items

    tagged = {(own.item.number, own.item.part): len(own.texts[0].paragraphs) for own in items if own.texts}
    assert tagged[23, ""] == 4 and tagged[128, "r"] == 1
    assert {expert.parties[0] for own in items for expert in own.experts} == {"Égypte", "Malaisie", "Sénégal"}


def length(item: ItemGuide) -> int:
    return sum(len(paragraph.text) for text in item.texts for paragraph in text.paragraphs)


def crowded(item: ItemGuide) -> ItemGuide:
    """Return an item that says six times as much."""
    return replace(item, texts=[replace(text, paragraphs=[*text.paragraphs] * 6) for text in item.texts])


@pytest.mark.office
@pytest.mark.thorough
def test_the_pocket_form_is_one_page_for_the_longest_item_and_for_more_than_fits(
    told_sqlite: Path, tmp_path: Path, office: Office
):
    shutil.copyfile(told_sqlite, tmp_path / "told.sqlite")
    app = make_app(f"sqlite:///{tmp_path}/told.sqlite")
    files = {}
    with app.app_context():
        for language in Language:
            reader = GuideReader(operator(), language, "https://drafts.example.org")
            guide = load_guide(db.session(), reader, 81)
            longest = max(guide.items, key=length)
            for name, item in (("longest", longest), ("crowded", crowded(longest))):
                one = Guide(guide.session, language, guide.day, [item])
                files[f"{name}-{language.value}"] = render_pocket(one)
        db.session.remove()
        db.engine.dispose()

    assert office.pages(files) == dict.fromkeys(files, 1)
