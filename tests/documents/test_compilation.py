"""A compilation in Word: every proposal under its paragraph, together and alone, with reason and positions."""

import re
from dataclasses import replace

import pytest

from acm_drafts.documents.reader import read
from acm_drafts.documents.write import words
from acm_drafts.documents.write.compilation import Compiled, Place, Proposal, render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Standing, Withheld
from acm_drafts.text.language import Language
from tests.documents.judges import judgements
from tests.documents.making import make_draft, part

BASE = "The Meeting welcomed the progress made by all members."
LINE = Line(1, BASE, label="12.")


def make_proposal(text: str = "", **facts) -> Proposal:
    known = {
        "name": "EGY 3",
        "kind": AmendmentKind.REPLACE,
        "standing": Standing.PENDING,
        "base": BASE,
        "text": text or BASE.replace("welcomed", "warmly welcomed"),
        "sponsors": "Egypt",
        "number": "12",
    }
    return Proposal(**{**known, **facts})


def compiled(*proposals: Proposal, attributed=True, language="en", line=LINE) -> bytes:
    face = make_draft(LINE, language=language)
    return render(Compiled(face, attributed, [Place(line, proposals)]))


def said(document: bytes) -> list[str]:
    return [one.final for one in read(document).paragraphs][1:]


def test_a_proposal_stands_under_its_paragraph_with_its_reason_and_the_positions():
    proposal = make_proposal(
        reason="It was warm.", positions=((Stance.SUPPORT, ("Mali", "Oman")), (Stance.OPPOSE, ("Chad",)))
    )

    assert said(compiled(proposal)) == [
        f"12.\t{BASE}",
        "EGY 3 · Egypt · 12, new wording · submitted",
        "The Meeting warmly welcomed the progress made by all members.",
        "Reason: It was warm.",
        "Support: Mali, Oman",
        "Oppose: Chad",
    ]


def test_the_reason_of_a_position_stands_below_it_and_nothing_where_none_was_given():
    positions = ((Stance.OPPOSE, ("Chad", "Mali")), (Stance.RESERVE, ("Oman",)))
    grounds = {"Mali": "It goes too far.", "Oman": "We await the Arabic text."}
    proposal = make_proposal(positions=positions, grounds=grounds)

    assert said(compiled(proposal))[-4:] == [
        "Oppose: Chad, Mali",
        "Mali: It goes too far.",
        "Position reserved: Oman",
        "Oman: We await the Arabic text.",
    ]


def test_what_is_shown_on_an_earlier_wording_says_so():
    proposal = make_proposal(base="We say.", text="We say so.", made_on="OIC/FC")

    assert said(compiled(proposal))[-1] == (
        "Shown on the wording of OIC/FC, on which it was made; the text has changed since."
    )


def test_two_wordings_are_read_together_first_with_who_asks_for_what_and_then_each_alone():
    other = make_proposal(BASE.replace("all members", "its members"), name="MLI 1", sponsors="Mali")

    paragraphs = said(compiled(make_proposal(), other))

    assert paragraphs[1:3] == [
        "All proposals together",
        "The Meeting warmly\u00a0[EGY 3] welcomed the progress made by all\u00a0[MLI 1] its\u00a0[MLI 1] members.",
    ]
    assert [one.split(" · ")[0] for one in paragraphs[3::2]] == ["EGY 3", "MLI 1"]


@pytest.mark.parametrize(
    ("base", "text", "note"),
    [
        ("We thank [most warmly] all.", "We thank most warmly all.", "brackets lifted, the words stay"),
        ("We thank [most warmly] all.", "We thank all.", "bracketed words deleted"),
        (
            "We all [shall][should] thank all.",
            "We all should thank all.",
            "brackets lifted, one of the alternatives stays",
        ),
        ("We thank most warmly all.", "We thank [most warmly] all.", "put in brackets"),
    ],
)
def test_a_change_of_brackets_is_named_once_alone_and_in_the_combined_reading(
    base: str, text: str, note: str
):
    brackets = make_proposal(text, base=base)
    line = Line(1, base, label="12.")
    other = make_proposal(base.replace("We ", "They "), base=base, name="MLI 1")
    alone, together = said(compiled(brackets, line=line)), said(compiled(brackets, other, line=line))

    assert alone.count(note) == 1
    assert together[2].count(f"[EGY 3: {note}]") == 1
    assert together[2].count("EGY 3") == 1


