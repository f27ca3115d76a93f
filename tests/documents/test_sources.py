"""What a file of agreed language says of itself, and what is guessed."""

import json
import re
from datetime import date

import pytest

from acm_drafts.documents.read.sources import source_of, sources_in_json
from acm_drafts.negotiation.library import SourceBody, WrongSource
from acm_drafts.text.language import Language

HEAD = (
    "SYMBOL: A/RES/1/2\nTITLE: On ports\nDATE: 2010-12-16\nBODY: general-assembly\nSESSION: first\nLANG: fr"
)


def test_the_lines_at_the_head_of_a_text_are_believed_and_are_no_part_of_it():
    text = source_of("x.txt", [HEAD, "1. Prend note ;"])

    assert (text.symbol, text.title, text.body) == ("A/RES/1/2", "On ports", SourceBody.GENERAL_ASSEMBLY)
    assert (text.day, text.session, text.language) == (date(2010, 12, 16), "first", Language.FR)
    assert [(line.label, line.text) for line in text.lines] == [("1.", "Prend note ;")]


def test_a_head_of_which_each_line_is_a_block_is_read_alike():
    assert source_of("x.docx", [*HEAD.splitlines(), "1. Prend note ;"]).symbol == "A/RES/1/2"


def test_what_a_file_does_not_say_is_guessed_from_its_name_and_its_words():
    text = source_of(
        "ga_A_RES_65_140_2010.txt", ["65/140. On the sea", "The Assembly takes note of the report,"]
    )

    assert (text.symbol, text.title) == ("A/RES/65/140", "On the sea")
    assert (text.body, text.language, text.day) == (SourceBody.GENERAL_ASSEMBLY, Language.EN, None)
    assert source_of("notes.txt", ["Words."]).symbol == "notes"


def test_a_symbol_in_the_address_of_a_text_counts_where_none_is_said():
    head = "SOURCE: https://undocs.org/A/RES/67/264, read elsewhere\nLANG: en\nNOTE: none"
    assert source_of("x.txt", [head, "Words."]).symbol == "A/RES/67/264"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("DATE: 16 December 2010", "its date is not written like 2010-12-16: “16 December 2010”"),
        ("DATE: 2020-02-30", "its date is a day that does not exist: 2020-02-30"),
        ("BODY: parliament", "its body is called “parliament”, which is none of these: general-assembly, "),
        ("LANG: de", "its language is called “de”; write en (English), fr (French) or ar (Arabic)"),
        ("LANG: " + "de" * 100, f"its language is called “{'de' * 20}”;"),
    ],
)
def test_a_head_that_says_what_cannot_be_is_refused_with_what_can(line: str, what: str):
    with pytest.raises(WrongSource, match=re.escape(what)):
        source_of("x.txt", [f"SYMBOL: A\n{line}", "Words."])


def test_the_languages_that_a_refusal_names_are_all_there_are():
    with pytest.raises(WrongSource) as refused:
        source_of("x.txt", ["LANG: de", "Words."])
    assert all(f"{own.value} (" in str(refused.value) for own in Language)


def test_json_holds_one_source_or_many_with_labels_and_kinds():
    source = {
        "symbol": "S/RES/1 (1946)",
        "date": "1946-01-25",
        "paragraphs": [
            {"kind": "heading", "text": "On committees"},
            "The Council recalls its charter and the rules of it,",
            {"label": "1.", "text": "Decides;"},
        ],
    }
    for content in (source, [source], {"sources": [source]}):
        (text,) = sources_in_json(json.dumps(content).encode())
        assert (text.symbol, text.title, text.body) == ("S/RES/1 (1946)",) * 2 + (
            SourceBody.SECURITY_COUNCIL,
        )
        assert [line.label for line in text.lines] == ["", "", "1."]
        assert [line.numbered for line in text.lines] == [False, False, True]


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "7",
        "[]",
        '{"sources": []}',
        '{"symbol": "A"}',
        '{"symbol": 7, "paragraphs": []}',
        '{"symbol": "A", "paragraphs": [7]}',
        '{"symbol": "A", "paragraphs": [{"text": ""}]}',
        '{"symbol": "A", "paragraphs": [{"text": "x", "kind": "chapter"}]}',
        '{"symbol": "A", "date": "soon", "paragraphs": ["x"]}',
        '{"symbol": "A", "language": "de", "paragraphs": ["x"]}',
        "[" * 100_000,
    ],
)
def test_json_of_another_shape_is_refused_in_a_sentence(content: str):
    with pytest.raises(WrongSource) as refused:
        list(sources_in_json(content.encode()))
    assert str(refused.value)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"symbol": "A",\n "title" "B"}', "not written as a .json is (line 2, character 10)"),
        (b"{", "(line 1, character 2)"),
        (b'{"symbol": "\xff"}', "not written as a .json is; a text can be added as .docx or .txt too"),
        (b"[" * 100_000, "not written as a .json is; a text"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place_where_it_can_be_told(data: bytes, what: str):
    with pytest.raises(WrongSource, match=re.escape(what)):
        list(sources_in_json(data))
