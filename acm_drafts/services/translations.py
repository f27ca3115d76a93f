"""
A wording in another language, beside the one that is negotiated.

A translation belongs to one wording, not to its paragraph: where the wording changes, the
translation lags and the page shows the original again. Translating is the Mission's act. It goes on after the text
is adopted: what was adopted is the text that was negotiated (docs/decisions/0081).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.document_settings import tidied_title
from acm_drafts.negotiation.errors import N_, NotFound, NotPossible, OtherLanguage, UnreadableFile
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.negotiation.translations import (
    FileLine,
    TextTranslatedMeanwhile,
    TitleTranslatedMeanwhile,
    TranslatedLine,
    TranslatedMeanwhile,
    called,
    count_entered,
    pair_lines,
)
from acm_drafts.negotiation.wordings import EmptyLineInside
from acm_drafts.services.library import keep_adopted
from acm_drafts.services.revisions import clean_wording
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.database import transaction
from acm_drafts.store.document_settings import load_document_settings, write_title
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Draft, Wording
from acm_drafts.store.translations import translated_lines
from acm_drafts.text.language import NATIVE_NAMES, Language, tongue, with_line_feeds


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered for a wording; *seen*: the number of the last translation on the page, 0 for none."""

    wording: int
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """What was entered as the title of the text; *seen*: the one on the page, "" for none."""

    text: str
    seen: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought in: so many lines saved, so many as they were, so many in the words of the original."""

    saved: int
    same: int
    original: int


def add(actor: Actor, wording_id: int, language: Language, text: str) -> Wording:
    """
    Keep *text* as what a wording says in *language*, and return it; a later one takes its place.

    Raises NotPermitted, NotFound, WrongShape (empty, or the wording's own language), EmptyLineInside, UnreadableText,
    TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.TRANSLATE, meeting_facts(session, "wording", wording_id))
        communique = hold_round(session, By.WORDING, wording_id, adopted_too=True).communique
        original = session.get_one(Wording, wording_id)
        if original.translation_of_id is not None:
            raise NotFound()
        text = clean_wording(text, [original.text], refused=EmptyLineInside)
        if not text or original.language == language.value:
            raise NotPossible(what=N_("a translation needs a text in another language"))
        return _write_all(session, actor, communique, language=language, texts={original: text})[0]


