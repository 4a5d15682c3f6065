"""A cluster of real worker processes, killed in the middle, ends with the bytes of one machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from test_store import DEADLY, KILLING, archive, outputs, stored

from extract import many
from extract.cluster import ClusterError, connect
from graph.cli import main

pytest.importorskip("distributed", reason="needs the extra 'cluster'")


@contextmanager
def cluster(folder, workers, *options, env=None):
    """A scheduler and workers, each a process of its own; gives the address and the processes."""
    address_file = folder / "scheduler.json"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    log = (folder / "cluster.log").open("wb")
    settings = {"stdout": log, "stderr": log, "env": {**os.environ, **(env or {})}, "cwd": folder}
    processes = [
        subprocess.Popen(
            [*start, "--port", "0", "--no-dashboard", "--scheduler-file", address_file], **settings
        )
    ]
    try:
        for _ in range(300):
            if address_file.exists() and address_file.read_text():
                break
            time.sleep(0.1)
        address = json.loads(address_file.read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
        processes += [
            subprocess.Popen([*worker, "--no-dashboard", *options], **settings)
            for _ in range(workers)
        ]
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()
        log.close()


def run(source, out, *options):
    result = CliRunner().invoke(main, ["graph", str(source), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(many, "BATCH", 8)
    monkeypatch.setattr(many, "FAR", 1)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of distributed, which closes its sockets late
@pytest.mark.usefixtures("small_batches")
def test_a_worker_killed_in_the_middle_costs_nothing(tmp_path):
    source = archive(tmp_path, 200)
    run(source, tmp_path / "here", "--workers", "1")
    there = tmp_path / "there"

    def kill(workers):
        while len(list((there / "store").glob("*/*.parquet"))) < 3:
            time.sleep(0.02)
        os.kill(workers[0].pid, signal.SIGKILL)

    with cluster(tmp_path, 3, "--no-nanny") as (address, workers):
        killer = threading.Thread(target=kill, args=(workers,))
        killer.start()
        run(source, there, "--engine", "dask", "--scheduler", address)
        killer.join()
        assert workers[0].wait(5) == -signal.SIGKILL
        assert [worker.poll() for worker in workers[1:]] == [None, None]
        assert outputs(there) == outputs(tmp_path / "here")
        assert sorted(stored(there)) == sorted(stored(tmp_path / "here"))
        run(source, f"file://{tmp_path}/address", "--engine", "dask", "--scheduler", address)
        assert outputs(tmp_path / "address") == outputs(there)
        run(source, tmp_path / "countries", "--engine", "dask", "--scheduler", address,
            "--level", "country", "--lang", "en")  # fmt: skip
    run(source, tmp_path / "here", "--level", "country", "--lang", "en")
    assert outputs(tmp_path / "countries") == outputs(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of distributed, which closes its sockets late
@pytest.mark.usefixtures("small_batches")
def test_an_article_that_brings_workers_down_costs_itself_alone(tmp_path):
    source = archive(tmp_path, 30)
    with source.open("a") as lines:
        lines.write(json.dumps({"id": "mati", "text": DEADLY}) + "\n")
    (tmp_path / "sitecustomize.py").write_text(KILLING)
    env = {
        "PYTHONPATH": str(tmp_path),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__NANNY__PRELOAD": "[]",
    }
    out = tmp_path / "out"
    with cluster(tmp_path, 2, "--nanny", env=env) as (address, _):
        run(source, out, "--engine", "dask", "--scheduler", address)
    problems = pd.read_csv(out / "problems.csv")
    assert problems["article_id"].tolist() == ["mati"]
    articles = pd.read_parquet(out / "articles.parquet")
    assert len(articles) == 31 and (articles["status"] == "ok").sum() == 30


def test_a_cluster_that_is_not_there_is_told_with_what_to_do(tmp_path):
    source = archive(tmp_path, 2)
    arguments = ["graph", str(source), "--out", str(tmp_path / "out"), "--engine", "dask"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2 and "--scheduler ADDRESS" in result.output
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        connect("tcp://127.0.0.1:9", seconds=0.5)


def test_without_the_extra_it_says_how_to_get_it(tmp_path):
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')")
    code = "import extract.cluster as c\ntry:\n    c.connect('tcp://x:1')\nexcept c.ClusterError as e:\n    print(e)"
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[1]}"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True
    )
    assert done.stdout.strip() == 'a cluster needs: pip install "alutsista[cluster]"'
