"""
A proposal is written, reviewed, submitted, revised and withdrawn: its sponsor's acts.

What a proposal says is a `Proposal` value; each time it is kept it becomes an immutable
revision on the wording that its author was looking at. What the Mission makes of it is
decided elsewhere (services.decisions).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import (
    N_,
    IllegalMove,
    NoRound,
    NotFound,
    NothingChanges,
    NotOfThisText,
    ProposedAlready,
    StaleText,
    TextTooLong,
    UnreadableText,
    WrongShape,
)
from acm_drafts.negotiation.lifecycle import PAST, Step, advance, require_admissible, require_open
from acm_drafts.negotiation.permissions import Act, Actor, Matter, require
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    ParagraphState,
    PartyKind,
    Role,
    RoundState,
    Stage,
    name_of,
)
from acm_drafts.services import paragraphs
from acm_drafts.store import docket, queries
from acm_drafts.store.codes import new_code
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import Scope, write_line
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import (
    Amendment,
    Cosponsor,
    Disposition,
    Paragraph,
    Party,
    Revision,
    Wording,
)
from acm_drafts.text.language import as_read, unfit

LONGEST_TEXT, LONGEST_REASON = 20_000, 4_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What somebody proposes, as plain values; codes are those that stand in addresses.

    *paragraph* is the code of what it concerns, or for an insertion "". *base* is the key of the
    wording on the author's page. *text*: the new wording (replace, insert). *parts*: the texts of
    a split. *after*: the code of the paragraph that an insertion or move follows, "" for the
    beginning. A join takes in the paragraph that follows. *amends*: the code of a proposal that
    this one amends. *seen*: the key of the revision that the editor started from (of the draft
    or proposal gone on with, else of the one amended), None where it started from the text.
    """

    kind: AmendmentKind
    paragraph: str = ""
    base: int | None = None
    text: str = ""
    parts: tuple[str, ...] = ()
    after: str = ""
    line_kind: str = "paragraph"
    depth: int = 0
    numbered: bool = True
    amends: str = ""
    seen: int | None = None
    reason: str = ""


def save(
    actor: Actor, round_id: int, proposal: Proposal, *, sponsor: int | None = None, code: str = ""
) -> Amendment:
    """
    Keep *proposal* as a draft that only its delegation sees, and return it.

    *code* names a draft to go on with; without it a new one begins. Raises NotPermitted,
    NotFound, StaleText (with both wordings; a colleague's too), NothingChanges, WrongShape,
    UnreadableText, ProposedAlready (word for word what the same sponsor has in this round).
    """
    with transaction() as session, session.no_autoflush:
        setting = _setting(session, round_id)
        amendment, _ = _kept(session, actor, setting, proposal, sponsor, code)
        session.flush()
        _journal_own(session, actor, amendment, "save draft")
        return amendment


def send_for_review(actor: Actor, code: str) -> Amendment:
    """Lay a draft before the head of delegation; returns it. Raises NotPermitted, NotFound, IllegalMove."""
    return _step_own(actor, code, Step.SEND_FOR_REVIEW, "send for review")


def return_to_drafter(actor: Actor, code: str) -> Amendment:
    """Give a draft under review back; returns it. Raises NotPermitted, NotFound, IllegalMove."""
    return _step_own(actor, code, Step.RETURN, "return to drafter")


def submit(actor: Actor, code: str) -> Amendment:
    """
    Submit a draft in the sponsor's name, now, by the server's clock; returns it with its number.

    Raises NotPermitted, NotFound, NotOpenYet, DeadlinePassed, AlreadyClosed, NotAdmissible,
    StaleText (the text moved on since the draft was saved), IllegalMove (twice).
    """
    with transaction() as session, session.no_autoflush:
        amendment, setting = _own(session, actor, code)
        revision = _current(session, amendment)
        _require_current(session, setting, revision)
        _submit(session, actor, setting, amendment, revision)
        return amendment


def propose(
    actor: Actor, round_id: int, proposal: Proposal, *, sponsor: int | None = None, code: str = ""
) -> Amendment:
    """Save and submit in one act; refuses what `save` and `submit` refuse, and then keeps nothing."""
    with transaction() as session, session.no_autoflush:
        setting = _setting(session, round_id)
        amendment, revision = _kept(session, actor, setting, proposal, sponsor, code)
        _submit(session, actor, setting, amendment, revision)
        return amendment


