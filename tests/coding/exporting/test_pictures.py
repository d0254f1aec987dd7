"""Charts: files of their own, and pictures with a description in the Word document."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from rodedraad.coding.exporting import export_charts
from rodedraad.coding.exporting.model import Report
from rodedraad.coding.exporting.pictures import report_drawings
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.selection import Filters


def drawn(project: Project, folder: Path, audience: str) -> dict[str, bytes]:
    """Give the files that were drawn, by name."""
    with reading(project.path) as connection:
        written, _report = export_charts(connection, folder, Filters(), str, "", audience)
    return {path.name: path.read_bytes() for path in written.files}


def test_the_team_gets_every_chart_and_others_those_of_the_report(
    project: Project, tmp_path: Path
) -> None:
    team = drawn(project, tmp_path / "out", "team")
    client = drawn(project, tmp_path / "out", "client")
    assert {"thread.svg", "thread.png", "coverage.svg", "themes-by-group.png"} <= set(team)
    assert {name.split(".")[0] for name in client} == {"thread", "heard"}  # no group is named
    assert not (tmp_path / "out" / "coverage.svg").exists()
    assert drawn(project, tmp_path / "again", "client") == client
    for name, data in client.items():
        if name.endswith(".svg"):
            assert etree.fromstring(data).find("{*}desc").text
            assert b"politie" not in data  # a group of one person
        else:
            assert data.startswith(b"\x89PNG")


def test_a_chart_says_in_words_what_it_shows(report: Report) -> None:
    alts = {name: drawing.alt for name, drawing in report_drawings(report, str)}
    assert alts == {
        "thread": "What most persons say. Politie: 2 of 2.",
        "heard": "Persons heard, by group. bewoners: 1; politie: 1; (no group): 1.",
        "themes-by-group": "Themes by group. Samenwerking: bewoners 1, politie 1, (no group) 1; "
        "Politie: bewoners 1, politie 1, (no group) –; "
        "Resultaten: bewoners 0, politie 0, (no group) –.",
    }


@pytest.mark.parametrize("audience", ["team", "client"])
def test_the_document_has_them_as_pictures(export, audience: str) -> None:
    document = Document(io.BytesIO(export("docx", audience=audience)["themes.docx"]))
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert [alt.split(".")[0] for alt in alts] == [
        "What most persons say",
        "Persons heard, by group",
    ]
    section = document.sections[0]
    text = section.page_width - section.left_margin - section.right_margin
    assert all(0 < shape.width <= text for shape in document.inline_shapes)
