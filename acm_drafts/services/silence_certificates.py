"""
The certificate of a concluded silence procedure, read out of the database into a value that a document is made from.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import certificate
from acm_drafts.documents.write.certificate import (
    CertificateText,
    CertifiedBreak,
    CertifiedMember,
    CertifiedWords,
)
from acm_drafts.documents.write.cities import city_of
from acm_drafts.documents.write.words import quoted
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.journal_chain import short_hash
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import SilenceChangeKind
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.sitting_records import body_title
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.journal_chain import load_act
from acm_drafts.store.people import by_name
from acm_drafts.store.records import Draft, Round, SilenceReader
from acm_drafts.store.silence import SilenceRecord, get_silence, knows_breakers, knows_readers
from acm_drafts.store.silence_breaks import words_at_breaks
from acm_drafts.text.language import Language


def certificate_document(
    session: Session, actor: Actor, code: str, *, language: Language, template: Template | None = None
) -> bytes:
    """
    Return the certificate of the concluded procedure with *code* as a Word file in *language*.

    Raises NotFound for one that is not concluded, and for one that *actor* may not read.
    """
    record = get_silence(session, code)
    if record.silence.concluded_at is None or not may(actor, Act.READ_SILENCE, record.facts()):
        raise NotFound()
    return certificate.render(certificate_text(session, actor, record, language), template)


def certificate_text(
    session: Session, actor: Actor, record: SilenceRecord, language: Language
) -> CertificateText:
    """Return a concluded procedure as its certificate tells it to *actor*."""
    silence = record.silence
    assert silence.concluded_at is not None
    end = load_act(session, silence.communique_id, "conclude silence", silence=silence.id)
    draft = session.get_one(Draft, session.get_one(Round, silence.round_id).draft_id)
    counters = words_at_breaks(session, actor, record)
    return CertificateText(
        face=draft_text(session, draft, language=language.value),
        body=body_title(silence.body, language),
        number=silence.number,
        began=_moment(silence.begins_at, silence.zone),
        ended=_moment(silence.ends_at, silence.zone),
        recorded=_moment(silence.concluded_at, silence.zone),
        zone=city_of(silence.zone, language),
        digest=silence.digest,
        changes=_changes(record),
        words=[
            CertifiedWords(
                words.reference or quoted(language, words.text),
                words.text,
                record.outcomes[words.key],
                _breaks(actor, record, words.key, language, counters),
                words.key in record.ended,
            )
            for words in record.asked
        ],
        members=_members(record, language),
        readers_told=knows_readers(actor, record),
        journal_hash=short_hash(end.hash) if end else "",
        spoken=Language(silence.communique.language),
    )


def _moment(moment: datetime, zone: str) -> tuple[str, str]:
    """Return the day in ISO and the time on the clocks of *zone*."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date().isoformat(), f"{local:%H:%M}"


def _changes(record: SilenceRecord) -> list[certificate.Change]:
    """Return what was done to the procedure itself, in its order."""
    zone = record.silence.zone
    return [
        (
            SilenceChangeKind(change.kind),
            _moment(change.at, zone),
            _moment(change.ends_at, zone) if change.ends_at else None,
            change.reason,
        )
        for change in record.changes
    ]


def _breaks(
    actor: Actor, record: SilenceRecord, paragraph: int, language: Language, counters: Mapping[int, str]
) -> list[CertifiedBreak]:
    """
    Return who broke the silence on a paragraph and why, those who took it back too; no name that is hidden.

    *counters*: the words of the counter-proposals that *actor* may read, by their proposals.
    """
    known = knows_breakers(actor, record)
    own = actor.at(record.silence.meeting_id).own_parties()
    return [
        CertifiedBreak(
            credited_name(row.party, language.value) if known or row.party_id in own else "",
            _moment(row.at, record.silence.zone),
            row.reason,
            _moment(row.taken_back.at, record.silence.zone) if row.taken_back else None,
            None if row.amendment_id is None else counters.get(row.amendment_id, ""),
        )
        for row in sorted([*record.breaks, *record.taken_back], key=lambda row: row.id)
        if row.paragraph_id == paragraph
    ]


def _members(record: SilenceRecord, language: Language) -> list[CertifiedMember]:
    """
    Return the members of the body by their names, each with how many of its people were told and opened it.

    What counts is what was so at the end: who opened it afterwards had no say any more.
    """
    end = record.silence.ends_at
    readers: dict[int, list[SilenceReader]] = {}
    for reader in record.readers:
        readers.setdefault(reader.party_id, []).append(reader)
    return [
        CertifiedMember(
            credited_name(member, language.value),
            sum(_is_by(reader.told_at, end) for reader in readers.get(member.id, ())),
            sum(_is_by(reader.opened_at, end) for reader in readers.get(member.id, ())),
        )
        for member in by_name(record.members, language)
    ]


def _is_by(moment: datetime | None, end: datetime) -> bool:
    return moment is not None and moment <= end
