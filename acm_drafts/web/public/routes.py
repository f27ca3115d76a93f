"""
Public pages: the list of published texts, a text in its languages, its files, the feed; and the Mission's act.

Nobody is asked who they are on a public page, so that it is the same for everybody and caches may keep it. An address
under which no text is public answers as any address does that there is not.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import DateTimeLocalField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import language_name, ngettext, place_of, speaking
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.document_settings import title_language
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.services import public
from acm_drafts.services.public import PublicReading, find_public_text, languages_of, read_public, word_file
from acm_drafts.services.revisions import LONGEST_REASON
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings, load_names
from acm_drafts.store.public import (
    PublishedText,
    corrected_last,
    find_file,
    find_publication,
    find_whole_file,
    texts_with_addresses,
    whole_languages,
)
from acm_drafts.store.records import Communique
from acm_drafts.store.text import codes_in_drafts
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.documents.routes import WORD, document_answer, file_name
from acm_drafts.web.public.feed import atom
from acm_drafts.web.public.page import (
    LOCALES,
    ListedText,
    face_of,
    linked_data,
    listed_texts,
    named_languages,
    public_corrigenda,
    public_lines,
    public_url,
    summary_of,
)
from acm_drafts.web.shared import access, formatting, headers, layout, zones
from acm_drafts.web.shared.forms import fit, needed
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of
from acm_drafts.web.sittings.form import CLOCK
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("public", __name__)

Answer = WerkzeugResponse | str | tuple[str, int]
AT_ONCE, LATER = "now", "later"
PDF, ATOM_FEED = "application/pdf", "application/atom+xml"


def _host() -> str:
    return str(current_app.config["BASE_URL"])


def _kept(answer: WerkzeugResponse, changed: datetime | None = None) -> WerkzeugResponse:
    """Return an answer with what caches need: when it changed, what tells it from another, how long it is kept."""
    if changed is not None:
        answer.last_modified = changed
    answer.add_etag(weak=True)  # pages are compressed on their way
    answer.make_conditional(request)
    if answer.status_code == 304:
        answer.set_data(b"")
    return headers.publish(answer)


def _rendered(
    template: str, language: Language, *, about: Communique | None = None, **facts: object
) -> Response:
    """Return a public page in *language*, *about* a text, with nothing on it that tells one reader from another."""
    layout.make_bare()
    if about is not None:
        g.communique = about  # an agenda has items: see negotiation.item_words
    html = render_template(template, host=_host(), sign_in=access.sign_in_url(""), **facts)
    answer = Response(html)
    answer.content_language.add(language.value)
    return answer


def _preferred(known: Sequence[Language], otherwise: Language) -> Language:
    """Return the one of *known* that the reader's browser asks for, *otherwise* where it asks for none of them."""
    best = request.accept_languages.best_match([language.value for language in known])
    return Language(best) if best else otherwise


def _sent_to(url: str) -> WerkzeugResponse:
    answer = redirect(url, 302)
    answer.vary.add("Accept-Language")
    return answer


# The list ------------------------------------------------------------------------------------------


@pages.get("/public/")
@access.public
def start() -> Answer:
    """Lead to the list of texts in the language that the reader's browser asks for."""
    return _sent_to(f"/public/{_preferred(list(Language), Language.EN).value}")


@pages.get("/public/<language:language>")
@access.public
def index(language: Language) -> Answer:
    """List the published texts, the one adopted last first."""
    with speaking(language.value):
        texts, changed = _listed(language)
        others = [(own, NATIVE_NAMES[own.value], f"/public/{own.value}") for own in Language]
        answer = _rendered("public/index.html", language, texts=texts, others=others)
        return _kept(answer, _newest(texts, changed))


@pages.get("/public/<language:language>.atom")
@access.public
def feed(language: Language) -> Answer:
    """Give the published texts as an Atom feed."""
    with speaking(language.value):
        texts, changed = _listed(language)
        data = atom(texts, language, host=_host(), changed=changed)
    return _kept(Response(data, content_type=f"{ATOM_FEED}; charset=utf-8"), _newest(texts, changed))


def _listed(language: Language) -> tuple[list[ListedText], datetime | None]:
    """Return the published texts, and when the page of one appeared or went last. Five queries."""
    session = db.session()
    known = texts_with_addresses(session)
    texts = [text for text in known if text.is_public]
    keys = [text.communique.id for text in texts]
    languages = whole_languages(session, {text.draft.id: text.communique.language for text in texts})
    listed = listed_texts(
        texts,
        language,
        languages=languages,
        names=load_names(session, keys),
        corrected=corrected_last(session, keys),
    )
    return listed, max((text.seen[-1].at for text in known if text.was_public), default=None)


def _newest(texts: Sequence[ListedText], changed: datetime | None) -> datetime | None:
    moments = [text.changed for text in texts] + ([changed] if changed is not None else [])
    return max(moments, default=None)


