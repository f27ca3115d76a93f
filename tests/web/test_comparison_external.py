"""A draft compared with a text that shares no identities: of another communiqué, or of a file that nobody keeps."""

import io
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.documents import reader as word
from acm_drafts.documents.read import plain
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.documents.write import docx
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import drafts
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.database import Base, db
from acm_drafts.store.records import Draft
from acm_drafts.text.language import Language
from tests.documents.making import make_archive
from tests.factories import make_administrator, make_head, mission, token_for
from tests.tables import Table, lines_of, make_table
from tests.web.readers import Reader, delegate, main_of, mission_reader, observer, queries_of, words_of

WELCOMED = "The Meeting welcomed the progress made by all Member States in the field of trade."
NOTED = "The Meeting noted the report of the Secretary-General with appreciation."
FUND = "The Meeting urged donors to pay into the fund what they pledged last year."
FUND_REWRITTEN = (
    "The Meeting, mindful of hunger, urged rich countries to fill the granaries that they pledged."
)
CALLED = "It called upon all parties to protect civilians and to let aid pass without delay."
ASKED = "The Meeting asked for a study of food reserves, to be laid before its next session."
LAST = ("# Trade", WELCOMED, FUND, NOTED, CALLED)
THIS = ("# Trade", WELCOMED.replace("progress", "great progress"), FUND_REWRITTEN, CALLED, NOTED, ASKED)


@pytest.fixture
def last(session: object) -> Table:
    return make_table(*LAST, symbol="OIC/2025/FC")


@pytest.fixture
def table(last: Table) -> Table:
    """This year's text, which amended one paragraph, rewrote one, moved one and has one more."""
    return make_table(*THIS, symbol="OIC/2026/FC")


def compare(table: Table, last: Table, **query: object) -> str:
    """Return the address of the comparison with last year's text."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"/c/{table.code}/compare?from={last.code}.0&to=0{more}"


def entry(html: str, begins: str) -> str:
    body = html.partition('<div class="compare">')[2].partition('="compare__numbers"')[0]
    found = [one for one in articles(body) if begins in words_of(one)]
    assert len(found) == 1, (begins, len(found))
    return found[0]


def articles(html: str) -> list[str]:
    return re.findall(r'<article class="twin".*?</article>', html, re.S)


def doubts(html: str) -> list[str]:
    return [one for one in articles(html) if 'id="d-' in one]


def links_of(html: str) -> dict[str, str]:
    """Return the addresses of the links in *html* by their words."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.S)
    return {words_of(words): unescape(address) for address, words in found}


# Another communiqué --------------------------------------------------------------------------------


def test_changes_since_the_text_of_last_year_are_found_by_its_words(app: Flask, table: Table, last: Table):
    html = delegate(app, "TUR").get(compare(table, last))
    text = words_of(main_of(html))

    assert "From OIC/2025/FC to OIC/2026/FC" in text
    assert "1 paragraph amended, 2 new, 1 deleted, 1 moved, 1 paragraph unchanged." in text
    assert "inserted: great, end of insertion" in words_of(entry(html, "welcomed the"))
    moved = entry(html, CALLED)
    assert "paragraph 4 in OIC/2025/FC" in words_of(moved)
    assert not re.search(r"<(ins|del)\b", moved)


def test_the_drafts_of_other_communiques_are_offered_under_their_titles(
    app: Flask, table: Table, last: Table
):
    html = delegate(app, "TUR").get(f"/c/{table.code}/compare")
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', html, re.S)

    assert [re.findall(r'value="([^"]+)"', options) for _title, options in groups] == [[f"{last.code}.0"]]
    assert all(title for title, _options in groups)
    assert "There is nothing to compare yet." in html


def test_what_stands_in_the_other_text_alone_leads_to_its_own_page(app: Flask, table: Table, last: Table):
    reader = delegate(app, "TUR")
    gone = entry(reader.get(compare(table, last)), FUND)

    way = next(address for address in links_of(gone).values() if "/p/" in address)
    assert way == f"/c/{last.code}/p/{last.line('2.').code}"
    assert FUND in words_of(reader.get(way))


