"""Requests found in real and in made-up sentences, and what is left out though it has the same verb."""

from datetime import date
from pathlib import Path

import pytest

from acm_drafts.text.language import Language
from acm_drafts.text.requests import due_in, requests_in, requests_under

EN, FR, AR = Language.EN, Language.FR, Language.AR


def parts(text: str, language: Language = EN) -> list[tuple[str, str, str]]:
    return [(found.verb, found.addressee, found.requested) for found in requests_in(text, language)]


FOUND = [
    (
        EN,
        "The Meeting requested the Secretary-General to submit a report to its next session.",
        [("requested", "the Secretary-General", "to submit a report to its next session")],
    ),
    (
        EN,
        "It called upon Member States, in particular parties to the Convention to Combat Desertification, to exchange"
        " warnings, and urged the Bank to finance them.",
        [
            (
                "called upon",
                "Member States, in particular parties to the Convention to Combat Desertification",
                "to exchange warnings",
            ),
            ("urged", "the Bank", "to finance them"),
        ],
    ),
    (
        EN,
        "2. Requests the Standing Committee on Scientific and Technological Cooperation to study a network;",
        [
            (
                "Requests",
                "the Standing Committee on Scientific and Technological Cooperation",
                "to study a network",
            )
        ],
    ),
    (
        EN,
        "The Council of Foreign Ministers further mandated the Secretariat to follow up. It decided to set up a group.",
        [("mandated", "the Secretariat", "to follow up"), ("decided", "", "to set up a group")],
    ),
    (
        EN,
        "The Heads of State and Government invited the Organisation to share seeds."
        " Both sides requested the Bank to help.",
        [("invited", "the Organisation", "to share seeds"), ("requested", "the Bank", "to help")],
    ),
    (
        FR,
        "Les chefs d’État et de gouvernement ont invité la Banque à aider."
        " Les deux parties ont prié le Conseil de suivre.",
        [("invité", "la Banque", "à aider"), ("prié", "le Conseil", "de suivre")],
    ),
    (
        AR,
        "طلب الجانبان من الأمين العام تقديم تقرير.",
        [("طلب", "الأمين العام", "تقديم تقرير")],
    ),
    (
        FR,
        "La Réunion a également demandé au Secrétaire général de l’Organisation de présenter un rapport, et invité la"
        " Banque islamique de développement à financer le projet.",
        [
            ("demandé", "le Secrétaire général de l’Organisation", "de présenter un rapport"),
            ("invité", "la Banque islamique de développement", "à financer le projet"),
        ],
    ),
    (
        FR,
        "3. Prie le Secrétariat général d’organiser un atelier ;",
        [("Prie", "le Secrétariat général", "d’organiser un atelier")],
    ),
    (
        FR,
        "Prie le Secrétaire général de lui faire rapport à sa soixante-dixième session ;",
        [("Prie", "le Secrétaire général", "de lui faire rapport à sa soixante-dixième session")],
    ),
    (
        FR,
        "Invite le Secrétaire général à faire rapport. Prie la Banque de le satisfaire, et de s’en extraire ;",
        [
            ("Invite", "le Secrétaire général", "à faire rapport"),
            ("Prie", "la Banque", "de le satisfaire, et de s’en extraire"),
        ],
    ),
    (
        FR,
        "Prie le Secrétaire général, au plus tard le 30 juin 2027, de faire rapport ;",
        [("Prie", "le Secrétaire général", "de faire rapport")],
    ),
    (
        EN,
        "It requested the Secretary-General not later than 1 March 2027 to report.",
        [("requested", "the Secretary-General", "to report")],
    ),
    (
        AR,
        "طلب الاجتماع من الأمين العام للمنظمة تقديم تقرير عن هذا القرار، ودعا الدول الأعضاء إلى دعم المشروع.",
        [
            ("طلب", "الأمين العام للمنظمة", "تقديم تقرير عن هذا القرار"),
            ("دعا", "الدول الأعضاء", "إلى دعم المشروع"),
        ],
    ),
    (
        FR,
        "Demande aux États membres d’accueillir un atelier, et à la Banque de le financer ;",
        [("Demande", "les États membres", "d’accueillir un atelier, et à la Banque de le financer")],
    ),
    (
        AR,
        "وطلب الاجتماع إلى الأمانة العامة تقديم تقرير. يطلب إلى الأمين العام أن يقدم تقريرا؛",
        [("طلب", "الأمانة العامة", "تقديم تقرير"), ("يطلب", "الأمين العام", "أن يقدم تقريرا")],
    ),
    (
        AR,
        "شجّع الاجتماع الدول الأعضاء على زيادة الاستثمار. كلّف المؤتمر الأمانة العامة بمتابعة تنفيذ هذا القرار.",
        [
            ("شجّع", "الدول الأعضاء", "على زيادة الاستثمار"),
            ("كلّف", "الأمانة العامة", "بمتابعة تنفيذ هذا القرار"),
        ],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND, ids=[text[:24] for _, text, _ in FOUND])
def test_a_request_is_cut_into_verb_addressee_and_object(language, text, expected):
    assert parts(text, language) == expected
    assert all(
        text[found.start : found.stop].endswith(found.requested) for found in requests_in(text, language)
    )


NONE = [
    (EN, "The Meeting welcomed the report that was submitted as requested by the Council to assist States."),
    (EN, "The Meeting thanked the countries which invited experts to visit and who urged others to follow."),
    (EN, "The Meeting called for close cooperation among Member States to prevent hunger."),
    (EN, "Recalling resolution 51/1, which requested the Secretary-General to report,"),
    (EN, "Member States were encouraged by the results to continue."),
    (FR, "Elle a rendu hommage au pays qui a invité les experts à visiter le centre."),
    (FR, "Elle a prié le Conseil de la ligne frontalière de leur secrétaire, de l’avenir et de l’hiver."),
    (FR, "La Réunion a pris note de la demande du Conseil tendant à créer un centre."),
    (AR, "رحب الاجتماع بالتقرير المقدم بناء على طلب من المجلس لتعزيز التعاون."),
    (AR, "دعا الاجتماع إلى عقد مؤتمر دولي."),
]


@pytest.mark.parametrize(("language", "text"), NONE, ids=[text[-24:] for _, text in NONE])
def test_what_a_text_only_tells_of_others_is_no_request(language, text):
    assert parts(text, language) == []


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        (EN, "to report by 30 June 2027", date(2027, 6, 30)),
        (EN, "to report before the end of 2027", date(2027, 12, 31)),
        (EN, "to report by 31 June 2027", None),
        (EN, "to report on 30 June 2027", None),
        (FR, "de présenter un rapport d’ici au 1er juillet 2027", date(2027, 7, 1)),
        (FR, "de présenter un rapport d’ici à fin 2027", date(2027, 12, 31)),
        (AR, "تقديم تقرير قبل 30 حزيران/يونيه 2027", date(2027, 6, 30)),
        (AR, "تقديم تقرير بحلول ٣٠ يونيه ٢٠٢٧", date(2027, 6, 30)),
        (AR, "تقديم تقرير قبل 30 يونيو 2027", date(2027, 6, 30)),
        (AR, "تقديم تقرير في موعد أقصاه 30 حزيران/يونيو 2026", date(2026, 6, 30)),
        (AR, "تقديم تقرير في موعد لا يتجاوز 1 آذار/مارس 2027", date(2027, 3, 1)),
        (AR, "تقديم تقرير في موعد أقصاه نهاية عام 2027", date(2027, 12, 31)),
    ],
)
def test_a_day_by_which_is_read_and_no_other(language, words, day):
    assert due_in(words, language) == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "It requested the Secretary-General not later than 1 March 2027 to report."),
        (FR, "Prie le Secrétaire général, au plus tard le 1er mars 2027, de faire rapport ;"),
    ],
)
def test_a_day_between_who_is_asked_and_what_for_is_the_day_by_which(language, text):
    assert [found.due for found in requests_in(text, language)] == [date(2027, 3, 1)]


