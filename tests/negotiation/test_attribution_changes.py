"""Whose words they are: every change finds the proposal it came from, and nobody gets another's."""

from collections.abc import Sequence
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.attribution.changes import Credited, Credits, Deed, Hand, Step, credited
from acm_drafts.negotiation.attribution.words import Mark, trace
from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.tokens import is_word, tokens
from tests.negotiation.rewriting import Rewriting, rewritings, sentences

NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")
EGYPT, MALI, OMAN = (
    Hand(name, f"2026-11-1{n}T22:00:00Z") for n, name in enumerate(("Egypt", "Mali", "Oman"))
)
BASE = "The Meeting welcomed the progress made by all members."
PROPOSALS = count(1)


def replaced(
    hand: Hand, text: str, *, base: str = BASE, paragraph: int = 1, weight: int = 0, **facts
) -> Deed:
    edit = Edit(next(PROPOSALS), AmendmentKind.REPLACE, paragraph, base=base, text=text, **facts)
    return Deed(edit, hand, weight)


def did(kind: AmendmentKind, hand: Hand, paragraph: int = 1, **facts) -> Deed:
    return Deed(Edit(next(PROPOSALS), kind, paragraph, **facts), hand)


def credits_of(old, *steps) -> Credits:
    """The credits of a text through *steps*: the deeds of each, what they make of the lines is computed."""
    told, lines = [], list(old)
    descents = []
    for deeds in steps:
        made = consolidate(lines, [deed.edit for deed in deeds if deed.weight != 1])
        assert not made.disagreements
        descents += [(part, key) for key, fate in made.fates.items() for part, _ in fate.parts]
        descents += [(fate.into, key) for key, fate in made.fates.items() if fate.into]
        lines = list(made.lines)
        told.append(Step(lines, deeds, NOBODY))
    return Credits(old, told, descents)


def changes_of(credits: Credits, old, new) -> list[tuple[str, str, str]]:
    spans = credits.spans(old, new)
    return [(span.op.value, span.text, span.hand.author) for span in spans if span.hand]


def changed(*steps, base: str = BASE) -> list[tuple[str, str, str]]:
    credits = credits_of([Line(1, base)], *steps)
    return changes_of(credits, [Line(1, base)], list(credits._steps[-1].lines))


def test_words_with_lifted_brackets_belong_to_their_sponsor_and_are_dated_by_the_lifting():
    plain = BASE.replace("progress", "great progress")
    kept = replaced(EGYPT, plain, bracketed=True)
    printed = BASE.replace("progress", "[great] progress")
    credits = credits_of([Line(1, BASE)], [kept], [replaced(OMAN, plain, base=printed)])

    spans = credits.spans([Line(1, BASE)], list(credits._steps[-1].lines))

    assert [(span.text, span.hand) for span in spans if span.hand] == [
        ("great ", Hand(EGYPT.author, OMAN.at)),
    ]


def test_each_of_two_accepted_edits_of_a_paragraph_belongs_to_its_sponsor():
    deeds = [
        replaced(EGYPT, BASE.replace("welcomed", "warmly welcomed")),
        replaced(MALI, BASE.replace("all members", "all its members")),
    ]

    assert changed(deeds) == [("insert", "warmly ", "Egypt"), ("insert", "its ", "Mali")]


def test_an_edit_of_two_delegations_names_both_and_the_later_decision():
    text = BASE.replace("progress", "steady progress")
    credits = credits_of([Line(1, BASE)], [replaced(EGYPT, text), replaced(MALI, text)])

    (hand,) = {span.hand for span in credits.spans([Line(1, BASE)], [Line(1, text)]) if span.hand}
    assert hand == Hand("Egypt, Mali", MALI.at)


def test_of_a_compromise_each_gets_what_was_taken_from_it_and_the_mission_the_rest():
    made = "The Meeting warmly welcomed the progress made by its members in 2026."
    deeds = [
        replaced(EGYPT, BASE.replace("welcomed", "warmly welcomed"), weight=1),
        replaced(MALI, BASE.replace("all members", "its members"), weight=1),
        replaced(NOBODY, made, weight=2),
    ]

    assert changed(deeds) == [
        ("insert", "warmly ", "Egypt"),
        ("delete", "all", "Mali"),
        ("insert", "its", "Mali"),
        ("insert", " in 2026", "Mission"),
    ]


def test_over_several_drafts_each_word_keeps_who_brought_it():
    first = BASE.replace("welcomed", "warmly welcomed")
    second = first.replace("all members", "all its members")

    steps = [replaced(EGYPT, first)], [replaced(MALI, second, base=first)]

    assert changed(*steps) == [("insert", "warmly ", "Egypt"), ("insert", "its ", "Mali")]


