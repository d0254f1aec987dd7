"""Word documents (.docx): the text as finally meant.

The XML is read directly. python-docx leaves out what a colleague inserted with tracked
changes, keeps no order between paragraphs and tables in its text, and takes longer.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..model import Note, Transcript
from .archive import broken, open_zip, parse_xml, read_member
from .meetings import take_meeting
from .source import Source
from .text import from_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WHAT = "Word"
# Word writes one of two namespaces, depending on whether the file is "strict".
_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# Taken out by a tracked change, or said of the text and not in it.
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def read_word(source: Source) -> Transcript:
    """Read paragraphs and tables in their order; tracked changes as if all were accepted."""
    archive = open_zip(source.data(), source.name, _WHAT)
    root = parse_xml(
        read_member(archive, "word/document.xml", source.name, _WHAT), source.name, _WHAT
    )
    try:
        paragraphs = [text for text in _blocks(root) if text.strip()]
    except RecursionError:  # nested deeper than any Word document
        raise broken(source.name, _WHAT) from None
    notes = tuple(_notes(root, archive))
    meeting = take_meeting(paragraphs)
    if meeting is None:
        return from_text("\n\n".join(paragraphs), source, notes)
    transcript = from_text("\n\n".join(meeting.paragraphs), source, (*meeting.notes, *notes))
    return replace(
        transcript,
        title=transcript.title or meeting.title,
        date=transcript.date or meeting.date,
    )


def _name(element: Element) -> str:
    tag = element.tag
    for space in _SPACES:
        if tag.startswith(space):
            return tag[len(space) :]
    return tag


def _blocks(root: Element) -> Iterator[str]:
    """Yield the text of each paragraph, and of each row of a table, in reading order."""
    for child in root:
        name = _name(child)
        if name == "p":
            yield _paragraph(child)
        elif name == "tr":
            yield _row(child)
        elif name not in _LEFT_OUT:
            yield from _blocks(child)


def _row(row: Element) -> str:
    """Put the cells of a row side by side, a speaker's cell with its colon."""
    cells = ["\n".join(_blocks(cell)).strip() for cell in row if _name(cell) in ("tc", "sdt")]
    return "\t".join(cell for cell in cells if cell)


def _paragraph(element: Element) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Element, pieces: list[str]) -> None:
    for child in element:
        name = _name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif name not in _LEFT_OUT:
            _collect(child, pieces)


def _notes(root: Element, archive: zipfile.ZipFile) -> Iterator[str]:
    names = [_name(element) for element in root.iter()]
    changes = sum(name in ("ins", "del", "moveFrom", "moveTo") for name in names)
    if changes:
        yield Note("{count} tracked changes were read as if accepted.", count=changes)
    comments = names.count("commentReference")
    if comments:
        yield Note("Comments in the margin, left out: {count}.", count=comments)
    if "word/footnotes.xml" in archive.namelist() and "footnoteReference" in names:
        count = names.count("footnoteReference")
        yield Note("{count} footnotes were left out.", count=count)
