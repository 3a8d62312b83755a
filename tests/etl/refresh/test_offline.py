"""Offline refreshes: the snapshot comes from the raw cache, and the dates of the last checks stay."""

from __future__ import annotations

import shutil
from datetime import datetime

import pytest

from etl.sources.raw_cache import RawCache
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import CONFIGURED, ERA5_PRODUCT

POWER = "EG.ELC.ACCS.ZS"


@pytest.fixture
def cache(cache_dir) -> RawCache:
    return RawCache(cache_dir)


def check_entries(catalog: dict) -> dict:
    """Return the catalog's entries on when services were last asked, and on what is stale."""
    names = ("state", "checked_at", "stale_since", "reason")
    entries = [*((s["id"], s) for s in catalog["sources"]), *catalog["series"].items(), *catalog["climate"].items()]
    return {"": catalog["checked_at"]} | {key: {n: entry[n] for n in names if n in entry} for key, entry in entries}


def test_an_offline_refresh_keeps_the_dates_of_the_last_checks(refresh, clock, cache, httpserver):
    first = refresh(cache=cache).catalog
    second = refresh(cache=cache).catalog  # an hour later, by look-ups only
    httpserver.clear()
    outcome = refresh(cache=cache, offline=True)
    assert (outcome.exit_code, outcome.is_new) == (0, False)
    assert check_entries(outcome.catalog) == check_entries(second) != check_entries(first)


def test_stale_series_stay_stale_in_an_offline_refresh(refresh, clock, cache, world):
    refresh(cache=cache)
    world.release(POWER)
    world.down |= {POWER, "worldbank", ERA5_PRODUCT}
    stale = refresh(cache=cache).catalog
    offline = refresh(cache=cache, offline=True)
    assert offline.exit_code == 0
    assert check_entries(offline.catalog) == check_entries(stale)
    assert offline.catalog["series"][POWER]["state"] == "kept"
    world.down.clear()
    assert {state["state"] for state in refresh(cache=cache).catalog["series"].values()} == {"fresh"}


def test_entries_missing_from_the_raw_cache_stay_as_published(refresh, cache, data_dir):
    first = refresh().catalog  # which left nothing in the cache
    refresh(CONFIGURED[:1], configured=CONFIGURED, cache=cache, refetch=True)
    before = check_entries(published_in(data_dir).catalog)
    with cache._guarded("emptied"):
        cache._connection.execute("DELETE FROM body WHERE url LIKE '%/cckp/%' AND url LIKE '%_pr_%'")
    outcome = refresh(cache=cache, offline=True)
    assert outcome.exit_code == 2
    assert check_entries(outcome.catalog) == before
    observations = [catalog["tables"]["observations"]["sha256"] for catalog in (first, outcome.catalog)]
    assert observations[0] == observations[1]
    (note,) = outcome.notes
    assert note.startswith("Monthly precipitation, CRU TS: last good values kept. http")
    with cache._guarded("emptied"):
        cache._connection.execute("DELETE FROM body WHERE url LIKE '%/cckp/%'")
    assert check_entries(refresh(cache=cache, offline=True).catalog) == before


def test_a_first_snapshot_made_offline_has_the_dates_of_the_cached_bodies(refresh, data_dir, cache, clock, tables):
    refresh(cache=cache)
    read_at = set(tables()["indicators"].fetched_at)
    shutil.rmtree(data_dir)
    catalog = refresh(cache=cache, offline=True).catalog
    assert {entry["checked_at"] for entry in catalog["series"].values()} == read_at
    sources = {entry["checked_at"] for entry in catalog["sources"]}
    assert catalog["checked_at"] == max(sources | read_at)
    assert max(sources) < catalog["published_at"] == clock[0].isoformat()
    assert all(datetime.fromisoformat(at).tzinfo for at in sources)


def test_bodies_cached_by_an_interrupted_refresh_keep_their_own_date(refresh, world, cache, data_dir):
    refresh(cache=cache)
    shutil.copytree(data_dir, data_dir.with_name("before"))
    world.series[POWER].values[("NAM", 2003)] = 77.0
    refresh(cache=cache)
    read_at = published_in(data_dir).description(POWER)["fetched_at"]
    shutil.rmtree(data_dir)
    data_dir.with_name("before").rename(data_dir)
    catalog = refresh(cache=cache, offline=True).catalog
    assert published_in(data_dir).values(POWER).query("iso3 == 'NAM' and year == 2003").value.item() == 77.0
    assert catalog["series"][POWER]["checked_at"] == read_at
    assert catalog["checked_at"] >= read_at


def test_an_offline_refresh_in_a_new_year_skips_releases_not_in_the_cache(refresh, clock, cache):
    first = refresh(cache=cache).catalog
    clock[0] = clock[0].replace(year=clock[0].year + 1)
    offline = refresh(cache=cache, offline=True)
    assert {key: entry["state"] for key, entry in offline.catalog["climate"].items()} == {
        key: entry["state"] for key, entry in first["climate"].items()
    }
