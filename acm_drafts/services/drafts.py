"""
A text comes in, and a draft goes out to the delegations.

An import becomes the zero draft of a new communiqué; every later draft is made by closing a
round and by nothing else. Until its circulation a draft is read by the Mission alone, and an imported
one can be corrected or withdrawn (services.corrections).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from sqlalchemy import insert, select, union_all
from sqlalchemy.orm import Session

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.errors import N_, SameAgain, SymbolTaken, UnreadableFile, WrongShape
from acm_drafts.negotiation.evidence import words_hash
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import (
    counted,
    first_symbol,
    numbering_of,
    references,
    root_of,
    style_of,
)
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import DraftStatus, ParagraphState, Scope, TextKind, name_of
from acm_drafts.services.bracket_holders import tell_of_missing
from acm_drafts.services.meetings import write_meeting
from acm_drafts.services.offices import meeting_for
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.database import Base, new_code, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols, note_held
from acm_drafts.store.meetings import DEFAULT_ZONE, meeting_facts, today_in
from acm_drafts.store.records import (
    Adoption,
    Circulation,
    Communique,
    Corrigendum,
    Draft,
    Import,
    Meeting,
    Paragraph,
    Round,
    Wording,
)
from acm_drafts.store.rounds import find_last_round_id, round_context
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.language import Language, unfit

TITLE = "Final Communiqué of the Annual Coordination Meeting"
TITLES = {
    TextKind.COMMUNIQUE: TITLE,
    TextKind.AGENDA: "Agenda of the Annual Coordination Meeting",
}
"""What a text is called for which no title was given."""
_ROOTS = {TextKind.COMMUNIQUE: "FC", TextKind.AGENDA: "AGENDA"}
"""The last part of the root of its symbols, likewise."""


def line_digest(line: Line) -> str:
    """Return the fingerprint of one line: its paragraph, number, kind and words."""
    fields = (str(line.paragraph), line.label, line.kind, str(line.depth), str(line.numbered), line.text)
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()


def digest(fingerprints: Iterable[str]) -> str:
    """Return the fingerprint of a draft: of its lines' fingerprints, in their order."""
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()


def fingerprint_of(data: bytes) -> str:
    """Return that by which the same bytes are known again."""
    return hashlib.sha256(data).hexdigest()


