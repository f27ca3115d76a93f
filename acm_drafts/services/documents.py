"""
What a document is made from: a draft read out of the database into values that documents understand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template, own
from acm_drafts.documents.write import (
    annotated,
    comparison,
    compilation,
    docx,
    positions,
    reservations,
    tracked,
    words,
)
from acm_drafts.documents.write.annexes import Annexes, Reservation, number_or_first_words
from acm_drafts.documents.write.compilation import Compiled, Place, Proposal
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.attribution.changes import Credits
from acm_drafts.negotiation.comparison import Change, compare
from acm_drafts.negotiation.concordance import concordance
from acm_drafts.negotiation.consolidation import START, Edit
from acm_drafts.negotiation.copies import NamedCopy
from acm_drafts.negotiation.drawing import Drawing
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.lines import DraftText, Translated, together_translated
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Stance, TextKind
from acm_drafts.negotiation.tracking import Numbers, TrackedText, track
from acm_drafts.services.draft_texts import corrected_text, draft_text
from acm_drafts.services.reservation_annex import reservations_on, told_until
from acm_drafts.store.amendment_rows import adopted_on
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.annotations import annotations_in
from acm_drafts.store.attribution import credited_name, load_credits
from acm_drafts.store.decisions import adopted_moves, names_for_brackets
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.insertions import insertions_of
from acm_drafts.store.listing import (
    load_on_table,
    said_on_draft,
)
from acm_drafts.store.paragraph_positions import load_paragraph_positions
from acm_drafts.store.positions import TakenPosition, positions_on, standing_positions
from acm_drafts.store.records import Circulation, Draft
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Statuses, load_statuses
from acm_drafts.store.text import (
    TextRow,
    descents_of_text,
    draft_set,
    symbols_of_wordings,
    text_rows,
)
from acm_drafts.store.visibility import left_by_round, names_delegations, public_name, withheld_from
from acm_drafts.text.language import NATIVE_NAMES, Language


class Form(StrEnum):
    """What a draft can leave as."""

    CLEAN = "clean"
    TRACKED = "tracked"
    COMPILATION = "compilation"
    COMPARISON = "comparison"
    POSITIONS = "positions"
    CORRECTED = "corrected"
    RESERVATIONS = "reservations"
    ANNOTATED = "annotated"
    """Of an agenda alone."""


SINCE = (Form.TRACKED, Form.COMPARISON)
"""The forms that set a draft beside an earlier one."""


def document(
    session: Session,
    actor: Actor,
    form: Form,
    *,
    draft: Draft,
    since: Draft | None = None,
    language: str = "",
    with_annexes: bool = False,
    template: Template | None = None,
    first_page: FirstPage = FirstPage.MASTHEAD,
    tracks_numbers: bool = True,
    copy: NamedCopy | None = None,
) -> bytes:
    """
    Return *draft* as a Word file; *since* is the earlier draft of forms that need one.

    *with_annexes* adds a table of contents, the brackets outstanding, the reservations and the numbers
    in *since*, which other forms can do without; where changes are tracked it adds nothing. *template*:
    an institution's, without it our own; *first_page*: how the document begins; *tracks_numbers*: where
    changes are tracked, new numbers of paragraphs are too; *copy*: whom it names as its reader (`copies.take_copy`).
    The caller has asked whether *actor* may read both. Raises NotFound where an earlier draft is needed and
    there is none.
    """
    if since and (since.communique_id != draft.communique_id or since.sequence >= draft.sequence):
        raise NotFound()
    if form in SINCE and since is None:
        raise NotFound()
    request = _Request(
        session,
        actor,
        draft,
        since=since,
        language=language,
        with_annexes=with_annexes,
        template=replace(template or own(), first_page=first_page, copy=copy),
        tracks_numbers=tracks_numbers,
    )
    return _RENDER[form](request)


@dataclass(frozen=True, slots=True)
class _Request:
    """What a document is asked to hold; *since* is there for the forms that need it."""

    session: Session
    actor: Actor
    draft: Draft
    since: Draft | None
    language: str
    with_annexes: bool
    template: Template
    tracks_numbers: bool

    def earlier(self) -> Draft:
        assert self.since is not None
        return self.since

    def text(self, draft: Draft) -> DraftText:
        return draft_text(self.session, draft, language=self.language)

    def annexes(self, text: DraftText) -> Annexes | None:
        """Return the annexes to *text*, with its numbers in the earlier draft if there is one; None if unwanted."""
        if not self.with_annexes:
            return None
        if self.since is None:
            return self.annexes_beside(text, before=None, changes=())
        before = self.text(self.since)
        return self.annexes_beside(text, before=before, changes=self.changes(before, text))

    def annexes_beside(
        self, text: DraftText, *, before: DraftText | None, changes: Sequence[Change]
    ) -> Annexes | None:
        """Return the same where the earlier draft and the *changes* since are at hand."""
        if not self.with_annexes:
            return None
        return _annexes(self.session, self.draft, text, before=before, changes=changes)

    def noted(self, text: DraftText, annexes: Annexes | None = None) -> Sequence[Reservation]:
        """Return the reservations that stand in *text* as footnotes: those of *annexes* where it has them."""
        if annexes is not None and text.footnotes:
            return annexes.reservations
        return noted(self.session, self.draft, text)

    def changes(self, before: DraftText, text: DraftText) -> Sequence[Change]:
        return _changes(self.session, self.earlier(), self.draft, before, text)


def noted(session: Session, draft: Draft, text: DraftText) -> tuple[Reservation, ...]:
    """Return the reservations that stand in *text* as footnotes; none unless the settings of its documents say so."""
    return reservations_on(session, draft, text) if text.footnotes else ()


def _clean(request: _Request) -> bytes:
    return _whole(request, request.text(request.draft))


def _whole(request: _Request, text: DraftText) -> bytes:
    """Return *text* by itself, its reservations as footnotes where the settings of its documents say so."""
    annexes = request.annexes(text)
    return docx.render(text, annexes, request.template, reservations=request.noted(text, annexes))


def _tracked(request: _Request) -> bytes:
    changed = tracked_text(
        request.session,
        request.actor,
        draft=request.draft,
        since=request.earlier(),
        language=request.language,
        tracks_numbers=request.tracks_numbers,
    )
    return tracked.render(changed, request.template, reservations=request.noted(changed.face))


def _compilation(request: _Request) -> bytes:
    annexes = request.annexes(request.text(request.draft))
    content = compiled(request.session, request.actor, request.draft, language=request.language)
    noted = request.noted(content.face, annexes)
    return compilation.render(content, annexes, request.template, reservations=noted)


def _positions(request: _Request) -> bytes:
    annexes = request.annexes(request.text(request.draft))
    content = compiled(request.session, request.actor, request.draft, language=request.language)
    return positions.render(content, annexes, request.template)


def _reservations(request: _Request) -> bytes:
    text = request.text(request.draft)
    reserved = reservations_on(request.session, request.draft, text)
    return reservations.render(
        text,
        reserved,
        until=told_until(request.session, request.draft),
        annexes=request.annexes(text),
        template=request.template,
    )


def _annotated(request: _Request) -> bytes:
    """Return an agenda with its annotations. Raises NotFound for another text."""
    communique = request.draft.communique
    if communique.kind != TextKind.AGENDA:
        raise NotFound()
    notes = annotations_in(request.session, communique.id)
    spoken = Language(communique.language)
    return annotated.render(request.text(request.draft), notes, spoken=spoken, template=request.template)


def _comparison(request: _Request) -> bytes:
    text, before = request.text(request.draft), request.text(request.earlier())
    text = replace(text, translated=together_translated(before.translated, text.translated))
    changes = request.changes(before, text)
    annexes = request.annexes_beside(text, before=before, changes=changes)
    return comparison.render(before, text, changes, annexes=annexes, template=request.template)


def _corrected(request: _Request) -> bytes:
    return _whole(request, corrected_text(request.session, request.draft, language=request.language))


_RENDER: Mapping[Form, Callable[[_Request], bytes]] = {
    Form.CLEAN: _clean,
    Form.TRACKED: _tracked,
    Form.COMPILATION: _compilation,
    Form.COMPARISON: _comparison,
    Form.POSITIONS: _positions,
    Form.CORRECTED: _corrected,
    Form.RESERVATIONS: _reservations,
    Form.ANNOTATED: _annotated,
}


def beside(
    session: Session,
    draft: Draft,
    external: Draft,
    *,
    changes: Sequence[Change],
    template: Template | None = None,
    first_page: FirstPage = FirstPage.MASTHEAD,
    copy: NamedCopy | None = None,
) -> bytes:
    """
    Return *draft* and one of another communiqué, side by side in a Word file; *changes* lead from the other to it.

    The caller has asked whether both may be read, and paired their paragraphs, for nothing but their words tells.
    """
    before, after = draft_text(session, external), draft_text(session, draft)
    template = replace(template or own(), first_page=first_page, copy=copy)
    return comparison.render(before, after, changes, template=template)


def _changes(
    session: Session, since: Draft, draft: Draft, before: DraftText, after: DraftText
) -> Sequence[Change]:
    (moves,) = adopted_moves(session, [since, draft])
    return compare(before.lines, after.lines, descents_of_text(session, draft.communique_id), moves=moves)


def _annexes(
    session: Session,
    draft: Draft,
    text: DraftText,
    *,
    before: DraftText | None,
    changes: Sequence[Change],
) -> Annexes:
    names = names_for_brackets(session)
    reserved = reservations_on(session, draft, text)
    until = told_until(session, draft) if reserved else None
    if before is None:
        return Annexes(names, reservations=reserved, until=until)
    pairs = concordance(
        before.lines, text.lines, changes, called=number_or_first_words(Language(text.language))
    )
    return Annexes(names, before.symbol, text.symbol, pairs, reserved, until)


def tracked_text(
    session: Session,
    actor: Actor,
    *,
    draft: Draft,
    since: Draft,
    language: str = "",
    tracks_numbers: bool = True,
) -> TrackedText:
    """
    Return *draft* with every change since an earlier one, each with whose it is as *actor* may know it.

    A new number is nobody's; unless *tracks_numbers*, it is not told as a change.
    The caller has asked whether both may be read.
    """
    face = draft_text(session, draft, language=language)
    before = draft_text(session, since, language=language)
    known = _signed(load_credits(session, actor, old=since, new=draft, language=face.language), draft, face)
    descents = descents_of_text(session, draft.communique_id)
    numbers = Numbers(words.say(Language(face.language), "renumbering"), tracks_numbers)
    blocks = track(before.lines, face.lines, descents, credits=known, numbers=numbers)
    both = together_translated(before.translated, face.translated)
    return TrackedText(replace(face, translated=both), before.symbol, blocks)


def _signed(credits: Credits, draft: Draft, face: DraftText) -> Credits:
    """Return *credits* in which no delegation signs that a translation and the original take each other's place."""
    original = NATIVE_NAMES[draft.communique.language]
    return credits.signing_translations(words.say(Language(face.language), "translation", name=original))


