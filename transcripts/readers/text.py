"""From the text of a document to a transcript: YAML block off, turns and speakers found."""

from __future__ import annotations

from ... import RodedraadError
from ..metadata import apply_block, take_block
from ..model import Transcript
from ..turns import divide
from .source import Source


def from_text(text: str, source: Source, notes: tuple[str, ...] = ()) -> Transcript:
    """Divide a text into turns; raises RodedraadError when there is nothing in it."""
    text, block = take_block(text, source.name)
    if not text.strip():
        raise RodedraadError("{file} holds no text.", file=source.name)
    known = set(source.known)
    if block:
        known.update(speaker.label for speaker in block.speakers)
    found = divide(text, known)
    transcript = Transcript(
        text, found.turns, found.speakers, title=found.title, notes=(*notes, *found.notes)
    )
    return apply_block(transcript, block) if block else transcript
