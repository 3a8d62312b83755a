"""Commands run against the tiny world: their output, the files they leave, and their exit codes."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from etl.contract import validate
from etl.refresh import climate_products
from tests.helpers.command_line import INDICATOR_LIST, command_arguments, plain_text, run
from tests.helpers.tiny_tables import published_in
from tests.helpers.tiny_world import (
    CLIMATE,
    ECONOMIES,
    ERA5_PRODUCT,
    RAIN_PRODUCT,
    ServedSeries,
    World,
    monthly,
    temperature,
    values_everywhere,
)


@pytest.fixture
def etl(world, data_dir, tmp_path):
    """Run a command on the test's own folder; `refresh` fetches from the tiny world, one attempt a request."""
    (tmp_path / "indicators.toml").write_text(INDICATOR_LIST)

    def run_here(name: str, *more: str) -> Result:
        return run(
            [*command_arguments(name, data_dir, tmp_path / "indicators.toml", world.services, attempts=1), *more]
        )

    return run_here


@pytest.fixture(scope="module")
def first_figures(tmp_path_factory) -> Path:
    """Folder of the figures and the raw cache that the first `refresh` of a test publishes."""
    return tmp_path_factory.mktemp("first") / "figures"


@pytest.fixture
def refreshed(etl, world, data_dir, cache_dir, first_figures) -> None:
    """Publish the figures of the unchanged tiny world; only the first test that needs them runs `refresh`."""
    if first_figures.exists():
        shutil.copytree(first_figures, data_dir)
        shutil.copytree(first_figures.with_name("cache"), cache_dir)
        assert {series.last_updated for series in world.series.values()} == {"2026-07-13"}  # read once, as by a refresh
        return
    assert etl("refresh").exit_code == 0
    shutil.copytree(data_dir, first_figures)
    shutil.copytree(cache_dir, first_figures.with_name("cache"))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_refresh_publishes_and_prints_a_summary(etl, data_dir):
    result = etl("refresh")
    assert result.exit_code == 0
    name = published_in(data_dir).catalog["snapshot"]
    output = plain_text(result.stdout)
    assert f"Published {name} in {data_dir}: 3 indicators, 120 values" in output
    assert "Not refreshed" not in output
    assert sorted(path.name for path in data_dir.iterdir()) == ["README.md", "catalog.json", name]


def test_check_passes_on_a_fresh_snapshot(refreshed, etl):
    result = etl("check")
    assert result.exit_code == 0
    assert "is sound: 15 countries, 14 grouping_members, 3 indicators, 120 observations" in plain_text(result.stdout)


def test_check_without_a_snapshot_names_the_command_that_makes_one(etl, data_dir):
    result = etl("check")
    assert result.exit_code == 1
    assert f"nothing is published in {data_dir}; run: python -m etl refresh" in result.stderr


@pytest.mark.parametrize("name", ["temperature", "countries"])
def test_check_names_a_damaged_file(refreshed, etl, data_dir, name):
    (path,) = data_dir.glob(f"snapshot-*/{name}.parquet")
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    result = etl("check")
    assert result.exit_code == 1
    assert f"{path} is missing or damaged" in result.stderr


def test_check_lists_every_breach_of_the_contract(refreshed, etl, monkeypatch):
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", 217)
    result = etl("check")
    assert result.exit_code == 1
    assert f"countries: {len(ECONOMIES)} economies, at least 217 are known" in result.stderr


def test_check_fails_on_a_readme_of_another_snapshot(refreshed, etl, data_dir):
    readme = data_dir / "README.md"
    readme.write_text(readme.read_text("utf-8").replace("120", "121"), "utf-8")
    result = etl("check")
    assert result.exit_code == 1
    assert "README.md does not belong to" in result.stderr
    readme.unlink()
    assert etl("check").exit_code == 1


def test_failed_series_are_listed_and_the_others_published(world, etl):
    world.down.add("EG.ELC.ACCS.ZS")
    first = etl("refresh")
    assert first.exit_code == 2
    assert "EG.ELC.ACCS.ZS" in first.stderr
    assert "not in the snapshot" in plain_text(first.stderr)
    assert "2 indicators, 80 values" in plain_text(first.stdout)

    world.down.clear()
    assert etl("refresh").exit_code == 0
    world.down.add("EG.ELC.ACCS.ZS")
    world.release("EG.ELC.ACCS.ZS")
    second = etl("refresh")
    assert second.exit_code == 2
    assert "last good values kept" in plain_text(second.stderr)
    assert "3 indicators, 120 values" in plain_text(second.stdout)