def revise(actor: Actor, code: str, proposal: Proposal) -> Amendment:
    """
    Put a new revision in place of a submitted one, which stays readable for ever; returns the proposal.

    Until the deadline. Raises NotPermitted, NotFound, DeadlinePassed, IllegalMove (decided or
    withdrawn), StaleText, NothingChanges, WrongShape.
    """
    with transaction() as session, session.no_autoflush:
        amendment, setting = _own(session, actor, code)
        require(actor, Act.REVISE, queries.matter(setting, amendment))
        advance(Stage(amendment.stage), Step.REVISE)
        _require_pending(session, amendment, Step.REVISE)
        _require_open(actor, setting)
        _require_seen(session, amendment, proposal.seen)
        before = _current(session, amendment).text
        revision = _write_revision(
            session, actor, setting, amendment, replace(proposal, kind=AmendmentKind(amendment.kind))
        )
        _give_wording(session, setting, amendment, revision)
        write_line(
            session,
            actor,
            "revise",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            before=before,
            after=revision.text,
        )
        _refresh(session, setting, revision)
        return amendment


def withdraw(actor: Actor, code: str, *, reason: str = "") -> Amendment:
    """
    Withdraw a proposal, after the deadline too; it stays readable to who could read it.

    Raises NotPermitted, NotFound, IllegalMove, UnreadableText (of the reason).
    """
    with transaction() as session, session.no_autoflush:
        return take_back(session, actor, code, reason=reason)


def take_back(session: Session, actor: Actor, code: str, *, reason: str) -> Amendment:
    """Withdraw a proposal in the caller's transaction. Raises what `withdraw` raises."""
    reason = clean(reason, LONGEST_REASON)
    amendment, setting = _own(session, actor, code)
    require(actor, Act.WITHDRAW, queries.matter(setting, amendment))
    before = amendment.stage
    stage = advance(Stage(before), Step.WITHDRAW)
    if amendment.number:
        _require_pending(session, amendment, Step.WITHDRAW)
    amendment.stage = stage
    scope = Scope.AMENDMENT if amendment.number else Scope.PARTY
    write_line(
        session,
        actor,
        "withdraw",
        scope=scope,
        party=amendment.sponsor_id,
        amendment=amendment,
        before=before,
        after=reason,
    )
    _refresh(session, setting, _current(session, amendment))
    return amendment


def enter_from_floor(actor: Actor, round_id: int, proposal: Proposal, *, party: int) -> Amendment:
    """
    Enter, as the Mission, what a delegation proposed from the floor; after the deadline too.

    It is marked so and waits for the delegation's confirmation, and may be decided meanwhile.
    Raises NotPermitted, AlreadyClosed, NotFound (no such delegation), and what `propose` refuses.
    """
    with transaction() as session, session.no_autoflush:
        setting = _setting(session, round_id)
        require(actor, Act.ENTER_FROM_FLOOR, Matter(closed=setting.round.closed_at is not None))
        sponsor = session.get(Party, party)
        if sponsor is None or sponsor.kind == PartyKind.MISSION:
            raise NotFound()
        amendment = _begin(session, actor, setting, proposal, sponsor.id)
        amendment.from_floor = True
        revision = _write_revision(session, actor, setting, amendment, proposal, made="floor")
        _require_first(session, amendment, revision)
        _put_forward(session, actor, setting, amendment, revision, act="enter from floor")
        return amendment


def cosponsor(actor: Actor, code: str, *, party: int, joins: bool = True) -> None:
    """Let a party join (or leave) a proposal as co-sponsor, after the deadline too. Raises NotPermitted, NotFound."""
    with transaction() as session, session.no_autoflush:
        join(session, actor, code, party=party, joins=joins)


def join(session: Session, actor: Actor, code: str, *, party: int, joins: bool = True) -> None:
    """Do what `cosponsor` does in the caller's transaction. Raises what it raises."""
    amendment, setting = queries.get_visible_amendment(session, code, actor)
    require(actor, Act.COSPONSOR, queries.matter(setting, amendment, party=party))
    row = session.get(Cosponsor, (amendment.id, party))
    if joins and row is None:
        session.add(Cosponsor(amendment_id=amendment.id, party_id=party))
    elif not joins and row is not None:
        session.delete(row)
    else:
        return
    write_line(
        session,
        actor,
        "cosponsor" if joins else "leave cosponsors",
        scope=Scope.AMENDMENT,
        amendment=amendment,
        party=party,
        subject=_code_of(session, party),
    )


