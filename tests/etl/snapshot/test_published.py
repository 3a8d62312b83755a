"""Publishing is complete or has no effect, whatever fails meanwhile; reading checks every file."""

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

from etl.contract import tables as tables_contract
from etl.errors import PublishError
from etl.snapshot import published as published_snapshot
from etl.snapshot.draft import Draft
from storage import FolderError, FolderLockedError
from storage.local import LocalFolder
from tests.helpers.tiny_tables import ABOUT, CODES, LATER, publish, published_in, tables_of, valid_tables, warmer_tables


def is_published(data_dir: Path, tables: dict[str, pd.DataFrame]) -> bool:
    """Return whether the published tables are these, to the last value."""
    published = tables_of(published_in(data_dir))
    return all(frame.equals(published[name]) for name, frame in tables.items())


def leftovers(data_dir: Path) -> list[str]:
    return sorted(path.name for path in data_dir.iterdir() if path.name.startswith("."))


def test_a_published_snapshot_reads_back_unchanged(data_dir):
    catalog = publish(data_dir, valid_tables(), ABOUT)
    assert published_in(data_dir).catalog == catalog
    tables = tables_of(published_in(data_dir))
    assert is_published(data_dir, valid_tables())
    assert {name: tables[name].dtypes.to_dict() for name in valid_tables()} == {
        name: frame.dtypes.to_dict() for name, frame in valid_tables().items()
    }
    assert isinstance(tables["countries"], gpd.GeoDataFrame)
    assert tables["countries"].crs.to_epsg() == 4326


def test_the_catalog_has_rows_sizes_and_the_contract(data_dir):
    catalog = publish(data_dir, valid_tables(), ABOUT)
    entry = catalog["tables"]["observations"]
    path = data_dir / entry["file"]
    assert (entry["rows"], entry["bytes"]) == (16, path.stat().st_size)
    assert entry["key"] == ["series", "iso3", "year"]
    units = {column["name"]: column.get("unit") for column in catalog["tables"]["temperature"]["columns"]}
    assert units == {"iso3": None, "year": None, "temperature_c": "°C", "temperature_era5_c": "°C"}
    assert catalog["series"] == ABOUT["series"]


def test_each_series_is_one_row_group_in_the_order_of_the_indicators(data_dir):
    catalog = publish(data_dir, valid_tables(), ABOUT)
    file = pq.ParquetFile(data_dir / catalog["tables"]["observations"]["file"])
    groups = [set(file.read_row_group(group)["series"].to_pylist()) for group in range(file.num_row_groups)]
    assert groups == [{"SP.POP.TOTL"}, {"EG.ELC.ACCS.ZS"}]


def test_a_new_snapshot_replaces_the_old_one(data_dir):
    old = publish(data_dir, valid_tables(), ABOUT)
    new = publish(data_dir, warmer_tables(), LATER)
    assert old["snapshot"] != new["snapshot"]
    assert sorted(path.name for path in data_dir.iterdir()) == ["catalog.json", new["snapshot"]]
    assert is_published(data_dir, warmer_tables())


def test_an_empty_folder_has_no_published_snapshot(tmp_path):
    assert published_snapshot.open_published(LocalFolder(tmp_path)) is None
    assert published_snapshot.open_published(LocalFolder(tmp_path / "nowhere")) is None


def test_a_truncated_catalog_is_an_error(data_dir):
    data_dir.mkdir()
    (data_dir / "catalog.json").write_text('{"contract": 1,')
    with pytest.raises(PublishError, match=r"catalog\.json cannot be read .* restore it"):
        published_snapshot.open_published(LocalFolder(data_dir))


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"contract": 1, "snapshot": "x"}'])
def test_a_catalog_without_its_entries_is_an_error(data_dir, text):
    data_dir.mkdir()
    (data_dir / "catalog.json").write_text(text)
    with pytest.raises(PublishError, match=r"catalog\.json cannot be read .* restore it"):
        published_snapshot.open_published(LocalFolder(data_dir))


def test_a_catalog_of_another_contract_version_is_refused(data_dir):
    publish(data_dir, valid_tables(), ABOUT)
    path = data_dir / "catalog.json"
    path.write_text(
        path.read_text("utf-8").replace(f'"contract": {tables_contract.VERSION}', '"contract": 99'), "utf-8"
    )
    with pytest.raises(PublishError, match=f"contract version 99, not {tables_contract.VERSION}"):
        published_snapshot.open_published(LocalFolder(data_dir))


