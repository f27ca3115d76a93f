"""
The agreed language beside a paragraph: the source that it is pinned to, and those that its words name.

The nearest earlier wordings are not looked for here: the page has a place for them, which asks for them when unfolded.
"""

from dataclasses import dataclass

from acm_drafts.negotiation.library import symbols_in
from acm_drafts.negotiation.permissions import Act, Facts, may
from acm_drafts.store.database import Session
from acm_drafts.store.library import symbols_offered
from acm_drafts.store.pins import Pin, pins_in
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.shared.formatting import passage_in_words, source_url
from acm_drafts.web.text.page import links_in


@dataclass(frozen=True, slots=True)
class AgreedLanguage:
    """
    *pin*: address and name of the passage that the paragraph is pinned to; *unpins*: the reader may take it away.

    *links*: the symbols in its words that lead to a source, each with its address.
    """

    pin: tuple[str, str] | None
    unpins: bool
    links: tuple[tuple[str, str], ...]


def agreed_language(session: Session, desk: Desk) -> AgreedLanguage:
    """Return the agreed language beside a paragraph. Two queries, a third where its words name a symbol."""
    pin = pins_in(session, desk.page.who, desk.page.communique.id, [desk.paragraph.id]).get(desk.paragraph.id)
    links = (
        links_in(desk.text, dict(symbols_offered(session, desk.page.who))) if symbols_in(desk.text) else ()
    )
    return AgreedLanguage(_named(pin), pin is not None and may_pin(desk), links)


def _named(pin: Pin | None) -> tuple[str, str] | None:
    return (source_url(pin.code, pin.position), passage_in_words(pin)) if pin else None


def may_pin(desk: Desk) -> bool:
    """Return whether the reader may pin the paragraph: it stands in the text, which is not adopted."""
    meeting = desk.page.communique.meeting_id
    stands = desk.row is not None and desk.page.drafts.adoption is None
    return stands and may(desk.page.who, Act.PIN_SOURCE, Facts(meeting=meeting))
