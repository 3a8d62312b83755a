"""Cross-checks between two products of one quantity: years, units, months and labels of one against the other.

Each product is checked by itself for form and range, and a product that is one year late passes all of that. Beside a
second one of the same quantity it does not. A product that fails is refused with a sentence, and the last good one is
kept. The bounds were set on CRU TS 4.09 and ERA5 over 187 economies (2026-11); the figures stand at each bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.transform.annual import annual_mean

MOST_LAG_YEARS = 2
"""Years by which a product may be shifted and still be recognised."""

LEAST_CORRELATION = 0.5
"""Median over economies of the correlation of year-to-year changes. CRU TS and ERA5: 0.88 in the same year, -0.35 one
year apart."""

MOST_MEDIAN_DIFFERENCE = 3.0
"""Median over economies of the difference in level, degC. CRU TS and ERA5: 0.3; kelvin would be 273, Fahrenheit 40."""

MOST_DIFFERENCE = 7.0
"""Difference in level of a single economy, degC. CRU TS and ERA5: 3.9 at most, in Tajikistan's mountains."""

MOST_EQUAL = 0.5
"""Share of equal values above which one product is a copy of the other. CRU TS and ERA5: 0.02."""

FEWEST_YEARS, FEWEST_ECONOMIES = 20, 6
"""Shared years of an economy, and economies, below which nothing is concluded."""

OUTSIDE_TROPICS_DEG = 23.5
LEAST_SEASON_CORRELATION = 0.9
"""Median over economies outside the tropics of the correlation of the monthly cycle with one that peaks in the
hemisphere's July or January. ERA5: 0.99; months shifted by one: 0.85."""

NORMAL_YEARS = 30
"""Of the latest years the monthly cycle is the mean."""

MOST_NAMED = 3
"""Economies named in a sentence."""


