"""A small project to write out: two groups, a hostile quote, a report, and a survey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, fix_citations, new_project

from rodedraad.coding.exporting import export_themes
from rodedraad.coding.exporting.model import Report
from rodedraad.coding.exporting.reading import read_report
from rodedraad.coding.fragments import add_memo
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.selection import Filters
from rodedraad.transcripts.model import Kind

HOSTILE = "=1+1 <script>alert(1)</script> *sterk* [hier](http://kwaad.nl) | einde"

Export = Callable[..., dict[str, bytes]]


@pytest.fixture
def hostile() -> str:
    """A quote that would be code in one format or another."""
    return HOSTILE


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two talks and a survey; anna coded them and finished the group talk and the survey."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie", "resultaten"])
    persons = {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")}
    turns = [("R1", "De wijkagent helpt."), ("R2", HOSTILE)]
    add_talk(project, "noord", turns, persons, Kind.GROUP, "2016", "2016-03-01")
    add_talk(
        project, "verslag", [("R4", "De chef vindt het goed.")], {"R4": Person("R04")}, Kind.REPORT
    )
    rows = {str(number): Person(f"E{number}", "bewoners", ("Noord",)) for number in range(1, 9)}
    answers = [(label, f"Antwoord {label} over de politie.") for label in rows]
    add_talk(project, "enquete", answers, rows, Kind.SURVEY, "2016", "2016-05-01")
    code_quote(project, "noord", "De wijkagent helpt.", "politie", "positive")
    code_quote(project, "noord", "De wijkagent helpt.", "politie", "positive", coder="bram")
    code_quote(project, "noord", HOSTILE, "politie", "negative")
    code_quote(project, "verslag", "De chef vindt het goed.", "samenwerking")
    for label in list(rows)[:6]:
        code_quote(project, "enquete", f"Antwoord {label} over de politie.", "politie")
    fix_citations(project)
    uuid = project.connection.execute("SELECT uuid FROM code WHERE slug = 'politie'").fetchone()
    with project.transaction("memo add"):
        add_memo(project, "code", uuid[0], "Let op: de <politie> zelf is positiever.")
    finish(project, "noord")
    finish(project, "enquete")
    return project


@pytest.fixture
def report(project: Project) -> Report:
    """The report of this project, for the team."""
    with reading(project.path) as connection:
        return read_report(connection, Filters())


@pytest.fixture
def export(project: Project, tmp_path: Path) -> Export:
    """The function that writes formats and gives the bytes of each file by its name."""

    def write(*formats: str, **options: object) -> dict[str, bytes]:
        folder = tmp_path / "out"
        with reading(project.path) as connection:
            written, _report = export_themes(
                connection,
                folder,
                formats,
                Filters(),
                str,
                **{"audience": "team", **options},
            )
        return {str(path.relative_to(folder)): path.read_bytes() for path in written.files}

    return write
