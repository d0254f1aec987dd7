"""OpenDocument text (.odt), as LibreOffice writes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Note, Transcript
from .archive import broken, open_zip, parse_xml, read_member
from .source import Source
from .text import from_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WHAT = "OpenDocument"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LEFT_OUT = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TEXT}sequence-decls",
        f"{_TEXT}variable-decls",
    }
)


def read_opendocument(source: Source) -> Transcript:
    """Read paragraphs, headings and tables in their order; tracked changes as accepted."""
    archive = open_zip(source.data(), source.name, _WHAT)
    root = parse_xml(read_member(archive, "content.xml", source.name, _WHAT), source.name, _WHAT)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    try:
        paragraphs = [text for text in _blocks(root if body is None else body) if text.strip()]
    except (RecursionError, ValueError):  # nested too deep, or a count of spaces that is none
        raise broken(source.name, _WHAT) from None
    return from_text("\n\n".join(paragraphs), source, tuple(_notes(root)))


def _blocks(root: Element) -> Iterator[str]:
    for child in root:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield _paragraph(child)
        elif child.tag == f"{_TABLE}table-row":
            cells = ["\n".join(_blocks(cell)).strip() for cell in child]
            yield "\t".join(cell for cell in cells if cell)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _paragraph(element: Element) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Element, pieces: list[str]) -> None:
    """Gather the words of a paragraph; white space in the XML itself counts once."""
    _add(pieces, element.text)
    for child in element:
        if child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(child.get(f"{_TEXT}c") or 1), 1000))
        elif child.tag not in _LEFT_OUT:
            _collect(child, pieces)
        _add(pieces, child.tail)


def _add(pieces: list[str], text: str | None) -> None:
    if not text:
        return
    words = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    while "  " in words:
        words = words.replace("  ", " ")
    pieces.append(words)


def _notes(root: Element) -> Iterator[str]:
    tags = [element.tag for element in root.iter()]
    changes = tags.count(f"{_TEXT}changed-region")
    if changes:
        yield Note("{count} tracked changes were read as if accepted.", count=changes)
    comments = tags.count(f"{_OFFICE}annotation")
    if comments:
        yield Note("Comments in the margin, left out: {count}.", count=comments)
    notes = tags.count(f"{_TEXT}note")
    if notes:
        yield Note("{count} footnotes were left out.", count=notes)
