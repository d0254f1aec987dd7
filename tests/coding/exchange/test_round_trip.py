"""A project written as REFI-QDA and read into a new one is the same project.

Compared are all tables that people fill, but for what docs/refi.md says the standard has no
place for: earlier versions of texts and codes, decisions, assignments, the plan, aliases and
saved queries; and the UUIDs of speakers, participations and versions.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.codebooks.fields import fill_in
from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.exchange import import_project, storing
from rodedraad.coding.exchange.writing import PROGRAMS, export_project
from rodedraad.coding.fragments import Span, span_at
from rodedraad.coding.importing import store
from rodedraad.coding.project import Project, create_project, new_uuid, open_project
from rodedraad.coding.schema import objects
from rodedraad.transcripts.model import Kind, Speaker, SpeakerRole, Transcript, Turn

# What XML can hold; and for the texts of transcripts, which are no XML, what a project can.
IN_XML = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\n\r\t", exclude_characters="\ufffe\uffff"
)
NAME = st.text(IN_XML, min_size=1, max_size=10).filter(str.strip)
WORDS = st.text(IN_XML, max_size=30)
SPEECH = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"),
        st.sampled_from("👮𝔊\n\ufeff \u2028\x0b"),
    ),
    min_size=1,
    max_size=30,
).filter(str.strip)
SLUG = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
MOMENT = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0"))
CODER = st.sampled_from(["anna", "bram", "Ça & <Co>"])
STANCE = st.sampled_from([None, "positive", "negative", "mixed", "neutral"])
ORIGIN = st.sampled_from(["manual", "accepted", "bulk", "imported", "adjudicated"])


@st.composite
def trees(draw: st.DrawFn, parent: str = "", depth: int = 2) -> tuple[Code, ...]:
    """Draw codes with codes below them."""
    codes = []
    for slug in draw(st.lists(SLUG, max_size=2, min_size=0 if parent else 1, unique=True)):
        path = f"{parent}/{slug}" if parent else slug
        below = draw(trees(path, depth - 1)) if depth else ()
        texts = [draw(WORDS) for _ in range(5)]
        indicators = tuple(draw(st.lists(NAME.filter(lambda n: "\n" not in n), max_size=2)))
        codes.append(
            Code(str(draw(st.uuids())), slug, path, draw(NAME), *texts, indicators, codes=below)
        )
    return tuple(codes)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Draw a transcript with speakers in all roles and everything a turn can have."""
    labels = draw(st.lists(NAME, min_size=1, max_size=3, unique_by=str.lower))
    speakers = [
        Speaker(
            label,
            draw(st.sampled_from(SpeakerRole)),
            draw(st.sampled_from(["", "R01", "R02"])),
            draw(st.sampled_from(["", "politie", "bewoners"])),
            draw(st.sampled_from([(), ("Noord",), ("Noord", "De Bron")])),
            draw(st.sampled_from(["", "wijkagent"])),
        )
        for label in labels
    ]
    text, turns = "", []
    for speech in draw(st.lists(SPEECH, min_size=1, max_size=4)):
        text += draw(st.text("\n R1:", max_size=4))
        speaker = draw(st.sampled_from(speakers))
        start, end = len(text), len(text) + len(speech)
        time = draw(st.sampled_from([None, 0.0, 1.5]))
        cues = (start + 1,) if end > start + 1 and draw(st.booleans()) else ()
        question = draw(st.sampled_from(["", "Wat vindt u?"]))
        turns.append(Turn(start, end, speaker.label, speaker.role, time, time, cues, question))
        text += speech
    return Transcript(
        text + draw(st.text("\n x", max_size=3)),
        tuple(turns),
        tuple(speakers),
        title=draw(NAME),
        source=f"{draw(SLUG)}.txt",
        format="vtt",
        sha256=f"{draw(st.integers(0, 2**256 - 1)):064x}",
        kind=draw(st.sampled_from(Kind)),
        date=draw(st.sampled_from(["", "2016", "2016-05-12"])),
        wave=draw(st.sampled_from(["", "2014", "2016"])),
        notes=tuple(draw(st.lists(WORDS, max_size=1))),
    )


@dataclass(frozen=True)
class Work:
    """What coders do in one transcript: spans as shares of its length, and memos."""

    transcript: Transcript
    fragments: tuple[tuple[float, float, int, str, str | None, str, str], ...]
    memos: tuple[tuple[str, int, str, str, str], ...]
    coded_by: tuple[str, ...]


