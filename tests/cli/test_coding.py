"""rodedraad code, uncode, recode and memo."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import rodedraad.coding.fragments

Run = Callable[..., Result]


def coded(run: Run, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Code something; give the rows that are printed."""
    rows: list[dict[str, Any]] = json.loads(run(folder, "code", *arguments, "--json").stdout)
    return rows


def fragments(run: Run, folder: Path) -> list[tuple[str, str, str, str | None]]:
    """List the fragments as (citation, code, coder, stance)."""
    rows = json.loads(run(folder, "query", "--json").stdout)
    return [(row["citation"], row["code"], row["coder"], row["stance"]) for row in rows]


def test_a_turn_gets_several_codes(run: Run, small: Path) -> None:
    rows = coded(run, small, *"zuid --turn 1 politie resultaten --stance positief".split())
    assert [(row["code"], row["stance"], row["turn"]) for row in rows] == [
        ("samenwerking/politie", "positive", 1),
        ("resultaten", "positive", 1),
    ]
    assert {row["quote"] for row in rows} == {"Hier is het rustig."}
    assert len(fragments(run, small)) == 4


def test_a_quote_and_a_span_are_the_same_words(run: Run, small: Path) -> None:
    quote = coded(run, small, "noord", "--quote", "👮 vaak", "resultaten")[0]
    span = f"{quote['start']}:{quote['end']}"
    result = run(small, "code", "noord", "--span", span, "resultaten", "--json")
    assert "Coded already" in result.stderr
    assert json.loads(result.stdout)[0]["citation"] == quote["citation"]
    assert quote["end"] - quote["start"] == 6


def test_a_memo_is_written_with_the_fragment(run: Run, small: Path) -> None:
    row = coded(run, small, "zuid", "--turn", "1", "politie", "--memo", "kijk")[0]
    memos = json.loads(run(small, "memo", "list", "--fragment", row["citation"], "--json").stdout)
    assert [(memo["on"], memo["text"]) for memo in memos] == [(row["citation"], "kijk")]
    run(small, "undo")
    assert json.loads(run(small, "memo", "list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ("noord --turn 1 politie", 1, "Turn 1 is of Int, and only words of respondents are coded"),
        ("noord --turn 2 polite", 1, "Did you mean"),
        ("noord --turn 2 politie --stance blij", 1, "blij is no stance"),
        ("noord --turn 2 --span 1:2 politie", 2, "Say which words"),
        ("noord --turn 2", 2, "needs a terminal"),
        ("noord --span x politie", 1, "two numbers"),
    ],
)
def test_what_cannot_be_coded_is_refused(
    run: Run, small: Path, arguments: str, status: int, message: str
) -> None:
    result = run(small, "code", *arguments.split(), status=status)
    assert message in result.stderr
    assert len(fragments(run, small)) == 2


def test_fragments_are_recoded_and_uncoded(run: Run, small: Path) -> None:
    citation = fragments(run, small)[0][0]
    run(small, "recode", citation, "resultaten", "--stance", "gemengd")
    assert (citation, "resultaten", "anna", "mixed") in fragments(run, small)
    run(small, "uncode", citation)
    assert len(fragments(run, small)) == 1
    run(small, "undo", "2")
    assert (citation, "samenwerking/politie", "anna", "positive") in fragments(run, small)


def test_a_colleagues_fragment_is_not_touched_unasked(run: Run, small: Path) -> None:
    citation = fragments(run, small)[0][0]
    for arguments in (["uncode", citation], ["recode", citation, "resultaten"]):
        result = run(small, "--coder", "bram", *arguments, status=1)
        assert "--yes" in result.stderr
    run(small, "--coder", "bram", "recode", citation, "resultaten", "--yes")
    assert (citation, "resultaten", "anna", "positive") in fragments(run, small)


def test_what_is_not_there_is_said(run: Run, small: Path) -> None:
    assert "There is no fragment f-nope" in run(small, "uncode", "f-nope", status=1).stderr
    result = run(small, "recode", fragments(run, small)[0][0], status=2)
    assert "Name another code" in result.stderr


@pytest.mark.parametrize(
    ("about", "on"),
    [
        ([], ""),
        (["--transcript", "noord"], "noord"),
        (["--transcript", "noord", "--turn", "2"], "noord:2"),
        (["--code", "politie"], "samenwerking/politie"),
        (["--respondent", "R01"], "R01"),
        (["--respondent", "R01", "--code", "politie"], "R01 × samenwerking/politie"),
    ],
)
def test_a_memo_is_about_anything(run: Run, small: Path, about: list[str], on: str) -> None:
    run(small, "memo", "add", "Let op [dit].", *about)
    rows = json.loads(run(small, "memo", "list", *about, "--json").stdout)
    assert [(row["on"], row["coder"], row["text"]) for row in rows] == [
        (on, "anna", "Let op [dit].")
    ]
    assert "Let op [dit]." in run(small, "memo", "list").stdout
    run(small, "memo", "remove", str(rows[0]["memo"]))
    assert json.loads(run(small, "memo", "list", "--json").stdout) == []


def test_a_memo_is_written_only_when_it_can_be_stored(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = small / "editor-was-opened"
    editor = small / "editor.sh"
    editor.write_text(f'#!/bin/sh\ntouch {opened}\necho "Mijn memo." > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setenv("TMPDIR", str(small))
    monkeypatch.setattr(tempfile, "tempdir", str(small))
    (small / "tweede.draad").write_bytes((small / "klein.draad").read_bytes())
    assert "several projects" in run(small, "memo", "add", "--code", "politie", status=1).stderr
    assert not opened.exists()
    (small / "tweede.draad").unlink()

    def locked(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(rodedraad.coding.fragments, "add_memo", locked)
        said = run(small, "memo", "add", "--code", "politie", status=1).stderr
    kept = re.search(r"kept in (\S+\.txt)\.", said)
    assert kept
    assert Path(kept[1]).read_text().strip() == "Mijn memo."
    assert "undo" in run(small, "memo", "add", "--code", "politie").stderr


def test_a_memo_is_read_from_a_pipe(run: Run, small: Path) -> None:
    run(small, "memo", "add", "-", input="uit een pijp\n")
    assert json.loads(run(small, "memo", "list", "--json").stdout)[0]["text"] == "uit een pijp"
    assert "needs a text" in run(small, "memo", "add", "-", input="\n", status=2).stderr


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ("--transcript noord --code politie", "about one thing"),
        ("--turn 2", "in which transcript"),
        ("--transcript noord --turn 9", "the last one is 3"),
        ("--fragment f-nope", "no fragment"),
    ],
)
def test_a_memo_about_what_is_not_clear_is_refused(
    run: Run, small: Path, about: str, message: str
) -> None:
    assert message in run(small, "memo", "add", "x", *about.split(), status=1).stderr


def test_a_colleagues_memo_is_not_removed_unasked(run: Run, small: Path) -> None:
    run(small, "memo", "add", "van anna")
    assert "--yes" in run(small, "--coder", "bram", "memo", "remove", "1", status=1).stderr
    assert "no memo 7" in run(small, "memo", "remove", "7", status=1).stderr


def test_the_program_answers_in_dutch(run: Run, small: Path) -> None:
    result = run(small, "--lang", "nl", "code", "noord", "--turn", "2", "polite", status=1)
    assert "Bedoelt u" in result.stderr or "Bedoel je" in result.stderr


def test_where_there_is_no_terminal_no_editor_opens(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert "no terminal here for an editor" in run(small, "memo", "add", status=1).stderr
