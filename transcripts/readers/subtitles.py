"""Subtitles (.vtt, .srt), as Teams, Zoom, YouTube and speech recognisers write them.

Read as a stream: a file of a million cues takes linear time and less than four times its
size in memory. (webvtt-py, which builds an object for every cue, is the oracle in tests.)
The text is built: one turn a line, the speech alone, and the cues of one utterance joined
by a space.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ... import RodedraadError
from ..model import Transcript
from .cues import NOBODY, Cues, name_voices_by_label, to_transcript
from .source import Source

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s+(?P<settings>.*))?\s*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font|s)(?:[.\s][^>\n]*)?>|<\d[\d:.,]*>|\{\\[^}\n]*\}",
    re.IGNORECASE,
)
_WORD_TIME = re.compile(r"<\d\d:\d\d[\d:.]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_UTTERANCE = re.compile(r"([0-9a-fA-F-]{8,}/\d+)-\d+")


@dataclass(slots=True)
class _State:
    """The cues so far, and what has to be remembered from one block to the next."""

    cues: Cues = field(default_factory=Cues)
    tagged: bool = False
    comments: int = 0
    repeated: int = 0
    untimed: list[int] = field(default_factory=list)
    utterance: str = ""
    last_line: str = ""
    last_voice: int = NOBODY


def read_subtitles(source: Source) -> Transcript:
    """Read WebVTT or SRT; raises RodedraadError when no cue in it has words."""
    state = _State()
    notes = list(_read_blocks(source, state))
    if all(map(math.isnan, state.cues.begins)):
        raise RodedraadError(
            "{file} holds no subtitles: a subtitle is a line with two times and “-->”, and "
            "words below it.",
            file=source.name,
        )
    if not state.tagged:
        name_voices_by_label(state.cues, source.known)
    notes.extend(_say(state))
    return to_transcript(state.cues, notes)


def _say(state: _State) -> Iterator[str]:
    if state.comments:
        yield f"{state.comments} comments and style blocks were left out."
    if state.repeated:
        yield f"{state.repeated} lines that a rolling caption shows twice were read once."
    if state.untimed:
        lines = ", ".join(str(line) for line in state.untimed[:5])
        more = " and further" if len(state.untimed) > 5 else ""
        yield f"Words without a readable time were kept (line {lines}{more})."
    unknown = state.cues.voices.count(NOBODY) if state.tagged else 0
    if unknown:
        yield f"{unknown} cues name no voice; their words belong to an unknown speaker."


# -- from lines to cues ---------------------------------------------------------------


def _read_blocks(source: Source, state: _State) -> Iterator[str]:
    """Read the file block by block; yields what has to be said of the whole."""
    block: list[str] = []
    timed = False
    first = True
    start = 1
    vtt = False
    for number, line in enumerate(source.lines(), 1):
        if not line or line.isspace():
            if block:
                vtt = _take_block(block, start, state, vtt, first)
                first = False
                block, timed = [], False
            continue
        if "-->" in line and _TIMING.fullmatch(line):
            if timed:
                # No blank line between two cues.
                vtt = _take_block(block, start, state, vtt, first)
                first = False
                block = []
            timed = True
        if not block:
            start = number
        block.append(line)
    if block:
        vtt = _take_block(block, start, state, vtt, first)
    if source.name.lower().endswith(".vtt") and not vtt:
        yield "The first line does not say WEBVTT; the cues were read all the same."


def _take_block(block: list[str], number: int, state: _State, vtt: bool, first: bool) -> bool:
    """Take one block into the cues; gives whether the file is WebVTT."""
    head = block[0]
    if first and head.startswith("WEBVTT"):
        # A cue glued to the header is one all the same.
        place = next((i for i, line in enumerate(block) if _TIMING.fullmatch(line)), None)
        if place is not None:
            _take_block(block[place:], number + place, state, True, False)
        return True
    if vtt and "-->" not in head and head.split()[0] in ("NOTE", "STYLE", "REGION"):
        state.comments += 1
        return vtt
    for place, line in enumerate(block):
        if "-->" not in line:
            continue
        match = _TIMING.fullmatch(line)
        words = block[place + 1 :]
        if match:
            identity = block[place - 1] if place else ""
            _take_cue(match, identity, words, state)
        elif words:
            state.untimed.append(number + place)
            _take_words(math.nan, math.nan, words, state)
        return vtt
    if head.strip().isdigit():
        block = block[1:]
    if block:
        state.untimed.append(number)
        _take_words(math.nan, math.nan, block, state)
    return vtt


def _take_cue(match: re.Match[str], identity: str, words: list[str], state: _State) -> None:
    groups = match.groups()
    begin, end = _seconds(groups[0:4]), _seconds(groups[4:8])
    utterance = _UTTERANCE.match(identity)
    name = utterance[1] if utterance else ""
    if not name or name != state.utterance:
        state.last_voice = NOBODY
    state.utterance = name
    settings = match["settings"] or ""
    if "position:0%" in settings or any(_WORD_TIME.search(line) for line in words if "<" in line):
        words = _without_repeated(words, state)
    if words:
        _take_words(begin, end, words, state)


def _without_repeated(words: list[str], state: _State) -> list[str]:
    """Drop the first line of a rolling caption, which shows the line before it again."""
    clean = [_clean(line) for line in words]
    kept = [line for line, text in zip(words, clean, strict=True) if text]
    shown = [text for text in clean if text]
    if shown and shown[0] == state.last_line:
        kept, state.repeated = kept[1:], state.repeated + 1
    if shown:
        state.last_line = shown[-1]
    return kept


def _take_words(begin: float, end: float, words: list[str], state: _State) -> None:
    text = "\n".join(words)
    if "<v" not in text:
        clean = _clean(text)
        if clean:
            state.cues.add(begin, end, state.last_voice if state.tagged else NOBODY, clean)
        return
    pieces = _VOICE.split(text)
    before = _clean(pieces[0])
    if before:
        state.cues.add(begin, end, state.last_voice, before)
    for name, speech in zip(pieces[1::2], pieces[2::2], strict=True):
        state.tagged = True
        name = _unescape(name).strip()
        voice = state.cues.voice(name)
        state.last_voice = voice
        clean = _clean(speech)
        if clean:
            state.cues.add(begin, end, voice, clean)


def _clean(text: str) -> str:
    """Take off tags and entities, and blanks at the ends of each line."""
    if "<" in text or "{\\" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = _unescape(text)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _unescape(text: str) -> str:
    # Only with a semicolon: html.unescape alone turns "Q&notes" into "Q¬es".
    import html

    return _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\0", ""), text)


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int(fraction) / 10 ** len(fraction) if fraction else float(whole)
