"""Baselines: predictions without any indicator, and what each of them knows. Pure.

The model starts from the baseline that is hardest on an inner split and learns the residuals. The comparison is fair by
construction: both have the same information on year and place, and a model that finds nothing equals the baseline.
Started from the mean of the year alone it did 8 to 11 % worse than `region_year`: neighbours share their weather, and a
model without the place spends its trees on finding it.
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

DECADE = 10
"""Number of years before the held-out ones whose mean is the baseline `country_decade`."""

_LINE = f"linear extrapolation of the last {LINE_YEARS} annual means before it"
_DEPARTURE = "plus the country's mean residual in those years"
_SAME_YEAR = "mean of the same year over the training countries"
_YEARS_KNOWN = {
    "zero": "nothing",
    "year": _LINE,
    "region_year": f"{_LINE}, in the country's World Bank region",
    "country_year": f"{_LINE}, {_DEPARTURE}",
    "country_region_year": f"{_LINE}, in the country's World Bank region, {_DEPARTURE}",
    "country_decade": f"the country's mean of the {DECADE} years before it",
}
KNOWS: dict[str, dict[str, str]] = {
    "last_year": _YEARS_KNOWN,
    "countries": {
        "zero": "nothing",
        "year": _SAME_YEAR,
        "region_year": f"{_SAME_YEAR}, in the country's World Bank region",
        "country_year": "the same as year, as a held-out country has no training rows",
        "country_region_year": "the same as region_year, as a held-out country has no training rows",
        "country_decade": "the same as zero, as a held-out country has no training rows",
    },
    "future_years": _YEARS_KNOWN,
    "predecessor": _YEARS_KNOWN,
}
"""What a baseline knows about a held-out row, by split and baseline."""


_NO_COUNTRY = ("zero", "year", "region_year")
_WITH_COUNTRY = (*_NO_COUNTRY, "country_year", "country_region_year")
STARTS: dict[Kind, tuple[str, ...]] = {
    "last_year": _WITH_COUNTRY,
    "countries": _NO_COUNTRY,
    "future_years": _WITH_COUNTRY,
    "predecessor": (*_WITH_COUNTRY, "country_decade"),
}
"""Baselines that a model may start from, the simplest first. A held-out country has no training rows; a mean of ten
years lacks the trend, which trees would have to learn, and competes only in the predecessor's test."""


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


@dataclass(frozen=True)
class Baselines:
    """The baselines as fitted to training rows; country effects by the country's index, in degC."""

    everywhere: YearEffects
    by_region: dict[int, YearEffects]
    of_country: Floats
    of_country_in_region: Floats
    decade: Floats

    def predict(self, panel: Panel) -> dict[str, Floats]:
        """Return the prediction of each baseline for each row, in degC."""
        year, region_year = self.everywhere.at(panel.year), _regional(panel, self.everywhere, self.by_region)
        return {
            "zero": np.zeros(panel.y.size),
            "year": year,
            "region_year": region_year,
            "country_year": year + self.of_country[panel.country],
            "country_region_year": region_year + self.of_country_in_region[panel.country],
            "country_decade": self.decade[panel.country],
        }

    def of_region(self, baseline: str, region: int, years: ArrayLike) -> Floats:
        """Return a baseline without country effects, for any country of a region, in degC."""
        if baseline == "zero":
            return np.zeros(np.size(years))
        return (self.by_region.get(region, self.everywhere) if baseline == "region_year" else self.everywhere).at(years)


def fit(train: Panel, kind: Kind) -> Baselines:
    """Fit the baselines to the training rows of a fold of this kind."""
    everywhere, by_region = year_effects(train), _by_region(train)
    # For later years only the last 30 training years count: countries diverge, and older years would make a baseline
    # too easy to beat.
    recent = train if kind == "countries" else train.of(np.flatnonzero(train.year > train.year.max() - LINE_YEARS))
    decade = train.of(np.flatnonzero(train.year > train.year.max() - DECADE))
    return Baselines(
        everywhere,
        by_region,
        _country_effects(recent, everywhere.at(recent.year)),
        _country_effects(recent, _regional(recent, everywhere, by_region)),
        np.zeros(len(train.codes)) if kind == "countries" else _country_effects(decade, np.zeros(decade.y.size)),
    )


def predictions(train: Panel, test: Panel, kind: Kind) -> dict[str, Floats]:
    """Return each baseline's predictions of `test`, in degC, from the training rows alone."""
    return fit(train, kind).predict(test)


def hardest(predictions: dict[str, Floats], test: Panel, kind: Kind) -> str:
    """Return the baseline with the smallest error on `test` among `STARTS`, the simplest of equal ones."""
    return min(STARTS[kind], key=lambda name: float(np.mean(np.square(predictions[name] - test.y))))


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
