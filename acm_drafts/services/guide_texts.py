"""
The guide by agenda item and the letter of the chair, read out of the database into values.

Pages and documents are made from the same values. An adopted text is told as its corrigenda read it; a translation is
told where there is one, but not of what a corrigendum changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import circulation_letter
from acm_drafts.documents.write import guide as written
from acm_drafts.documents.write.circulation_letter import CirculationLetter
from acm_drafts.documents.write.cities import adopted_at
from acm_drafts.documents.write.guide import (
    EarlierItem,
    Guide,
    GuideExpert,
    GuideParagraph,
    GuideReservation,
    GuideText,
    ItemGuide,
)
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.corrigenda import corrected_texts
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.guide import (
    ItemHistory,
    KnownItem,
    NothingToRequest,
    goes_to_assembly,
    session_of,
    slug,
)
from acm_drafts.negotiation.lines import LineKind, whole_sentences
from acm_drafts.negotiation.numbering import listed_beside
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may, require
from acm_drafts.negotiation.terms import City, Level, ReservationScope
from acm_drafts.services.draft_texts import corrected_text, draft_text
from acm_drafts.services.reservation_annex import placed_on
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.attribution import credited_name, name_in
from acm_drafts.store.bodies import bodies_of, chair_of_meeting
from acm_drafts.store.corrigenda import corrections_to
from acm_drafts.store.guide import (
    Follower,
    GuideDraft,
    PrintedLine,
    drafts_for_guide,
    followers_of,
    items_tagged,
    known_items,
    printed_lines,
    reads_text,
    tags_in,
)
from acm_drafts.store.meetings import today_in, zone_at
from acm_drafts.store.records import Draft, Party
from acm_drafts.store.translations import translations_in_drafts
from acm_drafts.store.visibility import NOBODY, reservation_facts
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class GuideReader:
    """Who reads the guide, in which *language*, and the *base* that the addresses of pages begin with."""

    actor: Actor
    language: Language
    base: str = ""

    def url(self, of: int, item: KnownItem) -> str:
        return f"{self.base}/guide/{of}/{_slug(item)}"


def load_guide(session: Session, reader: GuideReader, of: int, *, only: str = "") -> Guide:
    """
    Return the guide of the session *of*; *only*: the item that the guide is asked for, as addresses name it.

    The number of queries depends on how many texts of the session there are, one or two as a rule, and on nothing
    else. Raises NotFound where the guide has no agenda of the session, or not the item.
    """
    every = known_items(session)
    items = [known for known in every if known.session == of and only in ("", _slug(known))]
    if not items:
        raise NotFound()
    history = ItemHistory(every)
    earlier = {known.key: history.earlier(known.key) for known in items}
    sessions = {of, *(known.session for before in earlier.values() for known in before)}
    texts = _Texts(session, reader, drafts_for_guide(session, reader.actor, sessions))
    reservations = _Reservations(session, reader, [row for row in texts.drafts if row.session == of])
    followers = followers_of(session, [known.key for known in items], reader.language)

    def guide_on(known: KnownItem) -> ItemGuide:
        tagged = texts.paragraphs_on(known.key, of)
        return ItemGuide(
            known.item,
            reader.url(of, known),
            texts.on(known.key, of),
            reservations.on(tagged),
            bool(reservations.withheld_on(tagged)),
            texts.before(earlier[known.key]),
            _experts(followers.get(known.key, ()), reader.language),
        )

    day = today_in(zone_at(session, None)).isoformat()
    return Guide(of, reader.language, day, [guide_on(known) for known in items])


def _slug(known: KnownItem) -> str:
    return slug(known.item.number, known.item.part)


def _experts(followers: Sequence[Follower], language: Language) -> list[GuideExpert]:
    return [
        GuideExpert(person.name, [name_in(party, language.value) for party in person.parties])
        for person in followers
    ]


def guide_document(
    session: Session, reader: GuideReader, of: int, *, template: Template | None = None
) -> bytes:
    """Return the guide of a session as a Word file. Raises NotPermitted, NotFound."""
    require_reader(reader.actor)
    return written.render(load_guide(session, reader, of), template)


def pocket_document(
    session: Session, reader: GuideReader, of: int, only: str, *, template: Template | None = None
) -> bytes:
    """Return the pocket form of an item as a Word file. Raises NotPermitted, NotFound."""
    require_reader(reader.actor)
    return written.render_pocket(load_guide(session, reader, of, only=only), template)


class _Texts:
    """The paragraphs of some drafts with the items that they are tagged with. Five queries."""

    def __init__(self, session: Session, reader: GuideReader, drafts: Sequence[GuideDraft]) -> None:
        self.reader, self.drafts = reader, drafts
        keys = [row.draft.id for row in drafts]
        texts = [row.communique.id for row in drafts]
        self.tags = tags_in(session, texts)
        self.lines = printed_lines(session, keys)
        self.translated = translations_in_drafts(session, keys, reader.language.value)
        corrections = corrections_to(session, texts)
        self.corrected: dict[int, str] = {}
        for row in drafts:
            wordings = {line.paragraph: line.text for line in self.lines[row.draft.id]}
            self.corrected |= corrected_texts(wordings, corrections.get(row.communique.id, ()))

    def on(self, item: int, of: int) -> list[GuideText]:
        """Return what the texts of the session *of* say on an item, adopted ones first."""
        texts = [
            GuideText(
                row.symbol,
                row.communique.title,
                row.adoption.day.isoformat() if row.adoption is not None else "",
                [self._paragraph(row, line) for line in lines],
            )
            for row in self._of(of)
            if (lines := self._tagged(row, item))
        ]
        return sorted(texts, key=lambda text: not text.day)

    def before(self, earlier: Sequence[KnownItem]) -> list[EarlierItem]:
        """Return what texts adopted in earlier sessions say on an item, as it stood then; nothing of other texts."""
        earlier_texts = []
        for known in earlier:
            texts = [text for text in self.on(known.key, known.session) if text.day]
            if texts:
                earlier_texts.append(EarlierItem(known.session, known.item, texts))
        return earlier_texts

    def paragraphs_on(self, item: int, of: int) -> dict[int, frozenset[int]]:
        """Return the paragraphs of the session's texts that are tagged with an item, by draft; none for none."""
        tagged = {
            row.draft.id: frozenset(line.paragraph for line in self._tagged(row, item))
            for row in self._of(of)
        }
        return {draft: paragraphs for draft, paragraphs in tagged.items() if paragraphs}

    def _of(self, of: int) -> list[GuideDraft]:
        return [row for row in self.drafts if row.session == of]

    def _tagged(self, row: GuideDraft, item: int) -> list[PrintedLine]:
        """Return the lines tagged with an item, and those without which their sentences are not whole."""
        lines = self.lines[row.draft.id]
        tagged = {line.paragraph for line in lines if item in self.tags.get(line.paragraph, frozenset())}
        whole = whole_sentences(lines, tagged)
        return [line for line in lines if line.paragraph in whole]

    def _paragraph(self, row: GuideDraft, line: PrintedLine) -> GuideParagraph:
        words, language = self.corrected.get(line.paragraph), row.language
        if words is None:
            words = self.translated.get(line.wording) if language is not self.reader.language else None
            language = self.reader.language if words is not None else language
        number = "" if line.kind == LineKind.HEADING else listed_beside(line.reference, language.value)
        return GuideParagraph(
            number, line.text if words is None else words, language, self._url(row, line, language)
        )

    def _url(self, row: GuideDraft, line: PrintedLine, language: Language) -> str:
        """
        Return the permanent link to a paragraph: its page, or its place in the library for who has no such page.

        There in *language*, that of its words; in the language negotiated where the library lacks it.
        """
        if reads_text(self.reader.actor, row):
            return f"{self.reader.base}/c/{row.communique.code}/p/{line.code}"
        source = row.sources.get(language.value) or row.sources[row.language.value]
        return f"{self.reader.base}/library/sources/{source}#s-{line.nth}"


