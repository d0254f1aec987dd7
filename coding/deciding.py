"""What a coder decides at a desk: each decision is one change, in the file at once.

With each goes where the coder is. Only a coder's own fragments are changed; those of colleagues
stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .. import RodedraadError
from .codebook import add_code
from .desk import Desk, keep_place, keep_read
from .fragments import add_fragment, add_memo, mark_coded, recode_fragment, remove_fragment
from .history import Change, changes, last_of_each_chain, reverse
from .opening import BUSY_SECONDS
from .suggestions import store_decision
from .workplace import ShownFragment, ShownSuggestion, span_in

READ = "read"
"""The change that keeps which turns were read. Undo and redo pass it by."""

UNDOABLE = (
    "code",
    "review",
    "recode",
    "uncode",
    "memo add",
    "transcript set",
    "codebook add",
)
RECENT = 500  # changes that undo looks back on


@contextmanager
def change(desk: Desk, operation: str, detail: str = "") -> Iterator[None]:
    """Write all of the block as one change, with the place; then show what is coded now."""
    with noted(desk, operation, detail) as number:
        yield
    desk.read_change(number)


@contextmanager
def noted(desk: Desk, operation: str, detail: str = "") -> Iterator[int]:
    """Write all of the block as one change, with the place; yields its number."""
    about = f"{desk.transcript.slug} {detail}".strip()
    with desk.project.transaction(operation, about) as number:
        yield number
        keep_place(desk)
    desk.kept = desk.offset


def code_selection(desk: Desk, span: tuple[int, int], codes: Sequence[int]) -> list[int]:
    """Code a span by hand with one or more codes; give the ids of the fragments.

    Raises RodedraadError when the span holds no word of a respondent.
    """
    place = span_in(desk.transcript, *span)
    with change(desk, "code", " ".join(desk.codes[code].path for code in codes)):
        return [add_fragment(desk.project, place, code, "manual")[0] for code in codes]


def accept(
    desk: Desk,
    suggestion: ShownSuggestion,
    span: tuple[int, int] | None = None,
    stance: str | None = None,
    code: int | None = None,
) -> int:
    """Accept a suggestion, with another span or stance if given; give the fragment's id.

    With another code, the suggestion counts as rejected and the fragment as coded by hand.
    """
    place = span_in(desk.transcript, *(span or (suggestion.start, suggestion.end)))
    other = code is not None and code != suggestion.code_id
    code_id = code if code is not None else suggestion.code_id
    with change(desk, "review", desk.codes[code_id].path):
        store_decision(
            desk.project, suggestion._asdict(), "rejected" if other else "accepted", bulk=False
        )
        origin = "manual" if other else "accepted"
        return add_fragment(desk.project, place, code_id, origin, stance)[0]


def reject(desk: Desk, suggestion: ShownSuggestion) -> None:
    """Reject a suggestion: it never comes back to this coder."""
    with change(desk, "review", desk.codes[suggestion.code_id].path):
        store_decision(desk.project, suggestion._asdict(), "rejected", bulk=False)


def set_stance(desk: Desk, fragment: ShownFragment, stance: str) -> None:
    """Note how the respondent looks at it. Raises RodedraadError for a colleague's fragment."""
    require_own(desk, fragment)
    with change(desk, "recode", fragment.citation):
        recode_fragment(desk.project, fragment.id, None, stance)


def recode(desk: Desk, fragment: ShownFragment, code: int) -> None:
    """Give a fragment another code. Raises RodedraadError for a colleague's fragment."""
    require_own(desk, fragment)
    with change(desk, "recode", fragment.citation):
        recode_fragment(desk.project, fragment.id, code, None)


def uncode(desk: Desk, fragment: ShownFragment) -> None:
    """Remove a fragment. Raises RodedraadError for a colleague's fragment."""
    require_own(desk, fragment)
    with change(desk, "uncode", fragment.citation):
        remove_fragment(desk.project, fragment.id)


