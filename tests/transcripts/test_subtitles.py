"""WebVTT and SRT as other programs write them, well and badly."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.transcripts.model import SpeakerRole, Transcript
from rodedraad.transcripts.readers import read, read_bytes

UNNAMED = "No speakers are named: a turn ends at a dash or at a silence of more than 2 seconds."
Row = tuple[str, float | None, float | None, tuple[int, ...], str]


def vtt(*blocks: str) -> Transcript:
    return read_bytes("\n\n".join(("WEBVTT", *blocks)).encode(), "gesprek.vtt")


def rows(found: Transcript) -> list[Row]:
    return [
        (turn.speaker, turn.time, turn.time_end, turn.cues, found.text[turn.start : turn.end])
        for turn in found.turns
    ]


def captions(*numbers: int) -> str:
    return " ".join(f"Caption text #{number}" for number in numbers)


# File, turns, notes. Every file of the folder is in one of the two lists.
READ: list[tuple[str, list[Row], tuple[str, ...]]] = [
    ("captions_with_bom.vtt", [("", 0.5, 21.58, (16, 32, 48), captions(1, 2, 3, 4))], ()),
    (
        "comments.vtt",
        [
            ("", 135.0, 140.0, (), "Ta en kopp varmt te."),
            ("", 135.0, 140.0, (), "Det är inte varmt."),
            ("", 140.0, 145.0, (), "Har en kopp te."),
            ("", 140.0, 145.0, (), "Det smakar som te."),
            ("", 145.0, 150.0, (), "Ta en kopp"),
        ],
        ("Comments and style blocks, left out: 2.",),
    ),
    (
        "cue_tags.vtt",
        [
            (
                "",
                16.5,
                21.5,
                (28, 51),
                "When the moon hits your eye Like a big-a pizza pie That's amore",
            )
        ],
        (),
    ),
    (
        "invalid.vtt",
        [("", 0.5, 30.28, (16, 32, 48, 64, 80, 96), captions(1, 2, 3, 4, 5, 6, 7))],
        ("The first line does not say WEBVTT; the cues were read all the same.",),
    ),
    (
        "invalid_timeframe.vtt",
        [("", 0.5, 30.28, (16, 32, 48, 64, 80, 96), captions(1, 2, 3, 4, 5, 6, 7))],
        ("Words without a readable time were kept (line 6).",),
    ),
    (
        "invalid_timeframe.srt",
        [("", 0.5, 23.88, (16, 32, 48, 64), captions(1, 2, 3, 4, 5))],
        (),
    ),
    (
        "invalid_timeframe_in_cue_text.vtt",
        [("", 0.5, 16.32, (16, 32), captions(1, 2, 3))],
        (),
    ),
    ("metadata_headers.vtt", [("", 0.5, 11.89, (16,), captions(1, 2))], ()),
    ("metadata_headers_multiline.vtt", [("", 0.5, 11.89, (16,), captions(1, 2))], ()),
    (
        "missing_caption_text.vtt",
        [("", 0.5, 7.0, (), captions(1)), ("", 11.89, 23.88, (32, 48), captions(3, 4, 5))],
        (),
    ),
    (
        "missing_caption_text.srt",
        [("", 0.5, 7.0, (), captions(1)), ("", 11.89, 23.88, (32, 48), captions(3, 4, 5))],
        (),
    ),
    (
        "missing_timeframe.vtt",
        [("", 0.5, 30.28, (16, 32, 48, 64, 80, 96), captions(1, 2, 3, 4, 5, 6, 7))],
        ("Words without a readable time were kept (line 6).",),
    ),
    (
        "missing_timeframe.srt",
        [("", 0.5, 23.88, (16, 32, 48, 64), captions(1, 2, 3, 4, 5))],
        ("Words without a readable time were kept (line 5).",),
    ),
    ("one_caption.vtt", [("", 0.5, 7.0, (), captions(1))], ()),
    ("one_caption.srt", [("", 0.5, 7.0, (), captions(1))], ()),
    (
        "sample.vtt",
        [
            (
                "",
                0.5,
                64.3,
                (*range(16, 145, 16), 161, 178, 195, 212, 229, 246),
                captions(*range(1, 17)),
            )
        ],
        (),
    ),
    ("sample.srt", [("", 0.5, 23.88, (16, 32, 48, 64), captions(1, 2, 3, 4, 5))], ()),
    (
        "styles.vtt",
        [("", 0.0, 10.0, (), "Hello world.")],
        ("Comments and style blocks, left out: 2.",),
    ),
    (
        "using_identifiers.vtt",
        [("", 0.5, 27.28, (16, 32, 48, 64, 80), captions(1, 2, 3, 4, 5, 6))],
        (),
    ),
    (
        "youtube_dl.vtt",
        [("", 286.07, 305.069, (5, 10), "yeah what this will happen is I'm telling")],
        ("Lines that a rolling caption shows twice, read once: 2.",),
    ),
]
REFUSED = {
    "empty.vtt": "is empty",
    "no_captions.vtt": "holds no subtitles",
    "invalid_format1.srt": "holds no subtitles",
    "invalid_format2.srt": "holds no subtitles",
    "invalid_format3.srt": "holds no subtitles",
    "invalid_format4.srt": "holds no subtitles",
}


@pytest.mark.parametrize(("name", "turns", "notes"), READ)
def test_files_of_webvtt_py(
    shared: Path, name: str, turns: list[Row], notes: tuple[str, ...]
) -> None:
    found = read(shared / "cases" / "subtitles" / name)
    assert rows(found) == turns
    assert set(found.notes) == {*notes, UNNAMED}
    assert found.text == "\n".join(row[-1] for row in turns)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_files_of_webvtt_py_that_hold_nothing(shared: Path, name: str) -> None:
    with pytest.raises(RodedraadError, match=REFUSED[name]):
        read(shared / "cases" / "subtitles" / name)


def test_no_file_of_webvtt_py_is_forgotten(shared: Path) -> None:
    names = {path.name for path in (shared / "cases" / "subtitles").iterdir()} - {"LICENSE"}
    assert names == {name for name, _, _ in READ} | set(REFUSED)


def test_teams_with_voice_tags() -> None:
    """CRLF, cue ids of guid/n-m, one utterance in several cues, entities, a lost end tag."""
    guid = "6f1f2a9c-1c1f-4d7a-9a53-0d6f6d1f0f11"
    found = read_bytes(
        (
            "WEBVTT\r\n\r\n"
            f"{guid}/11-0\r\n00:00:03.100 --> 00:00:05.000\r\n<v Anna de Wit>Hoe gaat het\r\n"
            "in de wijk?</v>\r\n\r\n"
            f"{guid}/12-0\r\n00:00:04.900 --> 00:00:07.000\r\n"
            "<v Jansen, P. (Gast)>Ja &amp; nee,\r\n\r\n"
            f"{guid}/12-1\r\n00:00:06.500 --> 00:00:09.250\r\nhet is &quot;druk&quot;.</v>\r\n\r\n"
            f"{guid}/13-0\r\n00:00:08.000 --> 00:00:08.500\r\n<v Anna de Wit>O.</v>\r\n\r\n"
            f"{guid}/14-0\r\n00:00:10.000 --> 00:00:11.000\r\nwie weet\r\n"
        ).encode(),
        "teams.vtt",
    )
    assert rows(found) == [
        ("Anna de Wit", 3.1, 5.0, (), "Hoe gaat het in de wijk?"),
        ("Jansen, P. (Gast)", 4.9, 9.25, (35,), 'Ja & nee, het is "druk".'),
        ("Anna de Wit", 8.0, 8.5, (), "O."),
        ("", 10.0, 11.0, (), "wie weet"),
    ]
    assert found.notes == ("Cues that name no voice, whose words belong to an unknown speaker: 1.",)
    assert [speaker.label for speaker in found.speakers] == ["Anna de Wit", "Jansen, P. (Gast)"]


def test_two_voices_in_one_cue() -> None:
    found = vtt("00:01.000 --> 00:02.000\n<v.loud Anna>Ja?</v> <v Piet>Nee.</v>")
    assert rows(found) == [("Anna", 1.0, 2.0, (), "Ja?"), ("Piet", 1.0, 2.0, (), "Nee.")]


def test_zoom_names_before_a_colon() -> None:
    found = vtt(
        "1\n00:00:01.000 --> 00:00:02.000\nAnna de Wit: Eén vraag: hoe laat?",
        "2\n00:00:03.000 --> 00:00:04.000\nPiet's iPhone: Om 12:30.",
        "3\n00:00:05.000 --> 00:00:06.000\nKortom: laat.",
        "4\n00:00:07.000 --> 00:00:08.000\nAnna de Wit: Goed.",
        "5\n00:00:09.000 --> 00:00:10.000\nPiet's iPhone: Ja.",
    )
    assert rows(found) == [
        ("Anna de Wit", 1.0, 2.0, (), "Eén vraag: hoe laat?"),
        ("Piet's iPhone", 3.0, 6.0, (31,), "Om 12:30. Kortom: laat."),
        ("Anna de Wit", 7.0, 8.0, (), "Goed."),
        ("Piet's iPhone", 9.0, 10.0, (), "Ja."),
    ]


def test_whisperx_labels_and_hours_left_out() -> None:
    found = vtt(
        "00:01.000 --> 00:02.000\n[SPEAKER_00]: Dag.",
        "00:02.000 --> 01:03.500\n[SPEAKER_01]: Hallo.",
    )
    assert rows(found) == [
        ("SPEAKER_00", 1.0, 2.0, (), "Dag."),
        ("SPEAKER_01", 2.0, 63.5, (), "Hallo."),
    ]


def test_labels_in_an_srt() -> None:
    text = (
        "1\n00:00:00,000 --> 00:00:02,000\nInt: Hoe lang?\n\n"
        "2\n00:00:02,500 --> 00:00:04,000\nR06: Elf jaar.\nDaarvoor: noodhulp.\n\n"
        "3\n00:00:09,000 --> 00:00:11,000\nIn de stad.\n"
    )
    found = read_bytes(text.encode(), "x.srt")
    assert rows(found) == [
        ("Int", 0.0, 2.0, (), "Hoe lang?"),
        ("R06", 2.5, 11.0, (40,), "Elf jaar. Daarvoor: noodhulp. In de stad."),
    ]
    assert found.speakers[0].role is SpeakerRole.INTERVIEWER
    assert found.notes == ()


def test_without_speakers_a_silence_ends_a_turn() -> None:
    found = vtt(
        "00:01.000 --> 00:02.000\neen",
        "00:04.000 --> 00:05.000\ntwee",
        "00:07.100 --> 00:08.000\ndrie",
    )
    assert [row[-1] for row in rows(found)] == ["een twee", "drie"]


def test_half_an_entity_is_text() -> None:
    assert vtt("00:01.000 --> 00:02.000\nQ&notes &lt;b&gt; &copy; AT&T 3 < 4").text == (
        "Q&notes <b> © AT&T 3 < 4"
    )


cue_text = st.text(
    alphabet=st.characters(exclude_characters="\0\r<>&:", exclude_categories=["Cs", "Cc", "Zl"]),
    max_size=30,
).filter(lambda text: bool(text.strip()) and "-->" not in text)


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000), cue_text), min_size=1))
def test_words_and_times_are_those_webvtt_py_finds(cues: list[tuple[int, int, str]]) -> None:
    import webvtt

    blocks = ["WEBVTT"]
    for begin, end, text in cues:
        times = (f"00:{t // 60:02d}:{t % 60:02d}.000" for t in (begin, end))
        blocks.append(" --> ".join(times) + "\n" + text.strip())
    document = "\n\n".join(blocks) + "\n"
    found = read_bytes(document.encode(), "x.vtt")
    oracle = webvtt.from_buffer(io.StringIO(document))
    expected = "".join(re.sub(r"^(-|–|>>)\s+", "", caption.text) for caption in oracle)
    assert re.sub(r"\s", "", found.text) == re.sub(r"\s", "", expected)
    assert found.turns[0].time == oracle[0].start_in_seconds
    assert max(turn.time_end or 0 for turn in found.turns) == max(
        caption.end_in_seconds for caption in oracle
    )
    place = 0
    for turn in found.turns:
        assert place <= turn.start < turn.end <= len(found.text)
        assert all(turn.start < cue < turn.end for cue in turn.cues)
        place = turn.end
