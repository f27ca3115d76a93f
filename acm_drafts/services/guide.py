"""
The guide by agenda item: the Mission adds agendas, tags paragraphs and links items; people follow an item.

Agendas belong to no meeting: who drafts for the Mission at one of them keeps the guide. A tag says under which item a
paragraph is spoken to and changes nothing in the text, so an adopted one is tagged too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound, NotPermitted, ParagraphNotInText
from acm_drafts.negotiation.guide import (
    AgendaChanges,
    AgendaUnchanged,
    FollowedAlready,
    KnownItem,
    NotEarlier,
    NotFollowed,
    NotOnAgenda,
    SameLink,
    SessionItem,
    TagAct,
    compare_agendas,
    items_in_journal,
    require_agenda_known,
    require_for_assembly,
    require_possible,
    require_unused,
)
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.guide import (
    ACTS,
    find_item,
    follows,
    known_items,
    last_act,
    session_of_text,
    uses_of_agenda,
)
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_guide, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import (
    AssemblyItem,
    Circulation,
    Communique,
    ItemFollower,
    Paragraph,
    ParagraphTag,
)

_APART = 999
"""A session that no agenda is of, where items wait while their numbers are exchanged."""


def keeps_guide(actor: Actor) -> bool:
    """Return whether the person keeps the guide: at one of their meetings at least."""
    return any(may(at, Act.KEEP_GUIDE, Facts(meeting=at.meeting)) for at in actor.places())


# Agendas ---------------------------------------------------------------------------------------------


def add_agenda(
    actor: Actor, number: int, items: Sequence[SessionItem], *, same_items: bool = False
) -> AgendaChanges:
    """
    Save *items* as the agenda of a session, in place of the one that is saved, and return what that changed.

    *same_items*: an item whose title differs from that of its number is the same. Raises NotPermitted, WrongSession,
    SessionAhead, AgendaUnchanged, and ItemRenamed and ItemInUse where the guide uses an item (nothing is saved then).
    """
    if not keeps_guide(actor):
        raise NotPermitted()
    require_agenda_known(number, utcnow().date())
    with transaction() as session:
        hold_guide(session)
        before = known_items(session, number)
        changes = compare_agendas(before, items, same_items=same_items)
        changed = {known.key: known for known in before if known.item != changes.kept.get(known.key)}
        if not changed and not changes.added:
            raise AgendaUnchanged()
        _write_agenda(session, number, changes, changed)
        write_line(
            session,
            actor,
            "change session agenda" if before else "add session agenda",
            scope=Scope.MISSION,
            subject=str(number),
            before=_listed([known.item for known in changed.values()]),
            after=_listed([*(changes.kept[key] for key in changed if key in changes.kept), *changes.added])
            if before
            else "",
        )
        return changes


def remove_agenda(actor: Actor, number: int) -> int:
    """
    Remove the agenda of a session to which nothing refers, as one saved under a mistyped number; return how many items.

    Raises NotPermitted, NotFound, and AgendaTagged, AgendaFollowed and AgendaLinked for what refers to it.
    """
    if not keeps_guide(actor):
        raise NotPermitted()
    with transaction() as session:
        hold_guide(session)
        items = known_items(session, number)
        if not items:
            raise NotFound()
        require_unused(number, uses_of_agenda(session, number))
        session.execute(delete(AssemblyItem).where(AssemblyItem.session == number))
        write_line(
            session,
            actor,
            "remove session agenda",
            scope=Scope.MISSION,
            subject=str(number),
            before=_listed([known.item for known in items]),
        )
        return len(items)


def _write_agenda(
    session: Session, number: int, changes: AgendaChanges, changed: Mapping[int, KnownItem]
) -> None:
    """Remove, change and add items; numbers that are exchanged are never the same on the way."""
    if changes.removed:
        session.execute(delete(AssemblyItem).where(AssemblyItem.id.in_(changes.removed)))
    kept = [key for key in changed if key in changes.kept]
    if kept:
        session.execute(update(AssemblyItem).where(AssemblyItem.id.in_(kept)).values(session=_APART))
        session.execute(
            update(AssemblyItem),
            [{"id": key, "session": number, **asdict(changes.kept[key])} for key in kept],
        )
    if changes.added:
        session.execute(insert(AssemblyItem), [{"session": number, **asdict(item)} for item in changes.added])
    session.expire_all()


def _listed(items: Sequence[SessionItem]) -> str:
    """Return items as the journal keeps them, one a line."""
    ordered = sorted(items, key=lambda item: item.place)
    return "\n".join(f"{items_in_journal([(item.number, item.part)])} {item.title_en}" for item in ordered)


def link_item(
    actor: Actor,
    of: int,
    numbered: tuple[int, str],
    *,
    earlier: tuple[int, int, str] | None,
) -> AssemblyItem:
    """
    Say which earlier item an item of the session *of* continues, None for what its title tells, and return it.

    *earlier*: session, number and letter. Raises NotPermitted, NotFound, NotEarlier, NotOnAgenda, SameLink.
    """
    if not keeps_guide(actor):
        raise NotPermitted()
    with transaction() as session:
        hold_guide(session)
        item = _get_item(session, of, numbered)
        before = session.get(AssemblyItem, item.continues_id) if item.continues_id else None
        after = None
        if earlier is not None:
            if earlier[0] >= of:
                raise NotEarlier()
            after = find_item(session, earlier[1], earlier[2], of=earlier[0])
            if after is None:
                raise NotOnAgenda(number=items_in_journal([earlier[1:]]), session=earlier[0])
        if before is after:
            raise SameLink()
        item.continues_id = after.id if after is not None else None
        write_line(
            session,
            actor,
            "link item" if after is not None else "unlink item",
            scope=Scope.MISSION,
            subject=_place(item),
            before=_place(before) if before is not None else "",
            after=_place(after) if after is not None else "",
        )
        return item


def _place(item: AssemblyItem) -> str:
    """Return an item as the journal names it beside its session: "81/71 (b)"."""
    return f"{item.session}/{items_in_journal([(item.number, item.part)])}"


def _get_item(session: Session, of: int, numbered: tuple[int, str]) -> AssemblyItem:
    item = find_item(session, *numbered, of=of)
    if item is None:
        raise NotFound()
    return item


# Tags ------------------------------------------------------------------------------------------------


def decide_item(actor: Actor, paragraph_id: int, act: TagAct, numbered: tuple[int, str]) -> ParagraphTag:
    """
    Tag a paragraph with an item of its session, remove the tag, or decline a suggestion; return that.

    *numbered*: number and letter of the item. Raises NotPermitted, NotFound, NotForAssembly, ParagraphNotInText,
    NotOnAgenda, AlreadyTagged, NotTagged, AlreadyDeclined.
    """
    with transaction() as session:
        owner = session.scalar(select(Paragraph.communique_id).where(Paragraph.id == paragraph_id))
        if owner is None:
            raise NotFound()
        require(actor, Act.KEEP_GUIDE, meeting_facts(session, "communique", owner))
        require_for_assembly(session.get_one(Communique, owner).kind)
        draft = hold_round(session, By.PARAGRAPH, paragraph_id, adopted_too=True).draft(session)
        if find_wording(session, paragraph_id, draft.id) is None:
            raise ParagraphNotInText(symbol=draft.symbol)
        hold_guide(session)
        of = session_of_text(session, owner)
        item = find_item(session, *numbered, of=of) if of is not None else None
        if item is None:
            raise NotOnAgenda(number=items_in_journal([numbered]), session=of or 0)
        require_possible(act, last_act(session, paragraph_id, item.id))
        tag = ParagraphTag(communique_id=owner, paragraph_id=paragraph_id, item_id=item.id, act=act)
        session.add(tag)
        circulated = session.scalar(select(Circulation.id).where(Circulation.draft_id == draft.id))
        write_line(
            session,
            actor,
            ACTS[act],
            scope=Scope.ALL if circulated and act is not TagAct.DECLINE else Scope.MISSION,
            communique=owner,
            paragraph=paragraph_id,
            subject=items_in_journal([numbered]),
            after=item.title_en,
        )
        return tag


# People ----------------------------------------------------------------------------------------------


def follow_item(actor: Actor, of: int, numbered: tuple[int, str]) -> ItemFollower:
    """Put the person down as following an item; return that. Raises NotPermitted, NotFound, FollowedAlready."""
    user, party = _own(actor)
    with transaction() as session:
        hold_guide(session)
        item = _get_item(session, of, numbered)
        if follows(session, user, item.id):
            raise FollowedAlready()
        row = ItemFollower(item_id=item.id, user_id=user)
        session.add(row)
        write_line(session, actor, "follow item", scope=Scope.PARTY, party=party, subject=_place(item))
        return row


def leave_item(actor: Actor, of: int, numbered: tuple[int, str]) -> None:
    """Take the person out of those who follow an item. Raises NotPermitted, NotFound, NotFollowed."""
    user, party = _own(actor)
    with transaction() as session:
        hold_guide(session)
        item = _get_item(session, of, numbered)
        if not follows(session, user, item.id):
            raise NotFollowed()
        session.execute(
            delete(ItemFollower).where(ItemFollower.item_id == item.id, ItemFollower.user_id == user)
        )
        write_line(session, actor, "leave item", scope=Scope.PARTY, party=party, subject=_place(item))


def _own(actor: Actor) -> tuple[int, int]:
    """Return the person and the party that they write for first. Raises NotPermitted for who writes for none."""
    for at in actor.places():
        party = at.main_party()
        if (
            actor.user is not None
            and party is not None
            and may(at, Act.FOLLOW_ITEM, Facts(meeting=at.meeting))
        ):
            return actor.user, party
    raise NotPermitted()
