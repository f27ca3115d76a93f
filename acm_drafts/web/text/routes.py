"""
The text: a quiet reading column with the number, the state and the acts of each paragraph beside it.

Three readings of one draft: clean, the changes since an earlier draft, all proposals in their
places. What may be seen was settled in services.paragraph_states and store.text; this module lays it out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.document_settings import title_in, title_language
from acm_drafts.negotiation.errors import N_, NotFound, TextWithdrawn
from acm_drafts.negotiation.lifecycle import SAYS_ALL_IS_AGREED
from acm_drafts.negotiation.lines import says_words
from acm_drafts.negotiation.numbering import beside
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.progress import count_agreed
from acm_drafts.negotiation.terms import Admissibility, DraftStatus, Role, RoundState
from acm_drafts.services import copies, counted_rounds, paragraph_states
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db
from acm_drafts.store.decisions import adopted_moves
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.drafts import DraftVersion, agreed_paragraphs, lines_of_draft, readable_drafts
from acm_drafts.store.library import symbols_offered
from acm_drafts.store.meetings import only_text
from acm_drafts.store.pins import Pin, pins_and_mark
from acm_drafts.store.records import Communique
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.set_apart import declined_since, reads_every_decline
from acm_drafts.store.silence import HeldParagraph, held_paragraphs
from acm_drafts.store.text import (
    DraftSet,
    TextRow,
    codes_in_drafts,
    descents_of_text,
    line_of,
    open_draft_set,
    text_rows,
)
from acm_drafts.store.translations import translations_and_changed
from acm_drafts.text.language import Language
from acm_drafts.web.adoption.page import corrected_by, status_in_words
from acm_drafts.web.amendments.display import drawn_in_place
from acm_drafts.web.comparison.changes import Before, drawn_changes
from acm_drafts.web.shared import addresses, formatting, layout, navigation
from acm_drafts.web.shared.access import actor, may_here, require_not_archived, signed_in
from acm_drafts.web.shared.agenda_stages import stage_in_words
from acm_drafts.web.shared.withheld import withheld_from
from acm_drafts.web.silence.page import silence_notes
from acm_drafts.web.text.page import (
    Column,
    WholeText,
    counting,
    find_numbered,
    numbered_lines,
    printed_column,
    whole_text,
)

pages = Blueprint("text", __name__)
pages.add_app_template_filter(printed_column, "printed")
pages.add_app_template_filter(beside)

VIEWS = ("clean", "changes", "proposals")
LANGUAGES = tuple(language.value for language in Language)


# What is opened ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A communiqué as one reader opens it."""

    drafts: DraftSet
    who: Actor

    @property
    def communique(self) -> Communique:
        return self.drafts.communique

    @property
    def language(self) -> Language:
        return Language(self.communique.language)


def opened(code: str) -> Opened:
    """Return the communiqué with *code*, for the head of the page too. Raises NotFound where none of it may be read."""
    who = actor()
    drafts = open_draft_set(db.session(), code, who)
    g.communique = drafts.communique
    navigation.note_opened(drafts.communique)
    return Opened(drafts, who)


def opened_to_change(code: str) -> Opened:
    """
    Return the communiqué with *code* for a form that changes something.

    Raises NotFound, MeetingArchived, TextAdopted.
    """
    page = opened(code)
    require_not_archived()
    page.drafts.require_not_adopted()
    return page


def asked_number(name: str) -> int | None:
    """Return the number in a parameter of the address, None without it. Raises NotFound if it is no number."""
    return number_in(request.args, name)


def number_in(sent: Mapping[str, str], name: str) -> int | None:
    """Return the number in a field that was sent, None without it. Raises NotFound if it is no number."""
    digits = sent.get(name, "")
    if not digits:
        return None
    number = addresses.number_in(digits)
    if number is None:
        raise NotFound()
    return number


def state_of(context: RoundContext | None) -> RoundState | None:
    return state_of_round(context.round) if context else None


def may_propose(who: Actor, context: RoundContext | None) -> bool:
    """Return whether *who* may prepare a proposal in the round now."""
    state = state_of(context)
    own = who.main_party()
    late = state is RoundState.CONSIDERATION and who.holds(Role.MISSION)
    facts = Facts(meeting=who.meeting, sponsor=own)
    return (state is RoundState.OPEN or late) and may(who, Act.PREPARE, facts)


