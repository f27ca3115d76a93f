"""
Requests in a paragraph: which verb asks for action, who is asked, for what, and by when.

"The Meeting *requested* the Secretary-General *to report*", « *Invite* les États membres *à accroître* »,
"*طلب* الاجتماع من الأمين العام *تقديم*". Verbs are known by list. What a text only tells of others ("as requested by",
"who invited") is left out; a sentence that is built otherwise is not found. People confirm what is found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from acm_drafts.text.language import MONTHS, Language


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """
    A request as a paragraph words it, from *start* to *stop*: its *verb*, who is asked, for what, and by when.

    *addressee* is "" where a body decided to do something itself. *due* is a day that its words name.
    """

    start: int
    stop: int
    verb: str
    addressee: str
    requested: str
    due: date | None


def requests_in(text: str, language: Language) -> list[FoundRequest]:
    """Return the requests that a paragraph makes, in order."""
    requests: list[FoundRequest] = []
    for sentence in _SENTENCE.finditer(text):
        requests += _in_sentence(text, *sentence.span(), language)
    return requests


def requests_under(lead: str, text: str, language: Language) -> list[FoundRequest]:
    """
    Return the request that *text* makes, a sub-paragraph, of which the verb and who is asked stand in its *lead*.

    "The Meeting invited Member States:", "(a) to share …", or "… Member States to:", "(a) share …". It begins with
    *text*. None where the lead asks nothing.
    """
    asks = lead.rstrip(" :\u00a0\u202f")
    whole, last_word = f"{asks} {text}", asks.rfind(" ") + 1
    return [
        replace(request, start=0, stop=request.stop - len(asks) - 1)
        for request in requests_in(whole, language)
        if request.start < last_word <= request.stop - len(request.requested) <= len(asks) + 1 < request.stop
    ]


_SENTENCE = re.compile(r"(?:[^.;؛]|[.](?=\S))+[.;؛]*\s*")


def _in_sentence(text: str, begin: int, end: int, language: Language) -> Iterator[FoundRequest]:
    rule = _RULES[language]
    patterns, asks_itself = _compiled(language)
    matches = [match for pattern in patterns for match in _all_matches(pattern, text, begin, end)]
    matches.sort(key=lambda match: (match.start("verb"), match.start("what")))
    own = [match for match in matches if asks_itself.search(text[begin : match.start()])]
    for place, match in enumerate(own):
        following = own[place + 1].start() if place + 1 < len(own) else end
        if following <= match.start("what"):
            continue  # the next request begins before this one has said what it asks for
        what = _trimmed(text[match.start("what") : following], rule.links if following < end else frozenset())
        who, until = _without_day(match.groupdict().get("who") or "", language)
        yield FoundRequest(
            match.start("verb"),
            match.start("what") + len(what),
            match["verb"],
            rule.named(who),
            what,
            due_in(what, language) or until,
        )


def _without_day(who: str, language: Language) -> tuple[str, date | None]:
    """Return who is asked without the day by which, where that stands between them and what they are asked for."""
    day = due_in(who, language)
    start = _first_until(who, language)
    return (who if day is None else who[:start]).strip(" ,،"), day


def _all_matches(pattern: re.Pattern[str], text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of *pattern*, also one that begins within what an earlier one took for who is asked."""
    at = begin
    while match := pattern.search(text, at, end):
        yield match
        at = match.end("verb")


_SIGNS = " \t\n\u00a0\u202f,;.،؛"


def _trimmed(words: str, links: frozenset[str]) -> str:
    """Return *words* without signs and *links* at their end."""
    words = words.rstrip(_SIGNS)
    while (last := words.rpartition(" ")[2]).casefold() in links:
        words = words.removesuffix(last).rstrip(_SIGNS)
    return words


@dataclass(frozen=True, slots=True)
class _Rule:
    """
    *patterns* find verb, who and what; *own* finds, in what stands before the verb, that the body itself asks.

    *links* are words that lead to the next request of a sentence. No pattern repeats itself without a bound: a text of
    blanks and marks alone would take hours.
    """

    patterns: tuple[str, ...]
    own: str
    links: frozenset[str]
    named: Callable[[str], str] = str
    """Returns who is asked as they are named by themselves."""


# English: "The Meeting requested the Secretary-General to …", "Calls upon Member States to …"

