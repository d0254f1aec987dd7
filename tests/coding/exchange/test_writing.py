"""A project as REFI-QDA: valid by the standard's schema, and the same bytes each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from rodedraad import RodedraadError
from rodedraad.coding.exchange.summary import Count
from rodedraad.coding.exchange.writing import PROGRAMS, export_project
from rodedraad.coding.fragments import add_memo
from rodedraad.coding.project import Project

SPACE = {"q": "urn:QDA-XML:project:1.0"}


def members_of(path: Path) -> dict[str, bytes]:
    """Give every file in a zip."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def markup_of(path: Path) -> etree._Element:
    """Give the XML of a .qdpx."""
    (name,) = [name for name in members_of(path) if name.endswith(".qde")]
    return etree.fromstring(members_of(path)[name])


def words_of(path: Path, unit: str) -> list[str]:
    """Cut every selection out of the text of the one source, counting in this encoding."""
    (text,) = [data.decode() for name, data in members_of(path).items() if name.endswith(".txt")]
    width = 2 if unit == "utf-16-le" else 4
    raw = text.encode(unit)
    return [
        raw[width * int(s.get("startPosition")) : width * int(s.get("endPosition"))].decode(unit)
        for s in markup_of(path).iterfind(".//q:PlainTextSelection", SPACE)
    ]


@pytest.fixture
def rich(project: Project) -> Project:
    """The small project with memos on everything a memo can be about, a wave and facts."""
    connection = project.connection
    person = connection.execute("SELECT uuid FROM respondent WHERE id = 1").fetchone()[0]
    code = connection.execute("SELECT uuid FROM code WHERE id = 2").fetchone()[0]
    fragment = connection.execute("SELECT uuid FROM fragment WHERE id = 1").fetchone()[0]
    transcript = connection.execute("SELECT uuid FROM transcript").fetchone()[0]
    with project.transaction("test"):
        add_memo(project, "project", "", "Alles <goed> & wel.")
        add_memo(project, "turn", transcript, "Let op.", turn=2)
        add_memo(project, "fragment", fragment, "Sterk.\nNavragen.")
        add_memo(project, "code", code, "Te breed?")
        add_memo(project, "respondent", person, "Belde terug.")
        add_memo(project, "cell", person, "Zegt weinig.", code_uuid=code)
        wave = project.insert(
            "wave", {"uuid": "0d000000-0000-4000-8000-000000000001", "name": "2016", "position": 3}
        )
        connection.execute("UPDATE transcript SET wave_id = ?, date = '2016-05-12'", [wave])
        connection.execute(
            "UPDATE respondent SET size = 8, consent = 'quote', retention_date = '2026-01-01', "
            "attributes = ? WHERE id = 1",
            ['{"leeftijd": "40-49", "group": "eigen vraag"}'],
        )
    return project


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_is_valid_by_the_standard(
    rich: Project, program: str, shared: Path, tmp_path: Path
) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx", program)
    schema = etree.XMLSchema(etree.parse(shared / "cases/refi/Project-1.0.xsd"))
    schema.assertValid(markup_of(tmp_path / "uit.qdpx"))


def test_an_empty_project_is_valid_too(
    empty_project: Project, shared: Path, tmp_path: Path
) -> None:
    export_project(empty_project.connection, tmp_path / "uit.qdpx")
    schema = etree.XMLSchema(etree.parse(shared / "cases/refi/Project-1.0.xsd"))
    schema.assertValid(markup_of(tmp_path / "uit.qdpx"))


