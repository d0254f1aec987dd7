"""HTML: the words of a page, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

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


class _Page:
    """Gathers the words of a page: a block is a paragraph, <br> a line break."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.line: list[str] = []
        self.hidden = 0
        self.pre = 0
        self.title: list[str] | None = None
        self.found_title = ""

    def begin(self, tag: str, attributes: str) -> None:
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
            self._take_timestamp(attributes)

    def end(self, tag: str) -> None:
        if tag == "title" and self.title is not None:
            self.found_title = self.found_title or " ".join("".join(self.title).split())
            self.title = None
        elif tag in _LEFT_OUT:
            self.hidden = max(self.hidden - 1, 0)
        elif tag in _PARAGRAPHS:
            self.end_paragraph()
            self.pre = max(self.pre - (tag == "pre"), 0)

    def words(self, text: str) -> None:
        if self.title is not None:
            self.title.append(_unescape(text))
        elif not self.hidden:
            self.line.append(_unescape(text if self.pre else _SPACES.sub(" ", text)))

    def _take_timestamp(self, attributes: str) -> None:
        """Mark a time of oTranscribe, at the begin of a line of its own."""
        stamp = _TIMESTAMP.search(attributes)
        if stamp:
            self.line.append(f"\n{STAMP}{stamp[1]}{STAMP}")

    def end_paragraph(self) -> None:
        lines = (line.strip(" ") for line in "".join(self.line).split("\n"))
        text = "\n".join(lines).strip("\n\t ")
        if text:
            self.paragraphs.append(text)
        self.line = []


_SPACES = re.compile(r"[ \t\n\f\r]+")
_TIMESTAMP = re.compile(r"data-timestamp\s*=\s*[\"']([^\"']{0,40})[\"']")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
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
    """Gather the paragraphs of a page, in one walk from "<" to "<".

    html.parser of Python 3.11 takes hours for a file of unfinished comments or tags.
    """
    page = _Page()
    place = 0
    while True:
        start = text.find("<", place)
        page.words(text[place : start if start >= 0 else None])
        if start < 0:
            break
        place = _take_tag(text, start, page)
        if place < 0:
            break
    page.end_paragraph()
    return page


def _take_tag(text: str, start: int, page: _Page) -> int:
    """Take what begins with this "<"; gives where to go on, -1 when it never ends."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    tag = _TAG.match(text, start)
    if not tag and text[start + 1 : start + 2] not in ("!", "?", "/"):
        page.words("<")
        return start + 1
    end = _end_of_tag(text, start)
    if not tag or end < 0:
        return end
    name = tag[2].lower()
    if tag[1]:
        page.end(name)
    elif name in ("script", "style"):
        # No tag inside counts, until their own.
        close = re.compile(f"</{name}[^>]{{0,40}}>", re.IGNORECASE).search(text, end)
        return close.end() if close else -1
    else:
        page.begin(name, text[tag.end() : end - 1])
    return end


def _end_of_tag(text: str, start: int) -> int:
    """Behind the ">" that ends a tag; one between quotes does not, within reason."""
    end = text.find(">", start)
    for _ in range(20):
        inside = text[start : min(end, start + 20_000)] if end >= 0 else ""
        if inside.count('"') % 2 == 0:
            break
        further = text.find(">", end + 1)
        if further < 0:
            break
        end = further
    return end + 1 if end >= 0 else -1


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    import html

    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits
        return text