# The start -----------------------------------------------------------------------------------------


@pages.get("/")
@signed_in
def index() -> Response:
    """Lead to the only text that the person may read, to the list of several; the Mission without one to the import."""
    known = navigation.known_texts()
    if known and only_text(known) is None:
        return make_response(redirect("/meetings", 303))
    communique = layout.current_communique()
    if communique and readable_drafts(db.session(), communique.id, actor()):
        return make_response(redirect(formatting.text_url(communique.code), 303))
    if may_here(actor(), Act.IMPORT):
        return make_response(redirect("/import", 303))
    journal = navigation.journal_url(actor(), communique)
    reads = navigation.reads_texts(actor()) or not may_here(actor(), Act.MANAGE_PEOPLE)
    return make_response(render_template("text/index.html", reads=reads, journal=journal))


# The text ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """Which reading of which draft an address asks for; *since* is None where there is no earlier draft."""

    path: str
    version: DraftVersion
    view: str
    since: DraftVersion | None
    language: Language
    newest: bool
    own: Language

    def address(self, **changes: object) -> str:
        """Return the address of the same page with *changes*."""
        parameters = self.parameters(**changes)
        return f"{self.path}?{urlencode(parameters)}" if parameters else self.path

    def parameters(self, **changes: object) -> dict[str, object]:
        """Return the parameters of the address of the same page with *changes*; defaults are left out."""
        facts = {
            "draft": "" if self.newest else self.version.draft.sequence,
            "view": self.view,
            "since": self.since.draft.sequence if self.view == "changes" and self.since else "",
            "language": "" if self.language is self.own else self.language.value,
        } | changes
        return {key: value for key, value in facts.items() if value != "" and value != "clean"}


def _reading(page: Opened) -> Reading:
    version = page.drafts.get(asked_number("draft"))
    wanted = request.args.get("language", "")
    view = request.args.get("view", "")
    return Reading(
        path=formatting.text_url(page.communique.code),
        version=version,
        view=view if view in VIEWS else "clean",
        since=page.drafts.find_earlier(version, asked_number("since")),
        language=Language(wanted) if wanted in LANGUAGES else page.language,
        newest=version is page.drafts.newest,
        own=page.language,
    )


@pages.get("/c/<code:communique>/text")
@signed_in
def text(communique: str) -> WerkzeugResponse:
    """Show a draft, the newest unless ?draft= names another, in the reading that ?view= asks for."""
    try:
        page = opened(communique)
    except TextWithdrawn:
        return redirect(f"/c/{communique}/withdrawn", 303)
    reading = _reading(page)
    copies.note_opened(page.who, reading.version.draft)
    return _shown(page, reading)


@pages.get("/c/<code:communique>/text/go")
@signed_in
def go(communique: str) -> WerkzeugResponse:
    """Lead to the paragraph whose number is in ?paragraph=, in the same reading; to the form where none is."""
    page = opened(communique)
    reading, typed = _reading(page), request.args.get("paragraph", "").strip()
    if not typed:
        return redirect(f"{reading.address()}#go", 303)
    row = find_numbered(text_rows(db.session(), reading.version.draft.id), typed)
    if row is None:
        return _shown(page, reading, sought=typed)
    return redirect(f"{reading.address()}#p-{row.code}", 303)