def test_every_way_of_showing_it_is_a_link_and_keeps_what_was_said(app: Flask, table: Table, last: Table):
    reader = delegate(app, "TUR")
    pairing = links_of(doubts(reader.get(compare(table, last)))[0])["Pair them"]
    html = reader.get(f"{pairing.partition('#')[0]}&only=changes&renames=once")

    side = reader.get(links_of(main_of(html))["Side by side"])
    assert "You said: the same." in words_of(side)
    assert 'class="sides__old"' in entry(side, "welcomed the")
    assert re.search(r'name="only" value="changes" checked', side)
    assert re.search(r'name="renames" value="once" checked', side)
    assert [cells[:2] for cells in concordance(side)] == [
        ("1", "1"),
        ("2", "2"),
        ("4", "3"),
        ("3", "4"),
        ("new", "5"),
    ]


def concordance(html: str) -> list[tuple[str, ...]]:
    body = html.partition('<table class="table concordance">')[2].partition("<tbody>")[2]
    return [
        tuple(map(words_of, re.findall(r"<td>(.*?)</td>", row, re.S)))
        for row in re.findall(r"<tr>.*?</tr>", body, re.S)
    ]


def test_a_name_that_changed_everywhere_is_listed_once(app: Flask, session: object):
    texts = [f"The Meeting thanked Persia for its report of year {n}." for n in range(1, 5)]
    old = make_table(*texts, symbol="OIC/OLD")
    new = make_table(*(text.replace("Persia", "Iran") for text in texts), symbol="OIC/NEW")
    html = delegate(app, "TUR").get(compare(new, old, renames="once"))

    assert "Persia became Iran, 4 times" in words_of(html)
    assert "deleted:" not in words_of(html)


def test_one_text_and_another_with_the_same_words_do_not_differ(app: Flask, table: Table):
    other = Table(lines_of(*THIS), data=b"again", symbol="OIC/COPY").open()
    html = delegate(app, "TUR").get(compare(table, other))

    assert "Nothing changed: 5 paragraphs unchanged." in words_of(html)
    assert not re.search(r"<(ins|del)\b", main_of(html))


def test_texts_that_have_nothing_in_common_are_shown_with_a_word_of_doubt(app: Flask, table: Table):
    other = make_table("Cats sleep.", "Rain fell on Tuesday over hills.", "Nobody ate.", symbol="OIC/CATS")
    said = delegate(app, "TUR").sees(compare(table, other))

    assert "Hardly anything stands in both texts." in said
    assert "3 deleted" in said


def test_texts_in_two_languages_are_refused_in_a_sentence(app: Flask, table: Table):
    line = Recognised(
        recognise(["1. x"], Language.EN)[0].kind, 0, True, "", "", "La Réunion a pris note du rapport."
    )
    draft = drafts.import_text(mission(), lines=[line], data=b"fr", symbol="OIC/FR", language="fr")
    drafts.circulate(mission(), draft.id, attributed=True)
    reader = delegate(app, "TUR")

    html = reader.get(f"/c/{table.code}/compare?from={draft.communique.code}.0", status=422)
    assert "in different languages" in html
    assert "OIC/FR" not in reader.get(f"/c/{table.code}/compare")


@pytest.mark.parametrize(
    "asked",
    ["none.0", "{last}.7", "{last}.x", "{last}.", ".0", "{last}.99999999999", "{own}.0", "{last}.0.0"],
)
def test_what_names_no_draft_is_not_there(app: Flask, table: Table, last: Table, asked: str):
    named = asked.format(last=last.code, own=table.code)

    delegate(app, "TUR").get(f"/c/{table.code}/compare?from={named}", status=404)


# Doubtful pairs ------------------------------------------------------------------------------------


def test_a_doubtful_pair_stands_apart_with_its_percentage_and_counts_as_none(
    app: Flask, table: Table, last: Table
):
    html = delegate(app, "TUR").get(compare(table, last))
    (doubt,) = doubts(html)

    assert "1 pair is doubtful." in words_of(html)
    assert re.search(r"Maybe the same paragraph, \d\d %", words_of(doubt))
    assert "paragraph 2 in OIC/2025/FC" in words_of(doubt)
    assert "deleted" in words_of(entry(html, "last year"))
    assert re.search(r"maybe paragraph 2 in OIC/2025/FC, \d\d %", words_of(entry(html, "granaries")))
    assert re.search(r"maybe paragraph 2 in OIC/2026/FC, \d\d %", words_of(entry(html, "last year")))


