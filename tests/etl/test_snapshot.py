"""Publishing: whole or not at all, whatever breaks in the middle; and reading that trusts no file unchecked."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from etl import diff, snapshot
from etl.errors import PublishError
from tiny_tables import ABOUT, CODES, sound

LATER = ABOUT | {"published_at": "2026-11-22T08:20:01+00:00"}


def warmer() -> dict[str, pd.DataFrame]:
    tables = sound()
    tables["temperature"] = tables["temperature"].assign(temperature_c=tables["temperature"].temperature_c + 1)
    return tables


def read(data_dir: Path) -> dict[str, pd.DataFrame]:
    catalog = snapshot.read_catalog(data_dir)
    assert catalog is not None
    return snapshot.read_tables(data_dir, catalog)


def leftovers(data_dir: Path) -> list[str]:
    return sorted(path.name for path in data_dir.iterdir() if path.name.startswith("."))


def test_what_is_published_reads_back_the_same(data_dir):
    catalog = snapshot.publish(data_dir, sound(), ABOUT)
    assert snapshot.read_catalog(data_dir) == catalog
    tables = read(data_dir)
    assert diff.differences(sound(), tables) == []
    assert {name: frame.dtypes.to_dict() for name, frame in tables.items()} == {
        name: frame.dtypes.to_dict() for name, frame in sound().items()
    }
    assert isinstance(tables["countries"], gpd.GeoDataFrame)
    assert tables["countries"].crs.to_epsg() == 4326


def test_the_catalog_holds_rows_sizes_and_the_contract_in_words(data_dir):
    catalog = snapshot.publish(data_dir, sound(), ABOUT)
    entry = catalog["tables"]["observations"]
    path = data_dir / entry["file"]
    assert (entry["rows"], entry["bytes"]) == (16, path.stat().st_size)
    assert entry["key"] == ["series", "iso3", "year"]
    units = {column["name"]: column.get("unit") for column in catalog["tables"]["temperature"]["columns"]}
    assert units == {"iso3": None, "year": None, "temperature_c": "°C"}
    assert catalog["series"] == ABOUT["series"]


def test_one_series_is_one_row_group_in_the_order_of_the_indicators(data_dir):
    catalog = snapshot.publish(data_dir, sound(), ABOUT)
    file = pq.ParquetFile(data_dir / catalog["tables"]["observations"]["file"])
    groups = [set(file.read_row_group(group)["series"].to_pylist()) for group in range(file.num_row_groups)]
    assert groups == [{"SP.POP.TOTL"}, {"EG.ELC.ACCS.ZS"}]


def test_a_new_snapshot_takes_the_place_of_the_old_one(data_dir):
    old = snapshot.publish(data_dir, sound(), ABOUT)
    new = snapshot.publish(data_dir, warmer(), LATER)
    assert old["snapshot"] != new["snapshot"]
    assert sorted(path.name for path in data_dir.iterdir()) == ["catalog.json", new["snapshot"]]
    assert read(data_dir)["temperature"].temperature_c.min() == 11.0


def test_nothing_published_is_no_catalog(tmp_path):
    assert snapshot.read_catalog(tmp_path) is None
    assert snapshot.read_catalog(tmp_path / "nowhere") is None


def test_a_half_written_catalog_is_named(data_dir):
    data_dir.mkdir()
    (data_dir / "catalog.json").write_text('{"contract": 1,')
    with pytest.raises(PublishError, match=r"catalog\.json cannot be read .* restore it"):
        snapshot.read_catalog(data_dir)


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"contract": 1, "snapshot": "x"}'])
def test_a_catalog_of_something_else_is_named(data_dir, text):
    data_dir.mkdir()
    (data_dir / "catalog.json").write_text(text)
    with pytest.raises(PublishError, match=r"catalog\.json cannot be read .* restore it"):
        snapshot.read_catalog(data_dir)


def test_a_catalog_of_another_contract_is_not_misread(data_dir):
    snapshot.publish(data_dir, sound(), ABOUT)
    path = data_dir / "catalog.json"
    path.write_text(path.read_text("utf-8").replace('"contract": 1', '"contract": 99'), "utf-8")
    with pytest.raises(PublishError, match="contract version 99, this is version 1"):
        snapshot.read_catalog(data_dir)


@pytest.mark.parametrize("name", list(sound()))
@pytest.mark.parametrize("damage", ["one bit", "cut", "missing"])
def test_a_damaged_file_is_named(data_dir, name, damage):
    catalog = snapshot.publish(data_dir, sound(), ABOUT)
    path = data_dir / catalog["tables"][name]["file"]
    content = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content if damage == "one bit" else content[:-1])
    with pytest.raises(PublishError, match=rf"{name}\.parquet is missing or damaged"):
        snapshot.read_tables(data_dir, catalog)


def no_space(*args, **kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def on_call(number: int, original):
    """The original, but for the given call, which finds the disk full."""
    calls = iter(range(1, 1_000_000))
    return lambda *args, **kwargs: no_space() if next(calls) == number else original(*args, **kwargs)


STEPS = {
    "making the folder": (Path, "mkdir", 1),
    "making the staging folder": (Path, "mkdir", 2),
    "writing the shapes": (gpd.GeoDataFrame, "to_parquet", 1),
    "writing the first plain table": (pd.DataFrame, "to_parquet", 1),
    "writing the last table": (pd.DataFrame, "to_parquet", 3),
    "writing the observations": (pq.ParquetWriter, "write_table", 2),
    "syncing a file": (os, "fsync", 3),
    "syncing the folder": (os, "fsync", 6),
    "moving the folder": (Path, "rename", 1),
    "writing the catalog": (Path, "write_text", 1),
    "syncing the move": (os, "fsync", 7),
    "syncing the catalog": (os, "fsync", 8),
    "switching the catalog": (Path, "replace", 1),
}


@pytest.mark.parametrize(("where", "step", "call"), STEPS.values(), ids=STEPS.keys())
def test_a_full_disk_leaves_the_published_snapshot_and_no_rubbish(data_dir, monkeypatch, where, step, call):
    snapshot.publish(data_dir, sound(), ABOUT)
    with monkeypatch.context() as patch:
        patch.setattr(where, step, on_call(call, getattr(where, step)))
        with pytest.raises(PublishError, match=r"cannot be written to .* \(No space left on device\); the published"):
            snapshot.publish(data_dir, warmer(), LATER)
    assert diff.differences(sound(), read(data_dir)) == []
    assert leftovers(data_dir) == []

    snapshot.publish(data_dir, warmer(), LATER)
    assert diff.differences(warmer(), read(data_dir)) == []
    assert len(list(data_dir.glob("snapshot-*"))) == 1


def test_a_file_that_reads_back_short_is_not_published(data_dir, monkeypatch):
    snapshot.publish(data_dir, sound(), ABOUT)
    short = sound()["temperature"].iloc[:-1]
    original = pd.DataFrame.to_parquet

    def loses_a_row(frame, path, **options):
        original(short if Path(path).stem == "temperature" else frame, path, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", loses_a_row)
    with pytest.raises(PublishError, match=r"temperature\.parquet reads back with 7 rows of 8"):
        snapshot.publish(data_dir, warmer(), LATER)
    assert diff.differences(sound(), read(data_dir)) == []


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(PublishError, match="cannot be written to"):
        snapshot.publish(tmp_path / "data", sound(), ABOUT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into read-only folders")
def test_a_read_only_folder_is_told(data_dir):
    snapshot.publish(data_dir, sound(), ABOUT)
    data_dir.chmod(0o500)
    try:
        with pytest.raises(PublishError, match="Permission denied"):
            snapshot.publish(data_dir, warmer(), LATER)
    finally:
        data_dir.chmod(0o700)
    assert diff.differences(sound(), read(data_dir)) == []


STOPS = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from test_snapshot import LATER, warmer
from etl import snapshot

def stop(*args, **kwargs):
    print("stopped", flush=True)
    sys.stdin.read()

{owner}.{step} = stop
snapshot.publish(Path({data_dir!r}), warmer(), LATER)
"""


