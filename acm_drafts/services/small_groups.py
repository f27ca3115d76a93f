"""
The Mission forms small groups on paragraphs of a text; their facilitators write compromise texts, their members answer.

A compromise text is no proposal and changes nothing by itself. Each act names what the page showed of the group; each
is told in the journal to its members and the Mission, and what the group is to all participants.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NoRound, NotFound, StaleText, WrongDecision
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, require
from acm_drafts.negotiation.small_groups import (
    NewerVersion,
    NothingWritten,
    OwnVersion,
    ParagraphInSmallGroup,
    ParagraphNotInSmallGroup,
    ProposalNotThere,
    PutAlready,
    SameVersion,
    SmallGroupChanged,
    Step,
    WrongSmallGroup,
    require_going_on,
    require_possible,
)
from acm_drafts.negotiation.terms import DecisionKind, PartyKind, Role, Scope, SmallGroupAct, Stance
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.positions import LONGEST_REASON, Held, changed
from acm_drafts.services.revisions import clean, clean_wording
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import new_code, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.locks import Held as HeldRound
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.people import find_parties
from acm_drafts.store.readable import submitted_on_paragraph
from acm_drafts.store.records import (
    Amendment,
    CompromiseDecision,
    CompromisePosition,
    CompromiseProposal,
    CompromisePut,
    CompromiseText,
    Decision,
    Draft,
    SmallGroup,
    SmallGroupActRow,
    Wording,
)
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.store.rounds import round_context
from acm_drafts.store.small_groups import (
    ACTS,
    ANSWERS_TEXT,
    DECIDES_AFTER,
    PUTS_TEXT,
    WRITES_TEXT,
    SmallGroupRecord,
    find_put_version,
    get_small_group,
    get_version,
    is_put,
    last_position,
    load_small_groups,
    newest_version,
)
from acm_drafts.store.text import TextRow, codes_of_paragraphs, load_lineage, text_rows

LONGEST_NAME, LONGEST_NOTE = 200, 2_000

PUBLIC = frozenset(ACTS) - {SmallGroupAct.ADD_MEMBER, SmallGroupAct.TAKE_OUT_MEMBER}
"""What all participants are told: that there is a group, who facilitates it, and its paragraphs; not who is in it."""


# The group -----------------------------------------------------------------------------------------


def form(
    actor: Actor,
    communique: str,
    *,
    name: str,
    facilitator: int,
    members: Collection[int] = (),
    paragraphs: Collection[str] = (),
) -> SmallGroup:
    """
    Form a small group on paragraphs, by their codes, of the newest text that all participants read; return it.

    Raises NotPermitted, NotFound (also where no text is circulated), WrongSmallGroup, ParagraphInSmallGroup,
    TextWithdrawn, TextAdopted, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.CODE, communique)
        require(actor, Act.RUN_SMALL_GROUP, meeting_facts(session, "code", communique))
        draft = _circulated(session, held)
        name = " ".join(clean(name, LONGEST_NAME).split())
        if not name:
            raise WrongSmallGroup(what=N_("it needs a name"))
        if not paragraphs:
            raise WrongSmallGroup(what=N_("it deals with one paragraph at least"))
        _require_delegations(session, [facilitator, *members])
        rows = text_rows(session, draft.id)
        group = SmallGroup(communique_id=held.communique, code=new_code(), name=name)
        session.add(group)
        session.flush()
        steps = [Step(SmallGroupAct.FORM, facilitator)]
        steps += [Step(SmallGroupAct.ADD_MEMBER, m) for m in dict.fromkeys(members) if m != facilitator]
        keys = [_row(rows, code).paragraph for code in dict.fromkeys(paragraphs)]
        steps += [Step(SmallGroupAct.ADD_PARAGRAPH, paragraph=key) for key in keys]
        _require_free(session, actor, held, keys)
        for sequence, step in enumerate(steps, 1):
            _write_step(session, actor, held, draft, group, step, sequence=sequence)
        return group


def add_member(actor: Actor, code: str, party: int, *, seen: int) -> None:
    """
    Let a delegation or a group of States take part in a small group.

    *seen*: how many acts the page showed. Raises NotPermitted, NotFound, SmallGroupChanged, SmallGroupEnded,
    InSmallGroup, WrongSmallGroup.
    """
    _act(actor, code, Step(SmallGroupAct.ADD_MEMBER, party), seen)


def take_out_member(actor: Actor, code: str, party: int, *, seen: int) -> None:
    """Take a party out of a small group: it reads its papers no more. Also raises NotInSmallGroup, FacilitatorStays."""
    _act(actor, code, Step(SmallGroupAct.TAKE_OUT_MEMBER, party), seen)


