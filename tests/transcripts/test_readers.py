"""The registry, the bytes and the encodings, and what is refused with one clear line."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rodedraad import RodedraadError
from rodedraad.transcripts.readers import FORMATS, read, read_bytes, suffixes
from rodedraad.transcripts.readers.source import Source, open_source, source_of_bytes
from rodedraad.transcripts.survey import survey_as_said

TALK = "Int: Hoe gaat het met de café's?\nR1: Goed, 🙂 écht.\n"


def refusal(read_it: Callable[[], object]) -> str:
    with pytest.raises(RodedraadError) as error:
        read_it()
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_file_keeps_its_name_format_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "gesprek.TXT"
    path.write_bytes(TALK.encode())
    found = read(path)
    assert (found.source, found.format) == ("gesprek.TXT", "txt")
    assert found.sha256 == hashlib.sha256(TALK.encode()).hexdigest()
    assert found.text == TALK


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
def test_every_reader_exists(form: object) -> None:
    from importlib import import_module

    module, function = form.reader.split(":")  # type: ignore[attr-defined]
    assert callable(getattr(import_module(f"rodedraad.transcripts.readers.{module}"), function))


def test_suffixes_have_a_dot_and_are_lower_case() -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes())
    assert {".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt"} <= suffixes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_are_found(encoding: str) -> None:
    assert read_bytes(TALK.encode(encoding), "a.txt").text == TALK


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16-le", "cp850"])
def test_encodings_that_are_said(encoding: str) -> None:
    text = "R1: café\nInt: O.\n"
    assert read_bytes(text.encode(encoding), "a.txt", encoding=encoding).text == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends(ends: str) -> None:
    assert read_bytes(TALK.replace("\n", ends).encode(), "a.txt").text == TALK


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_text_equals_the_source_up_to_line_ends(text: str) -> None:
    text = "x" + text
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert read_bytes(text.encode(), "a.txt").text == expected


@given(st.text(alphabet="a\r\né", max_size=40), st.integers(1, 7))
def test_lines_are_the_same_however_the_bytes_come_in(text: str, size: int) -> None:
    class Slow(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    source = Source("a.txt", Slow(("x" + text).encode()))
    expected = ("x" + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert list(source.lines()) == expected
    assert source.sha256 == hashlib.sha256(("x" + text).encode()).hexdigest()


def test_a_file_that_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "nergens.txt"
    assert refusal(lambda: read(path)) == f"There is no file {path}."


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(lambda: read(tmp_path)) == f"{tmp_path} is a folder, not a file."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "geheim.txt"
    path.write_text("x")
    path.chmod(0)
    assert refusal(lambda: read(path)).endswith("Ask its owner for the right to read it.")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
def test_an_empty_file(form: object) -> None:
    name = f"leeg{form.suffixes[0]}"  # type: ignore[attr-defined]
    assert refusal(lambda: read_bytes(b"", name, format=form.name)) == f"{name} is empty."  # type: ignore[attr-defined]


def test_a_file_of_white_space() -> None:
    assert refusal(lambda: read_bytes(b" \n\n", "a.txt")) == "a.txt holds no text."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"R1: caf\xe9\n",
            "a.txt is not in UTF-8: byte 7 is E9. If it comes from an older Windows program, "
            "add --encoding cp1252.",
        ),
        (
            b"x" * 9000 + b"\xe9 na",
            "a.txt is not in UTF-8: byte 9000 is E9. If it comes from an older Windows program, "
            "add --encoding cp1252.",
        ),
        (
            b"R1: caf\xc3",
            "a.txt is not in UTF-8: byte 7 is C3. If it comes from an older Windows program, "
            "add --encoding cp1252.",
        ),
        (
            b"R1: ja\0nee",
            "a.txt is no text: it holds the character NUL at position 6. Export it as text first.",
        ),
        (
            "R1: ja".encode("utf-16-le"),
            "a.txt holds the character NUL at position 1. If the program that made it calls this "
            "Unicode, add --encoding utf-16-le.",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "a.txt is no text: it begins like a picture. Export it as text, or give the file its "
            "right name or --format.",
        ),
        (
            b"\x01\x02\x03\xff\xfe\x04" * 20,
            "a.txt is no text: byte 3 is FF. Export it as text first.",
        ),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    assert refusal(lambda: read_bytes(data, "a.txt")) == message


def test_a_wrong_encoding_has_its_byte() -> None:
    message = refusal(lambda: read_bytes(b"caf\xe9", "a.txt", encoding="ascii"))
    assert message == "a.txt is not in ascii: byte 3 is E9. Try another --encoding."


@pytest.mark.parametrize("encoding", ["utf-9", "base64", "rot13"])
def test_an_unknown_encoding(encoding: str) -> None:
    message = refusal(lambda: read_bytes(b"x", "a.txt", encoding=encoding))
    assert message == f"There is no encoding {encoding}. Try utf-8, cp1252 or utf-16."


def test_an_unknown_suffix_and_an_unknown_format() -> None:
    assert refusal(lambda: read_bytes(b"x", "a.xyz")).startswith(
        "a.xyz has no format that is read. Read are txt, md, docx,"
    )
    assert refusal(lambda: read_bytes(b"x", "a.doc")) == (
        "a.doc is an old Word document. Open it and save it as .docx."
    )
    assert refusal(lambda: read_bytes(b"x", "a", format="docxx")).startswith(
        "There is no format docxx. Did you mean docx?"
    )


def test_a_format_may_be_said() -> None:
    assert read_bytes(TALK.encode(), "zonder", format="txt").format == "txt"


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALK)
    original = Source.chunks

    def changing(source: Source) -> object:
        yield from original(source)
        with (tmp_path / source.name).open("a") as file:
            file.write("nog iets")

    monkeypatch.setattr(Source, "chunks", changing)
    changed = "changed while it was read. Wait until it is finished and try again."
    assert refusal(lambda: read(path)) == f"a.txt {changed}"
    survey = tmp_path / "s.csv"
    survey.write_text("nr,mening\n1,Dat is zo.\n")
    with pytest.raises(RodedraadError, match=f"s.csv {changed}"), open_source(survey) as source:
        survey_as_said(source)


def test_a_file_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rodedraad.transcripts.readers.source.LARGEST", 10)
    assert refusal(lambda: read_bytes(b"x" * 11, "a.txt")).startswith("a.txt is larger than 0 MB")


def test_a_name_with_a_newline_or_a_dash(tmp_path: Path) -> None:
    path = tmp_path / "-a\nb.txt"
    path.write_text(TALK)
    assert read(path).source == "-a\nb.txt"


def test_control_and_bidi_characters_stay_as_they_are() -> None:
    text = "R1: \x1b[31mrood\x07 \u202eomgekeerd\u202c\nInt: O.\n"
    assert read_bytes(text.encode(), "a.txt").text == text


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, before: str = "") -> bytes:
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": document.encode()})


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_docx_paragraphs_breaks_and_tables_in_their_order() -> None:
    found = read_bytes(
        docx(
            f"<w:p>{run('Int: Hoe ')}{run('dan?')}</w:p><w:p/>"
            f"<w:p><w:r><w:t>R1: Zo,</w:t><w:br/><w:t>en</w:t><w:tab/><w:t>zo.</w:t></w:r></w:p>"
            f"<w:tbl><w:tr><w:tc><w:p>{run('cel 1')}</w:p></w:tc><w:tc><w:p>{run('cel 2')}</w:p>"
            f"</w:tc></w:tr></w:tbl><w:p>{run('Int: Goed.')}</w:p>"
        ),
        "a.docx",
    )
    assert found.text == "Int: Hoe dan?\n\nR1: Zo,\nen\tzo.\n\ncel 1\tcel 2\n\nInt: Goed."


def test_docx_tracked_changes_comments_and_links() -> None:
    found = read_bytes(
        docx(
            f"<w:p>{run('R1: Ik ')}<w:ins>{run('vind ')}</w:ins>"
            "<w:del><w:r><w:delText>weet </w:delText></w:r></w:del>"
            f"<w:hyperlink>{run('dit')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:commentReference/></w:r></w:p>"
            f"<w:p>{run('Int: O.')}</w:p>"
        ),
        "a.docx",
    )
    assert found.text == "R1: Ik vind dit\n\nInt: O."
    assert found.notes == (
        "2 tracked changes were read as if accepted.",
        "Comments in the margin, left out: 1.",
    )


BROKEN = (
    "{} cannot be read as {}: it is damaged, cut off, or of another kind. Open it in its "
    "own program and save it again."
)


@pytest.mark.parametrize(("name", "what"), [("a.docx", "Word"), ("a.odt", "OpenDocument")])
@pytest.mark.parametrize(
    "data",
    [
        b"geen zip",
        b"PK\x03\x04 en dan niets",
        packed({"mimetype": b"x"}),
        packed({"word/document.xml": b"<w:docum", "content.xml": b"<office"}),
        packed({"word/document.xml": b"<a>&x;</a>", "content.xml": b"<a>&x;</a>"}),
        docx("<w:p/>" * 400)[:190],
    ],
    ids=["text", "half", "no member", "half xml", "unknown entity", "cut off"],
)
def test_a_broken_office_document(name: str, what: str, data: bytes) -> None:
    assert refusal(lambda: read_bytes(data, name)) == BROKEN.format(name, what)


def test_xml_with_a_doctype_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refusal(lambda: read_bytes(docx("<w:p/>", bomb), "a.docx")) == (
        "a.docx defines XML entities or a DOCTYPE, which Word never needs and which can "
        "hide other files or fill the memory. It is not read."
    )


def test_a_zip_bomb_is_refused() -> None:
    data = packed({"word/document.xml": b" " * (40 * 1024 * 1024)})
    assert len(data) < 60_000
    assert refusal(lambda: read_bytes(data, "a.docx")).startswith(
        "a.docx unpacks to far more than it holds (word/document.xml: over 16 MB)"
    )


def test_a_locked_document_is_refused() -> None:
    data = bytearray(docx("<w:p/>"))
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + place] |= 1
    assert "locked with a password" in refusal(lambda: read_bytes(bytes(data), "a.docx"))


def test_an_odt(tmp_path: Path) -> None:
    import odfdo

    document = odfdo.Document("text")
    document.body.clear()
    for line in ("Int: Hoe?", "", "R1: Zo,   en zo."):
        document.body.append(odfdo.Paragraph(line))
    path = tmp_path / "a.odt"
    document.save(path)
    found = read(path)
    assert found.text == "Int: Hoe?\n\nR1: Zo,   en zo."
    assert [turn.speaker for turn in found.turns] == ["Int", "R1"]


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (
            r"{\rtf1\ansi\ansicpg1252 Int: Hoe?\par R1: caf\'e9 \u8364?\par}",
            "Int: Hoe?\n\nR1: café €",
        ),
        (
            r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 R1: \b vet\b0 .\par Int: O.}",
            "R1: vet.\n\nInt: O.",
        ),
    ],
)
def test_an_rtf(rtf: str, text: str) -> None:
    assert read_bytes(rtf.encode(), "a.rtf").text == text


def test_what_is_no_rtf() -> None:
    assert refusal(lambda: read_bytes(b"tekst", "a.rtf")) == (
        "a.rtf is no RTF: it does not begin with {\\rtf. Save it again as RTF."
    )


def pdf(*pages: str) -> bytes:
    """A small PDF with a page for each text; a line of the text becomes a line."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for page in pages:
        shown = "T*".join(f"({line})Tj " for line in page.split("\n")) if page else ""
        content = f"BT /F1 12 Tf 14 TL 50 700 Td {shown}ET".encode()
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {number + 1} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>".encode()
    data = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def test_a_pdf_page_by_page() -> None:
    found = read_bytes(pdf("Int: Hoe?\nR1: Zo.", "Int: En?\nR1: Ja."), "a.pdf")
    assert found.text == "Int: Hoe?\nR1: Zo.\n\nInt: En?\nR1: Ja."
    assert found.notes == ("Read from 2 pages.",)
    assert len(found.turns) == 4