# Steps -------------------------------------------------------------------------------------------


def _setting(session: Session, round_id: int) -> Setting:
    """Return the round held, so that nothing is submitted while it is being closed."""
    setting = queries.hold_setting(session, round_id)
    if setting is None:
        raise NoRound()
    return setting


def _own(session: Session, actor: Actor, code: str) -> tuple[Amendment, Setting]:
    """Return a proposal that the actor's own delegation may see, with its round locked. Raises NotFound."""
    amendment, setting = queries.get_visible_amendment(session, code, actor)
    return amendment, _setting(session, setting.round.id)


def _kept(
    session: Session, actor: Actor, setting: Setting, proposal: Proposal, sponsor: int | None, code: str
) -> tuple[Amendment, Revision]:
    if code:
        amendment, _ = queries.get_visible_amendment(session, code, actor)
        require(actor, Act.PREPARE, queries.matter(setting, amendment))
        advance(Stage(amendment.stage), Step.SAVE)
        _require_seen(session, amendment, proposal.seen)
        proposal = replace(proposal, kind=AmendmentKind(amendment.kind))
    else:
        amendment = _begin(session, actor, setting, proposal, _sponsor(actor, setting, sponsor))
    revision = _write_revision(session, actor, setting, amendment, proposal)
    if not code:
        _require_first(session, amendment, revision)
    return amendment, revision


def _sponsor(actor: Actor, setting: Setting, wanted: int | None) -> int:
    """Return the party in whose name the actor writes. Raises NotPermitted for one that is not the actor's own."""
    own = queries.own_party(actor)
    if own is None:
        own = next(iter(actor.parties(Role.MISSION)), None)
    sponsor = wanted if wanted is not None else own
    require(actor, Act.PREPARE, Matter(sponsor=sponsor, closed=setting.round.closed_at is not None))
    assert sponsor is not None
    return sponsor


def _begin(session: Session, actor: Actor, setting: Setting, proposal: Proposal, sponsor: int) -> Amendment:
    amends = None
    if proposal.amends:
        amends, _ = queries.get_visible_amendment(session, proposal.amends, actor)
        if amends.round_id != setting.round.id or amends.stage != Stage.SUBMITTED:
            raise NotFound()
    if amends is not None:
        paragraph = session.get_one(Paragraph, amends.paragraph_id)
    elif proposal.kind is AmendmentKind.INSERT:
        paragraph = _new_paragraph(session, setting.round.communique_id)
    else:
        paragraph = _paragraph(session, actor, setting, proposal.paragraph)
    amendment = Amendment(
        communique_id=setting.round.communique_id,
        round_id=setting.round.id,
        code=new_code(),
        kind=proposal.kind,
        stage=Stage.DRAFT,
        paragraph_id=paragraph.id,
        amends_id=amends.id if amends else None,
        sponsor_id=sponsor,
        created_by_id=actor.user,
        revision=0,
    )
    session.add(amendment)
    return amendment


def _submit(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, revision: Revision
) -> None:
    require(actor, Act.SUBMIT, queries.matter(setting, amendment))
    _require_open(actor, setting)
    _put_forward(session, actor, setting, amendment, revision, act="submit")


def _put_forward(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, revision: Revision, *, act: str
) -> None:
    kind = AmendmentKind(amendment.kind)
    where = revision.after_id if kind is AmendmentKind.INSERT else revision.paragraph_id
    place = session.get(Paragraph, where) if where else None  # None: before everything
    agreed = place is not None and place.state == ParagraphState.AGREED and kind is not AmendmentKind.INSERT
    if agreed and not revision.reason and kind is not AmendmentKind.KEEP:
        raise WrongShape(what=N_("this paragraph is agreed, and reopening it needs a reason"))
    bracketed = place is not None and place.state == ParagraphState.BRACKETS
    require_admissible(Admissibility(setting.round.admissibility), kind, bracketed=bracketed)
    stage, number = advance(Stage(amendment.stage), Step.SUBMIT), _next_number(session, amendment)
    amendment.stage, amendment.number = stage, number
    amendment.submitted_at = utcnow()
    session.flush()
    _give_wording(session, setting, amendment, revision)
    write_line(session, actor, act, scope=Scope.AMENDMENT, amendment=amendment, after=revision.text)
    _refresh(session, setting, revision)


