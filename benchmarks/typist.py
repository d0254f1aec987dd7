"""A coder who knows what they want to code, and takes the shortest way to it on the keyboard.

The keys are those of the coding screen. What is coded already is not looked at; what is
suggested may be accepted, with another span where it lies beside what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rodedraad.coding import deciding, moving
from rodedraad.coding.desk import Desk
from rodedraad.coding.fragments import remove_fragment
from rodedraad.coding.moving import Selection
from rodedraad.coding.opening import reading
from rodedraad.coding.project import open_project
from rodedraad.coding.workplace import ShownSuggestion

STANCES = {"positive": "+", "negative": "-", "mixed": "=", "neutral": "0"}
MOST = 40  # keys to one fragment; no way is as long
ROOM = 300  # characters beyond a fragment in which widening is tried


class Meant(NamedTuple):
    """A fragment as it is to be: span, id of the code, stance or ""."""

    span: Selection
    code_id: int
    stance: str


class State(NamedTuple):
    """What is selected, which edge of it moves, and the suggestion that is meant."""

    selection: Selection
    edge: str
    suggestion: ShownSuggestion | None


class Way(NamedTuple):
    """The keys to a fragment, and whether a suggestion was accepted at the end."""

    keys: tuple[str, ...]
    accepted: ShownSuggestion | None


def shortest_way(desk: Desk, state: State, meant: Meant) -> Way:
    """Find the fewest keys that code a fragment. Raises LookupError when there is no way."""
    best: Way | None = None
    ways: dict[State, tuple[str, ...]] = {state: ()}
    border = [state]
    for length in range(MOST):
        for here in border:
            if here.selection == meant.span:
                way = finish(desk, here, meant, ways[here])
                best = way if best is None or len(way.keys) < len(best.keys) else best
        if best and len(best.keys) <= length + 2:
            return best
        reached = []
        for here in border:
            for key, there in keys_at(desk, here, meant):
                if there not in ways:
                    ways[there] = (*ways[here], key)
                    reached.append(there)
        border = reached
    raise LookupError(meant)


def finish(desk: Desk, state: State, meant: Meant, way: tuple[str, ...]) -> Way:
    """Add the keys that code what is selected."""
    stance = STANCES.get(meant.stance, "")
    suggestion = state.suggestion
    if suggestion and suggestion.code_id == meant.code_id:
        return Way((*way, stance or "enter"), suggestion)
    shortcut = desk.codes[meant.code_id].shortcut
    keys = shortcut if len(shortcut) == 2 else f"{shortcut}\r"
    return Way((*way, *keys, *stance), None)


def keys_at(desk: Desk, state: State, meant: Meant) -> Iterator[tuple[str, State]]:
    """Yield what each key leads to, among those that may bring the fragment nearer."""
    transcript, selection = desk.transcript, state.selection
    for key, move in (
        ("j", moving.next_sentence),
        ("k", moving.previous_sentence),
        ("l", moving.next_two),
        (";", moving.rest_of_turn),
        ("J", moving.next_turn),
        ("K", moving.previous_turn),
    ):
        target = move(transcript, selection)
        if target:
            yield key, at(desk, target)
    for key, step in (("n", 1), ("N", -1)):
        found = desk.suggestion_beside(state.suggestion, selection[0], step)
        if found:
            yield key, State((found.start, found.end), "end", found)
    if selection[0] < meant.span[1] and selection[1] > meant.span[0]:
        yield from widened(desk, state, meant)


def widened(desk: Desk, state: State, meant: Meant) -> Iterator[tuple[str, State]]:
    """Yield what the keys lead to that select more or less."""
    transcript, (selection, edge, current) = desk.transcript, state
    yield "o", State(selection, "start" if edge == "end" else "end", current)
    spans = [
        (key, moving.moved_edge(transcript, selection, unit, step, edge))
        for key, unit, step in (
            ("shift+down", "sentence", 1),
            ("shift+up", "sentence", -1),
            ("shift+right", "word", 1),
            ("shift+left", "word", -1),
        )
    ]
    spans += [
        (".", moving.other_turns(transcript, selection, 1)),
        ("shift+end", moving.to_turn_end(transcript, selection)),
    ]
    for key, span in spans:
        if span[0] > meant.span[0] - ROOM and span[1] < meant.span[1] + ROOM:
            still = current if current in desk.items(span) else at(desk, span).suggestion
            yield key, State(span, edge, still)
    others = [one for one in desk.items(selection) if isinstance(one, ShownSuggestion)]
    if current in others:
        beside = others[(others.index(current) + 1) % len(others)]
        yield "tab", State(selection, edge, beside)


def at(desk: Desk, selection: Selection) -> State:
    """Give the state after moving to a selection."""
    first = next(iter(desk.items(selection)), None)
    return State(selection, "end", first if isinstance(first, ShownSuggestion) else None)


def code(desk: Desk, meant: Meant, way: Way) -> State:
    """Do what the last keys of a way do, and give the state after it."""
    before = moving.turn_of(desk.transcript, (desk.offset, desk.offset))
    desk.selected = meant.span
    for turn in desk.transcript.turns[before : moving.turn_of(desk.transcript, meant.span)]:
        desk.pass_turn(turn.number)
    if way.accepted:
        deciding.accept(desk, way.accepted, meant.span, meant.stance or None)
    else:
        [made] = deciding.code_selection(desk, meant.span, [meant.code_id])
        fragment = next(one for one in desk.coded.fragments if one.id == made)
        if meant.stance:
            deciding.set_stance(desk, fragment, meant.stance)
    return State(meant.span, "end", None)


def coded_talks(path: Path) -> list[tuple[int, str]]:
    """List which transcripts were coded, and by whom: (id, coder)."""
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT transcript_id, coder FROM coded_by ORDER BY transcript_id, coder"
        ).fetchall()
    return [(int(transcript), str(coder)) for transcript, coder in rows]


def take_out(path: Path, transcript: int, coder: str) -> list[Meant]:
    """Take out what was coded in a transcript by everybody; give what this coder coded."""
    project = open_project(path, coder)
    rows = project.connection.execute(
        "SELECT fragment.id, coder, start, end, code_id, coalesce(stance, '') FROM fragment "
        "JOIN transcript_version ON transcript_version.id = version_id WHERE transcript_id = ? "
        "ORDER BY start, end, fragment.id",
        [transcript],
    ).fetchall()
    with project.transaction("uncode"):
        for row in rows:
            remove_fragment(project, row[0])
        project.connection.execute("DELETE FROM coded_by WHERE transcript_id = ?", [transcript])
    project.close()
    return [Meant((row[2], row[3]), row[4], row[5]) for row in rows if row[1] == coder]
