"""rodedraad status: what the project holds, and what to do next."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ..consoles import paragraph, safe, screen_width
from ..language import N_, _
from ..main import TranslatedCommand
from ..session import coder_name, project_path, reading_project, warn_about_place

if TYPE_CHECKING:
    from ...coding.status import Status

SHOWN = 5  # names of transcripts or persons; the rest is a number


@click.command(cls=TranslatedCommand)
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def command(as_json: bool) -> None:
    """Tell what the project holds, what is left to code, and what to do next.

    \b
    Example:
      rodedraad status
    """
    from ...coding.status import read_status

    coder = coder_name()
    with reading_project() as connection:
        status = read_status(connection, coder)
    warn_about_place(project_path())
    if as_json:
        click.echo(json.dumps(asdict(status) | {"coder": coder}, ensure_ascii=False))
        return
    click.secho(safe(project_path().name), bold=True)
    for line in (*holds(status), *left_to_do(status, coder)):
        click.echo(paragraph(line))
    click.echo()
    click.echo(_("Next:"))
    show_steps([_(STEPS[step]) for step in status.next_steps])


def show_steps(steps: list[str]) -> None:
    """Print commands with what each is for: beside it, or below it on a narrow screen."""
    parted = [step.split("   ") for step in steps]
    longest = max(len(command) for command, _purpose in parted)
    widest = max(len(purpose) for _command, purpose in parted)
    beside = longest + widest + 4 <= screen_width()
    for command, purpose in parted:
        click.echo(
            f"  {command:{longest}}  {purpose}" if beside else f"  {command}\n      {purpose}"
        )


def holds(status: Status) -> list[str]:
    """Say what the project holds."""
    return [
        _(
            "Transcripts: {transcripts} (turns: {turns}, words: {words}), respondents: {people}."
        ).format(
            transcripts=status.transcripts,
            turns=status.turns,
            words=status.words,
            people=status.respondents,
        ),
        _("Codebook: {codebook} (codes: {codes}).").format(
            codebook=status.codebook or "-", codes=status.codes
        ),
        _("Fragments: {fragments}, by {coders}.").format(
            fragments=status.fragments, coders=", ".join(status.coders)
        )
        if status.fragments
        else _("Fragments: none yet."),
        _(
            "Marked as coded by at least one coder: {count} of {all} transcripts. Answers count "
            "these, and call the others “not coded yet”."
        ).format(count=status.marked, all=status.transcripts),
    ][: 4 if status.transcripts else 3]


def left_to_do(status: Status, coder: str) -> list[str]:
    """Say what asks for the attention of this coder."""
    lines = []
    if status.assigned:
        own = tuple(name for name in status.assigned if name in status.uncoded)
        lines.append(
            _("Given to {coder}: transcripts: {all}; still to code: {names}.").format(
                coder=coder, all=len(status.assigned), names=first_few(own) or "-"
            )
        )
    elif status.others:
        lines.append(
            _(
                "The transcripts were given to {names}, and you are called {coder}. "
                "Are you one of them? rodedraad --coder NAME …"
            ).format(names=first_few(status.others), coder=coder)
        )
    if status.uncoded and not status.assigned:
        lines.append(
            _("Not yet marked as coded by {coder}: {count} of {all} transcripts: {names}.").format(
                coder=coder,
                count=len(status.uncoded),
                all=status.transcripts,
                names=first_few(status.uncoded),
            )
        )
    if status.begun:
        lines.append(_("Begun, and not marked: {names}.").format(names=first_few(status.begun)))
    if status.suggestions:
        lines.append(_("Suggestions to decide about: {count}.").format(count=status.suggestions))
    if status.stale:
        lines.append(
            _("Coded before a definition changed: {count}. See: rodedraad codebook stale").format(
                count=status.stale
            )
        )
    if status.no_group:
        lines.append(
            _("Without a stakeholder group: {names}.").format(names=first_few(status.no_group))
        )
    if status.expired:
        lines.append(
            _("The retention date has passed of: {names}.").format(names=first_few(status.expired))
        )
    return lines


def first_few(names: tuple[str, ...]) -> str:
    """Give the first names, and how many more there are."""
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return shown if more <= 0 else _("{names} and {count} more").format(names=shown, count=more)


STEPS = {
    "forget": N_("rodedraad respondent forget RESPONDENT   remove what may no longer be kept"),
    "codebook": N_("rodedraad codebook load gebiedsgericht   load a codebook"),
    "import": N_("rodedraad import FILE|FOLDER   bring the interviews in"),
    "group": N_("rodedraad respondent set RESPONDENT --group GROUP   say for whom they speak"),
    "suggest": N_("rodedraad suggest   let the program propose codes"),
    "review": N_("rodedraad review   decide about the suggestions"),
    "code": N_("rodedraad code TRANSCRIPT --turn N CODE   code a turn yourself"),
    "coded": N_("rodedraad transcript set TRANSCRIPT --coded   when you are done with one"),
    "query": N_("rodedraad query CODE   read the quotes"),
    "matrix": N_("rodedraad matrix code group   see which group raises what"),
}
