"""What other programs write is read as they mean it; what is lost is named; bombs are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from docx import Document

from rodedraad import RodedraadError
from rodedraad.coding.exchange import LossError, import_project
from rodedraad.coding.exchange import package as packages
from rodedraad.coding.project import Project

CODES = """<CodeBook><Codes>
<Code guid="{C0000000-0000-4000-8000-00000000000A}" name="Samenwerking" isCodable="false">
  <Code guid="{C0000000-0000-4000-8000-00000000000B}" name="Vertrouwen in 't bestuur" color="#00f"
   isCodable="true"><Description>Of men het bestuur gelooft.</Description></Code>
</Code></Codes></CodeBook>"""
CODE = '<CodeRef targetGUID="{C0000000-0000-4000-8000-00000000000B}"/>'
USERS = '<Users><User guid="{A0000000-0000-4000-8000-000000000001}" name="Carla"/></Users>'
BY = 'creatingUser="{a0000000-0000-4000-8000-000000000001}" '
AT = 'creationDateTime="2019-06-07T03:36:36.1234567+02:00"'
TALK = "Int: Hoe gaat het?\nR1: 👮 De wijkagent komt.\nR1: Dat helpt, zeker weten.\n"


def uuid(number: int) -> str:
    """Give a GUID with this number in it."""
    return f"50000000-0000-4000-8000-{number:012d}"


def coding(number: int, code: str = CODE) -> str:
    """Write a coding by Carla."""
    return f'<Coding guid="{uuid(number)}" {BY}{AT}>{code}</Coding>'


def selection(start: int, end: int, inside: str, name: str = "", number: int = 100) -> str:
    """Write a selection in a text."""
    return (
        f'<PlainTextSelection guid="{uuid(number)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" {BY}{AT}>{inside}</PlainTextSelection>'
    )


def source(inside: str, name: str = "gesprek.docx", number: int = 1) -> str:
    """Write a source whose text is talk.txt."""
    return (
        f'<TextSource guid="{uuid(number)}" name="{name}" plainTextPath="internal://talk.txt">'
        f"{inside}</TextSource>"
    )


def file_of(
    folder: Path,
    inside: str,
    texts: dict[str, bytes],
    namespace: str = "urn:QDA-XML:project:1.0",
    qde: str = "project.qde",
) -> Path:
    """Make a .qdpx of what stands inside its Project element."""
    path = folder / "ander.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(qde, f'<Project xmlns="{namespace}" name="x">{inside}</Project>')
        for name, data in texts.items():
            archive.writestr(name, data)
    return path


def fragments(project: Project) -> list[tuple[str, str, str, str, str, str]]:
    """Give what was coded: transcript, words, code, coder, when, speaker."""
    return project.connection.execute(
        "SELECT transcript.slug, quote, path, coder, fragment.at, label FROM fragment "
        "JOIN code ON code.id = code_id JOIN turn ON turn.id = turn_id "
        "JOIN speaker ON speaker.id = speaker_id "
        "JOIN transcript ON transcript.id = transcript_id ORDER BY fragment.start"
    ).fetchall()


def memos(project: Project) -> list[tuple[str, int | None, str]]:
    """Give the memos: what sort of thing they are about, its turn, and their words."""
    return project.connection.execute("SELECT target, turn, text FROM memo ORDER BY id").fetchall()


def test_nvivo(empty_project: Project, tmp_path: Path) -> None:
    text = "\ufeff" + TALK.replace("\n", "\r\n")
    inside = USERS + CODES + "<Sources>"
    inside += source(selection(27, 39, coding(1)) + selection(51, 60, coding(2), number=101))
    path = file_of(tmp_path, inside + "</Sources>", {"Sources/TALK.txt": text.encode()})
    summary = import_project(empty_project, path)
    code = "samenwerking/vertrouwen-in-t-bestuur"
    assert fragments(empty_project) == [
        ("gesprek", "De wijkagent", code, "Carla", "2019-06-07T01:36:36Z", "R1"),
        ("gesprek", "Dat helpt", code, "Carla", "2019-06-07T01:36:36Z", "R1"),
    ]
    assert [str(note) for note in summary.notes] == [
        "Positions were read as utf16+crlf: 2 of 2 selections begin and end at a whole word."
    ]
    stored = empty_project.connection.execute(
        "SELECT uuid, definition, colour FROM code WHERE path = ?", [code]
    ).fetchone()
    assert stored == (
        "c0000000-0000-4000-8000-00000000000b",
        "Of men het bestuur gelooft.",
        "#0000ff",
    )
    # The project had that theme already, as its own: it stays as it was.
    theme = empty_project.connection.execute(
        "SELECT definition FROM code WHERE slug = ?", ["samenwerking"]
    )
    assert theme.fetchall() == [("Hoe men samen werkt.",)]


def test_atlas_counts_a_windows_line_end_as_one(empty_project: Project, tmp_path: Path) -> None:
    inside = USERS + CODES + "<Sources>"
    inside += source(selection(25, 37, coding(1)) + selection(48, 57, coding(2), number=101))
    inside += "</Sources>"
    raw = TALK.replace("\n", "\r\n").encode()
    path = file_of(tmp_path, inside, {"sources/talk.txt": raw}, qde="Mijn project.qde")
    import_project(empty_project, path)
    assert [row[1] for row in fragments(empty_project)] == ["De wijkagent", "Dat helpt"]


def test_two_codings_whose_citations_would_be_the_same(
    empty_project: Project, tmp_path: Path
) -> None:
    # A citation is made of the last digits of a UUID, and here these are the same.
    twins = [str(UUID(int=(1 << 100) + number * 31**4)) for number in (1, 2)]
    codings = [coding(1).replace(uuid(1), twin) for twin in twins]
    places = [selection(24, 36, codings[0]), selection(46, 55, codings[1], number=101)]
    inside = USERS + CODES + f"<Sources>{source(''.join(places))}</Sources>"
    path = file_of(tmp_path, inside, {"sources/talk.txt": TALK.encode()})
    import_project(empty_project, path, offsets="code-points")
    citations = empty_project.connection.execute(
        "SELECT citation FROM fragment ORDER BY length(citation)"
    ).fetchall()
    assert [len(citation) for (citation,) in citations] == [6, 7]
    assert citations[1][0].startswith(citations[0][0])


def test_maxqda_keeps_facts_in_a_nameless_case_and_notes_in_a_selection(
    empty_project: Project, tmp_path: Path
) -> None:
    variables = "".join(
        f'<Variable guid="{uuid(n)}" name="{name}" typeOfVariable="Text"/>'
        for n, name in ((10, "Leeftijd"), (11, "Groep"), (12, "date"))
    )
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{uuid(n)}"/><{kind}>{value}</{kind}>'
        "</VariableValue>"
        for n, kind, value in (
            (10, "IntegerValue", "54"),
            (11, "TextValue", "politie"),
            (12, "DateValue", "2019-06-01"),
        )
    )
    inside = f"{USERS}{CODES}<Variables>{variables}</Variables><Cases><Case guid='{uuid(20)}'>"
    inside += f'{values}<SourceRef targetGUID="{uuid(1)}"/></Case></Cases><Sources>'
    note = "<Description>Navragen bij de chef.</Description>"
    inside += source(selection(25, 37, note) + selection(48, 57, coding(2), number=101))
    path = file_of(tmp_path, inside + "</Sources>", {"sources/talk.txt": TALK.encode()})
    import_project(empty_project, path)
    assert memos(empty_project) == [("turn", 2, "“De wijkagent”\nNavragen bij de chef.")]
    person = empty_project.connection.execute(
        "SELECT respondent.label, attributes, group_name, date FROM participation "
        "JOIN respondent ON respondent.id = respondent_id "
        "JOIN transcript ON transcript.id = transcript_id"
    ).fetchall()
    assert person == [("gesprek", '{"Leeftijd": "54"}', "politie", "2019-06-01")]


GROUP_TALK = "Anna: Hoi.\n\nBert: Goed zo.\n\nAnna: Nee toch.\n\nBert: Ja hoor.\n"


@pytest.mark.parametrize(
    ("name", "how"),
    [("anna", ""), ("Mw. A. Jansen", "selection"), ("Mw. A. Jansen", "coding")],
)
def test_a_case_is_the_speaker_with_its_name_or_its_words(
    empty_project: Project, tmp_path: Path, name: str, how: str
) -> None:
    person = f'<CodeRef targetGUID="{uuid(30)}"/>'
    words = selection(34, 43, coding(3, person) if how == "coding" else "", number=102)
    ref = f'<SelectionRef targetGUID="{uuid(102)}"/>' if how == "selection" else ""
    whole = "" if how else f'<SourceRef targetGUID="{uuid(1)}"/>'
    inside = f'{CODES}<Cases><Case guid="{uuid(30)}" name="{name}">{whole}{ref}</Case></Cases>'
    inside += f"<Sources>{source(words if how else '')}</Sources>"
    path = file_of(tmp_path, inside, {"sources/talk.txt": GROUP_TALK.encode()})
    import_project(empty_project, path, offsets="code-points")
    people = empty_project.connection.execute(
        "SELECT speaker.label, respondent.label FROM speaker "
        "JOIN participation ON participation.id = participation_id "
        "JOIN respondent ON respondent.id = respondent_id ORDER BY speaker.id"
    ).fetchall()
    assert people == [("Anna", name), ("Bert", "Bert")]


def test_notes_go_to_what_refers_to_them(empty_project: Project, tmp_path: Path) -> None:
    ref = f'<NoteRef targetGUID="{uuid(40)}"/>'
    inside = USERS + CODES.replace("</Description>", f"</Description>{ref}") + "<Sources>"
    inside += source(
        "<Description>Over de telefoon.</Description>"
        + selection(25, 37, "<Description>Mooi.</Description>" + coding(71))
        + selection(48, 57, coding(72) + f'<NoteRef targetGUID="{uuid(41)}"/>', number=101)
    )
    inside += f"""</Sources><Notes>
    <Note guid="{uuid(40)}" name="Begrip" {BY}{AT}><PlainTextContent>Te breed.</PlainTextContent>
    </Note><Note guid="{uuid(41)}" plainTextPath="internal://note.txt" name="Los"/>
    <Note guid="{uuid(42)}"><PlainTextContent>Dagboek.</PlainTextContent></Note>
    <Note guid="{uuid(43)}"><PlainTextContent>Zie ook.</PlainTextContent></Note></Notes>
    <Links><Link guid="{uuid(50)}" originGUID="{uuid(43)}" targetGUID="{uuid(1)}"/></Links>"""
    texts = {"sources/talk.txt": TALK.encode(), "sources/note.txt": b"Sterk."}
    import_project(empty_project, file_of(tmp_path, inside, texts))
    assert memos(empty_project) == [
        ("transcript", None, "Over de telefoon."),
        ("fragment", None, "Mooi."),
        ("code", None, "Begrip\n\nTe breed."),
        ("fragment", None, "Los\n\nSterk."),
        ("project", None, "Dagboek."),
        ("transcript", None, "Zie ook."),
    ]


def test_the_draft_of_the_standard_and_a_source_coded_as_a_whole(
    empty_project: Project, tmp_path: Path
) -> None:
    inside = f"{USERS}{CODES}<Sources>{source(coding(1))}</Sources>"
    texts = {"sources/talk.txt": b"R1: Dat helpt.\n"}
    import_project(
        empty_project, file_of(tmp_path, inside, texts, namespace="urn:QDA-XML:project:0:10")
    )
    assert [row[1] for row in fragments(empty_project)] == ["R1: Dat helpt."]


def test_guids_that_are_missing_or_occur_twice(empty_project: Project, tmp_path: Path) -> None:
    inside = f"{USERS}{CODES}<Sources>"
    inside += source(selection(25, 37, coding(70)) + selection(48, 57, coding(70), number=101))
    inside = inside.replace(f'guid="{uuid(1)}" ', "").replace(f'guid="{uuid(100)}" ', "")
    inside += "</Sources><Notes><Note><PlainTextContent>Een.</PlainTextContent></Note>"
    inside += '<Note name="b"><PlainTextContent>Twee.</PlainTextContent></Note></Notes>'
    path = file_of(tmp_path, inside, {"sources/talk.txt": TALK.encode()})
    for _ in range(2):
        import_project(empty_project, path)
        assert [row[1] for row in fragments(empty_project)] == ["De wijkagent", "Dat helpt"]
        assert [memo[2] for memo in memos(empty_project)] == ["Een.", "b\n\nTwee."]


def test_a_source_of_rich_text_alone_is_read(empty_project: Project, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("R1: De wijkagent komt.")
    stream = io.BytesIO()
    document.save(stream)
    inside = f'{USERS}{CODES}<Sources><TextSource guid="{uuid(1)}" name="gesprek.docx" '
    inside += 'richTextPath="internal://a.docx">'
    inside += selection(4, 16, coding(1), name="De wijkagent") + "</TextSource></Sources>"
    import_project(empty_project, file_of(tmp_path, inside, {"sources/A.docx": stream.getvalue()}))
    assert [row[1] for row in fragments(empty_project)] == ["De wijkagent"]


def test_a_pdf_gives_its_text_and_its_areas_by_their_words(
    empty_project: Project, tmp_path: Path
) -> None:
    inside = f'{USERS}{CODES}<Sources><PDFSource guid="{uuid(1)}" name="nota.pdf" '
    inside += f'path="internal://a.pdf"><PDFSelection guid="{uuid(100)}" page="0" firstX="1" '
    inside += f'firstY="1" secondX="2" secondY="2" {BY}><Representation guid="{uuid(60)}">'
    inside += f"<PlainTextContent>De wijkagentkomt</PlainTextContent></Representation>{coding(1)}"
    inside += f'</PDFSelection><Representation guid="{uuid(61)}" '
    inside += f'plainTextPath="internal://talk.txt">{selection(48, 57, coding(2), "Dat helpt")}'
    inside += "</Representation></PDFSource></Sources>"
    import_project(empty_project, file_of(tmp_path, inside, {"sources/talk.txt": TALK.encode()}))
    assert [row[:2] for row in fragments(empty_project)] == [
        ("nota", "De wijkagent komt"),
        ("nota", "Dat helpt"),
    ]


LOSSES = f"""{USERS}{CODES}<Cases><Case guid="{uuid(30)}" name="Mw. Onbekend">
<SourceRef targetGUID="{uuid(1)}"/></Case></Cases><Sources>{
    source(
        selection(18, 22, coding(1))
        + selection(900, 910, coding(2), number=101)
        + selection(17, 20, coding(3, f'<CodeRef targetGUID="{uuid(99)}"/>'), number=102)
        + selection(11, 20, "", number=103)
    )
}<TextSource guid="{uuid(2)}" name="elders.txt" plainTextPath="absolute:///etc/hostname">{
    selection(0, 3, coding(4), number=104)
}</TextSource><AudioSource guid="{uuid(3)}" name="opname.mp3" path="relative:///opname.mp3"/>
</Sources>
<Links><Link guid="{uuid(50)}" name="spreekt tegen" originGUID="{uuid(1)}" targetGUID="{uuid(2)}"/>
</Links><Sets><Set guid="{uuid(51)}" name="Zorg"/></Sets>
<Graphs><Graph guid="{uuid(52)}" name="Kaart"/></Graphs>"""


def test_what_is_lost_is_named_and_must_be_accepted(empty_project: Project, tmp_path: Path) -> None:
    path = file_of(tmp_path, LOSSES, {"sources/talk.txt": GROUP_TALK.encode()})
    with pytest.raises(LossError, match="Nothing was imported") as refused:
        import_project(empty_project, path, offsets="code-points")
    assert empty_project.connection.execute("SELECT count(*) FROM transcript").fetchone() == (0,)
    assert [str(loss) for loss in refused.value.summary.lost] == [
        "gesprek.docx: selections outside its text: 1.",
        "gesprek.docx: codings with a code that is not in the file: 1.",
        "gesprek.docx: selections without a code or a word about them: 1.",
        "gesprek.docx: which speaker is who cannot be told of: Mw. Onbekend.",
        "Links: 1 (spreekt tegen).",
        "Sets of codes or sources: 1 (Zorg).",
        "Sources whose text is not in the file or cannot be read: 1 (elders.txt), with "
        "codings: 1, comments: 0.",
        "Pictures, sound and film: 1 (opname.mp3), with codings: 0, comments: 0.",
        "Graphs: 1 (Kaart).",
    ]
    summary = import_project(empty_project, path, offsets="code-points", accept_loss=True)
    assert [(c.kind, c.found, c.carried) for c in summary.counts] == [
        ("codes", 2, 2),
        ("transcripts", 2, 1),
        ("respondents", 1, 1),
        ("fragments", 4, 1),
        ("memos", 0, 0),
    ]


def test_a_dry_run_stores_nothing(empty_project: Project, tmp_path: Path) -> None:
    path = file_of(tmp_path, LOSSES, {"sources/talk.txt": GROUP_TALK.encode()})
    summary = import_project(empty_project, path, offsets="code-points", dry_run=True)
    assert summary.lost
    assert empty_project.connection.execute("SELECT count(*) FROM transcript").fetchone() == (0,)
    assert not empty_project.connection.in_transaction


def test_two_readings_that_fit_equally_well_are_refused(
    empty_project: Project, tmp_path: Path
) -> None:
    inside = f"{USERS}{CODES}<Sources>{source(selection(4, 16, coding(1)))}</Sources>"
    path = file_of(tmp_path, inside, {"sources/talk.txt": b"R1: De wijkagent, ja.\n"})
    with pytest.raises(RodedraadError) as refused:
        import_project(empty_project, path)
    assert str(refused.value) == (
        "ander.qdpx: how it counts positions cannot be told. In gesprek.docx a coding is one of\n"
        "  code-points: “De wijkagent”\n"
        "  inclusive: “De wijkagent,”\n"
        "Look in the other program which, and add what stands before it: --offsets code-points"
    )
    import_project(empty_project, path, offsets="inclusive")
    assert [row[1] for row in fragments(empty_project)] == ["De wijkagent,"]


def test_codings_come_to_the_transcript_that_has_the_same_words(
    project: Project, tmp_path: Path
) -> None:
    before = project.connection.execute(
        "SELECT group_concat(before || text, '') FROM turn ORDER BY number"
    ).fetchone()[0]
    inside = f"{USERS}{CODES}<Sources>{source(selection(34, 46, coding(1)))}</Sources>"
    path = file_of(tmp_path, inside, {"sources/talk.txt": before.encode()})
    import_project(project, path)
    assert project.connection.execute("SELECT count(*) FROM transcript").fetchone() == (1,)
    assert ("gesprek", "De wijkagent") in [row[:2] for row in fragments(project)]


def test_the_sample_of_the_standard_without_its_media(empty_project: Project, shared: Path) -> None:
    path = shared / "cases/refi/standard-sample.qdpx"
    with pytest.raises(LossError):
        import_project(empty_project, path)
    summary = import_project(empty_project, path, accept_loss=True)
    assert [(c.kind, c.found, c.carried) for c in summary.counts] == [
        ("codes", 14, 14),
        ("transcripts", 8, 0),
        ("respondents", 0, 0),
        ("fragments", 13, 0),
        ("memos", 4, 2),
    ]
    assert [row[2].split("\n")[0] for row in memos(empty_project)] == [
        "Research Plan",
        "My favorite Coke ad",
    ]


def zip_of(folder: Path, members: dict[str, bytes]) -> Path:
    """Make a zip called x.qdpx."""
    with zipfile.ZipFile(folder / "x.qdpx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return folder / "x.qdpx"


ENTITIES = b'<!DOCTYPE Project [<!ENTITY a "aaaa">]><Project name="&a;"/>'


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "holds 0 .qde files"),
        ({"a.qde": b"<Project/>", "b.qde": b"<Project/>"}, "holds 2 .qde files"),
        ({"a.qde": ENTITIES}, "defines XML entities"),
        ({"a.qde": b"<Project"}, "no correct XML"),
        ({"a.qde": b"<CodeBook/>"}, "no REFI-QDA project"),
        ({"a.qde": b"<Project>" + b" " * 40_000_000 + b"</Project>"}, "far more than it holds"),
        ({"../a.qde": b"<Project/>", **{f"{n}": b"" for n in range(20_000)}}, "holds 20001 files"),
    ],
)
def test_what_is_no_project_or_a_bomb_is_refused(
    empty_project: Project, tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    with pytest.raises(RodedraadError, match=reason):
        import_project(empty_project, zip_of(tmp_path, members))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["klein.draad", "x.qdpx"]


def test_all_texts_together_have_a_limit(
    empty_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "LARGEST_TOTAL", 1000)
    inside = f"{CODES}<Sources>{source('')}</Sources>"
    path = file_of(tmp_path, inside, {"sources/talk.txt": b"R1: ja.\n" * 200})
    with pytest.raises(RodedraadError, match="unpacks to more than"):
        import_project(empty_project, path)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut off", b"nothing of the kind"])
def test_what_is_no_zip_is_refused(
    empty_project: Project, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "x.qdpx").write_bytes(content)
    with pytest.raises(RodedraadError):
        import_project(empty_project, tmp_path / "x.qdpx")