_ADVERB_EN = r"(?:(?:also|further|therefore|strongly|once\s{1,9}(?:again|more)|again|likewise|hereby)\s{1,9})"
_VERB_EN = (
    r"(?P<verb>request(?:ed|s)|call(?:ed|s)\s{1,9}(?:up)?on|urg(?:ed|es)|invit(?:ed|es)|mandat(?:ed|es)"
    r"|instruct(?:ed|s)|encourag(?:ed|es)|task(?:ed|s)|appeal(?:ed|s)\s{1,9}to)"
)
_EN = (
    (
        rf"\b{_VERB_EN}\s{{1,9}}(?P<who>(?!(?:by|to|that|in|for|its|their|and)\b)[^.;:]{{2,240}}?),?\s{{1,9}}"
        r"(?P<what>to\s{1,9}(?!(?:the|this|that|these|those|all|its|their|which|whom|an?)\b)(?-i:[a-z]))"
    ),
    r"\b(?P<verb>decid(?:ed|es)|resolv(?:ed|es))\s{1,9}(?P<what>to\s{1,9}(?-i:[a-z]))",
)
_BODY_EN = (
    r"(?:(?:The|This|Both)\s{1,9}(?:[\w-]+\s{1,9}){0,3}?(?:Meeting|Conference|Council|Summit|Assembly|Group|Ministers"
    r"|Participants|Government|Sides|Parties|Leaders|Heads\s{1,9}of\s{1,9}State\s{1,9}and\s{1,9}Government)"
    r"(?:\s{1,9}of\s{1,9}[\w ]{2,60})?|They|It|Ministers)"
)
_NUMBER = r"^\W*(?:\(?\w{1,4}[.)]\s{0,9})?"
"""What stands before the first word of a sentence: nothing, or a number."""
_OWN_EN = (
    rf"(?:{_NUMBER}|[,:]\s{{1,9}}){_BODY_EN}\s{{1,9}}{_ADVERB_EN}{{0,4}}$"
    rf"|{_NUMBER}{_ADVERB_EN}{{0,4}}$|(?:\band|[,:])\s{{1,9}}{_ADVERB_EN}{{0,4}}$"
)
_LINKS_EN = frozenset("and also further furthermore therefore strongly again likewise hereby".split())

# French: « La Réunion a demandé au Secrétaire général de … », « Invite les États membres à … »

_ADVERB_FR = (
    r"(?:(?:également|en\s{1,9}outre|aussi|instamment|vivement|par\s{1,9}ailleurs|de\s{1,9}nouveau"
    r"|une\s{1,9}nouvelle\s{1,9}fois)\s{1,9})"
)
_HAS_FR = rf"\b(?:(?:a|ont)\s{{1,9}})?{_ADVERB_FR}{{0,4}}"
_NO_VERB_FR = (
    r"(?!(?!(?:re|satis|dé|ex|abs|sous|dis)?(?:faire|traire)\b)(?:cadre|ordre|titre|centre|livre|ministre|guerre|terre|mer|hier|chapitre|registre|lettre|mesure|nature"
    r"|avenir|hiver|souvenir|plaisir|culture|agriculture|infrastructure|structure|couverture|ouverture|\w+bre|\w+aire|\w+ière|\w+oire)\b)"
)
_TO_FR = (
    rf"(?:(?:ne\s{{1,9}}pas|se|y|en|lui|leur|nous|le)\s{{1,9}}|[sl]['’]){{0,3}}{_NO_VERB_FR}"
    r"[a-zàâçéèêëîïôùûü]+(?:er|ir|dre|tre|ire|oir|vre|ure)\b"
)
_WHO_FR = rf"{_ADVERB_FR}{{0,4}}(?P<who>(?:l['’]|(?:le|la|les|tous|toutes|ses|son|sa)\s)[^.;:]{{2,240}}?),?\s{{1,9}}"
_FR = (
    (
        rf"{_HAS_FR}(?P<verb>demand(?:é|e|ent))\s{{1,9}}{_ADVERB_FR}{{0,4}}(?P<who>(?:à|au|aux)\s[^.;:]{{2,240}}?),?\s{{1,9}}"
        rf"(?P<what>(?:de\s{{1,9}}|d['’]){_TO_FR})"
    ),
    (
        rf"{_HAS_FR}(?P<verb>pri(?:é|e|ent)|charg(?:é|e|ent)|mandat(?:é|e|ent))\s{{1,9}}{_WHO_FR}"
        rf"(?P<what>(?:de\s{{1,9}}|d['’]){_TO_FR})"
    ),
    (
        rf"{_HAS_FR}(?P<verb>invit(?:é|e|ent)|exhort(?:é|e|ent)|appel(?:é|le|lent)|encourag(?:é|e|ent)"
        rf"|engag(?:é|e|ent))\s{{1,9}}{_WHO_FR}(?P<what>à\s{{1,9}}{_TO_FR})"
    ),
    rf"{_HAS_FR}(?P<verb>décid(?:é|e|ent))\s{{1,9}}(?P<what>(?:de\s{{1,9}}|d['’]){_TO_FR})",
)
_OWN_FR = (
    rf"(?:{_NUMBER}|[,:]\s{{1,9}})(?:(?:La|Le|L['’]|Les)\s{{0,9}}(?:Réunion|Conférence|Conseil|Sommet|Assemblée|Groupe|Ministres"
    r"|Participants|Dirigeants|(?:deux\s{1,9})?parties|chefs\s{1,9}d['’]État\s{1,9}et\s{1,9}de\s{1,9}gouvernement)"
    r"(?:\s{1,9}(?:de|des|du|au)\s{1,9}[\w’' ]{2,60}?)?|Elle|Il|Ils|Elles)\s{1,9}$"
    rf"|{_NUMBER}$|(?:\bet|[,:])\s{{1,9}}$"
)
_LINKS_FR = frozenset(("et",))
_AFTER_TO_FR = (("aux ", "les "), ("au ", "le "), ("à ", ""))


