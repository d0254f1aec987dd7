"""Build the wheel, look at what is in it, install it elsewhere and run the demo there.

An editable install finds files that a wheel may lack, so only this shows what users get.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXPECTED_DATA = (
    "rodedraad/py.typed",
    "rodedraad/codebooks/library/gebiedsgericht.yaml",
    "rodedraad/cli/locale/nl/LC_MESSAGES/messages.mo",
    "rodedraad/cli/demo/metadata.csv",
)


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout into `folder`."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def check_contents(wheel: Path) -> None:
    """Stop when the wheel holds anything outside the package, or lacks data."""
    names = zipfile.ZipFile(wheel).namelist()
    strays = [
        name
        for name in names
        if not name.startswith("rodedraad") or "/tests/" in name or name.endswith("/conftest.py")
    ]
    missing = [name for name in EXPECTED_DATA if name not in names]
    if strays or missing:
        sys.exit(f"In the wheel by mistake: {strays}; missing from it: {missing}")
    print(f"{wheel.name}: {len(names)} files, {wheel.stat().st_size // 1024} kB")


def run_demo(wheel: Path, folder: Path) -> None:
    """Install the wheel in an environment of its own and run the demo from there."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True)
    program = str(folder / "venv" / "bin" / "rodedraad")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    for arguments in (["demo", "demo"], ["-p", "demo/lindemeer.draad", "status"]):
        subprocess.run(
            [program, *arguments], check=True, cwd=folder, env=clean, stdout=subprocess.DEVNULL
        )
    print("The installed wheel ran the demo.")


def main() -> None:
    """Do all three in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build_wheel(folder)
        check_contents(wheel)
        run_demo(wheel, folder)


if __name__ == "__main__":
    main()
