"""
Copies that know their reader: by setting, documents name who took them, and the Mission sees who opened which draft.

What is noted is noted from the moment on which the setting is made, of everybody with an account. Documents that are
written on the machine itself, and the public files of an adopted text, name nobody (docs/decisions/0142).
"""

from sqlalchemy.orm import Session

from acm_drafts.documents.write import words
from acm_drafts.negotiation.copies import NamedCopy, printed_mark
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Role, Scope
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.copies import has_opened, new_mark
from acm_drafts.store.database import arrived, db, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_person, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Copy, Draft, DraftOpening, NamedCopies, Party
from acm_drafts.text.language import Language

NAMED, NAMELESS = "name readers in copies", "leave readers out of copies"
"""The acts in the journal."""


def name_readers(actor: Actor, code: str, *, named: bool) -> None:
    """
    Make the copies of the text with *code* name their reader from now on, or no longer.

    The same again writes nothing. Raises NotPermitted, NotFound.
    """
    with transaction() as session:
        require(actor, Act.KEEP_COPIES, meeting_facts(session, "code", code))
        communique = hold_round(session, By.CODE, code, adopted_too=True).communique
        kept = session.get(NamedCopies, communique)
        if (kept is not None) == named:
            return
        if kept is None:
            session.add(NamedCopies(communique_id=communique, since=arrived()))
        else:
            session.delete(kept)
        write_line(session, actor, NAMED if named else NAMELESS, scope=Scope.ALL, communique=communique)


def note_opened(actor: Actor, draft: Draft) -> None:
    """
    Note that somebody opens a draft for the first time, where its copies name their reader.

    The caller has asked whether they may read it. Nothing is noted of the Mission's own people. One query where it is
    noted already.
    """
    if draft.communique.copies_named_since is None or actor.user is None or actor.holds(Role.MISSION):
        return
    key = draft.id
    if has_opened(db.session(), key, actor.user):
        return
    with transaction() as session:
        hold_person(session, actor.user)
        _note_opened(session, actor, key)


def _note_opened(session: Session, actor: Actor, draft_id: int) -> None:
    if actor.user is None or actor.holds(Role.MISSION) or has_opened(session, draft_id, actor.user):
        return
    session.add(
        DraftOpening(draft_id=draft_id, user_id=actor.user, party_id=actor.main_party(), at=arrived())
    )
    session.flush()


def take_copy(actor: Actor, draft: Draft, *, form: str, language: str) -> NamedCopy | None:
    """
    Note that somebody takes a copy, and return what it bears; None where the copies of the text name nobody.

    Each copy has a mark of its own. The caller has asked whether *actor* may read the draft.
    """
    if draft.communique.copies_named_since is None or actor.user is None:
        return None
    key, user = draft.id, actor.user
    with transaction() as session:
        hold_person(session, user)
        copy = Copy(
            draft_id=key,
            user_id=user,
            party_id=actor.main_party(),
            form=form,
            language=language,
            mark=new_mark(),
            at=arrived(),
        )
        session.add(copy)
        _note_opened(session, actor, key)
        return NamedCopy(_named(session, actor, language), printed_mark(copy.mark))


def _named(session: Session, actor: Actor, language: str) -> str:
    """Return who takes a copy: the person, and for whom."""
    key = actor.main_party()
    if key is None:
        return actor.name
    comma = words.say(Language(language), "comma")
    return f"{actor.name}{comma}{credited_name(session.get_one(Party, key), language)}"