def _step_own(actor: Actor, code: str, step: Step, act: str) -> Amendment:
    with transaction() as session, session.no_autoflush:
        amendment, setting = _own(session, actor, code)
        require(actor, Act.REVIEW, queries.matter(setting, amendment))
        before = amendment.stage
        amendment.stage = advance(Stage(before), step)
        _journal_own(session, actor, amendment, act, before=before)
        return amendment


def _journal_own(session: Session, actor: Actor, amendment: Amendment, act: str, *, before: str = "") -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.PARTY,
        party=amendment.sponsor_id,
        amendment=amendment,
        before=before,
        after=amendment.stage,
    )


def _require_pending(session: Session, amendment: Amendment, step: Step) -> None:
    """Raise IllegalMove where a decision or a verdict has ended the proposal already."""
    entry = docket.load(session, Amendment.id == amendment.id).entries[amendment.id]
    if not entry.pending:
        raise IllegalMove(state=name_of(entry.standing), move=PAST[step])


def _require_seen(session: Session, amendment: Amendment, seen: int | None) -> None:
    """Raise StaleText where a colleague wrote a later revision than the one that the editor started from."""
    if seen is None:
        return
    current = _current(session, amendment)
    if seen == current.id:
        return
    earlier = session.get(Revision, seen)
    told = earlier.text if earlier is not None and earlier.amendment_id == amendment.id else ""
    raise StaleText(seen=told, current=current.text)


_SAME = (
    select(Amendment.code)
    .join(Revision, and_(Revision.amendment_id == Amendment.id, Revision.sequence == Amendment.revision))
    .where(
        Amendment.round_id == bindparam("round"),
        Amendment.sponsor_id == bindparam("sponsor"),
        Amendment.kind == bindparam("kind"),
        Amendment.stage != Stage.WITHDRAWN,
        or_(Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id == bindparam("paragraph")),
        Revision.text == bindparam("text"),
        Revision.kind == bindparam("line_kind"),
        Revision.base_id.is_not_distinct_from(bindparam("base")),
        Revision.after_id.is_not_distinct_from(bindparam("after")),
        Revision.amends_revision_id.is_not_distinct_from(bindparam("amends")),
        Revision.made.in_(["sponsor", "floor"]),
        Revision.round_id == bindparam("round"),
        ~exists().where(Disposition.revision_id == Revision.id),
    )
    .limit(1)
)


def _require_first(session: Session, amendment: Amendment, revision: Revision) -> None:
    """Raise ProposedAlready where the sponsor wrote exactly this, undecided: most often a form sent twice."""
    facts = {
        "round": amendment.round_id,
        "sponsor": amendment.sponsor_id,
        "kind": amendment.kind,
        "paragraph": amendment.paragraph_id,
        "text": revision.text,
        "line_kind": revision.kind,
        "base": revision.base_id,
        "after": revision.after_id,
        "amends": revision.amends_revision_id,
    }
    earlier = session.scalar(_SAME, facts)
    if earlier is not None:
        raise ProposedAlready(code=earlier)


def _require_open(actor: Actor, setting: Setting) -> None:
    """The Mission's own proposals go on while the text is under consideration; delegations keep to the deadline."""
    state = queries.state_of(setting.round)
    if actor.holds(Role.MISSION) and state in (RoundState.OPEN, RoundState.CONSIDERATION):
        return
    require_open(
        state,
        opens=_in_zone(setting.round.opens_at, setting.round.zone),
        deadline=_in_zone(setting.round.deadline, setting.round.zone),
    )


def _in_zone(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} ({zone})"


_HIGHEST_NUMBER = select(func.max(Amendment.number)).where(
    Amendment.communique_id == bindparam("communique"), Amendment.sponsor_id == bindparam("sponsor")
)


def _next_number(session: Session, amendment: Amendment) -> int:
    facts = {"communique": amendment.communique_id, "sponsor": amendment.sponsor_id}
    return (session.scalar(_HIGHEST_NUMBER, facts) or 0) + 1


