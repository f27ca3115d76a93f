"""Every sentence of the product in French and in Arabic, with the same places to fill, and compiled."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from acm_drafts import i18n
from acm_drafts.documents.write import words
from acm_drafts.text.language import Language
from scripts.typography import LETTERS, SPELLINGS, french, spelt
from tests.house.tree import PACKAGE, ROOT

LANGUAGES = ("fr", "ar")


KEYWORDS = ("--keywords=N_", "--keywords=NN_:1,2", "--keywords=_l")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say today."""
    path = tmp_path_factory.mktemp("catalogues") / "messages.pot"
    mapping = f"--mapping={ROOT / 'babel.cfg'}"
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", mapping, *KEYWORDS, f"--output={path}", str(ROOT)]
    )
    with path.open("rb") as file:
        return read_po(file)


def catalogue_file(language: str) -> Path:
    return PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language)


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|\{\w*\}", text))


def sentences(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def name(message: Message) -> tuple[str, str]:
    """Return a sentence and the context it is said in: one English word can be two elsewhere."""
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context or ""


def find(catalog: Catalog, message: Message) -> Message | None:
    return catalog.get(message.id, message.context)


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(used: Catalog, language: str):
    translated = catalogue(language)
    assert len(sentences(used)) > 50

    found = {name(message): find(translated, message) for message in sentences(used)}
    assert [text for text, message in found.items() if message is None] == []
    assert [text for text, message in found.items() if message.fuzzy or not all(texts(message))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_places_of_its_sentence(language: str):
    wrong = []
    for message in sentences(catalogue(language)):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        wanted = set().union(*map(places, ids))
        # "One proposal" needs no figure: a plural form may leave its number out, and nothing else.
        optional = {place for place in wanted if place in ("%(num)s", "%(num)d")} if len(ids) > 1 else set()
        wrong += [
            name(message)
            for text in filter(None, texts(message))
            if not wanted - optional <= places(text) <= wanted
        ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_has_all_the_plurals_of_its_language(language: str):
    translated = catalogue(language)
    counts = [message for message in sentences(translated) if not isinstance(message.id, str)]

    assert [name(message) for message in counts if len(texts(message)) != translated.num_plurals] == []


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_what_nobody_says_any_more(used: Catalog, language: str):
    translated = catalogue(language)

    assert [name(m) for m in sentences(translated) if find(used, m) is None] == []
    assert len(translated.obsolete) == 0


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_sentences(language: str):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    fresh = {name(m): texts(m) for m in sentences(read_mo(compiled))}
    with catalogue_file(language).with_suffix(".mo").open("rb") as file:
        kept = {name(m): texts(m) for m in sentences(read_mo(file))}

    assert kept == fresh


def test_arabic_is_written_in_arabic():
    # Names of languages and kinds of file, and what consists of signs alone, stay as they are everywhere.
    anywhere = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|English|Français|IP|UTC|Word|XML|ar\b")
    latin = [
        name(message)
        for message in sentences(catalogue("ar"))
        for text in texts(message)
        if re.search("[A-Za-z]{2}", anywhere.sub("", text)) and not re.search("[ء-ي]", text)
    ]

    assert latin == []


@pytest.mark.parametrize(
    ("num", "form"),
    [
        (3, "عناوين"),
        (10, "عناوين"),
        (11, "عنوانًا"),
        (40, "عنوانًا"),
        (99, "عنوانًا"),
        (111, "عنوانًا"),
        (100, "عنوان"),
        (102, "عنوان"),
    ],
)
def test_an_arabic_count_takes_the_form_that_grammar_asks_for(num: int, form: str):
    said = i18n.catalogue("ar").ngettext("%(num)s heading unchanged", "%(num)s headings unchanged", num)

    assert said.split()[1] == form


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_spelt_by_the_rules_of_its_language(language: str):
    """Run `make catalogues` to mend what this names."""
    translated = sentences(catalogue(language))

    assert [name(m) for m in translated if spelt(m, SPELLINGS[language]) != m.string] == []


def test_french_has_typographic_signs_and_no_break_spaces():
    straight = re.compile(r"['\"]|\.\.\.| [;:!?»%]|« |[^\s\d];|\w[!?]|\w »|\b1 (?:janvier|mai|décembre)")
    wrong = [
        text
        for message in sentences(catalogue("fr"))
        for text in texts(message)
        if straight.search(re.sub(r"%\(\w+\)[a-z]", "X", text))
    ]

    assert wrong == []
    assert french("L'accord: « oui » ; non ?").count("\u00a0") == 4


def test_what_word_files_say_in_french_is_spelt_by_the_same_rules():
    said = [forms[Language.FR] for forms in words._WORDS.values()]

    assert [text for text in said if french(text) != text] == []


HOMOGRAPHS = set("اتخذ تتبع تحفظ دون سجل عدل غير مدد مقدم يحدد يعدل يقسم قدم كل مرسل معدل حرر علق".split())
"""Arabic words that are two words, told apart by a shadda."""


def test_no_arabic_word_is_spelt_in_two_ways():
    spellings: dict[str, set[str]] = {}
    for message in sentences(catalogue("ar")):
        for text in texts(message):
            for word in re.findall(rf"[{LETTERS}]+", text):
                bare = re.sub(r"[\u064b-\u0652\u0670]", "", word)
                spellings.setdefault(bare, set()).add(re.sub(r"[\u064b-\u0650\u0652\u0670]", "", word))

    assert {
        bare: forms for bare, forms in spellings.items() if len(forms) > 1 and bare not in HOMOGRAPHS
    } == {}


def test_arabic_addresses_its_reader_in_the_plural_and_counts_in_european_digits():
    imperatives = "اختر|اذكر|انظر|انتظر|استخدم|أضف|اكتب|أرسل|قلت|أنت|غيرك|ثبّت|رحّلها"
    singular = re.compile(rf"(?<![{LETTERS}])(?:{imperatives})(?![{LETTERS}])")
    both = [text for message in sentences(catalogue("ar")) for text in texts(message)]

    assert [text for text in both if singular.search(text)] == []
    assert [text for text in both if re.search("[٠-٩]", text)] == []


def test_the_point_of_a_file_s_ending_stays_in_front_of_it_in_arabic():
    # Between Arabic and Latin letters a point runs as the sentence does, and would stand behind "docx".
    astray = re.compile("(?<![\u200e\\w])\\.(?:docx?|odt|csv|xlsx|txt|json|pdf|zip)\\b")

    assert [text for m in sentences(catalogue("ar")) for text in texts(m) if astray.search(text)] == []
