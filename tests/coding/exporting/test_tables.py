"""Tidy tables: csv, jsonl and json, with the keys of the commands."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from rodedraad.coding.exporting.csv import harmless
from rodedraad.coding.querying.quotes import QUOTE_KEYS


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def test_fragments_have_the_keys_of_a_query_and_no_formula(export, hostile: str) -> None:
    rows = rows_of(export("csv"), "fragments.csv")
    assert tuple(rows[0])[: len(QUOTE_KEYS)] == QUOTE_KEYS
    quotes = [row["quote"] for row in rows if row["kind"] != "survey"]
    wijkagent = "De wijkagent helpt."
    assert quotes == ["De chef vindt het goed.", f"'{hostile}", wijkagent, wijkagent]


def test_the_matrix_has_the_keys_of_the_command(export) -> None:
    rows = rows_of(export("csv"), "matrix.csv")
    cell = next(
        row
        for row in rows
        if (row["row"], row["column"], row["kinds"]) == ("samenwerking/politie", "politie", "talks")
    )
    assert {key: cell[key] for key in "persons fragments words share n".split()} == {
        "persons": "1",
        "fragments": "1",
        "words": "3",
        "share": "1.0",
        "n": "1",
    }


def test_json_lines_say_what_csv_says(export) -> None:
    as_csv, as_lines = export("csv"), export("jsonl")
    assert {name.removesuffix(".csv") for name in as_csv} == {
        name.removesuffix(".jsonl") for name in as_lines
    }
    for name, data in as_lines.items():
        rows = [json.loads(line) for line in data.decode().splitlines()]
        expected = rows_of(as_csv, name.replace(".jsonl", ".csv"))
        assert [
            {key: "" if value is None else str(harmless(value)) for key, value in row.items()}
            for row in rows
        ] == expected


def test_json_is_a_tree_of_themes(export, hostile: str) -> None:
    files = export("json")
    politie = json.loads(files["samenwerking.json"])["codes"][1]
    assert (politie["persons"], politie["fragments"], politie["n"]) == (2, 2, 2)
    groups = [group for group in politie["groups"] if group["quotes"]]
    assert [group["group"] for group in groups] == ["bewoners", "politie"]
    assert groups[0]["quotes"][0]["quote"] == hostile
    assert politie["survey"]["among"] == 6
    index = json.loads(files["index.json"])
    assert [s["transcript"] for s in index["sources"]] == ["verslag", "noord", "enquete"]
    assert [s["coded"] for s in index["sources"]] == [False, True, True]


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
