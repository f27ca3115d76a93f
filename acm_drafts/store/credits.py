"""
What made each draft out of the one before: the decided proposals of every round, and whose each may be called.

Six queries for any two drafts, whatever lies between. A name is told where the text that the
proposal stood on and the one that is given out both show sponsors, and the reader reads the
proposals of that round; everywhere else a change is the Mission's.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.crediting import Credits, Deed, Hand, Step
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, PartyKind
from acm_drafts.store import adopted, queries, texts
from acm_drafts.store.docket import ADOPTED, edit_of
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Decision,
    Disposition,
    Draft,
    Party,
    Round,
)

MISSION = "Mission"
"""The author of whatever may not be told, of the Mission's own words, and of numbers made good; in any language."""


def load(session: Session, actor: Actor, *, old: Draft, new: Draft, language: str) -> Credits:
    """
    Return what was changed by whom from *old* to *new*, a later draft of the same communiqué. Six queries.

    Names are in *language*. The caller has asked whether *actor* may read the two drafts.
    """
    rows = session.execute(
        select(Draft, Circulation, Round)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Round, Round.draft_id == Draft.id)
        .where(
            Draft.communique_id == new.communique_id,
            Draft.sequence.between(old.sequence, new.sequence),
        )
        .order_by(Draft.sequence)
    ).all()
    issues = [Issue(draft, circulation) for draft, circulation, _ in rows]
    hidden = issues[-1].circulation is not None and not issues[-1].attributed
    meeting = new.communique.meeting
    settings = {
        row[2].id: Setting(row[2], issue, meeting.id)
        for row, issue in zip(rows, issues, strict=True)
        if row[2]
    }
    named = {
        key: setting.issue.attributed and not hidden and queries.sees_all(actor, setting)
        for key, setting in settings.items()
    }
    zone = meeting.zone
    deeds = _deeds(session, named, language, zone)
    lines = queries.lines_of(session, [issue.draft.id for issue in issues])
    steps = [
        Step(
            lines[after.draft.id],
            deeds.get(row[2].id if row[2] else 0, ()),
            Hand(MISSION, _at(after.draft.made_at, zone)),
        )
        for row, after in zip(rows, issues[1:], strict=False)
    ]
    return Credits(lines[old.id], steps, texts.descents(session, new.communique_id))


def _deeds(session: Session, named: Mapping[int, bool], language: str, zone: str) -> dict[int, list[Deed]]:
    """Return what was adopted, or absorbed into what was, by round, in the order decided. One query."""
    rows = adopted.dispositions(
        session,
        Decision.round_id.in_(named),
        Amendment.kind != AmendmentKind.KEEP,
        outcomes=(*ADOPTED, Outcome.ABSORBED),
    )
    found: dict[int, list[Deed]] = {}
    for row in rows:
        key = row.decision.round_id
        found.setdefault(key, []).append(_deed(row, named[key], language, zone))
    return found


def _deed(row: Disposition, named: bool, language: str, zone: str) -> Deed:
    amendment, absorbed = row.revision.amendment, row.outcome == Outcome.ABSORBED
    mission = amendment.sponsor.kind == PartyKind.MISSION
    author = called(amendment.sponsor, language) if named else MISSION
    edit = edit_of(
        amendment,
        row.revision,
        text=None if absorbed else row.text,
        bracketed=row.outcome == Outcome.BRACKETED,
        rank=row.rank,
    )
    return Deed(edit, Hand(author, _at(row.decision.at, zone)), 2 if mission else 1 if absorbed else 0)


def called(party: Party, language: str) -> str:
    """Return the name of a party in *language*, of the Mission the one that documents use."""
    if party.kind == PartyKind.MISSION:
        return MISSION
    names = {"en": party.name_en, "fr": party.name_fr, "ar": party.name_ar}
    return names[language]


def _at(moment: datetime, zone: str) -> str:
    """
    Return a moment as documents date a change: by the clock of *zone*, to the second.

    Word shows what is written as it stands, whatever zone is named behind it.
    """
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")
