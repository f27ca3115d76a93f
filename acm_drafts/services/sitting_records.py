"""
The record of a closed sitting, read out of the database into a value that a document is made from.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import record
from acm_drafts.documents.write.record import BodyTitle, RecordedResult, RecordText
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import SittingResult, Stance
from acm_drafts.services.documents import draft_text
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.people import by_name
from acm_drafts.store.records import Body, Party, SittingResultRow
from acm_drafts.store.sittings import SittingRecord, agenda_lines, decided_at, get_sitting, reads_record
from acm_drafts.store.text import DraftSet, draft_set
from acm_drafts.text.language import Language

FIRST_WORDS = 40


def record_document(
    session: Session, actor: Actor, code: str, *, language: Language, template: Template | None = None
) -> bytes:
    """
    Return the record of the closed sitting with *code* as a Word file in *language*.

    Raises NotFound for a sitting that is not closed, and for one of which *actor* may not read the record.
    """
    sitting = get_sitting(session, code)
    if sitting.sitting.closed_at is None or not reads_record(actor, sitting):
        raise NotFound()
    return record.render(record_text(session, actor, sitting, language), template)


def record_text(session: Session, actor: Actor, sitting: SittingRecord, language: Language) -> RecordText:
    """Return the record of a closed sitting as a document tells it to *actor*."""
    row = sitting.sitting
    assert row.opened_at is not None and row.closed_at is not None
    drafts = draft_set(session, row.communique_id, actor)
    held_on = [version.draft for version in drafts.versions if version.draft.made_at <= row.closed_at]
    decided = _decided(session, actor, drafts, sitting)
    numbers = _numbers(session, drafts, [*sitting.agenda, *decided], row.closed_at)
    adopted = _adopted(drafts, sitting)
    local = row.opened_at.astimezone(ZoneInfo(row.zone))
    unknown = [state for state in sitting.members if state.id not in sitting.attendance]
    return RecordText(
        face=draft_text(session, held_on[-1] if held_on else drafts.newest.draft, language=language.value),
        body=body_title(row.body, language),
        number=row.number,
        day=local.date().isoformat(),
        opened=f"{local:%H:%M}",
        closed=f"{row.closed_at.astimezone(ZoneInfo(row.zone)):%H:%M}",
        zone=row.zone.rpartition("/")[2].replace("_", " "),
        place=row.place,
        present=[_with_speakers(sitting, state, language) for state in by_name(sitting.present, language)],
        absent=_names(sitting.absent, language),
        unknown=_names(unknown, language),
        results=[_result(sitting, result, numbers, language) for result in sitting.results],
        decided=[numbers[key] for key in decided],
        adopted=adopted,
        left=[] if adopted else [numbers[key] for key in _left(sitting, decided)],
        spoken=Language(row.communique.language),
    )


def _decided(session: Session, actor: Actor, drafts: DraftSet, sitting: SittingRecord) -> list[int]:
    """Return the paragraphs without a result on which decisions name the sitting, as far as *actor* may know."""
    keys = decided_at(session, drafts, actor, sitting.sitting.id)
    return [key for key in keys if sitting.result_on(key) is None]


def _left(sitting: SittingRecord, decided: Sequence[int]) -> list[int]:
    """Return the paragraphs of the agenda on which the sitting came to nothing."""
    return [key for key in sitting.agenda if key not in decided and sitting.result_on(key) is None]


def _adopted(drafts: DraftSet, sitting: SittingRecord) -> str:
    """Return the symbol under which the text was adopted at the sitting, "" where it was not."""
    adoption = drafts.adoption
    return adoption.symbol if adoption and adoption.sitting_id == sitting.sitting.id else ""


def _numbers(session: Session, drafts: DraftSet, paragraphs: Sequence[int], at: datetime) -> dict[int, str]:
    """Return what each of *paragraphs* was called when the sitting was closed: its number or first words."""
    lines = agenda_lines(session, drafts, paragraphs, at)
    called = {key: lines[key].reference or f"“{lines[key].text[:FIRST_WORDS]}…”" for key in lines}
    return {key: called.get(key, "…") for key in paragraphs}


def body_title(body: Body, language: Language) -> BodyTitle:
    """Return what a body is called in a document in *language*."""
    return BodyTitle(str(getattr(body, f"name_{language.value}")), body.level, body.city)


def _result(
    sitting: SittingRecord, row: SittingResultRow, numbers: dict[int, str], language: Language
) -> RecordedResult:
    return RecordedResult(
        number=numbers[row.paragraph_id],
        result=SittingResult(row.result),
        text=row.text,
        referred_to=body_title(row.referred_to, language) if row.referred_to else None,
        opposed=_who(row, Stance.OPPOSE, language),
        reserved=_who(row, Stance.RESERVE, language),
        remark=row.remark,
        counts=sitting.result_on(row.paragraph_id) is row,
        confirmed=_confirmed(sitting, row),
    )


def _confirmed(sitting: SittingRecord, row: SittingResultRow) -> tuple[str, str] | None:
    """Return on which day, by the clocks of the sitting, and by whom an agreement ad referendum was confirmed."""
    confirmation = sitting.confirmed.get(row.decision_id or 0)
    if confirmation is None:
        return None
    return confirmation.at.astimezone(
        ZoneInfo(sitting.sitting.zone)
    ).date().isoformat(), confirmation.given_by


def _who(row: SittingResultRow, stance: Stance, language: Language) -> list[str]:
    return _names([stood.party for stood in row.stances if stood.stance == stance], language)


def _names(states: Sequence[Party], language: Language) -> list[str]:
    return [credited_name(state, language.value) for state in by_name(states, language)]


def _with_speakers(sitting: SittingRecord, state: Party, language: Language) -> str:
    name, speakers = credited_name(state, language.value), sitting.attendance[state.id].speakers
    return f"{name} ({speakers})" if speakers else name
