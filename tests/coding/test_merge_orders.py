"""In whatever order copies are merged, and however often, the same comes out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

from builders import talk
from copies import PEOPLE, copies, shared_state
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
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
from rodedraad.coding.distributing import assign
from rodedraad.coding.fragments import (
    add_fragment,
    add_memo,
    current_version,
    mark_coded,
    recode_fragment,
    remove_fragment,
    span_at,
    version_text,
)
from rodedraad.coding.merging import merge
from rodedraad.coding.merging.vectors import joined, seen
from rodedraad.coding.project import Project, new_uuid, open_project
from rodedraad.coding.respondents import set_respondent
from rodedraad.coding.revising import revise
from rodedraad.coding.schema import FORGOTTEN
from rodedraad.coding.suggestions import store_decision
from rodedraad.transcripts.model import Transcript


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
    """Write a memo on a fragment or a turn."""
    table = chance.choice(["fragment", "transcript"])
    row = project.connection.execute(
        f"SELECT uuid FROM {table} WHERE id = ?", [some(project, table, chance)]
    ).fetchone()
    if row and table == "fragment":
        add_memo(project, "fragment", row[0], chance.choice(["x", "y"]))
    elif row:
        add_memo(project, "turn", row[0], "z", chance.randint(1, 3))


def read_something(project: Project, chance: Random) -> None:
    """Mark a turn as read."""
    transcript = some(project, "transcript", chance)
    if transcript:
        row = {"version_id": current_version(project.connection, transcript)}
        row |= {"turn": chance.randint(1, 3), "coder": project.coder, "uuid": new_uuid()}
        project.database.table("reviewed_turn").insert(row, ignore=True)


def assign_something(project: Project, chance: Random) -> None:
    """Give a transcript that nobody has to a coder."""
    assign(project, [chance.choice(["anna", "bram"])], 0)


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
    transcript = some(project, "transcript", chance)
    if transcript is None:
        return
    text = version_text(project.connection, current_version(project.connection, transcript))
    old, new = chance.choice(
        [
            ("Vraag?", "Nog een vraag?"),
            ("tien", "tien elf"),
            ("ja", "jawel"),
            ("Int: Vraag?", "Int: Welkom.\nR2: Dank u.\nInt: Vraag?"),
        ]
    )
    revise(project, transcript, talk_of(text.replace(old, new)), accept_loss=True)


def talk_of(text: str) -> Transcript:
    """Read a text of lines "R1: words" as the talk that it is."""
    turns = [tuple(line.split(": ", 1)) for line in text.splitlines()]
    return talk("een", turns, {name: PEOPLE[name] for name in ("R1", "R2")})  # type: ignore[misc]


def decide_something(project: Project, chance: Random) -> None:
    """Reject a suggestion, as the desk does."""
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
    "read": read_something,
    "assign": assign_something,
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
