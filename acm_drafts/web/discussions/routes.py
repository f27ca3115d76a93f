"""
Discussions: the list of a text, one of them with what can be done in it, and the form for a new one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.discussions import DiscussionChanged, NoAudience
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal, StaleText
from acm_drafts.negotiation.permissions import Facts
from acm_drafts.negotiation.terms import Audience, name_of
from acm_drafts.services import discussions
from acm_drafts.services.discussions import Wish
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import db
from acm_drafts.store.discussions import DiscussionRecord, load_discussions
from acm_drafts.store.drafts import get_communique_by_key
from acm_drafts.store.people import find_party
from acm_drafts.store.readable import get_record
from acm_drafts.store.records import Party
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.store.visibility import facts_of, name_for
from acm_drafts.web.discussions.form import AnswerForm, BeginForm, Press, answers_as, presses_for, writes_to
from acm_drafts.web.discussions.page import ShownDiscussion, discussions_of_text
from acm_drafts.web.reservations.page import called
from acm_drafts.web.shared import access
from acm_drafts.web.shared.formatting import party_name, proposal_url
from acm_drafts.web.shared.forms import options
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import WORDING, conceal, sequence_of
from acm_drafts.web.text.routes import Opened, number_in, opened

pages = Blueprint("discussions", __name__)

Answer = Response | tuple[str, int]

PAGE = 20
OPEN, RESOLVED = "open", "resolved"


# The list ------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/discussions")
@access.signed_in
def index(communique: str) -> str:
    """List the discussions of the text that the reader may read, open ones first, in pages of twenty."""
    page = opened(communique)
    audience, state = request.args.get("audience", ""), request.args.get("state", "")
    number = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    records = _wanted(load_discussions(db.session(), page.who, page.communique), audience, state)
    last = max(1, -(-len(records) // PAGE))
    shown = discussions_of_text(db.session(), page, records[(number - 1) * PAGE : number * PAGE])
    address = f"/c/{communique}/discussions?"

    def at(other: int) -> str:
        facts = {"audience": audience, "state": state, "page": other}
        return address + urlencode({name: value for name, value in facts.items() if value})

    return render_template(
        "discussions/index.html",
        page=page,
        root=f"/c/{communique}",
        rows=shown,
        total=len(records),
        audience=audience,
        audiences=[(of.value, _(name_of(of))) for of in Audience],
        state=state,
        states=[(OPEN, _("open")), (RESOLVED, _("resolved"))],
        number=number,
        last=last,
        previous=at(number - 1) if number > 1 else "",
        following=at(number + 1) if number < last else "",
    )


def _wanted(records: Sequence[DiscussionRecord], audience: str, state: str) -> list[DiscussionRecord]:
    """Return those with this audience and in this state ("" for any): open ones first, the last written first."""
    wanted = [
        record
        for record in records
        if audience in ("", record.audience) and state in ("", RESOLVED if record.is_resolved else OPEN)
    ]
    return sorted(wanted, key=lambda record: (record.is_resolved, -record.last.id))


# One of them ---------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/discussions/<code:discussion>")
@access.signed_in
def show(communique: str, discussion: str) -> str:
    """Show a discussion with everything that was said in it, and what the reader may do."""
    return _shown(opened(communique), discussion)


def _find(page: Opened, code: str) -> ShownDiscussion:
    """Return the discussion with *code* as the reader meets it. Raises NotFound where they may not read it."""
    records = load_discussions(db.session(), page.who, page.communique, code=code)
    for shown in discussions_of_text(db.session(), page, records):
        return shown
    raise NotFound()


def _shown(
    page: Opened,
    code: str,
    refusal: Refusal | None = None,
    form: AnswerForm | None = None,
    about: int = 0,
) -> str:
    """Show one; *refusal*: of what was done in it, *form*: the answer to the comment at the place *about* as sent."""
    row = _find(page, code)
    return render_template(
        "discussions/show.html",
        page=page,
        root=f"/c/{page.communique.code}",
        row=row,
        form=form or AnswerForm(formdata=None),
        voices=answers_as(row.speaks),
        about=about,
        refusal=refusal,
    )


# A new one -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """What a comment is to be on: the line of a paragraph or a proposal; *facts*: by which its audiences follow."""

    facts: Facts
    where: str
    url: str
    words: str
    seen: str
    row: TextRow | None = None
    entry: AmendmentRecord | None = None

    @property
    def sponsors(self) -> tuple[Party, ...]:
        return (self.entry.amendment.sponsor, *self.entry.cosponsors) if self.entry else ()


def _on_paragraph(communique: str, code: str) -> tuple[Opened, Subject]:
    """Return the paragraph with *code* as the reader's newest text has it, with that text. Raises NotFound."""
    page = opened(communique)
    facts = Facts(meeting=page.communique.meeting_id)
    for row in text_rows(db.session(), page.drafts.newest.draft.id):
        if row.code == code:
            seen = conceal(row.wording, use=WORDING)
            return page, Subject(facts, called(row), f"/c/{communique}/p/{code}", row.text, seen, row=row)
    raise NotFound()


