"""The compilation of inputs as a Word file, by question and by State, in three languages."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from acm_drafts.documents.reader import read
from acm_drafts.documents.write import inputs
from acm_drafts.documents.write.inputs import CompiledInput, CompiledInputs, Order
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.text.language import Language


def made(language: str = "en", order: Order = Order.QUESTION) -> CompiledInputs:
    return CompiledInputs(
        face=DraftText("Final Communiqué", "OIC/FC/Rev.1", "revised-draft", language, "2026-11-09", ()),
        day="2026-11-23",
        title="Role of the OIC",
        background="The Council asked.\n\nIt did so in 2009.",
        questions={1: "Which role?", 2: "Which means?", 3: "With whom?"},
        deadline=("2026-11-20", "18:00"),
        zone="New York",
        inputs=[
            CompiledInput("Egypt", ("2026-11-15", "10:00"), False, Language.AR, {1: "الوساطة.", 2: "صندوق."}),
            CompiledInput(
                "Senegal", ("2026-11-22", "11:00"), True, Language.FR, {1: "La médiation."}, ("a.txt",)
            ),
        ],
        asked=57,
        order=order,
    )


def paragraphs(compiled: CompiledInputs) -> list[str]:
    return [paragraph.final or "" for paragraph in read(inputs.render(compiled)).paragraphs]


def heads_of(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as package:
        names = (name for name in package.namelist() if "header" in name or "masthead" in name)
        return "".join(package.read(name).decode() for name in names)


def test_by_question_every_answer_stands_under_its_question_and_a_late_one_says_so():
    words = paragraphs(made())

    assert "Member States that have answered: 2 of 57" in words
    assert "Deadline: 20 November 2026, 18:00 (New York)" in words
    assert words[words.index("Question 1") :] == [
        "Question 1",
        "Which role?",
        "Egypt",
        "الوساطة.",
        "Senegal (late answer)",
        "La médiation.",
        "Question 2",
        "Which means?",
        "Egypt",
        "صندوق.",
        "Question 3",
        "With whom?",
        "No answer to this question.",
        "Attached files",
        "Senegal: a.txt",
    ]


def test_by_state_every_state_stands_with_all_it_answered():
    words = paragraphs(made(order=Order.STATE))

    assert words[words.index("Egypt") :] == [
        "Egypt",
        "Submitted 15 November 2026, 10:00",
        "Question 1",
        "الوساطة.",
        "Question 2",
        "صندوق.",
        "Senegal",
        "Submitted late, as the Mission allowed, 22 November 2026, 11:00",
        "Question 1",
        "La médiation.",
        "Attached files: a.txt",
    ]


def test_no_head_bears_symbol_or_status_of_the_text_beside_which_the_call_stands():
    heads = heads_of(inputs.render(made()))

    assert "OIC/FC" not in heads and "Revised" not in heads
    assert "Compilation of inputs, by question" in heads


def test_its_head_bears_the_day_of_the_answers_and_not_that_of_the_text():
    heads = heads_of(inputs.render(made()))

    assert "23 November 2026" in heads and "9 November" not in heads


def test_each_language_has_its_words_and_the_same_answers_give_the_same_bytes():
    assert "États membres ayant répondu\u00a0: 2 sur 57" in paragraphs(made("fr"))
    assert "الدول الأعضاء التي أجابت: 2 من أصل 57" in paragraphs(made("ar"))
    assert inputs.render(made("ar")) == inputs.render(replace(made("ar")))