SHARE = st.floats(0, 1)
WORK = st.builds(
    Work,
    transcripts(),
    st.lists(
        st.tuples(SHARE, SHARE, st.integers(0, 99), CODER, STANCE, ORIGIN, MOMENT), max_size=4
    ).map(tuple),
    st.lists(
        st.tuples(
            st.sampled_from("project transcript turn fragment code respondent cell".split()),
            st.integers(0, 99),
            CODER,
            st.text(IN_XML, min_size=1, max_size=30),
            MOMENT,
        ),
        max_size=4,
    ).map(tuple),
    st.lists(CODER, max_size=2, unique=True).map(tuple),
)
WORKS = st.lists(WORK, min_size=1, max_size=2, unique_by=lambda work: work.transcript.sha256)
FACTS = st.fixed_dictionaries(
    {
        "size": st.integers(1, 20),
        "consent": st.sampled_from(["quote", "paraphrase", "none", "unknown"]),
        "retention_date": st.sampled_from([None, "2026-01-01"]),
        "attributes": st.dictionaries(
            st.one_of(NAME, st.sampled_from(["group", "size"])), NAME, max_size=2
        ).map(lambda found: json.dumps(found, ensure_ascii=False)),
    }
)


def fill(project: Project, codes: tuple[Code, ...], works: list[Work], facts: object) -> None:
    """Put everything that was drawn in a project."""
    connection = project.connection
    with project.transaction("test"):
        load_codebook(project, fill_in(Codebook("boek", codes=codes)))
        for work in works:
            slug = store(project, work.transcript).slug
            (transcript,) = connection.execute(
                "SELECT id FROM transcript WHERE slug = ?", [slug]
            ).fetchone()
            add_work(project, transcript, work)
        for (person,) in connection.execute("SELECT id FROM respondent").fetchall():
            project.database.table("respondent").update(person, facts)
        connection.execute("UPDATE wave SET starts = '2016-03', position = position + 3")


def add_work(project: Project, transcript: int, work: Work) -> None:
    """Store fragments, memos and marks, leaving out what a project does not allow."""
    connection = project.connection
    codes = connection.execute("SELECT id, uuid FROM code ORDER BY id").fetchall()
    length = len(work.transcript.text)
    for first, last, number, coder, stance, origin, at in work.fragments:
        start, end = sorted((int(first * length), int(last * length)))
        try:
            span = span_at(connection, transcript, start, end)
        except RodedraadError:
            continue
        uuid = new_uuid()
        code = codes[number % len(codes)][0]
        connection.execute(
            "INSERT INTO fragment(uuid, citation, version_id, turn_id, start, end, quote, code_id, "
            "code_version, coder, origin, stance, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, "
            "?) ON CONFLICT DO NOTHING",
            [uuid, f"f-{uuid[:7]}", *vars_of(span), code, coder, origin, stance, at],
        )
    for coder in work.coded_by:
        row = {"uuid": new_uuid(), "transcript_id": transcript, "coder": coder}
        project.insert("coded_by", row)
    for target, number, coder, text, at in work.memos:
        rows = uuids_of(connection, target, transcript)
        if rows:
            row = {"uuid": new_uuid(), "target": target, "target_uuid": rows[number % len(rows)]}
            row |= {"coder": coder, "text": text, "at": at}
            row["turn"] = 1 if target == "turn" else None
            row["code_uuid"] = codes[number % len(codes)][1] if target == "cell" else None
            project.insert("memo", row)


def vars_of(span: Span) -> tuple[int, int, int, int, str]:
    """Give what a fragment takes from its span."""
    return span.version_id, span.turn_id, span.start, span.end, span.quote


def uuids_of(connection: sqlite3.Connection, target: str, transcript: int) -> list[str]:
    """Give the UUIDs of what a memo of this kind can be about."""
    if target == "project":
        return [""]
    if target in ("transcript", "turn"):
        query = f"SELECT uuid FROM transcript WHERE id = {transcript}"
    else:
        query = f"SELECT uuid FROM {'respondent' if target == 'cell' else target} ORDER BY id"
    return [uuid for (uuid,) in connection.execute(query).fetchall()]