def test_a_person_pairs_them_or_not_and_takes_it_back_by_links_that_can_be_sent(
    app: Flask, table: Table, last: Table
):
    reader, colleague = delegate(app, "TUR"), delegate(app, "EGY")
    ways = links_of(doubts(reader.get(compare(table, last)))[0])

    paired = colleague.get(ways["Pair them"])
    assert "2 paragraphs amended, 1 new, 1 moved" in words_of(paired)
    assert "paired by hand" in words_of(entry(paired, "granaries"))
    assert "You have said of each whether it is one paragraph." in words_of(paired)

    apart = colleague.get(ways["Do not pair"])
    assert "1 paragraph amended, 2 new, 1 deleted, 1 moved" in words_of(apart)
    assert "maybe" not in words_of(entry(apart, "granaries"))
    assert "pair is doubtful" not in words_of(apart)

    again = links_of(doubts(paired)[0])["Take it back"]
    assert "1 pair is doubtful." in words_of(colleague.get(again))


def test_choices_for_unknown_pairs_are_ignored(app: Flask, table: Table, last: Table):
    reader = delegate(app, "TUR")

    text = reader.sees(compare(table, last, pair="nobody-knows.same"))
    assert "1 pair is doubtful." in text
    assert "1 pair is doubtful." in reader.sees(compare(table, last, pair="<b>.same"))


# Who may -------------------------------------------------------------------------------------------


def test_a_draft_of_another_communique_that_is_not_circulated_is_not_there(app: Flask, table: Table):
    hidden = Table(lines_of(*LAST), data=b"hidden", symbol="OIC/HIDDEN")
    path = compare(table, hidden)
    document = f"/c/{table.code}/documents/0.docx?form=comparison&since={hidden.code}.0"

    for reader in (delegate(app, "EGY"), delegate(app, "JOR"), observer(app)):
        missing = reader.client.get(f"/c/{table.code}/compare?from=zzzzzzz.0&to=0")
        found = reader.client.get(path)
        assert (found.status_code, found.data) == (404, missing.data)
        reader.get(document, status=404)
        assert "OIC/HIDDEN" not in reader.get(f"/c/{table.code}/compare")
    assert "From OIC/HIDDEN to OIC/2026/FC" in mission_reader(app).sees(path)
    assert "OIC/HIDDEN" in mission_reader(app).get(f"/c/{table.code}/compare")
    assert mission_reader(app).client.get(document).status_code == 200


def test_a_stranger_is_led_to_the_sign_in_and_who_reads_no_text_compares_none(
    app: Flask, table: Table, last: Table
):
    file = f"/c/{table.code}/compare/file"
    for path in (compare(table, last), file):
        assert "/sign-in" in app.test_client().get(path).headers["Location"]
        Reader(app, make_administrator()).get(path, status=404)
    assert send(Reader(app, make_administrator()), table, WELCOMED).status_code == 404


def test_a_draft_of_this_text_that_the_reader_may_not_read_is_compared_with_nothing(app: Flask, last: Table):
    own = Table(lines_of(*THIS), symbol="OIC/2026/FC")

    delegate(app, "EGY").get(compare(own, last), status=404)
    assert send(delegate(app, "EGY"), own, WELCOMED).status_code == 404
    assert send(mission_reader(app), own, WELCOMED).status_code == 200


# A file --------------------------------------------------------------------------------------------


def send(reader: Reader, table: Table, data: bytes | str = b"", name: str = "last.txt", **facts: object):
    form: dict[str, object] = {"csrf_token": token_for(reader.client, "/account"), **facts}
    if data:
        form["file"] = (io.BytesIO(data.encode() if isinstance(data, str) else data), name)
    return reader.client.post(f"/c/{table.code}/compare/file", data=form, content_type="multipart/form-data")


def again(reader: Reader, html: str, **pressed: str):
    """Send the form of a page of a file once more, as a button in it does."""
    form = re.search(r'<form class="filters" id="again" action="([^"]+)".*?</form>', html, re.S)
    assert form
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    sent += re.findall(r'<input type="checkbox" name="([^"]+)" value="([^"]*)" checked', form[0])
    data: dict[str, list[str]] = {}
    for one, value in [*sent, *pressed.items()]:
        data.setdefault(one, []).append(unescape(value))
    return reader.client.post(form[1], data=data)


def buttons(html: str) -> dict[str, tuple[str, str]]:
    found = re.findall(
        r'<button[^>]*form="again" name="([^"]+)" value="([^"]*)"[^>]*>(.*?)</button>', html, re.S
    )
    return {words_of(words): (name, unescape(value)) for name, value, words in found}


