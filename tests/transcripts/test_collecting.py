"""Files, folders, globs and zips."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.transcripts.collecting import collect

TALK = "Int: Hoe?\nR1: Zo.\n"


def make_zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_folder_with_what_is_read_and_what_is_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "beeld.png", ".verborgen.txt", "~$a.docx", "sub/c.vtt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TALK)
    found = collect([tmp_path])
    assert [file.name for file in found.files] == ["a.md", "b.txt", "c.vtt"]
    assert [file.name for file in found.skipped] == ["beeld.png"]


def test_a_file_that_is_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    assert [file.name for file in collect([tmp_path / "x.png"]).files] == ["x.png"]


def test_a_glob_that_the_shell_left(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text(TALK)
    assert [file.name for file in collect([tmp_path / "a*.txt"]).files] == ["a1.txt", "a2.txt"]
    with pytest.raises(RodedraadError, match="Nothing matches"):
        collect([tmp_path / "z*.txt"])


def test_a_zip(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "alles.zip",
        {"map/a.txt": TALK, "__MACOSX/map/._a.txt": "x", "b.png": "x", "map/.DS_Store": "x"},
    )
    found = collect([path])
    assert [str(file) for file in found.files] == [f"{path}/map/a.txt"]
    assert [file.name for file in found.skipped] == ["b.png"]
    read = found.files[0].read()
    assert (read.source, read.text) == ("a.txt", TALK)
    assert found.files[0].place == Path("map/a.txt")


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "map/../../a.txt", "C:\\a.txt", "..\\a.txt"]
)
def test_a_zip_that_reaches_outside_itself(tmp_path: Path, name: str) -> None:
    path = make_zip(tmp_path / "kwaad.zip", {name: TALK})
    found = collect([path])
    assert (found.files, [name for name, _ in found.refused]) == ([], ["kwaad.zip"])
    assert str(found.refused[0][1]) == (
        f"kwaad.zip holds a file named {name}, which lies outside the archive. It is not read."
    )


def test_a_link_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("koppeling.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert collect([tmp_path / "a.zip"]).files == []


def test_a_broken_zip_and_a_bomb(tmp_path: Path) -> None:
    (tmp_path / "kapot.zip").write_bytes(b"PK\x03\x04 half")
    (tmp_path / "goed.txt").write_text(TALK)
    found = collect([tmp_path])
    assert [file.name for file in found.files] == ["goed.txt"]
    assert str(found.refused[0][1]).startswith("kapot.zip cannot be read as zip")
    bomb = make_zip(tmp_path / "bom.zip", {"a.txt": "a" * (40 * 1024 * 1024)})
    with pytest.raises(RodedraadError, match="unpacks to far more than it holds"):
        collect([bomb]).files[0].read()


def test_a_zip_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rodedraad.transcripts.readers.archive.MOST_MEMBERS", 2)
    path = make_zip(tmp_path / "veel.zip", {f"{n}.txt": TALK for n in range(3)})
    assert str(collect([path]).refused[0][1]) == (
        "veel.zip holds 3 files, which is more than the 2 that are read."
    )
