"""Whole folders and archives: all that can be read goes in, the rest is listed with its reason."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

TALK = "Int: Hoe gaat het?\nR1: Het gaat {0} keer beter in café De Hoek.\n"


def transcripts(run: Run, folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(folder, "transcript", "list", "--json").stdout)
    return rows


def quotes(run: Run, folder: Path, words: str) -> list[str]:
    rows = json.loads(run(folder, "query", "--text", words, "--json").stdout)
    return [row["quote"] for row in rows]


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    """A folder with an empty project."""
    run(tmp_path, "init", "klein")
    return tmp_path


def test_of_two_hundred_files_some_are_bad_and_listed(run: Run, folder: Path) -> None:
    talks = folder / "talks"
    talks.mkdir()
    for number in range(195):
        (talks / f"g{number:03}.txt").write_text(TALK.format(number), encoding="utf-8")
    (talks / "leeg.txt").touch()
    (talks / "kapot.docx").write_bytes(b"PK\x03\x04half")
    (talks / "kapot.zip").write_bytes(b"PK\x03\x04half")
    (talks / "oud.txt").write_bytes(b"Int: caf\xe9\nR1: ja\n")
    (talks / "nul.txt").write_bytes(b"R1: a\0b")
    (talks / "kapot.pdf").write_bytes(b"%PDF-1.4 kapot")
    (talks / "foto.jpg").touch()
    told = run(folder, "import", "talks", "--group", "bewoners", status=1).stderr.splitlines()
    assert told == [
        "New group: bewoners.",
        "Transcripts added: 195, brought up to date: 0, unchanged: 0. Turns: 390, words: 2340.",
        "Skipped: foto.jpg (no format that is read here).",
        "Not imported: kapot.zip cannot be read as zip: it is damaged, cut off, or of another "
        "kind. Open it in its own program and save it again.",
        "Not imported: kapot.docx cannot be read as Word: it is damaged, cut off, or of another "
        "kind. Open it in its own program and save it again.",
        "Not imported: kapot.pdf is no readable PDF: it is damaged or cut off. Open it and save it "
        "again.",
        "Not imported: leeg.txt is empty.",
        "Not imported: nul.txt is no text: it holds the character NUL at position 5. Export it as "
        "text first.",
        "Not imported: oud.txt is not in UTF-8: byte 8 is E9. If it comes from an older Windows "
        "program, add --encoding cp1252.",
    ]
    assert len(transcripts(run, folder)) == 195
    run(folder, "check")


def test_a_zip_with_a_pattern_a_block_and_a_sheet(run: Run, folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("map/2016-05-12_politie_de bron.txt", TALK.format(1))
        block = "---\ngroup: college\n---\n"
        archive.writestr("map/2016-05-13_politie_noord.txt", block + TALK.format(2))
        archive.writestr("map/los.txt", TALK.format(3))
        archive.writestr("__MACOSX/._los.txt", "rommel")
    sheet = (
        "file,group,areas,wave\nlos.txt,bewoners,Zuid,2016\n2016-05-13_politie_noord.txt,,Oost,\n"
    )
    (folder / "sheet.csv").write_text(sheet)
    command = ("import", "a.zip", "--name", "{date}_{group}_{area}", "--metadata", "sheet.csv")
    told = run(folder, *command, "--dry-run").stderr.splitlines()
    assert told == [
        "2016-05-12_politie_de bron.txt: turns 2, speakers Int = interviewer, "
        "R1 = respondent (politie; de bron).",
        "2016-05-13_politie_noord.txt: turns 2, speakers Int = interviewer, "
        "R1 = respondent (college; noord).",
        "  group of R1: the YAML block says college, the file name politie.",
        "  areas of R1: the file name says noord, the sheet Oost.",
        "los.txt: turns 2, speakers Int = interviewer, R1 = respondent (bewoners; Zuid).",
        "Nothing was stored (--dry-run).",
    ]
    assert transcripts(run, folder) == []
    run(folder, *command, "--area", "West")
    rows = {row["transcript"]: row for row in transcripts(run, folder)}
    assert {name: (row["date"], row["groups"], row["areas"]) for name, row in rows.items()} == {
        "2016-05-12-politie-de-bron": ("2016-05-12", ["politie"], ["West"]),
        "2016-05-13-politie-noord": ("2016-05-13", ["college"], ["West"]),
        "los": (None, ["bewoners"], ["West"]),
    }


def test_a_sheet_may_be_in_dutch_and_the_same_bytes_twice_are_told(run: Run, folder: Path) -> None:
    (folder / "los.txt").write_text(TALK.format(1), encoding="utf-8")
    (folder / "nog.txt").write_text(TALK.format(1), encoding="utf-8")
    (folder / "blad.csv").write_text(
        "Bestand;Groep;Gebied;Datum;Soort;Ronde\nlos.txt;politie;Noord;12-05-2016;Groepsgesprek;2016\n"
    )
    told = run(folder, "import", "los.txt", "nog.txt", "--metadata", "blad.csv").stderr
    assert "los: nog.txt is the same as los.txt, and is here once, as los." in told.splitlines()
    (row,) = transcripts(run, folder)
    assert [row[key] for key in ("kind", "date", "wave", "groups", "areas")] == [
        *("group", "2016-05-12", "2016"),
        *(["politie"], ["Noord"]),
    ]


def test_new_groups_are_named_in_one_line(run: Run, folder: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(TALK.format(name), encoding="utf-8")
    (folder / "sheet.csv").write_text("file,group\na.txt,politie\nb.txt,college\nc.txt,politei\n")
    command = ("import", "a.txt", "b.txt", "c.txt", "--metadata", "sheet.csv")
    told = run(folder, *command).stderr.splitlines()
    assert told[1:] == [
        "New group: college.",
        "New group: politei. Did you mean politie? Take it back with: rodedraad undo",
        "New group: politie. Did you mean politei? Take it back with: rodedraad undo",
    ]
    run(folder, "undo")
    (folder / "sheet.csv").write_text("file,group\na.txt,politie\nb.txt,college\nc.txt,zorg\n")
    assert run(folder, *command).stderr.splitlines()[1:] == ["New groups: college, politie, zorg."]


def test_both_spellings_of_an_accent_are_found_and_kept(run: Run, folder: Path) -> None:
    composed, apart = "In het café van de wijk.", "In het cafe\u0301 van de wijk."
    (folder / "een.txt").write_text(f"Int: Ja?\nR1: {composed}\n", encoding="utf-8")
    (folder / "twee.txt").write_text(f"Int: Ja?\nR1: {apart}\n", encoding="utf-8")
    run(folder, "import", "een.txt", "twee.txt", "--group", "bewoners")
    for words in ("café", "cafe\u0301", "cafe", "café van"):
        assert quotes(run, folder, words) == [composed, apart]


def test_a_name_with_a_newline_and_one_with_a_dash(run: Run, folder: Path) -> None:
    (folder / "naam\nmet.txt").write_text(TALK.format(1), encoding="utf-8")
    (folder / "-streep.txt").write_text(TALK.format(2), encoding="utf-8")
    told = run(folder, "import", "--group", "bewoners", "--", "naam\nmet.txt", "-streep.txt").stderr
    assert "added: 2" in told
    assert [row["transcript"] for row in transcripts(run, folder)] == ["naam-met", "streep"]
    shown = run(folder, "transcript", "list").stdout
    assert "streep" in shown
    (folder / "kapot\nnaam.txt").write_bytes(b"R1: caf\xe9\n")
    told = run(folder, "import", "kapot\nnaam.txt", status=1).stderr.splitlines()
    assert [line.split(":")[0:2] for line in told] == [
        ["Not imported", " kapot\\nnaam.txt is not in UTF-8"]
    ]


def test_control_and_bidi_characters_are_stored_and_shown_not_obeyed(
    run: Run, folder: Path
) -> None:
    speech = "Rood \x1b[31m en \u202eomgekeerd [bold]vet[/bold]."
    (folder / "een.txt").write_text(f"Int: Ja?\nR1: {speech}\n", encoding="utf-8")
    run(folder, "import", "een.txt", "--group", "bewoners")
    rows = json.loads(run(folder, "transcript", "show", "een", "--json").stdout)
    assert rows[1]["text"] == speech
    shown = run(folder, "transcript", "show", "een").stdout
    assert "[bold]vet[/bold]" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_versions_are_shown_and_compared(run: Run, folder: Path) -> None:
    (folder / "een.txt").write_text("Int: Ja?\nR1: Het gaat goed hier.\n")
    (folder / "beter.txt").write_text("Int: Ja?\nR1: Het gaat heel goed hier.\n")
    run(folder, "import", "een.txt", "--group", "bewoners")
    run(folder, "transcript", "revise", "een", "beter.txt")

    def text(*options: str) -> str:
        rows = json.loads(run(folder, "transcript", "show", "een", *options, "--json").stdout)
        return str(rows[1]["text"])

    assert text() == "Het gaat heel goed hier."
    assert text("--version", "1") == "Het gaat goed hier."
    assert run(folder, "transcript", "diff", "een").stdout.splitlines()[2:] == [
        "@@ -1,2 +1,2 @@",
        " Int: Ja?",
        "-R1: Het gaat goed hier.",
        "+R1: Het gaat heel goed hier.",
    ]
    run(folder, "transcript", "show", "een", "--version", "9", status=1)


def test_standard_input_is_a_talk(run: Run, folder: Path) -> None:
    told = run(folder, "import", "-", "--group", "bewoners", input=TALK.format(1)).stderr
    assert "added: 1" in told
    assert quotes(run, folder, "beter") == ["Het gaat 1 keer beter in café De Hoek."]


def test_what_to_do_with_an_old_document_is_said_in_a_folder_too(run: Run, folder: Path) -> None:
    talks = folder / "talks"
    talks.mkdir()
    (talks / "oud.doc").touch()
    told = run(folder, "import", "talks").stderr.splitlines()
    assert told[-1] == ("Skipped: oud.doc is an old Word document. Open it and save it as .docx.")


def test_a_metadata_sheet_among_the_talks_is_no_survey(run: Run, folder: Path) -> None:
    talks = folder / "talks"
    talks.mkdir()
    (talks / "een.txt").write_text(TALK.format(1), encoding="utf-8")
    sheet = talks / "metadata.csv"
    sheet.write_text("File;Speaker;Respondent;Group\neen.txt;R1;R07;politie\n", encoding="utf-8")
    told = run(folder, "import", "talks", "--metadata", str(sheet)).stderr
    assert "added: 1" in told
    assert [row["transcript"] for row in transcripts(run, folder)] == ["een"]
    refused = "Not imported: metadata.csv is a metadata sheet, which says who speaks for whom."
    for options in ([], ["--dry-run"]):
        result = run(folder, "import", str(sheet), *options, status=1)
        assert refused in result.stderr
        assert result.stdout == ""