def test_a_scanned_pdf_is_refused_with_that_reason() -> None:
    assert refusal(lambda: read_bytes(pdf("", ""), "a.pdf")) == (
        "a.pdf holds no text: it is a scan, or pictures. Let a program with text recognition "
        "(OCR) read it first, and import what that gives."
    )


@pytest.mark.parametrize("data", [b"%PDF-1.4 kapot", b"geen pdf", pdf("Int: Hoe?")[:300]])
def test_a_broken_pdf(data: bytes) -> None:
    assert refusal(lambda: read_bytes(data, "a.pdf")) == (
        "a.pdf is no readable PDF: it is damaged or cut off. Open it and save it again."
    )


def test_reading_text_loads_no_library_of_other_formats() -> None:
    import subprocess
    import sys

    program = (
        "import sys, rodedraad.transcripts.readers as r;"
        "r.read_bytes(b'R1: ja\\nInt: o', 'a.txt');"
        "print([m for m in ('docx', 'lxml', 'odfdo', 'pypdf', 'striprtf', 'webvtt', 'ruamel', "
        "'defusedxml', 'openpyxl', 'sqlite3', 'click') if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_a_source_of_bytes_is_read_once() -> None:
    source = source_of_bytes(b"x\ny", "a.txt")
    stream: BinaryIO = source.stream
    assert source.text() == "x\ny"
    assert stream.read() == b""


def test_a_file_that_is_nearly_there(tmp_path: Path) -> None:
    (tmp_path / "gesprekken").mkdir()
    path = tmp_path / "gesprek"
    said = refusal(lambda: read(path))
    assert said == f"There is no file {path}. Did you mean {path}ken?"
