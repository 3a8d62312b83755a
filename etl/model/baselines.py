"""Baselines: predictions without any indicator, and what each of them knows. Pure.

The model starts from the baseline `year` and learns the residuals. The comparison is fair by construction: both have
the same information on the year, and a model that finds nothing equals the baseline. `region_year` is harder to beat:
neighbours share their weather, and indicators distinguish regions, so a model may be right only because it knows where
a country is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from etl.model.panel import Panel
from etl.model.splits import Kind
from measures.arrays import Floats

LINE_YEARS = 30
"""Number of training years for the line that is extrapolated to later years; WMO's length of a climate normal."""

_LINE = f"the line through the last {LINE_YEARS} yearly means before it, continued"
_DEPARTURE = "and the country's mean departure from it in those years"
_SAME_YEAR = "the mean of the same year over the countries that are not held out"
_YEARS_KNOWN = {
    "zero": "nothing",
    "year": _LINE,
    "region_year": f"{_LINE}, in the country's World Bank region",
    "country_year": f"{_LINE}, {_DEPARTURE}",
    "country_region_year": f"{_LINE}, in the country's World Bank region, {_DEPARTURE}",
}
KNOWS: dict[str, dict[str, str]] = {
    "last_year": _YEARS_KNOWN,
    "countries": {
        "zero": "nothing",
        "year": _SAME_YEAR,
        "region_year": f"{_SAME_YEAR}, in the country's World Bank region",
        "country_year": "the same as year, as nothing is known of a country held out",
        "country_region_year": "the same as region_year, as nothing is known of a country held out",
    },
    "future_years": _YEARS_KNOWN,
}
"""What a baseline knows about a held-out row, by split and baseline."""


@dataclass(frozen=True)
class YearEffects:
    """Mean of the target in each year, and the line that extrapolates it; degC."""

    years: Floats
    means: Floats
    slope: float
    """degC per year."""
    end: float
    """Value of the line in the last year."""

    def at(self, years: ArrayLike) -> Floats:
        """Return the mean in a training year, interpolated between and before them, and extrapolated after the last."""
        wanted = np.asarray(years, float)
        known = np.interp(wanted, self.years, self.means)
        return np.where(wanted > self.years[-1], self.end + self.slope * (wanted - self.years[-1]), known)


def year_effects(train: Panel) -> YearEffects:
    """Return the means of the training rows by year."""
    years, which = np.unique(train.year, return_inverse=True)
    means = np.bincount(which, weights=train.y) / np.bincount(which)
    recent = slice(-LINE_YEARS, None)
    slope, height = np.polyfit(years[recent] - years[-1], means[recent], 1) if years.size > 1 else (0.0, means[-1])
    return YearEffects(years.astype(float), means, float(slope), float(height))


def predictions(train: Panel, test: Panel, kind: Kind) -> dict[str, Floats]:
    """Return each baseline's predictions of `test`, in degC, from the training rows alone."""
    everywhere, by_region = year_effects(train), _by_region(train)
    year, region_year = everywhere.at(test.year), _regional(test, everywhere, by_region)
    # For later years only the last 30 training years count: countries diverge, and older years would make a baseline
    # too easy to beat.
    recent = train if kind == "countries" else train.of(np.flatnonzero(train.year > train.year.max() - LINE_YEARS))
    of_country = _country_effects(recent, everywhere.at(recent.year))
    of_country_in_region = _country_effects(recent, _regional(recent, everywhere, by_region))
    return {
        "zero": np.zeros(test.y.size),
        "year": year,
        "region_year": region_year,
        "country_year": year + of_country[test.country],
        "country_region_year": region_year + of_country_in_region[test.country],
    }


def _by_region(train: Panel) -> dict[int, YearEffects]:
    region = train.region[train.country]
    return {int(one): year_effects(train.of(np.flatnonzero(region == one))) for one in np.unique(region)}


def _regional(panel: Panel, everywhere: YearEffects, by_region: dict[int, YearEffects]) -> Floats:
    """Return the mean of each row's year over its region, or over all countries for a region without training rows."""
    region = panel.region[panel.country]
    means = everywhere.at(panel.year)
    for one, effects in by_region.items():
        means[region == one] = effects.at(panel.year[region == one])
    return means


def _country_effects(panel: Panel, expected: Floats) -> Floats:
    """Return each country's mean residual, in degC, by its index; 0 for countries without a row."""
    rows = np.bincount(panel.country, minlength=len(panel.codes))
    sums = np.bincount(panel.country, weights=panel.y - expected, minlength=len(panel.codes))
    return sums / np.maximum(rows, 1)
