"""A person who is forgotten is in no table and no byte, and everybody else stays as they were."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, code_span, new_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.backups import back_up
from rodedraad.coding.checking import check_project
from rodedraad.coding.distributing import distribute
from rodedraad.coding.forgetting import (
    forget,
    forget_everywhere,
    forget_in_copies,
    what_would_go,
)
from rodedraad.coding.fragments import add_memo, version_text
from rodedraad.coding.history import changes, redo, undo
from rodedraad.coding.leftovers import forgotten_in, holders, holders_of_forgotten
from rodedraad.coding.naming import respondent_named
from rodedraad.coding.opening import is_backup
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.quoting import without_runs
from rodedraad.coding.suggestions import refresh_suggestions
from rodedraad.coding.wiping import wipe

CODES = ("samenwerking", "samenwerking/politie", "resultaten")
SECRET = "Toen de wethouder langskwam heb ik hem onverbloemd toegeschreeuwd dat Kanaalzicht rot is."
OTHER = "Ik vond dat wij als bewoners goed gehoord werden door de politie."
QUOTED = "de wethouder langskwam heb ik hem onverbloemd"
PEOPLE = {
    "Jansen": Person("R07", "bewoners", ("Noord",), (("leeftijd", "84"),)),
    "R2": Person("R08", "bewoners", ("Noord",)),
}
WORDS = re.compile(r"\w+")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which Jansen speaks alone and in a group, and everything was done with it."""
    project = new_project(tmp_path_factory.mktemp("made"), CODES)
    alone = [("Int", "Wat zei u tegen de wethouder?"), ("Jansen", SECRET)]
    add_talk(project, "jansen", alone, {"Jansen": PEOPLE["Jansen"]})
    turns = [
        ("Int", "Hoe ging het?"),
        ("R2", OTHER),
        ("Jansen", f"Nou. {SECRET} Wat een flauwekul."),
        ("R2", "Dat ben ik met je eens, het is een puinhoop."),
    ]
    add_talk(project, "groep", turns, PEOPLE)
    code_quote(project, "jansen", "Kanaalzicht rot is", "resultaten", "negative")
    code_quote(project, "groep", "Wat een flauwekul.", "politie", "negative", coder="bram")
    code_quote(project, "groep", "goed gehoord werden", "politie", "positive", coder="bram")
    with project.transaction("memo add"):
        uuid = project.connection.execute(
            "SELECT uuid FROM respondent WHERE label = 'R07'"
        ).fetchone()[0]
        add_memo(project, "respondent", uuid, "Belt vaak op.")
        add_memo(project, "project", "", f"Denk aan: «{QUOTED}» voor het rapport.")
    with project.transaction("codebook edit"):
        project.connection.execute("UPDATE code SET example = ? WHERE id = 1", [SECRET])
    refresh_suggestions(project)
    project.close()
    return project.path


