"""PDF, page by page, through pypdf."""

from __future__ import annotations

import io
import logging

from ... import RodedraadError
from ..model import Transcript
from .source import Source
from .text import from_text


def read_pdf(source: Source) -> Transcript:
    """Read the text of each page; a PDF of pictures alone is refused with that reason."""
    pages = _pages(source.data(), source.name)
    if not any(page.strip() for page in pages):
        raise RodedraadError(
            "{file} holds no text: it is a scan, or pictures. Let a program with text "
            "recognition (OCR) read it first, and import what that gives.",
            file=source.name,
        )
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip())
    return from_text(text, source, (f"Read from {len(pages)} pages.",))


def _pages(data: bytes, name: str) -> list[str]:
    # 110 ms.
    from pypdf import PdfReader

    # pypdf warns of every irregularity on stderr; what matters comes as an exception.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RodedraadError(
                "{file} is locked with a password. Take the password off and try again.",
                file=name,
            )
        return [_clean(page.extract_text()) for page in reader.pages]
    except RodedraadError:
        raise
    # pypdf lets many kinds of exception through on damaged files.
    except Exception:
        raise RodedraadError(
            "{file} is no readable PDF: it is damaged or cut off. Open it and save it again.",
            file=name,
        ) from None


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
