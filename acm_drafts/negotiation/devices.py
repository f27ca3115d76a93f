"""
The words for a browser and its system, by which people tell their sessions apart.

Browsers say of themselves what they like: the words are a help to their owner and decide nothing.
"""

from dataclasses import dataclass

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What stands in the name that a browser sends, and what people call it; the first that is found counts."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""The same of systems."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser and its system by their own names, each "" where it is not known."""

    browser: str = ""
    system: str = ""


def device_of(agent: str) -> Device:
    """Return what the header User-Agent, *agent*, says of browser and system."""
    return Device(_first(BROWSERS, agent), _first(SYSTEMS, agent))


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")
