"""Bring the text of a YAML codebook up to date and leave its layout alone.

The nodes of the old text tell which lines each code and each field take. Lines of what
stays the same are copied, comments with them; only what differs is written anew. ruamel's
own way to keep comments hangs them on the entry before, so that they would go with it when
that is removed, and wraps long lines again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .fields import BOOK_FIELDS, CODE_FIELDS, fields_of
from .model import Code, Codebook
from .nodes import dumped

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

# What `fill_in` supplies when a file leaves it out.
_SUPPLIED = {"name", "language", "shortcut", "uuid"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One field of a mapping, or one item of a list, and the lines it takes.

    The lines are those of the old text, counted from 0: `lead` is the first line of the
    comments above it, `start` its own first line, `end` the line after its last. `column`
    is where it starts, a list item with its hyphen. `key` is None for a list item.
    """

    key: Any
    value: Node
    column: int
    lead: int
    start: int
    end: int


def updated(text: str, root: Node, old: Codebook, new: Codebook, *, complete: bool) -> str:
    """Return `text`, whose nodes hang under `root` and which holds `old`, changed to hold `new`.

    `complete` also writes the UUIDs, shortcuts and names that the text leaves out. Where
    the layout is too unusual to be kept, what is returned does not hold `new`: compare.
    """
    # The same line ends as ruamel counts, or its line numbers would point elsewhere.
    lines = re.split(r"(?<=[\n\x85\u2028\u2029])", text if text.endswith("\n") else text + "\n")
    page = _Page(lines, complete, {})
    if not _is_block(root):
        return text
    page.find_codes(root, old.codes)
    before = {field: getattr(old, field) for field in BOOK_FIELDS}
    wanted = {field: getattr(new, field) for field in BOOK_FIELDS}
    return "".join(page.mapping(root, BOOK_FIELDS, before, wanted, 0, len(lines)))


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of the old text, and where in them each code stands, by its UUID."""

    lines: list[str]
    complete: bool
    places: dict[str, tuple[Code, _Entry]]

    def find_codes(self, node: Node, codes: tuple[Code, ...]) -> None:
        """Note the place of `codes`, which stand in the mapping `node`, and of all below."""
        for field in self.fields(node):
            if field.key.value == "codes" and _is_block(field.value):
                for code, item in zip(codes, self.items(field), strict=True):
                    if _is_block(item.value):
                        self.places[code.uuid] = (code, item)
                        self.find_codes(item.value, code.codes)

    def fields(self, node: Node) -> list[_Entry]:
        """Return the entries of a block mapping in their order."""
        found = [
            (key, value, key.start_mark.line, key.start_mark.column) for key, value in node.value
        ]
        return self.entries(found, found[0][2])

    def items(self, field: _Entry) -> list[_Entry]:
        """Return the entries of the block list that is the value of `field`."""
        nodes: list[Node] = field.value.value
        column = field.value.start_mark.column
        found = [(None, node, node.start_mark.line, column) for node in nodes]
        return self.entries(found, field.start + 1)

    def entries(self, found: list[tuple[Any, Node, int, int]], floor: int) -> list[_Entry]:
        """Give each (key, value, line, column) found its lines; none starts above `floor`.

        The last ends with its own last line: comments after it belong to what is around it.
        """
        leads, lasts = [], []
        for _, value, line, column in found:
            leads.append(self.lead(line, column, floor))
            lasts.append(self.last_line(value, line))
            floor = lasts[-1] + 1
        ends = [*leads[1:], lasts[-1] + 1]
        return [
            _Entry(key, value, column, lead, line, end)
            for (key, value, line, column), lead, end in zip(found, leads, ends, strict=True)
        ]

    def lead(self, line: int, column: int, floor: int) -> int:
        """Return the first line of the blank lines and comments above `line`.

        A comment that stands further to the right than `column` is about what is above it.
        """
        while line > floor and _is_above(self.lines[line - 1], column):
            line -= 1
        return line

    def last_line(self, node: Node, line: int) -> int:
        """Return the last line of `node`, whose key or hyphen stands on `line`."""
        if node.start_mark.index == node.end_mark.index:
            return line
        if _is_block(node):
            last = node.value[-1]
            key, value = last if isinstance(last, tuple) else (last, last)
            return self.last_line(value, key.start_mark.line)
        if not _is_block_text(node):
            return int(node.end_mark.line)
        end = int(node.end_mark.line) - 1
        while not self.lines[end].strip():
            end -= 1
        return end

    def mapping(
        self,
        node: Node,
        order: tuple[str, ...],
        before: dict[str, Any],
        wanted: dict[str, Any],
        start: int,
        end: int,
    ) -> list[str]:
        """Return lines `start` to `end`, which hold the mapping `node`, with fields as `wanted`."""
        entries = self.fields(node)
        column = entries[0].column
        written = [
            (entry.key.value, self.field(entry, before[entry.key.value], wanted[entry.key.value]))
            for entry in entries
        ]
        for field in order:
            if not any(field == other for other, _ in written) and self.is_due(
                field, wanted[field]
            ):
                earlier = order[: order.index(field)]
                place = max(
                    [i for i, (other, _) in enumerate(written) if other in earlier], default=0
                )
                lines = self.new_field(field, wanted[field], " " * column)
                written.insert(place + 1, (field, lines))
        body = [line for _, lines in written for line in lines]
        return [*self.lines[start : entries[0].start], *body, *self.lines[entries[-1].end : end]]

    def is_due(self, field: str, value: object) -> bool:
        """Tell whether a field that the mapping lacks must be written."""
        return bool(value) and (self.complete or field not in _SUPPLIED)

    def field(self, entry: _Entry, before: object, wanted: Any) -> list[str]:
        """Return the lines of one field, with the comments above it."""
        if wanted and _is_block(entry.value):
            items = self.items(entry)
            head = self.lines[entry.lead : items[0].lead]
            tail = self.lines[items[-1].end : entry.end]
            if entry.key.value == "codes":
                return [*head, *self.codes(wanted, items[0].column), *tail]
            return [*head, *self.indicators(wanted, items), *tail]
        if wanted == before:
            return self.lines[entry.lead : entry.end]
        prefix = self.lines[entry.start][: entry.column]
        if not wanted and not prefix.strip():
            return []
        lines = self.new_field(entry.key.value, wanted, prefix)
        comment = self.comment(entry)
        # After "definition: >-" the text begins, and a comment further on would be part of it.
        where = 0 if re.search(r": [|>][-+0-9]*\n", lines[0]) else -1
        lines[where] = lines[where].rstrip("\n") + comment + "\n"
        return [*self.lines[entry.lead : entry.start], *lines]

    def comment(self, entry: _Entry) -> str:
        """Return the comment behind the value of a field, with the space before it."""
        mark = entry.value.end_mark
        if _is_block_text(entry.value):
            mark = entry.value.start_mark
        elif entry.value.start_mark.index == mark.index:
            mark = entry.key.end_mark
        found = re.match(r"[:|>0-9+-]*(\s+#.*)", self.lines[mark.line][mark.column :])
        return found[1] if found else ""

    def codes(self, wanted: tuple[Code, ...], column: int) -> list[str]:
        """Return the lines of a list of codes: known ones from where they stood, others new."""
        lines = []
        for code in wanted:
            if code.uuid in self.places:
                old, entry = self.places[code.uuid]
                lines += _shifted(self.code(entry, old, code), column - entry.column)
            else:
                lines += self.new_code(code, column)
        return lines

    def new_code(self, code: Code, column: int) -> list[str]:
        """Return the lines of a code that the old text does not have."""
        prefix = " " * column + "- "
        lines = []
        for field, value in fields_of(code).items():
            if value:
                lines += self.new_field(field, value, prefix)
                prefix = " " * len(prefix)
        return lines

    def new_field(self, field: str, value: Any, prefix: str) -> list[str]:
        """Return the lines of a field that is written anew, the first after `prefix`."""
        if field == "codes" and value:
            return [f"{prefix}codes:\n", *self.codes(value, len(prefix) + 2)]
        return _indented(dumped({field: value}), prefix)

    def code(self, entry: _Entry, before: Code, wanted: Code) -> list[str]:
        """Return the lines of one code, with the comments above it."""
        return self.lines[entry.lead : entry.start] + self.mapping(
            entry.value, CODE_FIELDS, fields_of(before), fields_of(wanted), entry.start, entry.end
        )

    def indicators(self, wanted: tuple[str, ...], items: list[_Entry]) -> list[str]:
        """Return the lines of a list of indicators, those that stay with their comments."""
        old = {str(item.value.value).strip(): item for item in items}
        lines = []
        for indicator in wanted:
            item = old.pop(indicator, None)
            if item:
                lines += self.lines[item.lead : item.end]
            else:
                value = dumped({"x": indicator}).removeprefix("x: ")
                lines += _indented(value, " " * items[0].column + "- ")
        return lines


def _is_block(node: Node) -> bool:
    """Tell whether a node is a list or mapping with its entries on lines of their own."""
    return isinstance(node.value, list) and bool(node.value) and not getattr(node, "flow_style", 0)


def _is_block_text(node: Node) -> bool:
    """Tell whether a node is text that starts on the line after "|" or ">"."""
    return isinstance(node.value, str) and getattr(node, "style", None) in ("|", ">")


def _is_above(line: str, column: int) -> bool:
    text = line.lstrip()
    return not text or (text.startswith("#") and len(line) - len(text) <= column)


def _indented(text: str, prefix: str) -> list[str]:
    """Return the lines of `text`, the first after `prefix`, the others as far to the right."""
    first, *others = text.splitlines(keepends=True)
    indent = " " * len(prefix)
    return [prefix + first, *(indent + line if line.strip() else line for line in others)]


def _shifted(lines: list[str], columns: int) -> list[str]:
    """Return `lines` moved to the right, or to the left as far as there is room."""
    if columns >= 0:
        return [" " * columns + line if line.strip() else line for line in lines]
    return [line[min(-columns, len(line) - len(line.lstrip(" "))) :] for line in lines]
