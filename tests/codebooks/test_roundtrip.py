"""What is written is what is read, for any codebook, and comments stay with their code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.codebooks import csv, yaml
from rodedraad.codebooks.fields import fill_in
from rodedraad.codebooks.model import Code, Codebook

slugs = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
characters = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("aé \n:#-'\"[]{}>|*&!%@`,;\\\t\0")
)
texts = st.text(characters, max_size=40).map(str.strip)
long_texts = st.lists(st.text("abcdé,.: #-", min_size=1, max_size=12), max_size=40).map(
    lambda words: " ".join(words).strip()
)
words = texts.filter(bool)


@st.composite
def codes(draw: st.DrawFn, slug: str, parent: str = "", depth: int = 1) -> Code:
    """Draw one code, with codes below it while `depth` allows."""
    path = f"{parent}/{slug}" if parent else slug
    below = draw(st.lists(slugs, unique=True, max_size=2)) if depth else []
    return Code(
        uuid=str(draw(st.uuids())),
        slug=slug,
        path=path,
        name=draw(words),
        definition=draw(long_texts),
        use_when=draw(texts),
        not_when=draw(texts),
        example=draw(long_texts),
        counterexample=draw(texts),
        indicators=tuple(draw(st.lists(words, max_size=4))),
        shortcut=draw(st.sampled_from(["", "", "", "2p", "7"])),
        colour=draw(st.sampled_from(["", "#aabbcc", "#00FF00"])),
        codes=tuple(draw(codes(child, path, depth - 1)) for child in below),
    )


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Draw a codebook in which no file would have anything left to fill in."""
    themes = draw(st.lists(slugs, unique=True, max_size=2))
    return fill_in(
        Codebook(
            name=draw(words),
            language=draw(st.sampled_from(["nl", "en"])),
            description=draw(texts),
            codes=tuple(draw(codes(slug)) for slug in themes),
        )
    )


def moved(code: Code, parent: str) -> Code:
    """Return `code` as it is below `parent`, with the paths that follow from that."""
    path = f"{parent}/{code.slug}" if parent else code.slug
    return replace(code, path=path, codes=tuple(moved(child, path) for child in code.codes))


@settings(max_examples=50, deadline=None)
@given(codebooks())
def test_yaml_gives_back_what_was_written(codebook: Codebook) -> None:
    assert yaml.parse(yaml.render(codebook), "x.yaml") == codebook


def in_table(code: Code) -> Code:
    """Return `code` without what a table cannot hold apart."""

    def plain(text: str) -> str:
        return text.replace("\r\n", "\n").strip()

    return replace(
        code,
        name=plain(code.name),
        definition=plain(code.definition),
        use_when=plain(code.use_when),
        not_when=plain(code.not_when),
        example=plain(code.example),
        counterexample=plain(code.counterexample),
        indicators=tuple(plain(word).replace(";", ",") for word in code.indicators),
        codes=tuple(in_table(child) for child in code.codes),
    )


@settings(max_examples=50, deadline=None)
@given(codebooks())
def test_a_table_gives_back_what_was_written(codebook: Codebook) -> None:
    codes = tuple(in_table(code) for code in codebook.codes)
    codebook = replace(codebook, description="", codes=codes)
    read = csv.parse(csv.render(codebook), "x.csv", codebook.name, codebook.language)
    assert read == codebook


def with_notes(text: str) -> str:
    """Put a comment with its UUID above every code of a rendered codebook."""
    lines = text.split("\n")
    for code in reversed(list(yaml.parse(text, "x.yaml").walk())):
        line = lines[code.line - 1]
        indent = line[: len(line) - len(line.lstrip())].removesuffix("- ")
        lines.insert(code.line - 1, f"{indent}# note {code.uuid}")
    return "\n".join(lines)


@st.composite
def edits(draw: st.DrawFn, codebook: Codebook) -> Codebook:
    """Draw another state of `codebook`: codes removed, moved, changed and added."""
    kept = [replace(code, codes=()) for code in codebook.walk() if draw(st.booleans())]
    kept += [replace(code, codes=()) for code in draw(codebooks()).walk()]
    kept = draw(st.permutations(kept))
    themes: list[Code] = []
    for code in {code.slug: code for code in kept}.values():
        changed = replace(
            code,
            definition=draw(st.one_of(st.just(code.definition), texts)),
            example=draw(st.one_of(st.just(code.example), long_texts)),
            indicators=tuple(draw(st.permutations(code.indicators))),
        )
        if themes and draw(st.booleans()):
            themes[-1] = replace(themes[-1], codes=(*themes[-1].codes, changed))
        else:
            themes.append(changed)
    codes = tuple(moved(code, "") for code in themes)
    return fill_in(replace(codebook, name=draw(words), codes=codes))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_edits_leave_the_comment_of_every_code_that_stays(data: st.DataObject) -> None:
    old = data.draw(codebooks())
    new = data.draw(edits(old))
    text = yaml.update(with_notes(yaml.render(old)), new, "x.yaml")
    assert yaml.parse(text, "x.yaml") == new
    before = {code.uuid for code in old.walk()}
    for code in new.walk():
        assert text.count(f"# note {code.uuid}\n") == (1 if code.uuid in before else 0)


@settings(max_examples=50, deadline=None)
@given(codebooks())
def test_writing_the_same_again_changes_no_byte(codebook: Codebook) -> None:
    text = with_notes(yaml.render(codebook))
    assert yaml.update(text, codebook, "x.yaml") == text


def test_files_give_back_what_was_written(tmp_path: Path) -> None:
    codebook = fill_in(
        Codebook(
            name="Proef",
            codes=(
                Code(
                    uuid="", slug="zorg", path="zorg", name="Zórg", indicators=("huis arts", "ggz")
                ),
            ),
        )
    )
    yaml.write(codebook, tmp_path / "proef.yaml")
    csv.write(codebook, tmp_path / "proef.csv")
    assert yaml.read(tmp_path / "proef.yaml") == codebook
    assert csv.read(tmp_path / "proef.csv", "Proef") == codebook
