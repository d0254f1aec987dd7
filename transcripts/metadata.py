"""What is known about a transcript beside its words: who, from where, when.

Four sources may say it. An option beats the YAML block on top of a text, which beats the
file name, which beats the metadata sheet; where two disagree, a note says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from .. import RodedraadError
from .dates import to_date as to_date  # callers find all readers of metadata here
from .labels import split_bracket
from .model import Kind, Metadata, Note, Speaker, SpeakerRole, Transcript
from .names import variants
from .readers.source import open_source
from .tables import PEOPLE_HEADINGS, Table, read_table

_BLOCK_KEYS = (
    "date", "kind", "wave", "title", "group", "area", "areas", "respondent", "function", "speakers",
)  # fmt: skip
_SPEAKER_KEYS = ("respondent", "group", "area", "areas", "function")
_SHEET_COLUMNS = (
    "file", "speaker", "respondent", "group", "areas", "function", "date", "kind", "wave",
)  # fmt: skip
# A sheet may be in Dutch, and say what a talk is as the program shows it.
_OTHER_NAMES = {
    **PEOPLE_HEADINGS,
    "bestand": "file", "spreker": "speaker", "datum": "date", "soort": "kind", "ronde": "wave",
}  # fmt: skip
_OTHER_KINDS = {
    "groepsgesprek": Kind.GROUP, "vergadering": Kind.MEETING, "enquête": Kind.SURVEY,
    "verslag": Kind.REPORT,
}  # fmt: skip
_ROLES = {
    "interviewer": SpeakerRole.INTERVIEWER,
    "other": SpeakerRole.OTHER,
}


# -- the YAML block -------------------------------------------------------------------


def take_block(text: str, name: str) -> tuple[str, Metadata | None]:
    """Split a text into what follows its YAML block and what that block says.

    The block stands between two lines "---" on top. Raises RodedraadError, with file and
    line, for a block that is no YAML or has a key that is not known.
    """
    if not text.startswith("---"):
        return text, None
    match = re.match(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text[:20_000], re.DOTALL)
    if not match:
        return text, None
    body = match[1] or ""
    if body.strip() and not re.search(r"^[\w\"'-]+[ \t]*:", body, re.MULTILINE):
        # A line drawn above and below a heading, not a block.
        return text, None
    return text[match.end() :].lstrip("\n"), _read_block(body, name)


def _read_block(body: str, name: str) -> Metadata:
    # 22 ms, for the files that have a block.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        block: Any = YAML(typ="safe", pure=True).load(body)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise RodedraadError(
            "{file}:{line}: the block between the lines --- is no YAML: {why}.",
            file=name,
            line=line,
            why=error.problem or "it cannot be read",
        ) from None
    except ReaderError as error:
        raise RodedraadError(
            "{file}:{line}: the block between the lines --- is no YAML: {why}.",
            file=name,
            line=body.count("\n", 0, error.position) + 2,
            why=error.reason,
        ) from None
    except (ValueError, RecursionError) as error:
        raise RodedraadError(
            "{file}:1: the block between the lines --- is no YAML: {why}.", file=name, why=error
        ) from None
    if block is None:
        return Metadata()
    if not isinstance(block, dict):
        raise RodedraadError(
            "{file}:1: the block between the lines --- has to be keys and values, as in "
            "“date: 2016-05-12”.",
            file=name,
        )
    try:
        return _metadata_of(block, body, name)
    except TypeError as error:
        raise RodedraadError(
            "{file}:1: the block between the lines --- is not understood: {why}.",
            file=name,
            why=error,
        ) from None


def _metadata_of(block: Mapping[object, Any], body: str, name: str) -> Metadata:
    _check_keys(block, _BLOCK_KEYS, body, name)
    where = f"{name}:{_line_of(body, 'kind')}"
    return Metadata(
        date=to_date(_text(block.get("date")), f"{name}:{_line_of(body, 'date')}"),
        kind=to_kind(_text(block.get("kind")), where),
        wave=_text(block.get("wave")),
        title=_text(block.get("title")),
        group=_text(block.get("group")),
        areas=_areas(block.get("areas") or block.get("area")),
        respondent=_text(block.get("respondent")),
        function=_text(block.get("function")),
        speakers=_block_speakers(block.get("speakers"), body, name),
    )


def _block_speakers(speakers: object, body: str, name: str) -> tuple[Speaker, ...]:
    """Read "speakers:", a mapping of labels to a respondent or to keys of their own."""
    if not speakers:
        return ()
    if not isinstance(speakers, dict):
        raise RodedraadError(
            "{file}:{line}: speakers has to be a list of labels with a respondent each, as in "
            "“R1: R07”.",
            file=name,
            line=_line_of(body, "speakers"),
        )
    found = []
    for label, value in speakers.items():
        if not isinstance(value, dict):
            found.append(Speaker(_text(label), respondent=_text(value)))
            continue
        _check_keys(value, _SPEAKER_KEYS, body, name)
        found.append(
            Speaker(
                _text(label),
                respondent=_text(value.get("respondent")),
                group=_text(value.get("group")),
                areas=_areas(value.get("areas") or value.get("area")),
                function=_text(value.get("function")),
            )
        )
    return tuple(found)


def _check_keys(block: Mapping[object, object], keys: Sequence[str], body: str, name: str) -> None:
    for key in block:
        if key not in keys:
            raise RodedraadError(
                "{file}:{line}: there is no key {key}. Did you mean {nearest}?",
                file=name,
                line=_line_of(body, str(key)),
                key=key,
                nearest=_nearest(str(key), keys),
            )


def _line_of(body: str, key: str) -> int:
    """The line of the file on which a key of the block stands; the block starts on line 2."""
    for number, line in enumerate(body.split("\n"), 2):
        if line.strip().strip("\"'").startswith(key):
            return number
    return 1


def _text(value: object) -> str:
    """A value of the block as text. A list in place of one could hold itself a million times."""
    if isinstance(value, list | dict | set | tuple):
        raise TypeError("a list stands where one value has to be")
    return "" if value is None else str(value).strip()


def _areas(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(_text(area) for area in value if _text(area))
    return to_areas(_text(value))


def to_areas(value: str) -> tuple[str, ...]:
    """Split "Noord; De Bron" into its areas."""
    return tuple(area.strip() for area in value.split(";") if area.strip())


def to_kind(value: str, where: str) -> Kind | None:
    """Read a kind; raises RodedraadError with the place and the nearest one."""
    if not value:
        return None
    try:
        return _OTHER_KINDS.get(value.lower()) or Kind(value.lower())
    except ValueError:
        raise RodedraadError(
            "{where}: there is no kind {kind}. Did you mean {nearest}? Kinds: {all}.",
            where=where,
            kind=value,
            nearest=_nearest(value, list(Kind)),
            all=", ".join(Kind),
        ) from None


def _nearest(word: str, words: Sequence[str]) -> str:
    return (get_close_matches(word.lower(), words, 1, 0) or list(words))[0]


# -- the metadata sheet ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """A metadata sheet: what it says of each file. `name` is the sheet's own file name."""

    name: str
    files: Mapping[str, Metadata] = field(default_factory=dict)

    def of(self, path: Path) -> Metadata | None:
        """What the sheet says of this file: by its path, its name, or its name alone."""
        wanted = [_fold(path.as_posix()), _fold(path.name), _fold(path.stem)]
        for name, metadata in self.files.items():
            own = _fold(name.replace("\\", "/"))
            if own in wanted or (own.count("/") and wanted[0].endswith("/" + own)):
                return metadata
        return None


