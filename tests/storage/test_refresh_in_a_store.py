"""End to end through an object store: a refresh publishes there, the commands and the dashboard read it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from dashboard.snapshot.store import open_snapshot
from etl.cli import app
from etl.contract import validate
from storage import open_folder
from tests.helpers.tiny_world import CONFIGURED, ECONOMIES, World, boundaries_archive

LIST = "".join(
    f'[[indicator]]\ncode = "{entry.code}"\ntopic = "Facts"\ntitle = "{entry.title}"\nunit = "units"\n\n'
    for entry in CONFIGURED
)


@pytest.fixture
def world(httpserver, monkeypatch) -> World:
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", len(ECONOMIES))
    return World(httpserver, boundaries_archive())


@pytest.fixture
def etl(world, s3, tmp_path):
    """Run a command of the ETL on the folder in the bucket."""
    listed = tmp_path / "indicators.toml"
    listed.write_text(f'topics = ["Facts"]\n\n{LIST}', "utf-8")
    services = world.services
    environment = {
        "WORLD_BANK_URL": services.world_bank,
        "CCKP_URL": services.cckp,
        "NATURAL_EARTH_URL": services.natural_earth,
        "DASHBOARD_DATA_DIR": s3,
        "ETL_CACHE_DIR": str(tmp_path / "raw"),
    }

    def run(*arguments: str) -> Result:
        named = ["--list", str(listed)] if arguments[0] in ("refresh", "status") else []
        return CliRunner().invoke(app, [*arguments, *named], env=environment)

    return run


def test_a_refresh_publishes_to_the_store_and_a_dashboard_reads_it(etl, s3, world):
    assert etl("refresh").exit_code == 0
    shown = open_snapshot(s3, look_every_s=0.05)
    assert list(shown.indicators.id) == [entry.code for entry in CONFIGURED]
    assert len(shown.values("SP.POP.TOTL")) == 40
    assert "is sound" in etl("check").stdout
    lines = {line["name"]: line["state"] for line in json.loads(etl("status", "--json").stdout)}
    assert {lines[name] for name in ("world_bank", "cckp", "natural_earth", *(entry.code for entry in CONFIGURED))} == {
        "fresh"
    }


def test_a_refresh_without_news_uploads_no_tables(etl, s3, server):
    etl("refresh")
    server.requests.clear()
    assert "No change" in etl("refresh").stdout
    written = [request for request in server.requests if "PUT" in str(request)]
    assert not [request for request in written if ".parquet" in str(request)]


def test_an_outage_leaves_the_published_snapshot_unchanged(etl, s3, world):
    etl("refresh")
    before = open_folder(s3).read("catalog.json")
    world.down |= {"worldbank", "cckp", "naturalearth"}
    result = etl("refresh", "--attempts", "1", "--refetch")
    assert result.exit_code == 2
    assert "is unchanged" in result.stderr
    assert open_folder(s3).read("catalog.json") == before


def test_a_second_refresh_names_the_owner_of_the_lock(etl, s3):
    with open_folder(s3).lock():
        result = etl("refresh")
    assert result.exit_code == 1
    assert f"another refresh of {s3} is running: process" in result.stderr
