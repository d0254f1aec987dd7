"""A project of Taguette: its byte offsets in HTML are places in the text; and its codebooks."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.exchange import import_project, sheets
from rodedraad.coding.exchange.taguette import read_project, words_of
from rodedraad.coding.project import Project

SCHEMA = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT,
    created DATETIME, project_id INTEGER, text_direction TEXT, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
    end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login TEXT,
    project_id INTEGER, document_id INTEGER, payload TEXT);
"""
HTML = "<p>Int: Hoe gaat het?</p><p>R1: 👮 De <b>wijkagent</b> &amp; co.</p>\r\n<p>Café?</p>"
WORDS = "Int: Hoe gaat het?\nR1: 👮 De wijkagent & co.\n\nCafé?\n"


def bytes_of(words: str) -> tuple[int, int]:
    """Give the offsets of words in Taguette's own text: no line end between two paragraphs."""
    text = "Int: Hoe gaat het?R1: 👮 De wijkagent & co.\nCafé?"
    start = text.encode().index(words.encode())
    return start, start + len(words.encode())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project as Taguette exports it."""
    path = tmp_path / "noord.sqlite3"
    when = "2021-05-12 09:30:00.000000"
    added = json.dumps({"type": "highlight_add", "highlight_id": 1})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO projects VALUES (1, 'Noord', 'In de wijk.', ?)", [when])
        connection.execute(
            "INSERT INTO documents VALUES (1, 'Gesprek', 'Aan huis.', 'gesprek.docx', ?, 1, "
            "'LEFT_TO_RIGHT', ?)",
            [when, HTML],
        )
        connection.executemany(
            "INSERT INTO tags VALUES (?, 1, ?, ?)",
            [(1, "politie", "De politie."), (2, "vertrouwen", "")],
        )
        connection.executemany(
            "INSERT INTO highlights VALUES (?, 1, ?, ?, '')",
            [(1, *bytes_of("De wijkagent & co")), (2, *bytes_of("Café?"))],
        )
        connection.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(1, 1), (1, 2), (2, 2)])
        connection.execute("INSERT INTO commands VALUES (1, ?, 'carla', 1, 1, ?)", [when, added])
    return path


def test_it_is_read_whole(empty_project: Project, file: Path) -> None:
    summary = import_project(empty_project, file)
    fragments = empty_project.connection.execute(
        "SELECT quote, path, coder FROM fragment JOIN code ON code.id = code_id "
        "ORDER BY start, path"
    ).fetchall()
    assert fragments == [
        ("De wijkagent & co", "politie", "carla"),
        ("De wijkagent & co", "vertrouwen", "carla"),
        ("Café?", "vertrouwen", "imported"),
    ]
    memos = empty_project.connection.execute("SELECT target, text FROM memo").fetchall()
    assert memos == [("project", "In de wijk."), ("transcript", "Aan huis.")]
    assert [(c.kind, c.found, c.carried) for c in summary.counts if c.found] == [
        ("codes", 2, 2),
        ("transcripts", 1, 1),
        ("fragments", 3, 3),
        ("memos", 2, 2),
    ]


def test_several_projects_in_one_file_are_not_mixed(empty_project: Project, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO projects VALUES (2, 'Zuid', '', '')")
    with pytest.raises(RodedraadError, match=r"holds 2 projects \(Noord, Zuid\)"):
        import_project(empty_project, file)


def test_the_words_of_a_document_have_lines() -> None:
    assert words_of(HTML).text == WORDS


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&"), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(["p", "b", "h1"]), TEXT), min_size=1, max_size=5))
def test_a_byte_is_the_character_that_it_begins(parts: list[tuple[str, str]]) -> None:
    words = words_of("".join(f"<{tag}>{text}</{tag}>" for tag, text in parts))
    byte = 0
    for _tag, text in parts:
        for character in text:
            assert words.text[words.place(byte)] == character
            byte += len(character.encode())


TAGUETTE = "tag,description,number of highlights\npolitie,De politie.,3\nvertrouwen,,0\n"
PARENTS = "tag;parent;description\nwijkagent;politie;De agent.\npolitie;;De politie.\n"
MAXQDA = "Code\tMemo\nSamenwerken > Politie\tDe politie.\nSamenwerken\tSamen.\n"


@pytest.mark.parametrize(
    ("text", "paths", "definitions"),
    [
        (TAGUETTE, ["politie", "vertrouwen"], ["De politie.", ""]),
        (PARENTS, ["politie", "politie/wijkagent"], ["De politie.", "De agent."]),
        (MAXQDA, ["samenwerken", "samenwerken/politie"], ["Samen.", "De politie."]),
        (MAXQDA.replace(" > ", "\\"), ["samenwerken", "samenwerken/politie"], None),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_codebooks_of_other_programs(
    tmp_path: Path, suffix: str, text: str, paths: list[str], definitions: list[str] | None
) -> None:
    path = tmp_path / f"codes{suffix}"
    if suffix == ".csv":
        path.write_text(text, encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            separator = max(",;\t", key=text.split("\n")[0].count)
            for number, line in enumerate(text.strip().split("\n")):
                sheet.write_row(number, 0, line.split(separator))
    assert sheets.is_theirs(path)
    book = sheets.read(path)
    assert [code.path for code in book.walk()] == paths
    assert definitions in (None, [code.definition for code in book.walk()])
    assert all(code.shortcut for code in book.walk())


def test_a_table_of_our_own_is_not_theirs(tmp_path: Path) -> None:
    (tmp_path / "eigen.csv").write_text("path,name\npolitie,Politie\n", encoding="utf-8")
    assert not sheets.is_theirs(tmp_path / "eigen.csv")
    assert not sheets.is_theirs(tmp_path / "niet-hier.csv")


def test_a_table_without_codes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leeg.csv").write_text("tag,description\n", encoding="utf-8")
    with pytest.raises(RodedraadError, match="holds no codes"):
        sheets.read(tmp_path / "leeg.csv")


def test_a_database_without_a_column_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE documents RENAME COLUMN contents TO inhoud")
    with pytest.raises(RodedraadError, match="cannot be read as a project of Taguette: 'contents'"):
        read_project(file)
