"""The command line against the tiny world: what it says, what it leaves behind, and its exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from etl import snapshot, validate
from etl.cli import app
from tiny_world import CONFIGURED, ECONOMIES

LISTED = """
topics = ["People", "Energy", "Economy"]
[[indicator]]
code = "SP.POP.TOTL"
topic = "People"
title = "Population"
unit = "people"
range = [0, 1e10]
[[indicator]]
code = "EG.ELC.ACCS.ZS"
topic = "Energy"
title = "Access to electricity"
range = [0, 100]
[[indicator]]
code = "NY.GDP.PCAP.KD"
topic = "Economy"
title = "GDP per person"
"""


@pytest.fixture
def etl(world, data_dir, tmp_path):
    """Runs a command on the test's own folder; `refresh` from the tiny world, one try a request."""
    (tmp_path / "indicators.toml").write_text(LISTED)

    def run(command: str, *arguments: str) -> Result:
        options = ["--data-dir", str(data_dir)]
        if command == "refresh":
            addresses = world.services
            options += ["--world-bank-url", addresses.world_bank, "--cckp-url", addresses.cckp]
            options += ["--natural-earth-url", addresses.natural_earth, "--attempts", "1"]
            options += ["--indicators", str(tmp_path / "indicators.toml")]
        if command == "diff":
            options = []
        return CliRunner().invoke(app, [command, *options, *arguments])

    return run


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(text: str) -> str:
    """What was said, whatever the width of the terminal."""
    return " ".join(re.sub(r"[│┃┏━┳┓┡╇┩└─┴┘╍╸╺╹]", " ", text).split())


def test_a_refresh_publishes_and_says_what(etl, data_dir):
    result = etl("refresh")
    assert result.exit_code == 0
    name = snapshot.read_catalog(data_dir)["snapshot"]
    said = words(result.stdout)
    assert f"Published {name} in {data_dir}: 3 indicators, 120 values" in said
    assert "Not refreshed" not in said
    assert sorted(path.name for path in data_dir.iterdir()) == ["README.md", "catalog.json", name]


def test_check_finds_a_fresh_snapshot_sound(etl):
    etl("refresh")
    result = etl("check")
    assert result.exit_code == 0
    assert "is sound: 13 countries, 3 indicators, 120 observations" in words(result.stdout)


def test_check_without_a_snapshot_says_how_to_make_one(etl, data_dir):
    result = etl("check")
    assert result.exit_code == 1
    assert f"nothing is published in {data_dir}; run: python -m etl refresh" in result.stderr


@pytest.mark.parametrize("name", ["temperature", "countries"])
def test_check_names_a_damaged_file(etl, data_dir, name):
    etl("refresh")
    (path,) = data_dir.glob(f"snapshot-*/{name}.parquet")
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    path.write_bytes(spoilt)
    result = etl("check")
    assert result.exit_code == 1
    assert f"{path} is missing or damaged" in result.stderr


def test_check_lists_every_breach(etl, monkeypatch):
    etl("refresh")
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", 217)
    result = etl("check")
    assert result.exit_code == 1
    assert f"countries: {len(ECONOMIES)} economies, at least 217 are known" in result.stderr


def test_check_sees_a_readme_that_belongs_to_another_snapshot(etl, data_dir):
    etl("refresh")
    readme = data_dir / "README.md"
    readme.write_text(readme.read_text("utf-8").replace("120", "121"), "utf-8")
    result = etl("check")
    assert result.exit_code == 1
    assert "README.md does not belong to" in result.stderr
    readme.unlink()
    assert etl("check").exit_code == 1


def test_a_series_in_trouble_is_told_and_the_rest_published(world, etl):
    world.down.add("EG.ELC.ACCS.ZS")
    first = etl("refresh")
    assert first.exit_code == 0
    assert "EG.ELC.ACCS.ZS" in first.stdout
    assert "not in the" in first.stdout
    assert "2 indicators, 80 values" in words(first.stdout)

    world.down.clear()
    etl("refresh")
    world.down.add("EG.ELC.ACCS.ZS")
    second = etl("refresh")
    assert second.exit_code == 0
    assert "last good" in second.stdout
    assert "3 indicators, 120 values" in words(second.stdout)


