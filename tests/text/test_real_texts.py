"""The same laws, and alignment checked by eye, on texts that nobody here wrote."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from acm_drafts.text.align import align
from acm_drafts.text.brackets import parse, text_of, unbalanced
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.language import as_read, unfit
from acm_drafts.text.merge import is_clean, merge, merge_all
from acm_drafts.text.merge import text_of as merged
from acm_drafts.text.overlay import overlay
from acm_drafts.text.provenance import provenance
from acm_drafts.text.renames import collapse
from acm_drafts.text.tokens import tokens
from bench.pairings import Text, composed, verdicts
from tests.text.wordings import real_paragraphs

pytestmark = pytest.mark.shared

# Places in A/RES/67/264 → places in A/RES/65/140; each was read. What is not here is new there.
RESOLUTION = {
    **{place: place for place in range(14)},
    15: 14, 18: 15, 22: 16, 23: 17, 26: 18, 27: 19, 28: 20, 29: 21, 30: 22, 31: 23, 32: 24, 35: 25, 36: 26,
    37: 27, 38: 28, 39: 29, 40: 30, 41: 31, 42: 32, 43: 34, 44: 35, 45: 36, 46: 37, 47: 38, 48: 39, 49: 40, 50: 41,
}  # fmt: skip

# A sample of the links that are not exact between the Paris drafts of 4 and 9 December 2015, read one by one.
PARIS = (
    "150-101 15-15 223-161 250,251-175 233-166 26-22 13-12 248,249-174 139,140-95 94-71 17-17 177-118 182-29 336-234 "
    "267-181 159-107 126-90 272-185 6-6 230-164 7-7 82-68 158-105 304-209 215-156 80-67 326-225 200-139 12-11 229-163 "
    "144-93 273-186 209-147 155-102 128-96 247-173 198-132 268-182 321-221 113-54 41-45 21-20 9-9 266-179 5-5 307-212 "
    "77-64 99-72 323-222 201-140,141 318-217 290,291-196 197-131 199-133 100-73 44,45-47 319-218 11-10 208-137 46-48"
)


def edited(text: str, vocabulary: list[str], chance: random.Random, most: int = 4) -> str:
    words = text.split(" ")
    for _ in range(chance.randint(1, most)):
        place = chance.randrange(len(words) + 1)
        words[place : place + chance.randrange(3)] = chance.choices(vocabulary, k=chance.randrange(3))
    return " ".join(words)


@pytest.fixture(scope="module")
def families() -> list[tuple[str, list[str]]]:
    """Paragraphs in three languages, each with four texts that people might make of it."""
    chance = random.Random(1)
    found = []
    for names in (
        ("ga_",),
        ("sdg_targets_ar",),
        ("sdg_targets_fr",),
        ("paris_5",),
        ("sdg_targets_ar", "sdg_targets_en"),
    ):
        paragraphs = real_paragraphs(*names)
        vocabulary = [word for text in paragraphs for word in text.split()]
        for text in chance.sample(paragraphs, 40):
            found.append((text, [edited(text, vocabulary, chance) for _ in range(4)]))
    return found


def test_comparing_loses_nothing_and_divides_no_word(families: list[tuple[str, list[str]]]) -> None:
    for base, texts in families:
        for text in texts:
            spans = diff_words(base, text)
            old = [span.text for span in spans if span.op is not Op.INSERT]
            new = [span.text for span in spans if span.op is not Op.DELETE]
            assert ("".join(old), "".join(new)) == (base, text)
            assert [token for part in old for token in tokens(part)] == tokens(base)
            assert [token for part in new for token in tokens(part)] == tokens(text)


def test_merging_is_symmetric_and_united_when_every_pair_is(families: list[tuple[str, list[str]]]) -> None:
    clean = 0
    for base, texts in families:
        for ours, theirs in pairwise(texts):
            assert is_clean(merge(base, ours, theirs)) == is_clean(merge(base, theirs, ours))
        pairs = [merge(base, one, other) for number, one in enumerate(texts[:3]) for other in texts[:number]]
        assert is_clean(merge_all(base, texts[:3])) == all(map(is_clean, pairs))
        clean += all(map(is_clean, pairs))
    assert clean > 20


def test_any_half_of_the_changes_applies_and_both_halves_make_the_whole(
    families: list[tuple[str, list[str]]],
) -> None:
    whole = 0
    for base, texts in families:
        edits = changes(base, texts[0])
        halves = [apply(base, edits[::2]), apply(base, edits[1::2])]
        assert apply(base, edits) == texts[0]
        regions = merge_all(base, halves)
        # A word that the vocabulary doubled beside its like may be taken for the other: a conflict, never a wrong text.
        assert not is_clean(regions) or merged(regions) == texts[0]
        whole += is_clean(regions)
    assert whole >= 0.99 * len(families)


def test_the_combined_reading_holds_every_proposal(families: list[tuple[str, list[str]]]) -> None:
    for base, texts in families:
        proposals = {str(number): text for number, text in enumerate(texts)}
        spans = overlay(base, proposals)
        for name, text in proposals.items():
            own = (s.text for s in spans if s.op is Op.KEEP or (s.op is Op.INSERT) == (name in s.names))
            assert "".join(own) == text


def test_a_wording_restored_goes_back_to_its_first_writers(families: list[tuple[str, list[str]]]) -> None:
    for base, texts in families:
        assert "".join(span.text for span in provenance([base, *texts])) == texts[-1]
        assert {span.since for span in provenance([base, *texts, base])} == {0}


def test_tatweel_in_the_arabic_targets_is_never_shown_as_a_rewritten_word() -> None:
    stretched = [text for text in real_paragraphs("sdg_targets_ar") if "\u0640" in text]
    assert len(stretched) > 100
    for text in stretched:
        assert all(span.invisible for span in diff_words(text, as_read(text)) if span.op is not Op.KEEP)


def test_every_real_paragraph_is_fit_to_be_kept() -> None:
    assert [unfit(text) for text in real_paragraphs() if unfit(text)] == []


def test_brackets_of_the_paris_drafts_come_back_to_the_byte_or_are_pointed_at() -> None:
    paragraphs = real_paragraphs("paris_")
    balanced = [text for text in paragraphs if unbalanced(text) is None]
    assert len(balanced) > 0.9 * len(paragraphs)
    assert [text_of(parse(text)) for text in balanced] == balanced
    for text in paragraphs:
        position = unbalanced(text)
        assert position is None or text[position] in "[]"


def test_two_resolutions_three_years_apart_are_aligned_as_a_person_aligns_them() -> None:
    old = real_paragraphs("ga_un_oic_cooperation_A_RES_65")
    new = real_paragraphs("ga_un_oic_cooperation_A_RES_67")
    found = {link.new: link.old for link in align(old, new) if link.old and link.new}
    assert found == {(place,): (origin,) for place, origin in RESOLUTION.items()}


def test_two_paris_drafts_are_aligned_as_a_person_aligns_them() -> None:
    old, new = real_paragraphs("paris_4"), real_paragraphs("paris_5")
    found = {(link.old, link.new) for link in align(old, new)}
    sample = {tuple(tuple(map(int, side.split(","))) for side in pair.split("-")) for pair in PARIS.split()}
    assert len(sample) == 60
    assert sample <= found


def test_what_became_of_the_paragraphs_of_the_paris_drafts_is_as_docs_engine_says() -> None:
    links = align(real_paragraphs("paris_4"), real_paragraphs("paris_5"))
    told = Counter((min(len(link.old), 2), min(len(link.new), 2), link.score == 100) for link in links)
    assert told == {
        (1, 1, True): 68,
        (1, 1, False): 90,
        (1, 2, False): 10,
        (2, 1, False): 7,
        (0, 1, False): 55,
        (1, 0, False): 180,
    }
    assert sum(link.doubtful for link in links) == 37


@pytest.mark.parametrize(
    "name",
    ["sdg_targets_en", "sdg_targets_fr", "sdg_targets_ar", "paris_5", "ga_un_oic_cooperation_A_RES_67"],
)
def test_of_what_is_sure_in_a_real_text_amended_at_most_one_in_two_hundred_is_wrong(name: str) -> None:
    paragraphs = list(dict.fromkeys(real_paragraphs(name)))
    total: Counter[str] = Counter()
    for seed in range(4):
        text = amended(paragraphs, random.Random(seed))
        total += verdicts(text, align(text.old, text.new))
    assert total["wrong"] <= total["all"] / 200
    assert total["right"] >= 0.95 * total["all"]


def amended(paragraphs: list[str], chance: random.Random) -> Text:
    """Return two texts of *paragraphs*: each lacks some, the second has many edited, a few of them moved."""
    vocabulary = [word for text in paragraphs for word in text.split()]
    old = [(at, text) for at, text in enumerate(paragraphs) if chance.random() > 0.15]
    new = [
        (at, edited(text, vocabulary, chance, chance.choice((2, 4, 8))) if chance.random() < 0.6 else text)
        for at, text in enumerate(paragraphs)
        if chance.random() > 0.15
    ]
    for _ in range(len(new) // 20):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    return composed(old, new, numbered=chance.random() < 0.5)


@pytest.mark.parametrize(
    ("name", "old", "new", "times"),
    [
        ("paris_4", "the Conference of the Parties", "the Assembly of States", 13),
        ("sdg_targets_en", "By 2030", "By 2040", 55),
        ("ga_un_oic_cooperation_A_RES_67", "Islamic Cooperation", "the Islamic Conference", 47),
    ],
)
def test_a_name_replaced_throughout_a_text_is_one_rename(name: str, old: str, new: str, times: int) -> None:
    paragraphs = real_paragraphs(name)

    found = collapse([diff_words(text, text.replace(old, new)) for text in paragraphs])

    assert [(rename.old, rename.new, len(rename.places)) for rename in found.renames] == [(old, new, times)]
    shown = [
        span for spans in found.spans for span in spans if span.op is not Op.KEEP and span.rename is None
    ]
    standing = sum(text.count(old) for text in paragraphs) - times
    assert bool(shown) == bool(standing)