def change_facilitator(actor: Actor, code: str, party: int, *, seen: int) -> None:
    """Let another party facilitate a small group; the earlier one stays a member. Also raises FacilitatesAlready."""
    _act(actor, code, Step(SmallGroupAct.FACILITATOR, party), seen)


def add_paragraph(actor: Actor, code: str, paragraph: str, *, seen: int) -> None:
    """Let a small group deal with a further paragraph, by its code. Also raises ParagraphInSmallGroup."""
    _act(actor, code, Step(SmallGroupAct.ADD_PARAGRAPH), seen, paragraph=paragraph)


def take_out_paragraph(actor: Actor, code: str, paragraph: str, *, seen: int) -> None:
    """Take a paragraph out of a small group. Also raises ParagraphNotInSmallGroup, LastParagraph."""
    _act(actor, code, Step(SmallGroupAct.TAKE_OUT_PARAGRAPH), seen, paragraph=paragraph)


def end(actor: Actor, code: str, *, seen: int) -> None:
    """End a small group: its papers stay, for those who are in it now."""
    _act(actor, code, Step(SmallGroupAct.END), seen)


def _act(actor: Actor, code: str, step: Step, seen: int, *, paragraph: str = "") -> None:
    """Do *step* to a small group; *paragraph*: the code of that which it is about."""
    with transaction() as session:
        held = hold_round(session, By.SMALL_GROUP, code)
        record = get_small_group(session, code, actor)
        require(actor, Act.RUN_SMALL_GROUP, record.facts())
        draft = _circulated(session, held)
        if step.party is not None:
            _require_delegations(session, [step.party])
        if paragraph:
            step = Step(step.act, paragraph=_given(session, record, draft, paragraph, step.act))
        require_going_on(record.composition)
        if seen != record.sequence:
            raise SmallGroupChanged()
        require_possible(record.composition, step)
        if step.act is SmallGroupAct.ADD_PARAGRAPH:
            _require_free(session, actor, held, [step.paragraph])
        group = session.get_one(SmallGroup, record.id)
        _write_step(session, actor, held, draft, group, step, sequence=record.sequence + 1)


def _given(session: Session, record: SmallGroupRecord, draft: Draft, code: str, act: SmallGroupAct) -> int:
    """Return the key of the paragraph with *code*: of the text, or one of the group that is in the text no more."""
    if act is SmallGroupAct.ADD_PARAGRAPH:
        return _row(text_rows(session, draft.id), code).paragraph
    codes = codes_of_paragraphs(session, record.composition.paragraphs)
    for key, given in codes.items():
        if given == code:
            return key
    raise ParagraphNotInSmallGroup()


def _circulated(session: Session, held: HeldRound) -> Draft:
    """Return the newest draft that all participants read. Raises NotFound where there is none."""
    draft = newest_circulated(session, held.communique)
    if draft is None:
        raise NotFound()
    return draft


def _require_delegations(session: Session, parties: Iterable[int]) -> None:
    """Raise WrongSmallGroup unless all of *parties* are Member States or groups of them."""
    delegations = {party.id for party in find_parties(session) if party.kind != PartyKind.MISSION}
    if not set(parties) <= delegations:
        raise WrongSmallGroup(what=N_("delegations and groups alone take part in it"))


def _require_free(session: Session, actor: Actor, held: HeldRound, paragraphs: Iterable[int | None]) -> None:
    """Raise ParagraphInSmallGroup where a group that goes on deals with one of *paragraphs*."""
    groups = load_small_groups(session, actor, held.communique)
    taken = {key for group in groups if not group.composition.ended for key in group.composition.paragraphs}
    if taken & set(paragraphs):
        raise ParagraphInSmallGroup()


def _row(rows: Iterable[TextRow], code: str) -> TextRow:
    for row in rows:
        if row.code == code:
            return row
    raise NotFound()


def _write_step(
    session: Session,
    actor: Actor,
    held: HeldRound,
    draft: Draft,
    group: SmallGroup,
    step: Step,
    *,
    sequence: int,
) -> None:
    session.add(
        SmallGroupActRow(
            communique_id=held.communique,
            group_id=group.id,
            sequence=sequence,
            act=step.act,
            draft_id=draft.id,
            party_id=step.party,
            paragraph_id=step.paragraph,
            at=utcnow(),
        )
    )
    write_line(
        session,
        actor,
        ACTS[step.act],
        scope=Scope.ALL if step.act in PUBLIC else Scope.SMALL_GROUP,
        communique=held.communique,
        round_=held.running.round.id if held.running else None,
        paragraph=step.paragraph,
        party=step.party,
        subject=group.code,
        after=group.name,
    )