@dataclass(frozen=True)
class Comparison:
    """Two products of one quantity side by side, in figures.

    Attributes:
        names: of both products; the first is the one trusted longer.
        correlations: by years that the second is moved, the median over economies of the correlation of year-to-year
            changes.
        difference_c: level of the second less the first in the median economy, degC.
        equal: share of equal values, 0 to 1.
        odd: economies whose level differs by more than `MOST_DIFFERENCE` beyond the median.
        n_economies: compared.
    """

    names: tuple[str, str]
    correlations: dict[int, float]
    difference_c: float
    equal: float
    odd: tuple[str, ...]
    n_economies: int

    @property
    def sentence(self) -> str:
        """The figures in a sentence, for `check` and the log."""
        near = " and ".join(f"{self.correlations[lag]:+.2f}" for lag in (-1, 1))
        return (
            f"{self.names[1]} beside {self.names[0]}, {self.n_economies} economies: year-to-year changes correlate "
            f"by {self.correlations[0]:+.2f} (one year moved: {near}); the median level differs by "
            f"{self.difference_c:+.2f} °C"
        )

    @property
    def problems(self) -> list[str]:
        """Reasons to doubt that the second product is what its label states, a sentence each."""
        return [*self._unit(), *self._copy(), *self._lag(), *self._labels()]

    def _unit(self) -> Iterator[str]:
        if abs(self.difference_c) > MOST_MEDIAN_DIFFERENCE:
            yield (
                f"{self.names[1]} is {self.difference_c:+.1f} °C from {self.names[0]} in the median economy, where at "
                f"most {MOST_MEDIAN_DIFFERENCE:g} are expected: another unit?"
            )

    def _copy(self) -> Iterator[str]:
        if self.equal > MOST_EQUAL:
            yield (
                f"{self.equal:.0%} of the values of {self.names[1]} are those of {self.names[0]}: a copy, not a second "
                "source?"
            )

    def _lag(self) -> Iterator[str]:
        best = max(self.correlations, key=lambda lag: self.correlations[lag])
        if best:
            years = f"{abs(best)} year{'s' if abs(best) > 1 else ''}"
            yield (
                f"{self.names[1]} seems to be labelled {years} {'early' if best > 0 else 'late'}: its year-to-year "
                f"changes correlate with those of {self.names[0]} by {self.correlations[best]:.2f} when moved {years}, "
                f"by {self.correlations[0]:.2f} as they are"
            )
        elif self.correlations[0] < LEAST_CORRELATION:
            yield (
                f"year-to-year changes of {self.names[1]} correlate with those of {self.names[0]} by only "
                f"{self.correlations[0]:.2f} in the median economy, where at least {LEAST_CORRELATION:g} is expected"
            )

    def _labels(self) -> Iterator[str]:
        if self.odd:
            rest = len(self.odd) - MOST_NAMED
            named = ", ".join(self.odd[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
            yield (
                f"{self.names[1]} differs from {self.names[0]} by more than {MOST_DIFFERENCE:g} °C in {named}: "
                "labels of economies exchanged?"
            )


def compare_annual(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str]) -> Comparison | None:
    """Compare two annual temperature products; None where they share too few years or economies.

    Args:
        first: iso3, year, value in degC; the product trusted longer.
        second: the same of the other product.
        names: of both, for the sentences.
    """
    wide = [frame.pivot(index="year", columns="iso3", values="value") for frame in (first, second)]
    if any(frame.empty for frame in wide):
        return None
    years = pd.RangeIndex(min(int(f.index.min()) for f in wide), max(int(f.index.max()) for f in wide) + 1)
    codes = wide[0].columns.intersection(wide[1].columns)
    a, b = (frame.reindex(index=years, columns=codes) for frame in wide)
    both = a.notna() & b.notna()
    kept = both.columns[both.sum() >= FEWEST_YEARS]
    if len(kept) < FEWEST_ECONOMIES:
        return None
    a, b, both = a[kept], b[kept], both[kept]
    level = (b - a).mean()
    median = float(level.median())
    odd = level.index[(level - median).abs() > MOST_DIFFERENCE]  # a shift that all share is the unit's
    return Comparison(
        names,
        {lag: _correlation(a, b.shift(lag)) for lag in range(-MOST_LAG_YEARS, MOST_LAG_YEARS + 1)},
        median,
        float(((a.round(2) == b.round(2)) & both).to_numpy().sum() / both.to_numpy().sum()),
        tuple(map(str, odd)),
        len(kept),
    )


def contradictions(
    values: pd.DataFrame, trusted: pd.DataFrame, latitude_deg: pd.Series, names: tuple[str, str]
) -> list[str]:
    """Return what speaks against a temperature product, annual or monthly, beside a trusted annual one.

    Args:
        values: iso3, year, month (of monthly ones), value in degC.
        trusted: iso3, year, value in degC.
        latitude_deg: of each economy, degrees north.
        names: of the trusted product and of the other.
    """
    if "month" not in values:
        comparison, problems = compare_annual(trusted, values, names), []
    else:
        comparison = compare_annual(trusted, annual_mean(values), names)
        problems = month_problems(monthly_normals(values), latitude_deg, names[1])
    return [*(comparison.problems if comparison else []), *problems]


def _correlation(a: pd.DataFrame, b: pd.DataFrame) -> float:
    """Return the median over economies of the correlation of year-to-year changes; -1 without enough data."""
    middle = a.diff().corrwith(b.diff()).median()
    return float(middle) if np.isfinite(middle) else -1.0


def month_problems(normals: pd.DataFrame, latitude_deg: pd.Series, name: str) -> list[str]:
    """Return a sentence if the months of a temperature product are out of order or of the other hemisphere.

    Args:
        normals: economies x months 1 ... 12, mean temperature, degC.
        latitude_deg: of each economy.
        name: of the product, for the sentence.
    """
    middle = season_correlation(normals, latitude_deg)
    if middle is None or middle >= LEAST_SEASON_CORRELATION:
        return []
    return [
        f"the months of {name} do not peak in the summer of their hemisphere (median correlation {middle:.2f}, "
        f"expected at least {LEAST_SEASON_CORRELATION:g}): another order of months, or hemispheres exchanged?"
    ]


def season_correlation(normals: pd.DataFrame, latitude_deg: pd.Series) -> float | None:
    """Return the median correlation of monthly cycles with that of their hemisphere; None for too few economies."""
    latitude = latitude_deg.reindex(normals.index).astype(float)
    outside = normals[(latitude.abs() > OUTSIDE_TROPICS_DEG) & normals.notna().all(axis=1)]
    if len(outside) < FEWEST_ECONOMIES:
        return None
    cycle = np.cos((np.arange(1, 13) - 7) / 12 * 2 * np.pi)
    signs = np.sign(latitude[outside.index].to_numpy())
    centred = outside.to_numpy(float) - outside.to_numpy(float).mean(axis=1, keepdims=True)
    norms = np.linalg.norm(centred, axis=1) * np.linalg.norm(cycle)
    found = signs * (centred @ cycle) / np.where(norms > 0, norms, np.inf)
    return float(np.median(found))


def monthly_normals(values: pd.DataFrame) -> pd.DataFrame:
    """Return economies x months 1 ... 12: the means of the latest years of monthly values, degC."""
    recent = values[values.year > values.year.max() - NORMAL_YEARS] if len(values) else values
    return recent.pivot_table(index="iso3", columns="month", values="value").reindex(columns=range(1, 13))
