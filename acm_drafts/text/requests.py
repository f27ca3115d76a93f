"""
Requests in a paragraph: which verb asks for action, who is asked, for what, and by when.

"The Meeting *requested* the Secretary-General *to report*", « *Invite* les États membres *à accroître* »,
"*طلب* الاجتماع من الأمين العام *تقديم*". Verbs are known by list. What a text only tells of others ("as requested by",
"who invited") is left out; a sentence that is built otherwise is not found. People confirm what is found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

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


_SENTENCE = re.compile(r"(?:[^.;؛]|[.](?=\S))+[.;؛]*\s*")


def _in_sentence(text: str, begin: int, end: int, language: Language) -> Iterator[FoundRequest]:
    rule = _RULES[language]
    matches = [match for pattern in rule.patterns for match in _all_matches(pattern, text, begin, end)]
    matches.sort(key=lambda match: (match.start("verb"), match.start("what")))
    own = [match for match in matches if rule.own.search(text[begin : match.start()])]
    for place, match in enumerate(own):
        following = own[place + 1].start() if place + 1 < len(own) else end
        if following <= match.start("what"):
            continue  # the next request begins before this one has said what it asks for
        what = rule.tail.sub("", text[match.start("what") : following])
        yield FoundRequest(
            match.start("verb"),
            match.start("what") + len(what),
            match["verb"],
            (match.groupdict().get("who") or "").strip(" ,،"),
            what,
            due_in(what, language),
        )


def _all_matches(pattern: re.Pattern[str], text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of *pattern*, also one that begins within what an earlier one took for who is asked."""
    at = begin
    while match := pattern.search(text, at, end):
        yield match
        at = match.end("verb")


@dataclass(frozen=True, slots=True)
class _Rule:
    """
    *patterns* find verb, who and what; *own* finds, in what stands before the verb, that the body itself asks; *tail*
    is what is cut from the end of what is asked for.
    """

    patterns: tuple[re.Pattern[str], ...]
    own: re.Pattern[str]
    tail: re.Pattern[str]


# English: "The Meeting requested the Secretary-General to …", "Calls upon Member States to …"

_ADVERB_EN = (
    r"(?:(?:also|further|furthermore|therefore|strongly|once\s+again|once\s+more|again|likewise|hereby)\s+)"
)
_VERB_EN = (
    r"(?P<verb>request(?:ed|s)|call(?:ed|s)\s+(?:up)?on|urg(?:ed|es)|invit(?:ed|es)|mandat(?:ed|es)"
    r"|instruct(?:ed|s)|encourag(?:ed|es)|task(?:ed|s)|appeal(?:ed|s)\s+to)"
)
_EN = (
    re.compile(
        rf"\b{_VERB_EN}\s+(?P<who>(?!(?:by|to|that|in|for|its|their|and)\b)[^.;:]{{2,240}}?),?\s+"
        r"(?P<what>to\s+(?!(?:the|this|that|these|those|all|its|their|which|whom|an?)\b)(?-i:[a-z]))",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<verb>decid(?:ed|es)|resolv(?:ed|es))\s+(?P<what>to\s+(?-i:[a-z]))", re.IGNORECASE),
)
_BODY_EN = (
    r"(?:(?:The|This)\s+(?:[\w-]+\s+){0,3}?(?:Meeting|Conference|Council|Summit|Assembly|Group|Ministers|Participants"
    r"|Government)(?:\s+of\s+[\w ]{2,60})?|They|It|Ministers)"
)
_NUMBER = r"^\W*(?:\(?\w{1,4}[.)]\s*)?"
"""What stands before the first word of a sentence: nothing, or a number."""
_OWN_EN = re.compile(
    rf"(?:{_NUMBER}|[,:]\s+){_BODY_EN}\s+{_ADVERB_EN}*$|{_NUMBER}{_ADVERB_EN}*$|(?:\band|[,:])\s+{_ADVERB_EN}*$",
    re.IGNORECASE,
)
_TAIL_EN = re.compile(rf"[\s,;.]*(?:\band\b\s*)?{_ADVERB_EN}*[\s,;.]*$", re.IGNORECASE)

