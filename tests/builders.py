"""Small projects for tests, built through the program's own functions.

project = new_project(tmp_path, ["samenwerking", "samenwerking/politie"])
add_talk(project, "noord", [("Int", "Hoe gaat het?"), ("R1", "Goed, met de politie.")],
         {"R1": Person("R01", "politie", ("Noord",))})
code_quote(project, "noord", "met de politie", "politie", stance="positive")
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.codes import load_codebook
from rodedraad.coding.fragments import (
    Span,
    add_fragment,
    mark_coded,
    span_at,
    span_of_quote,
    span_of_turn,
)
from rodedraad.coding.importing import store
from rodedraad.coding.naming import code_named, transcript_named
from rodedraad.coding.project import Project, create_project
from rodedraad.transcripts.model import Kind, Speaker, SpeakerRole, Transcript, Turn


@dataclass(frozen=True)
class Person:
    """Who a speaker is: the label of the respondent, the group and the areas."""

    respondent: str = ""
    group: str = ""
    areas: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


def new_project(folder: Path, codes: Iterable[str], name: str = "klein") -> Project:
    """Make a project, opened by anna, with codes given by their paths, parents first."""
    project = create_project(folder / f"{name}.draad", "nl", "anna")
    with project.transaction("codebook load"):
        load_codebook(project, codebook(codes))
    return project


def codebook(paths: Iterable[str]) -> Codebook:
    """Make a codebook of codes given by their paths, parents first."""
    listed = list(paths)

    def below(parent: str) -> tuple[Code, ...]:
        return tuple(
            Code(
                str(uuid.uuid5(uuid.NAMESPACE_URL, path)),
                path.split("/")[-1],
                path,
                path.split("/")[-1].capitalize(),
                f"Wat men zegt over {path}.",
                codes=below(path),
            )
            for path in listed
            if path.rpartition("/")[0] == parent
        )

    return Codebook("klein", codes=below(""))


def talk(
    name: str,
    turns: Sequence[tuple[str, str]],
    persons: Mapping[str, Person],
    kind: Kind = Kind.INTERVIEW,
    wave: str = "",
    date: str = "",
) -> Transcript:
    """Make a transcript of turns (speaker, words); who is not in `persons` interviews."""
    text, spans = "", []
    for speaker, words in turns:
        text += f"{speaker}: "
        role = SpeakerRole.RESPONDENT if speaker in persons else SpeakerRole.INTERVIEWER
        spans.append(Turn(len(text), len(text) + len(words), speaker, role))
        text += f"{words}\n"
    speakers = [
        Speaker(
            label, SpeakerRole.RESPONDENT, who.respondent, who.group, who.areas, "", who.attributes
        )
        for label, who in persons.items()
    ]
    return Transcript(
        text,
        tuple(spans),
        tuple(speakers),
        source=f"{name}.txt",
        format="txt",
        sha256=hashlib.sha256(f"{name}\n{text}".encode()).hexdigest(),
        kind=kind,
        wave=wave,
        date=date,
    )


def add_talk(
    project: Project,
    name: str,
    turns: Sequence[tuple[str, str]],
    persons: Mapping[str, Person],
    kind: Kind = Kind.INTERVIEW,
    wave: str = "",
    date: str = "",
) -> str:
    """Store a transcript of turns (speaker, words); give its slug."""
    with project.transaction("import", name):
        slug = store(project, talk(name, turns, persons, kind, wave, date)).slug
        for who in persons.values():
            if who.attributes:
                project.connection.execute(
                    "UPDATE respondent SET attributes = ? WHERE label = ?",
                    [json.dumps(dict(who.attributes)), who.respondent],
                )
    return slug


def code_quote(
    project: Project,
    transcript: str,
    quote: str,
    code: str,
    stance: str | None = None,
    coder: str = "anna",
    origin: str = "manual",
) -> int:
    """Code the one place where these words stand; give the fragment's id."""
    number, _slug = transcript_named(project.connection, transcript)
    span = span_of_quote(project.connection, number, quote)
    return code_found(project, span, code, stance, coder, origin)


def code_turn(
    project: Project,
    transcript: str,
    turn: int,
    code: str,
    stance: str | None = None,
    coder: str = "anna",
    origin: str = "manual",
) -> int:
    """Code a whole turn; give the fragment's id."""
    number, _slug = transcript_named(project.connection, transcript)
    span = span_of_turn(project.connection, number, turn)
    return code_found(project, span, code, stance, coder, origin)


def code_span(
    project: Project,
    transcript: str,
    start: int,
    end: int,
    code: str,
    stance: str | None = None,
    coder: str = "anna",
    origin: str = "manual",
) -> int:
    """Code a span of a transcript's text; give the fragment's id."""
    number, _slug = transcript_named(project.connection, transcript)
    span = span_at(project.connection, number, start, end)
    return code_found(project, span, code, stance, coder, origin)


def code_found(
    project: Project, span: Span, code: str, stance: str | None, coder: str, origin: str
) -> int:
    """Code a span in the name of a coder; give the fragment's id."""
    own = replace(project, coder=coder)
    code_id, _path = code_named(project.connection, code)
    with own.transaction("code"):
        return add_fragment(own, span, code_id, origin, stance)[0]


def finish(project: Project, transcript: str, coder: str = "anna") -> None:
    """Mark a transcript coded by a coder."""
    own = replace(project, coder=coder)
    number, _slug = transcript_named(project.connection, transcript)
    with own.transaction("transcript set"):
        mark_coded(own, number, True)


def fix_citations(project: Project) -> None:
    """Give fragments the citations f-001, f-002, … in the order in which they were made."""
    with project.transaction("test"):
        project.connection.execute("UPDATE fragment SET citation = 'f-00' || id")
