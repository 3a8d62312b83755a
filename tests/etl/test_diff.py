"""What differs between two snapshots, one sentence each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from etl import diff
from tiny_tables import sound


def changed(table: str, row: int, column: str, value: object) -> dict:
    tables = sound()
    tables[table].loc[row, column] = value
    return tables


def test_a_snapshot_does_not_differ_from_itself_nor_by_the_order_of_its_rows():
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in sound().items()}
    assert diff.differences(sound(), turned) == []


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
def test_a_changed_value_is_shown_before_and_after(new, sentence):
    assert diff.differences(sound(), new) == ([sentence] if sentence else [])


def test_a_changed_shape_is_seen():
    tables = sound()
    tables["countries"].loc[0, "geometry"] = box(-60, -20, -45, -4)
    (line,) = diff.differences(sound(), tables)
    assert line.startswith("countries.geometry: 1 values changed, the first at BRA")
    assert len(line) < 300


def test_rows_gone_and_rows_new_are_counted():
    fewer = sound()
    fewer["observations"] = fewer["observations"].query("series != 'EG.ELC.ACCS.ZS'")
    assert diff.differences(sound(), fewer) == ["observations: 8 rows gone, the first is EG.ELC.ACCS.ZS, BRA, 2000"]
    assert diff.differences(fewer, sound()) == ["observations: 8 rows new, the first is EG.ELC.ACCS.ZS, BRA, 2000"]


def test_values_missing_on_both_sides_are_the_same():
    one, other = changed("warming", 0, "p", np.nan), changed("warming", 0, "p", np.nan)
    assert diff.differences(one, other) == []