TABLES = {
    "setting": "SELECT value FROM setting WHERE key = 'codebook'",
    "wave": "SELECT uuid, name, position, starts, ends FROM wave",
    "respondent": "SELECT uuid, label, size, consent, retention_date, attributes FROM respondent",
    "code": "SELECT code.uuid, parent.uuid, code.slug, code.path, code.position, code.name, "
    "code.definition, code.use_when, code.not_when, code.example, code.counterexample, "
    "code.indicators, code.shortcut, code.colour "
    "FROM code LEFT JOIN code AS parent ON parent.id = code.parent_id",
    "transcript": "SELECT transcript.uuid, slug, title, kind, date, wave.name, approval "
    "FROM transcript LEFT JOIN wave ON wave.id = wave_id",
    "transcript_version": "SELECT transcript.uuid, format, source, sha256, text_sha256, tail, "
    "notes FROM transcript_version JOIN transcript ON transcript.id = transcript_id",
    "participation": "SELECT transcript.uuid, respondent.uuid, group_name, areas, function "
    "FROM participation JOIN transcript ON transcript.id = transcript_id "
    "JOIN respondent ON respondent.id = respondent_id",
    "speaker": "SELECT transcript.uuid, speaker.label, role, respondent.uuid FROM speaker "
    "JOIN transcript ON transcript.id = speaker.transcript_id "
    "LEFT JOIN participation ON participation.id = participation_id "
    "LEFT JOIN respondent ON respondent.id = respondent_id",
    "turn": "SELECT transcript.uuid, turn.number, label, start, end, words, time, time_end, cues, "
    "question, before, text FROM turn JOIN speaker ON speaker.id = speaker_id "
    "JOIN transcript ON transcript.id = speaker.transcript_id",
    "fragment": "SELECT fragment.uuid, citation, transcript.uuid, turn.number, fragment.start, "
    "fragment.end, quote, code.uuid, coder, origin, stance, at FROM fragment "
    "JOIN turn ON turn.id = turn_id JOIN code ON code.id = code_id "
    "JOIN transcript_version ON transcript_version.id = fragment.version_id "
    "JOIN transcript ON transcript.id = transcript_id",
    "fragment_person": "SELECT fragment.uuid, respondent.uuid, words FROM fragment_person "
    "JOIN fragment ON fragment.id = fragment_id "
    "JOIN participation ON participation.id = participation_id "
    "JOIN respondent ON respondent.id = respondent_id",
    "tally": "SELECT code.uuid, transcript.uuid, respondent.uuid, shared > 0, fragments, "
    "tally.words, positive, negative, mixed, neutral FROM tally JOIN code ON code.id = code_id "
    "JOIN participation ON participation.id = participation_id "
    "JOIN transcript ON transcript.id = participation.transcript_id "
    "JOIN respondent ON respondent.id = respondent_id",
    "coded_by": "SELECT transcript.uuid, coder FROM coded_by "
    "JOIN transcript ON transcript.id = transcript_id",
    "memo": "SELECT uuid, target, target_uuid, turn, code_uuid, coder, text, at FROM memo",
}


def carried(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Give what a project holds of everything that the standard can carry."""
    return {
        table: sorted(connection.execute(query).fetchall(), key=repr)
        for table, query in TABLES.items()
    }


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a project without anything in it, made once."""
    path = tmp_path_factory.mktemp("blank") / "leeg.draad"
    create_project(path, "nl", "anna").close()
    return path


def opened(blank: Path, path: Path) -> Project:
    """Open a copy of the empty project."""
    path.write_bytes(blank.read_bytes())
    return open_project(path, "anna")


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(trees(), WORKS, FACTS, st.sampled_from(list(PROGRAMS)), st.sampled_from([0, 200]))
def test_a_project_comes_back_as_it_went(
    blank: Path,
    codes: tuple[Code, ...],
    works: list[Work],
    facts: dict[str, object],
    program: str,
    many: int,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = (opened(blank, Path(name) / file) for file in ("a.draad", "b.draad"))
        fill(ours, codes, works, facts)
        sent = export_project(ours.connection, Path(name) / "uit.qdpx", program)
        before = objects(theirs.connection)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(storing, "MANY", many)
            received = import_project(theirs, Path(name) / "uit.qdpx", accept_loss=True)
        assert objects(theirs.connection) == before
        assert [str(loss) for loss in received.lost] == []
        assert carried(theirs.connection) == carried(ours.connection)
        assert {c.kind: c.carried for c in sent.counts if c.carried} == {
            c.kind: c.carried for c in received.counts if c.carried
        }
        again = export_project(theirs.connection, Path(name) / "terug.qdpx", program)
        assert [c for c in again.counts if c.carried] == [c for c in sent.counts if c.carried]
        ours.close()
        theirs.close()


def test_the_same_file_twice_adds_nothing(
    project: Project, contents_of: Callable[[sqlite3.Connection], object], tmp_path: Path
) -> None:
    export_project(project.connection, tmp_path / "uit.qdpx")
    before = contents_of(project.connection)
    summary = import_project(project, tmp_path / "uit.qdpx")
    assert contents_of(project.connection) == before
    assert all(count.found == count.carried for count in summary.counts)


def test_guids_stay_from_one_export_to_the_next(
    project: Project, empty_project: Project, tmp_path: Path
) -> None:
    export_project(project.connection, tmp_path / "uit.qdpx")
    import_project(empty_project, tmp_path / "uit.qdpx")
    export_project(empty_project.connection, tmp_path / "terug.qdpx")
    guids = [
        set(re.findall(rb'guid="([^"]+)"', zipfile.ZipFile(tmp_path / name).read("project.qde")))
        for name in ("uit.qdpx", "terug.qdpx")
    ]
    assert guids[0] == guids[1]
