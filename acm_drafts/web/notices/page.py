"""The page of notices: what each says to its reader now, and where it leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.notices import CIRCULATING, NoticeKind, path_of, title_of
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Session
from acm_drafts.store.drafts import codes_of_texts, symbols_over_time
from acm_drafts.store.journal import Subjects, load_subjects
from acm_drafts.store.readers import Line, load_lines
from acm_drafts.store.records import Notice
from acm_drafts.web.journal.routes import tell
from acm_drafts.web.shared import navigation
from acm_drafts.web.shared.formatting import moment


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """
    A notice as its reader may see it now.

    *says* is "" where they may not read the act any more: the title, which names nothing, stands in any case. *text*:
    the symbol of the text that it is about, as it was at the moment of the act; "" where no other could be meant.
    """

    title: str
    says: str
    url: str
    at: datetime
    unread: bool
    text: str = ""


def notice_rows(session: Session, who: Actor, notices: Sequence[Notice]) -> list[NoticeRow]:
    """Return *notices* as *who* may see them. Nine queries, and nine for each meeting that they are of."""
    lines = {
        line.line.id: line
        for line in load_lines(session, {notice.line_id for notice in notices})
        if may_read_line(who, line.facts)
    }
    texts = codes_of_texts(session, {notice.line.communique_id or 0 for notice in notices})
    known = {text.communique.id for text in navigation.known_texts()}
    symbols = symbols_over_time(session, known & texts.keys() if len(known) > 1 else (), who)
    subjects = _subjects(session, who, list(lines.values()))
    return [_row(notice, lines.get(notice.line_id), texts, symbols, subjects) for notice in notices]


def _subjects(session: Session, who: Actor, lines: Sequence[Line]) -> dict[int | None, Subjects]:
    """Return what *lines* are about, by their meetings: offices are held at a meeting, and names follow from them."""
    meetings = {line.facts.meeting for line in lines}
    return {
        meeting: load_subjects(
            session, who.at(meeting), [line.line for line in lines if line.facts.meeting == meeting]
        )
        for meeting in meetings
    }


def _row(
    notice: Notice,
    line: Line | None,
    texts: dict[int, str],
    symbols: Mapping[int, Sequence[tuple[datetime, str]]],
    subjects: dict[int | None, Subjects],
) -> NoticeRow:
    kind, says, proposal = NoticeKind(notice.kind), "", ""
    if line is not None:
        about = subjects[line.facts.meeting].proposal(line.line)
        proposal = about.code if about else ""
        says = _sentence(notice, line, subjects[line.facts.meeting])
    text = texts.get(notice.line.communique_id or 0, "") if line else ""
    url = path_of(kind, text=text, proposal=proposal) if line else ""
    called = _symbol_at(notice.line.at, symbols.get(notice.line.communique_id or 0, ())) if line else ""
    return NoticeRow(
        _(title_of(kind, notice.line.act)), says, url, notice.shows_at, notice.read_at is None, called
    )


def _symbol_at(moment: datetime, symbols: Sequence[tuple[datetime, str]]) -> str:
    """Return what a text was called at a *moment*; by its first symbol where the reader read no draft yet."""
    then = [symbol for since, symbol in symbols if since <= moment] or [
        symbol for _since, symbol in symbols[:1]
    ]
    return then[-1] if then else ""


def _sentence(notice: Notice, line: Line, subjects: Subjects) -> str:
    """
    Return the act in one sentence; of a reminder, the deadline as it is now.

    That a draft is circulated tells some of their outcomes and reservations too: the notices of these say so, and not
    the same again.
    """
    if notice.lead and line.round is not None:
        return str(_("The deadline is now %(moment)s", moment=moment(line.round.deadline, line.zone)))
    if notice.kind == NoticeKind.OUTCOME and line.facts.act == CIRCULATING:
        return str(_("What became of proposals of yours, in %(symbol)s", symbol=line.line.subject))
    if notice.kind == NoticeKind.RESERVATION:
        return str(
            _("What you reserved your position on was amended in %(symbol)s", symbol=line.line.subject)
        )
    return tell([line.line], subjects)[0].sentence
