"""The agenda that the demonstration shows: provisional, annotated, with proposals of delegations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.terms import TextKind
from acm_drafts.store.annotations import annotations_in
from acm_drafts.store.drafts import is_circulated
from acm_drafts.store.records import Amendment, Communique


def test_the_demonstration_has_a_provisional_agenda_with_annotations_and_three_kinds_of_proposals(
    demonstration: Session,
):
    key = demonstration.scalars(select(Communique.id).where(Communique.kind == TextKind.AGENDA)).one()
    kinds = demonstration.scalars(select(Amendment.kind).where(Amendment.communique_id == key)).all()

    assert is_circulated(demonstration, key)
    assert sorted(kinds) == ["insert", "move", "replace"]
    assert len(annotations_in(demonstration, key)) == 3
