"""
A member breaks the silence on paragraphs, with a counter-proposal or without, and may take that back until the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, may, require
from acm_drafts.negotiation.silence import (
    NotBroken,
    NotUnderSilence,
    SilenceBroken,
    WrongSilence,
    require_breakable,
    require_breaks_to_be_taken_back,
)
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.services import amendments
from acm_drafts.services.amendments import propose_against_silence
from acm_drafts.services.revisions import LONGEST_REASON, Proposal, clean
from acm_drafts.services.silence_lines import numbers_of, write_silence_line
from acm_drafts.store.database import arrived, transaction
from acm_drafts.store.drafts import find_paragraph, find_wording
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.records import BreakTakenBack, Silence, SilenceBreak
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import (
    BREAKING,
    TAKING_BACK,
    SilenceRecord,
    get_silence,
    require_not_under_silence,
)


def break_silence(
    actor: Actor,
    code: str,
    paragraphs: Sequence[str],
    *,
    party: int | None = None,
    reason: str = "",
    counter: str = "",
) -> Silence:
    """
    Break the silence on paragraphs in the name of a delegation, and return the procedure.

    The moment at which it was asked for counts, as long as no outcome is recorded. *counter*: other words for the one
    paragraph, which become a proposal of the delegation whatever the deadline of the round. Raises NotPermitted,
    NotFound, SilenceOver, SilenceIsNotRunning, NotUnderSilence, SilenceBroken, WrongSilence (a counter-proposal on
    several), and what `services.amendments.propose` refuses of the counter-proposal but the deadline.
    """
    with transaction() as session, session.no_autoflush:
        held = hold_round(session, By.SILENCE, code)
        record = get_silence(session, code)
        if not may(actor, Act.READ_SILENCE, record.facts()):
            raise NotFound()
        own = party if party is not None else _own_member(actor, record)
        require(actor, Act.BREAK_SILENCE, record.facts(own))
        require_breakable(record.state, record.silence.ends_at)
        keys = _keys_to_break(record, paragraphs, own)
        if counter.strip() and len(keys) > 1:
            raise WrongSilence(what=N_("a counter-proposal is made on one paragraph at a time"))
        reason = clean(reason, LONGEST_REASON)
        amendment = None
        if counter.strip():
            context = held.context(session, record.silence.round_id)
            wanted = Counter(record.codes[keys[0]], counter, reason)
            amendment = _propose(session, actor, context, wanted, own)
        _write_breaks(session, actor, record, keys, party=own, amendment=amendment, reason=reason)
        broken = [words for words in record.asked if words.key in keys]
        write_silence_line(
            session, actor, record, BREAKING, after=numbers_of(broken), reason=reason, party=own
        )
        return record.silence


def _write_breaks(
    session: Session,
    actor: Actor,
    record: SilenceRecord,
    keys: Sequence[int],
    *,
    party: int,
    amendment: int | None,
    reason: str,
) -> None:
    for key in keys:
        session.add(
            SilenceBreak(
                silence_id=record.silence.id,
                paragraph_id=key,
                party_id=party,
                amendment_id=amendment,
                reason=reason,
                by_id=actor.user,
                at=arrived(),
            )
        )


def take_back(actor: Actor, code: str, paragraphs: Sequence[str], *, party: int | None = None) -> Silence:
    """
    Take back in the name of a delegation that it broke the silence on paragraphs, and return the procedure.

    The moment at which it was asked for counts, as for a break. What no other delegation broke is under silence again;
    a counter-proposal made with the break is withdrawn, unless it was before. Raises NotPermitted, NotFound,
    BreakStands (the silence is over), SilenceIsNotRunning, NotBroken, UnderSilence (another procedure holds one of them
    by now), and IllegalMove where the counter-proposal was decided.
    """
    with transaction() as session, session.no_autoflush:
        hold_round(session, By.SILENCE, code)
        record = get_silence(session, code)
        if not may(actor, Act.READ_SILENCE, record.facts()):
            raise NotFound()
        own = party if party is not None else _own_member(actor, record)
        require(actor, Act.TAKE_BREAK_BACK, record.facts(own))
        require_breaks_to_be_taken_back(record.state, record.silence.ends_at)
        rows = _own_breaks(record, paragraphs, own)
        keys = [row.paragraph_id for row in rows]
        require_not_under_silence(session, record.silence.communique_id, keys)
        for row in rows:
            if row.amendment is not None and row.amendment.stage != Stage.WITHDRAWN:
                amendments.take_back(session, actor, row.amendment.code, reason=str(TOOK_BACK))
            session.add(BreakTakenBack(break_id=row.id, by_id=actor.user, at=arrived()))
        numbers = numbers_of(words for words in record.asked if words.key in keys)
        write_silence_line(session, actor, record, TAKING_BACK, after=numbers, party=own)
        return record.silence


def _own_breaks(record: SilenceRecord, codes: Sequence[str], party: int) -> list[SilenceBreak]:
    """Return the breaks of a delegation on the paragraphs with *codes*. Raises NotBroken where one has none."""
    rows = [row for row in record.breaks if row.party_id == party and record.codes[row.paragraph_id] in codes]
    if not rows or len(rows) != len(set(codes)):
        raise NotBroken()
    return rows


def _own_member(actor: Actor, record: SilenceRecord) -> int:
    """Return the member in whose name *actor* speaks. Raises NotPermitted where there is none."""
    parties = actor.at(record.silence.meeting_id).parties(*SPEAKS) & record.facts().members
    if not parties:
        raise NotPermitted()
    return min(parties)


def _keys_to_break(record: SilenceRecord, codes: Sequence[str], party: int) -> list[int]:
    """Return the paragraphs with *codes*, in order. Raises NotUnderSilence, SilenceBroken."""
    wanted = [words for words in record.asked if record.codes[words.key] in codes]
    if not wanted or not set(codes) <= set(record.codes.values()):
        raise NotUnderSilence()
    again = [words for words in wanted if words.key in record.broken_by(party)]
    if again:
        raise SilenceBroken(names=numbers_of(again))
    return [words.key for words in wanted]


@dataclass(frozen=True, slots=True)
class Counter:
    """Other words for one paragraph under silence, by its code."""

    paragraph: str
    text: str
    reason: str


def _propose(session: Session, actor: Actor, context: RoundContext, counter: Counter, party: int) -> int:
    """Submit a counter-proposal, and return its key. Its paragraph holds no other proposal that waits."""
    paragraph = find_paragraph(session, counter.paragraph)
    base = find_wording(session, paragraph.id, context.version.draft.id) if paragraph else None
    if base is None:
        raise NotFound()
    proposal = Proposal(
        AmendmentKind.REPLACE,
        paragraph=counter.paragraph,
        base=base.id,
        text=counter.text,
        reason=counter.reason or str(BROKE_SILENCE),
    )
    return propose_against_silence(session, actor, context, proposal, sponsor=party).id


BROKE_SILENCE = N_("Counter-proposal on breaking the silence.")
"""The reason of a counter-proposal without one of its own: an agreed paragraph is opened again for a reason alone."""
TOOK_BACK = N_("Withdrawn: the delegation took back that it broke the silence.")
"""The reason for which a counter-proposal is withdrawn with the break."""
