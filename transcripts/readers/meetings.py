"""The Word documents that Teams and Google Meet make of a meeting.

Around what was said they put what nobody said: a title, a date, who switched the
transcription on, and, in Meet, notes that a machine wrote. That is left out, and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..dates import find_date
from ..model import Note

_TEAMS_TURN = re.compile(
    r"(?P<name>[^\n]{1,100}?)[ \u00a0]{2,}\d{1,3}:\d{2}(?::\d{2})?[ \u00a0]*\n"
)
_TIME_LINE = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_MEET_TURN = re.compile(r"[^:\n]{1,80}:[ \u00a0\n]")
_MEET_END = re.compile(r"\S.*[ \u00a0]\d{1,3}:\d{2}:\d{2}\.?")
_MEET_HEADING = re.compile(r"(?:\W*)transcripti?(?:e|on|ie)?\W*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*[-–—]\s*transcripti?(?:e|on|ie)?\s*$", re.IGNORECASE)
_LONGEST_NOTICE = 160


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is left of a document: the paragraphs that were spoken, title, date, notes."""

    paragraphs: list[str]
    title: str = ""
    date: str = ""
    notes: tuple[str, ...] = ()


def take_meeting(paragraphs: list[str]) -> Meeting | None:
    """Recognise a document of Teams or Meet; None for any other document."""
    return _teams(paragraphs) or _meet(paragraphs)


def _teams(paragraphs: list[str]) -> Meeting | None:
    """One paragraph a turn: "Name   0:04", a line break, what was said."""
    turns = [_TEAMS_TURN.match(paragraph) for paragraph in paragraphs]
    names = {turn["name"].strip() for turn in turns if turn}
    if sum(turn is not None for turn in turns) < 2 and not (
        names and any(_is_notice(paragraph, names) for paragraph in paragraphs)
    ):
        return None
    first = next(place for place, turn in enumerate(turns) if turn)
    kept, left = [], paragraphs[:first]
    for paragraph, turn in zip(paragraphs[first:], turns[first:], strict=True):
        if not turn and _is_notice(paragraph, names):
            left.append(paragraph)
        else:
            kept.append(paragraph)
    above = [text for text in paragraphs[:first] if not _is_notice(text, names)]
    notes = (Note("Left out around the talk: {texts}.", texts=_list(left)),) if left else ()
    return Meeting(kept, above[0] if above else "", find_date("\n".join(above)), notes)


def _is_notice(paragraph: str, names: set[str]) -> bool:
    """Whether this says, in whatever language, that somebody started or stopped something."""
    return (
        "\n" not in paragraph
        and len(paragraph) < _LONGEST_NOTICE
        and any(paragraph.startswith(f"{name} ") for name in names)
        and not _TEAMS_TURN.match(f"{paragraph}\n")
    )


def _meet(paragraphs: list[str]) -> Meeting | None:
    """A heading "Transcript", a time on a line of its own, then "Name: text"."""
    start = _start_of_meet(paragraphs)
    if start is None:
        return None
    heading, first = start
    last = max(
        (place for place in range(first, len(paragraphs)) if _MEET_TURN.match(paragraphs[place])),
        default=None,
    )
    if last is None:
        return None
    end = next(
        (place for place in range(last + 1, len(paragraphs)) if _MEET_END.match(paragraphs[place])),
        len(paragraphs),
    )
    above = paragraphs[:first]
    near = paragraphs[heading:first]
    named = [text for text in near if _SUFFIX.search(text) and not _MEET_HEADING.fullmatch(text)]
    title = _SUFFIX.sub("", named[0]) if named else ""
    notes: list[str] = []
    words = sum(len(text.split()) for text in paragraphs[:heading])
    if words:
        notes.append(
            Note(
                "Left out above the talk: {words} words of title, persons present and notes that "
                "Google Meet generated; nobody said them.",
                words=words,
            )
        )
    if paragraphs[end:]:
        notes.append(Note("Left out below the talk: {texts}.", texts=_list(paragraphs[end:])))
    date = find_date("\n".join(near)) or find_date("\n".join(above))
    return Meeting(paragraphs[first:end], title, date, tuple(notes))


def _start_of_meet(paragraphs: list[str]) -> tuple[int, int] | None:
    """The place of the heading and of the first paragraph that belongs to the talk."""
    headings = [
        place
        for place, text in enumerate(paragraphs)
        if len(text) < _LONGEST_NOTICE and (_MEET_HEADING.fullmatch(text) or _SUFFIX.search(text))
    ]
    for heading in headings:
        for place in range(heading + 1, min(heading + 8, len(paragraphs))):
            if _TIME_LINE.fullmatch(paragraphs[place].strip()):
                return heading, place
    for heading in headings:
        exact = _MEET_HEADING.fullmatch(paragraphs[heading])
        if exact and heading + 1 < len(paragraphs) and _MEET_TURN.match(paragraphs[heading + 1]):
            return heading, heading + 1
    return None


def _list(texts: Sequence[str]) -> str:
    """Quote texts, at most five of them, the long ones cut off."""
    plain = [" ".join(text.split()) for text in texts[:5]]
    shown = "; ".join(f"“{text[:60]}{'…' * (len(text) > 60)}”" for text in plain)
    if len(texts) > 5:
        return Note("{columns} and {count} more", columns=shown, count=len(texts) - 5)
    return shown
