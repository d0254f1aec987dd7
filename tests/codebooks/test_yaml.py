"""Reading a codebook in YAML, its errors word for word, and writing that keeps the layout."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rodedraad import RodedraadError
from rodedraad.codebooks import yaml
from rodedraad.codebooks.model import Code, Codebook

SMALL = """\
name: Proef
codes:
  - code: samenwerking
    codes:
      - code: zorg-en-welzijn
        indicators: [huisarts, 2014]
      - code: politie
      - code: partners
"""


def message(text: str) -> str:
    with pytest.raises(RodedraadError) as caught:
        yaml.parse(text, "mijn.yaml")
    return str(caught.value)


def one_code(*fields: str) -> str:
    return "name: Proef\ncodes:\n  - code: politie\n" + "".join(f"    {line}\n" for line in fields)


# Reading


def test_what_a_file_leaves_out_is_filled_in() -> None:
    (theme,) = yaml.parse(SMALL, "mijn.yaml").codes
    assert [code.path for code in theme.walk()] == [
        "samenwerking",
        "samenwerking/zorg-en-welzijn",
        "samenwerking/politie",
        "samenwerking/partners",
    ]
    assert [code.shortcut for code in theme.walk()] == ["1", "1z", "1p", "1a"]
    assert [code.line for code in theme.walk()] == [3, 5, 7, 8]
    assert theme.codes[0].name == "Zorg en welzijn"
    assert theme.codes[0].indicators == ("huisarts", "2014")


def test_a_code_without_uuid_always_gets_the_same_one() -> None:
    codes = {code.path: code.uuid for code in yaml.parse(SMALL, "mijn.yaml").walk()}
    assert codes["samenwerking/politie"] == "1c7cd06d-758a-501d-b572-a80191854d56"
    other = yaml.parse(SMALL.replace("Proef", "Anders"), "mijn.yaml")
    assert codes["samenwerking/politie"] not in {code.uuid for code in other.walk()}


def test_shortcuts_in_the_file_are_kept_and_not_given_twice() -> None:
    text = SMALL.replace("- code: partners", "- code: partners\n        shortcut: 1p")
    shortcuts = [code.shortcut for code in yaml.parse(text, "mijn.yaml").walk()]
    assert shortcuts == ["1", "1z", "1o", "1p"]


def test_the_tenth_theme_has_no_shortcut() -> None:
    themes = "".join(f"  - code: t{number}\n" for number in range(10))
    codes = yaml.parse(f"name: Proef\ncodes:\n{themes}", "mijn.yaml").codes
    assert [code.shortcut for code in codes] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", ""]


def test_a_number_needs_no_quotes_and_a_uuid_may_have_braces() -> None:
    text = one_code("shortcut: 2", "uuid: '{0B5C3B54-5E3E-4B0E-9A53-0D5A2E8B8A10}'", "name: 2016")
    (code,) = yaml.parse(text, "mijn.yaml").codes
    assert (code.shortcut, code.name) == ("2", "2016")
    assert code.uuid == "0b5c3b54-5e3e-4b0e-9a53-0d5a2e8b8a10"


def test_a_codebook_of_another_hand_is_read(shared: Path) -> None:
    codebook = yaml.read(shared / "bench" / "sib200-nl.yaml")
    assert (codebook.name, codebook.language, len(codebook.codes)) == ("SIB-200 nl", "nl", 7)
    assert codebook.codes[1].indicators[:2] == ("reizen", "reis")
    assert codebook == yaml.read(shared / "bench" / "sib200-nl.yaml")


# Errors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            one_code("definitie: wat het is"),
            "mijn.yaml:4: unknown field definitie. Did you mean definition?",
        ),
        (
            one_code("kleur: '#aabbcc'"),
            "mijn.yaml:4: unknown field kleur. Did you mean colour?",
        ),
        (
            "naam: Proef\n",
            "mijn.yaml:1: unknown field naam. Did you mean name?",
        ),
        (
            "xyz: Proef\n",
            "mijn.yaml:1: unknown field xyz. The fields are name, language, description, codes.",
        ),
        (
            one_code("name: Politie", "name: Agenten"),
            "mijn.yaml:5: the field name stands here twice, first on line 4. Remove one.",
        ),
        (
            one_code("name: [a, b]"),
            "mijn.yaml:4: name should be text, and not a list or fields of its own.",
        ),
        (
            one_code("indicators: wijkagent, politie"),
            "mijn.yaml:4: indicators should be a list: [one, two], or each on a line of its own "
            "after a hyphen.",
        ),
        (
            one_code("indicators:", "  - politie", "  -"),
            "mijn.yaml:6: an indicator is empty.",
        ),
        (
            "name: Proef\ncodes:\n  - politie\n",
            "mijn.yaml:3: here should stand fields, each with its value (name: …).",
        ),
        (
            "name: Proef\ncodes:\n  - name: Politie\n",
            "mijn.yaml:3: this code lacks the field code, the short name it is called by "
            "(code: zorg-en-welzijn).",
        ),
        (
            "name: Proef\ncodes:\n  - name: Zorg\n    code: Zórg & welzijn\n",
            "mijn.yaml:4: a code is written in small letters, digits and hyphens: zorg-welzijn, "
            "not Zórg & welzijn.",
        ),
        (
            "name: Proef\ncodes:\n  - code: 警察\n",
            "mijn.yaml:3: a code is written in small letters, digits and hyphens, not 警察.",
        ),
        (
            one_code("shortcut: pp"),
            "mijn.yaml:4: a shortcut is a digit and a small letter, such as 2p (a theme has the "
            "digit alone), not pp.",
        ),
        (
            one_code("colour: blauw"),
            'mijn.yaml:4: a colour is written as "#1b7837", not blauw.',
        ),
        (
            one_code("colour: #1b7837"),
            "mijn.yaml:4: put the colour in quotes, because YAML takes what follows a # for a "
            "comment.",
        ),
        (
            one_code("uuid: 12"),
            "mijn.yaml:4: 12 is no UUID. Leave the field out and it is made for you.",
        ),
        (
            one_code("definition: als volgt: dit"),
            "mijn.yaml:4: this is not correct YAML (mapping values are not allowed here). Indent "
            "with spaces, and put text with a colon or # in it in quotes.",
        ),
        (
            one_code("definition: \x07"),
            "mijn.yaml:4: this is not correct YAML (special characters are not allowed). Indent "
            "with spaces, and put text with a colon or # in it in quotes.",
        ),
        (
            one_code("name: &naam Politie", "definition: *naam"),
            "mijn.yaml:5: *naam refers to another place in the file, which a codebook cannot do. "
            "Write the text out, or put it in quotes.",
        ),
        (
            "codes: []\n",
            "mijn.yaml: the codebook has no name. Put a line on top: name: My codebook",
        ),
        ("# nog niets\n", "mijn.yaml is empty."),
        (
            "name: " + 1000 * "[",
            "mijn.yaml: the lists in it are nested too deeply for a codebook.",
        ),
    ],
)
def test_an_error_says_what_where_and_what_to_do(text: str, expected: str) -> None:
    assert message(text) == expected


def test_a_bomb_of_aliases_is_refused_before_it_unfolds() -> None:
    levels = "".join(
        f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" if n else "l0: &l0 [lol]\n"
        for n in range(12)
    )
    assert message(levels).startswith("mijn.yaml:2: *l0 refers to another place in the file")


def test_a_star_in_the_text_is_no_alias() -> None:
    (code,) = yaml.parse(one_code("definition: drie * vier"), "mijn.yaml").codes
    assert code.definition == "drie * vier"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, "There is no file {file}."),
        (b"", "{file} is empty."),
        (
            b"name: a\ncodes: \xe9\n",
            "{file}:2: this is not UTF-8 text. Save the file as UTF-8 and try again.",
        ),
        (
            b"#" * 11_000_000,
            "{file} is 11 MB; a codebook has at most 10 MB. Is this the right file?",
        ),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, raw: bytes | None, expected: str) -> None:
    path = tmp_path / "mijn.yaml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(RodedraadError) as caught:
        yaml.read(path)
    assert str(caught.value) == expected.format(file=path)


def test_a_folder_is_no_codebook(tmp_path: Path) -> None:
    with pytest.raises(RodedraadError) as caught:
        yaml.read(tmp_path)
    assert str(caught.value) == f"{tmp_path} cannot be read: Is a directory."


# Writing

COMMENTED = """\
# Ons codeboek, versie 3
name: Proef  # werktitel
language: nl

