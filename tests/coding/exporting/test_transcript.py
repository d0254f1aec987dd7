"""A transcript in Word, with its codes in the margin."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, code_span, new_project
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from rodedraad.coding.exporting import export_transcript
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project

TURNS = [
    ("Int", "Hoe gaat het?"),
    ("R1", "De wijkagent 👮 helpt,\nzegt Anna. Maar het is laat\x07."),
    ("R2", "Wij horen niets."),
    ("R3", "Ik ook niet."),
]


@pytest.fixture
def talk(tmp_path: Path) -> Project:
    """A talk of three residents with overlapping codings, one of them over two turns."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie"])
    persons = {f"R{n}": Person(f"P{n}", "bewoners") for n in (1, 2, 3)}
    add_talk(project, "noord_gesprek", TURNS, persons, date="2016-03-01")
    code_quote(project, "noord", "wijkagent 👮 helpt", "politie", "positive")
    code_quote(project, "noord", "helpt,\nzegt Anna.", "samenwerking", coder="bram")
    text = "".join(f"{who}: {said}\n" for who, said in TURNS)
    code_span(project, "noord", text.index("laat"), text.index("niets"), "samenwerking")
    with project.transaction("respondent set"):
        project.connection.execute("UPDATE respondent SET consent = 'quote' WHERE label <> 'P2'")
    return project


@pytest.fixture
def export(talk: Project, tmp_path: Path) -> Callable[[str], tuple[Doc, int, bytes]]:
    """The function that writes the talk for an audience and opens it."""

    def write(audience: str) -> tuple[Doc, int, bytes]:
        path = tmp_path / "uit.docx"
        with reading(talk.path) as connection:
            hidden = export_transcript(connection, "noord", path, audience, str)
        data = path.read_bytes()
        return Document(io.BytesIO(data)), hidden, data

    return write


def turns(document: Doc) -> list[str]:
    """Give the turns as they are read."""
    return [p.text for p in document.paragraphs if p.style and p.style.name == "Turn"]


def test_the_team_reads_every_turn_and_code(export) -> None:
    document, hidden, _data = export("team")
    assert turns(document) == [f"{who}  {said}".replace("\x07", "�") for who, said in TURNS]
    spans = ["wijkagent 👮 helpt", "helpt,\nzegt Anna.", "laat�.R2  Wij horen"]
    assert commented(document) == spans
    texts = [re.sub(r"f-\w+", "f-…", comment.text) for comment in document.comments]
    assert texts == ["Politie · positive · f-…", "Samenwerking · f-…", "Samenwerking · f-…"]
    assert {comment.author for comment in document.comments} == {"anna", "bram"}
    assert hidden == 0


def commented(document: Doc) -> list[str]:
    """Give the text under each comment."""
    texts = []
    for comment in document.comments:
        inside, text = False, ""
        for element in document.element.body.iter():
            if element.get(qn("w:id")) == str(comment.comment_id):
                inside = element.tag == qn("w:commentRangeStart")
            if inside and element.tag == qn("w:t"):
                text += element.text or ""
            if inside and element.tag == qn("w:br"):
                text += "\n"
        texts.append(text)
    return texts


def test_outside_the_team_nobody_is_exposed(export) -> None:
    document, hidden, _data = export("client")
    assert turns(document) == [
        "Interviewer  Hoe gaat het?",
        "bewoners  De wijkagent 👮 helpt,\nzegt [name]. Maar het is laat�.",
        "bewoners  [not shown]",
        "bewoners  Ik ook niet.",
    ]
    assert hidden == 1
    assert {comment.author for comment in document.comments} == {""}
    assert document.core_properties.title == "Interview"
    above = [p.text for p in document.paragraphs if p.style and p.style.name != "Turn"]
    assert above == ["Interview"]  # once: there is no other title, and no date
    whole_turn = "De wijkagent 👮 helpt,\nzegt [name]. Maar het is laat�."
    assert commented(document) == [whole_turn] * 3


def test_for_everybody_the_text_must_be_approved(export) -> None:
    assert export("public")[1] == 3


def test_the_same_data_gives_the_same_bytes(export) -> None:
    assert export("team")[2] == export("team")[2]


def test_the_command(run, demo_folder: Path) -> None:
    run(demo_folder, "export", "transcript", "2014-10-14", "--audience", "team")
    document = Document(str(demo_folder / "2014-10-14-politie-noord.docx"))
    assert len(list(document.comments)) == 36
    shown = run(demo_folder, "export", "transcript", "2016-04-07", "--format", "docx").stderr
    assert "Turns that may not leave the team:" in shown
    assert (demo_folder / "transcript-9.docx").exists()
