"""The tables of the months and of the stripes: the figures that Explore and Rank draw, by hand-computed answers."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.stripes import stripes
from dashboard.snapshot import normals
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from tests.helpers.made_tables import made
from tests.helpers.newer import newer, older


def test_the_months_are_both_normals_and_what_lies_between_them(shipped: Snapshot, choices: Selection):
    table = made("months", shipped, choices, country="NOR")
    frame = table.frame.set_index("Month")
    own = shipped.climate_normals[(shipped.climate_normals.iso3 == "NOR") & (shipped.climate_normals.month == 1)]
    early, late = own.set_index("period").temperature_c[list(normals.PERIODS)]
    january = frame.loc["January"]
    assert january["Temperature 1961–1990 (°C)"] == early
    assert january["Change of temperature (°C)"] == pytest.approx(late - early)
    assert len(frame) == 12
    assert "Temperature: ERA5." in table.notes


def test_a_place_without_months_has_a_sentence_and_no_rows(shipped: Snapshot, choices: Selection):
    none_of_it = made("months", newer(shipped), choices, country="BRA")
    assert (len(none_of_it.frame), none_of_it.notes) == (0, ("This snapshot has no monthly normals of Brazil.",))
    assert made("months", older(shipped), choices).notes == (normals.NO_NORMALS,)


def test_the_stripes_table_has_the_anomalies_that_are_painted(shipped: Snapshot, choices: Selection):
    table = made("stripes", shipped, choices, baseline=(1991, 2020), region="SAS")
    column = "Anomaly from 1991–2020 (°C)"
    assert list(table.frame) == ["Country", "ISO code", "Year", column]
    own = shipped.temperature[shipped.temperature.iso3 == "IND"].set_index("year").temperature_c
    india = table.frame[table.frame["ISO code"] == "IND"].set_index("Year")[column]
    assert india[2024] == pytest.approx(own[2024] - own.loc[1991:2020].mean(), abs=1e-5)
    shown = stripes(shipped, (1991, 2020))
    order = [code for code in shown.iso3 if code in set(table.frame["ISO code"])]
    assert list(dict.fromkeys(table.frame["ISO code"])) == order
    assert len(order) == 6
    assert len(table.frame) == int(np.isfinite(shown.of(set(order)).anomaly_c).sum())
    assert table.notes[0] == "Filter: region South Asia."
    assert table.baseline == "1991–2020"
