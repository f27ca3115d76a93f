"""
The guide by agenda item: the General Assembly's agenda of a session, and the paragraphs that people tag with its items.

An item is known by its number within a session and by its title from one session to the next, or by a link that
somebody set. What the words of a title suggest is offered to people; nothing is tagged by itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.agreed_language import comparable
from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.text.language import Language
from acm_drafts.text.search_words import folded_words

MOST_ITEMS = 600
"""So many items and sub-items an agenda holds; those of recent sessions have some 320."""
LAST_SESSION = 500
_YEAR_BEFORE_FIRST = 1945


def goes_to_assembly(kind: str) -> bool:
    """
    Return whether a text of *kind* is put before the General Assembly: an agenda of the meeting is not.

    Only such a text names items of the Assembly's agenda, and only its paragraphs are tagged with them.
    """
    return kind != TextKind.AGENDA


def require_for_assembly(kind: str) -> None:
    """Raise NotForAssembly for a text whose paragraphs are not tagged with items of the Assembly's agenda."""
    if not goes_to_assembly(kind):
        raise NotForAssembly()


def session_of(year: int) -> int | None:
    """Return the regular session of the General Assembly that opens in the September of *year*; None before 1946."""
    session = year - _YEAR_BEFORE_FIRST
    return session if 1 <= session <= LAST_SESSION else None


def year_of(session: int) -> int:
    """Return the year in whose September a regular session opens: that of the meeting on its margin."""
    return session + _YEAR_BEFORE_FIRST


def require_agenda_known(session: int, today: date) -> None:
    """Raise WrongSession for a number that no session has, SessionAhead for one that opens after the coming year."""
    if not 1 <= session <= LAST_SESSION:
        raise WrongSession(most=LAST_SESSION)
    if year_of(session) > today.year + 1:
        this_year = today.year - _YEAR_BEFORE_FIRST
        raise SessionAhead(session=session, year=year_of(session), this_year=this_year)


def session_on(day: date) -> int:
    """
    Return the regular session of the General Assembly that sits on a *day*.

    A session opens on the Tuesday of the second week of September, counted from the first week with a working day; so
    the Assembly does since 2023.
    """
    first = date(day.year, 9, 1)
    monday = first + timedelta(days=-first.weekday() if first.weekday() < 5 else 7 - first.weekday())
    is_open = day >= monday + timedelta(days=8)
    return max(day.year - _YEAR_BEFORE_FIRST - (not is_open), 1)


def session_to_open(sessions: Iterable[int], day: date) -> int | None:
    """Return which of the *sessions* that have an agenda is shown first: the one that sits, else the one before it."""
    known = sorted(sessions)
    opened = [session for session in known if session <= session_on(day)]
    return opened[-1] if opened else next(iter(known), None)


class Committee(StrEnum):
    """Where the Assembly takes an item up: in plenary meeting, or in one of its Main Committees."""

    PLENARY = "0"
    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    FIFTH = "5"
    SIXTH = "6"


COMMITTEES: Mapping[Committee, str] = {
    Committee.PLENARY: N_("Plenary"),
    Committee.FIRST: N_("First Committee"),
    Committee.SECOND: N_("Second Committee"),
    Committee.THIRD: N_("Third Committee"),
    Committee.FOURTH: N_("Fourth Committee"),
    Committee.FIFTH: N_("Fifth Committee"),
    Committee.SIXTH: N_("Sixth Committee"),
}


@dataclass(frozen=True, slots=True)
class SessionItem:
    """
    An item of the agenda of a session; *part* is the letter of a sub-item, "" for a whole item.

    The title in English is never ""; in French and Arabic it may be, and so may the heading under which it stands.
    *committees*: the values of `Committee` one behind the other, "" where they are not told.
    """

    number: int
    part: str
    title_en: str
    title_fr: str = ""
    title_ar: str = ""
    heading_en: str = ""
    heading_fr: str = ""
    heading_ar: str = ""
    committees: str = ""

    @property
    def numbered(self) -> AgendaItem:
        """The item by its number and its title in English, as the documents of a communiqué name it."""
        return AgendaItem(self.number, self.part, self.title_en)

    @property
    def place(self) -> tuple[int, int, str]:
        """That by which items are put in the order of the agenda."""
        return self.numbered.place

    def title(self, language: Language) -> tuple[str, Language]:
        """Return the title in *language*, in English where it has none; and in which of the two it is."""
        own = {Language.EN: self.title_en, Language.FR: self.title_fr, Language.AR: self.title_ar}[language]
        return (own, language) if own else (self.title_en, Language.EN)

    def heading(self, language: Language) -> tuple[str, Language]:
        """Return the same of the heading; "" where there is none."""
        own = {Language.EN: self.heading_en, Language.FR: self.heading_fr, Language.AR: self.heading_ar}[
            language
        ]
        return (own, language) if own else (self.heading_en, Language.EN)


