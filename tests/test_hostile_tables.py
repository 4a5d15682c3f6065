"""Tables and records made to fill the memory or to bring the reading down."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_hostile_files import read, read_apart

from extract.articles import MOST_PROBLEMS


def parquet(path, **columns):
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path


def test_a_parquet_bomb_is_left_soon_and_small(tmp_path):
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), ["a" * 1_000_000])
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 200_000], pa.int32()), long)
    parquet(tmp_path / "a.parquet", text=long)
    parquet(tmp_path / "b.parquet", text=lists)
    parquet(tmp_path / "c.parquet", text=[str(i) for i in range(2_000)], other=long[:2_000])
    parquet(tmp_path / "d.parquet", text=["a" * 60_000_000])
    assert max(p.stat().st_size for p in tmp_path.iterdir()) < 2_000_000
    found, held = read_apart(tmp_path)
    assert sum("unpacks to more than 100 times" in one for one in found) == 3
    assert sum(one.isdigit() for one in found) == 2_000 and held < 1500


def odd_columns():
    texts = pa.array(["satu", "dua"])
    broken = pa.Array.from_buffers(
        pa.string(),
        2,
        [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"\xff\xfeab")],
    )
    nested = pa.array([[[["satu"]]], [[["dua"]]]])
    return {
        "not UTF-8": broken, "bytes": texts.cast(pa.binary()), "large": texts.cast(pa.large_string()),
        "a dictionary": texts.dictionary_encode(), "lists": pa.array([["satu", "dua"], ["tiga"]]),
        "structures": pa.array([{"a": 1}, {"a": 2}]), "nothing": pa.nulls(2), "nested": nested,
        "maps": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
        "numbers": pa.array([1, 2]), "decimals": pa.array([1, 2], pa.decimal128(38, 0)),
        "days before the calendar": pa.array([2**31 - 1, -(2**31)], pa.int32()).cast(pa.date32()),
        "times behind it": pa.array([2**62, -(2**62)]).cast(pa.timestamp("us")),
        "durations": pa.array([2**62, 1]).cast(pa.duration("ms")),
        "no such time zone": pa.array([1, 2]).cast(pa.timestamp("ms", "Mars/Olympus")),
    }  # fmt: skip


@pytest.mark.parametrize("kind", odd_columns())
def test_odd_types_in_a_parquet_table_cost_their_cells_alone(tmp_path, kind):
    column = odd_columns()[kind]
    good = pa.array(["Teks satu.", "Teks dua."])
    articles, problems = read(parquet(tmp_path / "a.parquet", text=good, date=column, title=column))
    assert [a.text for a in articles] == ["Teks satu.", "Teks dua."]
    articles, problems = read(parquet(tmp_path / "b.parquet", text=column))
    assert len(articles) + len(problems) == 2 and all(p.problem for p in problems)
    assert bool(articles) == (kind in ("not UTF-8", "large", "a dictionary", "lists"))


def test_parquet_of_nonsense_is_refused(tmp_path):
    """Bytes of a table changed at random: in a process of its own, since it is C++ that reads."""
    whole = parquet(tmp_path / "good", text=["Teks satu.", "Teks dua."] * 50, title=["a", "b"] * 50)
    data, dice = whole.read_bytes(), np.random.default_rng(4)
    for i in range(150):
        changed = bytearray(data)
        for _ in range(int(dice.choice((1, 1, 3, 30)))):
            changed[dice.integers(len(data))] = dice.integers(256)
        (tmp_path / f"{i}.parquet").write_bytes(
            bytes(changed[: int(dice.choice((len(data), len(data), 99)))])
        )
    found, held = read_apart(tmp_path)
    assert held < 1000 and any("not a Parquet table" in one for one in found)


def test_quotes_that_pair_wrongly_take_bounded_memory(tmp_path):
    row = b"a," * 500_000 + b'"\n",'  # its line ends in a quote, so that the row goes on
    (tmp_path / "a.csv").write_bytes(b"text,title\nsatu,x\n" + row * 60 + b"\nakhir,y\n")
    found, held = read_apart(tmp_path)
    assert found[0] == "satu" and "akhir" in found[-1] and held < 1200
    assert any("broken row (longer than" in one for one in found)


def test_a_header_of_a_million_names_is_told_in_short(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"aa," * 1_000_000 + b"b" * 1_000_000)
    (tmp_path / "b.jsonl").write_text(json.dumps({"k" * 1000 + str(i): 1 for i in range(500)}))
    for problem in read(tmp_path)[1]:
        assert "no text column; found" in problem.problem and "more; name it" in problem.problem
        assert len(problem.problem) < 1500


@pytest.mark.parametrize("row", ["x", '{"text": " "}', '{"text": "sama"}', "[]", "{}"])
def test_problems_of_a_file_are_counted_beyond_10_000(tmp_path, row):
    good = '{"text": "%s"}\n'
    (tmp_path / "a.jsonl").write_text(
        good % "awal" + f"{row}\n" * (MOST_PROBLEMS + 500) + good % "akhir"
    )
    articles, problems = read(tmp_path)
    assert articles[-1].text == "akhir" and len(problems) == MOST_PROBLEMS + 1
    more = 499 if "sama" in row else 500
    assert (problems[-1].source, problems[-1].problem) == (
        str(tmp_path / "a.jsonl"),
        f"{more} more rows with problems",
    )


def test_structures_are_no_title_however_deep(tmp_path):
    rows = [
        {"text": f"Teks {n}.", "title": 0, "date": [], "id": {"a": 1}}
        for n in (10, 300, 900, 960, 5000)
    ]
    lines = [json.dumps(row).replace('"title": 0', f'"title": {"[" * n}{"]" * n}')
             for row, n in zip(rows, (10, 300, 900, 960, 5000), strict=True)]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    articles, problems = read(tmp_path)
    assert len(articles) + len(problems) == 5 and len(articles) >= 3
    assert {(a.title, a.published) for a in articles} == {(None, None)}
    assert all("broken JSON" in p.problem for p in problems)


def test_numbers_beyond_measure_are_told(tmp_path):
    rows = ['{"text": "a", "title": %s}' % ("9" * 5000), '{"text": "b", "title": 1e999, "date": 1e400}',
            '{"text": NaN}', '{"text": -Infinity}', '{"text": "c", "date": "%s"}' % ("1/" * 2_000_000)]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    articles, problems = read(tmp_path)
    assert [a.text for a in articles] == ["b", "c"] and len(problems) == 3
