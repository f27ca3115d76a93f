"""
A long text in two languages, and every kind of edit that a capital makes in it: what is done, and what it asks for.

Each edit brings lines of its own into the text, so that all of them fit into one file. A line is named
by its number in the draft, a new one by its words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from tests.documents.hand import step

# The text ------------------------------------------------------------------------------------------

WORDS = {
    "en": {
        "paragraph": "The Meeting {verb} what the {body} had laid before it on {day} March {year} about {topic},"
        " and asked it to report in {months} months.",
        "second": "It thanked the {body} for {thanks}.",
        "bracketed": "The Meeting {verb} the [{old}] report of the {body} about {topic} in {year}.",
        "heading": "Questions of {topic}",
        "sub": "{topic}, as the {body} proposed in document {number};",
        "verbs": "appreciated noted recalled stressed endorsed deplored praised reviewed adopted".split(),
        "bodies": (
            "Islamic Bank", "Youth Forum", "Statistical Centre", "Chamber of Commerce", "Committee on Al-Quds",
            "University", "Standards Institute",
        ),
        "topics": (
            "the price of wheat", "vaccines in remote districts", "railways across deserts",
            "the return of manuscripts", "fishing in shared waters", "finance for small workshops",
            "mosques damaged by earthquakes", "pastures and desertification", "languages taught at school",
            "the safety of civil aviation", "floods and epidemics",
        ),
        "thanks": ("its patience", "its candour", "its annual outlook", "the maps it had drawn"),
        "old": "annual", "older": "ninth annual", "other": "questioned", "also": " once more", "now": "Now ",
        "yes": ", and thanked all concerned",
        "new": "The Meeting thanked the host country for its hospitality in {word}.",
        "place": (
            "Jeddah Cairo Dakar Rabat Kuala-Lumpur Astana Doha Baku Tunis Ankara Amman Bamako Muscat Niamey".split()
        ),
        "anew": "Nothing whatsoever remains of the sentence that stood here before.",
        "why": "So our minister asked.", "bis": "bis", "fresh": "A heading of our own",
    },
    "ar": {
        "paragraph": "إن الاجتماع {verb} ما قدّمه {body} في {day} مارس {year} بشأن {topic}،"
        " ويطلب إليه أن يرفع تقريرا خلال {months} أشهر.",
        "second": "ويشكر {body} على {thanks}.",
        "bracketed": "إن الاجتماع {verb} تقرير {body} [{old}] بشأن {topic} في عام {year}.",
        "heading": "مسائل {topic}",
        "sub": "{topic}، كما اقترح {body} في الوثيقة {number}؛",
        "verbs": "يقدّر يسجّل يستذكر يبرز يؤيد يستنكر يثمّن يستعرض يعتمد".split(),
        "bodies": (
            "البنك الإسلامي للتنمية", "منتدى الشباب", "مركز الإحصاء", "غرفة التجارة", "لجنة القدس", "جامعة التكنولوجيا",
            "معهد المواصفات",
        ),
        "topics": (
            "أسعار القمح", "اللقاحات في المناطق النائية", "السكك الحديدية العابرة للصحارى",
            "إعادة المخطوطات إلى مكتباتها",
            "الصيد في المياه المشتركة", "تمويل الورش الصغيرة", "المساجد المتضررة من الزلازل", "المراعي والتصحر",
            "تعليم اللغات الوطنية", "سلامة الطيران المدني", "الفيضانات والأوبئة",
        ),
        "thanks": ("صبره الطويل", "صراحته", "توقعاته السنوية", "الخرائط التي رسمها"),
        "old": "السنوي", "older": "السنوي التاسع", "other": "يشكك في", "also": " مرة أخرى", "now": "وعليه، ",
        "yes": "، ويشكر جميع المعنيين", "new": "إن الاجتماع يشكر البلد المضيف على كرم ضيافته في مدينة {word}.",
        "place": "جدة القاهرة داكار الرباط كوالالمبور أستانا الدوحة باكو تونس أنقرة عمّان باماكو مسقط نيامي".split(),
        "anew": "لم يبق هنا أي شيء مما ورد في الجملة السابقة على الإطلاق.",
        "why": "هكذا طلب وزيرنا.", "bis": "مكرر", "fresh": "عنوان من عندنا",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A line of the text: its number, and the words it was made of."""

    number: int
    kind: LineKind
    text: str
    parts: dict[str, str]

    def swapped(self, old: str, new: str) -> str:
        assert old in self.text, (old, self.text)
        return self.text.replace(old, new, 1)


