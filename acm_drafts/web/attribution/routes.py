"""
Where every word comes from: the text in phrases that say who brought them, and as a picture by round.

What may be known of each phrase was settled in store.attribution; this module puts it into words,
numbers the origins of each paragraph and draws. Whose words stand in a line is never told by
colour alone: each round has a line of its own kind, and each phrase a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, render_template
from markupsafe import Markup

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, DraftStatus, Outcome
from acm_drafts.store.attribution import (
    Lifting,
    Note,
    Phrase,
    Proposal,
    Ruling,
    Story,
    Turn,
    load_attribution,
)
from acm_drafts.store.database import db
from acm_drafts.store.drafts import DraftVersion, get_paragraph
from acm_drafts.store.text import TextRow, line_of, text_rows
from acm_drafts.store.timeline import printed_numbers
from acm_drafts.text.language import Language
from acm_drafts.text.tokens import counts
from acm_drafts.web.adoption.page import status_in_words
from acm_drafts.web.shared import formatting
from acm_drafts.web.shared.access import signed_in
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.text.fragments import macro
from acm_drafts.web.text.page import Column, numbered_lines
from acm_drafts.web.text.routes import Opened, asked_number, opened

pages = Blueprint("attribution", __name__)

TONES = 5
"""How many kinds of line there are; a sixth round looks like the first again, and has its number."""

TURNED = {
    AmendmentKind.MOVE: Became.MOVED,
    AmendmentKind.SPLIT: Became.SPLIT,
    AmendmentKind.JOIN: Became.JOINED,
}

ACROSS, PITCH = 60, 6
"""The picture: how many characters stand in a line of it, and how far its lines are apart."""


@pages.get("/c/<code:communique>/provenance")
@signed_in
def show(communique: str) -> str:
    """Show where the words of a draft come from, the newest unless ?draft= names another."""
    page = opened(communique)
    version = page.drafts.get(asked_number("draft"))
    session = db.session()
    rows = text_rows(session, version.draft.id)
    story = load_attribution(session, page.drafts, page.who, version=version)
    speaker = _Speaker(page, story)
    return render_template(
        "attribution/show.html",
        page=page,
        version=version,
        status=status_in_words(version.draft, page.drafts.adoption),
        strokes=[
            strokes(
                [(phrase, story.step(phrase.note)) for phrase in story.phrases[row.paragraph]],
                heading=row.kind == LineKind.HEADING,
            )
            for row in rows
        ],
        legend=speaker.legend([story.phrases[row.paragraph] for row in rows]),
        body=_body(page, version, rows, speaker),
    )


@pages.get("/c/<code:communique>/p/<code:paragraph>/provenance")
@signed_in
def paragraph(communique: str, paragraph: str) -> str:
    """
    Show where the words of one paragraph come from, as the newest draft that holds it has them, or ?draft=.

    Raises NotFound where no draft that the reader may read holds it.
    """
    page = opened(communique)
    session = db.session()
    record = get_paragraph(session, page.communique.id, paragraph)
    prints = printed_numbers(session, page.drafts, record.id)
    sequence = asked_number("draft")
    chosen = [printed for printed in prints if sequence is None or printed.version.draft.sequence == sequence]
    if not chosen:
        raise NotFound()
    last = chosen[-1]
    story = load_attribution(session, page.drafts, page.who, version=last.version, paragraph=record.id)
    speaker = _Speaker(page, story)
    phrases = story.phrases[record.id]
    return render_template(
        "attribution/paragraph.html",
        page=page,
        version=last.version,
        versions=[printed.version for printed in prints],
        number=last.reference,
        depth=last.wording.depth,
        is_heading=last.wording.kind == LineKind.HEADING,
        traced=speaker.traced(record.code, phrases, every=True),
        turns=speaker.turns(story.turns.get(record.id, ())),
        legend=speaker.legend([phrases]),
    )


def _body(page: Opened, version: DraftVersion, rows: Sequence[TextRow], speaker: "_Speaker") -> list[Markup]:
    """Return the lines, drawn; those that stand as they were imported as any other page has them."""
    column = Column(
        interface=interface_language(),
        root=f"/c/{page.communique.code}/p/",
        own=page.language,
        language=page.language,
        translations=(),
        may_amend=False,
        brackets_only=False,
        circulated=version.circulation is not None,
    )
    column = numbered_lines(column, rows)
    draw = macro("attribution/_phrases.html", "line")
    out = []
    for row in rows:
        phrases = speaker.story.phrases[row.paragraph]
        turns = speaker.turns(speaker.story.turns.get(row.paragraph, ()))
        facts = column.plain(line_of(row), row.code)
        if all(speaker.story.step(phrase.note) == 0 for phrase in phrases) and not turns:
            out.append(column.drawn(facts))
        else:
            out.append(draw(facts, speaker.traced(row.code, phrases), turns))
    return out


# In words ------------------------------------------------------------------------------------------


class Origin(NamedTuple):
    """
    One entry of the list of a paragraph: where some of its words come from, in words.

    *number* is 0 for what needs none, for it stands as in the first draft and is not underlined. *names* are
    the proposals by name and code, *symbol* the draft that first held the words and *wording* the number of
    the wording.
    """

    number: int
    anchor: str
    sentence: str
    names: tuple[tuple[str, str], ...]
    symbol: str
    wording: int
    tone: int


class DrawnPhrase(NamedTuple):
    """A phrase as it is drawn: white space outside, and its origin, None where it needs no mark."""

    lead: str
    text: str
    trail: str
    origin: Origin | None


class TracedParagraph(NamedTuple):
    """A paragraph in phrases, and their origins in the order in which they first stand in it."""

    language: Language
    phrases: tuple[DrawnPhrase, ...]
    origins: tuple[Origin, ...]


class Entry(NamedTuple):
    """One row of the legend: a kind of line, what it stands for, and how many words came so."""

    tone: int
    name: str
    symbol: str
    words: int
    share: int


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Put where words come from into sentences for the reader."""

    page: Opened
    story: Story

    def traced(self, code: str, phrases: Sequence[Phrase], *, every: bool = False) -> TracedParagraph:
        """Return a paragraph in phrases, each with its origin; *every*: those of the first draft too."""
        origins: dict[Note, Origin] = {}
        marked = []
        for phrase in phrases:
            core = phrase.text.strip() or phrase.text
            lead = phrase.text.index(core)
            origin = None
            if core.strip() and (every or self.story.step(phrase.note)):  # the space of a join is no word
                origin = origins.get(phrase.note) or self._origin(phrase.note, code, list(origins))
                origins[phrase.note] = origin
            marked.append(DrawnPhrase(phrase.text[:lead], core, phrase.text[lead + len(core) :], origin))
        return TracedParagraph(self.page.language, tuple(marked), tuple(origins.values()))

    def _origin(self, note: Note, code: str, before: Sequence[Note]) -> Origin:
        step = self.story.step(note)
        rulings = (*note.rulings, *(note.lifting.rulings if note.lifting else ()))
        names = {
            proposal.name: proposal.code
            for ruling in rulings
            for proposal in (*ruling.proposals, *ruling.absorbed)
        }
        return Origin(
            1 + sum(self._counts(earlier) for earlier in before) if self._counts(note) else 0,
            f"o-{code}-{len(before) + 1}",
            sentence(note),
            tuple(names.items()),
            note.version.symbol,
            note.wording,
            tone(step),
        )

    def _counts(self, note: Note) -> bool:
        """Whether an origin needs a number: words as they stand in the first draft need none."""
        return self.story.step(note) > 0 or note.lifting is not None

    def turns(self, turns: Iterable[Turn]) -> list[tuple[Became, str]]:
        """Return the moves, splits and joins of a paragraph, each with its decision."""
        return [(TURNED[turn.kind], sentence(turn.note)) for turn in turns]

    def legend(self, paragraphs: Iterable[Sequence[Phrase]]) -> list[Entry]:
        """Return the legend of *paragraphs*: each kind of line, the draft it stands for, and its number of words."""
        came = dict.fromkeys(range(len(self.story.versions)), 0)
        for phrases in paragraphs:
            for phrase, number in zip(phrases, counts([traced.text for traced in phrases]), strict=True):
                came[self.story.step(phrase.note)] += number
        total = sum(came.values()) or 1
        rounds = {s.round.next_draft_id: s.round.number for s in self.page.drafts.contexts}
        return [
            Entry(
                tone(step),
                _round_or_status(self.story.versions[step], rounds),
                self.story.versions[step].symbol,
                words,
                round(100 * words / total),
            )
            for step, words in came.items()
            if words or not step
        ]


