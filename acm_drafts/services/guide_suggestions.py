"""
Which agenda items the Mission may tag the paragraphs of a text with, and why: read for one page, never kept.

An item is suggested by the paragraph from which one was divided or joined, by the paragraph of the latest earlier
adopted text that it goes back to, and by the words of its title. What somebody decided is suggested no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreed_language import comparable
from acm_drafts.negotiation.guide import (
    MOST_SUGGESTED,
    ItemHistory,
    KnownItem,
    Suggestion,
    TagAct,
    TitleWords,
    nearest_earlier,
)
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.guide import (
    GuideDraft,
    PrintedLine,
    drafts_for_guide,
    known_items,
    last_acts,
    printed_lines,
    tags_in,
)
from acm_drafts.store.records import Communique
from acm_drafts.store.text import TextRow, descents_of_text
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class Offered:
    """
    An item that is suggested for a paragraph.

    *earlier*: symbol and number of the paragraph of an earlier text that is tagged with it; *divided*: one of this text
    is, from which the paragraph came. *words*: those of the title that the paragraph holds.
    """

    item: KnownItem
    earlier: tuple[str, str] | None = None
    divided: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedText:
    """The paragraphs of a text, by their keys, with the items they are *tagged* with and those that are *offered*."""

    items: Sequence[KnownItem]
    tagged: Mapping[int, Sequence[KnownItem]]
    offered: Mapping[int, Sequence[Offered]]


def tagged_text(
    session: Session, actor: Actor, communique: Communique, of: int, rows: Sequence[TextRow]
) -> TaggedText:
    """Return *rows*, the lines of a draft, as the Mission tags them with items of the session *of*. Seven queries."""
    every = known_items(session)
    own = {known.key: known for known in every if known.session == of}
    decided = last_acts(session, [communique.id])
    ancestors = descents_of_text(session, communique.id)
    language = Language(communique.language)
    before = _Before(session, actor, language, every, own)
    titles = TitleWords(own.values(), language)
    tagged, offered = {}, {}
    for row in rows:
        acts = decided.get(row.paragraph, {})
        keys = {key for key, act in acts.items() if act is TagAct.TAG}
        tagged[row.paragraph] = [known for key, known in own.items() if key in keys]
        suggestions = [
            *_inherited(row.paragraph, ancestors, decided),
            *before.suggest(row.text),
            *titles.suggest(row.text),
        ]
        offered[row.paragraph] = _together(suggestions, before, own, acts)
    return TaggedText(list(own.values()), tagged, offered)


_DIVIDED = 0
"""As the key of an earlier paragraph: one of this text."""


def _inherited(
    paragraph: int, descents: Iterable[tuple[int, int]], decided: Mapping[int, Mapping[int, TagAct]]
) -> list[Suggestion]:
    """Return the items of the paragraphs of this text from which one came."""
    return [
        Suggestion(item, earlier=_DIVIDED)
        for key, ancestor in descents
        if key == paragraph
        for item, act in decided.get(ancestor, {}).items()
        if act is TagAct.TAG
    ]


def _together(
    suggestions: Iterable[Suggestion],
    before: "_Before",
    own: Mapping[int, KnownItem],
    decided: Mapping[int, TagAct],
) -> list[Offered]:
    """Return each item once, with every reason for it, as many as a page shows; not what was decided."""
    reasons: dict[int, list[Suggestion]] = {}
    for suggestion in suggestions:
        if suggestion.item in own and suggestion.item not in decided:
            reasons.setdefault(suggestion.item, []).append(suggestion)
    offered = []
    for key, several in list(reasons.items())[:MOST_SUGGESTED]:
        earlier = next((s.earlier for s in several if s.earlier), None)
        words = next((s.words for s in several if s.words), ())
        divided = any(s.earlier == _DIVIDED for s in several)
        offered.append(
            Offered(own[key], before.names[earlier] if earlier is not None else None, divided, words)
        )
    return offered


class _Before:
    """The tagged paragraphs of the latest earlier session that adopted a text in the same language. Three queries."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        language: Language,
        every: Sequence[KnownItem],
        own: Mapping[int, KnownItem],
    ) -> None:
        history = ItemHistory(every)
        now = {before.key: key for key in own for before in history.earlier(key)}
        sessions = {known.session for known in every if known.key in now}
        drafts = _latest(drafts_for_guide(session, actor, sessions) if sessions else [], language)
        tags = tags_in(session, [row.communique.id for row in drafts])
        lines = printed_lines(session, [row.draft.id for row in drafts])
        self.names: dict[int, tuple[str, str]] = {}
        self.words: list[tuple[int, str]] = []
        self.items: dict[int, list[int]] = {}
        for row in drafts:
            for line in lines[row.draft.id]:
                self._note(
                    row, line, [now[item] for item in sorted(tags.get(line.paragraph, ())) if item in now]
                )

    def _note(self, row: GuideDraft, line: PrintedLine, items: list[int]) -> None:
        """Keep a paragraph of an earlier text with the *items* of today that it was tagged with, if any."""
        if items:
            self.items[line.paragraph] = items
            self.names[line.paragraph] = (row.symbol, line.reference)
            self.words.append((line.paragraph, comparable(line.text)))

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the items of the earlier paragraph that *text* goes back to."""
        key = nearest_earlier(text, self.words)
        return [Suggestion(item, earlier=key) for item in self.items[key]] if key is not None else []


def _latest(drafts: Iterable[GuideDraft], language: Language) -> list[GuideDraft]:
    """Return the adopted texts in a language of the latest session among *drafts*."""
    adopted = [row for row in drafts if row.adoption is not None and row.language is language]
    latest = max((row.session or 0 for row in adopted), default=0)
    return [row for row in adopted if row.session == latest]
