"""The command line against the tiny world: what it says, what it leaves behind, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from etl.contract import validate
from tests.helpers.command_line import LISTED, run, told, words
from tests.helpers.tiny_tables import opened
from tests.helpers.tiny_world import ECONOMIES, RAIN_PRODUCT, SeriesHeld, everywhere


@pytest.fixture
def etl(world, data_dir, tmp_path):
    """Runs a command on the test's own folder; `refresh` from the tiny world, one try a request."""
    (tmp_path / "indicators.toml").write_text(LISTED)

    def run_here(name: str, *more: str) -> Result:
        return run([*told(name, data_dir, tmp_path / "indicators.toml", world.services, attempts=1), *more])

    return run_here


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_refresh_publishes_and_says_what(etl, data_dir):
    result = etl("refresh")
    assert result.exit_code == 0
    name = opened(data_dir).catalog["snapshot"]
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
    assert first.exit_code == 2
    assert "EG.ELC.ACCS.ZS" in first.stderr
    assert "not in the snapshot" in words(first.stderr)
    assert "2 indicators, 80 values" in words(first.stdout)

    world.down.clear()
    assert etl("refresh").exit_code == 0
    world.down.add("EG.ELC.ACCS.ZS")
    world.release("EG.ELC.ACCS.ZS")
    second = etl("refresh")
    assert second.exit_code == 2
    assert "last good values kept" in words(second.stderr)
    assert "3 indicators, 120 values" in words(second.stdout)


def test_a_total_outage_leaves_the_snapshot_untouched_and_says_since_when_it_stands(world, etl, data_dir, cache_dir):
    etl("refresh")
    before = bytes_in(data_dir)
    (cache_dir / "raw.sqlite").unlink()  # which holds boundaries that a month of outage does not matter to
    world.down |= {"worldbank", "cckp", "naturalearth"}
    result = etl("refresh")
    assert result.exit_code == 2
    assert bytes_in(data_dir) == before
    published = opened(data_dir).catalog["published_at"]
    said = words(result.stderr)
    assert "A service could not be reached or understood; nothing was published." in said
    assert f"The snapshot published on {published[:10]} {published[11:16]} UTC stands untouched." in said
    assert "status 500" in said


@pytest.mark.parametrize(
    ("down", "title"), [("worldbank", "World Bank, World Development"), ("cckp", "World Bank, Climate Change")]
)
def test_one_source_down_is_told_with_its_age(world, etl, data_dir, down, title):
    etl("refresh")
    since = opened(data_dir).catalog["checked_at"]
    world.down.add(down)
    result = etl("refresh")
    assert result.exit_code == 2
    said = words(result.stderr)
    assert title in said
    assert f"published figures kept, stale since {since[:10]}" in said
    assert "status 500" in said
    stale = [line for line in json.loads(etl("status", "--stale", "--json").stdout) if line["state"] == "kept"]
    assert {line["stale_since"] for line in stale} == {since}
    assert all("status 500" in line["reason"] or "list of countries" in line["reason"] for line in stale)


def test_a_climate_product_out_of_reach_is_told_and_fails_the_refresh(world, etl):
    world.down.add(RAIN_PRODUCT)
    result = etl("refresh", "--json")
    assert result.exit_code == 2
    assert "status 500" in json.loads(result.stdout)["climate"]["cru_pr_monthly"]["reason"]
    again = etl("refresh")
    assert again.exit_code == 2
    assert "Monthly precipitation, CRU TS: not in the snapshot." in words(again.stderr)


def test_boundaries_of_the_last_month_come_from_the_cache(world, etl, httpserver):
    etl("refresh")
    world.down.add("naturalearth")
    assert etl("refresh").exit_code == 0
    assert sum("naturalearth" in request.path for request, _ in httpserver.log) == 1


def test_an_outage_at_the_first_refresh_publishes_nothing(world, etl, data_dir):
    world.down.add("worldbank")
    result = etl("refresh")
    assert result.exit_code == 2
    assert "stands untouched" not in result.stderr
    assert list(data_dir.iterdir()) == []


