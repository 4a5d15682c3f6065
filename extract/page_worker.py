"""The process that reads pages for :mod:`extract.pages`: a page in, its parts out, line by line.

It is run as a file, so that it starts without the rest of the package.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_MOST_MEMORY = 4 << 30
_NAMES = {"text": "text", "title": "title", "published": "date", "url": "url"}


def main() -> None:
    """Answer each page on standard input, a JSON string a line, with a line of JSON."""
    _limit_memory()
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        answers.write(f"{json.dumps(_answer(json.loads(line)))}\n")
        answers.flush()


def _answer(page: str) -> dict[str, str]:
    try:
        return _parts(page)
    except (Exception, MemoryError) as error:  # any fault of a parser is the page's
        return {"problem": f"{type(error).__name__}: {error}"[:200]}


def _parts(page: str) -> dict[str, str]:
    import trafilatura

    found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    document: dict[str, Any] = found.as_dict() if found is not None else {}
    if not document.get("text"):
        return {}
    parts = {part: str(document[key]) for part, key in _NAMES.items() if document.get(key)}
    publisher = document.get("sitename") or document.get("hostname")
    return parts | ({"publisher": str(publisher)} if publisher else {})


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    within = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(_MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (within, most))


if __name__ == "__main__":
    main()
