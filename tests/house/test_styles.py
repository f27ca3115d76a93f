"""Stylesheets: every class has its rule and every rule its element, nothing is said twice, a person can read them."""

import re
from collections import Counter

import pytest
from flask import Flask

import config
from acm_drafts.app import create_app
from acm_drafts.web.shared.states import FAMILIES
from tests.house import styles
from tests.house.styles import Classes
from tests.house.tree import files, read, relative

# What an expression in a class attribute can come to, where only a reader's data decide.
VALUES = {
    "category": ("success", "warning"),  # of what flash() says
    "nth.at": tuple("12345678"),  # of more proposals all changes stand there
    "part.origin.tone": tuple("012345"),  # rounds, each in its tone: see web/attribution/routes.py
    "origin.tone": tuple("012345"),
    "entry.tone": tuple("012345"),
    "tone": tuple("012345"),
    "state.colour": tuple({row.colour for table in FAMILIES.values() for row in table.values()}),
}

# Classes without a rule, and why they are there.
HOOKS = {
    "sides__old": "tests tell the two columns of a comparison by it; the new one has a rule",
    "tick": "tests find the changes of a decision by it",
    "stroke--0": "what stands as in the first draft is drawn as every stroke is",
    **dict.fromkeys(
        (
            "state--await",
            "state--closed",
            "state--deferred",
            "state--draft",
            "state--live",
            "state--open",
            "state--orphaned",
            "state--overtaken",
            "state--rejected",
            "state--reserve",
            "state--review",
            "state--withdrawn",
        ),
        "a state that has the quiet colour of every state",
    ),
}

# Classes that templates do not spell out, and who gives them.
GIVEN_ELSEWHERE: dict[str, str] = {}

LONGEST = 110


@pytest.fixture(scope="module")
def classes() -> Classes:
    app: Flask = create_app(config.load({"DATABASE_URL": "sqlite://"}))
    return Classes(app.jinja_env, VALUES)


@pytest.fixture(scope="module")
def defined() -> set[str]:
    return {
        name
        for path in styles.stylesheets()
        for selector in styles.selectors(path)
        for name in styles.classes_of(selector)
    }


@pytest.mark.thorough
def test_every_class_that_a_page_uses_has_a_rule(classes: Classes, defined: set[str]):
    used = classes.used
    without = {name: sorted(used[name]) for name in sorted(set(used) - defined - set(HOOKS))}

    assert without == {}
    assert len(used) > 200


def test_every_class_that_has_a_rule_is_used(classes: Classes, defined: set[str]):
    given = set(classes.used) | styles.classes_given_by_script() | set(GIVEN_ELSEWHERE)

    assert sorted(defined - given) == []


def test_every_class_by_which_the_script_finds_an_element_is_used(classes: Classes):
    assert sorted(styles.classes_sought_by_script() - set(classes.used)) == []
    assert styles.classes_sought_by_script() != set()


def test_no_exception_for_a_class_outlives_its_reason(classes: Classes, defined: set[str]):
    used = classes.used

    assert sorted(set(HOOKS) & defined) == []
    assert sorted(set(HOOKS) - set(used)) == []
    assert sorted(set(GIVEN_ELSEWHERE) & set(used)) == []
    assert sorted(set(VALUES) - classes.asked) == []


def test_every_block_of_a_stylesheet_is_closed_and_no_rule_stands_inside_a_rule():
    faults = {path.name: styles.nesting_faults(path.read_text("utf-8")) for path in styles.stylesheets()}

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (".a { color: red;\n.b { color: blue }", ".b stands inside .a"),
        ("@media print { .a { color: red }", "@media print is never closed"),
        (".a { color: red } }", "a block is closed that was never opened"),
    ],
)
def test_a_brace_that_is_missing_or_too_many_is_found(css: str, fault: str):
    assert fault in styles.nesting_faults(css)
    assert styles.nesting_faults('@media print { .a { content: "{" } } .b { color: red }') == []


def test_no_property_is_said_twice_of_the_same_under_the_same_conditions():
    said = Counter(
        (" ".join(one.around), part, one.name)
        for path in styles.stylesheets()
        for one in styles.declarations(path)
        for part in styles.parts(one.selector)
        if not one.selector.startswith("@font-face")
    )

    assert [row for row, count in said.items() if count > 1] == []
    assert len(said) > 1000


def test_every_custom_property_is_set_and_used():
    every = [one for path in styles.stylesheets() for one in styles.declarations(path)]
    made = {one.name for one in every if one.name.startswith("--")}
    used = {name for one in every for name in re.findall(r"var\((--[\w-]+)", one.value)}

    assert sorted(used - made) == []
    assert sorted(made - used) == []


def linked_by(frame: str) -> list[str]:
    """Return the stylesheets that a frame links, in its order."""
    linked = re.search(r"\{%- for name in \(([^)]*)\) %\}\s*<link rel=\"stylesheet\"", read(frame))
    assert linked is not None
    return re.findall(r'"([a-z]+)"', linked[1])


def test_every_stylesheet_is_linked_once_by_a_frame():
    own, of_public = linked_by("templates/layout.html"), linked_by("templates/public/frame.html")

    assert sorted({*own, *of_public}) == [path.stem for path in styles.stylesheets()]
    assert [len(set(names)) for names in (own, of_public)] == [len(own), len(of_public)]
    assert [name for name in of_public if name in own] == [name for name in own if name in of_public]


def test_a_stylesheet_has_one_declaration_a_line():
    crowded = []
    for path in files("static/*.css"):
        bare = re.sub(
            r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"), flags=re.DOTALL
        )
        for number, line in enumerate(re.sub(r'"[^"\n]*"|\([^()\n]*\)', "", bare).splitlines(), 1):
            if line.count(";") > 1 or ("{" in line and ";" in line) or len(line) > LONGEST:
                crowded.append(f"{relative(path)}:{number}")

    assert crowded == []


READ_BY_THE_CRAWL = {"cell", "pending", "state"}
"""States and counts as values: nothing on the page needs them, the crawl compares them with the records (record 50)."""


def test_every_data_attribute_is_given_by_a_template_and_read_by_a_script_a_stylesheet_or_the_crawl():
    given = styles.data_attributes_of_templates()
    crawl = set(re.findall(r"data-(\w+)", read("tests/walks/crawl.py")))
    read_ = styles.data_attributes_of_script() | styles.data_attributes_of_stylesheets()
    read_ |= READ_BY_THE_CRAWL & crawl

    assert sorted(read_ - given) == []
    assert sorted(given - read_) == []
    assert len(given) > 10


def test_every_id_by_which_the_script_finds_an_element_is_in_a_template():
    sought = styles.ids_sought_by_script()
    ids = {
        name
        for path in files("templates/*")
        for name in re.findall(r'\sid="([\w-]+)"', path.read_text("utf-8"))
    }

    assert sorted(sought - ids) == []
    assert sought != set()


def test_every_script_is_loaded_once_by_the_frame():
    loaded = re.search(r"\{%- for name in \(([^)]*)\) %\}\s*<script src", read("templates/layout.html"))

    assert loaded is not None
    assert sorted(re.findall(r'"([a-z]+)"', loaded[1])) == sorted(
        path.stem for path in files("static/*.js") if path.suffix == ".js"
    )
