"""Codebooks in REFI-QDA (.qdc), which NVivo, ATLAS.ti, MAXQDA and QualCoder read and write.

The standard has a name, a description, a colour and codes below a code. What else a code
holds here stands in a labelled block below its description, and is read back from there.
The standard: https://www.qdasoftware.org (Codebook 1.0; its draft 0.4 is read too).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from .. import RodedraadError, __version__
from .fields import fill_in, slug_of
from .files import read_bytes, write_text
from .labelled import split_fields, with_fields
from .markup import child_text, children, document, element, local_name, parse, text_element
from .model import Code, Codebook
from .tree import free_slug

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ORIGIN = f"rodedraad {__version__}"
_NAMESPACE = "urn:QDA-XML:codebook:1.0"
# For what other programs give a GUID that is none; it must never change.
_NOT_A_GUID = UUID("5f0c7d7e-6d0f-5d5c-8a35-0a5b3a2ad3f1")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHORTCUT = re.compile(r"[0-9][a-z]?")
_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def write(codebook: Codebook, path: Path) -> None:
    """Write the codes to a .qdc file; the codebook's own name and language are left out.

    Raises RodedraadError when the codebook has no codes, or the file cannot be written.
    """
    write_text(path, render(codebook))


def render(codebook: Codebook) -> str:
    """Return the codebook as the text of a .qdc file. Raises RodedraadError as `write` does."""
    if not codebook.codes:
        raise RodedraadError(
            "The codebook {name} has no codes, and a .qdc file has to hold one.",
            name=codebook.name,
        )
    codes = element("Codes", {}, *(code_markup(code) for code in codebook.codes))
    return document(element("CodeBook", {"xmlns": _NAMESPACE, "origin": ORIGIN}, codes))


def code_markup(code: Code, inside: Mapping[str, str] | None = None) -> str:
    """Return a code and all below it as XML.

    `inside` gives, by UUID, XML that goes behind a code's description (the references to
    memos in a project).
    """
    description = with_fields(code.definition, _fields(code))
    return element(
        "Code",
        {"guid": code.uuid, "name": code.name, "isCodable": "true", "color": code.colour},
        text_element("Description", description),
        (inside or {}).get(code.uuid, ""),
        *(code_markup(child, inside) for child in code.codes),
    )


def _fields(code: Code) -> dict[str, str]:
    return {
        "code": code.slug,
        "use_when": code.use_when,
        "not_when": code.not_when,
        "example": code.example,
        "counterexample": code.counterexample,
        "indicators": "\n".join(code.indicators),
        "shortcut": code.shortcut,
    }


def read(path: Path) -> Codebook:
    """Return the codebook in a .qdc file, named after that file.

    Sets of codes, which ATLAS.ti writes, are kept in its description. Raises RodedraadError
    when the file is missing, too large, no XML, or holds no codes.
    """
    return from_bytes(read_bytes(path), str(path), path.stem)


def from_bytes(data: bytes, source: str, name: str) -> Codebook:
    """Return the codebook in the bytes of a .qdc file; `source` is what errors call it.

    Raises RodedraadError for what is no XML, and for a file without codes.
    """
    root = parse(data, source)
    codes = codes_in(root, source) if local_name(root) == "CodeBook" else ()
    if not codes:
        raise RodedraadError(
            "{file} holds no codes. Is it a codebook (.qdc) that another program exported?",
            file=source,
        )
    return fill_in(Codebook(name=name, description=_sets(root), codes=codes))


def codes_in(book: Element, source: str) -> tuple[Code, ...]:
    """Return the codes in a CodeBook element, without shortcuts for those that have none.

    Raises RodedraadError when they are nested too deeply.
    """
    try:
        return tuple(code for codes in children(book, "Codes") for code in _codes_under(codes, ""))
    except RecursionError:
        raise RodedraadError(
            "{file}: the codes in it are nested too deeply for a codebook.", file=source
        ) from None


def _codes_under(parent: Element, path: str) -> list[Code]:
    codes: list[Code] = []
    taken: set[str] = set()
    for child in children(parent, "Code"):
        codes.append(_code(child, path, taken))
    return codes


def _code(node: Element, parent: str, taken: set[str]) -> Code:
    name = node.get("name") or ""
    definition, fields = split_fields(child_text(node, "Description"))
    ours = fields.get("code", "")
    slug = free_slug(ours if _SLUG.fullmatch(ours) else slug_of(name), taken)
    taken.add(slug)
    path = f"{parent}/{slug}" if parent else slug
    shortcut = fields.get("shortcut", "")
    return Code(
        uuid=guid_of(node.get("guid") or path),
        slug=slug,
        path=path,
        name=name or slug,
        definition=definition,
        use_when=fields.get("use_when", ""),
        not_when=fields.get("not_when", ""),
        example=fields.get("example", ""),
        counterexample=fields.get("counterexample", ""),
        indicators=tuple(line for line in fields.get("indicators", "").split("\n") if line),
        shortcut=shortcut if _SHORTCUT.fullmatch(shortcut) else "",
        colour=colour_of(node.get("color") or ""),
        codes=tuple(_codes_under(node, path)),
    )


def colour_of(text: str) -> str:
    """Return a colour as "#rrggbb", "" for what is none; "#rgb" is short for it."""
    if not _COLOUR.fullmatch(text):
        return ""
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


@lru_cache(maxsize=10_000)
def guid_of(text: str) -> str:
    """Return a GUID as our UUIDs are written: no braces, small letters."""
    if _GUID.fullmatch(text):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid5(_NOT_A_GUID, text))


def _sets(root: Element) -> str:
    """Return a line for each set of codes: its name and what is in it."""
    names = {
        guid_of(node.get("guid") or ""): node.get("name") or ""
        for node in root.iter()
        if local_name(node) == "Code"
    }
    lines = []
    for sets in children(root, "Sets"):
        for group in children(sets, "Set"):
            members = (guid_of(m.get("guid") or "") for m in children(group, "MemberCode"))
            listed = ", ".join(names[member] for member in members if member in names)
            lines.append(f"{group.get('name') or ''}: {listed}")
    return "\n".join(lines)
