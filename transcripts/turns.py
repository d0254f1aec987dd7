"""From a text to its turns: who speaks from where to where.

All offsets are code points in the text as it is given; the text itself is never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from . import times
from .labels import PERHAPS, SURE, accept, certainty, speaker_of
from .model import Note, Speaker, SpeakerRole, Turn

_MARK = re.compile(times.MARK)
_MARK_AT_END = re.compile(rf"\s*{times.MARK}\s*$")
# The bound of 80 characters keeps a line of 50 MB cheap: what is longer is a sentence.
_LABEL = re.compile(
    r"(?:[-–•]\s{1,3})?[*_]{0,3}"
    r"(?:\[(?P<boxed>[^\[\]:\n]{1,40})\]|(?P<label>[^\s:\[\]#*<>][^:\[\]#*<>\n]{0,79}?))"
    rf"[*_]{{0,3}}\s{{0,3}}(?P<mark>{times.MARK})?\s{{0,3}}:[*_]{{0,3}}"
)
_LABEL_REACH = 160
# "Int: Hoe gaat het?": most lines by far, and read in one step. Whatever else a line may hold
# (marks, tabs, signs around the label) makes it no match, and is looked at piece by piece.
_PLAIN = re.compile(r"([^\W\d_](?:[\w .'’-]{0,30}[\w.])?): (?=[^\W\d_])")
# "Anna de Wit   0:04", as Teams and Otter write it above what is said.
_HEADER = re.compile(
    r"(?P<label>[^\s:][^:\t\n]{0,78}?)(?P<gap>[ \u00a0]*\t[ \u00a0]*|[ \u00a0]{1,12})"
    r"(?P<time>\d{1,3}:\d{2}(?::\d{2})?)"
)
_SIGNATURE = re.compile(r"Transcribed by https?://\S{1,60}$")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
# In a text with lines longer than this, a line is a paragraph; otherwise lines are wrapped.
_WRAPPED = 120


@dataclass(slots=True)
class _Line:
    """One line that is not blank: where its speech is, and what stands before and behind it.

    `start` is where the words begin, a label among them; `speech` is behind that label.
    `closes` says that a time mark stands behind the speech, `header` that the label has the
    line to itself, with a time (`wide`: and more than a space between), `column` that a tab
    parts it from the speech.
    """

    number: int
    start: int
    end: int
    speech: int
    label: str = ""
    time: float | None = None
    time_end: float | None = None
    closes: bool = False
    header: bool = False
    wide: bool = False
    column: bool = False
    blank_before: bool = False
    heading: bool = False


@dataclass(slots=True)
class _Draft:
    """A turn that may still grow by the lines below it."""

    start: int
    end: int
    speaker: str
    role: SpeakerRole
    time: float | None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A text divided: its turns, its speakers in order of appearance, its title, notes."""

    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


def divide(text: str, known: Collection[str] = ()) -> Division:
    """Divide a text into turns by its labels, or by paragraphs where it has none.

    `known` are labels that are speakers in any case, because somebody said so. Without
    speakers every paragraph is a turn of speaker "".
    """
    lines = list(_lines(text))
    title = _take_title(text, lines)
    signed = _take_signature(text, lines)
    speakers = _choose(text, lines, known)
    drafts = _by_speaker(lines, speakers) if speakers else _by_paragraph(lines)
    spoken = [draft for draft in drafts if draft.end > draft.start]
    labels = dict.fromkeys(draft.speaker for draft in spoken if draft.speaker)
    people = tuple(speaker_of(label, labels) for label in labels)
    roles = {person.label: person.role for person in people}
    turns = tuple(_finish(draft, roles) for draft in spoken)
    notes = (*_notes_on(lines, speakers, turns), *signed)
    return Division(turns, people, title, notes)


def _choose(text: str, lines: list[_Line], known: Collection[str]) -> set[str]:
    """Find out which labels are speakers, and in which of three ways the text writes them."""
    headers = Counter(line.label for line in lines if line.header)
    laid_out = sum(line.wide for line in lines) > 1
    named = {
        line.label
        for line in lines
        if line.header
        and (line.wide if laid_out else headers[line.label] > 1 or _perhaps(line.label, known))
    }
    colons = Counter(line.label for line in lines if line.label and not line.header)
    paragraphs = sum(line.blank_before for line in lines)
    speakers = accept(colons, paragraphs if paragraphs > 1 else len(lines), known)
    if sum(line.column for line in lines) * 3 >= max(len(lines), 2) * 2:
        speakers |= {line.label for line in lines if line.column}
    above = sum(headers[label] for label in named)
    if above and above >= sum(colons[label] for label in speakers):
        speakers = named | (speakers & set(known))
    for line in lines:
        if line.header and line.label not in named:
            line.label, line.speech, line.time, line.header = "", line.start, None, False
    return speakers or _labels_alone(text, lines)


def _perhaps(label: str, known: Collection[str]) -> bool:
    return label in known or certainty(label) >= PERHAPS