class Text:
    """A text that grows line by line; no two lines are alike, and each shares words with others."""

    def __init__(self, language: str) -> None:
        self.language, self.words = language, WORDS[language]
        self.lines: list[Sentence] = []

    def recognised(self) -> list[Recognised]:
        """Return the lines as an import gives them; the numbers are counted."""
        return [
            Recognised(
                one.kind, int(one.kind is LineKind.SUB), one.kind is not LineKind.HEADING, "", "", one.text
            )
            for one in self.lines
        ]

    def paragraph(self) -> Sentence:
        return self._add(LineKind.PARAGRAPH, "paragraph")

    def twofold(self) -> Sentence:
        """A paragraph of two sentences, `first` and `second`."""
        return self._add(LineKind.PARAGRAPH, "paragraph", "second")

    def bracketed(self) -> Sentence:
        return self._add(LineKind.PARAGRAPH, "bracketed")

    def heading(self) -> Sentence:
        return self._add(LineKind.HEADING, "heading")

    def sub(self) -> Sentence:
        return self._add(LineKind.SUB, "sub")

    def new(self) -> str:
        """Return the words of a paragraph that is not in the text; each time others."""
        self.given = getattr(self, "given", -1) + 1
        return str(self.words["new"]).format(word=self.words["place"][self.given])

    def _add(self, kind: LineKind, shape: str, also: str = "") -> Sentence:
        words, number = self.words, len(self.lines)
        parts = {
            "verb": words["verbs"][number % 9],
            "body": words["bodies"][number % 7],
            "topic": words["topics"][number % 11],
            "thanks": words["thanks"][number % 4],
            "day": str(number % 17 + 12),
            "year": str(2019 + number % 8),
            "months": str(number % 5 + 4),
            "number": str(100 + number * 37),
            "old": words["old"],
        }
        parts["first"] = str(words[shape]).format(**parts)
        parts["second"] = str(words[also]).format(**parts) if also else ""
        made = Sentence(number + 1, kind, f"{parts['first']} {parts['second']}".strip(), parts)
        self.lines.append(made)
        return made


# What is done --------------------------------------------------------------------------------------

Asked = tuple[object, ...]
"""
Kind, line (of a new one: its words), new words or parts, of a new or moved one the line before it, and SUB after all
that where a new one is a sub-paragraph.
"""
SUB = "sub-paragraph"


@dataclass(frozen=True)
class Edit:
    """
    What somebody does in the file, and what it asks for.

    *unmarked*: what it asks for where neither a bookmark nor a tracked change says which paragraph it was;
    *notes*: words of what is told about the file; *reason* is
    the comment beside it, *remark* one where nothing changes; *alone*: another edit wants its line too.
    """

    name: str
    steps: Sequence[str]
    asked: Sequence[Asked] = ()
    unmarked: Sequence[Asked] | None = None
    notes: Sequence[str] = ()
    reason: str = ""
    remark: str = ""
    alone: bool = False


class Worded(Protocol):
    """What has words: a line of this text, or of a draft."""

    @property
    def text(self) -> str: ...


def at(line: Worded, *steps: str) -> list[str]:
    """Return *steps* with the way to the words of *line* before them."""
    return [step("find", line.text), *steps]


def typed(line: Worded, old: str, new: str) -> list[str]:
    """Return the steps that put *new* in the place of *old*."""
    return at(line, step("in", old), step("type", new) if new else step("delete"))


def swap(name: str, old: str, new: str, shape: str = "paragraph") -> Callable[[Text], Edit]:
    """Other words for some: *old* and *new* are templates of the words of the line and the language."""

    def made(text: Text) -> Edit:
        line = getattr(text, shape)()
        before, after = (one.format(**{**text.words, **line.parts}) for one in (old, new))
        return Edit(name, typed(line, before, after), [("replace", line.number, line.swapped(before, after))])

    return made


def nothing(name: str, *steps: str, notes: Sequence[str] = (), remark: str = "") -> Callable[[Text], Edit]:
    """What asks for nothing; *steps* are done with the words of a paragraph selected."""
    return lambda text: Edit(name, at(text.paragraph(), *steps), notes=notes, remark=remark)


