"""
Compares two sets of screenshots: every picture point by point, every text line by line.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from PIL import Image, ImageChops

NOISE = 3
"""By so much of 255 a colour may differ between two runs: round corners are not drawn the same every time."""

NOT_SEEN = re.compile(r'<(?:link|script)\b.*\n|</script>\n| class="[^"]*"')
"""What may differ between two texts: stylesheets, scripts and classes say nothing, and pictures show what they do."""

DIFFERENT = (214, 39, 40)
"""The colour of a point that differs in the picture of the difference; the page behind it is pale."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not the same in both sets: its *name*, and in words how it differs."""

    name: str
    description: str


def compare(before: Path, after: Path, out: Path) -> tuple[int, list[Difference]]:
    """
    Return how many files both sets have, and the differences in order of name.

    A picture of each difference is kept in *out*: where two pages differ, red on the pale later page.
    """
    old, new = names(before), names(after)
    differences = [Difference(name, "only before") for name in old - new]
    differences += [Difference(name, "only after") for name in new - old]
    for name in old & new:
        if (before / name).read_bytes() == (after / name).read_bytes():
            continue
        if name.endswith(".png"):
            description = points(before / name, after / name, out / name)
        else:
            description = lines(before / name, after / name, out / name)
        if description:
            differences.append(Difference(name, description))
    return len(old & new), sorted(differences, key=lambda difference: difference.name)


def names(folder: Path) -> set[str]:
    """Return the names of all pictures and texts below *folder*."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix in (".png", ".txt")
    }


def points(before: Path, after: Path, out: Path) -> str:
    """Return in words how many points of two pictures differ, "" for none; keep the difference as *out*."""
    with Image.open(before) as first, Image.open(after) as second:
        old, new = first.convert("RGB"), second.convert("RGB")
    size = max(old.width, new.width), max(old.height, new.height)
    by_colour = ImageChops.difference(on_sheet(old, size), on_sheet(new, size)).split()
    mask = reduce(ImageChops.lighter, by_colour).point(lambda by: 255 if by > NOISE else 0)
    box = mask.getbbox()
    if box is None and old.size == new.size:
        return ""
    out.parent.mkdir(parents=True, exist_ok=True)
    pale = Image.blend(on_sheet(new, size), Image.new("RGB", size, "white"), 0.6)
    pale.paste(DIFFERENT, (0, 0, *size), mask)
    pale.save(out)
    count = mask.histogram()[255]
    resized = "" if old.size == new.size else f", {old.width}×{old.height} became {new.width}×{new.height}"
    return f"{count} pixels differ{f', rows {box[1]} to {box[3]}' if box else ''}{resized}"


def on_sheet(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return *picture* at the top of a black sheet of *size*."""
    sheet = Image.new("RGB", size)
    sheet.paste(picture, (0, 0))
    return sheet


def lines(before: Path, after: Path, out: Path) -> str:
    """Return in words how many lines of two texts differ, "" for none; keep the difference as *out*."""
    old, new = (NOT_SEEN.sub("", path.read_text(encoding="utf-8")).splitlines() for path in (before, after))
    diff = list(difflib.unified_diff(old, new, "before", "after", lineterm="", n=2))
    if not diff:
        return ""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join([*diff, ""]), encoding="utf-8")
    removed, added = (sum(line.startswith(sign) for line in diff[2:]) for sign in "-+")
    return f"{removed} lines removed, {added} added"


def report(count: int, differences: Sequence[Difference]) -> Iterator[str]:
    """Yield the lines that are printed."""
    width = max((len(difference.name) for difference in differences), default=0)
    for difference in differences:
        yield f"{difference.name:{width}}  {difference.description}"
    yield f"{count} files compared, {len(differences)} differ"
