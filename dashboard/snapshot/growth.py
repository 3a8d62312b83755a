"""Temperature and economic growth, as published by the model step: fitted curves by period and series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot
from measures.growth import Growth
from storage.locations import etl_command

RESPONSE, CURVE = "growth_response", "growth_curve"
"""Tables of the snapshot; one published before they were added lacks them."""


@dataclass(frozen=True, eq=False)
class GrowthFit:
    """A fitted curve, with the figures it was fitted to.

    Attributes:
        series: code of the growth, or of the level that it is computed from.
        is_log_difference: whether growth is 100 times the difference of logarithms of a level.
        fewest_years: years of growth that each country has at least.
        fitted: coefficients, covariance, years, countries and rows; gives the effect at any temperature.
        curve: "temperature_c", and "value", "low95" and "high95" in percentage points from the optimum.
    """

    series: str
    is_log_difference: bool
    fewest_years: int
    fitted: Growth
    first_year: int
    curve: dict[str, np.ndarray]

    @property
    def years(self) -> str:
        """Return the period as text: "1961–2010"."""
        return f"{self.first_year}–{self.fitted.last_year}"


@cached_on_argument(published=True)
def growth_fits(snapshot: Snapshot) -> tuple[GrowthFit, ...]:
    """Return every fitted curve, in the order published; none if the model step has not computed them.

    Raises:
        SnapshotError: a table cannot be read.
    """
    if any(name not in snapshot.catalog["tables"] for name in (RESPONSE, CURVE)):
        return ()
    curves, fits = snapshot.table(CURVE), []
    for row in snapshot.table(RESPONSE).to_dict("records"):
        is_own = np.logical_and.reduce([curves[name] == row[name] for name in ("series", "first_year", "last_year")])
        own = curves[is_own].sort_values("temperature_c")
        covariance = np.array([[row["linear_se"] ** 2, row["covariance"]], [row["covariance"], row["square_se"] ** 2]])
        counts = [int(row[name]) for name in ("n_rows", "n_countries", "first_year", "last_year")]
        fits.append(
            GrowthFit(
                row["series"],
                row["is_log_difference"],
                row["fewest_years"],
                Growth(row["linear"], row["square"], covariance, *counts),
                counts[2],
                {name: own[name].to_numpy(float) for name in ("temperature_c", "value", "low95", "high95")},
            )
        )
    return tuple(fits)


def drawn_fits(snapshot: Snapshot) -> tuple[GrowthFit, ...]:
    """Return the curves of the chart, the earlier period first, for the publication's measure of growth.

    That is the difference of logarithms; without its series, growth as the World Bank publishes it.

    Raises:
        SnapshotError: a table cannot be read.
    """
    fits = [fit for fit in growth_fits(snapshot) if fit.curve["temperature_c"].size]
    as_in_the_publication = [fit for fit in fits if fit.is_log_difference]
    return tuple(as_in_the_publication or fits)[:2]


def why_no_growth() -> str:
    """Return the sentence for figures without a fitted curve."""
    return (
        "This snapshot has no curve of growth over temperature. To compute it from GDP per person of at least 20 "
        f"countries, run: {etl_command('model')}"
    )
