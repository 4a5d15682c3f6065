"""The view inside a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path

from extract.records import Extraction
from graph.tables import Tables, as_tables
from graph.view.page import render

__all__ = ["Frame", "show"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page that a notebook shows in a frame of its own.

    Attributes:
        page: The HTML of the view.
        height: Of the frame, in pixels.
    """

    page: str = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        """What IPython shows: the whole page as an attribute, so that it needs no file."""
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" title="alutsista" '
            'sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{self.height}px;border:1px solid #ccc"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page as a file of its own, and return where."""
        target = Path(path)
        target.write_text(self.page, encoding="utf-8")
        return target


def show(
    source: Extraction | Tables, *, title: str = "alutsista", lang: str = "id",
    theme: str | None = None, height: int = 640,
) -> Frame:  # fmt: skip
    """Show the view in a notebook; the last line of a cell is enough.

    Example:
        >>> from extract import Article, load, run
        >>> article = Article("a1", "-", "Turki membeli rudal S-400 dari Rusia.")
        >>> frame = show(run([article], load()), title="Turki")
        >>> "<title>Turki</title>" in frame.page  # frame.save("view.html") writes it
        True

    Args:
        source: What :func:`extract.run`, :func:`graph.build_tables` or
            :func:`graph.read_tables` returned.
        title: Heading.
        lang: Language of the interface at first, ``id`` or ``en``.
        theme: ``light`` or ``dark``; by default as the reader's system has it.
        height: Of the frame, in pixels.
    """
    return Frame(render(as_tables(source), title=title, lang=lang, theme=theme), height)
