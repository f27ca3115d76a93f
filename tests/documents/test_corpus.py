"""Real files with tracked changes: where two other readers agree on the text, ours gives exactly theirs."""

import json
from pathlib import Path

import pytest

from acm_drafts.documents.reader import WordFile, read
from acm_drafts.negotiation.errors import UnreadableFile

# Zero-width spaces are where one of the judges anchors a drawing; the files do not hold them.
NOT_TEXT = "\u200b"


def squeezed(texts) -> list[str]:
    """The non-empty paragraphs without any white space."""
    return [text for one in texts if (text := "".join(one.replace(NOT_TEXT, "").split()))]


def corpus(shared: Path) -> dict[str, dict]:
    return json.loads((shared / "docx-corpus" / "expected.json").read_text("utf-8"))


def document(shared: Path, name: str) -> WordFile:
    return read((shared / "docx-corpus" / name).read_bytes())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("view", "attribute", "agreed"), [("accept", "final", 48), ("reject", "original", 49)]
)
def test_every_view_on_which_the_judges_agree_is_theirs(view, attribute, agreed, shared):
    expected = {name: one for name, one in corpus(shared).items() if one[f"{view}_agreed"]}

    wrong = [
        name
        for name, one in expected.items()
        if squeezed(getattr(paragraph, attribute) or "" for paragraph in document(shared, name).paragraphs)
        != squeezed(one[view])
    ]
    assert len(expected) == agreed
    assert wrong == []


@pytest.mark.shared
def test_every_file_is_read_and_every_revision_says_what_and_by_whom(shared):
    for name in corpus(shared):
        try:
            found = document(shared, name)
        except UnreadableFile as refused:
            pytest.fail(f"{name}: {refused}")
        revisions = [revision for paragraph in found.paragraphs for revision in paragraph.revisions]
        assert all(revision.text and revision.author for revision in revisions), name
        differs = any(paragraph.original != paragraph.final for paragraph in found.paragraphs)
        assert not differs or revisions, name
