"""Doubts about a temperature record: two sources that disagree, and steps against the neighbours.

CRU TS is not homogenised: where a station moved, a country seems to warm or cool. Neither rule proves an error, as a
step can be real climate; a country with a step needs a check, and is not called clearly warmed or cooled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from measures.arrays import Floats
from measures.change import PERIOD_YEARS
from measures.homogeneity import Step, pettitt, snht
from measures.significance import benjamini_hochberg
from measures.trend import NoEstimateError, TooFewYearsError, Trend, trend

COMPARED_SINCE = 1960
"""ERA5's back extension breaks at 1954-57, so both sources are compared from here on."""

LEAST_TREND_DIFFERENCE = 0.1
"""degC per decade. CRU TS and ERA5 differ by less in three quarters of the economies."""

NEIGHBOURS = 8
"""Number of nearest economies whose mean a record is compared with: one odd neighbour does not decide."""

MOST_P, LEAST_STEP_C, LEAST_CHANGE_C = 0.01, 0.5, 0.4
"""A step counts if chance makes it once in a hundred, it is at least half a degree, and the change over the record
differs from the neighbours' by at least 0.4 degC."""


@dataclass(frozen=True)
class Disagreement:
    """Trend of the first source less the second, degC per decade, with its 95 % interval."""

    difference: Trend

    @property
    def reason(self) -> str:
        """The disagreement in words, with its figures."""
        line = self.difference
        return (
            f"CRU TS and ERA5 disagree: since {COMPARED_SINCE} their trends differ by {line.slope_per_decade:+.2f} °C "
            f"per decade (95 % CI {line.low95:+.2f} to {line.high95:+.2f})"
        )


@dataclass(frozen=True)
class NeighbourStep:
    """A step of a record less the mean of its nearest economies, and by how much its change differs from theirs."""

    step: Step
    pettitt_p: float
    change_difference_c: float

    @property
    def reason(self) -> str:
        """The step in words, with its figures."""
        p = "p < 0.001" if self.step.p < 0.001 else f"p = {self.step.p:.3f}"
        return (
            f"the record steps by {self.step.size:+.2f} °C against the {NEIGHBOURS} nearest economies in "
            f"{self.step.year} (SNHT, {p}), and its change differs from theirs by {self.change_difference_c:+.2f} °C"
        )


def disagreements(first: pd.DataFrame, second: pd.DataFrame, economies: Collection[str]) -> dict[str, Disagreement]:
    """Return the economies whose two sources have different trends, by iso3.

    The trend of the difference has a far narrower interval than the difference of the trends, as both see the same
    weather. The false-discovery rate of 5 % is controlled over all economies with both sources.

    Args:
        first: years x places, degC, NaN where missing.
        second: the same of the other source.
        economies: codes that are tested.
    """
    since = (first - second).loc[COMPARED_SINCE:]
    found: dict[str, Trend] = {}
    for iso3 in since.columns.intersection(pd.Index(sorted(economies))):
        try:
            found[str(iso3)] = trend(since.index.to_numpy(), since[iso3].to_numpy(float))
        except TooFewYearsError:
            continue
    is_clear = benjamini_hochberg(np.array([line.p for line in found.values()]))
    return {
        iso3: Disagreement(line)
        for (iso3, line), clear in zip(found.items(), is_clear, strict=True)
        if clear and abs(line.slope_per_decade) >= LEAST_TREND_DIFFERENCE
    }


def neighbour_steps(values: pd.DataFrame, positions: pd.DataFrame) -> dict[str, NeighbourStep]:
    """Return the economies whose record steps against its neighbours' and changes differently from theirs, by iso3.

    Args:
        values: years x economies, degC, NaN where missing.
        positions: latitude_deg and longitude_deg by iso3; economies without one are not tested.
    """
    known = positions.reindex(values.columns).dropna()
    years = values.index.to_numpy()
    changes = values.iloc[-PERIOD_YEARS:].mean() - values.iloc[:PERIOD_YEARS].mean()
    found = {}
    for iso3, neighbours in _neighbours(known):
        change = float(changes[iso3] - changes[neighbours].mean())
        if not abs(change) >= LEAST_CHANGE_C:
            continue  # the cheaper condition first: a test takes 30 ms
        relative: Floats = (values[iso3] - values[neighbours].mean(axis=1)).to_numpy(float)
        try:
            step = snht(years, relative)
        except NoEstimateError:
            continue
        if step.p < MOST_P and abs(step.size) >= LEAST_STEP_C:
            found[iso3] = NeighbourStep(step, pettitt(years, relative).p, change)
    return found


def _neighbours(positions: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Return each place with the codes of its nearest ones, by great-circle distance."""
    if len(positions) <= NEIGHBOURS:
        return
    latitude, longitude = (np.radians(positions[name].to_numpy(float)) for name in ("latitude_deg", "longitude_deg"))
    cosine = np.sin(latitude)[:, None] * np.sin(latitude) + np.cos(latitude)[:, None] * np.cos(latitude) * np.cos(
        longitude[:, None] - longitude
    )
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :NEIGHBOURS]
    for row, iso3 in enumerate(positions.index):
        yield str(iso3), [str(positions.index[at]) for at in nearest[row]]
