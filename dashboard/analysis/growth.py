"""Effect of a year 1 degC warmer on economic growth at a country's own temperature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import queries
from dashboard.snapshot.growth import GrowthFit, growth_fits
from dashboard.snapshot.store import Snapshot
from measures.change import FEWEST_PERIOD_YEARS, PERIOD_YEARS


@dataclass(frozen=True)
class OwnTemperature:
    """Mean temperature of a country over the latest 30 years, in degC."""

    mean_c: float
    first_year: int
    last_year: int

    @property
    def years(self) -> str:
        """Return the period as text: "1995–2024"."""
        return f"{self.first_year}–{self.last_year}"


@dataclass(frozen=True)
class MarginalEffect:
    """Change of growth in percentage points in a year 1 degC warmer, with the 95 % confidence interval."""

    fit: GrowthFit
    value: float
    low95: float
    high95: float


def own_temperature(snapshot: Snapshot, iso3: str) -> OwnTemperature | None:
    """Return a country's mean over the latest 30 years; None for aggregates, areas and short records."""
    if iso3 not in queries.economies(snapshot.countries):
        return None
    last = int(snapshot.temperature.year.max())
    own = queries.series_of(snapshot.temperature, iso3, "temperature_c")
    recent = own[own.year > last - PERIOD_YEARS].temperature_c.dropna()
    if len(recent) < FEWEST_PERIOD_YEARS:
        return None
    return OwnTemperature(float(recent.mean()), last - PERIOD_YEARS + 1, last)


def marginal_effects(snapshot: Snapshot, temperature_c: float) -> list[MarginalEffect]:
    """Return the effect at a temperature by each fitted curve.

    Raises:
        SnapshotError: the curves cannot be read.
    """
    effects = []
    for fit in growth_fits(snapshot):
        value, low, high = (float(end[0]) for end in fit.fitted.marginal(temperature_c))
        effects.append(MarginalEffect(fit, value, low, high))
    return effects


def on_curve(fit: GrowthFit, temperature_c: float) -> float | None:
    """Return the height of a curve at a temperature, in percentage points; None outside the curve."""
    x = fit.curve["temperature_c"]
    if not x.size or not x[0] <= temperature_c <= x[-1]:
        return None
    return float(np.interp(temperature_c, x, fit.curve["value"]))
