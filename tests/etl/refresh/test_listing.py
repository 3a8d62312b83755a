"""The catalogue of all series as a table of the snapshot: filled by a refresh, never emptied by an outage."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from etl.contract.tables import INDICATORS
from etl.snapshot.published import sha256
from etl.sources.raw_cache import RawCache
from tests.helpers.tiny_tables import published_in

LISTED = ["EG.ELC.ACCS.ZS", "NY.GDP.PCAP.KD", "SP.POP.TOTL"]


def test_the_catalogue_has_every_series_of_the_service_by_code(refresh, tables):
    outcome = refresh()
    table = tables()["catalogue"]
    assert list(table.id) == LISTED
    assert set(table.source_id) == {"2"}
    assert set(table.source) == {"World Development Indicators"}
    assert set(table.topic) == {"Climate Change"}
    assert outcome.catalog["catalogue"]["state"] == "fresh"


def test_an_outage_keeps_the_published_catalogue_and_reports_it(refresh, world, tables):
    before = refresh().catalog["catalogue"]
    world.down.add("catalogue")
    outcome = refresh()
    assert list(tables()["catalogue"].id) == LISTED
    entry = outcome.catalog["catalogue"]
    assert (entry["state"], entry["stale_since"]) == ("kept", before["checked_at"])
    assert "500" in entry["reason"]
    assert outcome.exit_code == 2
    assert any("list of all series is kept as published" in note for note in outcome.notes)


def test_without_a_published_catalogue_an_outage_publishes_the_series_and_names_what_is_missing(refresh, world, tables):
    world.down.add("catalogue")
    outcome = refresh()
    assert tables()["catalogue"].empty
    assert len(tables()["indicators"]) == 3
    assert outcome.catalog["catalogue"]["state"] == "absent"
    assert any("list of all series is missing" in note for note in outcome.notes)


def test_an_empty_list_is_an_outage(refresh, world, tables):
    refresh()
    world.listed = lambda rows: []
    outcome = refresh()
    assert list(tables()["catalogue"].id) == LISTED
    assert "lists no series" in outcome.catalog["catalogue"]["reason"]


def test_offline_the_catalogue_comes_from_the_raw_cache_or_stays(refresh, world, tables, tmp_path):
    cache = RawCache(tmp_path / "raw")
    refresh(cache=cache)
    before = tables()["catalogue"]
    world.down |= {"worldbank", "catalogue"}
    assert refresh(cache=cache, offline=True).exit_code == 0
    assert tables()["catalogue"].equals(before)


def test_a_series_has_its_database_all_its_topics_and_its_kind_of_values(refresh, tables):
    refresh()
    rows = tables()["indicators"].set_index("id")
    power = rows.loc["EG.ELC.ACCS.ZS"]
    assert (power.source_id, power.quantity_kind) == ("2", "share")
    assert (power.lower_bound, power.upper_bound) == (0, 100)
    assert power.topics.split("; ")[-1] == "Climate Change"
    assert rows.loc["NY.GDP.PCAP.KD", ["quantity_kind", "currency", "prices"]].tolist() == ["ratio", "US$", "2015"]
    # six economies and two aggregates in every year; whole numbers
    assert rows.economies.tolist() == [6, 6, 6]
    assert rows.aggregates.tolist() == [2, 2, 2]
    assert rows.decimals.tolist() == [0, 0, 0]
    assert rows.featured.tolist() == [0, 0, 0]  # not read from a file


def test_an_older_snapshot_gets_the_new_columns_at_the_next_refresh(refresh, data_dir, tables):
    refresh()
    path = published_in(data_dir).path("indicators")
    catalog = data_dir / "catalog.json"
    _without_new_columns(path, catalog)
    refresh()
    rows = tables()["indicators"]
    assert rows.source_id.tolist() == ["2", "2", "2"]
    assert rows.economies.tolist() == [6, 6, 6]


def _without_new_columns(path: Path, catalog: Path) -> None:
    """Make a published table of indicators as it was before the columns of this version."""
    old = [column.name for column in INDICATORS.columns if not column.is_new]
    pd.read_parquet(path)[old].to_parquet(path, index=False)
    listed = json.loads(catalog.read_text("utf-8"))
    entry = listed["tables"]["indicators"]
    entry["sha256"] = sha256(path)
    entry["columns"] = [column for column in entry["columns"] if column["name"] in old]
    catalog.write_text(json.dumps(listed), "utf-8")
