"""Text of a transcript is read and never obeyed, in any format."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from builders import Person, add_talk, code_turn, finish, new_project
from docx import Document
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from rodedraad.coding.exporting import export_themes
from rodedraad.coding.opening import reading
from rodedraad.coding.querying.selection import Filters

QUOTES = (
    '=HYPERLINK("http://kwaad.nl";"klik")',
    "+SUM(A1:A9)",
    "-2+3",
    "@SUM(1)",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "<!-- weg --> ]]> <?php ?>",
    "{{ 7*7 }} {% raw %} {# weg #}",
    "[klik](javascript:alert(1)) ![p](http://kwaad.nl/p.png) <http://kwaad.nl>",
    "# Kop | cel | `code` ~~~ \\ $x^2$",
    "http://kwaad.nl en www.kwaad.nl",
    "voor\x07\x1b[31mrood\x08",
    "links\u202erechts\u2066 en \ufeff daar",
    "aan \"haling' & <w:p/> &#x41; &lt;",
    "_x0041_ en {SEQ x} \\o PAGE",
    "' OR 1=1 --",
    "een\n\n\n# nieuwe regel\n- punt",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with everything that was exported of a talk full of these."""
    folder = tmp_path_factory.mktemp("hostile")
    project = new_project(folder, ["thema", "thema/code"])
    persons = {f"R{n}": Person(f"P{n}", "<b>groep</b>", ("=Noord",)) for n in range(4)}
    turns = [(f"R{number % 4}", quote) for number, quote in enumerate(QUOTES)]
    add_talk(project, "gesprek", turns, persons)
    for number in range(len(QUOTES)):
        code_turn(project, "gesprek", number + 1, "code", "negative")
    finish(project, "gesprek")
    project.close()
    with reading(project.path) as connection:
        formats = ["md", "html", "docx", "xlsx", "csv", "json", "jsonl"]
        export_themes(connection, folder / "out", formats, Filters(), str, "", "team", "=1+1 <b>")
    return folder / "out"


def one_line(text: str) -> str:
    """Give a quote as reports print it."""
    return " ".join(text.split())


def test_csv_holds_no_formula(written: Path) -> None:
    for path in written.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_json_gives_every_quote_as_it_was(written: Path) -> None:
    with (written / "fragments.jsonl").open(encoding="utf-8") as file:
        assert [json.loads(line)["quote"] for line in file] == [q.strip() for q in QUOTES]


def test_html_has_no_element_and_no_attribute_of_a_quote(written: Path) -> None:
    page = html.fromstring((written / "themes.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert page.xpath("//img | //b | //@onerror | //@src") == []
    shown = [quote.text_content() for quote in page.xpath("//blockquote")]
    assert [text.strip("“”") for text in shown] == [one_line(q) for q in QUOTES]


def test_markdown_has_no_link_picture_or_html_of_a_quote(written: Path) -> None:
    for path in written.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        tokens = MarkdownIt("gfm-like").parse(text)
        inline = [child for token in tokens for child in token.children or []]
        kinds = {token.type for token in (*tokens, *inline)}
        assert not kinds & {"html_block", "html_inline", "image", "code_inline", "fence"}
        links = {child.attrs["href"] for child in inline if child.type == "link_open"}
        assert links <= {"thema.md"}


def test_word_has_no_field_or_link_of_a_quote(written: Path) -> None:
    data = (written / "themes.docx").read_bytes()
    document = Document(io.BytesIO(data))
    quotes = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    expected = [
        "".join(c if c.isprintable() or c > " " else "�" for c in one_line(q)) for q in QUOTES
    ]
    assert [quote.strip("“”") for quote in quotes] == expected
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in [name for name in archive.namelist() if not name.endswith(".png")]:
            tree = etree.fromstring(archive.read(name))
            assert "kwaad.nl" not in " ".join(
                value for element in tree.iter() for value in element.attrib.values()
            )


def test_excel_has_no_formula_or_link(written: Path) -> None:
    book = load_workbook(written / "themes.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n", "b", "inlineStr"}
            assert not [cell for cell in row if cell.hyperlink]
