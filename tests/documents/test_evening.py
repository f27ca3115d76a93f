"""The evening report as a Word file, in three languages."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents.reader import read
from acm_drafts.documents.write import evening, evening_file
from acm_drafts.documents.write.evening import (
    AgreedParagraphs,
    DecidedProposal,
    Done,
    Due,
    EveningText,
    HeldSitting,
    OpenParagraph,
    Reached,
    ReservationStep,
    SectionCounts,
    SilenceStep,
    Step,
)
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.progress import Counts, Length, ProgressClass
from acm_drafts.negotiation.terms import SittingResult, Standing
from acm_drafts.services.evening_reports import ANSWERS, TEXT_ACTS
from acm_drafts.text.language import Language

BODY = BodyTitle("", "ambassadorial", "new-york")
SITTING = Reached(BODY, 3, ad_referendum=True)
COUNTS = Counts({ProgressClass.AGREED: 2, ProgressClass.OPEN: 1}, 1)


def made(language: str = "en", **facts: object) -> EveningText:
    given: dict[str, object] = {
        "face": DraftText("Communiqué", "OIC/FC/Rev.1", "revised-draft", language, "2026-11-09", ()),
        "day": "2026-11-09",
        "spoken": Language.EN,
        "counts": COUNTS,
        "sections": [SectionCounts("", Counts({ProgressClass.OPEN: 1})), SectionCounts("Health", COUNTS)],
        "agreed_by": [
            (BodyTitle("", "ambassadorial", ""), 1),
            (BodyTitle("", "ambassadorial", "washington"), 1),
        ],
        "length": Length(240, 3, 120),
        "done": Done(
            received=[("EGY 3", "12"), ("MYS 1", ""), ("IRN 2", "19")],
            withdrawn=[("IRN 2", "19"), ("QAT 1", "")],
            cosponsors=[
                Step("evening cosponsor joined", "Pakistan", "12", proposal="EGY 3"),
                Step("evening cosponsor left", "Senegal", "12", proposal="EGY 3"),
            ],
            decided=[
                DecidedProposal("TUR 2", "4", Standing.REJECTED, SITTING),
                DecidedProposal("SEN 1", "5", Standing.ACCEPTED, None),
            ],
            agreed=[AgreedParagraphs("7", SITTING), AgreedParagraphs("8, 9", SITTING)],
            undone=[("KWT 1", "11"), ("", "14–16")],
            reopened=[
                Step("evening reopened", number="2"),
                Step("evening reopened and voided", number="17"),
                Step("evening reopening undone", number="18"),
            ],
            text=[
                Step("evening circulated", "OIC/FC/Rev.1"),
                Step("evening adopted", "OIC/FC/Final", by=Reached(BODY, 3)),
                Step("evening corrigendum", "OIC/FC/Final/Corr.1", "13 (a)"),
            ],
            lifted=[Step("evening lifted", "Pakistan", "3", proposal="OICM 3")],
            answers=[
                Step("evening objects", "Türkiye", proposal="TUR 2"),
                Step("evening confirmed", "Note verbale", "4", Reached(BODY, 3)),
            ],
            sittings=[
                HeldSitting(SITTING, {SittingResult.REFERRED: ["3", "4 (a)"]}),
                HeldSitting(Reached(BODY, 4), {}, [("IDN 2", "9")], ["5", "6"]),
            ],
            silence=[
                SilenceStep("evening silence broken", BODY, "6", name="Guinea"),
                SilenceStep("evening silence broken", BODY, "20", name="Mali", is_public=False),
            ],
            reservations=[ReservationStep("Pakistan", "30 (a)", "entered", is_public=False)],
        ),
        "due": [Due("evening deadline", "2026-11-10", "18:00", "New York", "3")],
        "open": [
            OpenParagraph("12", ProgressClass.OPEN, ["EGY 3"]),
            OpenParagraph("13", ProgressClass.NEARLY),
            OpenParagraph("20", ProgressClass.OPEN, broken=["Guinea", "Mali"], not_public={"Mali"}),
        ],
    }
    return EveningText(**(given | facts))


def said(report: EveningText) -> list[str]:
    return [paragraph.final or "" for paragraph in read(evening_file.render(report)).paragraphs]


def test_it_tells_progress_the_day_what_is_next_and_what_is_open():
    assert evening.title_of(made()) == "Evening report, 9 November 2026"
    words = said(made())
    for expected in (
        "Paragraphs of the draft that are agreed: 2 of 3.",
        "Of these ad referendum: 1.",
        "Agreed by level: Ambassadorial level 1, Ambassadorial level, Washington DC 1.",
        "Words: 240, 120% of the first draft.",
        "Health",
        "EGY 3 on paragraph 12",
        "MYS 1 for a new paragraph",
        "IRN 2 on paragraph 19, withdrawn on the same day",
        "IRN 2 on paragraph 19",
        "QAT 1 for a new paragraph",
        "Pakistan joined EGY 3 as co-sponsor",
        "Senegal left the co-sponsors of EGY 3",
        "TUR 2 on paragraph 4: rejected (Ambassadorial level, New York, sitting 3, ad referendum)",
        "SEN 1 on paragraph 5: acceptance proposed",
        "Agreed: 7, 8, 9 (Ambassadorial level, New York, sitting 3, ad referendum)",
        "No longer counts: a decision on KWT 1 on paragraph 11",
        "No longer counts: a decision on 14–16",
        "OIC/FC/Rev.1 circulated",
        "The text was adopted as OIC/FC/Final (Ambassadorial level, New York, sitting 3)",
        "Corrigendum issued: OIC/FC/Final/Corr.1 (paragraph 13 (a))",
        "OICM 3 lifts a bracket in paragraph 3 over Pakistan",
        "Türkiye objects to the compromise for TUR 2",
        "Agreement ad referendum on 4 confirmed by Note verbale (Ambassadorial level, New York, sitting 3)",
        "Ambassadorial level, New York, sitting 4: agreed 5, 6",
        "Ambassadorial level, New York, sitting 4: decided: IDN 2 on paragraph 9",
        "Reopened: paragraph 2",
        "Reopened: paragraph 17; the reopening was voided on the same day and no longer counts",
        "The reopening of paragraph 18 no longer counts",
        "Ambassadorial level, New York, sitting 3, ad referendum: referred 3, 4 (a)",
        "Ambassadorial level, New York: Guinea broke the silence on 6",
        "Ambassadorial level, New York: Mali broke the silence on 20 (not public)",
        "Paragraph 20: open, silence broken by Guinea, Mali (not public)",
        "Pakistan: entered on paragraph 30 (a) (not public)",
        "10 November 2026, 18:00 (New York): deadline of round 3",
        "Paragraph 12: open; EGY 3",
        "Paragraph 13: nearly agreed",
    ):
        assert expected in words


def test_an_empty_day_says_so():
    words = said(made(done=Done(), due=(), open=(), counts=None, sections=()))

    assert words.count("None.") == 12 + 2
    assert not any("that are agreed" in line for line in words)


@pytest.mark.parametrize("language", list(Language))
def test_every_part_has_its_words_in_each_language_and_the_bytes_are_the_same(language: Language):
    report = made(language.value)

    assert evening_file.render(report) == evening_file.render(report)
    assert evening.title_of(report) in said(report) or language is not Language.EN


@pytest.mark.parametrize(
    ("language", "mark"), [("en", "not public"), ("fr", "non public"), ("ar", "غير معلن")]
)
def test_a_break_that_not_all_are_told_of_is_marked_in_each_language(language: str, mark: str):
    marked = [line for line in said(made(language)) if line.endswith(f"({mark})") and "Mali" in line]
    assert len(marked) == 2


def test_every_word_of_a_step_is_said_in_each_language():
    steps = [
        *(
            Step(f"evening {word}", "Egypt", "13 (a)", Reached(BODY, 3), "EGY 1")
            for word in TEXT_ACTS.values()
        ),
        *(Step(f"evening {word}", "Egypt", "13 (a)", proposal="EGY 1") for word in ANSWERS.values()),
    ]
    for language in Language:
        words = said(made(language.value, done=Done(text=steps)))
        assert len([line for line in words if "Egypt" in line]) >= len(steps) - 1
    assert any("13 (أ)" in line for line in said(made("ar")))


def test_its_head_in_word_bears_its_own_day_and_not_that_of_the_draft():
    with ZipFile(BytesIO(evening_file.render(made(day="2026-11-12")))) as package:
        names = (name for name in package.namelist() if "header" in name or "masthead" in name)
        head = "".join(package.read(name).decode() for name in names)
    assert "12 November 2026" in head and "9 November" not in head