_SLUG = re.compile(r"([1-9]\d{0,2})([a-z]{0,2})")


def slug(number: int, part: str) -> str:
    """Return an item as addresses name it: "71b"."""
    return f"{number}{part}"


def read_slug(address: str) -> tuple[int, str] | None:
    """Return number and part of the item that an address names, None for none."""
    match = _SLUG.fullmatch(address)
    return (int(match[1]), match[2]) if match else None


# The same item of an earlier session -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownItem:
    """
    An item that is kept under *key*; *continues*: the key of the earlier item that people said it continues.

    *used*: paragraphs were tagged with it, people follow it, or it is linked with an item of another session.
    """

    key: int
    session: int
    item: SessionItem
    continues: int | None = None
    used: bool = False


def title_words(title: str) -> tuple[str, ...]:
    """Return what is equal for two titles that a reader takes for the same: their words, without signs and case."""
    return tuple(folded_words(title))


class ItemHistory:
    """The items of all sessions, by which each is found again in earlier ones; made once for all that are asked for."""

    def __init__(self, items: Iterable[KnownItem]) -> None:
        self.by_key = {item.key: item for item in items}
        self.by_title: defaultdict[tuple[str, ...], list[KnownItem]] = defaultdict(list)
        for item in self.by_key.values():
            self.by_title[title_words(item.item.title_en)].append(item)

    def earlier(self, key: int) -> tuple[KnownItem, ...]:
        """
        Return the item with *key* as it stood in earlier sessions, the latest first.

        From session to session it is the one that people linked; without a link, the only item of that session with
        the same words in its English title. Where several have them, none is taken. Raises KeyError for an unknown key.
        """
        items_before: list[KnownItem] = []
        current: KnownItem | None = self.by_key[key]
        while current is not None and (current := self._before(current)) is not None:
            items_before.append(current)
        return tuple(items_before)

    def _before(self, current: KnownItem) -> KnownItem | None:
        """Return what an item was called in the latest session before its own that had it."""
        linked = self.by_key.get(current.continues or 0)
        if linked is not None and linked.session < current.session:
            return linked
        named_alike = self.by_title[title_words(current.item.title_en)]
        same = [item for item in named_alike if item.session < current.session]
        sessions = Counter(item.session for item in same)
        alone = [item for item in same if sessions[item.session] == 1]
        return max(alone, key=lambda item: item.session, default=None)


# What suggests an item for a paragraph ----------------------------------------------------------------

ALIKE = 0.7
"""From this likeness on (0 to 1) a paragraph of an earlier text is taken for the one before a paragraph."""
MOST_SUGGESTED = 6
_SHORTEST, _ENOUGH_ALONE = 4, {Language.EN: 6, Language.FR: 6, Language.AR: 5}
_SEGMENTS = re.compile(r"[:;,،؛()–—]")
_COMMON: Mapping[Language, frozenset[str]] = {
    language: frozenset(folded_words(words))
    for language, words in {
        Language.EN: (
            "question questions situation matter matters report reports implementation including other towards "
            "with from their its and the for this that these those into under related relating measures united "
            "nations general assembly international special items strengthening promotion protection effective "
            "improving alternative approaches between cooperation organization organizations follow integrated "
            "coordinated activities work resolution resolutions session meeting meetings secretary review states "
            "comprehensive progress about against other global convention outcome islamic regional"
        ),
        Language.FR: (
            "question questions situation rapport rapports application autres dans avec pour leurs cette relatives "
            "relatifs mesures nations unies assemblée générale international internationale internationaux "
            "internationales renforcement promotion protection compris autres nouveaux moyens assurer mieux "
            "exercice effectif entre coopération organisation organisations suivi intégré coordonné activités "
            "travaux résolution résolutions session réunion réunions secrétaire examen états progrès contre "
            "convention visant notamment islamique régionales"
        ),
        Language.AR: (
            "مسألة مسائل الحالة تقرير تقارير تنفيذ الأخرى بما ذلك في من على إلى المتعلقة المتحدة الأمم الجمعية العامة "
            "الدولي الدولية تعزيز وتعزيز حماية وحمايتها التدابير الرامية التعاون بين المنظمات المنظمة متابعة المتكاملة "
            "والمنسقة أعمال قرار قرارات الدورة الاجتماع الأمين استعراض الدول بشأن لتحسين تحسين النهج البديلة "
            "التمتع الفعلي الإسلامي الإقليمية"
        ),
    }.items()
}
"""Words that say nothing of what a title is about."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    An item that a paragraph may be tagged with, and why.

    *words*: those of its title that the paragraph holds, folded; *earlier*: the key of the paragraph that carries the
    tag, None where words alone suggest it.
    """

    item: int
    words: tuple[str, ...] = ()
    earlier: int | None = None


