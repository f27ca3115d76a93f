"""Names of time zones."""

from acm_drafts.negotiation.zones import is_zone


def test_a_zone_is_known_by_its_name_alone():
    assert is_zone("Asia/Riyadh") and is_zone("UTC")
    assert not any(map(is_zone, ("", "asia/riyadh", "Riyadh", "../etc/passwd", "Asia/Riyadh ")))
