"""
Write docs/refusals.md: everything the house may decline, from the tree of refusals itself.

`python -m scripts.write_refusals` writes the file; tests/house compares it with what page() returns.
"""

from pathlib import Path

from acm_drafts.negotiation import errors

PAGE = Path(__file__).resolve().parent.parent / "docs" / "refusals.md"

HEAD = """\
# What the house may decline

Made by `make refusals` from `acm_drafts/negotiation/errors.py`; change it there. Each refusal is one
sentence and what to do next, in the reader's language on a page and in English at the command line.
Nothing is half done when one is raised.

| refusal | says | then |
|---|---|---|
"""


def page() -> str:
    """Return the whole page; refusals stand in the order of the module."""
    rows = (
        f"| {name} | {kind.sentence} | {kind.next_step or '–'} |"
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.Refusal)
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