# A text --------------------------------------------------------------------------------------------


@pages.get("/public/<public:address>")
@access.public
def text_in_any_language(address: str) -> Answer:
    """Lead to a text in the language that the reader's browser asks for, else in its own."""
    published = find_public_text(db.session(), address)
    known = languages_of(db.session(), published)
    return _sent_to(public_url(address, _preferred(known, Language(published.communique.language))))


@pages.get("/public/<public:address>/<language:language>")
@access.public
def text(address: str, language: Language) -> Answer:
    """Show a text in one of its languages; where it is not translated, say in which it can be read."""
    session = db.session()
    published = find_public_text(session, address)
    with speaking(language.value):
        try:
            reading = read_public(session, published, language)
        except NotFound:
            others = named_languages(address, languages_of(session, published))
            page = _rendered("public/missing.html", language, others=others)
            page.status_code = 404
            return page
        return _kept(_page_of(reading), reading.changed)


def _page_of(reading: PublicReading) -> Response:
    session = db.session()
    published, language = reading.published, reading.language
    lines = public_lines(reading, codes_in_drafts(session, [published.draft.id]))
    has_pdf = find_file(session, published.communique.id, language, reading.digest) is not None
    here, face = public_url(published.address, language), face_of(reading)
    files = [(WORD, f"{here}.docx"), *([(PDF, f"{here}.pdf")] if has_pdf else [])]
    return _rendered(
        "public/text.html",
        language,
        about=published.communique,
        face=face,
        others=face.others,
        here=here,
        address=public_url(published.address),
        original=reading.original,
        lines=lines,
        corrigenda=public_corrigenda(reading.corrigenda, lines),
        has_pdf=has_pdf,
        summary=summary_of(reading.text),
        published=published.seen[0].at,
        locale=LOCALES[language],
        locales=[LOCALES[own] for own in reading.languages if own is not language],
        linked=linked_data(reading, face, host=_host(), files=files),
    )


@pages.get("/public/<public:address>/<language:language>/<code:paragraph>")
@access.public
def paragraph(address: str, language: Language, paragraph: str) -> Answer:
    """Lead to a paragraph of a text by its permanent code. Raises NotFound for one that is not in the text."""
    published = find_public_text(db.session(), address)
    if paragraph not in codes_in_drafts(db.session(), [published.draft.id]).values():
        raise NotFound()
    return redirect(f"{public_url(address, language)}#p-{paragraph}", 302)


@pages.get("/public/<public:address>/<language:language>.docx")
@access.public
def word(address: str, language: Language) -> Answer:
    """Give a text as a Word file. Raises NotFound where it is not translated."""
    reading = read_public(db.session(), find_public_text(db.session(), address), language)
    data = word_file(reading.text, current_app.config["TEMPLATE"])
    return _kept(document_answer(data, file_name(reading.text.symbol, language)), reading.changed)


@pages.get("/public/<public:address>/<language:language>.pdf")
@access.public
def pdf(address: str, language: Language) -> Answer:
    """Give a text as PDF/A. Raises NotFound where it is not translated, and until the file is made."""
    session = db.session()
    reading = read_public(session, find_public_text(session, address), language)
    file = find_whole_file(session, reading.published.communique.id, language, reading.digest)
    if file is None:
        raise NotFound()
    answer = document_answer(file.data, file_name(reading.text.symbol, language).replace(".docx", ".pdf"))
    answer.mimetype = PDF
    return _kept(answer, file.at)


# For search engines --------------------------------------------------------------------------------


@pages.get("/robots.txt")
@access.public
def robots() -> Answer:
    """Let search engines read public pages, and nothing else."""
    return Response("User-agent: *\nAllow: /public/\nAllow: /static/\nDisallow: /\n", mimetype="text/plain")


# The act -------------------------------------------------------------------------------------------


class WithdrawForm(FlaskForm):
    """Why a public page is withdrawn, or an embargo ended without publication."""

    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])