def _on_proposal(code: str) -> tuple[Opened, Subject]:
    """Return the proposal with *code* as the reader reads it now, with its text. Raises NotFound."""
    entry = get_record(db.session(), access.actor(), code)
    page = opened(get_communique_by_key(db.session(), entry.amendment.communique_id).code)
    return page, _of_proposal(page, entry)


def _of_proposal(page: Opened, entry: AmendmentRecord) -> Subject:
    contexts = {context.round.id: context for context in page.drafts.contexts}
    context = contexts.get(entry.amendment.round_id)
    if context is None or entry.last_shown is not None:
        raise NotFound()
    joint = [party.id for party in entry.cosponsors]
    code = entry.amendment.code
    return Subject(
        facts_of(context, entry.amendment, cosponsors=joint),
        _("Proposal %(name)s", name=name_for(page.who, context, entry)),
        proposal_url(code),
        entry.revision.text,
        conceal(entry.revision.sequence, use=sequence_of(code)),
        entry=entry,
    )


@pages.get("/c/<code:communique>/p/<code:paragraph>/comment")
@access.signed_in
def begin_form(communique: str, paragraph: str) -> Answer:
    subject = _on_paragraph(communique, paragraph)
    access.require_not_archived()
    return _beginning(*subject, BeginForm(formdata=None))


@pages.post("/c/<code:communique>/p/<code:paragraph>/comment")
@access.signed_in
def begin(communique: str, paragraph: str) -> Answer:
    return _begun(partial(_on_paragraph, communique, paragraph), Wish(paragraph=paragraph))


@pages.get("/proposals/<code:amendment_code>/comment")
@access.signed_in
def begin_on_proposal_form(amendment_code: str) -> Answer:
    subject = _on_proposal(amendment_code)
    access.require_not_archived()
    return _beginning(*subject, BeginForm(formdata=None))


@pages.post("/proposals/<code:amendment_code>/comment")
@access.signed_in
def begin_on_proposal(amendment_code: str) -> Answer:
    return _begun(partial(_on_proposal, amendment_code), Wish(proposal=amendment_code))


def _begun(load: Callable[[], tuple[Opened, Subject]], on: Wish) -> Answer:
    """Send a comment to whom the press names and lead back to what it is on; *load* reads that, *on* names it."""
    page, subject = load()
    form = BeginForm()
    pressed = form.pressed
    if "choose" in request.form:
        return _beginning(page, subject, form)
    if pressed.audience is None or not form.validate():
        unnamed = NoAudience() if pressed.audience is None else None
        return _beginning(page, subject, form, refusal=unnamed, status=422)
    party = find_party(db.session(), pressed.party) if pressed.party.isalnum() else None
    if party is None:
        raise NotFound()
    wish = form.wish(pressed, on)
    try:
        discussion = discussions.begin(access.actor(), page.communique.code, party=party.id, wish=wish)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _beginning(*load(), form, refusal=refusal, status=status_of(refusal))
    number = len(pressed.to) if pressed.each else 1
    if pressed.audience is Audience.INSIDE:
        flash(_("The note is kept: only those in whose name it is written read it."), "success")
    else:
        flash(
            ngettext("The comment is sent.", "The comment is sent: %(num)s discussions.", number), "success"
        )
    return redirect(f"{subject.url}#d-{discussion.code}", 303)


