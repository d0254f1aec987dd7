"""Nobody waits for a library that a question does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("spacy", "numpy", "sqlite_utils", "textual", "docx", "jinja2", "matplotlib", "openpyxl")
# What a plain question has no need of either; together they take as long as its answer.
SPARED = ("lark", "rich", "dataclasses", "textwrap", "rodedraad.coding.querying.search")
RUN_AND_LIST = """
import sys
from rodedraad.cli.main import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    status = end.code
print(status, *(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


def imported(folder: Path, *arguments: str, heavy: tuple[str, ...] = HEAVY) -> list[str]:
    """Run a command in a process of its own; give its exit status and the heavy imports."""
    result = subprocess.run(
        [sys.executable, "-c", RUN_AND_LIST.format(heavy=heavy), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stderr.splitlines()[-1].split()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--lang", "nl", "--help"],
        ["--version"],
        ["query", "politie"],
        ["query", "--text", "wijkagent", "--json"],
        ["matrix", "code", "group"],
        ["matrix", "code", "group", "--csv"],
        ["transcript", "list"],
        ["status"],
        ["log"],
    ],
    ids=" ".join,
)
def test_a_question_loads_nothing_heavy(small: Path, arguments: list[str]) -> None:
    assert imported(small, *arguments) == ["0"]


@pytest.mark.parametrize("form", ["--json", "--limit=50"])
def test_a_plain_question_loads_only_what_it_needs(small: Path, form: str) -> None:
    assert imported(small, "query", "politie", form, heavy=SPARED) == ["0"]


def test_help_is_printed_without_opening_the_project(tmp_path: Path) -> None:
    (tmp_path / "broken.draad").write_text("geen project")
    assert imported(tmp_path, "query", "--help") == ["0"]
