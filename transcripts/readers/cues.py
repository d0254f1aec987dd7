"""Speech in timed pieces, as recognisers give it, and how it becomes turns.

The pieces stand in columns of numbers, which take a fraction of the memory that an object
for each would take: a file may hold a million.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from ..labels import accept, speaker_of
from ..model import SpeakerRole, Transcript, Turn
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
    voices: array[int] = field(default_factory=lambda: array("l"))
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


def to_transcript(cues: Cues, notes: Collection[str] = ()) -> Transcript:
    """Write the cues as a text with turns, which uses the cues up."""
    names = bool(cues.names)
    transcript = _build(cues)
    said = list(notes)
    if not names:
        said.append(
            "No speakers are named: a turn ends at a dash or at a silence of more than "
            f"{PAUSE:g} seconds."
        )
    return Transcript(transcript.text, transcript.turns, transcript.speakers, notes=tuple(said))


def name_voices_by_label(cues: Cues, known: Collection[str]) -> None:
    """Where no voice tags are, find "Name: text" (Zoom) and "[SPEAKER_00]: text" (WhisperX)."""
    counts: Counter[str] = Counter()
    for text in cues.texts:
        if ":" not in text:
            continue
        for line in text.split("\n"):
            label = label_before(_without_dash(line))[0]
            if label:
                counts[label] += 1
    accepted = accept(counts, len(cues.texts), known)
    if not accepted and not any(map(_NEW_VOICE.match, cues.texts)):
        return
    again = Cues(names=cues.names)
    voice = NOBODY
    for place, text in enumerate(cues.texts):
        begin, end = cues.begins[place], cues.ends[place]
        for line in text.split("\n"):
            speech = _without_dash(line)
            label, start = label_before(speech)
            named = label in accepted
            if named:
                voice = cues.voice(label)
            elif speech is not line:
                voice = ANOTHER
            if named:
                speech = speech[start:]
            if speech:
                again.add(begin, end, voice, speech)
            if voice == ANOTHER:
                # The next line goes on, it is not yet another person.
                voice = NOBODY
    cues.begins, cues.ends = again.begins, again.ends
    cues.voices, cues.texts = again.voices, again.texts


def _without_dash(line: str) -> str:
    match = _NEW_VOICE.match(line)
    return line[match.end() :] if match else line


def _build(cues: Cues) -> Transcript:
    """Write the text and its turns; consecutive cues of one voice are one turn."""
    names = list(cues.names)
    people = tuple(speaker_of(name, names) for name in names)
    roles = [person.role for person in people]
    pieces: list[str] = []
    turns: list[Turn] = []
    marks: list[int] = []
    place = start = 0
    time = time_end = last_begin = last_end = math.nan
    voice = NOBODY
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
    if now == ANOTHER:
        return True
    return now != voice and not (voice == ANOTHER and now == NOBODY)


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