def test_lost_countries_are_refused_until_forced(world, etl, data_dir):
    etl("refresh")
    for series in world.series.values():
        series.values = {key: value for key, value in series.values.items() if key[0] in ("BRA", "NAM", "FRA", "WLD")}
    refused = etl("refresh")
    assert refused.exit_code == 1
    said = words(refused.stderr)
    assert "SP.POP.TOTL: 4 countries instead of 8" in said
    assert "last good values kept" in said
    assert "Nothing new; checked" in words(refused.stdout)
    assert opened(data_dir).catalog["tables"]["observations"]["rows"] == 120

    forced = etl("refresh", "--force")
    assert forced.exit_code == 0
    assert "3 indicators, 60 values" in words(forced.stdout)


def test_nothing_new_is_said_and_only_looked_up(etl, asked_for, data_dir):
    etl("refresh")
    asked_for()
    name = opened(data_dir).catalog["snapshot"]
    result = etl("refresh")
    assert result.exit_code == 0
    assert f"Nothing new; checked {name}" in words(result.stdout)
    assert asked_for() == ["SP.POP.TOTL;EG.ELC.ACCS.ZS;NY.GDP.PCAP.KD look-up"]


def test_refetch_fetches_everything_anew_even_past_the_cache(world, etl, asked_for):
    etl("refresh")
    for held in world.series.values():
        held.fills_in = True
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 4e6
    asked_for()
    assert "Nothing new" in etl("refresh").stdout
    asked_for()
    result = etl("refresh", "--refetch", "--json")
    assert sum(line.endswith("values") for line in asked_for()) == 7  # one page, one page, five pages
    revised = {series["code"]: series["revised"] for series in json.loads(result.stdout)["series"]}
    assert revised == {"SP.POP.TOTL": 1, "EG.ELC.ACCS.ZS": 0, "NY.GDP.PCAP.KD": 0}


FOREST = SeriesHeld("Forest area (% of land area)", everywhere(lambda n, y: 10.0 + n))


def test_a_series_asked_for_besides_is_carried_over_until_pruned(world, etl, data_dir, asked_for):
    world.series["AG.LND.FRST.ZS"] = FOREST
    etl("refresh")
    asked_for()
    assert etl("refresh", "--indicator", "AG.LND.FRST.ZS").exit_code == 0
    assert {line.split()[0] for line in asked_for()} == {"AG.LND.FRST.ZS"}
    held = opened(data_dir).indicators
    assert held.is_configured.to_dict() == {
        "SP.POP.TOTL": True,
        "EG.ELC.ACCS.ZS": True,
        "NY.GDP.PCAP.KD": True,
        "AG.LND.FRST.ZS": False,
    }
    assert held.title["AG.LND.FRST.ZS"] == "Forest area"
    asked_for()
    etl("refresh")
    assert not any("AG.LND.FRST.ZS" in line for line in asked_for())
    assert opened(data_dir).holds("AG.LND.FRST.ZS")
    pruned = etl("refresh", "--prune")
    assert "so out of the snapshot: AG.LND.FRST.ZS" in words(pruned.stdout)
    assert not opened(data_dir).holds("AG.LND.FRST.ZS")


@pytest.mark.parametrize("scope", [["--topic", "climate"], ["--source", "2"], ["--all-wdi"]])
def test_a_scope_takes_the_configured_series_in_it_and_the_others(world, etl, data_dir, scope):
    world.series["AG.LND.FRST.ZS"] = FOREST
    assert etl("refresh", *scope).exit_code == 0
    assert opened(data_dir).indicators.is_configured.sum() == 3
    assert opened(data_dir).holds("AG.LND.FRST.ZS")


