"""Themes in Word, read back by python-docx."""

from __future__ import annotations

import io
import re
import zipfile

from docx import Document
from docx.document import Document as Doc
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rodedraad.coding.exporting.wordxml import NAMESPACE, plain
from rodedraad.coding.exporting.wordxml import table as table_of


def opened(files: dict[str, bytes]) -> Doc:
    return Document(io.BytesIO(files["themes.docx"]))


def texts(document: Doc, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == style]


def test_headings_are_real_and_stand_in_the_contents(export) -> None:
    document = opened(export("docx"))
    assert texts(document, "Title") == ["Themes from the talks"]
    chapters = texts(document, "Heading 1")
    assert chapters[:3] == ["In short", "Samenwerking", "Resultaten"]
    assert "Politie" in texts(document, "Heading 2")
    assert texts(document, "toc 1") == chapters
    marks = {m.get(qn("w:name")) for m in document.element.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))}
    assert links == marks


def test_quotes_have_a_style_and_their_citation(export, hostile: str) -> None:
    document = opened(export("docx"))
    assert f"“{hostile}”" in texts(document, "Quote")
    assert "De chef vindt het goed." in texts(document, "Quote")  # a report: no quotation marks
    assert "R02, bewoners, 2016 · negative · f-003 · consent unknown" in texts(
        document, "Quote Source"
    )


def test_tables_repeat_their_heads_and_hold_the_counts(export) -> None:
    document = opened(export("docx"))
    for each in document.tables:
        head = each.rows[0]._tr
        assert head.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    groups = next(t for t in document.tables if t.rows[0].cells[0].text == "Group")
    assert [cell.text for cell in groups.rows[-1].cells][:2] == ["Together", "2 of 2"]


def test_small_tables_stay_whole_and_large_ones_begin_with_some_rows() -> None:
    for number, expected in ((12, 13), (13, 4)):
        made = parse_xml(
            f'<w:body xmlns:w="{NAMESPACE}">{table_of(["Head"], [["cell"]] * number, [1])}</w:body>'
        )
        rows = [row.find(f".//{qn('w:keepNext')}") is not None for row in made.iter(qn("w:tr"))]
        assert rows == [True] * expected + [False] * (number + 1 - expected)


def test_what_comes_after_the_codebook_needs_no_page_of_its_own(export) -> None:
    document = opened(export("docx"))
    breaks = {
        p.text: p.paragraph_format.page_break_before
        for p in document.paragraphs
        if p.style and p.style.name == "Heading 1"
    }
    assert breaks["Samenwerking"] is None  # as its style says: on a new page
    assert breaks["Sources"] is False


def test_no_field_asks_to_be_brought_up_to_date(export) -> None:
    """A field that is marked so, or `updateFields`, makes Word ask on opening."""
    with zipfile.ZipFile(io.BytesIO(export("docx")["themes.docx"])) as archive:
        settings = archive.read("word/settings.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert "updateFields" not in settings
    assert "w:dirty" not in body
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)", body)
    assert fields == [' TOC \\o "1-2" \\n \\h ']
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"') == 1


def test_the_order_within_properties_is_that_of_the_standard(export) -> None:
    """Word refuses a file whose pPr is out of order; LibreOffice and python-docx do not."""
    order = "pStyle keepNext keepLines pageBreakBefore pBdr shd tabs spacing ind jc outlineLvl rPr"
    ranks = {qn(f"w:{name}"): rank for rank, name in enumerate(order.split())}
    document = opened(export("docx"))
    for root in (document.element, document.styles.element):
        for properties in root.iter(qn("w:pPr")):
            found = [ranks[child.tag] for child in properties if child.tag in ranks]
            assert found == sorted(found)


def test_the_document_says_its_language_and_nothing_of_its_maker(export) -> None:
    document = opened(export("docx"))
    assert document.core_properties.author == ""
    assert document.core_properties.language == "nl"
    assert str(document.core_properties.created) == "2016-01-01 00:00:00+00:00"
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"


def test_a_title_may_hold_anything(export) -> None:
    document = opened(export("docx", title="Wijk\x07 & <buurt>"))
    assert texts(document, "Title") == ["Wijk\ufffd & <buurt>"]
    assert document.core_properties.title == "Wijk\ufffd & <buurt>"


@given(st.text())
def test_any_text_can_stand_in_a_document(text: str) -> None:
    parsed = etree.fromstring(f"<t>{plain(text)}</t>")
    assert len(parsed) == 0
