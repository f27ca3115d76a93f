"""
The guide by agenda item: what the Group agreed on each item of the General Assembly's agenda, and who follows it.

Its pages and Word files are made from the same values (services.guide_texts). The Mission adds agendas, tags paragraphs
and links items; a letter asks for the circulation of a text under them.
"""

from collections.abc import Iterable, Set
from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.read.agenda_csv import read_agenda
from acm_drafts.documents.read.csv_text import NoCsvFile
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.agenda import AgendaItem, number_in, read_number
from acm_drafts.negotiation.errors import N_, NotFound, NotPossible, Refusal
from acm_drafts.negotiation.guide import (
    NoItemNumber,
    NotOnAgenda,
    TagAct,
    WrongAgendaFile,
    item_titled,
    read_slug,
    require_for_assembly,
    session_of,
    session_to_open,
)
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services import guide
from acm_drafts.services.guide_suggestions import tagged_text
from acm_drafts.services.guide_texts import (
    GuideReader,
    chair_of_group,
    guide_document,
    items_of_letter,
    letter_document,
    load_guide,
    pocket_document,
)
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.corrigenda import corrigenda_to, lines_as_corrected
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.store.guide import (
    find_item,
    get_item,
    items_followed,
    items_tagged,
    known_items,
    sessions_known,
)
from acm_drafts.store.meetings import today_in
from acm_drafts.store.people import find_parties, find_party
from acm_drafts.store.records import AssemblyItem, Draft
from acm_drafts.store.text import text_rows
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.adoption.page import corrected_by
from acm_drafts.web.documents.routes import document_answer
from acm_drafts.web.guide.form import AgendaFileForm, LetterForm, LinkForm, TagForm
from acm_drafts.web.guide.page import ShownItem, by_heading, named_items, shown_item, tag_rows
from acm_drafts.web.shared import access
from acm_drafts.web.shared.formatting import by_name, conference_zone, party_name
from acm_drafts.web.shared.forms import options, say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("guide", __name__)

Answer = Response | str | tuple[str, int]


def _reader(*, language: Language | None = None, base: str = "") -> GuideReader:
    return GuideReader(access.actor(), language or interface_language(), base)


def _asked_language() -> Language:
    wanted = request.args.get("language", "") or interface_language().value
    if wanted not in NATIVE_NAMES:
        raise NotFound()
    return Language(wanted)


# Reading ---------------------------------------------------------------------------------------------


@pages.get("/guide")
@access.gate(Act.READ_GUIDE)
def index() -> Answer:
    """Lead to the guide of the session that sits; before there is an agenda, say who adds one."""
    session = session_to_open(sessions_known(db.session()), today_in(conference_zone()))
    if session is not None:
        return redirect(f"/guide/{session}", 303)
    return render_template("guide/empty.html", keeps=guide.keeps_guide(access.actor()))


@pages.get("/guide/<int:assembly>")
@access.gate(Act.READ_GUIDE)
def show(assembly: int) -> str:
    """Show the items of a session, each with where the Group's position stands."""
    return _session_page(assembly)


def _session_page(assembly: int, refusal: Refusal | None = None) -> str:
    session, who = db.session(), access.actor()
    values = load_guide(session, _reader(), assembly)
    followed = items_followed(session, who.user)
    own = {(k.item.number, k.item.part) for k in known_items(session, assembly) if k.key in followed}
    return render_template(
        "guide/show.html",
        guide=values,
        headings=by_heading(values, own),
        sessions=sessions_known(session),
        keeps=guide.keeps_guide(who),
        refusal=refusal,
        names=NATIVE_NAMES,
    )


@pages.get("/guide/<int:assembly>.docx")
@access.gate(Act.READ_GUIDE)
def word(assembly: int) -> Response:
    """Give the guide of a session as a Word file, in the reader's language or the one that ?language= names."""
    language = _asked_language()
    reader = _reader(language=language, base=current_app.config["BASE_URL"])
    data = guide_document(db.session(), reader, assembly, template=current_app.config["TEMPLATE"])
    return document_answer(data, f"guide-{assembly}-{language.value}.docx")