def read_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Read a metadata sheet (.xlsx, or CSV with , ; or tab): one row a speaker of a file.

    Columns: file, speaker, respondent, group, areas (parted by ;), function, date, kind,
    wave; all but file may be absent. A row without a speaker holds for every respondent of
    the file. Raises RodedraadError with file and line.
    """
    with open_source(path, encoding) as source:
        table = read_table(source)
    rows = _rows(table, path.name)
    files: dict[str, Metadata] = {}
    for line, row in rows:
        where = f"{path.name}:{line}"
        if not row["file"]:
            raise RodedraadError("{where}: this row names no file.", where=where)
        files[row["file"]] = _add_row(files.get(row["file"], Metadata()), row, where)
    return Sheet(path.name, files)


def is_sheet(columns: Iterable[str]) -> bool:
    """Tell whether a table with these columns is a metadata sheet, and no survey."""
    names = {_column_name(column) for column in columns if column.strip()}
    return "file" in names and names <= set(_SHEET_COLUMNS)


def _column_name(cell: str) -> str:
    column = cell.strip().lower()
    return _OTHER_NAMES.get(column, column)


def _rows(table: Table, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows under the header, each with its line number and all columns."""
    (line, header), *rows = table.rows
    columns = _columns(header, name, line)
    for line, cells in rows:
        row = dict.fromkeys(_SHEET_COLUMNS, "")
        row.update(zip(columns, cells, strict=True))
        yield line, row


def _columns(cells: list[str], name: str, line: int) -> list[str]:
    columns = []
    for cell in cells:
        column = _column_name(cell)
        if column and column not in _SHEET_COLUMNS:
            raise RodedraadError(
                "{file}:{line}: there is no column {column}. Did you mean {nearest}? Columns: "
                "{all}.",
                file=name,
                line=line,
                column=cell.strip(),
                nearest=_nearest(column, _SHEET_COLUMNS),
                all=", ".join(_SHEET_COLUMNS),
            )
        columns.append(column)
    if "file" not in columns:
        raise RodedraadError("{file}:{line}: the column file is missing.", file=name, line=line)
    return columns


