"""The benchmark measures real pages in a real browser."""

from __future__ import annotations

import os
import shutil

import pytest

from graph.view.benchmark import measure

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_every_variant_is_opened_and_the_view_is_sooner(tmp_path):
    if not (shutil.which("chromium") or shutil.which("chromium-browser")) and not os.environ.get(
        "CI"
    ):
        pytest.skip("Chromium is missing: apt-get install chromium")
    stock, _, ours, whole, _ = measure(150, tmp_path, 1, 60)
    assert ours["ready s"] < stock["ready s"]
    assert min(ours["frames/s"], whole["frames/s"], stock["frames/s"]) > 1
    assert min(ours["memory MB"], stock["memory MB"]) > 20
    assert 0 <= ours["search ms"] < 500 and stock["search ms"] == ""


def test_what_takes_too_long_is_told(tmp_path):
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        pytest.skip("Chromium is missing: apt-get install chromium")
    rows = measure(40, tmp_path, 1, 0.0)
    assert {row["ready s"] for row in rows[:-1]} == {"over 0.0"}