def _labels_alone(text: str, lines: list[_Line]) -> set[str]:
    """Find speakers whose names have a line to themselves, without a colon or a time."""
    found = [
        (line, text[line.start : line.end])
        for line in lines
        if line.end - line.start <= 40 and not line.label and not _is_sentence(text, line)
    ]
    counts = Counter(label for _, label in found)
    labels = {label for label in counts if certainty(label) >= PERHAPS}
    again = any(counts[label] > 1 for label in labels)
    second = lines[min(1, len(lines) - 1)].number if lines else 0
    on_top = any(label in labels for line, label in found if line.number <= second)
    opened = sum(counts[label] for label in labels)
    if not again or len(labels) < 2 or not on_top or opened * 4 < len(lines):
        return set()
    for line, label in found:
        if label in labels:
            line.label, line.speech = label, line.end
    return labels


def _is_sentence(text: str, line: _Line) -> bool:
    """Whether a line ends like a sentence; the full stop of "Bouali, A." does not count."""
    initial = line.end - line.start > 3 and text[line.end - 3] in " ."
    return text[line.end - 1] in "!?…,;" or (text[line.end - 1] == "." and not initial)


def label_before(line: str) -> tuple[str, int]:
    """Give the label that may open this line ("" for none) and where the speech begins."""
    read = _line(line, 0, len(line), 1) if ":" in line[:_LABEL_REACH] else None
    return (read.label, read.speech) if read else ("", 0)


def _lines(text: str) -> Iterator[_Line]:
    """Read every line that is not blank; a time alone on a line goes to the next one."""
    start, number, size = 0, 0, len(text)
    blank = True
    waiting: tuple[float | None, float | None] = (None, None)
    while start <= size:
        end = text.find("\n", start)
        if end < 0:
            end = size
        number += 1
        line = _line(text, start, end, number) if start < end else None
        start = end + 1
        if line is None:
            blank = True
            continue
        if line.start == line.end:
            waiting = (line.time, line.time_end)
            continue
        if waiting[0] is not None and line.time is None:
            line.time = waiting[0]
            line.time_end = line.time_end or waiting[1]
        waiting = (None, None)
        line.blank_before = blank
        blank = False
        yield line


