"""
Write docs/refusals.md: everything the house may decline, from the tree of refusals itself.

`python -m scripts.write_refusals` writes the file; tests/house compares it with what page() returns.
"""

from pathlib import Path

import acm_drafts.app  # noqa: F401  (loads every module, and with it every kind of refusal)
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.web.shared.refusals import status_of

PAGE = Path(__file__).resolve().parent.parent / "docs" / "refusals.md"

HEAD = """\
# What the house may decline

Made by `make refusals` from the code, most of it in `acm_drafts/negotiation/errors.py`; change it there. Each
refusal is one sentence and what to do next, in the reader's language on a page and in English at the command
line. Nothing is half done when one is raised.

| refusal | says | then | HTTP |
|---|---|---|---|
"""


def kinds(ancestor: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Return every kind of refusal, each before those that are special cases of it, in order of definition."""
    refusals = [ancestor]
    for kind in ancestor.__subclasses__():
        refusals += kinds(kind)
    return list(dict.fromkeys(refusals))


def page() -> str:
    """Return the whole page; refusals of the negotiation first, those of the house's single rooms after them."""
    ordered = sorted(kinds(), key=_place)
    rows = (
        f"| {kind.__name__} | {kind.sentence} | {_then(kind)} | {status_of(kind())} |" for kind in ordered
    )
    return HEAD + "\n".join(rows) + "\n"


def _then(kind: type[Refusal]) -> str:
    """Return what to do next, and what it is for the Mission where that differs."""
    step = kind.next_step or "–"
    return f"{step} The Mission reads: {kind.mission_step}" if kind.mission_step else step


def _place(kind: type[Refusal]) -> tuple[bool, str]:
    """Return where *kind* stands: by its module, so that what was loaded first makes no difference."""
    return kind.__module__ != "acm_drafts.negotiation.errors", kind.__module__


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
