"""
Who holds which bracket of a text: what parties said, and the sponsors of what was retained in brackets.

The rule is negotiation.bracket_holders; who may know a holder is settled in store.visibility.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.bracket_holders import (
    Holding,
    Said,
    brackets_of_proposal,
    holdings,
    place_now,
    places_in_brackets,
)
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, BracketAct, Outcome, PartyKind, Stage
from acm_drafts.store.amendments import edit_of
from acm_drafts.store.conditions import live
from acm_drafts.store.decisions import adopted_dispositions
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    BracketActRow,
    Cosponsor,
    Decision,
    Disposition,
    Draft,
    JournalLine,
    LineRow,
    OverriddenHolder,
    Paragraph,
    Party,
    Revision,
    Round,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet, Lineage, TextRow, load_lineage, text_rows
from acm_drafts.store.visibility import HoldersRead, knows_decision
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.phrases import Stretch

ACTS: Mapping[BracketAct, str] = {
    BracketAct.HOLD: "hold bracket",
    BracketAct.RELEASE: "let go of bracket",
}
"""The acts of the journal."""


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A *statement* about a bracket of a *paragraph*, as the draft with the *sequence* printed it, made in a round."""

    statement: Said
    paragraph: int
    sequence: int
    round: int


@dataclass(frozen=True, slots=True)
class PlacedBracket:
    """A bracket of a line of a text, and who holds it, as far as the reader may know."""

    row: TextRow
    place: Stretch
    holders: tuple[Holding, ...]

    @property
    def words(self) -> str:
        return self.row.text[self.place.start : self.place.end]


# What was said ---------------------------------------------------------------------------------------


def load_said(session: Session, communique_id: int, read: HoldersRead | None = None) -> list[SaidOf]:
    """
    Return what is to be known of the holders of a text's brackets, oldest first, as far as it is *read*; None: all.

    The sponsors of what was retained in brackets hold these from that decision on, unless they withdrew it. Four
    queries at most.
    """
    rows = [*_explicit(session, communique_id), *_of_sponsors(session, communique_id)]
    known = [row for row in rows if read is None or read.reads(row.round, row.statement.party)]
    return sorted(known, key=lambda row: row.statement.at)


def _explicit(session: Session, communique_id: int) -> Iterator[SaidOf]:
    rows = session.execute(
        select(BracketActRow, Draft.sequence)
        .join(Round, Round.id == BracketActRow.round_id)
        .join(Draft, Draft.id == Round.draft_id)
        .join(BracketActRow.wording)
        .options(contains_eager(BracketActRow.wording))
        .where(BracketActRow.communique_id == communique_id)
        .order_by(BracketActRow.id)
    )
    for row, sequence in rows:
        place = Stretch(row.start, row.stop)
        statement = Said(row.party_id, BracketAct(row.act), row.wording.text, place, row.at, row.reason)
        yield SaidOf(statement, row.paragraph_id, sequence, row.round_id)


def _of_sponsors(session: Session, communique_id: int) -> Iterator[SaidOf]:
    """Yield that the sponsors and co-sponsors of what was retained in brackets hold these, but never the Mission."""
    bracketed = [
        row
        for row in adopted_dispositions(
            session, Decision.communique_id == communique_id, outcomes=(Outcome.BRACKETED,)
        )
        if row.revision.amendment.stage != Stage.WITHDRAWN
    ]
    if not bracketed:
        return
    printed = _printed(session, bracketed)
    joint = _cosponsors(session, {row.revision.amendment_id for row in bracketed})
    for row in bracketed:
        after = printed.get((row.decision.round_id, row.revision.paragraph_id))
        if after is not None:  # else its round runs still, or its paragraph did not come into the next draft
            yield from _of_printed(row, *after, joint.get(row.revision.amendment_id, {}))


def _of_printed(
    row: Disposition, sequence: int, text: str, joint: Mapping[int, datetime]
) -> Iterator[SaidOf]:
    """Yield who holds the brackets of what was retained so, in the draft with the *sequence* where it says *text*."""
    revision, amendment, decided = row.revision, row.revision.amendment, row.decision
    edit = edit_of(amendment, revision, text=row.text, bracketed=True)
    base = "" if edit.kind is AmendmentKind.INSERT else edit.base
    sponsors = {} if amendment.sponsor.kind == PartyKind.MISSION else {amendment.sponsor_id: decided.at}
    sponsors |= {party: max(since, decided.at) for party, since in joint.items()}
    for place in brackets_of_proposal(edit, base, text):
        for party, at in sponsors.items():
            statement = Said(party, BracketAct.HOLD, text, place, at, revision.reason, amendment.code)
            yield SaidOf(statement, revision.paragraph_id, sequence, decided.round_id)


