"""rodedraad codebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


def codes(run: Run, folder: Path) -> dict[str, dict[str, Any]]:
    """Give the rows of the codebook by their path."""
    rows = json.loads(run(folder, "codebook", "show", "--json").stdout)
    return {row["code"]: row for row in rows}


def counts(run: Run, folder: Path) -> dict[str, int]:
    """Count the fragments of each code."""
    return {path: row["fragments"] for path, row in codes(run, folder).items()}


def test_the_codebook_is_shown_whole_or_one_code(run: Run, small: Path) -> None:
    assert counts(run, small) == {
        "samenwerking": 0,
        "samenwerking/politie": 1,
        "samenwerking/bewoners": 1,
        "resultaten": 0,
    }
    run(small, "codebook", "edit", "politie", "--definition", "Met de [politie].")
    shown = run(small, "codebook", "show", "politie").stdout
    assert "Definition: Met de [politie]." in shown
    assert "Indicators" not in shown


def test_a_code_is_added_and_can_be_used(run: Run, small: Path) -> None:
    run(
        small,
        *"codebook add samenwerking/jeugd --indicator jongere --indicator jeugd".split(),
        "--definition",
        "Met jongeren.",
    )
    row = codes(run, small)["samenwerking/jeugd"]
    assert (row["name"], row["definition"]) == ("Jeugd", "Met jongeren.")
    assert row["indicators"] == ["jongere", "jeugd"]
    assert row["shortcut"]
    run(small, "code", "zuid", "--turn", "1", row["shortcut"])
    assert counts(run, small)["samenwerking/jeugd"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("add samenwerking/politie", "There is a code samenwerking/politie already"),
        ("add onbekend/nieuw", "There is no code onbekend"),
        ("add samenwerking/!!", "letters or digits"),
        ("edit politie --shortcut PP", "A shortcut is a digit and a small letter"),
        ("rename politie bewoners", "There is a code samenwerking/bewoners already"),
        ("move samenwerking samenwerking/politie", "cannot be put under itself"),
        ("merge samenwerking politie --yes", "cannot go up in itself"),
        ("show polite", "samenwerking/politie"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, small: Path, arguments: str, message: str) -> None:
    before = codes(run, small)
    assert message in run(small, "codebook", *arguments.split(), status=1).stderr
    assert codes(run, small) == before


def test_fields_are_edited_by_options_or_in_an_editor(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(small, "codebook", "edit", "politie", "--definition", "Oud.", "--note", "eerste")
    script = small / "editor.py"
    script.write_text(
        "import pathlib, sys; f = pathlib.Path(sys.argv[1]); "
        "f.write_text(f.read_text().replace('Oud.', 'Nieuw.'))"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    run(small, "codebook", "edit", "politie", "--note", "tweede")
    assert codes(run, small)["samenwerking/politie"]["definition"] == "Nieuw."
    history = json.loads(run(small, "codebook", "history", "politie", "--json").stdout)
    assert [(row["version"], row["changed"], row["note"]) for row in history] == [
        (1, [], ""),
        (2, ["definition"], "eerste"),
        (3, ["definition"], "tweede"),
    ]
    assert {row["coder"] for row in history} == {"anna"}


def test_renaming_moves_what_is_below_along(run: Run, small: Path) -> None:
    before = codes(run, small)
    run(small, "codebook", "rename", "samenwerking", "Samen werken")
    assert list(counts(run, small)) == [
        "samen-werken",
        "samen-werken/politie",
        "samen-werken/bewoners",
        "resultaten",
    ]
    history = json.loads(run(small, "codebook", "history", "samen-werken", "--json").stdout)
    assert history[1]["note"] == "samenwerking → samen-werken"
    run(small, "undo")
    assert codes(run, small) == before


def test_a_code_is_moved_with_its_fragments(run: Run, small: Path) -> None:
    run(small, "codebook", "move", "politie", "resultaten")
    assert counts(run, small)["resultaten/politie"] == 1
    run(small, "codebook", "move", "resultaten/politie", "/")
    assert counts(run, small)["politie"] == 1


def test_merging_keeps_everything_that_was_coded(run: Run, small: Path) -> None:
    before = codes(run, small)
    run(small, *"code noord --turn 2 bewoners --memo twee".split())
    run(small, *"memo add van-politie --code politie".split())
    assert "--yes" in run(small, "codebook", "merge", "politie", "bewoners", status=1).stderr
    run(small, "codebook", "merge", "politie", "bewoners", "--yes")
    assert counts(run, small) == {"samenwerking": 0, "samenwerking/bewoners": 2, "resultaten": 0}
    memos = json.loads(run(small, "memo", "list", "--json").stdout)
    assert {memo["text"] for memo in memos} == {"twee", "van-politie"}
    assert "samenwerking/bewoners" in {memo["on"] for memo in memos}
    stances = {
        row["quote"]: row["stance"] for row in json.loads(run(small, "query", "--json").stdout)
    }
    assert stances["De wijkagent is er 👮 vaak."] == "positive"
    run(small, "undo", "3")
    assert codes(run, small) == before


def test_splitting_gives_the_new_code_the_fragments_that_are_named(run: Run, small: Path) -> None:
    result = run(small, "codebook", "split", "politie", "wijkagent", "--with", "WIJKAGENT")
    assert "Fragments moved to samenwerking/wijkagent: 1." in result.stderr
    assert counts(run, small)["samenwerking/wijkagent"] == 1
    assert counts(run, small)["samenwerking/politie"] == 0


def test_removing_says_what_goes_and_asks(run: Run, small: Path) -> None:
    refused = run(small, "codebook", "remove", "samenwerking", status=1)
    assert "go codes: 3, fragments: 2 (anna), memos: 0" in refused.stderr
    run(small, "codebook", "remove", "samenwerking", "--yes")
    assert counts(run, small) == {"resultaten": 0}
    run(small, "undo")
    assert counts(run, small)["samenwerking/politie"] == 1


def test_an_exported_codebook_comes_back_the_same(run: Run, small: Path) -> None:
    run(small, "codebook", "export", "complete.yaml")
    run(small, "codebook", "load", "complete.yaml")  # gives every code its shortcut
    before = codes(run, small)
    for name in ("codes.yaml", "codes.csv"):
        run(small, "codebook", "export", name)
        assert "--yes" in run(small, "codebook", "export", name, status=1).stderr
        result = run(small, "codebook", "load", name)
        assert "added: 0, changed: 0" in result.stderr
        assert codes(run, small) == before
    assert (small / "codes.yaml").read_text() == run(small, "codebook", "export").stdout


THEIRS = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="85d17f60-7bb0-481e-b742-b4861dd669d1" name="Geluk" color="#ff0000"/>
<Code guid="85d17f60-7bb0-481e-b742-b4861dd669d2" name="Wonen">
  <Code guid="85d17f60-7bb0-481e-b742-b4861dd669d3" name="Huur"/>
</Code></Codes></CodeBook>"""


