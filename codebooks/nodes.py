"""YAML text into nodes that know their line, and data into YAML text, both with ruamel."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from .. import RodedraadError
from .fields import fields_of
from .model import Code

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

LINE_WIDTH = 80
"""Characters. Longer text is written over several lines."""


def compose(text: str, source: str) -> Node:
    """Return the root of the tree of YAML nodes in `text`.

    Raises RodedraadError, with file and line, for what is no YAML, empty, or has aliases in it:
    these can make a small file endless.
    """
    # Importing ruamel.yaml costs about 50 ms, which nobody who only queries should pay.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        if "*" in text:
            _refuse_aliases(text, source)
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise _syntax_error(error, text, source) from error
    if root is None:
        raise RodedraadError("{file} is empty.", file=source)
    return root


def _refuse_aliases(text: str, source: str) -> None:
    """Aliases let a small file unfold into gigabytes, and no codebook needs them."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            raise RodedraadError(
                "{file}:{line}: *{alias} refers to another place in the file, which a codebook "
                "cannot do. Write the text out, or put it in quotes.",
                file=source,
                line=event.start_mark.line + 1,
                alias=event.anchor,
            )


def _syntax_error(error: Any, text: str, source: str) -> RodedraadError:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", 0)
    return RodedraadError(
        "{file}:{line}: this is not correct YAML ({problem}). Indent with spaces, and put "
        "text with a colon or # in it in quotes.",
        file=source,
        line=mark.line + 1 if mark else text.count("\n", 0, position) + 1,
        problem=getattr(error, "problem", None) or getattr(error, "reason", str(error)),
    )


def is_null(node: Node) -> bool:
    """Tell whether a node stands for nothing: `name:` without a value, or `~`."""
    return bool(node.tag == "tag:yaml.org,2002:null")


def dumped(data: object) -> str:
    """Return `data` (mappings, codes, tuples, text) as YAML in our own layout."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = LINE_WIDTH + 20
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(_dumpable(data), stream)
    # ruamel leaves a space behind each line of a wrapped list.
    return re.sub(r" +\n", "\n", stream.getvalue())


def _dumpable(data: object) -> object:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(data, Code):
        data = {field: value for field, value in fields_of(data).items() if value}
    if isinstance(data, dict):
        return CommentedMap((key, _dumpable(value)) for key, value in data.items())
    if isinstance(data, str):
        return _styled(data)
    assert isinstance(data, tuple)
    if all(isinstance(item, str) for item in data):
        flow = CommentedSeq(_in_brackets(item) for item in data)
        flow.fa.set_flow_style()
        return flow
    return CommentedSeq(_dumpable(item) for item in data)


def _styled(text: str) -> str:
    """Return `text` so that ruamel writes it readably: long text folded, lines kept apart."""
    from ruamel.yaml.scalarstring import (
        DoubleQuotedScalarString,
        FoldedScalarString,
        LiteralScalarString,
    )

    lines = text.split("\n")
    styled = text
    if not all(line.isprintable() and not line.endswith(" ") for line in lines):
        # Left to itself, ruamel puts a next-line character (U+0085) in single quotes and
        # loses it.
        styled = DoubleQuotedScalarString(text)
    elif len(lines) > 1:
        styled = LiteralScalarString(text)
    elif len(text) > LINE_WIDTH - 20:
        styled = FoldedScalarString(text)
        styled.fold_pos = _folds(text)
    return styled


def _in_brackets(text: str) -> str:
    """Return `text` so that ruamel writes it well as an item of a list in brackets."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    # ruamel leaves a "?" or ":" that begins such an item without quotes, and cannot read it.
    plain = text.isprintable() and text[:1].isalnum()
    return text if plain else DoubleQuotedScalarString(text)


def _folds(text: str) -> list[int]:
    """Return the positions of the spaces at which to start a new line of at most `LINE_WIDTH`."""
    folds = []
    start = 0
    last = 0
    for position, character in enumerate(text):
        if position - start > LINE_WIDTH and last > start:
            folds.append(last)
            start = last + 1
        if character == " " and text[position - 1] != " " != text[position + 1]:
            last = position
    return folds
