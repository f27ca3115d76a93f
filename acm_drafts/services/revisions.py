"""
The revisions of a proposal, and the number in its label ("EGY 3"): the only place that writes either.

A revision is never changed. What a sponsor writes is checked here against the text as it stands; what follows from a
decision or from the closing of a round is written here too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, bindparam, exists, insert, or_, select, update
from sqlalchemy.orm import Session, make_transient_to_detached

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import (
    N_,
    NotFound,
    NothingChanges,
    NotOfThisText,
    NotPossible,
    NotShown,
    ProposedAlready,
    StaleText,
    TextTooLong,
    UnreadableText,
    WrongShape,
)
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.negotiation.wordings import EmptyLine, has_empty_line
from acm_drafts.store.database import MOST_COUNTED, Base, arrived, draw_number, new_code, utcnow
from acm_drafts.store.drafts import find_paragraph_in_draft, find_wording, lines_of_draft, newest_wording
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    Disposition,
    Paragraph,
    Revision,
    RevisionPart,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import is_visible, require_in_round
from acm_drafts.text.language import as_read, unfit, with_line_feeds

_NUMBERS = select(Amendment.number).where(
    Amendment.communique_id == bindparam("communique"),
    Amendment.sponsor_id == bindparam("sponsor"),
    Amendment.number.is_not(None),
)


def next_number(session: Session, context: RoundContext, sponsor_id: int) -> int:
    """
    Return the number of the next proposal that a sponsor submits in the round of *context*. One query.

    Others see it in the end, so it must not count what they may never see (docs/decisions/0029): it follows on the
    last one where everybody will read all proposals of the round under their sponsors' names, and is drawn elsewhere.
    """
    facts = {"communique": context.round.communique_id, "sponsor": sponsor_id}
    taken = {number for number in session.connection().scalars(_NUMBERS, facts) if number is not None}
    last = max((number for number in taken if number <= MOST_COUNTED), default=0)
    counts = not context.draws_numbers and last < MOST_COUNTED
    return last + 1 if counts else draw_number(taken)


LONGEST_TEXT, LONGEST_REASON = 20_000, 4_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    What somebody proposes, as plain values; codes are those that stand in addresses.

    *paragraph* is the code of what it concerns, or for an insertion "". *base* is the key of the wording on
    the author's page. *text*: the new wording (replace, insert). *parts*: the texts of a split. *after*: the
    code of the paragraph that an insertion or move follows, "" for the beginning. A join takes in the
    paragraph that follows. *amends*: the code of a proposal that this one amends. *seen*: the key of the
    revision that the editor started from (of the one gone on with or amended), None where from the text.
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


def clean(text: str, longest: int) -> str:
    """Return *text* with one kind of line end and no blanks round it. Raises UnreadableText, TextTooLong."""
    text = with_line_feeds(text)
    if unfit_character := unfit(text):
        raise UnreadableText(character=unfit_character[1], position=unfit_character[0] + 1)
    text = text.strip()
    if len(text) > longest:
        raise TextTooLong(length=len(text), most=longest)
    return text


def clean_wording(text: str, stands: Iterable[str] = (), *, refused: type[EmptyLine] = EmptyLine) -> str:
    """
    Return *text* as the words of one paragraph: ends of lines stay, an empty line is refused.

    *stands*: words that are there already; as many empty lines as one of them holds may stay, for a file that was
    imported may have brought some. Raises *refused*, and what `clean` raises.
    """
    text = clean(text, LONGEST_TEXT)
    if has_empty_line(text, stands):
        raise refused()
    return text


# What stands -------------------------------------------------------------------------------------

_CURRENT = select(Revision).where(
    Revision.amendment_id == bindparam("amendment"), Revision.sequence == bindparam("sequence")
)


def current(session: Session, amendment: Amendment) -> Revision:
    """Return what *amendment* says now. One query."""
    return session.scalars(_CURRENT, {"amendment": amendment.id, "sequence": amendment.revision}).one()


def find_paragraph(
    session: Session, actor: Actor, context: RoundContext, code: str
) -> tuple[Paragraph, Wording | None]:
    """
    Return a paragraph of the round's draft with what it says there, or a proposed one that the actor may see (None).

    One query for what is in the draft. Raises NotOfThisText or NotFound.
    """
    paragraph = find_paragraph_in_draft(session, context.version.draft.id, code)
    if paragraph is None:
        raise NotFound()
    if paragraph[0].communique_id != context.round.communique_id:
        raise NotOfThisText()
    if paragraph[1] is None:
        require_in_round(session, actor, context, paragraph[0])
    return paragraph


def add_paragraph(session: Session, communique_id: int) -> Paragraph:
    """Add a permanent identity for a paragraph that is proposed, and return it."""
    paragraph = Paragraph(communique_id=communique_id, code=new_code())
    session.add(paragraph)
    session.flush()
    return paragraph


def require_shown(
    session: Session, actor: Actor, context: RoundContext, *, on: int, amends: int | None = None
) -> None:
    """
    Raise NotShown where *actor* may not read now what is built on: a proposal of this round, or a proposed paragraph.

    Keys: the paragraph it is *on*, the proposal it *amends*. One that ended in an earlier round is no ground any more.
    """
    printed = find_wording(session, on, context.version.draft.id)
    _require_shown(session, actor, context, amends=amends, proposed=None if printed else on)


_BRINGS = select(Amendment).where(
    Amendment.paragraph_id == bindparam("paragraph"), Amendment.kind == AmendmentKind.INSERT
)


def _require_shown(
    session: Session, actor: Actor, context: RoundContext, *, amends: int | None, proposed: int | None
) -> None:
    amended = session.get(Amendment, amends) if amends else None
    grounds = [amended] if amended is not None and amended.round_id == context.round.id else []
    if proposed is not None:
        grounds += session.scalars(_BRINGS, {"paragraph": proposed})
    amendments = {amendment.id: amendment for amendment in grounds}
    if not all(is_visible(session, amendment, actor) for amendment in amendments.values()):
        raise NotShown()


def _standing_wording(session: Session, actor: Actor, context: RoundContext, amendment: Amendment) -> Wording:
    """
    Return what its paragraph says in the round's draft, or of a proposed new one what is proposed now.

    Raises NotShown, so that nobody is told there what is not shown.
    """
    draft, paragraph = context.version.draft, amendment.paragraph_id
    wording = find_wording(session, paragraph, draft.id)
    proposed = None if wording else paragraph
    _require_shown(session, actor, context, amends=amendment.amends_id, proposed=proposed)
    wording = wording or newest_wording(session, paragraph, draft.communique.language)
    if wording is None:
        raise NotFound()
    return wording


def require_standing(
    session: Session, actor: Actor, context: RoundContext, amendment: Amendment, revision: Revision
) -> None:
    """Raise StaleText where the text moved on since *revision* was written, NotShown where it may not be told."""
    if revision.base_id is None:
        return
    standing = _standing_wording(session, actor, context, amendment)
    if standing.id != revision.base_id:
        raise StaleText(seen=revision.base.text if revision.base else "", current=standing.text)


def require_seen(session: Session, amendment: Amendment, seen: int | None) -> None:
    """Raise StaleText where a colleague wrote a later revision than the one that the editor started from."""
    latest = current(session, amendment) if seen is not None else None
    if latest is None or seen == latest.id:
        return
    earlier = session.get(Revision, seen)
    base = earlier.text if earlier is not None and earlier.amendment_id == amendment.id else ""
    raise StaleText(seen=base, current=latest.text)


# What is written ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Case:
    """One proposal being checked; *base* is the wording it stands on (an insertion has none)."""

    session: Session
    actor: Actor
    context: RoundContext
    amendment: Amendment
    proposal: Proposal
    base: Wording

    def place(self) -> Paragraph | None:
        """Return what an insertion or move is to follow, None for the beginning. Raises NotFound, NotOfThisText."""
        code = self.proposal.after
        return find_paragraph(self.session, self.actor, self.context, code)[0] if code else None


Content = dict[str, Any]
"""Columns of a revision, by name."""


def write(
    session: Session,
    actor: Actor,
    context: RoundContext,
    amendment: Amendment,
    proposal: Proposal,
    *,
    origin: str = "sponsor",
    standing: Wording | None = None,
) -> Revision:
    """
    Check *proposal* against the text as it stands and return it as the next revision of *amendment*, to be kept.

    It is of the kind that *amendment* is. *standing* is what the paragraph says now, where that is
    known already. Raises StaleText (with both wordings), NotShown, NotOfThisText, NotFound, NothingChanges,
    WrongShape, UnreadableText, TextTooLong, EmptyLine.
    """
    kind = AmendmentKind(amendment.kind)
    reason = clean(proposal.reason, LONGEST_REASON)
    if kind is AmendmentKind.INSERT:
        content = _insertion(session, actor, context, proposal)
    else:
        base = standing or _standing_wording(session, actor, context, amendment)
        _require_base(session, amendment, proposal.base, base)
        content = {
            "base_id": base.id,
            "language": base.language,
            "kind": base.kind,
            "depth": base.depth,
            "numbered": base.numbered,
        }
        content |= _CONTENT[kind](_Case(session, actor, context, amendment, proposal, base))
    amendment.revision += 1
    return Revision(
        communique_id=context.round.communique_id,
        amendment_id=amendment.id,
        sequence=amendment.revision,
        round_id=context.round.id,
        paragraph_id=amendment.paragraph_id,
        reason=reason,
        made=origin,
        author_id=actor.user,
        at=arrived(),
        **{"after_id": None, "other_id": None, "parts": ()} | content,  # what is given need not be read again
    )


_NEW_AMENDMENT, _NEW_REVISION = insert(Amendment), insert(Revision)


def keep(session: Session, amendment: Amendment, revision: Revision) -> None:
    """
    Write *revision*, and *amendment* with it where it is new; both are records of *session* afterwards.

    New rows go in by plain statements: at the deadline hundreds are submitted in a minute, and the
    unit of work takes four times as long for the same two rows.
    """
    session.flush()
    if amendment.id is None:
        _insert(session, _NEW_AMENDMENT, amendment)
        revision.amendment_id = amendment.id
    if revision.id is None:
        _insert(session, _NEW_REVISION, revision)
        _write_parts(session, {revision.id: revision.parts})


def _write_parts(session: Session, parts: Mapping[int, Sequence[int]]) -> None:
    """Write, by the key of a revision, the identities of its later parts; they are read as `Revision.parts`."""
    rows = [
        {"revision_id": key, "number": number, "paragraph_id": part}
        for key, own in parts.items()
        for number, part in enumerate(own, 1)
    ]
    if rows:
        session.execute(insert(RevisionPart), rows)


def _insert(session: Session, statement: Insert, record: Amendment | Revision) -> None:
    """Write a record that was made but not added, and add it as one that was read; defaults are read when asked for."""
    columns = record.__table__.columns.keys()
    values = {name: value for name, value in vars(record).items() if name in columns and name != "id"}
    key = session.connection().execute(statement, values).inserted_primary_key
    assert key is not None  # an insert of one row always tells it
    record.id = key[0]
    make_transient_to_detached(record)
    if undone := session.identity_map.get(record.__mapper__.identity_key_from_instance(record)):
        session.expunge(undone)  # of an act that was taken back: the database gives its key again
    session.add(record)


def _require_base(session: Session, amendment: Amendment, seen: int | None, standing: Wording) -> None:
    """Raise StaleText, with both, unless *standing* is the wording that the author was looking at."""
    if seen == standing.id:
        return
    old = session.get(Wording, seen) if seen else None
    if old is not None and old.paragraph_id != amendment.paragraph_id:
        raise NotOfThisText()
    raise StaleText(seen=old.text if old else "", current=standing.text)


def _insertion(session: Session, actor: Actor, context: RoundContext, proposal: Proposal) -> Content:
    text = clean_wording(proposal.text)
    if not text:
        raise WrongShape(what=N_("the new paragraph has no text"))
    after = find_paragraph(session, actor, context, proposal.after)[0] if proposal.after else None
    return {
        "text": text,
        "language": context.version.draft.communique.language,
        "after_id": after.id if after else None,
        "kind": proposal.line_kind,
        "depth": proposal.depth,
        "numbered": proposal.numbered,
    }


def _replacement(case: _Case) -> Content:
    amendment = case.amendment
    if not clean(case.proposal.text, LONGEST_TEXT):
        raise WrongShape(what=N_("the new wording is empty; propose to delete the paragraph instead"))
    target, stands_on = None, case.base.text
    if amendment.amends_id:
        amended = case.session.get_one(Amendment, amendment.amends_id)
        if not _is_comparable(case, amended):
            target = current(case.session, amendment).amends_revision_id
        else:
            require_seen(case.session, amended, None if amendment.revision else case.proposal.seen)
            latest = current(case.session, amended)
            target = latest.id
            stands_on = latest.text if amended.kind == AmendmentKind.REPLACE else case.base.text
    text = clean_wording(case.proposal.text, [case.base.text, stands_on])
    if as_read(text) in (as_read(stands_on), as_read(case.base.text)):
        raise NothingChanges()
    return {"text": text, "amends_revision_id": target}


def _is_comparable(case: _Case, amended: Amendment) -> bool:
    """Return whether the wording of the amended proposal may be compared: not if it ended in a round not shown."""
    return amended.round_id == case.context.round.id or is_visible(case.session, amended, case.actor)


def _division(case: _Case) -> Content:
    if case.base.kind == LineKind.HEADING:
        raise NotPossible(what=N_("a heading is not split; propose other words for it"))
    parts = [clean_wording(part, [case.base.text]) for part in case.proposal.parts]
    if len(parts) < 2 or not all(parts):
        raise WrongShape(what=N_("a split needs two parts or more, none of them empty"))
    require_same_words(case.base.text, parts)
    earlier = current(case.session, case.amendment).parts if case.amendment.revision else ()
    keys = list(earlier[: len(parts) - 1])
    while len(keys) < len(parts) - 1:
        keys.append(add_paragraph(case.session, case.context.round.communique_id).id)
    return {"text": PART.join(parts), "parts": tuple(keys)}


def require_same_words(text: str, parts: Sequence[str]) -> None:
    """Raise NotPossible where the *parts* of a split say other words than the paragraph that it divides."""
    if " ".join(" ".join(parts).split()) != " ".join(text.split()):
        raise NotPossible(
            what=N_("a split only divides; for other words, submit a new wording as a second proposal")
        )


def _relocation(case: _Case) -> Content:
    own = case.amendment.paragraph_id
    order = [line.paragraph for line in lines_of_draft(case.session, case.context.version.draft.id)]
    place = case.place()
    after = place.id if place else None
    if own not in order:
        raise NotPossible(what=N_("a paragraph that is only proposed cannot be moved"))
    at = order.index(own)
    if after == own or after == (order[at - 1] if at else None):
        raise NothingChanges()
    return {"text": case.base.text, "after_id": after}


def _union(case: _Case) -> Content:
    lines = lines_of_draft(case.session, case.context.version.draft.id)
    order = [line.paragraph for line in lines]
    own = case.amendment.paragraph_id
    at = order.index(own) if own in order else len(order)
    if at + 1 >= len(order) or lines[at + 1].kind != case.base.kind:
        raise NotPossible(what=N_("no paragraph of the same kind follows that could be joined"))
    return {"text": f"{case.base.text} {lines[at + 1].text}", "other_id": order[at + 1]}


def _whole(case: _Case) -> Content:
    return {"text": case.base.text if case.amendment.kind == AmendmentKind.KEEP else ""}


_CONTENT: Mapping[AmendmentKind, Callable[[_Case], Content]] = {
    AmendmentKind.REPLACE: _replacement,
    AmendmentKind.SPLIT: _division,
    AmendmentKind.MOVE: _relocation,
    AmendmentKind.JOIN: _union,
    AmendmentKind.DELETE: _whole,
    AmendmentKind.KEEP: _whole,
}


def give_wording(session: Session, context: RoundContext, amendment: Amendment, revision: Revision) -> None:
    """Give a submitted new paragraph its wording, so that it can itself be amended."""
    if amendment.kind != AmendmentKind.INSERT:
        return
    newest = newest_wording(session, amendment.paragraph_id, revision.language)
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
            round_id=context.round.id,
        )
    )


# What follows from a decision or a closing -------------------------------------------------------

_LEFT = ("paragraph_id", "base_id", "kind", "depth", "numbered", "after_id", "other_id", "language", "reason")
"""What the next revision takes over from the one before, unless it is told otherwise."""


def next_revision(
    amendment: Amendment, source: Revision | None, *, text: str, origin: str, round_id: int, **facts: object
) -> Content:
    """
    Return the columns of the next revision of *amendment*: what is left of *source*, as *facts* override it.

    Without a *source* it is the first one, and *facts* say all.
    """
    left: Content = {name: getattr(source, name) for name in _LEFT} if source else {}
    own: Content = {"amendment_id": amendment.id, "communique_id": amendment.communique_id}
    own |= {"sequence": amendment.revision + 1, "round_id": round_id, "text": text, "made": origin}
    return left | own | {"parts": source.parts if source else ()} | facts


def add_revision(
    session: Session,
    amendment: Amendment,
    source: Revision | None = None,
    *,
    text: str,
    origin: str,
    round_id: int,
    **facts: object,
) -> Revision:
    """Write the next revision of *amendment* (`next_revision`), make it the current one and return it."""
    columns = next_revision(amendment, source, text=text, origin=origin, round_id=round_id, **facts)
    revision = Revision(at=utcnow(), **columns)
    amendment.revision += 1
    keep(session, amendment, revision)
    return revision


_AMENDMENTS, _REVISIONS = (Base.metadata.tables[name] for name in ("amendments", "revisions"))
_STEP = (
    update(_AMENDMENTS)
    .where(_AMENDMENTS.c.id == bindparam("key"))
    .values(revision=bindparam("to"), paragraph_id=bindparam("on"))
)


def add_revisions(session: Session, rows: Sequence[Content]) -> dict[int, int]:
    """
    Write many `next_revision`s, each of another proposal, and make them the current ones.

    Return their keys by that of the proposal. Three statements for a thousand of them: one by one they
    would take seconds. Records of the proposals that the session holds have to be read again.
    """
    if not rows:
        return {}
    connection, moment = session.connection(), utcnow()
    steps = [{"key": row["amendment_id"], "to": row["sequence"], "on": row["paragraph_id"]} for row in rows]
    connection.execute(_STEP, steps)
    columns = [{**row, "at": moment} for row in rows]
    parts = {row["amendment_id"]: row.pop("parts") for row in columns}
    written = connection.execute(
        insert(_REVISIONS).returning(_REVISIONS.c.amendment_id, _REVISIONS.c.id), columns
    )
    keys: dict[int, int] = dict(written.all())
    _write_parts(session, {keys[amendment]: own for amendment, own in parts.items()})
    return keys


# Sent twice --------------------------------------------------------------------------------------

_SAME = (
    select(Amendment.code)
    .join(Revision, IS_CURRENT)
    .where(
        Amendment.round_id == bindparam("round"),
        Amendment.sponsor_id == bindparam("sponsor"),
        Amendment.kind == bindparam("kind"),
        Amendment.stage != Stage.WITHDRAWN,
        or_(Amendment.stage == Stage.SUBMITTED, bindparam("made") != "floor"),
        or_(Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id == bindparam("paragraph")),
        Revision.text == bindparam("text"),
        Revision.kind == bindparam("line_kind"),
        Revision.base_id.is_not_distinct_from(bindparam("base")),
        Revision.after_id.is_not_distinct_from(bindparam("after")),
        Revision.amends_revision_id.is_not_distinct_from(bindparam("amends")),
        or_(Revision.made == "sponsor", Revision.made == "floor"),
        Revision.round_id == bindparam("round"),
        ~exists().where(Disposition.revision_id == Revision.id),
    )
    .limit(1)
)


def require_first(session: Session, amendment: Amendment, revision: Revision) -> None:
    """
    Raise ProposedAlready where the sponsor wrote exactly this, undecided: most often a form sent twice.

    Asked before *amendment* is written, so that it does not find itself. From the floor no draft is told of.
    """
    facts = {
        "round": amendment.round_id,
        "sponsor": amendment.sponsor_id,
        "made": revision.made,
        "kind": amendment.kind,
        "paragraph": amendment.paragraph_id,
        "text": revision.text,
        "line_kind": revision.kind,
        "base": revision.base_id,
        "after": revision.after_id,
        "amends": revision.amends_revision_id,
    }
    earlier = session.connection().scalar(_SAME, facts)
    if earlier is not None:
        raise ProposedAlready(code=earlier)
