"""
Which pages are taken, as whom, in which look, and what each is called.

Addresses are made from the routes of the application and the objects of the demonstration, so a new page is taken
by itself. Objects are called by their place in the database ("p-12" is the twelfth paragraph), never by their codes,
which are random: two sets of pictures have the same names.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.routing import Rule

WIDE, PHONE, PAPER = 1280, 390, 794
HEIGHTS = {WIDE: 900, PHONE: 844, PAPER: 1123}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    language: str
    width: int
    scheme: str = "light"
    media: str = "screen"

    @property
    def name(self) -> str:
        suffixes = [word for word in (self.scheme, self.media) if word not in ("light", "screen")]
        return "-".join([self.language, str(self.width), *suffixes])


ENGLISH = Look("en", WIDE)
ENGLISH_PHONE = Look("en", PHONE)
ARABIC = Look("ar", WIDE)
ARABIC_PHONE = Look("ar", PHONE)
FRENCH = Look("fr", WIDE)
DARK = Look("en", WIDE, scheme="dark")
PRINT = Look("en", PAPER, media="print")

# Who looks, by the account of the demonstration (None: not signed in), and in which looks.
PEOPLE: dict[str, tuple[str | None, tuple[Look, ...]]] = {
    "mission": ("mission", (ENGLISH, ENGLISH_PHONE, ARABIC, ARABIC_PHONE, FRENCH, DARK, PRINT)),
    "egypt": ("egy", (ENGLISH, ENGLISH_PHONE, ARABIC, ARABIC_PHONE, FRENCH)),
    "drafter": ("mys.drafter", (ENGLISH,)),
    "chair": ("chair", (ENGLISH,)),
    "administrator": ("administrator", (ENGLISH, ARABIC_PHONE)),
    "observer": ("observer", (ENGLISH,)),
    "nobody": (None, (ENGLISH, ARABIC_PHONE)),
}
QUICK: dict[str, tuple[str | None, tuple[Look, ...]]] = {
    "mission": ("mission", (ARABIC_PHONE,)),
    "egypt": ("egy", (ENGLISH,)),
    "nobody": (None, (ENGLISH,)),
}

READERS = ("mission", "egypt")
"""Of whom every page is kept as text besides, also those of which no picture is taken."""

# Objects in addresses, by the part of the address that stands before them.
OBJECTS = {
    "c": "SELECT code FROM communiques ORDER BY id",
    "p": "SELECT code FROM paragraphs ORDER BY id",
    "proposals": "SELECT code FROM amendments ORDER BY id",
    "people": "SELECT id FROM users ORDER BY id",
    "rounds": "SELECT number FROM rounds ORDER BY id",
    "bodies": "SELECT code FROM bodies ORDER BY id",
    "sittings": "SELECT code FROM sittings ORDER BY id",
    "reservations": "SELECT code FROM reservations ORDER BY id",
    "small-groups": "SELECT code FROM small_groups ORDER BY id",
    "discussions": "SELECT code FROM discussions ORDER BY id",
    "silence": "SELECT code FROM silences ORDER BY id",
    "inputs": "SELECT code FROM input_calls ORDER BY id DESC LIMIT 1",
    "answers": "SELECT code FROM inputs WHERE id IN (SELECT input_id FROM input_versions WHERE submitted) ORDER BY id",
    "guide": "SELECT DISTINCT session FROM assembly_items ORDER BY session",
    "<int:assembly>": "SELECT number || part FROM assembly_items ORDER BY number, part",
    "sources": "SELECT code FROM sources ORDER BY id",
    "partners": "SELECT code FROM partners ORDER BY id",
    "contacts": "SELECT code FROM partner_contacts ORDER BY id",
    "periodic": "SELECT code FROM periodic_meetings ORDER BY id",
    "talks": "SELECT code FROM partner_meetings ORDER BY id",
    "resolutions": "SELECT code FROM cooperation_resolutions ORDER BY id",
    "follow-up": "SELECT code FROM follow_ups ORDER BY id",
    "meetings": "SELECT id FROM meetings ORDER BY id",
    "speakers": "SELECT code FROM speakers WHERE withdrawn_at IS NULL ORDER BY id",
}

# Routes without a picture of their own, and why.
LEFT_OUT = {
    "/static/<path:filename>": "no page",
    "/healthz": "no page",
    "/readyz": "no page",
    "/metrics": "no page",
    "/security-events.csv": "a file",
    "/language/<code>": "leads back to the page one came from",
    "/c/<code:code>/journal.csv": "a file",
    "/partners/resolutions.csv": "a file",
    "/c/<code:communique>/positions.csv": "a file",
    "/follow-up.csv": "a file",
    "/follow-up.docx": "a file",
    "/c/<code:communique>/positions.xlsx": "a file",
    "/c/<code:communique>/documents/<int:sequence>.docx": "a file",
    "/c/<code:communique_code>/incoming/working.docx": "a file",
    "/c/<code:code>/sittings/<code:sitting>.ics": "a file",
    "/c/<code:code>/sittings/<code:sitting>.docx": "a file",
    "/c/<code:code>/sittings/<code:sitting>/room/<code:paragraph>": "no sitting of the demonstration is open",
    "/c/<code:code>/silence/<code:procedure>.docx": "a file",
    "/c/<code:communique>/inputs/<code:call>/edit": "the demonstration has no call in draft",
    "/c/<code:communique>/inputs/<code:call>.docx": "a file",
    "/c/<code:communique>/inputs/<code:call>/files/<code:file>": "a file",
    "/c/<code:code>/calendar/<token>.ics": "a file",
    "/meetings/<int:meeting>/speakers.docx": "a file",
    "/c/<code:code>/progress/evening.docx": "a file",
    "/c/<code:code>/adoption/text": "the text of the demonstration is not adopted",
    "/c/<code:code>/adoption/corrigenda/new": "the text of the demonstration is not adopted",
    "/c/<code:code>/adoption/corrigenda/<int:number>.docx": "a file",
    "/c/<code:code>/decisions/agree/<int:together>": "the demonstration agreed nothing in one act",
    "/c/<code:code>/translations/<language>": "taken as what /translations leads to",
    "/robots.txt": "no page",
    "/public/<language:language>": "taken as what /public/ leads to",
    "/public/<language:language>.atom": "a file",
    "/public/<public:address>": "the text of the demonstration is not adopted, so not published",
    "/public/<public:address>/<language:language>": "the same",
    "/public/<public:address>/<language:language>/<code:paragraph>": "the same",
    "/public/<public:address>/<language:language>.docx": "a file",
    "/public/<public:address>/<language:language>.pdf": "a file",
    "/guide/<int:assembly>.docx": "a file",
    "/guide/<int:assembly>/<code:item>/pocket.docx": "a file",
    "/c/<code:communique>/letter.docx": "a file",
    "/unsubscribe/<token>": "the demonstration sends no e-mail",
    "/account/address/<token>": "the demonstration sends no e-mail",
    "/invitation/<token>": "taken as a scene: the demonstration has no open link",
    "/c/<code:communique_code>/batches/<code:batch_code>": "taken as a scene: the demonstration has no such files",
    "/c/<code:communique_code>/batches/<code:batch_code>/<int:number>": "taken as a scene, like its list",
}

# What may be asked of a page besides, by the end of its route.
QUERIES = {
    "/text": (
        "draft=0",
        "draft=2",
        "language=fr",
        "language=ar",
        "view=changes&since=1",
        "view=changes&since=0&language=ar",
        "view=proposals",
    ),
    "/text/go": ("paragraph=no such paragraph",),
    "/compare": (
        "from=1&to=2&view=side",
        "from=0&to=2&view=inline&only=changes",
        "from=0&via=1&to=2&view=inline",
        "from=0&via=1&to=2&view=side&only=changes&renames=once",
    ),
    "/provenance": ("draft=1",),
    "/decisions": ("page=2", "waiting=1"),
    "/positions": ("view=table", "view=table&group=ARAB", "only=objections", "only=unsaid"),
    "/proposals": ("page=2", "sponsor=EGY", "sponsor=nobody"),
    "/journal": ("kind=decision", "proposal=EGY 1", "paragraph=no such paragraph"),
    "/people": ("q=egypt", "q=no such person"),
    "/sign-in": ("next=/account",),
    "/follow-up": ("state=overdue", "order=text", "body=summit"),
    "/request": ("position=3&start=12",),
    "/search": ("q=food", "q=food&kind=proposals", "q=reason&kind=decisions", "q=*", "q=no such words"),
    "/library": ('q="research and development"', "q=food&order=year", "q=*", "q=no such words"),
}

# How many pages of a route are photographed in English, by what stands before the object that its address ends with.
MANY = {"p": 100, "proposals": 60}
USUAL, NESTED = 12, 5
"""How many of any other route; and how many below an object, such as the form that amends a paragraph."""

FEWER = 3
"""In other looks than English, and for others than the Mission, so many times fewer."""


@dataclass(frozen=True, slots=True)
class Address:
    """One page: its *path* with its query, its *name*, and the *route* it belongs to."""

    path: str
    name: str
    route: str


class Demonstration:
    """The objects of the demonstration that addresses name."""

    def __init__(self, file: Path) -> None:
        connection = sqlite3.connect(file)
        self.objects = {
            part: [str(row[0]) for row in connection.execute(query)] for part, query in OBJECTS.items()
        }
        connection.close()

    def nicknames(self) -> dict[str, str]:
        """Map each random code to the name of its object."""
        return {
            code: f"{part}-{number}"
            for part, codes in self.objects.items()
            for number, code in enumerate(codes, 1)
            if not code.isdigit()
        }


def addresses(app: Flask, demonstration: Demonstration) -> list[Address]:
    """
    Return the address of every page that can be asked for.

    Raises ValueError for a route that has an unknown part and is not in LEFT_OUT.
    """
    pages: list[Address] = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or ()) or rule.rule in LEFT_OUT:
            continue
        for path, name in _filled(rule, demonstration):
            pages += [Address(path, name, rule.rule)]
            queries = QUERIES.get("/" + rule.rule.rpartition("/")[2], ()) if "/p/" not in rule.rule else ()
            pages += [Address(f"{path}?{query}", f"{name}-{plain(query)}", rule.rule) for query in queries]
    pages.append(Address("/no/such/page", "no-such-page", ""))
    return pages


def _filled(rule: Rule, demonstration: Demonstration) -> Iterator[tuple[str, str]]:
    """Yield each path that *rule* matches with the objects of the demonstration, and its name."""
    ways: list[tuple[str, str]] = [("", "")]
    parts = rule.rule.strip("/").split("/")
    for before, part in zip(["", *parts], parts, strict=False):
        if not part.startswith("<"):
            ways = [(f"{path}/{part}", f"{name}-{part}") for path, name in ways]
        elif before in demonstration.objects:
            codes = demonstration.objects[before]
            ways = [(f"{p}/{code}", f"{n}-{nth}") for p, n in ways for nth, code in enumerate(codes, 1)]
        else:
            raise ValueError(f"{rule.rule}: what is {part}? Say it in OBJECTS, or why not in LEFT_OUT.")
    for path, name in ways:
        yield path, name.removeprefix("-c-1").strip("-") or "home"


def plain(query: str) -> str:
    """Return *query* as a part of a file's name."""
    return re.sub(r"[^\w]+", "-", "-".join("-".join(pair) for pair in parse_qsl(query))).strip("-").lower()


def by_route(pages: Iterable[Address]) -> list[list[Address]]:
    """
    Return *pages* by route, those with a query first, the others as if drawn by lot.

    The lot is drawn from their names: one page more does not change which others come first.
    """
    routes: dict[str, list[Address]] = {}
    for address in pages:
        routes.setdefault(address.route, []).append(address)
    return [sorted(of_route, key=_lot) for of_route in routes.values()]


def _lot(address: Address) -> tuple[bool, int]:
    return "?" not in address.path, zlib.crc32(address.name.encode())


def most(route: str, person: str, look: Look) -> int:
    """Return how many pages of *route* are photographed for *person* in *look*."""
    *_, before, last = ["", "", *route.split("/")]
    if last.startswith("<") and (person, look) == ("mission", ENGLISH):
        return MANY.get(before, USUAL)
    usual = NESTED if re.search(r"/(?:p|proposals)/<.*>/", route) else USUAL
    return usual if look == ENGLISH else usual // FEWER + 1
