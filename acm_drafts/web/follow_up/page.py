"""
What the pages of the follow-up show: the table of requests, and beside an entry what became of its paragraph.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.addressees import KNOWN, addressee_of
from acm_drafts.negotiation.follow_up import FOLLOWED_BODIES, STATES, FollowUpState, Urgency
from acm_drafts.negotiation.lines import leads_to
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Session
from acm_drafts.store.follow_up import CorrectedBy, FollowUpRow, corrections_of, evidence_of, follow_ups
from acm_drafts.store.meetings import today_in
from acm_drafts.store.records import (
    FollowUpEvidence,
    FollowUpEvidenceRemoval,
    FollowUpVersion,
    SourceParagraph,
)
from acm_drafts.text.language import Language
from acm_drafts.text.requests import FoundRequest, requests_in, requests_under
from acm_drafts.web.follow_up.form import OVERDUE, Asked
from acm_drafts.web.library.claims import passage_name
from acm_drafts.web.shared.formatting import body_in_words, conference_zone, short
from acm_drafts.web.shared.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """
    An entry as a table and its page show it.

    *distance*: how long ago it was due, or until then; "" where that is of no matter. *correction*: by which
    corrigenda its paragraph is corrected.
    """

    row: FollowUpRow
    name: Sentence
    urgency: Urgency
    distance: str
    evidence: Sequence[FollowUpEvidence]
    corrections: Sequence[CorrectedBy]

    @property
    def url(self) -> str:
        return f"/follow-up/{self.row.entry.code}"

    @property
    def language(self) -> Language:
        return Language(self.row.source.language)

    @property
    def is_overdue(self) -> bool:
        return self.urgency is Urgency.OVERDUE


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading, "" for all together."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """
    The requests that the reader asked for, in groups; *counts* are of all, by urgency, *most* the addressees of all.
    """

    asked: Asked
    today: date
    groups: tuple[Group, ...]
    counts: Mapping[Urgency, int]
    addressees: tuple[tuple[str, str], ...]
    """Who is asked in some entry, once whatever the language: the value of the address, and the name."""
    shown: int

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def bodies(self) -> list[tuple[str, str]]:
        return [(body.value, body_in_words(body)) for body in FOLLOWED_BODIES]

    @property
    def states(self) -> list[tuple[str, str]]:
        known = [(state.value, str(_(STATES[state]))) for state in FollowUpState]
        return [(OVERDUE, heading_of(Urgency.OVERDUE)), *known]


_HEADINGS = {
    Urgency.OVERDUE: lambda: _("Overdue"),
    Urgency.SOON: lambda: _("Due within 90 days"),
    Urgency.LATER: lambda: _("Due later"),
    Urgency.UNDATED: lambda: _("Without a date"),
    Urgency.DONE: lambda: _("Done"),
    Urgency.DROPPED: lambda: _("No longer pursued"),
}


def heading_of(urgency: Urgency) -> str:
    """Return what a group of the table is called."""
    return str(_HEADINGS[urgency]())


def table_of(session: Session, actor: Actor, asked: Asked) -> Table:
    """Return the table of the requests that *actor* may read, as it is *asked* for. Three queries at most."""
    today, rows = today_in(conference_zone()), follow_ups(session, actor)
    counts = dict.fromkeys(Urgency, 0)
    for row in rows:
        counts[row.urgency(today)] += 1
    wanted = [row for row in rows if _is_wanted(row, asked, today)]
    entries = entries_of(session, wanted, today)
    return Table(
        asked,
        today,
        tuple(_groups(entries, asked)),
        counts,
        tuple(_addressees(rows)),
        len(entries),
    )


def _addressees(rows: Iterable[FollowUpRow]) -> list[tuple[str, str]]:
    known = {addressee_of(row.version.addressee) for row in rows}
    named = [(name, str(_(name)) if name in KNOWN else name) for name in known]
    return sorted(named, key=lambda pair: pair[1].casefold())


def entries_of(session: Session, rows: Sequence[FollowUpRow], today: date) -> list[Entry]:
    """Return entries with their evidence and the corrigenda to their paragraphs. Two queries."""
    evidence = evidence_of(session, [row.entry.id for row in rows])
    corrections = corrections_of(session, rows)
    return [
        Entry(
            row,
            passage_name(row.passage),
            row.urgency(today),
            _distance(row, today),
            evidence[row.entry.id],
            corrections.get(row.entry.id, ()),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history of an entry: either what it said after an act, or a document that was removed."""

    at: datetime
    version: FollowUpVersion | None = None
    removal: FollowUpEvidenceRemoval | None = None


