"""rodedraad log, undo, redo and status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_the_log_tells_who_did_what(run: Run, small: Path) -> None:
    run(small, "--coder", "bram", "code", "zuid", "--turn", "1", "politie")
    run(small, "--coder", "bram", "undo")
    rows = json.loads(run(small, "log", "--limit", "1", "--json").stdout)
    assert [(row["coder"], row["operation"], row["detail"], row["undone"]) for row in rows] == [
        ("bram", "code", "zuid", True)
    ]
    shown = run(small, "log", "--by", "bram").stdout
    assert "undone" in shown
    assert "anna" not in shown


def test_undo_and_redo_say_what_they_did(run: Run, small: Path) -> None:
    run(small, "memo", "add", "een")
    run(small, "memo", "add", "twee")
    result = run(small, "undo", "2")
    assert result.stdout == ""
    assert result.stderr.count("Taken back: memo add project") == 2
    assert run(small, "redo").stderr.count("Done again: memo add project") == 1
    memos = json.loads(run(small, "memo", "list", "--json").stdout)
    assert [memo["text"] for memo in memos] == ["een"]


def test_there_is_an_end_to_undoing(run: Run, small: Path) -> None:
    result = run(small, "--coder", "nieuw", "undo", status=1)
    assert "There is nothing of nieuw to undo" in result.stderr
    assert "nothing of nieuw to redo" in run(small, "--coder", "nieuw", "redo", status=1).stderr


def test_the_status_of_a_new_project_says_how_to_begin(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "nieuw")
    result = run(tmp_path, "status")
    assert "Transcripts: 0" in result.stdout
    assert "Fragments: none yet." in result.stdout
    assert "rodedraad import" in result.stdout


def test_the_status_tells_what_is_left(run: Run, small: Path) -> None:
    run(small, "transcript", "set", "noord", "--coded")
    run(small, "respondent", "set", "R03", "--retention", "2001-01-01")
    shown = run(small, "status").stdout
    assert "Transcripts: 2 (turns: 4, words: 18), respondents: 3." in shown
    assert "Fragments: 2, by anna." in shown
    assert "Marked as coded by at least one coder: 1 of 2 transcripts." in shown
    assert "Not yet marked as coded by anna: 1 of 2 transcripts: zuid." in shown
    assert "The retention date has passed of: R03." in shown
    status = json.loads(run(small, "--coder", "bram", "status", "--json").stdout)
    assert status["uncoded"] == ["noord", "zuid"]
    assert (status["coder"], status["begun"], status["expired"]) == ("bram", [], ["R03"])


def test_the_status_counts_the_persons_that_are_listed(run: Run, small: Path) -> None:
    (small / "people.csv").write_text("respondent,group\nR99,school\n", encoding="utf-8")
    run(small, "respondent", "load", "people.csv")
    listed = json.loads(run(small, "respondent", "list", "--json").stdout)
    assert json.loads(run(small, "status", "--json").stdout)["respondents"] == len(listed) == 4


def test_the_status_fits_a_narrow_screen(run: Run, small: Path) -> None:
    for width in (60, 80):
        shown = run(small, "status", env={"COLUMNS": str(width)}).stdout
        assert all(len(line) <= width for line in shown.splitlines())


def test_the_status_warns_of_a_risky_place(run: Run, small: Path) -> None:
    folder = small / "Dropbox"
    folder.mkdir()
    (small / "klein.draad").rename(folder / "klein.draad")
    assert "Dropbox is synchronised" in run(folder, "status").stderr
    assert "Dropbox is synchronised" in run(folder, "check").stderr
    assert "Dropbox is synchronised" in run(folder, "init", "nieuw").stderr


def test_the_status_speaks_dutch(run: Run, small: Path) -> None:
    assert "respondenten: 3" in run(small, "--lang", "nl", "status").stdout


def test_the_log_refuses_a_coder_who_did_nothing(run: Run, small: Path) -> None:
    assert "Did you mean: anna?" in run(small, "log", "--by", "anne", status=1).stderr
    assert "import" in run(small, "log", "--by", "ANNA").stdout


def test_what_a_memo_was_about_can_be_read_in_the_log(run: Run, small: Path) -> None:
    run(small, *"memo add een --transcript noord --turn 2".split())
    run(small, *"memo add twee --code politie --respondent R01".split())
    rows = json.loads(run(small, "log", "--limit", "2", "--json").stdout)
    assert [row["detail"] for row in rows] == ["R01 politie", "noord 2"]


def test_a_survey_without_groups_is_no_task(run: Run, tmp_path: Path) -> None:
    answers = "nr;Wat moet er gebeuren in de wijk?\n1;Meer groen en minder auto's graag\n"
    answers += "2;Luister beter naar wie hier al lang woont\n"
    (tmp_path / "enquete.csv").write_text(answers, encoding="utf-8")
    run(tmp_path, "init", "nieuw")
    told = run(tmp_path, "import", "enquete.csv").stderr
    assert "rodedraad transcript set enquete --group GROUP" in told
    status = json.loads(run(tmp_path, "status", "--json").stdout)
    assert status["no_group"] == []
    assert "group" not in status["next_steps"]


def test_a_language_that_nobody_knows_is_refused(run: Run, tmp_path: Path) -> None:
    assert "no language dutch" in run(tmp_path, *"init x --language dutch".split(), status=1).stderr
    assert not (tmp_path / "x.draad").exists()
    run(tmp_path, *"init x --language de".split())
