"""
The library of agreed language: the Mission adds, dates and withdraws sources; an adopted text enters by its adoption.

Sources belong to no meeting: who drafts for the Mission at one of them keeps the library.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.document_settings import title_in
from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted, Refusal, TextTooLong, UnreadableText
from acm_drafts.negotiation.library import (
    AdoptedSource,
    SourceBody,
    SourceDated,
    SourceKnown,
    SourceRefusedInFile,
    SourceSymbolKnown,
    SourceTwiceInFile,
    SourceWithdrawn,
    WrongSource,
    WrongSourceDate,
    WrongSourceInFile,
    names_enacting_body,
    text_digest,
)
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import references
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Scope, TextKind
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT, clean
from acm_drafts.store.adopted_sources import (
    AdoptedWords,
    adopted_words,
    find_adopted,
    next_revision,
    readings_of,
)
from acm_drafts.store.database import new_code, transaction, utcnow
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.journal import write_line
from acm_drafts.store.library import find_known, find_source, next_change, offered_with_symbol
from acm_drafts.store.locks import hold_library
from acm_drafts.store.records import (
    Adoption,
    Communique,
    LibraryChange,
    Source,
    SourceDate,
    SourceParagraph,
    SourceRevision,
    SourceWithdrawal,
)
from acm_drafts.text.language import Language

LONGEST_SYMBOL, LONGEST_TITLE, LONGEST_SESSION, LONGEST_LABEL = 200, 500, 200, 64
MOST_PARAGRAPHS = 20_000
EARLIEST = date(1945, 1, 1)
"""No source of agreed language is older: the United Nations were founded in that year."""


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of a source: *day* may be missing, *session* is that of its body ("sixty-fifth session")."""

    symbol: str
    title: str
    body: SourceBody
    language: Language
    day: date | None = None
    session: str = ""