class _Reservations:
    """The public reservations on some drafts, as far as a reader is told them. Some queries for each draft."""

    def __init__(self, session: Session, reader: GuideReader, drafts: Collection[GuideDraft]) -> None:
        self.told: dict[int, list[tuple[GuideReservation, frozenset[int]]]] = {}
        self.withheld: set[int] = set()
        for row in drafts:
            facts = reservation_facts(row.communique.meeting_id, NOBODY, published=True)
            if not may(reader.actor, Act.READ_RESERVATION, facts):
                self.withheld.add(row.draft.id)
                continue
            text = draft_text(session, row.draft, language=reader.language.value)
            self.told[row.draft.id] = [
                (
                    GuideReservation(
                        entry.delegation, row.symbol, entry.number, entry.phrase, entry.words, entry.awaited
                    ),
                    paragraphs,
                )
                for entry, paragraphs in placed_on(session, row.draft, text)
                if entry.number or entry.scope is ReservationScope.TEXT
            ]

    def on(self, tagged: Mapping[int, frozenset[int]]) -> list[GuideReservation]:
        """Return the reservations on some paragraphs of drafts, and those on their whole texts."""
        return [
            reservation
            for draft, paragraphs in tagged.items()
            for reservation, own in self.told.get(draft, ())
            if not reservation.number or own & paragraphs
        ]

    def withheld_on(self, tagged: Mapping[int, frozenset[int]]) -> set[int]:
        """Return the drafts among these on which the reader is told no reservations."""
        return self.withheld & set(tagged)


