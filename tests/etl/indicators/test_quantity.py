"""What the values of a series are, by rule and by reviewed exception."""

from __future__ import annotations

import pytest

from etl.contract.indicators import QUANTITY_KINDS
from etl.indicators.quantity import Quantity, exceptions, quantity, within_bounds


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("Forest area", "% of land area", Quantity("share", "", "", 0, 100)),
        ("Trade", "% of GDP", Quantity("percent")),
        ("School enrollment, primary", "% gross", Quantity("percent")),
        ("Lending interest rate", "%", Quantity("percent")),
        ("GDP growth", "% a year", Quantity("growth")),
        ("GDP", "constant 2015 US$", Quantity("currency", "US$", "2015")),
        ("GDP", "current local currency", Quantity("currency", "local currency", "current")),
        ("GDP per capita, PPP", "constant 2021 international $", Quantity("ratio", "international $", "2021")),
        ("CO2 per capita", "t CO2e/capita", Quantity("ratio")),
        ("Mortality rate, infant", "per 1,000 live births", Quantity("rate", lower_bound=0)),
        ("CPIA rating", "on a scale from 1 (low) to 6 (high)", Quantity("index", lower_bound=1, upper_bound=6)),
        ("Learning pillar", "on a scale from -30 to 87", Quantity("index", lower_bound=-30, upper_bound=87)),
        ("Gini index", "on a scale from 0 (equal) to 100", Quantity("index", lower_bound=0, upper_bound=100)),
        ("Consumer price index", "index (2010 = 100)", Quantity("index")),
        ("Life expectancy at birth", "years", Quantity("duration", lower_bound=0)),
        ("Population, total", "people", Quantity("count", lower_bound=0)),
        ("Net migration", "people", Quantity("count")),
        ("CO2 emissions", "Mt CO2e", Quantity("amount")),
        ("Something", "", Quantity("other")),
    ],
)  # fmt: skip
def test_the_kind_is_read_from_name_and_unit(name, unit, expected):
    assert quantity("ZZ", name, unit) == expected


def test_exceptions_are_complete_quantities_or_units():
    for code, reviewed in exceptions().items():
        assert set(reviewed) <= {"unit", "quantity_kind", "currency", "prices", "lower_bound", "upper_bound"}, code
        assert reviewed.get("quantity_kind", "share") in QUANTITY_KINDS


def test_bounds_that_the_values_contradict_are_dropped():
    share = vars(Quantity("share", "", "", 0, 100))
    assert within_bounds(share, 0, 100) == {}
    assert within_bounds(share, 0, 100.2)["quantity_kind"] == "percent"
    index = vars(Quantity("index", lower_bound=1, upper_bound=6))
    assert within_bounds(index, 0.5, 6) == {"quantity_kind": "index", "lower_bound": None, "upper_bound": None}