@pytest.mark.parametrize("damage", ["one bit", "cut", "missing"])
def test_a_damaged_file_of_any_table_is_an_error_with_its_name(data_dir, damage):
    tables = valid_tables()
    catalog = publish(data_dir, tables, ABOUT)
    for name in tables:
        path = data_dir / catalog["tables"][name]["file"]
        whole = path.read_bytes()
        content = bytearray(whole)
        if damage == "missing":
            path.unlink()
        else:
            content[len(content) // 2] ^= 1
            path.write_bytes(content if damage == "one bit" else content[:-1])
        with pytest.raises(PublishError, match=rf"{name}\.parquet is missing or damaged"):
            tables_of(published_in(data_dir))
        path.write_bytes(whole)
    assert is_published(data_dir, tables)


def test_a_misplaced_series_is_not_read_as_another(data_dir):
    tables = valid_tables()
    tables["indicators"] = tables["indicators"].iloc[::-1].reset_index(drop=True)
    publish(data_dir, tables)
    with pytest.raises(PublishError, match=r"the values of EG\.ELC\.ACCS\.ZS .* are not where the indicators say"):
        published_in(data_dir).values("EG.ELC.ACCS.ZS")


def test_unchanged_series_are_copied_from_the_published_file(data_dir):
    publish(data_dir, valid_tables())
    folder, new = LocalFolder(data_dir), valid_tables()["observations"].query("series == 'EG.ELC.ACCS.ZS'")
    with folder.lock(), folder.staging() as staging:
        draft = Draft(staging, published_in(data_dir))
        draft.add_series("SP.POP.TOTL", None)
        draft.add_series("EG.ELC.ACCS.ZS", new.assign(value=new.value + 1).reset_index(drop=True))
        draft.finish_series()
        written = dict(draft.observations())
    assert list(written) == ["SP.POP.TOTL", "EG.ELC.ACCS.ZS"]
    assert written["SP.POP.TOTL"].equals(published_in(data_dir).values("SP.POP.TOTL"))
    assert (written["EG.ELC.ACCS.ZS"].value - published_in(data_dir).values("EG.ELC.ACCS.ZS").value).eq(1).all()


def test_unchanged_observations_are_linked_instead_of_written(data_dir):
    publish(data_dir, valid_tables())
    folder, old = LocalFolder(data_dir), published_in(data_dir)
    with folder.lock(), folder.staging() as staging:
        draft = Draft(staging, old)
        for code in old.indicators.id:
            draft.add_series(code, None)
        draft.finish_series()
        assert (staging / "observations.parquet").stat().st_ino == old.path("observations").stat().st_ino
        assert draft.entries["observations"]["rows"] == 16


def no_space(*args, **kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_at_call(number: int, original):
    """Return the original function, except that its call of this number finds the disk full."""
    calls = iter(range(1, 1_000_000))
    return lambda *args, **kwargs: no_space() if next(calls) == number else original(*args, **kwargs)


FILES = len(tables_contract.TABLES)

STEPS = {
    "making the folder": (Path, "mkdir", 1),
    "making the staging folder": (Path, "mkdir", 2),
    "writing the shapes": (gpd.GeoDataFrame, "to_parquet", 1),
    "writing the first plain table": (pd.DataFrame, "to_parquet", 1),
    "writing the last table": (pd.DataFrame, "to_parquet", 7),
    "writing the observations": (pq.ParquetWriter, "write_table", 2),
    "syncing a file": (os, "fsync", 3),
    "syncing the folder": (os, "fsync", FILES + 1),
    "renaming the folder": (Path, "rename", 1),
    "syncing the rename": (os, "fsync", FILES + 2),
    "writing the catalog": (Path, "write_bytes", 1),
    "syncing the catalog": (os, "fsync", FILES + 3),
    "replacing the catalog": (Path, "replace", 1),
}


@pytest.mark.parametrize(("where", "step", "call"), STEPS.values(), ids=STEPS.keys())
def test_a_full_disk_leaves_the_published_snapshot_and_no_leftovers(data_dir, monkeypatch, where, step, call):
    publish(data_dir, valid_tables(), ABOUT)
    with monkeypatch.context() as patch:
        patch.setattr(where, step, full_at_call(call, getattr(where, step)))
        with pytest.raises(FolderError, match=r"cannot be written: no space left on device; free some space"):
            publish(data_dir, warmer_tables(), LATER)
    assert is_published(data_dir, valid_tables())
    assert leftovers(data_dir) == []

    publish(data_dir, warmer_tables(), LATER)
    assert is_published(data_dir, warmer_tables())
    assert len(list(data_dir.glob("snapshot-*"))) == 1


def test_a_file_with_missing_rows_is_not_published(data_dir, monkeypatch):
    publish(data_dir, valid_tables(), ABOUT)
    short = valid_tables()["temperature"].iloc[:-1]
    original = pd.DataFrame.to_parquet

    def without_last_row(frame, path, **options):
        original(short if Path(path).stem == "temperature" else frame, path, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", without_last_row)
    with pytest.raises(OSError, match=r"temperature\.parquet reads back with 7 rows of 8"):
        publish(data_dir, warmer_tables(), LATER)
    assert is_published(data_dir, valid_tables())


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(FolderError, match="a file is in the place of the folder"):
        publish(tmp_path / "data", valid_tables(), ABOUT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into read-only folders")
def test_a_read_only_folder_is_an_error(data_dir):
    publish(data_dir, valid_tables(), ABOUT)
    data_dir.chmod(0o500)
    try:
        with pytest.raises(FolderError, match="permission denied; give user"):
            publish(data_dir, warmer_tables(), LATER)
    finally:
        data_dir.chmod(0o700)
    assert is_published(data_dir, valid_tables())


STOPS = """
import sys
from pathlib import Path
import os
from tests.helpers.tiny_tables import LATER, publish, warmer_tables
from etl.snapshot.draft import Draft

def stop(*args, **kwargs):
    print("stopped", flush=True)
    sys.stdin.read()

{owner}.{step} = stop
publish(Path({data_dir!r}), warmer_tables(), LATER)
"""


@pytest.mark.parametrize(("owner", "step"), [("Draft", "finish_series"), ("Path", "rename"), ("Path", "replace")])
def test_a_kill_while_publishing_leaves_the_published_snapshot(data_dir, owner, step):
    publish(data_dir, valid_tables(), ABOUT)
    before = (data_dir / "catalog.json").read_bytes()
    script = STOPS.format(owner=owner, step=step, data_dir=str(data_dir))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[3],
    ) as publishing:
        assert publishing.stdout.readline() == b"stopped\n"
        publishing.send_signal(signal.SIGKILL)
    assert publishing.returncode == -signal.SIGKILL
    assert (data_dir / "catalog.json").read_bytes() == before
    assert is_published(data_dir, valid_tables())

    publish(data_dir, warmer_tables(), LATER)
    assert is_published(data_dir, warmer_tables())
    assert leftovers(data_dir) == []


def test_concurrent_refreshes_leave_one_complete_snapshot(data_dir):
    def attempt(number: int) -> str | None:
        tables = valid_tables()
        tables["temperature"].loc[0, "temperature_c"] = float(number)
        try:
            return publish(data_dir, tables, ABOUT | {"checked_at": f"2026-11-2{number}T00:00:00+00:00"})["snapshot"]
        except FolderLockedError:
            return None

    with ThreadPoolExecutor(6) as pool:
        names = list(pool.map(attempt, range(6)))
    published = published_in(data_dir)
    number = names.index(published.catalog["snapshot"])
    assert published.table("temperature").temperature_c[0] == number
    assert sorted(path.name for path in data_dir.iterdir()) == ["catalog.json", published.catalog["snapshot"]]


def test_publishing_the_same_figures_again_keeps_the_files(data_dir):
    first = publish(data_dir, valid_tables())
    files = {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")}
    second = publish(data_dir, valid_tables(), LATER)
    assert {path: path.stat().st_ino for path in data_dir.glob("snapshot-*/*")} == files
    assert (second["published_at"], second["checked_at"]) == (first["published_at"], LATER["checked_at"])
    assert leftovers(data_dir) == []


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_copy_of_the_same_figures_is_replaced(data_dir, damage):
    path = data_dir / publish(data_dir, valid_tables())["tables"]["warming"]["file"]
    path.write_bytes(b"changed") if damage == "changed" else path.unlink()
    publish(data_dir, valid_tables(), LATER)
    assert published_in(data_dir).table("warming").iso3.to_list() == CODES
    assert leftovers(data_dir) == []