def test_an_unknown_code_is_refused_with_the_nearest(etl, data_dir):
    result = etl("refresh", "--indicator", "SP.POP.TOT")
    assert result.exit_code == 1
    assert "the World Bank lists no series SP.POP.TOT; did you mean SP.POP.TOTL?" in words(result.stderr)
    assert not data_dir.exists()


def test_an_indicator_struck_from_the_list_is_announced(etl, tmp_path, data_dir):
    etl("refresh")
    (tmp_path / "indicators.toml").write_text(LISTED.rpartition("[[indicator]]")[0])
    result = etl("refresh")
    assert result.exit_code == 0
    assert "Taken off the list, and so out of the snapshot: NY.GDP.PCAP.KD." in words(result.stdout)
    assert not opened(data_dir).holds("NY.GDP.PCAP.KD")


def test_every_command_gives_one_json_document(world, etl, data_dir):
    world.down.add("EG.ELC.ACCS.ZS")
    refreshed = etl("refresh", "--json")
    said = json.loads(refreshed.stdout)
    assert (refreshed.exit_code, said["exit_code"], said["is_new"]) == (2, 2, True)
    assert {series["code"]: series["state"] for series in said["series"]} == {
        "SP.POP.TOTL": "fresh",
        "EG.ELC.ACCS.ZS": "absent",
        "NY.GDP.PCAP.KD": "fresh",
    }
    checked = json.loads(etl("check", "--json").stdout)
    assert (checked["problems"], checked["rows"]["observations"]) == ([], 80)
    lines = json.loads(etl("status", "--json").stdout)
    absent = [line["name"] for line in lines if line["state"] == "absent"]
    assert absent == ["cru_tas_monthly", "era5_tas_annual", "EG.ELC.ACCS.ZS"]
    compared = json.loads(etl("diff", str(data_dir), str(data_dir), "--json").stdout)
    assert compared == {"differences": [], "largest_changes": []}


def test_what_is_on_the_list_and_was_never_refreshed_is_waiting(etl, tmp_path):
    etl("refresh")
    more = '[[indicator]]\ncode = "AG.LND.FRST.ZS"\ntopic = "Energy"\ntitle = "Forest"\n'
    (tmp_path / "indicators.toml").write_text(LISTED + more)
    *_, line = json.loads(etl("status", "--stale", "--json").stdout)
    assert (line["name"], line["state"], line["reason"]) == (
        "AG.LND.FRST.ZS",
        "waiting",
        "listed, but not yet refreshed",
    )


def test_offline_makes_the_snapshot_anew_from_the_cache(etl, world, data_dir, httpserver, tmp_path):
    etl("refresh")
    first = opened(data_dir)
    figures = first.catalog["tables"]["observations"]["sha256"]
    data_dir.rename(tmp_path / "away")
    httpserver.clear()  # answers nothing any more
    result = etl("refresh", "--offline")
    assert result.exit_code == 0
    again = opened(data_dir)
    assert again.catalog["tables"]["observations"]["sha256"] == figures
    assert again.indicators.fetched_at.to_list() == first.indicators.fetched_at.to_list()
    assert httpserver.log == []
    asked = max(entry["checked_at"] for entry in again.catalog["sources"])
    assert f"services last asked {asked[:10]} {asked[11:16]} UTC" in words(etl("status").stdout)
    assert "Nothing new in the raw cache, and nobody was asked" in words(etl("refresh", "--offline").stdout)


def test_offline_without_a_cache_says_what_is_missing(etl, httpserver):
    result = etl("refresh", "--offline")
    assert result.exit_code == 2
    assert "is not in the raw cache; without --offline it would be fetched" in words(result.stderr)
    assert httpserver.log == []


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
    assert "SP.POP.TOTL: 1 values changed" in words(other.stdout)
    assert "SP.POP.TOTL NAM 2001 5.002e+06 1 x 5e+06" in words(other.stdout)


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
        cwd=Path(__file__).resolve().parents[3],
    )
    assert ran.returncode == 1
    assert f"nothing is published in {tmp_path}" in ran.stderr
    assert ran.stdout == ""
