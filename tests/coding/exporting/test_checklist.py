"""The reporting checklist says what the program knows, and never guesses the rest."""

from __future__ import annotations

from dataclasses import replace

from rodedraad import __version__
from rodedraad.coding.exporting.checklist import ANSWERS, fill_checklist
from rodedraad.coding.exporting.model import Report, Saturation


def answers(report: Report) -> dict[int, str]:
    """Give the answers by item, without those that are to be filled in."""
    return {item.number: item.answer for item in fill_checklist(report, str) if item.answer}


def test_only_what_is_known_is_filled_in(report: Report) -> None:
    assert [item.number for item in fill_checklist(report, str)] == list(range(1, 33))
    assert set(ANSWERS) == {12, 16, 21, 22, 24, 25, 26, 27, 29, 30, 31, 32}
    found = answers(report)
    assert found[12] == (
        "2016. 3 persons in 2 talks. Survey answered by 8 persons. "
        "Not coded yet, and in no count: 1 talk."
    )
    assert found[16] == "bewoners 1, politie 1, (no group) 1; Noord 1, (no area) 2"
    assert 21 not in found  # no transcript carries times
    assert 22 not in found  # one coded talk tells nothing
    assert found[24] == "2"
    assert found[25] == "2 themes, 1 code below; see the codebook"
    assert found[27] == f"rodedraad {__version__}"
    assert found[31] == "Samenwerking, Resultaten"


def test_duration_and_saturation_where_they_are_known(report: Report) -> None:
    known = replace(report, durations=(600.0, 3000.0), saturation=Saturation(9, 5, 4, 2, 0.05))
    assert answers(known)[21] == "10 to 50 minutes, known of 2 talks"
    assert answers(known)[22] == "after 5 of 9 coded talks (base 4, run 2, at most 5% new codes)"
    never = replace(report, saturation=Saturation(9, None, 4, 2, 0.05))
    assert answers(never)[22].startswith("not reached in 9 coded talks")