def _without_to(who: str) -> str:
    """Return « le Secrétaire général » for « au Secrétaire général »: the verb asks for the preposition, not they."""
    for preposition, article in _AFTER_TO_FR:
        if who.casefold().startswith(preposition):
            return article + who[len(preposition) :]
    return who


# Arabic: «طلب الاجتماع من الأمين العام تقديم …»، «دعا الاجتماع الدول الأعضاء إلى …»

_MARKS = r"[\u064B-\u0652\u0670\u0640]{0,3}"


def _marked(words: str) -> str:
    """Return a pattern for words, divided by "|", that vowel marks may stand in."""
    return "(?:" + "|".join("".join(letter + _MARKS for letter in word) for word in words.split("|")) + ")"


_BODY_AR = _marked(
    "الاجتماع|المؤتمر|المجلس|الوزراء|القمة|المجتمعون|المشاركون|القادة|الجانبان|الطرفان|رؤساء الدول والحكومات"
)
_SUBJECT_AR = rf"(?:\s{{1,9}}{_BODY_AR})?+(?:\s{{1,9}}{_marked('كذلك|أيضا|أيضاً|مجددا|مجدداً')})?+"
"""Who asks is never taken for who is asked: once found it is not given back."""
_DOING_AR = (
    rf"(?:ت{_MARKS}\w{_MARKS}\w?{_MARKS}ي{_MARKS}\w{_MARKS}|إ{_MARKS}\w{_MARKS}\w{_MARKS}ا{_MARKS}\w{_MARKS}|"
    + _marked(
        "مواصلة|متابعة|اتخاذ|رفع|عقد|وضع|بذل|النظر|العمل|اقتراح|استكشاف|دعم|دراسة|ضمان|تكثيف|استضافة|إنشاء|إجراء|توسيع"
    )
    + r")(?!\w)"
)
"""A verbal noun, by its usual forms and by list: «تقديم»، «إعداد»، «متابعة»."""
_WHO_AR = r"[^.;؛:]{2,200}?"


def _arabic(verbs: str, who: str, what: str) -> str:
    return rf"(?<!\w)و?(?P<verb>{_marked(verbs)}){_SUBJECT_AR}\s{{1,9}}{who}(?P<what>{what})"


_AR = (
    _arabic(
        "طلب|طلبت|يطلب|تطلب",
        rf"{_marked('من|إلى')}\s{{1,9}}(?P<who>{_WHO_AR})،?\s{{1,9}}",
        rf"{_marked('أن')}\s{{1,9}}\w|{_DOING_AR}",
    ),
    _arabic(
        "دعا|دعت|يدعو|تدعو",
        rf"(?P<who>(?!{_marked('إلى')}\s){_WHO_AR})،?\s{{1,9}}",
        rf"{_marked('إلى')}\s{{1,9}}\w",
    ),
    _arabic(
        "حث|حثت|يحث|تحث|شجع|شجعت|يشجع|تشجع",
        rf"(?P<who>(?!{_marked('على')}\s){_WHO_AR})،?\s{{1,9}}",
        rf"{_marked('على')}\s{{1,9}}\w",
    ),
    _arabic(
        "ناشد|ناشدت|يناشد|تناشد|كلف|كلفت|يكلف|تكلف|فوض|فوضت|يفوض|تفوض",
        rf"(?P<who>{_WHO_AR})،?\s{{1,9}}",
        rf"{_marked('أن')}\s{{1,9}}\w|ب?{_DOING_AR}",
    ),
    _arabic("قرر|قررت|يقرر|تقرر", "", rf"{_marked('أن')}\s{{1,9}}\w|{_DOING_AR}"),
)
_OWN_AR = r"(?<!الذي )(?<!التي )(?<!الذين )(?<!حسبما )(?<!على )(?<!بأن )(?<!أن )(?<!حيث )$"
_LINKS_AR = frozenset(("كما",))

