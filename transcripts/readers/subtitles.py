"""Subtitles (.vtt, .srt), as Teams, Zoom, YouTube and speech recognisers write them.

Read as a stream: a file of a million cues takes linear time and less than four times its
size in memory. (webvtt-py, which builds an object for every cue, is the oracle in tests.)
The text is built: one turn a line, the speech alone, and the cues of one utterance joined
by a space.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ... import RodedraadError
from ..model import Note, Transcript
from .cues import NOBODY, Cues, to_transcript
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
    notes.extend(_say(state))
    return to_transcript(state.cues, source.known, notes, labels=not state.tagged)


def _say(state: _State) -> Iterator[str]:
    if state.comments:
        yield Note("Comments and style blocks, left out: {count}.", count=state.comments)
    if state.repeated:
        yield Note(
            "Lines that a rolling caption shows twice, read once: {count}.",
            count=state.repeated,
        )
    if state.untimed:
        lines = ", ".join(str(line) for line in state.untimed[:5])
        if len(state.untimed) > 5:
            lines = Note("{lines} and further", lines=lines)
        yield Note("Words without a readable time were kept (line {lines}).", lines=lines)
    unknown = state.cues.voices.count(NOBODY) if state.tagged else 0
    if unknown:
        yield Note(
            "Cues that name no voice, whose words belong to an unknown speaker: {count}.",
            count=unknown,
        )


# -- from lines to cues ---------------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """The lines between two blank ones, and which of them holds the times."""

    number: int = 0
    lines: list[str] = field(default_factory=list)
    timing: re.Match[str] | None = None
    place: int = 0


def _read_blocks(source: Source, state: _State) -> Iterator[str]:
    """Read the file block by block; yields what has to be said of the whole."""
    vtt = False
    for order, block in enumerate(_blocks(source.lines())):
        if order == 0 and block.lines[0].startswith("WEBVTT"):
            vtt = True
            if block.timing is None:
                continue
            # A cue glued to the header is one all the same.
        _take_block(block, state, vtt)
    if source.name.lower().endswith(".vtt") and not vtt:
        yield "The first line does not say WEBVTT; the cues were read all the same."


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    block = _Block()
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            if block.lines:
                yield block
                block = _Block()
            continue
        if "-->" in line:
            timing = _TIMING.fullmatch(line)
            if timing and block.timing:
                # No blank line between two cues.
                yield block
                block = _Block()
            if timing:
                block.timing, block.place = timing, len(block.lines)
        if not block.lines:
            block.number = number
        block.lines.append(line)
    if block.lines:
        yield block


def _take_block(block: _Block, state: _State, vtt: bool) -> None:
    """Take the words of a block into the cues, with its times or without."""
    lines = block.lines
    if block.timing:
        identity = lines[block.place - 1] if block.place else ""
        _take_cue(block.timing, identity, lines[block.place + 1 :], state)
        return
    if vtt and lines[0].split()[0] in ("NOTE", "STYLE", "REGION"):
        state.comments += 1
        return
    place = next((place for place, line in enumerate(lines) if "-->" in line), None)
    first = 1 if lines[0].strip().isdigit() else 0
    if place is not None:
        first = place + 1
    if lines[first:]:
        state.untimed.append(block.number + (place or 0))
        _take_words(math.nan, math.nan, lines[first:], state)


def _take_cue(match: re.Match[str], identity: str, words: list[str], state: _State) -> None:
    groups = match.groups()
    begin, end = _seconds(groups[0:4]), _seconds(groups[4:8])
    utterance = _UTTERANCE.match(identity)
    name = utterance[1] if utterance else ""
    if not name or name != state.utterance:
        state.last_voice = NOBODY
    state.utterance = name
    settings = match["settings"] or ""
    if "position:0%" in settings or any("<" in line and _WORD_TIME.search(line) for line in words):
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
    text = _unescape(text)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    # Only with a semicolon: html.unescape alone turns "Q&notes" into "Q¬es".
    import html

    return _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\0", ""), text)


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int(fraction) / 10 ** len(fraction) if fraction else float(whole)