def test_between_rival_endings_stands_or_and_what_is_decided_is_no_rival():
    endings = {"EGY 1": "most members.", "MLI 1": "many members.", "TUR 1": "some members."}
    proposals = [
        make_proposal(BASE.replace("all members.", text), name=name) for name, text in endings.items()
    ]
    rejected = make_proposal(BASE.replace("all", "its"), name="JOR 1", pending=False)

    together = said(compiled(*proposals, rejected))[2]

    assert "most\u00a0[EGY 1] or many\u00a0[MLI 1] or some\u00a0[TUR 1] members." in together
    assert "JOR" not in together
    assert said(compiled(*proposals, language="ar"))[2] == together  # an English sentence, in one direction


def test_what_is_accepted_is_read_together_with_what_is_pending_and_what_was_merged_is_not():
    merged = make_proposal(name="MLI 1", pending=False, standing=Standing.ABSORBED)
    words_now = BASE.replace("progress", "good progress")
    compromise = make_proposal(
        words_now,
        name="OICM 1",
        pending=False,
        accepted=words_now,
        standing=Standing.ACCEPTED,
        only_proposed=True,
    )
    waiting = make_proposal(BASE.replace("all members", "its members"), name="TUR 1")

    paragraphs = said(compiled(merged, compromise, waiting))

    assert paragraphs[1] == "All proposals together"
    assert "good\u00a0[OICM 1 (acceptance proposed)]" in paragraphs[2]
    assert "[TUR 1]" in paragraphs[2] and "MLI" not in paragraphs[2]
    assert "All proposals together" not in said(compiled(merged, compromise)), "nothing is pending"


def test_the_combined_reading_names_what_it_cannot_draw_and_what_is_settled():
    drawn = [make_proposal(), make_proposal(BASE.replace("all members", "its members"), name="MLI 1")]
    others = [
        make_proposal(name="JOR 1", amends="EGY 3"),
        make_proposal(name="SEN 1", kind=AmendmentKind.DELETE),
        make_proposal(name="OMN 1", made_on="OIC/FC"),
        make_proposal(name="TUR 1", kind=AmendmentKind.DELETE, pending=False),
    ]
    settled = make_proposal(BASE.replace("made", "seen"), name="YEM 1", standing=Standing.SETTLED)

    paragraphs = said(compiled(*drawn, *others, settled))

    assert "YEM 1" not in paragraphs[2]
    assert paragraphs[3:5] == [
        "Not drawn here, for they amend another proposal, stand on an older wording or ask for no other words:"
        " JOR 1, SEN 1, OMN 1",
        "Settled by what was accepted, and left out here: YEM 1",
    ]


def test_proposals_on_new_paragraphs_that_follow_are_not_missed_in_the_combined_reading():
    on_it = [make_proposal(), make_proposal(BASE.replace("all members", "its members"), name="MLI 1")]
    new = make_proposal("It urged.", name="JOR 1", kind=AmendmentKind.INSERT, number="12 bis")
    place = Place(LINE, (*on_it, new), following=1)

    paragraphs = said(render(Compiled(make_draft(LINE), True, [place])))

    assert not [words for words in paragraphs if words.startswith("Not drawn here")]


def test_in_an_arabic_sentence_names_and_signs_stand_in_its_direction():
    base = "رحب الاجتماع بالتقرير السنوي."
    proposals = [
        make_proposal(base.replace("السنوي", word), name=name, base=base)
        for name, word in (("EGY 1", "الأول"), ("MLI 1", "الثاني"))
    ]
    document = compiled(*proposals, language="ar", line=Line(1, base, label="12."))

    assert " أو " in said(document)[2] and "[EGY 1، MLI 1]" in said(document)[2]
    together = list(part(document, "word/document.xml").iter(f"{{{W}}}p"))[3]
    names = [run for run in together.iter(f"{{{W}}}r") if "".join(run.itertext()) in ("EGY 1", "MLI 1")]
    assert len(names) == 4
    assert all(run.find(f"{{{W}}}rPr/{{{W}}}rtl") is None for run in names)


