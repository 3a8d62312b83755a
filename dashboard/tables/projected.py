"""Tables of projections: the map's values, all scenarios and years, and the years that pass a warming level."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis import warming_levels
from dashboard.analysis.projected_change import period, period_changes
from dashboard.snapshot import groupings, projections, warming_measures
from dashboard.snapshot.codes import PROJECTED, SCENARIOS
from dashboard.snapshot.projections import HIGH, LOW, MEDIAN, REFERENCE
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, measured, text, years
from dashboard.tables.places import place_columns, places_on_map, rank_column
from dashboard.tables.table import Table, TableSpec, without_rows

BASE = f"{REFERENCE[0]}–{REFERENCE[1]}"

MODELLED = "Modelled (CMIP6 ensemble); scenarios have no probabilities, and none is a forecast."
EACH_FROM_ITS_OWN = f"Each percentile counts from its own mean of {BASE}, which approximates the spread of the change."
WITH_MEDIAN = "Where the median lies outside the range so computed, the range ends with the median."
NO_SINGLE_YEARS = "A single year is no forecast of that year: use means of 20 years."
ONE_BASE_VALUE = f"Changes of exactly 0 in {BASE}: the source has one value for all of these years, their mean."
PASSED = (
    f"A level is passed by the first 20 years whose mean reaches it. Years to {REFERENCE[1]} are observed, later ones "
    f"modelled by the median change from {BASE}. The year is the middle one of the 20."
)


def projected_map_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the projected change of every country over 20 years, under one scenario, the largest first."""
    scenario, last = selection.scenario, selection.projected_until
    span = "–".join(map(str, period(last)))
    where, notes = places_on_map(snapshot, selection)
    ends = {part: _of_period(snapshot, scenario, part, last) for part in (MEDIAN, LOW, HIGH)}
    found = where.assign(value=where.iso3.map(ends[MEDIAN]).astype(float))
    found = found.sort_values("value", ascending=False, ignore_index=True)
    columns = [
        *place_columns(found),
        constant("series", PROJECTED, len(found)),
        constant("scenario", SCENARIOS[scenario], len(found)),
        constant("window", f"{span} minus {BASE}", len(found)),
        measured("value", f"Projected temperature change, {SCENARIOS[scenario]}", "°C", found.value, 2),
        *_spread([found.iso3.map(ends[part]).astype(float) for part in (LOW, HIGH)]),
        constant("unit", "°C", len(found)),
        rank_column(found, "Rank by the median"),
    ]
    return Table(
        f"map-projected-{scenario}-{period(last)[0]}-{last}",
        f"{warming_measures.PROJECTED_CHANGE.title}, {SCENARIOS[scenario]}, {span} relative to {BASE}",
        tuple(columns),
        (TEMPERATURE,),
        baseline=BASE,
        notes=(*notes, MODELLED, EACH_FROM_ITS_OWN, WITH_MEDIAN),
    )


def projections_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the published projections within the filters: a row a place, scenario, percentile and year."""
    places = _places(snapshot, selection)
    title = f"Projected temperature change from {BASE} by scenario, percentile and year"
    scenarios = projections.published_scenarios(snapshot)
    if not scenarios:
        return without_rows("projections", title, [projections.why_no_projections()])
    parts = []
    for scenario in scenarios:
        for percentile in (LOW, MEDIAN, HIGH):
            rows = projections.everywhere(snapshot, scenario, percentile)
            parts.append(rows.assign(scenario=SCENARIOS[scenario], percentile=percentile))
    found = pd.concat(parts, ignore_index=True)
    found = found[found.iso3.isin(places)].sort_values(["iso3", "scenario", "percentile", "year"], ignore_index=True)
    base = found[found.year.between(*REFERENCE)].groupby(["iso3", "scenario", "percentile"]).change_c
    is_constant = bool((base.min() == base.max()).any())
    return Table(
        "projections",
        title,
        (
            text("name", "Country", found.iso3.map(places)),
            text("iso3", "ISO code", found.iso3),
            text("scenario", "Scenario", found.scenario),
            text("percentile", "Percentile of the models", found.percentile),
            years(found.year),
            measured("change_c", f"Change from {BASE}", "°C", found.change_c.astype(float), 2),
        ),
        (TEMPERATURE,),
        baseline=BASE,
        notes=(
            *_filters(snapshot, selection),
            MODELLED,
            EACH_FROM_ITS_OWN,
            NO_SINGLE_YEARS,
            *([ONE_BASE_VALUE] if is_constant else []),
        ),
    )


def warming_levels_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return when each place passes +1.5, +2, +3 and +4 degC from the baseline, by scenario."""
    baseline = "–".join(map(str, selection.baseline))
    title = f"Years in which warming levels are passed, from the mean of {baseline}"
    places = _places(snapshot, selection)
    found = [
        (iso3, one)
        for iso3, own in sorted(warming_levels.everywhere(snapshot, selection.baseline).items())
        if iso3 in places
        for one in own
    ]
    if not found:
        return without_rows("warming-levels", title, [projections.why_no_projections()])
    first = [np.nan if one.first_year is None else one.first_year for _, one in found]
    periods = ["not before 2100" if one.period is None else "–".join(map(str, one.period)) for _, one in found]
    return Table(
        f"warming-levels-{baseline.replace('–', '-')}",
        title,
        (
            text("name", "Country", [places[iso3] for iso3, _ in found]),
            text("iso3", "ISO code", [iso3 for iso3, _ in found]),
            text("scenario", "Scenario", [SCENARIOS[one.scenario] for _, one in found]),
            measured("level_c", f"Level above {baseline}", "°C", [one.level_c for _, one in found], 1),
            text("passed_in", "First 20 years at the level", periods),
            years([np.nan if one.year is None else one.year for _, one in found], "Middle year"),
            years(first, "First year", name="first_year").off_page(),
        ),
        (TEMPERATURE,),
        baseline=baseline,
        notes=(*_filters(snapshot, selection), PASSED, MODELLED),
    )


PROJECTED_TABLES = (
    TableSpec(
        "projections", "All countries: projections by scenario", "explore", projections_table, ("region", "income")
    ),
    TableSpec(
        "warming-levels",
        "All countries: years that pass a warming level",
        "explore",
        warming_levels_table,
        ("baseline", "region", "income"),
    ),
)


def _of_period(snapshot: Snapshot, scenario: str, percentile: str, last_year: int) -> dict[str, float]:
    grid = period_changes(snapshot, scenario, percentile)
    return {code: grid.of_year(code, last_year) for code in grid.iso3}


def _spread(ends: list[pd.Series]) -> list[Column]:
    """Return the 10th and the 90th percentile, where any is published."""
    if not any(np.isfinite(end).any() for end in ends):
        return []
    titles = ("10th percentile", "90th percentile")
    return [
        measured(f"{part}_c", title, "°C", end, 2) for part, title, end in zip((LOW, HIGH), titles, ends, strict=True)
    ]


def _places(snapshot: Snapshot, selection: Selection) -> dict[str, str]:
    """Return the names of the places within the filters by code; regions and groupings only without a filter."""
    own, _ = places_on_map(snapshot, selection)
    names = dict(zip(own.iso3, own["name"], strict=True))
    if not (selection.region or selection.income):
        every = groupings.selectable(snapshot)
        names |= dict(zip(every.iso3, every["name"], strict=True))
    return names


def _filters(snapshot: Snapshot, selection: Selection) -> list[str]:
    return places_on_map(snapshot, selection)[1]
