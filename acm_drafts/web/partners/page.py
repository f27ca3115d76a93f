"""
What the pages about partners say: kinds, levels and periods in words, when a meeting comes next, and their texts
beside ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.agreed_language import Likeness
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.library import LibraryNotReady
from acm_drafts.negotiation.partners import KINDS, LEVELS, NextMeeting, PartnerKind, PartnerLevel, PeriodUnit
from acm_drafts.store.database import Session
from acm_drafts.store.partners import PAGE, Beside, positions_beside_ours
from acm_drafts.store.records import Partner, PartnerMeeting, PeriodicMeeting, Source
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.library.claims import library_index, passage_link
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.formatting import day as day_in_words
from acm_drafts.web.shared.sentences import Sentence

UNITS: Mapping[PeriodUnit, str] = {PeriodUnit.MONTHS: N_("months"), PeriodUnit.YEARS: N_("years")}


def partner_name(partner: Partner) -> str:
    """Return what the reader's language calls a partner; French with its own apostrophe."""
    language = i18n.language()
    name = str(getattr(partner, f"name_{language}"))
    return name.replace("'", "’") if language == "fr" else name


def kind_in_words(kind: str) -> str:
    """Return what a partner is, by its stored value."""
    return str(_(KINDS[PartnerKind(kind)]))


def level_in_words(level: str) -> str:
    """Return the level of a meeting, by its stored value."""
    return str(_(LEVELS[PartnerLevel(level)]))


def unit_in_words(unit: str) -> str:
    """Return in what a period is counted, by its stored value, as a form names it."""
    return str(_(UNITS[PeriodUnit(unit)]))


def period_in_words(periodic: PeriodicMeeting) -> str:
    """Return how often a periodic meeting is held: "every 2 years"."""
    if periodic.unit == PeriodUnit.YEARS:
        return str(ngettext("every year", "every %(num)s years", periodic.every))
    return str(ngettext("every month", "every %(num)s months", periodic.every))


def next_in_words(coming: NextMeeting | None) -> str:
    """Return when a periodic meeting comes next: planned, proposed, due, or no more."""
    if coming is None:
        return str(_("no further meeting"))
    day = day_in_words(coming.day)
    if coming.planned:
        return str(_("planned for %(day)s", day=day))
    if coming.due:
        return str(_("due since %(day)s", day=day))
    return str(_("next proposed for %(day)s", day=day))


def meeting_name(meeting: PartnerMeeting) -> str:
    """Return what a meeting with a partner is called: its own name, that of its periodic meeting, or "Meeting"."""
    if meeting.title:
        return meeting.title
    return meeting.periodic.title if meeting.periodic else str(_("Meeting"))


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings with a partner: those to come, soonest first, and those whose day has passed, latest first."""

    ahead: tuple[PartnerMeeting, ...]
    past: tuple[PartnerMeeting, ...]

    @classmethod
    def of(cls, meetings: Iterable[PartnerMeeting], today: date) -> "Meetings":
        """Divide *meetings*, which come with the latest first; one of today is to come."""
        known = list(meetings)
        ahead = [meeting for meeting in known if meeting.day >= today]
        return cls(tuple(reversed(ahead)), tuple(meeting for meeting in known if meeting.day < today))


# Positions beside ours ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PositionRow:
    """
    A passage of a partner and, where one is near, the paragraph of ours: *claim* says how ours stands to it.

    *spans*: the changes from their words to ours, none where nothing is near.
    """

    passage: Sentence
    text: str
    language: Language
    claim: Sentence | None = None
    percent: int = 0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PositionsPage:
    """A page of positions, of *last* pages; *refusal* where they cannot be told now."""

    rows: tuple[PositionRow, ...] = ()
    page: int = 1
    last: int = 1
    refusal: Refusal | None = None


def positions_page(session: Session, sources: Iterable[Source], page: int) -> PositionsPage:
    """Return a page of the passages of *sources* beside ours. Never raises a Refusal."""
    try:
        positions = positions_beside_ours(session, library_index(), sources, page=page)
    except LibraryNotReady as refusal:
        return PositionsPage(page=page, refusal=refusal)
    return PositionsPage(tuple(map(_row, positions.rows)), page, max(-(-positions.count // PAGE), 1))


def _row(row: Beside) -> PositionRow:
    passage = row.passage
    language = Language(passage.source.language)
    if row.ours is None:
        return PositionRow(passage_link(passage), passage.words, language)
    return PositionRow(
        passage_link(passage),
        passage.words,
        language,
        _claim(row),
        int(100 * row.likeness),
        diff_words(passage.words, row.ours.words),
    )


def _claim(row: Beside) -> Sentence:
    """Return how our paragraph stands to theirs, with a link to ours; which of the two was earlier is not said."""
    assert row.ours is not None and row.claim is not None
    ours = passage_link(row.ours)
    if row.claim.likeness is Likeness.VERBATIM:
        return sentences.gettext("The same words in %(passage)s", passage=ours)
    if row.claim.likeness is Likeness.SIGNS:
        return sentences.gettext("The same words in %(passage)s, but for the punctuation", passage=ours)
    return sentences.ngettext(
        "%(passage)s, with %(num)s difference",
        "%(passage)s, with %(num)s differences",
        row.claim.changes,
        passage=ours,
    )
