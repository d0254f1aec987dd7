"""Three real debates: every turn has its speaker, and the bracket is the group."""

from __future__ import annotations

from pathlib import Path

import pytest

from rodedraad.transcripts.model import SpeakerRole
from rodedraad.transcripts.readers import read


@pytest.mark.parametrize(
    ("name", "title", "turns", "speakers", "groups"),
    [
        (
            "h-tk-20172018-70-10.txt",
            "125 miljoen euro voor woningcorporatie Humanitas",
            95,
            9,
            {"VVD", "PvdA", "SP", "CDA", "GroenLinks", "PVV", "D66"},
        ),
        (
            "h-tk-20172018-70-3.txt",
            "Wlz / Pgb / Toegang tot de Wlz voor ggz-cliënten",
            48,
            9,
            {"GroenLinks", "SP", "D66", "CDA", "PVV", "ChristenUnie"},
        ),
        (
            "h-tk-20172018-70-8.txt",
            "Regeling van werkzaamheden",
            65,
            29,
            {
                *("D66", "CDA", "VVD", "PVV", "SP", "DENK", "50PLUS", "PvdA"),
                *("GroenLinks", "ChristenUnie"),
            },
        ),
    ],
)
def test_a_debate(
    shared: Path, name: str, title: str, turns: int, speakers: int, groups: set[str]
) -> None:
    path = shared / "cases" / "handelingen" / name
    debate = read(path)
    assert (debate.title, len(debate.turns), len(debate.speakers)) == (title, turns, speakers)
    assert {speaker.group for speaker in debate.speakers} - {""} == groups
    assert debate.notes == ()
    # Every paragraph but the title is a turn, whose words follow its label and a colon.
    paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert [
        f"{turn.speaker}: {debate.text[turn.start : turn.end]}" for turn in debate.turns
    ] == paragraphs
    for speaker in debate.speakers:
        chair = speaker.label == "De voorzitter"
        assert speaker.role is (SpeakerRole.OTHER if chair else SpeakerRole.RESPONDENT)
        grouped = not chair and not speaker.label.startswith(("Minister", "Staatssecretaris"))
        assert bool(speaker.group) is grouped
