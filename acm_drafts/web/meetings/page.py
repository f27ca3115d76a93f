"""
What the pages of one meeting share: the texts of it that the reader may know of, and the one that leads the navigation.
"""

from flask import g

from acm_drafts.store.meetings import Text, main_text
from acm_drafts.web.shared import navigation


def at_meeting(meeting: int) -> tuple[Text, ...]:
    """Return the texts of a meeting that the reader may know of; its main one stands at the head of the page."""
    texts = tuple(text for text in navigation.known_texts() if text.meeting.id == meeting)
    main = main_text(texts)
    g.communique = main.communique if main else None
    return texts
