# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "brotli==1.2.1"]
# ///
"""
Write the small faces, static/fonts/*-common.woff2, from the whole ones beside them.

    make fonts        # .venv/bin/uv run scripts/subset_fonts.py: it brings along what it needs

Which characters a small face holds stands in static/css/tokens.css, as its unicode-range: change it there, then run
this. Every glyph that an Arabic face draws of those characters stays, with its forms, marks, kerning and hints. A Latin
one is for the Latin letters of an Arabic page: it keeps what our stylesheets ask for, and the weights in use there.
"""

import re
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STATIC = Path(__file__).resolve().parents[1] / "static"
SMALL = "-common"
ALWAYS = [0x20, 0xA0]
"""The spaces: a face without them is refused by some programs."""
LATIN = "-latin"
LATIN_FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
LATIN_WEIGHTS = (400, 600)

_FACE = re.compile(r'@font-face \{[^}]*url\("\.\./fonts/([\w-]+)\.woff2"\)[^}]*unicode-range: ([^;]+);')


def faces() -> dict[str, list[int]]:
    """Return by the name of each face's file the characters that tokens.css gives it, of all families that have it."""
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    held: dict[str, set[int]] = {}
    for name, ranges in _FACE.findall(sheet):
        held.setdefault(name, set()).update(characters(ranges))
    return {name: sorted(points) for name, points in held.items()}


def characters(ranges: str) -> list[int]:
    """Return the code points of a unicode-range, "U+60C, U+621-655"."""
    points: list[int] = []
    for part in ranges.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


def write(name: str, points: list[int]) -> Path:
    """Write the small face *name* and return its file, the same each time."""
    options = subset.Options(
        flavor="woff2",
        layout_features=LATIN_FEATURES if LATIN in name else ["*"],
        hinting=True,
        notdef_outline=True,
        glyph_names=False,
        name_IDs=["*"],
        recalc_timestamp=False,  # the date inside is the whole face's
    )
    folder = STATIC / "fonts"
    font = subset.load_font(folder / f"{name.removesuffix(SMALL)}.woff2", options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*ALWAYS, *points])
    subsetter.subset(font)
    if LATIN in name:
        font = limited(font)
    subset.save_font(font, folder / f"{name}.woff2", options)
    return folder / f"{name}.woff2"


def limited(font: TTFont) -> TTFont:
    """Return *font* with the weights alone that Arabic pages draw Latin letters in."""
    written = BytesIO()
    font.flavor = None
    font.save(written)
    return instancer.instantiateVariableFont(
        TTFont(written, lazy=False, recalcTimestamp=False), {"wght": LATIN_WEIGHTS}
    )


if __name__ == "__main__":
    for face, held in faces().items():
        if face.endswith(SMALL):
            file = write(face, held)
            print(f"{file.name}: {file.stat().st_size} bytes")
