"""The maps of the notebook and of the page: shapes, hatches, dots, tooltips, projections; and limits of axes."""

from __future__ import annotations

import cartopy.crs as ccrs
import geopandas as gpd
import numpy as np
import pytest
import shapely

from dashboard.charts.core import legend
from dashboard.charts.core.style import padded
from dashboard.charts.core.theme import LIGHT
from dashboard.charts.map import geometry, notebook_map
from dashboard.snapshot import queries

DEGREES = ccrs.Geodetic()


@pytest.fixture(params=["internals", "public API"])
def drawn(shown_warming, request, monkeypatch):
    monkeypatch.setattr(notebook_map, "is_tested", lambda _: request.param == "internals")
    placed = shown_warming.places
    shapes = geometry.outlines(placed.countries)
    columns = notebook_map.columns(shown_warming, 0)
    return notebook_map.draw(placed.iso3, shapes, geometry.backdrop(), columns, LIGHT, "the map")


def column(drawn, name: str) -> dict:
    return dict(zip(drawn.iso3, drawn.source.data[name], strict=True))


def test_the_map_has_a_row_for_every_place_and_none_for_the_world(drawn):
    assert sorted(drawn.iso3) == ["ESH", "GIB", "MDV", "NAM"]


def test_all_parts_of_a_country_are_one_row_with_gaps_between(drawn):
    namibia = column(drawn, "xs")["NAM"]
    assert np.isnan(namibia).sum() == 1
    assert namibia.dtype == np.float32


def test_small_countries_and_those_without_a_shape_get_a_dot_large_ones_do_not(drawn):
    has_dot = {iso3: bool(np.isfinite(x)) for iso3, x in column(drawn, "dot_x").items()}
    assert has_dot == {"NAM": False, "ESH": False, "MDV": True, "GIB": True}


def test_larger_countries_are_drawn_first_so_that_a_click_finds_the_enclave(drawn):
    assert drawn.iso3 == ["NAM", "ESH", "MDV", "GIB"]
    assert notebook_map.clicked([drawn.iso3.index("NAM"), drawn.iso3.index("MDV")], drawn.iso3) == "MDV"
    assert notebook_map.clicked([], drawn.iso3) is None


def test_no_data_and_uncertain_countries_have_hatches_of_their_own(drawn):
    assert column(drawn, "hatch") == {"ESH": "no-data", "MDV": "uncertain", "NAM": "", "GIB": ""}
    assert column(drawn, "colour")["ESH"] == 0
    assert {name: len(source.data["xs"]) for name, source in drawn.hatched.items()} == {
        "no-data": 1,
        "uncertain": 1,
        "thin": 0,
        "disputed": 0,
        "projected": 0,
    }


def test_the_tooltip_has_value_unit_and_interval_or_a_note_on_the_missing_series(drawn):
    assert column(drawn, "text")["NAM"] == "+1.20 °C"
    assert column(drawn, "interval")["NAM"] == "95 % CI +1.00 to +1.40; year-to-year variability only"
    assert column(drawn, "interval")["MDV"].endswith("(not significant); year-to-year variability only")
    assert column(drawn, "text")["ESH"] == "no data"


def test_colours_follow_the_bins(drawn, shown_warming):
    bins = legend.of(shown_warming).bins
    shade = bins.colours[int(bins.index([1.2])[0])]
    assert f"#{column(drawn, 'colour')['NAM']:08x}" == f"{shade}ff"


def two_squares_and_islands() -> gpd.GeoDataFrame:
    """Two neighbours with a notch of 0.1 degrees in their border; the first has a large island and a tiny one."""
    border = [(10, 0), (10, 4.9), (10.1, 5), (10, 5.1), (10, 10)]
    west = shapely.Polygon([(0, 0), *border, (0, 10)])
    east = shapely.Polygon([(20, 10), (20, 0), *border])
    islands = [shapely.box(-10, 0, -8, 2), shapely.box(-10, 5, -9.99, 5.01)]
    shapes = [shapely.MultiPolygon([west, *islands]), east, None, shapely.box(30, 0, 30.01, 0.01)]
    return gpd.GeoDataFrame(
        {"longitude_deg": [5.0, 15.0, 0.0, 30.0], "latitude_deg": 5.0, "area_km2": 1e6, "kind": "economy"},
        geometry=shapes,
        crs="EPSG:4326",
    )


