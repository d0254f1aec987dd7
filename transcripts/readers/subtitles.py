"""Subtitles (.vtt, .srt), as Teams, Zoom, YouTube and speech recognisers write them.

Read as a stream: a file of a million cues takes linear time and less than four times its
size in memory. (webvtt-py, which builds an object for every cue, is the oracle in tests.)
The text is built: one turn a line, the speech alone, and the cues of one utterance joined
by a space.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ... import RodedraadError
from ..labels import accept, speaker_of
from ..model import SpeakerRole, Transcript, Turn
from ..turns import label_before
from .source import Source

#: A silence (seconds) that ends a turn where no speakers are named.
PAUSE = 2.0

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s+(?P<settings>.*))?\s*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|ruby|rt|lang|font|s)(?:[.\s][^>\n]*)?>|<\d[\d:.,]*>|\{\\[^}\n]*\}",
    re.IGNORECASE,
)
_WORD_TIME = re.compile(r"<\d\d:\d\d[\d:.]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_NEW_VOICE = re.compile(r"(?:-|–|>>|&gt;&gt;)\s+(?=\S)")
_UTTERANCE = re.compile(r"([0-9a-fA-F-]{8,}/\d+)-\d+")

_NOBODY = -1  # no voice is named
_ANOTHER = -2  # a dash: somebody else, not named


@dataclass(slots=True)
class _Cues:
    """All cues of a file in columns, which take a fraction of what objects take."""

    begins: array[float] = field(default_factory=lambda: array("d"))
    ends: array[float] = field(default_factory=lambda: array("d"))
    voices: array[int] = field(default_factory=lambda: array("l"))
    texts: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    tagged: bool = False
    comments: int = 0
    repeated: int = 0
    untimed: list[int] = field(default_factory=list)
    utterance: str = ""
    last_line: str = ""
    last_voice: int = _NOBODY

    def add(self, begin: float, end: float, voice: int, text: str) -> None:
        self.begins.append(begin)
        self.ends.append(end)
        self.voices.append(voice)
        self.texts.append(text)


def read_subtitles(source: Source) -> Transcript:
    """Read WebVTT or SRT; raises RodedraadError when no cue in it has words."""
    cues = _Cues()
    notes = list(_read_blocks(source, cues))
    if all(map(math.isnan, cues.begins)):
        raise RodedraadError(
            "{file} holds no subtitles: a subtitle is a line with two times and “-->”, and "
            "words below it.",
            file=source.name,
        )
    if not cues.tagged:
        _name_voices_by_label(cues, source)
    transcript = _build(cues)
    if not cues.names:
        notes.append(
            "No speakers are named: a turn ends at a dash or at a silence of more than "
            f"{PAUSE:g} seconds."
        )
    return Transcript(
        transcript.text, transcript.turns, transcript.speakers, notes=(*notes, *_say(cues))
    )


def _say(cues: _Cues) -> Iterator[str]:
    if cues.comments:
        yield f"{cues.comments} comments and style blocks were left out."
    if cues.repeated:
        yield f"{cues.repeated} lines that a rolling caption shows twice were read once."
    if cues.untimed:
        lines = ", ".join(str(line) for line in cues.untimed[:5])
        more = " and further" if len(cues.untimed) > 5 else ""
        yield f"Words without a readable time were kept (line {lines}{more})."
    if cues.tagged and any(voice == _NOBODY for voice in cues.voices):
        count = sum(voice == _NOBODY for voice in cues.voices)
        yield f"{count} cues name no voice; their words belong to an unknown speaker."


# -- from lines to cues ---------------------------------------------------------------


def _read_blocks(source: Source, cues: _Cues) -> Iterator[str]:
    """Read the file block by block; yields what has to be said of the whole."""
    block: list[str] = []
    timed = False
    first = True
    start = 1
    vtt = False
    for number, line in enumerate(source.lines(), 1):
        if not line or line.isspace():
            if block:
                vtt = _take_block(block, start, cues, vtt, first)
                first = False
                block, timed = [], False
            continue
        if "-->" in line and _TIMING.fullmatch(line):
            if timed:
                # No blank line between two cues.
                vtt = _take_block(block, start, cues, vtt, first)
                first = False
                block = []
            timed = True
        if not block:
            start = number
        block.append(line)
    if block:
        vtt = _take_block(block, start, cues, vtt, first)
    if source.name.lower().endswith(".vtt") and not vtt:
        yield "The first line does not say WEBVTT; the cues were read all the same."


def _take_block(block: list[str], number: int, cues: _Cues, vtt: bool, first: bool) -> bool:
    """Take one block into the cues; gives whether the file is WebVTT."""
    head = block[0]
    if first and head.startswith("WEBVTT"):
        # A cue glued to the header is one all the same.
        place = next((i for i, line in enumerate(block) if _TIMING.fullmatch(line)), None)
        if place is not None:
            _take_block(block[place:], number + place, cues, True, False)
        return True
    if vtt and "-->" not in head and head.split()[0] in ("NOTE", "STYLE", "REGION"):
        cues.comments += 1
        return vtt
    for place, line in enumerate(block):
        if "-->" not in line:
            continue
        match = _TIMING.fullmatch(line)
        words = block[place + 1 :]
        if match:
            identity = block[place - 1] if place else ""
            _take_cue(match, identity, words, cues)
        elif words:
            cues.untimed.append(number + place)
            _take_words(math.nan, math.nan, words, cues)
        return vtt
    if head.strip().isdigit():
        block = block[1:]
    if block:
        cues.untimed.append(number)
        _take_words(math.nan, math.nan, block, cues)
    return vtt


def _take_cue(match: re.Match[str], identity: str, words: list[str], cues: _Cues) -> None:
    groups = match.groups()
    begin, end = _seconds(groups[0:4]), _seconds(groups[4:8])
    utterance = _UTTERANCE.match(identity)
    name = utterance[1] if utterance else ""
    if not name or name != cues.utterance:
        cues.last_voice = _NOBODY
    cues.utterance = name
    settings = match["settings"] or ""
    if "position:0%" in settings or any(_WORD_TIME.search(line) for line in words if "<" in line):
        words = _without_repeated(words, cues)
    if words:
        _take_words(begin, end, words, cues)


def _without_repeated(words: list[str], cues: _Cues) -> list[str]:
    """Drop the first line of a rolling caption, which shows the line before it again."""
    clean = [_clean(line) for line in words]
    kept = [line for line, text in zip(words, clean, strict=True) if text]
    shown = [text for text in clean if text]
    if shown and shown[0] == cues.last_line:
        kept, cues.repeated = kept[1:], cues.repeated + 1
    if shown:
        cues.last_line = shown[-1]
    return kept


def _take_words(begin: float, end: float, words: list[str], cues: _Cues) -> None:
    text = "\n".join(words)
    if "<v" not in text:
        clean = _clean(text)
        if clean:
            cues.add(begin, end, cues.last_voice if cues.tagged else _NOBODY, clean)
        return
    pieces = _VOICE.split(text)
    before = _clean(pieces[0])
    if before:
        cues.add(begin, end, cues.last_voice, before)
    for name, speech in zip(pieces[1::2], pieces[2::2], strict=True):
        cues.tagged = True
        name = _unescape(name).strip()
        voice = cues.names.setdefault(name, len(cues.names)) if name else _NOBODY
        cues.last_voice = voice
        clean = _clean(speech)
        if clean:
            cues.add(begin, end, voice, clean)


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


# -- from cues to turns ---------------------------------------------------------------


def _name_voices_by_label(cues: _Cues, source: Source) -> None:
    """Where no voice tags are, find "Name: text" (Zoom) and "[SPEAKER_00]: text" (WhisperX)."""
    counts: Counter[str] = Counter()
    for text in cues.texts:
        if ":" not in text:
            continue
        for line in text.split("\n"):
            label = label_before(_without_dash(line))[0]
            if label:
                counts[label] += 1
    accepted = accept(counts, len(cues.texts), source.known)
    if not accepted and not any(map(_NEW_VOICE.match, cues.texts)):
        return
    old, cues_new = cues.texts, _Cues(names=cues.names)
    voice = _NOBODY
    for place, text in enumerate(old):
        begin, end = cues.begins[place], cues.ends[place]
        for line in text.split("\n"):
            speech = _without_dash(line)
            label, start = label_before(speech)
            named = label in accepted
            if named:
                voice = cues.names.setdefault(label, len(cues.names))
            elif speech is not line:
                voice = _ANOTHER
            if named:
                speech = speech[start:]
            if speech:
                cues_new.add(begin, end, voice, speech)
            if voice == _ANOTHER:
                # The next line goes on, it is not yet another person.
                voice = _NOBODY
    cues.begins, cues.ends = cues_new.begins, cues_new.ends
    cues.voices, cues.texts = cues_new.voices, cues_new.texts


def _without_dash(line: str) -> str:
    match = _NEW_VOICE.match(line)
    return line[match.end() :] if match else line


def _build(cues: _Cues) -> Transcript:
    """Write the text and its turns; consecutive cues of one voice are one turn."""
    names = list(cues.names)
    people = tuple(speaker_of(name, names) for name in names)
    roles = [person.role for person in people]
    pieces: list[str] = []
    turns: list[Turn] = []
    marks: list[int] = []
    place = start = 0
    time = time_end = last_begin = last_end = math.nan
    voice = _NOBODY
    for number, text in enumerate(cues.texts):
        cues.texts[number] = ""  # its words go over into the text; keeping both costs memory
        begin, end, now = cues.begins[number], cues.ends[number], cues.voices[number]
        silence = not names and begin - last_end > PAUSE
        if number == 0 or silence or _is_new(voice, now):
            if number:
                turns.append(_turn(start, place, voice, names, roles, time, time_end, marks))
                pieces.append("\n")
                place += 1
            start, marks, time, time_end, voice = place, [], begin, end, now
        else:
            pieces.append(" ")
            place += 1
            if begin != last_begin:
                marks.append(place)
            time_end = end if math.isnan(time_end) else max(time_end, end)
        last_begin, last_end = begin, end
        pieces.append(text.replace("\n", " "))
        place += len(text)
    turns.append(_turn(start, place, voice, names, roles, time, time_end, marks))
    return Transcript("".join(pieces), tuple(turns), people)


def _is_new(voice: int, now: int) -> bool:
    """Whether somebody else speaks; behind a dash, what names nobody goes on."""
    if now == _ANOTHER:
        return True
    return now != voice and not (voice == _ANOTHER and now == _NOBODY)


def _turn(
    start: int,
    end: int,
    voice: int,
    names: list[str],
    roles: list[SpeakerRole],
    time: float,
    time_end: float,
    marks: list[int],
) -> Turn:
    return Turn(
        start,
        end,
        names[voice] if voice >= 0 else "",
        roles[voice] if voice >= 0 else SpeakerRole.RESPONDENT,
        None if math.isnan(time) else time,
        None if math.isnan(time_end) else time_end,
        tuple(marks),
    )
