"""
The long run: `python -m tests.walks` plays random negotiations and races every pair of writing verbs, on both engines.

The last line is "N walks, N pairs, N findings"; exit 1 if there are any. A single walk is played again by its seed,
a single pair by its two verbs; then each step is printed.
"""

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator

from tests.walks.databases import ENGINES
from tests.walks.jobs import Job, do, races_on
from tests.walks.races import AT_COMMIT, AT_LOCK, TOGETHER, Race, pairs
from tests.walks.verbs import WAYS


def jobs(wanted: argparse.Namespace, engines: list[str]) -> Iterator[Job]:
    """Yield the parts of what is wanted, the longest first."""
    if wanted.seed or wanted.pair:
        for engine in engines:
            seeds = (wanted.seed,) if wanted.seed else ()
            races = (
                (Race(tuple(wanted.pair), wanted.variant, wanted.hold, wanted.turned),) if wanted.pair else ()
            )
            yield Job(engine, wanted.acts, seeds, races, tells=True)
        return
    for engine in reversed(engines):
        races = [race for n, pair in enumerate(pairs()) for race in races_on(engine, pair, n, wanted)]
        half = len(races) // 2
        for some in (races[:half], races[half:]):
            yield Job(engine, races=tuple(some))
        seeds = range(wanted.first, wanted.first + wanted.walks // len(engines))
        for number in range(2):
            yield Job(engine, wanted.acts, tuple(seeds[number::2]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.walks")
    parser.add_argument("--walks", type=int, default=200, help="how many walks, half of them on each engine")
    parser.add_argument("--acts", type=int, default=100, help="acts in a walk")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first walk")
    parser.add_argument("--variants", type=int, default=1, help="choices of steps for each pair")
    parser.add_argument(
        "--holds",
        type=int,
        default=1,
        help="on PostgreSQL: in how many of four ways one is held; 5: and together",
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--engine", choices=ENGINES, help="on this engine alone")
    parser.add_argument("--seed", type=int, help="play this walk alone and print its steps")
    parser.add_argument("--pair", nargs=2, choices=sorted(WAYS), metavar="VERB", help="race this pair alone")
    parser.add_argument("--variant", type=int, default=0, help="of the pair: which choice of steps")
    parser.add_argument("--hold", choices=(TOGETHER, AT_LOCK, AT_COMMIT), default=TOGETHER)
    parser.add_argument("--turned", action="store_true", help="of the pair: hold the second verb")
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    engines = [wanted.engine] if wanted.engine else list(ENGINES)
    findings, ended, seeds, raced = 0, Counter[str](), 0, set[tuple[str, str]]()
    parts = list(jobs(wanted, engines))
    with multiprocessing.get_context("spawn").Pool(min(wanted.jobs, len(parts))) as pool:
        for report in pool.imap_unordered(do, parts):
            for one in report.told:
                print(one, flush=True)
            findings, ended = findings + report.findings, ended + report.ended
            seeds += len(report.job.seeds)
            raced |= {race.verbs for race in report.job.races}
    if not wanted.pair:
        _tell(ended)
    print(f"{seeds} walks, {len(raced)} pairs, {findings} findings")
    return int(bool(findings))


def _tell(ended: Counter[str]) -> None:
    """Print how often each verb was done and refused: a walk that only meets refusals proves nothing."""
    for verb in sorted(WAYS):
        refused = {
            name.split(": ")[1]: n for name, n in sorted(ended.items()) if name.startswith(f"{verb}: ")
        }
        reasons = ", ".join(f"{name} {count}" for name, count in refused.items())
        print(f"{verb:32} done {ended[verb]:5}, refused {sum(refused.values()):5}  {reasons}")


if __name__ == "__main__":
    sys.exit(main())
