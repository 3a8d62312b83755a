"""A refresh on a real Dask cluster of processes gives the same snapshot as one on local threads."""

from __future__ import annotations

import pytest

from etl.errors import SourceError
from etl.sources.http import Fetcher
from etl.workers import in_order, workers
from tests.helpers import cluster

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scheduler():
    """Address of a scheduler with two worker processes."""
    with cluster.two_processes() as address:
        yield address


def double(number: int) -> int:
    return 2 * number


def test_results_of_other_processes_come_in_order(scheduler):
    with workers(scheduler) as pool:
        assert list(in_order(pool, double, range(1, 30))) == [2 * n for n in range(1, 30)]


def test_a_snapshot_made_on_a_cluster_equals_a_local_one(scheduler, world, refresh, tables):
    refresh()
    here = tables()
    with workers(scheduler) as pool:
        refresh(refetch=True, pool=pool)
    there = tables()
    assert here["observations"].equals(there["observations"])
    assert here["indicators"].drop(columns="fetched_at").equals(there["indicators"].drop(columns="fetched_at"))


def test_an_unreachable_cluster_is_an_error():
    with (
        pytest.raises(SourceError, match=r"the Dask scheduler tcp://127\.0\.0\.1:9 cannot be reached"),
        workers("tcp://127.0.0.1:9"),
    ):
        pass


def test_a_fetcher_is_pickled_without_its_connections(tmp_path):
    import pickle

    from etl.sources.raw_cache import RawCache

    copy = pickle.loads(pickle.dumps(Fetcher(attempts=3, cache=RawCache(tmp_path))))
    assert (copy.attempts, copy.cache.path) == (3, tmp_path / "raw.sqlite")
