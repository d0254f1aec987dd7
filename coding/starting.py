"""Starting a project: the file, and the codebook to begin with."""

from __future__ import annotations

from pathlib import Path

from .. import RodedraadError
from ..codebooks import library
from ..codebooks.model import Codebook
from .codes import load_codebook
from .project import create_project
from .suggesting.lemmas import has_dictionary

USUAL = ("nl", "en")  # known without the 75 ms that looking up the others takes


def codebook_from(name: str) -> Codebook:
    """Read a codebook: one that ships with the program, or a file.

    A file is ours (YAML, CSV), one of the standard (.qdc), or a table of Taguette or MAXQDA
    (.csv, .xlsx). Raises RodedraadError when there is neither, or when the file has a fault.
    """
    path = Path(name)
    if path.suffix == ".qdc":
        from ..codebooks.qdc import read as read_qdc

        return read_qdc(path)
    if path.suffix in (".csv", ".xlsx"):
        from .exchange.sheets import is_theirs
        from .exchange.sheets import read as read_sheet

        if is_theirs(path):
            return read_sheet(path)
    if path.suffix == ".csv":
        from ..codebooks.csv import read as read_csv

        return read_csv(path)
    if path.suffix in (".yaml", ".yml") or path.exists():
        from ..codebooks.yaml import read as read_yaml

        return read_yaml(path)
    return library.load(name)


def start_project(path: Path, codebook: str, language: str, coder: str) -> int:
    """Make a project file with a codebook in it; give the number of its codes.

    Raises RodedraadError when the file exists, the codebook has a fault, or nothing is known of
    the language; then there is no file.
    """
    if language not in USUAL and not has_dictionary(language):
        raise RodedraadError(
            "There is no language {language}. Write nl or en, or the two letters of another one.",
            language=language,
        )
    contents = codebook_from(codebook)
    project = create_project(path, language, coder)
    try:
        with project.transaction("codebook load", contents.name):
            load_codebook(project, contents)
    except BaseException:
        project.close()
        path.unlink()
        raise
    project.close()
    return sum(1 for _ in contents.walk())
