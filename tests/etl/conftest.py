"""Fixtures of the ETL's tests: the tiny world, and a refresh from it into a folder of the test's own."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from etl import pipeline
from etl.commands import refresh as refresh_command
from etl.contract import validate
from etl.indicators.configured import Configured
from etl.pipeline import Outcome, Refresh
from etl.refresh import world as world_refresh
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.sources.raw_cache import RawCache
from etl.transform import clean, climate
from etl.workers import workers
from storage.local import LocalFolder
from tests.helpers.command_line import LISTED
from tests.helpers.fault_stage import POWER, Stage
from tests.helpers.front import Front
from tests.helpers.tiny_tables import opened, tables_of
from tests.helpers.tiny_world import CONFIGURED, ECONOMIES, World, boundaries_archive


@pytest.fixture(scope="session")
def boundaries_zip() -> bytes:
    return boundaries_archive()


@pytest.fixture(autouse=True)
def cache_dir(tmp_path, monkeypatch) -> Path:
    """A raw cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ETL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def once_for_each_input(function: Callable, results: dict[str, bytes]) -> Callable:
    """The function, working only where it has not met these arguments before; every caller gets a copy of its own."""

    def remembering(*arguments: object) -> object:
        key = f"{function.__module__}.{function.__name__} {sha256(pickle.dumps(arguments)).hexdigest()}"
        if key not in results:
            results[key] = pickle.dumps(function(*arguments))
        return pickle.loads(results[key])

    return remembering


@pytest.fixture(scope="session")
def worked_out() -> dict[str, bytes]:
    return {}


@pytest.fixture
def quick_climate(monkeypatch, worked_out) -> None:
    """A refresh takes most of its time for the tiny world's climate and shapes, which most tests leave as they are."""
    for module, name in ((cckp, "parse"), (clean, "by_country"), (clean, "countries"), (climate, "tables")):
        monkeypatch.setattr(module, name, once_for_each_input(getattr(module, name), worked_out))
    monkeypatch.setattr(world_refresh, "warming", once_for_each_input(world_refresh.warming, worked_out))


@pytest.fixture
def clock(monkeypatch) -> list[datetime]:
    """The refreshes' clock, an hour later at each refresh; its only entry is the time it shows next."""
    shown = [datetime.now(UTC).replace(microsecond=0)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            shown[0] += timedelta(hours=1)
            return shown[0]

    monkeypatch.setattr(pipeline, "datetime", Clock)
    return shown


@pytest.fixture
def few_economies(monkeypatch) -> None:
    """The tiny world is smaller than the real one."""
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", len(ECONOMIES))


@pytest.fixture
def world(httpserver, boundaries_zip, few_economies, quick_climate) -> World:
    return World(httpserver, boundaries_zip)


@pytest.fixture
def data_dir(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def refresh(world, data_dir) -> Callable[..., Outcome]:
    """A whole refresh from the tiny world, with two quick tries for each request, and no cache unless one is given."""

    def run(
        asked: list[Configured] = CONFIGURED,
        *,
        configured: list[Configured] | None = None,
        report: pipeline.Report = lambda name, state: None,
        pool: Executor | None = None,
        cache: RawCache | None = None,
        offline: bool = False,
        **options,
    ) -> Outcome:
        fetcher = Fetcher(attempts=2, first_wait_s=0, longest_wait_s=0, cache=cache, offline=offline)
        ask = Refresh(asked, asked if configured is None else configured, world.services, **options)
        with nullcontext(pool) if pool else workers() as running:
            return pipeline.refresh(ask, LocalFolder(data_dir), fetcher=fetcher, pool=running, report=report)

    return run


@pytest.fixture
def tables(data_dir) -> Callable[[], dict]:
    """The published tables."""
    return lambda: tables_of(opened(data_dir))


@pytest.fixture
def asked_for(httpserver) -> Callable[[], list[str]]:
    """What the tiny world was asked since the last call: series, several with ";", and "look-up", "values" or so."""

    def taken() -> list[str]:
        told = []
        while httpserver.log:
            request, _ = httpserver.log.pop(0)
            code = request.path.split("/")[-1]
            if "/country/all/indicator/" in request.path:
                told.append(f"{code} {'look-up' if request.args['per_page'] == '1' else 'values'}")
            elif "/country/WLD/indicator/" in request.path:
                told.append(f"{code} look-up")
            elif "/indicator/" in request.path:
                told.append(f"{code} description")
        return sorted(told)

    return taken


@pytest.fixture(scope="session")
def good(tmp_path_factory) -> dict[str, Path]:
    """The good snapshot, published by the first test that needs it."""
    return {"folder": tmp_path_factory.mktemp("good") / "data"}


@pytest.fixture
def stage(world, good, tmp_path, data_dir, monkeypatch) -> Iterator[Stage]:
    """The good snapshot, while the service has new values of two series."""
    monkeypatch.setattr(refresh_command, "Fetcher", partial(Fetcher, first_wait_s=0, longest_wait_s=0, silence_s=10))
    (tmp_path / "indicators.toml").write_text(LISTED)
    with Front(world.services) as front:
        here = Stage(world, front, good["folder"], tmp_path / "indicators.toml")
        if not good["folder"].exists():
            assert here.run("refresh").exit_code == 0
            front.asked.clear()  # whichever test is the first to need the snapshot
        world.series[POWER].rows_a_page = 25  # 40 rows: two pages
        shutil.copytree(good["folder"], data_dir)
        here.data_dir = data_dir
        for code in (POWER, "SP.POP.TOTL"):
            assert world.series[code].last_updated == "2026-07-13"  # told once, so that the next change is a new date
        world.series[POWER].values[("NAM", 2003)] = 77.0
        world.series["SP.POP.TOTL"].values[("NAM", 2003)] = 5_500_000.0
        yield here
