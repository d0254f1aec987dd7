"""A folder holds what its last export wrote, and nothing of others is touched."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding.exporting.files import NOTE, UNFINISHED, replace_export, write_one


def files_of(folder: Path) -> dict[str, str]:
    """Give what is in a folder, the note left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NOTE)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def test_what_the_export_before_wrote_is_removed(tmp_path: Path) -> None:
    replace_export(tmp_path, [("a.md", b"team"), ("deel/b.csv", b"team")])
    written = replace_export(tmp_path, [("a.md", b"client")])
    assert files_of(tmp_path) == {"a.md": "client"}
    assert written.files == [tmp_path / "a.md"]
    assert written.removed == [tmp_path / "deel" / "b.csv"]
    assert not (tmp_path / "deel").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "eigen.md").write_text("van mij")
    replace_export(tmp_path, [("a.md", b"oud")])
    replace_export(tmp_path, [("b.md", b"nieuw")])
    assert files_of(tmp_path) == {"b.md": "nieuw", "eigen.md": "van mij"}


@pytest.mark.parametrize("name", ["a.md", "b.md"])
def test_what_was_changed_is_neither_replaced_nor_removed_unasked(
    tmp_path: Path, name: str
) -> None:
    replace_export(tmp_path, [("a.md", b"oud"), ("b.md", b"oud")])
    (tmp_path / name).write_text("verbeterd")
    before = files_of(tmp_path)
    with pytest.raises(RodedraadError, match=f"not as an export left them: .*{name}"):
        replace_export(tmp_path, [("a.md", b"nieuw")])
    assert files_of(tmp_path) == before
    asked: list[Path] = []
    replace_export(tmp_path, [("a.md", b"nieuw")], asked.extend)
    assert asked == [tmp_path / name]
    assert files_of(tmp_path) == {"a.md": "nieuw"}


def test_a_file_of_another_with_our_name_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("van mij")
    with pytest.raises(RodedraadError, match="In the way"):
        replace_export(tmp_path, [("a.md", b"nieuw")])
    assert files_of(tmp_path) == {"a.md": "van mij"}
    replace_export(tmp_path, [("a.md", b"van mij")])  # the same already: nothing to ask


@pytest.mark.parametrize("note", ["{", "[]", '{"files": 1}', '{"files": {"../x.md": ["%s"]}}'])
def test_a_note_from_elsewhere_does_no_harm(tmp_path: Path, note: str) -> None:
    outside = tmp_path / "x.md"
    outside.write_text("")
    folder = tmp_path / "out"
    folder.mkdir()
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (folder / NOTE).write_text(note.replace("%s", empty))
    replace_export(folder, [("a.md", b"nieuw")])
    assert outside.exists()
    assert list(json.loads((folder / NOTE).read_text())["files"]) == ["a.md"]


def test_a_failed_export_leaves_the_one_before_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    replace_export(folder, [("a.md", b"oud"), ("b.md", b"oud")])

    def stops() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"nieuw"
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        replace_export(folder, stops())
    (folder / "map").write_text("geen map")
    (folder / "c.md").mkdir()
    for hindered in ("map/d.md", "c.md"):
        with pytest.raises(RodedraadError, match="cannot be written"):
            replace_export(folder, [("a.md", b"nieuw"), (hindered, b"nieuw")])
        assert files_of(folder) == {"a.md": "oud", "b.md": "oud", "map": "geen map"}
        assert (folder / "c.md").is_dir()
        assert not (folder / UNFINISHED).exists()
    replace_export(folder, [("a.md", b"nieuw")])
    assert files_of(folder) == {"a.md": "nieuw", "map": "geen map"}


def test_a_failed_first_export_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"half"
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        replace_export(tmp_path / "out", fails())
    assert not (tmp_path / "out").exists()


def test_what_a_kill_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / UNFINISHED / "new" / "team.md"
    left.parent.mkdir(parents=True)
    left.write_text("geheim")
    replace_export(tmp_path, [("a.md", b"nieuw")])
    assert files_of(tmp_path) == {"a.md": "nieuw"}


def test_one_file_is_written_whole_or_not(tmp_path: Path) -> None:
    write_one(tmp_path / "a.docx", b"nieuw")
    assert files_of(tmp_path) == {"a.docx": "nieuw"}
    (tmp_path / "map.docx").mkdir()
    with pytest.raises(RodedraadError, match="cannot be written"):
        write_one(tmp_path / "map.docx", b"nieuw")
    assert files_of(tmp_path) == {"a.docx": "nieuw"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_files_are_for_their_owner_alone_until_they_are_shared(tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    replace_export(folder, [("een.md", b"een")])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    (folder / "een.md").chmod(0o644)
    replace_export(folder, [("een.md", b"anders"), ("twee.md", b"twee")])
    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.glob("*.md")}
    assert modes == {"een.md": 0o644, "twee.md": 0o600}
