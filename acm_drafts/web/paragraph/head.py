"""
The head of a paragraph's page: what it is called, what it says, what was decided so far, and where to go from here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import language_name
from acm_drafts.negotiation.adoption import is_left_open
from acm_drafts.negotiation.lifecycle import admits
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import beside
from acm_drafts.negotiation.status import LevelAgreed
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, Level, ParagraphState, Standing
from acm_drafts.store.set_apart import reads_every_decline
from acm_drafts.store.text import TextRow
from acm_drafts.store.timeline import Kin
from acm_drafts.text.diff import Span
from acm_drafts.text.language import NATIVE_NAMES, Language, language_of
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.paragraph.decided import SoFar
from acm_drafts.web.shared.formatting import level_in, paragraph_url, short
from acm_drafts.web.shared.references import listed
from acm_drafts.web.shared.sentences import Link, Number, Sentence, Symbol, joined, link
from acm_drafts.web.silence.page import SilenceNote, silence_notes


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The paragraph before or after: its address, and its number or else its first words."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Translation:
    """
    The words of the paragraph in another language, and what that language calls itself.

    *number*: what it prints beside these words, "" where that is what heads the page.
    """

    language: Language
    name: str
    text: str
    number: str


@dataclass(frozen=True, slots=True)
class DecidedSoFar:
    """What the running round made of the paragraph so far: a *note* in which round, and how unless *deleted*."""

    note: str
    spans: tuple[Span, ...]
    deleted: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    The state of the paragraph, and at which *levels* these words were agreed and when, in order; none where there is
    none to tell. *ad_referendum*: what is agreed waits for its confirmation. *declined*: somebody declined it
    since, at last by a silence that was *broken*. *as_agreed_last*: whether somebody did may be hidden from the reader.
    *asked_to_reopen*: a proposal on this page asks for it. *at_adoption*: the text was adopted with it in this state.
    """

    state: str
    levels: tuple[tuple[str, date], ...] = ()
    ad_referendum: bool = False
    declined: bool = False
    as_agreed_last: bool = False
    asked_to_reopen: bool = False
    broken: bool | None = False
    at_adoption: bool = False


@dataclass(frozen=True, slots=True)
class Acts:
    """
    What the reader may do here, under a *title*, and what the permanent address is called beside it.

    *amend* is the address of the form for other words, "" where the round does not admit such a proposal.
    """

    title: str
    links: tuple[Link, ...]
    permanent: str
    amend: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """
    The head of the page; what there is not is empty.

    *title* is that of the page, *kind* what the paragraph is called where it has no number. *note* says why its words
    are not in the text, *is_new* that they never were. *languages*: in which it is to be read; *kin*: the paragraphs
    it came from, or that came from it.
    """

    url: str
    title: str
    kind: str
    place_in_text: str
    before: Neighbour | None
    after: Neighbour | None
    note: str
    is_new: bool
    decided: DecidedSoFar | None
    agreement: Agreement
    languages: Sentence | None
    translations: tuple[Translation, ...]
    acts: Acts
    agreed_acts: tuple[Link, ...]
    kin: tuple[Sentence, ...]
    silence: tuple[SilenceNote, ...]


def head_of(
    desk: Desk,
    taken: SoFar,
    *,
    may_propose: bool,
    translations: Mapping[str, str],
    kin: Iterable[Kin],
    earlier: Iterable[LevelAgreed] = (),
    may_act: bool = False,
) -> Head:
    """
    Return the head of the page. No query.

    *translations*: the words by the code of their language; *earlier*: levels that agreed the same words before.
    *may_act*: the reader may confirm and reopen what is agreed here.
    """
    kind = _("Heading") if desk.kind == LineKind.HEADING else _("Paragraph")
    return Head(
        paragraph_url(desk.page.communique.code, desk.paragraph.code),
        _("Paragraph %(number)s", number=desk.number) if desk.number else kind,
        kind,
        f"#p-{desk.paragraph.code}" if desk.row else "",
        _neighbour(desk, desk.before),
        _neighbour(desk, desk.after),
        _note(desk, taken),
        desk.insertion is not None,
        _decided(desk, taken),
        _agreement(desk, taken, earlier),
        _languages(desk, translations) if desk.row else None,
        tuple(_translation(desk, code, text) for code, text in translations.items()),
        _acts(desk) if may_propose else Acts(_("Permanent link"), (), desk.paragraph.code),
        agreement_acts(desk, may_act=may_act),
        tuple(_kin(desk, relative) for relative in kin),
        silence_notes(desk.page.communique.code, desk.held, alone=True),
    )


def _agreement(desk: Desk, taken: SoFar, earlier: Iterable[LevelAgreed]) -> Agreement:
    """Return the state of the paragraph in the text, of one that is only proposed the decision on it."""
    row = desk.row
    if row is None:
        return Agreement(taken.state, _levels((), taken.level, taken.agreed_on), taken.ad_referendum)
    agreed = row.state == ParagraphState.AGREED
    hidden = agreed and not reads_every_decline(desk.page.who, desk.page.drafts)
    levels = _levels(earlier, desk.level, row.agreed_on, row.city)
    as_agreed_last = hidden and not row.declined
    return Agreement(
        row.state,
        levels,
        row.ad_referendum,
        row.declined,
        as_agreed_last,
        row.asked_to_reopen,
        broken=row.broken,
        at_adoption=desk.page.drafts.is_adopted and is_left_open(row.state),
    )


