"""
Adoption: under which symbol, where and when a text was adopted, and what is still open in one that is to be.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.adoption import OpenMatter, ReadyFacts, open_matters, require_not_adopted
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import DraftStatus, PartyKind
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.desk import waiting_for_sponsors
from acm_drafts.store.drafts import agreed_paragraphs, lines_of_draft
from acm_drafts.store.records import (
    Adoption,
    AdoptionMatter,
    Amendment,
    Attendance,
    Body,
    Circulation,
    Draft,
    Paragraph,
    Party,
    Round,
    Sitting,
)
from acm_drafts.store.set_apart import declined_in


def find_adoption(session: Session, communique_id: int) -> Adoption | None:
    """Return the adoption of a text with its sitting and its chair, None where it is not adopted. One query."""
    wanted = (
        select(Adoption)
        .where(Adoption.communique_id == communique_id)
        .join(Adoption.sitting)
        .join(Body, Body.id == Sitting.body_id)
        .options(
            contains_eager(Adoption.sitting).contains_eager(Sitting.body),
            joinedload(Adoption.draft),
            joinedload(Adoption.chair),
        )
    )
    return session.scalars(wanted).one_or_none()


def require_no_adoption(session: Session, communique_id: int) -> None:
    """Raise TextAdopted where a text is adopted. One query."""
    adoption = find_adoption(session, communique_id)
    if adoption is not None:
        require_not_adopted(adoption.symbol, adoption.day)


def days_of_adoptions(session: Session, body_id: int) -> frozenset[date]:
    """Return the days on which a body adopted texts. One query."""
    days = select(Adoption.day).join(Sitting, Sitting.id == Adoption.sitting_id)
    return frozenset(session.scalars(days.where(Sitting.body_id == body_id)))


def matters_at(session: Session, adoption: Adoption) -> tuple[AdoptionMatter, ...]:
    """Return what was still open when a text was adopted, as it was confirmed. One query."""
    wanted = select(AdoptionMatter).where(AdoptionMatter.adoption_id == adoption.id)
    return tuple(session.scalars(wanted.order_by(AdoptionMatter.position)))


def open_in(session: Session, draft: Draft) -> tuple[OpenMatter, ...]:
    """Return what is still open in the newest draft of a text on which no round runs. Fifteen queries at most."""
    last = select(Round.id).where(Round.communique_id == draft.communique_id)
    round_id = session.scalar(last.order_by(Round.number.desc()).limit(1))
    pending: dict[int, int] = {}
    unanswered: dict[int, int] = {}
    if round_id is not None:
        pending = {row.edit.proposal: row.edit.paragraph for row in pending_in_round(session, round_id)}
        keys = waiting_for_sponsors(session, draft.communique_id, round_id)
        rows = select(Amendment.id, Amendment.paragraph_id).where(Amendment.id.in_(keys))
        unanswered = dict(session.execute(rows).all()) if keys else {}
    lines = lines_of_draft(session, draft.id)
    return open_matters(
        lines,
        agreed=agreed_paragraphs(session, draft.communique_id),
        declined=declined_in(session, draft.communique_id),
        pending=pending,
        unanswered=unanswered,
    )


def unconfirmed_in(session: Session, draft: Draft) -> tuple[Line, ...]:
    """Return the lines of the newest draft of a text that are agreed ad referendum and not confirmed. Two queries."""
    agreed = agreed_paragraphs(session, draft.communique_id)
    return tuple(line for line in lines_of_draft(session, draft.id) if agreed.get(line.paragraph))


def ready_facts(session: Session, draft: Draft) -> ReadyFacts:
    """Return what decides whether the newest draft of a text can be adopted. One query."""
    circulated, runs = session.execute(
        select(
            select(Circulation.id).where(Circulation.draft_id == draft.id).exists(),
            select(Round.id)
            .where(Round.communique_id == draft.communique_id, Round.closed_at.is_(None))
            .exists(),
        )
    ).one()
    return ReadyFacts(DraftStatus(draft.status), circulated, runs)


# What is wrong -------------------------------------------------------------------------------------


class AdoptionFault(NamedTuple):
    """What is wrong with an adoption or a corrigendum; *paragraph*: the code of the one it is about, "" for none."""

    paragraph: str
    message: str


_ADOPTED = (
    select(Adoption.id)
    .join(Draft, Draft.id == Adoption.draft_id)
    .join(Sitting, Sitting.id == Adoption.sitting_id)
    .where(Adoption.communique_id == bindparam("communique"))
)
_LATER_DRAFT = (
    select(Draft.id)
    .where(Draft.communique_id == Adoption.communique_id, Draft.id != Adoption.draft_id)
    .where(Draft.made_at > Adoption.at)
    .correlate(Adoption)
    .exists()
)
_LATER_SEQUENCE = (
    select(func.max(Draft.sequence)).where(Draft.communique_id == Adoption.communique_id).correlate(Adoption)
).scalar_subquery()
_RUNS = (
    select(Round.id)
    .where(Round.communique_id == Adoption.communique_id, Round.closed_at.is_(None))
    .correlate(Adoption)
    .exists()
)
_IS_CIRCULATED = (
    select(Circulation.id).where(Circulation.draft_id == Adoption.draft_id).correlate(Adoption).exists()
)
_ATTENDED = select(Attendance.sitting_id).where(Attendance.present.is_(True))
_FAULTS: Sequence[tuple[Select[int], str]] = (
    (
        _ADOPTED.where(Adoption.digest != Draft.digest),
        N_("the adopted text does not have the fingerprint with which it was adopted"),
    ),
    (
        _ADOPTED.where(Draft.status != DraftStatus.FINAL),
        N_("it is adopted although it was not declared final"),
    ),
    (_ADOPTED.where(~_IS_CIRCULATED), N_("it is adopted although it was not circulated")),
    (
        _ADOPTED.where(_LATER_DRAFT | (Draft.sequence < _LATER_SEQUENCE)),
        N_("a draft of the text came after the one that was adopted"),
    ),
    (_ADOPTED.where(_RUNS), N_("a round runs on the adopted text")),
    (
        _ADOPTED.where(
            Sitting.opened_at.is_(None)
            | (Sitting.opened_at > Adoption.at)
            | Sitting.id.not_in(_ATTENDED)
            | (Sitting.place != Adoption.place)
        ),
        N_("the adoption is not what the sitting at which it was made tells"),
    ),
    (
        _ADOPTED.join(Party, Party.id == Adoption.chair_id).where(Party.kind != PartyKind.STATE),
        N_("it was adopted under the chair of somebody who is no Member State"),
    ),
)
_MATTERS = (
    select(Paragraph.code)
    .join(AdoptionMatter, AdoptionMatter.paragraph_id == Paragraph.id)
    .where(AdoptionMatter.communique_id == bindparam("communique"), AdoptionMatter.kind == "unagreed")
    .where(Paragraph.state == "agreed")
)


def faults_of_adoption(session: Session, communique_id: int) -> list[AdoptionFault]:
    """Return what is wrong with the adoption of a text: what no verb would have written. Eight queries."""
    keys = {"communique": communique_id}
    faults = [
        AdoptionFault("", message)
        for statement, message in _FAULTS
        if session.scalars(statement, keys).first() is not None
    ]
    changed = N_("it is agreed now, and it was not when the text was adopted")
    return faults + [AdoptionFault(code, changed) for code in session.scalars(_MATTERS, keys)]
