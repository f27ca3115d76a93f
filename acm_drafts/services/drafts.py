"""
A text comes in, and a draft goes out to the delegations.

An import becomes the zero draft of a new communiqué; every later draft is made by closing a
round and by nothing else. Until its circulation a draft is read by the Mission alone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.errors import N_, SameAgain, SymbolTaken, UnreadableFile, WrongShape
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import counted, numbering_of, references, style_of
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import DraftStatus, ParagraphState, Scope, name_of
from acm_drafts.services.meetings import write_meeting
from acm_drafts.services.offices import meeting_for
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.database import Base, new_code, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols, note_held
from acm_drafts.store.meetings import DEFAULT_ZONE, meeting_facts, today_in
from acm_drafts.store.records import Circulation, Communique, Draft, Import, Meeting, Paragraph, Wording
from acm_drafts.store.rounds import find_last_round_id, round_context
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.language import unfit

TITLE = "Final Communiqué of the Annual Coordination Meeting"


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
) -> Draft:
    """
    Keep *lines*, as corrected by a person, as the zero draft of a new communiqué and return it.

    *data* are the bytes they were read from; *fingerprint* is that of the bytes (`fingerprint_of`)
    where the bytes themselves did not outlast the correction. Without *symbol* the meeting's next free one is
    taken. Without *meeting_id* it belongs to the only meeting; a missing one is made. Raises NotPermitted,
    NotFound, WhichMeeting (there are several), UnreadableFile (no line), SameAgain (these bytes are in the
    communiqué of that symbol already), SymbolTaken.
    """
    if not any(line.text.strip() for line in lines):
        raise UnreadableFile(why=N_("it holds no text"))
    for line in lines:
        if unreadable := unfit(line.text):
            place, name = unreadable
            raise UnreadableFile(why=f"{name} at character {place + 1} of “{line.text[:40]}”")
    fingerprint = fingerprint or fingerprint_of(data)
    with transaction() as session:
        hold_symbols(session)
        meeting = _meeting(session, actor, meeting_id)
        root = _free_symbol(session, symbol.strip(), meeting, fingerprint)
        values = [_line(line) for line in lines]
        style = style_of(line.label for line in values)
        numbering = numbering_of(values, language=language)
        if not any(line.label for line in values):
            values = list(counted(values, style=style, language=language))
        communique = Communique(
            meeting_id=meeting.id,
            code=new_code(),
            title=title.strip() or TITLE,
            language=language,
            symbol_root=root,
            numbering=numbering,
            number_style=style,
        )
        session.add(communique)
        session.flush()
        note_held(session, communique.id)
        draft = _keep(session, communique, values, status)
        session.add(Import(communique_id=communique.id, draft_id=draft.id, sha256=fingerprint))
        write_line(
            session,
            actor,
            "import",
            scope=Scope.MISSION,
            communique=communique.id,
            subject=draft.symbol,
            after=file_name,
        )
        return draft


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
                    "proposals carried over were submitted while sponsors were not named;"
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
        return circulation


def holds_names_back(session: Session, communique: Communique) -> bool:
    """
    Return whether proposals travel on from a round in which sponsors were not named.

    Who submits without a name counts on it: the next text would name them all. Two queries.
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


def _keep(session: Session, communique: Communique, values: Sequence[Line], status: DraftStatus) -> Draft:
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
    symbol = communique.symbol_root
    return write_draft(session, communique.id, lines, sequence=0, symbol=symbol, status=status)


def _meeting(session: Session, actor: Actor, key: int | None) -> Meeting:
    """Return the meeting that a text is for: the one with *key*, else the only one, made where there is none."""
    key = meeting_for(session, None, key)
    require(actor, Act.IMPORT, Facts(meeting=key))
    if key is not None:
        return session.get_one(Meeting, key)
    year = today_in(DEFAULT_ZONE).year
    return write_meeting(session, title=f"Annual Coordination Meeting {year}", year=year)


def _free_symbol(session: Session, symbol: str, meeting: Meeting, fingerprint: str) -> str:
    """Return *symbol*, or the meeting's next free one. Raises SameAgain or SymbolTaken."""
    same = (
        select(Communique.symbol_root)
        .join(Import, Import.communique_id == Communique.id)
        .where(Communique.meeting_id == meeting.id, Import.sha256 == fingerprint)
    )
    if symbol:
        same = same.where(Communique.symbol_root == symbol)
    if earlier := session.scalars(same.limit(1)).one_or_none():
        raise SameAgain(symbol=earlier)
    root = symbol or f"OIC/ACM-{meeting.year}/FC"
    if session.scalar(select(Draft.id).where(Draft.symbol == root)) is None:
        return root
    if symbol:
        raise SymbolTaken(symbol=symbol)
    count = session.scalar(select(func.count()).select_from(Communique)) or 0
    return f"{root}.{count + 1}"