@pages.get("/guide/<int:assembly>/<code:item>")
@access.gate(Act.READ_GUIDE)
def item(assembly: int, item: str) -> Answer:
    return _item_page(assembly, item, LinkForm(formdata=None))


def _item_page(
    assembly: int, item: str, form: LinkForm, refusal: Refusal | None = None, status: int = 200
) -> Answer:
    session, who = db.session(), access.actor()
    values = load_guide(session, _reader(), assembly, only=item)
    (own,) = values.items
    row = find_item(session, own.item.number, own.item.part, of=assembly)
    page = render_template(
        "guide/item.html",
        session=assembly,
        shown=shown_item(own.item),
        own=own,
        earlier=[(before, shown_item(before.item)) for before in own.earlier],
        follows=row is not None and row.id in items_followed(session, who.user),
        continues=_continued(row),
        may_follow=access.may_here(who, Act.FOLLOW_ITEM),
        keeps=guide.keeps_guide(who),
        form=form,
        refusal=refusal,
        names=NATIVE_NAMES,
        day_of=date.fromisoformat,
    )
    return page, status


def _continued(row: AssemblyItem | None) -> tuple[int, ShownItem] | None:
    """Return the session and the item that people said an item continues, None where they did not. One query."""
    if row is None or row.continues_id is None:
        return None
    before = get_item(db.session(), row.continues_id)
    return before.session, shown_item(before.item)


@pages.get("/guide/<int:assembly>/<code:item>/pocket.docx")
@access.gate(Act.READ_GUIDE)
def pocket(assembly: int, item: str) -> Response:
    """Give the pocket form of an item, one page, in the reader's language or the one that ?language= names."""
    language = _asked_language()
    reader = _reader(language=language, base=current_app.config["BASE_URL"])
    template = current_app.config["TEMPLATE"]
    data = pocket_document(db.session(), reader, assembly, item, template=template)
    return document_answer(data, f"pocket-{assembly}-{item}-{language.value}.docx")


# People ----------------------------------------------------------------------------------------------


@pages.post("/guide/<int:assembly>/<code:item>/follow")
@access.gate(Act.FOLLOW_ITEM)
def follow(assembly: int, item: str) -> Response:
    """Put the reader down as following an item."""
    guide.follow_item(access.actor(), assembly, _numbered(item))
    flash(_("You follow this item: members of the Group find your name here."), "success")
    return redirect(f"/guide/{assembly}/{item}#experts", 303)


@pages.post("/guide/<int:assembly>/<code:item>/leave")
@access.gate(Act.FOLLOW_ITEM)
def leave(assembly: int, item: str) -> Response:
    """Take the reader out of those who follow an item."""
    guide.leave_item(access.actor(), assembly, _numbered(item))
    flash(_("You no longer follow this item."), "success")
    return redirect(f"/guide/{assembly}/{item}#experts", 303)


def _numbered(item: str) -> tuple[int, str]:
    """Return number and letter of the item that an address names. Raises NotFound."""
    numbered = read_slug(item)
    if numbered is None:
        raise NotFound()
    return numbered


# The Mission keeps it --------------------------------------------------------------------------------


@pages.get("/guide/add")
@access.gate(Act.KEEP_GUIDE)
def add_form() -> str:
    return render_template("guide/add.html", form=AgendaFileForm(formdata=None), refusal=None)