def _refresh(session: Session, setting: Setting, revision: Revision) -> None:
    touched = [revision.paragraph_id, *([revision.after_id] if revision.after_id else [])]
    paragraphs.refresh(session, touched, setting.round, setting.issue.draft.id)


def _code_of(session: Session, party: int) -> str:
    found = session.get(Party, party)
    return found.code if found else ""


# Revisions ---------------------------------------------------------------------------------------


def _current(session: Session, amendment: Amendment) -> Revision:
    return session.scalars(
        select(Revision).where(Revision.amendment_id == amendment.id, Revision.sequence == amendment.revision)
    ).one()


def _write_revision(
    session: Session,
    actor: Actor,
    setting: Setting,
    amendment: Amendment,
    proposal: Proposal,
    *,
    made: str = "sponsor",
) -> Revision:
    """Check *proposal* against the text as it stands and add it as the current revision of *amendment*."""
    content = _content(session, actor, setting, amendment, proposal)
    amendment.revision += 1
    revision = Revision(
        amendment=amendment,
        sequence=amendment.revision,
        round_id=setting.round.id,
        paragraph_id=amendment.paragraph_id,
        language=setting.issue.draft.communique.language,
        reason=clean(proposal.reason, LONGEST_REASON),
        made=made,
        author_id=actor.user,
        **content,
    )
    session.add(revision)
    return revision


def _content(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, proposal: Proposal
) -> dict[str, object]:
    kind = AmendmentKind(amendment.kind)
    if kind is AmendmentKind.INSERT:
        text = clean(proposal.text, LONGEST_TEXT)
        if not text:
            raise WrongShape(what=N_("the new paragraph has no text"))
        after = _paragraph(session, actor, setting, proposal.after).id if proposal.after else None
        return {
            "text": text,
            "after_id": after,
            "kind": proposal.line_kind,
            "depth": proposal.depth,
            "numbered": proposal.numbered,
        }
    base = _base(session, setting, amendment, proposal)
    content: dict[str, object] = {
        "base_id": base.id,
        "kind": base.kind,
        "depth": base.depth,
        "numbered": base.numbered,
    }
    return content | _CONTENT[kind](session, actor, setting, amendment, base, proposal)


def _base(session: Session, setting: Setting, amendment: Amendment, proposal: Proposal) -> Wording:
    """Return the current wording, if it is the one the author was looking at. Raises StaleText with both."""
    current = _standing_wording(session, setting, amendment.paragraph_id)
    if proposal.base != current.id:
        seen = session.get(Wording, proposal.base) if proposal.base else None
        if seen is not None and seen.paragraph_id != amendment.paragraph_id:
            raise NotOfThisText()
        raise StaleText(seen=seen.text if seen else "", current=current.text)
    return current


def _standing_wording(session: Session, setting: Setting, paragraph_id: int) -> Wording:
    """Return what a paragraph says in the round's draft, or of a proposed new one what is proposed now."""
    language = setting.issue.draft.communique.language
    found = queries.find_wording(session, paragraph_id, setting.issue.draft.id) or queries.newest_wording(
        session, paragraph_id, language
    )
    if found is None:
        raise NotFound()
    return found


def _require_current(session: Session, setting: Setting, revision: Revision) -> None:
    """Raise StaleText where the text moved on since the draft was saved."""
    if revision.base_id is None:
        return
    current = _standing_wording(session, setting, revision.paragraph_id)
    if current.id != revision.base_id:
        raise StaleText(seen=revision.base.text if revision.base else "", current=current.text)


def _replacement(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, base: Wording, proposal: Proposal
) -> dict[str, object]:
    text = clean(proposal.text, LONGEST_TEXT)
    if not text:
        raise WrongShape(what=N_("the new wording is empty; propose to delete the paragraph instead"))
    target = None
    stands_on = base.text
    if amendment.amends_id:
        amended = session.get_one(Amendment, amendment.amends_id)
        _require_seen(session, amended, None if amendment.revision else proposal.seen)
        target = _current(session, amended)
        stands_on = target.text if amended.kind == AmendmentKind.REPLACE else base.text
    if as_read(text) in (as_read(stands_on), as_read(base.text)):
        raise NothingChanges()
    return {"text": text, "amends_revision_id": target.id if target else None}


