"""
What a document is made from: a draft read out of the database into a value that documents understand.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.negotiation.tracking import TrackedText, track
from acm_drafts.store import credits, queries, texts
from acm_drafts.store.records import Circulation, Draft


def draft_text(session: Session, draft: Draft, *, language: str = "") -> DraftText:
    """
    Return *draft* as documents see it; the caller has asked whether it may be read.

    Its date is that of its circulation, before that the day it was made. With *language*, lines
    that have a translation are in the newest one and the others stay in the draft's own.
    """
    lines = queries.lines(session, draft.id)
    wanted = language or draft.communique.language
    if wanted != draft.communique.language:
        translated = texts.translated(session, draft.id, wanted)
        lines = tuple(replace(line, text=translated.get(line.wording, line.text)) for line in lines)
    circulated: datetime | None = session.scalar(
        select(Circulation.at).where(Circulation.draft_id == draft.id)
    )
    return DraftText(
        title=draft.communique.title,
        symbol=draft.symbol,
        status=DraftStatus(draft.status),
        language=wanted,
        date=(circulated or draft.made_at).date().isoformat(),
        lines=lines,
    )


def tracked_text(
    session: Session, actor: Actor, *, draft: Draft, since: Draft, language: str = ""
) -> TrackedText:
    """
    Return *draft* with every change since an earlier one, each with whose it is as *actor* may know it.

    The caller has asked whether both may be read.
    """
    face = draft_text(session, draft, language=language)
    before = draft_text(session, since, language=language)
    known = credits.load(session, actor, old=since, new=draft, language=face.language)
    descents = texts.descents(session, draft.communique_id)
    return TrackedText(face, before.symbol, track(before.lines, face.lines, descents, credits=known))