@pytest.mark.parametrize("name", ["theirs.qdc", "ours.qdc", "ours.yaml", "ours.csv"])
def test_loading_the_same_again_changes_nothing(run: Run, small: Path, name: str) -> None:
    (small / "theirs.qdc").write_text(THEIRS)
    run(small, "codebook", "load", "theirs.qdc")
    run(small, "codebook", "remove", "resultaten", "--yes")  # leaves a gap in the order
    before = codes(run, small)
    if name != "theirs.qdc":
        run(small, "codebook", "export", name)
    said = run(small, "codebook", "load", name).stderr
    assert "Codes added: 0, changed: 0." in said
    assert codes(run, small) == before
    assert list(codes(run, small)) == list(before)


def test_codes_of_others_come_behind_and_leave_shortcuts_alone(run: Run, small: Path) -> None:
    ours = {path: row["shortcut"] for path, row in codes(run, small).items()}
    (small / "theirs.qdc").write_text(THEIRS)
    run(small, "codebook", "load", "theirs.qdc")
    found = {path: row["shortcut"] for path, row in codes(run, small).items()}
    assert list(found) == [*ours, "geluk", "wonen", "wonen/huur"]
    assert len(set(found.values())) == len(found)
    assert found.items() >= ours.items()


def test_a_file_with_every_code_gives_the_order_and_the_shortcuts(run: Run, small: Path) -> None:
    (small / "boek.yaml").write_text(
        "name: boek\ncodes:\n"
        "- code: resultaten\n  shortcut: 1\n"
        "- code: samenwerking\n  shortcut: 2\n"
        "  codes:\n"
        "  - code: bewoners\n  - code: nieuw\n  - code: politie\n    shortcut: 2b\n"
    )
    run(small, "codebook", "load", "boek.yaml")
    found = {path: row["shortcut"] for path, row in codes(run, small).items()}
    below = ("bewoners", "nieuw", "politie")
    assert list(found) == ["resultaten", "samenwerking", *(f"samenwerking/{c}" for c in below)]
    assert (found["resultaten"], found["samenwerking/politie"]) == ("1", "2b")
    assert len(set(found.values())) == len(found)