def _add_row(metadata: Metadata, row: Mapping[str, str], where: str) -> Metadata:
    date, kind = to_date(row["date"], where), to_kind(row["kind"], where)
    metadata = replace(
        metadata,
        date=metadata.date or date,
        kind=metadata.kind or kind,
        wave=metadata.wave or row["wave"],
    )
    areas = to_areas(row["areas"])
    if not row["speaker"]:
        return replace(
            metadata,
            respondent=row["respondent"] or metadata.respondent,
            group=row["group"] or metadata.group,
            areas=areas or metadata.areas,
            function=row["function"] or metadata.function,
        )
    speaker = Speaker(
        row["speaker"],
        respondent=row["respondent"],
        group=row["group"],
        areas=areas,
        function=row["function"],
    )
    return replace(metadata, speakers=(*metadata.speakers, speaker))


# -- speakers on the command line -----------------------------------------------------


def parse_speakers(spec: str) -> dict[str, str]:
    """Read "Int=interviewer,R1=R07" as labels and their respondents (or roles).

    A label that holds a comma or an equals sign stands between double quotes.
    Raises RodedraadError for a part without "=".
    """
    found: dict[str, str] = {}
    for part in re.findall(r"(?:[^,\"]|\"[^\"]*\")+", spec):
        match = re.fullmatch(r"\s*(?:\"([^\"]*)\"|([^=\"]*?))\s*=\s*(.*?)\s*", part)
        label = (match[1] or match[2] or "").strip() if match else ""
        if not match or not label or not match[3]:
            raise RodedraadError(
                "--speakers does not understand {part}. Write label=respondent, as in "
                "Int=interviewer,R1=R07.",
                part=part.strip(),
            )
        found[label] = match[3].strip('"')
    if not found:
        raise RodedraadError(
            "--speakers is empty. Write label=respondent, as in Int=interviewer,R1=R07."
        )
    return found


def metadata_of_speakers(speakers: Mapping[str, str]) -> tuple[Speaker, ...]:
    """Make of parsed `--speakers` what goes into `Metadata.speakers`."""
    return tuple(Speaker(label, respondent=who) for label, who in speakers.items())


# -- bringing them together -----------------------------------------------------------

_WORDS = {
    "date": Note("date"),
    "kind": Note("kind"),
    "wave": Note("wave"),
    "title": Note("title"),
    "respondent": Note("respondent"),
    "group": Note("group"),
    "areas": Note("areas"),
    "function": Note("function"),
}
_OF_LABEL = {
    "respondent": Note("respondent of {label}"),
    "group": Note("group of {label}"),
    "areas": Note("areas of {label}"),
    "function": Note("function of {label}"),
}


def apply_block(transcript: Transcript, block: Metadata) -> Transcript:
    """Put what the YAML block says into the transcript, and keep the block with it."""
    return apply(replace(transcript, block=block))


def apply(
    transcript: Transcript,
    *,
    options: Metadata | None = None,
    file_name: Metadata | None = None,
    sheet: Metadata | None = None,
) -> Transcript:
    """Give the transcript with all that is said about it; conflicts become notes.

    Options beat the transcript's own YAML block, which beats the file name, which beats the
    sheet, which beats what a label hints at ("De heer Jansen (wijkteam)"). May be applied
    again: the same sources change nothing. Raises RodedraadError when one respondent is
    named for a transcript in which several persons speak.
    """
    sources = [
        (name, said)
        for name, said in (
            (Note("the option"), options),
            (Note("the YAML block"), transcript.block),
            (Note("the file name"), file_name),
            (Note("the sheet"), sheet),
        )
        if said
    ]
    notes: list[str] = []
    whole = {
        key: _choose(_WORDS[key], [(name, getattr(said, key)) for name, said in sources], notes)
        for key in ("date", "kind", "wave", "title")
    }
    changes = {key: value for key, value in whole.items() if value}
    speakers = _apply_to_speakers(transcript, sources, notes)
    fresh = tuple(note for note in notes if note not in transcript.notes)
    return replace(transcript.with_speakers(speakers), notes=(*transcript.notes, *fresh), **changes)


def _choose(what: str, said: Iterable[tuple[str, Any]], notes: list[str]) -> Any:
    """Take the first value that is not empty; note where a later source says otherwise."""
    winner, by = None, ""
    for name, value in said:
        if not value:
            continue
        if not winner:
            winner, by = value, name
        elif value != winner:
            notes.append(
                Note(
                    "{what}: {by} says {winner}, {name} {value}.",
                    what=what,
                    by=by,
                    winner=_show(winner),
                    name=name,
                    value=_show(value),
                )
            )
    return winner


