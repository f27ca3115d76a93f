"""
The Mission's desk, laid out: the queue in its groups, the excerpts of each proposal, what is contested.

Everything on it is computed by store.desk in a fixed number of queries; here it is put into words
and short pieces. It decides nothing and is read by the Mission alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask import g

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.brackets import unbrackets
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.status import BY_OUTCOME, is_only_proposed
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, ParagraphState, RoundState
from acm_drafts.services import paragraph_states
from acm_drafts.services.evaluation import may_be_kept
from acm_drafts.store import desk
from acm_drafts.store.amendments import AmendmentRecord, load_amendments_by_key
from acm_drafts.store.brackets import contests_lifting
from acm_drafts.store.database import db
from acm_drafts.store.desk import Group, Item
from acm_drafts.store.drafts import get_communique
from acm_drafts.store.objections import (
    Objection,
    agreed_since,
    disputed_disposition,
    load_objections,
    rounds_contested,
)
from acm_drafts.store.records import AnswerRow, Communique, Disposition, Party
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.text import DraftSet, TextRow, codes_of_paragraphs, draft_set, text_rows
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.language import Language
from acm_drafts.web.amendments.agreements import decided_by, paragraph_agreed
from acm_drafts.web.amendments.similar import Beside, Nearby, in_listed_order, listed_once, similar_beside
from acm_drafts.web.decisions.stances import Stances, stances_on
from acm_drafts.web.paragraph.positions import TallyRow
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.excerpts import Piece, loose_bracket, piece_of
from acm_drafts.web.shared.formatting import proposal_url
from acm_drafts.web.shared.formatting import short as shortened
from acm_drafts.web.shared.sentences import Sentence
from acm_drafts.web.shared.states import AD_REFERENDUM
from acm_drafts.web.text.fragments import Cell, Section
from acm_drafts.web.text.page import counted

PAGE = 25
FULL = 8
"""How many proposals of one paragraph the queue shows; its page shows all."""

HEADINGS: Mapping[Group, str] = {
    Group.CONFLICT: N_("Conflicting proposals"),
    Group.READY: N_("Ready to decide"),
    Group.AGAIN: N_("Objected to, or to be looked at again"),
    Group.BRACKETS: N_("Still in brackets"),
    Group.DEFERRED: N_("Deferred"),
}


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A communiqué on the desk: its newest draft, its last round (*running* unless closed), and its lines."""

    communique: Communique
    who: Actor
    drafts: DraftSet
    context: RoundContext | None
    rows: Sequence[TextRow]

    @property
    def running(self) -> bool:
        return self.context is not None and self.context.round.closed_at is None

    @property
    def waits(self) -> bool:
        """Whether a decision or an answer can still be waited for: a round was opened, and the text is not adopted."""
        return self.context is not None and not self.drafts.is_adopted

    @property
    def state(self) -> RoundState | None:
        return state_of_round(self.context.round) if self.context else None

    @property
    def takes_proposals(self) -> bool:
        """Whether delegations can submit now, or once the round opens."""
        return self.state in (RoundState.ANNOUNCED, RoundState.OPEN)

    @property
    def language(self) -> Language:
        return Language(self.communique.language)

    @property
    def root(self) -> str:
        return f"/c/{self.communique.code}"

    @property
    def agreed(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def ad_referendum(self) -> int:
        """How many of those that are agreed wait for their confirmation."""
        return sum(section.ad_referendum for section in self.sections)

    @property
    def declined(self) -> int:
        """How many were agreed at a level and declined since, which are not counted as agreed."""
        return sum(row.declined for row in self.rows)

    @property
    def untouched(self) -> int:
        """How many paragraphs nobody wants changed: by their states, as the text and its map show them."""
        return self._in_state(ParagraphState.UNTOUCHED)

    @property
    def in_conflict(self) -> int:
        """How many paragraphs are in conflict, by the same states: one that is agreed counts as agreed alone."""
        return self._in_state(ParagraphState.CONFLICT)

    def _in_state(self, state: ParagraphState) -> int:
        return sum(section.states.count(state) for section in self.sections)

    @property
    def counted(self) -> int:
        return sum(len(section.states) for section in self.sections)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The text as the map draws it: the states of the paragraphs under each heading."""
        sections: list[Section] = [Section("", "", "", self.language, ())]
        count = counted(self.rows)
        for row in self.rows:
            if row.kind == "heading":
                numeral = row.label.rstrip(".") or count.get(row.paragraph, "")
                sections.append(Section(numeral, row.text, "", self.language, ()))
            else:
                cell = Cell(row.drawn_state, f"{self.root}/p/{row.code}", row.reference)
                sections[-1] = sections[-1]._replace(cells=(*sections[-1].cells, cell))
        return tuple(section for section in sections if section.cells)


def open_desk(code: str) -> OpenDesk:
    """Return what the desk is about, for the head of the page too. Raises NotFound. Seven queries."""
    session, who = db.session(), actor()
    g.communique = communique = get_communique(session, code)
    drafts = draft_set(session, communique.id, who)
    context = drafts.context
    draft = context.version.draft if context and context.round.closed_at is None else drafts.newest.draft
    rows = paragraph_states.with_declined(session, who, drafts, text_rows(session, draft.id))
    return OpenDesk(communique, who, drafts, context, rows)


# The queue -------------------------------------------------------------------------------------------

Amended = Mapping[int, tuple[str, str]]
"""Name and address of proposals that others amend, by their keys."""


STANDS_PROPOSED = N_("What was decided is contested. It stands until you keep it at a level or void it.")
STANDS_AGREED = N_("What is contested was agreed with its paragraph, and stands.")
STANDS_OF_BEFORE = N_(
    "What was decided in the round before is contested."
    " It stands until its words are decided again, or agreed at a level."
)


@dataclass(frozen=True, slots=True)
class Contested:
    """
    The decision that is contested, and how it stands: *only_proposed* by the Mission, or as *how* says a level agreed.

    *until* says how long it stands; *voided_here*: it is of the running round, and can be voided. *seen* is the counter
    of its paragraph, where it may be kept at a level now.
    """

    disposition: Disposition
    only_proposed: bool
    how: Sentence
    until: str
    voided_here: bool
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """One proposal in a line: what it is called, what it asks for, and the first of its changes."""

    name: str
    url: str
    kind: AmendmentKind
    sponsor: Party
    note: str = ""
    piece: Piece | None = None
    more: int = 0
    alike: tuple[Beside, ...] = ()
    """Others that ask for the same, or nearly: for one decision on all of them, or for a compromise."""
    loose: Piece | None = None
    """The bracket without a partner in the words proposed."""
    amends: tuple[str, str] | None = None
    """Name and address of the proposal that it amends."""
    joint: tuple[Party, ...] = ()
    """Its co-sponsors."""
    contest: AnswerRow | None = None
    """The objection of its sponsor to the decision."""
    seconded: tuple[tuple[Party, AnswerRow], ...] = ()
    """The objections of its co-sponsors."""
    disputed: Contested | None = None
    """The decision that is contested."""
    contests_lifting: bool = False
    """Whether it is contested that the brackets round its words were lifted."""
    place: tuple[str, str, str] | None = None
    """Code, number and first words of its paragraph, where that is not shown above it; "" once deleted."""
    owned: bool = False
    """Whether its sponsor is named beside it."""
    tally: TallyRow | None = None
    """Who stands where on it, where somebody took a position."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One paragraph of the queue with the first of its proposals."""

    item: Item
    briefs: tuple[Brief, ...]
    more: int = 0
    keeps: tuple[str, ...] = ()
    """The names of those that keep the text as it is."""
    section: str = ""
    """The heading it stands under, where the paragraph shown before it stands under another."""
    contested: tuple[Brief, ...] = ()
    """Contested proposals that are not among the pending ones: adopted, ended, or settled by other words."""
    tally: TallyRow | None = None
    """Who stands where on the paragraph as it stands, where somebody took a position."""

    @property
    def stands_until(self) -> tuple[tuple[str, bool], ...]:
        """How long what is contested stands, each sentence once, and whether it can be voided on its page."""
        disputed = [brief.disputed for brief in self.contested if brief.disputed]
        return tuple(dict.fromkeys((each.until, each.voided_here) for each in disputed))


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """
    One page of the queue. The counts are of the whole; *waits* are proposals that wait for their sponsors and are not
    shown here.

    *settled* are name and address of what is pending and needs no decision beside what was accepted. *left*: between
    rounds, how many proposals are still to be decided; 0 while a round runs.
    """

    groups: tuple[tuple[str, int, tuple[Shown, ...]], ...]
    total: int
    proposals: int
    left: int
    waits: int
    number: int
    last: int
    settled: tuple[tuple[str, str], ...] = ()
    heard: tuple[Brief, ...] = ()
    """What is contested and cannot be decided on this page: between rounds, or of a paragraph that was deleted."""
    not_agreed: tuple[TextRow, ...] = ()
    """The paragraphs that are not agreed and need no decision on a proposal, without those that have no proposals."""


def desk_queue(page: OpenDesk, wanted: str) -> DeskQueue:
    """
    Return the page of the queue that *wanted* names, the nearest there is.

    Twenty-two queries at most, eleven more where something is contested.
    """
    contested = _contested(page)
    items = _queued(page, contested)
    number, last = _page_number(wanted, len(items))
    counts = Counter(item.group for item in items)
    on_desk = {item.paragraph for item in items}
    return DeskQueue(
        _groups(page, items[(number - 1) * PAGE : number * PAGE], counts),
        total=len(items),
        proposals=sum(len(item.pending) for item in items),
        left=_left_between_rounds(page, contested),
        waits=len(_waiting(page, contested)),
        number=number,
        last=last,
        settled=_settled(page, items),
        heard=_contested_elsewhere(
            page, [objection for objection in contested if objection.paragraph not in on_desk]
        ),
        not_agreed=_not_agreed(page, on_desk) if page.running else (),
    )


_TOLD_APART = (ParagraphState.AGREED, AD_REFERENDUM, ParagraphState.UNTOUCHED)
"""The states of paragraphs that the desk counts beside its queue."""


def _not_agreed(page: OpenDesk, on_desk: Collection[int]) -> tuple[TextRow, ...]:
    """Return the paragraphs that the queue does not show and that are counted neither as agreed nor as untouched."""
    return tuple(
        row
        for row in page.rows
        if row.kind != "heading" and row.paragraph not in on_desk and row.drawn_state not in _TOLD_APART
    )


def _queued(page: OpenDesk, contested: Sequence[Objection]) -> tuple[Item, ...]:
    """Return all paragraphs that need a decision, none between rounds. Six queries at most."""
    if page.context is None or not page.running:
        return ()
    return desk.queue(db.session(), page.context.round.id, page.rows, contested=contested)


def _settled(page: OpenDesk, items: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """Return name and address of what is pending and needs no decision, nothing between rounds. Two queries at most."""
    if page.context is None or not page.running:
        return ()
    settled = desk.settled_proposals(db.session(), page.context.round.id, items)
    return tuple((name, proposal_url(code)) for name, code in settled)


def _left_between_rounds(page: OpenDesk, contested: Sequence[Objection]) -> int:
    """
    Return how many proposals are still to be decided between rounds, each once.

    They are the pending ones, and those of which something is *contested* that stands in the text. While a round runs
    the queue has them. One query, none while a round runs.
    """
    if page.context is None or page.running or not page.waits:
        return 0
    pending = desk.pending_proposals(db.session(), page.context.round.id)
    in_text = {row.paragraph for row in page.rows}
    return len(pending | {each.entry.amendment.id for each in contested if each.paragraph in in_text})


def _page_number(wanted: str, items: int) -> tuple[int, int]:
    """Return the number of the page that *wanted* names, the nearest there is, and that of the last one."""
    last = max(1, -(-items // PAGE))
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 6
    return min(max(1, int(wanted)), last) if is_number else 1, last


def _groups(
    page: OpenDesk, items: Sequence[Item], counts: Mapping[Group, int]
) -> tuple[tuple[str, int, tuple[Shown, ...]], ...]:
    """Return the *items* of one page by group: its heading, how many the whole queue has of it, and its paragraphs."""
    proposals = _by_paragraph(page, items)
    pending = [proposal for on_paragraph in proposals.values() for proposal in on_paragraph]
    alike = similar_beside(pending)
    contested = [objection.entry for item in items for objection in item.contested]
    around = _Around(alike, _amended([*pending, *contested]), _stances(page, items, pending))
    return tuple(
        (
            _(HEADINGS[group]),
            counts[group],
            _under_headings([_shown(page, item, proposals[item.paragraph], around) for item in of_group]),
        )
        for group, of_group in groupby(items, lambda item: item.group)
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of all proposals of one page: which are alike, what they amend, and who stands where on them."""

    alike: Nearby
    amended: Amended
    stances: Stances


def _stances(page: OpenDesk, items: Sequence[Item], pending: Sequence[AmendmentRecord]) -> Stances:
    """Return who stands where on the paragraphs of *items*, and on what is *pending* there. Four queries at most."""
    shown = {item.paragraph for item in items}
    wordings = {row.paragraph: row.wording for row in page.rows if row.paragraph in shown}
    return stances_on(db.session(), page.who, page.drafts, wordings=wordings, proposals=pending)


def _contested(page: OpenDesk) -> tuple[Objection, ...]:
    if page.context is None or not page.waits:
        return ()
    session, key = db.session(), page.context.round.id
    return load_objections(session, rounds_contested(session, key) if page.running else (key,))


def _contested_elsewhere(page: OpenDesk, objections: Sequence[Objection]) -> tuple[Brief, ...]:
    """Lay out contested proposals whose paragraph is not on the desk, each with it. Two queries at most."""
    placed = _places_of(page, [objection.paragraph for objection in objections])
    amended = _amended(objection.entry for objection in objections)
    return tuple(
        replace(_contested_brief(page, objection, amended), place=placed[objection.paragraph])
        for objection in objections
    )


def _places_of(page: OpenDesk, keys: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Map paragraphs to code, number and words, the latter two "" where they are not in the text. One query."""
    rows = {row.paragraph: row for row in page.rows}
    gone = [key for key in keys if key not in rows]
    codes = codes_of_paragraphs(db.session(), gone) if gone else {}
    printed = {key: (row.code, row.reference, row.text) for key in keys if (row := rows.get(key))}
    return printed | {key: (codes[key], "", "") for key in gone}


def _contested_brief(page: OpenDesk, objection: Objection, amended: Amended) -> Brief:
    return _contest(page, _brief(page, objection.entry, (), amended=amended), objection)


def _contest(page: OpenDesk, brief: Brief, objection: Objection | None) -> Brief:
    """Add the contested decision to *brief*, if there is one; one of the running round may be kept at a level."""
    disputed = (disputed_disposition(objection.entry) or objection.disposition) if objection else None
    if objection is None or disputed is None:
        return replace(brief, contests_lifting=objection is not None and contests_lifting(objection.entry))
    return replace(brief, disputed=_as_it_stands(page, objection, disputed))


def _as_it_stands(page: OpenDesk, objection: Objection, disputed: Disposition) -> Contested:
    """Return how what is contested stands: as the page of the proposal says it."""
    decision, outcome = disputed.decision, Outcome(disputed.outcome)
    agreement = agreed_since(objection.entry, disputed)
    is_here = page.running and page.context is not None and decision.round_id == page.context.round.id
    keeps = is_here and may_be_kept(decision)
    until = STANDS_PROPOSED if keeps else STANDS_OF_BEFORE
    return Contested(
        disputed,
        is_only_proposed(BY_OUTCOME[outcome], level=decision.level, agreed_since=agreement is not None),
        decided_by(decision) if agreement is None else paragraph_agreed(agreement, outcome),
        _(STANDS_AGREED if agreement is not None else until),
        is_here,
        objection.seen if keeps else None,
    )


def _amended(entries: Iterable[AmendmentRecord]) -> Amended:
    """Return what *entries* amend. One query, none where they amend nothing."""
    keys = [entry.amendment.amends_id for entry in entries if entry.amendment.amends_id]
    return {key: (name, proposal_url(code)) for key, (name, code) in desk.named(db.session(), keys).items()}


def waiting_for_sponsors_page(page: OpenDesk) -> tuple[Brief, ...]:
    """
    Return the proposals that wait for their sponsors and are not on the desk, the first hundred, with their paragraphs.

    Eleven queries, eleven more where something is contested.
    """
    keys = _waiting(page, _contested(page))[:100]
    entries = load_amendments_by_key(db.session(), keys)
    amended = _amended(entries)
    placed = _places_of(page, [entry.revision.paragraph_id for entry in entries])

    def laid_out(entry: AmendmentRecord) -> Brief:
        code, label, words = placed[entry.revision.paragraph_id]
        if entry.kind is AmendmentKind.INSERT:  # a new paragraph is not in the text
            words = words or entry.revision.text
        brief = _brief(page, entry, (), amended=amended)
        return replace(brief, place=(code, label, words), owned=True)

    return tuple(laid_out(entry) for entry in entries)


def _waiting(page: OpenDesk, contested: Sequence[Objection]) -> tuple[int, ...]:
    """Return the proposals that wait for their sponsors; while a round runs, those that the queue does not show."""
    if page.context is None or not page.waits:
        return ()
    session, communique, round_id = db.session(), page.communique.id, page.context.round.id
    if page.running:
        return desk.waiting_elsewhere(session, communique, round_id, contested=contested)
    return desk.waiting_for_sponsors(session, communique, round_id)


def _by_paragraph(page: OpenDesk, items: Iterable[Item]) -> dict[int, list[AmendmentRecord]]:
    pending = {item.paragraph: item.pending for item in items}
    proposals: dict[int, list[AmendmentRecord]] = {key: [] for key in pending}
    if not pending or page.context is None:
        return proposals
    for entry in desk.proposals(db.session(), pending, page.context.round.id):
        if entry.amendment.id in pending[entry.amendment.paragraph_id]:
            proposals[entry.amendment.paragraph_id].append(entry)
    return proposals


def _shown(page: OpenDesk, item: Item, pending: Sequence[AmendmentRecord], around: _Around) -> Shown:
    """Lay out a paragraph: proposals that ask for the same stand once, near ones one after the other."""
    keeps = _keeping(pending)
    others = [entry for entry in pending if entry not in keeps]
    firsts = in_listed_order(others, around.alike)
    beside = listed_once(firsts, around.alike)
    contested = {objection.entry.amendment.id: objection for objection in item.contested}
    briefs = (
        replace(
            _brief(page, entry, others, amended=around.amended),
            alike=beside[entry.amendment.id],
            loose=loose_bracket(entry.revision.text),
            tally=around.stances.on_proposals.get(entry.amendment.id),
        )
        for entry in firsts[:FULL]
    )
    return Shown(
        item,
        tuple(
            _contest(page, brief, contested.get(entry.amendment.id))
            for entry, brief in zip(firsts, briefs, strict=False)
        ),
        more=max(0, len(firsts) - FULL),
        keeps=tuple(entry.label for entry in keeps),
        contested=tuple(
            _contested_brief(page, objection, around.amended)
            for objection in item.contested
            if objection.disposition or objection.entry.amendment.id not in item.pending
        ),
        tally=around.stances.on_paragraphs.get(item.paragraph),
    )


def _keeping(pending: Iterable[AmendmentRecord]) -> list[AmendmentRecord]:
    """Return those of *pending* that keep the text as it is."""
    return [entry for entry in pending if entry.kind is AmendmentKind.KEEP and not entry.restores]


def _under_headings(items: Sequence[Shown]) -> tuple[Shown, ...]:
    """Name the section of the first of those that stand under one heading."""
    before = ["", *(shown.item.section for shown in items)]
    return tuple(
        replace(shown, section="" if shown.item.section == last else shown.item.section)
        for shown, last in zip(items, before, strict=False)
    )


def _brief(
    page: OpenDesk, entry: AmendmentRecord, rivals: Sequence[AmendmentRecord], *, amended: Amended
) -> Brief:
    kind = entry.kind
    brief = Brief(
        entry.label,
        proposal_url(entry.amendment.code),
        kind,
        entry.amendment.sponsor,
        contest=entry.contest,
        seconded=entry.seconded,
        amends=amended.get(entry.amendment.amends_id or 0),
        joint=entry.cosponsors,
    )
    if kind is AmendmentKind.REPLACE:
        old, new = entry.asked
        own = changes(old, new)
        if own:
            chosen = next((c for c in own if old == entry.base and _is_disputed(c, entry, rivals)), own[0])
            piece = piece_of(old, chosen)
            return replace(brief, piece=piece, more=len(own) - 1)
    if kind is AmendmentKind.INSERT:
        piece = Piece("", "", shortened(entry.revision.text, 110), "")
        return replace(brief, piece=piece)
    return replace(brief, note=_asks(page, entry))


def _is_disputed(change: Change, entry: AmendmentRecord, rivals: Sequence[AmendmentRecord]) -> bool:
    """Whether another proposal wants other words where *change* stands."""
    for rival in rivals:
        if rival is not entry and rival.kind is AmendmentKind.REPLACE and rival.base == entry.base:
            for rival_change in changes(rival.base, rival.revision.text):
                touches = rival_change.start <= change.end and change.start <= rival_change.end
                if rival_change != change and touches:
                    return True
    return False


def _asks(page: OpenDesk, entry: AmendmentRecord) -> str:
    """Return in words what a proposal without wording asks for."""
    if entry.kind is AmendmentKind.DELETE:
        return str(_("the whole paragraph"))
    if entry.kind is AmendmentKind.MOVE:
        after = entry.revision.after_id or START
        if after == START:
            return str(_("to stand before all others"))
        return str(_("to follow paragraph %(number)s", number=_number(page, after)))
    if entry.kind is AmendmentKind.JOIN:
        return str(_("with paragraph %(number)s", number=_number(page, entry.revision.other_id or 0)))
    if entry.kind is AmendmentKind.SPLIT:
        count = len(entry.revision.parts) + 1
        return str(i18n.ngettext("into %(num)s part", "into %(num)s parts", count))
    if unbrackets(entry.edit()):
        return str(_("as it was before words were put in brackets"))
    return str(_("as it was before the compromise") if entry.restores else _("as it is"))


def _number(page: OpenDesk, paragraph: int) -> str:
    reference = next((row.reference for row in page.rows if row.paragraph == paragraph), "")
    return reference or str(_("(new)"))
