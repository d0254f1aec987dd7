"""Text with a labelled block below it, for the fields that a format has no place for.

    Cooperation with the police.

    [rodedraad]
    code: politie
    use_when: Somebody speaks of an officer
      by name or by function.

Other programs show it as part of a description; ours reads it back exactly.
"""

from __future__ import annotations

from collections.abc import Mapping

_HEAD = "[rodedraad]\n"
_INDENT = "  "


def with_fields(text: str, fields: Mapping[str, str]) -> str:
    """Return `text` with a block of the fields that are not empty; names have no colon."""
    lines = [
        f"{name}: " + value.replace("\n", "\n" + _INDENT) for name, value in fields.items() if value
    ]
    # A text that has such a head itself gets a block in any case, because the last one counts.
    if not lines and _HEAD not in f"{text}\n":
        return text
    return (f"{text}\n\n" if text else "") + _HEAD + "\n".join(lines)


def split_fields(description: str) -> tuple[str, dict[str, str]]:
    """Return the text above the block, and the fields in it; no block is no fields."""
    above, head, block = f"\n\n{description}\n".rpartition(f"\n\n{_HEAD}")
    if not head:
        return description, {}
    fields: dict[str, str] = {}
    name = ""
    for line in block[:-1].split("\n"):
        if name and (line.startswith(_INDENT) or not line):
            fields[name] += "\n" + line[len(_INDENT) :]
        elif line:
            name, _colon, fields[name] = line.partition(": ")
    return above[2:], fields
