"""
The HTML of a page as lines that can be compared: what is random or says nothing is left out.

One line for each tag and for each run of text; attributes by name, white space as single spaces.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

CODE = re.compile(r"(?<![0-9A-Za-z])[2-9b-df-hj-km-np-tv-xz]{7}(?![0-9A-Za-z])")
"""A random code: see acm_drafts.store.database."""

RANDOM_FIELDS = ("csrf_token", "token")


class Lines(HTMLParser):
    """Collects the lines of a page."""

    def __init__(self, nicknames: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.nicknames = nicknames
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if facts.get("name") in RANDOM_FIELDS:
            facts["value"] = "…"
        attributes = [f' {name}="{" ".join((value or "").split())}"' for name, value in sorted(facts.items())]
        self.lines.append(self.without_codes(f"<{tag}{''.join(attributes)}>"))

    def handle_endtag(self, tag: str) -> None:
        self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.lines.append(self.without_codes(" ".join(data.split())))

    def without_codes(self, text: str) -> str:
        return CODE.sub(lambda match: self.nicknames.get(match.group(), "a-code"), text)


def lines_of(html: str, nicknames: Mapping[str, str]) -> list[str]:
    """Return the lines of *html*, its codes replaced by *nicknames*."""
    lines = Lines(nicknames)
    lines.feed(html)
    lines.close()
    return lines.lines
