"""Rich Text Format (.rtf), through striprtf."""

from __future__ import annotations

from ... import RodedraadError
from ..model import Transcript
from .source import Source
from .text import from_text


def read_rtf(source: Source) -> Transcript:
    """Read the words of an .rtf; a paragraph of it becomes a paragraph of the text."""
    from striprtf.striprtf import rtf_to_text

    data = source.data()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise RodedraadError(
            "{file} is no RTF: it does not begin with {start}. Save it again as RTF.",
            file=source.name,
            start="{\\rtf",
        )
    try:
        # The file itself is ASCII; what is not is escaped in the code page that it names.
        text = rtf_to_text(data.decode("cp1252", "surrogateescape"), errors="strict")  # type: ignore[no-untyped-call]
    # striprtf lets many kinds of exception through on damaged files.
    except Exception:
        raise RodedraadError(
            "{file} is no readable RTF: it is damaged or cut off. Open it in Word or "
            "LibreOffice and save it again.",
            file=source.name,
        ) from None
    lines = [line.strip(" ") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return from_text("\n\n".join(line for line in lines if line.strip()), source)