@pages.post("/guide/add")
@access.gate(Act.KEEP_GUIDE)
def add() -> Answer:
    """Read the agenda of a session from a CSV file and save it; what is wrong in it is named by line and column."""
    form = AgendaFileForm()
    is_sent = bool(form.file.data and form.file.data.filename)
    if not form.validate() or not is_sent:
        if not is_sent:
            form.file.errors = [_("Choose a file.")]
        return _refused(form)
    number = form.session.data or 0
    try:
        items = read_agenda(form.file.data.read())
        guide.add_agenda(access.actor(), number, items, same_items=bool(form.same_items.data))
    except (WrongAgendaFile, NoCsvFile) as refusal:
        say_beside(form.file, refusal)
        return _refused(form, status=status_of(refusal))
    except Refusal as refusal:
        return _refused(form, refusal, status_of(refusal))
    flash(_("The agenda of session %(session)s is saved.", session=number), "success")
    return redirect(f"/guide/{number}", 303)


def _refused(form: AgendaFileForm, refusal: Refusal | None = None, status: int = 422) -> Answer:
    return render_template("guide/add.html", form=form, refusal=refusal), status


@pages.post("/guide/<int:assembly>/remove")
@access.gate(Act.KEEP_GUIDE)
def remove(assembly: int) -> Answer:
    """Remove the agenda of a session to which nothing refers; what refers to it is named."""
    try:
        guide.remove_agenda(access.actor(), assembly)
    except NotFound:
        raise
    except Refusal as refusal:
        return _session_page(assembly, refusal), status_of(refusal)
    flash(_("The agenda of session %(session)s is removed.", session=assembly), "success")
    return redirect("/guide", 303)


@pages.post("/guide/<int:assembly>/<code:item>/link")
@access.gate(Act.KEEP_GUIDE)
def link(assembly: int, item: str) -> Answer:
    """Say which item of an earlier session an item continues; with an empty form, what its title tells."""
    form = LinkForm()
    numbered, typed = _numbered(item), (form.number.data or "").strip()
    if not form.validate():
        return _item_page(assembly, item, form, status=422)
    before, earlier = read_number(typed), None
    try:
        if form.session.data is not None:
            if before is None:
                raise NotOnAgenda(number=typed, session=form.session.data)
            earlier = (form.session.data, *before)
        guide.link_item(access.actor(), assembly, numbered, earlier=earlier)
    except Refusal as refusal:
        return _item_page(assembly, item, form, refusal, status_of(refusal))
    flash(_("Saved."), "success")
    return redirect(f"/guide/{assembly}/{item}#earlier", 303)


# Tags ------------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/items")
@access.gate(Act.KEEP_GUIDE)
def tags(communique: str) -> Answer:
    """Show the paragraphs of the newest draft with the items they are tagged with, and those that are suggested."""
    return _tags_page(opened(communique))


def _tags_page(
    page: Opened, refusal: Refusal | None = None, at: str = "", status: int = 200, *, typed: str = ""
) -> Answer:
    require_for_assembly(page.communique.kind)
    session, of = db.session(), session_of(page.communique.meeting.year)
    rows = text_rows(session, page.drafts.newest.draft.id)
    text = tagged_text(session, page.who, page.communique, of or 0, rows)
    adoption = page.drafts.adoption
    corrigenda = corrigenda_to(session, page.communique.id) if adoption else ()
    if adoption and corrigenda:
        words = {line.paragraph: line.text for line in lines_as_corrected(session, adoption, corrigenda)}
        rows = [row._replace(text=words.get(row.paragraph, row.text)) for row in rows]
    html = render_template(
        "guide/tags.html",
        page=page,
        session=of,
        rows=tag_rows(rows, text),
        corrected=corrected_by(corrigenda),
        items=named_items(text.items),
        refusal=refusal,
        refused=at,
        typed=typed,
    )
    return html, status


