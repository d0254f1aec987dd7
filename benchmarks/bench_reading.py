"""What reading costs: Word beside python-docx, and subtitles of a million cues.

Times are of the processor, not of the clock, and the best of several runs.
"""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WORDS = "de wijk is rustiger geworden en wij weten elkaar te vinden als er iets speelt".split()
FEW, MANY = 10_000, 1_000_000
# Reads one file in a process of its own: seconds a cue, and the memory that reading added.
READ_ONE = """
import json, resource, sys, time
from pathlib import Path
from rodedraad.transcripts.readers import read, read_bytes
read_bytes(b"WEBVTT\\n\\n00:00.000 --> 00:01.000\\nja", "x.vtt")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
read(Path(sys.argv[1]))
seconds = time.process_time() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, (after - before) * 1024]))
"""


def best(work: Callable[[], object], runs: int = 9) -> float:
    """The shortest of several runs, in seconds of the processor."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def word() -> float:
    """Reading an interview of 6,000 words from .docx, as a ratio to python-docx."""
    import docx

    from rodedraad.transcripts.readers import read_bytes

    chance = random.Random(1)
    document = docx.Document()
    for number in range(150):
        speech = " ".join(chance.choice(WORDS) for _ in range(40))
        document.add_paragraph(f"{'Int' if number % 2 else 'R1'}: {speech}.")
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()

    def theirs() -> str:
        return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)

    return best(lambda: read_bytes(data, "a.docx")) / best(theirs)


def write_cues(path: Path, count: int) -> None:
    """Write a .vtt in which seven voices take turns, the worst case for memory."""
    with path.open("w", encoding="utf-8") as file:
        file.write("WEBVTT\n\n")
        for number in range(count):
            hours, rest = divmod(number * 2, 3600)
            clock = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
            file.write(
                f"{number}\n{clock}.000 --> {clock}.900\n"
                f"<v Spreker {number % 7}>dit is gezegd in stuk {number}\n\n"
            )


def subtitles(folder: Path) -> tuple[float, float]:
    """Time a cue at a million beside ten thousand cues, and memory beside the file's size."""
    a_cue = {}
    memory = 0.0
    for count in (FEW, MANY):
        path = folder / f"{count}.vtt"
        write_cues(path, count)
        command = [sys.executable, "-c", READ_ONE, str(path)]
        runs = 9 if count == FEW else 1
        answers = [
            json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            for _ in range(runs)
        ]
        a_cue[count] = min(seconds for seconds, _ in answers) / count
        memory = max(added for _, added in answers) / path.stat().st_size
    return a_cue[MANY] / a_cue[FEW], memory


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        a_cue, memory = subtitles(Path(name))
    for figure, unit, value, bar in (
        ("reading .docx", "x python-docx", word(), 1.5),
        ("a cue of a million", "x a cue of ten thousand", a_cue, 1.3),
        ("memory for a million cues", "x the file", memory, 4.0),
    ):
        print(json.dumps({"figure": figure, "unit": unit, "value": round(value, 2), "bar": bar}))


if __name__ == "__main__":
    main()
