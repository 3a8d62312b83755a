"""Fixtures of the ETL's tests: the tiny world, and a refresh from it into a temporary folder."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyproj import CRS

from etl import pipeline
from etl.commands import refresh as refresh_command
from etl.contract import validate
from etl.indicators.configured import Configured
from etl.pipeline import Outcome, Refresh
from etl.refresh import climate_products
from etl.refresh import world as world_refresh
from etl.sources import cckp
from etl.sources.http import Fetcher
from etl.sources.raw_cache import RawCache
from etl.transform import clean, climate, projections, value_doubts
from etl.workers import workers
from storage.local import LocalFolder
from tests.helpers.command_line import INDICATOR_LIST
from tests.helpers.fault_stage import POWER, Stage
from tests.helpers.proxy import FaultyProxy
from tests.helpers.tiny_tables import published_in, tables_of
from tests.helpers.tiny_world import CONFIGURED, ECONOMIES, World, boundaries_archive


@pytest.fixture(scope="session")
def boundaries_zip() -> bytes:
    return boundaries_archive()


@pytest.fixture(scope="session", autouse=True)
def coordinate_systems_made_once() -> Iterator[None]:
    """Cache coordinate systems by their definition: PROJ takes 20 ms for each, a tenth of a tiny refresh."""
    made: dict[str, CRS] = {}
    make = CRS.from_user_input

    def cached(value: object) -> CRS:
        if isinstance(value, CRS):
            return value
        key = json.dumps(value, sort_keys=True)
        if key not in made:
            made[key] = make(value)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CRS, "from_user_input", cached)
        yield


@pytest.fixture(autouse=True)
def cache_dir(tmp_path, monkeypatch) -> Path:
    """Return the temporary folder of the raw cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("ETL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def cached_by_arguments(function: Callable, results: dict[str, bytes], name: str = "") -> Callable:
    """Return the function with its results cached by its arguments; every caller gets a copy."""
    name = name or f"{function.__module__}.{function.__name__}"

    def cached(*arguments: object, **named: object) -> object:
        key = f"{name} {sha256(pickle.dumps((arguments, named))).hexdigest()}"
        if key not in results:
            results[key] = pickle.dumps(function(*arguments, **named))
        return pickle.loads(results[key])

    return cached


@pytest.fixture(scope="session")
def cached_results() -> dict[str, bytes]:
    return {}


@pytest.fixture
def cached_climate(monkeypatch, cached_results) -> None:
    """Cache what takes most of a refresh's time, and of which most tests change nothing or one series."""
    breaches = validate.table_problems
    monkeypatch.setattr(
        validate,
        "table_problems",
        cached_by_arguments(lambda table, frame: list(breaches(table, frame)), cached_results, name="table_problems"),
    )
    for module, name in (
        (cckp, "parse"),
        (clean, "by_country"),
        (clean, "countries"),
        (climate, "tables"),
        (climate, "land"),
        (climate_products, "contradictions"),
        (projections, "changes"),
        (projections, "tables"),
        (value_doubts, "of_aggregates"),
        (value_doubts, "of_series"),
        (world_refresh, "cross_checks"),
        (world_refresh, "warming"),
    ):
        monkeypatch.setattr(module, name, cached_by_arguments(getattr(module, name), cached_results))


@pytest.fixture
def clock(monkeypatch) -> list[datetime]:
    """Set the refreshes' clock, which advances an hour at each reading; its only entry is the last time shown."""
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
    """Lower the number of economies that a snapshot needs to that of the tiny world."""
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", len(ECONOMIES))


@pytest.fixture
def world(httpserver, boundaries_zip, few_economies, cached_climate) -> World:
    return World(httpserver, boundaries_zip)


@pytest.fixture
def data_dir(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def refresh(world, data_dir) -> Callable[..., Outcome]:
    """Refresh from the tiny world, with two quick attempts for each request, and without a cache by default."""

    def run(
        requested: list[Configured] = CONFIGURED,
        *,
        configured: list[Configured] | None = None,
        report: pipeline.Report = lambda name, state: None,
        pool: Executor | None = None,
        cache: RawCache | None = None,
        offline: bool = False,
        **options,
    ) -> Outcome:
        fetcher = Fetcher(attempts=2, first_wait_s=0, longest_wait_s=0, cache=cache, offline=offline)
        ask = Refresh(requested, requested if configured is None else configured, world.services, **options)
        with nullcontext(pool) if pool else workers() as running:
            return pipeline.refresh(ask, LocalFolder(data_dir), fetcher=fetcher, pool=running, report=report)

    return run


@pytest.fixture(scope="session")
def first_refresh(tmp_path_factory) -> dict[str, Any]:
    """Folder and, once a test has made it, pickled outcome of the first refresh of the unchanged tiny world."""
    return {"folder": tmp_path_factory.mktemp("first") / "data"}


@pytest.fixture
def start(refresh, world, data_dir, first_refresh) -> Outcome:
    """Publish the figures of the unchanged tiny world; only the first test that needs them makes a refresh."""
    if "outcome" not in first_refresh:
        outcome = refresh()
        shutil.copytree(data_dir, first_refresh["folder"])
        first_refresh["outcome"] = pickle.dumps(outcome)
    else:
        shutil.copytree(first_refresh["folder"], data_dir)
        outcome = pickle.loads(first_refresh["outcome"])
    for series in world.series.values():
        assert series.last_updated == "2026-07-13"  # read once, so that the next change gets a new date
    return outcome


@pytest.fixture
def tables(data_dir) -> Callable[[], dict]:
    """Return a function that reads the published tables."""
    return lambda: tables_of(published_in(data_dir))


@pytest.fixture
def requests_made(httpserver) -> Callable[[], list[str]]:
    """Return a function that lists the requests since its last call: series codes and "look-up", "values" and so on."""

    def take() -> list[str]:
        requests = []
        while httpserver.log:
            request, _ = httpserver.log.pop(0)
            code = request.path.split("/")[-1]
            if "/country/all/indicator/" in request.path:
                requests.append(f"{code} {'look-up' if request.args['per_page'] == '1' else 'values'}")
            elif "/country/WLD/indicator/" in request.path:
                requests.append(f"{code} look-up")
            elif "/indicator/" in request.path:
                requests.append(f"{code} description")
        return sorted(requests)

    return take


@pytest.fixture(scope="session")
def good(tmp_path_factory) -> dict[str, Path]:
    """The folder of a snapshot that the first test that needs it publishes."""
    return {"folder": tmp_path_factory.mktemp("good") / "data"}


@pytest.fixture
def stage(world, good, tmp_path, data_dir, monkeypatch) -> Iterator[Stage]:
    """Return a stage with a published snapshot, while the service has new values of two series."""
    monkeypatch.setattr(refresh_command, "Fetcher", partial(Fetcher, first_wait_s=0, longest_wait_s=0, silence_s=10))
    (tmp_path / "indicators.toml").write_text(INDICATOR_LIST)
    with FaultyProxy(world.services) as proxy:
        stage = Stage(world, proxy, good["folder"], tmp_path / "indicators.toml")
        if not good["folder"].exists():
            assert stage.run("refresh").exit_code == 0
            proxy.requests.clear()  # of the refresh that only the first test makes
        world.series[POWER].rows_a_page = 25  # 40 rows: two pages
        shutil.copytree(good["folder"], data_dir)
        stage.data_dir = data_dir
        for code in (POWER, "SP.POP.TOTL"):
            assert world.series[code].last_updated == "2026-07-13"  # read once, so that the next change gets a new date
        world.series[POWER].values[("NAM", 2003)] = 77.0
        world.series["SP.POP.TOTL"].values[("NAM", 2003)] = 5_500_000.0
        yield stage
