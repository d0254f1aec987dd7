"""HTML: the words of a page, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from ..model import Transcript
from .source import Source, looks_up
from .text import from_text

# Between these stands no word that anybody said.
_LEFT_OUT = frozenset({"script", "style", "head", "template", "noscript", "svg", "nav"})
_PARAGRAPHS = frozenset(
    "address article aside blockquote dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section table tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


class _Page(HTMLParser):
    """Gathers the words of a page: a block is a paragraph, <br> a line break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.line: list[str] = []
        self.hidden = 0
        self.pre = 0
        self.title: list[str] | None = None
        self.found_title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self.title = []
        elif tag in _LEFT_OUT:
            self.hidden += 1
        elif tag == "br":
            self.line.append("\n")
        elif tag in _PARAGRAPHS:
            self.end_paragraph()
            self.pre += tag == "pre"
        elif tag in _CELLS:
            self.line.append("\t")
        elif tag == "span":
            self._take_timestamp(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self.title is not None:
            self.found_title = self.found_title or " ".join("".join(self.title).split())
            self.title = None
        elif tag in _LEFT_OUT:
            self.hidden = max(self.hidden - 1, 0)
        elif tag in _PARAGRAPHS:
            self.end_paragraph()
            self.pre = max(self.pre - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        if self.title is not None:
            self.title.append(data)
        elif not self.hidden:
            self.line.append(data if self.pre else _SPACES.sub(" ", data))

    def _take_timestamp(self, attributes: dict[str, str | None]) -> None:
        """Mark a time of oTranscribe, at the begin of a line of its own."""
        stamp = attributes.get("data-timestamp")
        if stamp:
            self.line.append(f"\n{STAMP}{stamp}{STAMP}")

    def end_paragraph(self) -> None:
        lines = (line.strip(" ") for line in "".join(self.line).split("\n"))
        text = "\n".join(lines).strip("\n\t ")
        if text:
            self.paragraphs.append(text)
        self.line = []


_SPACES = re.compile(r"[ \t\n\f\r]+")
#: Around a time of oTranscribe in the text of a page: a private character, used for nothing else.
STAMP = "\ue0f7"


def read_html(source: Source) -> Transcript:
    """Read the words of a page; scripts, styles and menus are left out."""
    if source.encoding is None:
        source.encoding = _charset(source.head)
    page = read_page(source.text())
    text = "\n\n".join(page.paragraphs)
    transcript = from_text(text, source)
    return transcript if transcript.title else replace(transcript, title=page.found_title)


def _charset(head: bytes) -> str | None:
    """The encoding that a page names, when it is one; a BOM goes before it."""
    match = _CHARSET.search(head[:2048])
    name = match[1].decode("ascii") if match else ""
    if not name or head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    # Browsers read what calls itself latin-1 as cp1252, because that is what it is.
    return "cp1252" if name.lower() in ("iso-8859-1", "latin1") else looks_up(name)


def read_page(text: str) -> _Page:
    """Gather the paragraphs of a page."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_paragraph()
    return page
