"""Themes written out: the same bytes twice, nothing obeyed, nothing half written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote, finish, fix_citations, new_project
from hypothesis import given
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.coding.exporting import export_themes, replace_file, theme_file
from rodedraad.coding.exporting.csv import harmless
from rodedraad.coding.exporting.markdown import escaped
from rodedraad.coding.opening import reading
from rodedraad.coding.project import Project
from rodedraad.coding.querying.quotes import QUOTE_KEYS
from rodedraad.coding.querying.selection import Filters, choose
from rodedraad.transcripts.model import Kind

HOSTILE = "=1+1 <script>alert(1)</script> *sterk* [hier](http://kwaad.nl) | einde"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A talk of two groups with a hostile quote, and a report without a group."""
    project = new_project(tmp_path, ["samenwerking", "samenwerking/politie", "resultaten"])
    persons = {"R1": Person("R01", "politie", ("Noord",)), "R2": Person("R02", "bewoners")}
    turns = [("R1", "De wijkagent helpt."), ("R2", HOSTILE)]
    add_talk(project, "noord", turns, persons, Kind.GROUP, "2016", "2016-03-01")
    add_talk(
        project, "verslag", [("R4", "De chef vindt het goed.")], {"R4": Person("R04")}, Kind.REPORT
    )
    code_quote(project, "noord", "De wijkagent helpt.", "politie", "positive")
    code_quote(project, "noord", "De wijkagent helpt.", "politie", "positive", coder="bram")
    code_quote(project, "noord", HOSTILE, "politie", "negative")
    code_quote(project, "verslag", "De chef vindt het goed.", "samenwerking")
    fix_citations(project)
    finish(project, "noord")
    return project


def export(project: Project, folder: Path, *formats: str) -> dict[str, str]:
    """Write the themes; give the text of each file by its name."""
    with reading(project.path) as connection:
        selection = choose(connection, Filters())
        written = export_themes(connection, folder, formats, selection, lambda text: text)
    return {path.name: path.read_text(encoding="utf-8-sig") for path in written}


def test_a_theme_in_markdown(project: Project, tmp_path: Path) -> None:
    files = export(project, tmp_path / "out", "md")
    assert list(files) == ["samenwerking.md", "resultaten.md", "index.md"]
    assert (
        files["samenwerking.md"]
        == """\
# Samenwerking

Wat men zegt over samenwerking.

Persons: 3, of those heard and coded: 2 of 2. Fragments: 3.

### (no group)

persons: 1, of those heard and coded: 0 of 0

> De chef vindt het goed.
>
> — R04, from a report, not literal (f-004)

## Politie

Wat men zegt over samenwerking/politie.

Persons: 2, of those heard and coded: 2 of 2. Fragments: 2.

### bewoners

persons: 1, of those heard and coded: 1 of 1

> “=1+1 \\<script\\>alert(1)\\</script\\> \\*sterk\\* \\[hier\\](http\\://kwaad.nl) \\| einde”
>
> — R02, bewoners (f-003)

### politie

persons: 1, of those heard and coded: 1 of 1

> “De wijkagent helpt.”
>
> — R01, politie, Noord (f-001)
"""
    )


def test_the_index_names_sources_and_what_is_not_coded(project: Project, tmp_path: Path) -> None:
    index = export(project, tmp_path / "out", "md")["index.md"]
    assert "| **[Samenwerking](samenwerking.md)** | 3 | 2 of 2 | 3 |" in index
    assert "- noord (2016-03-01, 2016, group talk)" in index
    assert "- verslag (report, not coded yet)" in index


def test_csv_has_the_keys_of_a_query_and_no_formula(project: Project, tmp_path: Path) -> None:
    rows = list(
        csv.reader(export(project, tmp_path / "out", "csv")["samenwerking.csv"].splitlines())
    )
    assert tuple(rows[0]) == QUOTE_KEYS
    quotes = [row[QUOTE_KEYS.index("quote")] for row in rows[1:]]
    assert quotes == ["De chef vindt het goed.", f"'{HOSTILE}", "De wijkagent helpt."]


def test_json_holds_counts_and_quotes(project: Project, tmp_path: Path) -> None:
    files = export(project, tmp_path / "out", "json")
    theme = json.loads(files["samenwerking.json"])
    politie = theme["codes"][1]
    assert (politie["persons"], politie["fragments"], politie["n"]) == (2, 2, 2)
    assert [group["group"] for group in politie["groups"]] == ["bewoners", "politie"]
    assert politie["groups"][0]["quotes"][0]["quote"] == HOSTILE
    assert json.loads(files["index.json"])["not_coded"] == ["verslag"]


def test_the_same_data_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    first = export(project, tmp_path / "one", "md", "csv", "json")
    assert export(project, tmp_path / "two", "md", "csv", "json") == first


def test_an_unknown_format_writes_nothing(project: Project, tmp_path: Path) -> None:
    with pytest.raises(RodedraadError, match="There is no format mdd for themes"):
        export(project, tmp_path / "out", "csv", "mdd")
    assert not (tmp_path / "out").exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = replace_file(tmp_path / "thema.md", b"oud")
    (tmp_path / "map").write_bytes(b"")
    with pytest.raises(RodedraadError, match="cannot be written"):
        replace_file(tmp_path / "map" / "thema.md", b"nieuw")
    with pytest.raises(TypeError):
        replace_file(path, None)  # type: ignore[arg-type]
    assert path.read_bytes() == b"oud"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map", "thema.md"]


def test_a_theme_called_index_does_not_overwrite_the_index() -> None:
    assert theme_file("index", "md") != "index.md"


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text())
def test_escaped_text_is_one_line_without_tags(text: str) -> None:
    result = escaped(text)
    assert len(result.splitlines()) <= 1
    assert "<" not in result.replace("\\<", "")