def test_total_outage_leaves_the_snapshot_unchanged_and_prints_its_date(world, refreshed, etl, data_dir, cache_dir):
    before = bytes_in(data_dir)
    (cache_dir / "raw.sqlite").unlink()  # it has the boundaries, which would survive a month of outage
    world.down |= {"worldbank", "cckp", "naturalearth"}
    result = etl("refresh")
    assert result.exit_code == 2
    assert bytes_in(data_dir) == before
    published = published_in(data_dir).catalog["published_at"]
    errors = plain_text(result.stderr)
    assert "A service could not be reached or understood; nothing was published." in errors
    assert f"The snapshot published on {published[:10]} {published[11:16]} UTC is unchanged." in errors
    assert "status 500" in errors


@pytest.mark.parametrize(
    ("down", "title"), [("worldbank", "World Bank, World Development"), ("cckp", "World Bank, Climate Change")]
)
def test_source_outage_is_reported_with_the_age_of_its_figures(world, refreshed, etl, data_dir, down, title):
    since = published_in(data_dir).catalog["checked_at"]
    world.down.add(down)
    result = etl("refresh")
    assert result.exit_code == 2
    errors = plain_text(result.stderr)
    assert title in errors
    assert f"published figures kept, stale since {since[:10]}" in errors
    assert "status 500" in errors
    stale = [line for line in json.loads(etl("status", "--stale", "--json").stdout) if line["state"] == "kept"]
    assert {line["stale_since"] for line in stale} == {since}
    assert all("status 500" in line["reason"] or "list of countries" in line["reason"] for line in stale)


def test_unreachable_climate_product_is_reported_and_fails_the_refresh(world, etl):
    world.down.add(RAIN_PRODUCT)
    result = etl("refresh", "--json")
    assert result.exit_code == 2
    assert "status 500" in json.loads(result.stdout)["climate"]["cru_pr_monthly"]["reason"]
    again = etl("refresh")
    assert again.exit_code == 2
    assert "Monthly precipitation, CRU TS: not in the snapshot." in plain_text(again.stderr)


def test_boundaries_younger_than_a_month_come_from_the_cache(world, etl, httpserver):
    etl("refresh")
    world.down.add("naturalearth")
    assert etl("refresh").exit_code == 0
    assert sum("naturalearth" in request.path for request, _ in httpserver.log) == 1


def test_outage_at_the_first_refresh_publishes_nothing(world, etl, data_dir):
    world.down.add("worldbank")
    result = etl("refresh")
    assert result.exit_code == 2
    assert "is unchanged" not in result.stderr
    assert list(data_dir.iterdir()) == []


def test_loss_of_countries_is_refused_without_force(world, refreshed, etl, data_dir):
    for series in world.series.values():
        series.values = {key: value for key, value in series.values.items() if key[0] in ("BRA", "NAM", "FRA", "WLD")}
    refused = etl("refresh")
    assert refused.exit_code == 1
    errors = plain_text(refused.stderr)
    assert "SP.POP.TOTL: 4 countries instead of 8" in errors
    assert "last good values kept" in errors
    assert "No change: snapshot-" in plain_text(refused.stdout)
    assert published_in(data_dir).catalog["tables"]["observations"]["rows"] == 120

    forced = etl("refresh", "--force")
    assert forced.exit_code == 0
    assert "3 indicators, 60 values" in plain_text(forced.stdout)


def test_unchanged_series_are_looked_up_but_not_fetched(refreshed, etl, requests_made, data_dir):
    requests_made()
    name = published_in(data_dir).catalog["snapshot"]
    result = etl("refresh")
    assert result.exit_code == 0
    assert f"No change: {name}" in plain_text(result.stdout)
    assert requests_made() == ["SP.POP.TOTL;EG.ELC.ACCS.ZS;NY.GDP.PCAP.KD look-up"]


