"""What several tests share."""

from __future__ import annotations

import pytest

from extract.pipeline import load


@pytest.fixture(scope="session")
def nlp():
    return load()