# The compilation -----------------------------------------------------------------------------------


def compiled(session: Session, actor: Actor, draft: Draft, *, language: str = "") -> Compiled:
    """
    Return *draft* with the proposals of its round that *actor* may read, each at its place.

    Before a round opens on it these are the proposals that were carried over to it. Sponsors are named where the
    text shows them, and nowhere else whoever asks: a document is handed on. Where they are not named, no positions
    are told: who is missing would tell. Of a proposal that went on to a later text it is told who co-sponsored it and
    who took which position on this one, with the names that this one showed; and where it stands now.
    """
    face = draft_text(session, draft, language=language)
    context, records = load_on_table(session, actor, draft.id)
    if context is None:
        return Compiled(face, False, [Place(line, ()) for line in face.lines])
    withheld = withheld_from(actor, context)
    left_by = _left_by(session, actor, context) if withheld else 0
    attributed = _is_attributed(session, draft, context)
    on_lines = _on_lines(session, actor, draft, face, context) if attributed else {}
    if not records:
        places = [_with_stances(Place(line, ()), on_lines, Language(face.language)) for line in face.lines]
        return Compiled(face, attributed and bool(on_lines), places, withheld, left_by)
    rows = text_rows(session, draft.id)
    known = load_statuses(session, draft.communique, actor, records)
    facts = _facts(
        session,
        known,
        records,
        rows,
        context=context,
        attributed=attributed,
        language=Language(face.language),
    )
    sheet = _Sheet(rows, records, facts)
    if face.original:  # proposals are printed in the language that is negotiated
        face = replace(face, translated=together_translated(face.translated, Translated.NOT))
    places = [_with_stances(place, on_lines, Language(face.language)) for place in sheet.places(face)]
    return Compiled(face, attributed, places, withheld, left_by)


