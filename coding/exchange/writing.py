"""A project as REFI-QDA (.qdpx), valid by the standard's schema.

What the standard has an element for is written as that element. The rest (stance, origin,
citation, who speaks when, …) stands in labelled blocks in descriptions, where other programs
show it and `reading` finds it again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ... import RodedraadError
from ...codebooks.labelled import with_fields
from ...codebooks.markup import REPLACEMENT, document, element, text_element
from ...codebooks.qdc import ORIGIN, code_markup
from ..codes import read_codebook
from ..project import read_setting
from . import package
from .identity import guid
from .offsets import Reading, Text, positions, text_of
from .summary import Count, Summary

NAMESPACE = "urn:QDA-XML:project:1.0"
LONGEST_NAME = 100
"""Characters of a quote that name a selection, as in ATLAS.ti; the words are in the text."""


@dataclass(frozen=True)
class Program:
    """What a program reads that is not, or not only, what the standard says.

    `reading` is how it counts positions, `line_end` what it expects in texts, `folder` where
    it looks for them. `own_name`: the .qde is named after the project. `nameless_cases`:
    facts about a source stand in a case without a name, not at the source.
    """

    reading: Reading = field(default_factory=Reading)
    line_end: str = "\n"
    folder: str = "sources/"
    own_name: bool = False
    nameless_cases: bool = False


# Measured in what these programs export themselves.
PROGRAMS = {
    "": Program(),
    "nvivo": Program(Reading(utf16=True, crlf=True), "\r\n", "Sources/"),
    "atlasti": Program(line_end="\r\n", own_name=True),
    "maxqda": Program(nameless_cases=True),
}

SOURCES = """
SELECT transcript.uuid, version.id, title, slug, kind, date, wave.name, approval, format,
    source, sha256, text_sha256, notes, tail, transcript.id
FROM transcript
JOIN transcript_version AS version
    ON transcript_id = transcript.id AND number = transcript.version
