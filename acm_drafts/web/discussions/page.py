"""
Discussions as pages show them: what each is on, where its words stand now, what was said, and what the reader may do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.discussions import COMMENTS, parties_resolving
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Audience, DiscussionAct, PartyKind, WordsNow, name_of
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.discussions import (
    DiscussionRecord,
    PlacedDiscussion,
    load_discussions,
    place_discussions,
)
from acm_drafts.store.readable import read_in_text
from acm_drafts.store.records import Discussion, DiscussionActRow, Paragraph, Party
from acm_drafts.store.text import Lineage, TextRow, load_lineage, text_rows
from acm_drafts.store.visibility import name_for
from acm_drafts.text.phrases import places_of
from acm_drafts.web.discussions.readers import readers_in_words
from acm_drafts.web.reservations.page import called
from acm_drafts.web.shared.access import archived_meeting
from acm_drafts.web.shared.formatting import party_name, proposal_url
from acm_drafts.web.shared.office_names import person_name
from acm_drafts.web.text.routes import Opened

AROUND = 60
"""So many characters of the text stand before and after the words that a comment is on."""

_NOW: Mapping[WordsNow, str] = {
    WordsNow.THERE: "",
    WordsNow.ELSEWHERE: N_("The words it is on stand at another place now."),
    WordsNow.GONE: N_("The words it is on are no longer there. They were:"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with what stands round them in the text as it is."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownAct:
    """
    One thing that was said or done: in whose name, by whom (to their own people alone), and what may be done to it.

    *answers*: whom it answers, *answered* what that said; *own*: the reader may take it back.
    """

    row: DiscussionActRow
    party: str
    person: str
    is_comment: bool
    is_taken_back: bool
    answers: str
    answered: str
    own: bool

    @property
    def done(self) -> str:
        """What was done, in a word; of a comment nothing."""
        return "" if self.is_comment else str(_(name_of(DiscussionAct(self.row.act))))


@dataclass(frozen=True, slots=True)
class ShownDiscussion:
    """
    A discussion as its reader meets it.

    *where*: what it is on, and *url* the page of that, "" where it is not to be read; *speaks*: the parties in whose
    names the reader may answer, *resolves* those among them that may resolve it.
    """

    placed: PlacedDiscussion
    where: str
    url: str
    acts: tuple[ShownAct, ...]
    readers: str
    speaks: tuple[Party, ...]
    resolves: tuple[Party, ...]

    @property
    def discussion(self) -> Discussion:
        return self.placed.record.discussion

    @property
    def is_resolved(self) -> bool:
        return self.placed.record.is_resolved

    @property
    def audience(self) -> str:
        """Who reads it, as a label."""
        first = self.placed.record.acts[0]
        if self.placed.record.audience is Audience.INSIDE and first.party.kind == PartyKind.MISSION:
            return str(_("inside the Mission"))
        return str(_(name_of(self.placed.record.audience)))

    @property
    def seen(self) -> int:
        """How many acts the page shows: who resolves it has read them."""
        return self.placed.record.last.sequence

    @property
    def marked(self) -> Marked | None:
        """The words it is on as they stand now, None where they do not, or it is on all of it."""
        if not self.discussion.phrase or self.placed.now in (None, WordsNow.GONE):
            return None
        return next(
            (marked for text in self.placed.texts if (marked := _marked(text, self.discussion.phrase))), None
        )

    @property
    def note(self) -> str:
        """What became of the words that it is on, "" where they are as they were."""
        if self.placed.now is None:
            return str(_("What the proposal says now is not shown to you in this round."))
        if not self.placed.texts:
            return str(_("The paragraph it is on is no longer in the text."))
        if self.discussion.phrase:
            return str(_(_NOW[self.placed.now])) if _NOW[self.placed.now] else ""
        return str(_("Written on an earlier wording.")) if self.placed.is_reworded else ""


def _marked(text: str, phrase: str) -> Marked | None:
    places = places_of(text, phrase)
    if not places:
        return None
    start, end = places[0]
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Marked(before, text[start:end], after)


# How it is put together ----------------------------------------------------------------------------


def shown_discussion(
    who: Actor,
    placed: PlacedDiscussion,
    *,
    root: str,
    name: str = "",
    closed: bool = False,
) -> ShownDiscussion:
    """
    Return a discussion as *who* meets it.

    *name*: what they may call its proposal; *closed*: the text is adopted, and nothing is added to it.
    """
    record = placed.record
    own = who.own_parties()
    speaks = () if closed else _speaking(who, record)
    resolving = parties_resolving(record.said)
    where, url = _where(placed, root, name)
    return ShownDiscussion(
        placed,
        where,
        url,
        _acts(record, own, {party.id for party in speaks}),
        readers_in_words(record.reading, own),
        speaks,
        tuple(party for party in speaks if party.id in resolving),
    )


def _speaking(who: Actor, record: DiscussionRecord) -> tuple[Party, ...]:
    """Return the parties among its readers in whose names *who* may answer."""
    keys = frozenset(party.id for party in record.reading)
    facts = Facts(meeting=who.meeting, audience=record.audience, named=keys, cosponsors=keys)
    return tuple(party for party in record.reading if may(who, Act.DISCUSS, replace(facts, party=party.id)))


def _where(placed: PlacedDiscussion, root: str, name: str) -> tuple[str, str]:
    """Return what a discussion is on, as a label, with the address of its page."""
    amendment = placed.record.discussion.amendment
    if amendment is not None:
        if not name:
            return str(_("A proposal")), ""
        return str(_("Proposal %(name)s", name=name)), proposal_url(amendment.code)
    if not placed.lines:
        return str(_("A paragraph that was deleted")), f"{root}/p/{placed.record.discussion.paragraph.code}"
    return called(placed.lines[0]), f"{root}/p/{placed.lines[0].code}"


def _acts(record: DiscussionRecord, own: Collection[int], speaking: Collection[int]) -> tuple[ShownAct, ...]:
    by_place = {row.sequence: row for row in record.acts}
    gone = record.taken_back
    return tuple(
        _act(
            row,
            by_place.get(row.about or 0),
            own=row.party_id in own,
            gone=row.sequence in gone,
            speaking=speaking,
        )
        for row in record.acts
        if row.act != DiscussionAct.TAKE_BACK
    )


def _act(
    row: DiscussionActRow,
    about: DiscussionActRow | None,
    *,
    own: bool,
    gone: bool,
    speaking: Collection[int],
) -> ShownAct:
    return ShownAct(
        row,
        party_name(row.party),
        person_name(row.name) if own else "",
        row.act in COMMENTS,
        gone,
        party_name(about.party) if about else "",
        about.words if about else "",
        row.party_id in speaking and not gone,
    )


def discussions_of_text(
    session: Session, page: Opened, records: Sequence[DiscussionRecord]
) -> list[ShownDiscussion]:
    """Return *records* of a text as its reader meets them, in their order. Ten queries at most, none for none."""
    if not records:
        return []
    rows = {row.paragraph: row for row in text_rows(session, page.drafts.newest.draft.id)}
    contexts = {context.round.id: context for context in page.drafts.contexts}
    keys = {key for record in records if (key := record.discussion.amendment_id)}
    proposals = read_in_text(session, page.who, contexts, keys).entries
    names = {
        key: name_for(page.who, contexts[entry.amendment.round_id], entry) for key, entry in proposals.items()
    }
    placed = place_discussions(
        records,
        rows,
        lineage=load_lineage(session, page.communique.id),
        proposed={key: entry.revision.text for key, entry in proposals.items()},
    )
    return [
        shown_discussion(
            page.who,
            row,
            root=f"/c/{page.communique.code}",
            name=names.get(row.record.discussion.amendment_id or 0, ""),
            closed=page.drafts.is_adopted or archived_meeting() is not None,
        )
        for row in placed
    ]


# Beside a paragraph or a proposal ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DiscussionsBeside:
    """
    The discussions beside a paragraph or a proposal that the reader may read: *open* ones, and those *resolved*.

    *begin*: the address of the form for a new one, "" where the reader may begin none.
    """

    open: tuple[ShownDiscussion, ...]
    resolved: tuple[ShownDiscussion, ...]
    begin: str


def _beside(shown: Iterable[ShownDiscussion], begin: str) -> DiscussionsBeside:
    rows = tuple(shown)
    return DiscussionsBeside(
        tuple(row for row in rows if not row.is_resolved),
        tuple(row for row in rows if row.is_resolved),
        begin,
    )


def beside_paragraph(
    session: Session,
    page: Opened,
    paragraph: Paragraph,
    *,
    rows: Mapping[int, TextRow],
    lineage: Lineage,
) -> tuple[DiscussionsBeside, Mapping[int, int]]:
    """
    Return the discussions on a paragraph, and how many there are on each proposal for it, by its key.

    *rows* and *lineage*: of the newest text that is read. Two queries, one for none.
    """
    records = load_discussions(session, page.who, page.communique, paragraph=paragraph.id)
    on_it = [record for record in records if record.discussion.amendment_id is None]
    root = f"/c/{page.communique.code}"
    closed = page.drafts.is_adopted or archived_meeting() is not None
    shown = [
        shown_discussion(page.who, placed, root=root, closed=closed)
        for placed in place_discussions(on_it, rows, lineage=lineage, proposed={})
    ]
    counts: dict[int, int] = {}
    for record in records:
        if key := record.discussion.amendment_id:
            counts[key] = counts.get(key, 0) + 1
    begins = paragraph.id in rows and not closed and bool(page.who.own_parties())
    return _beside(shown, f"{root}/p/{paragraph.code}/comment" if begins else ""), counts


def beside_proposal(session: Session, page: Opened, entry: AmendmentRecord, name: str) -> DiscussionsBeside:
    """Return the discussions on a proposal, as its reader reads that. Two queries, one for none."""
    records = load_discussions(session, page.who, page.communique, amendment=entry.amendment.id)
    root = f"/c/{page.communique.code}"
    closed = page.drafts.is_adopted or archived_meeting() is not None
    says = {entry.amendment.id: entry.revision.text}
    shown = [
        shown_discussion(page.who, placed, root=root, name=name, closed=closed)
        for placed in place_discussions(records, {}, lineage=Lineage(), proposed=says)
    ]
    begins = entry.last_shown is None and not closed and bool(page.who.own_parties())
    return _beside(shown, f"{proposal_url(entry.amendment.code)}/comment" if begins else "")