# Compromise texts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What a facilitator writes for a paragraph, by its code: the words, a note, and codes of the proposals to be settled.

    *wording*: the key of what the page showed of the paragraph; *seen*: the number of the newest version that it
    showed, 0 for none.
    """

    paragraph: str
    text: str
    wording: int
    seen: int = 0
    note: str = ""
    settles: tuple[str, ...] = ()


def write(actor: Actor, code: str, wish: Wish) -> CompromiseText:
    """
    Write a version of a compromise text for a paragraph of a small group, in the facilitator's name, and return it.

    Raises NotFound (also for whoever may not read the group's papers), NotPermitted, SmallGroupEnded,
    ParagraphNotInSmallGroup, StaleText where the paragraph says other words, NewerVersion, SameVersion, NothingWritten,
    ProposalNotThere, EmptyLine, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.SMALL_GROUP, code)
        record = get_small_group(session, code, actor)
        require(actor, Act.WRITE_COMPROMISE, record.facts(party=record.facilitator))
        require_going_on(record.composition)
        row = _line(session, record, _circulated(session, held), wish)
        number, text = _next(session, record, row, wish)
        version = CompromiseText(
            communique_id=held.communique,
            group_id=record.id,
            code=new_code(),
            paragraph_id=row.paragraph,
            sequence=number,
            wording_id=row.wording,
            text=text,
            note=clean(wish.note, LONGEST_NOTE),
            party_id=record.facilitator,
            at=utcnow(),
        )
        session.add(version)
        session.flush()
        _name_proposals(session, actor, held, version, wish.settles)
        about, note = _About(actor, held, record, version), version.note
        _tell(session, about, WRITES_TEXT, record.facilitator, before=row.text, after=text, reason=note)
        return version


def _line(session: Session, record: SmallGroupRecord, draft: Draft, wish: Wish) -> TextRow:
    """Return the line of the group that a facilitator writes for. Raises ParagraphNotInSmallGroup, StaleText."""
    rows = {row.paragraph: row for row in text_rows(session, draft.id)}
    for row in record.lines(rows, load_lineage(session, record.communique)):
        if row.code == wish.paragraph:
            break
    else:
        raise ParagraphNotInSmallGroup()
    if row.wording != wish.wording:
        earlier = session.get(Wording, wish.wording)
        is_its_own = earlier is not None and earlier.paragraph_id == row.paragraph
        raise StaleText(seen=earlier.text if earlier and is_its_own else "", current=row.text)
    return row


def _next(session: Session, record: SmallGroupRecord, row: TextRow, wish: Wish) -> tuple[int, str]:
    """Return the number and the words of the next version. Raises NewerVersion, NothingWritten, SameVersion."""
    before = newest_version(session, record.id, row.paragraph)
    number = before.sequence if before else 0
    if wish.seen != number:
        raise NewerVersion(current=before.text if before else "")
    text = clean_wording(wish.text, [row.text, before.text if before else ""])
    if not text:
        raise NothingWritten()
    if text == row.text or (before is not None and text == before.text):
        raise SameVersion()
    return number + 1, text


def _name_proposals(
    session: Session, actor: Actor, held: HeldRound, version: CompromiseText, settles: Collection[str]
) -> None:
    """Keep which proposals a version is meant to settle. Raises ProposalNotThere for one that *actor* does not see."""
    records: dict[str, AmendmentRecord] = {}
    if settles and held.running is not None:
        # With the earlier rounds: what they carried here is told by them.
        context = round_context(session, held.running.round.id)
        submitted = submitted_on_paragraph(session, actor, context, version.paragraph_id)
        records = {record.amendment.code: record for record in submitted.pending()}
    if not set(settles) <= set(records):
        raise ProposalNotThere()
    for code in dict.fromkeys(settles):
        amendment, revision = records[code].amendment, records[code].revision
        session.add(
            CompromiseProposal(
                compromise_id=version.id,
                amendment_id=amendment.id,
                communique_id=held.communique,
                revision=revision.sequence,
            )
        )


