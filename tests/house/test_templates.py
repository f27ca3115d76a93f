"""Templates all parse, are used, trust no text as HTML, speak by the catalogues, and know no left."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

import config
from acm_drafts.app import create_app
from tests.house.tree import STATIC, TEMPLATES, files, relative

PAGES = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.*"))]
HTML = [name for name in PAGES if name.endswith(".html")]

# Blocks and macros that say which class an element has; named so that they can be told.
CLASSES = re.compile(
    r"\{%-?\s*block (?:\w+_class|skip_to)\s*-?%\}.*?\{%-?\s*endblock\s*-?%\}"
    r"|\{%-?\s*macro classes\(.*?\{%-?\s*endmacro\s*-?%\}",
    re.DOTALL,
)


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(config.load({"DATABASE_URL": "sqlite://"}))


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def written_by_us(app: Flask, name: str) -> str:
    """Return what stands in a template literally; what is computed leaves nothing, nor do classes."""
    spoken = CLASSES.sub("", source(name))
    literally = ""
    for _, kind, value in app.jinja_env.lex(spoken):
        if kind == "data":
            literally += value
        elif kind == "variable_begin" and literally.endswith(("<", "</")):
            literally += "x"  # an element with a computed name is still an element
    return literally


@pytest.mark.parametrize("name", PAGES)
def test_every_template_can_be_parsed(app: Flask, name: str):
    app.jinja_env.parse(source(name))


def named_in_the_code() -> set[str]:
    """Return every text that stands in the code by itself; the templates that views show are among them."""
    return {
        node.value
        for path in files("acm_drafts/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.thorough
def test_every_template_is_used(app: Flask):
    used = named_in_the_code()
    for name in PAGES:
        used |= {
            found for found in meta.find_referenced_templates(app.jinja_env.parse(source(name))) if found
        }

    assert sorted(set(PAGES) - used) == []


@pytest.mark.thorough
def test_every_macro_is_used(app: Flask):
    trees = {name: app.jinja_env.parse(source(name)) for name in PAGES}
    called = named_in_the_code() | {
        call.node.name if isinstance(call.node, nodes.Name) else call.node.attr
        for tree in trees.values()
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name | nodes.Getattr)
    }
    macros = {f"{name}: {macro.name}" for name, tree in trees.items() for macro in tree.find_all(nodes.Macro)}

    assert sorted(macro for macro in macros if macro.split(": ")[1] not in called) == []


def test_no_text_is_trusted_as_html():
    trusting = re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false|\bautoescape\s*=\s*False")
    found = [
        f"{relative(path)}: {match.group()}"
        for path in files("templates/*", "acm_drafts/*.py")
        for match in trusting.finditer(
            re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        )
    ]

    assert found == []


@pytest.mark.thorough
def test_every_page_has_the_frame_and_the_frame_says_language_and_direction():
    shown = named_in_the_code()
    for name in HTML:
        is_part = name.startswith("macros/") or Path(name).name.startswith("_")
        if name in shown and not is_part and "<html" not in source(name):
            assert re.search(r"""\{%-?\s*extends\s+["']""", source(name)), f"{name} extends nothing"
    for name in HTML:
        for tag in re.findall(r"<html[^>]*>", source(name)):
            assert "lang=" in tag, name
            assert "dir=" in tag, name


def test_no_template_holds_script_style_or_a_handler_of_its_own(app: Flask):
    """The content policy refuses them all, so they would not work either. Data for search engines is no script."""
    data = r'(?! type="application/ld\+json">)'
    own = re.compile(rf"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=){data}")
    found = [f"{name}: {match.group()}" for name in HTML for match in own.finditer(written_by_us(app, name))]

    assert found == []


def test_nothing_is_fetched_from_another_host():
    away = re.compile(r"""(?:src|href|url\()\s*=?\s*["'(]?(?:https?:)?//""")
    found = [
        f"{relative(path)}: {match.group()}"
        for path in files("templates/*", "static/*.css", "static/*.js")
        for match in away.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


class Words(HTMLParser):
    """Collects what a person would read or hear: text, and the attributes that are spoken."""

    SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "label")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@pytest.mark.parametrize("name", HTML)
def test_every_word_on_a_page_comes_from_the_catalogues(app: Flask, name: str):
    words = Words()
    words.feed(written_by_us(app, name))

    assert [text.strip() for text in words.found if re.search(r"[^\W\d_]{2,}", text)] == []


def test_stylesheets_know_no_left_and_no_right():
    """Arabic reads the other way: only start, end, inline and block turn with the page."""
    physical = re.compile(
        r"(?:^|[;{\s])(?:(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)\b[\w-]*"
        r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    )
    found = []
    for path in files("static/*.css"):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [f"{relative(path)}: {match.group().strip()}" for match in physical.finditer(bare)]

    assert found == []
    assert list(STATIC.rglob("*.css")) != []


def test_every_font_has_its_licence_beside_it():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    licences = [path.stem.removeprefix("OFL-") for path in (STATIC / "fonts").glob("OFL-*.txt")]

    assert fonts != []
    assert [font.name for font in fonts if not font.name.startswith(tuple(licences))] == []


FORMS = re.compile(r'<form [^>]*method="post".*?</form>', re.DOTALL)
TYPED_IN = re.compile(r"forms\.field\(|<textarea|<input type=\"(?:text|date)\"")
NOT_SAVED = {
    "account/invitation.html": "of its forms a page shows one",
    "archiving/form.html": "the same",
    "deletion/form.html": "the same",
    "account/show.html": "a password is never saved",
    "cooperation_resolutions/index.html": "a file cannot be saved",
    "inputs/show.html": "a draft of a call is issued with a box that is ticked anew",
    "partners/meeting.html": "its one form is a single choice",
    "partners/show.html": "its one form is a single choice",
    "public/manage.html": "the public page is published with a box that is ticked anew",
}


@pytest.mark.parametrize("name", HTML)
def test_what_is_typed_in_one_of_several_forms_is_saved_when_another_is_sent(name: str):
    sent = FORMS.findall(source(name))
    unsaved = [form for form in sent if TYPED_IN.search(form) and "data-keep" not in form]
    assert len(sent) < 2 or not unsaved or name in NOT_SAVED


@pytest.mark.parametrize("name", HTML)
def test_every_form_whose_words_are_saved_has_the_place_that_says_so(name: str):
    kept = [form for form in FORMS.findall(source(name)) if "data-keep" in form]
    assert all("forms.saved()" in form for form in kept)


def test_every_form_whose_words_a_browser_saves_has_a_name_of_its_own():
    """Two forms under one name would offer the words of one in the other, those without a name are kept by address."""
    saving = [
        (name, tag)
        for name in HTML
        for tag in re.findall(r"<form\b.*?\bdata-keep(?:=\"([\w-]*))?", source(name))
    ]
    names = [word for _, word in saving]
    assert len(names) > 10
    given = [word for word in names if word]
    assert len(set(given)) == len(given), sorted(given)
