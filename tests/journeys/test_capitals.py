"""
A working file is edited in LibreOffice and brought in: exactly what was planted, none missed and none invented.

Every kind of edit by itself and all of them in one file; with tracked changes and without; in English
and in Arabic; with the bookmarks of the working file and stripped of them.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

import pytest
from flask import Flask

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.file_changes import Typed
from acm_drafts.store.database import db
from acm_drafts.store.text import text_rows
from acm_drafts.web.file_changes.cards import Layout, bundle_from
from tests.conftest import in_full, some
from tests.documents.hand import step
from tests.documents.making import make_archive, members_of
from tests.documents.office import Office, Task
from tests.factories import make_head, token_for
from tests.journeys.capitals import SUB, Asked, Edit, planned
from tests.tables import Table
from tests.web.readers import Reader
from tests.web.test_file_changes import Page, proposals

MAIN = "word/document.xml"
ALL = "all in one file"


class Capital:
    """A delegation that works in Word alone, at the table of one text."""

    def __init__(self, app: Flask, table: Table) -> None:
        self.table, self.user = table, make_head("EGY")
        self.reader = Reader(app, self.user)
        self.rows = text_rows(db.session(), table.draft)
        self.path = f"/c/{table.code}/incoming"
        self.token = token_for(self.reader.client, "/account")

    def working_file(self) -> bytes:
        data: bytes = self.reader.client.get(f"{self.path}/working.docx").data
        return data

    def bring(self, data: bytes) -> tuple[Page, list[Asked]]:
        """Send a file over HTTP; return the page of differences, and what lies in its form."""
        form = {"csrf_token": self.token, "file": (io.BytesIO(data), "capital.docx")}
        answer = self.reader.client.post(self.path, data=form, content_type="multipart/form-data")
        page = Page(self.reader, answer)
        assert page.status == 200, page.words
        if "The file says just what the draft says." in page.words:
            return page, []
        bundle = bundle_from(str(page.fields["token"]), user=self.user.id, communique=self.table.code)
        return page, sorted(asked(Layout(bundle, self.rows, Typed())), key=str)


def asked(layout: Layout) -> Iterator[Asked]:
    """Yield what a file asks for, as the edits say it."""

    def named(number: int) -> object:
        return number if number >= 0 else squeezed(layout.new[-number - 1].text)

    for one in layout.differences:
        if one.kind is AmendmentKind.INSERT:
            new = layout.new[-one.line - 1]
            kind = () if new.kind is not LineKind.SUB else (SUB,)
            yield "insert", named(one.line), named(one.after), *kind
        elif one.kind is AmendmentKind.MOVE:
            yield "move", one.line, named(one.after)
        elif one.kind in (AmendmentKind.DELETE, AmendmentKind.JOIN):
            yield one.kind.value, one.line
        else:
            yield one.kind.value, one.line, squeezed(one.text.replace(PART, " | "))


def wanted(edits: Iterable[Edit], *, known: bool) -> list[Asked]:
    """Return what *edits* ask for; *known*: bookmarks or tracked changes say which paragraph was which."""
    found = (
        one for edit in edits for one in (edit.asked if known or edit.unmarked is None else edit.unmarked)
    )
    return sorted((tuple(squeezed(x) if isinstance(x, str) else x for x in one) for one in found), key=str)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def stripped(data: bytes) -> bytes:
    """Return a Word file without any bookmark."""
    members = members_of(data)
    bare = re.sub(rb"<w:bookmark(Start|End)\b[^>]*/>", b"", members[MAIN])
    assert bare != members[MAIN]
    return make_archive({**members, MAIN: bare})


def faults(page: Page, got: Sequence[Asked], edits: Sequence[Edit], *, known: bool) -> dict[str, object]:
    """Return what was missed and what was invented; nothing where all is right."""
    want = wanted(edits, known=known)
    told = page.words + " ".join(
        str(value) for name, value in page.fields.items() if name.startswith("reason")
    )
    silent = [
        words for edit in edits for words in (*edit.notes, edit.remark, edit.reason) if words not in told
    ]
    return {
        name: found
        for name, found in (
            ("missed", [one for one in want if one not in got]),
            ("invented", [one for one in got if one not in want]),
            ("times", (got, want) if len(got) != len(want) else None),
            ("not told", silent),
            ("told of nothing", "Not read:" in told and not any(edit.notes for edit in edits)),
        )
        if found
    }


WAYS = {
    "en-tracked": ("en", True),
    "ar-untracked": ("ar", False),
    **({"en-untracked": ("en", False), "ar-tracked": ("ar", True)} if in_full() else {}),
}


@pytest.mark.parametrize(("language", "tracked"), WAYS.values(), ids=WAYS)
def test_of_every_edit_exactly_what_was_planted_is_found(
    empty_app: Flask, office: Office, language: str, tracked: bool
):
    text, edits = planned(language)
    assert len(edits) > 44
    together = [edit for edit in edits if not edit.alone]
    # By itself each edit is tried once in the whole tests, tracked or not, in one of the languages, and one in six
    # otherwise; all together in each of the four, of which `make test` takes two.
    turn = 2 * (language == "ar") + tracked
    alone = edits[turn :: 4 if in_full() else 12]
    planted = {edit.name: [edit] for edit in some(alone, few=2)} | {ALL: together}

    with empty_app.app_context():
        capital = Capital(empty_app, Table(text.recognised(), language=language).open())
        blank = capital.working_file()
        begins = [step("track")] if tracked else []
        names = {str(number): name for number, name in enumerate(planted)}
        made = office.edit(
            {
                number: Task(blank, [*begins, *(one for edit in planted[name] for one in edit.steps)])
                for number, name in names.items()
            }
        )
        wrong = {}
        for number, name in names.items():
            for data, marked in ((made[number], True), (stripped(made[number]), False)):
                found = faults(*capital.bring(data), planted[name], known=marked or tracked)
                if found:
                    wrong[name, "marked" if marked else "stripped"] = found
        assert wrong == {}

        page, got = capital.bring(data=made[str(len(planted) - 1)])  # the last one: all of them
        assert page.send("submit", take=page.offered).status == 303
        kinds = [kind for _, kind, *_ in proposals()]
        assert sorted(kinds) == sorted(str(one[0]) for one in got)
        db.session.remove()
