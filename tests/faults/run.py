"""Hurt every command in every way, and print a table: fault, tried, survived, lost.

Run by `make faults`; `--part 0.1` tries a tenth of it, as continuous integration does. `--only
kills` (or `disks`, `others`) tries one kind, and `--commands import,forget` some commands.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from faults.attempts import (
    fresh,
    kill_at,
    limit_files,
    load_program,
    run,
    states_of,
    verdict,
)
from faults.lab import COMMANDS, FILES, PROJECT, make_lab

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


def kills_at_statements(
    place: Path, part: float, names: Collection[str] = COMMANDS
) -> Iterator[tuple[str, str]]:
    """Kill commands before their first, second, … statement."""
    lab = make_lab(place / "lab")
    for name, arguments, project in hurt_commands(names):
        with fresh(lab, place) as folder:
            states, statements = states_of(folder, project, arguments)
        for number in chosen(range(1, statements + 2), part):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, kill_at(number))
                yield f"killed at a statement: {name}", verdict(folder, project, ended, states)


def hurt_commands(names: Collection[str]) -> Iterator[tuple[str, list[str], str]]:
    """Yield each of these commands: its name, what is typed, and the project it is about."""
    for name, arguments in COMMANDS.items():
        if name in names:
            yield name, arguments, FILES.get(name, PROJECT)


def kills_at_moments(
    place: Path, times: int, names: Collection[str] = COMMANDS
) -> Iterator[tuple[str, str]]:
    """Kill commands at random moments."""
    lab = make_lab(place / "lab")
    chance = random.Random(1)
    for name, arguments, project in hurt_commands(names):
        with fresh(lab, place) as folder:
            states, _statements = states_of(folder, project, arguments)
        for _ in range(times):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, int, after=chance.random() * SLOWEST)
                yield f"killed at a moment: {name}", verdict(folder, project, ended, states)


def full_disks(
    place: Path, part: float, names: Collection[str] = COMMANDS
) -> Iterator[tuple[str, str]]:
    """Let the disk be full after so many bytes, from none to enough."""
    lab = make_lab(place / "lab")
    size = (lab / PROJECT).stat().st_size
    sizes = [0, 512, 4096, *range(8192, size + 300_000, 20_000)]
    for name, arguments, project in hurt_commands(names):
        with fresh(lab, place) as folder:
            states, _statements = states_of(folder, project, arguments)
        for limit in chosen(sizes, part):
            with fresh(lab, place) as folder:
                ended = run(folder, arguments, limit_files(limit))
                yield f"disk full: {name}", verdict(folder, project, ended, states)


def small_disks(
    place: Path, part: float, names: Collection[str] = COMMANDS
) -> Iterator[tuple[str, str]]:
    """Run commands on a disk of a few kilobytes more than the project, where one can be made."""
    lab = make_lab(place / "lab")
    used = sum(file.stat().st_size for file in lab.rglob("*") if file.is_file())
    for name, arguments, project in hurt_commands(names):
        with fresh(lab, place) as folder:
            states, _statements = states_of(folder, project, arguments)
        for room in chosen(range(40_000, 900_000, 120_000), part):
            with small_disk(place / "small", used + room) as disk:
                if disk is None:
                    return
                folder = Path(shutil.copytree(lab, disk / "attempt"))
                ended = run(folder, arguments, int)
                # Looked at where there is room: to read an older project is to migrate it.
                with fresh(folder, place) as after:
                    yield f"small disk: {name}", verdict(after, project, ended, states)


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path | None]:
    """Mount a disk of so many bytes in memory; None where this user or system may not."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "rodedraad-faults", str(place)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    try:
        yield place if made else None
    finally:
        if made:
            subprocess.run(["umount", str(place)], check=False)


def other_faults(place: Path, part: float) -> Iterator[tuple[str, str]]:
    """Damage, busy and read-only files, wrong clocks: each once, and flipped bytes one by one."""
    from faults import test_damage as damage

    lab = make_lab(place / "lab")
    flips = max(1, round(damage.FLIPS * part))
    for number in range(flips):
        with fresh(lab, place) as folder:
            yield "a flipped byte", failure(damage.flip_a_byte, folder, number)
    pairs = max(100, round(2000 * part))
    tries: list[tuple[str, Callable[[Path], None]]] = [
        ("a truncated file", damage.test_a_truncated_file_is_refused_in_words_and_rescued),
        ("a read-only file", lambda folder: damage.read_only(folder, "file")),
        ("a read-only folder", lambda folder: damage.read_only(folder, "folder")),
        (
            "locked by another process",
            damage.test_a_project_that_another_process_holds_is_said_to_be_held,
        ),
        (f"two code {pairs} at once", lambda folder: damage.both_at_once(folder, pairs)),
        ("a clock set back", damage.clock_set_back),
        ("an interrupted .qdpx", damage.interrupted_exchange),
    ]
    for name, attempt in tries:
        with fresh(lab, place) as folder:
            yield name, failure(attempt, folder)


def failure(attempt: Callable[..., None], *arguments: object) -> str:
    """Run an attempt; give what it found wrong, "" when nothing was."""
    try:
        attempt(*arguments)
    except AssertionError as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"line {where.lineno}: {where.line} {error}"[:300]
    return ""


def everything(part: float, only: str, names: Collection[str]) -> dict[str, Tally]:
    """Try all faults, or an even part of them, or one kind."""
    load_program()
    tallies: dict[str, Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        places = [Path(name) / each for each in ("a", "b", "c", "d", "e")]
        for place in places:
            place.mkdir()
        kinds = {
            "kills": chain(
                kills_at_statements(places[0], part, names),
                kills_at_moments(places[1], max(1, round(30 * part)), names),
            ),
            "disks": chain(full_disks(places[2], part, names), small_disks(places[3], part, names)),
            "others": other_faults(places[4], part),
        }
        for kind, attempts in kinds.items():
            for fault, wrong in attempts if only in ("", kind) else ():
                if tallies and fault not in tallies:
                    tell(*list(tallies.items())[-1])
                tallies[fault].tried += 1
                if wrong:
                    tallies[fault].lost.append(wrong)
    if tallies:
        tell(*list(tallies.items())[-1])
    return tallies


def tell(fault: str, tally: Tally) -> None:
    """Print the line of one fault, and what was wrong."""
    survived = tally.tried - len(tally.lost)
    print(f"{fault:45} {tally.tried:6} {survived:9} {len(tally.lost):5}", flush=True)
    for wrong in sorted(set(tally.lost)):
        print(f"    {wrong}")


def memory() -> str | None:
    """Give a folder in memory where there is one: thousands of attempts wear a disk out."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> int:
    """Print the table; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=float, default=1.0)
    parser.add_argument("--only", choices=("kills", "disks", "others"), default="")
    parser.add_argument("--commands", default=",".join(COMMANDS))
    asked = parser.parse_args()
    print(f"{'fault':45} {'tried':>6} {'survived':>9} {'lost':>5}")
    tallies = everything(asked.part, asked.only, asked.commands.split(","))
    tried = sum(tally.tried for tally in tallies.values())
    lost = sum(len(tally.lost) for tally in tallies.values())
    print(f"{'in all':45} {tried:6} {tried - lost:9} {lost:5}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
