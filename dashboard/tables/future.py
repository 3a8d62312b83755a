"""The table of one country's temperature to 2100: 20-year means by scenario, with their change from the baseline."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.future import Course, future
from dashboard.snapshot import projections
from dashboard.snapshot.codes import DEFAULT_SCENARIO, SCENARIOS
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.projections import REFERENCE
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.series import temperature
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, measured, text, years
from dashboard.tables.table import Table, place_name, without_rows
from measures.anomaly import baseline_mean
from measures.trend import TooFewYearsError
from measures.warming_level import PERIOD_YEARS, middle_year

FUTURE_CHOICES = ("country", "baseline")

NOTES = (
    f"Modelled, CMIP6 ensemble: the change since {REFERENCE[0]}–{REFERENCE[1]}, added to the observed mean of these "
    "years.",
    "Each row is a mean of 20 years: a single year of a scenario is not a forecast of that year.",
    "Each percentile counts from its own mean, which approximates the spread of the change.",
    "Where the median lies outside the range so computed, the range ends with the median.",
)


def future_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the 20-year means of every scenario for the chosen country, and their change from the baseline."""
    iso3, baseline = selection.country, "–".join(map(str, selection.baseline))
    name = place_name(snapshot, iso3)
    slug, title = f"temperature-to-2100-{iso3.lower()}", f"Temperature to 2100 by scenario, means of 20 years, {name}"
    found = future(snapshot, iso3, selection.baseline, DEFAULT_SCENARIO)
    if found is None:
        none = f"There are no projections for {place_index(snapshot).name_in_sentence(iso3)} in these figures."
        why = none if projections.has_projections(snapshot) else projections.why_no_projections()
        return without_rows(slug, title, [why])
    courses = found.courses
    first = np.concatenate([one.mean_years for one in courses]) - middle_year(0)
    names = np.repeat([SCENARIOS[one.scenario] for one in courses], [one.mean_years.size for one in courses])
    normal, notes = _normal(snapshot, selection)
    parts = [
        (part, title, np.concatenate([_values(one, part) for one in courses]))
        for part, title in (("median", "median"), ("p10", "10th percentile"), ("p90", "90th percentile"))
    ]
    known = [part for part in parts if np.isfinite(part[-1]).any()]
    return Table(
        slug,
        title,
        (
            constant("iso3", iso3, first.size),
            constant("name", name, first.size),
            text("scenario", "Scenario", names),
            years(first, "First year", name="first_year"),
            years(first + PERIOD_YEARS - 1, "Last year", name="last_year"),
            *(_celsius(f"temperature_{part}_c", f"Temperature, {title}", values) for part, title, values in known),
            *(
                _celsius(f"change_{part}_c", f"Change from {baseline}, {title}", values - normal)
                for part, title, values in known
            ),
        ),
        (TEMPERATURE,),
        baseline=baseline,
        notes=(*NOTES, *notes),
    )


def _values(course: Course, part: str) -> np.ndarray:
    return {"median": course.means, "p10": course.low_means, "p90": course.high_means}[part]


def _normal(snapshot: Snapshot, selection: Selection) -> tuple[float, tuple[str, ...]]:
    """Return the observed mean of the baseline, and why it is missing."""
    grid = temperature(snapshot)
    try:
        return baseline_mean(grid.years, grid.of(selection.country), selection.baseline), ()
    except TooFewYearsError as error:
        return float("nan"), (f"No change from a baseline: {error}.",)


def _celsius(name: str, title: str, values: np.ndarray) -> Column:
    return measured(name, title, "°C", values, 2)
