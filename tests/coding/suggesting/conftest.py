"""Fixtures that cost a second and do not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rodedraad.coding.suggesting.pipeline import build_pipeline

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def dutch() -> Language:
    """The Dutch pipeline without indicators."""
    return build_pipeline("nl")
