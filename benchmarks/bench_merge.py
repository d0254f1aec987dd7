"""How long a merge of two copies with 100,000 fragments each takes, beside the bare insertion.

The baseline is one INSERT … SELECT of the same fragments from the other file, in a transaction of
the project: with all triggers on, and with the counting and the checksums that a transaction ends
with. A second figure compares with the statement alone. Both run in this process, in turn, on
fresh copies; the median of the ratios. The backup before a merge is not counted. The copies are
made once, in build/bench.
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
from rodedraad.coding.merging import Merged, merge_rows
from rodedraad.coding.opening import open_reading
from rodedraad.coding.project import Project, open_project

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
    """Tell whether a copy is there, and has the schema of this program."""
    try:
        open_project(path, "anna").close()
    except RodedraadError:
        return False
    return True


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
        connection.execute("COMMIT")


def timed_insertion(project: Project, other: Path) -> tuple[float, float]:
    """Insert the fragments of the other file as they are; give the seconds.

    First those of the transaction, then those of the statement.
    """
    connection = project.connection
    connection.execute("ATTACH ? AS other", [str(other)])
    begun = time.perf_counter()
    with project.transaction("bench"):
        started = time.perf_counter()
        connection.execute(
            f"INSERT INTO fragment({COLUMNS}) SELECT {COLUMNS} FROM other.fragment ORDER BY id"
        )
        inserted = time.perf_counter() - started
    return time.perf_counter() - begun, inserted


def timed_merge(project: Project, other: Path) -> float:
    """Merge the other file; give the seconds."""
    begun = time.perf_counter()
    with (
        closing(open_reading(other)) as theirs,
        project.transaction("merge", other.name, keep=True) as change,
    ):
        merged = Merged()
        merge_rows(project, theirs, change, True, merged)
    spent = time.perf_counter() - begun
    assert merged.added["fragment"] == FRAGMENTS
    return spent


def fresh_copy(anna: Path) -> Project:
    """Open a copy of anna's project that may be changed."""
    path = FOLDER / "merge-run.draad"
    shutil.copy(anna, path)
    return open_project(path, "anna")


def main() -> None:
    """Print one JSON line for each figure."""
    anna, bram = copies()
    whole, alone, seconds = [], [], []
    for _ in range(RUNS):
        with closing(fresh_copy(anna)) as project:
            transaction, statement = timed_insertion(project, bram)
        with closing(fresh_copy(anna)) as project:
            merged = timed_merge(project, bram)
        whole.append(merged / transaction)
        alone.append(merged / statement)
        seconds.append(merged)
    (FOLDER / "merge-run.draad").unlink()
    name = "merge of two copies with 100,000 fragments each"
    for what, unit, values, bar in (
        ("times the bare insertion in a transaction", "ratio", whole, BAR),
        ("times the insertion without counting and checksums", "ratio", alone, None),
        ("time", "s", seconds, None),
    ):
        value = round(statistics.median(values), 2)
        figure = {"figure": f"{name}: {what}", "unit": unit, "value": value, "bar": bar}
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
