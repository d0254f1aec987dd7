"""rodedraad transcript."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
LIST_KEYS = (
    "transcript title kind date wave respondents groups areas turns words fragments coded_share "
    "format sha256"
).split()
SHOW_KEYS = "turn speaker respondent group speaker_role time start end text question".split()


def listed(run: Run, folder: Path) -> dict[str, dict[str, Any]]:
    """Give the rows of the list by their transcript."""
    rows = json.loads(run(folder, "transcript", "list", "--json").stdout)
    return {row["transcript"]: row for row in rows}


def test_the_list_has_its_keys_and_counts(run: Run, small: Path) -> None:
    rows = listed(run, small)
    assert list(rows["noord"])[: len(LIST_KEYS)] == LIST_KEYS
    noord = rows["noord"]
    assert noord["respondents"] == ["R01", "R02"]
    assert noord["groups"] == ["politie", "bewoners"]
    assert noord["areas"] == ["Noord", "De Bron"] or noord["areas"] == ["De Bron", "Noord"]
    assert (noord["turns"], noord["words"], noord["fragments"]) == (3, 14, 2)
    assert noord["coded_share"] == 1.0
    assert rows["zuid"]["coded_share"] == 0.0


def test_a_transcript_is_shown_turn_by_turn(run: Run, small: Path) -> None:
    rows = json.loads(run(small, "transcript", "show", "noord", "--json").stdout)
    assert [list(row) for row in rows] == [SHOW_KEYS] * 3
    assert [row["speaker_role"] for row in rows] == ["interviewer", "respondent", "respondent"]
    assert (rows[1]["respondent"], rows[1]["group"], rows[1]["time"]) == ("R01", "politie", None)
    shown = run(small, "transcript", "show", "noord").stdout
    assert "De wijkagent is er 👮 vaak." in shown


def test_what_is_known_is_changed_and_taken_back(run: Run, small: Path) -> None:
    before = listed(run, small)["zuid"]
    run(small, *"transcript set zuid --title Zuidwijk --kind meeting --date".split(), "12 mei 2016")
    run(small, *"transcript set zuid --wave 2016 --approval approved --coded".split())
    run(small, *"transcript set zuid --group college --area Zuid --respondent R09".split())
    after = listed(run, small)["zuid"]
    changed = {key: after[key] for key in after if after[key] != before[key]}
    assert changed == {
        "title": "Zuidwijk",
        "kind": "meeting",
        "date": "2016-05-12",
        "wave": "2016",
        "respondents": ["R09"],
        "groups": ["college"],
        "areas": ["Zuid"],
        "approval": "approved",
        "coded_by": ["anna"],
    }
    run(small, "undo", "3")
    assert listed(run, small)["zuid"] == before


def test_coded_is_kept_for_each_coder(run: Run, small: Path) -> None:
    run(small, "transcript", "set", "noord", "--coded")
    run(small, "--coder", "bram", "transcript", "set", "noord", "--coded")
    run(small, "transcript", "set", "noord", "--not-coded")
    assert listed(run, small)["noord"]["coded_by"] == ["bram"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("noord --respondent R09", "Whom do you mean? In this transcript speak: R01 (politie), "),
        ("noord --group college", "Whom do you mean?"),
        ("zuid --date morgen", "morgen is no date"),
        ("zuid --kind talk", "there is no kind talk"),
        ("oost --coded", "There is no transcript oost. Did you mean: noord"),
    ],
)
def test_what_is_not_clear_is_refused_and_changes_nothing(
    run: Run, small: Path, arguments: str, message: str
) -> None:
    run(small, "undo", status=1, env={"RODEDRAAD_CODER": "nieuw"})  # this copy gets its own name
    before = (small / "klein.draad").read_bytes()
    result = run(small, "transcript", "set", *arguments.split(), status=1)
    assert result.stdout == ""
    assert message in result.stderr
    assert listed(run, small)["noord"]["groups"] == ["politie", "bewoners"]
    assert (small / "klein.draad").read_bytes() == before


def test_removing_says_what_goes_and_asks(run: Run, small: Path) -> None:
    refused = run(small, "transcript", "remove", "noord", status=1)
    assert "With noord go turns: 3, fragments: 2 (anna), memos: 0." in refused.stderr
    assert "--yes" in refused.stderr
    assert set(listed(run, small)) == {"noord", "zuid"}
    run(small, "transcript", "remove", "noord", "--yes")
    assert set(listed(run, small)) == {"zuid"}
    run(small, "undo")
    assert listed(run, small)["noord"]["fragments"] == 2


def test_the_list_speaks_dutch(run: Run, small: Path) -> None:
    shown = run(small, "--lang", "nl", "transcript", "list").stdout
    assert "Fragmenten" in shown