# French: « La Réunion a demandé au Secrétaire général de … », « Invite les États membres à … »

_ADVERB_FR = (
    r"(?:(?:également|en\s+outre|aussi|instamment|vivement|par\s+ailleurs|de\s+nouveau"
    r"|une\s+nouvelle\s+fois)\s+)"
)
_HAS_FR = rf"\b(?:(?:a|ont)\s+)?{_ADVERB_FR}*"
_NO_VERB_FR = (
    r"(?!(?:cadre|ordre|titre|centre|livre|ministre|guerre|terre|mer|hier|chapitre|registre|lettre|mesure|nature"
    r"|culture|agriculture|infrastructure|structure|couverture|ouverture|\w+bre|\w+aire|\w+ière|\w+oire)\b)"
)
_TO_FR = (
    rf"(?:(?:ne\s+pas|se|y|en)\s+|s['’])?{_NO_VERB_FR}[a-zàâçéèêëîïôùûü]+(?:er|ir|dre|tre|ire|oir|vre|ure)\b"
)
_WHO_FR = rf"{_ADVERB_FR}*(?P<who>(?:l['’]|(?:le|la|les|tous|toutes|ses|son|sa)\s)[^.;:]{{2,240}}?),?\s+"
_FR = (
    re.compile(
        rf"{_HAS_FR}(?P<verb>demand(?:é|e|ent))\s+{_ADVERB_FR}*(?P<who>(?:à|au|aux)\s[^.;:]{{2,240}}?),?\s+"
        rf"(?P<what>(?:de\s+|d['’]){_TO_FR})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_HAS_FR}(?P<verb>pri(?:é|e|ent)|charg(?:é|e|ent)|mandat(?:é|e|ent))\s+{_WHO_FR}"
        rf"(?P<what>(?:de\s+|d['’]){_TO_FR})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_HAS_FR}(?P<verb>invit(?:é|e|ent)|exhort(?:é|e|ent)|appel(?:é|le|lent)|encourag(?:é|e|ent)"
        rf"|engag(?:é|e|ent))\s+{_WHO_FR}(?P<what>à\s+{_TO_FR})",
        re.IGNORECASE,
    ),
    re.compile(rf"{_HAS_FR}(?P<verb>décid(?:é|e|ent))\s+(?P<what>(?:de\s+|d['’]){_TO_FR})", re.IGNORECASE),
)
_OWN_FR = re.compile(
    rf"(?:{_NUMBER}|[,:]\s+)(?:(?:La|Le|L['’]|Les)\s*(?:Réunion|Conférence|Conseil|Sommet|Assemblée|Groupe|Ministres"
    r"|Participants)(?:\s+(?:de|des|du|au)\s+[\w’' ]{2,60}?)?|Elle|Il|Ils|Elles)\s+$"
    rf"|{_NUMBER}$|(?:\bet|[,:])\s+$",
    re.IGNORECASE,
)
_TAIL_FR = re.compile(r"[\s,;.]*(?:\bet\b)?[\s,;.]*$", re.IGNORECASE)

# Arabic: «طلب الاجتماع من الأمين العام تقديم …»، «دعا الاجتماع الدول الأعضاء إلى …»

_MARKS = r"[\u064B-\u0652\u0670\u0640]*"


def _marked(words: str) -> str:
    """Return a pattern for words, divided by "|", that vowel marks may stand in."""
    return "(?:" + "|".join("".join(letter + _MARKS for letter in word) for word in words.split("|")) + ")"


_BODY_AR = _marked("الاجتماع|المؤتمر|المجلس|الوزراء|القمة|المجتمعون|المشاركون")
_SUBJECT_AR = rf"(?:\s+{_BODY_AR})?+(?:\s+{_marked('كذلك|أيضا|أيضاً|مجددا|مجدداً')})?+"
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


