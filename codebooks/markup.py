"""XML as REFI-QDA files use it: written as text, read without trusting it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from .. import RodedraadError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

REPLACEMENT = "\ufffd"
"""Stands in for the characters that XML cannot hold in any spelling."""

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Most text has none of these, and one look is faster than eight replacements.
_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')


def text_element(tag: str, text: str) -> str:
    """Return an element that holds text, "" when there is no text."""
    # Unescaped, "\r" is read as "\n".
    inside = _escaped(text).replace("\r", "&#13;")
    return f"<{tag}>{inside}</{tag}>" if text else ""


def element(tag: str, attributes: Mapping[str, str], *children: str) -> str:
    """Return an element; attributes with the value "" and children that are "" are left out.

    Each child stands on lines of its own.
    """
    named = "".join(f' {name}="{_in_quotes(value)}"' for name, value in attributes.items() if value)
    inside = [child for child in children if child]
    if not inside:
        return f"<{tag}{named}/>"
    return "\n".join([f"<{tag}{named}>", *inside, f"</{tag}>"])


def document(root: str) -> str:
    """Return a whole XML document, to be written as UTF-8."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    text = _IMPOSSIBLE.sub(REPLACEMENT, text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_quotes(value: str) -> str:
    if not _SPECIAL.search(value):
        return value
    value = _escaped(value).replace('"', "&quot;")
    return value.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def parse(data: bytes, source: str) -> Element:
    """Return the root of an XML document, which may not define entities or name a DOCTYPE.

    `source` is what errors call it. Raises RodedraadError.
    """
    # Importing these takes 10 ms.
    from xml.etree.ElementTree import ParseError, fromstring

    from defusedxml import DefusedXmlException

    try:
        refuse_doctype(data)
        return fromstring(data)
    except DefusedXmlException:
        raise RodedraadError(
            "{file} defines XML entities or a DOCTYPE, which no codebook or project needs and "
            "which can hide other files or fill the memory. It is not read.",
            file=source,
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise RodedraadError(
            "{file} is no correct XML: {problem}. Export it again from the program that made it.",
            file=source,
            problem=error,
        ) from None


def refuse_doctype(data: bytes) -> None:
    """Let defusedxml look at a document as far as its root: entities are defined before that.

    It is written in Python, and reading all of a project with it takes three times as long.
    """
    from defusedxml.ElementTree import DefusedXMLParser

    with suppress(_RootReached):
        DefusedXMLParser(target=_UntilRoot(), forbid_dtd=True).feed(data)


class _RootReached(Exception):  # noqa: N818, it is no error: nothing was found before the root
    """The root element of a document begins."""


class _UntilRoot:
    """Takes what a parser finds, and stops it at the first element."""

    def start(self, _tag: str, _attributes: object) -> None:
        raise _RootReached

    def data(self, _text: str) -> None:
        """Pass over what stands before the root."""


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace, of which several are about."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children that have one of these local names."""
    for child in element:
        if local_name(child) in names:
            yield child


def child_text(element: Element, name: str) -> str:
    """Return the text of the first child with this local name, "" when there is none."""
    for child in children(element, name):
        return child.text or ""
    return ""
