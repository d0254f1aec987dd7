"""Zip files and the XML in them, read with an eye on what a hostile file does.

A .docx, .odt and .xlsx is a zip of XML. A zip of 300 kB may hold 300 MB, and a few lines
of XML may expand to gigabytes, so sizes are capped on the bytes that really come out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from ... import RodedraadError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Bytes that one member may unpack to, and how many members there may be.
LARGEST_MEMBER = 256 * 1024 * 1024
MOST_MEMBERS = 20_000
#: A member that unpacks to more than this many times its size is a bomb …
HIGHEST_RATIO = 200
#: … when it is larger than this; small XML of one repeated line packs very well.
RATIO_COUNTS_FROM = 16 * 1024 * 1024
# What Python's zipfile raises for members that are not where or what the directory says.
UNREADABLE = (
    OSError,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


def open_zip(data: bytes, name: str, what: str) -> zipfile.ZipFile:
    """Open a zip file of which `what` says what it should be ("Word")."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise broken(name, what) from None
    if len(archive.infolist()) > MOST_MEMBERS:
        raise RodedraadError(
            "{file} holds {count} files, which is more than the {limit} that are read.",
            file=name,
            count=len(archive.infolist()),
            limit=MOST_MEMBERS,
        )
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str, what: str) -> bytes:
    """Unpack one member; raises RodedraadError when it is absent, damaged, locked or a bomb."""
    try:
        info = archive.getinfo(member)
        if info.flag_bits & 1:
            raise RodedraadError(
                "{file} is locked with a password. Take the password off and try again.",
                file=name,
            )
        limit = LARGEST_MEMBER
        if info.compress_size * HIGHEST_RATIO < limit:
            limit = max(info.compress_size * HIGHEST_RATIO, RATIO_COUNTS_FROM)
        with archive.open(info) as stream:
            data = stream.read(limit + 1)
    except UNREADABLE:
        raise broken(name, what) from None
    if len(data) > limit:
        raise RodedraadError(
            "{file} unpacks to far more than it holds ({member}: over {size} MB) and is not "
            "read. If it is real, save it again in the program that made it.",
            file=name,
            member=member,
            size=limit // 1024 // 1024,
        )
    return data


def parse_xml(data: bytes, name: str, what: str) -> Element:
    """Parse XML that may not define entities or name a DOCTYPE."""
    # 10 ms, of which a folder of .txt needs nothing.
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise RodedraadError(
            "{file} defines XML entities or a DOCTYPE, which {what} never needs and which can "
            "hide other files or fill the memory. It is not read.",
            file=name,
            what=what,
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise broken(name, what) from None
    return root


def broken(name: str, what: str) -> RodedraadError:
    """The error for a file that is damaged, or not what its name says."""
    return RodedraadError(
        "{file} cannot be read as {what}: it is damaged, cut off, or of another kind. Open it in "
        "its own program and save it again.",
        file=name,
        what=what,
    )