def require_own(desk: Desk, fragment: ShownFragment) -> None:
    """Raise RodedraadError when a fragment is a colleague's."""
    if fragment.coder != desk.coder:
        raise RodedraadError("This is how {coder} coded it; it stays.", coder=fragment.coder)


def write_memo(desk: Desk, text: str, fragment: ShownFragment | None, turn: int) -> None:
    """Write this coder's memo on a fragment, or else on a turn; an empty text removes it."""
    target, uuid, number = ("turn", desk.transcript.uuid, turn)
    if fragment:
        target, uuid, number = "fragment", fragment.uuid, 0
    known = own_memo(desk, fragment, turn)
    with change(desk, "memo add", fragment.citation if fragment else str(turn)):
        memos = desk.project.database.table("memo")
        if known and text:
            memos.update(known[0], {"text": text})
        elif known:
            memos.delete(known[0])
        elif text:
            add_memo(desk.project, target, uuid, text, number or None)


def own_memo(desk: Desk, fragment: ShownFragment | None, turn: int) -> tuple[int, str] | None:
    """Give this coder's newest memo on a fragment, or else on a turn: (id, text)."""
    where, values = "target = 'turn' AND target_uuid = ? AND turn = ?", [desk.transcript.uuid, turn]
    if fragment:
        where, values = "target = 'fragment' AND target_uuid = ?", [fragment.uuid]
    row = desk.connection.execute(
        f"SELECT id, text FROM memo WHERE {where} AND coder = ? ORDER BY id DESC LIMIT 1",
        [*values, desk.coder],
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def finish(desk: Desk, finished: bool) -> None:
    """Note that this coder has coded the transcript, or not after all."""
    with change(desk, "transcript set"):
        mark_coded(desk.project, desk.transcript.id, finished)


def new_code(desk: Desk, path: str, definition: str) -> int:
    """Add a code at a path ("samenwerking/jeugd"); give its id. Raises as `add_code` does."""
    with change(desk, "codebook add", path):
        return add_code(desk.project, path, {"definition": definition})


def save_place(desk: Desk, wait: bool = True) -> None:
    """Write down where the coder is and what they read, when there is anything new.

    Raises RodedraadError while somebody else is writing; with `wait`, only after 10 seconds.
    """
    if not desk.newly_read and desk.kept == desk.offset:
        return
    seconds = BUSY_SECONDS if wait else 0
    desk.project.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        with noted(desk, READ):
            keep_read(desk)
        desk.newly_read.clear()
    finally:
        desk.project.connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def undo(desk: Desk) -> Change:
    """Undo the newest decision of this coder that still holds, and give it.

    Raises RodedraadError when there is none, when the newest change was not made at a desk, or
    when a colleague has built on it since.
    """
    for made in recent_changes(desk):
        if not made.undone:
            if made.operation not in UNDOABLE:
                raise RodedraadError(
                    "The last change was {operation}. Undo that with: rodedraad undo",
                    operation=made.operation,
                )
            turn_back(desk, made, "undo")
            return made
    raise RodedraadError("There is nothing to undo.")


def redo(desk: Desk) -> Change:
    """Do again what this coder undid last, unless they decided something since.

    Raises RodedraadError when there is nothing to redo.
    """
    heads = last_of_each_chain(desk.connection)
    recent = recent_changes(desk)
    newest = max((made.number for made in recent if not made.undone), default=0)
    undone = [made for made in recent if made.undone and heads[made.number][0] > newest]
    if not undone:
        raise RodedraadError("There is nothing to redo.")
    made = max(undone, key=lambda made: heads[made.number][0])
    turn_back(desk, made, "redo")
    return made


def recent_changes(desk: Desk) -> list[Change]:
    """List the last changes of this coder, the newest first, without what was only read."""
    found = changes(desk.connection, desk.coder, RECENT)
    return [made for made in found if made.operation != READ]


def turn_back(desk: Desk, made: Change, operation: str) -> None:
    """Undo or redo a change, and show what is coded then."""
    number = reverse(desk.project, made, operation)
    if made.detail.split(" ")[0] == desk.transcript.slug:
        desk.read_change(number)
    else:
        desk.reload()