def _show(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _apply_to_speakers(
    transcript: Transcript, sources: Sequence[tuple[str, Metadata]], notes: list[str]
) -> tuple[Speaker, ...]:
    speakers = list(transcript.speakers)
    for name, said in sources:
        _note_unknown_labels(name, said, speakers, notes)
    about = [
        [(name, _entry(said, speaker, speakers)) for name, said in sources] for speaker in speakers
    ]
    speakers = [
        _with_role(speaker, entries) for speaker, entries in zip(speakers, about, strict=True)
    ]
    heard = [s for s in speakers if s.role is SpeakerRole.RESPONDENT]
    if not speakers and any(said.respondent or said.group or said.areas for _, said in sources):
        # Notes of one person, or a text without labels that belongs to somebody.
        speakers, heard, about = (
            [Speaker("")],
            [Speaker("")],
            [[(name, None) for name, _ in sources]],
        )
    for name, said in sources:
        _refuse_one_for_many(name, said, heard)
    return tuple(
        _one(speaker, [(n, m, e) for (n, m), (_, e) in zip(sources, entries, strict=True)], notes)
        if speaker.role is SpeakerRole.RESPONDENT
        else speaker
        for speaker, entries in zip(speakers, about, strict=True)
    )


def _one(
    speaker: Speaker,
    said: Sequence[tuple[str, Metadata, Speaker | None]],
    notes: list[str],
) -> Speaker:
    """Bring together what the sources say of one respondent; a label's own line goes first."""
    values: dict[str, Any] = {}
    for key in ("respondent", "group", "areas", "function"):
        values[key] = _choose(
            Note(_OF_LABEL[key].message, label=speaker.label) if speaker.label else _WORDS[key],
            [
                (
                    name,
                    getattr(entry, key) if entry and getattr(entry, key) else getattr(whole, key),
                )
                for name, whole, entry in said
            ],
            notes,
        )
    guessed = speaker.guessed and not values["group"]
    filled = {key: value for key, value in values.items() if value}
    told = speaker.told or bool(values["respondent"])
    return replace(speaker, guessed=guessed, told=told, **filled)


def _with_role(speaker: Speaker, entries: Iterable[tuple[str, Speaker | None]]) -> Speaker:
    """A source that names a respondent or a role for this label settles its role."""
    for _, entry in entries:
        if entry and entry.respondent:
            role = _ROLES.get(entry.respondent.lower(), SpeakerRole.RESPONDENT)
            return replace(speaker, role=role, told=True)
    return speaker


def _entry(said: Metadata, speaker: Speaker, speakers: Sequence[Speaker]) -> Speaker | None:
    for entry in said.speakers:
        if entry.label == speaker.label:
            return entry
    for entry in said.speakers:
        if find_label(entry.label, [other.label for other in speakers]) == speaker.label:
            return entry
    return None


def find_label(wanted: str, labels: Sequence[str]) -> str | None:
    """Find a label, whatever its case and blanks, by the name before its bracket, or by a
    variant of that name ("P. Jansen" is "Jansen, P. (Gast)") when there is but one."""
    for same in (str, _fold, lambda label: _fold(split_bracket(label)[0])):
        found = [label for label in labels if same(label) == same(wanted)]
        if len(found) == 1:
            return found[0]
    found = variants(wanted, labels)
    return found[0] if len(found) == 1 else None


def _note_unknown_labels(
    name: str, said: Metadata, speakers: Sequence[Speaker], notes: list[str]
) -> None:
    labels = [speaker.label for speaker in speakers]
    for entry in said.speakers:
        if find_label(entry.label, labels) is None:
            notes.append(
                Note(
                    "{name} names the speaker {label}, who is not heard; heard: {heard}.",
                    name=name,
                    label=entry.label,
                    heard=", ".join(labels) or Note("nobody by name"),
                )
            )


def _refuse_one_for_many(name: str, said: Metadata, heard: Sequence[Speaker]) -> None:
    named = {find_label(entry.label, [s.label for s in heard]) for entry in said.speakers}
    others = [speaker for speaker in heard if speaker.label not in named]
    if said.respondent and len(others) > 1:
        raise RodedraadError(
            "{source} names one respondent, {respondent}, but {count} persons speak: {labels}. "
            "Say who is who with --speakers {example}.",
            source=name,
            respondent=said.respondent,
            count=len(others),
            labels=", ".join(speaker.label for speaker in others),
            example=f"{others[0].label}={said.respondent},…",
        )


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(":")
