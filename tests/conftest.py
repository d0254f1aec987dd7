"""Fixtures that every test may use."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rodedraad.cli.main import cli

Run = Callable[..., Result]
SETTINGS = {"RODEDRAAD_CODER": "anna", "RODEDRAAD_LANG": "en", "NO_COLOR": "1"}


# What Python reports, from whatever library, when something would leave the machine.
OUT = {
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "urllib.Request",
    "webbrowser.open",
}
went_out: list[tuple[str, str]] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Note what would leave the machine."""
    # urllib3, which spaCy imports, finds out in this way whether there is IPv6.
    if event in OUT and arguments[1:] != (("::1", 0),):
        went_out.append((event, repr(arguments)[:200]))


sys.addaudithook(watch)  # for the whole process: such a hook cannot be taken away


@contextmanager
def kept_in() -> Iterator[None]:
    """Fail when something connects, binds or asks for a name in the meantime."""
    before = len(went_out)
    yield
    assert went_out[before:] == []


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine() -> Iterator[None]:
    """Fail every test in which something connects, binds or asks for a name."""
    with kept_in():
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real input and labelled sentences, which users do not have."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared with real input, which is not here")
    return folder


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in ("RODEDRAAD_PROJECT", "RODEDRAAD_CODER", "RODEDRAAD_LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RODEDRAAD_CONFIG_DIR", str(tmp_path / "config"))


def run_in(folder: Path, *arguments: str, status: int = 0, **options: object) -> Result:
    """Run the program in a folder, as anna and in English, and check its exit status."""
    settings = SETTINGS | dict(options.pop("env", {}))  # type: ignore[call-overload]
    with chdir(folder):
        result = CliRunner(env=settings).invoke(cli, list(arguments), **options)  # type: ignore[arg-type]
    assert result.exit_code == status, (result.output, result.exception)
    return result


@pytest.fixture(scope="session")
def run() -> Run:
    """The function that runs the program: `run(folder, "query", "politie", status=0)`."""
    return run_in


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo, made once; not to be changed."""
    folder = tmp_path_factory.mktemp("demo")
    with kept_in():  # what is made once is made before a test begins
        run_in(folder, "demo", ".", env={"RODEDRAAD_CONFIG_DIR": str(folder / "none")})
    return folder


@pytest.fixture
def demo_folder(made_demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo's folder that a test may change."""
    return Path(shutil.copytree(made_demo, tmp_path / "demo"))
