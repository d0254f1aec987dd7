"""What looks like a fragment, by the features that suggestions are made with."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from ..codes import read_codebook
from ..naming import fragment_named
from ..texts import current_versions, load_source
from ..vectors import KeptVectors


def most_alike(
    connection: sqlite3.Connection, quotes: Sequence[Mapping[str, Any]], fragment: str
) -> list[dict[str, Any]]:
    """Give the quotes that look like a fragment, the most alike first, with their `likeness`.

    `likeness` is a cosine, 0 to 1, of what both have in common: words, pairs of words, letters
    inside words, and sentence vectors where the project keeps these. What overlaps the fragment,
    or has nothing in common with it, is left out. Raises RodedraadError for an unknown fragment.
    """
    # spaCy: a second to import, and it reads all talks.
    from ..suggesting.corpus import read_corpus
    from ..suggesting.pipeline import build_pipeline
    from ..suggesting.similar import nearest

    number = fragment_named(connection, fragment)
    version, start, end = connection.execute(
        "SELECT version_id, start, end FROM fragment WHERE id = ?", [number]
    ).fetchone()
    book = read_codebook(connection)
    sources = [load_source(connection, one) for one in {*current_versions(connection, ()), version}]
    sources.sort(key=lambda source: int(source.key))
    nlp = build_pipeline(book.language)
    kept = KeptVectors(connection, book.language, nlp)
    corpus = read_corpus(book, sources, nlp=nlp, embed=kept.embed if kept.known else None)
    versions = version_of_slug(connection)
    places = [(versions[quote["transcript"]], quote["start"], quote["end"]) for quote in quotes]
    found = nearest(corpus, (str(version), start, end), places, len(quotes))
    return [{**quotes[place], "likeness": likeness} for place, likeness in found]


def version_of_slug(connection: sqlite3.Connection) -> dict[str, str]:
    """Give the key of the current version of each transcript by its slug."""
    rows = connection.execute(
        "SELECT slug, transcript_version.id FROM transcript JOIN transcript_version "
        "ON transcript_id = transcript.id AND number = transcript.version"
    ).fetchall()
    return {str(row[0]): str(row[1]) for row in rows}
