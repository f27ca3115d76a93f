"""A file comes in: what it changes is shown, ticked and corrected, and kept all together or not at all."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.documents.template import templates
from acm_drafts.documents.write import docx
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.terms import AmendmentKind, Role, Visibility
from acm_drafts.services import amendments, documents, drafts
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.people import operator
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Cosponsor, Draft, JournalLine, Paragraph, Party, Revision
from tests.documents.institution import HEADS, emblem, make_template, words
from tests.documents.making import make_archive, make_change, make_docx, make_paragraph, make_part
from tests.factories import (
    make_alternate,
    make_appointment,
    make_drafter,
    make_head,
    make_observer,
    token_for,
)
from tests.reservations import enter
from tests.tables import Table, lines_of, make_table
from tests.tables import read as read_lines
from tests.web.readers import Reader, delegate, main_of, mission_reader, queries_of, words_of

WELCOMED = "The Meeting welcomed the progress made by all Member States in the field of trade."
NOTED = "The Meeting noted the report of the Secretary-General with appreciation."
INVITED = "The Meeting invited the Bank to widen access to finance for small enterprises."
CALLED = "It called upon all parties to protect civilians and to let aid pass without delay."
ASKED = "The Meeting asked for a study of food reserves, to be laid before its next session."
TEXT = (WELCOMED, NOTED, INVITED, CALLED)


class Page:
    """The differences as a browser would send them back: change `fields` and `taken`, then `send`."""

    def __init__(self, reader: Reader, answer) -> None:
        self.reader, self.status, self.html = reader, answer.status_code, answer.text
        self.words = words_of(main_of(answer.text))
        found = re.search(r'action="([^"]+/keep)"', self.html)
        self.action = found[1] if found else ""
        areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', self.html, re.DOTALL)
        self.fields: dict[str, object] = {name: unescape(text) for name, text in areas}
        for name in ("token", "csrf_token"):
            hidden = re.search(rf'name="{name}" value="([^"]*)"', self.html)
            self.fields[name] = unescape(hidden[1]) if hidden else ""
        for block in re.findall(r"<select.*?</select>", self.html, re.DOTALL):
            chosen = re.search(r'value="([^"]+)" selected', block) or re.search(r'value="([^"]+)"', block)
            self.fields[re.search(r'name="([^"]+)"', block)[1]] = chosen[1]
        self.offered = re.findall(r'name="take" value="([^"]+)"', self.html)
        self.taken = re.findall(r'name="take" value="([^"]+)" checked', self.html)

    def send(self, do: str = "save", **fields: object) -> "Answer":
        data = {**self.fields, "take": self.taken, "do": do, **fields}
        return Answer(self.reader, self.reader.client.post(self.action, data=data))


class Answer:
    """What came back: another page of differences, or the way on."""

    def __init__(self, reader: Reader, answer) -> None:
        self.status, self.way = answer.status_code, answer.headers.get("Location", "")
        self.page = Page(reader, answer) if answer.status_code != 303 else None


def send(reader: Reader, table: Table, data: bytes | str, name: str = "text.txt", **facts: str):
    path = f"/c/{table.code}/incoming"
    form: dict[str, object] = {"csrf_token": token_for(reader.client, "/account"), **facts}
    if data:
        form["file"] = (io.BytesIO(data.encode() if isinstance(data, str) else data), name)
    return reader.client.post(path, data=form, content_type="multipart/form-data")


def bring(reader: Reader, table: Table, *texts: str) -> Page:
    """Send a text file of *texts* and return the page of differences."""
    answer = send(reader, table, "\n\n".join(texts))
    assert answer.status_code == 200, words_of(main_of(answer.text))
    return Page(reader, answer)


def proposals() -> list[tuple[str, str, str, int | None]]:
    """Return sponsor, kind, words and number of each proposal, oldest first."""
    db.session.rollback()
    rows = db.session.execute(
        select(Amendment, Revision)
        .join(Revision, Revision.amendment_id == Amendment.id)
        .order_by(Amendment.id, Revision.sequence)
    )
    return [(a.sponsor.code, a.kind, r.text, a.number) for a, r in rows]


def kept() -> tuple[int, ...]:
    db.session.rollback()
    records = (Amendment, Revision, Paragraph, JournalLine)
    return tuple(db.session.scalar(select(func.count()).select_from(record)) or 0 for record in records)


# Who and when --------------------------------------------------------------------------------------


def test_whoever_writes_proposals_brings_files_in_and_nobody_else(app: Flask, session):
    table = make_table(*TEXT)
    path = f"/c/{table.code}/incoming"

    for reader in (mission_reader(app), delegate(app, "EGY"), Reader(app, make_drafter("JOR"))):
        assert "Bring in a file" in reader.sees(path)
    observer = Reader(app, make_observer())
    observer.get(path, status=403)
    assert send(observer, table, WELCOMED).status_code == 403


def test_a_delegation_does_not_learn_of_a_text_that_is_not_circulated(app: Flask, session):
    table = Table(lines_of(*TEXT))

    assert send(delegate(app, "EGY"), table, "\n\n".join(TEXT)).status_code == 404
    delegate(app, "EGY").get(f"/c/{table.code}/incoming", status=404)


def test_without_a_round_mission_and_delegations_read_what_to_do_first(app: Flask, session):
    table = Table(lines_of(*TEXT))
    drafts.circulate(table.mission, table.draft, attributed=True)
    path = f"/c/{table.code}/incoming"

    assert "This can be done while a round runs. The Mission opens rounds." in delegate(app, "EGY").sees(path)
    assert "Open a round on the draft first" in mission_reader(app).sees(path)
    assert send(delegate(app, "EGY"), table, WELCOMED).status_code == 422


def test_the_page_of_a_delegation_and_that_of_imports_lead_to_it(app: Flask, session):
    table = make_table(*TEXT)
    link = f'href="/c/{table.code}/incoming"'

    assert link in delegate(app, "EGY").get(f"/c/{table.code}/delegation")
    assert link in mission_reader(app).get("/import")


# What is shown -------------------------------------------------------------------------------------


def test_each_paragraph_that_differs_is_shown_as_one_proposal_and_nothing_is_kept(app: Flask, session):
    table = make_table(*TEXT)
    before = kept()

    page = bring(delegate(app, "EGY"), table, WELCOMED.replace("trade", "transport"), INVITED, CALLED, ASKED)

    assert page.taken == page.offered == ["replace1", "delete2", "insert-4"]
    assert "3 places differ, 2 paragraphs of the draft stand in the file as they are." in page.words
    assert "deleted: trade, end of deletion inserted: transport, end of insertion" in page.words
    assert f"deleted: {NOTED}, end of deletion" in page.words
    assert f"inserted: {ASKED}, end of insertion" in page.words
    assert "after paragraph 4 “It called upon" in page.words
    assert kept() == before


def test_a_move_a_split_and_a_join_are_recognised_in_a_file(app: Flask, session):
    table = make_table(f"{NOTED} {ASKED}", WELCOMED, INVITED, CALLED)

    page = bring(delegate(app, "EGY"), table, NOTED, ASKED, f"{INVITED} {CALLED}", WELCOMED)

    assert page.offered == ["split1", "join3", "move2"]
    assert ", the paragraph is split here, " in page.words
    assert "Move the paragraph after paragraph 3 " in page.words


def test_a_file_that_says_what_the_draft_says_proposes_nothing(app: Flask, session):
    table = make_table(*TEXT)

    page = bring(delegate(app, "EGY"), table, *TEXT)

    assert "The file says just what the draft says." in page.words
    assert not page.offered


def test_the_draft_as_it_was_downloaded_differs_in_nothing(app: Flask, session):
    table = make_table("# Palestine", *TEXT)
    draft = db.session.get_one(Draft, table.draft)
    data = docx.render(draft_text(db.session(), draft))

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "draft.docx"))

    assert "The file says just what the draft says." in page.words
    assert "no proposal" not in page.words


def test_the_clean_text_with_reservations_as_footnotes_differs_in_nothing_and_says_nothing_of_them(
    app: Flask, session
):
    table = make_table("# Palestine", *TEXT)
    enter(table, "OMN", "1.", "the progress")
    enter(table, "MAR", "1.", words="Our law differs.")
    enter(table, "SEN")
    set_document_settings(table.mission, table.code, DocumentSettings(footnotes=True))
    draft = db.session.get_one(Draft, table.draft)
    data = documents.document(db.session(), operator(), documents.Form.CLEAN, draft=draft)
    assert "word/footnotes.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "draft.docx"))

    assert "The file says just what the draft says." in page.words
    assert "Not imported" not in page.words and "no proposal" not in page.words


@pytest.mark.thorough
def test_a_doubtful_pair_is_for_the_person_and_ticked_by_nobody_else(app: Flask, session):
    table = make_table(*TEXT)
    doubtful = (
        "The Meeting welcomed the progress made by all Member States,"
        " and thanked the host country for the way in which it had been received."
    )

    page = bring(reader := delegate(app, "EGY"), table, doubtful, NOTED, INVITED, CALLED)
    assert re.search(r"Maybe the same paragraph, (5|6|7)\d %", page.words), page.words
    assert (page.offered, page.taken) == (["link0"], [])

    apart = page.send("show", **{"pair-0": "apart"}).page
    assert f"inserted: {doubtful}, end of insertion" in apart.words
    apart.taken = ["link0"]
    assert apart.send("save", **{"pair-0": "apart"}).status == 303
    assert [kind for _, kind, *_ in proposals()] == ["insert", "delete"]

    again = bring(reader, table, doubtful, NOTED, INVITED, CALLED)
    again.taken = ["link0"]
    assert again.send("save", **{"pair-0": "same"}).status == 303
    assert proposals()[-1][1:3] == ("replace", doubtful)


def test_a_file_with_less_than_half_of_the_draft_deletes_nothing_by_itself(app: Flask, session):
    table = make_table(*TEXT)

    page = bring(delegate(app, "EGY"), table, WELCOMED.replace("trade", "transport"))

    assert page.taken == ["replace1"]
    assert page.offered == ["replace1", "delete2", "delete3", "delete4"]
    assert "less than half of the draft" in page.words


@pytest.mark.thorough
def test_one_page_costs_the_same_number_of_queries_however_much_differs(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    few = queries_of(lambda: send(reader, table, "\n\n".join((TEXT[0] + " Yes.", *TEXT[1:]))))
    many = queries_of(lambda: send(reader, table, "\n\n".join(text + " Yes." for text in TEXT)))

    assert many == few


# Word ----------------------------------------------------------------------------------------------


def test_tracked_changes_name_their_author_and_comments_become_reasons(app: Flask, session):
    table = make_table(*TEXT)
    comments = make_part(
        "comments",
        '<w:comment w:id="7" w:author="Capital">' + make_paragraph("As agreed in Jeddah.") + "</w:comment>"
        '<w:comment w:id="8" w:author="Capital">' + make_paragraph("Quite so.") + "</w:comment>",
    )
    data = make_docx(
        make_paragraph(
            '<w:commentRangeStart w:id="7"/>',
            "1. " + WELCOMED[: WELCOMED.index("trade")],
            make_change("del", "trade", author="Desk officer"),
            make_change("ins", "transport", author="Desk officer"),
            ".",
        ),
        make_paragraph('<w:commentRangeStart w:id="8"/>', "2. " + NOTED),
        make_paragraph("3. " + INVITED),
        make_paragraph("4. " + CALLED),
        comments=comments,
    )

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "capital.docx"))

    assert page.taken == ["replace1"]
    assert "In the file: Desk officer, 1 September 2026" in page.words
    assert "In the file: \u2068Desk officer\u2069, 1 September 2026</p>" in page.html
    assert page.fields["reason-0"] == "As agreed in Jeddah."
    assert "Comment where nothing changes: 2. The Meeting noted" in page.words
    assert page.send("submit").status == 303
    assert proposals() == [("EGY", "replace", WELCOMED.replace("trade", "transport"), 1)]
    assert db.session.scalars(select(Revision.reason)).one() == "As agreed in Jeddah."


@pytest.mark.thorough
def test_what_the_file_said_before_its_changes_makes_the_pair_certain_and_stands_where_it_differs(
    app: Flask, session
):
    table = make_table(*TEXT)
    rewritten = make_change("del", NOTED) + make_change(
        "ins", "Nothing of this was left by the capital at all."
    )
    other = make_change("del", "small enterprises") + make_change("ins", "women")
    data = make_docx(
        make_paragraph("1. " + WELCOMED),
        make_paragraph("2. ", rewritten),
        make_paragraph("3. The Meeting invited the Bank to widen the access to finance for ", other, "."),
        make_paragraph("4. " + CALLED),
    )

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "capital.docx"))

    assert page.offered == ["replace2", "replace3"]
    assert "Maybe the same" not in page.words
    assert "Before the tracked changes the file said: The Meeting invited the Bank to widen the" in page.words


def test_what_was_not_understood_is_listed_with_its_place(app: Flask, session):
    table = make_table(*TEXT)
    table_row = f"<w:tbl><w:tr><w:tc>{make_paragraph('2. ' + NOTED)}</w:tc></w:tr></w:tbl>"
    data = make_docx(
        make_paragraph("1. " + WELCOMED), table_row, make_paragraph("3. " + INVITED), make_paragraph(CALLED)
    )

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "capital.docx"))

    assert "1 thing in the file is no proposal" in page.words
    assert (
        "form of a table; its cells were read as paragraphs (“2. The Meeting noted the report of the…”)"
        in page.words
    )


# The working file ----------------------------------------------------------------------------------


def working_file(reader: Reader, table: Table, *changes: tuple[str, str]) -> bytes:
    """Return the working file as a capital sends it back, with *changes* made in its markup."""
    answer = reader.client.get(f"/c/{table.code}/incoming/working.docx")
    assert answer.mimetype == docx.MEDIA_TYPE
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    members = {}
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    markup = members["word/document.xml"].decode()
    for old, new in changes:
        assert markup.count(old) >= 1, old
        markup = markup.replace(old, new)
    return make_archive({**members, "word/document.xml": markup})


@pytest.mark.parametrize("theirs", [False, True])
def test_a_working_file_that_nobody_changed_proposes_nothing(app: Flask, session, theirs: bool):
    heads = {**HEADS, "others": emblem() + words("{symbol}")}
    app.config["TEMPLATE"] = templates.read(make_template(heads=heads))[0] if theirs else None
    table = make_table("# Palestine", *TEXT)
    reader = delegate(app, "EGY")

    page = Page(reader, send(reader, table, working_file(reader, table), "working.docx"))

    assert "The file says just what the draft says." in page.words
    assert "no proposal" not in page.words


def test_words_typed_at_the_head_of_a_page_and_a_changed_title_are_named(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    data = working_file(reader, table, ("Final Communiqué", "Jeddah Declaration"))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members["word/header.xml"] = members["word/header.xml"].replace(b"Zero draft", b"Position of Egypt")

    page = Page(reader, send(reader, table, make_archive(members), "draft.docx"))

    assert "The file says just what the draft says." in page.words
    assert "2 things in the file are no proposals" in page.words
    assert "the title reads “Jeddah Declaration of the Annual Coordination Meeting” in the file" in page.words
    assert "Not imported, header (header.xml): Position of Egypt" in page.words


def test_a_paragraph_written_anew_in_a_working_file_is_still_that_paragraph(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    anew = "Nothing whatsoever remains of what stood here."
    changed = working_file(reader, table, (NOTED, anew))
    bare = working_file(reader, table, (NOTED, anew), ("w:bookmarkStart", "w:proofErr"))

    page = Page(reader, send(reader, table, changed, "working.docx"))
    without = Page(reader, send(reader, table, bare, "working.docx"))

    assert page.taken == ["replace2"]
    assert sorted(without.offered) == ["delete2", "insert-2"]


def test_bookmarks_doubled_by_copying_tell_nothing_and_the_words_do(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    second = f"acm_{table.line('2.').code}_0"
    third = f"acm_{table.line('3.').code}_0"

    data = working_file(reader, table, (second, third), (NOTED, NOTED + " Yes."))

    assert Page(reader, send(reader, table, data, "working.docx")).taken == ["replace2"]


def test_a_file_of_an_earlier_draft_undoes_nothing_and_says_what_became_of_its_changes(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    data = working_file(
        reader,
        table,
        (WELCOMED, WELCOMED.replace("progress", "real progress")),
        (NOTED, NOTED.replace("report", "long report")),
        (INVITED, INVITED.replace("small", "medium")),
        (CALLED, CALLED.replace("without delay", "at once")),
    )
    table.accept(table.replace("JOR", "1.", "trade", "transport"))
    table.accept(table.propose("JOR", AmendmentKind.DELETE, "2.", reason=""))
    table.accept(table.replace("JOR", "3.", "small", "medium"))
    table.accept(table.replace("JOR", "4.", "without delay", "in time"))
    table.close()
    table.open()

    page = Page(reader, send(reader, table, data, "working.docx"))

    assert page.offered == ["replace1"]
    assert "inserted: real, end of insertion" in page.words
    assert "transport" in page.words
    assert "This file was made from OIC/FC; its changes were carried over to OIC/FC/Rev.1." in page.words
    assert "3 of them did not come along whole:" in page.words
    assert "New wording: lapsed; its paragraph, or its place, is no longer in the text." in page.words
    assert "New wording: it is in the text already." in page.words
    assert "New wording: in conflict with what was decided since." in page.words
    assert page.send("submit", **{"reason-0": "Only the real one counts."}).status == 303
    assert proposals()[-1][2] == WELCOMED.replace("progress", "real progress").replace("trade", "transport")


VERBS = ("welcomed", "noted", "recalled", "stressed", "urged", "deplored", "praised", "invited", "decided")
BODIES = (
    "Bank",
    "Committee",
    "General Secretariat",
    "Statistical Centre",
    "Chamber",
    "University",
    "Youth Forum",
)
TOPICS = (
    "the price of wheat and the storage of grain",
    "vaccines against measles in remote districts",
    "railways that cross three deserts",
    "the return of manuscripts to their libraries",
    "fishing rights in shared waters",
)


def sentence(number: int) -> str:
    """Return the sentence with a number: each shares words with others, and none is like another."""
    verb, body, topic = VERBS[number % 9], BODIES[number % 7], TOPICS[number % 5]
    return (
        f"The Meeting {verb} what the {body} had laid before it in document {100 + number * 37} about {topic},"
        f" and asked its {BODIES[(number * 3 + 1) % 7]} to come back to it by {2027 + number % 4}."
    )


def edited_by_a_capital(table: Table, *, marked: bool, tracked: bool) -> bytes:
    """Return a Word file of thirty numbered sentences with some of each kind of change."""
    codes = [table.line(f"{number}.").code for number in range(1, 31)]
    made: list[tuple[int, str]] = [(number, sentence(number)) for number in range(1, 31)]

    def paragraph(number: int, text: str) -> str:
        mark = (
            f'<w:bookmarkStart w:id="{number}" w:name="acm_{codes[number - 1]}_0"/>'
            if marked and number
            else ""
        )
        label = f"{number}. " if number else ""
        if number in (2, 5, 11) and tracked:
            before, after = text.split("what ")
            change = make_change("del", "what ") + make_change("ins", "all that ")
            return make_paragraph(mark, label + before, change, after)
        return make_paragraph(mark, label + text)

    if not tracked:
        made = [(n, t.replace("what ", "all that ") if n in (2, 5, 11) else t) for n, t in made]
    moved = made.pop(28)
    made.insert(3, moved)  # 29 after 3
    place = {number: at for at, (number, _) in enumerate(made)}
    made[place[8]] = (8, sentence(8) + " " + sentence(9))
    first, second = sentence(14).split(", ")
    made[place[14] : place[14] + 1] = [(14, first + ","), (0, second)]
    made = [one for one in made if one[0] not in (9, 20, 21)]
    made.insert(1, (0, CALLED))
    made.append((0, ASKED))
    return make_docx(*(paragraph(number, text) for number, text in made))


@pytest.mark.thorough
@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("marked", [True, False])
def test_of_many_changes_in_one_file_none_is_missed_and_none_invented(
    app: Flask, session, marked: bool, tracked: bool
):
    table = make_table(*(sentence(number) for number in range(1, 31)))
    data = edited_by_a_capital(table, marked=marked, tracked=tracked)

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "capital.docx"))

    assert page.taken == page.offered
    kinds = sorted(key for key in page.offered if not key.startswith("insert"))
    assert kinds == [
        "delete20",
        "delete21",
        "join8",
        "move29",
        "replace11",
        "replace2",
        "replace5",
        "split14",
    ]
    assert len(page.offered) - len(kinds) == 2
    assert page.send("save").status == 303
    inserted = [text for _, kind, text, _ in proposals() if kind == "insert"]
    assert sorted(inserted) == sorted([CALLED, ASKED])


# Keeping -------------------------------------------------------------------------------------------


def test_what_is_ticked_and_corrected_is_what_is_kept_as_drafts(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(reader := delegate(app, "EGY"), table, WELCOMED + " Yes.", INVITED, CALLED, ASKED)
    page.taken = ["replace1", "insert-4"]

    answer = page.send("save", **{"text-0": WELCOMED + " No.", "line-3": "sub", "reason-0": "Shorter."})

    assert (answer.status, answer.way) == (303, f"/c/{table.code}/delegation")
    assert proposals() == [("EGY", "replace", WELCOMED + " No.", None), ("EGY", "insert", ASKED, None)]
    revisions = db.session.scalars(select(Revision).order_by(Revision.id)).all()
    assert [revision.reason for revision in revisions] == ["Shorter.", ""]
    assert (revisions[1].kind, revisions[1].depth) == ("sub-paragraph", 1)
    assert "2 drafts saved." in reader.get(answer.way)


def test_corrections_can_be_looked_at_before_anything_is_kept(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(delegate(app, "EGY"), table, WELCOMED + " Yes.", *TEXT[1:])
    before = kept()

    shown = page.send("show", **{"text-0": WELCOMED + " No."})
    unchanged = page.send("show", **{"text-0": WELCOMED})

    assert (shown.status, unchanged.status) == (200, 200)
    assert "inserted: No., end of insertion" in shown.page.words
    assert shown.page.taken == ["replace1"]
    assert "The file says just what the draft says." in unchanged.page.words
    assert kept() == before


def test_the_next_draft_of_the_mission_becomes_its_proposals_at_once(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(reader := mission_reader(app), table, WELCOMED, CALLED, ASKED, NOTED, INVITED + " Yes.")

    answer = page.send("submit")

    assert (answer.status, answer.way) == (303, f"/c/{table.code}/proposals")
    assert [(code, kind, number) for code, kind, _, number in proposals()] == [
        ("OICM", "move", 1),
        ("OICM", "insert", 2),
        ("OICM", "replace", 3),
    ]
    assert "3 proposals submitted." in reader.get(answer.way)


def test_accepting_all_of_it_makes_the_next_draft_say_what_the_file_says(app: Flask, session):
    table = make_table(*TEXT)
    file = (WELCOMED.replace("trade", "transport"), CALLED, ASKED, INVITED)
    page = bring(mission_reader(app), table, *file)
    assert page.send("submit").status == 303

    db.session.rollback()
    for amendment in db.session.scalars(select(Amendment).order_by(Amendment.id)).all():
        table.accept(amendment)
    table.close()

    assert [line.text for line in table.lines()] == list(file)


def test_a_drafter_keeps_drafts_and_is_offered_no_more(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(Reader(app, make_drafter("EGY")), table, *TEXT[1:])

    assert "Submit what is ticked" not in page.words
    refused = page.send("submit")
    assert refused.status == 422
    assert "Your office does not allow this." in refused.page.words
    assert proposals() == []
    assert page.send("save").status == 303
    assert proposals() == [("EGY", "delete", "", None)]


def test_an_alternate_submits_as_the_head_does(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(Reader(app, make_alternate("EGY")), table, *TEXT[1:])

    assert "Submit what is ticked" in page.words
    assert page.send("submit").status == 303
    assert proposals() == [("EGY", "delete", "", 1)]


def test_a_change_of_what_is_agreed_asks_for_its_reason_before_it_is_sent(app: Flask, session):
    table = make_table(*TEXT)
    table.agree("1.")
    text = "\n\n".join((WELCOMED + " Yes.", NOTED + " Yes.", INVITED, CALLED))
    reader = delegate(app, "EGY")

    page = Page(reader, send(reader, table, text))

    asks = "This paragraph is agreed: reopening it needs a reason."
    assert page.words.count(asks) == 1
    again = page.send("show", **{"reason-0": "New facts."}).page
    assert asks not in again.words


def test_each_refused_change_shows_its_reason_and_the_form_keeps_the_input(app: Flask, session):
    table = make_table(*TEXT, admissibility="no-new-issues")
    before = kept()
    page = bring(delegate(app, "EGY"), table, WELCOMED + " Yes.", *TEXT[1:], ASKED)

    answer = page.send("submit", **{"text-0": WELCOMED + " No.", "reason-0": "Shorter."})

    assert answer.status == 422
    assert "Some of what you chose cannot be saved, so nothing was." in answer.page.words
    assert "Not saved: This round does not admit such a proposal" in answer.page.words
    assert answer.page.words.count("Not saved:") == 1
    assert (answer.page.fields["text-0"], answer.page.fields["reason-0"]) == (WELCOMED + " No.", "Shorter.")
    assert answer.page.taken == ["replace1"]
    assert "What is marked below is no longer ticked: send the rest" in answer.page.words
    assert kept() == before
    assert answer.page.send("submit").status == 303
    assert len(proposals()) == 1


def test_two_paragraphs_typed_for_one_of_a_file_are_refused_at_the_change(app: Flask, session):
    page = bring(delegate(app, "EGY"), make_table(*TEXT), WELCOMED + " Yes.", *TEXT[1:])

    answer = page.send("submit", **{"text-0": f"{WELCOMED}\r\n\r\n{ASKED}"})

    assert answer.status == 422 and proposals() == []
    assert "Not saved: The text holds an empty line, so it would be two paragraphs." in answer.page.words


def test_a_new_line_of_unclear_kind_is_ticked_when_somebody_chose_its_kind(app: Flask, session):
    blocks = "1. The Meeting noted:\n\n(a) the trade of its members;\n\n(b) the report of its Bank.\n\n2. It went on."
    table = Table(read_lines(blocks.encode())).open()
    reader = delegate(app, "EGY")

    page = bring(reader, table, blocks.replace("(b)", "the youth of all regions;\n\n(b)"))

    assert "1 new line may be a paragraph or a sub-paragraph. Choose its kind, then tick it." in page.words
    assert "Below a sub-paragraph and without a number: maybe one too" in page.words
    assert (page.offered, page.taken) == (["insert-3"], [])
    page.taken = ["insert-3"]
    assert page.send("save", **{"line-2": "sub"}).status == 303
    db.session.rollback()
    (new,) = db.session.scalars(select(Revision))
    assert (new.text, new.kind, new.depth) == ("the youth of all regions;", "sub-paragraph", 1)


def test_nothing_ticked_is_nothing_kept(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(delegate(app, "EGY"), table, *TEXT[1:])
    page.taken = []

    answer = page.send("submit")

    assert answer.status == 422
    assert "nothing is chosen" in answer.page.words


@pytest.mark.thorough
@pytest.mark.parametrize("do", ["submit", "save"])
def test_changes_a_delegation_already_proposed_or_drafted_are_not_offered_again(app: Flask, session, do: str):
    table = make_table(*TEXT)
    file = (WELCOMED + " Yes.", INVITED, CALLED, ASKED)
    reader = delegate(app, "EGY", table)
    bring(reader, table, *file).send(do)

    again = bring(reader, table, *file)

    assert again.offered == again.taken == []
    assert again.words.count("Proposed already: " + ("EGY" if do == "submit" else "draft")) == 3
    assert "3 of these proposals are there already and are not offered again." in again.words
    again.taken = ["replace1", "delete2", "insert-4"]
    assert again.send(do).status == 422
    assert len(proposals()) == 3
    assert bring(delegate(app, "JOR"), table, *file).offered == ["replace1", "delete2", "insert-4"]


def test_what_is_corrected_or_new_in_a_file_that_comes_again_is_offered(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY", table)
    bring(reader, table, WELCOMED + " Yes.", NOTED, INVITED, CALLED).send("submit")

    again = bring(reader, table, WELCOMED + " Yes.", NOTED, INVITED + " Yes.", CALLED)
    corrected = again.send("show", **{"text-0": WELCOMED + " No."}).page

    assert (again.offered, again.taken) == (["replace3"], ["replace3"])
    assert corrected.offered == ["replace1", "replace3"]
    again.taken = [
        "replace1",
        "replace3",
    ]  # as a page would send it that was open before the first was submitted
    assert again.send("submit").status == 303
    assert [text for _, _, text, _ in proposals()] == [WELCOMED + " Yes.", INVITED + " Yes."]


def test_somebody_of_two_delegations_may_propose_for_one_what_the_other_has_proposed(app: Flask, session):
    table = make_table(*TEXT)
    user = make_head("EGY")
    make_appointment(user, Role.HEAD, "JOR")
    reader = Reader(app, user)
    bring(reader, table, *TEXT[1:]).send("submit", sponsor="EGY")

    again = bring(reader, table, *TEXT[1:])

    assert (again.offered, again.taken) == (["delete1"], [])
    again.taken = again.offered
    assert again.send("submit", sponsor="EGY").status == 422
    assert again.send("submit", sponsor="JOR").status == 303
    assert [sponsor for sponsor, *_ in proposals()] == ["EGY", "JOR"]


def test_after_the_deadline_it_is_kept_as_drafts(app: Flask, session):
    with clock_at(utcnow() - timedelta(days=2)):
        table = make_table(*TEXT)
    page = bring(delegate(app, "EGY"), table, *TEXT[1:])

    assert "The deadline has passed" in page.words
    assert page.send("submit").status == 422
    assert page.send("save").status == 303
    assert proposals() == [("EGY", "delete", "", None)]


def test_a_round_closed_meanwhile_carries_what_was_typed_over_to_the_next_draft(app: Flask, session):
    table = make_table(*TEXT)
    page = bring(delegate(app, "EGY"), table, WELCOMED + " Yes.", *TEXT[1:])
    table.accept(table.propose("JOR", AmendmentKind.DELETE, "3.", reason=""))
    table.close()

    closed = page.send("save", **{"text-0": WELCOMED + " No."})
    assert closed.status == 422
    assert "No round is open on this text." in closed.page.words

    table.open()
    answer = page.send("save", **{"text-0": WELCOMED + " No."})

    assert answer.status == 409
    assert "The text has moved on since you sent the file." in answer.page.words
    assert "made from OIC/FC; its changes were carried over to OIC/FC/Rev.1." in answer.page.words
    assert answer.page.fields["text-0"] == WELCOMED + " No."
    assert answer.page.offered == answer.page.taken == ["replace1"]
    assert [sponsor for sponsor, *_ in proposals()] == ["JOR"]
    assert answer.page.send("save").status == 303
    assert proposals()[-1] == ("EGY", "replace", WELCOMED + " No.", None)


def test_a_person_of_two_delegations_chooses_the_sponsor(app: Flask, session):
    table = make_table(*TEXT)
    user = make_head("EGY")
    make_appointment(user, Role.HEAD, "JOR")
    page = bring(Reader(app, user), table, *TEXT[1:])

    assert "In the name of" in page.words
    assert page.send("save", sponsor="JOR").status == 303
    assert proposals()[0][0] == "JOR"


# Bad input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b" ", "empty.txt", "This file cannot be read: it is empty."),
        (
            b"PK not a zip",
            "broken.docx",
            "This file cannot be read: it is not a Word file, or it is damaged.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
            "old.doc",
            "it is an older Word file (.doc); save it as .docx",
        ),
        (b"%PDF-1.7", "text.pdf", "it is a PDF"),
        (b"\xff\xff\xff", "text.txt", "it is not UTF-8"),
        ("un\u202eseen".encode(), "text.txt", "a character that cannot be saved (U+202E)"),
        (b"word\n\n" * 2001, "long.txt", "a page can show at most 2000"),
    ],
)
def test_an_unreadable_file_shows_an_error_beside_its_field(
    app: Flask, session, data: bytes, name: str, told: str
):
    table = make_table(*TEXT)
    answer = send(delegate(app, "EGY"), table, data, name)

    assert answer.status_code == 422
    assert told in words_of(main_of(answer.text))


def test_neither_nothing_nor_both_can_be_sent(app: Flask, session):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")

    nothing, both = send(reader, table, ""), send(reader, table, WELCOMED, pasted=WELCOMED)

    assert (nothing.status_code, both.status_code) == (422, 422)
    assert "Choose a file, or paste a text below." in nothing.text
    assert "Send a file or paste a text, not both." in both.text


def test_a_pasted_text_does_as_well_as_a_file(app: Flask, session):
    table = make_table(*TEXT)

    page = Page(reader := delegate(app, "EGY"), send(reader, table, "", pasted="\r\n\r\n".join(TEXT[1:])))

    assert page.taken == ["delete1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A recipe for lentil soup, with cumin.\n\nPeel the onions first.", "Hardly anything in this file"),
        (
            "La Réunion s’est félicitée des progrès accomplis par les États membres dans le domaine du commerce et"
            " de la coopération entre les États, et des efforts qui ont été faits pour les petites entreprises.",
            "This file seems to be in another language than the draft (English).",
        ),
    ],
)
def test_another_text_or_another_language_is_refused_in_a_sentence(app: Flask, session, text: str, told: str):
    table = make_table(*TEXT)
    answer = send(delegate(app, "EGY"), table, text)

    assert answer.status_code == 422
    assert told in words_of(main_of(answer.text))


def test_a_file_of_another_communique_says_so(app: Flask, session):
    other = make_table(*TEXT, symbol="OIC/OTHER")
    table = make_table(*TEXT, symbol="OIC/FC")
    reader = delegate(app, "EGY")
    clean = docx.render(draft_text(db.session(), db.session.get_one(Draft, other.draft)))
    marked = reader.client.get(f"/c/{other.code}/incoming/working.docx").data

    for data in (clean, marked):
        answer = send(reader, table, data, "draft.docx")
        assert answer.status_code == 422
        assert "was made from OIC/OTHER, which is another text." in answer.text


def test_a_form_of_somebody_else_or_of_another_text_is_not_understood(app: Flask, session):
    table, other = make_table(*TEXT), make_table(*TEXT, symbol="OIC/OTHER")
    egypt, jordan = delegate(app, "EGY"), delegate(app, "JOR")
    page = bring(egypt, table, *TEXT[1:])

    page.reader = jordan
    page.fields["csrf_token"] = token_for(jordan.client, "/account")
    stolen = jordan.client.post(page.action, data=page.fields)
    page.fields["csrf_token"] = token_for(egypt.client, "/account")
    elsewhere = egypt.client.post(f"/c/{other.code}/incoming/keep", data=page.fields)
    changed = egypt.client.post(page.action, data={**page.fields, "token": str(page.fields["token"])[:-2]})
    odd = egypt.client.post(page.action, data={**page.fields, "line-0": "poem"})

    assert [one.status_code for one in (stolen, elsewhere, changed, odd)] == [400] * 4
    nonsense = {**page.fields, "take": ["linkx", "link-1", "link99999", "replace77"], "do": "save"}
    assert egypt.client.post(page.action, data=nonsense).status_code == 422
    assert proposals() == []


# The same change by two delegations ----------------------------------------------------------------

URGED = CALLED.replace("protect", "protect and respect")


def joined_by() -> list[tuple[str, list[str]]]:
    """Return of each proposal the sponsor and the co-sponsors."""
    db.session.rollback()
    rows = db.session.scalars(select(Amendment).order_by(Amendment.id)).all()
    return [(row.sponsor.code, [party.code for party in cosponsors_on_record(row)]) for row in rows]


def cosponsors_on_record(row: Amendment) -> list[Party]:
    return list(
        db.session.scalars(
            select(Party)
            .join(Cosponsor, Cosponsor.party_id == Party.id)
            .where(Cosponsor.amendment_id == row.id)
        )
    )


def test_who_sends_the_same_change_as_another_joins_it_from_the_page_at_once(app: Flask, session):
    table = make_table(*TEXT)
    table.replace("MYS", "4.", "protect", "protect and respect")
    egypt = delegate(app, "EGY")

    page = bring(egypt, table, WELCOMED.replace("progress", "steps"), NOTED, INVITED, URGED)
    assert "The same change is proposed already: MYS 1 Join as co-sponsor" in page.words
    button = re.search(r'name="join" value="([^"]+)"', page.html)[1]
    page.fields["text-0"] = WELCOMED.replace("progress", "great steps")
    answer = page.send(do="", join=button)

    assert joined_by() == [("MYS", ["EGY"])]
    page = answer.page
    assert "You are a co-sponsor now." in page.words
    assert "Join as co-sponsor" not in page.words
    assert "great steps" in page.fields["text-0"]
    assert page.taken == ["replace1"]
    assert page.send(do="submit").status == 303
    assert joined_by() == [("MYS", ["EGY"]), ("EGY", [])]


def test_a_proposal_that_the_reader_may_not_see_is_not_named_beside_the_same_change(app: Flask, session):
    table = make_table(*TEXT, visibility=Visibility.MISSION)
    theirs = table.replace("MYS", "4.", "protect", "protect and respect")
    egypt = delegate(app, "EGY")

    page = bring(egypt, table, *TEXT[:3], URGED)

    assert "The same change" not in page.words
    assert theirs.code not in page.html
    refused = egypt.client.post(
        page.action, data={**page.fields, "take": page.taken, "join": f"{theirs.code} 1"}
    )
    assert refused.status_code == 404
    assert joined_by() == [("MYS", [])]


def test_what_was_revised_since_the_page_is_not_joined(app: Flask, session):
    table = make_table(*TEXT)
    theirs = table.replace("MYS", "4.", "protect", "protect and respect")
    page = bring(delegate(app, "EGY"), table, *TEXT[:3], URGED)
    amendments.revise(
        table.head("MYS"), theirs.code, table.proposal(AmendmentKind.REPLACE, "4.", text=CALLED + " Now.")
    )

    answer = page.send(do="", join=f"{theirs.code} 1")

    assert answer.status == 409
    assert "revised" in answer.page.words
    assert joined_by() == [("MYS", [])]


def test_a_drafter_sees_an_identical_proposal_and_cannot_join_it(app: Flask, session):
    table = make_table(*TEXT)
    table.replace("MYS", "4.", "protect", "protect and respect")

    page = bring(Reader(app, make_drafter("JOR")), table, *TEXT[:3], URGED)

    assert "The same change is proposed already: MYS 1" in page.words
    assert 'name="join"' not in page.html
