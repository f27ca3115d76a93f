"""Which changes of a proposal a later text has, word by word, and which are left."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text import uptake
from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import is_clean, merge, merge_all, text_of
from acm_drafts.text.tokens import is_word, tokens
from acm_drafts.text.uptake import Held, Later, closely, holdings, words_there
from tests.text.wordings import bases, families

BASE = "The Meeting strongly condemned the attack, urged all parties to act and thanked the host."
ASKED = (
    "The Meeting condemned the attack, called upon all parties to act and warmly thanked the host country."
)


def held(base: str, proposed: str, now: str) -> list[str]:
    return [how.value for _, how in holdings(base, proposed, now)]


def seen(base: str, proposed: str, now: str) -> list[str]:
    return [how.value for _, how in closely(base, proposed, now)]


def remaining(base: str, proposed: str, now: str) -> str | None:
    return Later(base, now).remaining(holdings(base, proposed, now))


def leftovers(base: str, proposed: str, now: str) -> str | None:
    return uptake.leftovers(base, holdings(base, proposed, now), now)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a base, a proposal, and a text that took some of its changes and perhaps others beside."""
    base, (proposed, other) = draw(families(2, 2))
    own = changes(base, proposed)
    taken = draw(st.sets(st.sampled_from(own))) if own else set()
    now = apply(base, taken)
    if draw(st.booleans()):
        united = merge_all(base, [now, other])
        now = text_of(united) if is_clean(united) else other
    return base, proposed, now


EXAMPLES = [
    ("nothing happened", ASKED, BASE, ["left"] * 4),
    ("all of it", ASKED, ASKED, ["in"] * 4),
    ("one got in", ASKED, BASE.replace("strongly ", ""), ["in", "left", "left", "left"]),
    ("elsewhere", ASKED, BASE.replace("attack", "attacks"), ["left"] * 4),
    ("other words there", ASKED, BASE.replace("urged", "invited"), ["left", "against", "left", "left"]),
    (
        "the same and more beside it",
        ASKED,
        BASE.replace("thanked the host", "warmly and again thanked the host country"),
        ["left", "left", "in", "in"],
    ),
    ("gone with its clause", ASKED, "The Meeting strongly condemned the attack.", ["left"] + ["against"] * 3),
]


