"""Cross-checks of projections: order of scenarios and percentiles, warming within the ranges of IPCC AR6. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.contract.projections import BASE_YEARS, SCENARIOS
from etl.contract.schema import some
from etl.transform.cross_checks import FEWEST_ECONOMIES, MOST_MEDIAN_DIFFERENCE

WORLD = "WLD"

PERIOD = (2081, 2100)

GLOBAL_CHANGE_C = {
    "ssp119": (1.0, 1.8),
    "ssp126": (1.3, 2.4),
    "ssp245": (2.1, 3.5),
    "ssp370": (2.8, 4.6),
    "ssp585": (3.3, 5.7),
}
"""Very likely range of the change of global surface temperature from 1850-1900 to 2081-2100, degC: IPCC AR6 WGI,
Summary for Policymakers, Table SPM.1."""

OBSERVED_GLOBAL_C = 1.24
"""Of 2015-2024 above 1850-1900, degC: Forster et al. 2025, doi:10.5194/essd-17-2641-2025."""

MOST_LAND_FACTOR = 1.7
"""Land warms 1.4 to 1.7 times as much as the ocean (IPCC AR6 WGI, section 4.5.1.1), so less than this times the
globe."""

MARGIN_C = 0.3
"""Allowed beyond the range of the World's land, for weather that 20 years leave and for other sets of models."""

LEAST_IN_ORDER = 0.9
"""Share of places whose scenarios, and whose percentiles, are in order. CMIP6 of the portal: 1.00 (2026-11)."""

MOST_DISORDER_C = 0.1
"""Change by which p10 may exceed the median, or the median p90: each is counted from its own mean of 2015-2024. In the
Philippines under SSP1-1.9 p10 exceeds the median by 0.02 degC."""

ROUNDING_C = 0.011
"""Of temperatures that are printed with two decimals."""


def land_range_c(scenario: str) -> tuple[float, float]:
    """Return the lowest and highest plausible warming of the World's land from 2015-2024 to 2081-2100, degC."""
    low, high = (end - OBSERVED_GLOBAL_C for end in GLOBAL_CHANGE_C[scenario])
    return min(low, low * MOST_LAND_FACTOR) - MARGIN_C, high * MOST_LAND_FACTOR + MARGIN_C


def level_problems(title: str, values: pd.DataFrame, observed: pd.DataFrame) -> list[str]:
    """Return a sentence if a projection's mean of 2015-2024 is far from the observed one: another unit.

    Args:
        title: name of the product in the sentence.
        values: iso3, year, value of the projection, degC.
        observed: the same of CRU TS.
    """
    base, seen = (frame[frame.year.between(*BASE_YEARS)].groupby("iso3").value.mean() for frame in (values, observed))
    difference = (base - seen).dropna()
    middle = float(difference.median()) if len(difference) >= FEWEST_ECONOMIES else 0.0
    if abs(middle) <= MOST_MEDIAN_DIFFERENCE:
        return []
    return [
        f"{title}: its mean of {BASE_YEARS[0]}–{BASE_YEARS[1]} is {middle:+.1f} °C from the observed one in the median "
        f"economy, where at most {MOST_MEDIAN_DIFFERENCE:g} are expected: another unit?"
    ]


def spread_problems(title: str, lower: pd.DataFrame, upper: pd.DataFrame) -> list[str]:
    """Return a sentence if temperatures of a lower percentile exceed those of a higher one.

    Args:
        title: name of the product in the sentence.
        lower: iso3, year, value of the lower percentile, degC.
        upper: the same of the higher one.
    """
    both = lower.merge(upper, on=["iso3", "year"], suffixes=("_lower", "_upper"))
    wrong = both[both.value_lower > both.value_upper + ROUNDING_C]
    if wrong.empty:
        return []
    codes = sorted(set(wrong.iso3))
    return [f"{title}: {len(wrong):,} values on the wrong side of the median, in {some(codes)}: percentiles exchanged?"]


def projection_checks(projections: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the figures of the cross-checks in sentences, and what speaks against the projections.

    Args:
        projections: the table of the contract.
    """
    late = projections[projections.year.between(*PERIOD)].astype({"change_c": float})
    mean = late.groupby(["iso3", "scenario", "percentile"]).change_c.mean().unstack(["scenario", "percentile"])
    if mean.empty:
        return [], []
    known = mean.xs("median", axis=1, level="percentile")
    medians = pd.DataFrame({scenario: known[scenario] for scenario in SCENARIOS if scenario in known})
    world = pd.Series(medians.loc[WORLD]).dropna() if WORLD in medians.index else pd.Series(dtype=float)
    sentences = []
    if len(world):
        figures = ", ".join(f"{value:+.2f} °C under {SCENARIOS[str(scenario)]}" for scenario, value in world.items())
        sentences.append(
            f"projections: the World's land from {BASE_YEARS[0]}–{BASE_YEARS[1]} to {PERIOD[0]}–{PERIOD[1]}: {figures} "
            "(medians)"
        )
    return sentences, [*_out_of_range(world), *_scenario_disorder(medians, world), *_percentile_disorder(mean)]


def _out_of_range(world: pd.Series) -> Iterator[str]:
    for scenario, value in world.items():
        low, high = land_range_c(str(scenario))
        if not low <= value <= high:
            yield (
                f"projections: {SCENARIOS[str(scenario)]} warms the World's land by {value:+.2f} °C "
                f"by {PERIOD[0]}–{PERIOD[1]}, where {low:+.1f} to {high:+.1f} follow from IPCC AR6: another unit?"
            )


def _scenario_disorder(medians: pd.DataFrame, world: pd.Series) -> Iterator[str]:
    if len(world) > 1 and not world.is_monotonic_increasing:
        yield f"projections: the World's scenarios are not in the order of their forcing by {PERIOD[0]}–{PERIOD[1]}"
    several = medians[medians.notna().sum(axis=1) > 1]
    wrong = [str(code) for code, row in several.iterrows() if not row.dropna().is_monotonic_increasing]
    if len(several) and len(wrong) > (1 - LEAST_IN_ORDER) * len(several):
        yield (
            f"projections: in {len(wrong)} of {len(several)} places the scenarios are not in the order of their "
            f"forcing by {PERIOD[0]}–{PERIOD[1]}: {some(wrong)}"
        )


def _percentile_disorder(mean: pd.DataFrame) -> Iterator[str]:
    stacked = mean.stack("scenario", future_stack=True)
    if not {"p10", "median", "p90"} <= set(stacked.columns):
        return
    whole = stacked[["p10", "median", "p90"]].dropna()
    wrong = (whole.p10 > whole["median"] + MOST_DISORDER_C) | (whole["median"] > whole.p90 + MOST_DISORDER_C)
    if len(whole) and wrong.sum() > (1 - LEAST_IN_ORDER) * len(whole):
        places = sorted({str(code) for code, _ in whole.index[wrong]})
        yield f"projections: the median is not between p10 and p90 in {some(places)}: percentiles exchanged?"
