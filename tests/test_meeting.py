"""docs/meeting.md has the answers that the program gives."""

from __future__ import annotations

import importlib.util
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_ten_answers_are_what_the_demo_gives(made_demo: Path) -> None:
    spec = importlib.util.spec_from_file_location("write_meeting", DOCS / "write_meeting.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert len(module.QUESTIONS) == 10
    written = (DOCS / "meeting.md").read_text(encoding="utf-8")
    assert written == module.page(made_demo), "run `python docs/write_meeting.py`"