def test_the_same_project_gives_the_same_bytes(rich: Project, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        export_project(rich.connection, tmp_path / name / "uit.qdpx")
    assert (tmp_path / "a/uit.qdpx").read_bytes() == (tmp_path / "b/uit.qdpx").read_bytes()


def test_it_is_as_the_standard_says(rich: Project, tmp_path: Path) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx")
    members = members_of(tmp_path / "uit.qdpx")
    uuid = rich.connection.execute("SELECT uuid FROM transcript").fetchone()[0]
    assert list(members) == ["project.qde", f"sources/{uuid}.txt"]
    assert members["project.qde"].startswith(b"<?xml")
    assert b"\r" not in members[f"sources/{uuid}.txt"]
    assert b"richTextPath" not in members["project.qde"]
    quotes = rich.connection.execute("SELECT quote FROM fragment ORDER BY start").fetchall()
    assert words_of(tmp_path / "uit.qdpx", "utf-32-le") == [quote for (quote,) in quotes]


@pytest.mark.parametrize(
    ("program", "name", "folder", "unit"),
    [("nvivo", "project", "Sources", "utf-16-le"), ("maxqda", "project", "sources", "utf-32-le")],
)
def test_each_program_gets_what_it_reads(
    rich: Project, tmp_path: Path, program: str, name: str, folder: str, unit: str
) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx", program)
    first, second = members_of(tmp_path / "uit.qdpx")
    assert (first, second.split("/")[0]) == (f"{name}.qde", folder)
    quotes = rich.connection.execute("SELECT quote FROM fragment ORDER BY start").fetchall()
    assert words_of(tmp_path / "uit.qdpx", unit) == [quote for (quote,) in quotes]


def test_atlas_counts_a_windows_line_end_as_one(rich: Project, tmp_path: Path) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx", "atlasti")
    (text,) = [d for n, d in members_of(tmp_path / "uit.qdpx").items() if n.endswith(".txt")]
    assert text.count(b"\r\n") == text.count(b"\n") > 0
    places = [
        (int(s.get("startPosition")), int(s.get("endPosition")))
        for s in markup_of(tmp_path / "uit.qdpx").iterfind(".//q:PlainTextSelection", SPACE)
    ]
    rows = rich.connection.execute("SELECT start, end FROM fragment ORDER BY start").fetchall()
    assert places == rows
    assert "uit.qde" in members_of(tmp_path / "uit.qdpx")


def test_maxqda_gets_facts_about_a_source_in_a_nameless_case(rich: Project, tmp_path: Path) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx", "maxqda")
    markup = markup_of(tmp_path / "uit.qdpx")
    (nameless,) = [c for c in markup.iterfind(".//q:Case", SPACE) if c.get("name") is None]
    values = [value.text for value in nameless.iterfind(".//q:TextValue", SPACE)]
    assert values == ["group", "2016-05-12", "2016", "draft"]
    assert not markup.findall(".//q:TextSource/q:VariableValue", SPACE)


def test_stance_origin_and_citation_stand_in_the_description(rich: Project, tmp_path: Path) -> None:
    export_project(rich.connection, tmp_path / "uit.qdpx")
    selection = markup_of(tmp_path / "uit.qdpx").find(".//q:PlainTextSelection", SPACE)
    (citation,) = rich.connection.execute("SELECT citation FROM fragment WHERE id = 1").fetchone()
    assert selection is not None
    assert selection.findtext("q:Description", namespaces=SPACE) == (
        f"[rodedraad]\nstance: positive\norigin: manual\ncitation: {citation}"
    )


def test_another_program_reads_it(rich: Project, tmp_path: Path) -> None:
    refi = pytest.importorskip("pyrefiqda")
    export_project(rich.connection, tmp_path / "uit.qdpx")
    other = refi.RefiProject.load(tmp_path / "uit.qdpx", tmp_path / "unpacked")
    assert [code.name for code in other.code_book.codes.code] == ["Samenwerking", "Resultaten"]
    (source,) = other.sources.text_source
    text = (tmp_path / "unpacked/sources" / f"{source.guid}.txt").read_text("utf-8")
    quotes = rich.connection.execute("SELECT quote FROM fragment ORDER BY start").fetchall()
    assert [text[s.start_position : s.end_position] for s in source.plain_text_selection] == [
        quote for (quote,) in quotes
    ]
    assert {case.name for case in other.cases.case} == {"gesprek:R1", "gesprek:R2"}
    assert len(other.notes.note) == 7


def test_it_says_what_was_left_out(rich: Project, tmp_path: Path) -> None:
    with rich.transaction("test"):
        rich.connection.execute(
            "INSERT INTO plan(uuid, group_name, persons) VALUES ('x', 'politie', 2)"
        )
    summary = export_project(rich.connection, tmp_path / "uit.qdpx")
    counts = [count for count in summary.counts if count.kind != "aliases"]
    assert counts == [
        Count("codes", 4, 4),
        Count("transcripts", 1, 1),
        Count("respondents", 2, 2),
        Count("fragments", 2, 2),
        Count("memos", 7, 7),
        Count("plan", 1, 0),
    ]
    assert [str(note) for note in summary.notes] == [
        "Transcripts with characters such as 👮: 1. NVivo counts these as two, so that codings "
        "behind them shift. For NVivo, add: --for nvivo"
    ]
    assert not export_project(rich.connection, tmp_path / "uit.qdpx", "nvivo").notes


def test_an_export_that_fails_leaves_the_old_file(
    rich: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "uit.qdpx"
    target.write_bytes(b"oud")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.writestr", full)
    with pytest.raises(RodedraadError, match=r"cannot be written: No space left"):
        export_project(rich.connection, target)
    assert target.read_bytes() == b"oud"
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".draad"] == ["uit.qdpx"]