codes:
  # het eerste thema
  - code: samenwerking
    name: "Samenwerking"
    definition: >-   # nog afstemmen
      Een definitie over
      twee regels
    shortcut: 1
    codes:
      # over de politie
      - code: politie
        name: Politie   # en boa's
        definition: Samen met de politie.
        indicators:
          - politie  # ook in samenstellingen
          # let op: de wijkagent
          - wijkagent

      # over de zorg
      - code: zorg
        name: Zorg
        indicators: [huisarts,   thuiszorg]  # aanvullen
        # hier nog een voorbeeld
      # over wonen
      - code: wonen
        name: Wonen

  # het tweede thema
  - code: werkwijze
    name: Werkwijze
# einde
"""


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return `text` with each first string, which must be in it once, replaced by the second."""
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.fixture
def commented() -> Codebook:
    return yaml.parse(COMMENTED, "mijn.yaml")


def changed(codebook: Codebook, path: str, **fields: object) -> Codebook:
    """Return `codebook` with other fields for the code at `path`."""

    def change(code: Code) -> Code:
        code = replace(code, codes=tuple(change(child) for child in code.codes))
        return replace(code, **fields) if code.path == path else code  # type: ignore[arg-type]

    return replace(codebook, codes=tuple(change(code) for code in codebook.codes))