LEFT JOIN wave ON wave.id = wave_id
ORDER BY transcript.id
"""
# What the standard has no place for, and how many of it a project has.
LEFT_OUT = {
    "earlier versions": "SELECT (SELECT count(*) FROM transcript_version) "
    "- (SELECT count(*) FROM transcript)",
    "earlier meanings": "SELECT (SELECT count(*) FROM code_version) - (SELECT count(*) FROM code)",
    "decisions": "SELECT count(*) FROM decision",
    "reviewed turns": "SELECT count(*) FROM reviewed_turn",
    "assignments": "SELECT count(*) FROM assignment",
    "plan": "SELECT count(*) FROM plan",
    "aliases": "SELECT count(*) FROM alias",
    "saved queries": "SELECT count(*) FROM saved_query",
}


@dataclass
class Draft:
    """The parts of a project file while they are written, each a list of XML elements.

    `texts` are the texts of the sources by UUID, `written` the UUIDs of what memos can be
    about. `references` are the references to memos by the UUID of what these are about.
    """

    program: Program
    references: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def value(self, owner: str, name: str, text: str) -> str:
        """Give the value of a variable, and note that there is such a variable.

        `owner` is "source", "respondent" (what every respondent may have) or "attribute".
        """
        if not text:
            return ""
        variable = guid("variable", owner, name)
        self.variables[variable] = name
        return element(
            "VariableValue",
            {},
            element("VariableRef", {"targetGUID": variable}),
            text_element("TextValue", text),
        )


def export_project(connection: sqlite3.Connection, path: Path, program: str = "") -> Summary:
    """Write a project to a .qdpx file; say what was carried over.

    `program` is "nvivo", "atlasti" or "maxqda" to write what that one reads, "" for what the
    standard says. The same project gives the same bytes. Raises RodedraadError when the file
    has another end, or cannot be written.
    """
    if path.suffix.lower() != ".qdpx":
        raise RodedraadError(
            "{file}: a project is written as .qdpx, such as {better}.",
            file=path,
            better=path.with_suffix(".qdpx").name,
        )
    draft = Draft(PROGRAMS[program])
    markup = project_markup(connection, path.stem, draft)
    name = path.stem if draft.program.own_name else "project"
    members = {f"{name}.qde": markup.encode()}
    for uuid, text in draft.texts.items():
        lines = text.text.replace("\n", draft.program.line_end)
        members[f"{draft.program.folder}{uuid}.txt"] = lines.encode()
    package.write(path, members)
    return Summary(tuple(counts(connection, draft)), notes=tuple(remarks(draft, markup)))


def project_markup(connection: sqlite3.Connection, name: str, draft: Draft) -> str:
    """Give the XML of a whole project, its elements in the order that the schema wants."""
    memos = connection.execute(
        "SELECT uuid, target, target_uuid, turn, code_uuid, coder, text, at FROM memo ORDER BY id"
    ).fetchall()
    draft.references = references(memos)
    codebook = codebook_markup(connection, draft)
    write_cases(connection, draft)
    write_sources(connection, draft)
    known = [memo for memo in memos if memo[1] == "project" or memo[2] in draft.written]
    first, last = connection.execute("SELECT min(at), max(at) FROM change").fetchone()
    about = {
        "offsets": str(draft.program.reading),
        "codebook": read_setting(connection, "codebook"),
        "language": read_setting(connection, "language"),
    }
    return document(
        element(
            "Project",
            {
                "xmlns": NAMESPACE,
                "name": name,
                "origin": ORIGIN,
                "creationDateTime": first or "",
                "modifiedDateTime": last or "",
            },
            group("Users", users(connection)),
            codebook,
            group("Variables", (variable(*item) for item in draft.variables.items())),
            group("Cases", draft.cases),
            group("Sources", draft.sources),
            group("Notes", (note(memo) for memo in known)),
            group("Links", (link for memo in known for link in links(memo))),
            group("Sets", waves(connection)),
            text_element("Description", with_fields("", about)),
            draft.references.get("", ""),
        )
    )


def group(tag: str, elements: Iterable[str]) -> str:
    """Give an element around others; the schema forbids an empty one."""
    inside = list(elements)
    return element(tag, {}, *inside) if inside else ""


def users(connection: sqlite3.Connection) -> list[str]:
    """Write everybody who coded, wrote a memo or marked a transcript as coded."""
    names = connection.execute(
        "SELECT coder FROM fragment UNION SELECT coder FROM memo UNION "
        "SELECT coder FROM coded_by ORDER BY coder"
    ).fetchall()
    return [element("User", {"guid": guid("coder", name), "name": name}) for (name,) in names]


def codebook_markup(connection: sqlite3.Connection, draft: Draft) -> str:
    """Write the codebook, "" when there are no codes."""
    uuids = [uuid for (uuid,) in connection.execute("SELECT uuid FROM code").fetchall()]
    if not uuids:
        return ""
    draft.written.update(uuids)
    codes = read_codebook(connection).codes
    return element(
        "CodeBook",
        {},
        element("Codes", {}, *(code_markup(code, draft.references) for code in codes)),
    )


def variable(identity: str, name: str) -> str:
    """Write that there is a variable; every value is text, as it is in the project."""
    return element("Variable", {"guid": identity, "name": name, "typeOfVariable": "Text"})


def write_cases(connection: sqlite3.Connection, draft: Draft) -> None:
    """Write every respondent as a case, with what is known of them and where they speak."""
    parts: dict[int, list[tuple[str, str, str, str]]] = defaultdict(list)
    for respondent, *part in connection.execute(
        "SELECT respondent_id, transcript.uuid, coalesce(group_name, ''), areas, function "
        "FROM participation JOIN transcript ON transcript.id = transcript_id "
        "ORDER BY transcript_id"
    ).fetchall():
        uuid, spoken_for, areas, function = part
        parts[respondent].append((uuid, spoken_for, "; ".join(json.loads(areas)), function))
    for identity, uuid, label, *about in connection.execute(
        "SELECT id, uuid, label, size, consent, coalesce(retention_date, ''), attributes "
        "FROM respondent ORDER BY id"
    ).fetchall():
        draft.written.add(uuid)
        values = respondent_values(draft, about, parts[identity])
        refs = [element("SourceRef", {"targetGUID": part[0]}) for part in parts[identity]]
        draft.cases.append(element("Case", {"guid": uuid, "name": label}, *values, *refs))


def respondent_values(
    draft: Draft, about: list[object], parts: list[tuple[str, str, str, str]]
) -> list[str]:
    """Write what is known of a respondent.

    Group, areas and function belong to a conversation, so that somebody may have several;
    which stands where is at the source.
    """
    size, consent, retention_date, attributes = about
    facts = {
        "size": str(size) if size != 1 else "",
        "consent": str(consent) if consent != "unknown" else "",
        "retention_date": str(retention_date),
    }
    for place, name in enumerate(("group", "areas", "function"), start=1):
        facts[name] = "; ".join(dict.fromkeys(part[place] for part in parts if part[place]))
    values = [draft.value("respondent", name, text) for name, text in facts.items()]
    for name, value in json.loads(str(attributes)).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        values.append(draft.value("attribute", name, text))
    return values


def write_sources(connection: sqlite3.Connection, draft: Draft) -> None:
    """Write the current version of every transcript, and the fragments in it."""
    speakers = rows_by_first(connection, SPEAKERS)
    coders = rows_by_first(
        connection, "SELECT transcript_id, coder FROM coded_by ORDER BY transcript_id, coder"
    )
    turns = rows_by_first(connection, TURNS)
    fragments = rows_by_first(connection, FRAGMENTS)
    for row in connection.execute(SOURCES).fetchall():
        uuid, version, title, *_facts, tail, transcript = row
        text = text_of("".join(t[-2] + t[-1] for t in turns[version]) + tail)
        draft.texts[uuid] = Text(text.text, text.astral, line_ends(text, draft.program))
        draft.written.add(uuid)
        block = source_block(row, speakers[transcript], coders[transcript], turns[version])
        values = [
            draft.value("source", name, fact or "")
            for name, fact in zip(("kind", "date", "wave", "approval"), row[4:8], strict=True)
        ]
        if draft.program.nameless_cases:
            draft.cases.append(nameless_case(uuid, values))
            values = []
        draft.sources.append(
            element(
                "TextSource",
                {"guid": uuid, "name": title, "plainTextPath": f"{package.INTERNAL}{uuid}.txt"},
                text_element("Description", with_fields("", block)),
                *selections(fragments[version], draft, draft.texts[uuid]),
                draft.references.get(uuid, ""),
                *values,
            )
        )


SPEAKERS = """
SELECT speaker.transcript_id, speaker.label, role, coalesce(respondent.label, ''),
    coalesce(group_name, ''), coalesce(areas, '[]'), coalesce(function, '')
