"""Words of the interface are told from those of the content."""

from scripts.count_words import BEGIN, END, marked, words_of


def test_what_is_put_into_a_sentence_is_content():
    assert marked("paragraph %(number)s of %(symbol)s") == (
        f"{BEGIN}paragraph {END}%(number)s{BEGIN} of {END}%(symbol)s"
    )
    assert marked("%(a)s, %(b)s") == "%(a)s, %(b)s"


def test_only_what_is_seen_is_counted():
    page = (
        f"<body><p>{BEGIN}It concerns{END} paragraph twelve</p><p class='vh'>{BEGIN}for the ear{END}</p>"
        f"<details><summary>{BEGIN}More{END}</summary>folded away</details><select><option>one</select></body>"
    )

    assert words_of(page) == (3, 2)
