"""The formats that are read: one line each. Adding one is a module, a line and a sample."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from ... import RodedraadError
from ..model import Transcript
from .source import Source, check_text, open_source, source_of_bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for `--format`, its suffixes, and the function that reads it.

    `reader` is "module:function" in this folder, so that a format's libraries load only
    when a file needs them. `recognise` looks at the first 8 kB where formats share a suffix.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    recognise: Callable[[bytes], bool] | None = None

    def read(self, source: Source) -> Transcript:
        """Read a source as this format."""
        module, function = self.reader.split(":")
        reader: Callable[[Source], Transcript] = getattr(
            import_module(f".{module}", __package__), function
        )
        return reader(source)


# Of several with one suffix, the first whose `recognise` agrees is taken.
FORMATS = (
    Format("txt", (".txt", ".text"), "plain:read_plain"),
    Format("md", (".md", ".markdown"), "plain:read_plain"),
    Format("docx", (".docx",), "word:read_word"),
    Format("odt", (".odt",), "opendocument:read_opendocument"),
    Format("rtf", (".rtf",), "rtf:read_rtf"),
    Format("pdf", (".pdf",), "pdf:read_pdf"),
    Format("vtt", (".vtt",), "subtitles:read_subtitles"),
    Format("srt", (".srt",), "subtitles:read_subtitles"),
    Format("html", (".html", ".htm"), "html:read_html"),
    Format("otr", (".otr",), "otranscribe:read_otranscribe"),
    Format(
        "amberscript", (".json",), "amberscript:read_amberscript", lambda head: b'"spkid"' in head
    ),
    Format("whisper", (".json",), "whisper:read_whisper"),
    Format(
        "whisper-tsv",
        (".tsv",),
        "whisper:read_tsv",
        lambda head: b"start\tend\ttext" in head[:40].lower(),
    ),
    Format("xlsx", (".xlsx",), "spreadsheet:read_spreadsheet"),
    Format("csv", (".csv", ".tsv"), "spreadsheet:read_spreadsheet"),
)


def read(
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 (the name of the option)
    encoding: str | None = None,
    labels: Collection[str] = (),
) -> Transcript:
    """Read one file as a transcript.

    `format` is the name of a format where the suffix does not tell it, `encoding` that of a
    text that is not in UTF-8. `labels` are speakers even where they occur once.
    Raises RodedraadError, with one clear line, for everything that cannot be read.
    """
    with open_source(path, encoding, labels) as source:
        return read_source(source, format)


def read_bytes(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002 (the name of the option)
    encoding: str | None = None,
    labels: Collection[str] = (),
) -> Transcript:
    """Read bytes that are here already, as from standard input; `name` tells the format."""
    return read_source(source_of_bytes(data, name, encoding, labels), format)


def suffixes() -> frozenset[str]:
    """All suffixes that are read, in lower case with their dot."""
    return frozenset(suffix for form in FORMATS for suffix in form.suffixes)


def read_source(source: Source, name: str | None) -> Transcript:
    """Read an opened file; `name` is that of a format where its own name does not tell."""
    form = _format_named(name) if name else format_of(source)
    transcript = form.read(source)
    return checked(replace(transcript, source=source.name, format=form.name, sha256=source.sha256))


def checked(transcript: Transcript) -> Transcript:
    """Give the transcript, or raise RodedraadError for what a project cannot keep."""
    if not transcript.turns:
        raise RodedraadError("{file} holds no speech.", file=transcript.source)
    for text in (transcript.text, *_small_texts(transcript)):
        check_text(text, transcript.source)
    return transcript


def _small_texts(transcript: Transcript) -> set[str]:
    """The texts of a transcript beside its text: labels, questions, attributes, title."""
    texts = {transcript.title, *(turn.question for turn in transcript.turns)}
    for speaker in transcript.speakers:
        texts.update((speaker.label, speaker.group, *speaker.areas))
        texts.update(part for attribute in speaker.attributes for part in attribute)
    return texts


def _format_named(name: str) -> Format:
    for form in FORMATS:
        if form.name == name.lower().lstrip("."):
            return form
    from difflib import get_close_matches

    names = [form.name for form in FORMATS]
    raise RodedraadError(
        "There is no format {name}. Did you mean {nearest}? Formats: {all}.",
        name=name,
        nearest=(get_close_matches(name, names, 1, 0) or names)[0],
        all=", ".join(names),
    )


def format_of(source: Source) -> Format:
    """Tell the format of an opened file by its suffix and first bytes.

    Raises RodedraadError for one that is not read.
    """
    suffix = Path(source.name).suffix.lower()
    shared = [form for form in FORMATS if suffix in form.suffixes]
    for form in shared:
        if form.recognise is None or form.recognise(source.head):
            return form
    known = not_read(source.name)
    if known:
        raise known
    raise RodedraadError(
        "{file} has no format that is read. Read are {all}; add --format when its name does "
        "not say which it is.",
        file=source.name,
        all=", ".join(dict.fromkeys(form.name for form in FORMATS)),
    )


def not_read(name: str) -> RodedraadError | None:
    """Say what to do with a file that is not read but often given; None for any other."""
    suffix = Path(name).suffix.lower()
    if suffix == ".doc":
        return RodedraadError(
            "{file} is an old Word document. Open it and save it as .docx.", file=name
        )
    if suffix == ".xls":
        return RodedraadError(
            "{file} is an old Excel workbook. Open it and save it as .xlsx.", file=name
        )
    if suffix == ".pages":
        return RodedraadError("{file} is a Pages document. Export it as Word (.docx).", file=name)
    if suffix in (".mp3", ".mp4", ".m4a", ".wav"):
        return RodedraadError(
            "{file} is a recording. Have a speech recogniser write it out first.", file=name
        )
    return None
