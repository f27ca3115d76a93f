"""An old file undoes nothing that was agreed since: its changes are carried over, and what is lost is told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acm_drafts.negotiation.file_pairing import pair
from acm_drafts.negotiation.file_rebase import Rebased, rebase
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import Verdict
from acm_drafts.text.align import Link
from acm_drafts.text.language import as_read
from tests.negotiation.test_file_changes import ASKED, CALLED, INVITED, NOTED, WELCOMES, alike, lines, texts
from tests.text.wordings import bases


def draft(*texts: str) -> tuple[Line, ...]:
    """Return a draft with an identity for each line: 101, 102 …"""
    return tuple(replace(line, paragraph=100 + number) for number, line in enumerate(lines(*texts), 1))


def rebased(old: Sequence[Line], file: Sequence[str], now: Sequence[Line], **facts: object) -> Rebased:
    new = lines(*file)
    return rebase(old, new, pair(old, new), now=now, **facts)


def told(found: Rebased) -> list[tuple[str, Verdict]]:
    return [(loss.difference.key, loss.verdict) for loss in found.losses]


def words(found: Rebased) -> list[str]:
    return [line.text for line in found.lines]


OLD = draft(WELCOMES, NOTED, INVITED)


def test_what_was_agreed_since_stays_and_what_the_file_changed_comes_on_top():
    now = (replace(OLD[0], text=WELCOMES.replace("trade", "transport")), *OLD[1:])

    found = rebased(OLD, [WELCOMES.replace("progress", "real progress"), NOTED, INVITED], now)

    assert words(found) == [
        WELCOMES.replace("trade", "transport").replace("progress", "real progress"),
        NOTED,
        INVITED,
    ]
    assert found.known == ((0, 0), (1, 1), (2, 2))
    assert found.sources == (0, 1, 2)
    assert told(found) == []


def test_what_is_in_the_text_already_is_absorbed():
    changed = WELCOMES.replace("trade", "transport")

    found = rebased(OLD, [changed, NOTED, INVITED], (replace(OLD[0], text=changed), *OLD[1:]))

    assert words(found) == [changed, NOTED, INVITED]
    assert told(found) == [("replace1", Verdict.ABSORBED)]


def test_what_stands_against_a_decision_is_overtaken_and_what_is_gone_is_orphaned():
    now = (replace(OLD[0], text=WELCOMES.replace("trade", "transport")), OLD[2])
    file = [WELCOMES.replace("trade", "tourism"), NOTED.replace("report", "long report"), INVITED]

    found = rebased(OLD, file, now)

    assert words(found) == [now[0].text, INVITED]
    assert told(found) == [("replace1", Verdict.OVERTAKEN), ("replace2", Verdict.ORPHANED)]


def test_a_new_paragraph_stands_after_the_line_that_it_followed():
    now = (Line(200, CALLED), OLD[1], OLD[0], OLD[2])

    found = rebased(OLD, [WELCOMES, ASKED, NOTED, INVITED], now)

    assert words(found) == [CALLED, NOTED, WELCOMES, ASKED, INVITED]
    assert found.sources == (None, 2, 0, 1, 3)


def test_what_follows_a_new_paragraph_that_came_in_since_stands_after_it():
    now = (*OLD, Line(200, CALLED))

    found = rebased(OLD, [WELCOMES, CALLED, ASKED, NOTED, INVITED], now)

    assert words(found) == [WELCOMES, NOTED, INVITED, CALLED, ASKED]
    assert told(found) == [("insert-2", Verdict.ABSORBED)]


def test_all_new_paragraphs_after_a_deleted_paragraph_lapse():
    found = rebased(OLD, [WELCOMES, CALLED, ASKED, NOTED, INVITED], OLD[1:])

    assert words(found) == [NOTED, INVITED]
    assert told(found) == [("insert-2", Verdict.ORPHANED), ("insert-3", Verdict.ORPHANED)]


def test_an_edit_of_a_paragraph_that_was_split_since_follows_its_words():
    old = draft(f"{NOTED} {CALLED}", INVITED)
    now = (replace(old[0], text=NOTED), Line(300, CALLED), old[1])
    file = [f"{NOTED} {CALLED.replace('civilians', 'all civilians')}", INVITED]

    found = rebased(old, file, now, descents=[(300, 101)])

    assert words(found) == [NOTED, CALLED.replace("civilians", "all civilians"), INVITED]


def test_changes_partly_in_the_text_are_reported_with_their_number():
    some = WELCOMES.replace("trade", "transport")
    both = some.replace("progress", "real progress")

    found = rebased(OLD, [both, NOTED, INVITED], (replace(OLD[0], text=some), *OLD[1:]))

    assert words(found)[0] == both
    assert [(loss.verdict, loss.done, loss.total) for loss in found.losses] == [(Verdict.PARTLY, 1, 2)]


@pytest.mark.thorough
@given(texts())
@settings(max_examples=80, deadline=None)
def test_where_the_draft_is_the_same_the_file_comes_out_as_it_is(two):
    old, new = two
    old = tuple(replace(line, paragraph=100 + number) for number, line in enumerate(old))
    found = rebase(old, new, pair(old, new), now=old)
    already = [loss for loss in found.losses if loss.verdict is Verdict.ABSORBED]

    assert len(found.losses) == len(already)
    if not already:
        assert len(found.lines) == len(new)
        assert all(alike(one.text, other.text, old) for one, other in zip(found.lines, new, strict=True))


@given(st.lists(bases, min_size=2, max_size=5, unique_by=as_read), st.data())
@settings(max_examples=60, deadline=None)
def test_what_was_agreed_since_and_what_the_file_changed_elsewhere_both_stand(paragraphs, data):
    good = [" ".join(text.split()) for text in paragraphs]
    whose = data.draw(st.lists(st.sampled_from(["file", "now", ""]), min_size=len(good), max_size=len(good)))

    def by(side):
        return [
            f"{text} Indeed {side}." if own == side else text for own, text in zip(whose, good, strict=True)
        ]

    old, now = draft(*good), draft(*by("now"))
    new = lines(*by("file"))
    found = rebase(old, new, [Link((i,), (i,), 100.0) for i in range(len(old))], now=now)

    assert words(found) == [
        f"{text} Indeed {own}." if own else text for own, text in zip(whose, good, strict=True)
    ]
    assert found.losses == ()


@pytest.mark.thorough
@given(texts())
@settings(max_examples=80, deadline=None)
def test_a_file_that_changed_nothing_changes_nothing_of_any_later_text(two):
    old, now = two
    old = tuple(replace(line, paragraph=100 + number) for number, line in enumerate(old))
    now = tuple(replace(line, paragraph=100 + number * 2) for number, line in enumerate(now))
    found = rebase(old, old, pair(old, old), now=now)

    assert [line.text for line in found.lines] == [line.text for line in now]
    assert found.losses == ()
