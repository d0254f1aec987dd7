"""Draw the pictures of the README from what the program prints; run by `make docs`."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURES = Path(__file__).with_name("pictures")
PROGRAM = str(Path(sys.executable).with_name("rodedraad"))
COMMANDS = (
    "matrix samenwerking/politie group --stance --group politie --group bewonersorganisaties",
    "query samenwerking/politie --group bewonersorganisaties --best 2",
)


def draw(folder: Path, commands: tuple[str, ...]) -> str:
    """Run commands on the demo in `folder` and give what they print, as SVG."""
    console = Console(record=True, width=100, file=io.StringIO())
    for command in commands:
        printed = subprocess.run(
            [PROGRAM, "--lang", "en", *command.split()],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            env={"COLUMNS": "100"},
        ).stdout
        console.print(Text(f"$ rodedraad {command}", style="bold"))
        console.print(Text.from_ansi(printed))
    return console.export_svg(title="rodedraad")


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([PROGRAM, "demo", name], check=True, capture_output=True)
        (PICTURES / "query.svg").write_text(draw(Path(name), COMMANDS), encoding="utf-8")


if __name__ == "__main__":
    main()
