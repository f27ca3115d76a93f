"""
Write docs/refusals.md: everything the house may decline, from the tree of refusals itself.

`python -m scripts.write_refusals` writes the file; tests/house compares it with what page() returns.
"""

from pathlib import Path

from acm_drafts.negotiation import errors
from acm_drafts.web import refusals

PAGE = Path(__file__).resolve().parent.parent / "docs" / "refusals.md"

HEAD = """\
# What the house may decline

Made by `make refusals` from `acm_drafts/negotiation/errors.py` and `acm_drafts/web/refusals.py`; change it
there. Each refusal is one sentence and what to do next, in the reader's language on a page and in English
at the command line. Nothing is half done when one is raised.

| refusal | says | then | HTTP |
|---|---|---|---|
"""


def kinds() -> list[type[errors.Refusal]]:
    """Return every kind of refusal, those of the negotiation first, in the order they are written in."""
    found = [
        kind
        for module in (errors, refusals)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, errors.Refusal)
    ]
    return list(dict.fromkeys(found))


def page() -> str:
    """Return the whole page."""
    rows = (
        f"| {kind.__name__} | {kind.sentence} | {kind.next_step or '–'} | {refusals.status_of(kind())} |"
        for kind in kinds()
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
