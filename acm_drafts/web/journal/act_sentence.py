"""The sentence of an act, and what stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActSentence:
    """
    The sentence of an act; *shows*: what its before and after are.

    *several*: the sentence where several paragraphs stand in what *counts* names, "before" or "after"; "" for none.
    """

    sentence: str
    shows: str = ""
    """
    "words": wordings of a paragraph; "terms": values of closed lists; "plain": as written; "said": what came
    after in the sentence; "moments": both in the sentence; "listed": names with commas in the sentence, and a term;
    "seats": States and days in the sentence; "quoted": as somebody wrote it, in the sentence; "": nothing.
    The reason that was given is shown with every act.
    """
    several: str = ""
    counts: str = ""