FROM speaker LEFT JOIN participation ON participation.id = participation_id
LEFT JOIN respondent ON respondent.id = respondent_id
ORDER BY speaker.id
"""
TURNS = """
SELECT version_id, start, end, label, time, time_end, cues, question, before, text
FROM turn JOIN speaker ON speaker.id = speaker_id ORDER BY version_id, turn.number
"""
FRAGMENTS = """
SELECT version_id, fragment.uuid, start, end, quote, coder, at, stance, origin, citation,
    code.uuid
FROM fragment JOIN code ON code.id = code_id ORDER BY version_id, start, end, fragment.id
"""


def rows_by_first(connection: sqlite3.Connection, query: str) -> dict[int, list[list[str]]]:
    """Gather the rows of a query by their first column, which is left out."""
    gathered: dict[int, list[list[str]]] = defaultdict(list)
    for first, *rest in connection.execute(query).fetchall():
        gathered[first].append(rest)
    return gathered


def line_ends(text: Text, program: Program) -> tuple[int, ...]:
    """List the places of the line ends that will be two characters in the file."""
    if program.line_end == "\n":
        return ()
    return tuple(place for place, character in enumerate(text.text) if character == "\n")


def source_block(
    row: tuple[str, ...], speakers: list[list[str]], coders: list[list[str]], turns: list[list[str]]
) -> dict[str, str]:
    """Give what the standard has no place for at a source: its names, and who speaks when.

    `text` is the hash of the words, so that the turns are not believed of other words.
    """
    _uuid, _version, _title, slug, *_facts, form, source, digest, text, notes, _tail, _id = row
    numbers = {speaker[0]: index for index, speaker in enumerate(speakers)}
    return {
        "slug": slug,
        "format": form,
        "source": source,
        "sha256": digest,
        "text": text,
        "notes": notes if notes != "[]" else "",
        "coded_by": as_json([coder for (coder,) in coders]) if coders else "",
        "speakers": as_json([speaker_fields(*speaker) for speaker in speakers]),
        "turns": as_json([turn_fields(numbers, *turn[:7]) for turn in turns]),
    }


def as_json(data: object) -> str:
    """Give data as JSON on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def speaker_fields(
    label: str, role: str, respondent: str, spoken_for: str, areas: str, function: str
) -> dict[str, object]:
    """Give a speaker and the part they have here; what is empty is left out."""
    fields = {
        "label": label,
        "role": role,
        "respondent": respondent,
        "group": spoken_for,
        "areas": json.loads(areas),
        "function": function,
    }
    return {name: value for name, value in fields.items() if value}


def turn_fields(
    numbers: Mapping[str, int],
    start: str,
    end: str,
    label: str,
    time: str,
    time_end: str,
    cues: str,
    question: str,
) -> list[object]:
    """Give a turn as [start, end, number of speaker, time, end time, cues, question].

    There are hundreds of them, so that what is empty at the end is left out.
    """
    fields = [start, end, numbers[label], time, time_end, json.loads(cues), question]
    while fields[-1] in (None, [], ""):
        fields.pop()
    return fields


def selections(fragments: list[list[str]], draft: Draft, text: Text) -> list[str]:
    """Write each fragment as a selection with one coding."""
    wide = text.wide(draft.program.reading)
    draft.written.update(fragment[0] for fragment in fragments)
    return [
        selection(fragment, positions((int(fragment[1]), int(fragment[2])), wide), draft)
        for fragment in fragments
    ]


