"""Merging copies: in whatever order, however often, the same comes out and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import pytest
from builders import Person, add_talk, code_quote, finish, new_project, talk
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.backups import list_backups
from rodedraad.coding.checking import check_project
from rodedraad.coding.codebook import (
    add_code,
    edit_code,
    merge_codes,
    move_code,
    remove_code,
    rename_code,
    split_code,
)
from rodedraad.coding.corpus import remove_transcript, set_transcript
from rodedraad.coding.fragments import add_memo, mark_coded, recode_fragment, remove_fragment
from rodedraad.coding.history import undo
from rodedraad.coding.merging import made_apart, merge
from rodedraad.coding.merging.conflicts import list_conflicts, settle, settle_all
from rodedraad.coding.merging.portable import REFERENCES, meaning, read_rows
from rodedraad.coding.merging.vectors import joined, seen
from rodedraad.coding.project import Project, open_project
from rodedraad.coding.respondents import set_respondent
from rodedraad.coding.schema import FORGOTTEN
from rodedraad.transcripts.model import Transcript

PEOPLE = {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")}
CODES = ["a", "b", "c", "c/d"]
WORDS = "een twee drie vier vijf zes zeven acht negen tien"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that every copy was once; not to be changed."""
    project = new_project(tmp_path_factory.mktemp("base"), CODES)
    for name in ("een", "twee"):
        add_talk(project, name, [("Int", "Vraag?"), ("R1", WORDS), ("R2", "ja en nee")], PEOPLE)
        code_quote(project, name, "een twee", "a", "positive")
        code_quote(project, name, "vijf zes", "b", "negative")
        code_quote(project, name, "ja en", "c/d")
    project.close()
    return project.path


def copies(base: Path, folder: Path, *coders: str) -> list[Project]:
    """Give each coder a copy."""
    found = []
    for coder in coders:
        path = folder / f"{coder}.draad"
        shutil.copy(base, path)
        found.append(open_project(path, coder))
    return found


@pytest.fixture
def anna_and_bram(base: Path, tmp_path: Path) -> tuple[Project, Project]:
    """A copy for each of two coders."""
    anna, bram = copies(base, tmp_path, "anna", "bram")
    return anna, bram


def shared_state(project: Project) -> dict[str, Any]:
    """Give what copies must have alike after merging: contents, vectors, conflicts."""
    connection = project.connection
    contents = {
        table: {row["uuid"]: meaning(row) for row in read_rows(connection, table)}
        for table in REFERENCES
    }
    vectors = {
        uuid: (json.loads(vector), removed)
        for uuid, vector, removed in connection.execute(
            "SELECT uuid, vector, removed FROM revision"
        ).fetchall()
    }
    conflicts = sorted(
        (uuid, vector, removed, meaning(json.loads(content)) if not removed else "")
        for uuid, vector, removed, content in connection.execute(
            "SELECT row_uuid, vector, removed, content FROM conflict"
        ).fetchall()
    )
    same = connection.execute("SELECT * FROM same ORDER BY uuid").fetchall()
    places = {
        row["uuid"]: (row["version_id"], row["start"], row["quote"])
        for row in read_rows(connection, "fragment")
    }
    return {
        "contents": contents,
        "vectors": vectors,
        "conflicts": conflicts,
        "same": same,
        "places": places,
    }


def quotes(project: Project) -> list[tuple[str, str, str, str | None]]:
    """List the fragments as (coder, quote, code, stance)."""
    return project.connection.execute(
        "SELECT coder, quote, path, stance FROM fragment JOIN code ON code.id = code_id "
        "ORDER BY coder, quote, path"
    ).fetchall()