def _levels(
    earlier: Iterable[LevelAgreed], level: Level | None, agreed_on: date | None, city: str = ""
) -> tuple[tuple[str, date], ...]:
    """Return the names of the levels with their days; of an earlier one also that it agreed ad referendum."""
    if not level or not agreed_on:
        return ()
    agreements = (*earlier, LevelAgreed(level, agreed_on, city=city))
    counts = Counter(agreement.level for agreement in agreements)
    return tuple(
        (_agreed_level(agreement, beside_another=counts[agreement.level] > 1), agreement.agreed_on)
        for agreement in agreements
    )


def _agreed_level(agreement: LevelAgreed, *, beside_another: bool) -> str:
    name = level_in(agreement.level, agreement.city, beside_another=beside_another)
    return _("%(level)s ad referendum", level=name) if agreement.ad_referendum else name


def _translation(desk: Desk, code: str, text: str) -> Translation:
    """Return *text* as a translation into the language with *code*."""
    own = beside(desk.number, desk.language.value, desk.depth)
    number = beside(desk.number, code, desk.depth)
    return Translation(Language(code), NATIVE_NAMES[code], text, number if number != own else "")


def _neighbour(desk: Desk, row: TextRow | None) -> Neighbour | None:
    if row is None:
        return None
    label = beside(row.reference, desk.language.value, row.depth) or short(row.text, 18)
    return Neighbour(paragraph_url(desk.page.communique.code, row.code), label)


def _note(desk: Desk, taken: SoFar) -> str:
    """Return why the words of the paragraph are not in the text, "" where they are."""
    if desk.row:
        return ""
    if desk.insertion is None:
        return _("No longer in the text. It last read:")
    if taken.comes:
        return _("It comes into the text when the round is closed; it was proposed in these words:")
    where = desk.bearings.where(desk.insertion)
    if where.standing is Standing.REJECTED and where.only_proposed:
        return _("Proposed; the Mission proposes not to accept it: not in the text.")
    if where.standing in _NOT_IN_TEXT:
        return _NOT_IN_TEXT[where.standing]()
    if desk.page.drafts.is_adopted:
        return _("Proposed, and open when the text was adopted: not in the adopted text.")
    return _("Proposed: not in the text yet.")


_NOT_IN_TEXT = {
    Standing.REJECTED: lambda: _("Proposed and rejected: not in the text."),
    Standing.WITHDRAWN: lambda: _("Proposed and withdrawn: not in the text."),
}


def _decided(desk: Desk, taken: SoFar) -> DecidedSoFar | None:
    """Return what the running round decided on the paragraph, None for nothing or where the reader may not know."""
    if desk.context is None or not (taken.spans or taken.gone):
        return None
    number = desk.context.round.number
    if taken.comes:
        note = _("in round %(number)s", number=number)
    else:
        note = _(
            "in round %(number)s; the draft above stays as it is until the round is closed", number=number
        )
    return DecidedSoFar(note, taken.spans, taken.gone)


def _languages(desk: Desk, translations: Iterable[str]) -> Sentence:
    typed = language_of(desk.text, stated=desk.language)
    original, into = language_name(typed.value), [language_name(code) for code in translations]
    if not into:
        return listed([_("Original in %(language)s", language=original)])
    languages = _(", ").join(into)
    return listed(
        [
            _(
                "Original in %(language)s, translated into: %(languages)s",
                language=original,
                languages=languages,
            )
        ]
    )


def _acts(desk: Desk) -> Acts:
    """Return the acts of somebody who may propose on the paragraph."""
    root = f"/c/{desk.page.communique.code}"
    agreed = desk.row is not None and desk.row.state == ParagraphState.AGREED
    amend = _("Ask to reopen it") if agreed else _("Propose a change")
    address = f"{root}/p/{desk.paragraph.code}/amend"
    links = (
        (AmendmentKind.REPLACE, link(address, amend)),
        (
            AmendmentKind.INSERT,
            link(f"{root}/insert?after={desk.paragraph.code}", _("Propose a new paragraph after it")),
        ),
    )
    rule = Admissibility(desk.context.round.admissibility) if desk.context else Admissibility.OPEN
    base = desk.row.text if desk.row is not None else ""
    admitted = {
        kind: shown
        for kind, shown in links
        if admits(rule, kind, base=base) and not (desk.held and kind is AmendmentKind.REPLACE)
    }
    if not admitted:
        return Acts(_("Permanent link"), (), desk.paragraph.code)
    amends = address if AmendmentKind.REPLACE in admitted else ""
    return Acts(_("What you can do"), tuple(admitted.values()), _("Permanent link"), amends)


def agreement_acts(desk: Desk, *, may_act: bool) -> tuple[Link, ...]:
    """Return the acts on what is agreed here, for who may act on it: to confirm it, and to reopen it."""
    if not may_act or desk.row is None or desk.row.state != ParagraphState.AGREED:
        return ()
    url = paragraph_url(desk.page.communique.code, desk.paragraph.code)
    confirms = [link(f"{url}/confirm", _("Confirm the agreement"))] if desk.row.ad_referendum else []
    reopens = [link(f"{url}/reopen", _("Reopen it"))] if desk.is_running and not desk.held else []
    return (*confirms, *reopens)


def _kin(desk: Desk, relative: Kin) -> Sentence:
    """Return that the paragraph came from another one, or went on as it, with the draft that printed its number."""
    name = link(
        paragraph_url(desk.page.communique.code, relative.code),
        Number(relative.reference) if relative.reference else relative.code,
    )
    if not relative.younger:
        direction = _("Came from")
    else:
        direction = _("Went on as") if relative.by_join else _("Part of it went on as")
    return joined([direction, " ", name, " (", Symbol(relative.symbol), ")"])
