"""The styles of a template, by their names. How whole templates fare stands in test_templates."""

from lxml import etree

from acm_drafts.documents.template.styles import OWN, Stylesheet, wanted
from acm_drafts.documents.write.wordxml import W


def own() -> Stylesheet:
    return Stylesheet(etree.fromstring((OWN / "word" / "styles.xml").read_bytes()))


def test_ours_lacks_nothing_and_keeps_its_ids():
    sheet = own()

    assert sheet.lacks() == []
    assert all(old == new for old, new in sheet.take_our_ids().items())


def test_changed_style_ids_are_returned_as_old_to_new():
    sheet = own()
    style = sheet.by_id["Heading1"]
    style.set(f"{{{W}}}styleId", "Titre1")

    assert Stylesheet(sheet.root).take_our_ids()["Titre1"] == "Heading1"


def test_ids_are_found_by_names_in_any_case_and_unknown_names_have_none():
    assert own().ids(("acm status", "HEADING 1", "Nobody's")) == {"ACMStatus", "Heading1"}


def test_no_style_of_ours_takes_what_it_is_set_in_for_a_place_in_the_margin():
    ends = {one.name for one in wanted() if one.end_tab}

    assert ends == {"ACM Symbol", "ACM Status", "ACM Running Head", "toc 1", "toc 2"}


def test_a_style_that_runs_to_the_right_already_is_left_as_it_is():
    sheet = own()
    before = etree.tostring(sheet.root)

    sheet.leave_direction()

    assert etree.tostring(sheet.root) == before
