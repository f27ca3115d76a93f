"""The page of notices: what each says to its reader now, and where it leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.notices import CIRCULATING, NoticeKind, path_of, title_of
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Session
from acm_drafts.store.drafts import codes_of_texts, symbol_at, symbols_over_time
from acm_drafts.store.journal import Subjects, load_subjects
from acm_drafts.store.readers import Line, load_lines
from acm_drafts.store.records import Notice
from acm_drafts.store.silence import codes_of_silences
from acm_drafts.web.journal.routes import moment_in_words, tell
from acm_drafts.web.shared import navigation


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
    """Return *notices* as *who* may see them. Ten queries, and nine for each meeting that they are of."""
    lines = {
        line.line.id: line
        for line in load_lines(session, {notice.line_id for notice in notices})
        if may_read_line(who, line.facts)
    }
    texts = codes_of_texts(session, {notice.line.communique_id or 0 for notice in notices})
    known = {text.communique.id for text in navigation.known_texts()}
    symbols = symbols_over_time(session, known & texts.keys() if len(known) > 1 else (), who)
    about = _About(
        texts,
        symbols,
        codes_of_silences(session, {line.line.silence_id for line in lines.values() if line.line.silence_id}),
        _subjects(session, who, list(lines.values())),
    )
    return [_row(notice, lines.get(notice.line_id), about) for notice in notices]


class _About(NamedTuple):
    """What notices are about: the codes and symbols of texts, the codes of procedures, and subjects by meeting."""

    texts: Mapping[int, str]
    symbols: Mapping[int, Sequence[tuple[datetime, str]]]
    silences: Mapping[int, str]
    subjects: Mapping[int | None, Subjects]


def _subjects(session: Session, who: Actor, lines: Sequence[Line]) -> dict[int | None, Subjects]:
    """Return what *lines* are about, by their meetings: offices are held at a meeting, and names follow from them."""
    meetings = {line.facts.meeting for line in lines}
    return {
        meeting: load_subjects(
            session, who.at(meeting), [line.line for line in lines if line.facts.meeting == meeting]
        )
        for meeting in meetings
    }


def _row(notice: Notice, line: Line | None, about: _About) -> NoticeRow:
    title, unread = _(title_of(NoticeKind(notice.kind), notice.line.act)), notice.read_at is None
    if line is None:
        return NoticeRow(title, "", "", notice.shows_at, unread)
    subjects, key = about.subjects[line.facts.meeting], line.line.communique_id or 0
    proposal = subjects.proposal(line.line)
    url = path_of(
        NoticeKind(notice.kind),
        text=about.texts.get(key, ""),
        proposal=proposal.code if proposal else "",
        silence=about.silences.get(line.line.silence_id or 0, ""),
    )
    symbol = symbol_at(line.line.at, about.symbols.get(key, ()))
    return NoticeRow(title, _sentence(notice, line, subjects), url, notice.shows_at, unread, symbol)


def _sentence(notice: Notice, line: Line, subjects: Subjects) -> str:
    """
    Return the act in one sentence; of a reminder, the deadline as it was when it came.

    That a draft is circulated tells some of their outcomes and reservations too: the notices of these say so, and not
    the same again.
    """
    if notice.kind == NoticeKind.DEADLINE:
        return str(_("Deadline: %(moment)s", moment=moment_in_words(line.line.after)))
    if notice.kind == NoticeKind.OUTCOME and line.facts.act == CIRCULATING:
        return str(_("What became of proposals of yours, in %(symbol)s", symbol=line.line.subject))
    if notice.kind == NoticeKind.RESERVATION:
        return str(
            _("What you reserved your position on was amended in %(symbol)s", symbol=line.line.subject)
        )
    return tell([line.line], subjects)[0].sentence