def test_a_word_that_came_and_went_again_is_nobodys_change():
    first = BASE.replace("welcomed", "warmly welcomed")

    assert changed([replaced(EGYPT, first)], [replaced(MALI, BASE, base=first)]) == []


def test_a_new_paragraph_belongs_to_its_sponsor_and_a_later_edit_to_the_editor():
    new = Line(2, "It urged all.")
    credits = credits_of(
        [Line(1, BASE)],
        [did(AmendmentKind.INSERT, EGYPT, 2, text="It urged all.", after=1)],
        [replaced(MALI, "It urged them all.", base="It urged all.", paragraph=2)],
    )

    assert credits.inserted(new) == EGYPT
    assert changes_of(credits, [], [Line(2, "It urged them all.")]) == [
        ("insert", "It urged ", "Egypt"),
        ("insert", "them ", "Mali"),
        ("insert", "all.", "Egypt"),
    ]


def test_each_deletion_split_and_join_belongs_to_its_sponsor():
    lines = [Line(1, "One. And more."), Line(2, "Two."), Line(3, "Three."), Line(4, "Four.")]
    credits = credits_of(
        lines,
        [
            did(AmendmentKind.SPLIT, EGYPT, 1, base=lines[0].text, text=f"One.{PART}And more.", parts=(9,)),
            did(AmendmentKind.JOIN, MALI, 2, other=3),
            did(AmendmentKind.DELETE, OMAN, 4),
        ],
    )

    assert credits.deleted(lines[3]) == OMAN
    assert credits.deleted(lines[2]) == MALI
    split = changes_of(credits, lines[:1], [Line(1, "One."), Line(9, "And more.")])
    assert split == [("delete", " ", "Egypt"), ("insert", PART, "Egypt")]
    joined = changes_of(credits, lines[1:3], [Line(2, "Two. Three.")])
    assert joined == [("delete", PART, "Mali"), ("insert", " ", "Mali")]


def test_a_sub_paragraph_that_rode_along_was_moved_by_whoever_moved_its_paragraph():
    lines = [Line(1, "One:"), Line(2, "a;", LineKind.SUB, 1), Line(3, "Two."), Line(4, "Three.")]
    moves = [did(AmendmentKind.MOVE, EGYPT, 1, after=4), did(AmendmentKind.MOVE, MALI, 3, after=0)]

    credits = credits_of(lines, moves)

    assert [credits.moved(line) for line in lines[:3]] == [EGYPT, EGYPT, MALI]


def test_in_a_translation_a_change_is_credited_as_a_whole():
    first = BASE.replace("welcomed", "warmly welcomed")
    credits = credits_of([Line(1, BASE)], [replaced(EGYPT, first)])

    spans = changes_of(credits, [Line(1, "La Réunion a salué.")], [Line(1, "La Réunion a vivement salué.")])

    assert spans == [("insert", "vivement ", "Egypt")]


def test_where_only_one_of_two_wordings_is_translated_no_delegation_signs_the_change():
    first = BASE.replace("welcomed", "warmly welcomed")
    credits = credits_of([Line(1, BASE)], [replaced(EGYPT, first)]).signing_translations("Translation")
    french, warmly = "La Réunion a salué.", "La Réunion a vivement salué."

    assert changes_of(credits, [Line(1, french)], [Line(1, first)]) == [
        ("delete", french, "Translation"),
        ("insert", first, "Translation"),
    ]
    assert changes_of(credits, [Line(1, BASE)], [Line(1, warmly)]) == [
        ("delete", BASE, "Translation"),
        ("insert", warmly, "Translation"),
    ]
    assert changes_of(credits, [Line(1, BASE)], [Line(1, first)]) == [("insert", "warmly ", "Egypt")]
    assert changes_of(credits, [Line(1, french)], [Line(1, warmly)]) == [("insert", "vivement ", "Egypt")]


def test_where_a_part_of_a_split_is_not_translated_no_delegation_signs_it():
    lines = [Line(1, "One. And more.")]
    split = did(AmendmentKind.SPLIT, EGYPT, text=f"One.{PART}And more.", parts=(9,), base="One. And more.")
    credits = credits_of(lines, [split]).signing_translations("Translation")
    french = [Line(1, "Un. Et plus.")]

    for parts in ([Line(1, "Un."), Line(9, "And more.")], [Line(1, "One."), Line(9, "And more.")]):
        assert {author for *_, author in changes_of(credits, french, parts)} == {"Translation"}
    translated = [Line(1, "Un."), Line(9, "Et plus.")]
    assert {author for *_, author in changes_of(credits, french, translated)} == {"Egypt"}


