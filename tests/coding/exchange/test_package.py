"""The zip of a .qdpx is written whole or not at all."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from rodedraad.coding.exchange import package


def test_what_a_stopped_program_left_is_not_in_the_way(tmp_path: Path) -> None:
    # In a container every program may have the same number.
    left = tmp_path / f".werk.qdpx.{os.getpid()}.tmp"
    left.write_bytes(b"half")
    package.write(tmp_path / "werk.qdpx", {"project.qde": b"<Project/>"})
    with zipfile.ZipFile(tmp_path / "werk.qdpx") as archive:
        assert archive.read("project.qde") == b"<Project/>"
    assert not left.exists()
