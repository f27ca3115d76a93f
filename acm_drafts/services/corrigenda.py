"""
A corrigendum to an adopted text: the Mission issues it, numbered and dated; the adopted text stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.corrigenda import (
    CorrectedMeanwhile,
    Correction,
    NotAdopted,
    WrongCorrigendum,
    as_issued,
    corrected_lines,
    corrected_texts,
    require_correction,
)
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.negotiation.wordings import EmptyLineInside, has_empty_line
from acm_drafts.services.agreements import WORDS
from acm_drafts.services.drafts import require_free
from acm_drafts.services.library import keep_adopted
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT, clean
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.corrigenda import corrigenda_to, lines_as_corrected
from acm_drafts.store.database import arrived, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols
from acm_drafts.store.meetings import day_in, meeting_facts, zone_at
from acm_drafts.store.records import Adoption, Communique, Corrigendum, CorrigendumEntry, Party
from acm_drafts.store.text import codes_in_drafts
from acm_drafts.text.language import with_line_feeds


@dataclass(frozen=True, slots=True)
class Entry:
    """
    For the words *old* in a paragraph read *new*: why, and who asked for it.

    *paragraph*: its code; *asked_by*: the key of a delegation, of a group or of the Mission.
    """

    paragraph: str
    old: str
    new: str
    reason: str
    asked_by: int


def issue(actor: Actor, communique_id: int, entries: Sequence[Entry], *, seen: int) -> Corrigendum:
    """
    Issue a corrigendum to an adopted text and return it.

    *seen*: how many corrigenda the page told of. Raises NotPermitted, NotFound, NotAdopted, CorrectedMeanwhile,
    WrongCorrigendum, WordsNotThere, WordsStandTwice, SymbolTaken, EmptyLineInside, UnreadableText,
    TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.ISSUE_CORRIGENDUM, meeting_facts(session, "communique", communique_id))
        hold_round(session, By.COMMUNIQUE, communique_id, adopted_too=True)
        adoption = find_adoption(session, communique_id)
        if adoption is None:
            raise NotAdopted()
        earlier = corrigenda_to(session, communique_id)
        if len(earlier) != seen:
            raise CorrectedMeanwhile()
        lines = {line.paragraph: line for line in lines_as_corrected(session, adoption, earlier)}
        rows = _rows(session, adoption, entries, lines)
        corrigendum = _write(session, adoption, len(earlier) + 1, rows)
        keep_adopted(session, actor, adoption)
        write_line(
            session,
            actor,
            "issue corrigendum",
            scope=Scope.ALL,
            communique=communique_id,
            subject=corrigendum.symbol,
            after=_numbers(rows, lines),
        )
        return corrigendum


def preview(
    session: Session, adoption: Adoption, entries: Sequence[Entry], lines: Sequence[Line]
) -> tuple[tuple[Line, str], ...]:
    """
    Return the *lines* of an adopted text, as it reads now, that *entries* would correct, each with its words then.

    Raises what `issue` raises of them.
    """
    rows = _rows(session, adoption, entries, {line.paragraph: line for line in lines})
    corrections = [Correction(row["paragraph_id"], row["old"], row["new"]) for row in rows]
    changed = corrected_texts({line.paragraph: line.text for line in lines}, corrections)
    return tuple((line, changed[line.paragraph]) for line in lines if line.paragraph in changed)


def _rows(
    session: Session, adoption: Adoption, entries: Sequence[Entry], lines: Mapping[int, Line]
) -> list[dict[str, Any]]:
    """Return the rows of *entries*, which can be made in the text as it reads now. Raises what `issue` raises."""
    if not entries:
        raise WrongCorrigendum(what=N_("it corrects at least one paragraph"))
    keys = {code: key for key, code in codes_in_drafts(session, [adoption.draft_id]).items()}
    parties = set(session.scalars(select(Party.id).where(Party.id.in_([e.asked_by for e in entries]))))
    rows: list[dict[str, Any]] = []
    corrections: list[Correction] = []
    for position, entry in enumerate(entries, start=1):
        if not entry.asked_by:
            raise WrongCorrigendum(what=N_("say who asked for it"))
        if entry.paragraph not in keys or entry.asked_by not in parties:
            raise NotFound()
        key = keys[entry.paragraph]
        correction = Correction(key, _as_typed(entry.old), _as_typed(entry.new))
        require_correction(correction)
        text = corrected_texts(
            {key: lines[key].text}, [before for before in corrections if before.paragraph == key]
        )
        correction = as_issued(text.get(key, lines[key].text), correction)
        corrections.append(correction)
        rows.append(
            {
                "position": position,
                "communique_id": adoption.communique_id,
                "paragraph_id": key,
                "reference": lines[key].reference,
                "old": correction.old,
                "new": correction.new,
                "reason": _reason(entry.reason),
                "asked_by_id": entry.asked_by,
            }
        )
    for line, read in zip(lines.values(), corrected_lines(list(lines.values()), corrections), strict=True):
        if has_empty_line(read.text, [line.text]):
            raise EmptyLineInside()
    return _in_order(rows, lines)


def _in_order(rows: list[dict[str, Any]], lines: Mapping[int, Line]) -> list[dict[str, Any]]:
    """Return *rows* in the order of the text, numbered anew; those of one paragraph as they were typed."""
    place = {key: nth for nth, key in enumerate(lines)}
    in_text = sorted(rows, key=lambda row: place[row["paragraph_id"]])
    return [row | {"position": nth} for nth, row in enumerate(in_text, start=1)]


def _as_typed(words: str) -> str:
    """Return the *words* of a correction with the spaces at their ends. Raises UnreadableText, TextTooLong."""
    if not clean(words, LONGEST_TEXT):
        return ""
    return with_line_feeds(words).strip("\n")


def _reason(reason: str) -> str:
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise WrongCorrigendum(what=N_("each correction has a reason"))
    return reason


def _write(
    session: Session, adoption: Adoption, number: int, rows: Sequence[dict[str, object]]
) -> Corrigendum:
    communique = session.get_one(Communique, adoption.communique_id)
    symbol = f"{adoption.symbol}/Corr.{number}"
    hold_symbols(session)
    require_free(session, symbol)
    corrigendum = Corrigendum(
        communique_id=communique.id,
        adoption_id=adoption.id,
        number=number,
        symbol=symbol,
        day=day_in(zone_at(session, communique.meeting_id), arrived()),
        at=arrived(),
    )
    session.add(corrigendum)
    session.flush()
    session.execute(insert(CorrigendumEntry), [{**row, "corrigendum_id": corrigendum.id} for row in rows])
    return corrigendum


def _numbers(rows: Sequence[dict[str, object]], lines: Mapping[int, Line]) -> str:
    """Return what the corrected paragraphs are called, in the order of the text, each once."""
    changed = {row["paragraph_id"] for row in rows}
    return in_ranges(
        [line.reference or f"“{line.text[:WORDS]}”" for key, line in lines.items() if key in changed]
    )
