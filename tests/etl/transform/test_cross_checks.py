"""Two products of one quantity: valid ones pass; faults of labels, units, months and years are reported."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.transform.cross_checks import compare_annual, month_problems

NAMES = ("CRU TS", "ERA5")
YEARS = range(1950, 2025)
CODES = [f"A{n:02}" for n in range(40)]
LATITUDES = pd.Series(np.linspace(-45, 65, len(CODES)), index=CODES)


@pytest.fixture(scope="module")
def products() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two sources of the same weather, each with its own errors and level."""
    chance = np.random.default_rng(1)
    level = 27 - 0.45 * LATITUDES.abs().to_numpy() + chance.normal(0, 1, len(CODES))
    weather = chance.normal(0, 0.5, (len(YEARS), len(CODES))) + np.linspace(0, 1, len(YEARS))[:, None]
    first, second = (
        pd.DataFrame(level + weather + chance.normal(0, 0.15, weather.shape), index=YEARS, columns=CODES).round(2)
        for _ in NAMES
    )
    return first, second + chance.normal(-0.3, 0.6, len(CODES)).round(2)


def annual_problems(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str]) -> list[str]:
    long = [
        frame.rename_axis(index="year", columns="iso3").stack().rename("value").reset_index()
        for frame in (first, second)
    ]
    found = compare_annual(*long, names)
    return found.problems if found else []


@pytest.fixture(scope="module")
def normals() -> pd.DataFrame:
    months = np.arange(1, 13)
    cycle = np.cos((months - 7.3) / 12 * 2 * np.pi)
    swing = np.sign(LATITUDES.to_numpy()) * (2 + LATITUDES.abs().to_numpy() / 4)
    return pd.DataFrame(swing[:, None] * cycle + 15, index=CODES, columns=months)


def test_two_valid_products_have_no_problem(products):
    assert annual_problems(*products, NAMES) == []


@pytest.mark.parametrize(("late", "words"), [(1, "1 year late"), (2, "2 years late"), (-1, "1 year early")])
def test_a_product_labelled_in_the_wrong_year_is_named_with_both_correlations(products, late: int, words: str):
    first, second = products
    moved = second.set_axis(second.index + late)
    (problem,) = annual_problems(first, moved, NAMES)
    assert f"ERA5 seems to be labelled {words}" in problem
    assert "correlate with those of CRU TS by 0." in problem


def test_kelvin_and_fahrenheit_are_reported_as_another_unit(products):
    first, second = products
    for wrong in (second + 273.15, second * 1.8 + 32):
        problems = annual_problems(first, wrong, NAMES)
        assert any("another unit?" in problem for problem in problems)
    assert annual_problems(first, second + 273.15, NAMES)[0].startswith("ERA5 is +27")


def test_exchanged_labels_are_reported(products):
    first, second = products
    exchanged = second.rename(columns={"A00": "A20", "A20": "A00"})
    (problem,) = annual_problems(first, exchanged, NAMES)
    assert "A00, A20: labels of economies exchanged?" in problem


def test_a_copy_of_the_first_source_is_a_problem(products):
    first, _ = products
    (problem,) = annual_problems(first, first, NAMES)
    assert problem == "100% of the values of ERA5 are those of CRU TS: a copy, not a second source?"


def test_uncorrelated_products_are_refused(products):
    first, second = products
    chance = np.random.default_rng(2)
    other = second.mean().to_numpy() + chance.normal(0, 0.5, second.shape)
    (problem,) = annual_problems(first, pd.DataFrame(other, index=second.index, columns=second.columns), NAMES)
    assert "correlate" in problem


def test_too_few_shared_economies_give_no_verdict(products):
    first, second = products
    assert annual_problems(first.iloc[:, :5], second.iloc[:, :5] + 273.15, NAMES) == []
    assert annual_problems(first, second.iloc[:0], NAMES) == []


def test_months_in_order_have_no_problem(normals):
    assert month_problems(normals, LATITUDES, "ERA5") == []


@pytest.mark.parametrize("damage", ["reversed", "shifted", "hemispheres"])
def test_months_out_of_order_are_reported(normals, damage: str):
    latitudes = LATITUDES
    if damage == "shifted":
        normals = normals.iloc[:, [*range(9, 12), *range(9)]].set_axis(normals.columns, axis=1)
    elif damage == "reversed":
        normals = normals.iloc[:, ::-1].set_axis(normals.columns, axis=1).iloc[:, [*range(5, 12), *range(5)]]
        normals = normals.set_axis(range(1, 13), axis=1)
    else:
        latitudes = -LATITUDES
    (problem,) = month_problems(normals, latitudes, "ERA5")
    assert "the months of ERA5 do not peak in the summer of their hemisphere" in problem


def test_tropical_economies_only_give_no_verdict(normals):
    assert month_problems(normals, LATITUDES / 10, "ERA5") == []
