"""Plain text and Markdown: the text as it is."""

from __future__ import annotations

from ..model import Transcript
from .source import Source
from .text import from_text


def read_plain(source: Source) -> Transcript:
    """Read a .txt or .md; the text equals the file's up to the line ends."""
    return from_text(source.text(), source)