def test_changes_in_different_places_are_no_rivals():
    other = make_proposal(BASE.replace("all members", "its members"), name="MLI 1")

    assert " or " not in said(compiled(make_proposal(), other))[2]


def test_what_stands_on_other_words_is_not_read_together():
    paragraphs = said(
        compiled(make_proposal(), make_proposal(base="Other words.", text="Other words still."))
    )

    assert "All proposals together" not in paragraphs


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"kind": AmendmentKind.DELETE}, [BASE]),
        ({"kind": AmendmentKind.INSERT, "text": "It urged.", "number": "12 bis"}, ["It urged."]),
        ({"kind": AmendmentKind.MOVE, "place": "3"}, ["To stand after 3."]),
        ({"kind": AmendmentKind.MOVE}, ["To stand at another place."]),
        ({"kind": AmendmentKind.JOIN, "place": "13"}, ["To be joined with 13."]),
        ({"kind": AmendmentKind.KEEP, "text": BASE}, ["To stay as it stands."]),
        (
            {"kind": AmendmentKind.KEEP, "base": "We thank [most warmly] all.", "text": "We thank all."},
            ["We thank [most warmly] all.", "To stay as it was before these words were put in brackets."],
        ),
    ],
)
def test_every_kind_of_proposal_says_what_it_asks_for(facts, wanted):
    head, *rest = said(compiled(make_proposal(**facts)))[1:]

    assert rest == wanted
    assert head.startswith("EGY 3 · Egypt · 12")


def test_the_cut_of_a_split_can_be_seen():
    text = BASE.replace("welcomed the", f"welcomed.{PART}The")

    assert " ¶ " in said(compiled(make_proposal(text, kind=AmendmentKind.SPLIT)))[2]


def test_a_wholly_other_wording_is_an_alternative():
    head, words = said(compiled(make_proposal("Nothing of that is kept here.")))[1:]

    assert "12 alt" in head
    assert words == "Nothing of that is kept here."


def test_an_amendment_to_a_proposal_names_it():
    assert "amends MLI 2" in said(compiled(make_proposal(amends="MLI 2")))[1]


def test_the_face_says_whether_sponsors_are_named():
    for attributed, note in ((True, "With the names"), (False, "Without the names")):
        face = "".join(part(compiled(make_proposal(), attributed=attributed), "word/masthead.xml").itertext())
        assert note in face
        assert "proposals: 1." in face


def test_without_proposals_the_text_stands_alone_and_the_face_says_so():
    document = compiled()

    assert said(document) == [f"12.\t{BASE}"]
    assert "no proposals" in "".join(part(document, "word/masthead.xml").itertext())