def import_text(
    actor: Actor,
    *,
    lines: Sequence[Recognised],
    data: bytes = b"",
    fingerprint: str = "",
    file_name: str = "",
    title: str = "",
    symbol: str = "",
    language: str = "en",
    status: DraftStatus = DraftStatus.ZERO,
    meeting_id: int | None = None,
    kind: TextKind = TextKind.COMMUNIQUE,
) -> Draft:
    """
    Keep *lines*, as corrected by a person, as the zero draft of a new communiqué, or agenda, and return it.

    *data* are the bytes they were read from; *fingerprint* is theirs where they are gone. Without *symbol* it is
    the draft of the meeting's next free one, "OIC/ACM-2026/FC/Draft", of a root that stays free for the adopted
    text. Without *meeting_id* it belongs to the only meeting; a missing one is made. Raises NotPermitted, NotFound,
    WhichMeeting (there are several), UnreadableFile (no line), SameAgain (these bytes are in a text of the
    meeting already), SymbolTaken.
    """
    check_lines(lines)
    sha256 = fingerprint or fingerprint_of(data)
    face = Face(title.strip() or TITLES[kind], symbol.strip(), Language(language), status, kind)
    with transaction() as session:
        hold_symbols(session)
        meeting = _meeting(session, actor, meeting_id)
        face = replace(face, symbol=_free_symbol(session, face, meeting, sha256))
        values = labelled(lines, face.language)
        draft = write_text(session, meeting.id, face, values)
        session.add(Import(communique_id=draft.communique_id, draft_id=draft.id, sha256=sha256))
        write_line(
            session,
            actor,
            "import",
            scope=Scope.MISSION,
            communique=draft.communique_id,
            subject=draft.symbol,
            after=file_name,
            words=words_hash(values),
        )
        return draft


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on the face of an imported text: title, symbol, language, declared status; and what it is."""

    title: str
    symbol: str
    language: Language
    status: DraftStatus
    kind: TextKind = TextKind.COMMUNIQUE


def check_lines(lines: Sequence[Recognised]) -> None:
    """Raise UnreadableFile where *lines* hold no text, or a character that cannot be kept."""
    if not any(line.text.strip() for line in lines):
        raise UnreadableFile(why=N_("it holds no text"))
    for line in lines:
        if unreadable := unfit(line.text):
            place, name = unreadable
            raise UnreadableFile(why=f"{name} at character {place + 1} of “{line.text[:40]}”")


def labelled(lines: Sequence[Recognised], language: Language) -> tuple[Line, ...]:
    """Return *lines* as those of a draft, with the typed numbers; where none has one they are counted from 1."""
    values = tuple(_line(line) for line in lines)
    if any(line.label for line in values):
        return values
    return counted(values, language=language.value)


def write_text(
    session: Session, meeting: int, face: Face, lines: Sequence[Line], *, corrects: int | None = None
) -> Draft:
    """
    Write a communiqué with its first draft, and return the draft. The caller holds the symbols.

    *corrects* is the withdrawn draft in whose place it is imported.
    """
    communique = Communique(
        meeting_id=meeting,
        kind=face.kind,
        code=new_code(),
        title=face.title,
        language=face.language.value,
        symbol_root=root_of(face.symbol),
        numbering=numbering_of(lines, language=face.language.value),
        number_style=style_of(line.label for line in lines),
    )
    session.add(communique)
    session.flush()
    note_held(session, communique.id)
    return _keep(session, communique, lines, face, corrects=corrects)


def circulate(actor: Actor, draft_id: int, *, attributed: bool) -> Circulation:
    """
    Circulate a draft to all participants, with or without sponsors' names.

    Once; raises NotPermitted, WrongShape if it was, or if names would be told that were held back (`holds_names_back`).
    """
    with transaction() as session:
        require(actor, Act.CIRCULATE, meeting_facts(session, "draft", draft_id))
        hold_round(session, By.DRAFT, draft_id)
        draft = session.get_one(Draft, draft_id)
        if session.scalar(select(Circulation.id).where(Circulation.draft_id == draft_id)):
            raise WrongShape(what=N_("this draft was circulated already"))
        if attributed and holds_names_back(session, draft.communique):
            raise WrongShape(
                what=N_(
                    "proposals are carried over from a text that names no sponsors;"
                    " circulate this text without names too"
                )
            )
        circulation = Circulation(draft_id=draft_id, by_id=actor.user, attributed=attributed, at=utcnow())
        session.add(circulation)
        write_line(
            session,
            actor,
            "circulate",
            scope=Scope.ALL,
            communique=draft.communique_id,
            subject=draft.symbol,
            after=name_of(DraftStatus(draft.status)),
        )
        made_by = session.scalar(select(Round.id).where(Round.next_draft_id == draft.id))
        if made_by is not None:
            tell_of_missing(session, actor, round_context(session, made_by), circulated=True)
        return circulation


def holds_names_back(session: Session, communique: Communique) -> bool:
    """
    Return whether proposals travel on from a round in which sponsors were not named.

    Who submits, joins or takes a position without a name counts on it: the next text would name them all, also on what
    was submitted before with its name. Two queries.
    """
    last = find_last_round_id(session, communique.code)
    if last is None or round_context(session, last).version.attributed:
        return False
    return bool(pending_in_round(session, last))


def write_draft(
    session: Session,
    communique_id: int,
    lines: Sequence[Line],
    *,
    sequence: int,
    symbol: str,
    status: DraftStatus,
    corrects: int | None = None,
) -> Draft:
    """
    Write a draft with its lines in their order and return it;

    each line has its paragraph and its wording already.
    """
    fingerprints = [line_digest(line) for line in lines]
    called = references(lines)
    draft = Draft(
        communique_id=communique_id,
        sequence=sequence,
        symbol=symbol,
        status=status,
        digest=digest(fingerprints),
        corrects_id=corrects,
    )
    session.add(draft)
    session.flush()
    session.connection().execute(
        insert(Base.metadata.tables["lines"]),
        [
            {
                "communique_id": communique_id,
                "draft_id": draft.id,
                "position": position,
                "paragraph_id": line.paragraph,
                "wording_id": line.wording,
                "label": line.label,
                "reference": called[line.paragraph],
                "indent": line.indent,
                "digest": fingerprint,
            }
            for position, (line, fingerprint) in enumerate(zip(lines, fingerprints, strict=True), start=1)
        ],
    )
    return draft


def _line(line: Recognised) -> Line:
    return Line(
        0,
        line.text,
        kind=LineKind(line.kind),
        depth=min(line.depth, 2),
        numbered=line.numbered,
        label=line.label,
        indent=line.indent,
    )


def _keep(
    session: Session,
    communique: Communique,
    values: Sequence[Line],
    face: Face,
    *,
    corrects: int | None,
) -> Draft:
    paragraphs = _identities(session, communique, values)
    wordings = [
        Wording(
            paragraph_id=paragraph.id,
            sequence=1,
            language=communique.language,
            text=line.text,
            kind=line.kind,
            depth=line.depth,
            numbered=line.numbered,
        )
        for paragraph, line in zip(paragraphs, values, strict=True)
    ]
    session.add_all(wordings)
    session.flush()
    lines = [
        replace(line, paragraph=paragraph.id, wording=wording.id)
        for line, paragraph, wording in zip(values, paragraphs, wordings, strict=True)
    ]
    return write_draft(
        session,
        communique.id,
        lines,
        sequence=0,
        symbol=face.symbol,
        status=face.status,
        corrects=corrects,
    )


def _identities(session: Session, communique: Communique, values: Sequence[Line]) -> list[Paragraph]:
    """Write a paragraph for each line, and return them in their order."""
    paragraphs = [
        Paragraph(
            communique_id=communique.id,
            code=new_code(),
            state=ParagraphState.BRACKETS if holds_bracket(line.text) else ParagraphState.UNTOUCHED,
        )
        for line in values
    ]
    session.add_all(paragraphs)
    session.flush()
    return paragraphs


def _meeting(session: Session, actor: Actor, key: int | None) -> Meeting:
    """Return the meeting that a text is for: the one with *key*, else the only one, made where there is none."""
    key = meeting_for(session, None, key)
    require(actor, Act.IMPORT, Facts(meeting=key))
    if key is not None:
        return session.get_one(Meeting, key)
    year = today_in(DEFAULT_ZONE).year
    return write_meeting(session, title=f"Annual Coordination Meeting {year}", year=year)


def _free_symbol(session: Session, face: Face, meeting: Meeting, fingerprint: str) -> str:
    """Return the symbol on *face*, or the meeting's next free one. Raises SameAgain or SymbolTaken."""
    symbol = face.symbol
    same = (
        select(Draft.symbol)
        .join(Communique, Communique.id == Draft.communique_id)
        .join(Import, Import.draft_id == Draft.id)
        .where(Communique.meeting_id == meeting.id, Import.sha256 == fingerprint, NOT_WITHDRAWN)
    )
    if symbol:
        same = same.where(Draft.symbol == symbol)
    if earlier := session.scalars(same.limit(1)).one_or_none():
        raise SameAgain(symbol=earlier)
    if symbol:
        require_free(session, symbol)
        return symbol
    return first_symbol(_free_root(session, f"OIC/ACM-{meeting.year}/{_ROOTS[face.kind]}"))


def _free_root(session: Session, root: str) -> str:
    """Return *root*, or the next after it, of which no text has a symbol: the adopted text can have it as it is."""
    symbols = union_all(
        select(Draft.symbol).where(NOT_WITHDRAWN, Draft.symbol.startswith(root)),
        select(Adoption.symbol).where(Adoption.symbol.startswith(root)),
    )
    taken = {root_of(symbol) for symbol in session.scalars(symbols)}
    return next(free for free in chain([root], (f"{root}.{n}" for n in count(2))) if free not in taken)


def require_free(session: Session, symbol: str) -> None:
    """Raise SymbolTaken where *symbol* is not free. The caller holds the symbols. One query."""
    if not is_free(session, symbol):
        raise SymbolTaken(symbol=symbol)


def is_free(session: Session, symbol: str) -> bool:
    """Return whether no draft that is not withdrawn, no adopted text and no corrigendum has *symbol*. One query."""
    taken = union_all(
        select(Draft.id).where(Draft.symbol == symbol, NOT_WITHDRAWN),
        select(Adoption.id).where(Adoption.symbol == symbol),
        select(Corrigendum.id).where(Corrigendum.symbol == symbol),
    )
    return session.execute(taken).first() is None