@pages.post("/c/<code:communique>/p/<code:paragraph>/items")
@access.gate(Act.KEEP_GUIDE)
def decide(communique: str, paragraph: str) -> Answer:
    """Tag a paragraph with an item, remove its tag, or decline what was suggested."""
    page, form = opened(communique), TagForm()
    require_for_assembly(page.communique.kind)
    key = get_paragraph(db.session(), page.communique.id, paragraph).id
    sent = request.form.get("act", "")
    try:
        if not form.validate() or sent not in set(TagAct):
            raise NotPossible(what=N_("it names no item"))
        guide.decide_item(access.actor(), key, TagAct(sent), _item_typed(page, form.item.data))
    except Refusal as refusal:
        return _tags_page(page, refusal, paragraph, status_of(refusal), typed=form.item.data or "")
    return redirect(f"/c/{communique}/items#p-{paragraph}", 303)


def _item_typed(page: Opened, typed: str) -> tuple[int, str]:
    """Return number and letter of the item that is typed by its number or its whole title. Raises NoItemNumber."""
    if (numbered := read_number(typed)) is not None:
        return numbered
    of = session_of(page.communique.meeting.year) or 0
    item = item_titled((known.item for known in known_items(db.session(), of)), typed)
    if item is None:
        raise NoItemNumber(name=" ".join(typed.split()), session=of)
    return item.number, item.part


# The letter ------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/letter")
@access.gate(Act.REQUEST_CIRCULATION)
def letter_form(communique: str) -> str:
    """Show what the letter would name, and ask who signs it."""
    page, session = opened(communique), db.session()
    draft = page.drafts.newest.draft
    form = LetterForm(formdata=None)
    form.state.choices = options(
        [("", "—"), *((p.code, party_name(p)) for p in by_name(find_parties(session, PartyKind.STATE)))]
    )
    chair = chair_of_group(session, draft)
    form.state.data = chair.code if chair is not None else ""
    form.language.data = interface_language().value
    of = session_of(page.communique.meeting.year)
    return render_template(
        "guide/letter.html",
        page=page,
        session=of,
        items=_named(of, draft.communique_id, page),
        form=form,
        **_beside_tags(session, draft),
    )


def _beside_tags(session: Session, draft: Draft) -> dict[str, object]:
    """
    Return whether the items of the letter were named for the text, and where they are other than those of its tags.

    *tagged_only* and *untagged*: numbers in the reader's language, "" for none. Three queries at most.
    """
    named = load_agenda(session, draft.communique_id)
    tagged = [item.numbered for item in items_tagged(session, draft.communique_id, draft.id)]
    places = {item.place for item in named}, {item.place for item in tagged}

    def numbers(items: Iterable[AgendaItem], others: Set[object]) -> str:
        called = (number_in(interface_language(), item) for item in items if item.place not in others)
        return str(_(", ")).join(called)

    return {
        "are_named": bool(named),
        "tagged_only": numbers(tagged, places[0]) if named else "",
        "untagged": numbers(named, places[1]) if tagged else "",
    }


def _named(of: int | None, communique: int, page: Opened) -> list[tuple[str, str, Language]]:
    """Return number, title and language of the items that the letter names."""
    session = db.session()
    known = {item.item.place: item.item for item in known_items(session, of)} if of is not None else {}
    named = []
    for item in items_of_letter(session, page.drafts.newest.draft):
        own = known.get(item.place)
        shown = shown_item(own) if own is not None else None
        number = number_in(interface_language(), item)
        named.append(
            (shown.number, shown.title, shown.language) if shown else (number, item.title, page.language)
        )
    return named


@pages.get("/c/<code:communique>/letter.docx")
@access.gate(Act.REQUEST_CIRCULATION)
def letter(communique: str) -> Response:
    """Give the letter as a Word file: ?state= signs it, ?language= is its own. Raises NotFound, NothingToRequest."""
    page, session, language = opened(communique), db.session(), _asked_language()
    code = request.args.get("state", "")
    state = find_party(session, code) if code else None
    if code and (state is None or state.kind != PartyKind.STATE):
        raise NotFound()
    data = letter_document(
        session,
        page.who,
        page.drafts.newest.draft,
        language=language,
        state=state,
        template=current_app.config["TEMPLATE"],
    )
    return document_answer(data, f"letter-{communique}-{language.value}.docx")