def test_nothing_changed_changes_no_byte(commented: Codebook) -> None:
    assert yaml.update(COMMENTED, commented, "mijn.yaml") == COMMENTED


def test_a_changed_definition_changes_its_lines_alone(commented: Codebook) -> None:
    new = changed(commented, "samenwerking", definition="Kort.")
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        (
            "definition: >-   # nog afstemmen\n      Een definitie over\n      twee regels\n",
            "definition: Kort.   # nog afstemmen\n",
        ),
    )


def test_a_long_text_is_written_over_several_lines(commented: Codebook) -> None:
    text = "Hoe de samenwerking met de wijkagent en het politieteam loopt, in goede en slechte tijd"
    new = changed(commented, "samenwerking/politie", name=text)
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        (
            "name: Politie   # en boa's\n",
            "name: >-   # en boa's\n"
            "          Hoe de samenwerking met de wijkagent en het politieteam loopt, in goede en\n"
            "          slechte tijd\n",
        ),
    )


def test_indicators_that_stay_keep_their_comments(commented: Codebook) -> None:
    new = changed(commented, "samenwerking/politie", indicators=("agent", "wijkagent", "politie"))
    new = changed(new, "samenwerking/zorg", indicators=("huisarts", "ggz"))
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        (
            "          - politie  # ook in samenstellingen\n"
            "          # let op: de wijkagent\n"
            "          - wijkagent\n",
            "          - agent\n"
            "          # let op: de wijkagent\n"
            "          - wijkagent\n"
            "          - politie  # ook in samenstellingen\n",
        ),
        ("[huisarts,   thuiszorg]  # aanvullen", "[huisarts, ggz]  # aanvullen"),
    )


def test_a_removed_code_takes_its_own_comments_with_it_and_no_others(commented: Codebook) -> None:
    theme = commented.codes[0]
    politie, _, wonen = theme.codes
    new = changed(commented, "samenwerking", codes=(politie, wonen))
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        (
            """
      # over de zorg
      - code: zorg
        name: Zorg
        indicators: [huisarts,   thuiszorg]  # aanvullen
        # hier nog een voorbeeld
""",
            "",
        ),
    )


def test_an_added_code_leaves_the_rest_alone(commented: Codebook) -> None:
    added = Code(
        uuid="2b4cbdbe-6ae1-4a1e-9d8b-1d5f2a0f7c11",
        slug="directie",
        path="samenwerking/directie",
        name="Directie",
        indicators=("directeur",),
        shortcut="1d",
    )
    new = changed(commented, "samenwerking", codes=(*commented.codes[0].codes, added))
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        (
            "        name: Wonen\n",
            "        name: Wonen\n"
            "      - code: directie\n"
            "        name: Directie\n"
            "        indicators: [directeur]\n"
            "        shortcut: 1d\n"
            "        uuid: 2b4cbdbe-6ae1-4a1e-9d8b-1d5f2a0f7c11\n",
        ),
    )


