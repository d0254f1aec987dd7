"""How long a command takes from the shell, as a ratio to `python -c pass`.

Whole processes, taken in turn with the baseline so that a machine that slows down slows both;
the median of the pairs. Byte code is allowed to be written, as it is for a user.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
BASELINE = [sys.executable, "-c", "pass"]
PROGRAM = str(Path(sys.executable).with_name("rodedraad"))
FIGURES = (
    ("--help", "en", ["--help"], 6.0),
    ("--help in Dutch", "nl", ["--help"], 8.0),
    ("query on the demo", "en", ["query", "samenwerking/politie", "--json"], 12.0),
    ("matrix on the demo", "en", ["matrix", "code", "group", "--json"], 12.0),
)


def seconds(command: list[str], folder: Path, language: str) -> float:
    """Run a command once; give how long the whole process took, in seconds."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=folder,
        env=environment | {"RODEDRAAD_LANG": language},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def ratio(arguments: list[str], folder: Path, language: str) -> float:
    """Give the median ratio of a command of the program to the baseline."""
    command = [PROGRAM, *arguments]
    seconds(command, folder, language)
    pairs = [
        (seconds(command, folder, language), seconds(BASELINE, folder, language))
        for _ in range(RUNS)
    ]
    return statistics.median(ours / theirs for ours, theirs in pairs)


def main() -> None:
    """Print one JSON line for each figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        seconds([PROGRAM, "demo", str(folder)], Path(name), "en")
        for figure, language, arguments, bar in FIGURES:
            value = round(ratio(arguments, folder, language), 2)
            print(
                json.dumps(
                    {"figure": figure, "unit": "x python -c pass", "value": value, "bar": bar}
                )
            )


if __name__ == "__main__":
    main()
