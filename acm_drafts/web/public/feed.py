"""
The Atom feed of what was adopted and published (RFC 4287).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from acm_drafts.i18n import gettext as _
from acm_drafts.text.language import Language
from acm_drafts.web.public.page import ListedText, public_url

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed changed in which nothing was published yet: a feed has to say a moment."""


def atom(texts: Sequence[ListedText], language: Language, *, host: str, changed: datetime | None) -> bytes:
    """Return *texts* as a feed in *language*; *host*: where they are served, *changed*: when one was published last."""
    names: Any = {None: ATOM}
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=names)
    feed.set(f"{{{XML}}}lang", language.value)
    here = f"{host}/public/{language.value}.atom"
    _add(feed, "id", here)
    _add(feed, "title", str(_("Texts adopted at the Annual Coordination Meeting")))
    moments = [text.changed for text in texts] + [changed or NEVER]
    _add(feed, "updated", _stamp(max(moments)))
    _add(_add(feed, "author"), "name", str(_("Organisation of Islamic Cooperation")))
    _add(feed, "link", rel="self", type="application/atom+xml", href=here)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{host}/public/{language.value}")
    for text in texts:
        _entry(feed, text, host)
    data: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _entry(feed: etree._Element, text: ListedText, host: str) -> None:
    entry = _add(feed, "entry")
    entry.set(f"{{{XML}}}lang", text.language.value)
    _add(entry, "id", f"{host}{public_url(text.address)}")
    _add(entry, "title", text.title)
    _add(entry, "published", _stamp(text.published))
    _add(entry, "updated", _stamp(text.changed))
    for language in text.languages:
        url = f"{host}{public_url(text.address, language)}"
        _add(entry, "link", rel="alternate", type="text/html", hreflang=language.value, href=url)
    parts = [text.symbol, text.place, text.day]
    _add(entry, "summary", str(_(", ")).join(part for part in parts if part))


def _add(parent: etree._Element, name: str, words: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if words:
        element.text = words
    return element


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