def test_simplified_shapes_keep_their_shared_border_and_lose_small_islands():
    full, simple = (geometry.outlines(two_squares_and_islands(), simpler_by_m=by) for by in (0.0, 25_000.0))
    assert [int(np.isnan(xs).sum()) for xs in full.xs] == [2, 0, 1, 0]  # three parts; the third has none, so one gap
    assert [int(np.isnan(xs).sum()) for xs in simple.xs] == [1, 0, 1, 0]
    notch = full.xs[1].max(where=full.xs[1] < 1.2e6, initial=0)
    assert notch in full.xs[0]
    assert notch not in simple.xs[0]
    assert notch not in simple.xs[1]
    assert len(simple.xs[3]) == 4  # a country's largest part stays, as a triangle, however small it is
    west, east = (set(zip(xs, ys, strict=True)) for xs, ys in zip(simple.xs[:2], simple.ys[:2], strict=True))
    assert len(west & east) == 3  # the border's ends, and one between, as it is bent by the projection
    assert simple.x.tolist() == full.x.tolist()


def test_another_projection_moves_shapes_hatches_and_limits(drawn, shown_warming):
    before, onto = column(drawn, "xs")["NAM"].copy(), geometry.PROJECTIONS["robinson"]
    limits = geometry.view_limits(2.2, onto)
    drawn.project(geometry.outlines(shown_warming.places.countries, onto), geometry.backdrop(onto), limits)
    drawn.update(notebook_map.columns(shown_warming, 0))
    assert not np.allclose(before, column(drawn, "xs")["NAM"], equal_nan=True)
    assert drawn.hatched["no-data"].data["xs"][0] is column(drawn, "xs")["ESH"]
    assert (drawn.figure.x_range.start, drawn.figure.x_range.bounds) == (limits[0][0], limits[0])


@pytest.mark.parametrize("name", geometry.PROJECTIONS)
def test_the_edge_of_the_world_contains_every_shape_and_every_line(countries, name):
    onto = geometry.PROJECTIONS[name]
    behind = geometry.backdrop(onto)
    reach = np.abs(behind.sphere).max(axis=0) * 1.001
    assert np.isfinite(behind.sphere).all()
    for line in behind.graticule:
        assert (np.abs(line) <= reach).all()
    assert len(behind.graticule) == 11 + 5  # meridians from 150 W to 150 E, parallels from 60 S to 60 N


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0, 1)),
        ([1, 10], (0, 10.6)),
        ([95, 100], (94.7, 100.3)),
        ([-5, 5], (-5.6, 5.6)),
        ([7, 7], (0, 7.42)),
        ([0, 0], (0, 1)),
        ([-3, -3], (-3.5, -2.5)),
    ],
)
def test_axes_contain_the_values_and_show_zero_if_it_is_near(values, expected):
    assert padded(values, from_zero=True) == pytest.approx(expected)


def test_dots_without_data_and_uncertain_ones_are_marked(drawn):
    marked = {r.data_source.name: r.glyph.marker for r in drawn.figure.renderers if hasattr(r.glyph, "marker")}
    assert marked == {"world-map": "circle", "world-map-no-data": "x", "world-map-uncertain": "dot"} | {
        "world-map-thin": "dash",
        "world-map-disputed": "cross",
    }


@pytest.mark.parametrize("projection", ["equal-earth", "robinson"])
def test_the_view_of_each_region_contains_nearly_all_of_its_economies(shipped, projection):
    onto = geometry.PROJECTIONS[projection]
    frames = geometry.region_limits(onto)
    countries = shipped.countries[shipped.countries.kind == "economy"]
    x, y = onto.transform_points(DEGREES, *countries[["longitude_deg", "latitude_deg"]].to_numpy(float).T)[:, :2].T
    for code, name in queries.regions(shipped.countries).items():
        west, south, east, north = frames[code]
        own = (countries.region == name).to_numpy()
        inside = (x > west) & (x < east) & (y > south) & (y < north)
        assert (inside & own).sum() >= 0.85 * own.sum(), name  # the Pacific has two ends, and Europe has Greenland
