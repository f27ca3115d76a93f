"""The face of a document, in its own language."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from acm_drafts.documents.template import templates
from acm_drafts.documents.template.templates import Template, own
from acm_drafts.documents.write.docx import pack, render
from acm_drafts.documents.write.masthead import FirstPage, status_in
from acm_drafts.documents.write.wordxml import R, W
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.negotiation.document_settings import Distribution
from acm_drafts.negotiation.lines import ADOPTED, Translated
from acm_drafts.negotiation.meeting_agenda import AgendaStage
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.text.language import Language
from tests.documents.institution import make_png, make_template, words
from tests.documents.judges import judgements
from tests.documents.making import make_draft, part

ID = f"{{{R}}}id"


def test_symbol_status_and_date_stand_in_the_masthead_and_not_in_the_body():
    document = render(make_draft(symbol="OIC/ACM-2026/FC/Rev.1", status="revised-draft", date="2026-11-24"))

    face = "".join(part(document, "word/masthead.xml").itertext())
    assert face == "OIC/ACM-2026/FC/Rev.124 November 2026Revised draft14 Jumada al-Akhirah 1448\u00a0H"
    assert "".join(part(document, "word/header.xml").itertext()) == "OIC/ACM-2026/FC/Rev.1Revised draft"
    assert "Rev.1" not in "".join(part(document, "word/document.xml").itertext())


@pytest.mark.parametrize(
    ("language", "day", "printed", "hijri"),
    [
        ("ar", "2026-11-24", "24 تشرين الثاني/نوفمبر 2026", "14 جمادى الآخرة 1448\u00a0هـ"),
        ("ar", "2026-02-01", "1 شباط/فبراير 2026", "13 شعبان 1447\u00a0هـ"),
        ("fr", "2026-12-01", "1er décembre 2026", "21 joumada ath-thania 1448\u00a0H"),
    ],
)
def test_the_date_in_the_masthead_is_written_as_the_language_of_the_text_writes_it(
    language: str, day: str, printed: str, hijri: str
):
    face = "".join(part(render(make_draft(language=language, date=day)), "word/masthead.xml").itertext())

    assert printed in face
    assert hijri in face


def test_the_footer_says_page_x_of_y_in_balanced_fields():
    footer = part(render(make_draft()), "word/footer.xml")

    assert "".join(footer.itertext()) == "Page  PAGE 1 of  NUMPAGES 1"
    kinds = [field.get(f"{{{W}}}fldCharType") for field in footer.iter(f"{{{W}}}fldChar")]
    assert kinds == ["begin", "separate", "end"] * 2


@pytest.mark.parametrize(
    ("language", "provisional", "adopted"),
    [
        ("en", "Provisional agenda", "Agenda as adopted"),
        ("fr", "Ordre du jour provisoire", "Ordre du jour adopté"),
        ("ar", "جدول الأعمال المؤقت", "جدول الأعمال بصيغته المعتمدة"),
    ],
)
def test_an_agenda_is_called_what_it_is_on_its_first_page_and_on_all_others(
    language: str, provisional: str, adopted: str
):
    for stage, status, name in (
        (AgendaStage.PROVISIONAL, "revised-draft", provisional),
        (AgendaStage.ADOPTED, ADOPTED, adopted),
    ):
        document = render(replace(make_draft(language=language, status=status), agenda_stage=stage))
        for head in ("word/masthead.xml", "word/header.xml"):
            assert name in "".join(part(document, head).itertext())
    plain = render(make_draft(language=language))
    assert provisional not in "".join(part(plain, "word/masthead.xml").itertext())


def test_every_status_has_a_word_in_every_language_and_another_status_stays_as_it_is():
    for language in Language:
        words = {status_in(language, status) for status in DraftStatus}
        assert len(words) == len(DraftStatus)
        assert not words & {status.value for status in DraftStatus}
    assert status_in(Language.FR, "Texte du groupe") == "Texte du groupe"


# The first page --------------------------------------------------------------------------------------


def first_page(document: bytes) -> str:
    return " ".join("".join(part(document, "word/masthead.xml").itertext()).split())


def styles_of(document: bytes, name: str) -> list[str]:
    return [one.get(f"{{{W}}}val") for one in part(document, f"word/{name}.xml").iter(f"{{{W}}}pStyle")]


def made(begins: FirstPage, template: Template | None = None, **facts: Any) -> bytes:
    return render(make_draft(**facts), template=replace(template or own(), first_page=begins))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Organisation of Islamic Cooperation"),
        ("fr", "Mission permanente d’observation"),
        ("ar", "منظمة التعاون الإسلامي"),
    ],
)
def test_a_letterhead_of_ours_has_the_missions_name_in_the_language_of_the_document(language, name):
    document = made(FirstPage.LETTERHEAD, language=language)

    assert name in first_page(document)
    assert "OIC/ACM-2026/FC" in first_page(document)
    assert styles_of(document, "masthead") == ["ACMLetterhead", "ACMLetterhead", "ACMSymbol", "ACMStatus"]
    assert name not in "".join(part(document, "word/header.xml").itertext())
    assert name not in first_page(made(FirstPage.MASTHEAD, language=language))


def test_a_title_page_is_a_section_of_its_own_without_a_page_number_and_the_text_begins_on_the_next():
    root = part(made(FirstPage.TITLE_PAGE), "word/document.xml")
    first, last = root.iter(f"{{{W}}}sectPr")

    title = first.getparent().getparent()
    assert "".join(title.itertext()) == "Final Communiqué"
    for section, (head, foot) in ((first, ("masthead", "firstfooter")), (last, ("header", "footer"))):
        assert [one.get(ID) for one in section if one.get(ID)] == [head, foot]
        assert section.find(f"{{{W}}}titlePg") is None
    document = made(FirstPage.TITLE_PAGE)
    assert "PAGE" not in "".join(part(document, "word/firstfooter.xml").itertext())
    assert "PAGE" in "".join(part(document, "word/footer.xml").itertext())


def test_a_text_without_a_title_has_a_title_page_all_the_same():
    root = part(made(FirstPage.TITLE_PAGE, title=""), "word/document.xml")

    assert len(list(root.iter(f"{{{W}}}sectPr"))) == 2


def test_the_head_of_an_institution_stays_and_what_it_does_not_say_stands_below_it():
    template, _ = templates.read(make_template())
    document = made(FirstPage.LETTERHEAD, template, date="2026-11-24")

    assert first_page(document) == (
        "Ministry of Foreign Affairs Organisation of Islamic Cooperation24 November 2026OIC/ACM-2026/FC"
        "24 November 2026Zero draft14 Jumada al-Akhirah 1448 H"
    ).replace("Affairs Org", "AffairsOrg")
    running = "".join(part(document, "word/header.xml").itertext())
    assert running == "Ministry of Foreign AffairsZero draftOIC/ACM-2026/FCZero draft"
    for name, address in (("firstfooter", "1 Harbour Street, 1000 Capital"), ("footer", "mfa.example")):
        assert "".join(part(document, f"word/{name}.xml").itertext()).startswith(f"{address}Page  PAGE 1")


def test_a_header_with_symbol_and_date_gains_only_the_kind_of_document():
    heads = {"first": words("{symbol} of {date}"), "others": words("{symbol}")}
    template, lacks = templates.read(make_template(heads=heads))
    assert lacks == ()

    template = replace(template, first_page=FirstPage.LETTERHEAD)
    document = pack(make_draft(), [], note="Changes since OIC/FC", template=template)

    assert first_page(document) == "OIC/ACM-2026/FC of 24 November 2026Changes since OIC/FC"
    assert "".join(part(document, "word/header.xml").itertext()) == "OIC/ACM-2026/FC"


AGENDA = (AgendaItem(14), AgendaItem(71, "b"))


@pytest.mark.parametrize("begins", list(FirstPage))
@pytest.mark.parametrize("theirs", [False, True])
def test_the_agenda_items_stand_on_the_first_page_and_nowhere_else(begins: FirstPage, theirs: bool):
    template = templates.read(make_template())[0] if theirs else own()
    document = render(make_draft(agenda=AGENDA), template=replace(template, first_page=begins))

    assert first_page(document).count("Agenda items 14 and 71 (b)") == 1
    for name in ("document", "header"):
        assert "Agenda" not in "".join(part(document, f"word/{name}.xml").itertext())
    assert "Agenda" not in first_page(render(make_draft(), template=replace(template, first_page=begins)))


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Points 14 et 71 b) de l’ordre du jour"), ("ar", "البندان 14 و 71 (ب) من جدول الأعمال")],
)
def test_the_agenda_items_are_named_in_the_language_of_the_document(language: str, said: str):
    assert said in first_page(render(make_draft(agenda=AGENDA, language=language)))


@pytest.mark.parametrize("head", ["{symbol}", "{symbol} {agenda}", "{agenda}", ""])
def test_the_agenda_items_are_said_once_whatever_the_head_of_an_institution_says(head: str):
    template, lacks = templates.read(make_template(heads={"first": words(f"Ministry {head}")}))
    assert lacks == ()

    document = pack(
        make_draft(agenda=AGENDA),
        [],
        note="Changes since OIC/FC",
        template=replace(template, first_page=FirstPage.LETTERHEAD),
    )

    for said in ("Agenda items 14 and 71 (b)", "Changes since OIC/FC"):
        assert first_page(document).count(said) == 1


def test_without_a_letterhead_asked_for_the_institutions_head_is_on_the_other_pages_alone():
    template, _ = templates.read(make_template())
    document = made(FirstPage.MASTHEAD, template)

    assert "Ministry" not in first_page(document)
    assert "Ministry" in "".join(part(document, "word/header.xml").itertext())
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        assert not [name for name in file.namelist() if "media" in name]


def test_the_picture_of_a_letterhead_goes_along_to_the_byte():
    template, _ = templates.read(make_template())

    with zipfile.ZipFile(io.BytesIO(made(FirstPage.LETTERHEAD, template))) as file:
        assert file.read("word/media/picture1.png") == make_png()
        assert b"media/picture1.png" in file.read("word/_rels/masthead.xml.rels")


@pytest.mark.parametrize("begins", list(FirstPage))
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("theirs", [False, True])
def test_two_validators_find_nothing_and_the_same_draft_gives_the_same_bytes(
    begins: FirstPage, language: str, theirs: bool, tmp_path: Path
):
    template = templates.read(make_template())[0] if theirs else None
    file = tmp_path / "draft.docx"
    file.write_bytes(made(begins, template, language=language))

    assert judgements(file) == []
    again = templates.read(make_template())[0] if theirs else None
    assert file.read_bytes() == made(begins, again, language=language)


def test_a_footer_with_a_page_number_gains_no_second_one():
    counted = '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    template, lacks = templates.read(make_template(heads={"foot": counted, "first-foot": words("Address")}))
    assert lacks == ()

    document = made(FirstPage.LETTERHEAD, template)

    assert "".join(part(document, "word/footer.xml").itertext()) == "1"
    assert "".join(part(document, "word/firstfooter.xml").itertext()) == "AddressPage  PAGE 1 of  NUMPAGES 1"


# Languages, distribution, place ----------------------------------------------------------------------

TRANSLATED = {"language": "ar", "original": "en", "translated": Translated.PARTLY}


def lines_of(document: bytes, name: str = "masthead") -> list[str]:
    """Return the lines of a head or foot, a tab as " | "."""
    shapes = {"tab": " | ", "br": "\n"}
    out = []
    for one in part(document, f"word/{name}.xml").iter(f"{{{W}}}p"):
        pieces = [
            shapes.get(node.tag.rpartition("}")[2], node.text or "")
            for node in one.iter()
            if node.getparent().tag != f"{{{W}}}tabs"
        ]
        out += "".join(pieces).split("\n")
    return out


@pytest.mark.parametrize(
    ("language", "original", "partly", "nowhere"),
    [
        (
            "en",
            "Original: French",
            "Partly translated: what is not translated stands in the original language.",
            "Not translated: the text stands in the original language only.",
        ),
        ("fr", "Original\u00a0: anglais", "Traduction partielle", "dans la langue originale uniquement"),
        ("ar", "الأصل: بالإنكليزية", "ترجمة جزئية", "بلغته الأصلية فقط"),
    ],
)
@pytest.mark.parametrize("begins", list(FirstPage))
def test_a_translation_names_its_original_and_says_that_it_is_partial_or_none_where_it_is(
    language: str, original: str, partly: str, nowhere: str, begins: FirstPage
):
    facts = {"language": language, "original": "fr" if language == "en" else "en"}
    template = replace(own(), first_page=begins)

    whole = lines_of(render(make_draft(**facts), template=template))
    part_of_it = lines_of(render(make_draft(**facts, translated=Translated.PARTLY), template=template))
    none_of_it = lines_of(render(make_draft(**facts, translated=Translated.NOT), template=template))

    assert whole.count(original) == part_of_it.count(original) == 1
    assert not any(partly in line for line in whole)
    assert sum(partly in line for line in part_of_it) == 1
    assert (sum(partly in line for line in none_of_it), sum(nowhere in line for line in none_of_it)) == (0, 1)
    assert not any(nowhere in line for line in whole + part_of_it)


def test_a_text_in_its_own_language_says_nothing_of_languages():
    assert not any("Original" in line for line in lines_of(render(make_draft())))


def test_with_a_distribution_the_first_page_is_set_as_those_of_the_united_nations():
    document = render(make_draft(distribution=Distribution.LIMITED, agenda=AGENDA, date="2026-11-24"))

    assert lines_of(document) == [
        "Zero draft | OIC/ACM-2026/FC",
        " | Distr.: Limited",
        " | 24 November 2026",
        " | 14 Jumada al-Akhirah 1448\u00a0H",
        " | Original: English",
        "Agenda items 14 and 71\u00a0(b)",
    ]
    stops = [
        one.get(f"{{{W}}}val")
        for one in part(document, "word/masthead.xml").iter(f"{{{W}}}tab")
        if one.get(f"{{{W}}}pos")
    ]
    assert stops == ["left", "left"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Distr. générale", "Original\u00a0: français"]),
        ("ar", ["التوزيع: عام", "الأصل: بالعربية"]),
    ],
)
def test_distribution_and_original_are_said_in_the_language_of_the_document(language: str, said: list[str]):
    lines = lines_of(render(make_draft(distribution=Distribution.GENERAL, language=language)))

    assert [f" | {line}" in lines for line in said] == [True, True]


@pytest.mark.parametrize(
    ("head", "count"), [("", 1), ("{symbol}", 1), ("{symbol} {distribution} {original}", 1)]
)
def test_under_the_head_of_an_institution_distribution_and_original_are_said_once(head: str, count: int):
    template, lacks = templates.read(make_template(heads={"first": words(f"Ministry {head}")}))
    assert lacks == ()
    template = replace(template, first_page=FirstPage.LETTERHEAD)

    face = first_page(render(make_draft(distribution=Distribution.GENERAL, original="fr"), template=template))

    assert face.count("Distr.: General") == face.count("Original: French") == count


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [
        ("en", "New York", "New York, 24 September 2026"),
        ("fr", "New York", "New York, le 24 septembre 2026"),
        ("ar", "نيويورك", "نيويورك، 24 أيلول/سبتمبر 2026"),
        ("en", "", "24 September 2026"),
    ],
)
def test_a_title_page_has_place_and_day_at_its_foot_and_no_other_page_has(
    language: str, place: str, said: str
):
    facts = {"language": language, "place": place, "held_on": "2026-09-24"}
    document = made(FirstPage.TITLE_PAGE, **facts)

    assert lines_of(document, "firstfooter")[0] == said
    assert said not in lines_of(document, "footer")
    assert said not in "".join(part(document, "word/document.xml").itertext())
    for begins in (FirstPage.MASTHEAD, FirstPage.LETTERHEAD):
        assert said not in lines_of(made(begins, **facts), "firstfooter")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("begins", list(FirstPage))
def test_two_validators_find_nothing_in_a_first_page_that_says_everything(
    language: str, begins: FirstPage, tmp_path: Path
):
    file = tmp_path / "draft.docx"
    facts = {"original": "en", "translated": Translated.PARTLY, "place": "New York", "held_on": "2026-09-24"}
    file.write_bytes(
        made(begins, language=language, distribution=Distribution.GENERAL, agenda=AGENDA, **facts)
    )

    assert judgements(file) == []