def reads_guide(actor: Actor) -> bool:
    """Return whether the person reads the guide: they belong to the Group at one of their meetings at least."""
    return any(may(at, Act.READ_GUIDE, Facts(meeting=at.meeting)) for at in actor.places())


def require_reader(actor: Actor) -> None:
    """Raise NotPermitted for who does not read the guide."""
    if not reads_guide(actor):
        raise NotPermitted()


# The letter ------------------------------------------------------------------------------------------


def letter_document(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    language: Language,
    state: Party | None,
    template: Template | None = None,
) -> bytes:
    """Return the letter of the chair of the Group on a draft as a Word file. Raises as `letter_on`."""
    letter = letter_on(session, actor, draft, language=language, state=state)
    return circulation_letter.render(letter, template)


def letter_on(
    session: Session, actor: Actor, draft: Draft, *, language: Language, state: Party | None
) -> CirculationLetter:
    """
    Return the letter by which the chair of the Group asks for a text to be circulated; *state* chairs the Group.

    It names the agenda items of the text, where there are none those that its paragraphs are tagged with. Raises
    NotPermitted, NothingToRequest without an item, NotFound for an agenda of the meeting and for a meeting of a year
    before the first session.
    """
    meeting = draft.communique.meeting
    require(actor, Act.REQUEST_CIRCULATION, Facts(meeting=meeting.id))
    of = session_of(meeting.year)
    if of is None or not goes_to_assembly(draft.communique.kind):
        raise NotFound()
    items = items_of_letter(session, draft)
    if not items:
        raise NothingToRequest()
    adoption = find_adoption(session, draft.communique_id)
    titles = {known.item.place: known.item.title(language)[0] for known in known_items(session, of)}
    face = corrected_text(session, draft, language=language.value)
    return CirculationLetter(
        face=face,
        day=today_in(meeting.zone).isoformat(),
        session=of,
        items=[replace(item, title=titles.get(item.place, item.title)) for item in items],
        state=credited_name(state, language.value) if state is not None else "",
        adopted_in=adopted_at(adoption.place, meeting.place, language, called=face.place) if adoption else "",
    )


def items_of_letter(session: Session, draft: Draft) -> tuple[AgendaItem, ...]:
    """Return the items that a letter names: those of the text, else those of its paragraphs. Four queries at most."""
    named = load_agenda(session, draft.communique_id)
    return named or tuple(item.numbered for item in items_tagged(session, draft.communique_id, draft.id))


def chair_of_group(session: Session, draft: Draft) -> Party | None:
    """
    Return the State that chairs the ambassadors in New York today, else the one that chaired the adoption.

    Where neither is known it is the State that chairs the meeting.
    """
    for body in bodies_of(session, draft.communique.meeting_id):
        ambassadors = body.body.level == Level.AMBASSADORIAL and body.body.city == City.NEW_YORK
        if ambassadors and body.chair is not None:
            return body.chair
    adoption = find_adoption(session, draft.communique_id)
    chaired = adoption.chair if adoption is not None else None
    return chaired or chair_of_meeting(session, draft.communique.meeting)