@pytest.mark.parametrize(
    ("language", "lead", "text", "expected"),
    [
        (EN, "The Meeting invited Member States:", "to share data; and", ("Member States", "to share data")),
        (EN, "The Meeting invited Member States to:", "share data;", ("Member States", "to share data")),
        (FR, "La Réunion a prié le Conseil :", "de faire rapport ;", ("le Conseil", "de faire rapport")),
        (AR, "دعا الاجتماع الدول الأعضاء:", "إلى تبادل المعلومات؛", ("الدول الأعضاء", "إلى تبادل المعلومات")),
    ],
)
def test_a_sub_paragraph_makes_the_request_that_the_words_above_it_begin(language, lead, text, expected):
    (request,) = requests_under(lead, text, language)

    assert (request.addressee, request.requested) == expected
    assert request.start == 0
    assert expected[1].endswith(text[: request.stop])


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        ("The Meeting thanked Egypt:", "for its report; and"),
        ("The Meeting requested Egypt to report, and noted:", "the wish of others to follow;"),
        ("The Meeting noted:", "that it requested Egypt to report;"),
    ],
)
def test_a_sub_paragraph_makes_no_request_where_the_words_above_it_ask_nothing_of_it(lead, text):
    assert requests_under(lead, text, EN) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, f"Requests the Bank to report{' ' * 6000}on it"),
        (EN, f"Requests the Bank to report{'.' * 9000}it"),
        (EN, "requested the " * 1400),
        (FR, "a demandé au " * 1500),
        (AR, f"طلب الاجتماع من ت{'ـ' * 15_000}"),
    ],
    ids=("blanks", "dots", "verbs", "French verbs", "tatweel"),
)
def test_a_text_of_blanks_and_marks_is_answered_at_once(language, text):
    assert len(requests_in(text, language)) <= 1


def test_the_words_at_the_end_of_a_request_are_its_own_unless_they_lead_to_the_next():
    text = "It urged States to consider it, and also requested the Bank to look at it again."
    assert [what for _, _, what in parts(text)] == ["to consider it", "to look at it again"]


@pytest.mark.shared
def test_what_is_found_in_real_resolutions_are_their_requests(shared: Path):
    """Every hit in two resolutions of the General Assembly opens an operative paragraph: none is wrong."""
    for name, operative in (
        ("ga_un_oic_cooperation_A_RES_65_140_2010.txt", (2, 5, 6, 9, 10, 17, 18, 20, 21)),
        ("ga_un_oic_cooperation_A_RES_67_264_2013.txt", (2, 5, 8, 11, 12, 18, 19, 21, 22)),
    ):
        blocks = (shared / "texts" / name).read_text(encoding="utf-8").split("\n\n")
        found = [block.split(".")[0] for block in blocks for _ in requests_in(block, EN)]

        assert found == [str(number) for number in operative]
