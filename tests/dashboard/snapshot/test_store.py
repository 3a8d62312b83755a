"""Opening a snapshot: whole, once, again when it changes, and with a clear sentence when it cannot be."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.snapshot.contract import CONTRACT, MODEL_TABLES
from dashboard.snapshot.observations import MOST_SERIES
from dashboard.snapshot.store import SnapshotError, open_snapshot
from dashboard.tables import datapackage
from dashboard.views.data import markup


@pytest.fixture
def copied(tmp_path: Path, root: Path) -> Path:
    """The shipped snapshot, to be damaged."""
    return Path(shutil.copytree(root / "data", tmp_path / "data"))


def rewritten(data_dir: Path, **changes: object) -> None:
    path = data_dir / "catalog.json"
    catalog = json.loads(path.read_text("utf-8"))
    catalog.update(changes)
    beside = data_dir / "new.json"
    beside.write_text(json.dumps(catalog), "utf-8")
    beside.replace(path)


def folder(data_dir: Path) -> Path:
    return next(data_dir.glob("snapshot-*"))


def located(catalog: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the catalog for a snapshot folder called `name`."""
    tables = {table: {**entry, "file": f"{name}/{table}.parquet"} for table, entry in catalog["tables"].items()}
    files = {file: {**entry, "file": f"{name}/{file}"} for file, entry in catalog["model"]["files"].items()}
    return {"snapshot": name, "tables": tables, "model": {**catalog["model"], "files": files}}


def test_the_same_snapshot_is_read_once_for_all(copied: Path):
    assert open_snapshot(copied) is open_snapshot(copied)


def test_a_newly_published_snapshot_is_picked_up(copied: Path):
    before = open_snapshot(copied)
    new = folder(copied).rename(copied / "snapshot-another")
    rewritten(copied, **located(before.catalog, new.name))
    after = open_snapshot(copied)
    assert after is not before
    assert after.catalog["snapshot"] == "snapshot-another"


def test_a_series_is_read_separately_and_has_only_its_own_rows(copied: Path):
    snapshot = open_snapshot(copied)
    population = snapshot.values("SP.POP.TOTL")
    assert population[(population.iso3 == "NOR") & (population.year == 2020)].value.item() == pytest.approx(
        5.38e6, rel=0.01
    )
    assert not population.duplicated(["iso3", "year"]).any()
    with pytest.raises(KeyError):
        snapshot.values("NO.SUCH.SERIES")


def test_every_listed_series_can_be_read(copied: Path):
    snapshot = open_snapshot(copied)
    for row in snapshot.indicators.to_dict("records"):
        assert snapshot.values(row["id"]).year.max() >= row["last_year"]


def test_without_a_snapshot_the_error_names_the_command_that_publishes_one(tmp_path: Path):
    with pytest.raises(SnapshotError, match=r"no figures .* python -m etl refresh"):
        open_snapshot(tmp_path)


def test_another_contract_is_refused_by_name(copied: Path):
    rewritten(copied, contract=99)
    with pytest.raises(SnapshotError, match="contract version 99"):
        open_snapshot(copied)


