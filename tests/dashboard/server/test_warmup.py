"""Cache warm-up: the map's files and the first page, for each new snapshot."""

from __future__ import annotations

import dataclasses
import json
import threading

from dashboard.analysis.map_values import MapKey
from dashboard.assets.file_store import files
from dashboard.server import warmup
from dashboard.server.page_cache import PageCache
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.map_menus import menus
from dashboard.state.options import new_selection
from dashboard.views.explore.map_files import MOST_AHEAD, choices, known_file, known_files


def offered(snapshot: Snapshot) -> dict[str, str]:
    selection = new_selection(snapshot)
    return json.loads(menus(snapshot, selection, known_files(snapshot, selection)).known_files)


def likely(snapshot: Snapshot) -> set[str]:
    return set(choices(snapshot, new_selection(snapshot)))


def test_the_warm_up_makes_the_file_of_every_choice_of_the_map(shipped: Snapshot):
    warmup.make_files(shipped)
    found = offered(shipped)
    listed = shipped.indicators
    in_order = listed[listed.featured > 0].sort_values("featured").id.tolist()
    assert set(found) > {"period_change", "trend", "anomaly", *in_order[:MOST_AHEAD]}
    assert len(set(found) & set(listed.id)) == min(len(in_order), MOST_AHEAD)
    for address in found.values():
        assert len(files.content(address.rpartition("/")[2].removesuffix("?v=1")) or b"") > 500
    assert found["trend"] == known_file(shipped, MapKey("trend", trend_period=(1975, 2024)))


def test_caches_are_warmed_once_for_each_snapshot_that_can_be_read(shipped: Snapshot, monkeypatch):
    newer = dataclasses.replace(shipped, catalog={**shipped.catalog, "snapshot": "newer"})
    visits: list[str] = []
    held = PageCache()
    monkeypatch.setattr(warmup, "pages", held)

    def published(snapshot: Snapshot | None) -> Snapshot | None:
        def opened() -> Snapshot:
            if snapshot is None:
                raise SnapshotError("There are no figures.")
            return snapshot

        monkeypatch.setattr(warmup.store, "current", opened)
        held.put("", "one", "one")
        return warmup.refresh_once(made, lambda: visits.append("first page"))

    made = None
    assert published(None) is None
    assert (visits, held.get("") is not None) == ([], True)
    made = published(shipped)
    assert made is shipped
    assert (visits, held.get("")) == (["first page"], None)
    assert published(shipped) is shipped
    assert published(None) is shipped
    assert (len(visits), held.get("") is not None) == (1, True)
    made = published(newer)
    assert made is newer
    assert len(visits) == 2


def test_the_warm_up_ends_with_the_server_after_the_present_file(shipped: Snapshot, monkeypatch):
    began, made = threading.Event(), []
    fresh = dataclasses.replace(shipped, catalog={**shipped.catalog, "snapshot": "fresh"})
    monkeypatch.setattr(warmup.store, "current", lambda: fresh)
    monkeypatch.setattr(warmup, "_visited", lambda _port: True)
    monkeypatch.setattr(warmup.map_files, "values_file", lambda *_: (made.append(1), began.set()))
    with warmup.running(0):
        assert began.wait(30)
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]
    assert 0 < len(made) < len(likely(shipped))


def test_the_warm_up_skips_a_damaged_indicator_and_logs_it(shipped: Snapshot, monkeypatch, caplog):
    damaged = dataclasses.replace(shipped, catalog={**shipped.catalog, "snapshot": "damaged"})
    read = Snapshot.values

    def values(self: Snapshot, series: str):
        if series == "SP.DYN.LE00.IN":
            raise SnapshotError("The values of SP.DYN.LE00.IN are damaged.")
        return read(self, series)

    monkeypatch.setattr(Snapshot, "values", values)
    warmup.make_files(damaged)
    assert likely(damaged) - set(offered(damaged)) == {"SP.DYN.LE00.IN"}
    assert caplog.messages == ["The values of SP.DYN.LE00.IN are damaged."]
