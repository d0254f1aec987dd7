"""Codebooks in REFI-QDA: valid by the standard's own schema, and read back exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rodedraad import RodedraadError
from rodedraad.codebooks import library, qdc
from rodedraad.codebooks.labelled import split_fields, with_fields
from rodedraad.codebooks.model import Code, Codebook

# Every character that XML can hold.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"],
    include_characters="\n\r\t",
    exclude_characters="\ufffe\uffff",
)
TEXT = st.text(CHARACTERS, max_size=20)
SLUG = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)
LINE = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


def codes(depth: int, parent: str = "") -> st.SearchStrategy[tuple[Code, ...]]:
    """Make codes with codes below them, `depth` levels at most."""
    slugs = st.lists(SLUG, max_size=3 if depth else 0, unique=True)
    return slugs.flatmap(lambda found: st.tuples(*(code(slug, depth, parent) for slug in found)))


def code(slug: str, depth: int, parent: str) -> st.SearchStrategy[Code]:
    """Make a code with any text in its fields."""
    path = f"{parent}/{slug}" if parent else slug
    return st.builds(
        Code,
        uuid=st.uuids().map(str),
        slug=st.just(slug),
        path=st.just(path),
        name=TEXT.filter(bool),
        definition=TEXT,
        use_when=TEXT,
        not_when=TEXT,
        example=TEXT,
        counterexample=TEXT,
        indicators=st.lists(LINE, max_size=3).map(tuple),
        shortcut=st.sampled_from(["", "2", "2p"]),
        colour=st.sampled_from(["", "#1b7837"]),
        codes=codes(depth - 1, path),
    )


@settings(max_examples=40, deadline=None)
@given(codes(2))
def test_codes_come_back_as_they_were_written(found: tuple[Code, ...]) -> None:
    if not found:
        return
    written = qdc.render(Codebook("boek", codes=found))
    assert qdc.codes_in(etree.fromstring(written.encode()), "boek.qdc") == found


@given(TEXT, st.dictionaries(SLUG, TEXT))
def test_a_labelled_block_comes_back_as_it_was_written(text: str, fields: dict[str, str]) -> None:
    filled = {name: value for name, value in fields.items() if value}
    assert split_fields(with_fields(text, fields)) == (text, filled)


def test_text_that_looks_like_a_block_stays_text() -> None:
    text = "Zie hieronder.\n\n[rodedraad]\ncode: politie"
    assert split_fields(with_fields(text, {})) == (text, {})


@pytest.mark.parametrize("name", library.names())
def test_what_ships_is_valid_by_the_standard(name: str, shared: Path, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "cases/refi/Codebook-1.0.xsd"))
    qdc.write(library.load(name), tmp_path / "boek.qdc")
    raw = (tmp_path / "boek.qdc").read_bytes()
    assert raw.startswith(b"<?xml")
    schema.assertValid(etree.fromstring(raw))
    assert qdc.read(tmp_path / "boek.qdc").codes == library.load(name).codes


# As ATLAS.ti writes it: braces, a set of codes, no nesting, the draft's namespace.
ATLAS = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti">
  <Codes>
    <Code guid="{85D17F60-7BB0-481E-B742-B4861DD669DF}" name="Zorg &amp; welzijn"
          isCodable="true" color="#F08"><Description>Alle zorg.</Description></Code>
    <Code guid="0F8A1907-7E42-4739-8610-A676B4D1B69F" name="Zorg, welzijn" isCodable="true"
          color="red"/>
    <Code guid="geen guid" name="合作" isCodable="false"/>
  </Codes>
  <Sets>
    <Set guid="2324B638-D629-4970-B2E8-8B5BFD0A8D6B" name="Thema">
      <MemberCode guid="{85d17f60-7bb0-481e-b742-b4861dd669df}"/>
    </Set>
  </Sets>
</CodeBook>"""


def test_what_atlas_writes_is_read() -> None:
    book = qdc.from_bytes(ATLAS.encode(), "atlas.qdc", "atlas")
    first, second, third = book.codes
    assert first.uuid == "85d17f60-7bb0-481e-b742-b4861dd669df"
    assert (first.name, first.slug, first.colour) == ("Zorg & welzijn", "zorg-welzijn", "#FF0088")
    assert first.definition == "Alle zorg."
    assert (second.slug, second.colour) == ("zorg-welzijn-2", "")
    assert (third.slug, third.name) == ("code", "合作")
    assert book.description == "Thema: Zorg & welzijn"
    assert [code.shortcut for code in book.codes] == ["1", "2", "3"]


BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "defines XML entities"),
        ("<!-- a --><?pi b?>" + BOMB, "defines XML entities"),
        ('<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><CodeBook/>', "defines XML entities"),
        ("<CodeBook><Codes>", "no correct XML"),
        ("<CodeBook><Codes/></CodeBook>", "holds no codes"),
        ("<Project><CodeBook/></Project>", "holds no codes"),
        (
            "<CodeBook><Codes>" + "<Code>" * 2000 + "</Code>" * 2000 + "</Codes></CodeBook>",
            "nested",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(RodedraadError, match=reason):
        qdc.from_bytes(text.encode(), "boek.qdc", "boek")


def test_characters_that_xml_cannot_hold_are_marked() -> None:
    code = Code("85d17f60-7bb0-481e-b742-b4861dd669df", "a", "a", "Bel\x07", "Half\x00")
    written = qdc.render(Codebook("boek", codes=(code,)))
    book = qdc.from_bytes(written.encode(), "boek.qdc", "boek")
    assert (book.codes[0].name, book.codes[0].definition) == ("Bel\ufffd", "Half\ufffd")


def test_an_empty_codebook_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RodedraadError, match="has no codes"):
        qdc.render(Codebook("leeg"))
    with pytest.raises(RodedraadError, match="cannot be read"):
        qdc.read(tmp_path / "boek.qdc")
