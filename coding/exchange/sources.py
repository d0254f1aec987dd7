"""The sources of a project: their texts, who coded what in them, and who speaks.

`read_sources` reads them from REFI-QDA; `settle_sources` finishes those of every program.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ... import RodedraadError
from ...codebooks.labelled import split_fields
from ...codebooks.markup import child_text, children, local_name
from ...transcripts.model import Transcript
from ..fragments import STANCES
from ..participations import respondents
from ..querying.conditions import ORIGINS
from .identity import guid
from .intake import (
    NOBODY,
    Intake,
    add_description,
    add_memo,
    coder_of,
    guid_in,
    identity_of,
    listed,
    moment_of,
    note_references,
    values_of,
)
from .model import About, Coding, Source
from .offsets import Fit, Selection, Span, Text, reading_named, text_of
from .people import ABOUT_SOURCE, Case, Facts, facts_of, person_of, with_facts, with_people
from .texts import (
    Draft,
    Passage,
    choose_readings,
    decoded,
    place_of_words,
    text_of_document,
    transcript_of,
    trimmed,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_sources(intake: Intake, root: Element) -> None:
    """Read the texts with their selections; of pictures, sound and film only that they are."""
    for group in children(root, "Sources"):
        for element in group:
            if local_name(element) == "TextSource":
                read_source(intake, element, element)
            elif local_name(element) == "PDFSource":
                texts = list(children(element, "Representation"))
                read_source(intake, texts[0] if texts else element, element)
            else:
                intake.media.append((element.get("name") or "-", names_within(element)))


def names_within(element: Element) -> Counter[str]:
    """Count the elements in an element by their names."""
    return Counter(local_name(below) for below in element.iter())


def read_source(intake: Intake, element: Element, holder: Element) -> None:
    """Read one text. `holder` is what it is the text of: itself, or a PDF."""
    uuid, name = identity_of(holder), holder.get("name") or element.get("name") or "-"
    intake.aliases[guid_in(element)] = uuid
    intake.exchange.found["transcripts"] += 1
    found = find_text(intake, element, holder)
    if found is None or not found[0].text.strip():
        holds = names_within(holder)
        intake.absent.append((name, holds))
        intake.exchange.found["fragments"] += holds["Coding"]
        intake.exchange.found["memos"] += holds["Description"]
        return
    description, block = split_fields(child_text(element, "Description"))
    draft = Draft(uuid, name, *found, block)
    intake.about[uuid] = About("transcript", uuid)
    add_description(intake, uuid, description, element, holder)
    for place in (element, holder) if element is not holder else (element,):
        intake.facts[uuid].append(facts_of(values_of(intake, place), ABOUT_SOURCE))
        note_references(intake, place, uuid)
    for selection in children(element, "PlainTextSelection"):
        draft.selections.append((read_passage(intake, selection), selection_of(selection)))
    if any(children(element, "Coding")):
        # Somebody coded the source as a whole.
        whole = Passage(f"{uuid} as a whole", coder_of(intake, element), intake.moment)
        for coding in children(element, "Coding"):
            whole.codings += read_coding(intake, coding, whole, {})
        draft.placed.append((whole, (0, len(draft.text.text))))
    for area in children(holder, "PDFSelection"):
        words = "".join(child_text(t, "PlainTextContent") for t in children(area, "Representation"))
        span = place_of_words(draft.text.text, words or area.get("name") or "")
        draft.placed.append((read_passage(intake, area), span))
    intake.drafts.append(draft)


def find_text(intake: Intake, element: Element, holder: Element) -> tuple[Text, str] | None:
    """Find the text of a source, and the hash of its bytes; None when it is not in the file.

    Positions are those of the plain text. The formatted one serves when that is all there is.
    """
    inline = child_text(element, "PlainTextContent")
    path = element.get("plainTextPath") or ""
    data = inline.encode() if inline else intake.fetch(path)
    if data is not None:
        raw = decoded(data)
    else:
        path = element.get("richTextPath") or holder.get("path") or ""
        data = intake.fetch(path)
        raw = text_of_document(data, path) if data is not None else None
    if data is None or raw is None:
        return None
    return text_of(raw), hashlib.sha256(data).hexdigest()


def selection_of(element: Element) -> Selection:
    """Read where a selection begins and ends; what is no number lies outside every text."""
    try:
        start, end = (int(element.get(name) or "") for name in ("startPosition", "endPosition"))
    except ValueError:
        start = end = -1
    return Selection(start, end, element.get("name") or "")


def read_passage(intake: Intake, element: Element) -> Passage:
    """Read a selection with its codings."""
    moment = moment_of(element) or intake.moment
    passage = Passage(identity_of(element), coder_of(intake, element), moment)
    block: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        if name == "Description":
            description, block = split_fields(child.text or "")
            passage.description = description.strip()
        elif name == "Coding":
            passage.codings += read_coding(intake, child, passage, block)
        elif name == "NoteRef":
            passage.noted = True
            intake.owners[guid_in(child, "targetGUID")].append(passage.uuid)
    return passage


def read_coding(
    intake: Intake, element: Element, passage: Passage, block: dict[str, str]
) -> list[Coding]:
    """Read a coding of a passage; what we wrote of it stands in the block of the passage."""
    codings = []
    for code in children(element, "CodeRef"):
        intake.exchange.found["fragments"] += 1
        target = guid_in(code, "targetGUID")
        uuid = guid_in(element) or guid("coding", passage.uuid, target)
        note_references(intake, element, uuid)
        coder = coder_of(intake, element)
        codings.append(
            Coding(
                uuid,
                0,
                0,
                target,
                passage.coder if coder == NOBODY else coder,
                moment_of(element) or passage.at,
                STANCES.get(block.get("stance", ""), ""),
                block["origin"] if block.get("origin") in ORIGINS else "imported",
                block.get("citation", ""),
            )
        )
    return codings


def settle_sources(intake: Intake, offsets: str) -> None:
    """Turn every draft into a source, and every case into a person.

    `offsets` says how positions are counted, "" to find out. Raises RodedraadError when that
    cannot be told.
    """
    given = reading_named(offsets) if offsets else None
    chosen = choose_readings(intake.drafts, given, intake.name)
    codings = [settle_passages(intake, *pair) for pair in zip(intake.drafts, chosen, strict=True)]
    if given is None:
        intake.exchange.notes += readings_taken(chosen)
    place_cases(intake)
    for draft, placed in zip(intake.drafts, codings, strict=True):
        transcript = know_people(intake, draft, transcript_of(draft))
        facts = intake.facts[draft.uuid]
        for said in facts:
            transcript = with_facts(transcript, said)
        approval = next((f.known["approval"] for f in facts if "approval" in f.known), "")
        intake.exchange.sources.append(
            Source(
                draft.uuid,
                transcript,
                tuple(placed),
                draft.block.get("slug", ""),
                approval,
                coders_in(draft.block.get("coded_by", "[]")),
            )
        )
    intake.exchange.persons = [person_of(case) for case in intake.cases]


def readings_taken(chosen: Iterable[Fit]) -> list[RodedraadError]:
    """Say how positions were counted, and how well that fits."""
    whole: Counter[str] = Counter()
    selections: Counter[str] = Counter()
    for fit in chosen:
        whole[str(fit.readings[0])] += fit.whole
        selections[str(fit.readings[0])] += len(fit.spans)
    return [
        RodedraadError(
            "Positions were read as {reading}: {whole} of {count} selections begin and end at "
            "a whole word.",
            reading=reading,
            whole=whole[reading],
            count=count,
        )
        for reading, count in selections.items()
        if count
    ]


def coders_in(text: str) -> tuple[str, ...]:
    """Read who marked a transcript as coded; other programs may have changed what we wrote."""
    try:
        return tuple(str(name) for name in json.loads(text))
    except (ValueError, TypeError):
        return ()


def settle_passages(intake: Intake, draft: Draft, fit: Fit) -> list[Coding]:
    """Give the codings of a source with their spans, and keep what else is said of its words."""
    passages = [passage for passage, _selection in draft.selections]
    codings: list[Coding] = []
    missed: Counter[str] = Counter()
    for passage, found in [*zip(passages, fit.spans, strict=True), *draft.placed]:
        span = trimmed(draft.text.text, found) if found else None
        if span is None:
            missed["outside"] += max(1, len(passage.codings))
            continue
        intake.spans[passage.uuid] = draft.uuid, span
        placed = settle_codings(intake, passage, span, missed)
        codings += placed
        words = passage.description
        if placed:
            intake.about[passage.uuid] = About("fragment", placed[0].uuid)
        else:
            intake.about[passage.uuid] = About("turn", draft.uuid, span=span)
            words = words and f"“{draft.text.text[slice(*span)]}”\n{words}"
        if words:
            memo = guid("description", passage.uuid)
            add_memo(intake, memo, passage.uuid, words, passage.coder, passage.at)
        if not (passage.codings or words or passage.noted or passage.uuid in intake.selected):
            missed["empty"] += 1
    name_missed(intake, draft, missed)
    return codings


def settle_codings(
    intake: Intake, passage: Passage, span: Span, missed: Counter[str]
) -> list[Coding]:
    """Give the codings of a passage with its span.

    What refers to a person instead of a code says whose words they are (NVivo).
    """
    codings = []
    for coding in passage.codings:
        about = intake.about.get(coding.code, About())
        if about.kind == "code":
            # A GUID that occurs twice would be one fragment.
            twice = coding.uuid in intake.about
            uuid = guid("again", coding.uuid, passage.uuid) if twice else coding.uuid
            codings.append(coding._replace(uuid=uuid, start=span[0], end=span[1]))
            intake.about[uuid] = About("fragment", uuid)
        elif about.kind == "respondent":
            intake.selected[passage.uuid].append(about.uuid)
            intake.exchange.found["fragments"] -= 1
        else:
            missed["unknown"] += 1
    return codings


def name_missed(intake: Intake, draft: Draft, missed: Counter[str]) -> None:
    """Name what could not be taken of the selections in a source."""
    if missed["outside"]:
        intake.exchange.lost.append(
            RodedraadError(
                "{source}: selections outside its text: {count}.",
                source=draft.name,
                count=missed["outside"],
            )
        )
    if missed["unknown"]:
        intake.exchange.lost.append(
            RodedraadError(
                "{source}: codings with a code that is not in the file: {count}.",
                source=draft.name,
                count=missed["unknown"],
            )
        )
    if missed["empty"]:
        intake.exchange.lost.append(
            RodedraadError(
                "{source}: selections without a code or a word about them: {count}.",
                source=draft.name,
                count=missed["empty"],
            )
        )


def place_cases(intake: Intake) -> None:
    """Note of each person in which sources they speak, and which words are theirs."""
    persons = {case.uuid: case for case in intake.cases}
    for case in intake.cases:
        case.places = {intake.aliases.get(s, s): spans for s, spans in case.places.items()}
    for selection, uuids in intake.selected.items():
        if selection in intake.spans:
            source, span = intake.spans[selection]
            for uuid in uuids:
                persons[uuid].places.setdefault(source, []).append(span)


def know_people(intake: Intake, draft: Draft, transcript: Transcript) -> Transcript:
    """Give a transcript with its speakers known; name the persons and facts left over."""
    known = {speaker.respondent for speaker in transcript.speakers}
    cases = [c for c in intake.cases if draft.uuid in c.places and c.name not in known]
    transcript, unplaced = with_people(transcript, draft.uuid, cases)
    if unplaced:
        intake.exchange.lost.append(
            RodedraadError(
                "{source}: which speaker is who cannot be told of: {persons}.",
                source=draft.name,
                persons=", ".join(case.name for case in unplaced),
            )
        )
    attributes = {n: v for facts in intake.facts[draft.uuid] for n, v in facts.attributes.items()}
    return give_attributes(intake, draft, transcript, attributes) if attributes else transcript


def give_attributes(
    intake: Intake, draft: Draft, transcript: Transcript, attributes: dict[str, str]
) -> Transcript:
    """Give what is said of a source to the one who answers in it; several cannot share it."""
    speakers = respondents(transcript)
    if len(speakers) != 1:
        intake.exchange.lost.append(
            RodedraadError(
                "{source}: facts about it that are no fact about one respondent: {names}.",
                source=draft.name,
                names=", ".join(attributes),
            )
        )
        return transcript
    for case in intake.cases:
        if case.name == speakers[0].respondent:
            case.facts = Facts(case.facts.known, {**attributes, **case.facts.attributes})
            return transcript
    case = Case(guid("person", draft.uuid), transcript.title, Facts({}, attributes))
    case.places[draft.uuid] = []
    intake.cases.append(case)
    intake.exchange.found["respondents"] += 1
    return with_people(transcript, draft.uuid, [case])[0]


def name_left_out(intake: Intake) -> None:
    """Name the sources that are not taken."""
    lost = intake.exchange.lost
    if intake.absent:
        lost.append(
            RodedraadError(
                "Sources whose text is not in the file or cannot be read: {count} ({names}), "
                "with codings: {codings}, comments: {comments}.",
                count=len(intake.absent),
                names=listed(name for name, _holds in intake.absent),
                codings=sum(holds["Coding"] for _name, holds in intake.absent),
                comments=sum(holds["Description"] for _name, holds in intake.absent),
            )
        )
    if intake.media:
        lost.append(
            RodedraadError(
                "Pictures, sound and film: {count} ({names}), with codings: {codings}, "
                "comments: {comments}.",
                count=len(intake.media),
                names=listed(name for name, _holds in intake.media),
                codings=sum(holds["Coding"] for _name, holds in intake.media),
                comments=sum(holds["Description"] for _name, holds in intake.media),
            )
        )