def selection(fragment: list[str], places: list[int], draft: Draft) -> str:
    """Write one fragment; its UUID is the GUID of the coding."""
    uuid, _start, _end, quote, coder, at, stance, origin, citation, code = fragment
    made = {"creatingUser": guid("coder", coder), "creationDateTime": at}
    block = {"stance": stance, "origin": origin, "citation": citation}
    return element(
        "PlainTextSelection",
        {
            "guid": guid("selection", uuid),
            "name": shortened(quote),
            "startPosition": str(places[0]),
            "endPosition": str(places[1]),
            **made,
        },
        text_element("Description", with_fields("", block)),
        element("Coding", {"guid": uuid, **made}, element("CodeRef", {"targetGUID": code})),
        draft.references.get(uuid, ""),
    )


def shortened(text: str) -> str:
    """Give the beginning of a text on one line, with a "…" where it was cut off."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def nameless_case(uuid: str, values: list[str]) -> str:
    """Write the facts about a source as MAXQDA does."""
    source = element("SourceRef", {"targetGUID": uuid})
    return element("Case", {"guid": guid("case", uuid)}, *values, source)


def references(memos: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Give the references to memos by the UUID of what these are about; the project is "".

    A case cannot have one: a memo on a respondent is tied to it by a link.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for uuid, target, about, *_rest in memos:
        if target not in ("respondent", "cell"):
            found[about].append(element("NoteRef", {"targetGUID": uuid}))
    return {about: "\n".join(refs) for about, refs in found.items()}


def note(memo: tuple[str, ...]) -> str:
    """Write a memo, in its description what it is about."""
    uuid, target, _about, turn, _code, coder, text, at = memo
    about = {"on": target, "turn": str(turn) if turn is not None else ""}
    return element(
        "Note",
        {
            "guid": uuid,
            "name": shortened(text),
            "creatingUser": guid("coder", coder),
            "creationDateTime": at,
        },
        text_element("Description", with_fields("", about)),
        text_element("PlainTextContent", text),
    )


def links(memo: tuple[str, ...]) -> list[str]:
    """Tie a memo to its respondent, and a memo on a cell to its code as well."""
    uuid, target, about, _turn, code, *_rest = memo
    if target not in ("respondent", "cell"):
        return []
    return [
        element(
            "Link",
            {
                "guid": guid("link", uuid, end),
                "direction": "OneWay",
                "originGUID": uuid,
                "targetGUID": end,
            },
        )
        for end in (about, code)
        if end
    ]


def waves(connection: sqlite3.Connection) -> list[str]:
    """Write each wave as a set of its transcripts."""
    members = rows_by_first(
        connection, "SELECT wave_id, uuid FROM transcript WHERE wave_id IS NOT NULL ORDER BY id"
    )
    sets = []
    for identity, uuid, name, *facts in connection.execute(
        "SELECT id, uuid, name, position, starts, ends FROM wave ORDER BY position, id"
    ).fetchall():
        block = dict(
            zip(("wave", "starts", "ends"), (str(fact or "") for fact in facts), strict=True)
        )
        sets.append(
            element(
                "Set",
                {"guid": uuid, "name": name},
                text_element("Description", with_fields("", block)),
                *(
                    element("MemberSource", {"targetGUID": member})
                    for (member,) in members[identity]
                ),
            )
        )
    return sets


def counts(connection: sqlite3.Connection, draft: Draft) -> list[Count]:
    """Count what the project has and what of it was written."""
    counted = []
    for kind, table in (
        ("codes", "code"),
        ("transcripts", "transcript"),
        ("respondents", "respondent"),
        ("fragments", "fragment"),
    ):
        uuids = {row[0] for row in connection.execute(f"SELECT uuid FROM {table}").fetchall()}
        counted.append(Count(kind, len(uuids), len(uuids & draft.written)))
    abouts = connection.execute("SELECT target, target_uuid FROM memo").fetchall()
    carried = sum(target == "project" or about in draft.written for target, about in abouts)
    counted.append(Count("memos", len(abouts), carried))
    for kind, query in LEFT_OUT.items():
        number = int(connection.execute(query).fetchone()[0])
        if number:
            counted.append(Count(kind, number, 0))
    return counted


def remarks(draft: Draft, markup: str) -> list[RodedraadError]:
    """Say what may look different elsewhere."""
    found = []
    astral = [text for text in draft.texts.values() if text.astral]
    if astral and not draft.program.reading.utf16:
        found.append(
            RodedraadError(
                "Transcripts with characters such as {example}: {count}. NVivo counts these as "
                "two, so that codings behind them shift. For NVivo, add: --for nvivo",
                example=astral[0].text[astral[0].astral[0]],
                count=len(astral),
            )
        )
    if REPLACEMENT in markup:
        found.append(
            RodedraadError(
                "Control characters in names, descriptions and memos stand in the file as "
                "{replacement}, because XML cannot hold them.",
                replacement=REPLACEMENT,
            )
        )
    return found
