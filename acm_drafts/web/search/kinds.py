"""
What each kind of thing that a search finds looks like on its page: a name that leads to it, where it is, its words.

A further kind takes a member of `negotiation.search.SearchKind`, its word there, and a line in `KINDS`: who is offered
it, and the function that finds its hits. That asks with the condition by which the pages of the kind show it, returns
no more than a `Window` asks for and one more, and counts nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from acm_drafts import i18n
from acm_drafts.i18n import language_name
from acm_drafts.negotiation.guide import KnownItem
from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.search import SearchKind
from acm_drafts.negotiation.terms import AmendmentKind, TextKind
from acm_drafts.store.database import Session
from acm_drafts.store.follow_up import FollowUpWords, follow_ups_with_words
from acm_drafts.store.guide import items_with_words
from acm_drafts.store.inputs import CallRecord, calls_with_words
from acm_drafts.store.library import PAGE as PASSAGES
from acm_drafts.store.library import find_passages, named_sources
from acm_drafts.store.meetings import today_in
from acm_drafts.store.partners import FoundPartner, partners_with_words
from acm_drafts.store.people import people_with_words
from acm_drafts.store.records import Revision, Source
from acm_drafts.store.search import (
    FoundAnnotation,
    FoundDecision,
    FoundInput,
    FoundLine,
    FoundReservation,
    PlaceOfParagraph,
    Readable,
    Window,
    find_annotations,
    find_decisions,
    find_inputs,
    find_lines,
    find_reservations,
    places_of,
)
from acm_drafts.store.search_proposals import FoundProposal, find_proposals
from acm_drafts.text.language import ENOUGH_OF_ONE, Language, tongue
from acm_drafts.text.search_words import Part, marked
from acm_drafts.web.follow_up.page import follow_up_state
from acm_drafts.web.guide.page import shown_item
from acm_drafts.web.inputs.page import state_in_words
from acm_drafts.web.library.claims import library_index, name_of_passage, passage_name
from acm_drafts.web.library.page import shortened
from acm_drafts.web.partners.page import kind_in_words as partner_kind
from acm_drafts.web.partners.page import meeting_name, partner_name
from acm_drafts.web.people.routes import person_url, seen, terms_in_words
from acm_drafts.web.shared.access import actor, may_for_own, may_here
from acm_drafts.web.shared.formatting import (
    body_in_words,
    conference_zone,
    day,
    kind_in_words,
    paragraph_url,
    party_name,
    proposal_url,
    source_url,
    text_url,
    typed,
)
from acm_drafts.web.shared.office_names import person_name
from acm_drafts.web.shared.sentences import Fact, Number, Sentence, Symbol, Words, joined
from acm_drafts.web.shared.sentences import gettext as _


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of what was found, marked where found; *attributes*: their language and direction."""

    parts: tuple[Part, ...]
    attributes: Mapping[str, str]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is called, its address, what and where it is, and its words."""

    name: Sentence
    url: str
    note: Sentence
    excerpts: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of the hits of one kind, and whether there are more after them."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """How hits of one kind are found; *of_text*: it belongs to texts, so that a search in one text looks for it."""

    find: Callable[[Session, Readable, Search, Window], Hits]
    is_offered: Callable[[], bool]
    of_text: bool = True


def _one_more(window: Window) -> Window:
    return Window(window.start, window.most + 1)


def _cut(hits: Iterable[Hit], window: Window) -> Hits:
    """Return *hits* up to what the window asks for; one more tells that there are others."""
    several = tuple(hits)
    return Hits(several[: window.most], len(several) > window.most)


T = TypeVar("T")


def _listed(rows: Sequence[T], window: Window, hit: Callable[[T], Hit]) -> Hits:
    """Return the hits of those of *rows* that a window asks for, of all that were found."""
    return _cut((hit(row) for row in rows[window.start : window.start + window.most + 1]), window)


def _words(text: str, search: Search, language: str = "", *, label: str = "") -> Excerpt:
    """Return *text* with what was found marked, in its *language*, "" for what the words themselves tell."""
    spoken = Language(language) if language else None
    attributes = {"lang": spoken.value, "dir": spoken.direction} if spoken else typed(text)
    return Excerpt(shortened(marked(text, search.words, search.phrases)), attributes, label)


def _marked(texts: Iterable[str], search: Search, language: str = "") -> Iterator[Excerpt]:
    """Yield those of *texts* that have something marked."""
    for text in texts:
        if _has_mark(excerpt := _words(text, search, language)):
            yield excerpt


def _has_mark(excerpt: Excerpt) -> bool:
    return any(part.is_found for part in excerpt.parts)


def _typed_words(words: str) -> Sentence:
    """Return *words* as somebody typed them, in the language that they tell."""
    language = tongue([words], enough=ENOUGH_OF_ONE)
    return joined([Words(words, language) if language else words])


def _row(*parts: Fact | None) -> Sentence:
    """Return *parts* one after the other with a point between; None and "" are left out."""
    pieces = [part for part in parts if part is not None and str(part)]
    return joined(piece for at, part in enumerate(pieces) for piece in ((" · ", part) if at else (part,)))


def _place(place: PlaceOfParagraph | None) -> Sentence | None:
    """Return a paragraph as the last draft that prints it calls it, None for one that no draft prints."""
    return _line(place.symbol, place.reference, of_agenda=place.of_agenda) if place else None


def _line(symbol: str, reference: str, *, of_agenda: bool) -> Sentence:
    """Return a line of a draft by its number; one without a number by its draft alone."""
    if not reference:
        return joined([Symbol(symbol)])
    if of_agenda:
        return _("%(symbol)s, item %(number)s", symbol=Symbol(symbol), number=Number(reference))
    return _("%(symbol)s, paragraph %(number)s", symbol=Symbol(symbol), number=Number(reference))


# Texts ---------------------------------------------------------------------------------------------


def _texts(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows = find_lines(session, readable, search, _one_more(window))
    authoritative = {text.communique.code: text.communique.language for text in readable.texts}
    return _cut((_text(line, search, authoritative[line.communique]) for line in rows), window)


def _text(line: FoundLine, search: Search, authoritative: str) -> Hit:
    translated = line.language != authoritative
    return Hit(
        _line(line.symbol, line.reference, of_agenda=line.of_agenda),
        _line_url(line, translated=translated),
        _row(
            _("earlier draft") if not line.is_newest else None,
            language_name(line.language) if translated else None,
        ),
        (_words(line.text, search, line.language),),
    )


def _line_url(line: FoundLine, *, translated: bool) -> str:
    """Return the address of a paragraph; of an earlier draft or a translation, its place in that."""
    if line.is_newest and not translated:
        return paragraph_url(line.communique, line.paragraph)
    facts = [f"draft={line.sequence}"] if not line.is_newest else []
    facts += [f"language={line.language}"] if translated else []
    return f"{text_url(line.communique)}?{'&'.join(facts)}#p-{line.paragraph}"


# The annotated agenda ------------------------------------------------------------------------------


def _annotations(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows = find_annotations(session, readable, search, _one_more(window))
    return _cut((_annotation(row, search) for row in rows), window)


def _annotation(row: FoundAnnotation, search: Search) -> Hit:
    url = f"/c/{row.communique}/annotated#{row.paragraph}"
    return Hit(
        _("Annotation of %(item)s", item=_line(row.symbol, row.reference, of_agenda=True)),
        url,
        _row(),
        (_words(row.text, search),),
    )


# Proposals -----------------------------------------------------------------------------------------


def _proposals(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows, more = find_proposals(session, readable, search, window)
    keys = {key for entry in rows for key in (entry.revision.paragraph_id, entry.revision.after_id) if key}
    places = places_of(session, readable, keys)
    agendas = {key for key, text in readable.by_key.items() if text.communique.kind == TextKind.AGENDA}
    return Hits(tuple(_proposal(entry, places, search, agendas) for entry in rows), more)


def _proposal(
    entry: FoundProposal, places: Mapping[int, PlaceOfParagraph], search: Search, agendas: Collection[int]
) -> Hit:
    amendment, revision = entry.record.amendment, entry.revision
    name = _("Proposal %(name)s", name=Symbol(entry.name))
    if amendment.number is None:
        name = _("Draft of a proposal")
    excerpts = [_words(revision.text, search, revision.language)] if revision.text else []
    if revision.reason and (
        not excerpts or not _has_mark(excerpts[0]) or _has_mark(_words(revision.reason, search))
    ):
        excerpts.append(_words(revision.reason, search, label=i18n.gettext("Reason")))
    is_new = entry.record.kind is AmendmentKind.INSERT and amendment.amends_id is None
    is_item = is_new and amendment.communique_id in agendas
    kind = i18n.gettext("new item") if is_item else kind_in_words(entry.record)
    note = _row(kind, _where(entry.record.kind, revision, places))
    return Hit(name, proposal_url(amendment.code), note, tuple(excerpts))


def _where(
    kind: AmendmentKind, revision: Revision, places: Mapping[int, PlaceOfParagraph]
) -> Sentence | None:
    """Return the paragraph that a proposal is about, of a new one the line that it is to follow."""
    if place := places.get(revision.paragraph_id):
        return _place(place)
    after = places.get(revision.after_id or 0)
    if kind is AmendmentKind.INSERT and after is not None and after.reference:
        if after.of_agenda:
            return _(
                "%(symbol)s, after item %(number)s",
                symbol=Symbol(after.symbol),
                number=Number(after.reference),
            )
        return _(
            "%(symbol)s, after paragraph %(number)s",
            symbol=Symbol(after.symbol),
            number=Number(after.reference),
        )
    return _place(after)


# Decisions -----------------------------------------------------------------------------------------


def _decisions(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows = find_decisions(session, readable, search, _one_more(window))
    places = places_of(session, readable, {entry.decision.paragraph_id for entry in rows})
    return _cut((_decision(entry, places, search) for entry in rows), window)


def _decision(entry: FoundDecision, places: Mapping[int, PlaceOfParagraph], search: Search) -> Hit:
    decision = entry.decision
    return Hit(
        _("Decision of %(day)s", day=day(decision.at)),
        f"{paragraph_url(entry.communique, entry.paragraph)}#history",
        _row(
            _place(places.get(decision.paragraph_id)) or _("a new paragraph"),
            _("this no longer counts") if entry.voided else None,
        ),
        (_words(decision.reason, search, label=i18n.gettext("Reason")),),
    )


# Reservations --------------------------------------------------------------------------------------


def _reservations(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows = find_reservations(session, readable, search, _one_more(window))
    keys = {entry.reservation.paragraph_id for entry in rows if entry.reservation.paragraph_id}
    places = places_of(session, readable, keys)
    return _cut((_reservation(entry, places, search) for entry in rows), window)


def _reservation(entry: FoundReservation, places: Mapping[int, PlaceOfParagraph], search: Search) -> Hit:
    reservation = entry.reservation
    return Hit(
        _("Reservation of %(party)s", party=party_name(reservation.party)),
        f"/c/{entry.communique}/reservations#r-{reservation.code}",
        _row(_place(places.get(reservation.paragraph_id or 0))),
        (_words(entry.words, search),),
    )


# Calls for inputs and the answers to them ----------------------------------------------------------


def _calls(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    records = calls_with_words(session, readable.actor, list(readable.by_key), search)
    return _listed(records, window, lambda record: _call(record, readable, search))


def _call(record: CallRecord, readable: Readable, search: Search) -> Hit:
    version, text = record.version, readable.by_key[record.call.communique_id]
    return Hit(
        _typed_words(version.title),
        f"/c/{text.communique.code}/inputs/{record.code}",
        _row(Symbol(text.communique.symbol_root), state_in_words(record.state)),
        tuple(_marked((version.background, *record.questions.values()), search)),
    )


def _inputs(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    rows = find_inputs(session, readable, search, _one_more(window))
    return _cut((_input(entry, search) for entry in rows), window)


def _input(entry: FoundInput, search: Search) -> Hit:
    url = f"/c/{entry.communique}/inputs/{entry.call}/answers/{entry.input.code}"
    version = entry.version
    return Hit(
        _("Answer of %(party)s", party=party_name(entry.input.party)),
        url if version.submitted else f"{url}?version={version.sequence}",
        _row(_typed_words(entry.title), _("Draft saved") if not version.submitted else None),
        tuple(_marked(entry.parts.values(), search, version.language)),
    )


# Agreed language -----------------------------------------------------------------------------------


def _source_names(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    """Return sources of the library by their symbols and titles."""
    rows = named_sources(session, readable.actor, search, start=window.start, most=window.most + 1)
    return _cut((named_source(row, search) for row in rows), window)


def named_source(row: Source, search: Search) -> Hit:
    """Return a source that was found by its symbol or its title."""
    return Hit(
        joined([Symbol(row.symbol)]),
        source_url(row.code),
        _row(str(row.day.year) if row.day else None, body_in_words(row.body), language_name(row.language)),
        (_words(row.title, search, row.language),),
    )


def _sources(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    """Return passages of the library, as its own search finds them. Raises LibraryNotReady."""
    page = window.start // PASSAGES + 1
    passages = find_passages(session, library_index(), readable.actor, search, page=page)
    hits = tuple(
        Hit(
            name_of_passage(row),
            source_url(row.source.code, row.position),
            _row(str(row.source.day.year) if row.source.day else None, body_in_words(row.source.body)),
            (_words(row.words, search, row.source.language),),
        )
        for row in passages.rows[: window.most]
    )
    return Hits(hits, passages.count > window.start + len(hits))


# Follow-up -----------------------------------------------------------------------------------------


def _follow_ups(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    entries = follow_ups_with_words(session, readable.actor, search)
    return _listed(entries, window, lambda entry: _follow_up(entry, search))


def _follow_up(entry: FollowUpWords, search: Search) -> Hit:
    row = entry.row
    excerpts = [_words(row.version.requested, search, row.source.language)]
    others = [words for words in dict.fromkeys(entry) if words and words != row.version.requested]
    excerpts += [excerpt for words in others if _has_mark(excerpt := _words(words, search))]
    name = passage_name(row.passage)
    return Hit(
        _("Follow-up of %(name)s", name=name),
        f"/follow-up/{row.entry.code}",
        _row(
            Words(row.version.addressee, Language(row.source.language)),
            follow_up_state(row, today_in(conference_zone())),
        ),
        tuple(excerpts),
    )


# The guide by agenda item --------------------------------------------------------------------------


def _items(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    items = items_with_words(session, search)
    return _listed(items, window, lambda known: _item(known, search))


def _item(known: KnownItem, search: Search) -> Hit:
    """Return an item by its title in the reader's language, and in the language in which it was found if another."""
    item, own = shown_item(known.item), known.item
    excerpts = [_words(item.title, search, item.language.value)]
    if not _has_mark(excerpts[0]):
        titles = (own.title(language) for language in Language)
        excerpts += [
            excerpt for title, spoken in titles if _has_mark(excerpt := _words(title, search, spoken.value))
        ][:1]
    return Hit(
        _("Session %(session)s, item %(number)s", session=known.session, number=item.number),
        f"/guide/{known.session}/{item.slug}",
        _row(item.committees),
        tuple(excerpts),
    )


