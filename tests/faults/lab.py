"""The laboratory: a small project with everything in it that the commands need."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from builders import Person, add_talk, code_quote, finish, fix_citations, new_project

from rodedraad.coding.fragments import remove_fragment
from rodedraad.coding.naming import fragment_named
from rodedraad.coding.project import open_project
from rodedraad.coding.suggestions import refresh_suggestions

PROJECT = "klein.draad"
CODES = ("samenwerking", "samenwerking/politie", "samenwerking/bewoners", "resultaten")
PEOPLE = {
    "R1": Person("R01", "politie", ("Noord",)),
    "R2": Person("R02", "bewoners", ("Noord", "De Bron")),
}
NEW_TALK = """Int: Hoe was het dit jaar?
R1: De politie kwam vaker langs, ook bij Jan de Boer.
R2: Bewoners horen niets terug. Bel mij op 06-12345678.
"""
CORRECTED = NEW_TALK.replace("vaker", "veel vaker")

# The commands that are hurt.
TYPED: dict[str, list[str]] = {
    "import": ["import", "nieuw.txt", "--group", "politie"],
    "import a folder": ["import", "map", "--group", "politie"],
    "code": ["code", "noord", "--turn", "2", "politie", "resultaten", "--memo", "kijk"],
    "uncode": ["uncode", "f-001"],
    "recode": ["recode", "f-001", "resultaten", "--stance", "mixed"],
    "review": ["review", "--accept-above", "0", "--yes"],
    "revise": ["transcript", "revise", "oud", "corrected.txt"],
    "pseudonymise": ["transcript", "pseudonymise", "oud", "--key", "../key.csv", "--yes"],
    "purge": ["transcript", "pseudonymise", "oud", "--key", "../key.csv", "--purge", "--yes"],
    "forget": ["respondent", "forget", "R01", "--yes"],
    "transcript remove": ["transcript", "remove", "noord", "--yes"],
    "codebook merge": ["codebook", "merge", "politie", "bewoners", "--yes"],
    "codebook load": ["codebook", "load", "gebiedsgericht"],
    "respondent load": ["respondent", "load", "respondents.csv"],
    "merge": ["merge", "bram.draad"],
    "distribute": ["distribute", "bram", "clara", "--to", "uit"],
    "adjudicate": ["adjudicate"],
    "undo": ["undo", "2"],
    "export": ["export", "themes", "uit", "--format", "md,csv,json"],
    "backup": ["backup"],
    "backup restore": ["backup", "restore", "older.draad", "--yes"],
    "migrate": ["memo", "add", "na de migratie"],
}
OUTDATED = "outdated.draad"  # as an older program left it
FILES = {"migrate": OUTDATED}  # the project that a command is about, where it is another
COMMANDS = {name: ["-p", FILES.get(name, PROJECT), *arguments] for name, arguments in TYPED.items()}


def make_lab(folder: Path) -> Path:
    """Make the folder in which every attempt starts."""
    folder.mkdir()
    project = new_project(folder, CODES)
    for name in ("noord", "zuid"):
        turns = [
            ("Int", "Hoe gaat het?"),
            ("R1", f"De politie is er 👮 vaak in {name}. Dat helpt, en bewoners merken het."),
            ("R2", "Wij als bewoners merken er niets van. De politie komt nooit."),
        ]
        add_talk(project, name, turns, PEOPLE)
    code_quote(project, "noord", "Dat helpt", "politie", "positive")
    code_quote(project, "noord", "De politie komt nooit.", "bewoners", "negative")
    fix_citations(project)
    refresh_suggestions(project)
    project.close()
    shutil.copy(folder / PROJECT, folder / "older.draad")
    (folder / "nieuw.txt").write_text(NEW_TALK, encoding="utf-8")
    (folder / "oud.txt").write_text(NEW_TALK.replace("dit jaar", "vorig jaar"), encoding="utf-8")
    (folder / "corrected.txt").write_text(
        CORRECTED.replace("dit jaar", "vorig jaar"), encoding="utf-8"
    )
    (folder / "respondents.csv").write_text("respondent,consent,age\nR01,quote,40\nR09,none,\n")
    (folder / "map").mkdir()
    for number in range(4):
        (folder / "map" / f"talk-{number}.txt").write_text(f"R1: Dit is gesprek {number}.\n")
    import_by_hand(folder)
    code_together(folder)
    shutil.copy(folder / PROJECT, folder / OUTDATED)
    with closing(sqlite3.connect(folder / OUTDATED)) as connection:
        connection.execute("PRAGMA user_version = 0")
    return folder


def code_together(folder: Path) -> None:
    """Let two coders agree on a talk, and bram do more in a copy that is merged later."""
    project = open_project(folder / PROJECT, "anna")
    add_talk(project, "samen", [("R1", "De politie helpt.")], {"R1": PEOPLE["R1"]})
    for coder in ("anna", "bram"):
        code_quote(project, "samen", "De politie helpt.", "politie", coder=coder)
        finish(project, "samen", coder)
    shutil.copy(folder / PROJECT, folder / "bram.draad")
    code_quote(project, "zuid", "Dat helpt", "resultaten")
    project.close()
    copy = open_project(folder / "bram.draad", "bram")
    code_quote(copy, "zuid", "De politie komt nooit.", "politie", coder="bram")
    finish(copy, "zuid", "bram")
    add_talk(copy, "nieuw", [("R1", "Nog een gesprek.")], {"R1": PEOPLE["R1"]})
    with copy.transaction("uncode"):
        remove_fragment(copy, fragment_named(copy.connection, "f-002"))
    copy.close()


def import_by_hand(folder: Path) -> None:
    """Import the talk that is corrected later, and code in it."""
    from rodedraad.coding.importing import store
    from rodedraad.transcripts.readers import read

    project = open_project(folder / PROJECT, "anna")
    with project.transaction("import", "oud.txt"):
        store(project, read(folder / "oud.txt"))
    code_quote(project, "oud", "horen niets terug", "bewoners", "negative")
    project.close()