def test_what_each_coded_comes_together(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    code_quote(anna, "een", "drie vier", "a", coder="anna")
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    finish(bram, "een", "bram")
    merged = merge(anna, [bram.path])
    assert (merged.added["fragment"], merged.added["coded_by"], merged.conflicts) == (1, 1, 0)
    assert ("bram", "drie vier", "b", None) in quotes(anna)
    assert ("anna", "drie vier", "a", None) in quotes(anna)
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_the_newer_change_stays(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with bram.transaction("recode"):
        recode_fragment(bram, 1, 3, "mixed")
    with bram.transaction("uncode"):
        remove_fragment(bram, 2)
    merged = merge(anna, [bram.path])
    assert (merged.changed["fragment"], merged.removed["fragment"]) == (1, 1)
    assert ("anna", "een twee", "c", "mixed") in quotes(anna)
    with anna.transaction("recode"):
        recode_fragment(anna, 1, None, "neutral")
    assert merge(anna, [bram.path]).changed == {}
    merge(bram, [anna.path])
    assert ("anna", "een twee", "c", "neutral") in quotes(bram)
    assert shared_state(anna) == shared_state(bram)


def test_what_both_changed_is_a_conflict(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    for project, code in ((anna, 2), (bram, 3)):
        with project.transaction("recode"):
            recode_fragment(project, 1, code, None)
    assert merge(anna, [bram.path]).conflicts == 1
    assert merge(bram, [anna.path]).conflicts == 1
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == []


def test_the_same_change_by_both_is_none(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    for project in (anna, bram):
        with project.transaction("recode"):
            recode_fragment(project, 1, 3, "mixed")
        code_quote(project, "een", "negen tien", "a", coder="clara")
    assert merge(anna, [bram.path]).conflicts == 0
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert len([quote for quote in quotes(anna) if quote[0] == "clara"]) == 1
    with anna.transaction("recode"):
        recode_fragment(anna, 1, 1, None)
    assert merge(bram, [anna.path]).conflicts == 0


def test_a_code_removed_here_and_used_there_is_kept(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("codebook merge"):
        merge_codes(anna, [2], 1)
    code_quote(bram, "twee", "acht", "b", coder="bram")
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert ("bram", "acht", "b", None) in quotes(anna)
    assert ("anna", "vijf zes", "a", "negative") in quotes(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_transcript_removed_here_and_coded_there_is_kept(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    code_quote(bram, "een", "acht", "b", coder="bram")
    assert merge(anna, [bram.path]).conflicts > 0
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    assert ("bram", "acht", "b", None) in quotes(anna)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_transcript_that_nobody_works_on_stays_removed(
    anna_and_bram: tuple[Project, Project],
) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    assert merge(anna, [bram.path]).added == {}
    assert merge(bram, [anna.path]).removed["transcript"] == 1
    assert shared_state(anna) == shared_state(bram)


def test_things_with_one_name_are_one(base: Path, tmp_path: Path) -> None:
    """The same file imported by both, with the same persons; the same code added by both."""
    anna, bram = copies(base, tmp_path, "anna", "bram")
    for project in (anna, bram):
        add_talk(project, "drie", [("R1", WORDS), ("R3", "nieuw")], {"R3": Person("R03", "x")})
        with project.transaction("codebook add"):
            add_code(project, "c/nieuw", {"definition": "Nieuw."})
        code_quote(project, "drie", "nieuw", "c/nieuw", coder=project.coder)
    merge(anna, [bram.path])
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    counts = anna.connection.execute(
        "SELECT (SELECT count(*) FROM transcript), (SELECT count(*) FROM respondent), "
        "(SELECT count(*) FROM code), (SELECT count(*) FROM fragment WHERE quote = 'nieuw')"
    ).fetchone()
    assert counts == (3, 3, 5, 2)
    assert check_project(anna.path) == []


def test_different_things_with_one_name_are_two(base: Path, tmp_path: Path) -> None:
    anna, bram = copies(base, tmp_path, "anna", "bram")
    for project in (anna, bram):
        add_talk(project, project.coder, [("R3", "nieuw")], {"R3": Person("R03", "x")})
    merge(anna, [bram.path], same_names=False)
    labels = anna.connection.execute("SELECT label FROM respondent ORDER BY label").fetchall()
    assert labels == [("R01",), ("R02",), ("R03",), ("R03 (2)",)]


def test_a_transcript_revised_there_takes_our_fragments_along(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    from rodedraad.coding.revising import revise

    anna, bram = anna_and_bram
    text = f"Int: Vraag?\nR1: Eerst nog iets: {WORDS}\nR2: ja en nee\n"
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(text, "een.txt"), accept_loss=False)
    code_quote(anna, "een", "acht negen", "b", coder="anna")
    merge(anna, [bram.path])
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    version = anna.connection.execute(
        "SELECT number FROM fragment JOIN transcript_version ON transcript_version.id = version_id "
        "WHERE quote = 'acht negen'"
    ).fetchone()
    assert version == (2,)
    assert check_project(anna.path) == check_project(bram.path) == []


def conflicting(anna: Project, bram: Project) -> None:
    """Let both recode the same fragment, and merge into anna's copy."""
    for project, code, stance in ((anna, 2, "mixed"), (bram, 3, "neutral")):
        with project.transaction("recode"):
            recode_fragment(project, 1, code, stance)
    merge(anna, [bram.path])


@pytest.mark.parametrize("coder", ["anna", "bram"])
def test_a_conflict_is_listed_and_settled(
    anna_and_bram: tuple[Project, Project], coder: str
) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    rows = list_conflicts(anna.connection)
    assert [row["what"] for row in rows] == ["fragment", "fragment"]
    assert {row["coder"]: row["says"] for row in rows} == {
        "anna": {"code_id": "b", "stance": "mixed"},
        "bram": {"code_id": "c", "stance": "neutral"},
    }
    choice = next(row["choice"] for row in rows if row["coder"] == coder)
    with anna.transaction("conflict settle"):
        settle(anna, 1, choice)
    assert list_conflicts(anna.connection) == []
    stance = {"anna": "mixed", "bram": "neutral"}[coder]
    assert stance in {quote[3] for quote in quotes(anna) if quote[1] == "een twee"}
    assert merge(bram, [anna.path]).conflicts == 0
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


@pytest.mark.parametrize(("rule", "stance"), [("mine", "mixed"), ("theirs", "neutral")])
def test_conflicts_are_settled_by_a_rule(
    anna_and_bram: tuple[Project, Project], rule: str, stance: str
) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    with anna.transaction("conflict settle"):
        assert settle_all(anna, rule) == 1
    assert stance in {quote[3] for quote in quotes(anna)}
    assert list_conflicts(anna.connection) == []


def test_a_settled_conflict_is_undone(anna_and_bram: tuple[Project, Project]) -> None:
    """It is open again, also after the next merge, and also where the others saw it settled."""
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    before = shared_state(anna)
    with anna.transaction("conflict settle"):
        settle(anna, 1, 2)
    merge(bram, [anna.path])
    undo(anna)
    after = shared_state(anna)
    assert after["contents"] == before["contents"]
    assert after["conflicts"] == before["conflicts"]
    assert check_project(anna.path) == []
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)


def test_words_that_a_correction_took_out_are_told_of(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    from rodedraad.coding.revising import revise

    anna, bram = anna_and_bram
    text = "Int: Vraag?\nR1: een twee drie vier vijf zes\nR2: ja en nee\n"
    with bram.transaction("transcript revise"):
        revise(bram, 1, make_talk(text, "een.txt"), accept_loss=False)
    fragment = code_quote(anna, "een", "negen tien", "b")
    citation = anna.connection.execute(
        "SELECT citation FROM fragment WHERE id = ?", [fragment]
    ).fetchone()
    assert merge(anna, [bram.path]).left_behind == [citation[0]]
    assert ("anna", "negen tien", "b", None) in quotes(anna)
    assert check_project(anna.path) == []


def test_a_text_corrected_in_both_is_settled(
    anna_and_bram: tuple[Project, Project], make_talk: Callable[..., Any]
) -> None:
    """The text that was chosen is the one that is coded, and the fragments are in it."""
    from rodedraad.coding.revising import revise

    anna, bram = anna_and_bram
    for project, question in ((anna, "Anders?"), (bram, "Heel anders?")):
        text = f"Int: {question}\nR1: {WORDS}\nR2: ja en nee\n"
        with project.transaction("transcript revise"):
            revise(project, 1, make_talk(text, "een.txt"), accept_loss=False)
    assert merge(anna, [bram.path]).conflicts == 1
    merge(bram, [anna.path])
    assert shared_state(anna) == shared_state(bram)
    rows = list_conflicts(anna.connection)
    choice = next(row["choice"] for row in rows if row["coder"] == "bram")
    with anna.transaction("conflict settle"):
        settle(anna, 1, choice)
    assert merge(bram, [anna.path]).conflicts == 0
    for project in (anna, bram):
        texts = project.connection.execute(
            "SELECT DISTINCT turn.text FROM fragment JOIN turn USING (version_id) "
            "JOIN transcript_version ON transcript_version.id = version_id "
            "WHERE transcript_id = 1 AND turn.number = 1"
        ).fetchall()
        assert texts == [("Heel anders?",)]
        assert check_project(project.path) == []


def test_a_removal_is_settled_either_way(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("transcript remove"):
        remove_transcript(anna, 1)
    code_quote(bram, "een", "acht", "b", coder="bram")
    merge(bram, [anna.path])
    rows = list_conflicts(bram.connection)
    assert [(row["what"], row["name"], row["says"]) for row in rows] == [
        ("transcript", "een", {}),
        ("transcript", "een", {"removed": True}),
    ]
    with bram.transaction("conflict settle"):
        settle(bram, 1, 2)
    assert bram.connection.execute("SELECT slug FROM transcript").fetchall() == [("twee",)]
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)
    assert check_project(anna.path) == check_project(bram.path) == []


def test_a_code_in_use_is_not_settled_away(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    with anna.transaction("codebook merge"):
        merge_codes(anna, [2], 1)
    code_quote(bram, "twee", "acht", "b", coder="bram")
    merge(bram, [anna.path])
    with pytest.raises(RodedraadError, match="still used"), bram.transaction("x"):
        settle(bram, 1, 2)
    with bram.transaction("conflict settle"):
        settle(bram, 1, 1)
    assert merge(anna, [bram.path]).conflicts == 0
    assert shared_state(anna) == shared_state(bram)


def test_what_is_no_conflict_is_not_settled(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    conflicting(anna, bram)
    for number, choice, message in ((2, 1, "no conflict 2"), (1, 3, "choices 1 to 2")):
        with pytest.raises(RodedraadError, match=message), anna.transaction("x"):
            settle(anna, number, choice)


def test_trying_a_merge_changes_nothing(anna_and_bram: tuple[Project, Project]) -> None:
    anna, bram = anna_and_bram
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    before = anna.path.read_bytes()
    assert merge(anna, [bram.path], dry_run=True).added["fragment"] == 1
    assert anna.path.read_bytes() == before


def test_a_merge_is_not_undone(anna_and_bram: tuple[Project, Project]) -> None:
    """Its rows would count as removed by us, and never come back with the next merge."""
    anna, bram = anna_and_bram
    code_quote(bram, "een", "drie vier", "b", coder="bram")
    merge(anna, [bram.path])
    with pytest.raises(RodedraadError, match="rodedraad backup restore"):
        undo(anna)
    assert list_backups(anna.path)[0].reason == "merge"


def test_a_project_is_not_merged_with_itself(anna_and_bram: tuple[Project, Project]) -> None:
    with pytest.raises(RodedraadError, match="this project itself"):
        merge(anna_and_bram[0], [anna_and_bram[0].path])


def test_what_has_one_name_is_asked_about(base: Path, tmp_path: Path) -> None:
    anna, bram = copies(base, tmp_path, "anna", "bram")
    assert made_apart(anna, [bram.path]) == {}
    for project in (anna, bram):
        with project.transaction("codebook add"):
            add_code(project, "c/nieuw", {"definition": "Nieuw."})
    assert made_apart(anna, [bram.path]) == {"code": ["c/nieuw"]}
    merge(anna, [bram.path], same_names=True)
    assert made_apart(anna, [bram.path]) == made_apart(bram, [anna.path]) == {}


def test_what_is_no_project_is_not_merged(
    anna_and_bram: tuple[Project, Project], tmp_path: Path
) -> None:
    anna, bram = anna_and_bram
    (tmp_path / "x.draad").write_text("niets")
    with pytest.raises(RodedraadError, match="not a rodedraad project"):
        merge(anna, [tmp_path / "x.draad"])
    bram.connection.execute("CREATE TABLE vreemd (a)")
    with pytest.raises(RodedraadError, match="changed by another program"):
        merge(anna, [bram.path])


# -- random work by three coders ------------------------------------------------------


def some(project: Project, table: str, chance: Random) -> int | None:
    """Choose a row of a table."""
    rows = project.connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
    return int(chance.choice(rows)[0]) if rows else None


def change_something(project: Project, chance: Random) -> None:
    """Do one thing that a coder does."""
    what = chance.choice(sorted(CHANGES))
    with project.transaction("test"):
        try:
            CHANGES[what](project, chance)
        except RodedraadError:
            return


def code_something(project: Project, chance: Random) -> None:
    """Code some words, or have them coded already."""
    from rodedraad.coding.fragments import add_fragment, span_at

    transcript, code = some(project, "transcript", chance), some(project, "code", chance)
    if transcript and code:
        start = chance.randint(16, 40)
        span = span_at(project.connection, transcript, start, start + chance.randint(3, 9))
        stance = chance.choice(["positive", "negative", None])
        add_fragment(project, span, code, "manual", stance)


def recode_something(project: Project, chance: Random) -> None:
    """Give a fragment another code and stance."""
    fragment, code = some(project, "fragment", chance), some(project, "code", chance)
    if fragment:
        recode_fragment(project, fragment, code, chance.choice(["mixed", "neutral"]))


def remove_something(project: Project, chance: Random) -> None:
    """Remove a fragment."""
    fragment = some(project, "fragment", chance)
    if fragment:
        remove_fragment(project, fragment)


def note_something(project: Project, chance: Random) -> None:
    """Write a memo on a fragment."""
    fragment = some(project, "fragment", chance)
    row = project.connection.execute(
        "SELECT uuid FROM fragment WHERE id = ?", [fragment]
    ).fetchone()
    if row:
        add_memo(project, "fragment", row[0], chance.choice(["x", "y"]))


def change_a_code(project: Project, chance: Random) -> None:
    """Define, rename, move, merge, add or remove a code."""
    code, other = some(project, "code", chance), some(project, "code", chance)
    acts = ["define", "rename", "move", "merge", "add", "remove", "split"]
    act = chance.choice(acts)
    name = chance.choice(["e", "f", "g"])
    if code is None or other is None:
        return
    path = project.connection.execute("SELECT path FROM code WHERE id = ?", [code]).fetchone()[0]
    if act == "define":
        edit_code(project, code, {"definition": name})
    elif act == "rename":
        rename_code(project, code, name)
    elif act == "move":
        move_code(project, code, chance.choice([other, None]))
    elif act == "merge":
        merge_codes(project, [code], other)
    elif act == "add":
        add_code(project, f"{path}/{name}" if chance.random() < 0.5 else name, {})
    elif act == "split":
        fragment = some(project, "fragment", chance)
        split_code(project, code, name, [fragment] if fragment else [])
    else:
        remove_code(project, path)


def describe_something(project: Project, chance: Random) -> None:
    """Describe a transcript or a respondent, or mark something as coded."""
    transcript = some(project, "transcript", chance)
    respondent = some(project, "respondent", chance)
    if transcript:
        set_transcript(project, transcript, {"title": chance.choice(["T", "U"])})
        mark_coded(project, transcript, chance.random() < 0.5)
    if respondent:
        set_respondent(project, respondent, {"size": chance.choice([1, 2, 3])})


def drop_a_transcript(project: Project, chance: Random) -> None:
    """Remove a transcript with all that hangs on it."""
    transcript = some(project, "transcript", chance)
    if transcript:
        remove_transcript(project, transcript)


def correct_a_text(project: Project, chance: Random) -> None:
    """Correct a text: some words come in front, or one word is another."""
    from rodedraad.coding.fragments import current_version, version_text
    from rodedraad.coding.revising import revise

    transcript = some(project, "transcript", chance)
    if transcript is None:
        return
    text = version_text(project.connection, current_version(project.connection, transcript))
    old, new = chance.choice([("Vraag?", "Nog een vraag?"), ("tien", "tien elf"), ("ja", "jawel")])
    revise(project, transcript, talk_of(text.replace(old, new)), accept_loss=True)


def talk_of(text: str) -> Transcript:
    """Read a text of lines "R1: words" as the talk that it is."""
    turns = [tuple(line.split(": ", 1)) for line in text.splitlines()]
    return talk("een", turns, {name: PEOPLE[name] for name in ("R1", "R2")})  # type: ignore[misc]


def decide_something(project: Project, chance: Random) -> None:
    """Reject a suggestion, as the desk does."""
    from rodedraad.coding.fragments import span_at
    from rodedraad.coding.suggestions import store_decision

    transcript, code = some(project, "transcript", chance), some(project, "code", chance)
    if transcript and code:
        start = chance.randint(16, 40)
        span = span_at(project.connection, transcript, start, start + 5)
        place = {"turn_id": span.turn_id, "start": span.start, "end": span.end, "code_id": code}
        verdict = chance.choice(["rejected", "accepted"])
        store_decision(project, place | {"score": 0.5}, verdict, False)


CHANGES: dict[str, Callable[[Project, Random], None]] = {
    "code": code_something,
    "recode": recode_something,
    "uncode": remove_something,
    "memo": note_something,
    "codebook": change_a_code,
    "describe": describe_something,
    "remove transcript": drop_a_transcript,
    "revise": correct_a_text,
    "decide": decide_something,
}


def merged(folder: Path, name: str, *parts: Path) -> Path:
    """Merge copies in this order into a new file; give it."""
    path = folder / f"{name}.draad"
    shutil.copy(parts[0], path)
    project = open_project(path, "anna")
    for part in parts[1:]:
        merge(project, [part])
    project.close()
    return path


def state_of(path: Path) -> dict[str, Any]:
    """Give the shared state of a file, which must be whole."""
    assert check_project(path) == []
    project = open_project(path, "anna")
    try:
        return shared_state(project)
    finally:
        project.close()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
@example(seed=3293103241)  # a decision on a transcript that a third copy removed
@example(seed=5029)  # a text corrected alike in two copies
@example(seed=5057)  # words of a fragment that one of two corrections changed
@example(seed=6042)  # a code added below one that was removed
def test_the_order_of_merging_does_not_matter(base: Path, seed: int) -> None:
    compare_orders(base, seed)


def compare_orders(base: Path, seed: int) -> None:
    """Let three coders do something each, and merge in several orders."""
    chance, folder = Random(seed), Path(mkdtemp())
    for project in copies(base, folder, "anna", "bram", "clara"):
        for _ in range(chance.randint(0, 4)):
            change_something(project, chance)
        project.close()
    a, b, c = (folder / f"{coder}.draad" for coder in ("anna", "bram", "clara"))
    ab, ba = merged(folder, "ab", a, b), merged(folder, "ba", b, a)
    assert state_of(ab) == state_of(ba)
    assert state_of(merged(folder, "abb", ab, b, a)) == state_of(ab)
    bc = merged(folder, "bc", b, c)
    assert state_of(merged(folder, "ab_c", ab, c)) == state_of(merged(folder, "a_bc", a, bc))
    shutil.rmtree(folder)


COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3))


@given(COUNTS, COUNTS, COUNTS)
def test_vectors_are_ordered_and_joined(
    one: dict[str, int], two: dict[str, int], three: dict[str, int]
) -> None:
    both = joined([one, two])
    assert seen(one, both)
    assert seen(two, both)
    assert joined([both, three]) == joined([one, joined([two, three])])
    if seen(one, two) and seen(two, three):
        assert seen(one, three)
    if seen(one, two) and seen(two, one):
        assert one == two
    assert seen(one, {FORGOTTEN: 1})
    assert not seen({FORGOTTEN: 1}, one)
