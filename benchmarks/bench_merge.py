"""How long a merge of two copies with 100,000 fragments each takes, beside the bare insertion.

The baseline is one INSERT … SELECT of the same fragments from the other file, committed, with all
triggers on: what SQLite needs to have the rows there with their undo history and what is due to be
counted. The merge does more, and all of it counts: it reads and compares both copies, counts anew
and makes the checksums. Left out is what comes before it: the backup, and the look whether the
other file is whole, which has a figure of its own. Both run in this process, in turn, on fresh
copies; the median of the ratios. The copies are made once, in build/bench.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

import generated

from rodedraad import RodedraadError
from rodedraad.coding.checking import refuse_damaged
from rodedraad.coding.checksums import seal_everything
from rodedraad.coding.merging import Merged, merge_rows
from rodedraad.coding.opening import open_reading
from rodedraad.coding.project import Project, begin_change, open_project

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"
FRAGMENTS = 100_000
RUNS = 3
BAR = 3.0  # times the bare insertion
COLUMNS = (
    "uuid, citation, version_id, turn_id, start, end, quote, code_id, code_version, coder, "
    "origin, stance, at"
)


def copies() -> tuple[Path, Path]:
    """Give the copies of anna and bram, with the same talks and other fragments."""
    anna, bram = FOLDER / "merge-anna.draad", FOLDER / "merge-bram.draad"
    if not (is_ours(anna) and is_ours(bram)):
        FOLDER.mkdir(parents=True, exist_ok=True)
        anna.unlink(missing_ok=True)
        generated.generate(anna, FRAGMENTS)
        shutil.copy(anna, bram)
        rename_coder(bram)
    return anna, bram


def is_ours(path: Path) -> bool:
    """Tell whether a copy is there, has the schema of this program, and has checksums."""
    try:
        with closing(open_project(path, "anna")) as project:
            question = "SELECT 1 FROM checksum WHERE table_name = 'fragment' LIMIT 1"
            return project.connection.execute(question).fetchone() is not None
    except RodedraadError:
        return False


def rename_coder(path: Path) -> None:
    """Make every fragment one that bram made; the counts stay as they are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'fragment'"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE fragment SET uuid = 'b' || uuid, citation = 'b' || citation, coder = 'bram'"
        )
        for _name, sql in triggers:
            connection.execute(sql)
        seal_everything(connection)
        connection.execute("COMMIT")


def timed_insertion(project: Project, other: Path) -> float:
    """Insert the fragments of the other file as they are; give the seconds."""
    connection = project.connection
    connection.execute("ATTACH ? AS other", [str(other)])
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    begin_change(connection, "anna", "bench", "")  # the triggers refer to it
    connection.execute(
        f"INSERT INTO fragment({COLUMNS}) SELECT {COLUMNS} FROM other.fragment ORDER BY id"
    )
    connection.execute("COMMIT")
    return time.perf_counter() - begun


def timed_merge(project: Project, other: Path) -> tuple[float, float]:
    """Merge the other file; give the seconds of looking whether it is whole, and of the merge."""
    begun = time.perf_counter()
    with closing(open_reading(other)) as theirs:
        refuse_damaged(other, theirs)
        looked = time.perf_counter()
        with project.transaction("merge", other.name, keep=True) as change:
            merged = Merged()
            merge_rows(project, theirs, change, True, merged)
    assert merged.added["fragment"] == FRAGMENTS
    return looked - begun, time.perf_counter() - looked


def fresh_copy(anna: Path) -> Project:
    """Open a copy of anna's project that may be changed."""
    path = FOLDER / "merge-run.draad"
    shutil.copy(anna, path)
    return open_project(path, "anna")


def main() -> None:
    """Print one JSON line for each figure."""
    anna, bram = copies()
    ratios, seconds, looks = [], [], []
    for _ in range(RUNS):
        with closing(fresh_copy(anna)) as project:
            inserted = timed_insertion(project, bram)
        with closing(fresh_copy(anna)) as project:
            looked, merged = timed_merge(project, bram)
        ratios.append(merged / inserted)
        seconds.append(merged)
        looks.append(looked)
    (FOLDER / "merge-run.draad").unlink()
    name = "merge of two copies with 100,000 fragments each"
    for what, unit, values, bar in (
        ("times the bare insertion", "ratio", ratios, BAR),
        ("time", "s", seconds, None),
        ("look whether the other is whole", "s", looks, None),
    ):
        value = round(statistics.median(values), 2)
        figure = {"figure": f"{name}: {what}", "unit": unit, "value": value, "bar": bar}
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
