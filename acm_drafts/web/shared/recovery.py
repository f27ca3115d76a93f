"""
What somebody typed into a form that was refused and that no page shows again, to be handed back to them.

Only what people write themselves is handed back, wordings, reasons and names: never a password, a
token or what a page had sent along.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from acm_drafts.i18n import gettext
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import AmendmentKind

BOXES: Mapping[str, str] = {
    "text": N_("Proposed wording"),
    "fresh": N_("New paragraph"),
    "parts": N_("Its parts"),
    "pasted": N_("Text"),
    "people": N_("The list"),
    "reason": N_("Reason"),
    "mandate": N_("Mandate"),
    "remark": N_("Remark"),
    "note": N_("Message"),
    "reservation": N_("Words of the reservation"),
    "comment": N_("Comment"),
    "annotation": N_("Annotation"),
    "counter": N_("Counter-proposal"),
    "topics": N_("Topics"),
    "outcome": N_("Outcome"),
    "links": N_("Related paragraphs"),
    "requested": N_("What is requested"),
    "background": N_("Background (may stay empty)"),
    "questions": N_("Questions"),
    "phrase": N_("Words of the answer"),
    "part": N_("Answer"),
    "translation": N_("Translation"),
    "wrong": N_("For these words"),
    "right": N_("read these (empty: they are deleted)"),
}
"""The names of the boxes that people write in, with what each is called."""

LINES: Mapping[str, str] = {
    "title": N_("Title"),
    "symbol": N_("Symbol"),
    "place": N_("Place"),
    "addressee": N_("Of whom"),
    "name": N_("Name"),
    "function": N_("Function"),
}
"""The names of fields of one line that are handed back too."""

_TITLES: Mapping[str, str] = {**BOXES, **LINES}
_NAMED = re.compile(rf"({'|'.join(_TITLES)})(?:-(?:([0-9]{{1,6}})|[0-9a-z]{{1,20}}))?")

HOLDS: Mapping[str, str] = {
    AmendmentKind.REPLACE: "text",
    AmendmentKind.INSERT: "fresh",
    AmendmentKind.SPLIT: "parts",
}
"""Which box holds the words of a proposal of a kind; the others are as the page had filled them."""


class Box(NamedTuple):
    """What was typed in one box; *rows*: how many lines high it is to be shown."""

    title: str
    text: str

    @property
    def rows(self) -> int:
        return min(20, len(self.text) // 70 + self.text.count("\n") + 1)


def typed() -> list[Box]:
    """Return what was typed, box by box in the order of the form; boxes of one name are one. No query."""
    if request.method != "POST":
        return []
    kind = request.form.get("kind", "")
    others = {*HOLDS.values()} - {HOLDS.get(kind)} if kind in {*AmendmentKind} else set()
    boxes = []
    for name, texts in request.form.lists():
        named = _NAMED.fullmatch(name)
        text = "\n\n".join(text for text in texts if text.strip())
        if named is None or name in others or not text:
            continue
        title = gettext(_TITLES[named[1]])
        boxes.append(Box(f"{title} {int(named[2])}" if named[2] else title, text))
    return boxes


def address() -> str:
    """Return the address of this very form where it is a page too, "" where it is not."""
    addresses = current_app.create_url_adapter(request)
    assert addresses is not None  # there is one for every request
    try:
        addresses.match(request.path, method="GET")
    except HTTPException:  # a redirection too
        return ""
    return request.full_path.rstrip("?")