def inserted_at_the_beginning(text: Text) -> Edit:
    line, now = text.paragraph(), str(text.words["now"])
    return Edit(
        "at the beginning",
        at(line, step("start"), step("type", now)),
        [("replace", line.number, now + line.text)],
    )


def inserted_at_the_end(text: Text) -> Edit:
    line, yes = text.paragraph(), str(text.words["yes"])
    steps = at(line, step("end"), step("type", yes))
    return Edit("at the end", steps, [("replace", line.number, line.text + yes)])


def changed_in_three_places(text: Text) -> Edit:
    line = text.paragraph()
    steps, new = at(line), line.text
    swaps = (
        (line.parts["verb"], text.words["other"]),
        (line.parts["day"], "30"),
        (line.parts["months"], "11"),
    )
    for old, other in swaps:
        steps += [step("in", old), step("type", other)]
        new = new.replace(old, other, 1)
    return Edit("in three places", steps, [("replace", line.number, new)])


def in_capitals(text: Text) -> Edit:
    """Letters have no case in Arabic: there it is vowel marks that come."""
    line = text.paragraph()
    old = line.parts["body"] if text.language == "en" else "الاجتماع"
    new = old.upper() if text.language == "en" else "الاِجتماع"
    return Edit(
        "case or vowel marks", typed(line, old, new), [("replace", line.number, line.swapped(old, new))]
    )


def unseen(text: Text) -> Edit:
    """A no-break space; in Arabic a lengthening stroke too."""
    line = text.paragraph()
    old = line.parts["topic"]
    new = (
        old.replace(" ", "\u00a0")
        if text.language == "en"
        else old.replace(" ", "\u00a0").replace("ال", "الـ")
    )
    return Edit("what nobody sees", typed(line, old, new))


def written_anew(text: Text) -> Edit:
    line, anew = text.paragraph(), str(text.words["anew"])
    return Edit(
        "written anew",
        at(line, step("type", anew)),
        [("replace", line.number, anew)],
        unmarked=[("delete", line.number), ("insert", anew, line.number - 1)],
    )


def deleted(text: Text) -> Edit:
    line = text.paragraph()
    return Edit("deleted", at(line, step("block"), step("delete")), [("delete", line.number)])


def two_deleted(text: Text) -> Edit:
    one, two = text.paragraph(), text.paragraph()
    steps = [*at(one, step("block"), step("delete")), *at(two, step("block"), step("delete"))]
    return Edit("two neighbours deleted", steps, [("delete", one.number), ("delete", two.number)])


def last_deleted(text: Text) -> Edit:
    line = text.paragraph()
    return Edit("the last one deleted", at(line, step("last"), step("delete")), [("delete", line.number)])


def new_after(text: Text) -> Edit:
    line, new = text.paragraph(), text.new()
    steps = at(line, step("finish"), step("enter"), step("type", new))
    return Edit("a new one", steps, [("insert", new, line.number)])


def new_with_a_number(text: Text) -> Edit:
    line, new = text.paragraph(), text.new()
    steps = at(line, step("finish"), step("enter"), step("type", f"99. {new}"))
    return Edit("a new one with a number", steps, [("insert", new, line.number)])


def two_new(text: Text) -> Edit:
    line, one, two = text.paragraph(), text.new(), text.new()
    steps = at(line, step("finish"), step("enter"), step("type", one), step("enter"), step("type", two))
    return Edit("two new ones", steps, [("insert", one, line.number), ("insert", two, one)])


def new_at_the_start(text: Text) -> Edit:
    first, new = text.lines[0], text.new()
    steps = at(first, step("home"), step("type", new), step("enter"))
    return Edit("a new first one", steps, [("insert", new, 0)])


def new_at_the_end(text: Text) -> Edit:
    last, new = text.lines[-1], text.new()
    steps = at(last, step("finish"), step("enter"), step("type", new))
    return Edit("a new last one", steps, [("insert", new, last.number)], alone=True)


def deleted_and_new(text: Text) -> Edit:
    line, new = text.paragraph(), text.new()
    steps = [
        *at(line, step("block"), step("delete")),
        *at(text.paragraph(), step("home"), step("type", new), step("enter")),
    ]
    return Edit("one for another", steps, [("delete", line.number), ("insert", new, line.number - 1)])


def moved_down(text: Text) -> Edit:
    line, _, last, behind = (text.paragraph() for _ in range(4))
    steps = [*at(line, step("block"), step("cut")), *at(behind, step("home"), step("paste"))]
    return Edit("moved down", steps, [("move", line.number, last.number)])