def _shown(page: Opened, reading: Reading, *, sought: str = "") -> Response:
    """Return the page of a text; *sought*: the number of a paragraph that is not in it, answered with 404."""
    session, who, drafts = db.session(), page.who, page.drafts
    held = held_paragraphs(session, who, page.communique) if reading.newest else []
    counted = counted_rounds.counted_round(session, who, drafts, version=reading.version)
    column = _column(page, reading, held)
    if counted:
        column = counting(column, counted)
    rows = cache(lambda: paragraph_states.rows_for(session, who, drafts, version=reading.version))
    marks = (
        paragraph_states.marks_for(session, who, drafts, version=reading.version) if column.circulated else ()
    )
    whole = whole_text(column, marks, rows)
    context = page.drafts.context
    html = render_template(
        "text/text.html",
        page=page,
        reading=reading,
        sought=sought,
        stage=stage_in_words(page.communique, reading.version),
        status=status_in_words(reading.version.draft, drafts.adoption),
        adopted=reading.newest and drafts.is_adopted,
        corrected=bool(column.corrected),
        adopts=_adopts(page, reading),
        not_agreed=_not_agreed_now(page, reading),
        earlier=page.drafts.before(reading.version),
        context=context if reading.newest else None,
        withheld=withheld_from(who, context),
        round_state=state_of(context),
        rule=Admissibility(context.round.admissibility) if context else None,
        translates=reading.newest and may_here(page.who, Act.TRANSLATE),
        **_in_language(page, reading, column, rows),
        text=whole,
        reads_bodies=reads_every_decline(who, drafts),
        counted=counted,
        silence=silence_notes(page.communique.code, held),
        body=_BODIES[reading.view](page, reading, rows(), column) if reading.view in _BODIES else None,
    )
    answer = _with_lines(html, whole)
    answer.status_code = 404 if sought else 200
    return answer


def _in_language(
    page: Opened, reading: Reading, column: Column, rows: Callable[[], Sequence[TextRow]]
) -> dict[str, object]:
    """Return the title, and how many lines there are in the language asked for, and are not. One query at most."""
    return {
        "title": _title(page, reading),
        "translated": len(column.translations),
        "untranslated": _untranslated(column, rows) if column.translations else 0,
    }


def _title(page: Opened, reading: Reading) -> tuple[str, Language]:
    """Return the title of the text in the language asked for where it has one in that, and its language."""
    own = page.communique.title, page.language
    if reading.language is page.language:
        return own
    settings = load_document_settings(db.session(), page.communique.id)
    return title_in(settings, reading.language, own[0]), title_language(settings, reading.language, own[1])


def _untranslated(column: Column, rows: Callable[[], Sequence[TextRow]]) -> int:
    """Return how many lines that say something stand in the original, because nobody translated them."""
    translated = dict(column.translations)
    return sum(says_words(row.text) and row.wording not in translated for row in rows())


def _tells_agreement(drafts: DraftSet, reading: Reading) -> bool:
    """Return whether what is agreed now is what is agreed of the draft that is read: no round runs on it since."""
    runs = drafts.context is not None and drafts.context.round.closed_at is None
    return reading.newest and drafts.whole and not runs and not drafts.is_adopted


def _adopts(page: Opened, reading: Reading) -> bool:
    """Return whether the reader is led to adopting the text: it is final, circulated, and the newest."""
    draft = reading.version.draft
    is_final = draft.status == DraftStatus.FINAL and reading.version.circulation is not None
    return is_final and reading.newest and not page.drafts.is_adopted and may_here(page.who, Act.ADOPT_TEXT)


def _not_agreed_now(page: Opened, reading: Reading) -> tuple[str, ...]:
    """Return `not_agreed_notes` of the draft that is read, none where what is agreed now is not told of it."""
    if not _tells_agreement(page.drafts, reading):
        return ()
    return not_agreed_notes(page.who, page.drafts, reading.version)


def not_agreed_notes(who: Actor, drafts: DraftSet, version: DraftVersion) -> tuple[str, ...]:
    """
    Return that a draft whose status says that all is agreed holds paragraphs that are not, none for any other.

    Of one that is final also how many are agreed ad referendum. What was declined since counts as far as *who* reads
    it. Six queries at most.
    """
    if version.draft.status not in SAYS_ALL_IS_AGREED:
        return ()
    session = db.session()
    agreed = count_agreed(
        lines_of_draft(session, version.draft.id),
        agreed_paragraphs(session, version.draft.communique_id),
        declined_since(session, who, drafts),
    )
    is_final = version.draft.status == DraftStatus.FINAL
    counts = ((agreed.ad_referendum if is_final else 0, _UNCONFIRMED), (agreed.left, _UNAGREED))
    facts = {"status": formatting.name_of(DraftStatus(version.draft.status)), "all": agreed.paragraphs}
    return tuple(str(_(sentence, count=count, **facts)) for count, sentence in counts if count)


