"""What speech recognisers and transcription programs write, one sample each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.transcripts.model import SpeakerRole, Transcript
from rodedraad.transcripts.readers import read, read_bytes

from .test_readers import docx, run

SAMPLES = Path(__file__).parent / "samples"
Row = tuple[str, float | None, float | None, str]
# Formats whose text is built: it holds the speech alone, one turn a line.
BUILT = ("vtt", "srt", "whisper", "whisper-tsv", "amberscript")

EXPECTED: dict[str, tuple[str, list[Row]]] = {
    "teams.vtt": (
        "vtt",
        [
            ("Anna de Wit", 3.1, 5.0, "Hoe gaat het in de wijk?"),
            ("Bouali, A. (Gast)", 4.9, 9.25, "Druk & gezellig, zeg ik altijd."),
        ],
    ),
    "zoom.vtt": (
        "vtt",
        [
            ("Anna de Wit", 1.0, 2.5, "Eén vraag: hoe laat begint het?"),
            ("Karin", 3.0, 7.0, "Om 19:30, in De Turfschuur. Het punt is: niemand weet het."),
            ("Anna de Wit", 7.5, 8.0, "Ach."),
            ("Karin", 8.0, 9.0, "Ja."),
        ],
    ),
    "whisper.json": (
        "whisper",
        [("", 0.0, 3.0, "Hoe gaat het? Goed."), ("", 6.0, 7.0, "Mooi zo.")],
    ),
    "whispercpp.json": ("whisper", [("", 0.0, 3.5, "Hoe gaat het? Goed.")]),
    "whisper.tsv": ("whisper-tsv", [("", 0.0, 3.0, "Hoe gaat het? Goed.")]),
    "whisperx.json": (
        "whisper",
        [
            ("SPEAKER_00", 0.5, 2.0, "Hoe gaat het?"),
            ("SPEAKER_01", 2.0, 2.5, "Goed."),
            ("SPEAKER_00", 3.0, 4.0, "En met jou?"),
            ("", 4.0, 5.0, "Ook."),
        ],
    ),
    "whisperx.srt": (
        "srt",
        [("SPEAKER_00", 0.5, 2.0, "Hoe gaat het?"), ("SPEAKER_01", 2.0, 4.0, "Goed.")],
    ),
    "whisperx.vtt": (
        "vtt",
        [("SPEAKER_00", 0.5, 2.0, "Hoe gaat het?"), ("SPEAKER_01", 2.0, 4.0, "Goed.")],
    ),
    "whisperx.txt": (
        "txt",
        [("SPEAKER_00", None, None, "Hoe gaat het?"), ("SPEAKER_01", None, None, "Goed.")],
    ),
    "amberscript.json": (
        "amberscript",
        [("Anna de Wit", 1.5, 3.0, "Hoe gaat het?"), ("Spreker 2", 3.5, 5.0, "Goed. Echt.")],
    ),
    "amberscript.txt": (
        "txt",
        [("Speaker 1", 0.0, None, "Hoe gaat het?"), ("Speaker 2", 4.0, None, "Goed.")],
    ),
    "otranscribe.otr": (
        "otr",
        [
            ("Int", 62.5, None, "Hoe gaat het?"),
            ("R1", None, None, "Goed."),
            ("R1", 70.25, None, "Echt & waar.\nJa."),
        ],
    ),
    "otranscribe_old.otr": (
        "otr",
        [("Int", 3723.0, None, "Hoe gaat het?"), ("R1", None, None, "Goed.")],
    ),
    "f4.txt": (
        "txt",
        [
            ("I", None, 5.5, "Hoe gaat het?"),
            ("R", 5.5, 62.5, "Goed, om 12:30 was het\nnog druk."),
            ("R", 62.5, 69.1, "En nu niet."),
            ("I", 69.1, 72.0, "Mooi."),
        ],
    ),
    "otter.txt": (
        "txt",
        [
            ("Anna de Wit", 3.0, None, "Hoe gaat het?"),
            ("Unknown Speaker", 9.0, None, "Goed. Wel een ding: het licht."),
            ("Anna de Wit", 3604.0, None, "Mooi."),
        ],
    ),
    "nvivo.txt": (
        "txt",
        [
            ("Anna de Wit", 0.0, 5.5, "Hoe gaat het?"),
            ("Karin Stolwijk", 5.5, 62.0, "Goed."),
            ("Anna de Wit", 62.0, 64.0, "Mooi."),
        ],
    ),
    "plain.txt": (
        "txt",
        [
            ("", None, None, "Gesprek met de wijkagent\nDatum: 14 oktober 2014"),
            ("Int", None, None, "Hoe lang bent u al wijkagent?"),
            (
                "R1",
                None,
                None,
                "Elf jaar. Kortom: lang.\nEn om 12:30 eten we, zie https://lindemeer.example.",
            ),
            ("De heer Jansen (wijkteam)", 750.0, None, "Ik zit er twee jaar."),
            ("Interviewer", None, None, "Dank u."),
        ],
    ),
}


def rows(found: Transcript) -> list[Row]:
    return [
        (turn.speaker, turn.time, turn.time_end, found.text[turn.start : turn.end])
        for turn in found.turns
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample(name: str) -> None:
    found = read(SAMPLES / name)
    assert (found.format, rows(found)) == EXPECTED[name]
    if found.format in BUILT:
        assert found.text == "\n".join(row[-1] for row in EXPECTED[name][1])


def test_every_sample_has_a_test() -> None:
    surveys = {path.name for path in SAMPLES.glob("*.csv")}
    assert {path.name for path in SAMPLES.iterdir()} == {*EXPECTED, *surveys, "README.md"}


def test_amberscript_of_its_own_documentation(shared: Path) -> None:
    folder = shared / "cases" / "speech-to-text"
    found = read(folder / "amberscript_export.json")
    assert (found.format, rows(found)) == (
        "amberscript",
        [("Speaker 1", 0.45, 2.1, "Hi, welcome to Amberscript")],
    )
    found = read(folder / "amberscript_export.txt")
    assert rows(found) == [
        (
            "Speaker 1",
            0.0,
            None,
            "Hi, welcome to Amber script, in this short video, we would like to show you how you "
            "can use Amber script at its full potential.",
        )
    ]


def test_amberscript_in_word_is_word_with_labels() -> None:
    found = read_bytes(
        docx(
            f"<w:p>{run('00:00:01')}</w:p><w:p>{run('Speaker 1: Hoe gaat het?')}</w:p>"
            f"<w:p>{run('00:00:04')}</w:p><w:p>{run('Speaker 2: Goed.')}</w:p>"
        ),
        "a.docx",
    )
    assert rows(found) == [
        ("Speaker 1", 1.0, None, "Hoe gaat het?"),
        ("Speaker 2", 4.0, None, "Goed."),
    ]


def test_the_last_line_of_otter_is_left_out() -> None:
    assert read(SAMPLES / "otter.txt").notes == (
        "Left out at the end: “Transcribed by https://otter.ai”.",
    )


def test_names_on_a_line_of_their_own() -> None:
    text = "Anna\nHoe gaat het?\n\nPiet\nGoed.\nEcht.\n\nAnna\nMooi.\n"
    found = read_bytes(text.encode(), "a.txt")
    assert rows(found) == [
        ("Anna", None, None, "Hoe gaat het?"),
        ("Piet", None, None, "Goed.\nEcht."),
        ("Anna", None, None, "Mooi."),
    ]


def test_teams_text_with_ranges_and_names_above() -> None:
    text = (
        "0:0:0.0 --> 0:0:3.5\nAnna de Wit\nHoe gaat het?\n\n"
        "0:0:3.5 --> 0:0:9.5\nBouali, A.\nGoed.\n\n"
        "0:0:13.5 --> 0:0:19.5\nAnna de Wit\nMooi.\n"
    )
    assert rows(read_bytes(text.encode(), "a.txt")) == [
        ("Anna de Wit", 0.0, 3.5, "Hoe gaat het?"),
        ("Bouali, A.", 3.5, 9.5, "Goed."),
        ("Anna de Wit", 13.5, 19.5, "Mooi."),
    ]


def paragraphs(*texts: str) -> bytes:
    """A Word document with these paragraphs; a line break in a text is one in the document."""
    body = ""
    for text in texts:
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n")
        )
        body += f"<w:p><w:r>{lines}</w:r></w:p>"
    return docx(body)


def test_teams_in_word() -> None:
    found = read_bytes(
        paragraphs(
            "Groepsgesprek politie-20160405_100000-Vergadering",
            "5 april 2016, 08:00",
            "1 u 2 m 3 s",
            "Anna de Wit started transcription",
            "Anna de Wit   0:04\nHoe gaat het? Eén ding: het park.",
            "bouali, a. (Gast)   0:09\nGoed.\nOm 12:30 ook.",
            "Anna de Wit   1:02:03\nDank je.",
            "Anna de Wit heeft de transcriptie gestopt",
        ),
        "teams.docx",
    )
    assert rows(found) == [
        ("Anna de Wit", 4.0, None, "Hoe gaat het? Eén ding: het park."),
        ("bouali, a. (Gast)", 9.0, None, "Goed.\nOm 12:30 ook."),
        ("Anna de Wit", 3723.0, None, "Dank je."),
    ]
    assert found.title == "Groepsgesprek politie-20160405_100000-Vergadering"
    assert found.date == "2016-04-05"
    assert found.speakers[1].group == ""
    assert found.notes == (
        "Left out around the talk: “Groepsgesprek politie-20160405_100000-Vergadering”; “5 april "
        "2016, 08:00”; “1 u 2 m 3 s”; “Anna de Wit started transcription”; “Anna de Wit heeft de "
        "transcriptie gestopt”.",
    )


def test_google_meet_in_word() -> None:
    found = read_bytes(
        paragraphs(
            "📝 Notes",
            "Apr 5, 2016",
            "Overleg De Bron",
            "Summary",
            "Anna: heard that everybody is content.",
            "📖 Transcript",
            "Apr 5, 2016",
            "Overleg De Bron - Transcript",
            "00:00:00",
            "Anna de Wit: Hoe gaat het?",
            "Gijs Hoekstra: Goed. Kortom: druk.",
            "00:05:00",
            "Anna de Wit: Mooi.",
            "Transcription ended after 00:06:12",
            "This editable transcript was computer generated and might contain errors.",
        ),
        "meet.docx",
    )
    assert rows(found) == [
        ("Anna de Wit", 0.0, None, "Hoe gaat het?"),
        ("Gijs Hoekstra", None, None, "Goed. Kortom: druk."),
        ("Anna de Wit", 300.0, None, "Mooi."),
    ]
    assert (found.title, found.date) == ("Overleg De Bron", "2016-04-05")
    assert found.notes == (
        "Left out above the talk: 15 words of title, persons present and notes that Google Meet "
        "generated; nobody said them.",
        "Left out below the talk: “Transcription ended after 00:06:12”; “This editable transcript "
        "was computer generated and might co…”.",
    )
    assert "content" not in found.text


def test_a_report_that_mentions_a_transcript_is_no_meeting() -> None:
    found = read_bytes(paragraphs("Verslag", "Transcript", "Dit is een verslag."), "a.docx")
    assert found.text == "Verslag\n\nTranscript\n\nDit is een verslag."
    assert found.notes == ()


def test_a_table_with_a_column_of_speakers() -> None:
    rows_of_table = (("Int", "Hoe gaat het?"), ("R1", "Goed.\nEcht."), ("Int", "Mooi."))
    body = "".join(
        f"<w:tr><w:tc><w:p>{run(who)}</w:p></w:tc><w:tc>"
        + "".join(f"<w:p>{run(line)}</w:p>" for line in said.split("\n"))
        + "</w:tc></w:tr>"
        for who, said in rows_of_table
    )
    found = read_bytes(docx(f"<w:tbl>{body}</w:tbl>"), "a.docx")
    assert rows(found) == [
        ("Int", None, None, "Hoe gaat het?"),
        ("R1", None, None, "Goed.\nEcht."),
        ("Int", None, None, "Mooi."),
    ]
    assert found.speakers[0].role is SpeakerRole.INTERVIEWER


def test_html() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Gesprek\n in Noord</title><style>p{}</style></head>"
        "<body><nav>Menu</nav><p><b>Int:</b> Hoe   gaat\nhet?</p><script>alert(1)</script>"
        "<p>R1: Goed &amp; wel.<br>Ja.</p><table><tr><td>Int</td><td>Mooi.</td></tr></table>"
        "<pre>R1: twee  spaties</pre></body></html>"
    )
    found = read_bytes(page.encode(), "a.html")
    assert rows(found) == [
        ("Int", None, None, "Hoe gaat het?"),
        ("R1", None, None, "Goed & wel.\nJa."),
        ("Int", None, None, "Mooi."),
        ("R1", None, None, "twee  spaties"),
    ]
    assert found.title == "Gesprek in Noord"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("utf-8", "utf-8")],
)
def test_html_in_the_encoding_that_it_names(charset: str, encoding: str) -> None:
    page = f'<meta charset="{charset}"><p>Int: café €?</p><p>R1: ja</p>'
    assert read_bytes(page.encode(encoding), "a.htm").text == "Int: café €?\n\nR1: ja"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "a.json:1: this is no readable JSON (Expecting property name enclosed in double "
               "quotes in column 2). Export it again from Whisper."),
        (b"[1, 2", "a.json:1: this is no readable JSON (Expecting ',' delimiter in column 6). "
                   "Export it again from Whisper."),
        (b"{}", "a.json is JSON, but not of Whisper. Read are the JSON of Whisper, WhisperX, "
                "whisper.cpp and Amberscript."),
        (b"3", "a.json is JSON, but not of Whisper. Read are the JSON of Whisper, WhisperX, "
               "whisper.cpp and Amberscript."),
        (b'{"segments": [{"text": "  "}, 3, null]}',
         "a.json holds no speech: its segments are empty."),
        (b"[" * 100_000, "a.json is JSON that no Whisper writes: it is nested too deep, or a "
                         "number is too long."),
        (b'{"segments": [{"text": "\\ud800"}]}', "a.json holds half a character (a lone surrogate) "
                                               "at position 0. Save it again as UTF-8."),
        (b'{"segments": [{"text": "a\\u0000b"}]}', "a.json holds the character NUL at position 1. "
                                                "Take it out first."),
    ],
)  # fmt: skip
def test_broken_json(data: bytes, message: str) -> None:
    with pytest.raises(RodedraadError) as error:
        read_bytes(data, "a.json")
    assert str(error.value) == message


@pytest.mark.parametrize(
    "odd", ['"x"', "null", "[]", "{}", "-1", "1e999", "true", '{"start": 1}', '"\\u202e"']
)
def test_json_with_values_of_another_kind(odd: str) -> None:
    text = (
        '{"speakers": %s, "segments": [{"start": %s, "end": %s, "speaker": %s, "text": "Ja.", '
        '"words": %s}, %s]}' % ((odd,) * 6)
    )
    assert json.loads(text)
    found = read_bytes(text.encode(), "a.json")
    assert found.text == "Ja."


def test_a_tsv_of_whisper_with_a_broken_line() -> None:
    with pytest.raises(RodedraadError) as error:
        read_bytes(b"start\tend\ttext\n0\t1\n", "a.tsv")
    assert str(error.value) == (
        "a.tsv:2: this line has no start, end and text with tabs between them."
    )


def test_an_otr_without_text() -> None:
    with pytest.raises(RodedraadError, match=r"a\.otr is no oTranscribe file"):
        read_bytes(b'{"media": "x"}', "a.otr")
