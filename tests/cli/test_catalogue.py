"""The Dutch catalogue is complete and current, and says the same as the English."""

from __future__ import annotations

import gettext
import importlib.util
import re
import string
from pathlib import Path
from types import ModuleType

import pytest

from rodedraad.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def update() -> ModuleType:
    """The script that collects the texts."""
    spec = importlib.util.spec_from_file_location("update", ROOT / "cli" / "locale" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_a_translation(update: ModuleType) -> None:
    catalogue = update.read_catalogue()
    texts = update.own_texts()
    missing = [text for text in texts if not (text in catalogue and catalogue[text].string)]
    assert not missing, "run `make messages` and translate these"


def test_the_catalogue_holds_nothing_that_is_gone(update: ModuleType) -> None:
    texts = update.own_texts() | set(update.texts_of_click())
    gone = [message.id for message in update.read_catalogue() if message.id not in texts]
    assert [text for text in gone if text] == []


def test_the_compiled_catalogue_is_current(update: ModuleType) -> None:
    compiled = gettext.translation("messages", ROOT / "cli" / "locale", ["nl"])
    for message in update.read_catalogue():
        if isinstance(message.id, tuple):
            forms = tuple(compiled.ngettext(*message.id, number) for number in (1, 2))
            assert forms == message.string
        elif message.id and message.string:
            assert compiled.gettext(message.id) == message.string


def test_a_translation_has_the_same_values_in_it(update: ModuleType) -> None:
    texts = update.own_texts()
    for message in update.read_catalogue():
        if message.string and message.id in texts:
            assert values_in(message.string) == values_in(message.id), message.id


def values_in(text: str) -> set[str]:
    """Name the values that a text is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_names_of_options_and_commands_stay_english(update: ModuleType) -> None:
    commands = "|".join(COMMANDS)
    names = re.compile(rf"--[a-z-]+|rodedraad (?:{commands})\b")
    texts = update.own_texts()
    for message in update.read_catalogue():
        if message.string and message.id in texts:
            assert set(names.findall(message.string)) == set(names.findall(message.id))