def _printed(session: Session, rows: Iterable[Disposition]) -> dict[tuple[int, int], tuple[int, str]]:
    """Map round and paragraph of each decision of *rows* to the sequence of the draft it made, and the words there."""
    rounds, paragraphs = zip(
        *{(row.decision.round_id, row.revision.paragraph_id) for row in rows}, strict=True
    )
    lines = session.execute(
        select(Round.id, LineRow.paragraph_id, Draft.sequence, Wording.text)
        .join(Draft, Draft.id == Round.next_draft_id)
        .join(LineRow, LineRow.draft_id == Draft.id)
        .join(Wording, IS_PRINTED)
        .where(Round.id.in_(set(rounds)), LineRow.paragraph_id.in_(set(paragraphs)))
    )
    return {(round_, paragraph): (sequence, text) for round_, paragraph, sequence, text in lines}


def _cosponsors(session: Session, amendments: Collection[int]) -> dict[int, dict[int, datetime]]:
    joint: dict[int, dict[int, datetime]] = {}
    rows = select(Cosponsor.amendment_id, Cosponsor.party_id, Cosponsor.since).where(
        Cosponsor.amendment_id.in_(amendments)
    )
    for amendment, party, since in session.execute(rows.order_by(Cosponsor.since, Cosponsor.party_id)):
        joint.setdefault(amendment, {})[party] = since
    return joint


def sponsors_of(session: Session, amendments: Collection[Amendment]) -> set[int]:
    """Return the keys of those who sponsor or co-sponsor some of *amendments*. One query, none for none."""
    if not amendments:
        return set()
    joint = _cosponsors(session, {amendment.id for amendment in amendments})
    return {amendment.sponsor_id for amendment in amendments}.union(*joint.values())


def sponsors_by_amendment(session: Session, amendments: Collection[int]) -> dict[int, frozenset[int]]:
    """Return who sponsors and co-sponsors each of *amendments*, by its key. Two queries, none for none."""
    if not amendments:
        return {}
    joint = _cosponsors(session, amendments)
    rows = session.execute(select(Amendment.id, Amendment.sponsor_id).where(Amendment.id.in_(amendments)))
    return {key: frozenset({sponsor, *joint.get(key, ())}) for key, sponsor in rows}


def decided_over(session: Session, round_id: int) -> dict[int, dict[int, datetime]]:
    """
    Return by paragraph over whom decisions of a round lift brackets, and when the last one that counts did. One query.
    """
    over: dict[int, dict[int, datetime]] = {}
    rows = session.execute(
        live(select(Decision.paragraph_id, OverriddenHolder.party_id, Decision.at))
        .join(OverriddenHolder, OverriddenHolder.decision_id == Decision.id)
        .where(Decision.round_id == round_id)
        .order_by(Decision.id)
    )
    for paragraph, party, at in rows:
        over.setdefault(paragraph, {})[party] = at
    return over


@dataclass(frozen=True, slots=True)
class SaidInDraft:
    """All that was said of the brackets of a draft, by everybody at any time: its *rows*, and each place with it."""

    rows: Sequence[TextRow]
    statements: Sequence[tuple["Place", Said]]

    def held_before(self, moment: datetime, paragraphs: Collection[int]) -> list["PlacedBracket"]:
        """Return the brackets of *paragraphs* that somebody held just before a *moment*, for certain."""
        known = [
            (there, statement)
            for there, statement in self.statements
            if statement.at < moment or (statement.act is BracketAct.RELEASE and statement.at == moment)
        ]
        held = holdings(known)
        return [
            PlacedBracket(row, place, held[row.paragraph, place])
            for row in self.rows
            if row.paragraph in paragraphs
            for place in places_in_brackets(row.text)
            if (row.paragraph, place) in held
        ]


