"""The article of an HTML page, taken out by a process that may fail without harm.

Pages are the one input whose reading is not bounded by their length: a few hundred kilobytes
of made-up markup keep a parser busy for hours. So trafilatura reads them in a process of its
own, which has so much time and memory and no more.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO

from extract.decoding import UnreadableError

__all__ = ["MOST_SECONDS", "PageReader", "read_page"]

MOST_SECONDS = 30.0
"""Longest time that is spent on one page."""
_WORKER = Path(__file__).with_name("page_worker.py")


class PageReader:
    """A process that reads pages, started with the first of them and again after one it fails on.

    Args:
        seconds: Longest time for one page.
    """

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self.seconds = seconds
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        atexit.register(self.close)

    def read(self, page: str) -> dict[str, str]:
        """Parts of the article in a page: text, title, published, url, publisher.

        Args:
            page: HTML.

        Returns:
            What was found, by part; nothing where there is no article.

        Raises:
            UnreadableError: It takes too long or too much memory, or its markup is too odd.
        """
        with self._lock:
            answer = self._ask(json.dumps(page))
        parts: dict[str, str] = json.loads(answer)
        if "problem" in parts:
            raise UnreadableError(f"no page ({parts['problem']}); save its text as .txt")
        return parts

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, question: str) -> str:
        process, late = self._running(), Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = Timer(self.seconds, end)
        timer.start()
        try:
            answer = _say(process.stdin, process.stdout, question)
        finally:
            timer.cancel()
        if answer.endswith("\n"):
            return answer
        self.close()
        why = f"takes more than {self.seconds:g} seconds" if late.is_set() else "ended its reader"
        raise UnreadableError(f"markup that {why}; save its text as .txt")

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_WORKER)], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii",
            )  # fmt: skip
        return self._process


def _say(to: IO[str] | None, back: IO[str] | None, question: str) -> str:
    """Ask and wait for the answer; an empty one where the other side has ended."""
    if to is None or back is None:
        return ""
    try:
        to.write(f"{question}\n")
        to.flush()
        return back.readline()
    except OSError:
        return ""


@cache
def _reader() -> PageReader:
    return PageReader()


def read_page(page: str) -> dict[str, str]:
    """Parts of the article in a page; see :meth:`PageReader.read`."""
    return _reader().read(page)
