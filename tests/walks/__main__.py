"""
The long run: `python -m tests.walks` plays random negotiations and races every pair of writing verbs, on both engines.

The last line is "N walks, N pairs, N findings"; exit 1 if there are any. A single walk is played again by its seed,
a single pair by its two verbs; then each step is printed.
"""

import argparse
import sys
from collections import Counter

from tests.walks.databases import ENGINES, Place, place
from tests.walks.walk import Walk


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.walks")
    parser.add_argument("--walks", type=int, default=200, help="how many walks, half of them on each engine")
    parser.add_argument("--acts", type=int, default=120, help="acts in a walk")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first walk")
    parser.add_argument("--seed", type=int, help="play this walk alone and print its steps")
    parser.add_argument("--engine", choices=ENGINES, help="on this engine alone")
    wanted = parser.parse_args()
    engines = [wanted.engine] if wanted.engine else list(ENGINES)
    found = 0
    ended: Counter[str] = Counter()
    for engine in engines:
        with place(engine) as here:
            seeds = (
                [wanted.seed]
                if wanted.seed
                else range(wanted.first, wanted.first + wanted.walks // len(engines))
            )
            for seed in seeds:
                walk = walked(here, seed, wanted.acts)
                ended += walk.ended
                if walk.found or wanted.seed:
                    print(f"== walk {seed} on {engine}\n{walk}", flush=True)
                found += bool(walk.found)
    for verb, count in sorted(ended.items()):
        print(f"{count:6} {verb}")
    print(f"{found} findings")
    return int(bool(found))


def walked(here: Place, seed: int, acts: int) -> Walk:
    """Play one walk at a place."""
    with here.on("seated") as app:
        return Walk(seed, here.engine, acts).play(app)


if __name__ == "__main__":
    sys.exit(main())
