"""Two wordings as one list of spans."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.edits import Base, differences, replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import count, tokens
from tests.text.wordings import families, hostile, replaced


def drawn(old: str, new: str) -> str:
    """Return the comparison as one line: [-gone-] and {+come+}, ~ after what no reader sees."""
    marks = {Op.KEEP: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return "".join(marks[span.op].format(span.text + "~" * span.invisible) for span in diff_words(old, new))


def side(spans: tuple[Span, ...], other: Op) -> str:
    return "".join(span.text for span in spans if span.op is not other)


# Cases that were wrong somewhere, as a reader should see them.
EXAMPLES = [
    ("a word", "It decided to act.", "It agreed to act.", "It [-decided-]{+agreed+} to act."),
    ("a number", "100 States", "300 States", "[-100-]{+300+} States"),
    ("a year", "in 2025,", "in 2026,", "in [-2025-]{+2026+},"),
    ("a date", "by 24/11/2025.", "by 25/11/2025.", "by [-24/11/2025-]{+25/11/2025+}."),
    ("a symbol", "see A/RES/71/18", "see A/RES/71/19", "see [-A/RES/71/18-]{+A/RES/71/19+}"),
    ("brackets go", "the [strongly] held", "the strongly held", "the [-[-]strongly[-]-] held"),
    ("brackets come", "shall act now", "[shall] act now", "{+[+}shall{+]+} act now"),
    ("a bracketed word", "the [strongly] held", "the [firmly] held", "the [[-strongly-]{+firmly+}] held"),
    ("French spacing", "mot : suite", "mot\u00a0: suite", "mot[- ~-]{+\u00a0~+}: suite"),
    (
        "French spacing beside a word",
        "un mot : suite",
        "un terme\u00a0: suite",
        "un [-mot-]{+terme+}[- ~-]{+\u00a0~+}: suite",
    ),
    ("vowel marks", "قَرَّرَ الاجتماع", "قرر الاجتماع", "[-قَرَّرَ-]{+قرر+} الاجتماع"),
    ("tatweel", "وقــد قرر", "وقد قرر", "[-وقــد~-]{+وقد~+} قرر"),
    ("tatweel beside a new word", "وقــد قرر", "وقد أكد", "[-وقــد~-]{+وقد~+} [-قرر-]{+أكد+}"),
    ("presentation forms", "قال \ufefb", "قال لا", "قال [-\ufefb~-]{+لا~+}"),
    ("normal form", "l’e\u0301tat", "l’état", "[-l’e\u0301tat~-]{+l’état~+}"),
    ("digit shapes", "عام 2025", "عام ٢٠٢٥", "عام [-2025-]{+٢٠٢٥+}"),
    ("case", "the meeting", "the Meeting", "the [-meeting-]{+Meeting+}"),
    ("a word comes", "all parties", "all relevant parties", "all {+relevant +}parties"),
    ("a word goes", "all relevant parties", "all parties", "all [-relevant -]parties"),
    ("at the end", "We met", "We met today", "We met{+ today+}"),
    ("before a sign", "We met.", "We met today.", "We met{+ today+}."),
    ("a clause comes", "We met, and left.", "We met, ate, and left.", "We met,{+ ate,+} and left."),
    ("a sentence goes", "We met. We ate. We left.", "We met. We left.", "We met.[- We ate.-] We left."),
    ("a repeated clause", "the right of Y", "the right of X and of Y", "the right of {+X and of +}Y"),
    ("a run of signs", "Yes, no", "Yes – no", "Yes[-,-]{+ –+} no"),
    ("a longer space", "a b", "a  b", "a[- -]{+  +}b"),
    ("a split", "We met. We left.", "We met.\u2029We left.", "We met.[- -]{+\u2029+}We left."),
    ("a join", "We met.\u2029We left.", "We met. We left.", "We met.[-\u2029-]{+ +}We left."),
    (
        "edits on both sides of a split",
        "We met now.\u2029They left",
        "We sat here.\u2029Some went",
        "We [-met now-]{+sat here+}.\u2029[-They left-]{+Some went+}",
    ),
    (
        "three kept words between longer edits",
        "on one two three four we all act five six seven eight day",
        "on a b c d we all act e f g h day",
        "on [-one two three four we all act five six seven eight-]{+a b c d we all act e f g h+} day",
    ),
    (
        "three short words between two long ones",
        "on acknowledgements we do it unquestionably day",
        "on representations we do it overwhelmingly day",
        "on [-acknowledgements-]{+representations+} we do it [-unquestionably-]{+overwhelmingly+} day",
    ),
    (
        "a word between two brackets that are settled",
        "a [long] word [to] say",
        "a new word on say",
        "a [-[long]-]{+new+} word [-[to]-]{+on+} say",
    ),
    (
        "four kept words between longer edits",
        "on one two three four we all act now five six seven eight nine day",
        "on a b c d e we all act now f g h i j day",
        "on [-one two three four-]{+a b c d e+} we all act now [-five six seven eight nine-]{+f g h i j+} day",
    ),
    (
        "a figure between longer edits",
        "on one two three four 2030 five six seven eight day",
        "on a b c d 2030 e f g h day",
        "on [-one two three four-]{+a b c d+} 2030 [-five six seven eight-]{+e f g h+} day",
    ),
    (
        "a name between longer edits",
        "on one two three four Niger five six seven eight day",
        "on a b c d Niger e f g h day",
        "on [-one two three four-]{+a b c d+} Niger [-five six seven eight-]{+e f g h+} day",
    ),
    (
        "as many kept words as the edits have",
        "on one two three we all act five six seven day",
        "on a b c we all act e f g day",
        "on [-one two three-]{+a b c+} we all act [-five six seven-]{+e f g+} day",
    ),
    (
        "a clause before and one after",
        "Calls for an immediate and permanent ceasefire in Gaza;",
        "Recalling its many resolutions on the question, and calls made for it before, Calls for an immediate and "
        "permanent ceasefire in Gaza, and demands that all parties comply with it in full and without any delay;",
        "{+Recalling its many resolutions on the question, and calls made for it before, +}Calls for an immediate and "
        "permanent ceasefire in Gaza{+, and demands that all parties comply with it in full and without any delay+};",
    ),
    (
        "a list grows",
        "peace and security",
        "peace, security and development",
        "peace[- and-]{+,+} security{+ and development+}",
    ),
    (
        "a list of States grows",
        "Welcomes Egypt, Jordan and Qatar to act",
        "Welcomes Egypt, Jordan, Qatar and Türkiye to act",
        "Welcomes Egypt, Jordan[- and-]{+,+} Qatar {+and Türkiye +}to act",
    ),
    (
        "a list of States shrinks",
        "Welcomes Egypt, Jordan, Qatar and Türkiye to act",
        "Welcomes Egypt, Jordan and Qatar to act",
        "Welcomes Egypt, Jordan[-,-]{+ and+} Qatar [-and Türkiye -]to act",
    ),
    ("a bracket is chosen", "[shall][should][may] act", "should act", "[-[shall][-]should[-][may]-] act"),
    ("a bracket goes", "[shall][should][may]", "[shall][may]", "[shall][-[should]-][may]"),
    (
        "one of two is chosen and another bracket goes",
        "[shall][should] provide support [new]",
        "shall provide support",
        "[-[-]shall[-][should]-] provide support[- [new]-]",
    ),
    ("our own marks", "a [-b-] c", "a {+b+} c", "a [-[-b-]-]{+{+b+}+} c"),
    ("nothing left", "all of it", "", "[-all of it-]"),
    ("nothing before", "", "all of it", "{+all of it+}"),
    ("only spaces", " ", "\u00a0", "[- ~-]{+\u00a0~+}"),
    ("a soft hyphen of its own", "\u00ad", "", "[-\u00ad~-]"),
    (
        "a phrase written anew is one mark, what it keeps stays",
        "The Meeting decided to remain seized of the matter.",
        "The Meeting will keep the matter under review.",
        "The Meeting [-decided to remain seized of-]{+will keep+} the matter{+ under review+}.",
    ),
    (
        "two changes far apart are two",
        "The Meeting strongly urged all States to ratify the treaty without delay.",
        "The Meeting urged all States to ratify the agreement without delay.",
        "The Meeting [-strongly -]urged all States to ratify the [-treaty-]{+agreement+} without delay.",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), [each[1:] for each in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_a_comparison_reads_as_a_person_would_mark_it(old: str, new: str, expected: str) -> None:
    assert drawn(old, new) == expected


def test_a_rename_everywhere_marks_the_name_and_nothing_else() -> None:
    old = "The Conference met. The Conference decided. The Conference left."
    new = old.replace("Conference", "Organization")
    mark = "[-Conference-]{+Organization+}"
    assert drawn(old, new) == old.replace("Conference", mark)


@given(families(most=1))
@example(("a a a b", ["a a b"]))
def test_spans_rebuild_both_wordings_to_the_byte(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    spans = diff_words(old, new)
    assert side(spans, Op.INSERT) == old
    assert side(spans, Op.DELETE) == new
    assert all(span.text for span in spans)


@given(hostile, hostile)
def test_spans_rebuild_any_two_texts_to_the_byte(old: str, new: str) -> None:
    spans = diff_words(old, new)
    assert side(spans, Op.INSERT) == old
    assert side(spans, Op.DELETE) == new


@given(replaced(apart=5), st.sampled_from(["new", "new" * 60]))
def test_words_replaced_far_apart_are_marked_and_no_word_beside_them(
    drawn: tuple[list[str], list[int]], word: str
) -> None:
    words, places = drawn
    between = [words[left + 1 : right] for left, right in pairwise(places)]
    assume(all(count(" ".join(kept)) > 2 for kept in between))
    new = [f"{word}{at}" if at in places else old for at, old in enumerate(words)]
    spans = diff_words(" ".join(words), " ".join(new))
    marked = {
        op: [token for span in spans if span.op is op for token in tokens(span.text) if not token.isspace()]
        for op in Op
    }
    assert marked[Op.INSERT] == [f"{word}{at}" for at in places]
    assert marked[Op.DELETE] == [token for at in places for token in tokens(words[at])]


@given(families(most=1))
def test_nothing_is_marked_when_nothing_changed(family: tuple[str, list[str]]) -> None:
    text = family[0]
    assert diff_words(text, text) == ((Span(Op.KEEP, text),) if text else ())


@given(families(most=1))
def test_no_word_is_ever_divided(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    spans = diff_words(old, new)
    for text, other in ((old, Op.INSERT), (new, Op.DELETE)):
        seams, at = {0}, 0
        for token in tokens(text):
            at += len(token)
            seams.add(at)
        at = 0
        for span in spans:
            if span.op is not other:
                at += len(span.text)
                assert at in seams


@given(families(most=1))
@example(("of\u00a0The 10", ["of \u00a0The The 10"]))
def test_a_deletion_comes_before_its_insertion_and_kept_text_in_one_span(
    family: tuple[str, list[str]],
) -> None:
    old, (new,) = family
    for left, right in pairwise(diff_words(old, new)):
        assert (left.op, right.op) != (Op.KEEP, Op.KEEP)
        if left.op is Op.INSERT and right.op is not Op.KEEP:
            assert left.invisible != right.invisible


@given(families(most=1))
def test_what_is_called_invisible_reads_the_same_on_both_sides(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    unseen = tuple(span for span in diff_words(old, new) if span.invisible)
    assert as_read(side(unseen, Op.INSERT)) == as_read(side(unseen, Op.DELETE))


@given(families(most=1))
def test_texts_that_read_alike_word_by_word_show_no_visible_mark(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    if [as_read(token) for token in tokens(old)] == [as_read(token) for token in tokens(new)]:
        assert all(span.invisible for span in diff_words(old, new) if span.op is not Op.KEEP)


@given(
    st.sampled_from(["وقــد أكـد", "l’e\u0301tat : mot", "a\tb \ufefb", "co\u00adop"]),
    st.sampled_from(["x ", ""]),
)
def test_a_text_spelt_as_it_reads_shows_no_visible_mark(text: str, head: str) -> None:
    spans = diff_words(head + text, head + as_read(text))
    assert [span for span in spans if span.op is not Op.KEEP]
    assert all(span.invisible for span in spans if span.op is not Op.KEEP)


@given(families(most=1))
def test_a_base_divided_once_gives_the_same_differences(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    base = Base(old)
    assert [base.differences(new) for _ in range(4)] == 4 * [differences(old, new)]


@given(families(most=1))
def test_moving_an_edit_to_a_better_place_changes_nothing_else(family: tuple[str, list[str]]) -> None:
    old, (new,) = family
    found, settled = differences(old, new), replacements(old, new)
    for first, last in ((0, 1), (2, 3)):
        lengths = [sum(piece[last] - piece[first] for piece in pieces) for pieces in (found, settled)]
        assert lengths[0] == lengths[1]
    at = 0
    parts = []
    for start, end, new_start, new_end in settled:
        parts += [old[at:start], new[new_start:new_end]]
        at = end
    assert "".join((*parts, old[at:])) == new


def test_without_bridging_a_small_word_between_two_edits_stays() -> None:
    old, new = "It decided to convene", "It agreed to assemble"
    assert len(replacements(old, new)) == 1
    assert len(replacements(old, new, bridged=False)) == 2
