"""On the pages of an agenda its lines are items: every phrase stands for one that speaks of paragraphs."""

from pathlib import Path

from babel.messages.pofile import read_po

import acm_drafts
from acm_drafts.negotiation.item_words import (
    ITEM_COUNTS,
    ITEM_PHRASES,
    ITEM_PHRASES_IN_CONTEXT,
    of_paragraphs,
)

CATALOGUE = Path(acm_drafts.__file__).parent / "translations" / "fr" / "LC_MESSAGES" / "messages.po"


def test_a_phrase_of_items_is_turned_into_that_of_paragraphs_but_for_what_fills_it():
    assert of_paragraphs("An item below the item %(item)s") == "A paragraph below the paragraph %(item)s"


def test_every_phrase_stands_for_one_that_pages_say():
    with CATALOGUE.open("rb") as file:
        said = {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in read_po(file, "fr")}

    phrases = {(None, phrase) for phrase in (*ITEM_PHRASES, *ITEM_COUNTS)} | set(ITEM_PHRASES_IN_CONTEXT)
    assert phrases - said == set()
    assert ITEM_PHRASES["Reopen the paragraph"] == "Reopen the item"
    assert ITEM_COUNTS["%(num)s paragraph"] == ("%(num)s item", "%(num)s items")
