"""What was read of a file goes through JSON and is still what it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read import packing
from acm_drafts.documents.read.incoming import Incoming, IncomingLine
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.align import Link

WORDS = st.text(max_size=20)
LINES = st.builds(
    Line,
    paragraph=st.just(0),
    text=WORDS,
    kind=st.sampled_from(LineKind),
    depth=st.integers(0, 2),
    numbered=st.booleans(),
    label=WORDS,
    indent=WORDS,
)
SEVERAL = st.lists(WORDS, max_size=2).map(tuple)
ARRIVED = st.builds(
    IncomingLine, LINES, original=st.none() | WORDS, hands=SEVERAL, remarks=SEVERAL, marks=SEVERAL
)
PHRASES = st.builds(
    lambda place, text: Phrase(
        "Not imported, %(place)s: %(text)s", place=Phrase("footnote %(number)s", number=place), text=text
    ),
    st.integers(1, 9),
    WORDS,
)
FILES = st.builds(
    Incoming,
    lines=st.lists(ARRIVED, max_size=3).map(tuple),
    gone=st.lists(ARRIVED, max_size=2).map(tuple),
    identifier=WORDS,
    notes=st.lists(WORDS | PHRASES, max_size=2).map(tuple),
)


def through_json(value: object) -> object:
    return json.loads(json.dumps(packing.packed(value)))


@pytest.mark.thorough
@given(FILES)
def test_a_file_comes_back_as_it_was(file: Incoming):
    found = packing.incoming(through_json(file))

    assert found == file
    assert [type(one) for one in found.notes] == [type(one) for one in file.notes]


@given(PHRASES)
def test_a_phrase_keeps_its_key_and_what_fills_it(phrase: Phrase):
    found = packing.phrase(through_json(phrase))

    assert (found, found.msgid, found.facts) == (str(phrase), phrase.msgid, phrase.facts)
    assert isinstance(found.facts["place"], Phrase)


def test_a_pair_of_lines_comes_back_as_it_was():
    for pair in (Link((1, 2), (3,), 87.5), Link((1,), (2,), 97.0, doubtful=True), Link((1,), (), 0.0)):
        assert packing.link(through_json(pair)) == pair


def test_a_pair_kept_before_pairs_said_it_themselves_is_doubtful_by_its_score():
    kept = {"old": [1], "new": [2], "score": 71.9}

    assert packing.link(kept) == Link((1,), (2,), 71.9, doubtful=True)
    assert packing.link(kept | {"score": 72.0}) == Link((1,), (2,), 72.0)
    assert packing.link({"old": [], "new": [2], "score": 0.0}) == Link((), (2,), 0.0)
