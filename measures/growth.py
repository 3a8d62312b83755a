"""Temperature and economic growth: the panel regression of Burke, Hsiang and Miguel (2015).

Growth of GDP per person on temperature and its square, with an effect of each country and of each year, and a quadratic
trend of each country: the effect is that of a country's warmer years on its growth relative to its own trend. It is an
association with weather, not a forecast of climate change and no proof of a cause.

Source: Burke, Hsiang and Miguel 2015, Nature 527, 235-239, doi:10.1038/nature15725, equation (1) of the methods. Their
precipitation terms are optional here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Floats
from measures.confidence import half_width, p_value

FEWEST_COUNTRIES = 20
"""With fewer clusters the clustered standard errors are too small (Cameron and Miller 2015, J. Hum. Resour. 50,
317-372)."""

ROUNDING = 1e-9
"""Share of a column's norm below which its variation within countries and years is rounding error."""

TREND_TERMS = 3
"""Parameters of each country: its effect, and a linear and a quadratic trend."""


class TooFewCountriesError(ValueError):
    """Fewer than twenty countries have growth and temperature, or temperature does not vary."""


@dataclass(frozen=True)
class Growth:
    """The fitted curve: growth = linear * T + square * T^2 + effects.

    Attributes:
        linear: percentage points of growth for each degC.
        square: percentage points of growth for each degC squared.
        covariance: of both, shape (2, 2), clustered by country.
        n_rows: country-years.
        n_countries: clusters.
        first_year, last_year: of the rows used.
    """

    linear: float
    square: float
    covariance: Floats
    n_rows: int
    n_countries: int
    first_year: int
    last_year: int

    @property
    def degrees_of_freedom(self) -> int:
        """Clusters minus one, as for clustered errors."""
        return self.n_countries - 1

    @property
    def standard_errors(self) -> tuple[float, float]:
        """Clustered standard errors of both coefficients."""
        return float(np.sqrt(self.covariance[0, 0])), float(np.sqrt(self.covariance[1, 1]))

    @property
    def p_values(self) -> tuple[float, float]:
        """Two-sided p value of each coefficient."""
        of_linear, of_square = self.standard_errors
        df = self.degrees_of_freedom
        return p_value(self.linear, of_linear, df), p_value(self.square, of_square, df)

    @property
    def optimum_c(self) -> float:
        """Temperature of the highest growth, in degC: -linear / (2 square); NaN where the curve has no maximum."""
        return -self.linear / (2 * self.square) if self.square < 0 else float("nan")

    @property
    def optimum_error_c(self) -> float:
        """Standard error of the optimum in degC, by the delta method."""
        if not self.square < 0:
            return float("nan")
        gradient = np.array([-1 / (2 * self.square), self.linear / (2 * self.square**2)])
        return float(np.sqrt(gradient @ self.covariance @ gradient))

    def marginal(self, temperature_c: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return growth for one more degC at each temperature, with its 95 % interval: value, low, high.

        Args:
            temperature_c: degC.

        Returns:
            Percentage points of growth for each degC.
        """
        at = np.atleast_1d(np.asarray(temperature_c, float))
        terms = np.stack([np.ones_like(at), 2 * at], axis=1)
        return self._with_interval(terms)

    def curve(self, temperature_c: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return growth at each temperature minus growth at the optimum, with its 95 % interval: value, low, high.

        Args:
            temperature_c: degC.

        Returns:
            Percentage points; the interval is of the difference, so it closes at the optimum.
        """
        at, optimum = np.atleast_1d(np.asarray(temperature_c, float)), self.optimum_c
        terms = np.stack([at - optimum, at**2 - optimum**2], axis=1)
        return self._with_interval(terms)

    def _with_interval(self, terms: Floats) -> tuple[Floats, Floats, Floats]:
        value = terms @ np.array([self.linear, self.square])
        error = np.sqrt(np.einsum("ij,jk,ik->i", terms, self.covariance, terms).clip(min=0))
        half = half_width(1.0, self.degrees_of_freedom) * error
        return value, value - half, value + half


def growth_response(
    country: ArrayLike, year: ArrayLike, growth: ArrayLike, temperature_c: ArrayLike, controls: ArrayLike | None = None
) -> Growth:
    """Return the regression of growth on temperature and its square within countries and years.

    Country effects, country trends and year effects are first partialled out of every column (Frisch-Waugh-Lovell).
    Errors are clustered by country with the usual small-sample factor G/(G-1) * (N-1)/(N-K), K of all terms (Cameron
    and Miller 2015; the same as linearmodels' PanelOLS with `group_debias` counts of effects).

    Args:
        country: n codes.
        year: n calendar years.
        growth: n percentages a year; NaN where missing.
        temperature_c: n annual means in degC; NaN where missing.
        controls: n x k further columns, such as precipitation and its square; none by default.

    Raises:
        TooFewCountriesError: fewer than 20 countries, or nothing varies within them.
    """
    codes, years = np.asarray(country), np.asarray(year, int)
    y, t = np.asarray(growth, float), np.asarray(temperature_c, float)
    more = np.empty((y.size, 0)) if controls is None else np.asarray(controls, float).reshape(y.size, -1)
    keep = np.isfinite(y) & np.isfinite(t) & np.isfinite(more).all(axis=1)
    keep &= _has_enough_years(codes, keep)
    codes, years, y, t, more = codes[keep], years[keep], y[keep], t[keep], more[keep]
    names, cluster = np.unique(codes, return_inverse=True)
    if names.size < FEWEST_COUNTRIES:
        raise TooFewCountriesError(
            f"the growth curve needs {FEWEST_COUNTRIES} countries with growth and temperature, here are {names.size}"
        )
    columns = np.column_stack([y, t, t**2, more])
    left = _within(columns, cluster, years)
    response, terms = left[:, 0], left[:, 1:]
    if (np.linalg.norm(terms, axis=0) < ROUNDING * np.linalg.norm(columns[:, 1:], axis=0)).any():
        raise TooFewCountriesError("temperature does not vary within countries and years, so no curve can be fitted")
    inverse = np.linalg.inv(terms.T @ terms)
    coefficients = inverse @ (terms.T @ response)
    scores = terms * (response - terms @ coefficients)[:, None]
    by_country = np.stack([np.bincount(cluster, column, names.size) for column in scores.T], axis=1)
    # Year effects include a constant and a quadratic trend that the countries' terms include already.
    n_effects = TREND_TERMS * names.size + np.unique(years).size - TREND_TERMS
    n, groups = y.size, names.size
    factor = groups / (groups - 1) * (n - 1) / (n - terms.shape[1] - n_effects)
    covariance = factor * inverse @ (by_country.T @ by_country) @ inverse
    return Growth(
        linear=float(coefficients[0]),
        square=float(coefficients[1]),
        covariance=covariance[:2, :2],
        n_rows=n,
        n_countries=groups,
        first_year=int(years.min()),
        last_year=int(years.max()),
    )


def _has_enough_years(codes: NDArray[np.str_], keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the rows of countries with more years than their own trend has parameters."""
    names, index = np.unique(codes, return_inverse=True)
    return (np.bincount(index, keep, names.size) > TREND_TERMS)[index]


def _within(columns: Floats, cluster: NDArray[np.intp], years: NDArray[np.int_]) -> Floats:
    """Return columns minus their projection on country effects, country trends and year effects.

    Country terms are orthogonal between countries, so they are removed one country at a time; year dummies, without
    their country terms, are then removed at once. Exact, without iteration.
    """
    order = np.unique(years)
    dummies = (years[:, None] == order[None, 1:]).astype(float)
    both = np.hstack([columns, dummies])
    for group in range(cluster.max() + 1):
        rows = np.flatnonzero(cluster == group)
        x = years[rows] - years[rows].mean()
        basis, _ = np.linalg.qr(np.stack([np.ones(rows.size), x, x * x], axis=1))
        both[rows] -= basis @ (basis.T @ both[rows])
    cleared, effects = both[:, : columns.shape[1]], both[:, columns.shape[1] :]
    fitted, *_ = np.linalg.lstsq(effects, cleared, rcond=None)
    return cleared - effects @ fitted
