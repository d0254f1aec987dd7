"""Feed every reader mutated samples: a result or one clear line, quickly and in little memory.

Run by `make fuzz` with 10,000 inputs a format, by the tests with 100. An input is known by its
sample and its number, so that one that went wrong can be made again.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import signal
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import rodedraad
from rodedraad import RodedraadError
from rodedraad.transcripts.readers import read_bytes

LONGEST = 5.0  # seconds for one input
MOST_MEMORY = 500 * 2**20  # bytes above what the program takes at rest
PACKAGE = Path(str(rodedraad.__file__)).resolve().parent
FOLDERS = (
    PACKAGE / "tests" / "transcripts" / "samples",
    PACKAGE / "tests" / "faults" / "samples",
    PACKAGE / "cli" / "demo" / "talks",
    PACKAGE / "cli" / "demo",
)
# What a mutation puts in: signs that mean something to one reader or another.
TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x91\xae",
    b"\xed\xa0\x80",
    b"\xe2\x80\xa8",
    b"\r\n\r\n",
    b"<",
    b"</p>",
    b"<![CDATA[",
    b"&#x110000;",
    b"&amp",
    b"<!DOCTYPE x [",
    b"{",
    b"}" * 50,
    b"[" * 500,
    b'"',
    b"\\u-9999999999 ",
    b"\\bin999999999 ",
    b"1e999",
    b"-1",
    b"99:99:99,999 --> 00:00",
    b"9" * 5000,
    b"R1: ",
    b"---\n",
    b"a: &a [*a]",
    b";",
    b",,,,",
    b"\t",
    b"NaN",
    b"null",
)
Reader = Callable[[bytes, Path], object]


class HangError(Exception):
    """An input took too long."""


@dataclass
class Fed:
    """How many inputs of a format were read, how many refused, and what went wrong."""

    read: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def samples() -> dict[str, list[Path]]:
    """Give the samples of each format, by suffix."""
    found: dict[str, list[Path]] = {}
    for folder in FOLDERS:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name != "README.md":
                found.setdefault(path.suffix, []).append(path)
    return dict(sorted(found.items()))


def readers(suffix: str) -> list[Reader]:
    """Give what reads files with this suffix."""
    from rodedraad.codebooks import csv, qdc, yaml
    from rodedraad.coding.exchange import qualcoder, reading, taguette

    def from_file(read: Callable[[Path], object]) -> Reader:
        def write_and_read(data: bytes, path: Path) -> object:
            path.write_bytes(data)
            return read(path)

        return write_and_read

    of_files: dict[str, list[Callable[[Path], object]]] = {
        ".yaml": [yaml.read],
        ".csv": [csv.read],
        ".qdc": [qdc.read],
        ".qdpx": [reading.read_project],
        ".qda": [qualcoder.read_project],
        ".sqlite3": [taguette.read_project],
    }
    found = [from_file(read) for read in of_files.get(suffix, [])]
    if suffix not in of_files or suffix == ".csv":
        found.append(lambda data, path: read_bytes(data, path.name))
    return found


def mutated(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Change a sample in one to six places; a zip inside a member as often as outside."""
    if zipfile.is_zipfile(io.BytesIO(sample)) and chance.random() < 0.7:
        with suppress(zipfile.BadZipFile, ValueError):
            return mutated_member(sample, chance)
    data = bytearray(sample)
    for _ in range(chance.randint(1, 6)):
        change(data, chance, chance.choice(others))
    return bytes(data)


def mutated_member(sample: bytes, chance: random.Random) -> bytes:
    """Change one member of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as archive, zipfile.ZipFile(out, "w") as changed:
        names = archive.namelist()
        main = [n for n in names if n.endswith(("document.xml", "content.xml", ".qde", "1.xml"))]
        hurt = chance.choice(main if main and chance.random() < 0.7 else names)
        for name in names:
            data = bytearray(archive.read(name))
            if name == hurt:
                for _ in range(chance.randint(1, 6)):
                    change(data, chance, bytes(data))
            changed.writestr(name, bytes(data))
    return out.getvalue()


def change(data: bytearray, chance: random.Random, other: bytes) -> None:
    """Change a piece of some bytes: flip, cut, double, put in, splice, or end there."""
    place = chance.randrange(len(data) + 1)
    length = chance.choice([1, 1, 2, 8, 50, 400])
    kind = chance.randrange(7)
    if kind == 0 and place < len(data):
        data[place] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del data[place : place + length]
    elif kind == 2:
        data[place:place] = data[place : place + length] * chance.choice([1, 2, 30])
    elif kind == 3:
        data[place:place] = chance.choice(TOKENS)
    elif kind == 4:
        data[place : place + length] = chance.randbytes(chance.choice([1, 4, 20]))
    elif kind == 5:
        start = chance.randrange(len(other) + 1)
        data[place : place + length] = other[start : start + length]
    elif chance.random() < 0.3:
        del data[place:]


@contextmanager
def watched() -> Iterator[None]:
    """Stop what takes longer than it may; a hang that no signal ends ends the program."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    faulthandler.dump_traceback_later(LONGEST * 4, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        faulthandler.cancel_dump_traceback_later()


def feed(suffix: str, count: int, folder: Path, first: int = 0) -> Fed:
    """Feed the readers of a format so many mutated samples."""
    fed = Fed()
    paths = samples()[suffix]
    contents = [path.read_bytes() for path in paths]
    reads = readers(suffix)
    for number in range(first, first + count):
        chance = random.Random(f"{suffix} {number}")
        which = number % len(paths)
        data = mutated(contents[which], contents, chance)
        path = folder / f"x{suffix}"
        wrong = attempt(reads[number // len(paths) % len(reads)], data, path, fed)
        if wrong:
            fed.wrong.append(f"{paths[which].name} {number}: {wrong}")
    return fed


def attempt(read: Reader, data: bytes, path: Path, fed: Fed) -> str:
    """Read one input; give what went wrong, "" when it was read or refused in words."""
    try:
        with watched():
            read(data, path)
        fed.read += 1
    except RodedraadError as error:
        fed.refused += 1
        return "" if str(error).strip() else "an error that says nothing"
    except HangError:
        return f"longer than {LONGEST:.0f} s"
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__}: {str(error)[:200]} ({place})"
    return ""


def limit_memory() -> None:
    """Let an input that takes more memory than it may end in a MemoryError."""
    import resource

    for suffix in samples():
        feed(suffix, len(samples()[suffix]), Path(tempfile.gettempdir()))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> int:
    """Print a line for each format; the exit status is 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--formats", default=",".join(samples()))
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    if Path("/proc/self/statm").exists():
        limit_memory()
    lost = 0
    print(f"{'format':10} {'inputs':>7} {'read':>7} {'refused':>8} {'wrong':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in asked.formats.split(","):
            fed = feed(suffix, asked.count, Path(folder))
            lost += len(fed.wrong)
            print(
                f"{suffix:10} {asked.count:7} {fed.read:7} {fed.refused:8} {len(fed.wrong):6}",
                flush=True,
            )
            for wrong in fed.wrong[:20]:
                print(f"    {wrong}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
