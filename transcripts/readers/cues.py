"""Speech in timed pieces, as recognisers give it, and how it becomes turns.

The pieces stand in columns of numbers, which take a fraction of the memory that an object
for each would take: a file may hold a million.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ..labels import accept, speaker_of
from ..model import Note, SpeakerRole, Transcript, Turn
from ..turns import label_before

#: A silence (seconds) that ends a turn where no speakers are named.
PAUSE = 2.0

#: In place of a voice: nobody is named; or (a dash) somebody else, who is not named.
NOBODY = -1
ANOTHER = -2

_NEW_VOICE = re.compile(r"(?:-|–|>>|&gt;&gt;)\s+(?=\S)")


@dataclass(slots=True)
class Cues:
    """The cues of a file: begin and end in seconds (NaN: unknown), voice, words.

    A voice is a place in `names`, NOBODY or ANOTHER. A text may hold line breaks.
    """

    begins: array[float] = field(default_factory=lambda: array("d"))
    ends: array[float] = field(default_factory=lambda: array("d"))
    voices: array[int] = field(default_factory=lambda: array("i"))
    texts: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def voice(self, name: str) -> int:
        """The number of the voice with this name; "" is nobody."""
        return self.names.setdefault(name, len(self.names)) if name else NOBODY

    def add(self, begin: float, end: float, voice: int, text: str) -> None:
        """Add a cue; the caller has taken blanks off its ends."""
        self.begins.append(begin)
        self.ends.append(end)
        self.voices.append(voice)
        self.texts.append(text)

    def empty(self) -> None:
        """Let go of all cues, of which a long file has many megabytes; the names stay."""
        self.begins, self.ends, self.voices, self.texts = array("d"), array("d"), array("i"), []


def to_transcript(
    cues: Cues, known: Collection[str] = (), notes: Collection[str] = (), *, labels: bool = True
) -> Transcript:
    """Write the cues as a text with turns, which uses the cues up.

    With `labels`, and where no voices are named, "Name: text" (Zoom) and "[SPEAKER_00]: text"
    (WhisperX) in a cue name them; `known` are labels that do so in any case.
    """
    accepted: set[str] = set()
    if labels and not cues.names:
        accepted = _labels_in(cues, known)
    transcript = _build(cues, accepted)
    said = list(notes)
    if not cues.names:
        said.append(
            Note(
                "No speakers are named: a turn ends at a dash or at a silence of more than "
                "{pause} seconds.",
                pause=f"{PAUSE:g}",
            )
        )
    return Transcript(transcript.text, transcript.turns, transcript.speakers, notes=tuple(said))


def _labels_in(cues: Cues, known: Collection[str]) -> set[str]:
    counts: Counter[str] = Counter()
    for text in cues.texts:
        if ":" not in text:
            continue
        for line in text.split("\n"):
            label = label_before(_without_dash(line))[0]
            if label:
                counts[label] += 1
    return accept(counts, len(cues.texts), known)


def _without_dash(line: str) -> str:
    match = _NEW_VOICE.match(line)
    return line[match.end() :] if match else line


def _pieces(cues: Cues, accepted: set[str]) -> Iterator[tuple[float, float, int, str]]:
    """Yield begin, end, voice and words of each piece, voices named by label found.

    A cue's words are let go as soon as they are yielded, since they go over into the text;
    keeping both would cost as much memory as the file.
    """
    voice = NOBODY
    for number, text in enumerate(cues.texts):
        cues.texts[number] = ""
        begin, end = cues.begins[number], cues.ends[number]
        now = cues.voices[number]
        if now != NOBODY:
            yield begin, end, now, text.replace("\n", " ")
            continue
        if not accepted and "\n" not in text and text[0] not in "-–>&":
            # The common case in a long file: one line, no names.
            yield begin, end, NOBODY, text
            continue
        for line in text.split("\n"):
            speech = _without_dash(line)
            label, start = label_before(speech) if accepted else ("", 0)
            if label in accepted:
                voice, said = cues.voice(label), speech[start:]
            else:
                # Without a dash the last speaker goes on; behind one, so does that unknown voice.
                voice, said = (ANOTHER if speech is not line else voice), speech
            if said:
                yield begin, end, voice, said
            voice = NOBODY if voice == ANOTHER else voice


def _build(cues: Cues, accepted: set[str]) -> Transcript:
    """Write the text and its turns; consecutive cues of one voice are one turn."""
    labels = accepted or set(cues.names)
    roles = {label: speaker_of(label, labels).role for label in labels}
    unnamed = not labels
    text = _Text()
    turns: list[Turn] = []
    marks: list[int] = []
    start = 0
    time = time_end = last_begin = last_end = math.nan
    voice = NOBODY
    names: list[str] = []
    for begin, end, now, words in _pieces(cues, accepted):
        if len(names) < len(cues.names):
            names = list(cues.names)
        if not text.size or (unnamed and begin - last_end > PAUSE) or _is_new(voice, now):
            if text.size:
                turns.append(_turn(start, text.size, voice, names, roles, time, time_end, marks))
                text.add("\n")
            start, marks, time, time_end, voice = text.size, [], begin, end, now
        else:
            text.add(" ")
            if begin != last_begin:
                marks.append(text.size)
            time_end = end if math.isnan(time_end) else max(time_end, end)
        last_begin, last_end = begin, end
        text.add(words)
    if text.size:
        turns.append(_turn(start, text.size, voice, names, roles, time, time_end, marks))
    people = tuple(speaker_of(name, labels) for name in cues.names)
    cues.empty()
    return Transcript(text.whole(), tuple(turns), people)


class _Text:
    """A text that grows, joined now and then, because a million small strings cost memory."""

    def __init__(self) -> None:
        self.size = 0
        self._joined: list[str] = []
        self._loose: list[str] = []

    def add(self, words: str) -> None:
        self._loose.append(words)
        self.size += len(words)
        if len(self._loose) > 4096:
            self._joined.append("".join(self._loose))
            self._loose = []

    def whole(self) -> str:
        """Give the text, and keep no piece of it."""
        self._joined += self._loose
        text = "".join(self._joined)
        self._joined, self._loose = [], []
        return text


def _is_new(voice: int, now: int) -> bool:
    """Whether somebody else speaks; behind a dash, what names nobody goes on."""
    if now == ANOTHER:
        return True
    return now != voice and not (voice == ANOTHER and now == NOBODY)


def _turn(
    start: int,
    end: int,
    voice: int,
    names: list[str],
    roles: Mapping[str, SpeakerRole],
    time: float,
    time_end: float,
    marks: list[int],
) -> Turn:
    name = names[voice] if voice >= 0 else ""
    return Turn(
        start,
        end,
        name,
        roles[name] if name else SpeakerRole.RESPONDENT,
        None if math.isnan(time) else time,
        None if math.isnan(time_end) else time_end,
        tuple(marks),
    )