def load_said_in_drafts(session: Session, communique_id: int) -> dict[int, SaidInDraft]:
    """Return what was said of brackets by draft, by the keys of those of which somebody said something. Six queries."""
    entries = load_said(session, communique_id)
    if not entries:
        return {}
    lineage = load_lineage(session, communique_id)
    sequences = select(Draft.id, Draft.sequence).where(Draft.communique_id == communique_id)
    drafts = dict(session.execute(sequences).all())
    by_draft = {}
    for draft, rows in _texts(session, list(drafts)).items():
        by_key = {row.paragraph: row for row in rows}
        standing = _standing(entries, by_key, lineage=lineage, sequence=drafts[draft])
        if standing:
            by_draft[draft] = SaidInDraft(rows, standing)
    return by_draft


def ever_sponsors(session: Session, communique_id: int) -> dict[int, dict[int, datetime]]:
    """
    Return for each proposal of a text who ever co-sponsored it, and since when; its sponsor since always. Two queries.

    Who left again is told by the journal alone.
    """
    since: dict[int, dict[int, datetime]] = {}
    rows = session.execute(
        select(Amendment.id, Amendment.sponsor_id, Cosponsor.party_id, Cosponsor.since)
        .outerjoin(Cosponsor, Cosponsor.amendment_id == Amendment.id)
        .where(Amendment.communique_id == communique_id)
    )
    for amendment, sponsor, joint, at in rows:
        of = since.setdefault(amendment, {sponsor: ALWAYS})
        if joint is not None:
            of[joint] = at
    joined = session.execute(
        select(JournalLine.amendment_id, JournalLine.party_id, JournalLine.at)
        .where(JournalLine.communique_id == communique_id, JournalLine.act == "cosponsor")
        .order_by(JournalLine.id.desc())
    )
    for proposal, joiner, at in joined:
        if proposal is not None and joiner is not None:
            of = since.setdefault(proposal, {})
            of[joiner] = min(at, of.get(joiner, at))
    return since


ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Before anything happened."""


# In a text -------------------------------------------------------------------------------------------


def place_brackets(
    entries: Iterable[SaidOf], rows: Sequence[TextRow], *, lineage: Lineage, sequence: int
) -> list[PlacedBracket]:
    """Return the brackets of *rows*, lines of the draft with the *sequence*, in their order, and who holds each."""
    by_key = {row.paragraph: row for row in rows}
    held = holdings(_standing(entries, by_key, lineage=lineage, sequence=sequence))
    return [
        PlacedBracket(row, place, held.get((row.paragraph, place), ()))
        for row in rows
        if holds_bracket(row.text)
        for place in places_in_brackets(row.text)
    ]


Place = tuple[int, Stretch]
"""The key of the paragraph in which a bracket stands, and where."""


def _standing(
    entries: Iterable[SaidOf], rows: Mapping[int, TextRow], *, lineage: Lineage, sequence: int
) -> list[tuple[Place, Said]]:
    """Return what was said of brackets that stand among *rows* of the draft with the *sequence*, with their places."""
    return [
        (there, entry.statement)
        for entry in entries
        if entry.sequence <= sequence and (there := _where(entry, rows, lineage)) is not None
    ]


def _where(entry: SaidOf, rows: Mapping[int, TextRow], lineage: Lineage) -> Place | None:
    """Return the paragraph and the place at which the bracket stands among *rows*, None where it does not."""
    lines = lineage.lines(entry.paragraph, rows, entry.sequence)
    place = _place(entry.statement, lines)
    if place is None:
        return None
    at = 0
    for line in lines:
        end = at + len(line.text)
        if at <= place.start and place.end <= end:
            return line.paragraph, Stretch(place.start - at, place.end - at)
        at = end + len(PART)
    return None


def _place(statement: Said, lines: Sequence[TextRow]) -> Stretch | None:
    """Return where the bracket stands in *lines* read as one, None where it does not and for no lines."""
    text = PART.join(line.text for line in lines)
    return place_now(statement.base, statement.place, text) if lines else None


def load_placed(
    session: Session, draft: Draft, read: HoldersRead | None = None, rows: Sequence[TextRow] | None = None
) -> list[PlacedBracket]:
    """
    Return the brackets of a draft with who holds each, as far as it is *read* (None: all). Seven queries at most.

    *rows*: its lines, where these are at hand. A text without brackets costs one query, or none.
    """
    lines = text_rows(session, draft.id) if rows is None else rows
    if not any(holds_bracket(row.text) for row in lines):
        return []
    entries = load_said(session, draft.communique_id, read)
    lineage = load_lineage(session, draft.communique_id) if entries else Lineage()
    return place_brackets(entries, lines, lineage=lineage, sequence=draft.sequence)


def overridden_by(
    session: Session, decisions: Iterable[Decision], read: HoldersRead | None = None
) -> dict[int, tuple[Party, ...]]:
    """
    Return over whom each of *decisions* lifts brackets, by its key, as far as holders are *read* (None: all).

    One query at most.
    """
    rounds = {decision.id: decision.round_id for decision in decisions}
    if not rounds:
        return {}
    named: dict[int, list[Party]] = {}
    rows = session.execute(
        select(OverriddenHolder.decision_id, Party)
        .join(Party, Party.id == OverriddenHolder.party_id)
        .where(OverriddenHolder.decision_id.in_(rounds))
        .order_by(Party.code)
    )
    for key, party in rows:
        if read is None or read.reads(rounds[key], party.id):
            named.setdefault(key, []).append(party)
    return {key: tuple(parties) for key, parties in named.items()}


# What was lifted ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiftedBracket:
    """
    A bracket that somebody held and that is not in the text of *version* any more, by the *decision* of its round.

    The decision is None where the reader may not know of it; *overridden* are the parties that it names.
    """

    bracket: PlacedBracket
    version: DraftVersion
    decision: Decision | None
    overridden: frozenset[int]


GoneBracket = tuple[PlacedBracket, DraftVersion, RoundContext | None]
"""A bracket that was held, the draft that is without it, and the round that made that."""


def load_lifted(session: Session, actor: Actor, drafts: DraftSet, read: HoldersRead) -> list[LiftedBracket]:
    """Return the brackets that were held and lifted, those lifted last first. Eight queries at most."""
    entries = load_said(session, drafts.communique.id, read)
    if not entries or len(drafts.versions) < 2:
        return []
    lineage = load_lineage(session, drafts.communique.id)
    texts = _texts(session, [version.draft.id for version in drafts.versions])
    gone: list[GoneBracket] = []
    by_draft = {context.round.next_draft_id: context for context in drafts.contexts}
    for before, after in pairwise(drafts.versions):
        rows = {row.paragraph: row for row in texts[after.draft.id]}
        placed = place_brackets(
            entries, texts[before.draft.id], lineage=lineage, sequence=before.draft.sequence
        )
        gone += [
            (bracket, after, by_draft.get(after.draft.id))
            for bracket in placed
            if bracket.holders and not is_there(bracket, rows, lineage, sequence=before.draft.sequence)
        ]
    return _with_decisions(session, actor, gone)


def is_there(bracket: PlacedBracket, rows: Mapping[int, TextRow], lineage: Lineage, *, sequence: int) -> bool:
    """Return whether a bracket of the draft with the *sequence* stands among *rows* of a later one."""
    statement = Said(0, BracketAct.HOLD, bracket.row.text, bracket.place, datetime.min)
    return _where(SaidOf(statement, bracket.row.paragraph, sequence, 0), rows, lineage) is not None


def _texts(session: Session, drafts: Collection[int]) -> dict[int, list[TextRow]]:
    """Return the lines of several drafts in order, by draft, without what is kept of their paragraphs. One query."""
    texts: dict[int, list[TextRow]] = {draft: [] for draft in drafts}
    rows = session.execute(
        select(
            LineRow.draft_id,
            LineRow.paragraph_id,
            Paragraph.code,
            LineRow.wording_id,
            LineRow.label,
            Wording.kind,
            Wording.depth,
            Wording.text,
            LineRow.reference,
        )
        .join(Wording, IS_PRINTED)
        .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
        .where(LineRow.draft_id.in_(drafts))
        .order_by(LineRow.draft_id, LineRow.position)
    )
    for draft, paragraph, code, wording, label, kind, depth, text, reference in rows:
        line = TextRow(paragraph, code, wording, label, kind, depth, text, "", 0, None, None, 0, reference)
        texts[draft].append(line)
    return texts


def _with_decisions(session: Session, actor: Actor, gone: Sequence[GoneBracket]) -> list[LiftedBracket]:
    """Add to each bracket the decision that lifted it, as far as *actor* may know it. Two queries at most."""
    decisions = _lifting(session, gone)
    over = _overridden(session, [decision.id for decision in decisions.values()])
    lifted = []
    for bracket, version, context in reversed(gone):
        decision = decisions.get((context.round.id, bracket.row.paragraph)) if context else None
        if context and decision and knows_decision(actor, context, decision):
            lifted.append(LiftedBracket(bracket, version, decision, over.get(decision.id, frozenset())))
        else:
            lifted.append(LiftedBracket(bracket, version, None, frozenset()))
    return lifted


def _lifting(session: Session, gone: Sequence[GoneBracket]) -> dict[tuple[int, int], Decision]:
    """Return the last decision by which each round took something up, by round and paragraph. One query at most."""
    rounds = {context.round.id for _bracket, _version, context in gone if context}
    if not rounds:
        return {}
    adopted = adopted_dispositions(
        session,
        Revision.paragraph_id.in_({bracket.row.paragraph for bracket, _version, _context in gone}),
        Decision.round_id.in_(rounds),
        outcomes=tuple(ADOPTED - {Outcome.BRACKETED}),  # what is put in brackets lifts none
    )
    return {(row.decision.round_id, row.revision.paragraph_id): row.decision for row in adopted}


def _overridden(session: Session, decisions: Collection[int]) -> dict[int, frozenset[int]]:
    if not decisions:
        return {}
    named: dict[int, set[int]] = {}
    rows = select(OverriddenHolder.decision_id, OverriddenHolder.party_id)
    for decision, party in session.execute(rows.where(OverriddenHolder.decision_id.in_(decisions))):
        named.setdefault(decision, set()).add(party)
    return {decision: frozenset(parties) for decision, parties in named.items()}


# What no verb would have written ---------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the paragraph, and what is wrong with a bracket of it."""

