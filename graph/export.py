"""Tables and graph to files: Parquet, CSV, GraphML, GEXF, and a manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from extract.records import Problem
from graph.columns import COLUMNS, schema
from graph.database import ROWS
from graph.tables import Tables
from graph.texts import defuse, joined
from graph.whole import ExportError, whole_file, write_bytes

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "CSV_TABLES",
    "ExportError",
    "defuse",
    "is_written",
    "too_large",
    "write_all",
    "write_bytes",
    "write_manifest",
]

CSV_TABLES = ("nodes", "edges", "transfers", "offices", "resolutions", "problems")
"""Tables that are written as CSV beside Parquet."""


def write_all(tables: Tables, folder: Path) -> list[str]:
    """Write every table and both graph files, row by row.

    Args:
        tables: What :func:`graph.tables.build_tables` returned.
        folder: Made if it is not there.

    Returns:
        Names of the files written.

    Raises:
        ExportError: The folder cannot be written.
    """
    written = []
    for name in COLUMNS:
        with whole_file(folder / f"{name}.parquet") as file:
            _write_parquet(file, name, tables.batches(name))
        written.append(f"{name}.parquet")
        if name in CSV_TABLES:
            with whole_file(folder / f"{name}.csv") as file:
                _write_csv(file, name, tables.batches(name))
            written.append(f"{name}.csv")
    return [*written, *_write_network(tables, folder)]


def too_large(tables: Tables) -> Problem | None:
    """Why the network is not written as GraphML and GEXF, if it is not."""
    from graph.network_files import MOST_EDGES

    if (edges := tables.size("edges")) <= MOST_EDGES:
        return None
    return Problem(
        "graph.graphml, graph.gexf", None, "write",
        f"not written: {edges:,} edges are more than {MOST_EDGES:,}, which no tool opens; "
        "take a part of edges.parquet, or run with --level country",
    )  # fmt: skip


def _write_network(tables: Tables, folder: Path) -> list[str]:
    from graph.network_files import write_gexf, write_graphml

    writers = {"graph.graphml": write_graphml, "graph.gexf": write_gexf}
    if too_large(tables):
        for name in writers:
            (folder / name).unlink(missing_ok=True)
        return []
    for name, write in writers.items():
        with whole_file(folder / name) as file:
            write(file, tables.batches("nodes"), tables.batches("edges"))
    return list(writers)


def _write_parquet(file: BinaryIO, name: str, parts: Iterable[pa.Table]) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, schema(name), compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.cast(schema(name)), row_group_size=ROWS)


def _write_csv(file: BinaryIO, name: str, parts: Iterable[pa.Table]) -> None:
    """UTF-8 with a byte order mark, which Excel needs and pandas skips; texts defused."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    for part in parts:
        columns = (map(_cell, part[column].to_pylist()) for column in COLUMNS[name])
        writer.writerows(zip(*columns, strict=True))
    text.detach()


def _cell(value: Any) -> Any:
    value = joined(value)
    return defuse(value) if isinstance(value, str) else value


def write_manifest(
    folder: Path, files: Iterable[str], *, options: Mapping[str, Any],
    versions: Mapping[str, str], tables: Tables, run: str = "",
) -> None:  # fmt: skip
    """Write ``manifest.json``: versions, options, hashes of inputs and outputs; no times.

    Args:
        folder: Where the files are.
        files: Names of what was written.
        options: Of the run.
        versions: Of this and other packages.
        tables: For their numbers of rows, and the articles read.
        run: What tells this run from another, see :func:`is_written`.
    """
    inputs = tables.database.table("SELECT source, text_sha256 FROM articles ORDER BY article_id")
    manifest = {
        "run": run,
        "versions": dict(versions),
        "options": dict(options),
        "counts": {name: tables.size(name) for name in COLUMNS},
        "inputs": inputs.to_pylist(),
        "outputs": {name: _digest(folder / name) for name in sorted(files)},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=True, sort_keys=True)
    write_bytes(folder / "manifest.json", text.encode() + b"\n")


def is_written(folder: Path, run: str) -> bool:
    """Whether a folder holds what a run would write, every file of it unchanged."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return bool(manifest["run"] == run) and all(
            _digest(folder / name) == digest for name, digest in manifest["outputs"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
