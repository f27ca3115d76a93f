"""What is printed in brackets and settled again is what was written, to the byte."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.alternatives import encloses, in_brackets, set_out
from acm_drafts.text.brackets import settle, settlements, unbalanced
from acm_drafts.text.changes import changes

SCIENCE = "the role of science and technology in it"
SENTENCES = {
    "en": (SCIENCE, "We thank Egypt, Mali and (in part) Oman; we “note” it. We met [no] more"),
    "fr": ("Elle remercie l’Égypte ; elle « salue » les efforts, et (en partie) ceux du Mali : tous.",),
    "ar": ("رحب الاجتماع بالتقرير، وأعرب عن تقديره (جزئيا) لحكومة البلد المضيف؛ فهل يكفي؟",),
    "mixed": ("The Meeting (الاجتماع) noted « la Réunion » of OIC/ACM-2013/FC، 1,000 times.",),
}
WORDS = (
    "new",
    "and",
    "innovation",
    ",",
    "،",
    ";",
    " ;",
    "؛",
    ".",
    "(",
    ")",
    "«",
    "»",
    "“",
    "”",
    "الجديد",
    "l’an",
)


@pytest.mark.parametrize(
    ("base", "wordings", "printed"),
    [
        (
            SCIENCE,
            ["the role of science, technology and innovation in it"],
            "the role of science [and technology] [, technology and innovation] in it",
        ),
        ("We met.", ["We all met."], "We [all] met."),
        ("We met.", ["We met today."], "We met [today]."),
        ("We met, then left", ["We left"], "We [met, then] left"),
        ("We met (all)", ["We met (nearly all)"], "We met ([all] [nearly all])"),
        ("Elle loue ; elle note", ["Elle loue et note"], "Elle loue [; elle] [et] note"),
        ("one two", ["eins two", "one zwei"], "[one two] [eins two] [one zwei]"),
        ("We met", [], "We met"),
        ("We met", ["We met"], "We met"),
    ],
)
def test_what_differs_stands_in_brackets_and_the_rest_as_it_is(
    base: str, wordings: list[str], printed: str
) -> None:
    assert set_out(base, wordings) == printed


@pytest.mark.parametrize(
    ("base", "wordings", "printed"),
    [
        ("with participation", ["with [active] participation"], "with [active] participation"),
        ("to eradicate poverty", ["to [eradicate][reduce] poverty"], "to [eradicate][reduce] poverty"),
        ("to end poverty", ["to [eradicate][reduce] poverty"], "to [end] [eradicate][reduce] poverty"),
        ("to end it", ["to [end][reduce] it", "to [end] [cut] it"], "to [end][reduce] [cut] it"),
        ("to end it", ["to [end][reduce] it", "to reduce it"], "to [end][reduce] it"),
        ("It shall be", ["It [shall/should] be"], "It [shall/should] be"),
        ("We met in it", ["We met [again] today in it"], "We met [[again] today] in it"),
        ("We all met", ["[We all nearly] met"], "[We all] [We all nearly] met"),
        ("to [end][cut] it", ["to cut it"], "to [end][cut] it"),
        ("to [end][cut] it", ["to [end][cut][reduce] it"], "to [end][cut][reduce] it"),
        ("we [should do] it", ["we [should] do it"], "we [should do] [[should] do] it"),
        ("to poverty [here", ["to [poverty] [here"], "to [poverty] [here"),
        ("the goals, even so", ["the goals [, even so]"], "the goals [, even so]"),
    ],
)
def test_brackets_that_a_wording_brings_are_its_brackets(
    base: str, wordings: list[str], printed: str
) -> None:
    assert set_out(base, wordings) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("We met.", "[We met.]"),
        ("[We met.]", "[We met.]"),
        ("[We met.] [We left.]", "[We met.] [We left.]"),
        ("[We] met.", "[[We] met.]"),
        ("[We] met [today]", "[[We] met [today]]"),
        ("We met]", "[We met]]"),
    ],
)
def test_what_stands_in_brackets_already_is_not_put_in_brackets_again(text: str, printed: str):
    assert in_brackets(text) == printed


@st.composite
def edited(draw: st.DrawFn, base: str) -> str:
    """Draw *base* with words or signs put in, taken out or exchanged, as people do and as nobody should."""
    parts = base.split(" ")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(parts) - 1))
        width = draw(st.integers(0, 2))
        come = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        joined = draw(st.booleans())
        if joined and come and at:
            parts[at - 1] += come.pop(0)
        parts[at : at + width] = come
        parts = parts or ["now"]
    return " ".join(parts).strip() or "now"


@st.composite
def bracketed(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw a text without brackets and one, two or three other wordings of it."""
    kind = draw(st.sampled_from(sorted(SENTENCES)))
    base = draw(st.sampled_from(SENTENCES[kind])).replace("[", "").replace("]", "")
    return base, draw(st.lists(edited(base), min_size=1, max_size=3))


