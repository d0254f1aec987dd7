"""Write docs/meeting.md: ten questions of a meeting, with the answers of the demo.

Run as `python docs/write_meeting.py`; a test holds the page current.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from rodedraad.cli.main import cli

TARGET = Path(__file__).with_name("meeting.md")
PROJECT = "lindemeer.draad"
SETTINGS = {"RODEDRAAD_LANG": "en", "RODEDRAAD_CODER": "anna", "NO_COLOR": "1", "COLUMNS": "120"}
CITATION = re.compile(r"\bf-[0-9a-z]{4,}\b")  # every project has its own

INTRODUCTION = (
    "# Ten questions of a meeting\n\n"
    "Somebody at the table asks; you type one line and read out the answer. These are the answers "
    "of the demo, the fictional evaluation of Lindemeer (`rodedraad demo` makes it). Citations "
    "stand here as `f-····`, because every project has its own. Persons always come first, with "
    "the n they are part of; what is not coded yet is in no n, and each command says on the side "
    "how much that is. In the meeting itself, `rodedraad ask` keeps the project open: type there "
    "what follows `rodedraad` below, or just a code.\n"
)

QUESTIONS = (
    (
        "What is the common thread?",
        "Themes that most groups share come first; the last column says who differs, who is "
        "missing and what rests on one voice.",
        "thread --limit 9",
    ),
    (
        "Do the police and the residents see that in the same way?",
        "How each group looks at working with the police, in persons: + positive, - negative, "
        "± both, ○ neutral.",
        "matrix samenwerking/politie group --stance --group politie --group bewonersorganisaties",
    ),
    (
        "Where do police and residents differ most?",
        "The persons of each group who voice a code, the largest differences first: -50 is "
        "fifty in a hundred fewer among the residents than among the police. With so few persons "
        "the intervals are wide, and they are shown for that reason: nothing here is certain.",
        "compare group politie bewonersorganisaties",
    ),
    (
        "Which area was hardly heard?",
        "Planned beside heard. In Centrum nobody was heard; for Sluiskade one police officer "
        "speaks alone.",
        "coverage",
    ),
    (
        "What is said against the duo of area advisers?",
        "The most typical quotes with a negative stance, of different persons.",
        "query werkwijze/duo-sociaal-en-fysiek --stance negative --best 3",
    ),
    (
        "And who speaks against what most say on inclusion?",
        "Most are negative: these are the voices the other way.",
        "query resultaten/inclusiviteit --counter",
    ),
    (
        "What changed since the former wave?",
        "Shares of the persons heard in each wave, with the interval of the difference.",
        "compare wave 2014 2016",
    ),
    (
        "Who are the only voices on support within the organisation?",
        "Three persons, each with the most typical thing they say of it; nobody from care and "
        "welfare. In a sentence: `rodedraad thread draagvlak-in-de-organisatie --as-text`.",
        "query werkwijze/draagvlak-in-de-organisatie --best 3",
    ),
    (
        "Which subjects go together?",
        "In persons who voice both, and in passages that overlap.",
        "cooccur --limit 5",
    ),
    (
        "Have we heard enough?",
        "New codes in each run of two talks, as a share of the codes in the first four: 4+2 is "
        "four talks, and two more that bring hardly anything new (Guest, Namey and Chen 2020).",
        "saturation",
    ),
)


def page(folder: Path) -> str:
    """Give the page, with the answers of the demo in `folder`."""
    return INTRODUCTION + "".join(sections(folder))


def sections(folder: Path) -> Iterator[str]:
    """Yield a section for each question."""
    for number, (question, remark, command) in enumerate(QUESTIONS, start=1):
        yield (
            f"\n## {number}. {question}\n\n{remark}\n\n"
            f"```console\n$ rodedraad {command}\n{answer(folder, command)}\n```\n"
        )


def answer(folder: Path, command: str) -> str:
    """Run a command on the demo; give what it prints."""
    with chdir(folder):
        result = CliRunner(env=SETTINGS).invoke(cli, shlex.split(command))
    if result.exit_code:
        raise RuntimeError(result.output)
    lines = [line.rstrip() for line in CITATION.sub("f-····", result.stdout).splitlines()]
    return "\n".join(lines)


def main() -> None:
    """Make the demo in a temporary folder and write the page."""
    os.environ |= SETTINGS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        CliRunner(env=SETTINGS).invoke(cli, ["demo", str(folder)], catch_exceptions=False)
        TARGET.write_text(page(folder), encoding="utf-8")


if __name__ == "__main__":
    main()
