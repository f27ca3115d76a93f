"""A file is read in a process of its own: the same comes out, within bounds, and nothing of the house goes in."""

import os
from pathlib import Path

import pytest

from acm_drafts.documents.read import files, incoming
from acm_drafts.documents.sandbox import GIVES_WAY, FileReader
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.negotiation.file_pairing import pair
from acm_drafts.negotiation.lines import Line
from acm_drafts.text.language import Language
from tests.documents.making import make_change, make_docx, make_paragraph, make_part

WORDS = (
    "meeting report progress trade finance bank youth wheat storage vaccines fishing waters session".split()
)


def lines(number: int) -> list[Line]:
    """Return lines that share words and are none like another."""
    return [Line(0, " ".join(WORDS[(n * k + k) % 13] for k in range(1, 40)) + f" {n}") for n in range(number)]


def tracked() -> bytes:
    comments = '<w:comment w:id="7" w:author="Capital">' + make_paragraph("As agreed.") + "</w:comment>"
    return make_docx(
        make_paragraph(
            '<w:commentRangeStart w:id="7"/>', "1. It noted ", make_change("ins", "with joy "), "all."
        ),
        make_paragraph(make_change("del", "2. It closed.")),
        make_paragraph("مصر رحّبت بالتقرير."),
        comments=make_part("comments", comments),
    )


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", tracked()), ("a.txt", b"1. It noted.\n\n(a) It closed.")]
)
def test_the_sandbox_returns_the_same_result_as_reading_in_process(name: str, data: bytes):
    facts = {"language": Language.EN, "title": ""}

    with FileReader() as process:
        assert process.read(name, data, **facts) == incoming.read(name, data, **facts)


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", tracked()), ("a.txt", b"1. It noted.\n\n(a) It closed.")]
)
def test_the_blocks_of_a_file_come_back_as_they_would_be_read_here(name: str, data: bytes):
    with FileReader() as process:
        assert process.blocks(name, data) == files.blocks_of(name, data)


def test_lines_are_paired_as_they_would_be_here():
    old, new = lines(12), [*lines(12)[3:], *lines(3)]

    with FileReader() as process:
        assert process.pair(old, new, [(0, 5)]) == pair(old, new, [(0, 5)])


def test_a_refusal_comes_back_with_what_fills_it_so_that_it_can_be_translated():
    with FileReader() as process, pytest.raises(UnreadableFile) as told:
        process.read("a.txt", b"word\n\n" * 2001, language=Language.EN, title="")

    why = told.value.facts["why"]
    assert why.msgid == "it has %(lines)s lines; a page can show at most %(most)s"
    assert why.facts == {"lines": 2001, "most": 2000}
    assert told.value.next_step == "Divide it, for example by chapters, and send each part by itself."


def a_large_file() -> bytes:
    return make_docx(
        *(make_paragraph(f"It noted {n} of {n * n % 9973} and {n * 7919 % 99991}.") for n in range(60_000))
    )


def a_slow_file() -> bytes:
    return "\n\n".join(f"{number}. It" for number in range(400_000)).encode()


def test_a_file_that_needs_more_memory_than_it_is_given_is_refused_in_a_sentence():
    with FileReader(memory=60_000_000) as process, pytest.raises(UnreadableFile, match="more memory or time"):
        process.read("a.docx", a_large_file(), language=Language.EN, title="")


@pytest.mark.thorough
def test_a_file_that_needs_too_much_processor_time_is_stopped_while_the_caller_hears_of_progress():
    beats: list[int] = []

    with (
        FileReader(lambda: beats.append(1), seconds=1, every=0.05) as process,
        pytest.raises(UnreadableFile, match="more memory or time"),
    ):
        process.read("a.txt", a_slow_file(), language=Language.EN, title="")

    assert beats


def test_the_process_receives_no_secrets_and_ends_afterwards(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "a key that nobody else may know")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere")

    with FileReader() as process:
        process.pair([], [], [])
        pid = process._process.pid
        told = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"PYTHONPATH" in told
    assert b"SECRET_KEY" not in told
    assert b"DATABASE_URL" not in told
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_process_gives_way_to_whoever_waits_for_a_page():
    with FileReader() as process:
        process.pair([], [], [])
        niceness = os.getpriority(os.PRIO_PROCESS, process._process.pid)
    assert niceness == min(19, os.getpriority(os.PRIO_PROCESS, 0) + GIVES_WAY)


def test_two_at_once_are_enough_and_the_third_waits_for_its_turn():
    first, second = FileReader().__enter__(), FileReader().__enter__()
    turns: list[str] = []

    def wait() -> None:
        turns.append("waited")
        if len(turns) == 2:
            first.__exit__()

    with FileReader(wait, every=0.05):
        assert turns[:2] == ["waited", "waited"]
    second.__exit__()
