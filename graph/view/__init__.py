"""The interactive HTML view: one file that needs no network."""

from __future__ import annotations

from graph.view.frame import Frame, show
from graph.view.page import render

__all__ = ["Frame", "render", "show"]
