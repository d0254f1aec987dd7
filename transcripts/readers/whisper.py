"""What Whisper, WhisperX and whisper.cpp write as .json and .tsv.

Their .srt and .vtt are subtitles, and their .txt is plain text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ... import RodedraadError
from ..model import Transcript
from . import amberscript
from .cues import NOBODY, Cues, to_transcript
from .jsons import load, number, unlike, words
from .source import Source


def read_whisper(source: Source) -> Transcript:
    """Read the segments of a .json; one voice after another is a turn."""
    found = load(source, "Whisper")
    if amberscript.is_amberscript(found):
        return amberscript.from_json(found, source)
    segments = _segments(found)
    if segments is None:
        raise unlike(source, "Whisper")
    cues = Cues()
    for segment in segments:
        if isinstance(segment, Mapping):
            _add(segment, cues)
    if not cues.texts:
        raise RodedraadError("{file} holds no speech: its segments are empty.", file=source.name)
    return to_transcript(cues, source.known)


def _segments(found: object) -> Iterable[Any] | None:
    if isinstance(found, list):
        return found
    if isinstance(found, Mapping):
        for key in ("segments", "transcription"):
            if isinstance(found.get(key), list):
                segments: list[Any] = found[key]
                return segments
        if words(found.get("text")):
            return [found]
    return None


def _add(segment: Mapping[str, Any], cues: Cues) -> None:
    """Add a segment; where its words name other speakers than it does, they are believed."""
    begin, end = number(segment.get("start")), number(segment.get("end"))
    offsets = segment.get("offsets")
    if isinstance(offsets, Mapping):
        begin, end = number(offsets.get("from")) / 1000, number(offsets.get("to")) / 1000
    speaker = words(segment.get("speaker"))
    pieces = list(_by_word(segment.get("words"), speaker))
    if len({voice for voice, _, _, _ in pieces}) > 1:
        for voice, start, stop, text in pieces:
            cues.add(start, stop, cues.voice(voice), text)
        return
    text = words(segment.get("text"))
    if text:
        cues.add(begin, end, cues.voice(speaker), text)


def _by_word(found: object, speaker: str) -> Iterable[tuple[str, float, float, str]]:
    """Cut a segment where the speaker of its words changes (words may lack times)."""
    if not isinstance(found, list):
        return
    said: list[str] = []
    voice, begin, end = speaker, math.nan, math.nan
    for word in found:
        if not isinstance(word, Mapping):
            continue
        who = words(word.get("speaker")) or voice
        if who != voice and said:
            yield voice, begin, end, " ".join(said)
            begin, end, said = math.nan, math.nan, []
        voice = who
        text = words(word.get("word")) or words(word.get("text"))
        if text:
            said.append(text)
            start, stop = number(word.get("start")), number(word.get("end"))
            begin = start if math.isnan(begin) else begin
            end = end if math.isnan(stop) else stop
    if said:
        yield voice, begin, end, " ".join(said)


def read_tsv(source: Source) -> Transcript:
    """Read Whisper's .tsv; times are in milliseconds."""
    cues = Cues()
    for place, line in enumerate(source.lines(), 1):
        if place == 1 or not line.strip():
            continue
        begin, _, rest = line.partition("\t")
        end, tab, text = rest.partition("\t")
        start, stop = number(begin) / 1000, number(end) / 1000
        if not tab or math.isnan(start) or math.isnan(stop):
            raise RodedraadError(
                "{file}:{line}: this line has no start, end and text with tabs between them.",
                file=source.name,
                line=place,
            )
        speech = words(text)
        if speech:
            cues.add(start, stop, NOBODY, speech)
    if not cues.texts:
        raise RodedraadError("{file} holds no speech below its header.", file=source.name)
    return to_transcript(cues, source.known)
