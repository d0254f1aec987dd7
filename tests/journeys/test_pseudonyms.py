"""Names out of a project: replaced, everything coded on its words, nothing left in the bytes."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from rodedraad.coding.fragments import current_version
from rodedraad.coding.project import new_uuid, open_project

from ..conftest import Run

TALK = (
    "Int: Wie belt u dan?\n\n"
    "R1: Ik bel Yasmina Bouali, op 06-12345678. In januari was dat Jan nog.\n\n"
    "R1: De wijkagent belt nooit terug, zegt Jan altijd.\n"
)


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with a project that holds one talk with names, and a key elsewhere."""
    place = tmp_path / "werk"
    place.mkdir()
    run(place, "init", "proef")
    (place / "gesprek.txt").write_text(TALK, encoding="utf-8")
    run(place, "import", "gesprek.txt", "--group", "bewoners", "--area", "Noord")
    run(place, "code", "gesprek", "--quote", "De wijkagent belt nooit terug, zegt Jan", "2p")
    run(place, "memo", "add", "Yasmina Bouali bellen, 0612345678.", "--transcript", "gesprek")
    (tmp_path / "key.csv").write_text("kind,name\nperson,Yasmina Bouali\nperson,Jan\n")
    return place


def words(run: Run, folder: Path, *options: str) -> str:
    """Give what is said in the talk."""
    turns = json.loads(run(folder, "transcript", "show", "gesprek", "--json", *options).stdout)
    return " ".join(turn["text"] for turn in turns)


def test_names_are_replaced_and_fragments_stay(run: Run, folder: Path) -> None:
    run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--yes")
    said = words(run, folder)
    assert "[persoon 1], op [telefoon 1]" in said
    assert "In januari was dat [persoon 2] nog" in said
    (quote,) = json.loads(run(folder, "query", "politie", "--json").stdout)
    assert quote["quote"] == "De wijkagent belt nooit terug, zegt [persoon 2]"
    assert "Yasmina" in words(run, folder, "--version", "1")
    run(folder, "check")
    run(folder, "undo")
    assert "Yasmina" in words(run, folder)


def test_a_turn_that_was_read_stays_read(run: Run, folder: Path) -> None:
    with closing(open_project(folder / "proef.draad", "anna")) as project:
        with project.transaction("code"):
            project.insert(
                "reviewed_turn", {"uuid": new_uuid(), "version_id": 1, "turn": 2, "coder": "anna"}
            )
        run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--yes")
        marks = project.connection.execute("SELECT version_id, turn FROM reviewed_turn").fetchall()
        current = current_version(project.connection, 1)
    assert current == 2
    assert marks == [(current, 2)]


def test_a_dry_run_shows_what_would_be_replaced_and_stores_nothing(run: Run, folder: Path) -> None:
    before = (folder / "proef.draad").read_bytes(), (folder.parent / "key.csv").read_bytes()
    shown = run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--dry-run").stdout
    assert shown.splitlines() == [
        "Yasmina Bouali → [persoon 1] (1×)",
        "06-12345678 → [telefoon 1] (1×)",
        "Jan → [persoon 2] (2×)",
    ]
    after = (folder / "proef.draad").read_bytes(), (folder.parent / "key.csv").read_bytes()
    assert after == before


def test_a_purge_leaves_no_name_in_the_file(run: Run, folder: Path) -> None:
    run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--purge", "--yes")
    held = (folder / "proef.draad").read_bytes().lower()
    for name in (b"yasmina", b"bouali", b"12345678"):
        assert name not in held
    (quote,) = json.loads(run(folder, "query", "politie", "--json").stdout)
    assert quote["quote"] == "De wijkagent belt nooit terug, zegt [persoon 2]"
    run(folder, "check")
    key = (folder.parent / "key.csv").read_text(encoding="utf-8")
    assert "06-12345678" in key


def test_the_key_does_not_lie_beside_the_project_unasked(run: Run, folder: Path) -> None:
    before = (folder / "proef.draad").read_bytes()
    refused = run(
        folder, "transcript", "pseudonymise", "--key", "key.csv", "--yes", status=1
    ).stderr
    assert "--here" in refused
    assert not (folder / "key.csv").exists()
    assert (folder / "proef.draad").read_bytes() == before
    run(folder, "transcript", "pseudonymise", "--key", "key.csv", "--yes", "--here")


