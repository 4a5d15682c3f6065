"""Rows out of Parquet tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.rows import Columns, Row, known_names, require_text, row_of
from extract.unpacking import UnreadableError, check_unpacked

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["count_rows", "read_parquet"]


def count_rows(path: Path) -> int:
    """Number of rows of a Parquet file.

    Raises:
        OSError: It cannot be opened.
        UnreadableError: It is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            return int(pq.read_metadata(file).num_rows)
    except pa.ArrowException as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error


def read_parquet(path: Path, columns: Columns) -> Iterator[Row]:
    """Rows of a Parquet file.

    Only the columns wanted are read. A text that stands in many rows is held once, and
    rows are taken one by one, so that a small file cannot fill the memory.

    Yields:
        A row each; one whose text is broken has the reason in its place.

    Raises:
        UnreadableError: It is none, has no column of texts, or unpacks to more than texts can.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file, pq.ParquetFile(file) as table:
            names = table.schema_arrow.names
            require_text(names, columns)
            wanted = known_names(names, columns)
            texts = _text_leaves(table, wanted)
        with path.open("rb") as file, pq.ParquetFile(file, read_dictionary=texts) as table:
            yield from _parquet_rows(table, wanted, path, columns)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error


def _text_leaves(table: pq.ParquetFile, wanted: list[str]) -> list[str]:
    """Paths of the columns wanted that hold texts, also where they lie within lists."""
    leaves = [table.schema.column(i) for i in range(len(table.schema))]
    return [
        leaf.path
        for leaf in leaves
        if leaf.physical_type == "BYTE_ARRAY"
        and any(leaf.path == name or leaf.path.startswith(f"{name}.") for name in wanted)
    ]


def _parquet_rows(
    table: pq.ParquetFile, wanted: list[str], path: Path, columns: Columns
) -> Iterator[Row]:
    packed = path.stat().st_size
    groups = (table.metadata.row_group(i) for i in range(table.num_row_groups))
    check_unpacked(sum(group.total_byte_size for group in groups), packed)
    number = unpacked = 0
    for batch in table.iter_batches(batch_size=512, columns=wanted):
        names = batch.schema.names
        for row in zip(*batch.columns, strict=True):
            number += 1
            unpacked += sum(map(_size, row))
            check_unpacked(unpacked, packed)
            cells, fault = _cells(dict(zip(names, row, strict=True)))
            made = row_of(cells, where := f"{path}#{number}", columns, fault)
            yield made if made.parts or not fault else Row(where, {}, fault)


def _size(cell: Any) -> int:
    """Bytes that a cell takes once it no longer shares its texts with other rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not cell.is_valid:
        return 0
    values = cell.values if isinstance(cell, pa.ListScalar) else None
    if isinstance(values, pa.DictionaryArray):
        lengths = pc.binary_length(values.dictionary)
        return pc.sum(lengths.take(values.indices.drop_null())).as_py() or 0
    if isinstance(cell, pa.DictionaryScalar):
        return pc.binary_length(cell.value).as_py() or 0
    return 8


def _cells(row: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Values by column, and what is wrong with those that Python cannot hold."""
    cells: dict[str, Any] = {}
    faults = []
    for name, cell in row.items():
        try:
            cells[name] = cell.as_py()
        except Exception as error:  # dates beyond the calendar, bytes that are no UTF-8, …
            cells[name] = None
            faults.append(f"{name} cannot be read ({error})")
    return cells, "; ".join(faults) or None
