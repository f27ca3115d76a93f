"""Kinds of security events: each has its words, and of an address only its kind is kept."""

import pytest

from acm_drafts.negotiation.security_events import (
    NETWORK_WORDS,
    NOT_TOLD_TO_OWNER,
    REFUSALS,
    TOLD_TO_OWNER,
    WORDS,
    EventKind,
    Network,
    network_of,
)


def test_every_kind_and_every_network_has_its_words():
    assert WORDS.keys() == set(EventKind)
    assert NETWORK_WORDS.keys() == set(Network)


def test_what_may_not_be_seen_is_not_listed_to_who_asked_for_it():
    assert {EventKind.PERMISSION_REFUSED, EventKind.NOT_FOUND} <= NOT_TOLD_TO_OWNER <= REFUSALS
    assert {EventKind.SIGNED_IN, EventKind.SIGN_IN_REFUSED} <= TOLD_TO_OWNER


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", Network.LOOPBACK),
        ("::1", Network.LOOPBACK),
        ("10.1.2.3", Network.PRIVATE),
        ("::ffff:192.168.0.9", Network.PRIVATE),
        ("8.8.8.8", Network.INTERNET),
        ("2a00:1450::1", Network.INTERNET),
        ("", Network.UNKNOWN),
        ("my password", Network.UNKNOWN),
    ],
)
def test_of_an_address_only_its_kind_is_known(address: str, kind: Network):
    assert network_of(address) is kind
