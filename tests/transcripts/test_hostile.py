"""Broken and hostile files: a transcript or one clear line, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rodedraad
from rodedraad import RodedraadError
from rodedraad.transcripts.readers import read_bytes

from .test_readers import WORD, docx, packed

SAMPLES = sorted(
    path for path in (Path(__file__).parent / "samples").iterdir() if path.suffix != ".md"
)
DEMO = sorted((Path(str(rodedraad.__file__)).parent / "cli" / "demo" / "talks").iterdir())
FILES = SAMPLES + [path for path in DEMO if path.suffix in (".docx", ".odt", ".rtf")]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.sampled_from(FILES), st.data())
def test_a_damaged_file_is_a_transcript_or_one_line(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.integers(0, 400))
    put = data.draw(st.binary(max_size=20))
    content[place : place + cut] = put
    message, found = "", None
    try:
        found = read_bytes(bytes(content), path.name)
    except RodedraadError as error:
        message = str(error)
    assert "\n" not in message
    end = 0
    for turn in found.turns if found else ():
        assert found
        assert end <= turn.start < turn.end <= len(found.text)
        end = turn.end


def refused(data: bytes, name: str) -> str:
    with pytest.raises(RodedraadError) as error:
        read_bytes(data, name)
    return str(error.value)


def test_xml_nested_deeper_than_any_document() -> None:
    depth = 100_000
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    nested = f'<o xmlns:t="{text}"><t:p>{"<t:span>" * depth}x{"</t:span>" * depth}</t:p></o>'
    assert "cannot be read as OpenDocument" in refused(
        packed({"content.xml": nested.encode()}), "a.odt"
    )
    body = "<w:sdt>" * depth + "<w:p/>" + "</w:sdt>" * depth
    assert "cannot be read as Word" in refused(docx(body), "a.docx")


def test_entities_in_every_kind_of_office_document() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    word = f'{bomb}<w:document xmlns:w="{WORD}"/>'.encode()
    for name, member in (
        ("a.docx", "word/document.xml"),
        ("a.odt", "content.xml"),
        ("a.xlsx", "xl/workbook.xml"),
    ):
        assert "defines XML entities or a DOCTYPE" in refused(packed({member: word}), name)
    in_utf16 = packed({"xl/workbook.xml": word.decode().encode("utf-16")})
    assert "defines XML entities or a DOCTYPE" in refused(in_utf16, "a.xlsx")


def test_a_bomb_in_every_kind_of_office_document() -> None:
    blank = b" " * (40 * 1024 * 1024)
    for name, member in (
        ("a.docx", "word/document.xml"),
        ("a.odt", "content.xml"),
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
    ):
        assert "unpacks to far more than it holds" in refused(packed({member: blank}), name)


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<a b='", "<![CDATA[", "</", "<script>", "<", "&", "<p", "<title>"]
)
def test_html_that_never_ends_takes_no_hours(piece: str) -> None:
    data = (f"<p>Ja.</p>{piece * 200_000}").encode()
    assert read_bytes(data, "a.html").text.startswith("Ja.")


def test_html_with_a_sign_between_quotes() -> None:
    page = '<p title="a > b">R1: 3 < 4 &amp; 5 > 4</p><!-- <p>nee</p> --><p>Int: &#99999;&nope;</p>'
    assert read_bytes(page.encode(), "a.html").text == "R1: 3 < 4 & 5 > 4\n\nInt: \U0001869f&nope;"


def test_lists_in_a_yaml_block_cannot_grow() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    assert "there is no key a0" in refused("\n".join(["---", *lines, "---", "x"]).encode(), "a.txt")
    nested = "---\ntitle: [&a [x, x], [*a, *a]]\n---\nx"
    assert refused(nested.encode(), "a.txt") == (
        "a.txt:1: the block between the lines --- is not understood: a list stands where one "
        "value has to be."
    )


@pytest.mark.parametrize(
    "line",
    [
        "[",
        "[00:00",
        "#0:0",
        "1:",
        "R1 ",
        "A" * 79 + " :",
        "- ",
        "(",
        "**",
        "\t",
        "\u2028",
        "e\u0301",
    ],
)
def test_a_long_line_of_anything_is_read_in_linear_time(line: str) -> None:
    text = "R1: x " + line * (4_000_000 // len(line))
    assert read_bytes(text.encode(), "a.txt").turns[0].start == 4


def test_a_cell_without_end() -> None:
    assert refused(b"a,b\n1," + b"x" * 2_000_000, "s.csv").startswith("s.csv:2: this is no")


def test_only_labels_and_no_speech() -> None:
    assert refused(b"R1:\nInt:\n", "a.txt") == "a.txt holds no speech."
    cues = "WEBVTT\n\n00:00.000 --> 00:01.000\n[SPEAKER_00]:\n"
    assert refused(cues.encode(), "a.vtt") == "a.vtt holds no speech."


def test_a_control_character_in_the_block_on_top() -> None:
    assert refused(b"---\ntitle: x\ndate: 2021\x0701\n---\nR1: ja\n", "a.md") == (
        "a.md:3: the block between the lines --- is no YAML: special characters are not allowed."
    )


def test_a_zip_of_which_the_directory_points_outside_the_file() -> None:
    whole = docx("<w:p><w:r><w:t>R1: ja</w:t></w:r></w:p>" * 50)
    cut = whole[200:]  # every place in the directory is 200 bytes too far now
    assert "cannot be read as Word" in refused(cut, "a.docx")