def _division(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, base: Wording, proposal: Proposal
) -> dict[str, object]:
    parts = [clean(part, LONGEST_TEXT) for part in proposal.parts]
    if len(parts) < 2 or not all(parts):
        raise WrongShape(what=N_("a split needs two parts or more, none of them empty"))
    if " ".join(" ".join(parts).split()) != " ".join(base.text.split()):
        raise WrongShape(what=N_("a split only divides; propose new words as a new wording"))
    earlier = _current(session, amendment).parts if amendment.revision else []
    keys = [*earlier][: len(parts) - 1]
    while len(keys) < len(parts) - 1:
        keys.append(_new_paragraph(session, setting.round.communique_id).id)
    return {"text": PART.join(parts), "parts": keys}


def _relocation(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, base: Wording, proposal: Proposal
) -> dict[str, object]:
    order = [line.paragraph for line in queries.lines(session, setting.issue.draft.id)]
    after = _paragraph(session, actor, setting, proposal.after).id if proposal.after else None
    if amendment.paragraph_id not in order:
        raise WrongShape(what=N_("a paragraph that is only proposed cannot be moved"))
    at = order.index(amendment.paragraph_id)
    if after == amendment.paragraph_id or after == (order[at - 1] if at else None):
        raise NothingChanges()
    return {"text": base.text, "after_id": after}


def _union(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, base: Wording, proposal: Proposal
) -> dict[str, object]:
    lines = queries.lines(session, setting.issue.draft.id)
    order = [line.paragraph for line in lines]
    at = order.index(amendment.paragraph_id) if amendment.paragraph_id in order else len(order)
    if at + 1 >= len(order) or lines[at + 1].kind != base.kind:
        raise WrongShape(what=N_("no paragraph of the same kind follows that could be joined"))
    return {"text": f"{base.text} {lines[at + 1].text}", "other_id": order[at + 1]}


def _whole(
    session: Session, actor: Actor, setting: Setting, amendment: Amendment, base: Wording, proposal: Proposal
) -> dict[str, object]:
    return {"text": base.text if amendment.kind == AmendmentKind.KEEP else ""}


_CONTENT = {
    AmendmentKind.REPLACE: _replacement,
    AmendmentKind.SPLIT: _division,
    AmendmentKind.MOVE: _relocation,
    AmendmentKind.JOIN: _union,
    AmendmentKind.DELETE: _whole,
    AmendmentKind.KEEP: _whole,
}


def _give_wording(session: Session, setting: Setting, amendment: Amendment, revision: Revision) -> None:
    """Give a submitted new paragraph its wording, so that it can itself be amended."""
    if amendment.kind != AmendmentKind.INSERT:
        return
    newest = queries.newest_wording(session, amendment.paragraph_id, revision.language)
    if newest is not None and newest.text == revision.text:
        return
    session.add(
        Wording(
            paragraph_id=amendment.paragraph_id,
            sequence=newest.sequence + 1 if newest else 1,
            language=revision.language,
            text=revision.text,
            kind=revision.kind,
            depth=revision.depth,
            numbered=revision.numbered,
            round_id=setting.round.id,
        )
    )


_PARAGRAPH = select(Paragraph).where(Paragraph.code == bindparam("code"))


def _paragraph(session: Session, actor: Actor, setting: Setting, code: str) -> Paragraph:
    """
    Return a paragraph of the round's draft, or a proposed one that the actor may see.

    Raises NotOfThisText or NotFound.
    """
    found = session.scalars(_PARAGRAPH, {"code": code}).one_or_none()
    if found is None:
        raise NotFound()
    if found.communique_id != setting.round.communique_id:
        raise NotOfThisText()
    queries.require_on_table(session, actor, setting, found)
    return found


def _new_paragraph(session: Session, communique_id: int) -> Paragraph:
    paragraph = Paragraph(communique_id=communique_id, code=new_code())
    session.add(paragraph)
    session.flush()
    return paragraph


def clean(text: str, longest: int) -> str:
    """Return *text* with one kind of line end and no blanks round it. Raises UnreadableText, TextTooLong."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := unfit(text):
        raise UnreadableText(character=found[1], position=found[0] + 1)
    text = text.strip()
    if len(text) > longest:
        raise TextTooLong(length=len(text), most=longest)
    return text