def tone(step: int) -> int:
    """Return the kind of line for words of a draft: 0 for the first draft, else 1 to TONES."""
    return (step - 1) % TONES + 1 if step else 0


def _round_or_status(version: DraftVersion, rounds: dict[int | None, int]) -> str:
    number = rounds.get(version.draft.id)
    if number is not None:
        return str(_("Round %(number)s", number=number))
    return formatting.name_of(DraftStatus(version.draft.status))


def sentence(note: Note) -> str:
    """
    Return where words come from: "Egypt, round 2, accepted 14 September at expert level".

    What stands without the brackets it came in is told by their lifting: "Egypt, round 1; brackets lifted 28 November
    at ministerial level".
    """
    if note.lifting is None:
        return _origin_in_words(note)
    return str(_("; ")).join([_origin_in_words(note), *_liftings_in_words(note.lifting)])


def _origin_in_words(note: Note) -> str:
    if note.unrecorded:
        return str(_("no recorded decision, first in %(symbol)s", symbol=note.version.symbol))
    if note.round is None:
        status = formatting.name_of(DraftStatus(note.version.draft.status))
        when = formatting.day(note.version.draft.made_at)
        return str(_("the Mission, %(status)s of %(day)s", status=status, day=when))
    round_ = _("round %(number)s", number=note.round)
    if not note.rulings:
        return _joined(_("a proposal that is not shown to you"), round_)
    rulings = (
        _ruling_in_words(ruling, str(round_), lifted=note.lifting is not None) for ruling in note.rulings
    )
    return str(_("; ")).join(rulings)