def rows_kept() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_a_file_is_compared_as_a_draft_is_and_nothing_of_it_is_kept(app: Flask, table: Table):
    reader = delegate(app, "TUR")
    before = rows_kept()
    answer = send(reader, table, "\n\n".join(text.removeprefix("# ") for text in LAST))
    page_text = words_of(main_of(answer.text))

    assert answer.status_code == 200
    assert "From last.txt to OIC/2026/FC" in page_text
    assert "1 paragraph amended, 2 new, 1 deleted, 1 moved" in page_text
    assert "The file is not saved" in page_text
    assert rows_kept() == before


def test_observers_and_the_mission_compare_files_too_and_a_pasted_text_is_one(app: Flask, table: Table):
    for reader in (observer(app), mission_reader(app)):
        answer = send(reader, table, pasted="\r\n\r\n".join(LAST[1:]))
        assert "From the pasted text to OIC/2026/FC" in words_of(answer.text)


def test_the_file_is_the_later_text_where_the_reader_says_so(app: Flask, table: Table):
    html = send(delegate(app, "TUR"), table, "\n\n".join(LAST[1:]), order="later").text

    assert "From OIC/2026/FC to last.txt" in words_of(html)
    assert "1 paragraph amended, 1 new, 2 deleted, 1 moved" in words_of(html)
    assert "deleted: great, end of deletion" in words_of(entry(html, "welcomed the"))
    assert 'href=""' not in html


def test_all_ways_of_showing_a_file_are_had_without_sending_it_again(app: Flask, table: Table):
    reader = delegate(app, "TUR")
    html = send(reader, table, "\n\n".join(LAST[1:])).text

    side = again(reader, html, view="side")
    assert side.status_code == 200
    assert 'class="sides__old"' in entry(side.text, "welcomed the")
    only = again(reader, side.text, only="changes", renames="once").text
    assert 'class="sides__old"' in entry(only, "welcomed the")
    name, value = buttons(doubts(only)[0])["Pair them"]
    paired = again(reader, only, **{name: value}).text
    assert "paired by hand" in words_of(entry(paired, "granaries"))
    assert re.search(r'name="only" value="changes" checked', paired)
    name, value = buttons(doubts(paired)[0])["Take it back"]
    assert "1 pair is doubtful." in words_of(again(reader, paired, **{name: value}).text)


def test_a_file_travels_for_one_person_and_one_text_alone(app: Flask, table: Table, last: Table):
    html = send(delegate(app, "TUR"), table, "\n\n".join(LAST[1:])).text
    token = unescape(re.search(r'name="token" value="([^"]+)"', html)[1])

    for reader, text, sent in (
        (delegate(app, "EGY"), table, token),
        (delegate(app, "TUR"), last, token),
        (delegate(app, "TUR"), table, token[:-3] + "AAA"),
    ):
        assert send(reader, text, token=sent).status_code == 400


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b" ", "empty.txt", "This file cannot be read: it is empty."),
        (b"", "", "Choose a file, or paste a text below."),
        (b"PK not a zip", "broken.docx", "it is not a Word file, or it is damaged."),
        (b"%PDF-1.7", "text.pdf", "it is a PDF"),
        ("un\u202eseen".encode(), "text.txt", "a character that cannot be saved (U+202E)"),
        (b"word\n\n" * 2001, "long.txt", "at most 2000. Divide it, for example by chapters"),
        (b"x" * 200_001, "long.txt", "it has 200001 characters; a page can show at most 200000"),
        (make_archive({"word/document.xml": b"0" * 200_000_000}), "bomb.docx", "This file cannot be read"),
        (
            "La Réunion a pris note du rapport sur les progrès des États membres dans le domaine du commerce, "
            "et de la part que les pays du Sud ont prise aux travaux de la commission et des groupes.".encode(),
            "fr.txt",
            "These two texts are in different languages",
        ),
    ],
    ids=["empty", "none", "broken", "pdf", "character", "lines", "characters", "bomb", "language"],
)
def test_a_file_that_cannot_be_compared_is_refused_in_a_sentence(
    app: Flask, table: Table, data: bytes, name: str, told: str
):
    answer = send(delegate(app, "TUR"), table, data, name)

    assert answer.status_code == 422
    assert told in words_of(main_of(answer.text))