@pytest.mark.parametrize(
    ("proposed", "now", "expected"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_each_change_is_in_left_or_against(proposed: str, now: str, expected: list[str]) -> None:
    assert held(BASE, proposed, now) == expected


def test_a_change_that_differs_only_where_no_reader_sees_it_is_in() -> None:
    base = "رحب الاجتماع بالتقرير"
    assert held(base, f"{base} الجديد", f"{base} الجديـد") == ["in"]
    assert remaining(base, f"{base} الجديد", f"{base} الجديـد") == f"{base} الجديـد"


def test_a_space_that_brackets_left_behind_makes_no_other_words() -> None:
    base, proposed = "in science and technology alike", "in science, technology and innovation alike"
    now = "in science , technology and innovation alike"
    assert held(base, proposed, now) == ["in", "in"]
    assert remaining(base, proposed, now) == now


def test_a_change_of_nothing_but_space_has_to_be_made_as_it_was_asked() -> None:
    assert held("in science , and art", "in science, and art", "in science  , and art") == ["against"]
    assert held("it noted this", "it noted that\nagain", "it noted that again") == ["against"]


def test_a_text_that_reaches_the_same_words_by_another_way_has_them() -> None:
    base = "The Meeting (today) noted document FC, and left."
    proposed, now = "The document The document FC, The and left.", "The document The document FC, and left."
    assert held(base, proposed, now) == ["in", "left"]
    assert remaining(base, proposed, now) == proposed


@pytest.mark.parametrize(
    "now",
    [" Meeting The Meeting The The Meeting the report.", "Meeting The The Meeting The Meeting the report."],
)
def test_words_that_repeat_are_found_where_the_merge_finds_them(now: str) -> None:
    base = "Meeting The The Meeting welcomed the report."
    assert (held(base, f" {base}", now) == ["against"]) == (not is_clean(merge(base, f" {base}", now)))


def test_the_same_word_at_another_place_is_not_it() -> None:
    assert held("It noted the report and the reply.", "It noted the new report and the reply.",
                "It noted the report and the new reply.") == ["left"]  # fmt: skip


def test_what_is_against_leaves_nothing_to_be_made() -> None:
    assert remaining(BASE, ASKED, BASE.replace("urged", "invited")) is None


@given(histories())
def test_changes_reported_in_the_text_stand_there_at_their_place(texts: tuple[str, str, str]) -> None:
    base, proposed, now = texts
    inside = [change for change, how in holdings(base, proposed, now) if how is Held.IN]
    again = merge_all(base, [apply(base, inside), now])
    for region in again:
        assert isinstance(region, str) or len({"".join(as_read(side).split()) for side in region.sides}) == 1
    assert not is_clean(again) or as_read(text_of(again)) == as_read(now)


@given(histories())
def test_the_remaining_changes_applied_to_the_new_text_give_the_proposed_wording(
    texts: tuple[str, str, str],
) -> None:
    base, proposed, now = texts
    rebased, whole = remaining(base, proposed, now), merge_all(base, [proposed, now])
    if is_clean(whole):
        assert rebased in (None, text_of(whole))
    if rebased is not None and is_clean(whole) and reads_as_made(base, rebased, proposed, now):
        assert is_clean(merge_all(base, [proposed, rebased]))
        assert Held.LEFT not in [how for _, how in holdings(base, proposed, rebased)]


def reads_as_made(base: str, united: str, *texts: str) -> bool:
    """Say whether *united* reads against the base as *texts* do: a word kept between two edits may be given up."""
    return set(changes(base, united)) == {change for text in texts for change in changes(base, text)}


@given(families(1, 1), st.data())
def test_changes_in_the_text_and_remaining_changes_together_are_the_proposal(
    family: tuple[str, list[str]], data: st.DataObject
) -> None:
    base, (proposed,) = family
    own = changes(base, proposed)
    taken = data.draw(st.sets(st.sampled_from(own))) if own else set()
    now = apply(base, taken)
    inside = [change for change, how in holdings(base, proposed, now) if how is Held.IN]
    left = [change for change, how in holdings(base, proposed, now) if how is Held.LEFT]
    if set(changes(base, now)) == taken:
        assert set(inside) == taken
        assert remaining(base, proposed, now) == proposed
    if len(inside) + len(left) == len(own):
        assert apply(base, [*inside, *left]) == proposed


@given(families(1, 1), st.data())
def test_what_is_in_stays_in_when_more_of_the_proposal_gets_in(
    family: tuple[str, list[str]], data: st.DataObject
) -> None:
    base, (proposed,) = family
    own = changes(base, proposed)
    more = data.draw(st.sets(st.sampled_from(own))) if own else set()
    some = data.draw(st.sets(st.sampled_from(sorted(more)))) if more else set()
    inside = []
    for taken in (some, more):
        now = apply(base, taken)
        if set(changes(base, now)) != taken:
            return  # a repeated word may be taken for its like: see docs/engine.md
        inside.append({change for change, how in holdings(base, proposed, now) if how is Held.IN})
    assert inside[0] <= inside[1]
    assert inside == [some, more]


@given(histories())
@example(
    (
        "We urged all and thanked the host.",
        "We strongly urged all and saluted the host.",
        "We urged all and left the host.",
    )
)
def test_nothing_is_claimed_where_the_merge_finds_a_conflict(texts: tuple[str, str, str]) -> None:
    base, proposed, now = texts
    against = any(how is Held.AGAINST for _, how in holdings(base, proposed, now))
    regions = merge_all(base, [proposed, now])
    conflicts = [region for region in regions if not isinstance(region, str)]
    if any(len({"".join(as_read(side).split()) for side in conflict.sides}) > 1 for conflict in conflicts):
        assert against
        assert remaining(base, proposed, now) is None
    if is_clean(regions):
        assert not against


def test_of_what_is_partly_against_the_rest_can_be_started_from() -> None:
    now = BASE.replace("urged", "invited").replace("strongly ", "")
    text = now.replace("thanked the host", "warmly thanked the host country")
    assert leftovers(BASE, ASKED, now) == text


@given(histories())
def test_the_remaining_changes_delete_no_words_added_since(texts: tuple[str, str, str]) -> None:
    base, proposed, now = texts
    text = leftovers(base, proposed, now)
    if text is not None:
        before, there, after = (Counter(tokens(each)) for each in (base, now, text))
        assert not (there - before) - after
        if reads_as_made(base, text, now, apply(base, left_of(base, proposed, now))):
            assert merge_all(base, [text, now]) == ((text,) if text else ())


def left_of(base: str, proposed: str, now: str) -> list[Change]:
    return [change for change, how in holdings(base, proposed, now) if how is Held.LEFT]


# What can be seen ----------------------------------------------------------------------------------

STAND = "The Meeting thanked the host and noted the report."
X, Y = "warmly", "again and sincerely"
SIGHTS = [
    ("its words and others after them", "and noted", f"and {X} noted", f"and {X} {Y} noted", "in"),
    ("its words and others before them", "and noted", f"and {X} noted", f"and {Y} {X} noted", "in"),
    ("less than its words", "and noted", f"and {X} {Y} noted", f"and {X} noted", "left"),
    ("its words between others", "and noted", f"and {X} noted", f"and {Y} {X} also noted", "among"),
    ("its words beside a word that was changed", "noted", f"{X} noted", f"{X} welcomed", "among"),
    ("in place of the same word", "noted", "took note of", "took note of and welcomed", "in"),
    ("as read, not as spelt", "noted", "الجديد noted", "الجديـد والكبير noted", "in"),
    ("other words", "and noted", f"and {X} noted", f"and {Y} noted", "against"),
    ("other words in place of the same word", "noted", "took note of", "welcomed", "against"),
    ("other words where it strikes one out", "noted ", "", "welcomed ", "against"),
    ("some of its words", "and noted", f"and {Y} noted", "and most sincerely noted", "otherwise"),
    (
        "its words the other way round",
        "and noted",
        "and duly fully noted",
        "and fully duly noted",
        "otherwise",
    ),
    ("nothing where it changes one", "noted", "welcomed", "", "gone"),
    ("nothing where it puts words beside", "noted the", f"{X} noted the", "the", "gone"),
    ("what it strikes out and more", "noted ", "", "noted the >", "gone"),
    ("words beside those it strikes out", "noted the", "the", f"noted {X} the", "otherwise"),
]


@pytest.mark.parametrize(
    ("old", "asked", "made", "sight"), [e[1:] for e in SIGHTS], ids=[e[0] for e in SIGHTS]
)
def test_each_change_is_reported_as_it_is_visible_in_the_text(
    old: str, asked: str, made: str, sight: str
) -> None:
    now = STAND.replace(old, made) if ">" not in made else STAND.replace(made.rstrip(">"), "")
    assert seen(STAND, STAND.replace(old, asked), now) == [sight]


LIST = "progress in trade and the efforts of all"


@pytest.mark.parametrize(
    ("put", "sight"),
    [
        ("trade and science, health and culture and the", "among"),
        ("trade, science and health and the", "among"),
        ("trade and the sciences and the", "against"),
        ("trade and culture and science and the", "in"),
        ("trade and health and the", "against"),
    ],
)
def test_a_word_added_to_a_list_is_seen_wherever_its_conjunction_stands(put: str, sight: str) -> None:
    assert seen(LIST, LIST.replace("trade", "trade and science"), LIST.replace("trade and the", put)) == [
        sight
    ]


@pytest.mark.parametrize(
    ("base", "proposed", "now"),
    [
        ("b a b", "b a ; a b", "a ; b"),
        ("b b and", "b b b and", "b a b"),
        ("a and ;", "a and and ;", "a x and"),
    ],
)
def test_an_addition_listed_outside_the_disputed_place_claims_nothing(
    base: str, proposed: str, now: str
) -> None:
    assert seen(base, proposed, now) == ["otherwise"]


def test_of_two_changes_in_one_place_each_is_seen_by_itself() -> None:
    base = "The Meeting noted with great care the report."
    asked, now = "The Meeting welcomed with great care the study.", "The Meeting welcomed a paper."
    assert seen(base, asked, now) == ["among", "against"]
    now = BASE.replace("thanked the host", "warmly and again thanked the host country")
    assert seen(BASE, ASKED, now) == ["left", "left", "in", "in"]


def test_a_new_word_that_came_in_another_order_is_named_and_one_of_a_rewritten_passage_is_not() -> None:
    base = "It called for an immediate ceasefire."
    asked = base.replace("immediate", "immediate and permanent")
    now = base.replace("immediate", "immediate, permanent and unconditional")

    assert seen(base, asked, now) == ["otherwise"]
    assert words_there(base, asked, now) == ("permanent",)
    assert words_there(base, asked, base.replace("immediate", "immediate and lasting")) == ()
    assert words_there(base, asked, base) == words_there(base, asked, asked) == ()
    elsewhere = "The Meeting discussed many other questions, was warmly received and noted the report."
    assert words_there(STAND, STAND.replace("thanked", "warmly thanked"), elsewhere) == ()


@given(histories())
def test_words_named_as_put_there_stand_in_the_later_text_and_are_asked_for(
    texts: tuple[str, str, str],
) -> None:
    base, asked, now = texts
    for word in words_there(base, asked, now):
        assert as_read(word) in spoken(now) and as_read(word) in spoken(asked)


def test_a_word_that_comes_in_elsewhere_in_a_rewritten_passage_is_not_called_its_own() -> None:
    asked = STAND.replace("thanked", "warmly thanked")
    now = "The Meeting discussed many other questions, was warmly received and noted the report."
    assert seen(STAND, asked, now) == ["otherwise"]


def runs(text: str, some: list[str]) -> int:
    said = spoken(text)
    return sum(said[at : at + len(some)] == some for at in range(len(said)))


def spoken(text: str) -> list[str]:
    return [token for token in tokens(as_read(text)) if is_word(token)]


@given(histories())
def test_who_looks_closely_sees_more_only_of_what_is_in_dispute(texts: tuple[str, str, str]) -> None:
    told = holdings(*texts)
    for (change, how), (again, close) in zip(told, closely(*texts), strict=True):
        assert change == again
        assert how is close or how is Held.AGAINST


@given(histories())
def test_words_reported_in_the_text_stand_in_the_text(texts: tuple[str, str, str]) -> None:
    _base, _proposed, now = texts
    for change, how in closely(*texts):
        if how is Held.AMONG and (words := spoken(change.new)):
            assert runs(now, words)


@given(histories())
def test_other_words_are_claimed_only_where_none_of_its_own_came(texts: tuple[str, str, str]) -> None:
    base, _proposed, now = texts
    made = changes(base, now)
    for change, how in closely(*texts):
        own = set(spoken(change.new))
        if how is Held.AGAINST and own:
            beside = [one for one in made if one.start <= change.end and change.start <= one.end]
            assert not any(own <= set(spoken(one.new)) - set(spoken(one.old)) for one in beside)


UNHEARD = tuple("alpha beta gamma delta epsilon zeta eta theta".split())


@given(bases, st.data())
def test_words_standing_among_others_at_their_place_are_distinguished_from_other_words(
    base: str, data: st.DataObject
) -> None:
    fresh = data.draw(st.permutations(UNHEARD))
    own, before, after = (
        fresh[:2],
        fresh[2 : data.draw(st.integers(2, 4))],
        fresh[4 : data.draw(st.integers(4, 6))],
    )
    words = base.split(" ")
    at, gone = data.draw(st.integers(0, len(words))), data.draw(st.integers(0, 1))

    def put(some: list[str]) -> str:
        return " ".join([*words[:at], *some, *words[at + gone :]])

    asked = put(own)
    if [len(changes(base, text)) for text in (asked, put([*before, *own, *after]))] != [1, 1]:
        return  # the word that goes could be taken for its like
    assert seen(base, asked, put([*before, *own, *after])) == ["among" if before and after else "in"]
    if before or after:
        assert seen(base, put([*before, *own, *after]), asked) == [
            "otherwise" if before and after else "left"
        ]
    assert seen(base, asked, put(list(fresh[6:]))) == ["against"]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ((Held.AMONG, Held.AGAINST), Held.AGAINST),
        ((Held.IN, Held.AMONG, Held.GONE), Held.AMONG),
        ((Held.GONE, Held.LEFT), Held.OTHERWISE),
        ((), Held.OTHERWISE),
    ],
)
def test_displaced_changes_are_reported_by_the_most_certain_finding(seen: tuple[Held, ...], told: Held):
    assert uptake.displaced((Change(0, 1, "a", "b"), how) for how in seen) is told
