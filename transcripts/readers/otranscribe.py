"""oTranscribe (.otr): JSON with a piece of HTML, in which times stand as spans."""

from __future__ import annotations

import re

from ... import RodedraadError
from .. import times
from ..model import Transcript
from .html import STAMP, read_page
from .jsons import load
from .source import Source
from .text import from_text

_STAMPED = re.compile(f"{STAMP}([^{STAMP}]*){STAMP}" r"[ \t]*(?:\d{1,3}:\d{2}(?::\d{2})?)?[ \t]*")


def read_otranscribe(source: Source) -> Transcript:
    """Read an .otr; a time begins a line, and the turn on it."""
    found = load(source, "oTranscribe")
    text = found.get("text") if isinstance(found, dict) else None
    if not isinstance(text, str):
        raise RodedraadError(
            "{file} is no oTranscribe file: it has no “text”. Export it again as .otr.",
            file=source.name,
        )
    page = read_page(text)
    body = _STAMPED.sub(lambda match: _mark(match[1]), "\n\n".join(page.paragraphs))
    return from_text(body, source)


def _mark(stamp: str) -> str:
    """Write a timestamp (seconds, or "1:02:03" in old files) as [0:01:02.5]."""
    try:
        time = times.seconds(stamp) if ":" in stamp else float(stamp)
    except (ValueError, OverflowError):
        return ""
    if not 0 <= time < 360_000:
        return ""
    minutes, seconds = divmod(round(time, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"[{hours}:{minutes:02d}:{int(seconds):02d}.{round(seconds % 1 * 1000):03d}] "
