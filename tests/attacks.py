"""An attack on the numbers of a survey that were published, by linear programming."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import strategies as st

from rodedraad.coding.exporting.suppression import MINIMUM, Key, Relation

linprog = pytest.importorskip("scipy.optimize", reason="needs scipy").linprog

CODES = ("alfa", "alfa/bravo", "alfa/charlie", "alfa/charlie/delta", "echo")
GROUPS = ("bewoners", "ondernemers", None)
AREAS = ("Noord", "Zuid", "Centrum", None)

Shown = tuple[int | None, int | None]
"""How many persons voice something and of how many, as a reader is told; None: not told."""


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


def attack_on(
    shown: Mapping[Key, Shown], answers: Sequence[Answer], quoted: Collection[str] = ()
) -> tuple[Attack, dict[Key, int]]:
    """Write down all that a reader of the numbers of one export knows, and the truth.

    The keys are (facet, path of the code, value), and so are those of the truth; the facet
    "total" has the value "". The number of answers is known, and which codes, groups and
    areas there are; of the codes that are `quoted`, that somebody voices them.
    """
    attack = Attack()
    truth: dict[Key, int] = {}
    everybody = len(answers)
    told = {key[1] or "" for key in shown}
    sizes = {(key[0], key[2]): n for key, (_, n) in shown.items() if key[0] != "total" and n}
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
            value, _n = shown.get(key, (None, None))
            least = int(key[0] == "total" and path in quoted)
            attack.know(key, *((least, everybody) if value is None else (value, value)))
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


def find_exposed(
    shown: Mapping[Key, Shown], answers: Sequence[Answer], quoted: Collection[str] = ()
) -> list[Key]:
    """Give what is not told, is under the minimum, and can be computed all the same."""
    attack, truth = attack_on(shown, answers, quoted)
    unknown = [
        key
        for key, value in truth.items()
        if value < MINIMUM and len(set(attack.bounds[attack.names[key]])) > 1
    ]
    return [key for key in unknown if attack.values(key) == 1]
