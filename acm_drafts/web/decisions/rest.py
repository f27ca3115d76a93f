"""
The pages on which all that remains is agreed in one act, and on which such an act is undone: the list first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.agreements import AgreedWords
from acm_drafts.negotiation.errors import N_, NoRound, NotFound, Refusal
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import Stance
from acm_drafts.services.agreements import Held, agreed_together, remaining, seen_of, words_agreed
from acm_drafts.store import desk
from acm_drafts.store.database import db
from acm_drafts.store.decisions import AgreementTogether
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.set_apart import SetApart
from acm_drafts.store.text import TextRow
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.decisions.desk import OpenDesk
from acm_drafts.web.decisions.sittings import sitting_choices
from acm_drafts.web.shared.body_names import dated_name
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import by_name, parties_in_sentence
from acm_drafts.web.shared.forms import options
from acm_drafts.web.sittings.apart import set_apart_in_words

Answer = tuple[str, int]


class RestForm(FlaskForm):
    """All that remains is agreed as it stands: the sitting that did so, and what remained on the page."""

    seen = StringField(default="")
    sitting = SelectField(_l("Sitting"), default="", choices=[], validate_choice=False)
    ad_referendum = BooleanField(_l("Agreed ad referendum: subject to confirmation"))
    reason = TextAreaField(_l("Reason"), default="")


class UndoForm(FlaskForm):
    """What one act agreed is undone: why, and what still counted on the page."""

    seen = StringField(default="")
    reason = TextAreaField(_l("Reason"), default="")


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """
    A line of the list of what is, or was, agreed in one act.

    *decided*: which accepted proposals are agreed with it and what it takes in, "" where it is agreed as the draft has
    it. *spans* lead from the words of the draft to those that are agreed; none where they are the same. *after*:
    what is proposed to come in after it, "" where nothing is. *held*: who reserves a position or awaits instructions.
    """

    line: TextRow
    decided: str = ""
    after: str = ""
    held: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreedAct:
    """An act by which many paragraphs were agreed, as the desk names it: how many still are, headings apart."""

    agreement: AgreementTogether
    count: int

    @property
    def reached(self) -> str:
        """The sitting or silence procedure that agreed them, with its day."""
        return dated_name(self.agreement.first)


@dataclass(frozen=True, slots=True)
class ApartRow:
    """A line that could be agreed and is not agreed in one act with others: why not, and the address of its page."""

    line: TextRow
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class RestCounts:
    """How many paragraphs can be agreed in one act, headings apart, and how many of them *decided* proposals change."""

    counted: int
    decided: int

    @property
    def unchanged(self) -> int:
        """How many of them are agreed in the words of the draft."""
        return self.counted - self.decided


def remaining_on(page: OpenDesk) -> RestCounts | None:
    """Return how much can be agreed as it stands in one act, None between rounds and where nothing is left."""
    if page.context is None or not page.running:
        return None
    left = remaining(db.session(), page.context)
    decided = sum(line.paragraph in left.words for line in left.lines if line.kind is not LineKind.HEADING)
    return RestCounts(left.counted, decided) if left.counted else None


def agreed_on(page: OpenDesk) -> tuple[AgreedAct, ...]:
    """Return the acts of the running round by which many paragraphs were agreed. One query, none between rounds."""
    if page.context is None or not page.running:
        return ()
    acts = agreed_together(db.session(), page.context)
    return tuple(AgreedAct(act, _counted(_rows(page, act.decisions))) for act in acts)


def running_on(page: OpenDesk) -> RoundContext:
    """Return the round that runs. Raises TextAdopted, NoRound."""
    page.drafts.require_not_adopted()
    if page.context is None or not page.running:
        raise NoRound()
    return page.context


def rest_page(
    page: OpenDesk, *, form: RestForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    """Return the list of what can be agreed in one act, with its form; *refusal*: why it was not. Raises NoRound."""
    left = remaining(db.session(), running_on(page))
    sittings = sitting_choices(db.session(), page.communique.id)
    form = form or RestForm(formdata=None)
    form.sitting.choices = options([("", _("choose the sitting")), *sittings])
    html = render_template(
        "decisions/rest.html",
        page=page,
        rows=[
            replace(_with_what_follows(row), held=_held_in_words(left.reserving.get(row.line.paragraph, {})))
            for row in _agreed_rows(page, left.paragraphs, left.words)
        ],
        apart=_apart_rows(page, left.apart),
        count=left.counted,
        headings=len(left.lines) - left.counted,
        seen=left.seen,
        form=form,
        sittings=sittings,
        refusal=refusal,
    )
    return html, status


def undo_page(
    page: OpenDesk,
    together: int,
    *,
    form: UndoForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Answer:
    """Return the list of what an act agreed, with the form that undoes it. Raises NoRound, NotFound."""
    context = running_on(page)
    act = next((act for act in agreed_on(page) if act.agreement.sequence == together), None)
    if act is None:
        raise NotFound()
    words = words_agreed(db.session(), context, act.agreement)
    rows = _agreed_rows(page, act.agreement.decisions, words)
    html = render_template(
        "decisions/undo.html",
        page=page,
        act=act,
        rows=rows,
        count=act.count,
        headings=len(rows) - act.count,
        seen=seen_of(act.agreement),
        form=form or UndoForm(formdata=None),
        refusal=refusal,
    )
    return html, status


def _agreed_rows(
    page: OpenDesk, paragraphs: Collection[int], words: Mapping[int, AgreedWords]
) -> list[AgreedRow]:
    """Return the lines of *paragraphs* with what is agreed on each instead of the *words* of the draft. One query."""
    keys = {proposal for key in paragraphs if key in words for proposal in words[key].proposals}
    names = {key: name for key, (name, _code) in desk.named(db.session(), keys).items()}
    called = {row.paragraph: row.reference or first_words(row.text) for row in page.rows}
    return [_agreed_row(row, words.get(row.paragraph), names, called) for row in _rows(page, paragraphs)]


def _held_in_words(held: Held) -> tuple[str, ...]:
    """Return who reserves a position and who awaits instructions, a sentence for each."""
    texts = {
        Stance.RESERVE: N_("Position reserved: %(names)s."),
        Stance.AWAITING: N_("Awaiting instructions: %(names)s."),
    }
    return tuple(
        str(_(text, names=parties_in_sentence(by_name(held[stance]))))
        for stance, text in texts.items()
        if stance in held
    )


def _with_what_follows(row: AgreedRow) -> AgreedRow:
    """Return a line that can be agreed, with what is pending at it: new paragraphs after it, by the rule, alone."""
    if not row.line.pending:
        return row
    sentence = ngettext(
        "%(num)s new paragraph is proposed after it. It stays to be decided.",
        "%(num)s new paragraphs are proposed after it. They stay to be decided.",
        row.line.pending,
    )
    return replace(row, after=sentence)


def _apart_rows(page: OpenDesk, apart: Mapping[int, SetApart]) -> list[ApartRow]:
    """Return the lines that are agreed one by one, in the order of the text."""
    return [
        ApartRow(row, set_apart_in_words(apart[row.paragraph]), f"{page.root}/p/{row.code}")
        for row in _rows(page, apart)
    ]


def _agreed_row(
    row: TextRow, words: AgreedWords | None, names: Mapping[int, str], called: Mapping[int, str]
) -> AgreedRow:
    if words is None:
        return AgreedRow(row)
    sentences = [
        _("As decided so far, with %(names)s.", names=names_in_words([names[key] for key in words.proposals]))
    ]
    sentences += [_("Paragraph %(number)s is joined to it.", number=called[key]) for key in words.takes]
    spans = diff_words(words.before, words.now) if words.before != words.now else ()
    return AgreedRow(row, " ".join(sentences), spans=spans)


def _rows(page: OpenDesk, paragraphs: Iterable[int]) -> list[TextRow]:
    """Return the lines of *paragraphs*, in the order of the text."""
    wanted = set(paragraphs)
    return [row for row in page.rows if row.paragraph in wanted]


def _counted(rows: Iterable[TextRow]) -> int:
    return sum(row.kind != LineKind.HEADING for row in rows)
