"""Codebooks as tables: the separators and marks of spreadsheets, and errors word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.codebooks import csv, yaml
from rodedraad.codebooks.model import Code, Codebook

TABLE = """\
path,name,definition,indicators
samenwerking,Samenwerking,Met wie.,
samenwerking/politie,Politie,"Met de politie, dus.",wijkagent; agent
"""


def message(text: str) -> str:
    with pytest.raises(RodedraadError) as caught:
        csv.parse(text, "mijn.csv", "Proef")
    return str(caught.value)


def test_a_table_is_the_same_codebook_as_its_yaml() -> None:
    text = (
        "name: Proef\ncodes:\n  - {code: samenwerking, definition: Met wie., codes: [{code: "
        "politie, definition: 'Met de politie, dus.', indicators: [wijkagent, agent]}]}\n"
    )
    codebook = csv.parse(TABLE, "mijn.csv", "Proef")
    assert codebook == yaml.parse(text, "mijn.yaml")
    assert [code.line for code in codebook.walk()] == [2, 3]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str) -> None:
    text = f"Path{separator} name\r\n\r\nzorg{separator}Zorg, en meer\r\n"
    (code,) = csv.parse(text, "mijn.csv", "Proef").codes
    assert (code.path, code.name) == ("zorg", "Zorg, en meer")


def test_a_byte_order_mark_and_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wijken.csv"
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.encode())
    assert csv.read(path).name == "wijken"
    assert csv.read(path, "Proef", "en") == csv.parse(TABLE, "", "Proef", "en")


def test_what_is_written_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    csv.write(csv.parse(TABLE, "mijn.csv", "Proef"), tmp_path / "uit.csv")
    assert (tmp_path / "uit.csv").read_bytes().decode() == (
        "\ufeffpath,name,definition,use_when,not_when,example,counterexample,indicators,"
        "shortcut,colour,uuid\r\n"
        "samenwerking,Samenwerking,Met wie.,,,,,,1,,db2ba17f-cca8-5780-85e0-5a6e630059dd\r\n"
        'samenwerking/politie,Politie,"Met de politie, dus.",,,,,wijkagent; agent,1p,,'
        "1c7cd06d-758a-501d-b572-a80191854d56\r\n"
    )


def test_an_indicator_with_a_semicolon_is_refused() -> None:
    code = Code(uuid="", slug="zorg", path="zorg", name="Zorg", indicators=("a; b",))
    with pytest.raises(RodedraadError) as caught:
        csv.render(Codebook("Proef", codes=(code,)))
    assert str(caught.value) == (
        "The indicator “a; b” of zorg has a ; in it, which parts indicators in a table. Write it "
        "otherwise, or use YAML."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("path,definitie\n", "mijn.csv:1: unknown field definitie. Did you mean definition?"),
        ("pad,name\n", "mijn.csv:1: unknown field pad. Did you mean path?"),
        ("path,name,name\n", "mijn.csv:1: the column name stands here twice. Remove one."),
        (
            "name\nZorg\n",
            "mijn.csv:1: there is no column path, which says where each code stands "
            "(samenwerking/politie).",
        ),
        (
            'path,definition\nzorg,"over\ntwee regels"\n,x\n',
            "mijn.csv:4: this row has no path. Write where the code stands (samenwerking/politie).",
        ),
        (
            "path\nZorg en welzijn\n",
            "mijn.csv:2: a code is written in small letters, digits and hyphens: "
            "zorg-en-welzijn, not Zorg en welzijn.",
        ),
        (
            "path\nsamenwerking\nsamenwerkng/politie\n",
            "mijn.csv:3: samenwerkng/politie stands below samenwerkng, which has no row above it. "
            "Did you mean samenwerking?",
        ),
        (
            "path\nsamenwerking/politie\n",
            "mijn.csv:2: samenwerking/politie stands below samenwerking, which has no row above "
            "it. Add one.",
        ),
        (
            "path,name\nzorg,Zorg,en welzijn\n",
            "mijn.csv:2: this row has 3 cells, and there are 2 columns. A cell with the separator "
            "in it needs quotation marks.",
        ),
        (
            'path,name\nzorg,"Zorg" en\n',
            "mijn.csv:2: this row cannot be read (',' expected after '\"'). A cell with quotation "
            'marks in it needs them doubled ("").',
        ),
        (
            "path,colour\nzorg,rood\n",
            'mijn.csv:2: a colour is written as "#1b7837", not rood.',
        ),
    ],
)
def test_an_error_says_what_where_and_what_to_do(text: str, expected: str) -> None:
    assert message(text) == expected
