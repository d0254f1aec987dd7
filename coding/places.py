"""Where a project file lies, and what could go wrong there."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

from .. import RodedraadError

# Folders of programs that copy files to and from other computers in the background.
SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "surfdrive",
    "research drive",
    "pcloud",
    "box sync",
    "seafile",
    "syncthing",
)
NETWORK = frozenset("nfs nfs4 cifs smb3 smbfs afs 9p davfs fuse.sshfs fuse.davfs2".split())
CONFLICT = ("conflict", "conflicted copy", "exemplaar met conflict")
DRIVE_REMOTE = 4  # what Windows calls a network drive


def warnings_about(project: Path) -> list[RodedraadError]:
    """Say what is risky about the place of a project file, and what to do."""
    found = []
    path = project.resolve()
    conflicts = conflict_copies(path)
    if conflicts:
        found.append(
            RodedraadError(
                "There are conflict copies beside the project: {names}.\n"
                "Somebody's work may be in them. Put it in with: rodedraad merge COPY",
                names=", ".join(copy.name for copy in conflicts),
            )
        )
    folder = synchronised_folder(path)
    if folder:
        found.append(
            RodedraadError(
                "{folder} is synchronised with other computers. Two who write at the same time "
                "get two files there.\n"
                "Let each work in a copy of their own: rodedraad distribute CODER…",
                folder=folder,
            )
        )
    if on_network(path):
        found.append(
            RodedraadError(
                "{folder} lies on a network drive, where locks cannot always be trusted.\n"
                "Work there one at a time, or each in a copy: rodedraad distribute CODER…",
                folder=path.parent,
            )
        )
    return found


def conflict_copies(project: Path) -> list[Path]:
    """List the copies that a synchronising program made because two wrote at the same time."""
    return [
        path
        for path in sorted(project.parent.glob("*.draad"))
        if path != project
        and path.name.startswith(project.stem)
        and any(word in path.name.casefold() for word in CONFLICT)
    ]


def synchronised_folder(path: PurePath) -> str:
    """Give the folder above a path that some program synchronises, "" when there is none."""
    for part in reversed(path.parts[:-1]):
        if part.casefold().startswith(SYNCHRONISED):
            return part
    return ""


def on_network(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Tell whether a file lies on another computer's disk, as far as this system says."""
    if sys.platform == "win32":
        import ctypes

        drive = f"{path.anchor}\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == DRIVE_REMOTE)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    deepest, kind = "", ""
    for line in lines:
        _device, folder, system, *_rest = line.split(" ")
        folder = folder.replace("\\040", " ")
        if path.is_relative_to(folder) and len(folder) >= len(deepest):
            deepest, kind = folder, system
    return kind in NETWORK