# Partners and the meetings with them ---------------------------------------------------------------


def _partners(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    contacts = may_here(actor(), Act.READ_PARTNER_CONTACTS)
    rows = partners_with_words(session, search, contacts=contacts)
    return _listed(rows, window, lambda row: _partner(row, search))


def _partner(row: FoundPartner, search: Search) -> Hit:
    partner, meeting = row.partner, row.meeting
    url, name = f"/partners/{partner.code}", partner_name(partner)
    if row.contact is not None:
        person = row.contact
        return Hit(
            _typed_words(person.name or person.function),
            f"{url}#contacts",
            _row(name, _typed_words(person.function if person.name else ""), person.email),
            tuple(_marked((person.address,), search)),
        )
    if meeting is None:
        names = {language: str(getattr(partner, f"name_{language.value}")) for language in Language}
        excerpts = [_words(words, search, language.value) for language, words in names.items()]
        return Hit(
            joined([name]),
            url,
            _row(Symbol(partner.short), partner_kind(partner.kind)),
            tuple(excerpt for excerpt in excerpts if _has_mark(excerpt)),
        )
    return Hit(
        _typed_words(meeting_name(meeting)),
        f"{url}/talks/{meeting.code}",
        _row(
            name, day(meeting.day), _typed_words(meeting.place), _("cancelled") if meeting.cancelled else None
        ),
        tuple(_marked((meeting.topics, meeting.outcome), search)),
    )


# People --------------------------------------------------------------------------------------------


def _people(session: Session, readable: Readable, search: Search, window: Window) -> Hits:
    """Return people whose name, address or delegation holds it, of those that the page of people lists."""
    visible = seen()
    users = people_with_words(session, visible, search)
    shown: Sequence[Hit] = [
        Hit(
            joined([person_name(user.name)]),
            person_url(user),
            _row(terms_in_words(user, visible), user.email),
        )
        for user in users[window.start : window.start + window.most + 1]
    ]
    return _cut(shown, window)


# All of them ---------------------------------------------------------------------------------------


def _reads_texts() -> bool:
    return may_here(actor(), Act.READ_LIBRARY)


def _reads_follow_up() -> bool:
    return may_here(actor(), Act.READ_FOLLOW_UP)


def _reads_guide() -> bool:
    return may_here(actor(), Act.READ_GUIDE)


def _reads_partners() -> bool:
    return may_here(actor(), Act.READ_PARTNERS)


def _sees_people() -> bool:
    return may_here(actor(), Act.NAME_DRAFTERS) or may_for_own(actor(), Act.NAME_DRAFTERS)


KINDS: Mapping[SearchKind, Kind] = {
    SearchKind.TEXTS: Kind(_texts, _reads_texts),
    SearchKind.ANNOTATIONS: Kind(_annotations, _reads_texts),
    SearchKind.PROPOSALS: Kind(_proposals, _reads_texts),
    SearchKind.DECISIONS: Kind(_decisions, _reads_texts),
    SearchKind.RESERVATIONS: Kind(_reservations, _reads_texts),
    SearchKind.INPUT_CALLS: Kind(_calls, _reads_texts),
    SearchKind.INPUTS: Kind(_inputs, _reads_texts),
    SearchKind.SOURCE_NAMES: Kind(_source_names, _reads_texts, of_text=False),
    SearchKind.SOURCES: Kind(_sources, _reads_texts, of_text=False),
    SearchKind.FOLLOW_UP: Kind(_follow_ups, _reads_follow_up, of_text=False),
    SearchKind.GUIDE: Kind(_items, _reads_guide, of_text=False),
    SearchKind.PARTNERS: Kind(_partners, _reads_partners, of_text=False),
    SearchKind.PEOPLE: Kind(_people, _sees_people, of_text=False),
}
"""How each kind is found; the page lists them in the order of `SearchKind`."""
