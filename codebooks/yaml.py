"""Codebooks in YAML, the format that people write by hand.

`nodes` reads the text into nodes that know their line, this module makes codes of them, and
`layout` brings the text of an existing file up to date.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import RodedraadError
from .fields import (
    BOOK_FIELDS,
    CODE_FIELDS,
    check_colour,
    check_field,
    check_shortcut,
    check_slug,
    check_uuid,
    fill_in,
    name_of,
)
from .files import read_text, write_text
from .layout import updated
from .model import Code, Codebook
from .nodes import compose, dumped, is_null

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


def read(path: Path) -> Codebook:
    """Return the codebook in a YAML file.

    Raises RodedraadError, with file and line, for a file that is missing, empty, too large
    or no YAML, and for a field that is unknown, missing or of the wrong type.
    """
    return parse(read_text(path), str(path))


def parse(text: str, source: str) -> Codebook:
    """Return the codebook in `text`; `source` is what errors call it. Raises as `read` does."""
    try:
        return _codebook(compose(text, source), text, source)
    except RecursionError:
        raise RodedraadError(
            "{file}: the lists in it are nested too deeply for a codebook.", file=source
        ) from None


def write(codebook: Codebook, path: Path) -> None:
    """Write the codebook to a YAML file.

    In a file that exists, only the lines of what changed are changed: comments, order and
    layout of the rest stay. The write is atomic. Raises RodedraadError when the file holds
    something else than a codebook, or cannot be written.
    """
    if not path.exists() or not path.stat().st_size:
        write_text(path, render(codebook))
        return
    text = update(read_text(path), codebook, str(path))
    # "\r\n" is put back, so that an editor on Windows shows no change in every line.
    windows = b"\r\n" in path.read_bytes()
    write_text(path, text.replace("\n", "\r\n") if windows else text)


def update(text: str, codebook: Codebook, source: str) -> str:
    """Return the YAML `text` of an older codebook, changed to hold `codebook`.

    A UUID, shortcut, name or language that the text leaves out is added only where it
    would otherwise be filled in differently.
    """
    root = compose(text, source)
    old = _codebook(root, text, source)
    for complete in (False, True):
        new_text = updated(text, root, old, codebook, complete=complete)
        if _holds(new_text, codebook):
            return new_text
    # A layout that cannot be kept (all braces on one line, say) must not cost any data.
    return render(codebook)


def _holds(text: str, codebook: Codebook) -> bool:
    try:
        return parse(text, "") == codebook
    except RodedraadError:
        return False


def render(codebook: Codebook) -> str:
    """Return the codebook as the text of a new YAML file."""
    data: dict[str, object] = {"name": codebook.name, "language": codebook.language}
    if codebook.description:
        data["description"] = codebook.description
    data["codes"] = codebook.codes
    return dumped(data)


def _codebook(root: Node, text: str, source: str) -> Codebook:
    """Return the codebook that the node `root` of `text` holds."""
    fields = _fields(root, BOOK_FIELDS, source)
    name = _text(fields, "name", source)
    if not name:
        raise RodedraadError(
            "{file}: the codebook has no name. Put a line on top: name: My codebook", file=source
        )
    codebook = Codebook(
        name=name,
        language=_text(fields, "language", source) or "nl",
        description=_text(fields, "description", source),
        codes=_codes(fields, "", text.split("\n"), source),
    )
    return fill_in(codebook)


def _fields(node: Node, allowed: tuple[str, ...], source: str) -> dict[str, tuple[int, Node]]:
    """Return for each field of a mapping its line and its value."""
    from ruamel.yaml.nodes import MappingNode

    if not isinstance(node, MappingNode):
        raise RodedraadError(
            "{file}:{line}: here should stand fields, each with its value (name: …).",
            file=source,
            line=node.start_mark.line + 1,
        )
    fields: dict[str, tuple[int, Node]] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        field = str(key.value)
        check_field(field, allowed, source, line)
        if field in fields:
            raise RodedraadError(
                "{file}:{line}: the field {field} stands here twice, first on line {first}. "
                "Remove one.",
                file=source,
                line=line,
                field=field,
                first=fields[field][0],
            )
        fields[field] = (line, value)
    return fields


def _text(fields: dict[str, tuple[int, Node]], field: str, source: str) -> str:
    """Return the text of a field; what YAML takes for a number or a date is text to us."""
    from ruamel.yaml.nodes import ScalarNode

    if field not in fields:
        return ""
    line, node = fields[field]
    if not isinstance(node, ScalarNode):
        raise RodedraadError(
            "{file}:{line}: {field} should be text, and not a list or fields of its own.",
            file=source,
            line=line,
            field=field,
        )
    return "" if is_null(node) else str(node.value).strip()


def _items(fields: dict[str, tuple[int, Node]], field: str, source: str) -> list[Node]:
    from ruamel.yaml.nodes import SequenceNode

    if field not in fields or is_null(fields[field][1]):
        return []
    line, node = fields[field]
    if not isinstance(node, SequenceNode):
        raise RodedraadError(
            "{file}:{line}: {field} should be a list: [one, two], or each on a line of its own "
            "after a hyphen.",
            file=source,
            line=line,
            field=field,
        )
    return list(node.value)


def _codes(
    fields: dict[str, tuple[int, Node]], parent: str, lines: list[str], source: str
) -> tuple[Code, ...]:
    return tuple(_code(item, parent, lines, source) for item in _items(fields, "codes", source))


def _code(node: Node, parent: str, lines: list[str], source: str) -> Code:
    fields = _fields(node, CODE_FIELDS, source)
    line = node.start_mark.line + 1
    slug = _text(fields, "code", source)
    if not slug:
        raise RodedraadError(
            "{file}:{line}: this code lacks the field code, the short name it is called by "
            "(code: zorg-en-welzijn).",
            file=source,
            line=line,
        )
    check_slug(slug, source, fields["code"][0])
    path = f"{parent}/{slug}" if parent else slug
    return Code(
        uuid=check_uuid(_text(fields, "uuid", source), source, _line(fields, "uuid")),
        slug=slug,
        path=path,
        name=_text(fields, "name", source) or name_of(slug),
        definition=_text(fields, "definition", source),
        use_when=_text(fields, "use_when", source),
        not_when=_text(fields, "not_when", source),
        example=_text(fields, "example", source),
        counterexample=_text(fields, "counterexample", source),
        indicators=_indicators(fields, source),
        shortcut=check_shortcut(
            _text(fields, "shortcut", source), source, _line(fields, "shortcut")
        ),
        colour=_colour(fields, lines, source),
        codes=_codes(fields, path, lines, source),
        line=line,
    )


def _line(fields: dict[str, tuple[int, Node]], field: str) -> int:
    return fields[field][0] if field in fields else 0


def _indicators(fields: dict[str, tuple[int, Node]], source: str) -> tuple[str, ...]:
    indicators = []
    for node in _items(fields, "indicators", source):
        line = node.start_mark.line + 1
        indicator = _text({"indicator": (line, node)}, "indicator", source)
        if not indicator:
            raise RodedraadError("{file}:{line}: an indicator is empty.", file=source, line=line)
        indicators.append(indicator)
    return tuple(indicators)


def _colour(fields: dict[str, tuple[int, Node]], lines: list[str], source: str) -> str:
    colour = _text(fields, "colour", source)
    line = _line(fields, "colour")
    if not colour and line and "#" in lines[line - 1]:
        raise RodedraadError(
            "{file}:{line}: put the colour in quotes, because YAML takes what follows a # for "
            "a comment.",
            file=source,
            line=line,
        )
    return check_colour(colour, source, line)
