"""The screenshots: every route has its page, names hold no random code, and two sets are told apart to the pixel."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from scripts.screenshots import scenes
from scripts.screenshots.comparison import compare
from scripts.screenshots.normal import lines_of
from scripts.screenshots.pages import LEFT_OUT, PEOPLE, Address, Demonstration, addresses, by_route, most
from tests.conftest import make_app


@pytest.fixture
def demonstration(told_sqlite: Path) -> Demonstration:
    return Demonstration(told_sqlite)


@pytest.fixture
def every(told_sqlite: Path, demonstration: Demonstration) -> list[Address]:
    return addresses(make_app(f"sqlite:///{told_sqlite}"), demonstration)


def make_picture(folder: Path, name: str = "text.png", *points: tuple[int, int], height: int = 20) -> None:
    """Save a white picture with black *points*."""
    picture = Image.new("RGB", (30, height), "white")
    for point in points:
        picture.putpixel(point, (0, 0, 0))
    folder.mkdir(exist_ok=True)
    picture.save(folder / name)


@pytest.mark.thorough
def test_every_route_that_can_be_opened_has_a_page_or_a_reason(told_sqlite: Path, every: list[Address]):
    app = make_app(f"sqlite:///{told_sqlite}")
    opened = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    assert opened - {address.route for address in every} == set(LEFT_OUT)


@pytest.mark.thorough
def test_names_are_unlike_and_hold_no_random_code(demonstration: Demonstration, every: list[Address]):
    names = [address.name for address in every]

    assert len(set(names)) == len(names) > 300
    assert [name for name in names for code in demonstration.nicknames() if code in name.split("-")] == []
    assert {"text", "p-1", "proposals-1-revise", "compare-from-1-to-2-view-side"} <= set(names)


def test_another_page_of_a_route_does_not_change_which_of_the_others_come_first():
    found = [Address(f"/p/{number}", f"p-{number}", "/p/<code:p>") for number in range(40)]

    few, all_ = by_route(found[:39])[0], by_route(found)[0]

    assert [address for address in all_ if address != found[39]] == few


def test_only_people_who_are_photographed_play_scenes():
    assert set(scenes.SCENES) <= set(PEOPLE)
    assert most("/c/<code:c>/p/<code:p>", "mission", scenes.ENGLISH) > most(
        "/c/<code:c>/p/<code:p>", "egypt", scenes.ENGLISH
    )


def test_a_page_is_kept_without_its_codes_and_tokens():
    page = '<a href="/p/h42h5x9#x"\n class="num">12 </a><input name="csrf_token" value="Ij">\n  two\n words &amp; more'

    assert lines_of(page, {"h42h5x9": "p-1"}) == [
        '<a class="num" href="/p/p-1#x">',
        "12",
        "</a>",
        '<input name="csrf_token" value="…">',
        "two words & more",
    ]


def test_two_sets_that_look_alike_do_not_differ(tmp_path: Path):
    make_picture(tmp_path / "before")
    shutil.copytree(tmp_path / "before", tmp_path / "after")

    assert compare(tmp_path / "before", tmp_path / "after", tmp_path / "out") == (1, [])


def test_each_pixel_that_differs_is_counted_and_shown_red(tmp_path: Path):
    make_picture(tmp_path / "before", "text.png", (3, 4))
    make_picture(tmp_path / "after", "text.png", (3, 4), (5, 6), (7, 8))

    count, found = compare(tmp_path / "before", tmp_path / "after", tmp_path / "out")

    assert count == 1
    assert [difference.description for difference in found] == ["2 pixels differ, rows 6 to 9"]
    with Image.open(tmp_path / "out" / "text.png") as shown:
        assert shown.getpixel((5, 6)) == (214, 39, 40)
        assert shown.getpixel((20, 2)) == (255, 255, 255)


def test_what_no_eye_sees_is_no_difference(tmp_path: Path):
    for folder, white, sheet in (("before", (255, 255, 255), "acm"), ("after", (254, 253, 255), "base")):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9), white).save(tmp_path / folder / "text.png")
        (tmp_path / folder / "text.txt").write_text(
            f'<link href="/static/{sheet}.css">\n<p>\n', encoding="utf-8"
        )

    assert compare(tmp_path / "before", tmp_path / "after", tmp_path / "out") == (2, [])


def test_a_longer_page_and_a_missing_one_are_told(tmp_path: Path):
    make_picture(tmp_path / "before")
    make_picture(tmp_path / "before", "gone.png")
    make_picture(tmp_path / "after", height=25)

    _, found = compare(tmp_path / "before", tmp_path / "after", tmp_path / "out")

    assert [(one.name, one.description) for one in found] == [
        ("gone.png", "only before"),
        ("text.png", "150 pixels differ, rows 20 to 25, 30×20 became 30×25"),
    ]


def test_lines_of_a_text_that_differ_are_counted_and_kept(tmp_path: Path):
    for folder, told in (("before", "one\ntwo\n"), ("after", "one\nthree\nfour\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "text.txt").write_text(told, encoding="utf-8")

    _, found = compare(tmp_path / "before", tmp_path / "after", tmp_path / "out")

    assert [one.description for one in found] == ["1 lines removed, 2 added"]
    assert "+three" in (tmp_path / "out" / "text.txt").read_text(encoding="utf-8")
