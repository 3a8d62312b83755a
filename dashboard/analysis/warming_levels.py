"""Years in which a country passes a warming level, from a baseline, under each scenario.

Annual temperatures to 2024 are observed; from 2025 they are the observed mean of 2015-2024 plus the modelled change
since then (delta method, median of the models). A level is passed when the mean of 20 years reaches it for the first
time; the year given is the middle one (`measures.warming_level`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projections import FEWEST_REFERENCE_YEARS
from dashboard.snapshot import projections, series
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.grid import Grid, rows_of
from dashboard.snapshot.projections import REFERENCE
from dashboard.snapshot.store import Snapshot
from measures.warming_level import NEVER, PERIOD_YEARS, first_reaching, middle_year, running_means

LEVELS_C = (1.5, 2.0, 3.0, 4.0)
"""Changes from the reader's baseline, in degC: the levels that IPCC AR6 reports on."""


@dataclass(frozen=True)
class Passing:
    """A level that a place passes under a scenario; `first_year` of the 20 years is None if not before 2100."""

    scenario: str
    level_c: float
    first_year: int | None

    @property
    def period(self) -> tuple[int, int] | None:
        """First and last of the 20 years whose mean reaches the level."""
        return None if self.first_year is None else (self.first_year, self.first_year + PERIOD_YEARS - 1)

    @property
    def year(self) -> int | None:
        """The middle of these years."""
        return None if self.first_year is None else middle_year(self.first_year)


def passings(snapshot: Snapshot, iso3: str, baseline: tuple[int, int]) -> tuple[Passing, ...]:
    """Return when a place passes each level, by scenario, from low emissions to high; empty without projections."""
    return everywhere(snapshot, baseline).get(iso3, ())


@cached_on_argument(8, published=True)
def everywhere(snapshot: Snapshot, baseline: tuple[int, int]) -> Mapping[str, tuple[Passing, ...]]:
    """Return the passings of every place with projections and with temperatures in the baseline, by code."""
    found: dict[str, list[Passing]] = {}
    observed = series.anomalies(snapshot, baseline)
    for scenario in projections.published_scenarios(snapshot):
        changes = projections.changes(snapshot, scenario)
        codes = tuple(code for code in changes.iso3 if observed.has(code))
        years, joined = _joined(observed, changes, codes)
        means = running_means(joined)
        rows = {level: first_reaching(means, level) for level in LEVELS_C}
        for place in np.flatnonzero(np.isfinite(joined[-1])):
            for level in LEVELS_C:
                row = int(rows[level][place])
                year = None if row == NEVER else int(years[row])
                found.setdefault(codes[place], []).append(Passing(scenario, level, year))
    return {code: tuple(own) for code, own in found.items()}


def _joined(observed: Grid, changes: Grid, codes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return years and anomalies, observed and then modelled, a column a place; NaN without enough observed years."""
    years = np.arange(observed.years[0], changes.years[-1] + 1)
    past = rows_of(years, observed.years, observed.select(codes))
    recent = past[(years >= REFERENCE[0]) & (years <= REFERENCE[1])]
    known = np.isfinite(recent).sum(axis=0)
    level = np.where(known >= FEWEST_REFERENCE_YEARS, np.nansum(recent, axis=0) / np.maximum(known, 1), np.nan)
    modelled = level + rows_of(years, changes.years, changes.select(codes).astype(float))
    is_observed = np.isfinite(past) & (years <= REFERENCE[1])[:, None]
    return years, np.where(is_observed, past, modelled)
