"""The window over many things: order, how many at once, what an early stop and a failure do."""

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
def test_results_come_in_order_and_no_more_than_the_window_are_begun(things, in_flight, threads):
    begun = 0

    def counted() -> Iterator[int]:
        nonlocal begun
        for thing in things:
            begun += 1
            yield thing

    with ThreadPoolExecutor(threads) as pool:
        taken = []
        for result in in_order(pool, lambda thing: thing * 2, counted(), in_flight=in_flight):
            taken.append(result)
            assert begun <= len(taken) + in_flight - 1
    assert taken == [thing * 2 for thing in things]


def test_a_slow_first_does_not_let_the_others_overtake_it():
    last_is_done = threading.Event()

    def do(thing: int) -> int:
        if thing == 0:
            assert last_is_done.wait(10)
        if thing == 2:
            last_is_done.set()
        return thing

    with ThreadPoolExecutor(3) as pool:
        assert list(in_order(pool, do, range(3), in_flight=3)) == [0, 1, 2]


def test_whoever_stops_taking_stops_the_beginning():
    done = []
    with ThreadPoolExecutor(1) as pool:
        results = in_order(pool, lambda thing: done.append(thing) or thing, range(1000), in_flight=4)
        assert next(results) == 0
        results.close()
    assert len(done) <= 4


def test_a_failure_is_raised_in_its_turn_and_ends_the_rest():
    done = []

    def do(thing: int) -> int:
        done.append(thing)
        return 10 // (2 - thing)

    with ThreadPoolExecutor(1) as pool:
        results = in_order(pool, do, range(100), in_flight=3)
        assert [next(results), next(results)] == [5, 10]
        with pytest.raises(ZeroDivisionError):
            next(results)
    assert len(done) <= 5


def test_without_a_scheduler_there_are_threads_here():
    with workers() as pool:
        assert isinstance(pool, ThreadPoolExecutor)
        assert pool.submit(threading.current_thread).result() is not threading.current_thread()


def test_a_scheduler_that_is_no_address_is_told():
    pytest.importorskip("distributed")
    with pytest.raises(SourceError, match="the Dask scheduler nowhere:x cannot be reached"), workers("nowhere:x"):
        pass