def add(actor: Actor, face: Face, lines: Sequence[Recognised]) -> Source:
    """
    Add a text to the library and return it.

    Raises NotPermitted, WrongSource, SourceKnown (these words in this language), SourceSymbolKnown (this symbol),
    UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    face = _checked(face)
    paragraphs = _paragraphs(lines)
    with transaction() as session:
        hold_library(session)
        digest = text_digest(line.text for line in paragraphs)
        known, is_same = find_known(session, symbol=face.symbol, language=face.language.value, digest=digest)
        if known is not None:
            raise (SourceKnown if is_same else SourceSymbolKnown)(
                symbol=known.symbol, title=known.title, code=known.code
            )
        source = _write(session, face, paragraphs, digest)
        _tell(session, actor, "add source", source)
        return source


def add_all(actor: Actor, texts: Iterable[tuple[Face, Sequence[Recognised]]]) -> list[Source]:
    """
    Add several texts, all of them or none, and return their sources in the same order.

    Raises NotPermitted, and of a single text what `add` raises. Of the first of several that `add` refuses
    WrongSourceInFile, SourceTwiceInFile or SourceRefusedInFile, with its number.
    """
    several = list(texts)
    added: list[Source] = []
    with transaction():
        for number, (face, lines) in enumerate(several, start=1):
            try:
                added.append(add(actor, face, lines))
            except (WrongSource, SourceKnown, UnreadableText, TextTooLong) as refusal:
                if len(several) == 1:
                    raise
                raise _refused_in_file(refusal, number, face.symbol, added) from None
    return added


def _refused_in_file(refusal: Refusal, number: int, symbol: str, added: Sequence[Source]) -> Refusal:
    """Return what is said of the text with this *number* and *symbol*, after those that were *added*."""
    name, code = symbol[:LONGEST_SYMBOL].strip() or "–", refusal.facts.get("code", "")
    if isinstance(refusal, WrongSource):
        return WrongSourceInFile(number=number, name=name, what=refusal.facts["what"])
    earlier = next((place for place, source in enumerate(added, 1) if source.code == code), None)
    if earlier is not None:
        return SourceTwiceInFile(number=number, name=name, earlier=earlier)
    why = Phrase(refusal.sentence, **refusal.facts)
    return SourceRefusedInFile(number=number, name=name, why=why, code=code)


def withdraw(actor: Actor, code: str, *, reason: str) -> SourceWithdrawal:
    """
    Withdraw a source: it is kept, and no longer offered. Return that.

    Raises NotPermitted, NotFound, SourceWithdrawn, AdoptedSource, WrongSource without a reason, UnreadableText,
    TextTooLong.
    """
    require_keeper(actor)
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise WrongSource(what=N_("a source is withdrawn for a reason"))
    with transaction() as session:
        hold_library(session)
        row = find_source(session, actor, code)
        if row is None:
            raise NotFound()
        if row.withdrawn is not None:
            raise SourceWithdrawn(symbol=row.source.symbol)
        if row.source.communique_id is not None:
            raise AdoptedSource(symbol=row.source.symbol)
        withdrawal = SourceWithdrawal(source_id=row.source.id, reason=reason)
        session.add(withdrawal)
        _note_change(session, row.source, withdrawn=True)
        _tell(session, actor, "withdraw source", row.source, reason=reason)
        return withdrawal


def give_date(actor: Actor, code: str, day: date) -> SourceDate:
    """
    Give a date to a source that has none, and return that; the index finds it under its year.

    Raises NotPermitted, NotFound, SourceWithdrawn, SourceDated, WrongSourceDate (to come, or before 1945).
    """
    require_keeper(actor)
    with transaction() as session:
        hold_library(session)
        row = find_source(session, actor, code)
        if row is None:
            raise NotFound()
        if row.withdrawn is not None:
            raise SourceWithdrawn(symbol=row.source.symbol)
        if row.source.day is not None:
            raise SourceDated(symbol=row.source.symbol)
        if not _can_be_dated(day):
            raise WrongSourceDate()
        dated = SourceDate(source_id=row.source.id, day=day)
        session.add(dated)
        _note_change(session, row.source, withdrawn=False, revision=1)
        write_line(
            session,
            actor,
            "date source",
            scope=Scope.MISSION,
            subject=row.source.symbol,
            after=day.isoformat(),
        )
        session.expire(row.source, ["day"])
        return dated


def keeps_library(actor: Actor) -> bool:
    """Return whether the person keeps the library: at one of their meetings at least."""
    return any(may(at, Act.KEEP_LIBRARY, Facts(meeting=at.meeting)) for at in actor.places())


def require_keeper(actor: Actor) -> None:
    """Raise NotPermitted for who does not keep the library."""
    if not keeps_library(actor):
        raise NotPermitted()


def _checked(face: Face) -> Face:
    symbol, title = (" ".join(words.split()) for words in (face.symbol, face.title))
    if not symbol or not title:
        raise WrongSource(what=N_("it lacks a symbol or a title"))
    if face.day is not None and not _can_be_dated(face.day):
        raise WrongSource(what=N_("its date is still to come, or lies before 1945"))
    return Face(
        clean(symbol, LONGEST_SYMBOL),
        clean(title, LONGEST_TITLE),
        face.body,
        face.language,
        face.day,
        clean(" ".join(face.session.split()), LONGEST_SESSION),
    )


def _can_be_dated(day: date) -> bool:
    """Return whether a source can be of a *day*: one that has begun somewhere, 14 hours ahead of UTC at most."""
    return EARLIEST <= day <= (utcnow() + timedelta(hours=14)).date()


def _paragraphs(lines: Sequence[Recognised]) -> list[Line]:
    """Return *lines* that say something as those of a text, each with what it is called. Raises WrongSource."""
    worded = [line for line in lines if line.text.strip()]
    if not worded:
        raise WrongSource(what=N_("it holds no text"))
    if len(worded) > MOST_PARAGRAPHS:
        raise WrongSource(what=N_("it holds more than 20,000 paragraphs"))
    return [
        Line(
            number,
            clean(line.text, LONGEST_TEXT),
            LineKind.HEADING if not line.label and names_enacting_body(line.text) else LineKind(line.kind),
            min(line.depth, 2),
            line.numbered,
            clean(line.label, LONGEST_LABEL),
        )
        for number, line in enumerate(worded, 1)
    ]


def _write(
    session: Session, face: Face, lines: Sequence[Line], digest: str, *, communique: int | None = None
) -> Source:
    source = Source(
        code=new_code(),
        body=face.body,
        symbol=face.symbol,
        title=face.title,
        stated_day=face.day,
        session=face.session,
        language=face.language.value,
        digest=digest,
        communique_id=communique,
    )
    session.add(source)
    session.flush()
    called = references(lines)
    rows = [
        {
            "source_id": source.id,
            "position": position,
            "kind": line.kind,
            "label": line.label,
            "reference": (line.reference or called[line.paragraph])[:LONGEST_LABEL],
            "text": line.text,
        }
        for position, line in enumerate(lines, 1)
    ]
    session.execute(insert(SourceParagraph), rows)
    _note_change(session, source, withdrawn=False)
    return source


def _note_change(session: Session, source: Source, *, withdrawn: bool, revision: int = 0) -> None:
    """Add to the list of changes that every index follows. The caller holds the library."""
    change = LibraryChange(
        sequence=next_change(session), source_id=source.id, withdrawn=withdrawn, revision=revision
    )
    session.add(change)
    session.flush()


def _tell(session: Session, actor: Actor, act: str, source: Source, *, reason: str = "") -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.MISSION,
        subject=source.symbol,
        after=source.title,
        reason=reason,
    )


# Texts adopted here ----------------------------------------------------------------------------------

ADOPTED_HERE = N_("The text with this symbol was adopted here and is in the library.")
"""Why another source of its symbol is withdrawn."""


def keep_adopted(session: Session, actor: Actor, adoption: Adoption) -> None:
    """
    Bring the library to how an adopted text reads now, in each language in which all of it can be read.

    A part of the act that adopts, translates or corrects it, in its transaction. A source that was added by hand with
    the same symbol in the same language is withdrawn: one symbol is one text.
    """
    communique = session.get_one(Communique, adoption.communique_id)
    if communique.kind != TextKind.COMMUNIQUE:
        return  # the library holds agreed language, and an agenda is none
    hold_library(session)
    session.flush()
    for words in adopted_words(session, adoption):
        source = find_adopted(session, communique.id, words.language.value)
        if source is None:
            _withdraw_others(session, actor, adoption.symbol, words.language)
            face = _face_of_adopted(session, adoption, communique, words.language)
            digest = text_digest(line.text for line in words.lines)
            source = _write(session, face, words.lines, digest, communique=communique.id)
        _revise(session, source, words)


def _face_of_adopted(
    session: Session, adoption: Adoption, communique: Communique, language: Language
) -> Face:
    meeting, own = communique.meeting, language.value == communique.language
    named = meeting.title if str(meeting.year) in meeting.title else f"{meeting.title} {meeting.year}"
    settings = load_document_settings(session, communique.id)
    title = communique.title if own else title_in(settings, language, communique.title)
    return Face(adoption.symbol, title, SourceBody.ACM, language, adoption.day, named)


def _withdraw_others(session: Session, actor: Actor, symbol: str, language: Language) -> None:
    for other in offered_with_symbol(session, symbol, language.value):
        session.add(SourceWithdrawal(source_id=other.id, reason=ADOPTED_HERE))
        _note_change(session, other, withdrawn=True)
        _tell(session, actor, "withdraw source", other, reason=ADOPTED_HERE)


def _revise(session: Session, source: Source, words: AdoptedWords) -> None:
    """Add a revision of each paragraph that reads otherwise now than the library says."""
    held = readings_of(session, source.id)
    changed = {
        position: reading for position, reading in enumerate(words.readings, 1) if held[position] != reading
    }
    if not changed:
        return
    number = next_revision(session, source.id)
    for position, (text, corrigendum) in changed.items():
        session.add(
            SourceRevision(
                source_id=source.id,
                position=position,
                number=number,
                text=text,
                corrigendum_id=corrigendum,
            )
        )
    _note_change(session, source, withdrawn=False, revision=number)
