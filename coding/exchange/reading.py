"""A REFI-QDA project (.qdpx) as data, whichever program wrote it.

What programs do differently from the standard and from each other is met here and in
`sources`: other namespaces, GUIDs with braces, facts about a source in a nameless case, a
description instead of a note, a case where a code should be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ... import RodedraadError
from ...codebooks.labelled import split_fields
from ...codebooks.markup import child_text, children, local_name, parse
from ...codebooks.qdc import codes_in
from ..project import now
from . import package
from .identity import guid
from .intake import (
    NOBODY,
    Intake,
    add_description,
    coder_of,
    guid_in,
    identity_of,
    inside,
    know_codes,
    listed,
    moment_of,
    note_references,
    values_of,
)
from .model import About, Exchange, Memo, Wave
from .people import ABOUT_PERSON, ABOUT_SOURCE, Case, facts_of
from .sources import name_left_out, read_sources, settle_sources
from .texts import decoded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OURS = "rodedraad "
"""What the origin of a file of ours begins with."""


def read_project(path: Path, offsets: str = "") -> Exchange:
    """Read a .qdpx file. `offsets` says how it counts positions, "" to find that out.

    Raises RodedraadError when it is no such file, holds what no project needs, or when the
    counting cannot be told.
    """
    with package.opened(path) as found:
        root = parse(found.project(), path.name)
        if local_name(root) != "Project":
            raise RodedraadError("{file} holds no REFI-QDA project.", file=path.name)
        ours = split_fields(child_text(root, "Description"))[1]
        # Another program may have kept what we wrote here, and counts otherwise.
        counted = ours.get("offsets", "") if (root.get("origin") or "").startswith(OURS) else ""
        exchange = Exchange(ours.get("codebook", path.stem))
        intake = Intake(path.name, exchange, moment_of(root) or now(), found.source)
        read_names(intake, root)
        read_codebook(intake, root)
        read_cases(intake, root)
        read_sources(intake, root)
        settle_sources(intake, offsets or counted)
        read_notes(intake, root)
        read_sets(intake, root)
        name_losses(intake, root)
        return exchange


def read_names(intake: Intake, root: Element) -> None:
    """Read what is referred to by GUID: the users and the variables."""
    for user in inside(root, "Users", "User"):
        intake.users[guid_in(user)] = user.get("name") or user.get("id") or NOBODY
    for variable in inside(root, "Variables", "Variable"):
        intake.variables[guid_in(variable)] = variable.get("name") or ""


def read_codebook(intake: Intake, root: Element) -> None:
    """Read the codes, and what refers to memos on them."""
    for book in children(root, "CodeBook"):
        know_codes(intake, codes_in(book, intake.name))
        for element in book.iter():
            if local_name(element) == "Code":
                note_references(intake, element, guid_in(element))


def read_cases(intake: Intake, root: Element) -> None:
    """Read the persons; a nameless case holds the facts about its source (MAXQDA, Quirkos)."""
    for element in inside(root, "Cases", "Case"):
        uuid, name = identity_of(element), element.get("name") or ""
        values = values_of(intake, element)
        sources = [guid_in(ref, "targetGUID") for ref in children(element, "SourceRef")]
        if not name.strip():
            for source in sources:
                intake.facts[source].append(facts_of(values, ABOUT_SOURCE))
            continue
        intake.exchange.found["respondents"] += 1
        case = Case(uuid, name, facts_of(values, ABOUT_PERSON), {s: [] for s in sources})
        intake.cases.append(case)
        intake.about[uuid] = About("respondent", uuid)
        for selection in children(element, "SelectionRef"):
            intake.selected[guid_in(selection, "targetGUID")].append(uuid)
        add_description(intake, uuid, child_text(element, "Description"), element)


def read_notes(intake: Intake, root: Element) -> None:
    """Read the notes as memos on whatever refers to them, or is linked with them."""
    notes = {identity_of(note): note for note in inside(root, "Notes", "Note")}
    intake.about[""] = About()
    note_references(intake, root, "")
    add_description(intake, "", child_text(root, "Description"), root)
    read_links(intake, root, notes)
    for uuid, note in notes.items():
        description, block = split_fields(child_text(note, "Description"))
        words = note_text(intake, note)
        abouts = [intake.about[o] for o in intake.owners[uuid] if o in intake.about]
        abouts = narrowed(abouts, block) or [About()]
        intake.exchange.found["memos"] += len(abouts)
        if words is None:
            intake.exchange.lost.append(
                RodedraadError("The text of note {name} is not in the file.", name=note.get("name"))
            )
            continue
        if not block:
            words = "\n\n".join(said for said in (note.get("name"), description, words) if said)
        for place, about in enumerate(abouts):
            identity = uuid if place == 0 else guid("memo", uuid, about.uuid)
            moment = moment_of(note) or intake.moment
            intake.exchange.memos.append(
                Memo(identity, about, words, coder_of(intake, note), moment)
            )


def read_links(intake: Intake, root: Element, notes: dict[str, Element]) -> None:
    """Take a link between a note and something else as a memo on it; name the others."""
    lost = []
    for link in inside(root, "Links", "Link"):
        ends = guid_in(link, "originGUID"), guid_in(link, "targetGUID")
        for note, other in (ends, ends[::-1]):
            if note in notes and other in intake.about:
                intake.owners[note].append(other)
                break
        else:
            lost.append(link.get("name") or "-")
    if lost:
        intake.exchange.lost.append(
            RodedraadError("Links: {count} ({names}).", count=len(lost), names=listed(lost))
        )


def note_text(intake: Intake, note: Element) -> str | None:
    """Give the words of a note; None when they should be in the file and are not."""
    path = note.get("plainTextPath")
    if not path:
        return child_text(note, "PlainTextContent")
    data = intake.fetch(path)
    return decoded(data) if data is not None else None


def narrowed(abouts: list[About], block: dict[str, str]) -> list[About]:
    """Put together what we wrote as several references: a turn, and a respondent × code."""
    kinds = {about.kind: about for about in abouts}
    if block.get("on") == "cell" and kinds.keys() >= {"respondent", "code"}:
        return [About("cell", kinds["respondent"].uuid, code=kinds["code"].uuid)]
    if block.get("on") == "turn" and "transcript" in kinds and block.get("turn", "").isdigit():
        return [About("turn", kinds["transcript"].uuid, int(block["turn"]))]
    return abouts


def read_sets(intake: Intake, root: Element) -> None:
    """Read the sets that are waves of ours; a project here has no place for others."""
    lost = []
    for element in inside(root, "Sets", "Set"):
        name = element.get("name") or "-"
        block = split_fields(child_text(element, "Description"))[1]
        if block.get("wave", "").isdigit():
            dates = block.get("starts", ""), block.get("ends", "")
            intake.exchange.waves.append(Wave(guid_in(element), name, int(block["wave"]), *dates))
        else:
            lost.append(name)
    if lost:
        intake.exchange.lost.append(
            RodedraadError(
                "Sets of codes or sources: {count} ({names}).", count=len(lost), names=listed(lost)
            )
        )


def name_losses(intake: Intake, root: Element) -> None:
    """Name the sources that are not taken, and what else of the standard has no place here."""
    name_left_out(intake)
    lost = intake.exchange.lost
    graphs = [graph.get("name") or "-" for graph in inside(root, "Graphs", "Graph")]
    if graphs:
        lost.append(
            RodedraadError("Graphs: {count} ({names}).", count=len(graphs), names=listed(graphs))
        )
    coded = sum(bool(list(children(c, "CodeRef"))) for c in inside(root, "Cases", "Case"))
    if coded:
        lost.append(RodedraadError("Cases that have a code themselves: {count}.", count=coded))