def moved_up(text: Text) -> Edit:
    before, other, _, line = (text.paragraph() for _ in range(4))
    steps = [*at(line, step("block"), step("cut")), *at(other, step("home"), step("paste"))]
    return Edit("moved up", steps, [("move", line.number, before.number)])


def moved_and_edited(text: Text) -> Edit:
    before, other, _, line = (text.paragraph() for _ in range(4))
    old, new = f" {line.parts['months']} ", " 12 "
    steps = [
        *at(line, step("block"), step("cut")),
        *at(other, step("home"), step("paste")),
        *typed(line, old, new),
    ]
    asked = [("replace", line.number, line.swapped(old, new)), ("move", line.number, before.number)]
    return Edit("moved and edited", steps, asked)


def moved_with_its_list(text: Text) -> Edit:
    line, one, two, _, last, behind = (
        text.paragraph(), text.sub(), text.sub(), text.paragraph(), text.paragraph(), text.paragraph(),
    )  # fmt: skip
    steps = []
    for each in (line, one, two):
        steps += [*at(each, step("block"), step("cut")), *at(behind, step("home"), step("paste"))]
    return Edit("moved with its list", steps, [("move", line.number, last.number)])


def split(text: Text) -> Edit:
    line = text.twofold()
    parts = (line.parts["first"], line.parts["second"])
    steps = at(line, step("in", " " + parts[1]), step("start"), step("enter"))
    return Edit("split", steps, [("split", line.number, " | ".join(parts))])


def split_and_edited(text: Text) -> Edit:
    line = text.twofold()
    first, second = line.parts["first"], line.parts["second"]
    steps = [
        *at(line, step("in", line.parts["verb"]), step("type", text.words["other"])),
        *[step("find", second), step("start"), step("enter")],
    ]
    changed = first.replace(line.parts["verb"], text.words["other"], 1)
    asked = [("split", line.number, f"{first} | {second}"), ("replace", line.number, f"{changed} {second}")]
    return Edit("split and edited", steps, asked)


def joined(text: Text) -> Edit:
    one, two = text.paragraph(), text.paragraph()
    steps = [
        *at(two, step("start"), step("before"), step("delete")),
        *at(one, step("finish"), step("delete"), step("type", " ")),
    ]
    return Edit("joined", steps, [("join", one.number)])


def joined_with_its_number(text: Text) -> Edit:
    one, _ = text.paragraph(), text.paragraph()
    return Edit("joined, the number left", at(one, step("finish"), step("delete")), [("join", one.number)])


def a_heading_deleted(text: Text) -> Edit:
    line = text.heading()
    return Edit("a heading deleted", at(line, step("block"), step("delete")), [("delete", line.number)])


def a_heading_new(text: Text) -> Edit:
    line, fresh = text.paragraph(), str(text.words["fresh"])
    steps = at(line, step("finish"), step("enter"), step("type", fresh))
    return Edit("a new heading", steps, [("insert", fresh, line.number)])


def a_list_edited(text: Text) -> Edit:
    """Of four sub-paragraphs the first is edited, the second deleted; a new one follows the third."""
    text.paragraph()
    one, two, three, _ = (text.sub() for _ in range(4))
    new = one.swapped(one.parts["number"], "2027")
    fresh = str(text.words["sub"]).format(**{**three.parts, "number": "4711", "topic": text.words["fresh"]})
    steps = [
        *typed(one, one.parts["number"], "2027"),
        *at(two, step("block"), step("delete")),
        *at(three, step("finish"), step("enter"), step("type", fresh)),
    ]
    return Edit(
        "a list edited",
        steps,
        [("replace", one.number, new), ("delete", two.number), ("insert", fresh, three.number, SUB)],
    )


def a_sub_paragraph_new(text: Text) -> Edit:
    """Its number says that it repeats one; behind the last of the list it would else be a paragraph by its looks."""
    text.paragraph()
    text.sub()
    last, new = text.sub(), text.new()
    label = {"en": "(b bis)", "ar": "(ب مكرر)"}[text.language]
    steps = at(last, step("finish"), step("enter"), step("type", f"{label} {new}"))
    return Edit("a new sub-paragraph", steps, [("insert", new, last.number, SUB)])


