"""
An imported text is corrected or withdrawn until it is circulated.

Nothing of it is ever changed. A correction imports the corrected lines anew, as the first draft of a communiqué of
its own, and withdraws the earlier one in the same transaction: nobody but the Mission has seen it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.corrections import Correction, correction, listed
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.errors import NothingCorrected, WithdrawalWithoutReason
from acm_drafts.negotiation.evidence import words_hash
from acm_drafts.negotiation.lifecycle import require_in_preparation
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import DraftStatus, Scope, TextKind, name_of
from acm_drafts.services.drafts import Face, check_lines, labelled, require_free, write_text
from acm_drafts.store.annotations import annotations_in
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.document_settings import load_document_settings, write_document_settings
from acm_drafts.store.drafts import lines_of_draft, load_imported_text
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import AgendaRow, Annotation, Draft, Import, Wording
from acm_drafts.text.language import Language, unfit

LONGEST_REASON = 2000


def correct_text(actor: Actor, draft_id: int, *, lines: Sequence[Recognised], face: Face) -> Draft:
    """
    Import *lines* in the place of an imported draft that is not circulated, and return the draft that they make.

    The earlier one is withdrawn; its agenda items, the file it came from, and the translations and annotations of what
    keeps its words go along. A title or symbol that is empty stays as it was. *draft_id* is the draft that the page
    showed: one that a colleague corrected or withdrew meanwhile is refused. Raises NotPermitted, NotFound,
    TextWithdrawn, TextCorrected, TextCirculated, RoundWasOpened, UnreadableFile, SymbolTaken, NothingCorrected.
    """
    check_lines(lines)
    with transaction() as session:
        earlier = _held_in_preparation(session, actor, draft_id)
        face = _completed(face, earlier)
        values = labelled(lines, face.language)
        before = lines_of_draft(session, draft_id)
        corrected = correction(before, values)
        changes = _changes_of_face(_face_of(earlier), face)
        if corrected.is_nothing and not changes:
            raise NothingCorrected()
        hold_symbols(session)
        _withdraw(session, actor, earlier, reason="")
        require_free(session, face.symbol)
        face = replace(face, kind=TextKind(earlier.communique.kind))
        draft = write_text(session, earlier.communique.meeting_id, face, values, corrects=earlier.id)
        _take_along(session, earlier, draft)
        after = lines_of_draft(session, draft.id)
        _translate_again(session, face.language, corrected, before, after)
        _annotate_again(
            session, earlier, draft, [(before[old], after[new]) for old, new in corrected.same_words]
        )
        _write_lines(
            session, actor, earlier, draft, corrected=corrected, changes=changes, words=words_hash(after)
        )
        return draft


def withdraw_text(actor: Actor, draft_id: int, *, reason: str) -> Draft:
    """
    Withdraw an imported draft that is not circulated, and return it. Its symbol is free again.

    Raises NotPermitted, NotFound, WithdrawalWithoutReason, TextWithdrawn, TextCorrected, TextCirculated,
    RoundWasOpened.
    """
    reason = reason.strip()
    with transaction() as session:
        draft = _held_in_preparation(session, actor, draft_id)
        if not reason or len(reason) > LONGEST_REASON or unfit(reason):
            raise WithdrawalWithoutReason(most=LONGEST_REASON)
        _withdraw(session, actor, draft, reason=reason)
        write_line(
            session,
            actor,
            "withdraw text",
            scope=Scope.MISSION,
            communique=draft.communique_id,
            subject=draft.symbol,
            reason=reason,
        )
        return draft


def _held_in_preparation(session: Session, actor: Actor, draft_id: int) -> Draft:
    """Hold the communiqué of a draft and return the draft, which can be corrected and withdrawn."""
    require(actor, Act.IMPORT, meeting_facts(session, "draft", draft_id))
    communique = hold_round(session, By.DRAFT, draft_id).communique
    require_in_preparation(load_imported_text(session, communique))
    return session.get_one(Draft, draft_id)


def _withdraw(session: Session, actor: Actor, draft: Draft, *, reason: str) -> None:
    draft.withdrawn_at, draft.withdrawn_by_id, draft.withdrawal_reason = utcnow(), actor.user, reason
    session.flush()


# What stands on the face ---------------------------------------------------------------------------


def _face_of(draft: Draft) -> Face:
    communique = draft.communique
    return Face(communique.title, draft.symbol, Language(communique.language), DraftStatus(draft.status))


def _completed(face: Face, earlier: Draft) -> Face:
    """Return *face* with what *earlier* has where it is left empty."""
    title = face.title.strip() or earlier.communique.title
    return replace(face, title=title, symbol=face.symbol.strip() or earlier.symbol)


def _changes_of_face(before: Face, after: Face) -> list[tuple[str, str]]:
    """Return old and new value of each item on the face that was changed."""
    pairs = (
        (before.title, after.title),
        (before.symbol, after.symbol),
        (before.language.value, after.language.value),
        (name_of(before.status), name_of(after.status)),
    )
    return [(old, new) for old, new in pairs if old != new]


# What goes along -----------------------------------------------------------------------------------


def _take_along(session: Session, earlier: Draft, draft: Draft) -> None:
    """Let agenda, settings of documents and the fingerprints of what *earlier* was read from go to *draft* too."""
    old, new = earlier.communique_id, draft.communique_id
    agenda = session.scalars(select(AgendaRow).where(AgendaRow.communique_id == old)).all()
    fingerprints = session.scalars(select(Import.sha256).where(Import.draft_id == earlier.id)).all()
    session.add_all(AgendaRow(communique_id=new, number=i.number, part=i.part, title=i.title) for i in agenda)
    session.add_all(Import(communique_id=new, draft_id=draft.id, sha256=sha256) for sha256 in fingerprints)
    settings = load_document_settings(session, old)
    if settings != DocumentSettings():
        own = Language(draft.communique.language)
        titles = {language: title for language, title in settings.titles.items() if language is not own}
        write_document_settings(session, new, replace(settings, titles=titles))


def _translate_again(
    session: Session,
    language: Language,
    corrected: Correction,
    before: Sequence[Line],
    after: Sequence[Line],
) -> None:
    """Give each line that keeps its words the translations that it had, but none into the text's own language."""
    lines = {before[old].wording: after[new] for old, new in corrected.same_words}
    wanted = select(Wording).where(Wording.translation_of_id.in_(lines), Wording.language != language.value)
    newest: dict[tuple[int | None, str], Wording] = {}
    for wording in session.scalars(wanted.order_by(Wording.sequence)):
        newest[wording.translation_of_id, wording.language] = wording
    rows = [
        _translation(language_, text.text, lines[original])
        for (original, language_), text in newest.items()
        if original is not None
    ]
    if rows:
        session.execute(insert(Wording), rows)