def save(
    actor: Actor,
    draft_id: int,
    language: Language,
    entries: Sequence[Entry],
    *,
    title: TitleEntry | None = None,
) -> int:
    """
    Keep what was entered for lines of a draft and for its *title*, and return how many of them it changes.

    An entry that says what the page showed changes nothing, whatever was entered since. All of them or none.
    Raises NotPermitted, NotFound (a wording that the draft does not print), TranslatedMeanwhile,
    TitleTranslatedMeanwhile, WrongShape (a translation is emptied; the language of the text; a title that is too
    long), EmptyLineInside, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        communique = _held(session, actor, draft_id, language)
        lines = {line.line.wording: line for line in translated_lines(session, draft_id, language)}
        texts: dict[int, str] = {}
        for entry in entries:
            line = lines.get(entry.wording)
            if line is None:
                raise NotFound()
            text = clean_wording(entry.text, _standing(line), refused=EmptyLineInside)
            if _changes(session, line, language, text=text, seen=entry.seen):
                texts[entry.wording] = text
        count = len(texts) + (title is not None and _keep_title(session, actor, communique, language, title))
        _write_all(session, actor, communique, language=language, texts=_by_original(session, texts))
        return count


def _keep_title(
    session: Session, actor: Actor, communique: int, language: Language, entry: TitleEntry
) -> bool:
    """Keep the title of a text in another language, and return whether it is another one than before."""
    title = tidied_title(entry.text)
    now = load_document_settings(session, communique).titles.get(language, "")
    if title in (now, entry.seen):
        return False
    if entry.seen != now:
        raise TitleTranslatedMeanwhile()
    if not title:
        raise NotPossible(what=N_("a translation that was saved is corrected and not emptied"))
    write_title(session, communique, language, title)
    write_line(
        session,
        actor,
        "translate title",
        scope=Scope.MISSION,
        communique=communique,
        subject=language.value,
        before=now,
        after=title,
    )
    return True


def bring_in(
    actor: Actor, draft_id: int, language: Language, came: Sequence[FileLine], *, seen: int
) -> Brought:
    """
    Keep the lines of a file as translations of those of a draft, all of them or none, and say what was done.

    A line in the words of the original is not translated yet and is left out. *seen*: how many translations were
    entered before the page was shown. Raises NotPermitted, NotFound, UnreadableFile (no words), OtherLanguage,
    FileDoesNotMatch with the first line that does not match, TextTranslatedMeanwhile, WrongShape, UnreadableText,
    EmptyLineInside, TextTooLong.
    """
    with transaction() as session:
        communique = _held(session, actor, draft_id, language)
        lines = [line for line in lines_of_draft(session, draft_id) if line.text.strip()]
        came = [line for line in came if line.label or line.text.strip()]
        if not came:
            raise UnreadableFile(why=N_("it holds no text"))
        known = translated_lines(session, draft_id, language)
        _require_language(lines, came, language)
        pairs = pair_lines(lines, came)
        if count_entered(known) != seen:
            raise TextTranslatedMeanwhile()
        texts, same, original = _changed_by(pairs, {line.line.wording: line for line in known})
        _write_all(session, actor, communique, language=language, texts=_by_original(session, texts))
        return Brought(len(texts), same, original)


def _held(session: Session, actor: Actor, draft_id: int, language: Language) -> int:
    """Hold the communiqué of a draft to translate it, and return its key. Raises NotPermitted, NotFound, WrongShape."""
    require(actor, Act.TRANSLATE, meeting_facts(session, "draft", draft_id))
    communique = hold_round(session, By.DRAFT, draft_id, adopted_too=True).communique
    if session.get_one(Draft, draft_id).communique.language == language.value:
        raise NotPossible(what=N_("a translation needs a text in another language"))
    return communique


def _changes(session: Session, line: TranslatedLine, language: Language, *, text: str, seen: int) -> bool:
    """Return whether what was entered changes the translation of a line. Raises TranslatedMeanwhile, WrongShape."""
    now = line.current.text if line.current else ""
    if text == now:
        return False
    if seen != line.seen:
        if text == _shown_at(session, line.line, language, seen):
            return False
        raise TranslatedMeanwhile(paragraph=called(line.line))
    if not text:
        raise NotPossible(what=N_("a translation that was saved is corrected and not emptied"))
    return True


def _shown_at(session: Session, line: Line, language: Language, seen: int) -> str:
    """Return what a page showed as the translation of a line when *seen* was the last one of its paragraph."""
    text = session.scalar(
        select(Wording.text)
        .where(
            Wording.translation_of_id == line.wording,
            Wording.language == language.value,
            Wording.sequence <= seen,
        )
        .order_by(Wording.sequence.desc())
        .limit(1)
    )
    return text or ""


def _require_language(lines: Sequence[Line], came: Sequence[FileLine], language: Language) -> None:
    """Raise OtherLanguage where the words that are not those of the original tell another language."""
    originals = {_plain(line.text) for line in lines}
    language_told = tongue(line.text for line in came if _plain(line.text) not in originals)
    if language_told not in (None, language):
        raise OtherLanguage(language=NATIVE_NAMES[language.value])


def _plain(text: str) -> str:
    return with_line_feeds(text).strip()


def _changed_by(
    pairs: Iterable[tuple[Line, FileLine]], known: Mapping[int, TranslatedLine]
) -> tuple[dict[int, str], int, int]:
    """Return the translations that a file changes, by wording; how many it repeats, and how many it does not have."""
    texts: dict[int, str] = {}
    same = original = 0
    for line, came in pairs:
        current = known[line.wording].current
        text = clean_wording(came.text, _standing(known[line.wording]), refused=EmptyLineInside)
        if not text or text == _plain(line.text):
            original += 1
        elif current is not None and text == current.text:
            same += 1
        else:
            texts[line.wording] = text
    return texts, same, original


def _standing(line: TranslatedLine) -> list[str]:
    """Return the words of a line, and its translations."""
    known = (line.current, line.earlier)
    return [line.line.text, *(translation.text for translation in known if translation)]


def _by_original(session: Session, texts: Mapping[int, str]) -> dict[Wording, str]:
    """Return *texts* by the wording that each translates, in their order, for its key. One query."""
    originals = session.scalars(select(Wording).where(Wording.id.in_(texts))).all()
    by_key = {original.id: original for original in originals}
    return {by_key[key]: text for key, text in texts.items()}


def _write_all(
    session: Session, actor: Actor, communique: int, *, language: Language, texts: Mapping[Wording, str]
) -> list[Wording]:
    """Keep *texts* as translations of wordings, one line of the journal each; the library follows."""
    last = _last_sequences(session, [original.paragraph_id for original in texts], language)
    wordings = []
    for original, text in texts.items():
        last[original.paragraph_id] = last.get(original.paragraph_id, 0) + 1
        wordings.append(
            Wording(
                paragraph_id=original.paragraph_id,
                sequence=last[original.paragraph_id],
                language=language.value,
                text=text,
                kind=original.kind,
                depth=original.depth,
                numbered=original.numbered,
                translation_of_id=original.id,
            )
        )
        write_line(
            session,
            actor,
            "translate",
            scope=Scope.MISSION,
            communique=communique,
            paragraph=original.paragraph_id,
            subject=language.value,
            after=text,
        )
    session.add_all(wordings)
    if wordings:
        _keep_in_library(session, actor, communique)
    return wordings


def _last_sequences(session: Session, paragraphs: Sequence[int], language: Language) -> dict[int, int]:
    """Return the number of the last wording of each of *paragraphs* in a language, where there is one. One query."""
    rows = session.execute(
        select(Wording.paragraph_id, func.max(Wording.sequence))
        .where(Wording.paragraph_id.in_(paragraphs), Wording.language == language.value)
        .group_by(Wording.paragraph_id)
    )
    return dict(rows.all())


def _keep_in_library(session: Session, actor: Actor, communique: int) -> None:
    """Let the library follow, where the text is adopted."""
    adoption = find_adoption(session, communique)
    if adoption is not None:
        keep_adopted(session, actor, adoption)
