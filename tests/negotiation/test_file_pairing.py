"""Words pair the lines of a file with those of the draft, numbers help, and what is certain counts more than both."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.comparison import Became, Change, compare
from acm_drafts.negotiation.file_changes import differences
from acm_drafts.negotiation.file_pairing import (
    identified,
    known_pairs,
    offered,
    pair,
    same,
    suited,
    taken_apart,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import counted
from acm_drafts.text.align import Link
from acm_drafts.text.language import as_read
from tests.negotiation.rewriting import rewritings
from tests.negotiation.test_file_changes import ASKED, CALLED, INVITED, NOTED, WELCOMES, leads, lines
from tests.text.wordings import bases, real_paragraphs


def test_a_number_that_only_one_side_sets_apart_is_no_difference():
    old = (Line(0, "2. " + WELCOMES), Line(0, NOTED, label="3."))
    new = (Line(0, WELCOMES, label="2."), Line(0, "3. " + NOTED))
    assert differences(old, new, pair(old, new)) == ()


def test_line_ends_of_a_typewriter_are_spaces_unless_the_draft_has_such():
    broken = Line(0, "The Meeting noted\n  the report.")
    assert suited(lines(WELCOMES), [broken])[0].text == "The Meeting noted the report."
    assert suited([Line(0, "One\nline.")], [broken]) == (broken,)


def test_bookmarks_and_original_words_tell_which_line_is_which():
    old, originals = (
        ["We welcome.", "We note.", "We invite."],
        [None, "We  note.", "We invite.", "We welcome."],
    )
    marks = [["other", "first"], [], [], []]

    assert known_pairs(old, originals, marks=marks, marked={"first": 0}) == [(0, 0), (1, 1), (2, 2)]
    assert known_pairs(old, originals, marks=[[]] * 4, marked={}) == [(1, 1), (2, 2), (0, 3)]


def test_a_bookmark_that_was_copied_tells_nothing_and_neither_do_words_that_stand_twice():
    marks = [["first"], ["first"]]

    assert known_pairs(["We note.", "We note."], [None, "We note."], marks=marks, marked={"first": 0}) == []


def test_what_is_known_for_certain_counts_more_than_words():
    old, new = lines(WELCOMES, NOTED), lines(INVITED, NOTED)
    assert [link.score for link in pair(old, new) if link.old and link.new] == [100.0]

    links = pair(old, new, [(0, 0)])

    assert Link((0,), (0,), 100.0) in links
    assert [one.key for one in differences(old, new, links)] == ["replace1"]


def test_a_line_known_to_be_another_is_taken_out_of_what_the_words_made_of_it():
    old, new = lines(NOTED, CALLED), lines(f"{NOTED} {CALLED}")
    told = differences(old, new, pair(old, new, [(1, 0)]))
    leads(old, new, told)
    assert Link((0, 1), (0,), 100.0) in pair(old, new, [(1, 0)])


def test_where_the_words_surely_say_otherwise_the_words_count():
    """Typed at the beginning of a paragraph, a new one takes the mark of the old one with it."""
    old, new = lines(WELCOMES, NOTED), lines(CALLED, WELCOMES, NOTED)

    assert pair(old, new, [(0, 0), (1, 2)]) == pair(old, new)
    assert pair(old, new, [(0, 2), (1, 0)]) == pair(old, new)


def test_two_lines_known_to_be_one_are_joined():
    old, new = lines(WELCOMES, NOTED), lines(INVITED)

    links = pair(old, new, [(0, 0), (1, 0)])

    assert links == (Link((0, 1), (0,), 100.0),)
    leads(old, new, differences(old, new, links))


def test_the_copy_of_a_line_that_still_stands_is_new_and_no_other_line_amended():
    like = CALLED.replace("civilians", "children")
    old = lines(WELCOMES, CALLED, NOTED, like)
    new = lines(WELCOMES, CALLED, NOTED, CALLED)

    links = pair(old, new)

    assert [(link.old, link.new) for link in links] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2,)),
        ((3,), ()),
        ((), (3,)),
    ]
    told = differences(old, new, links)
    leads(old, new, told)
    assert [(one.kind.value, one.line) for one in told] == [("delete", 4), ("insert", -4)]


def test_a_pair_taken_apart_is_a_deletion_and_a_new_paragraph():
    old = lines(WELCOMES, NOTED)
    new = lines(WELCOMES, NOTED.replace("with appreciation", "of 2026"))
    links, numbers = taken_apart(pair(old, new), {1})
    told = differences(old, new, links)
    leads(old, new, told)
    assert [one.key for one in told] == ["insert-2", "delete2"]
    assert [numbers[one.link] for one in told] == [1, 1]


def test_a_line_paired_with_nothing_stands_where_it_stood_in_its_text():
    old, new = lines(CALLED, WELCOMES, NOTED), lines(WELCOMES, INVITED, NOTED)

    assert [(link.old, link.new) for link in pair(old, new)] == [
        ((0,), ()),
        ((1,), (0,)),
        ((), (1,)),
        ((2,), (2,)),
    ]


@given(bases, st.sampled_from(["  ", "\u00a0", "\n", " \u202f"]), st.data())
def test_texts_are_the_same_as_read_however_they_are_spaced_and_else_they_are_not(text, space, data):
    typed = text.replace(" ", space)
    assert same(text, typed)
    assert same(typed, as_read(text))

    words = text.split(" ")
    words[data.draw(st.integers(0, len(words) - 1))] += "x"

    assert not same(" ".join(words), typed)


# What else speaks for a pair ---------------------------------------------------------------------

FUND = "The Meeting urged donors to pay into the fund what they pledged last year."
FUND_ANEW = "Mindful of hunger, it urged each bank to pay the farmers what had been pledged."


def doubtful(links: Sequence[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.old, link.new) for link in links if link.doubtful]


def test_a_rewritten_paragraph_between_the_same_neighbours_is_offered_and_never_decided():
    old, new = lines(WELCOMES, FUND, NOTED), lines(WELCOMES, FUND_ANEW, NOTED)
    by_words = pair(old, new)
    assert [link for link in by_words if 1 in link.old] == [Link((1,), (), 0.0)]

    assert doubtful(offered(old, new, by_words)) == [((1,), (1,))]


def test_the_same_number_under_the_same_heading_is_evidence_and_under_another_is_none():
    old = lines("# Trade", WELCOMES, FUND, INVITED, "# Aid", NOTED)
    new = lines("# Trade", WELCOMES, CALLED, FUND_ANEW, "# Aid", ASKED, NOTED)
    old = (*old[:2], replace(old[2], label="7."), *old[3:])
    new = (*new[:3], replace(new[3], label="7."), *new[4:])
    elsewhere = (*new[:3], *new[4:6], new[3], new[6])

    assert ((2,), (3,)) in doubtful(offered(old, new, pair(old, new)))
    assert doubtful(offered(old, elsewhere, pair(old, elsewhere))) == []


def test_paragraphs_that_have_only_their_place_in_common_are_strangers():
    old, new = lines(WELCOMES, CALLED, NOTED), lines(WELCOMES, "Trade grows.", NOTED)

    assert doubtful(offered(old, new, pair(old, new))) == []


def test_a_heading_and_a_paragraph_that_are_somewhat_alike_are_no_pair():
    title = "# Progress made by Member States in the field of trade and of the fund"
    old, new = (
        lines(title),
        lines("The Meeting welcomed progress made by Member States in the field of fish and trade"),
    )
    links = pair(old, new)
    assert doubtful(links) == [((0,), (0,))]

    assert offered(old, new, links) == (Link((0,), (), 0.0), Link((), (0,), 0.0))


# Identities for a text from outside --------------------------------------------------------------


def confronted(old: Sequence[Line], new: Sequence[Line]) -> tuple[Change, ...]:
    """Compare two texts as if the earlier had no identities."""
    bare = [replace(line, paragraph=0) for line in old]
    foreign, descents = identified(bare, new, pair(bare, new))
    return compare(foreign, new, descents)


def told(changes: Sequence[Change]) -> list[tuple[object, ...]]:
    """Return all that a comparison says but the identities of the earlier lines."""
    return [
        (c.became, [(line.label, line.text) for line in c.old], c.new, c.spans, c.parts, c.moved)
        for c in changes
    ]


def numbered(*texts: str) -> tuple[Line, ...]:
    return tuple(replace(line, paragraph=key) for key, line in enumerate(lines(*texts), 1))


@given(rewritings(drafts=1))
def test_a_text_compared_with_itself_under_fresh_identities_is_unchanged(made):
    draft = made.drafts[-1]

    for change in confronted(draft, draft):
        assert (change.became, change.moved, len(change.old)) == (Became.UNCHANGED, False, 1)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["ga_un_oic_cooperation_A_RES_67_264_2013", "paris_4_2015-12-04_draft", "sdg_targets_ar"]
)
def test_a_real_text_compared_with_itself_under_fresh_identities_is_unchanged(name: str):
    draft = numbered(*real_paragraphs(name))
    assert len(draft) > 40

    assert {(change.became, change.moved) for change in confronted(draft, draft)} == {
        (Became.UNCHANGED, False)
    }


THEMES = (
    WELCOMES,
    NOTED,
    INVITED,
    CALLED,
    ASKED,
    FUND,
    "It expressed its thanks to the host country for the hospitality shown to every delegation.",
    "It condemned the bombing of schools and hospitals, and demanded that those responsible be tried.",
    "It recalled the resolution on small islands and the rising sea that its tenth session adopted.",
    "It commended the women who lead cooperatives in the Sahel; it asked banks to lend to them directly.",
    "It reaffirmed that Al-Quds is central to the cause; it rejected any measure to alter its character.",
    "It took note that vaccines had reached nine countries; it invited partners to fill what is lacking.",
)


@st.composite
def revised(draw: st.DrawFn) -> tuple[tuple[Line, ...], tuple[Line, ...], list[tuple[int, int]]]:
    """A draft of distinct paragraphs and the next one: some gone, new, moved, amended in a word, split or joined."""
    keys = draw(st.permutations(range(1, len(THEMES) + 1)))
    stayed, fresh = keys[:-3], keys[-3:]
    lines = [Line(key, THEMES[key - 1]) for key in stayed]
    old, descents = counted(lines), []
    del lines[draw(st.integers(0, len(lines) - 1))]
    lines.insert(draw(st.integers(0, len(lines))), Line(fresh[0], THEMES[fresh[0] - 1]))
    lines.insert(draw(st.integers(0, len(lines))), lines.pop(draw(st.integers(0, len(lines) - 1))))
    at = draw(st.integers(0, len(lines) - 1))
    words = lines[at].text.split()
    words[draw(st.integers(1, len(words) - 2))] = "henceforth"
    lines[at] = replace(lines[at], text=" ".join(words))
    for at, line in enumerate(lines):
        first, cut, second = line.text.partition("; ")
        if cut and line.paragraph in stayed and draw(st.booleans()):
            lines[at : at + 1] = [replace(line, text=f"{first};"), Line(100 + at, second)]
            descents.append((100 + at, line.paragraph))
            break
    return old, counted(lines), descents


@given(revised())
def test_where_nothing_is_doubtful_words_tell_the_same_as_identities(drafts):
    old, new, descents = drafts
    assert not any(link.doubtful for link in pair(old, new))

    assert told(confronted(old, new)) == told(compare(old, new, descents))


@pytest.mark.parametrize("turned", [False, True])
def test_a_split_seen_from_the_other_side_is_a_join(turned: bool):
    long = numbered(f"{NOTED} {INVITED}", WELCOMES)
    short = numbered(NOTED, INVITED, WELCOMES)
    old, new = (short, long) if turned else (long, short)

    became = [change.became for change in confronted(old, new)]

    assert became == ([Became.JOINED] if turned else [Became.SPLIT] * 2) + [Became.UNCHANGED]


def test_what_has_no_partner_has_an_identity_that_no_draft_has():
    foreign, descents = identified(
        lines(WELCOMES, NOTED), numbered(NOTED), (Link((0,), (), 0.0), Link((1,), (0,), 100.0))
    )

    assert ([line.paragraph for line in foreign], descents) == ([-1, 1], ())


def test_a_line_that_was_only_broken_otherwise_is_no_change():
    draft = numbered(WELCOMES)
    broken = [replace(draft[0], text=WELCOMES.replace(" made", "\n  made"), paragraph=0)]

    assert [change.became for change in confronted(broken, draft)] == [Became.UNCHANGED]
