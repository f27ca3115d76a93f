"""
A draft as documents see it: its face and its lines, in one language, as adopted and as corrected.
"""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.documents.write.cities import city_of, place_called
from acm_drafts.negotiation.document_settings import title_in, title_language
from acm_drafts.negotiation.lines import ADOPTED, DraftText, Translated, how_translated, together_translated
from acm_drafts.negotiation.meeting_agenda import AgendaStage, agenda_stage
from acm_drafts.negotiation.numbering import numbered_beside
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.corrigenda import corrections_in, corrigenda_to, lines_as_corrected
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.meetings import day_in
from acm_drafts.store.public import find_publication
from acm_drafts.store.records import Adoption, Circulation, Draft
from acm_drafts.store.translations import translations_in
from acm_drafts.text.language import Language


def draft_text(session: Session, draft: Draft, *, language: str = "") -> DraftText:
    """
    Return *draft* as documents see it; the caller has asked whether it may be read.

    Its date is that of its circulation, before that the day it was made; once it is adopted, its status, symbol and
    date are those of the adoption. Its agenda items are those of the communiqué, and the settings of its documents, as
    they are kept now. With *language*, lines have their newest translation into it, if any, and are then numbered as
    beside it.
    """
    return _adopted(session, draft, text_before_adoption(session, draft, language=language))


def text_before_adoption(session: Session, draft: Draft, *, language: str = "") -> DraftText:
    """Return the same as it is without its adoption: so a sitting that did not adopt it dealt with it."""
    original = lines_of_draft(session, draft.id)
    own = draft.communique.language
    wanted = language or own
    translated = translations_in(session, draft.id, wanted) if wanted != own else {}
    numbered = [numbered_beside(line, wanted) if line.wording in translated else line for line in original]
    lines = tuple(replace(line, text=translated.get(line.wording, line.text)) for line in numbered)
    settings = load_document_settings(session, draft.communique_id)
    circulated: datetime | None = session.scalar(
        select(Circulation.at).where(Circulation.draft_id == draft.id)
    )
    day = day_in(draft.communique.meeting.zone, circulated or draft.made_at)
    return DraftText(
        title=title_in(settings, Language(wanted), draft.communique.title),
        title_language=title_language(settings, Language(wanted), Language(own)).value,
        symbol=draft.symbol,
        status=DraftStatus(draft.status),
        language=wanted,
        date=day.isoformat(),
        lines=lines,
        agenda=load_agenda(session, draft.communique_id),
        original=own if wanted != own else "",
        translated=how_translated(original, translated) if wanted != own else Translated.WHOLLY,
        distribution=settings.distribution,
        place=settings.places.get(Language(wanted))
        or place_called(draft.communique.meeting.place, Language(wanted)),
        held_on=(settings.held_on or draft.communique.meeting.held_on or day).isoformat(),
        italics=settings.italics,
        footnotes=settings.footnotes,
        agenda_stage=agenda_stage(draft.communique.kind, circulated=circulated is not None, adopted=False),
    )


def _adopted(session: Session, draft: Draft, face: DraftText) -> DraftText:
    """
    Return *face* with the symbol and day under which the draft was adopted, and its embargo; as it is where it was not.

    Two queries where it was, else one.
    """
    row: tuple[str, date] | None = session.execute(
        select(Adoption.symbol, Adoption.day).where(Adoption.draft_id == draft.id)
    ).first()
    if row is None:
        return face
    stage = AgendaStage.ADOPTED if face.agenda_stage else None
    return replace(
        face,
        status=ADOPTED,
        symbol=row[0],
        date=row[1].isoformat(),
        agenda_stage=stage,
        embargo=_embargo(session, draft, Language(face.language)),
    )


def _embargo(session: Session, draft: Draft, language: Language) -> tuple[str, str, str] | None:
    """Return until when an adopted text is not to be published: day, clock and city of its meeting. One query."""
    known = find_publication(session, draft.communique_id)
    if known is None or known.embargo is None:
        return None
    zone = draft.communique.meeting.zone
    local = known.embargo.astimezone(ZoneInfo(zone))
    return local.date().isoformat(), f"{local:%H:%M}", city_of(zone, language)


def corrected_text(session: Session, draft: Draft, *, language: str = "") -> DraftText:
    """
    Return an adopted draft as its corrigenda read it, any other as it is; the caller has asked whether it may be read.

    What they correct stands in the language of the original, numbered as the lines around it.
    """
    face = draft_text(session, draft, language=language)
    adoption = find_adoption(session, draft.communique_id)
    if adoption is None or adoption.draft_id != draft.id:
        return face
    corrigenda = corrigenda_to(session, draft.communique_id)
    if not corrigenda:
        return face
    changed = lines_as_corrected(session, adoption, corrigenda)
    keys = {correction.paragraph for correction in corrections_in(corrigenda)}
    lines = [
        numbered_beside(new, face.language) if new.paragraph in keys else line
        for line, new in zip(face.lines, changed, strict=True)
    ]
    if face.original:
        how = together_translated(face.translated, Translated.NOT)
        face = replace(face, translated=how, untranslated=sorted(keys))
    return replace(face, lines=lines, incorporates=[corrigendum.symbol for corrigendum in corrigenda])
