"""Codes stand in addresses: short, said aloud without mistakes, and telling nothing."""

from acm_drafts.store.database import ALPHABET, LENGTH, new_code

MANY = 2_000


def test_a_code_is_short_and_made_of_characters_that_nobody_confuses():
    codes = {new_code() for _ in range(MANY)}

    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(ALPHABET)
    assert not set(ALPHABET) & set("aeiou01loI")


def test_codes_do_not_repeat_and_do_not_count():
    codes = [new_code() for _ in range(MANY)]

    assert len(set(codes)) == MANY
    assert codes != sorted(codes)
