"""What a browser calls itself, in the words of people."""

import pytest

from acm_drafts.negotiation.devices import Device, device_of


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            Device("Firefox", "Linux"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            "Safari/537.36 Edg/140.0.0.0",
            Device("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            Device("Safari", "iPhone"),
        ),
        ("curl/8.0", Device()),
        ("", Device()),
    ],
)
def test_a_browser_and_its_system_are_known_by_their_common_names(agent, device):
    assert device_of(agent) == device
