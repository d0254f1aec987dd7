"""The measuring of suggestions on labelled sentences, whatever their shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[3] / "benchmarks" / "suggestions.py"
BOOK = """
name: klein
codes:
- {code: zorg, name: Zorg, definition: Over zorg., indicators: [huisarts]}
- code: wijk
  name: Wijk
  codes:
  - {code: groen, name: Groen}
"""
SAID = (
    ("zorg", "De huisarts is ver weg."),
    ("groen", "De bomen in het park bloeien."),
    ("zorg;wijk/groen", "Wandelen in het park houdt gezond."),
    ("", "Gisteren was het druk."),
)


def measured(folder: Path, data: str, book: str = BOOK) -> subprocess.CompletedProcess[str]:
    """Run the benchmark on these files."""
    (folder / "set.tsv").write_text(data, encoding="utf-8")
    (folder / "set.yaml").write_text(book, encoding="utf-8")
    command = [sys.executable, str(BENCHMARK), "set.tsv", "set.yaml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_many_documents_few_sentences_and_codes_without_indicators(tmp_path: Path) -> None:
    rows = [
        f"{document}\t{codes}\t{text}" for document in ("a", "b", "c", "d") for codes, text in SAID
    ]
    run = measured(tmp_path, "document\tcodes\ttext\n" + "\n".join(rows) + "\ne\t\tNiets.\n")
    assert run.returncode == 0, run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert {"examples", "method", "map", "recall_at_3", "precision_at_1"} == found[0].keys()
    of_ours = [row for row in found if row["method"] == "rodedraad"]
    assert [row["examples"] for row in of_ours] == [0, 5, 10, 20, 50, 100, "all"]
    assert of_ours[-1]["map"] == 1.0
    assert all(0 <= row[key] <= 1 for row in found for key in ("map", "recall_at_3"))


@pytest.mark.parametrize(
    ("data", "book", "said"),
    [
        ("document\ttext\na\tJa.\n", BOOK, "set.tsv:1: these columns are missing: codes"),
        ("document\tcodes\ttext\na\tziek\tJa.\n", BOOK, "set.tsv:2: the codebook has no code ziek"),
        ("document\tcodes\ttext\na\tzorg\tJa.\n", BOOK, "set.tsv: needs two documents or more"),
        ("document\tcodes\ttext\na\t\tJa.\nb\t\tJa.\n", BOOK, "set.tsv: no sentence has a code"),
        ("document\tcodes\ttext\n", "codes: 3", "set.yaml: is no codebook of this shape"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(
    tmp_path: Path, data: str, book: str, said: str
) -> None:
    run = measured(tmp_path, data, book)
    assert run.returncode == 1
    assert run.stderr.startswith(said)
    assert run.stderr.count("\n") == 1