def test_refetch_bypasses_vintages_and_cache(world, refreshed, etl, requests_made):
    for series in world.series.values():
        series.changes_under_one_date = True
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 4e6
    requests_made()
    assert "No change" in etl("refresh").stdout
    requests_made()
    result = etl("refresh", "--refetch", "--json")
    assert sum(line.endswith("values") for line in requests_made()) == 7  # one page, one page, five pages
    revised = {series["code"]: series["revised"] for series in json.loads(result.stdout)["series"]}
    assert revised == {"SP.POP.TOTL": 1, "EG.ELC.ACCS.ZS": 0, "NY.GDP.PCAP.KD": 0}


FOREST = ServedSeries("Forest area (% of land area)", values_everywhere(lambda n, y: 10.0 + n))


def test_series_outside_the_list_is_carried_over_until_pruned(world, etl, data_dir, requests_made):
    world.series["AG.LND.FRST.ZS"] = FOREST
    etl("refresh")
    requests_made()
    assert etl("refresh", "--indicator", "AG.LND.FRST.ZS").exit_code == 0
    assert {line.split()[0] for line in requests_made()} == {"AG.LND.FRST.ZS"}
    published = published_in(data_dir).indicators
    assert published.is_configured.to_dict() == {
        "SP.POP.TOTL": True,
        "EG.ELC.ACCS.ZS": True,
        "NY.GDP.PCAP.KD": True,
        "AG.LND.FRST.ZS": False,
    }
    assert published.title["AG.LND.FRST.ZS"] == "Forest area"
    requests_made()
    etl("refresh")
    assert not any("AG.LND.FRST.ZS" in line for line in requests_made())
    assert published_in(data_dir).holds("AG.LND.FRST.ZS")
    pruned = etl("refresh", "--prune")
    assert "Removed from the snapshot, as not in the list: 1 series (AG.LND.FRST.ZS)." in plain_text(pruned.stdout)
    assert not published_in(data_dir).holds("AG.LND.FRST.ZS")


@pytest.mark.parametrize("scope", [["--topic", "climate"], ["--source", "2"], ["--all-wdi"]])
def test_scope_includes_configured_and_other_series(world, etl, data_dir, scope):
    world.series["AG.LND.FRST.ZS"] = FOREST
    assert etl("refresh", *scope).exit_code == 0
    assert published_in(data_dir).indicators.is_configured.sum() == 3
    assert published_in(data_dir).holds("AG.LND.FRST.ZS")


def test_unknown_code_is_refused_with_the_nearest_codes(etl, data_dir):
    result = etl("refresh", "--indicator", "SP.POP.TOT")
    assert result.exit_code == 1
    assert "the World Bank lists no series SP.POP.TOT; did you mean SP.POP.TOTL?" in plain_text(result.stderr)
    assert not data_dir.exists()


def test_indicator_removed_from_the_list_is_reported(refreshed, etl, tmp_path, data_dir):
    (tmp_path / "indicators.toml").write_text(INDICATOR_LIST.rpartition("[[indicator]]")[0])
    result = etl("refresh")
    assert result.exit_code == 0
    assert "Removed from the snapshot, as not in the list: 1 series (NY.GDP.PCAP.KD)." in plain_text(result.stdout)
    assert not published_in(data_dir).holds("NY.GDP.PCAP.KD")


def test_every_command_prints_one_json_document(world, etl, data_dir):
    world.down.add("EG.ELC.ACCS.ZS")
    refreshed = etl("refresh", "--json")
    outcome = json.loads(refreshed.stdout)
    assert (refreshed.exit_code, outcome["exit_code"], outcome["is_new"]) == (2, 2, True)
    assert {series["code"]: series["state"] for series in outcome["series"]} == {
        "SP.POP.TOTL": "fresh",
        "EG.ELC.ACCS.ZS": "absent",
        "NY.GDP.PCAP.KD": "fresh",
    }
    checked = json.loads(etl("check", "--json").stdout)
    assert (checked["problems"], checked["rows"]["observations"]) == ([], 80)
    lines = json.loads(etl("status", "--json").stdout)
    absent = [line["name"] for line in lines if line["state"] == "absent"]
    assert [name for name in absent if not name.startswith("cmip6_")] == [
        "cru_tas_monthly",
        "era5_tas_annual",
        "EG.ELC.ACCS.ZS",
    ]
    compared = json.loads(etl("diff", str(data_dir), str(data_dir), "--json").stdout)
    assert compared == {"differences": [], "largest_changes": []}