class TitleWords:
    """The words that tell what each item is about, in one language; made once for all paragraphs of a text."""

    def __init__(self, items: Iterable[KnownItem], language: Language) -> None:
        self.parts = [
            (item.key, words)
            for item in items
            if item.item.title(language)[1] is language
            for words in _telling(item.item.title(language)[0], language)
        ]

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the items of which all telling words of one part of the title stand in *text*, most words first."""
        held = set(folded_words(text))
        matched: dict[int, tuple[str, ...]] = {}
        for key, words in self.parts:
            if held.issuperset(words) and len(words) > len(matched.get(key, ())):
                matched[key] = words
        ordered = sorted(matched.items(), key=lambda entry: -len(entry[1]))
        return [Suggestion(key, words) for key, words in ordered[:MOST_SUGGESTED]]


def _telling(title: str, language: Language) -> Iterable[tuple[str, ...]]:
    """Yield the telling words of each part of a title, of which one alone must be long enough."""
    for part in _SEGMENTS.split(title):
        every = dict.fromkeys(folded_words(part))
        words = tuple(w for w in every if len(w) >= _SHORTEST and w not in _COMMON[language])
        if len(words) > 1 or (words and len(words[0]) >= _ENOUGH_ALONE[language]):
            yield words


def nearest_earlier(text: str, earlier: Sequence[tuple[int, str]]) -> int | None:
    """
    Return the key of the earlier paragraph that *text* goes back to, None where none is alike enough.

    *earlier*: keys with what `comparable` makes of their words. One that says the same comes before all others.
    """
    wanted = comparable(text)
    best, key = 100 * ALIKE, None
    for candidate, words in earlier:
        if words == wanted:
            return candidate
        likeness = fuzz.ratio(wanted, words, score_cutoff=best)
        if likeness > best or (likeness == best and key is None and likeness):
            best, key = likeness, candidate
    return key


# What people decide ----------------------------------------------------------------------------------


def item_titled(items: Iterable[SessionItem], typed: str) -> SessionItem | None:
    """Return the only one of *items* with the title that somebody typed, in any language; None for none or several."""
    wanted = title_words(typed)
    if not wanted:
        return None
    titled = [
        item
        for item in items
        if wanted in (title_words(item.title_en), title_words(item.title_fr), title_words(item.title_ar))
    ]
    return titled[0] if len(titled) == 1 else None


class TagAct(StrEnum):
    """What the Mission decided of a paragraph and an item; the last act on both counts."""

    TAG = "tag"
    UNTAG = "untag"
    DECLINE = "decline"
    """The item was suggested, and it is not what the paragraph is about."""


def require_possible(act: TagAct, last: TagAct | None) -> None:
    """Raise AlreadyTagged, NotTagged or AlreadyDeclined where *act* cannot follow the *last* one on the same two."""
    if act is TagAct.TAG and last is TagAct.TAG:
        raise AlreadyTagged()
    if act is TagAct.UNTAG and last is not TagAct.TAG:
        raise NotTagged()
    if act is TagAct.DECLINE and last is TagAct.TAG:
        raise AlreadyTagged()
    if act is TagAct.DECLINE and last is not None:
        raise AlreadyDeclined()


# A newer agenda of the same session ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgendaChanges:
    """What a newer agenda makes of the one that is kept: items *kept* by their keys, *added*, and keys *removed*."""

    kept: Mapping[int, SessionItem]
    added: tuple[SessionItem, ...]
    removed: frozenset[int]


def compare_agendas(
    before: Sequence[KnownItem], after: Sequence[SessionItem], *, same_items: bool = False
) -> AgendaChanges:
    """
    Return what *after* makes of the agenda *before*: items with the same title are the same, then those of one number.

    *same_items*: people say that an item whose title differs is the same. Raises ItemRenamed where they do not and it
    is used, ItemInUse where one that is used is left out.
    """
    pairs = _by_title(before, after)
    by_place = {item.place: item for item in after if item not in pairs.values()}
    for known in before:
        if known.key not in pairs and known.item.place in by_place:
            pairs[known.key] = _renamed(known, by_place.pop(known.item.place), same_items=same_items)
    left = [known for known in before if known.key not in pairs]
    in_use = next((known for known in left if known.used), None)
    if in_use is not None:
        raise ItemInUse(number=_called(in_use.item), title=in_use.item.title_en)
    return AgendaChanges(pairs, tuple(by_place.values()), frozenset(known.key for known in left))


def _renamed(known: KnownItem, new: SessionItem, *, same_items: bool) -> SessionItem:
    """Return what takes the place of a kept item under its number. Raises ItemRenamed."""
    if known.used and not same_items:
        raise ItemRenamed(number=_called(known.item), before=known.item.title_en, after=new.title_en)
    return new


def _by_title(before: Sequence[KnownItem], after: Sequence[SessionItem]) -> dict[int, SessionItem]:
    """Return the items of *after* that alone on either side have the title of a kept one, by the key of that."""
    old = Counter(title_words(known.item.title_en) for known in before)
    new = Counter(title_words(item.title_en) for item in after)
    by_title = {title_words(item.title_en): item for item in after}
    return {
        known.key: by_title[title]
        for known in before
        if old[title := title_words(known.item.title_en)] == 1 and new[title] == 1
    }


@dataclass(frozen=True, slots=True)
class AgendaUses:
    """
    What refers to the items of a session's agenda: numbers and letters, in any order.

    *tagged*: those of which it was decided whether paragraphs are tagged with them, in the *texts* with these symbols.
    *linked*: session, number and letter of the items, also of later sessions, that people said continue another one.
    """

    tagged: Collection[tuple[int, str]] = ()
    texts: Sequence[str] = ()
    followed: Collection[tuple[int, str]] = ()
    linked: Collection[tuple[int, int, str]] = ()


def require_unused(session: int, uses: AgendaUses) -> None:
    """Raise AgendaTagged, AgendaFollowed or AgendaLinked where something refers to an item of the agenda."""
    if uses.tagged:
        texts = ", ".join(uses.texts)
        raise AgendaTagged(session=session, items=items_in_journal(uses.tagged), texts=texts)
    if uses.followed:
        raise AgendaFollowed(session=session, items=items_in_journal(uses.followed))
    if uses.linked:
        items = [f"{of}/{items_in_journal([(number, part)])}" for of, number, part in sorted(uses.linked)]
        raise AgendaLinked(session=session, items=", ".join(items))


def _called(item: SessionItem) -> str:
    return f"{item.number} ({item.part})" if item.part else str(item.number)


def items_in_journal(items: Collection[tuple[int, str]]) -> str:
    """Return items by their numbers as the journal keeps them: "34, 71 (b)"."""
    ordered = sorted(items, key=lambda item: (item[0], len(item[1]), item[1]))
    return ", ".join(f"{number} ({part})" if part else str(number) for number, part in ordered)


# What is refused -------------------------------------------------------------------------------------


class WrongAgendaFile(WrongShape):
    """A file of a session's agenda; *line* and *column* say where, *what* is wrong there."""

    sentence = N_("Line %(line)s, column %(column)s of the agenda cannot be read: %(what)s.")
    next_step = N_("Correct the file and send it again; nothing of it was saved.")


