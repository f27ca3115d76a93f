"""
Tracked documents before their judges: pandoc, LibreOffice and our own reader must find both drafts in each.

Used where a negotiation has been told to its end; needs an application context.
"""

from collections.abc import Sequence
from typing import Any

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.services import documents, people
from acm_drafts.services.documents import Form
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.conftest import some
from tests.documents.judges import pandoc
from tests.documents.office import Office


class Case:
    """One tracked document, and the two texts that are in it."""

    def __init__(self, old: Draft, new: Draft, language: str, **looks: Any) -> None:
        session, actor = db.session(), people.operator()
        self.old, self.new = (draft_text(session, one, language=language) for one in (old, new))
        facts = {"draft": new, "since": old, "language": language, **looks}
        self.data = documents.document(session, actor, Form.TRACKED, **facts)

    def wanted(self, view: str, *, broken: bool = False) -> list[str]:
        return printed(self.new if view == "accept" else self.old, broken)


def printed(draft: DraftText, broken: bool) -> list[str]:
    """What each paragraph says; with *broken*, a line break begins a new one, as LibreOffice writes it."""
    said = [draft.title, *(f"{line.label} {line.text}" for line in draft.lines)]
    lines = [line for text in said for line in (text.split("\n") if broken else [text])]
    return [" ".join(line.split()) for line in lines if line.strip()]


def judge(cases: Sequence[Case], office: Office) -> None:
    """Hold *cases*, of which the fast tests take some, to what each of the three judges reads in them."""
    taken = some(cases)
    judged = office.judge({str(n): case.data for n, case in enumerate(taken)})
    for n, case in enumerate(taken):
        paragraphs = read(case.data).paragraphs
        own = {
            "accept": [one.final for one in paragraphs if one.final],
            "reject": [one.original for one in paragraphs if one.original],
        }
        for view in ("accept", "reject"):
            wanted = case.wanted(view)
            assert [" ".join(text.split()) for text in own[view]] == wanted
            assert pandoc(case.data, view) == wanted
            assert judged[str(n), view] == case.wanted(view, broken=True)


def signatures(data: bytes) -> set[tuple[str, str]]:
    return {(one.author, one.date) for paragraph in read(data).paragraphs for one in paragraph.revisions}