def test_a_change_that_no_proposal_explains_belongs_to_the_mission():
    assert changes_of(
        Credits([Line(1, "One.")], [Step([Line(1, "Two.")], [], NOBODY)]),
        [Line(1, "One.")],
        [Line(1, "Two.")],
    ) == [
        ("delete", "One", "Mission"),
        ("insert", "Two", "Mission"),
    ]


def test_words_deleted_and_restored_by_another_keep_their_first_author():
    first = BASE.replace("welcomed", "warmly welcomed")
    third = first.replace("all members", "all its members")
    steps = (
        [replaced(EGYPT, first)],
        [replaced(MALI, BASE, base=first)],
        [replaced(OMAN, third)],
    )

    assert changed(*steps) == [("insert", "warmly ", "Egypt"), ("insert", "its ", "Oman")]


def test_a_paragraph_deleted_and_brought_back_came_from_who_brought_it_back():
    lines = [Line(1, BASE), Line(2, "It urged all.")]
    credits = credits_of(
        lines,
        [did(AmendmentKind.DELETE, EGYPT, 2)],
        [did(AmendmentKind.INSERT, MALI, 3, text="It urged all.", after=1)],
        [replaced(OMAN, "It urged all members.", base="It urged all.", paragraph=3)],
    )

    assert changes_of(credits, lines[1:], []) == [("delete", "It urged all.", "Egypt")]
    assert changes_of(credits, [], [Line(3, "It urged all members.")]) == [
        ("insert", "It urged all ", "Mali"),
        ("insert", "members", "Oman"),
        ("insert", ".", "Mali"),
    ]


def test_each_deleted_stretch_belongs_to_the_delegation_that_deleted_it():
    first = BASE.replace("the progress ", "")

    steps = [replaced(EGYPT, first)], [did(AmendmentKind.DELETE, MALI)]

    assert changed(*steps) == [
        ("delete", "The Meeting welcomed ", "Mali"),
        ("delete", "the progress ", "Egypt"),
        ("delete", "made by all members.", "Mali"),
    ]


def test_of_two_words_alike_either_may_be_the_one_that_came():
    spans = [Span(Op.KEEP, "the "), Span(Op.INSERT, "the "), Span(Op.KEEP, "Fund")]
    come = [("the ", EGYPT), ("the Fund", None)]

    told = credited(spans, [("the Fund", None)], come, fallback=lambda: MALI)

    assert told[1] == Credited(Op.INSERT, "the ", EGYPT)


def test_brackets_belong_to_those_who_disagree_at_their_place():
    kept = {"bracketed": True}
    deeds = [
        replaced(EGYPT, BASE.replace("welcomed", "noted"), **kept),
        replaced(MALI, BASE.replace("all members", "States"), **kept),
    ]

    assert ("noted", "Egypt") in {(text.strip(" []"), who) for _, text, who in changed(deeds)}
    assert not any("," in who for _, _, who in changed(deeds))


# Laws --------------------------------------------------------------------------------------------


@st.composite
def negotiations(draw: st.DrawFn) -> tuple[list[Line], list[list[Deed]]]:
    """A text and rounds of what can stand together, by P1, P2 …: edits, one split, deletions, what was absorbed."""
    old = [Line(key, draw(sentences)) for key in (1, 2)]
    lines, rounds, number = old, [], 0
    for _ in range(draw(st.integers(1, 3))):
        deeds: list[Deed] = []
        for line in lines:
            for _ in range(draw(st.integers(0, 3))):
                number += 1
                deed = draw(deeds_on(line, number))
                adopted = [one.edit for one in deeds if one.weight != 1]
                if deed.weight == 1 or can_join(lines, adopted, deed.edit):
                    deeds.append(deed)
        rounds.append(deeds)
        lines = list(consolidate(lines, [one.edit for one in deeds if one.weight != 1]).lines)
    return old, rounds


def can_join(lines: list[Line], adopted: list[Edit], edit: Edit) -> bool:
    splits = {one.paragraph for one in adopted if one.kind is AmendmentKind.SPLIT}
    if edit.kind is AmendmentKind.SPLIT and edit.paragraph in splits:
        return False
    return not consolidate(lines, [*adopted, edit]).disagreements


