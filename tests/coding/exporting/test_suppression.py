"""No hidden count of a survey can be computed from what is shown, by linear programming."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
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

linprog = pytest.importorskip("scipy.optimize", reason="needs scipy").linprog

NO_BALANCE = Balance({}, {}, "")
CODES = ("a", "a/b", "a/c", "a/c/d", "e")
GROUPS = ("bewoners", "ondernemers", None)
AREAS = ("Noord", "Zuid", "Centrum", None)


class Attack:
    """What an attacker writes down: unknowns, and what must hold between them."""

    def __init__(self) -> None:
        self.names: dict[Key, int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.equal: list[tuple[dict[Key, int], float]] = []
        self.at_most: list[tuple[dict[Key, int], float]] = []

    def know(self, key: Key, low: float, high: float) -> None:
        self.names[key] = len(self.names)
        self.bounds.append((low, high))

    def matrix(self, rules: Sequence[tuple[dict[Key, int], float]]) -> tuple[object, object]:
        if not rules:
            return None, None
        rows = np.zeros((len(rules), len(self.names)))
        for number, (factors, _right) in enumerate(rules):
            for key, factor in factors.items():
                rows[number, self.names[key]] += factor
        return rows, [right for _factors, right in rules]

    def values(self, key: Key) -> int:
        """Give how many whole values an unknown could have, 2 standing for more than one."""
        rows, limits = self.matrix(self.at_most)
        sums, totals = self.matrix(self.equal)
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.names))
            aim[self.names[key]] = sign
            found = linprog(aim, A_ub=rows, b_ub=limits, A_eq=sums, b_eq=totals, bounds=self.bounds)
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return min(2, math.floor(ends[1] + 1e-6) - math.ceil(ends[0] - 1e-6) + 1)

    def relate(self, relation: Relation) -> None:
        parts = dict.fromkeys(relation.parts, 1)
        if relation.add_up and not relation.open:
            self.equal.append(({**parts, relation.total: -1}, 0))
            return
        if not relation.open:
            self.at_most.append(({relation.total: 1, **dict.fromkeys(parts, -1)}, 0))
        if relation.add_up:
            self.at_most.append(({**parts, relation.total: -1}, 0))
        else:
            self.at_most += [({part: 1, relation.total: -1}, 0) for part in parts]


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


Answer = tuple[int, str | None, str | None, frozenset[str]]


@st.composite
def surveys(draw: st.DrawFn) -> list[Answer]:
    """Draw answers: (number, group, area, the codes that were given to it)."""
    size = draw(st.integers(5, 60))
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3))
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=4))
    likely = {code: draw(st.sampled_from((0.0, 0.1, 0.3, 0.6, 1.0))) for code in CODES}
    random = draw(st.randoms(use_true_random=False))
    return [
        (
            number,
            random.choice(groups),
            random.choice(areas),
            frozenset(code for code in CODES if random.random() < likely[code]),
        )
        for number in range(size)
    ]


def voicing(answers: Sequence[Answer], path: str) -> list[Answer]:
    return [a for a in answers if any(c == path or c.startswith(f"{path}/") for c in a[3])]


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
        for top in ("a", "e")
    )
    persons = tuple(
        Person(str(a[0]), a[1], (a[2],) if a[2] else (), "", None, "survey", "", 1, "quote", 5)
        for a in answers
    )
    sample = Sample(0, len(answers), {}, {}, {})
    return Report("", "nl", "team", Codebook("x"), themes, (), sample, persons, 1)


def attack_on(
    told: Mapping[str, Voices], answers: Sequence[Answer]
) -> tuple[Attack, dict[Key, int]]:
    """Write down all that a reader of the numbers of one export knows, and the truth."""
    attack = Attack()
    truth: dict[Key, int] = {}
    everybody = len(answers)
    shown: dict[Key, Count] = {}
    for path, voices in told.items():
        shown["total", path, ""] = voices.total
        shown |= {("group", path, g.name): g.count for g in voices.groups}
        shown |= {("area", path, area.name): area for area in voices.areas}
    sizes = {(key[0], key[2]): c.n for key, c in shown.items() if key[0] != "total" and c.n}
    columns = {"group": {a[1] for a in answers}, "area": {a[2] for a in answers}}
    for facet, values in columns.items():
        for value in values:
            n = sizes.get((facet, value))
            attack.know(("n", facet, value), n or 0, n or everybody)
            place = 1 if facet == "group" else 2
            truth["n", facet, value] = sum(a[place] == value for a in answers)
        attack.equal.append(({("n", facet, value): 1 for value in values}, everybody))
    for path in told:
        top = "/" not in path
        keys: list[Key] = [("total", path, "")]
        keys += [(facet, path, v) for facet in columns for v in columns[facet] if top]
        for key in keys:
            known = shown.get(key)
            value = known.among if known else None
            attack.know(key, *((0, everybody) if value is None else (value, value)))
            place = {"total": None, "group": 1, "area": 2}[str(key[0])]
            truth[key] = len(
                voicing([a for a in answers if place is None or a[place] == key[2]], path)
            )
            if key[0] != "total":
                attack.at_most.append(({key: 1, ("n", key[0], key[2]): -1}, 0))
        if top:
            for facet, values in columns.items():
                parts = tuple((facet, path, value) for value in values)
                attack.relate(Relation(("total", path, ""), parts, add_up=True))
        children = tuple(("total", p, "") for p in told if p.rpartition("/")[0] == path)
        own = any(path in a[3] for a in answers)
        if children:
            attack.relate(Relation(("total", path, ""), children, open=own))
    return attack, truth


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
    attack, truth = attack_on(told, answers)
    for key, value in truth.items():
        low, high = attack.bounds[attack.names[key]]
        if low != high and value < MINIMUM:
            assert attack.values(key) > 1, key


def test_a_large_survey_is_worth_reading() -> None:
    answers = [
        (number, "bewoners", ("Noord", "Zuid", "Centrum")[number % 3], frozenset({"a/b"}))
        for number in range(200)
    ] + [(number, "bewoners", "Noord", frozenset({"e"})) for number in range(200, 203)]
    told, hidden = survey_outside(make_report(answers), [])
    areas = {area.name: (area.among, area.n) for area in told["a"].areas}
    assert areas == {"Centrum": (66, 66), "Noord": (67, 70), "Zuid": (67, 67)}
    assert told["e"].total.extent == "withheld"
    assert hidden > 0


def test_of_a_small_survey_nothing_is_told() -> None:
    answers = [(number, "bewoners", "Noord", frozenset({"a/b"})) for number in range(4)]
    assert survey_outside(make_report(answers), []) == ({}, 0)