class PublishForm(FlaskForm):
    """At once, or from which moment on; the moment is told on the clocks of the meeting's zone."""

    when = RadioField(_l("When"), validate_choice=False)
    public_from = DateTimeLocalField(_l("From"), [Optional()], format=CLOCK)

    def __init__(self, zone: str, **facts: object) -> None:
        super().__init__(**facts)
        self.zone = zone
        self.when.choices = [(AT_ONCE, _("at once")), (LATER, _("from a moment on (embargo)"))]

    def validate_public_from(self, field: DateTimeLocalField) -> None:
        if self.when.data == LATER:
            zones.moment_of(field, self.zone)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the form; day and time are needed where it is not to be at once."""
        valid = super().validate(extra_validators)
        if self.when.data == LATER and self.public_from.data is None and not self.public_from.errors:
            self.public_from.errors = [_("Give day and time.")]
            return False
        return bool(valid)

    def moment(self) -> datetime | None:
        """Return the end of the embargo, None for none, once the form is valid."""
        return zones.moment_of(self.public_from, self.zone) if self.when.data == LATER else None


@pages.get("/c/<code:code>/publication")
@access.signed_in
def manage(code: str) -> Answer:
    """Show whether the text is published and under which address; to the Mission, how it can be."""
    return _managing(code)


def _managing(
    code: str,
    form: WithdrawForm | None = None,
    refusal: Refusal | None = None,
    *,
    publishing: PublishForm | None = None,
) -> Answer:
    page = opened(code)
    zone = page.communique.meeting.zone
    session = db.session()
    publication = find_publication(session, page.communique.id) if page.drafts.is_adopted else None
    facts = _facts_of(publication, zone) if publication else {}
    html = render_template(
        "public/manage.html",
        root=f"/c/{code}",
        adoption=page.drafts.adoption,
        publication=publication,
        host=_host(),
        zone=zone,
        is_agenda=page.communique.kind == TextKind.AGENDA,
        publishing=publishing or PublishForm(zone, formdata=None, data={"when": AT_ONCE}),
        clocks=place_of(zone),
        may_publish=access.may_here(page.who, Act.PUBLISH_TEXT),
        form=form or WithdrawForm(formdata=None),
        refused=f"{sentence_of(refusal)} {next_step_of(refusal)}".strip() if refusal else "",
        **({"is_public": False, "embargo": "", "url": ""} | facts | _languages_of(page, publication)),
    )
    wrong = any(sent is not None and sent.errors for sent in (form, publishing))
    return html, status_of(refusal) if refusal else 422 if wrong else 200


def _facts_of(publication: PublishedText, zone: str) -> dict[str, object]:
    """Return what the page says of a text with an address: is it public, until when not, and where."""
    return {
        "is_public": publication.is_public,
        "embargo": formatting.moment(publication.embargo, zone) if publication.embargo else "",
        "url": public_url(publication.address),
    }


def _languages_of(page: Opened, publication: PublishedText | None) -> dict[str, object]:
    """
    Return in which languages an adopted text is public, or would be, and for the Mission which of these lack a title.

    Nobody else is told in which languages a text would be published. Three queries.
    """
    knows = access.may_here(page.who, Act.PUBLISH_TEXT) or (publication is not None and publication.is_public)
    if not (page.drafts.is_adopted and knows):
        return {"read_in": (), "untitled": ()}
    draft = page.drafts.newest.draft
    languages = whole_languages(db.session(), {draft.id: page.communique.language})[draft.id]
    translates = access.may_here(page.who, Act.TRANSLATE)
    return {
        "read_in": [NATIVE_NAMES[own.value] for own in languages],
        "untitled": _untitled(page, languages) if translates else (),
    }


def _untitled(page: Opened, languages: Sequence[Language]) -> list[tuple[str, str]]:
    """Return those of *languages* in which the text has no title, each by name and where it is given one. One query."""
    settings = load_document_settings(db.session(), page.communique.id)
    own = Language(page.communique.language)
    return [
        (language_name(language.value), f"/c/{page.communique.code}/translations/{language.value}")
        for language in languages
        if title_language(settings, language, own) is not language
    ]


@pages.post("/c/<code:code>/publication")
@access.gate(Act.PUBLISH_TEXT)
def publish(code: str) -> Answer:
    """Publish the text, at once or from a moment on."""
    page = opened(code)
    form = PublishForm(page.communique.meeting.zone)
    if not form.validate():
        return _managing(code, publishing=form)
    public_from = form.moment()
    try:
        public.publish(page.who, page.communique.id, public_from=public_from)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _managing(code, refusal=refusal, publishing=form)
    if public_from is None:
        flash(_("The text is published: everybody can read it."), "success")
    else:
        flash(_("Everybody can read the text once the embargo ends, and nothing of it before."), "success")
    return redirect(f"/c/{code}/publication", 303)


@pages.post("/c/<code:code>/publication/withdraw")
@access.gate(Act.PUBLISH_TEXT)
def withdraw(code: str) -> Answer:
    """Withdraw the public page of the text."""
    page, form = opened(code), WithdrawForm()
    if not form.validate():
        return _managing(code, form)
    try:
        was_public = public.withdraw(page.who, page.communique.id, reason=form.reason.data or "")
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        db.session.expire_all()
        return _managing(code, form, refusal)
    if was_public:
        flash(
            ngettext(
                "The public page is withdrawn, and its address says so. A browser that has just opened it may show it "
                "for %(num)s minute more.",
                "The public page is withdrawn, and its address says so. A browser that has just opened it may show it "
                "for %(num)s minutes more.",
                headers.KEPT // 60,
            ),
            "success",
        )
    else:
        flash(_("The text will not be published."), "success")
    return redirect(f"/c/{code}/publication", 303)
