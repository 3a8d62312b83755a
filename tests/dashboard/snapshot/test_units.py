"""Units as the page prints them."""

from __future__ import annotations

import json

import pytest

from dashboard.snapshot import search_index, units
from dashboard.snapshot.catalogue import folded
from dashboard.snapshot.model import model_of
from dashboard.snapshot.quantities import quantities
from dashboard.snapshot.store import Snapshot

CO2 = "EN.GHG.CO2.PC.CE.AR5"


@pytest.mark.parametrize(
    ("published", "printed"),
    [
        ("t CO2e/capita", "t CO₂e/capita"),
        ("kg CO2 per 2021 PPP $ of GDP", "kg CO₂ per 2021 PPP $ of GDP"),
        ("%", "%"),
    ],
)
def test_carbon_dioxide_has_its_subscript_digit(published: str, printed: str):
    assert units.printed(published) == printed


def test_units_are_printed_alike_in_menus_in_search_and_in_the_model(shipped: Snapshot):
    assert quantities(shipped)[CO2].unit == "t CO₂e/capita"
    entry = next(one for one in json.loads(search_index.index(shipped))["series"] if one[0] == CO2)
    assert entry[2] == "t CO₂e/capita"
    assert "co2e" in folded(entry[2])
    model = model_of(shipped)
    assert model is not None
    assert model.unit(CO2) == "t CO₂e/capita"
    assert not any("CO2e" in unit for unit in [*shipped.indicators.unit, *model.features.unit])
