"""
The same negotiation twice, once with acts that its readers may not see: every page and file is the same to the byte.

What is added to the second is told nobody by a number, a key, a length, an order or a name of a file (law 7). What
differs by itself in any two negotiations is put into one form before: codes, which are drawn, and seals.

`make test` lets fewer readers read, and of each kind of page one; `make test-whole` lets all of them read all.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Audience,
    DecisionKind,
    PartyKind,
    Role,
    Stance,
    Visibility,
)
from acm_drafts.services import amendments, batches, drafts, positions, sponsors
from acm_drafts.services.batches import Sent
from acm_drafts.services.small_groups import add_member, put, take_out_member
from acm_drafts.store.database import MOST_COUNTED, clock_at, db
from acm_drafts.store.records import Amendment, Paragraph, SmallGroup, User
from tests import small_groups
from tests.conftest import in_full, make_app
from tests.discussions import answer
from tests.discussions import begin as discuss
from tests.factories import make_drafter, make_officer, mission, party, sign_in
from tests.library import index
from tests.tables import DAY, Table, current, lines_of, text_lines
from tests.web.readers import Sample

pytestmark = pytest.mark.thorough

BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TEXTS = (
    "# Of the situation",
    "The Meeting welcomed the progress made by all members.",
    "The Meeting urged all of them to act without delay.",
    "The Meeting noted the report of its committee.",
    "The Meeting thanked its host.",
)
DELEGATIONS = ("EGY", "JOR", "MYS", "TUR", "SEN")


@dataclass
class Story:
    """
    One telling of it: with what delegations *prepare*, with all that is *hidden* from other delegations, or without.

    *named* are codes that everybody may know, by their names.
    """

    prepares: bool
    hidden: bool
    table: Table
    users: dict[str, User]
    named: dict[str, str] = field(default_factory=dict)
    public: dict[str, Amendment] = field(default_factory=dict)
    """Proposals that all may see, by their names."""
    group: SmallGroup | None = None
    """A small group that all know of; so many versions of a compromise text were written in it."""
    versions: int = 0

    def name(self, name: str, made: Amendment) -> Amendment:
        """Give the code of a proposal that all may see, and that of its paragraph, a name that both tellings share."""
        self.named[made.code] = f"[{name}]"
        self.public[name] = made
        if made.number and made.number > MOST_COUNTED:
            self.named[f"{made.sponsor.code} {made.number}"] = f"[label of {name}]"
        code = db.session.get_one(Paragraph, made.paragraph_id).code
        self.named.setdefault(code, f"[paragraph of {name}]")
        return made

    def name_text(self) -> None:
        self.named[self.table.code] = "[text]"
        for place, line in enumerate(text_lines(db.session, self.table.draft)):
            self.named.setdefault(line.code, f"[paragraph {place}]")


def begin(prepares: bool, hidden: bool) -> Story:
    users = {
        code: make_officer(Role.HEAD, code, name=f"Head of {code}", email=f"{code}@example.org".lower())
        for code in DELEGATIONS
    }
    for name, role in (
        ("observer", Role.OBSERVER),
        ("chair", Role.CHAIR),
        ("administrator", Role.ADMINISTRATOR),
        ("Mission", Role.MISSION),
    ):
        users[name] = make_officer(role, name=f"The {name}", email=f"{name}@example.org".lower())
    table = Table(lines_of(*TEXTS))
    for code in DELEGATIONS:
        sponsor = party(code)
        office = Office(Role.HEAD, sponsor.id, sponsor.code, PartyKind(sponsor.kind))
        table.heads[code] = Actor(users[code].id, users[code].name, frozenset({office}))
    story = Story(prepares, hidden, table, users)
    story.name_text()
    return story


def prepare_in_secret(story: Story, code: str, label: str = "2.") -> Amendment:
    """Write a draft that only its delegation sees: kept twice, laid before the head and given back."""
    table, head = story.table, story.table.head(code)
    line = table.line(label)
    text = line.line.text.replace("Meeting", "Meeting in secret")
    made = amendments.save(head, table.round, table.proposal(AmendmentKind.REPLACE, label, text=text))
    for on in (label, made):
        inside = discuss(table, code, on, "A secret of our own.", audience=Audience.INSIDE)
        answer(table, code, inside, "A secret answer.", quote="secret")
    amendments.send_for_review(head, made.code)
    amendments.return_to_drafter(head, made.code)
    amendments.save(
        head, table.round, table.proposal(AmendmentKind.REPLACE, label, text=f"{text} "), code=made.code
    )
    return made


def propose_in_secret(story: Story) -> None:
    """Do all that can be done with proposals which others may not see, and let none of them go on."""
    table = story.table
    for old, new in (("progress", "secret progress"), ("made", "made in secret"), ("all", "nearly all")):
        made = table.replace("EGY", "1.", old, new)
        table.decide(DecisionKind.REJECT, made, reason="Not in public.", level=None)
    new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="A secret paragraph.")
    amendments.revise(
        table.head("EGY"), new.code, table.proposal(AmendmentKind.INSERT, after="2.", text="A secret one.")
    )
    asked = discuss(table, "EGY", "1.", "A secret question.", phrase="progress")
    answer(table, "OICM", asked, "A secret answer.")
    discuss(table, "OICM", "1.", "A secret of the Mission.", audience=Audience.INSIDE)
    table.decide(DecisionKind.REJECT, new, reason="Not in public.", level=None)
    own = table.propose("OICM", AmendmentKind.INSERT, after="1.", text="A secret of the Mission.")
    decided = table.decide(DecisionKind.REJECT, own, reason="Not in public.", level=None)
    table.void(decided, reason="By mistake.")
    amendments.withdraw(mission(), own.code)
    taken_back = table.replace("TUR", "2.", "urged", "asked")
    amendments.withdraw(table.head("TUR"), taken_back.code, reason="Not in public.")
    split = table.propose(
        "JOR", AmendmentKind.SPLIT, "2.", parts=("The Meeting urged all", "of them to act without delay.")
    )
    amendments.withdraw(table.head("JOR"), split.code)


def bring_in_secret(story: Story) -> None:
    """Do what the Mission does for itself: it lets files wait, imports a text, and people are given seats."""
    batches.receive(
        mission(), story.table.communique, [Sent("EGY.txt", b"A secret file."), Sent("x.txt", b"y")]
    )
    lines = lines_of("A secret of another text.")
    drafts.import_text(mission(), lines=lines, data=b"secret", symbol="OIC/SECRET", title="A secret title")
    make_drafter("EGY", name="A secret drafter", email="secret@example.org")


def take_in_secret(story: Story, code: str) -> None:
    """Let a delegation take positions on the text in a round that shows them to the Mission alone."""
    for label in ("1.", "2."):
        line = story.table.line(label).line
        facts = {"wording": line.wording, "party": party(code).id, "reason": "A secret of our capital."}
        for stance in (Stance.OPPOSE, Stance.RESERVE):
            head = story.table.head(code)
            positions.take_position_on_paragraph(head, line.paragraph, stance=stance, **facts)


def write_in_secret(story: Story) -> None:
    """Do in a small group that all know of what only its members and the Mission may know of."""
    table, group = story.table, story.group
    assert group is not None
    for change in (add_member, take_out_member):
        change(table.mission, group.code, party("PAK").id, seen=small_groups.found(group).sequence)
    text = table.line("1.").line.text
    for words in ("secret ", "most secret "):
        newer = text.replace("progress", f"{words}progress")
        version = small_groups.write(table, group, "1.", newer, seen=story.versions)
        story.versions += 1
        small_groups.answer(table, group, version, "EGY", Stance.OPPOSE, reason="A secret of a member.")
    put(table.head("TUR"), group.code, version.code)


# The telling -------------------------------------------------------------------------------------


def first_round(story: Story) -> None:
    """A round that shows proposals to the Mission alone; Malaysia has one of its own in it."""
    story.table.open(visibility=Visibility.MISSION)
    if story.prepares:
        prepare_in_secret(story, "TUR")
        for code in ("EGY", "JOR"):
            gone = prepare_in_secret(story, code, "3.")
            amendments.withdraw(story.table.head(code), gone.code)
    story.name("MYS a", story.table.replace("MYS", "4.", "its host", "its generous host"))
    if story.hidden:
        take_in_secret(story, "PAK")
        propose_in_secret(story)


def second_round(story: Story) -> None:
    """The text is circulated, and a round in which everybody sees what is submitted."""
    table = story.table
    table.open(visibility=Visibility.ALL)
    story.name_text()
    if story.prepares:
        prepare_in_secret(story, "EGY")
    if story.hidden:
        bring_in_secret(story)
    make_drafter("SEN", name="A drafter", email="drafter@example.org")
    story.group = small_groups.form(table, "1.", facilitator="TUR", members=("EGY", "JOR"))
    story.named[story.group.code] = "[group]"
    if story.hidden:
        write_in_secret(story)
    egypt = story.name("EGY a", table.replace("EGY", "1.", "progress", "great progress"))
    story.name("TUR a", table.replace("TUR", "1.", "progress", "some progress"))
    new = story.name(
        "EGY b", table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It met in the open.")
    )
    story.name("MYS b", table.amend("MYS", new, "It met in the open air."))
    same = story.name("MYS c", table.replace("MYS", "1.", "progress", "great progress"))
    story.name("OICM a", table.replace("OICM", "2.", "act", "act together"))
    if story.prepares:
        prepare_in_secret(story, "JOR")
    sponsors.cosponsor(table.head("JOR"), egypt.code, party=party("JOR").id)
    for turn in range(60):
        stance = Stance.SUPPORT if turn % 2 else Stance.OPPOSE
        positions.take_position(table.head("TUR"), same.code, party=party("TUR").id, stance=stance)
        if story.prepares and turn % 10 == 0:
            amendments.withdraw(table.head("TUR"), prepare_in_secret(story, "TUR", "3.").code)
    story.name("TUR b", table.replace("TUR", "The Meeting thanked", "thanked", "praised"))
    story.name("JOR a", table.propose("JOR", AmendmentKind.INSERT, after="3.", text="It went on in public."))
    table.accept(new, level=None)


def third_round(story: Story) -> None:
    """What is submitted is seen once the deadline has passed, and it has not."""
    table = story.table
    table.open(visibility=Visibility.DEADLINE)
    story.name_text()
    if story.prepares:
        prepare_in_secret(story, "TUR")
    story.name("MYS d", table.replace("MYS", "The Meeting thanked", "thanked", "warmly thanked"))
    if story.hidden:
        made = table.replace("EGY", "1.", "members", "States")
        table.accept(made, level=None)
        table.accept(table.replace("TUR", "2.", "delay", "any delay"), level=None)
        new = table.propose("JOR", AmendmentKind.INSERT, after="2.", text="A paragraph until the deadline.")
        table.decide(DecisionKind.REJECT, new, reason="Not yet in public.", level=None)
        table.decide(
            DecisionKind.COMPROMISE,
            table.replace("EGY", "The Meeting noted", "noted", "took note of"),
            text="It saw it.",
            level=None,
        )
        go_on_in_secret(story)
        table.accept(story.public["EGY a"], level=None)


def go_on_in_secret(story: Story) -> None:
    """Do to what an earlier round showed whatever can be done to it, where its text stays as it is."""
    table, egypt = story.table, story.public["EGY a"]
    write_in_secret(story)
    line, said = table.line("1."), current(egypt)
    text = line.line.text.replace("progress", "secret progress")
    amendments.revise(
        table.head("EGY"), egypt.code, table.proposal(AmendmentKind.REPLACE, "1.", text=text, seen=said.id)
    )
    discuss(table, "EGY", egypt, "A secret among sponsors.", audience=Audience.COSPONSORS)
    sponsors.cosponsor(table.head("JOR"), egypt.code, party=party("JOR").id, joins=False)
    decided = table.decide(DecisionKind.REJECT, story.public["TUR a"], reason="Not in public.", level=None)
    table.contest(story.public["TUR a"], "A secret.")
    table.void(decided, reason="By mistake.")
    table.decide(DecisionKind.REJECT, story.public["TUR b"], reason="Not in public.", level=None)
    amendments.withdraw(mission(), story.public["OICM a"].code)
    amendments.withdraw(table.head("JOR"), story.public["JOR a"].code, reason="A secret.")


def confidential_round(story: Story) -> None:
    """A round that shows proposals to the Mission alone, after one that everybody saw."""
    story.table.open(visibility=Visibility.MISSION)
    story.name_text()
    if story.hidden:
        go_on_in_secret(story)


def further_round(story: Story) -> None:
    """Another one like it: what went on to it, and what did not, is told nobody."""
    story.table.open(visibility=Visibility.DEADLINE)
    story.name_text()
    if story.hidden:
        story.table.accept(story.public["EGY a"], level=None)


ROUNDS: Mapping[str, tuple[Callable[[Story], None], ...]] = {
    "the Mission alone": (first_round,),
    "everybody": (first_round, second_round),
    "until the deadline": (first_round, second_round, third_round),
    "once public": (first_round, second_round, confidential_round),
    "long public": (first_round, second_round, confidential_round, further_round),
}
"""The rounds of each telling, by who sees what is proposed in its last one."""


# What is read ------------------------------------------------------------------------------------

# The page of a second factor draws a new secret each time it is asked for; an evidence pack holds salts and hashes:
# tests/services/test_evidence.py looks into it.
PASSED_BY = re.compile(r"/account/second-factor|/c/[^/]+/evidence|/(static|language|sign-|healthz)")
TELLS = ("Content-Type", "Content-Disposition", "ETag", "Last-Modified", "Location")


def everything(browser: FlaskClient, story: Story) -> Iterator[tuple[str, str]]:
    """Yield every page and file that links and forms lead to, by its address, with headers and all that it says."""
    root, sample = f"/c/{story.table.code}", Sample()
    waiting = [
        "/",
        *(f"{root}/{name}" for name in STARTS),
        *(f"/search?q={query}" for query in SEARCHES),
        *(f"/proposals/{code}" for code in story.named if code.isalnum()),
    ]
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        answer = browser.get(address)
        told = [str(answer.status_code), *(f"{name}: {answer.headers.get(name)}" for name in TELLS)]
        told += [one for one in answer.headers.getlist("Set-Cookie") if not one.startswith("acm=")]
        if zipfile.is_zipfile(io.BytesIO(answer.data)):
            with zipfile.ZipFile(io.BytesIO(answer.data)) as file_:
                parts = [(name, file_.read(name).decode("utf-8", "replace")) for name in file_.namelist()]
            yield address, "\n".join([*told, *(part for pair in parts for part in pair)])
            continue
        page = answer.data.decode("utf-8", "replace")
        yield address, "\n".join([*told, page])
        addresses = [
            unescape(link).partition("#")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', page)
        ]
        links = dict.fromkeys(
            addresses + ([answer.headers["Location"]] if "Location" in answer.headers else [])
        )
        # In both tellings the same pages are read, whatever their codes are: of those alike the first on the page.
        new = sorted(
            (link for link in links if link not in seen and not PASSED_BY.match(link)),
            key=lambda link: in_one_form(link, story),
        )
        waiting += [link for link in new if sample.takes(NAMED.sub("0", in_one_form(link, story)))]
        seen.update(new)


STARTS = (
    "text?view=proposals",
    "journal.csv",
    "positions",
    "positions?view=table",
    "positions.csv",
    "discussions",
    "positions.xlsx",
    "small-groups",
    "progress",
    "incoming",
    "incoming/working.docx",
    "insert",
    "compare",
    "provenance",
    *(
        f"documents/{sequence}.docx?form={form}&annexes=1"
        for sequence in range(4)
        for form in ("clean", "tracked", "compilation", "comparison", "positions")
        if sequence == 3 or form in ("tracked", "compilation")
    ),
)

SEARCHES = (
    "secret",
    "meeting",
    "progress&kind=proposals",
    "not+public&kind=decisions",
    "EGY",
)
"""What is searched for: the words of what is hidden, those of what all may read, and those of both."""

COOKIE = re.compile(r"(acm_desk=)([^;]*)(; Expires=[^;]*)")
HASHES = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){4}\b")
"""Of the chain of the journal: secret salts go into them, which are drawn."""
REFERENCES = re.compile(r"(?<![\w-])[0-9a-f]{16}(?![\w-])")
"""Of requests that were refused: drawn for each."""
DIGESTS = re.compile(r"\b[0-9a-f]{64}\b")
"""Of the files in an export, which are compared themselves: drawn codes stand in them."""
DRAWN = re.compile(r'(?<="number": )\d{4}\b|(?<=",")\d{4}(?=","(?:replace|delete|insert|move|split|join)")')
"""Numbers of proposals as an export writes them: in a hidden round they are drawn."""
SEALS = re.compile(r"(?<![\w-])[\w-]{32}(?![\w-])")
TOKENS = re.compile(r'(name="csrf_token"[^>]*value=)"[^"]*"')


def in_one_form(said: str, story: Story) -> str:
    """Return *said* with what differs in any two tellings in one form: codes that all may know, seals, tokens."""
    codes = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(story.named)})(?![0-9A-Za-z])")
    said = TOKENS.sub(r'\1"[token]"', said.replace("%3D", "=").replace("%3F", "?").replace("%26", "&"))
    said = COOKIE.sub(lambda found: f"{found[1]}[{len(found[2])} characters]", said)
    said = DRAWN.sub("[drawn]", DIGESTS.sub("[digest]", said))
    said = SEALS.sub("[seal]", REFERENCES.sub("[reference]", HASHES.sub("[hash]", said)))
    return codes.sub(
        lambda found: story.named[found[0]], said
    )  # after the seals, in which a code may stand by chance


def told(
    app: Flask, rounds: str, readers: tuple[str, ...], *, prepares: bool = False, hidden: bool = False
) -> dict[tuple[str, str], str]:
    """Return what each reader reads after so many rounds have begun, by reader and address."""
    with app.app_context():
        moment = BEGINS
        with clock_at(moment):
            story = begin(prepares, hidden)
        for number, round_ in enumerate(ROUNDS[rounds]):
            if number:
                with clock_at(moment):
                    story.table.close()
            moment += 9 * DAY
            with clock_at(moment):
                round_(story)
        index().rebuild(
            db.engine
        )  # a page that waits for it longer than it has patience says how far it has come
        with clock_at(moment + timedelta(hours=1)):
            db.session.rollback()
            return {
                (reader, in_one_form(address, story)): in_one_form(said, story)
                for reader in readers
                for address, said in everything(sign_in(app.test_client(), story.users[reader]), story)
            }


@pytest.fixture
def apps(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[Flask, Flask]]:
    """Two applications, each on a migrated database of its own."""
    made = []
    for name in ("plain", "hiding"):
        path = tmp_path / f"{name}.sqlite"
        path.write_bytes(sqlite_template.read_bytes())
        made.append(make_app(f"sqlite:///{path}"))
    yield made[0], made[1]
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def differences(plain: dict[tuple[str, str], str], hiding: dict[tuple[str, str], str]) -> list[str]:
    """Return where two tellings differ, with the first lines that do."""
    found = [f"{who} {address}: only in one" for who, address in plain.keys() ^ hiding.keys()]
    for key in plain.keys() & hiding.keys():
        lines = zip(plain[key].splitlines(), hiding[key].splitlines(), strict=False)
        first = next((pair for pair in lines if pair[0] != pair[1]), None)
        if plain[key] != hiding[key]:
            found.append(f"{key[0]} {key[1]}: {first}")
    return sorted(found)


READERS = {
    "the Mission alone": ("SEN", "MYS"),
    "everybody": ("SEN", "MYS"),
    "until the deadline": ("SEN", "MYS", "observer", "chair"),
    "once public": ("SEN", "MYS", "observer"),
    "long public": ("SEN", "MYS"),
}
FEW = {
    "everybody": ("SEN",),
    "until the deadline": ("chair",),
    "long public": ("MYS",),
}
"""What `make test` reads: the last telling holds the first rounds of all others but one."""
NAMED = re.compile(r"\[[^]]*\]")
"""A name in the place of a code."""


@pytest.mark.parametrize(("rounds", "readers"), (READERS if in_full() else FEW).items())
def test_what_is_hidden_changes_nothing_that_others_read(
    apps: tuple[Flask, Flask], rounds: str, readers: tuple[str, ...]
):
    plain = told(apps[0], rounds, readers)
    hiding = told(apps[1], rounds, readers, prepares=True, hidden=True)

    assert differences(plain, hiding) == []
    assert len(plain) > (100 if in_full() else 40)


def test_what_delegations_prepare_changes_nothing_that_the_mission_reads(apps: tuple[Flask, Flask]):
    readers = ("Mission", "administrator") if in_full() else ("Mission",)
    plain, hiding = told(apps[0], "everybody", readers), told(apps[1], "everybody", readers, prepares=True)

    assert differences(plain, hiding) == []
    assert len(plain) > (100 if in_full() else 40)
