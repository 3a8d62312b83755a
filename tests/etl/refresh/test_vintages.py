"""Earlier snapshots stay beside the published one, as many as asked for, and each can be opened by its own catalog."""

from __future__ import annotations

import json
from typing import Any

import pytest

from etl.snapshot import vintages
from etl.snapshot.published import Published
from storage.local import LocalFolder


def folders(data_dir) -> set[str]:
    return {path.name for path in data_dir.iterdir() if path.name.startswith("snapshot-")}


def opened(data_dir, name: str) -> Published:
    catalog = json.loads((data_dir / name / "catalog.json").read_text("utf-8"))
    return Published(LocalFolder(data_dir), catalog)


@pytest.fixture
def three(world, refresh, clock) -> list[dict[str, Any]]:
    """Catalogs of three refreshes that keep two snapshots, each with another population of Namibia in 2001."""
    catalogs = [refresh(keep=2).catalog]
    for value in (4e6, 3e6):
        world.series["SP.POP.TOTL"].values[("NAM", 2001)] = value
        catalogs.append(refresh(keep=2).catalog)
    return catalogs


def test_the_last_snapshots_stay_and_older_ones_go(three, data_dir):
    first, second, third = three
    assert "vintages" not in first
    assert second["vintages"] == [{name: first[name] for name in ("snapshot", "published_at")}]
    assert third["vintages"] == [{name: second[name] for name in ("snapshot", "published_at")}]
    assert folders(data_dir) == {second["snapshot"], third["snapshot"]}


def test_an_earlier_snapshot_has_its_own_figures_and_catalog(three, data_dir):
    _, second, third = three
    before = opened(data_dir, second["snapshot"])
    assert before.is_whole
    assert before.catalog == {key: value for key, value in second.items() if key != "vintages"}
    rows = before.values("SP.POP.TOTL")
    assert rows[(rows.iso3 == "NAM") & (rows.year == 2001)].value.item() == 4e6
    assert before.catalog["snapshot"] != third["snapshot"]


def test_a_refresh_without_a_change_keeps_what_is_kept(three, refresh, data_dir):
    third = three[-1]
    again = refresh(keep=2)
    assert not again.is_new
    assert again.catalog["vintages"] == third["vintages"]
    assert len(folders(data_dir)) == 2


def test_fewer_can_be_kept_at_any_time(three, refresh, data_dir):
    again = refresh(keep=1)
    assert "vintages" not in again.catalog
    assert folders(data_dir) == {three[-1]["snapshot"]}


def test_figures_that_return_are_not_listed_as_their_own_predecessor(three, world, refresh, data_dir):
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 4e6
    again = refresh(keep=3).catalog
    names = [entry["snapshot"] for entry in again["vintages"]]
    assert again["snapshot"] not in names
    assert names[0] == three[-1]["snapshot"]
    assert folders(data_dir) == {again["snapshot"], *names}


def test_a_step_after_a_refresh_replaces_its_snapshot_and_keeps_the_earlier_ones():
    catalog = {"snapshot": "c", "published_at": "3", "vintages": [{"snapshot": "b", "published_at": "2"}]}
    assert vintages.kept(catalog, "c-with-model", None) == [{"snapshot": "b", "published_at": "2"}]
    assert vintages.kept(catalog, "b", None) == []
    assert vintages.kept(None, "a", 3) == []
