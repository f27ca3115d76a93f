"""A draft with tracked changes as a Word file, read back by our own reader, by pandoc and by LibreOffice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from acm_drafts.documents.read.wordfile import RevisionKind
from acm_drafts.documents.reader import read
from acm_drafts.documents.write.tracked import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.attribution.changes import Credits, Deed, Hand, Step
from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import counted
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.negotiation.tracking import TrackedText, track
from tests.documents.judges import judgements, pandoc
from tests.documents.making import make_draft, part
from tests.negotiation.rewriting import Rewriting, rewritings

NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")
EGYPT = Hand("Egypt", "2026-11-16T22:21:00Z")
MALI = Hand("Mali", "2026-11-17T22:35:00Z")
TITLE = "Final Communiqué"


def tracked_of(old, new, *, deeds=(), descents=(), language="en") -> bytes:
    credits = Credits(old, [Step(new, deeds, NOBODY)], descents)
    blocks = track(old, new, descents, credits=credits)
    face = make_draft(*new, language=language, title=TITLE, agenda=(AgendaItem(14), AgendaItem(71, "b")))
    return render(TrackedText(face, "OIC/FC", blocks))


def rendered(made: Rewriting) -> bytes:
    deeds = [Deed(Edit(key, AmendmentKind.MOVE, key), EGYPT) for key in made.moves]
    return tracked_of(made.drafts[0], made.drafts[-1], deeds=deeds, descents=made.descents)


def printed(lines) -> list[str]:
    return [TITLE, *(f"{line.label}\t{line.text}" if line.label else line.text for line in lines)]


def plain(lines) -> list[str]:
    return [" ".join(text.split()) for text in printed(lines)]


OLD = counted(
    [
        Line(1, "General", LineKind.HEADING),
        Line(2, "The Meeting welcomed the report."),
        Line(3, "It urged all members. It thanked those who did."),
        Line(4, "to meet;", LineKind.SUB, 1),
        Line(5, "It noted the need."),
        Line(6, "It recalled the decision."),
        Line(7, "It took note."),
        Line(8, "Done in New York", numbered=False),
    ]
)
DEEDS = [
    Deed(
        Edit(1, AmendmentKind.REPLACE, 2, base=OLD[1].text, text="The Meeting warmly welcomed the report."),
        EGYPT,
    ),
    Deed(
        Edit(
            2,
            AmendmentKind.SPLIT,
            3,
            base=OLD[2].text,
            text=f"It urged all members.{PART}It thanked those who did.",
            parts=(20,),
        ),
        MALI,
    ),
    Deed(Edit(3, AmendmentKind.MOVE, 5, after=1), EGYPT),
    Deed(Edit(4, AmendmentKind.JOIN, 6, other=7), MALI),
    Deed(Edit(5, AmendmentKind.INSERT, 21, text="It decided to meet again.", after=2), EGYPT),
    Deed(Edit(6, AmendmentKind.DELETE, 4), MALI),
]
DESCENTS = [(20, 3), (6, 7)]
NEW = counted(consolidate(OLD, [deed.edit for deed in DEEDS]).lines)


@pytest.fixture(scope="module")
def document() -> bytes:
    """A file with a change of every kind."""
    return tracked_of(OLD, NEW, deeds=DEEDS, descents=DESCENTS)


# What it says ----------------------------------------------------------------------------------------


@given(rewritings())
def test_our_own_reader_takes_exactly_both_drafts_out_of_it(made: Rewriting):
    file = read(rendered(made))

    # An empty paragraph is left only at the very end, where Word cannot track the mark.
    original = [one.original for one in file.paragraphs if one.original]
    final = [one.final for one in file.paragraphs if one.final]
    assert original == printed(made.drafts[0])
    assert final == printed(made.drafts[-1])


@pytest.mark.thorough
@settings(max_examples=15)
@given(rewritings())
def test_pandoc_takes_both_drafts_out_of_it(made: Rewriting):
    document = rendered(made)

    assert pandoc(document, "accept") == plain(made.drafts[-1])
    assert pandoc(document, "reject") == plain(made.drafts[0])


@pytest.mark.thorough
def test_libreoffice_takes_both_drafts_out_of_it(office, document):
    found = []

    @settings(max_examples=40, database=None)
    @given(rewritings())
    def collect(made: Rewriting) -> None:
        found.append(made)

    collect()
    files = {f"{n}": rendered(made) for n, made in enumerate(found)} | {"every": document}
    judged = office.judge(files)

    for n, made in enumerate(found):
        assert judged[str(n), "accept"] == plain(made.drafts[-1])
        assert judged[str(n), "reject"] == plain(made.drafts[0])
    assert judged["every", "accept"] == plain(NEW)
    assert judged["every", "reject"] == plain(OLD)


def test_every_change_has_the_author_and_the_date_of_its_proposal(document):
    told = {
        (one.kind, one.text.strip("\t\n "), one.author, one.date)
        for paragraph in read(document).paragraphs
        for one in paragraph.revisions
        if not one.text.strip("\t\n ").rstrip(".").isdecimal()
    }

    assert (RevisionKind.INSERT, "warmly", *EGYPT) in told
    assert (RevisionKind.INSERT, "It decided to meet again.", *EGYPT) in told
    assert (RevisionKind.DELETE, "to meet;", *MALI) in told
    assert (RevisionKind.MOVE_FROM, "It noted the need.", *EGYPT) in told
    assert (RevisionKind.MOVE_TO, "It noted the need.", *EGYPT) in told
    assert {one[2] for one in told} == {"Egypt", "Mali"}


def test_numbers_made_good_are_the_missions_change(document):
    numbers = [
        one
        for paragraph in read(document).paragraphs
        for one in paragraph.revisions
        if one.text[:-1].isdecimal()
    ]

    assert numbers
    assert {(one.author, one.date) for one in numbers} == {NOBODY}


# Its shapes ------------------------------------------------------------------------------------------


def test_revisions_are_numbered_once_each_and_all_are_signed_and_dated(document):
    root = part(document, "word/document.xml")
    changes = [one for name in ("ins", "del", "moveFrom", "moveTo") for one in root.iter(f"{{{W}}}{name}")]
    starts = [one for name in ("From", "To") for one in root.iter(f"{{{W}}}move{name}RangeStart")]

    ids = [one.get(f"{{{W}}}id") for one in (*changes, *starts)]
    assert len(ids) == len(set(ids))
    assert all(one.get(f"{{{W}}}author") and one.get(f"{{{W}}}date") for one in (*changes, *starts))


def test_deleted_text_is_deleted_text_and_moved_text_is_text(document):
    root = part(document, "word/document.xml")

    assert all(not list(one.iter(f"{{{W}}}t")) for one in root.iter(f"{{{W}}}del"))
    for name in ("ins", "moveFrom", "moveTo"):
        assert all(not list(one.iter(f"{{{W}}}delText")) for one in root.iter(f"{{{W}}}{name}"))


def test_the_two_halves_of_a_move_have_one_name_and_each_range_ends_behind_its_paragraph(document):
    root = part(document, "word/document.xml")

    names = {}
    for half in ("moveFrom", "moveTo"):
        (start,) = root.iter(f"{{{W}}}{half}RangeStart")
        (end,) = root.iter(f"{{{W}}}{half}RangeEnd")
        assert start.getparent().getnext() is end
        assert start.get(f"{{{W}}}id") == end.get(f"{{{W}}}id")
        names[half] = start.get(f"{{{W}}}name")
    assert names["moveFrom"] == names["moveTo"]


def test_a_tracked_mark_stands_first_in_the_properties_of_its_paragraph(document):
    root = part(document, "word/document.xml")
    marked = [one for one in root.iter(f"{{{W}}}pPr") if one.find(f"{{{W}}}rPr") is not None]

    assert marked
    for properties in marked:
        assert etree.QName(properties.find(f"{{{W}}}rPr")[0]).localname in (
            "ins",
            "del",
            "moveFrom",
            "moveTo",
        )


def test_an_arabic_text_runs_from_right_to_left_in_what_came_and_went_too():
    old, new = [Line(1, "رحّب الاجتماع.", label="1.")], [Line(1, "رحّب الاجتماع بالتقرير.", label="1.")]

    document = tracked_of(old, [*new, Line(2, "ودعا الدول.", label="2.")], language="ar")

    root = part(document, "word/document.xml")
    assert all(one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None for one in root.iter(f"{{{W}}}p"))
    assert all(one.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for one in root.iter(f"{{{W}}}r"))
    assert "التعديلات منذ" in "".join(part(document, "word/masthead.xml").itertext())


def test_the_masthead_says_since_which_draft(document):
    assert "Changes since OIC/FC" in "".join(part(document, "word/masthead.xml").itertext())


def test_the_same_drafts_give_the_same_bytes(document):
    assert tracked_of(OLD, NEW, deeds=DEEDS, descents=DESCENTS) == document


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing(language, tmp_path):
    file = tmp_path / "tracked.docx"
    file.write_bytes(tracked_of(OLD, NEW, deeds=DEEDS, descents=DESCENTS, language=language))

    assert judgements(file) == []


def test_names_that_sign_together_are_parted_as_their_language_does():
    both = Hand("مصر, مالي", EGYPT.at)
    document = tracked_of(OLD, NEW, deeds=[replace(deed, hand=both) for deed in DEEDS], language="ar")

    authors = {one.author for paragraph in read(document).paragraphs for one in paragraph.revisions}
    assert "مصر، مالي" in authors and "مصر, مالي" not in authors


# Opening verbs ---------------------------------------------------------------------------------------


def italic_runs(document: bytes) -> list[str]:
    return [
        "".join(one.itertext())
        for one in part(document, "word/document.xml").iter(f"{{{W}}}r")
        if one.find(f"{{{W}}}rPr/{{{W}}}i") is not None
    ]


def set_in_italics(*pairs: tuple[str, str]) -> bytes:
    """A tracked file of paragraphs that each led from one wording to another, with verbs in italics."""
    old = [Line(key, before, label=f"{key}.") for key, (before, _) in enumerate(pairs, 1)]
    new = [Line(key, after, label=f"{key}.") for key, (_, after) in enumerate(pairs, 1)]
    blocks = track(old, new, (), credits=Credits(old, [Step(new, [], Hand(*NOBODY))]))
    return render(TrackedText(make_draft(*new, italics=True), "OIC/FC", blocks))


def test_the_verb_of_either_text_is_in_italics():
    document = set_in_italics(
        ("Calls upon all States;", "Urges all States;"),
        ("Recalling its resolution,", "Also recalling its resolution,"),
        ("The Meeting welcomed it.", "The Meeting warmly welcomed it."),
        ("the training of all;", "the training of most;"),
    )

    assert "".join(italic_runs(document)) == "Calls uponUrgesRecallingAlso recallingwarmly welcomed"
    for view, wanted in (("accept", "Urges all States;"), ("reject", "Calls upon all States;")):
        assert f"1. {wanted}" in pandoc(document, view)


@given(rewritings())
def test_italics_change_no_word_of_either_draft(made: Rewriting):
    steps = [Step(lines, [], Hand(*NOBODY)) for lines in made.drafts[1:]]
    known = Credits(made.drafts[0], steps, made.descents)
    blocks = track(made.drafts[0], made.drafts[-1], made.descents, credits=known)
    face = make_draft(*made.drafts[-1], italics=True)
    file = read(render(TrackedText(face, "OIC/FC", blocks)))

    assert [one.original for one in file.paragraphs if one.original] == printed(made.drafts[0])
    assert [one.final for one in file.paragraphs if one.final] == printed(made.drafts[-1])
