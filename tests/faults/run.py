"""Hurt every command in every way, and print a table: fault, tried, survived, lost.

Run by `make faults`; `--part 0.1` tries a tenth of it, as the tests do.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from faults.attempts import fresh, kill_at, limit_files, run, states_of, verdict
from faults.lab import COMMANDS, PROJECT, make_lab

SLOWEST = 0.4  # seconds: about what a command of the laboratory takes


@dataclass
class Tally:
    """How often a fault was tried, and what was wrong afterwards, when anything was."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)


def chosen(numbers: Sequence[int], part: float) -> list[int]:
    """Take an even part of a list, the first and the last among it."""
    step = max(1, round(1 / part))
    return sorted({*numbers[::step], *numbers[-1:]})


def kills_at_statements(place: Path, part: float) -> Iterator[tuple[str, str]]:
    """Kill every command before its first, second, … statement."""
    lab = make_lab(place / "lab")
    for name, arguments in COMMANDS.items():
        with fresh(lab, place) as folder:
            states, statements = states_of(folder, PROJECT, arguments)
        for number in chosen(range(1, statements + 2), part):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, kill_at(number))
                yield f"killed at a statement: {name}", verdict(folder, PROJECT, ended, states)


def kills_at_moments(place: Path, times: int) -> Iterator[tuple[str, str]]:
    """Kill commands at random moments."""
    lab = make_lab(place / "lab")
    chance = random.Random(1)
    for name, arguments in COMMANDS.items():
        with fresh(lab, place) as folder:
            states, _statements = states_of(folder, PROJECT, arguments)
        for _ in range(times):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, int, after=chance.random() * SLOWEST)
                yield f"killed at a moment: {name}", verdict(folder, PROJECT, ended, states)


def full_disks(place: Path, part: float) -> Iterator[tuple[str, str]]:
    """Let the disk be full after so many bytes, from none to enough."""
    lab = make_lab(place / "lab")
    size = (lab / PROJECT).stat().st_size
    sizes = [0, 512, 4096, *range(8192, size + 300_000, 20_000)]
    for name, arguments in COMMANDS.items():
        with fresh(lab, place) as folder:
            states, _statements = states_of(folder, PROJECT, arguments)
        for limit in chosen(sizes, part):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, limit_files(limit))
                yield f"disk full: {name}", verdict(folder, PROJECT, ended, states)


def everything(part: float) -> dict[str, Tally]:
    """Try all faults, or an even part of them."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        places = [Path(name) / each for each in ("statements", "moments", "disks")]
        for place in places:
            place.mkdir()
        for fault, wrong in chain(
            kills_at_statements(places[0], part),
            kills_at_moments(places[1], max(1, round(30 * part))),
            full_disks(places[2], part),
        ):
            tallies[fault].tried += 1
            if wrong:
                tallies[fault].lost.append(wrong)
    return tallies


def memory() -> str | None:
    """Give a folder in memory where there is one: thousands of attempts wear a disk out."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> int:
    """Print the table; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=float, default=1.0)
    tallies = everything(parser.parse_args().part)
    print(f"{'fault':45} {'tried':>6} {'survived':>9} {'lost':>5}")
    for fault, tally in sorted(tallies.items()):
        print(f"{fault:45} {tally.tried:6} {tally.tried - len(tally.lost):9} {len(tally.lost):5}")
        for wrong in sorted(set(tally.lost)):
            print(f"    {wrong}")
    tried = sum(tally.tried for tally in tallies.values())
    lost = sum(len(tally.lost) for tally in tallies.values())
    print(f"{'in all':45} {tried:6} {tried - lost:9} {lost:5}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
