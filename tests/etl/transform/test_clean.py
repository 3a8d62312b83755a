"""Cleaning of the providers' data: units, codes, shapes with their borders, weighted means."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Polygon, box

from etl.indicators.configured import Configured
from etl.transform import clean


def test_a_weighted_mean_matches_a_hand_calculation():
    # (10 * 1 + 16 * 3) / 4 = 14.5 and (0 * 1 + 1 * 2) / 3 = 0.67
    frame = pd.DataFrame(
        [("CHI", 1901, 10.0, 1.0), ("CHI", 1901, 16.0, 3.0), ("CHI", 1902, 0.0, 1.0), ("CHI", 1902, 1.0, 2.0)],
        columns=["iso3", "year", "value", "weight"],
    )
    mean = clean.weighted_mean(frame)
    assert mean.to_numpy().tolist() == [["CHI", 1901, 14.5, 4.0], ["CHI", 1902, 0.67, 3.0]]


def test_codes_of_the_portal_become_iso_codes_with_unchanged_values():
    raw = pd.DataFrame(
        [("KSV", 1901, 9.87), ("NAM", 1901, 20.01), ("GGY", 1901, 10.0), ("JEY", 1901, 12.0)],
        columns=["code", "year", "value"],
    )
    found = clean.by_country(raw, {"GGY": 78.0, "JEY": 26.0, "NAM": 825_000.0})
    assert list(found.columns) == ["iso3", "year", "value"]
    assert found.set_index("iso3").value.to_dict() == {"CHI": 10.5, "NAM": 20.01, "XKX": 9.87}


def test_areas_are_combined_month_by_month():
    raw = pd.DataFrame(
        [("GGY", 1901, 2, 10.0), ("GGY", 1901, 1, 5.0), ("JEY", 1901, 1, 7.0)],
        columns=["code", "year", "month", "value"],
    )
    found = clean.by_country(raw, {"GGY": 1.0, "JEY": 1.0})
    assert found.to_numpy().tolist() == [["CHI", 1901, 1, 6.0], ["CHI", 1901, 2, 10.0]]


def test_the_unit_of_the_list_takes_precedence_over_the_name():
    described = {"name": "Population (thousands)", "source": "WDI", "organisation": "UN", "note": "All residents."}
    own = clean.indicator(Configured("X.Y", "People", "Population", unit="people"), described, "2026-07-13", "now")
    named = clean.indicator(Configured("X.Y", "People", "Population"), described, "2026-07-13", "now")
    assert (own["unit"], named["unit"]) == ("people", "thousands")
    assert (named["title"], named["last_updated"], named["fetched_at"]) == ("Population", "2026-07-13", "now")


def shapes(**coded: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return shapes by ADM0_A3, with a valid ISO_A3_EH except for Kosovo and disputed areas."""
    codes = list(coded)
    return gpd.GeoDataFrame(
        {
            "ADMIN": [f"Land {code}" for code in codes],
            "ADM0_A3": codes,
            "ISO_A3_EH": ["-99" if code in ("KOS", "SOL", "CYN", "KAS") else code for code in codes],
        },
        geometry=list(coded.values()),
        crs="EPSG:4326",
    )


def listed(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return the World Bank's list: code, longitude, latitude."""
    return pd.DataFrame(
        [
            {
                "id": code,
                "iso2Code": code[:2],
                "name": f"{code} ",
                "region.id": "ECS",
                "region.value": "Europe & Central Asia ",
                "incomeLevel.value": "High income",
                "capitalCity": "",
                "longitude": longitude,
                "latitude": latitude,
            }
            for code, longitude, latitude in rows
        ]
    )


def test_disputed_shapes_are_assigned_by_the_mapping():
    drawn = shapes(
        KOS=box(20, 42, 21, 43),
        SOM=box(42, 0, 46, 5),
        SOL=box(42, 5, 46, 9),
        CYP=box(32, 34, 33, 35),
        CYN=box(32, 35, 33, 35.5),
        KAS=box(77, 35, 77.5, 35.5),
    )
    table = clean.countries(listed(("XKX", "", ""), ("SOM", "", ""), ("CYP", "", "")), drawn, set()).set_index("iso3")
    assert table.kind.to_dict() == {"CYP": "economy", "SOM": "economy", "XKX": "economy", "XSG": "area"}
    assert table.geometry["SOM"].bounds == (42, 0, 46, 9)
    assert table.geometry["CYP"].bounds == (32, 34, 33, 35.5)


def wavy_border(points: int = 400) -> list[tuple[float, float]]:
    """Return a line from (0, 0) to (0, 10), with waves finer than the map resolves and some coarser ones."""
    y = np.linspace(0, 10, points)
    return list(zip(0.5 * np.sin(y) + 0.01 * np.sin(40 * y), y, strict=True))


def test_simplified_neighbours_keep_a_common_border():
    border = wavy_border()
    # The western ring starts within the border: simplified separately, each would keep different vertices.
    west = Polygon([*border[190:], (-8, 10), (-8, 0), *border[:190]])
    east = Polygon([*border, (8, 10), (8, 0)])
    table = clean.countries(listed(("AAA", "", ""), ("BBB", "", "")), shapes(AAA=west, BBB=east), set())
    a, b = table.set_index("iso3").geometry[["AAA", "BBB"]]
    assert a.is_valid
    assert b.is_valid
    assert a.intersection(b).area == pytest.approx(0, abs=1e-9)  # no overlap
    assert a.union(b).area == pytest.approx(a.area + b.area)
    assert len(a.union(b).interiors) == 0  # and no gap
    assert a.intersection(b).length > 10
    assert len(a.exterior.coords) < len(west.exterior.coords) / 3


def test_areas_in_km2_are_those_of_the_unsimplified_shapes():
    # A degree of latitude is about 110.57 km and one of longitude 111.32 km at the equator.
    areas = clean.areas_by_provider_code(shapes(AAA=box(0, -0.5, 1, 0.5)))
    assert areas["AAA"] == pytest.approx(110.57 * 111.32, rel=1e-3)
    table = clean.countries(listed(("AAA", "", "")), shapes(AAA=box(0, -0.5, 1, 0.5)), set())
    assert table.area_km2.item() == pytest.approx(areas["AAA"], abs=0.1)


def test_a_position_is_inside_the_largest_part_of_a_shape():
    crescent = Polygon([(0, 0), (10, 0), (10, 10), (0, 10), (0, 9), (9, 9), (9, 1), (0, 1)])
    both = shapely.MultiPolygon([crescent, box(50, 50, 51, 51)])
    table = clean.countries(listed(("AAA", "1.0", "2.0")), shapes(AAA=both), set())
    assert crescent.contains(shapely.Point(table.longitude_deg.item(), table.latitude_deg.item()))


def test_without_a_shape_the_position_is_that_of_the_capital_or_missing():
    table = clean.countries(
        listed(("TUV", "179.089567", "-8.6314877"), ("GIB", "", ""), ("QQQ", "", "")),
        shapes(AAA=box(0, 0, 1, 1)),
        {"REU", "ZZZ"},
    ).set_index("iso3")
    assert table.loc["TUV", ["longitude_deg", "latitude_deg"]].to_list() == [179.0896, -8.6315]
    assert table.loc["GIB", ["longitude_deg", "latitude_deg"]].to_list() == [-5.35, 36.14]
    assert np.isnan(table.longitude_deg["QQQ"])
    assert table.loc[["REU", "ZZZ", "AAA"], "name"].to_list() == ["Réunion", "ZZZ", "Land AAA"]
