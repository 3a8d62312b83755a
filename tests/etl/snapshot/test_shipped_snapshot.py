"""The snapshot committed in data/ is valid, complete, small, and consistent."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from etl.cli import app
from etl.commands.options import DATA_DIR as SHIPPED
from etl.contract import tables, validate
from etl.contract.model import BASELINES, MODEL_TABLES, SPLITS
from etl.indicators.configured import configured
from etl.model import trees
from etl.model.applicability import MOST_MOVABLE
from etl.snapshot import model_state, readme
from measures.change import period_change, single_year_change
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import trend
from tests.helpers.tiny_tables import published_in, tables_of

DATA_DIR = Path(SHIPPED)


@pytest.fixture(scope="module")
def catalog() -> dict:
    return published_in(DATA_DIR).catalog


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return tables_of(published_in(DATA_DIR))


@pytest.fixture(scope="module")
def economies(shipped) -> set[str]:
    return set(shipped["countries"].query("kind == 'economy'").iso3)


def without_words(column: dict) -> dict:
    """Return a column of the catalog without its description, which must not be empty."""
    assert column["description"]
    return {name: value for name, value in column.items() if name != "description"}


def test_check_finds_no_problem():
    result = CliRunner().invoke(app, ["check", "--data-dir", str(DATA_DIR)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "is sound" in result.stdout


def test_the_snapshot_follows_the_present_contract(catalog):
    assert catalog["contract"] == tables.VERSION
    for table in tables.TABLES:
        if table.is_new and table.name not in catalog["tables"]:
            continue
        published, described = catalog["tables"][table.name], table.as_data()
        # A column may be newer than the snapshot. Descriptions may have other words; each refresh rewrites them.
        names = {column["name"] for column in published["columns"]}
        assert names >= {column.name for column in table.columns if not column.is_new}
        expected = [without_words(column) for column in described["columns"] if column["name"] in names]
        assert [without_words(column) for column in published["columns"]] == expected
        assert published["key"] == described["key"]


def test_the_folder_has_no_other_files(catalog):
    names = sorted(path.name for path in DATA_DIR.iterdir())
    assert names == ["README.md", "catalog.json", catalog["snapshot"]]
    files = sorted(path.name for path in (DATA_DIR / catalog["snapshot"]).iterdir())
    assert files == sorted([model_state.FILE, *(f"{name}.parquet" for name in catalog["tables"])])


def test_all_files_together_are_below_20_megabytes():
    assert sum(path.stat().st_size for path in DATA_DIR.rglob("*") if path.is_file()) < 20e6


def test_the_readme_belongs_to_the_snapshot_and_lists_its_featured_indicators(catalog, shipped):
    written = (DATA_DIR / "README.md").read_text("utf-8")
    assert readme.belongs(written, catalog)
    indicators = shipped["indicators"]
    featured = indicators[indicators.featured > 0].sort_values("featured").id.to_list()
    assert re.findall(r"^\| .* \| \d{4}–\d{4} \| \d+ \| `(.+)` \| [^|]+ \|$", written, re.MULTILINE) == featured
    assert f"## {len(indicators)} indicators" in written


def test_all_217_economies_have_a_position_and_every_year_of_temperature(shipped, economies):
    assert len(economies) == 217
    assert shipped["countries"].query("kind == 'economy'").longitude_deg.notna().all()
    years = shipped["temperature"].groupby("iso3").year.agg(["min", "max", "size"]).loc[sorted(economies)]
    assert years.drop_duplicates().to_numpy().tolist() == [[1901, 2024, 124]]


def test_known_quirks_of_codes_and_shapes_are_resolved(shipped):
    countries = shipped["countries"].set_index("iso3")
    assert countries.iso2["NAM"] == "NA"
    assert "-99" not in countries.index
    drawn = countries.geometry.notna()
    assert drawn[["FRA", "NOR", "XKX", "CHI", "NAM", "SOM", "CYP"]].all()
    undrawn = countries.index[(countries.kind == "economy") & ~drawn].to_list()
    assert set(undrawn) <= {"GIB", "TUV"}


def test_shapes_are_valid_and_do_not_overlap(shipped):
    shapes = shipped["countries"].geometry.dropna().to_numpy()
    assert shapely.is_valid(shapes).all()
    # In square degrees: neighbours share a border, but no land.
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(shapely.union_all(shapes)), rel=1e-6)


def test_the_world_and_its_regions_have_temperatures(shipped):
    countries = shipped["countries"]
    regions = set(countries.query("kind == 'economy'").region)
    codes = set(countries[(countries.kind == "aggregate") & countries["name"].isin(regions)].iso3)
    assert len(codes) == len(regions) == 7
    assert codes | {"WLD"} <= set(shipped["temperature"].iso3)


def test_every_configured_indicator_is_published_or_marked_absent(catalog, shipped):
    codes = [entry.code for entry in configured()]
    if "shipped" in catalog:  # published after the list got its rule for series besides its own
        assert list(catalog["series"])[: len(codes)] == codes
    published = [code for code, entry in catalog["series"].items() if entry["state"] != "absent"]
    assert shipped["indicators"].id.to_list() == published
    assert all(entry["reason"] for entry in catalog["series"].values() if entry["state"] != "fresh")


def test_values_are_within_the_ranges_of_the_list(shipped):
    values = dict(tuple(shipped["observations"].groupby("series").value))
    for entry in configured():
        if entry.code in values:
            assert validate.range_problems(entry.code, values[entry.code], entry.low, entry.high) == []


def test_years_and_counts_of_indicators_match_their_values(shipped, economies):
    rows = shipped["observations"][shipped["observations"].iso3.isin(economies)]
    counted = rows.groupby("series").agg(first=("year", "min"), last=("year", "max"), countries=("iso3", "nunique"))
    stated = shipped["indicators"].set_index("id")[["first_year", "last_year", "countries"]]
    assert counted.loc[stated.index].to_numpy().tolist() == stated.to_numpy().tolist()


@pytest.mark.parametrize("iso3", ["NAM", "DEU", "XKX", "CHI", "TUV", "WLD"])
def test_warming_equals_the_measures_of_the_temperatures(shipped, iso3):
    series = shipped["temperature"].query("iso3 == @iso3").sort_values("year")
    years, values = series.year.to_numpy(), series.temperature_c.to_numpy()
    rows = shipped["warming"].query("iso3 == @iso3").set_index(["measure", "window"])
    change = period_change(years, values, (1901, 1930), (1995, 2024))
    expected = {("period_change", "1995–2024 minus 1901–1930"): (change.value, change.low95, change.high95)}
    for first in (1901, 1975, 1995):
        inside = years >= first
        line = trend(years[inside], values[inside])
        expected["trend", f"{first}–2024"] = line.slope_per_decade, line.low95, line.high95
        robust = theil_sen_slope_per_decade(years[inside], values[inside])
        expected["trend_theil_sen", f"{first}–2024"] = robust, np.nan, np.nan
    ends = single_year_change(years, values, 1901, 2012)
    expected["endpoints_1901_2012", "2012 minus 1901"] = ends.value, ends.low95, ends.high95
    by_year = dict(zip(years, values, strict=True))
    assert rows.value["index_1960", "2024 minus 1960"] == pytest.approx(by_year[2024] - by_year[1960])
    for row, (value, _, _) in expected.items():
        assert rows.value[row] == pytest.approx(value)
    for row, (_, low, high) in expected.items():
        assert rows.loc[row, ["low95", "high95"]].to_list() == pytest.approx([low, high], nan_ok=True)


def test_warming_has_its_known_size_and_single_years_mislead(shipped, economies):
    warming = shipped["warming"][shipped["warming"].iso3.isin(economies)]
    change, ends = (warming[warming.measure == name].value for name in ("period_change", "endpoints_1901_2012"))
    assert len(change) == len(ends) == 217
    assert 0.8 < change.median() < 1.4
    assert change.between(-0.3, 4).all()
    assert (ends < 0).sum() > (change < 0).sum()


def test_significant_changes_have_intervals_without_zero(shipped):
    tested = shipped["warming"].dropna(subset=["significant"])
    significant = tested[tested.significant]
    # The false-discovery rate is never laxer than 5 % for a single country, so its interval excludes zero.
    assert (np.sign(significant.low95) == np.sign(significant.high95)).all()


def test_the_model_was_fitted_to_these_figures_and_loads(catalog, shipped):
    about = catalog["model"]
    assert about["state"] == "fresh"
    assert about["built_from"] == model_state.built_from(catalog["tables"])
    found = trees.Trees((DATA_DIR / about["files"][model_state.FILE]["file"]).read_text("utf-8"))
    assert (found.features, found.rounds) == (about["features"], about["trees"])
    # Only the clean-up may have nothing to report. A snapshot may be older than a new table.
    needed = [t.name for t in MODEL_TABLES if t.name in catalog["tables"] or not t.is_new]
    assert all(len(shipped[name]) for name in needed if name != "model_cleanup")


def test_the_model_beats_the_year_but_not_the_year_of_its_region(catalog, shipped):
    skill = shipped["model_skill"].set_index(["split", "baseline"])
    assert skill.low95[("countries", "year")] > 0
    if "start" not in catalog["model"]:  # published by a model that started from the mean of the year
        assert skill.high95[("countries", "region_year")] < 0
        return
    assert list(skill.index) == [(split, baseline) for split in SPLITS for baseline in BASELINES]
    assert abs(skill.skill[("countries", "region_year")]) < 0.05


def test_the_what_if_has_the_most_important_features(catalog, shipped):
    seen = catalog["model"]["seen"]
    ranked = shipped["model_importance"].query("split == 'countries' and feature != 'year'").sort_values("rank")
    assert seen["features"] == ranked.feature.head(MOST_MOVABLE).to_list()
    assert 0.02 < seen["limit"] < 0.4
