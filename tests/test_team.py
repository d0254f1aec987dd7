"""docs/team.md: its commands work on the demo, in the order in which they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from conftest import Run

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_commands_of_the_page_work_on_the_demo(run: Run, demo_folder: Path) -> None:
    page = (DOCS / "team.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) > 10
    for line in lines:
        run(demo_folder, *shlex.split(line)[1:])