@pytest.mark.parametrize(("owner", "step"), [("snapshot", "_write_by_series"), ("Path", "rename"), ("Path", "replace")])
def test_a_kill_in_the_middle_leaves_the_published_snapshot(data_dir, owner, step):
    snapshot.publish(data_dir, sound(), ABOUT)
    before = (data_dir / "catalog.json").read_bytes()
    script = STOPS.format(tests=str(Path(__file__).parent), owner=owner, step=step, data_dir=str(data_dir))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    ) as publishing:
        assert publishing.stdout.readline() == b"stopped\n"
        publishing.send_signal(signal.SIGKILL)
    assert publishing.returncode == -signal.SIGKILL
    assert (data_dir / "catalog.json").read_bytes() == before
    assert diff.differences(sound(), read(data_dir)) == []

    snapshot.publish(data_dir, warmer(), LATER)
    assert diff.differences(warmer(), read(data_dir)) == []
    assert leftovers(data_dir) == []


def test_refreshes_at_once_leave_one_whole_snapshot(data_dir):
    def publish(number: int) -> str:
        tables = sound()
        tables["temperature"].loc[0, "temperature_c"] = float(number)
        about = ABOUT | {"published_at": f"2026-11-2{number}T00:00:00+00:00"}
        return snapshot.publish(data_dir, tables, about)["snapshot"]

    with ThreadPoolExecutor(6) as pool:
        names = list(pool.map(publish, range(6)))
    catalog = snapshot.read_catalog(data_dir)
    assert catalog["snapshot"] in names
    number = names.index(catalog["snapshot"])
    assert read(data_dir)["temperature"].temperature_c[0] == number
    assert sorted(path.name for path in data_dir.iterdir()) == ["catalog.json", catalog["snapshot"]]


def test_the_same_figures_published_again_leave_their_files_alone(data_dir):
    snapshot.publish(data_dir, sound(), ABOUT)
    files = {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")}
    snapshot.publish(data_dir, sound(), ABOUT)
    assert {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")} == files
    assert leftovers(data_dir) == []


def test_a_damaged_copy_of_the_same_figures_is_replaced(data_dir):
    catalog = snapshot.publish(data_dir, sound(), ABOUT)
    (data_dir / catalog["tables"]["warming"]["file"]).write_bytes(b"spoilt")
    snapshot.publish(data_dir, sound(), ABOUT)
    assert read(data_dir)["warming"].iso3.to_list() == CODES
