"""A real Dask cluster on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def two_processes() -> Iterator[str]:
    """Run a scheduler with two worker processes, and give its address.

    Its HTTP server takes any free port: the default one is taken where two tests run at once.
    """
    from distributed import LocalCluster  # here, as few tests need it and all would load it

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": ":0"},
    ) as cluster:
        yield cluster.scheduler_address