def _annotate_again(
    session: Session, earlier: Draft, draft: Draft, same: Iterable[tuple[Line, Line]]
) -> None:
    """Give each item that keeps its words the annotation that it had."""
    notes = annotations_in(session, earlier.communique_id)
    session.add_all(
        Annotation(
            communique_id=draft.communique_id,
            paragraph_id=new.paragraph,
            sequence=1,
            text=notes[old.paragraph],
        )
        for old, new in same
        if old.paragraph in notes
    )


def _translation(language: str, text: str, line: Line) -> dict[str, object]:
    return {
        "paragraph_id": line.paragraph,
        "sequence": 1,
        "language": language,
        "text": text,
        "kind": line.kind,
        "depth": line.depth,
        "numbered": line.numbered,
        "translation_of_id": line.wording,
    }


# The journal ---------------------------------------------------------------------------------------


def _write_lines(
    session: Session,
    actor: Actor,
    earlier: Draft,
    draft: Draft,
    *,
    corrected: Correction,
    changes: Sequence[tuple[str, str]],
    words: str,
) -> None:
    """Tell a correction in the journals of both texts: what it changed in one, which text replaces the other."""
    write_line(
        session,
        actor,
        "replace text",
        scope=Scope.MISSION,
        communique=earlier.communique_id,
        subject=earlier.symbol,
        after=draft.symbol,
    )
    write_line(
        session,
        actor,
        "correct text",
        scope=Scope.MISSION,
        communique=draft.communique_id,
        subject=draft.symbol,
        words=words,
        before=_journal_text((old for old, _ in changes), corrected.left_out),
        after=_journal_text((new for _, new in changes), corrected.new),
    )


def _journal_text(face: Iterable[str], lines: Sequence[Line]) -> str:
    """Return what the journal keeps of one side of a correction: what changed on the face, then the lines."""
    return "\n".join(filter(None, [*face, listed(lines)]))
