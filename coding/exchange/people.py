"""Who of the speakers in a text is who, from what other programs say of cases and sources.

They tie a person to a whole text, or to pieces of it. A project here wants the speaker, so
that is found: by name, by the pieces, or because there is only one of each left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...transcripts.metadata import to_areas
from ...transcripts.model import Kind, Speaker, SpeakerRole, Transcript
from ..participations import all_speakers, respondents
from ..respondents import CONSENTS
from .identity import guid
from .model import Person
from .offsets import Span

# Names of variables that a project here has a place for, in English and Dutch.
SPOKEN_FOR = {
    "group": "group",
    "groep": "group",
    "area": "areas",
    "areas": "areas",
    "gebied": "areas",
    "gebieden": "areas",
    "wijk": "areas",
    "kern": "areas",
    "function": "function",
    "functie": "function",
}
ABOUT_PERSON = ("size", "consent", "retention_date")
ABOUT_SOURCE = ("kind", "date", "wave", "approval")
APPROVALS = ("draft", "sent", "approved")

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NUMBER = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True)
class Facts:
    """What variables say: those that a project has a place for, and all others."""

    known: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Case:
    """A person in a file: what is said of them, and by source UUID where they speak.

    An empty list of spans means the whole source.
    """

    uuid: str
    name: str
    facts: Facts = field(default_factory=Facts)
    places: dict[str, list[Span]] = field(default_factory=dict)


def facts_of(values: Sequence[tuple[str, str, str]], about: Sequence[str]) -> Facts:
    """Sort the values of variables: (GUID of the variable, its name, the value).

    `about` are the names that have a place of their own besides those in `SPOKEN_FOR`. A
    value that such a place cannot hold stays an attribute.
    """
    known: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for variable, name, value in values:
        place = SPOKEN_FOR.get(name.lower(), name.lower() if name.lower() in about else "")
        ours = variable == guid("variable", "attribute", name)
        if place and not ours and fits_place(place, value):
            known[place] = value
        else:
            attributes[name] = value
    return Facts(known, attributes)


def fits_place(place: str, value: str) -> bool:
    """Tell whether a value is one that this place in a project can hold."""
    if place == "size":
        return bool(_NUMBER.fullmatch(value))
    if place in ("date", "retention_date"):
        return bool(_DATE.fullmatch(value))
    allowed: dict[str, Sequence[str]] = {
        "consent": CONSENTS,
        "kind": list(Kind),
        "approval": APPROVALS,
    }
    return place not in allowed or value in allowed[place]


def person_of(case: Case) -> Person:
    """Make a respondent of a case."""
    known = case.facts.known
    return Person(
        case.uuid,
        case.name,
        int(known.get("size", "1")),
        known.get("consent", "unknown"),
        known.get("retention_date", ""),
        case.facts.attributes,
    )


def with_facts(transcript: Transcript, facts: Facts) -> Transcript:
    """Give a transcript with what the variables of its source say of it and its speakers."""
    known = facts.known
    speakers = tuple(spoken_for(speaker, facts) for speaker in transcript.speakers)
    return replace(
        transcript,
        kind=Kind(known["kind"]) if "kind" in known else transcript.kind,
        date=known.get("date", transcript.date),
        wave=known.get("wave", transcript.wave),
        speakers=speakers,
    )


def spoken_for(speaker: Speaker, facts: Facts) -> Speaker:
    """Give a respondent the group, areas and function that facts say and they lack."""
    if speaker.role != SpeakerRole.RESPONDENT:
        return speaker
    known = facts.known
    return replace(
        speaker,
        group=speaker.group or known.get("group", ""),
        areas=speaker.areas or to_areas(known.get("areas", "")),
        function=speaker.function or known.get("function", ""),
    )


def with_people(
    transcript: Transcript, uuid: str, cases: Sequence[Case]
) -> tuple[Transcript, list[Case]]:
    """Give a transcript with its speakers known; and the cases that no speaker was found for.

    `cases` are those that are tied to this source, whose UUID is `uuid`.
    """
    free = [speaker.label for speaker in respondents(transcript) if not speaker.respondent]
    found: dict[str, Case] = {}
    waiting = []
    for case in cases:
        label = named(case.name, free)
        if label is None:
            label = only_speaker(transcript, case.places[uuid], free)
        if label is None:
            waiting.append(case)
        else:
            free.remove(label)
            found[label] = case
    if len(waiting) == len(free) == 1:
        found[free[0]] = waiting.pop()
    speakers = tuple(
        is_case(speaker, found[speaker.label]) if speaker.label in found else speaker
        for speaker in all_speakers(transcript)
    )
    return replace(transcript, speakers=speakers), waiting


def named(name: str, labels: Sequence[str]) -> str | None:
    """Find the label that is this name, whatever its capitals; None when none is."""
    return next((label for label in labels if label.lower() == name.lower()), None)


def only_speaker(
    transcript: Transcript, spans: Sequence[Span], labels: Sequence[str]
) -> str | None:
    """Find the one of these speakers who has words in some spans; None when several have."""
    speaking = {
        turn.speaker
        for turn in transcript.turns
        for start, end in spans
        if turn.speaker in labels and start < turn.end and turn.start < end
    }
    return speaking.pop() if len(speaking) == 1 else None


def is_case(speaker: Speaker, case: Case) -> Speaker:
    """Give a speaker who turns out to be this person."""
    return spoken_for(replace(speaker, respondent=case.name), case.facts)
