"""
Take screenshots of every page of the demonstration, or compare two sets: `make screenshots`.

    .venv/bin/python -m scripts.screenshots DIR [--quick] [--only NAME]
    .venv/bin/python -m scripts.screenshots --compare BEFORE AFTER [--differences DIR]

The first prints what could not be taken; the second prints what differs and exits with 1 if anything does.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

from scripts.screenshots.pages import PEOPLE, QUICK, READERS


def main() -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts.screenshots", description="Pictures of every page.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--quick", action="store_true", help="some people and looks only")
    parser.add_argument(
        "--only", default="", metavar="NAME", help="people and looks that begin so: egypt, mission-ar"
    )
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--differences", type=Path, default=Path("screenshots/differences"), metavar="DIR")
    arguments = parser.parse_args()
    if arguments.compare:
        return compare(*arguments.compare, arguments.differences)
    if arguments.folder is None:
        parser.error("name the folder for the pictures, or --compare two folders")
    return take_all(arguments.folder.resolve(), quick=arguments.quick, only=arguments.only)


def take_all(folder: Path, *, quick: bool, only: str) -> int:
    """Take everything into *folder*, as many people at a time as there are processors; return the exit code."""
    from scripts.screenshots import camera

    began = time.monotonic()
    people = QUICK if quick else PEOPLE
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "demonstration.sqlite"
        camera.make_demonstration(database)
        with multiprocessing.get_context("spawn").Pool(
            os.cpu_count(), camera.begin, (database, folder)
        ) as pool:
            jobs = [
                pool.apply_async(camera.take, (person, look))
                for person, (_, looks) in people.items()
                for look in looks
                if f"{person}-{look.name}".startswith(only)
            ]
            jobs += [
                pool.apply_async(camera.read, (person,))
                for person in READERS
                if not quick and f"{person}-texts".startswith(only)
            ]
            wrong = [line for job in jobs for line in job.get()]
    for line in wrong:
        print(f"not taken: {line}", file=sys.stderr)
    pictures = len(list(folder.rglob("*.png")))
    print(f"{pictures} pictures in {folder}, {time.monotonic() - began:.0f} seconds")
    return 1 if wrong else 0


def compare(before: Path, after: Path, out: Path) -> int:
    """Print how the pictures and texts in two folders differ; return 1 if they do."""
    from scripts.screenshots import comparison

    count, differences = comparison.compare(before, after, out)
    for line in comparison.report(count, differences):
        print(line)
    if differences:
        print(f"Each difference is in {out}.")
    return 1 if differences or not count else 0


if __name__ == "__main__":
    sys.exit(main())