def test_a_moved_code_takes_its_comments_along() -> None:
    text = (
        "name: Proef\ncodes:\n"
        "  - code: a\n    uuid: 00000000-0000-4000-8000-00000000000a\n    codes:\n"
        "      # over b\n      - code: b  # hier\n"
        "        uuid: 00000000-0000-4000-8000-00000000000b\n        shortcut: 1b\n"
    )
    codebook = yaml.parse(text, "mijn.yaml")
    (a,) = codebook.codes
    (b,) = a.codes
    new = replace(codebook, codes=(replace(a, codes=()), replace(b, path="b")))
    assert yaml.update(text, new, "mijn.yaml") == (
        "name: Proef\ncodes:\n"
        "  - code: a\n    uuid: 00000000-0000-4000-8000-00000000000a\n"
        "  # over b\n  - code: b  # hier\n"
        "    uuid: 00000000-0000-4000-8000-00000000000b\n    shortcut: 1b\n"
    )


def test_a_field_that_is_emptied_goes_and_a_new_one_finds_its_place(commented: Codebook) -> None:
    new = changed(commented, "samenwerking/politie", definition="", example="“Ik bel hem.”")
    assert yaml.update(COMMENTED, new, "mijn.yaml") == edited(
        COMMENTED,
        ("        definition: Samen met de politie.\n", "        example: “Ik bel hem.”\n"),
    )


def test_uuids_are_written_once_they_would_otherwise_change(commented: Codebook) -> None:
    new = replace(commented, name="Anders")
    text = yaml.update(COMMENTED, new, "mijn.yaml")
    assert yaml.parse(text, "mijn.yaml") == new
    assert text.count("uuid:") == 5
    assert [line for line in COMMENTED.split("\n") if "#" in line and "Proef" not in line] == [
        line for line in text.split("\n") if "#" in line and "Anders" not in line
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{name: Proef, codes: [{code: a, definition: b}]}",
        "name: Proef\ncodes:\n  -\n    code: a\n    definition: b\n  -\n    code: b\n",
        "? name\n: Proef\n? codes\n:\n  - {code: a, definition: b}\n",
        "name: Proef\ncodes:\n- code: a\n  definition: b\n",
        "---\nname: Proef\ncodes:\n  - definition: b\n    code: a",
    ],
)
def test_an_unusual_layout_costs_no_data(text: str) -> None:
    codebook = yaml.parse(text, "mijn.yaml")
    for new in (changed(codebook, "a", definition="c"), changed(codebook, "a", definition="")):
        assert yaml.parse(yaml.update(text, new, "mijn.yaml"), "mijn.yaml") == new


def test_a_file_is_brought_up_to_date_and_keeps_its_line_ends_and_mode(
    tmp_path: Path, commented: Codebook
) -> None:
    path = tmp_path / "mijn.yaml"
    path.write_bytes(COMMENTED.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    yaml.write(changed(commented, "samenwerking/zorg", name="Zorg en welzijn"), path)
    expected = COMMENTED.replace("name: Zorg\n", "name: Zorg en welzijn\n")
    assert path.read_bytes() == expected.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["mijn.yaml"]


def test_a_file_that_holds_something_else_is_not_overwritten(
    tmp_path: Path, commented: Codebook
) -> None:
    path = tmp_path / "boodschappen.yaml"
    path.write_text("melk: 2\n", encoding="utf-8")
    with pytest.raises(RodedraadError, match=r"boodschappen\.yaml:1: unknown field melk"):
        yaml.write(commented, path)
    assert path.read_text(encoding="utf-8") == "melk: 2\n"


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, commented: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mijn.yaml"
    path.write_text(COMMENTED, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RodedraadError) as caught:
        yaml.write(replace(commented, name="Anders"), path)
    assert str(caught.value) == f"{path} cannot be written: No space left on device."
    assert path.read_text(encoding="utf-8") == COMMENTED
    assert [file.name for file in tmp_path.iterdir()] == ["mijn.yaml"]