def _left_by(session: Session, actor: Actor, context: RoundContext) -> int:
    """Return as which round left them proposals of earlier rounds are told, see `left_by_round`. Three queries."""
    drafts = draft_set(session, context.round.communique_id, actor)
    return left_by_round(actor, context, [version.draft.id for version in drafts.versions])


def _on_lines(
    session: Session, actor: Actor, draft: Draft, face: DraftText, context: RoundContext
) -> dict[int, list[TakenPosition]]:
    """Return the positions on the lines of *draft* as they stand there, by paragraph; those without any left out."""
    drafts = draft_set(session, draft.communique_id, actor)
    wordings = {line.paragraph: line.wording for line in lines_of_draft(session, draft.id)}
    taken = load_paragraph_positions(session, actor, drafts, wordings, in_document=context)
    standing = {key: standing_positions(positions) for key, positions in taken.items()}
    return {key: positions for key, positions in standing.items() if positions}


def _with_stances(place: Place, on_lines: Mapping[int, Sequence[TakenPosition]], language: Language) -> Place:
    """Return *place* with who stands where on its line."""
    taken = on_lines.get(place.line.paragraph, ()) if place.line else ()
    return replace(place, stances=_by_stance(taken, language), grounds=_grounds(taken, language))


def _by_stance(
    taken: Iterable[TakenPosition], language: Language
) -> tuple[tuple[Stance, tuple[str, ...]], ...]:
    """Return who took each position, by name, in the order of the positions."""
    by_stance: dict[Stance, list[str]] = {stance: [] for stance in Stance}
    for position in taken:
        by_stance[position.stance].append(credited_name(position.party, language.value))
    return tuple((stance, tuple(names)) for stance, names in by_stance.items() if names)