def test_half_a_catalog_is_refused(copied: Path):
    text = (copied / "catalog.json").read_text("utf-8")
    (copied / "catalog.json").write_text(text[: len(text) // 2], "utf-8")
    with pytest.raises(SnapshotError, match=r"catalog\.json cannot be read"):
        open_snapshot(copied)


@pytest.mark.parametrize("table", ["countries", "indicators", "observations", "temperature", "warming"])
def test_a_missing_table_is_named(copied: Path, table: str):
    (folder(copied) / f"{table}.parquet").unlink()
    with pytest.raises(SnapshotError, match=rf"{table}\.parquet is missing"):
        open_snapshot(copied)


@pytest.mark.parametrize("table", ["countries", "indicators", "observations", "temperature", "warming"])
def test_a_truncated_table_is_damage_not_emptiness(copied: Path, table: str):
    path = folder(copied) / f"{table}.parquet"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SnapshotError, match="damaged"):
        open_snapshot(copied)


def test_a_damaged_snapshot_that_is_mended_opens_without_a_restart(copied: Path):
    text = (copied / "catalog.json").read_text("utf-8")
    (copied / "catalog.json").write_text("{", "utf-8")
    with pytest.raises(SnapshotError):
        open_snapshot(copied)
    (copied / "catalog.json").write_text(text, "utf-8")
    assert open_snapshot(copied).catalog["contract"] == CONTRACT


def test_values_in_the_wrong_place_are_never_shown_as_another_series(copied: Path):
    path = folder(copied) / "observations.parquet"
    table = pq.read_table(path).to_pandas().sort_values("series")
    with pq.ParquetWriter(path, pa.Table.from_pandas(table, preserve_index=False).schema) as writer:
        for _, rows in table.groupby("series"):
            writer.write_table(pa.Table.from_pandas(rows, preserve_index=False))
    snapshot = open_snapshot(copied)
    with pytest.raises(SnapshotError, match=r"SP\.POP\.TOTL are not where the list"):
        snapshot.values("SP.POP.TOTL")


def test_values_damaged_in_the_middle_are_damage(copied: Path):
    path = folder(copied) / "observations.parquet"
    body = bytearray(path.read_bytes())
    body[1000 : len(body) // 2] = b"\0" * (len(body) // 2 - 1000)
    path.write_bytes(body)
    snapshot = open_snapshot(copied)
    with pytest.raises(SnapshotError, match="are damaged"):
        snapshot.values(snapshot.indicators.id.iloc[0])


def test_a_folder_removed_while_it_is_read_is_looked_for_again(copied: Path, monkeypatch):
    """A refresh swaps the snapshot after the catalog was read and before the tables are."""
    catalog = json.loads((copied / "catalog.json").read_text("utf-8"))
    read = pd.read_parquet

    def swap_then_read(path, *args, **options):
        monkeypatch.setattr(pd, "read_parquet", read)
        new = folder(copied).rename(copied / "snapshot-after")
        rewritten(copied, **located(catalog, new.name))
        return read(path, *args, **options)

    monkeypatch.setattr(pd, "read_parquet", swap_then_read)
    assert open_snapshot(copied).catalog["snapshot"] == "snapshot-after"


def test_the_model_s_tables_and_text_are_in_the_snapshot(copied: Path):
    snapshot = open_snapshot(copied)
    assert set(snapshot.model) == set(MODEL_TABLES)
    assert snapshot.model_text.startswith("tree")


def test_a_snapshot_without_a_model_is_read_all_the_same(copied: Path):
    rewritten(copied, model={"state": "absent", "reason": "no model has been made"})
    snapshot = open_snapshot(copied)
    assert (snapshot.model, snapshot.model_text) == ({}, "")


def test_the_series_in_memory_are_bounded_and_read_again(shipped, monkeypatch):
    opened = replace(shipped.observations, most=2)
    codes = list(shipped.indicators.id[:3])
    first = opened.of(codes[0])
    assert opened.of(codes[0]) is first  # in memory
    for code in codes[1:]:
        opened.of(code)
    assert opened.of(codes[1]) is opened.of(codes[1])
    again = opened.of(codes[0])
    assert again is not first
    pd.testing.assert_frame_equal(again.observed, first.observed)
    assert shipped.observations.most == MOST_SERIES


def without_the_climate_source(catalog: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entry in catalog["sources"] if entry["id"] != "cckp"]


def test_a_catalog_without_the_source_of_the_temperatures_is_refused_in_a_sentence(copied: Path):
    catalog = json.loads((copied / "catalog.json").read_text("utf-8"))
    rewritten(copied, sources=without_the_climate_source(catalog))
    with pytest.raises(SnapshotError, match=r"The catalog names no source of the temperatures \(cckp\)\. Restore"):
        open_snapshot(copied)


@pytest.mark.parametrize("sources", [[], {}, None, [{"id": "cckp"}], ["cckp"], [{"title": "no id"}]])
def test_a_catalog_whose_sources_are_incomplete_is_refused_in_a_sentence(copied: Path, sources: object):
    rewritten(copied, sources=sources)
    with pytest.raises(SnapshotError, match=r"catalog"):
        open_snapshot(copied)


def test_links_of_sources_lead_to_the_web_only(copied: Path):
    catalog = json.loads((copied / "catalog.json").read_text("utf-8"))
    rewritten(copied, sources=[{**entry, "link": "javascript:alert(1)"} for entry in catalog["sources"]])
    snapshot = open_snapshot(copied)
    assert {entry["link"] for entry in snapshot.catalog["sources"]} == {""}
    assert "javascript:" not in markup.sources(snapshot)
    assert "<li>World Bank, World Development Indicators: " in markup.sources(snapshot)
    assert "javascript:" not in json.dumps(datapackage.data_package(snapshot))
