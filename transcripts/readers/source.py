"""One file while it is read: its bytes, once, and the text in them."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ... import RodedraadError
from ..model import Note

#: The largest file that is read, in bytes: a subtitle of a million cues is 100 MB.
LARGEST = 512 * 1024 * 1024
_CHUNK = 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", Note("a zip archive or an office document")),
    (b"%PDF-", Note("a PDF")),
    (b"\xd0\xcf\x11\xe0", Note("an old Office document")),
    (b"SQLite format 3", Note("an SQLite database")),
    (b"\x89PNG", Note("a picture")),
    (b"\xff\xd8\xff", Note("a picture")),
    (b"GIF8", Note("a picture")),
    (b"ID3", Note("a sound recording")),
    (b"RIFF", Note("a recording")),
    (b"OggS", Note("a sound recording")),
    (b"MZ", Note("a program")),
    (b"\x7fELF", Note("a program")),
    (b"\x1f\x8b", Note("a compressed file")),
)


@dataclass(slots=True)
class Source:
    """An opened file. Its bytes are read once, by `data` or by `lines`, and hashed meanwhile.

    `name` is the file name for messages, `head` its first bytes, `encoding` what the user
    said it is (None: find out), `known` labels that are speakers in any case.
    """

    name: str
    stream: BinaryIO
    encoding: str | None = None
    known: Collection[str] = ()
    head: bytes = b""
    _hash: Any = field(default_factory=hashlib.sha256)

    def __post_init__(self) -> None:
        self.head = self.stream.read(8192)

    @property
    def sha256(self) -> str:
        """The hash of all bytes read so far, 64 hexadecimal digits."""
        return str(self._hash.hexdigest())

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the file in pieces; raises RodedraadError past the limit."""
        piece, total = self.head, 0
        while piece:
            total += len(piece)
            if total > LARGEST:
                raise RodedraadError(
                    "{file} is larger than {limit} MB, which is more than any transcript. "
                    "Is it a recording? Split it if it is text.",
                    file=self.name,
                    limit=LARGEST // 1024 // 1024,
                )
            self._hash.update(piece)
            yield piece
            piece = self.stream.read(_CHUNK)
        if not total:
            raise RodedraadError("{file} is empty.", file=self.name)

    def data(self) -> bytes:
        """Give all bytes of the file."""
        return b"".join(self.chunks())

    def text(self) -> str:
        """Give the text of the file with "\\n" line ends.

        Raises RodedraadError for bytes that are no text in this encoding and for NUL.
        """
        text = "".join(self._decoded())
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file without their ends ("\\n", "\\r\\n" or "\\r")."""
        pieces: list[str] = []
        held = ""
        for text in self._decoded():
            text = held + text
            held = "\r" if text.endswith("\r") else ""
            if held:
                text = text[:-1]
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            first, *others = text.split("\n")
            pieces.append(first)
            if others:
                yield "".join(pieces)
                yield from others[:-1]
                pieces = [others[-1]]
        if held:
            yield "".join(pieces)
            pieces = []
        yield "".join(pieces)

    def _decoded(self) -> Iterator[str]:
        encoding = self._find_encoding()
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        done = 0
        characters = 0
        for piece in self.chunks():
            waiting = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece)
            except UnicodeError as error:
                raise self._not_text(error, done - waiting, encoding) from None
            done += len(piece)
            self._refuse_nul(text, characters)
            characters += len(text)
            yield text
        try:
            yield decoder.decode(b"", final=True)
        except UnicodeError as error:
            raise self._not_text(error, done - len(decoder.getstate()[0]), encoding) from None

    def _find_encoding(self) -> str:
        if self.encoding:
            name = looks_up(self.encoding)
            if name is None:
                raise RodedraadError(
                    "There is no encoding {encoding}. Try utf-8, cp1252 or utf-16.",
                    encoding=self.encoding,
                )
            return "utf-8-sig" if name == "utf-8" else name
        for mark, name in _MARKS:
            if self.head.startswith(mark):
                return name
        for signature, what in _SIGNATURES:
            if self.head.startswith(signature):
                raise RodedraadError(
                    "{file} is no text: it begins like {what}. Export it as text, or give the "
                    "file its right name or --format.",
                    file=self.name,
                    what=what,
                )
        return "utf-8"

    def _not_text(self, error: UnicodeError, offset: int, encoding: str) -> RodedraadError:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        place = max(offset, 0) + start
        shown = f"{error.object[start]:02X}" if isinstance(error, UnicodeDecodeError) else "?"
        if encoding.startswith("utf-8") and not self.encoding and not _looks_binary(self.head):
            return RodedraadError(
                "{file} is not in UTF-8: byte {place} is {byte}. If it comes from an older "
                "Windows program, add --encoding cp1252.",
                file=self.name,
                place=place,
                byte=shown,
            )
        if _looks_binary(self.head) and not self.encoding:
            return RodedraadError(
                "{file} is no text: byte {place} is {byte}. Export it as text first.",
                file=self.name,
                place=place,
                byte=shown,
            )
        return RodedraadError(
            "{file} is not in {encoding}: byte {place} is {byte}. Try another --encoding.",
            file=self.name,
            encoding=encoding,
            place=place,
            byte=shown,
        )

    def _refuse_nul(self, text: str, before: int) -> None:
        place = text.find("\0")
        if place < 0:
            return
        hint = "utf-16" if self.head.count(b"\0") * 3 > len(self.head) else ""
        if hint and not self.encoding:
            raise RodedraadError(
                "{file} holds the character NUL at position {place}. If the program that made "
                "it calls this Unicode, add --encoding utf-16-le.",
                file=self.name,
                place=before + place,
            )
        raise RodedraadError(
            "{file} is no text: it holds the character NUL at position {place}. Export it as "
            "text first.",
            file=self.name,
            place=before + place,
        )


def _looks_binary(head: bytes) -> bool:
    """Whether more than one byte in fifty is a control character that text does not use."""
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x0b" for byte in head)
    return odd * 50 > len(head)


def looks_up(encoding: str) -> str | None:
    """The name of a text encoding as Python knows it, None when there is no such one."""
    try:
        "".encode(encoding)  # refuses base64 and the like, which are no text
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None


@contextmanager
def open_source(
    path: Path, encoding: str | None = None, known: Collection[str] = ()
) -> Iterator[Source]:
    """Open a file for as long as it is read.

    Raises RodedraadError when it is absent, a folder or unreadable, and afterwards when it
    changed while it was read.
    """
    with _open_stream(path) as stream:
        before = _fingerprint(stream)
        yield Source(path.name, stream, encoding, known)
        if _fingerprint(stream) != before:
            raise RodedraadError(
                "{file} changed while it was read. Wait until it is finished and try again.",
                file=path.name,
            )


def _open_stream(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise no_such_file(path) from None
    except IsADirectoryError:
        raise RodedraadError("{file} is a folder, not a file.", file=str(path)) from None
    except PermissionError:
        raise RodedraadError(
            "{file} may not be read by you. Ask its owner for the right to read it.",
            file=str(path),
        ) from None
    except (OSError, ValueError) as error:
        raise RodedraadError("{file} cannot be read: {why}.", file=str(path), why=error) from None


def no_such_file(path: Path) -> RodedraadError:
    """Make the error for a path that is not there, with the one beside it that looks like it."""
    from difflib import get_close_matches

    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, beside, 1)
    if near:
        return RodedraadError(
            "There is no file {file}. Did you mean {nearest}?",
            file=str(path),
            nearest=str(path.with_name(near[0])),
        )
    return RodedraadError("There is no file {file}.", file=str(path))


def source_of_bytes(
    data: bytes, name: str, encoding: str | None = None, known: Collection[str] = ()
) -> Source:
    """Make a source of bytes that are here already (standard input, a member of a zip)."""
    return Source(name, io.BytesIO(data), encoding, known)


def check_text(text: str, name: str) -> None:
    """Refuse what a project cannot keep: NUL and half characters (lone surrogates)."""
    place = text.find("\0")
    if place >= 0:
        raise RodedraadError(
            "{file} holds the character NUL at position {place}. Take it out first.",
            file=name,
            place=place,
        )
    # By pieces: of a long text a copy in bytes would take as much memory again.
    for start in range(0, len(text), _CHUNK):
        try:
            text[start : start + _CHUNK].encode("utf-8")
        except UnicodeEncodeError as error:
            raise RodedraadError(
                "{file} holds half a character (a lone surrogate) at position {place}. Save it "
                "again as UTF-8.",
                file=name,
                place=start + error.start,
            ) from None


def _fingerprint(stream: BinaryIO) -> tuple[int, int]:
    """Size and time of last change of an open file, to see whether it changes meanwhile."""
    state = os.fstat(stream.fileno())
    return state.st_size, state.st_mtime_ns
