"""A part of `make fuzz`: every reader, with a hundred mutated samples a format."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs signals", allow_module_level=True)

from faults.fuzz import feed, samples


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("suffix", samples())
def test_a_mutated_file_is_read_or_refused_in_words(suffix: str, tmp_path: Path) -> None:
    assert feed(suffix, 100, tmp_path).wrong == []
