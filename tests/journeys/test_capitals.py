"""
A working file is edited in LibreOffice and brought in: exactly what was planted, none missed and none invented.

Every kind of edit by itself and all of them in one file; with tracked changes and without; in English
and in Arabic; with the bookmarks of the working file and stripped of them.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store import queries, texts
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from acm_drafts.web.offered import Bundle, Layout, Typed
from tests.documents.hand import step
from tests.documents.making import make_archive, members_of
from tests.documents.office import Office, Task
from tests.factories import make_head
from tests.journeys.capitals import Asked, Edit, planned
from tests.tables import Table
from tests.web.readers import Reader
from tests.web.test_incoming import Page, send

MAIN = "word/document.xml"


class Capital:
    """A delegation that works in Word alone, at the table of one text."""

    def __init__(self, app: Flask, table: Table) -> None:
        self.table, self.user = table, make_head("EGY")
        self.reader = Reader(app, self.user)
        self.rows = texts.rows(db.session(), table.draft)

    def working_file(self) -> bytes:
        return self.reader.client.get(f"/c/{self.table.code}/incoming/working.docx").data

    def bring(self, data: bytes) -> tuple[Page, list[Asked]]:
        """Send a file over HTTP and return the page of differences, and what lies in its form."""
        answer = send(self.reader, self.table, data, "capital.docx")
        page = Page(self.reader, answer)
        assert page.status == 200, page.words
        if "The file says just what the draft says." in page.words:
            return page, []
        bundle = Bundle.of(str(page.fields["token"]), user=self.user.id, communique=self.table.code)
        return page, sorted(asked(Layout(bundle, self.rows, Typed())), key=str)


def asked(layout: Layout) -> Iterator[Asked]:
    """Yield what a file asks for, as the edits say it."""

    def named(number: int) -> object:
        return number if number >= 0 else squeezed(layout.new[-number - 1].text)

    for one in layout.found:
        if one.kind is AmendmentKind.INSERT:
            yield "insert", named(one.line), named(one.after)
        elif one.kind is AmendmentKind.MOVE:
            yield "move", one.line, named(one.after)
        elif one.kind in (AmendmentKind.DELETE, AmendmentKind.JOIN):
            yield one.kind.value, one.line
        else:
            yield one.kind.value, one.line, squeezed(one.text.replace(PART, " | "))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def wanted(edits: Iterable[Edit], *, known: bool) -> list[Asked]:
    found = [one for edit in edits for one in (edit.asked if known or edit.unmarked is None else edit.unmarked)]
    return sorted((tuple(squeezed(x) if isinstance(x, str) else x for x in one) for one in found), key=str)


def stripped(data: bytes) -> bytes:
    """Return a Word file without any bookmark."""
    members = members_of(data)
    bare = re.sub(rb"<w:bookmark(Start|End)\b[^>]*/>", b"", members[MAIN])
    assert bare != members[MAIN]
    return make_archive({**members, MAIN: bare})


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "untracked"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_every_edit_exactly_what_was_planted_is_found(
    empty_app: Flask, office: Office, language: str, tracked: bool
):
    text, edits = planned(language)
    empty_app.app_context().push()
    capital = Capital(empty_app, Table(text.recognised(), language=language).open())
    blank = capital.working_file()
    begins = [step("track")] if tracked else []
    together = [edit for edit in edits if not edit.alone]
    tasks = {f"{number}": Task(blank, [*begins, *edit.steps]) for number, edit in enumerate(edits)}
    tasks["all"] = Task(blank, [*begins, *(one for edit in together for one in edit.steps)])
    made = office.edit(tasks)

    wrong = []
    for number, edit in [*enumerate(edits), ("all", None)]:
        for marked in (True, False):
            data = made[f"{number}"]
            page, got = capital.bring(data if marked else stripped(data))
            planted = [edit] if edit else together
            want = wanted(planted, known=marked or tracked)
            missed, invented = [one for one in want if one not in got], [one for one in got if one not in want]
            if got != want:
                wrong.append((edit.name if edit else "all", marked, missed, invented))
            wrong += [(number, note) for e in planted for note in (*e.notes, *filter(None, [e.remark, e.reason]))
                      if note not in page.words + str(page.fields.values())]
    for one in wrong: print(*one, sep="\n   ")
    assert not wrong
