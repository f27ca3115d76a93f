"""
What leaves in the end: every tracked document of the demonstration and of two real resolutions, before three judges.

With all changes accepted it is the newer draft, with all rejected the older one, to pandoc, to
LibreOffice and to our own reader. Every change is signed by a party at the table or by the Mission, a new
number by nobody.
"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.documents.template import templates
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.services import documents, people
from acm_drafts.services.documents import Form
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Decision, Draft, Party
from tests.conftest import by_turns, in_full, make_app
from tests.documents.institution import make_template
from tests.documents.judges import judgements
from tests.documents.office import Office
from tests.journeys.judges import Case, judge, signatures
from tests.journeys.test_two_resolutions import EARLIER, LATER, Differences, rearranged, text_of
from tests.tables import Table
from tests.tables import read as lines_of

LANGUAGES = ("en", "fr", "ar")


@pytest.fixture
def told(told_sqlite: Path) -> Iterator[Flask]:
    """The application on the demonstration, which is only read."""
    app = make_app(f"sqlite:///{told_sqlite}")
    with app.app_context():
        yield app
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def resolved(sqlite_url: str) -> Iterator[Flask]:
    """The application on an empty database."""
    app = make_app(sqlite_url)
    with app.app_context():
        yield app
        app.extensions["sqlalchemy"].engine.dispose()


def drafts(kind: TextKind = TextKind.COMMUNIQUE) -> list[Draft]:
    """Return the drafts of the demonstration's communiqué, or of its agenda, the earliest first."""
    of_kind = select(Draft).join(Communique, Communique.id == Draft.communique_id)
    return list(db.session.scalars(of_kind.where(Communique.kind == kind).order_by(Draft.sequence)))


def drafts_for(form: Form) -> tuple[Draft | None, Draft]:
    """Return the two last drafts of the text that has *form*: an agenda alone is annotated."""
    if form is Form.ANNOTATED:
        return None, drafts(TextKind.AGENDA)[-1]
    *_, old, new = drafts()
    return old, new


def test_every_tracked_document_of_the_demonstration_is_both_its_drafts(told: Flask, office: Office):
    cases = [Case(old, new, language) for old, new in combinations(drafts(), 2) for language in LANGUAGES]

    judge(cases, office)


def test_the_last_two_drafts_of_the_demonstration_differ_by_the_changes_of_many(told: Flask):
    *_, old, new = drafts()
    names = set(db.session.scalars(select(Party.name_en).where(Party.kind != "mission")))
    zone = ZoneInfo(meetings.zone_at(db.session(), None))
    moments = {f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}" for at in db.session.scalars(select(Decision.at))}

    signed = signatures(Case(old, new, "en").data)

    authors = {author for author, _ in signed}
    assert len(authors & names) >= 3
    assert {one for author in authors for one in author.split(", ")} <= names | {"Mission", "Renumbering"}
    assert {at for author, at in signed if author in names} <= moments


@pytest.mark.parametrize("form", by_turns(list(Form), 1))
def test_two_validators_find_nothing_in_any_form_of_the_demonstration(
    told: Flask, form: Form, tmp_path: Path
):
    old, new = drafts_for(form)
    for language in ("en", "ar"):
        file = tmp_path / f"{language}.docx"
        file.write_bytes(
            documents.document(db.session(), people.operator(), form, draft=new, since=old, language=language)
        )
        assert judgements(file) == []


@pytest.mark.parametrize("theirs", [True, *([False] if in_full() else [])])
def test_with_any_first_page_in_any_template_a_tracked_document_is_both_its_drafts(
    told: Flask, office: Office, theirs: bool
):
    *_, old, new = drafts()
    template = templates.read(make_template())[0] if theirs else None
    cases = [
        Case(old, new, language, template=template, first_page=begins)
        for language in ("en", "ar")
        for begins in FirstPage
    ]

    judge(cases, office)


@pytest.mark.parametrize("form", by_turns(list(Form)))
def test_in_an_institutions_template_with_its_letterhead_every_form_is_valid_and_the_same_to_the_byte(
    told: Flask, form: Form, tmp_path: Path
):
    old, new = drafts_for(form)
    template, lacks = templates.read(make_template())
    assert lacks == ()
    for language, begins in (("fr", FirstPage.LETTERHEAD), ("ar", FirstPage.TITLE_PAGE)):
        file = tmp_path / f"{language}.docx"
        facts = {
            "draft": new,
            "since": old,
            "language": language,
            "with_annexes": True,
            "template": template,
            "first_page": begins,
        }
        file.write_bytes(documents.document(db.session(), people.operator(), form, **facts))

        assert judgements(file) == []
        assert file.read_bytes() == documents.document(db.session(), people.operator(), form, **facts)


@pytest.mark.shared
def test_one_resolution_with_everything_elsewhere_is_both_its_drafts(
    resolved: Flask, shared: Path, office: Office
):
    earlier, later = text_of(shared, EARLIER), text_of(shared, LATER)
    cases = []
    for n, wanted in enumerate((later, lines_of(rearranged(earlier)))):
        table = Table(earlier, data=str(n).encode(), symbol=f"TEXT-{n}").open()
        old = table.draft
        for amendment, rank in [*Differences(table, wanted).enter()]:
            table.accept(amendment, rank=rank)
        table.close()
        cases.append(Case(db.session.get_one(Draft, old), db.session.get_one(Draft, table.draft), "en"))

    judge(cases, office)

    for case in cases:
        assert len({author for author, _ in signatures(case.data)}) > 5
