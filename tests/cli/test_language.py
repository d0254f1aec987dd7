"""The screen speaks the language that was asked for, from the first word of the help on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from rodedraad import RodedraadError
from rodedraad.cli.language import choose_language, translated, translated_note, use_language
from rodedraad.cli.main import WORDS, cli
from rodedraad.transcripts.model import Note

from ..conftest import Run


@pytest.mark.parametrize("arguments", [["--help"], ["matrix", "--help"], ["codebook", "--help"]])
def test_the_help_speaks_the_language_of_the_environment(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    result = run(tmp_path, *arguments, env={"RODEDRAAD_LANG": "nl"})
    assert result.output.startswith("Gebruik: ")
    assert "Voorbeeld:" in result.output
    assert "Toon deze uitleg." in result.output


def test_the_option_beats_the_environment(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path, "--lang", "nl", "--help", env={"RODEDRAAD_LANG": "en"})
    assert result.output.startswith("Gebruik: ")


def test_the_settings_of_the_user_beat_the_locale(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('lang = "nl"\n', encoding="utf-8")
    result = run(tmp_path, "--help", env={"RODEDRAAD_LANG": "", "LANG": "en_GB.UTF-8"})
    assert result.output.startswith("Gebruik: ")


def test_errors_of_click_speak_it_too(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path, "query", "--limti", "3", status=2, env={"RODEDRAAD_LANG": "nl"})
    assert "Fout: Er is geen optie '--limti'. (Bedoel je" in result.stderr


@pytest.mark.parametrize(
    ("asked", "configured", "locale", "chosen"),
    [
        ("nl", "en", "en_GB.UTF-8", "nl"),
        (None, "nl", "en_GB.UTF-8", "nl"),
        (None, None, "nl_BE.UTF-8", "nl"),
        (None, None, "de_DE.UTF-8", "en"),
        ("fr", None, "nl_NL.UTF-8", "nl"),
    ],
)
def test_what_was_asked_beats_the_settings_which_beat_the_locale(
    monkeypatch: pytest.MonkeyPatch,
    asked: str | None,
    configured: str | None,
    locale: str,
    chosen: str,
) -> None:
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert choose_language(asked, configured) == chosen


def test_an_error_within_an_error_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("nl")
    inner = RodedraadError("There is no file {file}.", file="gesprek.txt")
    error = RodedraadError("{file}:{line}: {problem}", file="plan.csv", line=3, problem=inner)
    assert translated(error) == "plan.csv:3: Er is geen bestand gesprek.txt."


def test_a_note_and_the_notes_within_it_are_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rodedraad.cli.language._", str.upper)
    heard = Note("nobody {OF} us", OF="of")
    assert translated_note(Note("heard: {HEARD}.", HEARD=heard)) == "HEARD: NOBODY of US."
    assert translated_note("kept as {it} stands") == "kept as {it} stands"


def test_usage_is_dutch_to_the_last_word(run: Run, tmp_path: Path) -> None:
    dutch = {"RODEDRAAD_LANG": "nl"}
    shown = run(tmp_path, "query", "--help", env=dutch).stdout
    assert "[OPTIES]" in shown
    assert not re.search(r"OPTIONS|TEXT\b|INTEGER|RANGE|FLOAT", shown)
    assert "--metadata BESTAND" in run(tmp_path, "import", "--help", env=dutch).stdout
    assert "COMMANDO [ARGUMENTEN]" in run(tmp_path, "codebook", "--help", env=dutch).stdout
    said = run(tmp_path, "undo", "x", status=2, env=dutch).stderr
    assert "'x' is geen getal." in said
    assert "argument: 'RIJEN'." in run(tmp_path, "matrix", status=2, env=dutch).stderr
    (tmp_path / "uit").touch()
    assert "'MAP'" in run(tmp_path, "export", "themes", "uit", status=2, env=dutch).stderr


def test_what_stands_for_a_value_is_known_to_the_translator() -> None:
    shown: set[str] = set()
    for command, context in every_command(cli, click.Context(cli, info_name="rodedraad")):
        for parameter in command.params:
            metavar = parameter.metavar
            if isinstance(parameter, click.Argument):
                metavar = parameter.make_metavar(context)
            shown |= set(re.findall("[A-Z]{2,}", metavar or ""))
    assert "QUESTION" in shown
    assert shown <= set(WORDS)


def every_command(
    command: click.Command, context: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    """Give a command and all below it, each with a context."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from every_command(below, click.Context(below, info_name=name, parent=context))


def test_the_list_of_commands_cuts_nothing_off(run: Run, tmp_path: Path) -> None:
    assert "…" not in run(tmp_path, "--help", env={"RODEDRAAD_LANG": "nl"}).stdout


def test_an_unknown_command_gets_one_proposal_or_the_way_to_the_list(
    run: Run, tmp_path: Path
) -> None:
    assert "Did you mean: saved?" in run(tmp_path, "saevd", status=2).stderr
    assert "See all with: " in run(tmp_path, "xyzzy", status=2).stderr


def test_proposals_can_be_typed_as_they_stand(run: Run, tmp_path: Path) -> None:
    run(tmp_path, "init", "mijn wijk")
    said = run(tmp_path, "init", "mijn wijk", status=1).stderr
    assert "rodedraad -p 'mijn wijk.draad' status" in said
    said = run(tmp_path, "-p", ".", "status", status=1).stderr
    assert "is a folder" in said
    assert "Errno" not in said


def test_the_words_of_help_follow_the_language_each_time(run: Run, tmp_path: Path) -> None:
    dutch = run(tmp_path, "status", "--help", env={"RODEDRAAD_LANG": "nl"}).stdout
    assert "Toon deze uitleg." in dutch
    assert "Show this message and exit." in run(tmp_path, "status", "--help").stdout
