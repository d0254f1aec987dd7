"""Files as texts, to look for what should not be in them."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from lxml import etree


def members(path: Path) -> dict[str, str]:
    """Give the texts of a file: of a zip those of its members, with every attribute."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return {"": str(parquet.ParquetFile(path).read().to_pylist())}
    if path.suffix == ".png":
        return {"": texts_in_png(path.read_bytes())}
    if not zipfile.is_zipfile(path):
        return {"": path.read_text(encoding="utf-8")}
    with zipfile.ZipFile(path) as archive:
        texts = {}
        for name in archive.namelist():
            if name.endswith(".png"):
                texts[name] = texts_in_png(archive.read(name))
                continue
            elements = list(etree.fromstring(archive.read(name)).iter())
            # The places of cells look like labels of persons: R20.
            values = [v for e in elements for k, v in e.attrib.items() if k not in ("r", "ref")]
            texts[name] = "\n".join([*(e.text or "" for e in elements), *values])
        return texts


def texts_in_png(data: bytes) -> str:
    """Give what a picture says about itself: its chunks of text."""
    found, place = [], 8
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        if kind in (b"tEXt", b"iTXt"):
            found.append(data[place + 8 : place + 8 + length].decode("utf-8", "replace"))
        place += 12 + length
    assert found
    return "\n".join(found)
