"""The payload in a page: one HTML file with a strict policy and every script by its hash."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from functools import cache
from importlib.resources import files
from typing import Any

from graph.tables import Tables
from graph.view.payload import payload

__all__ = ["SCRIPTS", "render"]

SCRIPTS = (
    "elements.js", "model.js", "filters.js", "paths.js", "search.js", "strands.js", "labels.js",
    "shapes.js", "painter.js", "svg.js", "address.js", "tabular.js", "stages.js", "panel.js",
    "controls.js", "listing.js", "searchbox.js", "trail.js", "takeaway.js", "main.js",
)  # fmt: skip
"""The page's own scripts, each after those that it uses."""


def render(
    tables: Tables, *, title: str = "alutsista", lang: str = "id", theme: str | None = None
) -> str:
    """Make the page.

    Args:
        tables: What :func:`graph.tables.build_tables` returned.
        title: Heading of the view.
        lang: Language of the interface at first, ``id`` or ``en``.
        theme: ``light`` or ``dark``; by default as the reader's system has it.

    Returns:
        HTML that makes no request, runs no script but its own, and holds every
        text of the tables as data, never as markup.
    """
    data, evidence = map(_json_block, payload(tables, title=title, lang=lang, theme=theme))
    library = _library("vis-network.min.js")
    script = "\n".join(_read(name) for name in SCRIPTS)
    style = _library("vis-network.css") + _read("view.css")
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; "
        f"style-src {_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "lang": lang,
        "policy": policy,
        "title": html.escape(title),
        "style": style,
        "data": data,
        "evidence": evidence,
        "library": library,
        "script": script,
    }
    before, *pieces = _read("template.html").split("{{")
    result = [before]
    for piece in pieces:
        name, _, rest = piece.partition("}}")
        result += (parts[name], rest)
    return "".join(result)


def _json_block(data: Any) -> str:
    """JSON that no HTML parser leaves early and every JavaScript parser reads."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _read(name: str) -> str:
    return files("graph.view").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _library(name: str) -> str:
    """A file of the vis-network that pyvis bundles."""
    folder = files("pyvis").joinpath("templates", "lib", "vis-9.1.2")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