def history_of(
    versions: Iterable[FollowUpVersion], removals: Iterable[FollowUpEvidenceRemoval]
) -> list[Happened]:
    """Return the history of an entry, the newest first."""
    spoken = [Happened(version.at, version=version) for version in versions]
    removed = [Happened(removal.at, removal=removal) for removal in removals]
    return sorted([*spoken, *removed], key=lambda line: line.at)[::-1]


def entry_in_words(row: FollowUpRow) -> str:
    """Return what an entry is called in a list to choose from: its paragraph, who is asked, and what for."""
    name = passage_name(row.passage)
    return f"{name}{_(': ')}{row.version.addressee}{_(', ')}{short(row.version.requested, 60)}"


def follow_up_state(row: FollowUpRow, today: date) -> str:
    """Return how far an entry has come in plain words; that it is overdue is told before that."""
    state = str(_(STATES[row.state]))
    if row.urgency(today) is not Urgency.OVERDUE:
        return state
    overdue = str(_("overdue"))
    return overdue if row.state is FollowUpState.CONFIRMED else f"{overdue}{_(', ')}{state}"


def _is_wanted(row: FollowUpRow, asked: Asked, today: date) -> bool:
    state = OVERDUE if row.urgency(today) is Urgency.OVERDUE and asked.state == OVERDUE else row.state.value
    return (
        (asked.body is None or row.source.body == asked.body)
        and (not asked.addressee or addressee_of(row.version.addressee) == addressee_of(asked.addressee))
        and (not asked.state or state == asked.state)
    )


def _groups(entries: Sequence[Entry], asked: Asked) -> Iterable[Group]:
    if asked.by_text:
        if entries:
            yield Group("", tuple(entries))
        return
    for urgency in Urgency:
        own = [entry for entry in entries if entry.urgency is urgency]
        if urgency is not Urgency.DONE:
            own.sort(key=lambda entry: entry.row.version.due or date.max)
        if own:
            yield Group(heading_of(urgency), tuple(own))


def _distance(row: FollowUpRow, today: date) -> str:
    due = row.version.due
    if due is None or row.urgency(today) in (Urgency.DONE, Urgency.DROPPED):
        return ""
    days = (due - today).days
    if days < 0:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", -days))
    return str(ngettext("in %(num)s day", "in %(num)s days", days)) if days else str(_("today"))


# Suggestions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A request that the program found in a paragraph of a source; *dismissed*: it was recorded that it is none.

    *before*, *words* and *behind* are the paragraph, with the request in the middle.
    """

    position: int
    reference: str
    start: int
    stop: int
    addressee: str
    requested: str
    due: date | None
    before: str
    words: str
    behind: str
    dismissed: bool = False


def leads_of(rows: Iterable[SourceParagraph]) -> dict[int, str]:
    """Return, by the place of each paragraph of a source, the words above it whose sentence goes on in it, or ""."""
    rows = list(rows)
    leads = leads_to([(row.kind, row.words) for row in rows])
    return {row.position: lead for row, lead in zip(rows, leads, strict=True)}


def suggestions_in(
    row: SourceParagraph, language: Language, dismissed: Collection[tuple[int, int]] = (), *, lead: str = ""
) -> list[Suggestion]:
    """
    Return the requests that the program finds in a paragraph of a source, as it reads now; *lead*: see `leads_of`.

    The place of each is that in the paragraph as it was added, where entries keep it.
    """
    places, _above = _requests(row.text, language, lead)
    requests, above = _requests(row.words, language, lead)
    return [
        Suggestion(
            row.position,
            row.reference,
            place.start,
            place.stop,
            request.addressee,
            request.requested,
            request.due,
            above + row.words[: request.start],
            row.words[request.start : request.stop],
            row.words[request.stop :],
            (row.position, place.start) in dismissed,
        )
        for place, request in _paired(places, requests)
    ]


def _paired(
    places: Sequence[FoundRequest], requests: Sequence[FoundRequest]
) -> Iterable[tuple[FoundRequest, FoundRequest]]:
    """Pair the requests of a paragraph as it was added with those that it makes now; what is one alone is left out."""
    if len(places) == len(requests):
        return zip(places, requests, strict=True)
    first = {(place.verb, place.addressee): place for place in reversed(places)}
    pairs = [(first.get((request.verb, request.addressee)), request) for request in requests]
    return [(place, request) for place, request in pairs if place is not None]


def _requests(text: str, language: Language, lead: str) -> tuple[list[FoundRequest], str]:
    """Return the requests in a paragraph, and the words above it without which they would be none."""
    requests = requests_in(text, language)
    if requests or not lead:
        return requests, ""
    return requests_under(lead, text, language), f"{lead} "
