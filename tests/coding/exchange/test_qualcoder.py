"""A project of QualCoder is read from its database, which is not trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.coding.exchange import LossError, import_project
from rodedraad.coding.project import Project

# The tables of QualCoder 3, as far as they matter here.
SCHEMA = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text,
    memo text, owner text, date text, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer, unique(name));
CREATE TABLE code_name (cid integer primary key, memo text, name text, catid integer,
    owner text, date text, color text, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
    pos0 integer, pos1 integer, owner text, date text, memo text, avid integer);
CREATE TABLE code_image (imid integer primary key, id integer, cid integer);
CREATE TABLE code_av (avid integer primary key, id integer, cid integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
    memo text, owner text, date text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
    pos1 integer, owner text, date text, memo text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
    id integer, date text, owner text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
TALK = "Int: Hoe gaat het?\n\nR1: 👮 De wijkagent komt.\n\nR2: Dat helpt, zeker weten.\n"
WHEN = "2021-05-12 09:30:00"
ROWS = {
    "project": [("v7", WHEN, "Onderzoek in Noord.", "")],
    "source": [
        (1, "gesprek.docx", TALK, None, "Op het bureau.", "carla", WHEN),
        (2, "kaart.png", None, "/images/kaart.png", "", "carla", WHEN),
    ],
    "code_cat": [(1, "Samenwerken", "carla", WHEN, "Hoe men samenwerkt.", None)],
    "code_name": [
        (1, "Met de politie.", "Politie", 1, "carla", WHEN, "#1B7837"),
        (2, "", "Los", None, "carla", WHEN, "red"),
    ],
    "code_text": [
        # Positions as Qt counts: 👮 is two.
        (1, 1, 1, "De wijkagent", 27, 39, "carla", WHEN, "Sterk.", None),
        (2, 2, 1, "Dat helpt", 51, 60, "daan", "2021-05-13 10:00:00", "", None),
    ],
    "code_image": [(1, 2, 1)],
    "annotation": [(1, 1, 27, 39, "Wie is dit?", "carla", WHEN)],
    "cases": [(1, "Agent Vos", "Sprak zacht.", "carla", WHEN)],
    "case_text": [(1, 1, 1, 24, 45, "carla", WHEN, "")],
    "attribute": [
        (1, "groep", "case", "politie", 1, WHEN, "carla"),
        (2, "leeftijd", "case", "44", 1, WHEN, "carla"),
        (3, "date", "file", "2021-05-01", 1, WHEN, "carla"),
    ],
    "journal": [(1, "Dag 1", "Het regende.", WHEN, "carla")],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a QualCoder project."""
    path = tmp_path / "noord.qda"
    path.mkdir()
    with closing(sqlite3.connect(path / "data.qda")) as connection, connection:
        connection.executescript(SCHEMA)
        for table, rows in ROWS.items():
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    return path


@pytest.mark.parametrize("file", ["", "data.qda"])
def test_it_is_read_whole(empty_project: Project, folder: Path, file: str) -> None:
    with pytest.raises(LossError) as refused:
        import_project(empty_project, folder / file)
    assert [str(loss) for loss in refused.value.summary.lost] == [
        "Pictures, sound and film: 1 (kaart.png), with codings: 1, comments: 0."
    ]
    summary = import_project(empty_project, folder / file, accept_loss=True)
    connection = empty_project.connection
    fragments = connection.execute(
        "SELECT quote, path, coder, fragment.at, label FROM fragment "
        "JOIN code ON code.id = code_id JOIN turn ON turn.id = turn_id "
        "JOIN speaker ON speaker.id = speaker_id ORDER BY fragment.start"
    ).fetchall()
    assert fragments == [
        ("De wijkagent", "samenwerken/politie", "carla", "2021-05-12T09:30:00Z", "R1"),
        ("Dat helpt", "los", "daan", "2021-05-13T10:00:00Z", "R2"),
    ]
    codes = connection.execute(
        "SELECT name, definition, colour FROM code WHERE slug IN ('samenwerken', 'politie', 'los') "
        "AND path NOT LIKE 'samenwerking/%' ORDER BY id"
    ).fetchall()
    assert codes == [
        ("Samenwerken", "Hoe men samenwerkt.", ""),
        ("Politie", "Met de politie.", "#1B7837"),
        ("Los", "", ""),
    ]
    memos = connection.execute("SELECT target, turn, text FROM memo ORDER BY text").fetchall()
    assert memos == [
        ("project", None, "Dag 1\n\nHet regende."),
        ("project", None, "Onderzoek in Noord."),
        ("transcript", None, "Op het bureau."),
        ("respondent", None, "Sprak zacht."),
        ("fragment", None, "Sterk."),
        ("turn", 2, "“De wijkagent”\nWie is dit?"),
    ]
    person = connection.execute(
        "SELECT respondent.label, attributes, group_name, transcript.date FROM respondent "
        "JOIN participation ON respondent_id = respondent.id "
        "JOIN transcript ON transcript.id = transcript_id ORDER BY respondent.id"
    ).fetchall()
    assert person[0] == ("Agent Vos", '{"leeftijd": "44"}', "politie", "2021-05-01")
    assert [(c.kind, c.found, c.carried) for c in summary.counts] == [
        ("codes", 3, 3),
        ("transcripts", 1, 1),
        ("respondents", 1, 1),
        ("fragments", 2, 2),
        ("memos", 6, 6),
    ]
    assert [path.name for path in folder.iterdir()] == ["data.qda"]


def test_twice_adds_nothing(empty_project: Project, folder: Path) -> None:
    tables = ("code", "transcript", "respondent", "fragment", "memo")
    counts = []
    for _ in range(2):
        import_project(empty_project, folder, accept_loss=True)
        counts.append(
            [
                empty_project.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                for table in tables
            ]
        )
    assert counts[0] == counts[1]


def test_a_view_where_a_table_should_be_is_refused(empty_project: Project, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data.qda")) as connection, connection:
        connection.executescript(
            "DROP TABLE journal; CREATE VIEW journal AS WITH RECURSIVE n(i) AS "
            "(SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS jid FROM n;"
        )
    with pytest.raises(RodedraadError, match="is no project of QualCoder"):
        import_project(empty_project, folder)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00cut off"])
def test_what_is_no_database_is_refused(
    empty_project: Project, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x.qda").write_bytes(content)
    with pytest.raises(RodedraadError, match="project of QualCoder"):
        import_project(empty_project, tmp_path / "x.qda")