def _line(text: str, start: int, end: int, number: int) -> _Line | None:
    """Read one line; None when it is blank, and an empty one when it holds a time alone."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    first = text[start]
    plain = _PLAIN.match(text, start, end) if text[end - 1] not in "])#}" else None
    if plain:
        return _Line(number, start, end, plain.end(), plain[1])
    line = _Line(number, start, end, start)
    if first == "#" and _HEADING.match(text, start, end):
        line.heading = True
        return line
    if first.isdigit() and end - start < 40:
        alone = times.ALONE.fullmatch(text, start, end)
        if alone:
            line.time, line.time_end = times.of_mark(alone[0])
            line.start = line.speech = end
            return line
    if first in "[(#{":
        _take_mark_before(text, line)
    elif first.isdigit():
        _take_bare_time(text, line)
    _take_label(text, line)
    if not line.label and text[end - 1].isdigit() and line.end - line.start < 100:
        _take_header(text, line)
    if text[line.end - 1] in "])#}" and line.end > line.speech:
        _take_mark_behind(text, line)
    return line


def _take_mark_before(text: str, line: _Line) -> None:
    mark = _MARK.match(text, line.start, line.end)
    if mark:
        line.time, line.time_end = times.of_mark(mark[0])
        line.start = line.speech = _skip_blanks(text, mark.end(), line.end)


def _take_bare_time(text: str, line: _Line) -> None:
    """Take "00:12:30" off the front, but only before a label or a tab: else it may be speech."""
    bare = times.ALONE.match(text, line.start, line.end)
    if not bare:
        return
    ahead = _Line(line.number, 0, line.end, 0)
    ahead.start = ahead.speech = _skip_blanks(text, bare.end(), line.end)
    _take_label(text, ahead)
    tab = "\t" in text[bare.end() : ahead.start]
    hours = times.BARE.match(text, line.start, line.end)
    if tab or (hours and ahead.label and certainty(ahead.label) >= PERHAPS):
        line.time, line.time_end = times.of_mark(bare[0])
        line.start = line.speech = ahead.start


def _take_header(text: str, line: _Line) -> None:
    header = _HEADER.fullmatch(text, line.start, line.end)
    if not header:
        return
    wide = len(header["gap"]) > 1 or "\t" in header["gap"]
    if wide or certainty(header["label"]) >= PERHAPS:
        line.label, line.speech, line.header, line.wide = header["label"], line.end, True, wide
        line.time = times.seconds(header["time"])


def _take_column(text: str, line: _Line) -> None:
    """Take a label that a tab parts from the speech, as in a table of speakers."""
    tab = text.find("\t", line.start, min(line.end, line.start + 60))
    label = text[line.start : tab].strip() if tab > 0 else ""
    if label and ":" not in label and certainty(label) >= PERHAPS:
        behind = text.find("\t", tab + 1, min(line.end, tab + 40))
        time = times.ALONE.fullmatch(text[tab + 1 : behind].strip()) if behind > 0 else None
        if time:
            line.time, line.time_end = times.of_mark(time[0])
            tab = behind
        line.label, line.column = label, True
        line.speech = _skip_blanks(text, tab, line.end)


def _take_label(text: str, line: _Line) -> None:
    if text.find("\t", line.start, min(line.end, line.start + 60)) > 0:
        _take_column(text, line)
        if line.label:
            return
    if text.find(":", line.start, min(line.end, line.start + _LABEL_REACH)) < 0:
        return
    match = _LABEL.match(text, line.start, line.end)
    if not match:
        return
    label = (match["boxed"] or match["label"]).strip()
    behind = match.end()
    if behind < line.end and not (text[behind].isspace() or _is_glued(label, text[behind])):
        return
    line.label = label
    line.speech = _skip_blanks(text, behind, line.end)
    if match["mark"]:
        line.time, line.time_end = times.of_mark(match["mark"])
    after = _MARK.match(text, line.speech, line.end)
    if after:
        line.time, line.time_end = times.of_mark(after[0])
        line.speech = _skip_blanks(text, after.end(), line.end)


def _is_glued(label: str, behind: str) -> bool:
    """Whether "R1:ja" is a speaker; "10:30", "https://…" and "nota:bene" are not."""
    return behind.isalpha() and len(label) < 15 and certainty(label) == SURE


def _take_mark_behind(text: str, line: _Line) -> None:
    mark = _MARK_AT_END.search(text, max(line.speech, line.end - 40), line.end)
    if mark:
        line.time_end = times.of_mark(mark[0])[0]
        line.end = mark.start()
        line.closes = True


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _take_title(text: str, lines: list[_Line]) -> str:
    if lines and lines[0].heading and text.startswith("# ", lines[0].start):
        first = lines.pop(0)
        return text[first.start + 2 : first.end].strip()
    return ""


def _take_signature(text: str, lines: list[_Line]) -> tuple[str, ...]:
    """Leave out the last line of Otter, "Transcribed by https://otter.ai"."""
    if not lines or not _SIGNATURE.match(text, lines[-1].start, lines[-1].end):
        return ()
    last = lines.pop()
    return (Note("Left out at the end: “{words}”.", words=text[last.start : last.end]),)


def _by_speaker(lines: list[_Line], speakers: set[str]) -> Iterator[_Draft]:
    """Join lines to turns; a time mark or another label begins a new one."""
    draft: _Draft | None = None
    speaker, role = "", SpeakerRole.OTHER
    closed = True
    before: float | None = None
    for line in lines:
        if line.heading:
            closed = True
            continue
        labelled = line.label in speakers
        if labelled:
            speaker, role = line.label, SpeakerRole.RESPONDENT
        begins = labelled or closed or line.time is not None
        if begins or draft is None or (not speaker and line.blank_before):
            if draft:
                yield draft
            time = before if line.time is None else line.time
            start = line.speech if labelled else line.start
            draft = _Draft(start, max(start, line.end), speaker, role, time)
        elif draft.start == draft.end:
            # A label with a line to itself: the speech begins here.
            draft.start, draft.end = line.start, line.end
        elif line.end > line.start:
            draft.end = line.end
        closed = line.closes and draft.start < draft.end
        draft.time_end = draft.time_end if line.time_end is None else line.time_end
        before = line.time_end if line.closes else None
    if draft:
        yield draft


def _by_paragraph(lines: list[_Line]) -> Iterator[_Draft]:
    """Make a turn of every paragraph, and of every time mark."""
    whole = any(line.end - line.start > _WRAPPED for line in lines)
    draft: _Draft | None = None
    for line in lines:
        end = line.end
        if draft is None or whole or line.blank_before or line.time is not None or line.heading:
            if draft:
                yield draft
            draft = _Draft(line.start, end, "", SpeakerRole.RESPONDENT, line.time, line.time_end)
        else:
            draft.end, draft.time_end = end, line.time_end
    if draft:
        yield draft


def _finish(draft: _Draft, roles: dict[str, SpeakerRole]) -> Turn:
    role = roles.get(draft.speaker, draft.role)
    return Turn(draft.start, draft.end, draft.speaker, role, draft.time, draft.time_end)


def _notes_on(lines: list[_Line], speakers: set[str], turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """Say which words belong to nobody and which names were not taken for a speaker."""
    if not speakers:
        return ()
    notes: list[str] = []
    nobody = sum(not turn.speaker for turn in turns)
    if nobody:
        notes.append(
            Note(
                "Paragraphs before the first speaker, which belong to nobody: {count}.",
                count=nobody,
            )
        )
    notes.extend(
        Note(
            "Line {line} begins with “{label}:”, which occurs once and was not taken "
            "for a speaker.",
            line=line.number,
            label=line.label,
        )
        for line in lines
        if line.label and line.label not in speakers and certainty(line.label) == PERHAPS
    )
    return tuple(notes)
