"""A survey goes in: closed questions become attributes to count by, open ones are coded."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from ..conftest import Run

SURVEY = (
    "ID,Begintijd,Tijd van voltooien,E-mail,Naam,Wijk,Wat moet beter?\n"
    "1,2016-05-01 10:00,2016-05-01 10:05,a@b.nl,,Noord,Meer licht bij het park.\n"
    "2,2016-05-01 11:00,2016-05-01 11:05,c@d.nl,,De Bron,De politie mag vaker langskomen.\n"
    "3,2016-05-01 12:00,2016-05-01 12:05,e@f.nl,,Noord,\n"
)


def test_columns_are_proposed_and_overruled(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "enquete.csv").write_text(SURVEY, encoding="utf-8")
    before = (tmp_path / "proef.draad").read_bytes()
    plan = run(tmp_path, "import", "enquete.csv", "--open", "Wat moet beter?", "--dry-run").output
    assert "Nothing was stored" in plan
    assert (tmp_path / "proef.draad").read_bytes() == before

    run(tmp_path, "import", "enquete.csv", "--open", "Wat moet beter?", "--group", "bewoners")
    listed = json.loads(run(tmp_path, "respondent", "list", "--json").stdout)
    assert {row["respondent"] for row in listed} >= {"enquete:1", "enquete:2"}
    assert "a@b.nl" not in (tmp_path / "proef.draad").read_bytes().decode("latin-1")

    run(tmp_path, "code", "enquete", "--quote", "De politie mag vaker langskomen.", "2p")
    run(tmp_path, "transcript", "set", "enquete", "--coded")
    cells = json.loads(run(tmp_path, "matrix", "code", "area", "--kind", "survey", "--json").stdout)
    counted = {
        (cell["row"], cell["column"]): (cell["persons"], cell["n"])
        for cell in cells
        if cell["row"] == "samenwerking/politie"
    }
    assert counted["samenwerking/politie", "De Bron"] == (1, 1)
    assert counted["samenwerking/politie", "Noord"] == (0, 1)


def test_what_is_said_of_columns_holds_in_a_zip_too(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    with zipfile.ZipFile(tmp_path / "alles.zip", "w") as archive:
        archive.writestr("map/enquete.csv", SURVEY)
    said = ("import", "alles.zip", "--open", "Wijk", "--ignore", "Wat moet beter?")
    assert "as you said" in run(tmp_path, *said, "--dry-run").output
    run(tmp_path, *said, "--group", "bewoners")
    turns = json.loads(run(tmp_path, "transcript", "show", "enquete", "--json").stdout)
    assert [turn["text"] for turn in turns] == ["Noord", "De Bron", "Noord"]
    assert {turn["question"] for turn in turns} == {"Wijk"}
    assert "Question" in run(tmp_path, "transcript", "show", "enquete").stdout


def test_half_a_character_in_an_answer_is_refused(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "enquete.csv").write_bytes(
        b"nr,Wat moet beter?\n1,Meer +2AA- licht bij het park.\n"
    )
    told = run(tmp_path, "import", "enquete.csv", "--encoding", "utf-7", status=1).stderr
    assert "half a character" in told


def test_other_columns_of_a_known_survey_are_not_taken_in_silence(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "enquete.csv").write_text(SURVEY, encoding="utf-8")
    run(tmp_path, "import", "enquete.csv", "--open", "Wat moet beter?")
    again = run(tmp_path, "import", "enquete.csv", "--open", "Wat moet beter?").stderr
    assert "stays as it is" not in again
    other = run(tmp_path, "import", "enquete.csv", "--open", "Wijk").stderr
    assert "rodedraad transcript remove enquete" in other


def test_a_tsv_of_whisper_is_a_talk_and_a_table_may_have_any_name(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "gesprek.tsv").write_text("start\tend\ttext\n0\t2000\tHoe gaat het?\n")
    run(tmp_path, "import", "gesprek.tsv", "--respondent", "R07", "--group", "bewoners")
    (row,) = json.loads(run(tmp_path, "transcript", "list", "--json").stdout)
    assert (row["format"], row["kind"]) == ("whisper-tsv", "interview")
    (tmp_path / "enquete.txt").write_text(SURVEY, encoding="utf-8")
    run(tmp_path, "import", "enquete.txt", "--format", "csv", "--open", "Wijk", "--ignore", "G")
    turns = json.loads(run(tmp_path, "transcript", "show", "enquete", "--json").stdout)
    assert [turn["text"] for turn in turns] == ["Noord", "De Bron", "Noord"]
    run(tmp_path, "undo")
    run(tmp_path, "import", "-", "--format", "csv", "--open", "Wijk", "--ignore", "G", input=SURVEY)
    turns = json.loads(run(tmp_path, "transcript", "show", "stdin", "--json").stdout)
    assert [turn["text"] for turn in turns] == ["Noord", "De Bron", "Noord"]


def test_a_table_that_cannot_be_read_is_listed_in_a_dry_run_too(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "proef")
    (tmp_path / "a.csv").write_text('nr,mening\n1,"half\n')
    (tmp_path / "b.csv").write_text(SURVEY, encoding="utf-8")
    told = run(tmp_path, "import", "a.csv", "b.csv", "--dry-run", status=1).stderr
    assert "Nothing was stored" in told
    assert "Not imported: a.csv:2" in told