@pytest.fixture
def talks(made: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of that project, to be changed."""
    project = open_project(Path(shutil.copy(made, tmp_path)), "anna")
    yield project
    project.close()


def bytes_beside(path: Path) -> bytes:
    """Give all bytes of the project file and of what SQLite may have left beside it."""
    files = sorted(path.parent.glob(f"{path.name}*"))
    return b"".join(file.read_bytes() for file in files)


def assert_nothing_left(held: bytes, said: str, others: str) -> None:
    """No run of five words, and no word that only they used, is in these bytes."""
    text = held.decode("utf-8", errors="replace").casefold()
    words = WORDS.findall(said.casefold())
    rest = set(WORDS.findall(others.casefold()))
    for word in set(words) - rest:
        if len(word) > 3:
            assert word not in text, word
    for run in zip(*(said.split()[start:] for start in range(5)), strict=False):
        assert " ".join(run).casefold() not in text
    spoken = [words[start : start + 5] for start in range(len(words) - 4)]
    found = WORDS.findall(text)
    firsts = {tuple(run) for run in spoken}
    assert not firsts.intersection(zip(*(found[start:] for start in range(5)), strict=False))


def forget_named(project: Project, label: str) -> None:
    forget(project, respondent_named(project.connection, label))


def test_what_would_go_is_told_first(talks: Project) -> None:
    before = talks.path.read_bytes()
    loss = what_would_go(talks.connection, respondent_named(talks.connection, "r07"))
    assert (loss.label, loss.transcripts, loss.shared) == ("R07", ("jansen",), ("groep",))
    assert (loss.turns, loss.fragments, loss.memos) == (2, 2, 1)
    assert loss.themes == [
        ("resultaten", 1, 0),
        ("samenwerking", 2, 1),
        ("samenwerking/politie", 2, 1),
    ]
    assert loss.files == ("groep.txt", "jansen.txt")
    assert talks.path.read_bytes() == before


def test_no_word_of_theirs_is_left_in_the_bytes(talks: Project) -> None:
    forget_named(talks, "R07")
    talks.close()
    said = f"{SECRET} Nou. {SECRET} Wat een flauwekul. Jansen R07"
    assert_nothing_left(bytes_beside(talks.path), said, OTHER + "vaak rot nou dat toen langs")
    assert check_project(talks.path) == []


def test_the_words_are_gone_before_the_file_is_rewritten(
    talks: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the two, the next command that writes rewrites the file."""
    from rodedraad.coding import forgetting

    monkeypatch.setattr(forgetting, "wipe", lambda _project: None)
    forget_named(talks, "R07")
    talks.close()
    said = f"{SECRET} Nou. {SECRET} Wat een flauwekul. Jansen R07"
    assert_nothing_left(bytes_beside(talks.path), said, OTHER + "vaak rot nou dat toen langs")
    again = open_project(talks.path, "anna")
    assert again.setting("wipe_due") == ""
    again.close()
    assert check_project(talks.path) == []


def test_everybody_else_stays_where_they_were(talks: Project) -> None:
    connection = talks.connection
    groep = "SELECT id FROM transcript_version WHERE transcript_id = 2"
    before = version_text(connection, connection.execute(groep).fetchone()[0])
    forget_named(talks, "R07")
    after = version_text(connection, connection.execute(groep).fetchone()[0])
    assert len(after) == len(before)
    start = before.index(OTHER)
    assert after[start : start + len(OTHER)] == OTHER
    assert "puinhoop" in after
    assert connection.execute("SELECT quote, coder FROM fragment ORDER BY id").fetchall() == [
        ("goed gehoord werden", "bram")
    ]
    assert connection.execute("SELECT label FROM respondent").fetchall() == [("R08",)]
    speakers = connection.execute("SELECT label, role FROM speaker WHERE transcript_id = 2")
    assert sorted(speakers.fetchall()) == [
        ("Int", "interviewer"),
        ("R2", "respondent"),
        ("[verwijderd]", "other"),
    ]
    memos = connection.execute("SELECT text FROM memo").fetchall()
    assert memos == [("Denk aan: «[…]» voor het rapport.",)]
    assert connection.execute("SELECT example FROM code WHERE id = 1").fetchone() == ("[…].",)


def test_a_fragment_of_two_keeps_the_words_of_the_other(talks: Project) -> None:
    text = version_text(talks.connection, 2)
    first, last = text.index("door de politie"), text.index("eens, het is")
    code_span(talks, "groep", first, last, "samenwerking")
    forget_named(talks, "R07")
    (quote,) = talks.connection.execute(
        "SELECT quote FROM fragment JOIN code ON code.id = code_id WHERE path = 'samenwerking'"
    ).fetchone()
    assert quote.startswith("door de politie.\n█")
    assert quote.endswith("met je")
    assert check_project(talks.path) == []


def test_no_undo_brings_anything_back(talks: Project) -> None:
    with talks.transaction("memo add"):
        add_memo(talks, "project", "", "Iets anders.")
    forget_named(talks, "R07")
    done = [change.operation for change in changes(talks.connection) if change.undoable]
    assert done == ["memo add"]
    undo(talks)
    assert check_project(talks.path) == []
    assert talks.connection.execute("SELECT count(*) FROM respondent").fetchone() == (1,)


def test_nothing_is_done_again_of_what_was_undone_before(talks: Project) -> None:
    assert undo(talks).operation == "codebook edit"
    forget_named(talks, "R07")
    with pytest.raises(RodedraadError, match="nothing of anna to redo"):
        redo(talks)


def test_the_tombstones_hold_uuids_alone(talks: Project) -> None:
    uuid = talks.connection.execute("SELECT uuid FROM respondent WHERE id = 1").fetchone()[0]
    forget_named(talks, "R07")
    assert talks.connection.execute(
        "SELECT vector, removed, coder, at FROM revision WHERE uuid = ?", [uuid]
    ).fetchone() == ('{"*":1}', 1, "", "")
    blotted = talks.connection.execute(
        "SELECT vector FROM revision WHERE table_name = 'transcript_version' AND removed = 0"
    ).fetchall()
    assert len(blotted) == 1
    assert '"*":1' in blotted[0][0]


def test_a_failure_half_way_leaves_everything(
    talks: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rodedraad.coding import erasing

    before = talks.path.read_bytes()

    def fail(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "forget_history", fail)
    with pytest.raises(KeyboardInterrupt):
        forget_named(talks, "R07")
    assert talks.path.read_bytes() == before


def test_copies_that_hold_them_are_found_and_rewritten(talks: Project) -> None:
    backup = back_up(talks.path, "by hand")
    number = respondent_named(talks.connection, "R07")
    with talks.transaction("export", f"themes: {talks.path.parent}/uit (team)", keep=True):
        pass
    found = holders(talks, number)
    assert [(holder.kind, Path(holder.name).name) for holder in found] == [
        ("copy", backup.name),
        ("export", "uit (team)"),
    ]
    assert forget_everywhere(talks, number, found) == []
    said = f"{SECRET} Wat een flauwekul. Jansen R07"
    for path in (backup, talks.path):
        assert_nothing_left(bytes_beside(path), said, OTHER + "vaak rot nou dat toen langs")
        assert check_project(path) == []
    assert backup.stat().st_mode & 0o777 == 0o600
    assert is_backup(backup)


def test_a_backup_that_is_kept_still_holds_them_and_is_named(talks: Project) -> None:
    back_up(talks.path, "by hand")
    number = respondent_named(talks.connection, "R07")
    assert [holder.kind for holder in holders(talks, number)] == ["copy"]
    assert forget_everywhere(talks, number, []) == []


def test_a_copy_of_a_colleague_is_found_too(talks: Project) -> None:
    (share,) = distribute(talks, ["bram"], talks.path.parent / "copies", 0)
    number = respondent_named(talks.connection, "R07")
    found = holders(talks, number)
    assert [(holder.kind, Path(holder.name)) for holder in found] == [
        ("copy", share.file.resolve())
    ]
    share.file.unlink()
    assert [holder.kind for holder in holders(talks, number)] == ["gone"]


def test_whoever_was_forgotten_is_forgotten_in_the_copies_later(talks: Project) -> None:
    backup = back_up(talks.path, "by hand")
    forget_everywhere(talks, respondent_named(talks.connection, "R07"), [])
    found = holders_of_forgotten(talks)
    assert [(holder.kind, Path(holder.name).name) for holder in found] == [("copy", backup.name)]
    assert forget_in_copies(talks, forgotten_in([talks.connection]), found) == []
    assert_nothing_left(bytes_beside(backup), SECRET, OTHER)
    assert is_backup(backup)
    assert holders_of_forgotten(talks) == []


VOCABULARY = [f"woord{letter}{number}" for letter in "abcdef" for number in range(12)]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_whoever_is_forgotten_is_gone_and_the_rest_is_whole(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(seed)
    project = new_project(tmp_path_factory.mktemp("random"), CODES)
    people = {f"P{number}": Person(f"R{number}", "bewoners") for number in range(3)}
    said: dict[str, list[str]] = {label: [] for label in [*people, "Int"]}
    for name in ("een", "twee", "drie"):
        turns = []
        for _turn in range(chance.randint(1, 6)):
            who = chance.choice(list(said))
            words = " ".join(chance.choices(VOCABULARY, k=chance.randint(1, 12)))
            said[who].append(words)
            turns.append((who, words))
        here = {who: people[who] for who, _words in turns if who in people}
        if not here:
            turns.append(("P0", "woord"))
            here = {"P0": people["P0"]}
        add_talk(project, name, turns, here)
        spoken = [words for who, words in turns if who in people]
        for quote in {words for words in spoken if spoken.count(words) == 1 and " " in words}:
            code_quote(project, name, quote, chance.choice(["politie", "resultaten"]))
    everyone = [row[0] for row in project.connection.execute("SELECT label FROM respondent")]
    gone = chance.choice(everyone)
    forget_named(project, gone)
    project.close()
    assert check_project(project.path) == []
    label = f"P{gone[1:]}"
    others = " ".join(chain.from_iterable(said[who] for who in said if who != label))
    for words in said[label]:
        only = set(words.split()) - set(others.split())
        held = bytes_beside(project.path).decode("utf-8", errors="replace")
        assert [word for word in only if re.search(rf"{word}(?!\d)", held)] == []


def test_a_quote_is_left_out_of_what_others_wrote() -> None:
    runs = {("a", "b", "c", "d", "e"), ("b", "c", "d", "e", "f")}
    assert without_runs("zie: A b, c d e f! en verder", runs) == "zie: […]! en verder"
    assert without_runs('{"x": ["a b c d e", "f"]}', runs) == '{"x": ["[…]", "f"]}'
    assert without_runs("a b c d", runs) == "a b c d"


def test_a_full_disk_after_the_erasure_says_what_was_done(talks: Project) -> None:
    import sqlite3

    class Full:
        def execute(self, *_arguments: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(RodedraadError, match="could not be rewritten: database or disk is full"):
        wipe(replace(talks, connection=Full()))  # type: ignore[arg-type]