@given(bracketed())
@example((SCIENCE, ["the role of science, technology and innovation in it"]))
@example(("a (b)", ["a (new b)"]))
@example(("“a”", ["“a new”"]))
@example(("one two", ["eins two", "one zwei"]))
def test_the_base_and_every_wording_are_settled_again_to_the_byte(drawn: tuple[str, list[str]]) -> None:
    base, wordings = drawn
    printed = set_out(base, wordings)

    assert base in every_way(printed)
    for wording in wordings:
        if wording.count("/") == base.count("/"):
            assert wording in every_way(printed)


@st.composite
def with_brackets_of_their_own(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw a text without brackets and other wordings of it, with brackets round some of the words of each."""
    base, wordings = draw(bracketed())
    return base, [draw(put_in_brackets(wording)) for wording in wordings]


@st.composite
def put_in_brackets(draw: st.DrawFn, text: str) -> str:
    """Draw *text* with one or two stretches of its words in brackets, with an alternative beside some of them."""
    parts = text.split(" ")
    at = 0
    for _ in range(draw(st.integers(1, 2))):
        if at >= len(parts):
            break
        start = draw(st.integers(at, len(parts) - 1))
        end = draw(st.integers(start + 1, min(start + 3, len(parts))))
        beside = draw(st.sampled_from(["", "", "[other]", " [other words]"]))
        parts[start:end] = [f"[{' '.join(parts[start:end])}]{beside}"]
        at = start + 1
    return " ".join(parts)


@given(with_brackets_of_their_own())
@example(("with participation", ["with [active] participation"]))
@example(("to eradicate poverty", ["to [eradicate][reduce] poverty"]))
def test_what_brackets_of_a_wording_leave_open_is_open_in_what_is_printed(
    drawn: tuple[str, list[str]],
) -> None:
    base, wordings = drawn
    printed = set_out(base, wordings)
    ways = {_words_of(text) for text in every_way(printed)}

    assert unbalanced(printed) is None
    assert _words_of(base) in ways
    for wording in wordings:
        assert (
            wording.count("/") != base.count("/") or {_words_of(text) for text in every_way(wording)} <= ways
        )


@given(with_brackets_of_their_own(), st.data())
def test_what_is_printed_of_brackets_is_balanced_again(
    drawn: tuple[str, list[str]], data: st.DataObject
) -> None:
    base, wordings = drawn
    printed = set_out(base, wordings)
    further = data.draw(put_in_brackets(printed.replace("[", "").replace("]", "")))

    assert unbalanced(set_out(printed, [*wordings, base, further])) is None


def _words_of(text: str) -> str:
    """Return *text* without white space: what brackets hold may stand a space apart."""
    return "".join(text.split())


def every_way(printed: str) -> set[str]:
    """Return what *printed* becomes when its places are settled in each way there is."""
    found = {printed}
    count = len(settlements(printed))
    assume(count <= 6)
    for _ in range(count):
        found = {settle(text, [(0, n)]) for text in found for n in range(len(settlements(text)[0].readings))}
    return found


@given(bracketed())
def test_where_wordings_differ_at_one_place_the_readings_of_that_place_are_the_wordings(
    drawn: tuple[str, list[str]],
) -> None:
    base, wordings = drawn
    assume(all(len(changes(base, wording)) == 1 for wording in wordings))
    printed = set_out(base, wordings)
    assume(len(settlements(printed)) == 1)

    (place,) = settlements(printed)
    settled = {settle(printed, [(0, n)]) for n in range(len(place.readings))}

    assert {base, *wordings} <= settled


@given(bracketed())
def test_no_space_is_doubled_by_brackets(drawn: tuple[str, list[str]]) -> None:
    base, wordings = drawn
    assume(not any("  " in text for text in (base, *wordings)))
    assert "  " not in set_out(base, wordings)


# What stands in them -------------------------------------------------------------------------------

MET = "The Meeting met in Jeddah."


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("The Meeting [met again] in Jeddah.", True),
        ("[The Meeting met [once] again] in Jeddah.", True),
        ("The Meeting [met Again] in Jeddah.", False),
        ("The Meeting [met] again in Jeddah.", False),
        ("The Meeting met again in Jeddah.", False),
        ("The Meeting [met] in Jeddah.", False),
        ("The Meeting met again [again] in Jeddah.", False),
        ("The Meeting [met again in Jeddah.", False),
    ],
)
def test_words_are_reported_in_brackets_only_where_it_is_certain(now: str, told: bool):
    assert encloses(now, MET, "The Meeting met again in Jeddah.") is told


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("The Meeting met again today in Jeddah.", "The Meeting met [again] today in Jeddah."),
        ("The Meeting met again in Jeddah today.", "The Meeting met [again] in Jeddah today."),
    ],
)
def test_words_partly_outside_brackets_are_not_reported_in_brackets(text: str, now: str):
    assert not encloses(now, MET, text)


def test_who_only_struck_words_out_has_none_in_brackets():
    assert not encloses("The Meeting [met].", MET, "The Meeting met.")
    assert not encloses("The Meeting met[,] in Jeddah.", MET, "The Meeting met, in Jeddah.")


def test_a_new_text_stands_in_brackets_as_a_whole():
    assert encloses(f"[{MET}]", "", MET)
    assert not encloses("[The Meeting] met in Jeddah.", "", MET)