def _beginning(
    page: Opened, subject: Subject, form: BeginForm, *, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    presses = _presses(page, subject, *_offer_readers(page, subject, form))
    sponsors = subject.sponsors if _names_sponsors(presses) else ()
    html = render_template(
        "discussions/begin.html",
        page=page,
        root=f"/c/{page.communique.code}",
        form=form,
        subject=subject,
        presses=presses,
        others=bool(form.reader.choices),
        readers=" ".join(sorted(party.code for party in sponsors)),
        refusal=refusal,
    )
    return html, status


def _offer_readers(page: Opened, subject: Subject, form: BeginForm) -> tuple[list[Party], list[Party]]:
    """
    Let the form offer whom the Mission could write to. Return those of them that have a button, and several together.

    Of a proposal these are its sponsors, and anywhere what was chosen, or what a button which came back named.
    """
    parties = writes_to(
        db.session(),
        page.who,
        subject.facts,
        proposal=subject.entry is not None,
        circulated=page.drafts.newest.circulation is not None,
    )
    choices = [(party.code, party_name(party)) for party in parties]
    form.reader.choices = options(choices)
    chosen = {*(form.reader.data or ()), *form.pressed.to}
    alone = {party.code for party in subject.sponsors} | (chosen if len(chosen) == 1 else set())
    return (
        [party for party in parties if party.code in alone],
        [party for party in parties if party.code in chosen and len(chosen) > 1],
    )


def _presses(page: Opened, subject: Subject, to: Sequence[Party], several: Sequence[Party]) -> list[Press]:
    """Return the buttons under the form. Raises TextAdopted, NotPermitted where the reader may send to nobody."""
    page.drafts.require_not_adopted()
    sponsors = [party.id for party in subject.sponsors]
    presses = presses_for(db.session(), page.who, subject.facts, sponsors=sponsors, to=to, several=several)
    if not presses:
        raise NotPermitted()
    return presses


def _names_sponsors(presses: Sequence[Press]) -> bool:
    """Return whether one of the buttons names who sponsors: else the form does not hold their codes."""
    return any(press.value.startswith(f"{Audience.COSPONSORS}.") for press in presses)


# What is done in one -------------------------------------------------------------------------------


def _party() -> int:
    """Return the key of the party in whose name it is sent. Raises NotFound."""
    code = request.form.get("party", "")
    party = find_party(db.session(), code) if code.isalnum() else None
    if party is None:
        raise NotFound()
    return party.id


@pages.post("/c/<code:communique>/discussions/<code:discussion>/answers")
@access.signed_in
def answer(communique: str, discussion: str) -> Answer:
    page, form = opened(communique), AnswerForm()
    _find(page, discussion)
    about, party = number_in(request.form, "about") or 0, _party()
    if not form.validate():
        return _shown(page, discussion, None, form, about), 422

    def verb() -> object:
        return discussions.answer(
            access.actor(),
            discussion,
            party=party,
            about=about,
            words=form.comment.data or "",
            quote=form.quote.data or "",
        )

    return _done(communique, discussion, verb, _("The answer is sent."), form, about)


@pages.post("/c/<code:communique>/discussions/<code:discussion>/resolve")
@access.signed_in
def resolve(communique: str, discussion: str) -> Answer:
    _find(opened(communique), discussion)
    seen, party = number_in(request.form, "seen") or 0, _party()

    def verb() -> object:
        return discussions.resolve(access.actor(), discussion, party=party, seen=seen)

    return _done(communique, discussion, verb, _("The discussion is resolved."))


@pages.post("/c/<code:communique>/discussions/<code:discussion>/reopen")
@access.signed_in
def reopen(communique: str, discussion: str) -> Answer:
    _find(opened(communique), discussion)
    party = _party()

    def verb() -> object:
        return discussions.reopen(access.actor(), discussion, party=party)

    return _done(communique, discussion, verb, _("The discussion is open again."))


@pages.post("/c/<code:communique>/discussions/<code:discussion>/take-back")
@access.signed_in
def take_back(communique: str, discussion: str) -> Answer:
    _find(opened(communique), discussion)
    about = number_in(request.form, "about") or 0

    def verb() -> object:
        return discussions.take_back(access.actor(), discussion, about=about)

    return _done(communique, discussion, verb, _("The comment is taken back."))


def _done(
    communique: str,
    code: str,
    verb: Callable[[], object],
    sentence: str,
    form: AnswerForm | None = None,
    about: int = 0,
) -> Answer:
    """Do something in a discussion and lead back to it; show it again with what was typed where that is refused."""
    try:
        verb()
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText) and not isinstance(refusal, DiscussionChanged):
            raise
        return _shown(opened(communique), code, refusal, form, about), status_of(refusal)
    flash(sentence, "success")
    return redirect(f"/c/{communique}/discussions/{code}", 303)