def test_listed_series_never_refreshed_have_the_state_waiting(refreshed, etl, tmp_path):
    more = '[[indicator]]\ncode = "AG.LND.FRST.ZS"\ntopic = "Energy"\ntitle = "Forest"\n'
    (tmp_path / "indicators.toml").write_text(INDICATOR_LIST + more)
    *_, line = json.loads(etl("status", "--stale", "--json").stdout)
    assert (line["name"], line["state"], line["reason"]) == (
        "AG.LND.FRST.ZS",
        "waiting",
        "listed, but not yet refreshed",
    )


def test_offline_rebuilds_the_snapshot_from_the_cache(etl, world, data_dir, httpserver, tmp_path):
    etl("refresh")
    first = published_in(data_dir)
    figures = first.catalog["tables"]["observations"]["sha256"]
    data_dir.rename(tmp_path / "away")
    httpserver.clear()  # no longer answers anything
    result = etl("refresh", "--offline")
    assert result.exit_code == 0
    again = published_in(data_dir)
    assert again.catalog["tables"]["observations"]["sha256"] == figures
    assert again.indicators.fetched_at.to_list() == first.indicators.fetched_at.to_list()
    assert httpserver.log == []
    asked = max(entry["checked_at"] for entry in again.catalog["sources"])
    assert f"services last asked {asked[:10]} {asked[11:16]} UTC" in plain_text(etl("status").stdout)
    assert "No change, made offline from the raw cache: snapshot-" in plain_text(etl("refresh", "--offline").stdout)


def test_offline_without_a_cache_names_what_is_missing(etl, httpserver):
    result = etl("refresh", "--offline")
    assert result.exit_code == 2
    assert "is not in the raw cache; run without --offline to fetch it" in plain_text(result.stderr)
    assert httpserver.log == []


def test_faulty_list_of_indicators_is_reported_before_anything_is_fetched(etl, tmp_path, httpserver):
    (tmp_path / "indicators.toml").write_text(INDICATOR_LIST.replace('"Energy"\ntitle', '"Enrgy"\ntitle'))
    result = etl("refresh")
    assert result.exit_code == 1
    assert "EG.ELC.ACCS.ZS: topic 'Enrgy' is none of People, Energy, Economy" in plain_text(result.stderr)
    assert httpserver.log == []


def test_damaged_snapshot_stops_a_refresh_and_names_the_remedy(refreshed, etl, data_dir):
    (data_dir / "catalog.json").write_text('{"contract": 1, "tab')
    result = etl("refresh")
    assert result.exit_code == 1
    assert "catalog.json cannot be read" in result.stderr
    assert "move the folder away and refresh" in plain_text(result.stderr)
    data_dir.rename(data_dir.with_name("away"))
    assert etl("refresh").exit_code == 0


def test_diff_lists_the_changes_if_any(world, refreshed, etl, data_dir, tmp_path):
    earlier = data_dir.rename(tmp_path / "earlier")
    etl("refresh")
    same = etl("diff", str(earlier), str(data_dir))
    assert (same.exit_code, plain_text(same.stdout)) == (0, "The two snapshots have the same figures.")
    world.series["SP.POP.TOTL"].values[("NAM", 2001)] = 1.0
    etl("refresh")
    other = etl("diff", str(earlier), str(data_dir))
    assert other.exit_code == 1
    assert "SP.POP.TOTL: 1 values changed" in plain_text(other.stdout)
    assert "SP.POP.TOTL NAM 2001 5.002e+06 1 x 5e+06" in plain_text(other.stdout)


def test_diff_names_the_folder_without_a_snapshot(etl, tmp_path):
    result = etl("diff", str(tmp_path), str(tmp_path))
    assert result.exit_code == 1
    assert f"nothing is published in {tmp_path}" in result.stderr


def test_python_m_etl_runs_a_command(tmp_path):
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