def test_a_word_file_of_ours_says_what_its_draft_says(app: Flask, table: Table):
    draft = db.session.get_one(Draft, table.draft)
    data = docx.render(draft_text(db.session(), draft))
    text = words_of(main_of(send(delegate(app, "TUR"), table, data, "ours.docx").text))

    assert "Nothing changed: 5 paragraphs unchanged." in text


def test_words_of_a_file_cannot_become_markup(app: Flask, table: Table):
    html = send(delegate(app, "TUR"), table, "<script>alert(1)</script> {{7*7}}", "<b>.txt").text

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# As a Word file, real texts, and what it costs -----------------------------------------------------


def test_it_is_had_as_a_word_file_with_what_was_said_of_pairs(app: Flask, table: Table, last: Table):
    reader = delegate(app, "TUR")
    html = reader.get(compare(table, last))
    paired = reader.get(links_of(doubts(html)[0])["Pair them"])

    sizes = []
    for one in (html, paired):
        answer = reader.client.get(links_of(main_of(one))["As a Word file"])
        assert answer.mimetype == docx.MEDIA_TYPE
        text = words_in(answer.data)
        assert "OIC/2025/FC" in text
        sizes.append(text.count("deleted"))
    assert sizes[0] == sizes[1] + 1


def words_in(data: bytes) -> str:
    return " ".join(one.final or "" for one in word.read(data).paragraphs)


def imported(shared: Path, name: str, symbol: str) -> Table:
    data = (shared / "texts" / name).read_bytes()
    blocks = plain.read(data)[1:]
    return Table(recognise(blocks, Language.EN), data=data, symbol=symbol).open()


@pytest.mark.shared
def test_the_resolutions_of_2010_and_2013_are_compared_without_doubtful_pairs(
    app: Flask, session: object, shared: Path
):
    old = imported(shared, "ga_un_oic_cooperation_A_RES_65_140_2010.txt", "OIC/2010")
    new = imported(shared, "ga_un_oic_cooperation_A_RES_67_264_2013.txt", "OIC/2013")
    reader = delegate(app, "TUR")
    text = reader.sees(compare(new, old))

    assert "33 paragraphs amended, 11 new, 2 deleted, 1 heading changed, 7 paragraphs unchanged." in text
    assert "doubtful" not in text
    assert "No words were replaced by the same words wherever they stood." in reader.sees(
        compare(new, old, renames="once")
    ), "two paragraphs keep the old name on purpose"


@pytest.mark.shared
def test_a_comparison_of_the_paris_drafts_counts_splits_and_joins(app: Flask, session: object, shared: Path):
    old = imported(shared, "paris_4_2015-12-04_draft.txt", "P/4")
    new = imported(shared, "paris_5_2015-12-09_draft.txt", "P/5")
    html = delegate(app, "TUR").get(compare(new, old, view="side"))

    assert re.search(r"\d+ split, \d+ joined", words_of(html))
    assert len(doubts(html)) > 20
    for doubt in doubts(html):
        assert re.search(r"Maybe the same paragraph, (\d\d) %", words_of(doubt))


def test_comparing_by_words_counts_the_same_changes_as_comparing_by_identity(app: Flask, session: object):
    table = make_table(*LAST, symbol="OIC/A")
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="3.", text=ASKED))
    table.accept(table.propose("SEN", AmendmentKind.DELETE, "2."))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    copy = Table(lines_of(*LAST), data=b"copy", symbol="OIC/B").open()
    reader = delegate(app, "TUR")

    by_identity = words_of(main_of(reader.get(f"/c/{table.code}/compare?from=0&to=1")))
    by_words = words_of(main_of(reader.get(f"/c/{table.code}/compare?from={copy.code}.0&to=1")))

    told = re.compile(r"(\d.*?words? put in.*?)\.")
    assert told.search(by_words)[1].replace("OIC/B", "OIC/A") == told.search(by_identity)[1].replace(
        "OIC/B", "OIC/A"
    )


def costs(app: Flask) -> Iterator[int]:
    for length in (3, 30):
        old = make_table(*(f"The Meeting noted report {n}." for n in range(length)), symbol=f"O/{length}")
        new = make_table(*(f"The Meeting noted report {n} now." for n in range(length)), symbol=f"N/{length}")
        reader = Reader(app, make_head("TUR"))
        yield queries_of(partial(reader.get, compare(new, old)))


def test_it_costs_the_same_few_queries_however_long_the_texts(app: Flask, session: object):
    short, long = costs(app)

    assert short == long < 9