def _ruling_in_words(ruling: Ruling, round_: str, *, lifted: bool) -> str:
    """Return whose words a decision adopted, and its outcome; not that of brackets that were *lifted* since."""
    if lifted and ruling.kind is DecisionKind.BRACKETS:
        return _joined(_adopted_words(ruling), round_)
    return _joined(_adopted_words(ruling), round_, _decided(_outcome(ruling), ruling))


def _liftings_in_words(lifting: Lifting) -> list[str]:
    """Return when and by whom brackets were lifted; the round alone where the reader may see no decision."""
    if not lifting.rulings:
        return [str(_("brackets lifted in round %(number)s", number=lifting.round))]
    decisions = (_decided(str(_("brackets lifted")), ruling) for ruling in lifting.rulings)
    return list(dict.fromkeys(decisions))


def _decided(outcome: str, ruling: Ruling) -> str:
    facts = {"outcome": outcome, "day": formatting.day_and_month(ruling.agreed_on)}
    if ruling.level:
        facts["at_level"] = formatting.at_level(ruling.level)
        if ruling.ad_referendum:
            return str(_("%(outcome)s %(day)s %(at_level)s, ad referendum", **facts))
        return str(_("%(outcome)s %(day)s %(at_level)s", **facts))
    return str(_("%(outcome)s %(day)s, as the Mission proposes", **facts))


def _adopted_words(ruling: Ruling) -> str:
    """Return whose words a decision adopted, and which proposals it absorbed."""
    if ruling.kind is DecisionKind.COMPROMISE:
        who = str(_("compromise of the Mission"))
    else:
        who = names_in_words(_parties(ruling.proposals)) or str(_("a proposal that is not shown to you"))
    if not ruling.absorbed:
        return who
    names = names_in_words([proposal.name for proposal in ruling.absorbed])
    if ruling.whole:
        return str(_("%(who)s, merging %(names)s", who=who, names=names))
    return str(
        _("%(who)s, merging %(names)s, and perhaps others that are not shown to you", who=who, names=names)
    )


def _parties(proposals: Iterable[Proposal]) -> list[str]:
    """Return the sponsors of *proposals*, each once; "a delegation" stands once for all that may not be named."""
    named = [formatting.party_name(party) for proposal in proposals for party in proposal.parties]
    hidden = [str(_("a delegation")) for proposal in proposals if not proposal.parties]
    return list(dict.fromkeys([*named, *hidden]))


def _outcome(ruling: Ruling) -> str:
    if ruling.kind is DecisionKind.BRACKETS:
        return formatting.name_of(Outcome.BRACKETED)
    partial = ruling.kind is DecisionKind.PART
    return formatting.name_of(Outcome.PART if partial else Outcome.ACCEPTED)


def _joined(*parts: object) -> str:
    return str(_(", ")).join(str(part) for part in parts)


# As a picture --------------------------------------------------------------------------------------


class Strokes(NamedTuple):
    """One paragraph of the picture: its height, and for each kind of line the path that its words take."""

    heading: bool
    height: int
    paths: tuple[tuple[int, str], ...]


def strokes(phrases: Iterable[tuple[Phrase, int]], *, heading: bool) -> Strokes:
    """Return a paragraph as the picture has it; each phrase comes with the draft that first held it, from 0."""
    paths: dict[int, list[str]] = {}
    at = 0
    for phrase, step in phrases:
        own = paths.setdefault(tone(step), [])
        end = at + len(phrase.text)
        while at < end:
            line, column = divmod(at, ACROSS)
            size = min(end - at, ACROSS - column)
            own.append(f"M{2 * column} {PITCH * line + PITCH // 2}h{2 * size - 1}")
            at += size
    height = PITCH * max(1, -(-at // ACROSS))
    return Strokes(heading, height, tuple((kind, "".join(path)) for kind, path in sorted(paths.items())))