class WrongSession(WrongShape):
    sentence = N_("A session of the General Assembly has a number between 1 and %(most)s.")
    next_step = N_("Write the number alone, as in 81.")


class SessionAhead(WrongSession):
    """*year*: when the session opens, *this_year*: the session that opens in the year at hand."""

    sentence = N_("Session %(session)s of the General Assembly opens in %(year)s: it has no agenda yet.")
    next_step = N_("Correct the number of the session: the one that opens this year is %(this_year)s.")


class AgendaUnchanged(Refusal):
    sentence = N_("The agenda of this session is saved as it stands in this file.")
    next_step = N_("Look at the guide of the session.")


class ItemRenamed(Refusal):
    """An item that is used has another title in a newer agenda: *before* and *after*."""

    sentence = N_("Item %(number)s is used as “%(before)s”; in the file it is “%(after)s”.")
    next_step = N_(
        "If it is the same item, say so in the form and send the file again. If not, remove its tags first."
    )


class ItemInUse(Refusal):
    sentence = N_("The file leaves out item %(number)s, “%(title)s”, which the guide uses.")
    next_step = N_("Add the item to the file: paragraphs, people or another session refer to it.")


class NotForAssembly(Refusal):
    """An agenda of the meeting has items of its own, and is not put before the Assembly."""

    sentence = N_(
        "This text is the agenda of the meeting. Only what a communiqué says is put under agenda items."
    )
    next_step = N_("Open the communiqué of the meeting: its paragraphs are tagged with items there.")