@pytest.fixture
def era5_everywhere(world) -> World:
    """Give every economy months of ERA5 with weather of their own errors: six are enough to be compared."""
    for number, (code, mean) in enumerate(CLIMATE.items()):
        swing = -5 if code in ("BRA", "NAM") else 5
        world.monthly[ERA5_PRODUCT][code] = monthly(
            lambda y, m, n=number, mean=mean, swing=swing: round(
                temperature(mean, y) + 0.05 * ((y * (n + 3)) % 7) - swing * math.cos(m / 6 * math.pi), 2
            ),
            1950,
        )
    return world


def test_check_prints_the_cross_checks(etl, era5_everywhere, data_dir):
    assert etl("refresh").exit_code == 0
    result = etl("check")
    assert result.exit_code == 0, result.stderr
    assert "ERA5 beside CRU TS, 6 economies: year-to-year changes correlate by +" in plain_text(result.stdout)
    recorded = published_in(data_dir).catalog["cross_checks"]
    assert recorded["problems"] == []
    assert json.loads(etl("check", "--json").stdout)["cross_checks"] == recorded["sentences"]


def one_year_late(months: dict[str, float]) -> dict[str, float]:
    return {f"{int(stamp[:4]) + 1}{stamp[4:]}": v for stamp, v in months.items() if stamp < "2024"} | {
        stamp: v for stamp, v in months.items() if stamp.startswith("1950")
    }


def test_a_product_that_comes_one_year_late_is_refused_and_the_last_good_one_kept(
    etl, era5_everywhere, data_dir, cache_dir
):
    assert etl("refresh").exit_code == 0
    before = published_in(data_dir).table("climate_monthly")
    sound = era5_everywhere.monthly[ERA5_PRODUCT]
    era5_everywhere.monthly[ERA5_PRODUCT] = {code: one_year_late(months) for code, months in sound.items()}
    (cache_dir / "raw.sqlite").unlink()  # it has the sound answer
    result = etl("refresh")
    assert result.exit_code == 1
    assert "ERA5 seems to be labelled 1 year late" in plain_text(result.stderr)
    entry = published_in(data_dir).catalog["climate"]["era5_tas_monthly"]
    assert entry["state"] == "kept"
    assert "ERA5 seems to be labelled 1 year late: its year-to-year changes correlate" in entry["reason"]
    assert published_in(data_dir).table("climate_monthly").equals(before)
    assert etl("check").exit_code == 0
    era5_everywhere.monthly[ERA5_PRODUCT] = sound  # asked for again, though the late answer is in the raw cache
    assert etl("refresh").exit_code == 0


def test_check_fails_on_contradicting_data_sets_and_warns_if_published_before_the_checks(
    etl, era5_everywhere, data_dir, monkeypatch
):
    world = era5_everywhere
    world.monthly[ERA5_PRODUCT] = {c: one_year_late(months) for c, months in world.monthly[ERA5_PRODUCT].items()}
    monkeypatch.setattr(climate_products, "contradictions", lambda *_: [])  # as code of before did
    assert etl("refresh").exit_code == 0
    result = etl("check")
    assert result.exit_code == 1
    assert "ERA5 seems to be labelled 1 year late" in result.stderr
    assert "is sound" not in result.stdout
    path = data_dir / "catalog.json"
    catalog = json.loads(path.read_text("utf-8"))
    del catalog["cross_checks"]
    path.write_text(json.dumps(catalog, ensure_ascii=False), "utf-8")
    result = etl("check")
    assert (result.exit_code, result.stderr) == (0, "")
    output = plain_text(result.stdout)
    assert "Warning: ERA5 seems to be labelled 1 year late" in output
    assert "(published before the cross-checks; run python -m etl refresh)" in output
    (warning,) = json.loads(etl("check", "--json").stdout)["warnings"]
    assert warning.startswith("ERA5 seems to be labelled 1 year late")


def test_an_outage_of_the_climate_portal_keeps_the_recorded_cross_checks(refreshed, etl, world, data_dir):
    before = published_in(data_dir).catalog["cross_checks"]
    assert before["sentences"][0] == "ERA5 beside CRU TS: too few shared years to compare"
    world.down.add("cckp")
    etl("refresh")
    assert published_in(data_dir).catalog["cross_checks"] == before
