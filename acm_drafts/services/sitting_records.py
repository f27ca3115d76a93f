"""
The record of a closed sitting, read out of the database into a value that a document is made from.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import record
from acm_drafts.documents.write.cities import city_of
from acm_drafts.documents.write.record import (
    BodyTitle,
    DecidedAct,
    DecidedLine,
    DecidedShape,
    RecordedResult,
    RecordText,
)
from acm_drafts.documents.write.words import quoted
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.journal_chain import short_hash
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import SittingResult, Stance
from acm_drafts.services.decided_at_sittings import load_decided
from acm_drafts.services.draft_texts import draft_text, text_before_adoption
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.database import arrived
from acm_drafts.store.journal_chain import ActLine, load_act
from acm_drafts.store.meetings import day_in
from acm_drafts.store.new_on_agenda import NewOnAgenda, new_on_agenda
from acm_drafts.store.people import by_name
from acm_drafts.store.records import Body, Draft, Party, SittingResultRow
from acm_drafts.store.sitting_decisions import DecidedOn, NamedFor
from acm_drafts.store.sittings import SittingRecord, agenda_lines, get_sitting, reads_record
from acm_drafts.store.text import DraftSet, draft_set
from acm_drafts.text.language import Language


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
    named_for = load_decided(session, drafts, actor, sitting)
    numbers = _numbers(session, actor, drafts, sitting, named_for=named_for, language=language)
    local = row.opened_at.astimezone(ZoneInfo(row.zone))
    unknown = [state for state in sitting.members if state.id not in sitting.attendance]
    return RecordText(
        face=_face(session, held_on[-1] if held_on else drafts.newest.draft, named_for.adopted, language),
        body=body_title(row.body, language),
        number=row.number,
        day=local.date().isoformat(),
        opened=f"{local:%H:%M}",
        closed=f"{row.closed_at.astimezone(ZoneInfo(row.zone)):%H:%M}",
        zone=city_of(row.zone, language),
        place=row.place,
        present=[_with_speakers(sitting, state, language) for state in by_name(sitting.present, language)],
        absent=_names(sitting.absent, language),
        unknown=_names(unknown, language),
        results=[
            _result(sitting, result, numbers, language, counts=named_for.counts(sitting, result))
            for result in sitting.results
        ],
        decided=[
            _decided(numbers.get(key, ""), on, numbers, language, row.zone)
            for key, on in named_for.decided.items()
        ],
        adopted=named_for.adopted,
        left=_left(numbers, named_for),
        withheld=named_for.withheld,
        left_out=named_for.left_out,
        holders_left_out=named_for.holders_left_out,
        chair=_chair(sitting, language),
        joined=_joined(numbers, named_for),
        spoken=Language(row.communique.language),
        closing_hash=_hash(load_act(session, row.communique_id, "close sitting", sitting=row.id)),
        adoption_hash=_hash(load_act(session, row.communique_id, "adopt text")) if named_for.adopted else "",
    )


def _face(session: Session, draft: Draft, adopted: str, language: Language) -> DraftText:
    """Return the face of *draft*: as the text that was *adopted* at the sitting, of any other as it lay there."""
    as_it_was = draft_text if adopted else text_before_adoption
    return as_it_was(session, draft, language=language.value)


def _places(named_for: NamedFor) -> list[int]:
    """Return the keys of the paragraphs that accepted joins take in, and that accepted moves put others after."""
    return [shape.place for on in named_for.decided.values() for shape in on.shapes if shape.place]


def _chair(sitting: SittingRecord, language: Language) -> str:
    """Return the State that chaired the body on the day of the sitting, "" for none."""
    state = sitting.body.chair_on(sitting.sitting.day)
    return credited_name(state, language.value) if state else ""


def _left(numbers: Mapping[int, str], named_for: NamedFor) -> list[str]:
    """Return what the paragraphs on the agenda are called that came to nothing."""
    return [numbers.get(key, "…") for key in named_for.left]


def _joined(numbers: Mapping[int, str], named_for: NamedFor) -> list[tuple[str, str]]:
    """Return what is on the agenda and was joined to another paragraph, with what both are called."""
    return [(numbers.get(key, "…"), numbers.get(into, "…")) for key, into in named_for.joined.items()]


def _hash(line: ActLine | None) -> str:
    """Return the hash of a line of the journal as people compare it; no number, which would count the others."""
    return short_hash(line.hash) if line else ""


def _decided(
    number: str, on: DecidedOn, numbers: Mapping[int, str], language: Language, zone: str
) -> DecidedLine:
    """Return what decisions that name the sitting made of a paragraph, a new one without a *number* with its place."""
    acts = [
        DecidedAct(
            act.proposals,
            act.words,
            act.ad_referendum,
            tuple(_names(act.over, language)),
            late=day_in(zone, act.late).isoformat() if act.late else "",
            off_agenda=act.off_agenda,
            reason=act.reason,
            brackets_alone=act.brackets_alone,
            bracketed=act.bracketed,
            ended=act.ended,
        )
        for act in on.acts
    ]
    shapes = tuple(
        DecidedShape(
            shape.name, shape.kind, shape.parts, (numbers.get(shape.place) or "…") if shape.place else ""
        )
        for shape in on.shapes
    )
    if on.new is not None and on.new.is_placed and not number:
        follows = (numbers.get(on.new.follows) or "…") if on.new.follows else ""
        return DecidedLine("", acts, on.gave, on.became, shapes, follows)
    return DecidedLine(number or _first(on.words, language), acts, on.gave, on.became, shapes)


def _numbers(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    sitting: SittingRecord,
    *,
    named_for: NamedFor,
    language: Language,
) -> dict[int, str]:
    """
    Return what each paragraph that the record names was called when the sitting was closed: its number or first words.

    A new paragraph has the number that it had while it was only proposed; one without a number is called by its place,
    which is not told here.
    """
    paragraphs = [*sitting.agenda, *named_for.named, *_places(named_for)]
    lines = agenda_lines(session, drafts, paragraphs, sitting.sitting.closed_at or arrived())
    on_agenda = new_on_agenda(session, actor, drafts, sitting, lines)
    new = _new_numbers(on_agenda, named_for, language)
    placed = {key for key, on in named_for.decided.items() if on.new and on.new.is_placed}
    called = {
        key: line.reference or new.get(key, "") or ("" if key in placed else _first(line.text, language))
        for key, line in lines.items()
    }
    return new | called


def _new_numbers(
    on_agenda: Mapping[int, NewOnAgenda], named_for: NamedFor, language: Language
) -> dict[int, str]:
    """Return what new paragraphs are called: those *on_agenda* not decided, and decided ones with a number."""
    waiting = {key: new for key, new in on_agenda.items() if key not in named_for.decided}
    called = {key: new.there.number or _first(new.words, language) for key, new in waiting.items()}
    return called | {key: on.new.number for key, on in named_for.decided.items() if on.new and on.new.number}


def _first(words: str, language: Language) -> str:
    """Return what a line without a number is called in a document in *language*: its first words."""
    return quoted(language, words) if words else "…"


def body_title(body: Body, language: Language) -> BodyTitle:
    """Return what a body is called in a document in *language*."""
    return BodyTitle(str(getattr(body, f"name_{language.value}")), body.level, body.city)


def _result(
    sitting: SittingRecord,
    row: SittingResultRow,
    numbers: dict[int, str],
    language: Language,
    *,
    counts: bool,
) -> RecordedResult:
    return RecordedResult(
        number=numbers.get(row.paragraph_id, "…"),
        result=SittingResult(row.result),
        text=row.text,
        referred_to=body_title(row.referred_to, language) if row.referred_to else None,
        opposed=_who(row, Stance.OPPOSE, language),
        reserved=_who(row, Stance.RESERVE, language),
        remark=row.remark,
        counts=counts,
        confirmed=_confirmed(sitting, row),
        ended=row.decision_id in sitting.ended,
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
