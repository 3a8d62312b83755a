"""Fixtures of the ETL's tests: the tiny world, and a refresh from it into a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl import pipeline, snapshot, validate
from etl.indicators import Configured
from etl.pipeline import Outcome
from etl.sources.http import Fetcher
from tiny_world import CONFIGURED, ECONOMIES, World, boundaries_archive


@pytest.fixture(scope="session")
def boundaries_zip() -> bytes:
    return boundaries_archive()


@pytest.fixture
def few_economies(monkeypatch) -> None:
    """The tiny world is smaller than the real one."""
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", len(ECONOMIES))


@pytest.fixture
def world(httpserver, boundaries_zip, few_economies) -> World:
    return World(httpserver, boundaries_zip)


@pytest.fixture
def data_dir(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def refresh(world, data_dir) -> Callable[..., Outcome]:
    """A whole refresh from the tiny world, with two quick tries for each request."""

    def run(entries: list[Configured] = CONFIGURED, **options) -> Outcome:
        fetcher = Fetcher(attempts=2, first_wait_s=0, longest_wait_s=0)
        options = {"report": lambda name, state: None} | options
        return pipeline.refresh(entries, data_dir, services=world.services, fetcher=fetcher, **options)

    return run


@pytest.fixture
def tables(data_dir) -> Callable[[], dict]:
    """The published tables."""
    return lambda: snapshot.read_tables(data_dir, snapshot.read_catalog(data_dir))
