"""Conditions that many queries share: which decisions count, since when proposals wait, what is not withdrawn."""

from datetime import date
from typing import Any, TypeVarTuple

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from acm_drafts.negotiation.terms import DecisionKind, Outcome
from acm_drafts.store.records import (
    Body,
    Communique,
    Decision,
    Disposition,
    Draft,
    Revision,
    Silence,
    Sitting,
    Source,
    SourceWithdrawal,
)

Columns = TypeVarTuple("Columns")

NOT_WITHDRAWN: ColumnElement[bool] = Draft.withdrawn_at.is_(None)
"""The condition on Draft for every list, search and command: a withdrawn draft is shown at its own address alone."""

SOURCE_OFFERED: ColumnElement[bool] = (
    ~select(SourceWithdrawal.source_id)
    .where(SourceWithdrawal.source_id == Source.id)
    .correlate(Source)
    .exists()
)
"""The condition on Source for every search and list of what the library offers."""

SOURCE_AS_NEGOTIATED: ColumnElement[bool] = (
    ~select(Communique.id)
    .where(Communique.id == Source.communique_id, Communique.language != Source.language)
    .correlate(Source)
    .exists()
)
"""The condition on Source that it is no translation of a text adopted here: what it asks for is asked once."""

VOIDING = aliased(Decision)
"""The decision that voids another. Made once: to work out an alias's columns takes longer than many a query."""

_REOPENING = aliased(Decision)


UNTIL: BindParameter[Any] = bindparam("until", type_=Decision.at.type)
"""The moment as of which something of the past is asked: what was done from then on does not count."""


def voided(decision_id: Any, *, then: bool = False) -> ColumnElement[bool]:
    """Return the condition that another decision voids the one with the key *decision_id*; *then*: did before UNTIL."""
    voiding = select(VOIDING.id).where(VOIDING.voids_id == decision_id)
    return (voiding.where(VOIDING.at < UNTIL) if then else voiding).exists()


def reopened(agreement: Any) -> ColumnElement[bool]:
    """Return the condition that the paragraph of *agreement* (Decision or an alias of it) was reopened after it."""
    return (
        select(_REOPENING.id)
        .where(
            _REOPENING.kind == str(DecisionKind.REOPEN),
            _REOPENING.paragraph_id == agreement.paragraph_id,
            _REOPENING.id > agreement.id,
            ~voided(_REOPENING.id),
        )
        .exists()
    )


def ended(agreement: Any) -> ColumnElement[bool]:
    """
    Return the condition that *agreement* (Decision or an alias of it) no longer counts: it was voided, or reopened.

    What a sitting or a silence procedure agreed is told as ended by this rule, on pages and in documents.
    """
    return or_(voided(agreement.id), reopened(agreement))


def reopened_on(decision: Any) -> ScalarSelect[date]:
    """Return the day on which the paragraph of *decision* (Decision or an alias of it) was reopened last after it."""
    return (
        select(func.max(_REOPENING.agreed_on))
        .where(
            _REOPENING.kind == str(DecisionKind.REOPEN),
            _REOPENING.paragraph_id == decision.paragraph_id,
            _REOPENING.id > decision.id,
            ~voided(_REOPENING.id),
        )
        .scalar_subquery()
    )


def live(statement: Select[*Columns], *, then: bool = False) -> Select[*Columns]:
    """Return *statement*, in which Decision stands, for the decisions alone that none voids; *then*: before UNTIL."""
    voids = VOIDING.voids_id == Decision.id
    if not then:
        return statement.outerjoin(VOIDING, voids).where(VOIDING.id.is_(None))
    counting = statement.outerjoin(VOIDING, and_(voids, VOIDING.at < UNTIL))
    return counting.where(VOIDING.id.is_(None), Decision.at < UNTIL)


def waits_since(proposal: Any, revision: Any) -> ColumnElement[Any]:
    """
    Return when a *proposal* that says *revision* was submitted, or last came back because it was contested.

    What a compromise absorbed does not count as come back: its sponsors were asked about the compromise itself, which
    is not agreed while one objects.
    """
    back, before = aliased(Revision), aliased(Revision)
    absorbed = (
        select(Disposition.id)
        .join(before, before.id == Disposition.revision_id)
        .where(
            before.amendment_id == back.amendment_id,
            before.sequence == back.sequence - 1,
            Disposition.outcome == str(Outcome.ABSORBED),
        )
        .correlate(back)
        .exists()
    )
    came_back = select(func.max(back.at)).where(
        back.amendment_id == proposal.id,
        back.made == "contested",
        back.sequence <= revision.sequence,
        ~absorbed,
    )
    return func.coalesce(came_back.correlate(proposal, revision).scalar_subquery(), proposal.submitted_at)


_BODY_OF_SITTING = select(Sitting.body_id).where(Sitting.id == Decision.sitting_id).correlate(Decision)
_BODY_OF_SILENCE = select(Silence.body_id).where(Silence.id == Decision.silence_id).correlate(Decision)
CITY_OF_DECISION = (
    select(Body.city)
    .where(or_(Body.id.in_(_BODY_OF_SITTING), Body.id.in_(_BODY_OF_SILENCE)))
    .correlate(Decision)
    .scalar_subquery()
)
"""In which city sits the body whose sitting or silence procedure took a decision; NULL where none did."""
