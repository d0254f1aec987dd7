"""Undo and redo: any number of steps, across sessions, of one's own changes alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rodedraad import RodedraadError
from rodedraad.coding.fragments import add_memo, recode_fragment, remove_fragment
from rodedraad.coding.history import changes, redo, undo
from rodedraad.coding.project import Project, open_project

Contents = Callable[[sqlite3.Connection], dict[str, list[tuple[object, ...]]]]


def test_undo_and_redo_outlive_the_session(project: Project, contents_of: Contents) -> None:
    before = contents_of(project.connection)
    with project.transaction("uncode"):
        remove_fragment(project, 1)
    after = contents_of(project.connection)
    project.close()
    for act, expected in ((undo, before), (redo, after), (undo, before), (redo, after)):
        again = open_project(project.path, "anna")
        act(again)
        assert contents_of(again.connection) == expected
        again.close()


def test_undo_takes_back_ones_own_change_and_leaves_a_colleagues(
    project: Project, colleague: Project
) -> None:
    with project.transaction("memo add"):
        add_memo(project, "project", "", "van anna")
    with colleague.transaction("memo add"):
        add_memo(colleague, "project", "", "van bram")
    undone = undo(project)
    assert (undone.coder, undone.operation) == ("anna", "memo add")
    texts = [row[0] for row in project.connection.execute("SELECT text FROM memo ORDER BY id")]
    assert texts == ["Begin hier.", "van bram"]


def test_what_a_colleague_built_on_is_not_undone(
    project: Project, colleague: Project, contents_of: Contents
) -> None:
    with colleague.transaction("recode"):
        recode_fragment(colleague, 1, None, "mixed")
    with project.transaction("uncode"):
        remove_fragment(project, 2)
    undo(project)
    undo(project)  # the memo
    undo(project)  # the second fragment
    before = contents_of(project.connection)
    with pytest.raises(RodedraadError, match="bram built on it since"):
        undo(project)
    assert contents_of(project.connection) == before
    undo(colleague)
    assert undo(project).operation == "code"


def test_a_code_that_a_colleague_uses_is_not_undone(
    project: Project, colleague: Project, code_turn: Callable[..., int]
) -> None:
    """The fragment lies in another table than the code that it hangs on."""
    with project.transaction("codebook add"):
        number = project.insert(
            "code", {"uuid": "u", "slug": "x", "path": "x", "position": 9, "name": "X"}
        )
    code_turn(colleague, 5, number)
    with pytest.raises(RodedraadError, match="built on it since"):
        undo(project)
    assert project.connection.execute("SELECT count(*) FROM fragment").fetchone() == (3,)


def test_a_new_change_closes_the_way_to_redo(project: Project) -> None:
    undo(project)
    with project.transaction("memo add"):
        add_memo(project, "project", "", "iets nieuws")
    with pytest.raises(RodedraadError, match="nothing of anna to redo"):
        redo(project)


def test_nothing_to_undo_is_said(colleague: Project) -> None:
    with pytest.raises(RodedraadError, match="nothing of bram to undo"):
        undo(colleague)


def test_the_log_shows_what_was_undone_at_its_own_line(project: Project) -> None:
    undo(project)
    log = changes(project.connection)
    assert [(change.operation, change.undone) for change in log] == [
        ("memo add", True),
        ("code", False),
        ("code", False),
        ("import", False),
        ("codebook load", False),
    ]
    assert changes(project.connection, limit=1) == log[:1]


class TwoCoders(RuleBasedStateMachine):
    """Two coders change one project at random; a list remembers what each undo must give."""

    template: bytes
    contents: Contents

    @initialize()
    def start(self) -> None:
        """Open a fresh copy as both coders."""
        self.folder = Path(mkdtemp())
        path = self.folder / "klein.draad"
        path.write_bytes(self.template)
        self.coders = [open_project(path, "anna"), open_project(path, "bram")]
        self.done: dict[int, list[str]] = {0: [], 1: []}
        self.redoable: dict[int, list[str]] = {0: [], 1: []}
        self.number = 0

    def texts(self, coder: int) -> set[str]:
        """Give the memos of one coder on the project, as the file has them."""
        rows = self.coders[0].connection.execute(
            "SELECT text FROM memo WHERE coder = ? AND target = 'project'",
            [self.coders[coder].coder],
        )
        return {str(row[0]) for row in rows.fetchall()}

    @rule(coder=st.integers(0, 1))
    def write(self, coder: int) -> None:
        """Write a memo, by which a later undo can be told."""
        self.number += 1
        project = self.coders[coder]
        with project.transaction("memo add"):
            add_memo(project, "project", "", str(self.number))
        self.done[coder].append(str(self.number))
        self.redoable[coder].clear()

    @precondition(lambda self: any(self.done.values()))
    @rule(coder=st.integers(0, 1))
    def take_back(self, coder: int) -> None:
        """Undo, when this coder has something to undo."""
        if self.done[coder]:
            undo(self.coders[coder])
            self.redoable[coder].append(self.done[coder].pop())

    @rule(coder=st.integers(0, 1))
    def do_again(self, coder: int) -> None:
        """Redo, or be told that there is nothing."""
        if self.redoable[coder]:
            redo(self.coders[coder])
            self.done[coder].append(self.redoable[coder].pop())
        else:
            with pytest.raises(RodedraadError):
                redo(self.coders[coder])

    @rule(data=st.data())
    def change_and_come_back(self, data: st.DataObject) -> None:
        """Do a few changes of any sort, undo them all, redo them all: the same states."""
        project = self.coders[0]
        states = [type(self).contents(project.connection)]
        for change in data.draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4)):
            before = type(self).contents(project.connection)
            with project.transaction("test"):
                change(project, data)
            if type(self).contents(project.connection) != before:
                states.append(type(self).contents(project.connection))
        for state in reversed(states[:-1]):
            undo(project)
            assert type(self).contents(project.connection) == state
        for state in states[1:]:
            redo(project)
            assert type(self).contents(project.connection) == state
        for _state in states[1:]:
            undo(project)
        if len(states) > 1:
            self.redoable[0].clear()
            # Close the way to redo for the model too.
            self.write(0)

    def teardown(self) -> None:
        """What the file holds is what the lists say; then throw it away."""
        if hasattr(self, "coders"):
            found = [self.texts(coder) for coder in (0, 1)]
            for project in self.coders:
                project.close()
            shutil.rmtree(self.folder)
            assert found == [set(self.done[coder]) for coder in (0, 1)]


def some_row(project: Project, table: str, data: st.DataObject) -> int | None:
    """Choose a row of a table; None when it is empty."""
    rows = [row[0] for row in project.connection.execute(f"SELECT id FROM {table}").fetchall()]
    return data.draw(st.sampled_from(rows)) if rows else None


def remove_some_transcript(project: Project, data: st.DataObject) -> None:
    """Remove a transcript with all that hangs on it."""
    row = some_row(project, "transcript", data)
    project.connection.execute("DELETE FROM transcript WHERE id = ?", [row])


def remove_some_fragment(project: Project, data: st.DataObject) -> None:
    """Remove a fragment."""
    row = some_row(project, "fragment", data)
    if row:
        remove_fragment(project, row)


def recode_some_fragment(project: Project, data: st.DataObject) -> None:
    """Give a fragment a code and a stance."""
    row = some_row(project, "fragment", data)
    if row:
        code = data.draw(st.sampled_from([1, 2, 3, 4]))
        recode_fragment(project, row, code, data.draw(st.sampled_from(["mixed", "neutral"])))


def regroup(project: Project, data: st.DataObject) -> None:
    """Let everybody speak for another group and other areas."""
    group = data.draw(st.sampled_from(["politie", "college", "bewoners"]))
    project.connection.execute(
        "UPDATE participation SET group_name = ?, areas = ?", [group, f'["{group}"]']
    )


def redefine(project: Project, data: st.DataObject) -> None:
    """Change a text of a code."""
    row = some_row(project, "code", data)
    text = data.draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    project.connection.execute("UPDATE code SET definition = ? WHERE id = ?", [text, row])


CHANGES: list[Callable[[Project, Any], None]] = [
    remove_some_transcript,
    remove_some_fragment,
    recode_some_fragment,
    regroup,
    redefine,
]


def test_random_changes_of_two_coders_come_back(
    templates: tuple[bytes, bytes], contents_of: Contents
) -> None:
    machine = type(
        "Machine", (TwoCoders,), {"template": templates[1], "contents": staticmethod(contents_of)}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.generate],  # to shrink takes minutes, and the steps tell enough
            suppress_health_check=list(HealthCheck),
        ),
    )
