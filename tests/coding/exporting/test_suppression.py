"""No hidden count of a survey can be computed from what is shown, by linear programming."""

from __future__ import annotations

from collections.abc import Sequence

from attacks import CODES, Answer, Attack, find_exposed, surveys, voicing
from hypothesis import given, settings
from hypothesis import strategies as st

from rodedraad.codebooks.model import Code, Codebook
from rodedraad.coding.exporting.model import (
    Balance,
    Count,
    Group,
    Part,
    Person,
    Quote,
    Report,
    Sample,
    Theme,
    Voices,
)
from rodedraad.coding.exporting.suppression import MINIMUM, Key, Relation, counts_to_hide
from rodedraad.coding.exporting.survey import survey_outside

NO_BALANCE = Balance({}, {}, "")


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[Key, int], dict[Key, int], list[Relation]]:
    """Draw persons, of whom some voice a code: in all, by part, and by the codes below it."""
    random = draw(st.randoms(use_true_random=False))
    parts, codes = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    add_up, is_open = draw(st.booleans()), draw(st.booleans())
    people = []
    for _person in range(draw(st.integers(5, 40))):
        own = {min(random.randrange(parts), random.randrange(parts))}
        own |= set() if add_up else {random.randrange(parts)}
        said = {code for code in range(codes) if random.random() < 0.2 + 0.3 * code}
        people.append((own, said, bool(said) or (is_open and random.random() < 0.5)))
    counts: dict[Key, int] = {("total",): sum(voices for _own, _said, voices in people)}
    most: dict[Key, int] = {("total",): len(people)}
    for part in range(parts):
        counts["part", str(part)] = sum(voices and part in own for own, _s, voices in people)
        most["part", str(part)] = sum(part in own for own, _said, _voices in people)
    for code in range(codes):
        counts["code", str(code)] = sum(code in said for _own, said, _voices in people)
        most["code", str(code)] = len(people)
    below = {kind: tuple(key for key in counts if key[0] == kind) for kind in ("part", "code")}
    relations = [
        Relation(("total",), below["part"], add_up),
        Relation(("total",), below["code"], open=is_open),
    ]
    return counts, most, relations


@settings(max_examples=150, deadline=None)
@given(trees())
def test_nothing_small_can_be_computed_in_a_tree(
    tree: tuple[dict[Key, int], dict[Key, int], list[Relation]],
) -> None:
    counts, most, relations = tree
    hidden = counts_to_hide(counts, most, relations, {})
    assert {key for key, count in counts.items() if count < MINIMUM} <= hidden
    attack = Attack()
    for key, count in counts.items():
        # The strongest attacker: who knows which of the hidden counts are under the minimum.
        high = MINIMUM - 1 if count < MINIMUM else most[key]
        attack.know(key, *((0, high) if key in hidden else (count, count)))
    for relation in relations:
        attack.relate(relation)
    for key in hidden:
        assert counts[key] >= MINIMUM or attack.values(key) > 1 or hidden == counts.keys()


def count(name: str | None, answers: Sequence[Answer], path: str) -> Count:
    return Count(name, "", None, len(voicing(answers, path)), len(answers))


def quote(code: str) -> Quote:
    values = dict.fromkeys(Quote.__dataclass_fields__) | {"code": code, "kind": "survey"}
    return Quote(**values)


def make_report(answers: Sequence[Answer]) -> Report:
    """Give the report of a survey, counted here."""
    groups = sorted({a[1] for a in answers}, key=str)
    areas = sorted({a[2] for a in answers}, key=str)

    def part(path: str) -> Part:
        own = any(path in a[3] for a in answers)
        voices = Voices(
            count("", answers, path),
            NO_BALANCE,
            tuple(
                Group(
                    group,
                    count(group, [a for a in answers if a[1] == group], path),
                    NO_BALANCE,
                    (quote(path),) if own else (),
                )
                for group in groups
            ),
            tuple(count(area, [a for a in answers if a[2] == area], path) for area in areas),
        )
        return Part(
            Code("", path.split("/")[-1], path, path), Voices(Count(""), NO_BALANCE), voices
        )

    themes = tuple(
        Theme(top, tuple(part(path) for path in CODES if path.split("/")[0] == top))
        for top in ("alfa", "echo")
    )
    persons = tuple(
        Person(str(a[0]), a[1], (a[2],) if a[2] else (), "", None, "survey", "", 1, "quote", 5)
        for a in answers
    )
    sample = Sample(0, len(answers), {}, {}, {})
    return Report("", "nl", "team", Codebook("x"), themes, (), sample, persons, 1)


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_nothing_small_can_be_computed_from_a_whole_survey(answers: list[Answer]) -> None:
    report = make_report(answers)
    told, _hidden = survey_outside(report, [])
    for voices in told.values():
        counts = [voices.total, *(g.count for g in voices.groups), *voices.areas]
        for cell in counts:
            assert cell.among is None or cell.among >= MINIMUM
            assert cell.n is None or cell.n >= MINIMUM
    shown: dict[Key, tuple[int | None, int | None]] = {}
    for path, voices in told.items():
        shown["total", path, ""] = voices.total.among, voices.total.n
        shown |= {("group", path, g.name): (g.count.among, g.count.n) for g in voices.groups}
        shown |= {("area", path, area.name): (area.among, area.n) for area in voices.areas}
    assert find_exposed(shown, answers) == []


def test_a_large_survey_is_worth_reading() -> None:
    answers = [
        (number, "bewoners", ("Noord", "Zuid", "Centrum")[number % 3], frozenset({"alfa/bravo"}))
        for number in range(200)
    ] + [(number, "bewoners", "Noord", frozenset({"echo"})) for number in range(200, 203)]
    told, hidden = survey_outside(make_report(answers), [])
    areas = {area.name: (area.among, area.n) for area in told["alfa"].areas}
    assert areas == {"Centrum": (66, 66), "Noord": (67, 70), "Zuid": (67, 67)}
    assert told["echo"].total.extent == "withheld"
    assert hidden > 0


def test_of_a_small_survey_nothing_is_told() -> None:
    answers = [(number, "bewoners", "Noord", frozenset({"alfa/bravo"})) for number in range(4)]
    assert survey_outside(make_report(answers), []) == ({}, 0)
