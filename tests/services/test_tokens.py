"""Links of e-mails: the same each time they are made, and of no use to whoever changes one."""

import pytest

from acm_drafts.services.tokens import INVITATION, REFUSAL, read_refusal_token, refusal_token, token_of

SECRET, UID = "a secret of the house", "0123456789abcdef0123456789abcdef"


def test_a_link_is_the_same_each_time_and_another_for_each_use_message_and_secret():
    token = token_of(SECRET, UID, use=INVITATION)

    assert token == token_of(SECRET, UID, use=INVITATION)
    assert len(token) >= 43
    others = {
        token_of(SECRET, UID, use=REFUSAL),
        token_of(SECRET, UID[::-1], use=INVITATION),
        token_of("another secret", UID, use=INVITATION),
    }
    assert token not in others and len(others) == 3


def test_a_link_that_refuses_notices_names_its_message():
    assert read_refusal_token(refusal_token(SECRET, UID), (SECRET,)) == UID


@pytest.mark.parametrize(
    "token",
    [
        "",
        "-",
        UID,
        f"{UID}-",
        f"{UID}-x",
        refusal_token("another secret", UID),
        "é-é",
        refusal_token(SECRET, UID)[:-1],
    ],
)
def test_anything_else_names_none(token: str):
    assert read_refusal_token(token, (SECRET,)) is None


def test_a_link_made_before_the_secret_was_changed_is_read_while_the_earlier_one_is_kept():
    link = refusal_token(SECRET, UID)

    assert read_refusal_token(link, ("the secret of today", SECRET)) == UID
    assert read_refusal_token(link, ("the secret of today",)) is None