@pytest.mark.parametrize("down", ["worldbank", "cckp", "naturalearth", "all series"])
def test_an_outage_leaves_the_published_snapshot_untouched_and_says_since_when_it_stands(world, etl, data_dir, down):
    etl("refresh")
    before = bytes_in(data_dir)
    world.down |= {entry.code for entry in CONFIGURED} if down == "all series" else {down}
    result = etl("refresh")
    assert result.exit_code == 2
    assert bytes_in(data_dir) == before
    published = snapshot.read_catalog(data_dir)["published_at"]
    said = words(result.stderr)
    assert "A service could not be reached or understood; nothing was published." in said
    assert f"The snapshot published on {published[:10]} {published[11:16]} UTC stands untouched." in said
    assert "status 50" in said


def test_an_outage_at_the_first_refresh_publishes_nothing(world, etl, data_dir):
    world.down.add("worldbank")
    result = etl("refresh")
    assert result.exit_code == 2
    assert "stands untouched" not in result.stderr
    assert not data_dir.exists()


def test_lost_countries_are_refused_until_forced(world, etl, data_dir):
    etl("refresh")
    before = bytes_in(data_dir)
    for series in world.series.values():
        series.values = {key: value for key, value in series.values.items() if key[0] in ("BRA", "NAM", "FRA", "WLD")}
    refused = etl("refresh")
    assert refused.exit_code == 1
    said = words(refused.stderr)
    assert "The figures were refused; nothing was published." in said
    assert "SP.POP.TOTL: 4 countries instead of 8" in said
    assert "stands untouched" in said
    assert bytes_in(data_dir) == before

    forced = etl("refresh", "--force")
    assert forced.exit_code == 0
    assert "3 indicators, 60 values" in words(forced.stdout)


def test_a_faulty_list_of_indicators_is_told_before_anything_is_fetched(etl, tmp_path, httpserver):
    (tmp_path / "indicators.toml").write_text(LISTED.replace('"Energy"\ntitle', '"Enrgy"\ntitle'))
    result = etl("refresh")
    assert result.exit_code == 1
    assert "EG.ELC.ACCS.ZS: topic 'Enrgy' is none of People, Energy, Economy" in words(result.stderr)
    assert httpserver.log == []


def test_a_damaged_snapshot_stops_a_refresh_with_the_way_out(etl, data_dir):
    etl("refresh")
    (data_dir / "catalog.json").write_text('{"contract": 1, "tab')
    result = etl("refresh")
    assert result.exit_code == 1
    assert "catalog.json cannot be read" in result.stderr
    assert "move the folder away and refresh" in words(result.stderr)
    data_dir.rename(data_dir.with_name("away"))
    assert etl("refresh").exit_code == 0


def test_diff_says_nothing_changed_or_what(world, etl, data_dir, tmp_path):
    etl("refresh")
    earlier = data_dir.rename(tmp_path / "earlier")
    etl("refresh")
    same = etl("diff", str(earlier), str(data_dir))
    assert (same.exit_code, words(same.stdout)) == (0, "the two snapshots hold the same figures")
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 1.0
    etl("refresh")
    other = etl("diff", str(earlier), str(data_dir))
    assert other.exit_code == 1
    assert "observations.value: 1 values changed" in words(other.stdout)


def test_diff_without_a_snapshot_says_where_one_is_missing(etl, tmp_path):
    result = etl("diff", str(tmp_path), str(tmp_path))
    assert result.exit_code == 1
    assert f"nothing is published in {tmp_path}" in result.stderr


def test_the_module_runs_as_a_command(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "etl", "check", "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert ran.returncode == 1
    assert f"nothing is published in {tmp_path}" in ran.stderr
    assert ran.stdout == ""