def test_what_is_proposed_before_everything_comes_first():
    place = Place(None, (make_proposal("It began.", kind=AmendmentKind.INSERT, number="1 ante"),))

    document = render(Compiled(make_draft(LINE), True, [place, Place(LINE, ())]))

    assert said(document)[1:] == ["It began.", f"12.\t{BASE}"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing_and_the_same_text_gives_the_same_bytes(language, tmp_path):
    proposals = [make_proposal(reason="So."), make_proposal(BASE + " And so.", name="MLI 1")]
    file = tmp_path / "compilation.docx"
    file.write_bytes(compiled(*proposals, language=language))

    assert file.read_bytes() == compiled(*proposals, language=language)
    assert judgements(file) == []


def test_an_arabic_compilation_runs_from_right_to_left():
    root = part(compiled(make_proposal(), language="ar"), "word/document.xml")

    for one in root.iter(f"{{{W}}}p"):
        leftwards = one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
        assert leftwards or re.fullmatch("[ -~]*( [ -~]*){2}", "".join(one.itertext()))  # not translated yet
    assert "صياغة جديدة" in "".join(root.itertext())


@pytest.mark.parametrize(
    ("language", "reason", "runs_otherwise"),
    [
        ("en", "كان الاجتماع دافئًا (OIC/FC).", True),
        ("ar", "The meeting was warm.", True),
        ("ar", "كان الاجتماع دافئًا.", False),
        ("fr", "La réunion fut chaleureuse.", False),
    ],
)
def test_a_reason_runs_as_it_reads_in_a_paragraph_of_its_own(language, reason, runs_otherwise, tmp_path):
    document = compiled(make_proposal(reason=reason), language=language)
    root = part(document, "word/document.xml")
    found = [one for one in root.iter(f"{{{W}}}p") if reason in "".join(one.itertext())]

    leftwards = found[0].find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
    assert leftwards is ((language == "ar") != runs_otherwise)
    runs = [one.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for one in found[0].iter(f"{{{W}}}r")]
    assert set(runs) == {leftwards}
    assert ("".join(found[0].itertext()) == reason) is runs_otherwise
    file = tmp_path / "compilation.docx"
    file.write_bytes(document)
    assert judgements(file) == []


def test_a_reason_keeps_its_line_breaks():
    assert "Reason: One.\nTwo." in said(compiled(replace(make_proposal(), reason="One.\nTwo.")))


@pytest.mark.parametrize("why", Withheld)
def test_where_proposals_may_be_withheld_the_face_says_so_and_never_that_there_are_none(why: Withheld):
    said_of_it = words.say(Language.EN, f"withheld {why}")
    for proposals in ((), (make_proposal(),)):
        document = render(Compiled(make_draft(LINE), True, [Place(LINE, proposals)], why))
        face = "".join(part(document, "word/masthead.xml").itertext())

        assert said_of_it in face
        assert "no proposals" not in face
        assert ("Other proposals" in face) is bool(proposals)


# What nobody can see ---------------------------------------------------------------------------------

SPACED = "The Meeting decided\u00a0: to welcome the progress made by all."
SEEN = SPACED.replace("\u00a0:", " :").replace("welcome", "note")


def styled(document: bytes) -> list[tuple[str, str]]:
    """Return the words that came or went in the proposals, each with its style."""
    looks = f"{{{W}}}rPr/{{{W}}}rStyle"
    return [
        (run.find(looks).get(f"{{{W}}}val"), "".join(run.itertext()))
        for run in part(document, "word/document.xml").iter(f"{{{W}}}r")
        if run.find(looks) is not None and run.find(looks).get(f"{{{W}}}val") in ("ACMDeleted", "ACMInserted")
    ]


def test_a_change_that_no_reader_sees_strikes_and_underlines_nothing_in_a_proposal():
    document = compiled(make_proposal(SEEN, base=SPACED), line=Line(1, SPACED, label="12."))

    assert styled(document) == [("ACMDeleted", "welcome"), ("ACMInserted", "note")]
    assert said(document)[-1] == "The Meeting decided : to welcomenote the progress made by all."


def test_the_combined_reading_keeps_the_base_where_the_difference_is_invisible():
    others = SPACED.replace("all.", "all members.")
    document = compiled(
        make_proposal(SEEN, base=SPACED),
        make_proposal(others, base=SPACED, name="DJI 1"),
        line=Line(1, SPACED, label="12."),
    )

    together = said(document)[2]
    assert together.startswith("The Meeting decided\u00a0: to welcome")
    assert together.count("[EGY 3]") == 2 and together.count("[DJI 1]") == 1


def test_rivals_that_differ_invisibly_alone_are_no_rivals():
    document = compiled(
        make_proposal(SPACED.replace("\u00a0:", " :"), base=SPACED),
        make_proposal(SPACED.replace("\u00a0:", "\u202f:"), base=SPACED, name="DJI 1"),
        line=Line(1, SPACED, label="12."),
    )

    assert styled(document) == []
    assert said(document)[2] == SPACED
