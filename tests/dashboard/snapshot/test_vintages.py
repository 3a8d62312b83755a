"""Earlier snapshots: opened by the name in an address, a few at once, and never in place of the published one."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from dashboard import config
from dashboard.snapshot import store, vintages
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.state.selection import Options, Selection
from tests.helpers.tiny_tables import ABOUT, publish, valid_tables, warmer_tables

PORTAL = {
    "id": "cckp",
    "title": "Climate portal",
    "link": "https://x",
    "licence": "CC BY 4.0",
    "vintage": "CRU TS 4.09",
}


def about(day: int) -> dict[str, Any]:
    """Return the catalog's other entries of a snapshot that was published on a day of November 2026."""
    return ABOUT | {"checked_at": f"2026-11-{day}T08:20:01+00:00", "sources": [*ABOUT["sources"], PORTAL]}


@pytest.fixture
def published(tmp_path, monkeypatch) -> list[dict[str, Any]]:
    """Catalogs of three snapshots in one folder, the last one published; each is 1 degC warmer than the one before."""
    monkeypatch.setattr(config, "DATA_DIR", str(tmp_path))
    monkeypatch.setattr(vintages, "_open", vintages.OrderedDict())
    warmest = warmer_tables()
    warmest["temperature"] = warmest["temperature"].assign(temperature_c=warmest["temperature"].temperature_c + 1)
    return [
        publish(tmp_path, tables, about(day), keep=3)
        for day, tables in ((21, valid_tables()), (22, warmer_tables()), (23, warmest))
    ]


def first_temperature(query: str) -> float:
    return float(vintages.of_query(query).temperature.temperature_c.iloc[0])


def test_an_address_opens_the_figures_of_its_day(published):
    first, second, third = (catalog["snapshot"] for catalog in published)
    assert [one.name for one in vintages.listed(store.current())] == [second, first]
    assert first_temperature("") == 12.0
    assert first_temperature(f"?view=rank&vintage={second}") == 11.0
    assert first_temperature(f"vintage={first}") == 10.0
    assert first_temperature(f"vintage={third}") == 12.0


@pytest.mark.parametrize("name", ["", "snapshot-1999-01-01-00000000", "../data", "%00", "catalog.json", "x" * 3_000])
def test_what_is_not_kept_opens_the_published_figures(published, name):
    assert vintages.of_query(f"vintage={name}") is store.current()


def test_an_earlier_snapshot_knows_its_name_and_the_others(published):
    first, second, _ = (catalog["snapshot"] for catalog in published)
    earlier = vintages.of_query(f"vintage={first}")
    assert (vintages.own_name(earlier), vintages.own_name(store.current())) == (first, "")
    assert [one.name for one in vintages.listed(earlier)] == [second, first]
    offered = [one.name for one in vintages.listed(earlier)]
    selection = Selection(Options(["WLD"], ["SP.POP.TOTL"], vintages=offered))
    assert url.decode(f"?vintage={second.upper()}", selection)[0]["vintage"] == second
    selection.vintage = first
    assert url.encode(selection) == f"?vintage={first}"
    assert url.decode("?vintage=older", selection)[1] == [
        "“older” in this link is not a known vintage; it was ignored."
    ]


def test_each_is_opened_once(published, monkeypatch):
    query = f"vintage={published[0]['snapshot']}"
    opened = vintages.of_query(query)
    monkeypatch.setattr(store, "read_earlier", lambda *_: pytest.fail("opened again"))
    assert vintages.of_query(query) is opened


def test_only_a_few_are_open_and_none_is_closed_at_once(published, monkeypatch):
    monkeypatch.setattr(vintages, "MOST_OPEN", 1)
    first, second = (f"vintage={catalog['snapshot']}" for catalog in published[:2])
    vintages.of_query(first)
    with pytest.raises(SnapshotError, match="Too many earlier snapshots are asked for at once"):
        vintages.of_query(second)
    monkeypatch.setattr(vintages, "SHORTEST_OPEN_S", 0.0)
    assert first_temperature(second) == 11.0
    assert len(vintages._open) == 1


def test_those_of_a_replaced_snapshot_are_closed(published, tmp_path):
    second = published[1]["snapshot"]
    vintages.of_query(f"vintage={second}")
    publish(tmp_path, valid_tables(), about(24), keep=3)
    vintages.of_query(f"vintage={second}")
    assert [name for _, name in vintages._open] == [second]


def test_a_removed_snapshot_is_reported_in_a_sentence(published, tmp_path):
    first = published[0]["snapshot"]
    shutil.rmtree(tmp_path / first)
    with pytest.raises(SnapshotError, match="These earlier figures are gone, as a refresh has removed them"):
        vintages.of_query(f"vintage={first}")
    assert first_temperature("") == 12.0


def test_a_damaged_one_leaves_the_published_figures_usable(published, tmp_path):
    first = published[0]["snapshot"]
    (tmp_path / first / "catalog.json").write_text("{")
    with pytest.raises(SnapshotError, match=r"catalog.json cannot be read"):
        vintages.of_query(f"vintage={first}")
    assert first_temperature("") == 12.0
