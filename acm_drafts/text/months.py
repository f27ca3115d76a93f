"""
What the months are called in the three languages, on screens and in documents.

Arabic gives both names, as the documents of the United Nations do: تشرين الثاني/نوفمبر is read in Baghdad and in Cairo.
"""

from acm_drafts.text.language import Language

MONTHS = {
    Language.EN: (
        "January February March April May June July August September October November December"
    ).split(),
    Language.FR: (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split(),
    Language.AR: [
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ],
}
"""The twelve months by language, January first."""
