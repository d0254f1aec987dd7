"""Amberscript's .json: words with times, in segments with a speaker.

Its .txt, .docx and .srt hold "Speaker 1: …" and are read as any text of that kind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ... import RodedraadError
from ..model import Transcript
from .cues import Cues, to_transcript
from .jsons import load, number, unlike, words
from .source import Source


def is_amberscript(found: object) -> bool:
    """Whether this JSON has Amberscript's shape: segments of words without a text."""
    segments = found.get("segments") if isinstance(found, Mapping) else None
    return isinstance(segments, list) and any(
        isinstance(segment, Mapping) and "words" in segment and "text" not in segment
        for segment in segments
    )


def read_amberscript(source: Source) -> Transcript:
    """Read an Amberscript .json; raises RodedraadError when it is another kind of JSON."""
    found = load(source, "Amberscript")
    if not is_amberscript(found):
        raise unlike(source, "Amberscript")
    return from_json(found, source)


def from_json(found: Mapping[str, Any], source: Source) -> Transcript:
    """Make a transcript of parsed JSON; a segment is a cue, a speaker's name his label."""
    names = dict(_names(found.get("speakers")))
    shift = number(found.get("startTimeOffset"))
    shift = 0.0 if math.isnan(shift) else shift
    cues = Cues()
    for segment in found["segments"]:
        if not isinstance(segment, Mapping) or not isinstance(segment.get("words"), list):
            continue
        spoken = [word for word in segment["words"] if isinstance(word, Mapping)]
        text = words(" ".join(word["text"] for word in spoken if isinstance(word.get("text"), str)))
        speaker = words(segment.get("speaker"))
        if text:
            begins = [number(word.get("start")) + shift for word in spoken]
            ends = [number(word.get("end")) + shift for word in spoken]
            cues.add(begins[0], ends[-1], cues.voice(names.get(speaker, speaker)), text)
    if not cues.texts:
        raise RodedraadError("{file} holds no speech: its segments are empty.", file=source.name)
    return to_transcript(cues, source.known)


def _names(speakers: object) -> list[tuple[str, str]]:
    if not isinstance(speakers, list):
        return []
    people = [speaker for speaker in speakers if isinstance(speaker, Mapping)]
    return [
        (words(person.get("spkid")), words(person.get("name")) or words(person.get("spkid")))
        for person in people
    ]
