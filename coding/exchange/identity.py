"""The GUIDs of what has none of its own here, made from what it belongs to.

Made so, they are the same at every export; ATLAS.ti makes new ones, and then nothing that was
exchanged before can be recognised.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

# It must never change.
_NAMESPACE = UUID("2b0f0b53-6a42-5a0c-9a36-8c4b6f0d3c11")


@lru_cache(maxsize=10_000)
def guid(kind: str, *of: str) -> str:
    """Make the GUID of a thing of this kind that belongs to these names or UUIDs."""
    return str(uuid5(_NAMESPACE, "\n".join((kind, *of))))
