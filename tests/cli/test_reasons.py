"""Reasons in words."""

from __future__ import annotations

from rodedraad.cli.reasons import reason_lines, reasons_in_short

ALL = ["= anna, bram", "zorg in 'thuiszorg'", "+huisarts", "≈ noord:4 ‘De huisarts komt.’"]


def test_each_kind_has_a_line_of_its_own() -> None:
    assert reason_lines(ALL) == [
        "Coded so by: anna, bram",
        "Indicators: zorg in 'thuiszorg'",
        "Words that pulled: huisarts",
        "Looks like what was coded: noord:4 ‘De huisarts komt.’",
    ]


def test_in_short_what_it_looks_like_is_said_only_where_nothing_else_is() -> None:
    assert reasons_in_short(ALL) == "coded so by anna, bram; zorg in 'thuiszorg'; +huisarts"
    assert reasons_in_short(ALL[3:]) == "≈ noord:4 ‘De huisarts komt.’"


def test_nothing_to_name_is_said_in_words() -> None:
    assert reason_lines([]) == ["No single word stands out."]
    assert reasons_in_short([]) == "No single word stands out."
