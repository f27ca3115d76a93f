"""
The cities by which time zones are known, as documents write them.

Pages ask i18n.place_of, which knows every zone; documents are made where there is no such thing. Here are the zones
of the places where the Organisation and its Member States meet, as the Unicode CLDR names their cities; any other zone
is called by its own name.
"""

import re

from acm_drafts.text.language import Language

_CITIES: dict[str, tuple[str, str, str]] = {
    "Africa/Abidjan": ("Abidjan", "Abidjan", "أبيدجان"),
    "Africa/Algiers": ("Algiers", "Alger", "الجزائر"),
    "Africa/Cairo": ("Cairo", "Le Caire", "القاهرة"),
    "Africa/Casablanca": ("Casablanca", "Casablanca", "الدار البيضاء"),
    "Africa/Dakar": ("Dakar", "Dakar", "داكار"),
    "Africa/Kampala": ("Kampala", "Kampala", "كامبالا"),
    "Africa/Khartoum": ("Khartoum", "Khartoum", "الخرطوم"),
    "Africa/Lagos": ("Lagos", "Lagos", "لاغوس"),
    "Africa/Maputo": ("Maputo", "Maputo", "مابوتو"),
    "Africa/Tripoli": ("Tripoli", "Tripoli", "طرابلس"),
    "Africa/Tunis": ("Tunis", "Tunis", "تونس"),
    "America/New_York": ("New York", "New York", "نيويورك"),
    "Asia/Aden": ("Aden", "Aden", "عدن"),
    "Asia/Almaty": ("Almaty", "Almaty", "ألماتي"),
    "Asia/Amman": ("Amman", "Amman", "عمّان"),
    "Asia/Ashgabat": ("Ashgabat", "Achgabat", "عشق آباد"),
    "Asia/Baghdad": ("Baghdad", "Bagdad", "بغداد"),
    "Asia/Bahrain": ("Bahrain", "Bahreïn", "البحرين"),
    "Asia/Baku": ("Baku", "Bakou", "باكو"),
    "Asia/Beirut": ("Beirut", "Beyrouth", "بيروت"),
    "Asia/Bishkek": ("Bishkek", "Bichkek", "بشكيك"),
    "Asia/Brunei": ("Brunei", "Brunei", "بروناي"),
    "Asia/Damascus": ("Damascus", "Damas", "دمشق"),
    "Asia/Dhaka": ("Dhaka", "Dhaka", "دكا"),
    "Asia/Dubai": ("Dubai", "Dubaï", "دبي"),
    "Asia/Dushanbe": ("Dushanbe", "Douchanbé", "دوشانبي"),
    "Asia/Gaza": ("Gaza", "Gaza", "غزة"),
    "Asia/Hebron": ("Hebron", "Hébron", "الخليل"),
    "Asia/Jakarta": ("Jakarta", "Jakarta", "جاكرتا"),
    "Asia/Jerusalem": ("Jerusalem", "Jérusalem", "القدس"),
    "Asia/Kabul": ("Kabul", "Kaboul", "كابول"),
    "Asia/Karachi": ("Karachi", "Karachi", "كراتشي"),
    "Asia/Kuala_Lumpur": ("Kuala Lumpur", "Kuala Lumpur", "كوالا لامبور"),
    "Asia/Kuwait": ("Kuwait", "Koweït", "الكويت"),
    "Asia/Muscat": ("Muscat", "Mascate", "مسقط"),
    "Asia/Qatar": ("Qatar", "Qatar", "قطر"),
    "Asia/Riyadh": ("Riyadh", "Riyad", "الرياض"),
    "Asia/Tashkent": ("Tashkent", "Tachkent", "طشقند"),
    "Asia/Tehran": ("Tehran", "Téhéran", "طهران"),
    "Europe/Istanbul": ("Istanbul", "Istanbul", "إسطنبول"),
    "Europe/London": ("London", "Londres", "لندن"),
    "Europe/Paris": ("Paris", "Paris", "باريس"),
    "Europe/Tirane": ("Tirane", "Tirana", "تيرانا"),
    "Europe/Vienna": ("Vienna", "Vienne", "فيينا"),
    "Europe/Zurich": ("Zurich", "Zurich", "زيورخ"),
}
"""By zone: in English, French and Arabic."""


def city_of(zone: str, language: Language) -> str:
    """Return the city by which *language* knows a time zone: "America/New_York" as "New York"."""
    names = _CITIES.get(zone)
    if names is None:
        return zone.rpartition("/")[2].replace("_", " ")
    return names[(Language.EN, Language.FR, Language.AR).index(language)]


def place_called(place: str, language: Language) -> str:
    """Return what *language* calls a place that somebody typed: a city known here; any other as it was typed."""
    names = _names_of(place)
    return names[list(Language).index(language)] if names else place


def adopted_at(place: str, meeting: str, language: Language, *, called: str = "") -> str:
    """
    Return where a text was adopted, as it is cited in *language*; "" where its sitting names no *place*.

    *meeting*: the place of the meeting, "" where none is known, and what it is *called* in the language, "" where
    nobody said. A room that does not name it is followed by it: "Conference Room 3, New York".
    """
    here = called or place_called(meeting, language)
    if place.strip() == meeting.strip():
        return here
    named = any(name in place for name in (meeting.strip(), here, *_names_of(meeting)))
    if named or not _ROOM.search(place):
        return place_called(place, language)
    return f"{place}{'،' if language is Language.AR else ','} {here}"


_ROOM = re.compile(r"\b(?:room|hall|chamber|salle)\b|قاعة", re.IGNORECASE)
"""What a place within a house is called."""


def _names_of(place: str) -> tuple[str, ...]:
    """Return what a city known here is called in each language; nothing of another place."""
    return next((names for names in _CITIES.values() if place.strip() in names), ())
