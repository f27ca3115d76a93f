"""How words and changes are drawn: every byte is there, no text is trusted, colour is never alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from jinja2.runtime import Macro

from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.terms import (
    Answer,
    Outcome,
    ParagraphState,
    RoundState,
    Stage,
    Stance,
    Standing,
    Verdict,
)
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.labels import direction_of
from acm_drafts.text.language import PARAGRAPH_SPLIT, Language
from acm_drafts.text.overlay import overlay
from acm_drafts.web.shared.excerpts import WORDING_FILTERS
from acm_drafts.web.shared.states import state_mark

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="module")
def drawing() -> Environment:
    """Templates with the words of the source language."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)
    environment.filters.update(typed=lambda words: {"dir": "auto"}, moment=str, day=str, clock=str, until=str)
    environment.filters.update(datetime_value=str, direction_of_label=direction_of)
    environment.filters.update(WORDING_FILTERS)
    environment.globals.update(state_mark=state_mark)
    return environment


def macro(drawing: Environment, file: str, name: str) -> Macro:
    found: Macro = getattr(drawing.get_template(f"macros/{file}.html").module, name)
    return found


class Seen(HTMLParser):
    """What the eye reads of a fragment, and which words stand in which element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.text = ""
        self.within: dict[str, list[str]] = {
            name: [] for name in ("ins", "del", "brk", "conflict", "by", "lift", "alts__one")
        }
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "use", "path"):
            return
        classes = dict(attrs).get("class") or ""
        self.open.append((tag, classes))
        for name, found in self.within.items():
            if name == tag or name in classes.split():
                found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "use", "path"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if any("vh" in classes.split() for _, classes in self.open):
            return
        self.text += data
        for name, found in self.within.items():
            if any(name == tag or name in classes.split() for tag, classes in self.open):
                found[-1] += data


def test_a_wording_is_on_the_page_to_the_byte_in_its_own_direction(drawing: Environment):
    words = 'دعا الاجتماع [الدول]،\nوقال: <b>"لا"</b> & {{ 7*7 }}'

    html = str(macro(drawing, "diff", "wording")(words, Language.AR))

    assert Seen(html).text == words
    assert 'lang="ar" dir="rtl"' in html
    assert Seen(html).within["brk"] == ["[", "]"]


def test_changes_show_the_old_words_and_the_new_and_mark_nothing_else(drawing: Environment):
    spans = diff_words("The Meeting urged States to act.", "The Meeting invited States to act.")

    seen = Seen(str(macro(drawing, "diff", "changes")(spans, Language.EN)))

    assert seen.within["del"] == ["urged"]
    assert seen.within["ins"] == ["invited"]
    assert seen.text == "The Meeting urgedinvited States to act."


def test_changes_are_said_to_the_ear_as_well(drawing: Environment):
    html = str(macro(drawing, "diff", "changes")(diff_words("We urge.", "We invite."), Language.EN))

    assert "deleted:" in html
    assert "inserted:" in html


def heard(html: str) -> str:
    """Return what a voice reads of a fragment: what is hidden from it left out, white space as one space."""
    spoken = re.sub(r'<(\w+)[^>]* aria-hidden="true"[^>]*>.*?</\1>', "", html)
    return " ".join(re.sub(r"<[^>]+>", "", spoken).split())


@pytest.mark.parametrize(
    ("old", "new", "spoken"),
    [
        ("we [shall] go", "we shall go", "we brackets lifted, the words stay: shall, end go"),
        ("we [shall] go", "we go", "we bracketed words deleted: shall, end of deletion go"),
        ("we shall go", "we [shall] go", "we put in brackets: shall, end go"),
        ("we go", "we [shall] go", "we inserted in brackets: shall, end of insertion go"),
        (
            "we [shall] [should] go",
            "we should go",
            "we brackets lifted, one of the alternatives stays: deleted: shall, end of deletion should, end go",
        ),
        ("we [shall go", "we shall go", "we opening bracket deleted shall go"),
    ],
)
def test_a_change_of_brackets_is_spoken_as_one_and_in_words(
    drawing: Environment, old: str, new: str, spoken: str
):
    spans = diff_words(old, new)

    assert heard(str(macro(drawing, "diff", "changes")(spans, Language.EN))) == spoken


def test_a_change_of_brackets_is_drawn_within_one_element_and_shows_every_byte(drawing: Environment):
    html = str(macro(drawing, "diff", "changes")(diff_words("we [shall] go", "we shall go"), Language.EN))

    assert Seen(html).text == "we [shall] go"
    assert Seen(html).within["lift"] == ["[shall]"]
    assert Seen(html).within["del"] == ["[", "]"]


def test_each_column_of_a_comparison_speaks_of_brackets_where_they_stand(drawing: Environment):
    spans = diff_words("we [shall] go", "we shall go")

    html = str(macro(drawing, "diff", "side_by_side")(spans, Language.EN))
    before, after = re.findall(r'<p class="wording".*?</p>', html)

    assert heard(before) == "we brackets lifted, the words stay: shall, end go"
    assert heard(after) == "we shall go"


def test_a_combined_reading_names_the_proposal_of_a_bracket_change_once(drawing: Environment):
    spans = overlay("we [shall] go", {"EGY 1": "we shall go"})

    html = str(macro(drawing, "diff", "overlay")(spans, Language.EN))

    assert heard(html) == "we EGY 1: brackets lifted, the words stay: shall, end go"
    assert Seen(html).within["by"] == ["EGY 1"]


def test_alternatives_in_brackets_stand_one_under_the_other_with_or_between(drawing: Environment):
    html = str(macro(drawing, "diff", "wording")("We [shall] [should] go [on].", Language.EN))

    assert Seen(html).text == "We [shall]  or [should] go [on]."
    assert Seen(html).within["alts__one"] == ["[shall] ", "[should]"]


def test_what_people_typed_is_never_markup(drawing: Environment):
    attack = '"><svg onload=alert(1)>'
    spans = (Span(Op.KEEP, attack), Span(Op.DELETE, attack), Span(Op.INSERT, attack))

    for drawn in (
        macro(drawing, "diff", "changes")(spans, Language.EN),
        macro(drawing, "diff", "side_by_side")(spans, Language.EN),
        macro(drawing, "diff", "excerpt")(attack, attack, attack, attack, Language.EN),
        macro(drawing, "diff", "overlay")(overlay("a", {attack: f"b {attack}"}), Language.EN),
        macro(drawing, "numbers", "label")(attack),
        macro(drawing, "numbers", "symbol")(attack),
    ):
        assert "onload=alert" in Seen(str(drawn)).text
        assert not re.search(r"<svg[^>]*onload", str(drawn))


def test_a_change_that_nobody_can_see_is_listed_and_not_marked(drawing: Environment):
    spans = diff_words("mot : rien", "mot\u00a0: rien")

    seen = Seen(str(macro(drawing, "diff", "changes")(spans, Language.FR)))

    assert any(span.invisible for span in spans)
    assert seen.within["ins"] == seen.within["del"] == []
    assert seen.text.startswith("mot\u00a0: rien")
    assert "\\xa0" in seen.text


def test_two_changes_that_touch_are_held_apart_for_the_eye(drawing: Environment):
    touching = (Span(Op.DELETE, "less"), Span(Op.INSERT, "lower"))
    spaced = (Span(Op.DELETE, "less "), Span(Op.INSERT, "lower "))

    assert 'class="next"' in str(macro(drawing, "diff", "changes")(touching, Language.EN))
    assert 'class="next"' not in str(macro(drawing, "diff", "changes")(spaced, Language.EN))


def test_side_by_side_gives_each_wording_whole(drawing: Environment):
    old, new = "We urge all States.", "We invite States [now]."

    html = str(macro(drawing, "diff", "side_by_side")(diff_words(old, new), Language.EN))
    before, after = re.findall(r'<p class="wording".*?</p>', html)

    assert Seen(before).text == old
    assert Seen(after).text == new


def test_a_conflict_is_one_piece_with_every_reading_and_its_names(drawing: Environment):
    spans = overlay(
        "to consider, in due course, a network",
        {"EGY 3": "to establish by 2028 a network", "MYS 5": "to launch within two years a network"},
    )

    seen = Seen(str(macro(drawing, "diff", "overlay")(spans, Language.EN)))

    assert len(seen.within["conflict"]) == 1
    assert " or " in seen.within["conflict"][0]
    assert {"EGY 3", "MYS 5"} <= set(seen.within["by"])


def test_an_overlay_without_a_conflict_has_no_conflict_on_the_page(drawing: Environment):
    spans = overlay("a network of centres", {"EGY 3": "a wide network of centres"})

    seen = Seen(str(macro(drawing, "diff", "overlay")(spans, Language.EN)))

    assert seen.within["conflict"] == []
    assert seen.within["by"] == ["EGY 3"]
    assert [words.strip() for words in seen.within["ins"]] == ["wide"]


def test_the_place_of_a_split_is_shown_and_said(drawing: Environment):
    html = str(macro(drawing, "diff", "wording")(f"One.{PARAGRAPH_SPLIT}Two.", Language.EN))

    assert Seen(html).text == "One.¶Two."
    assert ", the paragraph is split here, " in html
    assert PARAGRAPH_SPLIT not in html


@pytest.mark.parametrize(
    ("family", "terms"),
    [
        ("paragraph_state", ParagraphState),
        ("standing", Standing),
        ("standing", Stage),
        ("standing", Outcome),
        ("standing", Verdict),
        ("position", Stance),
        ("position", Answer),
        ("round_state", RoundState),
        ("became", Became),
    ],
)
def test_every_state_has_a_shape_a_word_and_a_colour(drawing: Environment, family: str, terms: type):
    sprite = str(macro(drawing, "shapes", "sprite")())

    for term in terms:
        html = str(macro(drawing, "states", family)(term))
        shape = re.search(r'href="#([\w-]+)"', html)
        assert shape, term
        assert f'id="{shape[1]}"' in sprite
        assert Seen(html).text.strip()
        assert 'class="state state--' in html
        assert html == str(macro(drawing, "states", family)(term.value))


def test_every_state_of_a_paragraph_has_its_cell_in_the_map(drawing: Environment):
    sections = [{"numeral": "I", "title": "Opening", "cells": [{"state": state} for state in ParagraphState]}]

    html = str(macro(drawing, "map", "progress")(sections))
    sprite = str(macro(drawing, "shapes", "sprite")())

    for state in ParagraphState:
        assert f'href="#m-{state.value}"' in html
        assert f'id="m-{state.value}"' in sprite
    assert "6 paragraphs, in order: 1 agreed, 1 open" in html


def test_a_line_of_time_reads_from_the_right_in_a_page_that_does(drawing: Environment):
    opened = {"kind": "opened", "at": 0, "when": "4 Sept", "word": "opened"}
    closing = {"kind": "deadline", "at": 1, "when": "11 Sept", "word": "deadline"}
    calendar = macro(drawing, "map", "calendar")

    assert 'cx="4' in str(calendar([opened, closing], "Round 1"))
    assert 'cx="1084' in str(calendar([opened, closing], "Round 1", rtl=True))
    assert "<li><b>4 Sept</b> opened</li>" in str(calendar([opened, closing], "Round 1"))


def test_the_flag_of_a_deadline_hangs_under_the_line_where_the_mark_of_now_is_near(drawing: Environment):
    calendar = macro(drawing, "map", "calendar")
    closing = {"kind": "deadline", "at": 0.5, "when": "14 Sept", "word": "closes"}

    def flag(now: float, *, rtl: bool = False) -> int:
        drawn = str(calendar([closing], "Round 1", {"at": now, "when": "today"}, rtl=rtl))
        return int(re.search(r'cal-flag" d="M[\d.]+ (\d+)h', drawn)[1])

    above, line, mark = 28, 40, (22, 30)
    assert flag(0.2) == flag(0.8) == above
    for now in (0.49, 0.5, 0.51):
        for rtl in (False, True):
            assert flag(now, rtl=rtl) > line > mark[1]


def test_latin_ordinals_of_a_number_are_set_apart(drawing: Environment):
    label = macro(drawing, "numbers", "label")

    assert str(label("12 bis")) == '<bdi dir="ltr">12 <i>bis</i></bdi>'
    assert str(label("1 ante")) == '<bdi dir="ltr">1 <i>ante</i></bdi>'
    assert str(label("30 (a)")) == '<bdi dir="ltr">30 (a)</bdi>'
    assert str(label("30 (أ)")) == '<bdi dir="rtl">30 (أ)</bdi>'
    assert str(label("(a)")) == '<bdi dir="ltr">(a)</bdi>'
    assert str(label("")) == ""


def test_no_space_is_put_before_a_comma_in_an_excerpt(drawing: Environment):
    comma = Seen(
        str(
            macro(drawing, "diff", "excerpt")("mangroves ", "and seagrass", ", seagrass", " for", Language.EN)
        )
    )
    words = Seen(str(macro(drawing, "diff", "excerpt")("at ", "less", "lower", " cost", Language.EN)))

    assert "seagrass , " not in comma.text
    assert "less lower" in words.text
