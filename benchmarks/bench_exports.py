"""Exports of themes: time as ratios, and the memory of the largest.

Whole exports, reading included, of 5,000 fragments in 60 codes: a Word document against bare
python-docx that adds the same paragraphs and tables' texts, every other format against
Markdown, taken in turn; the median of the pairs. Of 100,000 fragments to Excel and CSV, the
memory of a process of its own, and the time against that of 50,000.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docx import Document
from generated import generate

from rodedraad.coding.exporting import export_themes
from rodedraad.coding.opening import reading
from rodedraad.coding.querying.selection import Filters

RUNS = 3
OTHERS = ("html", "xlsx", "csv", "json", "jsonl", "parquet")


def export(project: Path, folder: Path, *formats: str) -> None:
    """Write the themes of a project for the team."""
    with reading(project) as connection:
        export_themes(connection, folder, formats, Filters(), str, "", "team")


def paragraphs_of(path: Path) -> list[tuple[str, str]]:
    """Give (text, style) of each paragraph of a document, those in tables left out."""
    return [(p.text, p.style.name if p.style else "") for p in Document(str(path)).paragraphs]


def bare(paragraphs: list[tuple[str, str]]) -> None:
    """Write paragraphs with python-docx and nothing else."""
    document = Document()
    known = {style.name for style in document.styles}
    for text, style in paragraphs:
        document.add_paragraph(text, style if style in known else None)
    document.save(io.BytesIO())


def seconds(work: Callable[[], None]) -> float:
    """Tell how long something takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(ours: Callable[[], None], theirs: Callable[[], None]) -> float:
    """Give the median ratio of two pieces of work, taken in turn."""
    ours()
    theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    return statistics.median(first / second for first, second in pairs)


def in_own_process(project: Path, folder: Path, name: str) -> tuple[float, float]:
    """Export twice, in processes of their own; give the least time (s) and memory (MB)."""
    command = [sys.executable, __file__, str(project), str(folder), name]
    results = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(2)
    ]
    return min(taken for taken, _memory in results), min(memory for _taken, memory in results)


def show(figure: str, unit: str, value: float, bar: float) -> None:
    """Print one figure with the bar it is held to."""
    print(json.dumps({"figure": figure, "unit": unit, "value": round(value, 2), "bar": bar}))


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, half, large = (folder / f"{n}.draad" for n in (5_000, 50_000, 100_000))
        for path in (small, half, large):
            generate(path, int(path.stem))
        export(small, folder, "docx")
        paragraphs = paragraphs_of(folder / "themes.docx")
        docx = ratio(lambda: export(small, folder, "docx"), lambda: bare(paragraphs))
        show("docx, 5,000 fragments", "x bare python-docx", docx, 1.5)
        for other in OTHERS:
            value = ratio(
                lambda other=other: export(small, folder, other),
                lambda: export(small, folder, "md"),
            )
            show(f"{other}, 5,000 fragments", "x md", value, 3)
        for other in ("xlsx", "csv"):
            taken, memory = in_own_process(large, folder, other)
            half_taken, _memory = in_own_process(half, folder, other)
            show(f"{other}, 100,000 fragments", "MB", memory, 250)
            show(f"{other}, 100,000 fragments", "x half as many", taken / half_taken, 2.2)


def child(project: str, folder: str, name: str) -> None:
    """Export, and print the time in seconds and the most memory in MB."""
    taken = seconds(lambda: export(Path(project), Path(folder), name))
    # Not `ru_maxrss`, which a process inherits from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if "VmHWM" in line)
    print(json.dumps([taken, int(kilobytes) / 1024]))


if __name__ == "__main__":
    child(*sys.argv[1:]) if len(sys.argv) > 1 else main()