@st.composite
def deeds_on(draw: st.DrawFn, line: Line, number: int) -> Deed:
    words = line.text.split(" ")
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start, len(words)))
    kind = draw(st.sampled_from([AmendmentKind.REPLACE] * 6 + [AmendmentKind.DELETE, AmendmentKind.SPLIT]))
    hand = Hand(f"P{number}", f"2026-11-{number:02}T22:00:00Z")
    if kind is AmendmentKind.DELETE or (kind is AmendmentKind.SPLIT and not 0 < start < len(words)):
        return Deed(Edit(number, AmendmentKind.DELETE, line.paragraph, base=line.text), hand)
    if kind is AmendmentKind.SPLIT:
        text = " ".join(words[:start]) + PART + " ".join(words[start:])
        return Deed(
            Edit(number, kind, line.paragraph, base=line.text, text=text, parts=(100 + number,)), hand
        )
    put = draw(st.one_of(sentences, st.just("")))
    text = " ".join(filter(None, [*words[:start], put, *words[end:]])) or "none"
    kept = draw(st.integers(0, 5)) == 0
    weight = draw(st.sampled_from([0, 0, 0, 1, 2]))
    return Deed(Edit(number, kind, line.paragraph, base=line.text, text=text, bracketed=kept), hand, weight)


def kin(credits: Credits) -> list[tuple[list[Line], list[Line]]]:
    """What belongs together of the first draft and of the last one."""
    changes = compare(credits._old, credits._steps[-1].lines, credits._descents)
    both = [(change.old, change.parts or ((change.new,) if change.new else ())) for change in changes]
    return [(list(old), list(new)) for old, new in dict.fromkeys(both)]


@given(negotiations())
def test_word_and_page_agree_on_every_word_of_which_both_speak(made: tuple[list[Line], list[list[Deed]]]):
    """Where both know what brought a word in since the first draft, they name the same proposals."""
    old, rounds = made
    credits = credits_of(old, *rounds)
    drafts = [{line.paragraph: line.text for line in lines} for lines in (old, *_drafts(credits))]
    adopted = [[deed.edit for deed in deeds if deed.weight != 1] for deeds in rounds]
    page = trace(drafts, [(), *adopted])
    for before, after in kin(credits):
        spans = [one for one in credits.spans(before, after) if one.op is not Op.DELETE]
        word = [one.hand for one in spans for _ in one.text]
        told: list[tuple[str, Mark | None]] = []
        for number, line in enumerate(after):
            told += [(PART, None)] * (number > 0)
            phrases = page.spans[line.paragraph]
            told += [(letter, page.marks[one.since]) for one in phrases for letter in one.text]
        for hand, (letter, mark) in zip(word, told, strict=True):
            if hand and mark and mark.step and not letter.isspace():
                named = [one for one in rounds[mark.step - 1] if one.hand.author in hand.author.split(", ")]
                assert named
                assert all(one.edit.proposal in mark.keys or one.weight == 1 for one in named)


def _drafts(credits: Credits) -> list[Sequence[Line]]:
    return [step.lines for step in credits._steps]


@given(negotiations())
def test_nobody_is_given_a_word_that_they_did_not_ask_for(made: tuple[list[Line], list[list[Deed]]]):
    """What somebody brings stands in their own text; what they take away goes in it, or is written anew around it."""
    old, rounds = made
    credits = credits_of(old, rounds[0])
    edits = {deed.hand.author: deed.edit for deed in rounds[0] if not deed.edit.bracketed}
    for before, after in kin(credits):
        says = "\n".join(line.text for line in before)
        for span in credits.spans(before, after):
            for edit in (edits.get(author) for author in (span.hand.author.split(", ") if span.hand else ())):
                if edit is None or edit.kind is not AmendmentKind.REPLACE:
                    continue
                words = {token for token in tokens(span.text) if is_word(token)}
                if span.op is Op.INSERT:
                    assert words <= {*tokens(edit.text), *tokens(says)}
                else:
                    gone = [one.text for one in diff_words(edit.base, edit.text) if one.op is Op.DELETE]
                    assert words <= {*tokens("\n".join(gone)), *tokens("\n".join(one.text for one in after))}


@given(rewritings(drafts=2), st.randoms(use_true_random=False))
def test_whatever_is_claimed_the_spans_lead_from_the_old_words_to_the_new_ones(made: Rewriting, random):
    steps = []
    for before, after in zip(made.drafts, made.drafts[1:], strict=False):
        deeds = [
            replaced(
                hand,
                line.text + random.choice(["", " and", " of it"]),
                base=line.text,
                paragraph=line.paragraph,
            )
            for hand, line in zip((EGYPT, MALI, OMAN), before, strict=False)
        ]
        steps.append(Step(after, deeds, NOBODY))
    credits = Credits(made.drafts[0], steps, made.descents)

    for line in made.drafts[0]:
        new = [one for one in made.drafts[-1] if one.paragraph == line.paragraph]
        spans = credits.spans([line], new)
        assert "".join(span.text for span in spans if span.op is not Op.INSERT) == line.text
        assert "".join(span.text for span in spans if span.op is not Op.DELETE) == "".join(
            one.text for one in new
        )
        assert all((span.hand is None) == (span.op is Op.KEEP) for span in spans)