def answer(
    actor: Actor,
    code: str,
    version: str,
    *,
    party: int,
    stance: Stance | None,
    reason: str = "",
    seen: Held | None = None,
) -> Held:
    """
    Record where a member stands on the newest version of a compromise text, and return what it said before of it.

    None as *stance* takes an earlier position back. *seen* is what the page showed of it. Raises NotFound,
    NotPermitted, SmallGroupEnded, NewerVersion, OwnVersion, PositionChanged, PositionReasonChanged, UnreadableText,
    TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.SMALL_GROUP, code)
        record = get_small_group(session, code, actor)
        require(actor, Act.ANSWER_COMPROMISE, record.facts(party=party))
        row = _newest(session, record, version)
        if party == row.party_id:
            raise OwnVersion()
        reason = " ".join(clean(reason, LONGEST_REASON).split()) if stance else ""
        last = last_position(session, row.id, party)
        now: Held = (Stance(last.stance), last.reason) if last and last.stance else (None, "")
        if now == (stance, reason):
            return now
        if seen is not None and seen != now:
            raise changed(seen, now)
        position = CompromisePosition(
            compromise_id=row.id,
            party_id=party,
            sequence=last.sequence + 1 if last else 1,
            stance=stance,
            reason=reason,
            at=utcnow(),
        )
        session.add(position)
        about = _About(actor, held, record, row)
        _tell(session, about, ANSWERS_TEXT, party, before=now[0] or "", after=stance or "", reason=reason)
        return now


def put(actor: Actor, code: str, version: str) -> None:
    """
    Put the newest version of a compromise text to the round: the Mission is offered its words for a compromise.

    Raises NotFound, NotPermitted, SmallGroupEnded, NewerVersion, NoRound, PutAlready.
    """
    with transaction() as session:
        held = hold_round(session, By.SMALL_GROUP, code)
        record = get_small_group(session, code, actor)
        require(actor, Act.PUT_COMPROMISE, record.facts(party=record.facilitator))
        row = _newest(session, record, version)
        if held.running is None:
            raise NoRound()
        if is_put(session, row.id):
            raise PutAlready()
        party = _puts_for(actor.at(record.meeting), record)
        session.add(CompromisePut(compromise_id=row.id, party_id=party, at=utcnow()))
        _tell(session, _About(actor, held, record, row), PUTS_TEXT, party, after=str(row.sequence))


def _puts_for(actor: Actor, record: SmallGroupRecord) -> int:
    """Return the party in whose name a version is put to the round: the facilitator, or the Mission."""
    if record.facilitator in actor.parties(*SPEAKS):
        return record.facilitator
    return min(actor.parties(Role.MISSION))


def _newest(session: Session, record: SmallGroupRecord, code: str) -> CompromiseText:
    """Return the version with *code*, the newest for its paragraph in a group that goes on. Raises NewerVersion."""
    require_going_on(record.composition)
    row = get_version(session, record.id, code)
    newest = newest_version(session, record.id, row.paragraph_id)
    if newest is not None and newest.id != row.id:
        raise NewerVersion(seen=row.text, current=newest.text)
    return row


@dataclass(frozen=True, slots=True)
class _About:
    """Who acted on a version of a group, and on which held text."""

    actor: Actor
    held: HeldRound
    record: SmallGroupRecord
    version: CompromiseText


def _tell(
    session: Session,
    about: _About,
    act: str,
    party: int,
    *,
    after: str,
    before: str = "",
    reason: str = "",
) -> None:
    """Write the line of an act on a compromise text: its members and the Mission read it."""
    write_line(
        session,
        about.actor,
        act,
        scope=Scope.SMALL_GROUP,
        communique=about.held.communique,
        round_=about.held.running.round.id if about.held.running else None,
        paragraph=about.version.paragraph_id,
        party=party,
        subject=about.record.code,
        before=before,
        after=after,
        reason=reason,
    )


# The way to a decision -----------------------------------------------------------------------------


def version_followed_by(session: Session, paragraph: int, judgement: Judgement) -> CompromiseText | None:
    """Return the version put to the round that a compromise follows, None for none. Raises WrongDecision."""
    if not judgement.after:
        return None
    version = find_put_version(session, paragraph, judgement.after)
    if version is None or judgement.kind is not DecisionKind.COMPROMISE:
        raise WrongDecision(what=N_("the compromise text was not put to the round on this paragraph"))
    return version


def tell_followed(
    session: Session, actor: Actor, decision: Decision, compromise: Amendment, version: CompromiseText
) -> None:
    """Keep after which version a compromise was decided, and tell it to whoever reads the *compromise*."""
    session.add(CompromiseDecision(decision_id=decision.id, compromise_id=version.id))
    write_line(
        session,
        actor,
        DECIDES_AFTER,
        scope=Scope.AMENDMENT,
        amendment=compromise,
        paragraph=decision.paragraph_id,
        party=version.party_id,
        after=str(version.sequence),
    )