def _arabic(verbs: str, who: str, what: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)و?(?P<verb>{_marked(verbs)}){_SUBJECT_AR}\s+{who}(?P<what>{what})")


_AR = (
    _arabic(
        "طلب|طلبت|يطلب|تطلب",
        rf"{_marked('من')}\s+(?P<who>{_WHO_AR})،?\s+",
        rf"{_marked('أن')}\s+\w|{_DOING_AR}",
    ),
    _arabic(
        "دعا|دعت|يدعو|تدعو", rf"(?P<who>(?!{_marked('إلى')}\s){_WHO_AR})،?\s+", rf"{_marked('إلى')}\s+\w"
    ),
    _arabic(
        "حث|حثت|يحث|تحث|شجع|شجعت|يشجع|تشجع",
        rf"(?P<who>(?!{_marked('على')}\s){_WHO_AR})،?\s+",
        rf"{_marked('على')}\s+\w",
    ),
    _arabic(
        "ناشد|ناشدت|يناشد|تناشد|كلف|كلفت|يكلف|تكلف|فوض|فوضت|يفوض|تفوض",
        rf"(?P<who>{_WHO_AR})،?\s+",
        rf"{_marked('أن')}\s+\w|ب?{_DOING_AR}",
    ),
    _arabic("قرر|قررت|يقرر|تقرر", "", rf"{_marked('أن')}\s+\w|{_DOING_AR}"),
)
_OWN_AR = re.compile(r"(?<!الذي )(?<!التي )(?<!الذين )(?<!حسبما )(?<!على )(?<!بأن )(?<!أن )(?<!حيث )$")
_TAIL_AR = re.compile(r"[\s،؛.;]*(?:كما)?[\s،؛.;]*$")

_RULES: Mapping[Language, _Rule] = {
    Language.EN: _Rule(_EN, _OWN_EN, _TAIL_EN),
    Language.FR: _Rule(_FR, _OWN_FR, _TAIL_FR),
    Language.AR: _Rule(_AR, _OWN_AR, _TAIL_AR),
}


# By when -------------------------------------------------------------------------------------------

_UNTIL = {
    Language.EN: r"\b(?:by|before|(?:no|not)\s+later\s+than|until)\s+(?:the\s+)?",
    Language.FR: r"\b(?:avant|d['’]ici(?:\s+(?:à|au))?|au\s+plus\s+tard|jusqu['’]au)\s+(?:le\s+|la\s+)?",
    Language.AR: r"(?:قبل|بحلول|حتى|في\s+موعد\s+أقصاه|في\s+موعد\s+لا\s+يتجاوز)\s+(?:يوم\s+)?",
}
_END_OF_YEAR = {
    Language.EN: r"end\s+of\s+(\d{4})\b",
    Language.FR: r"(?:fin|fin\s+de\s+l['’]année)\s+(\d{4})\b",
    Language.AR: r"نهاية\s+(?:عام|سنة)\s+(\d{4})",
}


def due_in(text: str, language: Language) -> date | None:
    """Return the day by which *text* says that something is to be done: a whole date or the end of a year."""
    months = {name.casefold(): number for number, name in enumerate(MONTHS[language], 1)}
    if language is Language.AR:
        months |= {part: number for name, number in months.items() for part in name.split("/")}
    names = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    day = re.search(rf"{_UNTIL[language]}(\d{{1,2}})(?:er)?\s+({names})\s+(\d{{4}})", text, re.IGNORECASE)
    if day is not None:
        try:
            return date(int(day[3]), months[day[2].casefold()], int(day[1]))
        except ValueError:
            return None
    year = re.search(_UNTIL[language] + _END_OF_YEAR[language], text, re.IGNORECASE)
    return date(int(year[1]), 12, 31) if year is not None and int(year[1]) else None
