"""A note is an ordinary text that knows its template."""

from __future__ import annotations

import json
import pickle

import pytest

from rodedraad.transcripts.model import Note


@pytest.mark.parametrize(
    ("note", "text"),
    [
        (Note("Left out: {columns}.", columns="a{b}"), "Left out: a{b}."),
        (Note("a {brace} that is meant"), "a {brace} that is meant"),
    ],
)
def test_a_note_is_its_text_and_survives_being_copied(note: Note, text: str) -> None:
    assert note == text
    assert json.loads(json.dumps(note)) == text
    copy = pickle.loads(pickle.dumps(note))
    assert copy == text
    assert (copy.message, copy.values) == (note.message, note.values)
