"""Pieces of a Word document as WordprocessingML (ECMA-376, part 1, chapter 17).

python-docx opens and saves the document and knows its styles; its paragraphs and above all its
tables are slow to fill one by one, so the body is written here as text and parsed once.
Styles go by their names; `fill` puts in the ids under which the document has them.
Widths are in twentieths of a point.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_WIDTH = 9638  # A4 between margins of 2 cm
FEW_ROWS = 12  # a table with more may go over pages, but not within its first rows
FIRST_ROWS = 3
# What XML 1.0 cannot hold at all.
IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Show what cannot stand in XML as �."""
    return IMPOSSIBLE.sub("\ufffd", text)


def plain(text: str) -> str:
    """Make a text stand for itself in XML."""
    return escape(writable(text))


def run(text: str, bold: bool = False, italic: bool = False) -> str:
    """Give a run of text; line ends become line breaks."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = [f'<w:t xml:space="preserve">{line}</w:t>' for line in plain(text).split("\n")]
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(style: str, text: str = "", *, runs: str = "", more: str = "") -> str:
    """Give a paragraph in a style, of a text or of `runs`; `more` are further properties."""
    contents = runs or (run(text) if text else "")
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{more}</w:pPr>{contents}</w:p>"


def heading(level: int, text: str, bookmark: int, more: str = "") -> str:
    """Give a heading that the table of contents can point at; numbers of bookmarks are unique."""
    runs = (
        f'<w:bookmarkStart w:id="{bookmark}" w:name="heading{bookmark}"/>{run(text)}'
        f'<w:bookmarkEnd w:id="{bookmark}"/>'
    )
    return paragraph(f"Heading {level}", runs=runs, more=more)


def field_mark(kind: str) -> str:
    """Give a run that marks where a field "begin"s, shows its result ("separate") or "end"s."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field_begin(code: str) -> str:
    """Give the runs that begin a field, such as PAGE; what it shows and its end must follow."""
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return field_mark("begin") + instruction + field_mark("separate")


def field(code: str) -> str:
    """Give the runs of a field that is filled in when pages are laid out."""
    return field_begin(code) + run("1") + field_mark("end")


def contents(entries: Sequence[tuple[int, str, int]]) -> str:
    """Give a table of contents: a field that Word can bring up to date, filled in already.

    `entries` are (level, text, bookmark). Without page numbers: only Word knows these, and it
    would have to ask on opening.
    """
    links = [
        f'<w:hyperlink w:anchor="heading{bookmark}">{run(text)}</w:hyperlink>'
        for _level, text, bookmark in entries
    ]
    links[0] = field_begin('TOC \\o "1-2" \\n \\h') + links[0]
    links[-1] += field_mark("end")
    return "".join(
        paragraph(f"toc {level}", runs=link)
        for (level, _text, _bookmark), link in zip(entries, links, strict=True)
    )


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    numbers: Iterable[int] = (),
    upright: bool = False,
    bold: Collection[int] = (),
) -> str:
    """Give a table whose head comes back on every page.

    The columns in `numbers` are aligned right; `upright` writes their headings from below to
    above, for many narrow columns; the rows in `bold`, counted from 0, stand out.
    """
    right = set(numbers)
    # LibreOffice keeps a table whole when every row of it is kept with the next.
    kept = len(rows) if len(rows) <= FEW_ROWS else FIRST_ROWS
    lines = [row_of(head, widths, right, "Table Head", True, upright)]
    for number, row in enumerate(rows):
        style = "Table Head" if number in bold else "Table Text"
        lines.append(row_of(row, widths, right, style, number < kept))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # A paragraph must follow, or two tables become one.
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Report Table"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>" + paragraph("Table Text")
    )


def row_of(
    cells: Sequence[str],
    widths: Sequence[int],
    right: set[int],
    style: str,
    kept: bool,
    upright: bool | None = None,
) -> str:
    """Give a row of a table, `kept` on one page with the next; a head when `upright` is given."""
    is_head = upright is not None
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
    if upright:
        properties = '<w:cantSplit/><w:trHeight w:val="2500" w:hRule="atLeast"/><w:tblHeader/>'
    together = "<w:keepNext/>" if kept else ""
    parts = []
    for number, (text, width) in enumerate(zip(cells, widths, strict=True)):
        turned = '<w:textDirection w:val="btLr"/>' if upright and number in right else ""
        aligned = '<w:jc w:val="right"/>' if number in right and not turned else ""
        bottom = '<w:vAlign w:val="bottom"/>' if is_head else ""
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{turned}{bottom}</w:tcPr>'
            f"{paragraph(style, text, more=together + aligned)}</w:tc>"
        )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(parts)}</w:tr>"


def picture(document: Document, png: bytes, alt: str) -> str:
    """Give a picture as a paragraph, as wide as the text at most; `alt` says what is on it."""
    from docx.shared import Twips

    inline = document.part.new_pic_inline(io.BytesIO(png))
    widest = Twips(TEXT_WIDTH)
    if inline.extent.cx > widest:
        inline = document.part.new_pic_inline(io.BytesIO(png), width=widest)
    inline.docPr.set("descr", writable(alt))
    return f"<w:p><w:r><w:drawing>{inline.xml}</w:drawing></w:r></w:p>"


def fill(document: Document, pieces: Iterable[str]) -> None:
    """Put pieces into a document in place of all that is in its body but the page layout."""
    from docx.oxml import parse_xml

    ids = {style.name: style.style_id for style in document.styles}
    body = document.element.body
    root = parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{"".join(pieces)}</w:body>')
    for tag in ("pStyle", "tblStyle", "rStyle"):
        for element in root.iter(f"{{{NAMESPACE}}}{tag}"):
            name = element.get(f"{{{NAMESPACE}}}val")
            element.set(f"{{{NAMESPACE}}}val", ids.get(name, ids.get("Normal", name)))
    layout = body.sectPr
    body.clear_content()
    for element in list(root):
        layout.addprevious(element)


def saved(document: Document) -> bytes:
    """Save a document so that the same document gives the same bytes.

    python-docx stamps every member of the zip with the clock, and its template has a picture
    of another document.
    """
    relations = document.part.package.rels
    for number in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[number]
    raw = io.BytesIO()
    document.save(raw)
    stamped = io.BytesIO()
    with ZipFile(raw) as old, ZipFile(stamped, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(ZipInfo(member.filename), old.read(member), ZIP_DEFLATED)
    return stamped.getvalue()


def put_runs(target: Paragraph, runs: str) -> None:
    """Put runs in a paragraph that a document has already, such as that of a page's foot."""
    from docx.oxml import parse_xml

    for element in list(target._p):
        target._p.remove(element)
    for element in list(parse_xml(f'<w:p xmlns:w="{NAMESPACE}">{runs}</w:p>')):
        target._p.append(element)
