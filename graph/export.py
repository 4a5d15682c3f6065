"""Tables and graph to files: Parquet, CSV, GraphML, GEXF, and a manifest."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from graph.build import to_networkx
from graph.tables import Tables

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "CSV_TABLES",
    "ExportError",
    "defuse",
    "is_written",
    "write_all",
    "write_bytes",
    "write_manifest",
]

CSV_TABLES = ("nodes", "edges", "transfers", "offices", "resolutions", "problems")
"""Tables that are written as CSV beside Parquet."""
SEPARATOR = " | "
"""What joins the parts of a list in CSV, GraphML and GEXF."""

_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
_NUMBER = re.compile(r"^[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF_DATE = re.compile(rb' lastmodifieddate="[^"]*"')


class ExportError(OSError):
    """A folder or file that cannot be written: says which and why."""


def defuse(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    A text that begins like a formula gets an apostrophe before it, which a
    spreadsheet does not show. Numbers stay as they are.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def write_all(tables: Tables, folder: Path) -> dict[str, bytes]:
    """Write every table and both graph files.

    Args:
        tables: What :func:`graph.tables.build_tables` returned.
        folder: Made if it is not there.

    Returns:
        What was written, by file name.

    Raises:
        ExportError: The folder cannot be written.
    """
    files: dict[str, bytes] = {}
    for field in fields(tables):
        frame = getattr(tables, field.name)
        files[f"{field.name}.parquet"] = _parquet(frame)
        if field.name in CSV_TABLES:
            files[f"{field.name}.csv"] = _csv(frame)
    network = _plain(to_networkx(tables.nodes, tables.edges))
    files["graph.graphml"] = _graphml(network)
    files["graph.gexf"] = _gexf(network)
    for name, data in files.items():
        write_bytes(folder / name, data)
    return files


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        ExportError: It cannot be written; what was there before is still there.
    """
    with _clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


_LISTS = frozenset(("aliases", "articles"))
_WHOLE = frozenset(
    ("mentions", "articles", "sentences", "weight", "degree", "weighted_degree", "community",
     "sentence", "start", "end", "cue_start", "cue_end", "number")
)  # fmt: skip
_REAL = frozenset(("confidence", "betweenness", "pagerank"))


def _parquet(frame: pd.DataFrame) -> bytes:
    """Parquet; types follow from the column's name, so that an empty table has them too."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def arrow_type(name: str) -> pa.DataType:
        if name in _LISTS and not _is_count(frame, name):
            return pa.list_(pa.string())
        if name in _WHOLE:
            return pa.int64()
        if name in _REAL:
            return pa.float64()
        return pa.bool_() if name == "directed" else pa.string()

    def column(name: str) -> pa.Array:
        values = [None if v is pd.NA else v for v in frame[name].tolist()]
        wanted = arrow_type(name)
        if wanted == pa.string():
            values = [None if v is None else _sound(str(v)) for v in values]
        return pa.array(values, wanted)

    table = pa.table({name: column(name) for name in frame.columns})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _is_count(frame: pd.DataFrame, name: str) -> bool:
    """Whether ``articles`` counts articles, as in the node table, rather than lists them."""
    return name == "articles" and "degree" in frame.columns


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _joined(value: Any) -> Any:
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value


def _csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs and pandas skips; texts defused."""

    def cell(value: Any) -> Any:
        value = _joined(value)
        return defuse(_sound(value)) if isinstance(value, str) else value

    columns = {name: [cell(value) for value in frame[name].tolist()] for name in frame.columns}
    safe = pd.DataFrame(columns, dtype=object)
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def _plain(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph as XML can hold it: no lists, nothing missing, no control characters."""
    import networkx as nx

    def plain(data: Mapping[str, Any]) -> dict[str, Any]:
        result = {}
        for name, raw in data.items():
            value = _joined(raw)
            if pd.isna(value):
                continue
            known = isinstance(value, bool | int | float)
            result[name] = value if known else _NOT_XML.sub("�", _sound(str(value)))
        return result

    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        clean.add_node(_NOT_XML.sub("�", node), **plain(data))
    for a, b, key, data in network.edges(keys=True, data=True):
        ends = _NOT_XML.sub("�", a), _NOT_XML.sub("�", b)
        clean.add_edge(*ends, key=key, **plain(data))
    return clean


def _graphml(network: nx.MultiDiGraph[str]) -> bytes:
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_graphml_xml(network, buffer)
    return buffer.getvalue()


def _gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """GEXF 1.2 as Gephi reads it: unique edge ids, its own label and weight, no time stamp."""
    import networkx as nx

    named: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        named.add_node(node, **data)
    for number, (a, b, _, data) in enumerate(network.edges(keys=True, data=True)):
        named.add_edge(a, b, key=number, **{**data, "id": str(number), "label": data["relation"]})
    buffer = io.BytesIO()
    nx.write_gexf(named, buffer, version="1.2draft")
    return _GEXF_DATE.sub(b"", buffer.getvalue())


def write_manifest(
    folder: Path, files: Mapping[str, bytes], *, options: Mapping[str, Any],
    versions: Mapping[str, str], tables: Tables, run: str = "",
) -> None:  # fmt: skip
    """Write ``manifest.json``: versions, options, hashes of inputs and outputs; no times.

    Args:
        folder: Where the files are.
        files: What was written, by name.
        options: Of the run.
        versions: Of this and other packages.
        tables: For their numbers of rows, and the articles read.
        run: What tells this run from another, see :func:`is_written`.
    """
    articles = tables.articles[["source", "text_sha256"]].to_dict("records")
    manifest = {
        "run": run,
        "versions": dict(versions),
        "options": dict(options),
        "counts": {field.name: len(getattr(tables, field.name)) for field in fields(tables)},
        "inputs": articles,
        "outputs": {n: hashlib.sha256(d).hexdigest() for n, d in sorted(files.items())},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=True, sort_keys=True)
    write_bytes(folder / "manifest.json", text.encode() + b"\n")


def is_written(folder: Path, run: str) -> bool:
    """Whether a folder holds what a run would write, every file of it unchanged."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return bool(manifest["run"] == run) and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in manifest["outputs"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
