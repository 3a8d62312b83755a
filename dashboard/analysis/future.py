"""A place's temperature to 2100 under each scenario, as Explore shows it: annual course, 20-year means, changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projections import PERIODS, ProjectedChange, period_change, reference_c, with_median
from dashboard.snapshot import projections
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_SCENARIO, SCENARIOS
from dashboard.snapshot.projections import HIGH, LOW, MEDIAN, REFERENCE
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.selection import Selection
from measures.arrays import Floats
from measures.warming_level import middle_year, running_means

LAST_YEAR = 2100


@dataclass(frozen=True, eq=False)
class Course:
    """One scenario at one place, year by year after the observed ones, in degC.

    Attributes:
        scenario: code.
        years: consecutive.
        median: annual, by the ensemble's median.
        low: by its 10th percentile, all NaN where that is not published.
        high: by its 90th percentile, all NaN where that is not published.
        mean_years: middle years of the 20-year periods that end by the last year.
        means: of `median` over these periods.
        low_means: of `low` over these periods, or `means` where those are lower.
        high_means: of `high` over these periods, or `means` where those are higher.
    """

    scenario: str
    years: np.ndarray
    median: Floats
    low: Floats
    high: Floats
    mean_years: np.ndarray
    means: Floats
    low_means: Floats
    high_means: Floats

    @property
    def has_spread(self) -> bool:
        """Whether the 10th and the 90th percentile are published."""
        return bool((np.isfinite(self.low) & np.isfinite(self.high)).any())


@dataclass(frozen=True, eq=False)
class Future:
    """All that Explore shows of a place after the observed years.

    Attributes:
        courses: one for each scenario with figures, from the lowest to the highest emissions; never empty.
        scenario: code of the one that is quoted: the selected one, or one that has figures here.
        is_other: whether that is not the selected one.
        changes: of that scenario over `PERIODS`; empty without a baseline.
        land_share_pct: share of an aggregate's land with figures; None for other places.
    """

    courses: tuple[Course, ...]
    scenario: str
    is_other: bool
    changes: tuple[ProjectedChange, ...]
    land_share_pct: float | None

    @property
    def course(self) -> Course:
        """The scenario that is quoted."""
        return next(course for course in self.courses if course.scenario == self.scenario)


@cached_on_argument(256)
def future(snapshot: Snapshot, iso3: str, baseline: tuple[int, int], scenario: str) -> Future | None:
    """Return a place's temperature to 2100; None without projections, or without an observed mean to add them to."""
    courses = tuple(filter(None, (_course(snapshot, iso3, code) for code in SCENARIOS)))
    if not courses:
        return None
    scenarios = [course.scenario for course in courses]
    quoted = next((code for code in (scenario, DEFAULT_SCENARIO) if code in scenarios), scenarios[0])
    changes = (period_change(snapshot, iso3, quoted, period, baseline) for period in PERIODS)
    share = projections.land_share_pct(snapshot, iso3, quoted)
    return Future(courses, quoted, quoted != scenario, tuple(filter(None, changes)), share)


def shown_future(snapshot: Snapshot, selection: Selection) -> tuple[Future | None, str]:
    """Return the selected country's temperature to 2100, and why its figures cannot be read; "" if they can.

    None unless the years to 2100 are selected and there are figures. The table is read when it is first asked for:
    a newer snapshot may have taken its place.
    """
    if not selection.future:
        return None, ""
    try:
        return future(snapshot, selection.country, selection.baseline, selection.scenario), ""
    except SnapshotError as error:
        return None, str(error)


def _course(snapshot: Snapshot, iso3: str, scenario: str) -> Course | None:
    grid, reference = projections.changes(snapshot, scenario), reference_c(snapshot, iso3)
    if reference is None or not grid.has(iso3):
        return None
    years = grid.years
    median, low, high = (reference + _of(snapshot, iso3, scenario, part, years) for part in (MEDIAN, LOW, HIGH))
    means = running_means(np.column_stack([median, low, high]))
    middles = middle_year(int(years[0])) + np.arange(len(means))
    means[:, 1], means[:, 2] = (with_median(means[:, at], means[:, 0], part) for at, part in ((1, LOW), (2, HIGH)))
    is_after, is_mean_after = years > REFERENCE[1], middles > REFERENCE[1]
    return Course(
        scenario,
        years[is_after],
        median[is_after],
        low[is_after],
        high[is_after],
        middles[is_mean_after],
        *means[is_mean_after].T,
    )


def _of(snapshot: Snapshot, iso3: str, scenario: str, percentile: str, years: np.ndarray) -> Floats:
    """Return a percentile's changes in these years; NaN where they are not published."""
    grid = projections.changes(snapshot, scenario, percentile)
    if not grid.has(iso3):
        return np.full(years.size, np.nan)
    return np.array([grid.of_year(iso3, int(year)) for year in years])
