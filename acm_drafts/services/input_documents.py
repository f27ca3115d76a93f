"""
The compilation of the answers to a call for inputs, read out of the database into values that a document is made from.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import inputs
from acm_drafts.documents.write.cities import city_of
from acm_drafts.documents.write.inputs import CompiledInput, CompiledInputs, Order
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.inputs import InputRecord, get_call, inputs_to, reads_all
from acm_drafts.store.meetings import today_in
from acm_drafts.store.people import by_name, find_parties
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.text.language import Language

__all__ = ["Order", "compilation_document"]


def compilation_document(
    session: Session,
    actor: Actor,
    code: str,
    *,
    order: Order = Order.QUESTION,
    language: Language,
    template: Template | None = None,
) -> bytes:
    """
    Return the answers to a call as they stand, as a Word file in *language* of today; they stay in their own.

    Raises NotFound for a call that is not issued, and where *actor* does not read all answers.
    """
    record = get_call(session, actor, code)
    draft = newest_circulated(session, record.call.communique_id)
    if not record.is_issued or draft is None or not reads_all(actor, record):
        raise NotFound()
    read = {answer.row.party_id: answer for answer in inputs_to(session, actor, record) if answer.submitted}
    answered = by_name((answer.row.party for answer in read.values()), language)
    zone = record.version.zone
    compiled = CompiledInputs(
        face=draft_text(session, draft, language=language.value),
        day=today_in(zone).isoformat(),
        title=record.version.title,
        background=record.version.background,
        questions=record.questions,
        deadline=_moment(record.deadline, zone),
        zone=city_of(zone, language),
        inputs=[_compiled(read[party.id], language, zone) for party in answered],
        asked=len(find_parties(session, PartyKind.STATE)),
        order=order,
    )
    return inputs.render(compiled, template)


def _compiled(answer: InputRecord, language: Language, zone: str) -> CompiledInput:
    """Return an answer as it stands."""
    version = answer.submitted
    assert version is not None
    return CompiledInput(
        name=credited_name(answer.row.party, language.value),
        submitted=_moment(version.row.at, zone),
        late=version.row.late,
        language=version.language,
        parts=version.parts,
        files=[file.name for file in version.files],
    )


def _moment(moment: datetime, zone: str) -> tuple[str, str]:
    local = moment.astimezone(ZoneInfo(zone))
    return local.date().isoformat(), f"{local:%H:%M}"
