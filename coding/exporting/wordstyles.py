"""How a report looks in Word: the styles that a document of the user may bring instead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ... import RodedraadError
from .wordxml import NAMESPACE, field, put_runs, run, writable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

REFERENCE = "themes.docx"
ACCENT = "14566B"
SOFT = "5B6B76"
# name: (based on, size in points, colour, bold, italic, indent, space before, after)
STYLES = {
    "Normal": ("", 10.5, "1D2A33", False, False, 0, 0, 4),
    "Title": ("Normal", 26, ACCENT, True, False, 0, 0, 4),
    "Subtitle": ("Normal", 12, SOFT, False, False, 0, 0, 10),
    "Heading 1": ("Normal", 18, ACCENT, True, False, 0, 0, 8),
    "Heading 2": ("Normal", 14, ACCENT, True, False, 0, 20, 4),
    "Heading 3": ("Normal", 11, "1D2A33", True, False, 0, 12, 2),
    "Quote": ("Normal", 10.5, "1D2A33", False, True, 14, 5, 0),
    "Quote Source": ("Normal", 8.5, SOFT, False, False, 14, 0, 5),
    "Definition": ("Normal", 10.5, SOFT, False, False, 0, 0, 6),
    "Finding": ("Normal", 10.5, "1D2A33", True, False, 0, 2, 4),
    "Remark": ("Normal", 10.5, "1D2A33", False, False, 10, 2, 4),
    "Turn": ("Normal", 10.5, "1D2A33", False, False, 0, 4, 4),
    "Memo": ("Normal", 9.5, "1D2A33", False, False, 10, 3, 3),
    "Table Text": ("Normal", 9, "1D2A33", False, False, 0, 1, 1),
    "Table Head": ("Table Text", 9, "1D2A33", True, False, 0, 1, 1),
    "toc 1": ("Normal", 11, ACCENT, True, False, 0, 6, 0),
    "toc 2": ("Normal", 10.5, "1D2A33", False, False, 14, 0, 0),
}
TABLE_STYLE = f"""
<w:style xmlns:w="{NAMESPACE}" w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="Report Table"/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{ACCENT}"/>
<w:insideH w:val="single" w:sz="4" w:color="D5DDE2"/></w:tblBorders>
<w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>
</w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="12" w:color="{ACCENT}"/></w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def open_document(folder: Path | None, language: str) -> Document:
    """Open an empty document: the user's, with its styles, when their templates hold one.

    Styles that it lacks get our look. Raises RodedraadError when it is no Word document.
    """
    # python-docx costs about 100 ms to import.
    from docx import Document

    own = folder / REFERENCE if folder else None
    if own is None or not own.exists():
        document = Document()
        set_page(document)
        for name in STYLES:
            add_style(document, name)
    else:
        try:
            document = Document(str(own))
        except Exception as error:  # python-docx lets those of zipfile and lxml through
            raise RodedraadError(
                "{path} cannot be read as a Word document: {reason}.", path=own, reason=error
            ) from error
        for name in STYLES:
            if name not in document.styles:
                add_style(document, name)
    add_table_style(document)
    set_language(document, language)
    return document


def set_page(document: Document) -> None:
    """Make the pages A4 with margins of 2 cm."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(22)


def add_style(document: Document, name: str) -> None:
    """Give a document our look of a style, whether it has the style or not."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    base, size, colour, bold, italic, indent, before, after = STYLES[name]
    known = name in document.styles
    style: ParagraphStyle = (
        document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    if base:
        style.base_style = document.styles[base]
    clear_look(style)
    font = style.font
    font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), bold, italic
    font.color.rgb = RGBColor.from_string(colour)
    layout = style.paragraph_format
    layout.left_indent = Pt(indent)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.keep_with_next = name.startswith("Heading") or name in ("Quote", "Definition", "Finding")
    layout.page_break_before = name == "Heading 1"
    if name in BORDERS:
        add_border(style, BORDERS[name])


BORDERS = {"Quote": "C3CED5", "Quote Source": "C3CED5", "Remark": "C59A1C", "Memo": "C59A1C"}


def clear_look(style: ParagraphStyle) -> None:
    """Take away what python-docx's own template says of a style, all but its outline level."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for element in list(properties):
        if element.tag != qn("w:outlineLvl"):
            properties.remove(element)
    for element in style.element.findall(qn("w:rPr")):
        style.element.remove(element)


def add_border(style: ParagraphStyle, colour: str) -> None:
    """Put a line at the left of a style's paragraphs."""
    from docx.oxml import parse_xml

    border = parse_xml(
        f'<w:pBdr xmlns:w="{NAMESPACE}">'
        f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'
    )
    properties = style.element.get_or_add_pPr()
    # The order within pPr is fixed: after what keeps paragraphs together, before spacing.
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def add_table_style(document: Document) -> None:
    """Give a document the look of our tables, unless it has its own."""
    from docx.oxml import parse_xml

    if "Report Table" not in document.styles:
        document.styles.element.append(parse_xml(TABLE_STYLE))


def set_language(document: Document, language: str) -> None:
    """Say in which language the text is, for the spelling checker and for screen readers."""
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), {"nl": "nl-NL", "en": "en-GB"}.get(language, language))


def describe(document: Document, title: str, language: str, year: str) -> None:
    """Fill in the properties, and the head and the foot of the pages.

    The year is that of the newest material: the same data must give the same file.
    """
    properties = document.core_properties
    properties.title, properties.language = writable(title), language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(f"{year or 2000}-01-01")
    section = document.sections[0]
    section.header.paragraphs[0].text = writable(title)
    put_runs(section.footer.paragraphs[0], field("PAGE") + run(" / ") + field("NUMPAGES"))
