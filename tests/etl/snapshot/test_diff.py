"""Differences between two snapshots, one sentence each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from etl.snapshot import diff
from tests.helpers.tiny_tables import publish, published_in, valid_tables


@pytest.fixture
def compare(tmp_path):
    """Return the differences between two sets of tables, each published to a folder of its own."""

    def found(old: dict, new: dict, **options) -> diff.Differences:
        for name, tables in (("old", old), ("new", new)):
            publish(tmp_path / name, tables)
        return diff.differences(published_in(tmp_path / "old"), published_in(tmp_path / "new"), **options)

    return found


def changed(table: str, row: int, column: str, value: object) -> dict:
    tables = valid_tables()
    tables[table].loc[row, column] = value
    return tables


def test_the_order_of_rows_makes_no_difference(compare):
    reversed_rows = {
        name: frame if name in ("observations", "indicators") else frame.iloc[::-1].reset_index(drop=True)
        for name, frame in valid_tables().items()
    }
    assert compare(valid_tables(), reversed_rows) == diff.Differences([], [])


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (
            changed("temperature", 2, "temperature_c", 11.5),
            "temperature.temperature_c: 1 values changed, the first at NAM, 1901: 11.0 -> 11.5",
        ),
        (
            changed("countries", 1, "name", "Namibie"),
            "countries.name: 1 values changed, the first at NAM: Namibia -> Namibie",
        ),
        (
            changed("warming", 3, "low95", 0.1),
            "warming.low95: 1 values changed, the first at WLD, period_change, 1995–2024 minus 1901–1930: nan -> 0.1",
        ),
        (
            changed("warming", 0, "significant", pd.NA),
            "warming.significant: 1 values changed, the first at BRA, period_change, 1995–2024 minus 1901–1930: "
            "True -> <NA>",
        ),
        (changed("indicators", 0, "fetched_at", "2027-01-01T00:00:00+00:00"), None),
    ],
)
def test_a_changed_value_is_reported_with_its_old_and_new_value(compare, new, sentence):
    assert compare(valid_tables(), new).sentences == ([sentence] if sentence else [])


def test_a_changed_shape_is_reported(compare):
    tables = valid_tables()
    tables["countries"].loc[0, "geometry"] = box(-60, -20, -45, -4)
    (line,) = compare(valid_tables(), tables).sentences
    assert line.startswith("countries.geometry: 1 values changed, the first at BRA")
    assert len(line) < 300


def test_changes_of_a_series_are_counted_and_the_largest_listed_first(compare):
    tables = valid_tables()
    values = tables["observations"]
    # BRA 1e6 -> 3e6 (x 3), NAM 1e6 + 10 -> 5e5 + 5 (x 2), XKX 2001 gone, and one new year of the World.
    values.loc[[0, 2], "value"] = [3e6, 500_005.0]
    values.loc[7, "year"] = 2002
    tables["observations"] = values.drop(index=5)
    found = compare(valid_tables(), tables)
    assert found.sentences == ["SP.POP.TOTL: 1 values added, 2 values changed, 2 values removed"]
    assert [(r.iso3, r.year, r.new_value, r.factor) for r in found.largest] == [
        ("BRA", 2000, 3e6, 3.0),
        ("NAM", 2000, 500_005.0, 2.0),
    ]
    assert compare(valid_tables(), tables, most=1).largest == found.largest[:1]


def test_a_change_from_zero_has_no_factor_in_json(compare):
    before, after = changed("observations", 0, "value", 0.0), valid_tables()
    (row,) = compare(before, after).as_data()["largest_changes"]
    assert (row["old_value"], row["new_value"], row["factor"]) == (0.0, 1e6, None)


def test_removed_and_added_rows_are_counted(compare):
    fewer = valid_tables()
    for name, column in (("observations", "series"), ("indicators", "id")):
        fewer[name] = fewer[name][fewer[name][column] != "EG.ELC.ACCS.ZS"]
    assert compare(valid_tables(), fewer).sentences == ["indicators: 1 rows removed, the first is EG.ELC.ACCS.ZS"]
    assert compare(fewer, valid_tables()).sentences == ["indicators: 1 rows added, the first is EG.ELC.ACCS.ZS"]


def test_values_missing_in_both_snapshots_are_equal(compare):
    one, other = changed("warming", 0, "p", np.nan), changed("warming", 0, "p", np.nan)
    assert compare(one, other).sentences == []
