"""How long a question takes on a city's evaluation, beside one plain GROUP BY of sqlite-utils.

Whole processes on a project of 100,000 fragments and one of 1,000,000, in turn with the
baseline, so that a machine that slows down slows both; the median of the ratios. The baseline
is `sqlite-utils query` from a venv that holds nothing else, counting the fragments of the same
file by code. The projects are made once, in build/bench (about a minute).

The answers of `rodedraad ask` are measured beside the SQL that they run, on the same open
connection, and in milliseconds. What it costs to keep the counts is measured on two copies of a
project, in turn: one coding and its commit, with the triggers that count and without them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import click
from bench_merge import is_ours
from generated import generate

from rodedraad.cli.main import cli
from rodedraad.cli.prompting import answer_line
from rodedraad.cli.session import Session, keep_open
from rodedraad.coding.fragments import add_fragment, span_at
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.tallies import COUNTED

RUNS = 9
FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"
PROGRAM = str(Path(sys.executable).with_name("rodedraad"))
COUNT = "select code_id, count(*) from fragment group by code_id"
SIZES = {"100,000": 100_000, "1,000,000": 1_000_000}
JSON_BARS = {"query": 0.5, "text": 0.5, "matrix": 0.8, "thread": 0.8, "coverage": 0.8}
TABLE_BARS = {"query": 0.8, "text": 0.8, "matrix": 1.25, "thread": 1.25, "coverage": 1.25}
MEMORY_BAR = 60  # MB
ASK_BAR = 1.3
ANSWER_BAR = 250  # ms
COMMITS = 40
COMMIT_BAR = 1.1  # times a commit that counts nothing


def baseline() -> str:
    """Give the sqlite-utils of a venv that holds nothing else; make it when it is not there."""
    folder = FOLDER / "baseline"
    program = folder / "bin" / "sqlite-utils"
    if not program.exists():
        venv.create(folder, with_pip=True)
        command = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "sqlite-utils"]
        subprocess.run(command, check=True)
    return str(program)


def project(size: int) -> Path:
    """Give the generated project with so many fragments; make it when it is not there."""
    path = FOLDER / f"city-{size}.draad"
    if not is_ours(path):
        path.unlink(missing_ok=True)
        generate(path, size)
    return path


def questions(path: Path) -> dict[str, list[str]]:
    """Give the questions that are measured; the word is neither rare nor in every turn."""
    with sqlite3.connect(path) as connection:
        word = connection.execute("SELECT word FROM vocabulary LIMIT 1 OFFSET 2000").fetchone()[0]
    connection.close()
    return {
        "query": ["query", "thema-1/code-3", "--limit", "50"],
        "text": ["query", "--text", word, "--limit", "50"],
        "matrix": ["matrix", "code", "group"],
        "thread": ["thread"],
        "coverage": ["coverage"],
    }


def seconds(command: list[str]) -> float:
    """Run a command once; give how long the whole process took, in seconds."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(
        command,
        env=environment | {"RODEDRAAD_LANG": "en"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def ratio(command: list[str], against: list[str]) -> float:
    """Give the median ratio of a command to the baseline, run in turn."""
    seconds(command)
    pairs = [(seconds(command), seconds(against)) for _ in range(RUNS)]
    return statistics.median(ours / theirs for ours, theirs in pairs)


def megabytes(command: list[str]) -> float:
    """Give the memory that a command takes at most, in MB."""
    measure = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    result = subprocess.run(
        [sys.executable, "-c", measure, *command], capture_output=True, text=True, check=True
    )
    return int(result.stdout) / 1024


def beside_its_sql(connection: sqlite3.Connection, line: str) -> tuple[float, float]:
    """Give how long an answer of `ask` takes, in ms, and how many times the SQL that it runs."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    answer_line(line)
    connection.set_trace_callback(None)
    own = [statement for statement in statements if not statement.startswith("--")]
    times, ratios = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        answer_line(line)
        middle = time.perf_counter()
        for statement in own:
            connection.execute(statement).fetchall()
        times.append(1000 * (middle - start))
        ratios.append((middle - start) / (time.perf_counter() - middle))
    return statistics.median(times), statistics.median(ratios)


def ask_figures(name: str, path: Path) -> Iterator[dict[str, object]]:
    """Yield the figures of the prompt on one project."""
    with click.Context(cli, obj=Session(path)), keep_open() as connection:
        for question, arguments in questions(path).items():
            with (
                Path(os.devnull).open("w") as nowhere,
                redirect_stdout(nowhere),
                redirect_stderr(nowhere),
            ):
                taken, ratio = beside_its_sql(connection, shlex.join(arguments))
            figure = f"ask {question}, {name} fragments"
            yield {"figure": figure, "unit": "ms", "value": round(taken, 1), "bar": ANSWER_BAR}
            yield {"figure": figure, "unit": "x its SQL", "value": round(ratio, 2), "bar": ASK_BAR}


def seconds_to_code(project: Project, number: int) -> float:
    """Code a passage and commit it; give the seconds."""
    span = span_at(project.connection, number, 500, 560)
    start = time.perf_counter()
    with project.transaction("code"):
        add_fragment(project, span, number % 60 + 1, "manual", "positive")
    return time.perf_counter() - start


def commit_figures(name: str, path: Path) -> Iterator[dict[str, object]]:
    """Yield what a commit costs, and how many times one that counts nothing."""
    copies = [path.with_name(f"commit-{which}.draad") for which in ("counted", "bare")]
    for copy in copies:
        shutil.copy(path, copy)
    with (
        closing(open_project(copies[0], "bram")) as counted,
        closing(open_project(copies[1], "bram")) as bare,
    ):
        for trigger in re.findall(r"CREATE TRIGGER (\w+)", COUNTED):
            bare.connection.execute(f"DROP TRIGGER {trigger}")
        pairs = [
            (seconds_to_code(counted, number), seconds_to_code(bare, number))
            for number in range(1, COMMITS + 1)
        ]
    for copy in copies:
        copy.unlink()
    figure = f"one coding with its commit, {name} fragments"
    taken = statistics.median(1000 * ours for ours, _without in pairs)
    ratio = statistics.median(ours / without for ours, without in pairs)
    yield {"figure": figure, "unit": "ms", "value": round(taken, 1), "bar": None}
    yield {
        "figure": figure,
        "unit": "x without the kept tables",
        "value": round(ratio, 2),
        "bar": COMMIT_BAR,
    }


def figures() -> Iterator[dict[str, object]]:
    """Yield each figure with its bar."""
    for name, size in SIZES.items():
        path = project(size)
        against = [baseline(), "query", str(path), COUNT]
        for question, arguments in questions(path).items():
            command = [PROGRAM, "-p", str(path), *arguments]
            for form, bars in (("--json", JSON_BARS), ("", TABLE_BARS)):
                value = ratio([*command, form] if form else command, against)
                yield {
                    "figure": f"{question} {form or 'as a table'}, {name} fragments",
                    "unit": "x sqlite-utils",
                    "value": round(value, 2),
                    "bar": bars[question],
                }
            yield {
                "figure": f"memory of {question}, {name} fragments",
                "unit": "MB",
                "value": round(megabytes([*command, "--json"])),
                "bar": MEMORY_BAR,
            }
        yield from ask_figures(name, path)
        yield from commit_figures(name, path)


def main() -> None:
    """Print one JSON line for each figure."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for figure in figures():
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