def test_loading_adds_and_changes(run: Run, small: Path) -> None:
    (small / "meer.yaml").write_text(
        "name: meer\ncodes:\n  - code: resultaten\n    definition: Wat het opleverde.\n"
        "    codes:\n      - code: rust\n"
    )
    result = run(small, "codebook", "load", "meer.yaml")
    assert "added: 1, changed: 1" in result.stderr
    assert "resultaten/rust" in codes(run, small)


def test_faults_are_found_in_the_project_and_in_a_file(run: Run, small: Path) -> None:
    run(small, "codebook", "load", "gebiedsgericht")
    (small / "fout.yaml").write_text("name: fout\ncodes:\n  - code: a\n    defintion: x\n")
    result = run(small, "codebook", "check", "fout.yaml", status=1)
    assert "fout.yaml:4: unknown field defintion. Did you mean definition?" in result.stderr
    (small / "dubbel.yaml").write_text(
        "name: dubbel\ncodes:\n"
        "  - {code: a, name: Zorg, definition: x, indicators: [zorg]}\n"
        "  - {code: b, name: Zorg, definition: y, indicators: [zorg]}\n"
    )
    result = run(small, "codebook", "check", "dubbel.yaml", status=1)
    assert result.stdout.count("dubbel.yaml:4") >= 2


def test_a_short_name_keeps_meaning_one_code(run: Run, small: Path) -> None:
    before = codes(run, small)
    for arguments in (
        ["add", "politie"],
        ["add", "resultaten/politie"],
        ["rename", "resultaten", "Politie"],
    ):
        said = run(small, "codebook", *arguments, status=1).stderr
        assert "politie is the name of samenwerking/politie already" in said
    assert codes(run, small) == before


def test_merging_says_what_moved_from_below_too(run: Run, small: Path) -> None:
    said = run(small, "codebook", "merge", "samenwerking", "resultaten", "--yes").stderr
    assert "Moved to resultaten: fragments: 2, codes that stood below: 2." in said
    assert counts(run, small) == {
        "resultaten": 0,
        "resultaten/politie": 1,
        "resultaten/bewoners": 1,
    }


def test_splitting_off_nothing_makes_no_code(run: Run, small: Path) -> None:
    before = codes(run, small)
    for words in ([], ["--with", "brandweer"]):
        said = run(small, "codebook", "split", "politie", "wijkagent", *words, status=1).stderr
        assert "rodedraad codebook add samenwerking/wijkagent" in said
    assert codes(run, small) == before


def test_what_must_be_read_again_is_listed_until_it_was(run: Run, small: Path) -> None:
    assert "Every fragment was coded" in run(small, "codebook", "stale").stderr
    run(small, "codebook", "edit", "politie", "--definition", "Alleen de wijkagent.")
    listed = run(small, "codebook", "stale").stdout
    assert "f-001" in listed
    assert "Definition" in listed
    assert "Coded before a definition changed: 1." in run(small, "status").stdout
    run(small, "codebook", "edit", "bewoners", "--not-when", "Nooit.")
    assert "Read again: 1." in run(small, "codebook", "stale", "--read", "f-001").stderr
    assert "f-001" not in run(small, "codebook", "stale").stdout
    assert "Read again: 1." in run(small, "codebook", "stale", "--read-all").stderr
    assert run(small, "codebook", "stale", "--csv").stdout.count("\n") == 1


def test_a_parent_that_is_misspelt_is_proposed(run: Run, small: Path) -> None:
    result = run(small, "codebook", "add", "samenwerkng/kerken", status=1)
    assert "Did you mean: samenwerking" in result.stderr