def a_paragraph_new_below_a_list(text: Text) -> Edit:
    """Typed below a sub-paragraph, it keeps the style of that; the number says that it is none."""
    text.paragraph()
    last = text.sub()
    number, new = sum(one.kind is LineKind.PARAGRAPH for one in text.lines), text.new()
    label = {"en": f"{number}A.", "ar": f"{number} مكرراً"}[text.language]
    steps = at(last, step("finish"), step("enter"), step("type", f"{label} {new}"))
    return Edit("a new one below a list", steps, [("insert", new, last.number)])


def renumbered(text: Text) -> Edit:
    """The number is typed over by hand."""
    line = text.paragraph()
    return Edit(
        "renumbered by hand",
        at(line, step("start"), step("before"), step("type", f"88 {text.words['bis']}.\t")),
    )


def number_taken(text: Text) -> Edit:
    return Edit("the number taken away", at(text.paragraph(), step("start"), step("before"), step("delete")))


def commented(text: Text) -> Edit:
    line = text.paragraph()
    old, new, why = line.parts["verb"], str(text.words["other"]), str(text.words["why"])
    steps = [*at(line, step("comment", why)), *typed(line, old, new)]
    return Edit("commented", steps, [("replace", line.number, line.swapped(old, new))], reason=why)


def copied_twice(text: Text) -> Edit:
    line, last, behind = text.paragraph(), text.paragraph(), text.paragraph()
    steps = [*at(line, step("block"), step("copy")), *at(behind, step("home"), step("paste"), step("paste"))]
    return Edit(
        "copied and pasted twice",
        steps,
        [("insert", line.text, last.number), ("insert", line.text, line.text)],
    )


def table(text: Text) -> Edit:
    """The words in it are offered as a new paragraph, and the table is named."""
    line, new = text.paragraph(), text.new()
    steps = at(line, step("finish"), step("table", new))
    return Edit("a table", steps, [("insert", new, line.number)], notes=["form of a table"])


def in_place_of_a_space(text: Text) -> Edit:
    line = text.paragraph()
    verb = line.parts["verb"]
    return Edit(
        "a line break for a space",
        at(line, step("in", f" {verb} "), step("type", " "), step("break"), step("type", verb + " ")),
    )


EDITS: Sequence[Callable[[Text], Edit]] = (
    new_at_the_start,
    swap("a word", "{verb}", "{other}"),
    swap("a number", " {months} ", " 12 "),
    swap("a date", "{day}", "30"),
    swap("a word gone", "{topic}", ""),
    swap("words in the middle", "{topic}", "{topic}{also}"),
    swap("punctuation", ".", "؛"),
    swap("in brackets", "[{old}]", "[{older}]", "bracketed"),
    swap("brackets gone", "[{old}]", "{old}", "bracketed"),
    swap("brackets put", "{topic}", "[{topic}]"),
    swap("an alternative", "[{old}]", "[{old}] [{older}]", "bracketed"),
    inserted_at_the_beginning,
    inserted_at_the_end,
    changed_in_three_places,
    in_capitals,
    unseen,
    written_anew,
    deleted,
    two_deleted,
    deleted_and_new,
    new_after,
    new_with_a_number,
    two_new,
    moved_down,
    moved_up,
    moved_and_edited,
    moved_with_its_list,
    split,
    split_and_edited,
    joined,
    joined_with_its_number,
    swap("a heading edited", "{topic}", "{topic}{also}", "heading"),
    a_heading_deleted,
    a_heading_new,
    a_list_edited,
    a_sub_paragraph_new,
    a_paragraph_new_below_a_list,
    renumbered,
    number_taken,
    commented,
    copied_twice,
    in_place_of_a_space,
    table,
    nothing("a comment where nothing changes", step("comment", "Quite so."), remark="Quite so."),
    nothing("in bold", step("bold"), notes=["bold"]),
    nothing("a picture", step("end"), step("picture"), notes=["picture"]),
    nothing("a footnote", step("end"), step("footnote", "See the annex."), notes=["See the annex."]),
    last_deleted,
    new_at_the_end,
)


def planned(language: str) -> tuple[Text, list[Edit]]:
    """Return a text, and what is done in it."""
    text = Text(language)
    text.heading()
    text.paragraph()
    edits = []
    for make in EDITS:
        edits.append(make(text))
        if make not in EDITS[-2:]:
            text.paragraph()  # nobody touches it
    return text, edits
