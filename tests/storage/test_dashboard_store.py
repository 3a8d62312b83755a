"""The dashboard reads a snapshot from an object store, updates it after each publication, and survives outages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dashboard import app, config
from dashboard.snapshot.store import SnapshotError, open_snapshot
from dashboard.views.page.page import FaultPage, Page
from storage import CATALOG, Folder, open_folder
from tests.helpers.object_store import ObjectStore
from tests.helpers.waiting import wait_until

LOOK_EVERY_S = 0.02


def publish(folder: Folder, data: Path, name: str) -> None:
    """Publish the shipped snapshot under another name."""
    catalog = json.loads((data / CATALOG).read_text("utf-8"))
    with folder.lock():
        with folder.staging() as staged:
            shutil.copytree(data / catalog["snapshot"], staged, dirs_exist_ok=True)
            folder.put(staged, name)
        tables = {table: {**entry, "file": f"{name}/{table}.parquet"} for table, entry in catalog["tables"].items()}
        # A later contract may add tables that this dashboard does not know.
        tables["tomorrow"] = {"file": f"{name}/tomorrow.parquet"}
        files = {file: {**entry, "file": f"{name}/{file}"} for file, entry in catalog["model"]["files"].items()}
        changed = {"snapshot": name, "tables": tables, "model": {**catalog["model"], "files": files}, "more": 1}
        folder.replace(CATALOG, json.dumps({**catalog, **changed}).encode())
        for other in folder.folders():
            if other != name:
                folder.remove(other)


def test_a_new_snapshot_appears_without_a_restart_and_survives_an_outage(
    own_server: ObjectStore, s3: str, root: Path, caplog
):
    publish(open_folder(s3), root / "data", "snapshot-old")
    old = open_snapshot(s3, LOOK_EVERY_S)
    assert old is open_snapshot(s3, LOOK_EVERY_S)
    assert len(old.countries) > 200
    publish(open_folder(s3), root / "data", "snapshot-new")
    wait_until(lambda: open_snapshot(s3).catalog["snapshot"] == "snapshot-new")
    # The old snapshot stays readable, even a series that has not been read before.
    assert not old.values("SP.POP.TOTL").empty
    own_server.stop()
    wait_until(lambda: "cannot be reached" in caplog.text)
    new = open_snapshot(s3)
    assert new.catalog["snapshot"] == "snapshot-new"
    assert not new.values("SP.POP.TOTL").empty


def test_a_store_that_is_down_shows_no_addresses_to_visitors_but_logs_them(
    own_server: ObjectStore, s3: str, root: Path, monkeypatch, caplog
):
    publish(open_folder(s3), root / "data", "snapshot-old")
    own_server.stop()
    monkeypatch.setattr(config, "DATA_DIR", s3)
    monkeypatch.setattr(config, "LOOK_EVERY_S", LOOK_EVERY_S)
    fault = app.build()
    assert isinstance(fault, FaultPage)
    assert "cannot be reached where they are kept" in fault.message.object
    assert "127.0.0.1" not in fault.message.object
    assert f"{own_server.address} cannot be reached" in caplog.text
    own_server.start()
    wait_until(lambda: isinstance(app.build(), Page))


def test_an_empty_store_names_the_command_that_publishes(s3: str):
    with pytest.raises(SnapshotError, match=r"no figures in figures/ yet\. Run: python -m etl refresh") as fault:
        open_snapshot(s3, LOOK_EVERY_S)
    assert s3 not in str(fault.value)
    assert fault.value.for_log == f"{fault.value} ({s3} has no catalog.json)"


def test_a_damaged_object_is_reported_and_its_repair_is_noticed(s3: str, root: Path):
    publish(open_folder(s3), root / "data", "snapshot-old")
    name = "snapshot-old/indicators.parquet"
    folder = open_folder(s3)
    whole = folder.local(name).read_bytes()
    folder.replace(name, b"?" * len(whole))
    with pytest.raises(SnapshotError, match="damaged"):
        open_snapshot(s3, LOOK_EVERY_S)
    folder.replace(name, whole)

    def is_whole() -> bool:
        try:
            return not open_snapshot(s3).indicators.empty
        except SnapshotError:
            return False

    wait_until(is_whole)


def test_only_the_last_two_snapshots_stay_in_the_local_cache(s3: str, tmp_path: Path):
    folder = open_folder(s3)
    for number in range(4):
        with folder.staging() as staged:
            (staged / "one").write_text(str(number))
            folder.put(staged, f"snapshot-{number}")
        assert folder.local(f"snapshot-{number}/one").read_text() == str(number)
    (cache,) = (tmp_path / "cache").iterdir()
    assert sorted(path.name for path in cache.iterdir()) == ["snapshot-2", "snapshot-3"]


def test_a_file_is_downloaded_once(s3: str, server: ObjectStore):
    folder = open_folder(s3)
    with folder.staging() as staged:
        (staged / "one").write_text("1")
        folder.put(staged, "snapshot-1")
    first = folder.local("snapshot-1/one")
    server.requests.clear()
    assert open_folder(s3).local("snapshot-1/one") == first
    assert [request.split()[0] for request in server.requests] == ["HEAD"]
