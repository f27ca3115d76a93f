"""The lines of a text that can be put on the agenda of a sitting, as whoever makes the agenda may see them."""

from dataclasses import dataclass

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.services import paragraph_states
from acm_drafts.store.database import db
from acm_drafts.store.new_on_agenda import new_to_call
from acm_drafts.store.set_apart import set_apart
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.body_names import body_name
from acm_drafts.web.shared.formatting import short
from acm_drafts.web.text.routes import Opened


@dataclass(frozen=True, slots=True)
class Choice:
    """
    A line of the text that can be put on an agenda, or a new paragraph; a heading stands for its whole section.

    *referred*: the body that a sitting referred it to, and no level agreed it since; "" where none did.
    *is_new*: it is proposed, and in no draft yet.
    """

    code: str
    number: str
    words: str
    is_heading: bool
    state: str
    referred: str = ""
    is_new: bool = False


def choices(page: Opened) -> list[Choice]:
    """
    Return the lines of the newest draft that the reader may read, with the states that they may know.

    Each new paragraph that everybody at the table may read stands behind the line that it prints after.
    Which body they were referred to is told as far as the reader may read the records of sittings.
    """
    session = db.session()
    rows = paragraph_states.rows_for(session, page.who, page.drafts, version=page.drafts.newest)
    who = page.who.at(page.communique.meeting_id)
    apart = set_apart(session, page.communique.id, {row.paragraph for row in rows}, actor=who)
    results = {key: why.result for key, why in apart.items() if why.result is not None}
    referred = {key: body_name(row.referred_to) for key, row in results.items() if row.referred_to}
    following: dict[int, list[Choice]] = {}
    for new in new_to_call(session, page.drafts):
        behind = new.there.behind[0] if new.there.behind else START
        choice = Choice(new.code, new.there.number, short(new.words, 90), False, "", is_new=True)
        following.setdefault(behind, []).append(choice)
    lines = following.get(START, [])
    for row in rows:
        lines += [_choice(row, referred.get(row.paragraph, "")), *following.get(row.paragraph, ())]
    return lines


def _choice(row: TextRow, referred: str) -> Choice:
    is_heading = row.kind == LineKind.HEADING
    state = "" if is_heading else row.drawn_state
    return Choice(row.code, row.reference, short(row.text, 90), is_heading, state, referred)
