"""Running many tasks in order: the number in flight, an early stop, and a failure."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import SourceError
from etl.workers import in_order, workers


@settings(max_examples=50)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 8), st.integers(1, 4))
def test_results_come_in_order_with_a_bounded_number_in_flight(items, in_flight, threads):
    started = 0

    def counted() -> Iterator[int]:
        nonlocal started
        for item in items:
            started += 1
            yield item

    with ThreadPoolExecutor(threads) as pool:
        taken = []
        for result in in_order(pool, lambda item: item * 2, counted(), in_flight=in_flight):
            taken.append(result)
            assert started <= len(taken) + in_flight - 1
    assert taken == [item * 2 for item in items]


def test_a_slow_first_result_still_comes_first():
    last_is_done = threading.Event()

    def do(item: int) -> int:
        if item == 0:
            assert last_is_done.wait(10)
        if item == 2:
            last_is_done.set()
        return item

    with ThreadPoolExecutor(3) as pool:
        assert list(in_order(pool, do, range(3), in_flight=3)) == [0, 1, 2]


def test_closing_the_iterator_starts_no_further_work():
    done = []
    with ThreadPoolExecutor(1) as pool:
        results = in_order(pool, lambda item: done.append(item) or item, range(1000), in_flight=4)
        assert next(results) == 0
        results.close()
    assert len(done) <= 4


def test_a_failure_is_raised_in_its_turn_and_stops_the_rest():
    done = []

    def do(item: int) -> int:
        done.append(item)
        return 10 // (2 - item)

    with ThreadPoolExecutor(1) as pool:
        results = in_order(pool, do, range(100), in_flight=3)
        assert [next(results), next(results)] == [5, 10]
        with pytest.raises(ZeroDivisionError):
            next(results)
    assert len(done) <= 5


def test_without_a_scheduler_work_runs_in_local_threads():
    with workers() as pool:
        assert isinstance(pool, ThreadPoolExecutor)
        assert pool.submit(threading.current_thread).result() is not threading.current_thread()


def test_an_invalid_scheduler_address_is_an_error():
    pytest.importorskip("distributed")
    with pytest.raises(SourceError, match="the Dask scheduler nowhere:x cannot be reached"), workers("nowhere:x"):
        pass
