"""
The first words of a paragraph, by which it is called where it has no number.

Two lengths, by where they stand; a cut falls between words and is always shown.
"""

IN_SENTENCE = 36
"""So many characters stand for a paragraph in a sentence, a link, a cell or the name of a control."""
ON_LINE = 60
"""So many where the paragraph has a line of a list for itself."""


def first_words(text: str, most: int = IN_SENTENCE) -> str:
    """Return the first words of *text* as a paragraph is called by them: IN_SENTENCE or ON_LINE characters."""
    return shortened(text, most)


def shortened(text: str, most: int) -> str:
    """Return *text* cut at a space after at most *most* characters, with an ellipsis for what was cut."""
    if len(text) <= most:
        return text
    at = text.rfind(" ", most // 2, most)
    return text[: at if at > 0 else most] + "…"