_UNCONFIRMED = N_(
    "It is declared “%(status)s”, and some of its paragraphs are agreed ad referendum. Not confirmed: "
    "%(count)s of %(all)s."
)
_UNAGREED = N_(
    "It is declared “%(status)s”, and not all of its paragraphs are agreed at a level here. Not agreed: "
    "%(count)s of %(all)s."
)


LINES_GO_HERE = "<!-- the lines -->"
"""Where the template leaves a place for them; no typed text can hold it, for it would be escaped."""


def _with_lines(html: str, text: WholeText) -> Response:
    """Return the page with the lines, which are encoded already, in their place if it has one."""
    head, marker, foot = html.partition(LINES_GO_HERE)
    return Response([head.encode(), text.body if marker else b"", foot.encode()], mimetype="text/html")


def _column(page: Opened, reading: Reading, held: Sequence[HeldParagraph]) -> Column:
    context = page.drafts.context if reading.newest else None
    rule = context.round.admissibility if context else ""
    texts, changed = _translations(page, reading)
    pins, mark = pins_and_mark(db.session(), page.who, page.communique.id)
    return Column(
        interface=interface_language(),
        root=f"/c/{page.communique.code}/p/",
        own=page.language,
        language=reading.language,
        translations=tuple(texts.items()),
        translated_before=changed,
        may_amend=may_propose(page.who, context),
        brackets_only=rule == Admissibility.BRACKETS_ONLY,
        circulated=reading.version.circulation is not None,
        held=frozenset(paragraph.key for paragraph in held),
        corrected=_corrected(page, reading),
        pins=_pins(pins),
        adopted=reading.newest and page.drafts.is_adopted,
        sources=symbols_offered(db.session(), page.who, mark),
    )


def _translations(page: Opened, reading: Reading) -> tuple[Mapping[int, str], frozenset[int]]:
    """Return what there is in the language asked for, and what was changed after its translation; one query at most."""
    if reading.language is page.language:
        return {}, frozenset()
    return translations_and_changed(db.session(), reading.version.draft.id, reading.language.value)


def _pins(pins: Mapping[int, Pin]) -> tuple[tuple[int, str, str], ...]:
    """Return what paragraphs are pinned to, in the words of the reader's language."""
    return tuple(
        (paragraph, formatting.source_url(pin.code, pin.position), formatting.passage_in_words(pin))
        for paragraph, pin in sorted(pins.items())
    )


def _corrected(page: Opened, reading: Reading) -> tuple[tuple[int, str], ...]:
    """Return by which corrigenda each paragraph of an adopted text is corrected. No query for any other text."""
    if not (reading.newest and page.drafts.is_adopted):
        return ()
    return tuple(corrected_by(corrigenda_to(db.session(), page.communique.id)).items())


# Its readings --------------------------------------------------------------------------------------


def _changes(page: Opened, reading: Reading, rows: Sequence[TextRow], column: Column) -> list[Markup] | None:
    if reading.since is None:
        return None
    session = db.session()
    old = lines_of_draft(session, reading.since.draft.id)
    new = [line_of(row) for row in rows]
    (moves,) = adopted_moves(session, [reading.since.draft, reading.version.draft])
    changes = compare(old, new, descents_of_text(session, page.communique.id), moves=moves)
    newer = {row.paragraph: row for row in rows}
    gone = codes_in_drafts(session, [reading.since.draft.id])
    column = numbered_lines(column, rows)
    return drawn_changes(changes, column, Before(reading.since.symbol, gone), rows=newer)


def _proposals(
    page: Opened, reading: Reading, rows: Sequence[TextRow], column: Column
) -> list[Markup] | None:
    context = page.drafts.context
    if context is None or not reading.newest:
        return None
    return drawn_in_place(db.session(), page.who, context, rows=rows, column=column)


_BODIES: dict[str, Callable[[Opened, Reading, Sequence[TextRow], Column], list[Markup] | None]] = {
    "changes": _changes,
    "proposals": _proposals,
}
"""How a reading other than the clean one is laid out; None where it would not differ from that."""
