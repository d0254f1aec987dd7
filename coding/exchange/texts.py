"""The text of a source: decoded, its positions understood, divided into turns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from ... import RodedraadError
from ...transcripts.model import Speaker, SpeakerRole, Transcript, Turn
from ...transcripts.readers import read_bytes
from ...transcripts.turns import divide
from .model import Coding
from .offsets import (
    Fit,
    Reading,
    Selection,
    Span,
    Text,
    best,
    best_together,
    fits,
    inside,
    spans_of,
)

# What a name of a source may end in when it is the name of a file.
SUFFIXES = frozenset(".txt .text .doc .docx .rtf .odt .pdf .md .html .htm .vtt .srt".split())


@dataclass
class Passage:
    """Words that somebody selected, and their codings, whose spans are not known yet.

    `noted` says that a memo is about these words.
    """

    uuid: str
    coder: str
    at: str
    codings: list[Coding] = field(default_factory=list)
    description: str = ""
    noted: bool = False


@dataclass
class Draft:
    """A source while it is read.

    `selections` are passages with their positions as the file counts them, `placed` those
    whose span is known otherwise (None: not found). `block` is what we wrote ourselves in the
    description, `sha256` that of the bytes of the text.
    """

    uuid: str
    name: str
    text: Text
    sha256: str
    block: dict[str, str] = field(default_factory=dict)
    selections: list[tuple[Passage, Selection]] = field(default_factory=list)
    placed: list[tuple[Passage, Span | None]] = field(default_factory=list)

    @property
    def positions(self) -> list[Selection]:
        """The positions of its selections, as they stand in the file."""
        return [selection for _passage, selection in self.selections]


def decoded(data: bytes) -> str | None:
    """Give the text in bytes, with its byte order mark; None when they are no text."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = "\ufeff" + data.decode("utf-16") if wide else data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def text_of_document(data: bytes, name: str) -> str | None:
    """Give the text of a .docx, .pdf, …; None when it cannot be read."""
    try:
        return read_bytes(data, name).text
    except RodedraadError:
        return None


def choose_readings(drafts: Sequence[Draft], given: Reading | None, file: str) -> list[Fit]:
    """Find out how the positions in each source are counted.

    `given` is the reading that somebody said or that stands in the file. Where a source
    alone does not tell, what fits the whole file best decides. Raises RodedraadError when
    that does not tell either.
    """
    if given is not None:
        # Nothing is compared, so that nothing is counted.
        return [
            Fit((given,), spans_of(draft.text, draft.positions, given), 0, 0) for draft in drafts
        ]
    found = [fits(draft.text, draft.positions) for draft in drafts]
    preferred = best_together(found)
    chosen = []
    for draft, candidates in zip(drafts, found, strict=True):
        fit = best(candidates, preferred)
        if fit is None:
            raise undecided(draft, candidates, file)
        chosen.append(fit)
    return chosen


def undecided(draft: Draft, candidates: Sequence[Fit], file: str) -> RodedraadError:
    """Say which readings fit equally well, with the words that each makes of one coding."""
    top = max(fit.score for fit in candidates)
    leading = [fit for fit in candidates if fit.score == top][:4]
    differing = (
        place
        for place in range(len(draft.selections))
        if len({fit.spans[place] for fit in leading}) > 1
    )
    place = next(differing)
    words = (draft.text.text[slice(*fit.spans[place])] for fit in leading)
    return RodedraadError(
        "{file}: how it counts positions cannot be told. In {source} a coding is one of\n"
        "{examples}\n"
        "Look in the other program which, and add what stands before it: --offsets {first}",
        file=file,
        source=draft.name,
        examples="\n".join(
            f"  {fit.readings[0]}: “{said}”" for fit, said in zip(leading, words, strict=True)
        ),
        first=leading[0].readings[0],
    )


def trimmed(text: str, span: Span) -> Span | None:
    """Give a span without the blanks around its words; None when it holds none."""
    start, end = span
    if not inside(text, start, end):
        return None
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return (start, end) if start < end else None


def place_of_words(text: str, words: str) -> Span | None:
    """Find the one place where words stand, whatever the blanks; None when it is not one."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    squeezed = "".join(text.split())
    wanted = "".join(words.split())
    first = squeezed.find(wanted)
    if not wanted or first < 0 or squeezed.find(wanted, first + 1) >= 0:
        return None
    return places[first], places[first + len(wanted) - 1] + 1


def transcript_of(draft: Draft) -> Transcript:
    """Make a transcript of a source: with our own turns if we wrote them, else divided anew."""
    name = PurePath(draft.name)
    transcript = Transcript(
        draft.text.text,
        (),
        title=name.stem if name.suffix.lower() in SUFFIXES else draft.name,
        source=draft.name,
        format="qdpx",
        sha256=draft.sha256,
    )
    ours = with_own_turns(transcript, draft)
    if ours:
        return ours
    division = divide(transcript.text)
    return replace(
        transcript, turns=division.turns, speakers=division.speakers, notes=division.notes
    )


def with_own_turns(transcript: Transcript, draft: Draft) -> Transcript | None:
    """Take over what we wrote of a text; None when the text is not what it was then."""
    block = draft.block
    if hashlib.sha256(transcript.text.encode()).hexdigest() != block.get("text"):
        return None
    try:
        speakers = tuple(speaker_of(entry) for entry in json.loads(block["speakers"]))
        turns = tuple(turn_of(entry, speakers) for entry in json.loads(block["turns"]))
        notes = tuple(json.loads(block.get("notes", "[]")))
    except (ValueError, KeyError, TypeError, IndexError):
        return None
    if not in_order(turns, len(transcript.text)):
        return None
    return replace(
        transcript,
        turns=turns,
        speakers=speakers,
        notes=notes,
        title=draft.name,
        source=block.get("source", ""),
        format=block.get("format", ""),
        sha256=block.get("sha256", ""),
    )


def speaker_of(entry: dict[str, Any]) -> Speaker:
    """Read a speaker as `writing.speaker_fields` wrote them."""
    return Speaker(
        str(entry.get("label", "")),
        SpeakerRole(entry["role"]),
        str(entry.get("respondent", "")),
        str(entry.get("group", "")),
        tuple(str(area) for area in entry.get("areas", ())),
        str(entry.get("function", "")),
    )


def turn_of(entry: list[Any], speakers: Sequence[Speaker]) -> Turn:
    """Read a turn as `writing.turn_fields` wrote it, with what was left out at its end."""
    start, end, number, *rest = entry
    left_out: list[Any] = [None, None, (), ""]
    time, time_end, cues, question = rest + left_out[len(rest) :]
    speaker = speakers[number]
    return Turn(start, end, speaker.label, speaker.role, time, time_end, tuple(cues), question)


def in_order(turns: Iterable[Turn], length: int) -> bool:
    """Tell whether turns hold something, do not overlap, and lie inside a text this long."""
    end = 0
    for turn in turns:
        if not end <= turn.start < turn.end <= length:
            return False
        end = turn.end
    return True