def test_a_proposal_is_accepted_or_left(run: Run, folder: Path) -> None:
    (folder.parent / "leeg.csv").write_text("kind,name\n")
    arguments = ("transcript", "pseudonymise", "--key", "../leeg.csv", "--propose", "--yes")
    shown = run(folder, *arguments, input="y\nn\nq\n").stdout
    assert "Yasmina Bouali" in shown
    assert "[persoon 1]" in words(run, folder)
    assert "dat Jan nog" in words(run, folder)


def test_a_key_without_names_says_how_they_come_in(run: Run, folder: Path) -> None:
    (folder / "plat.txt").write_text("R1: Het gaat hier goed.\n", encoding="utf-8")
    run(folder, "import", "plat.txt", "--group", "bewoners")
    for option in ("--dry-run", "--yes"):
        told = run(folder, *f"transcript pseudonymise plat --key ../leeg.csv {option}".split())
        assert "There is nothing to replace yet" in told.stderr


def test_a_purge_leaves_no_name_wherever_it_was_written(run: Run, folder: Path) -> None:
    (folder / "yasmina_bouali.txt").write_text(
        "Int: Ja?\n\nYasmina Bouali: Ik ben Yasmina.\n\nY. Bouali: Bouali dus.\n", encoding="utf-8"
    )
    run(folder, "import", "yasmina_bouali.txt", "--group", "bewoners")
    (folder / "enquete.csv").write_text(
        "nr,Wat vindt u van Bouali?,Wie helpt?\n1,Zij belt altijd terug.,Bouali\n2,Niets.,Anders\n"
    )
    run(folder, "import", "enquete.csv", "--closed", "Wie helpt?", "--group", "bewoners")
    run(folder, "codebook", "edit", "politie", "--example", "Bouali belt.", "--note", "Bouali?")
    run(folder, "saved", "add", "Bouali", "query", "--text", "Bouali")
    run(folder, "transcript", "set", "yasmina", "--title", "Gesprek met Bouali")
    (folder.parent / "key.csv").write_text(
        "kind,name,replacement\nperson,Yasmina Bouali,[persoon 1]\nperson,Yasmina,[persoon 1]\n"
        "person,Y. Bouali,[persoon 1]\nperson,Bouali,[persoon 1]\nperson,Jan,[persoon 2]\n"
    )
    told = run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--purge", "--yes")
    assert "persoon-1: replaced" in told.stderr
    held = (folder / "proef.draad").read_bytes().lower()
    for name in (b"yasmina", b"bouali"):
        assert name not in held
    rows = json.loads(run(folder, "transcript", "list", "--json").stdout)
    assert {row["transcript"] for row in rows} == {"gesprek", "enquete", "persoon-1"}
    run(folder, "check")


def test_groups_and_areas_stay_unless_asked(run: Run, folder: Path) -> None:
    (folder.parent / "key.csv").write_text("kind,name\norganisation,bewoners\narea,Noord\n")
    command = ("transcript", "pseudonymise", "--key", "../key.csv", "--purge", "--yes")

    def places() -> tuple[list[str], list[str]]:
        (row,) = json.loads(run(folder, "transcript", "list", "--json").stdout)
        return row["groups"], row["areas"]

    told = run(folder, *command).stderr
    assert "stay, though the key names them: bewoners, Noord" in told
    assert places() == (["bewoners"], ["Noord"])
    run(folder, *command, "--places")
    assert places() == (["[organisatie 1]"], ["[gebied 1]"])
    run(folder, "check")


def test_a_purge_finds_a_free_name_for_each_transcript(run: Run, folder: Path) -> None:
    for name in ("Jan-2", "Jantje"):
        (folder / f"{name}.txt").write_text(f"R1: Zegt {name}.\n", encoding="utf-8")
        run(folder, "import", f"{name}.txt", "--group", "bewoners")
    (folder.parent / "key.csv").write_text(
        "kind,name,replacement\nperson,Jan,[persoon 1]\nperson,Jantje,[persoon 1]\n"
    )
    run(folder, "transcript", "pseudonymise", "--key", "../key.csv", "--purge", "--yes")
    rows = json.loads(run(folder, "transcript", "list", "--json").stdout)
    assert {row["transcript"] for row in rows} == {"gesprek", "persoon-1", "persoon-1-2"}
    run(folder, "check")
