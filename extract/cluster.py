"""Articles read on a Dask cluster: the model loaded once a worker, the parts written by workers.

What a dying worker was reading is read again elsewhere; an article that brings down every worker
that it is given to is left out and said so, alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from extract.fingerprints import key
from extract.many import DEADLY, Batch, Job, read_and_keep, read_batch
from extract.records import Found
from extract.store import Store

if TYPE_CHECKING:
    from distributed import Client
    from spacy.language import Language

    from extract.timings import Timings

__all__ = ["ClusterError", "connect", "mapped", "read_batches"]

_AHEAD = 3
"""Tasks given to the cluster at a time, for each thread that it has."""
_Task = TypeVar("_Task")


class ClusterError(OSError):
    """A cluster that cannot be used: says why and what to do."""


def connect(address: str, *, seconds: float = 30) -> Client:
    """Reach a Dask scheduler that has workers.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.
        seconds: How long to wait for it and for its first worker.

    Raises:
        ClusterError: The extra is not installed, nobody answers, or no worker comes.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError('a cluster needs: pip install "alutsista[cluster]"') from error
    try:
        client = Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"{address}: no Dask scheduler answers there ({error})") from error
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        client.close()
        raise ClusterError(f"{address}: the scheduler has no worker; start one with: "
                           f"dask worker {address} --nthreads 1") from error  # fmt: skip
    return client


def read_batches(
    client: Client, batches: Iterator[Batch], job: Job, store: Store, timings: Timings
) -> Iterator[tuple[Batch, Path]]:
    """Read batches on the workers of a cluster.

    Yields:
        Each batch, in the order in which they end, with the part that it was written to.
    """
    tasks = ((batch, (batch, store.folder, job.model, job.labels)) for batch in batches)
    for batch, result in mapped(client, _read_and_keep, tasks):
        if isinstance(result, BaseException):
            store.add(zip(map(key, batch), _one_by_one(client, batch, job), strict=True))
            ((path, _),) = store.parts([key(batch[0])]).items()
        else:
            path, spent = result
            for name, seconds in spent.items():
                timings[name] += seconds
        yield batch, path


def mapped(
    client: Client, function: Callable[..., Any], tasks: Iterable[tuple[_Task, tuple[Any, ...]]]
) -> Iterator[tuple[_Task, Any]]:
    """Run a function on a cluster, a few tasks for each of its threads at a time.

    Args:
        client: Of the cluster.
        function: What to run there.
        tasks: Each with its arguments; taken as the cluster takes them.

    Yields:
        Each task with its result, or with the error that stands for the workers that it brought
        down; any other error is raised.
    """
    from distributed import KilledWorker, as_completed

    tasks = iter(tasks)
    running: dict[Any, _Task] = {}
    ended = as_completed(loop=client.loop)

    def submit(amount: int) -> None:
        for task, arguments in islice(tasks, amount):
            future = client.submit(function, *arguments, pure=False)
            running[future] = task
            ended.add(future)

    submit(_AHEAD * max(1, sum(client.nthreads().values())))
    for future in ended:
        task = running.pop(future)
        try:
            result = future.result()
        except KilledWorker as error:
            result = error
        future.release()
        yield task, result
        submit(1)


def _one_by_one(client: Client, batch: Batch, job: Job) -> list[Found]:
    """Read the articles of a batch alone, to know which one brings workers down."""
    tasks = ((place, ((article,), job.model, job.labels)) for place, article in enumerate(batch))
    found = dict(mapped(client, _read, tasks))
    return [
        Found("failed", problem=DEADLY) if isinstance(its, BaseException) else its[0]
        for _, its in sorted(found.items())
    ]


_alone = Lock()
"""The pipeline is one for all threads of a worker and reads one batch at a time."""


@cache
def _pipeline(model: str | None, labels: str | None) -> Language:
    from extract.model import parse_labels
    from extract.pipeline import load

    return load(model, labels=parse_labels(labels) if labels else None)


def _read_and_keep(
    batch: Batch, folder: Path, model: str | None, labels: str | None
) -> tuple[Path, dict[str, float]]:
    with _alone:
        return read_and_keep(batch, folder, _pipeline(model, labels))


def _read(batch: Batch, model: str | None, labels: str | None) -> list[Found]:
    with _alone:
        return read_batch(batch, _pipeline(model, labels))