def _grounds(taken: Iterable[TakenPosition], language: Language) -> dict[str, str]:
    """Return the reasons by the names of those who gave one."""
    return {credited_name(row.party, language.value): row.reason for row in taken if row.reason}


def _is_attributed(session: Session, draft: Draft, context: RoundContext) -> bool:
    """Return whether sponsors are named beside *draft*: by the text of their round, and by *draft* once circulated."""
    circulated = session.scalar(select(Circulation.attributed).where(Circulation.draft_id == draft.id))
    return context.version.attributed and circulated is not False


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of all proposals of a round."""

    known: Statuses
    context: RoundContext
    attributed: bool
    as_left: Mapping[int, AmendmentRecord]
    """By the key of each proposal that went on to a later round: what delegations had said of it in this one."""
    positions: Mapping[int, Sequence[TakenPosition]]
    language: Language
    drawn: Mapping[int, Drawing]
    """By the key of each proposal."""
    symbols: Mapping[int, str]
    """Of the drafts, by the wordings that proposals are shown on where the text has changed since."""
    accepted: Mapping[int, Edit]
    """By the key of each proposal that the round accepted, while it runs."""


def _facts(
    session: Session,
    known: Statuses,
    records: Sequence[AmendmentRecord],
    rows: Sequence[TextRow],
    *,
    context: RoundContext,
    attributed: bool,
    language: Language,
) -> _Facts:
    """Return what is known of all *records* of a round, drawn on the lines *rows*. Five queries at most."""
    texts = {row.paragraph: row.text for row in rows}
    drawn = {
        record.amendment.id: record.drawn_on(texts.get(record.revision.paragraph_id)) for record in records
    }
    older = {record.read_on for record in records if drawn[record.amendment.id].is_old}
    symbols = symbols_of_wordings(session, known.drafts, [key for key in older if key])
    as_left = said_on_draft(session, context, records) if attributed else {}
    speaking = [as_left.get(record.amendment.id, record) for record in records]
    taken = positions_on(session, speaking) if attributed else {}
    adopted = adopted_on(session, context.round.id) if context.round.closed_at is None else ()
    accepted = {row.amendment: row.edit for row in adopted}
    return _Facts(known, context, attributed, as_left, taken, language, drawn, symbols, accepted)


class _Sheet:
    """The proposals of one round, each at its place in the text."""

    def __init__(self, rows: Sequence[TextRow], records: Sequence[AmendmentRecord], facts: _Facts) -> None:
        self.facts, self.language = facts, facts.language
        self.entries = {record.amendment.id: record for record in records}
        self.new = new_paragraphs(rows, insertions_of(records))
        self.bringing = {r.amendment.paragraph_id: r for r in records if r.kind is AmendmentKind.INSERT}
        self.numbers = {row.paragraph: row.reference for row in rows if row.reference}
        self.numbers |= {new.paragraph: new.number for group in self.new.values() for new in group}
        self.on: dict[int, list[AmendmentRecord]] = {}
        self.amending: dict[int, list[AmendmentRecord]] = {}
        for record in records:
            if record.amendment.amends_id in self.entries:
                self.amending.setdefault(record.amendment.amends_id or 0, []).append(record)
            elif record.kind is not AmendmentKind.INSERT:
                self.on.setdefault(record.revision.paragraph_id, []).append(record)

    def places(self, face: DraftText) -> list[Place]:
        first = self._inserted(START)
        places = [Place(None, tuple(first))] if first else []
        for line in face.lines:
            proposals = [
                proposal
                for record in self.on.pop(line.paragraph, ())
                for proposal in self._with_its_own(record)
            ]
            following = self._inserted(line.paragraph)
            places.append(Place(line, (*proposals, *following), following=len(following)))
        if homeless := tuple(self._without_a_place()):
            places.append(Place(None, homeless))
        return places

    def _without_a_place(self) -> Iterator[Proposal]:
        """Yield the proposals on a new paragraph that is proposed no more: it was withdrawn."""
        for paragraph, records in self.on.items():
            if paragraph not in self.bringing:
                for record in records:
                    yield from self._with_its_own(record)

    def _inserted(self, place: int) -> list[Proposal]:
        out = []
        for new in self.new.get(place, ()):
            out += self._with_its_own(self.bringing[new.paragraph])
            for record in self.on.get(new.paragraph, ()):
                out += self._with_its_own(record)
        return out

    def _with_its_own(self, record: AmendmentRecord) -> list[Proposal]:
        """Return a proposal and those that amend it, each behind the one that it amends."""
        out = [self._proposal(record)]
        for amending in self.amending.get(record.amendment.id, ()):
            out += self._with_its_own(amending)
        return out

    def _proposal(self, record: AmendmentRecord) -> Proposal:
        revision, drawn = record.revision, self.facts.drawn[record.amendment.id]
        amended = self.entries.get(record.amendment.amends_id or 0)
        named = self._is_named(record)
        on_it = self.facts.positions.get(record.amendment.id, ()) if named else ()
        taken = standing_positions(on_it)
        status = self.facts.known.where(record)
        elsewhere = {AmendmentKind.MOVE: revision.after_id, AmendmentKind.JOIN: revision.other_id}
        return Proposal(
            self._name(record),
            record.kind,
            status.standing,
            base=drawn.base,
            text=drawn.text,
            sponsors=self._sponsors(record),
            number=self.numbers.get(revision.paragraph_id, ""),
            place=self.numbers.get(elsewhere.get(record.kind) or START, ""),
            amends=self._name(amended) if amended else "",
            pending=status.pending,
            accepted=self._accepted(record),
            reason=revision.reason,
            positions=_by_stance(taken, self.language),
            grounds=_grounds(taken, self.language),
            made_on=self.facts.symbols.get(record.read_on or 0, "") if drawn.is_old else "",
            only_proposed=status.only_proposed,
            tells_positions=named,
        )

    def _accepted(self, record: AmendmentRecord) -> str | None:
        """Return the words that the round accepted of a proposal, as far as the reader may know that."""
        edit = self.facts.accepted.get(record.amendment.id)
        if edit is None or edit.bracketed or not record.reads_round(self.facts.context.round.id):
            return None
        return edit.text

    def _name(self, record: AmendmentRecord) -> str:
        return public_name(record, attributed=self._is_named(record))

    def _is_named(self, record: AmendmentRecord) -> bool:
        """
        Return whether the sponsors may be told: by this text, and by the one that the proposal lies on now.

        What this text showed to all who read it with the names of delegations stays public in its documents.
        """
        if not self.facts.attributed:
            return False
        went_on = record.amendment.id in self.facts.as_left
        if went_on and self.facts.context.shown():
            return True
        return names_delegations(self.facts.known.context(record), record)

    def _sponsors(self, record: AmendmentRecord) -> str:
        sponsor = credited_name(record.amendment.sponsor, self.language.value)
        if not self._is_named(record):
            return sponsor if record.amendment.sponsor.kind == PartyKind.MISSION else ""
        record = self.facts.as_left.get(record.amendment.id, record)
        comma = words.say(self.language, "comma")
        others = comma.join(credited_name(party, self.language.value) for party in record.cosponsors)
        return words.say(self.language, "with", sponsor=sponsor, others=others) if others else sponsor
