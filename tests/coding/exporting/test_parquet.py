"""Parquet, read back by pyarrow and by DuckDB."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from builders import Person, add_talk, code_quote

from rodedraad import RodedraadError
from rodedraad.coding.project import Project

pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow, of the extra [parquet]")


def test_fragments_are_parted_by_wave(export, tmp_path: Path, project: Project) -> None:
    persons = {"R9": Person("R09", "politie")}
    add_talk(project, "ander", [("R9", "Toen al.")], persons, wave="a/b ronde")
    code_quote(project, "ander", "Toen al.", "politie")
    files = export("parquet")
    assert [name for name in files if "wave=" in name] == [
        "fragments/wave=2016/fragments.parquet",
        "fragments/wave=a%2Fb%20ronde/fragments.parquet",
        "fragments/wave=__HIVE_DEFAULT_PARTITION__/fragments.parquet",
    ]
    from pyarrow import dataset

    folder = str(tmp_path / "out" / "fragments")
    partition = dataset.partitioning(pyarrow.schema([("wave", pyarrow.string())]), flavor="hive")
    rows = dataset.dataset(folder, partitioning=partition).to_table().to_pylist()
    assert len(rows) == 11
    assert {row["wave"] for row in rows} == {"2016", "a/b ronde", None}
    assert {type(row["start"]) for row in rows} == {int}


def test_a_wave_that_is_gone_is_not_counted_on(export, tmp_path: Path, project: Project) -> None:
    export("parquet")
    with project.transaction("test"):
        project.connection.execute("UPDATE wave SET name = '2017' WHERE name = '2016'")
    export("parquet")
    waves = {path.name for path in (tmp_path / "out" / "fragments").iterdir()}
    assert waves == {"wave=2017", "wave=__HIVE_DEFAULT_PARTITION__"}


def test_duckdb_counts_what_the_project_counts(export, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    export("parquet")
    folder = tmp_path / "out"
    persons = duckdb.sql(
        f"SELECT count(DISTINCT respondent) FROM read_parquet('{folder}/fragments/*/*.parquet', "
        "hive_partitioning = true) WHERE code = 'samenwerking/politie' AND kind <> 'survey'"
    ).fetchall()
    counted = duckdb.sql(
        f"SELECT persons FROM '{folder}/themes.parquet' "
        "WHERE code = 'samenwerking/politie' AND kinds = 'talks'"
    ).fetchall()
    assert persons == counted == [(2,)]


def test_without_pyarrow_it_says_what_to_install(export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RodedraadError, match="pipx inject rodedraad pyarrow"):
        export("parquet")
