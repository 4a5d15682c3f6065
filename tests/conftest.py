"""What several tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from extract.pipeline import load

# A run that decides whether a change goes in tries the same examples every time.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def nlp():
    return load()


@pytest.fixture(scope="session")
def rules():
    """The pipeline without models: what a unit test may expect to the letter."""
    return load(rules_only=True)
