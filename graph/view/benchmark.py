"""The view beside stock pyvis, in one browser and one run: ``python -m graph.view.benchmark``.

On Barabási-Albert graphs with three times as many edges as nodes: size of the file, time from
navigation to the first drawn frame, frames a second while the view is dragged by the mouse, and
memory of the browser's processes; for the view alone how fast it searches, filters and tells, and
what the layout costs. What takes longer than the limit is told as such.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from graph.view.benchmark_pages import generated, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from graph.tables import Tables

__all__ = ["main"]

_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_DRAWN = (
    "new Promise(r => requestAnimationFrame("
    "() => requestAnimationFrame(() => r(performance.now()))))"
)
_WATCH = """Object.defineProperty(window, 'network', { configurable: true,
  get() { return this.its; },
  set(made) {
    this.its = made;
    if (!made || !made.once) return;
    const drawn = () => made.once('afterDrawing', () => { window.drawn_at = performance.now(); });
    if (made.physics.options.enabled) made.once('stabilizationIterationsDone', drawn);
    else drawn();
  } })"""
"""Notes when a page of pyvis first draws its graph: after stabilization, where it has any."""
_STOCK_READY = (
    "(bar => window.drawn_at && (!bar || bar.style.display === 'none') && "
    "Math.max(window.drawn_at, bar ? performance.now() : 0))(document.getElementById('loadingBar'))"
)
_CLOCK = (
    "(async () => { const t = performance.now(); {work}; {wait} return performance.now() - t; })()"
)
_WORK = {
    "search ms": "alutsista.find('negara 1')",
    "filter ms": "document.querySelector('#filters [data-value=COOPERATE]').click()",
    "panel ms": "alutsista.act.node(3)",
}
_DRAG = 3.0
"""Seconds for which the view is dragged."""


@click.command()
@click.option("--sizes", default="100,1000,5000,20000", show_default=True, help="Nodes.")
@click.option("--turns", default=3, show_default=True, help="Times each; the median counts.")
@click.option("--limit", default=120, show_default=True, help="Seconds that a page may take.")
def main(sizes: str, turns: int, limit: int) -> None:
    """Measure the view beside stock pyvis."""
    from rich.console import Console

    from graph.console import print_table

    console = Console(highlight=False, width=140)
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, sizes.split(",")):
            rows = measure(size, Path(folder), turns, limit)
            print_table(console, f"{size:,} nodes, {3 * size:,} edges", list(rows[0]),
                        [[_cell(v) for v in row.values()] for row in rows])  # fmt: skip


def _cell(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def measure(size: int, folder: Path, turns: int, limit: float) -> list[dict[str, Any]]:
    """Measure every variant at one size.

    Args:
        size: Nodes.
        folder: Where the pages are written.
        turns: Times each page is opened.
        limit: Seconds that a page may take to be ready.

    Returns:
        A row a variant: name, megabytes of the file, seconds to ready, frames a second,
        megabytes of heap and of memory, and milliseconds of search, filter and panel, which are
        empty for pyvis.
    """
    tables = generated(size)
    clock = time.perf_counter()
    pages = written(tables, folder)
    made = time.perf_counter() - clock
    rows = []
    for name, path, before in pages:
        found = [_opened(path, before, limit)]
        while len(found) < turns and isinstance(found[0]["ready s"], float):
            found.append(_opened(path, before, limit))
        rows.append({"variant": name, "file MB": path.stat().st_size / 1e6, **_median(found)})
    seconds, peak = _layout(tables)
    layout = f"layout {seconds:.1f} s, {peak / 1e6:.0f} MB; all pages made in {made:.0f} s"
    rows.append({**dict.fromkeys(rows[0], ""), "variant": layout})
    return rows


def _median(found: list[dict[str, Any]]) -> dict[str, Any]:
    late = [one for one in found if not isinstance(one["ready s"], float)]
    if late:
        return late[0]
    return {k: statistics.median(one[k] for one in found) if found[0][k] != "" else ""
            for k in found[0]}  # fmt: skip


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise click.ClickException("Chromium is missing: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=_ARGS)
        yield browser
        browser.close()


def _opened(path: Path, before: str, limit: float) -> dict[str, Any]:
    """One opening of a page in a browser of its own."""
    with _browser() as browser:
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(limit * 1000)
        ours = path.name == "2.html"
        ready = _ready(page, path, ours, limit)
        if ready is None:
            return {"ready s": f"over {limit}", **dict.fromkeys(_COLUMNS, "")}
        if before:
            clock = time.perf_counter()
            page.evaluate(before)
            page.evaluate(_DRAWN)
            ready += time.perf_counter() - clock
        frames = _frames(page, ours)
        speeds = {name: _speed(page, work) if ours else "" for name, work in _WORK.items()}
        memory = {"heap MB": _heap(page), "memory MB": _memory()}
        return {"ready s": ready, "frames/s": frames, **memory, **speeds}


def _speed(page: Page, work: str) -> float:
    """Milliseconds until a piece of work is done and drawn, the median of five."""
    wait = "" if "find" in work else "await new Promise(r => requestAnimationFrame(r));"
    code = _CLOCK.replace("{work}", work).replace("{wait}", wait)
    return statistics.median(float(page.evaluate(code)) for _ in range(5))


_COLUMNS = ("frames/s", "heap MB", "memory MB", *_WORK)


def _ready(page: Page, path: Path, ours: bool, limit: float) -> float | None:
    """Seconds from navigation to the first frame that shows the graph; ``None`` when too late."""
    from playwright.sync_api import Error

    clock = time.perf_counter()
    try:
        page.goto(path.as_uri(), wait_until="commit")
        while time.perf_counter() - clock < limit:
            if ours and page.evaluate("document.documentElement.dataset.ready || ''"):
                return float(page.evaluate("Number(document.documentElement.dataset.ready)")) / 1e3
            if not ours and (drawn := page.evaluate(_STOCK_READY)):
                return float(drawn) / 1e3
            page.wait_for_timeout(20)
    except Error:
        pass
    return None


def _frames(page: Page, ours: bool) -> float:
    """Frames that the view draws a second while a corner of it is dragged about."""
    name = "alutsista.network" if ours else "network"
    page.evaluate("window.frames_drawn = 0")
    page.evaluate(f"void {name}.on('afterDrawing', () => {{ window.frames_drawn += 1; }})")
    box = page.locator("#graph" if ours else "#mynetwork").bounding_box()
    left, bottom = (box["x"] + 12, box["y"] + min(box["height"], 780) - 60) if box else (0, 0)
    page.mouse.move(left, bottom)
    page.mouse.down()
    clock, step = time.perf_counter(), 0
    while time.perf_counter() - clock < _DRAG:
        step += 1
        page.mouse.move(left + step * 7 % 300, bottom - step * 5 % 300)
    spent = time.perf_counter() - clock
    drawn = float(page.evaluate("window.frames_drawn"))
    page.mouse.up()
    return drawn / spent


def _heap(page: Page) -> float:
    """Megabytes of the page's objects, after a collection of what is gone."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def _memory() -> float:
    """Megabytes that this browser's processes have to themselves, or share by their part."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(place.name)] = int(
                (place / "stat").read_text().rpartition(")")[2].split()[1]
            )
    total = 0
    for process in parents:
        above = process
        while above in parents and above != os.getpid():
            above = parents[above]
        if above == os.getpid() and process != above:
            total += _own_memory(Path("/proc", str(process)))
    return total / 1e3


def _own_memory(process: Path) -> int:
    """Kilobytes of one of Chromium's processes, and nothing of others."""
    with suppress(OSError):
        if b"chrom" in (process / "cmdline").read_bytes():
            lines = (process / "smaps_rollup").read_text().splitlines()
            return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


def _layout(tables: Tables) -> tuple[float, int]:
    from graph.view.layout import positions

    place = {entity: i for i, entity in enumerate(tables.nodes["entity_id"])}
    source = tables.edges["source"].map(place).to_numpy(np.int64)
    target = tables.edges["target"].map(place).to_numpy(np.int64)
    weight = tables.edges["weight"].to_numpy(float)
    clock = time.perf_counter()
    positions(len(place), source, target, weight)
    spent = time.perf_counter() - clock
    tracemalloc.start()
    positions(len(place), source, target, weight)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent, peak


if __name__ == "__main__":
    main()