_OF_TEXT = (
    select(Paragraph.code)
    .join(BracketActRow, BracketActRow.paragraph_id == Paragraph.id)
    .join(Wording, Wording.id == BracketActRow.wording_id)
)
_WORDS = func.substr(Wording.text, BracketActRow.start + 1, BracketActRow.stop - BracketActRow.start)
_NO_BRACKET = _OF_TEXT.where(or_(~_WORDS.like("[%"), ~_WORDS.like("%]")))
_OFF_THE_TABLE = _OF_TEXT.join(Round, Round.id == BracketActRow.round_id).where(
    ~select(LineRow.id)
    .where(LineRow.draft_id == Round.draft_id, LineRow.wording_id == BracketActRow.wording_id)
    .exists()
)
_NOT_IN_JOURNAL = _OF_TEXT.where(
    ~select(JournalLine.id)
    .where(
        or_(*(and_(JournalLine.act == name, BracketActRow.act == str(act)) for act, name in ACTS.items())),
        JournalLine.party_id == BracketActRow.party_id,
        JournalLine.paragraph_id == BracketActRow.paragraph_id,
        JournalLine.round_id == BracketActRow.round_id,
        JournalLine.after == _WORDS,
        JournalLine.reason == BracketActRow.reason,
    )
    .exists()
)
_WITHOUT_SITTING = (
    select(Paragraph.code)
    .join(Decision, Decision.paragraph_id == Paragraph.id)
    .join(OverriddenHolder, OverriddenHolder.decision_id == Decision.id)
    .where(Decision.sitting_id.is_(None))
)
_FAULTS = (
    (_NO_BRACKET, N_("what a party holds is no bracket of its wording")),
    (_OFF_THE_TABLE, N_("a bracket is held of a wording that the text of its round does not print")),
    (_NOT_IN_JOURNAL, N_("what a party said of a bracket is not what the journal says")),
    (_WITHOUT_SITTING, N_("a bracket was lifted over one who holds it, by a decision without a sitting")),
)


def faults_of_brackets(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the holders of brackets of a text: what no verb would have written. Four queries."""
    return [
        (code, message)
        for statement, message in _FAULTS
        for code in session.scalars(statement.where(Paragraph.communique_id == communique_id))
    ]