_RULES: Mapping[Language, _Rule] = {
    Language.EN: _Rule(_EN, _OWN_EN, _LINKS_EN),
    Language.FR: _Rule(_FR, _OWN_FR, _LINKS_FR, _without_to),
    Language.AR: _Rule(_AR, _OWN_AR, _LINKS_AR),
}


@cache
def _compiled(language: Language) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """Return the patterns of a language, and what tells that a body asks itself; compiled when first asked for."""
    rule = _RULES[language]
    own = re.compile(rule.own, re.IGNORECASE)
    return tuple(re.compile(words, re.IGNORECASE) for words in rule.patterns), own


# By when -------------------------------------------------------------------------------------------

_UNTIL = {
    Language.EN: r"\b(?:by|before|(?:no|not)\s{1,9}later\s{1,9}than|until)\s{1,9}(?:the\s{1,9})?",
    Language.FR: r"\b(?:avant|d['’]ici(?:\s{1,9}(?:à|au))?|au\s{1,9}plus\s{1,9}tard|jusqu['’]au)\s{1,9}"
    r"(?:l[ea]\s{1,9})?",
    Language.AR: r"(?:قبل|بحلول|حتى|في\s{1,9}موعد\s{1,9}أقصاه|في\s{1,9}موعد\s{1,9}لا\s{1,9}يتجاوز)\s{1,9}"
    r"(?:يوم\s{1,9})?",
}
_END_OF_YEAR = {
    Language.EN: r"end\s{1,9}of\s{1,9}(\d{4})\b",
    Language.FR: r"(?:fin|fin\s{1,9}de\s{1,9}l['’]année)\s{1,9}(\d{4})\b",
    Language.AR: r"نهاية\s{1,9}(?:عام|سنة)\s{1,9}(\d{4})",
}


_WRITTEN_OTHERWISE = {"يونيو": 6, "يوليو": 7}
"""Names of months beside those that pages print."""


def _months(language: Language) -> Mapping[str, int]:
    """Return the number of each month by every name that it has; of an Arabic pair by each of both."""
    months = {name.casefold(): number for number, name in enumerate(MONTHS[language], 1)}
    if language is Language.AR:
        months |= {part: number for name, number in months.items() for part in name.split("/")}
        months |= _WRITTEN_OTHERWISE
    return months


_MONTHS_OF = {language: _months(language) for language in Language}


def _dates(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of "by" a day, a month and a year, and of "by" the end of a year."""
    names = "|".join(map(re.escape, sorted(_MONTHS_OF[language], key=len, reverse=True)))
    day = rf"(\d{{1,2}})(?:er)?\s{{1,9}}(?:(?:{names})/)?({names})\s{{1,9}}(\d{{4}})"
    return (
        re.compile(_UNTIL[language] + day, re.IGNORECASE),
        re.compile(_UNTIL[language] + _END_OF_YEAR[language], re.IGNORECASE),
    )


_DATES = {language: _dates(language) for language in Language}


def due_in(text: str, language: Language) -> date | None:
    """Return the day by which *text* says that something is to be done: a whole date or the end of a year."""
    by_day, by_year = _DATES[language]
    day = by_day.search(text)
    if day is not None:
        try:
            return date(int(day[3]), _MONTHS_OF[language][day[2].casefold()], int(day[1]))
        except ValueError:
            return None
    year = by_year.search(text)
    return date(int(year[1]), 12, 31) if year is not None and int(year[1]) else None


def _first_until(text: str, language: Language) -> int:
    """Return where the words begin in which `due_in` reads a day, the end of *text* where there are none."""
    matches = [match for pattern in _DATES[language] if (match := pattern.search(text))]
    return min((match.start() for match in matches), default=len(text))
