"""The data package: a valid Frictionless descriptor, whose schemas fit the files."""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables import formats
from dashboard.tables.datapackage import data_package
from dashboard.tables.registry import TABLES


@pytest.fixture(scope="module")
def frictionless() -> ModuleType:
    """The library of the profile, which is slow to load and needed by these tests only."""
    import frictionless

    return frictionless


@pytest.fixture(scope="module")
def package(shipped: Snapshot) -> dict:
    return copy.deepcopy(data_package(shipped))


def test_the_descriptor_is_valid_by_the_profile_and_a_broken_one_is_not(frictionless: ModuleType, package: dict):
    assert list(frictionless.Package.metadata_validate(package)) == []
    read = frictionless.Package.from_descriptor(package).get_resource("temperature").schema
    assert read.get_field("temperature_c").type == "number"
    broken = copy.deepcopy(package)
    del broken["resources"][0]["path"]
    assert "path" in str(list(frictionless.Package.metadata_validate(broken)))
    broken = copy.deepcopy(package)
    broken["resources"][0]["schema"]["fields"][0]["type"] = "text"
    with pytest.raises(frictionless.FrictionlessException, match='field type "text" is not supported'):
        list(frictionless.Package.metadata_validate(broken))


def test_every_table_and_every_published_file_is_a_resource(package: dict, shipped: Snapshot):
    paths = {resource["path"] for resource in package["resources"]}
    assert {f"everything/{name}.parquet" for name in shipped.catalog["tables"]} <= paths
    needs_a_country_or_a_newer_snapshot = {
        *("what-if", "alike", "growth", "growth-curve", "future", "projections", "warming-levels")
    }
    assert {f"{name}.csv" for name in set(TABLES) - needs_a_country_or_a_newer_snapshot} <= paths
    assert package["version"] == shipped.catalog["snapshot"]
    assert {"name": "CC-BY-4.0"}.items() <= package["licenses"][0].items()


def test_the_files_are_valid_by_their_schemas(
    frictionless: ModuleType, package: dict, shipped: Snapshot, tmp_path: Path
):
    selection = new_selection(shipped)
    for resource in package["resources"]:
        if resource["format"] == "csv":
            body = formats.as_csv(TABLES[resource["name"]].make(shipped, selection), shipped, "")
            (tmp_path / resource["path"]).write_bytes(body)
            report = frictionless.Resource.from_descriptor(resource, basepath=str(tmp_path)).validate()
            assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:3]


def test_a_file_that_does_not_fit_its_schema_is_found(frictionless: ModuleType, package: dict, tmp_path: Path):
    (temperature,) = [one for one in package["resources"] if one["name"] == "temperature"]
    names = [field["name"] for field in temperature["schema"]["fields"]]
    row = ["WLD", "World", "warm", *("" for _ in names[3:])]
    (tmp_path / "temperature.csv").write_text(f"{','.join(names)}\n{','.join(row)}\n", "utf-8")
    report = frictionless.Resource.from_descriptor(temperature, basepath=str(tmp_path)).validate()
    assert not report.valid
    assert "type-error" in {error[0] for error in report.flatten(["type"])}


def test_published_files_have_the_columns_and_the_hash_of_the_package(package: dict, shipped: Snapshot):
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            path = Path(str(shipped.file(resource["title"])))
            fields = [field["name"] for field in resource["schema"]["fields"]]
            assert fields == [name for name in pq.read_schema(path).names if name in fields]
            assert set(resource["schema"]["primaryKey"]) <= set(fields)
            assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
            assert resource["bytes"] == path.stat().st_size
