"""How long undoing a bulk accept of 10,000 suggestions takes, beside the accept itself.

In the project of 100,000 fragments that bench_merge makes. The backup before the accept is not
counted; the median of the ratios.
"""

from __future__ import annotations

import json
import statistics
import time
from contextlib import closing

from bench_merge import FOLDER, copies, fresh_copy

from rodedraad.coding.history import undo
from rodedraad.coding.project import Project
from rodedraad.coding.suggestions import Choice, accept

SUGGESTIONS = 10_000
RUNS = 3
BAR = 1.0  # times the accept


def suggestions(project: Project) -> list[dict[str, object]]:
    """Give one suggestion in each of so many turns."""
    rows = project.connection.execute(
        "SELECT turn.id, start, substr(text, 1, 50), version_id FROM turn ORDER BY id LIMIT ?",
        [SUGGESTIONS],
    ).fetchall()
    return [
        {
            "turn_id": turn,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "code_id": number % 60 + 1,
            "score": 0.9,
            "transcript": str(version),
        }
        for number, (turn, start, quote, version) in enumerate(rows)
    ]


def main() -> None:
    """Print one JSON line."""
    anna, _bram = copies()
    ratios = []
    for _ in range(RUNS):
        with closing(fresh_copy(anna)) as project:
            found = suggestions(project)
            begun = time.perf_counter()
            with project.transaction("review", "bulk"):
                for suggestion in found:
                    accept(project, suggestion, Choice(bulk=True))
            accepted = time.perf_counter()
            assert undo(project).rows == 2 * SUGGESTIONS
            ratios.append((time.perf_counter() - accepted) / (accepted - begun))
    (FOLDER / "merge-run.draad").unlink()
    figure = {
        "figure": "undo of a bulk accept of 10,000, times the accept",
        "unit": "ratio",
        "value": round(statistics.median(ratios), 2),
        "bar": BAR,
    }
    print(json.dumps(figure))


if __name__ == "__main__":
    main()
