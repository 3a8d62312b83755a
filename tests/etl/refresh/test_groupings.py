"""Members of groupings in whole refreshes: read, kept on an outage, and never taken for none."""

from __future__ import annotations

import pytest

from etl.errors import SourceError
from etl.sources import groupings
from etl.sources.raw_cache import RawCache
from tests.helpers.tiny_tables import published_in

EU = {"FRA", "GIB"}


def members(tables: dict, code: str) -> set[str]:
    table = tables["grouping_members"]
    return set(table.iso3[table.grouping == code])


def entry(outcome) -> dict:
    return outcome.catalog["groupings"]


def test_members_come_from_the_list_of_countries_and_from_a_list_of_each_other_grouping(refresh, tables):
    outcome = refresh()
    assert members(tables(), "ECS") == {"CHI", "FRA", "GIB", "XKX"}
    assert members(tables(), "EUU") == EU
    assert members(tables(), "ARB") == set()
    assert entry(outcome)["unlisted"] == ["ARB"]
    assert entry(outcome)["unread"] == []
    assert outcome.exit_code == 0


def test_lending_groups_are_combined(refresh, tables, world):
    world.groupings |= {"IDB": ("XH", "IDA blend", set()), "IDA": ("XG", "IDA total", set())}
    world.lending = {"XKX": "IDB", "NAM": "IBD"}
    refresh()
    assert members(tables(), "IDB") == members(tables(), "IDA") == {"XKX"}


def test_a_second_refresh_changes_no_figure(refresh):
    refresh()
    assert not refresh().is_new


@pytest.mark.parametrize("down", ["region", "EUU"])
def test_an_outage_keeps_the_members_and_reports_it(refresh, tables, world, down):
    since = entry(refresh())["checked_at"]
    world.down.add(down)
    outcome = refresh()
    assert members(tables(), "EUU") == EU
    assert members(tables(), "ECS") == {"CHI", "FRA", "GIB", "XKX"}
    assert "EUU" in entry(outcome)["unread"]
    assert "status 500" in entry(outcome)["reason"]
    assert any("groupings could not be read" in note and "status 500" in note for note in outcome.notes)
    assert outcome.exit_code == SourceError.exit_code
    assert (entry(outcome)["state"], entry(outcome)["stale_since"]) == ("kept", since)
    world.down.clear()
    again = entry(refresh())
    assert again["state"] == "fresh"
    assert not again.keys() & {"stale_since", "reason"}


def test_an_outage_of_the_first_refresh_is_not_reported_as_no_members(refresh, tables, world):
    world.down.add("EUU")
    outcome = refresh()
    assert members(tables(), "EUU") == set()
    assert "EUU" in entry(outcome)["unread"]
    assert "EUU" not in entry(outcome)["unlisted"]


def test_an_outage_of_the_whole_service_keeps_everything(refresh, tables, world):
    before = entry(refresh())
    world.down.add("worldbank")
    outcome = refresh()
    assert members(tables(), "EUU") == EU
    assert entry(outcome) == before


def test_a_service_that_lists_no_members_does_not_undo_what_another_listed(refresh, tables, world):
    refresh()
    world.groupings["EUU"][-1].clear()
    outcome = refresh()
    assert members(tables(), "EUU") == EU
    assert entry(outcome)["unlisted"] == ["ARB"]


def test_a_member_that_is_no_economy_is_left_out_and_named(refresh, tables, monkeypatch):
    fetch = groupings.fetch_members

    def with_a_stranger(*arguments):
        found = fetch(*arguments)
        found.members["EUU"] |= {"YUG"}
        return found

    monkeypatch.setattr(groupings, "fetch_members", with_a_stranger)
    outcome = refresh()
    assert members(tables(), "EUU") == EU
    assert entry(outcome)["left_out"] == {"EUU": ["YUG"]}


def test_offline_the_lists_come_from_the_raw_cache(refresh, tables, cache_dir, data_dir):
    refresh(cache=RawCache(cache_dir))
    before = published_in(data_dir).catalog["groupings"]
    outcome = refresh(cache=RawCache(cache_dir), offline=True)
    assert members(tables(), "EUU") == EU
    assert entry(outcome) == before
    assert outcome.exit_code == 0


def test_offline_a_list_that_is_not_in_the_cache_is_no_failure(refresh, tables, cache_dir, world):
    refresh(cache=RawCache(cache_dir))
    world.groupings["SST"] = ("S1", "Small states", {"GIB"})
    outcome = refresh(cache=RawCache(cache_dir), offline=True)
    assert outcome.exit_code == 0
    assert members(tables(), "EUU") == EU


def test_the_latest_years_of_a_grouping_are_doubted_by_its_members(refresh, tables, world):
    power = world.series["EG.ELC.ACCS.ZS"]
    power.values |= {("EUU", year): 90.0 for year in range(2000, 2005)}
    power.values.pop(("GIB", 2004))
    refresh()
    doubts = tables()["doubts"].query("iso3 == 'EUU'")
    assert doubts.reason.tolist() == ["1 of its 2 economies has a value in 2004, 2 in 2000: an incomplete year"]
