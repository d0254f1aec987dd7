"""The prompt of a meeting: every question in the words of the shell, on one open project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rodedraad.cli.prompting import completions
from rodedraad.coding import opening

Run = Callable[..., Result]
NAMES = {
    "code": ["samenwerking", "samenwerking/politie", "demping"],
    "group": ["politie", "bewoners"],
    "area": ["De Bron"],
}


def asked(run: Run, folder: Path, *lines: str, status: int = 0) -> Result:
    """Type lines at the prompt."""
    return run(folder, "ask", input="\n".join(lines) + "\n", status=status)


@pytest.mark.parametrize(
    "question",
    [
        "query politie",
        "query samenwerking --group politie --json",
        "matrix code group",
        "thread --as-text",
        "coverage --nl",
        "cooccur",
        'sql "select count(*) from codes"',
        "find merken",
        "saved list",
    ],
)
def test_a_question_is_answered_as_in_the_shell(run: Run, small: Path, question: str) -> None:
    import shlex

    alone = run(small, *shlex.split(question))
    result = asked(run, small, question)
    assert (result.stdout, result.stderr) == (alone.stdout, alone.stderr)


def test_a_line_without_a_command_asks_for_quotes(run: Run, small: Path) -> None:
    whole = run(small, "query", 'politie and text: "wijkagent is"', "--limit", "1")
    assert asked(run, small, 'politie and text: "wijkagent is" --limit 1').stdout == whole.stdout
    words = run(small, "query", "--text", "wijkagent")
    assert asked(run, small, "--text wijkagent").stdout == words.stdout


def test_a_sign_of_a_stance_is_no_option(run: Run, small: Path) -> None:
    whole = run(small, "query", "stance = - or stance = +", "--limit", "1")
    assert asked(run, small, "stance = - or stance = + --limit 1").stdout == whole.stdout


def test_what_to_do_about_what_is_not_coded_is_said_once(run: Run, small: Path) -> None:
    said = asked(run, small, "politie", "thread", "coverage").stderr
    assert said.count("Not coded yet: 2 of 2 transcripts") == 3
    assert said.count("Mark one as coded with") == 1


def test_help_says_what_may_be_typed(run: Run, small: Path) -> None:
    result = asked(run, small, "help", "?")
    assert result.stdout == ""
    assert result.stderr.count("query, find, matrix") == 2


def test_the_project_is_opened_once(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = opening.connect_reading
    monkeypatch.setattr(
        opening, "connect_reading", lambda path: opened.append(path) or connect(path)
    )
    asked(run, small, "thread", "matrix code group", "politie", "saved list")
    assert len(opened) == 1


def test_what_goes_wrong_is_said_and_the_next_is_answered(run: Run, small: Path) -> None:
    lines = ("matrix code", "onbekend", 'thread "', "", "thread --limit 1 --json")
    result = asked(run, small, *lines, status=1)
    assert "Missing argument 'COLUMNS'" in result.stderr
    assert "There is no code onbekend" in result.stderr
    assert 'A quotation mark is not closed here: thread "' in result.stderr
    assert result.stdout.startswith('[{"code": "samenwerking"')


def test_nothing_is_changed_at_the_prompt(run: Run, small: Path) -> None:
    lines = ("uncode f-001 --yes", "saved add x thread", "saved remove x", "undo", "exit", "thread")
    before = (small / "klein.draad").read_bytes()
    result = asked(run, small, *lines, status=1)
    assert result.stdout == ""
    assert result.stderr.count("Here only questions are asked") == 4
    assert (small / "klein.draad").read_bytes() == before


def test_a_saved_question_is_asked_with_its_words(run: Run, small: Path) -> None:
    run(small, "saved", "add", "wie", "query", "politie", "--group", "{group}")
    alone = run(small, "saved", "run", "wie", "group=politie")
    assert asked(run, small, "saved run wie group=politie").stdout == alone.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("thr", ("thr", ["thread"])),
        ("pol", ("pol", ["politie", "samenwerking/politie"])),
        ("query samenwerking --group ", ("", ["politie", "bewoners"])),
        ("query samenwerking --group pol", ("pol", ["politie"])),
        ("group = pol", ("pol", ["politie"])),
        ("matrix group sam", ("sam", ["samenwerking", "samenwerking/politie"])),
        ("matrix --group politie sam", ("sam", ["samenwerking", "samenwerking/politie"])),
        ("query SAM", ("SAM", ["samenwerking", "samenwerking/politie"])),
        ("matrix code group --area de", ("de", ['"De Bron"'])),
        ('area = "De', ("De", ["De Bron"])),
        ("query niets", ("niets", [])),
    ],
)
def test_names_are_completed(line: str, expected: tuple[str, list[str]]) -> None:
    assert completions(line, NAMES) == expected
