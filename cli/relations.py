"""Tables of what goes together, what follows what, what changed, and which words stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .answers import share_in_words
from .language import N_, _
from .output import Column

if TYPE_CHECKING:
    from ..coding.querying.comparison import Difference
    from ..coding.querying.cooccurrence import Pair, Step
    from ..coding.querying.keywords import Keyword

LONGEST_BAR = 20  # characters
PAIR_KEYS = ("code", "other", "persons", "among", "n", "fragments", "lift")
PAIR_COLUMNS = (
    Column("code", N_("Code")),
    Column("other", N_("Goes with")),
    Column("persons", N_("Persons"), right=True),
    Column("bar", "", minor=True),
    Column("fragments", N_("Overlapping passages"), right=True),
    Column("lift", N_("Times chance"), right=True),
)
STEP_KEYS = ("code", "following", "times", "transcripts", "lift")
STEP_COLUMNS = (
    Column("code", N_("After")),
    Column("following", N_("Comes")),
    Column("times", N_("Times"), right=True),
    Column("transcripts", N_("Talks"), right=True),
    Column("lift", N_("Times chance"), right=True),
)
KEYWORD_KEYS = ("lemma", "here", "elsewhere", "persons", "ratio", "keyness")
KEYWORD_COLUMNS = (
    Column("lemma", N_("Word")),
    Column("here", N_("Here"), right=True),
    Column("elsewhere", N_("Elsewhere"), right=True),
    Column("persons", N_("Persons"), right=True),
    Column("ratio", N_("Times as often"), right=True),
    Column("keyness", N_("Keyness"), right=True),
)
COMPARE_KEYS = (
    *("code", "first", "first_n", "second", "second_n", "difference", "low", "high", "change"),
)
MOMENT_KEYS = ("code", "part", "persons", "fragments")


def rounded(value: float | None, digits: int) -> float | None:
    """Round a number that may be absent."""
    return None if value is None else round(value, digits)


def pair_rows(pairs: list[Pair]) -> list[dict[str, Any]]:
    """Give pairs as rows, with a bar as long as there are persons."""
    most = max((pair.persons for pair in pairs), default=1)
    return [
        {
            **vars(pair),
            "lift": rounded(pair.lift, 2),
            "bar": "━" * max(round(LONGEST_BAR * pair.persons / most), 1),
        }
        for pair in pairs
    ]


def step_rows(steps: list[Step]) -> list[dict[str, Any]]:
    """Give steps as rows."""
    return [{**vars(step), "lift": rounded(step.lift, 2)} for step in steps]


def keyword_rows(keywords: list[Keyword]) -> list[dict[str, Any]]:
    """Give keywords as rows."""
    return [
        {
            **vars(keyword),
            "ratio": rounded(keyword.ratio, 1),
            "keyness": rounded(keyword.keyness, 2),
        }
        for keyword in keywords
    ]


def compare_rows(differences: list[Difference], first: str, second: str) -> list[dict[str, Any]]:
    """Give differences as rows: COMPARE_KEYS, and what the table shows in words."""
    only = _("only {name}")
    changes = {"came": only.format(name=second), "went": only.format(name=first), "": ""}
    return [
        {
            "code": row.code,
            "first": row.first.among,
            "first_n": row.first.n,
            "second": row.second.among,
            "second_n": row.second.n,
            "difference": rounded(row.difference, 4),
            "low": rounded(row.low, 4),
            "high": rounded(row.high, 4),
            "change": row.change or None,
            "first_in_words": share_in_words(row.first.among, row.first.n),
            "second_in_words": share_in_words(row.second.among, row.second.n),
            "difference_in_words": difference_in_words(row),
            "change_in_words": changes[row.change],
        }
        for row in differences
    ]


def difference_in_words(row: Difference) -> str:
    """Say a difference in points, with its interval."""
    if row.difference is None or row.low is None or row.high is None:
        return "–"
    return f"{points(row.difference)} ({points(row.low)} … {points(row.high)})"


def points(share: float) -> str:
    """Write a difference between shares in points of a hundred: +14, -9, 0."""
    number = round(100 * share)
    return f"{number:+d}" if number else "0"


def compare_columns(first: str, second: str) -> tuple[Column, ...]:
    """Give the columns of a comparison, headed by what is compared."""
    return (
        Column("code", N_("Code")),
        Column("first_in_words", first, right=True, data=True),
        Column("second_in_words", second, right=True, data=True),
        Column("difference_in_words", N_("Difference in points (95%)"), right=True),
        Column("change_in_words", ""),
    )