class AgendaTagged(Refusal):
    """*items* of the agenda of a *session*, *texts* by their symbols."""

    sentence = N_(
        "The agenda of session %(session)s cannot be removed. It was decided whether paragraphs of %(texts)s are "
        "tagged with items of it: %(items)s."
    )
    next_step = N_(
        "These decisions stay on record, also once a tag is removed. Save the right agenda of this session in place of "
        "the wrong one."
    )


class AgendaFollowed(Refusal):
    """*items* of the agenda of a *session*."""

    sentence = N_(
        "The agenda of session %(session)s cannot be removed. People follow items of it: %(items)s."
    )
    next_step = N_("Their names stand on the pages of these items. Ask them to follow the items no longer.")


class AgendaLinked(Refusal):
    """*items* of any session, each as "82/71 (b)"."""

    sentence = N_(
        "The agenda of session %(session)s cannot be removed. Items of it are linked with those of another session: "
        "%(items)s."
    )
    next_step = N_("Remove the links first: on the page of each of these items, with an empty form.")


class NotOnAgenda(WrongShape):
    """*number* is an item that the agenda of a *session* does not have."""

    sentence = N_("Item %(number)s is not on the agenda of session %(session)s.")
    next_step = N_("Choose an item of that agenda, or add it to the agenda first.")


class NoItemNumber(WrongShape):
    """*name*: what was typed in place of a number."""

    sentence = N_(
        "“%(name)s” is neither the number of an item nor the whole title of one on the agenda of session %(session)s."
    )
    next_step = N_("Type the number of the item, such as 35 or 74 (b).")


class AlreadyTagged(Refusal):
    sentence = N_("The paragraph is tagged with this item already.")
    next_step = N_("Look at the list as it stands now.")


class NotTagged(Refusal):
    sentence = N_("The paragraph is not tagged with this item.")
    next_step = N_("Look at the list as it stands now.")


class AlreadyDeclined(Refusal):
    sentence = N_("It was decided already that the paragraph is not about this item.")
    next_step = N_("Look at the list as it stands now.")


class NotEarlier(WrongShape):
    """An item continues one of an earlier session, and nothing else."""

    sentence = N_("An item can only continue one of an earlier session.")
    next_step = N_("Choose a session before this one.")


class SameLink(Refusal):
    sentence = N_("The item is linked so already.")
    next_step = N_("Look at the page of the item as it stands now.")


class FollowedAlready(Refusal):
    sentence = N_("You follow this item already.")
    next_step = N_("Look at the page of the item as it stands now.")


class NotFollowed(Refusal):
    sentence = N_("You do not follow this item.")
    next_step = N_("Look at the page of the item as it stands now.")


class NothingToRequest(Refusal):
    sentence = N_("No agenda item is named under which the text is to be circulated.")
    next_step = N_("Tag its paragraphs with items first.")
