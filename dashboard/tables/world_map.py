"""The table of the map: every country with its value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis import world_map
from dashboard.analysis.map_values import WITH_TREND_PERIOD, MapValues, map_key
from dashboard.snapshot import doubts, emergence, queries, tolerance, warming_measures, windows
from dashboard.snapshot.codes import ANOMALY, INDICATOR, PROJECTED, slug
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.quantities import quantities
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import constant, interval, measured, text, years
from dashboard.tables.places import place_columns, places_on_map, rank_column
from dashboard.tables.projected import projected_map_table
from dashboard.tables.table import WEATHER_ONLY, Table, indicator_row
from dashboard.text import emergence as emergence_text
from dashboard.text.indicator import forecasts_left_out
from dashboard.text.world_map import MARKS

UNCERTAIN = "Not significant or low confidence"
"""Title of the column `uncertain`: a doubted change may be clear of zero."""

MAP_CHOICES = (
    "measure", "indicator", "map_base_year", "baseline", "trend_period", "year", "projected_until", "scenario",
    "region", "income",
)  # fmt: skip


def map_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return every country that the map colours, the largest value first."""
    if selection.measure == INDICATOR:
        return (_indicator_table if selection.map_base_year is None else _map_values_table)(snapshot, selection)
    if selection.measure == PROJECTED:
        return projected_map_table(snapshot, selection)
    rows = queries.measure(snapshot.warming, selection.measure)
    is_over_period = selection.measure in WITH_TREND_PERIOD
    window = queries.published_period(rows, selection.trend_period if is_over_period else None)
    if window is None:  # the map computes it
        return _map_values_table(snapshot, selection)
    rows = rows[rows.window == window]
    measure, unit = warming_measures.of(selection.measure), rows.unit.iloc[0]
    where, notes = places_on_map(snapshot, selection)
    found = where.merge(rows, on="iso3", how="left").assign(other=lambda row: row.kind != "economy")
    found = found.sort_values(["other", "value"], ascending=[True, False], ignore_index=True)
    columns = [
        *place_columns(found),
        constant("series", selection.measure, len(found)),
        measured("value", measure.column, unit, found.value, 2),
        *interval(found.low95, found.high95, unit, 2),
        constant("unit", unit, len(found)),
        constant("window", window, len(found)),
        rank_column(found, "Rank among countries"),
        text(
            "uncertain",
            UNCERTAIN,
            np.where(found.value.isna(), "", np.where(queries.is_uncertain(found), "yes", "no")),
        ),
        text("doubt", "Data quality", found.doubt.fillna("")),
        text("doubt_kinds", "Kind of doubt", _kinds(found)),
    ]
    pending = emergence.not_emerged(snapshot, selection.measure)
    if pending.iso3:
        has_not_emerged = found.iso3.isin(pending.iso3)
        emerged = np.where(has_not_emerged, f"not by {pending.year}", np.where(found.value.isna(), "no data", "yes"))
        columns.append(text("emerged", "Emerged", emerged))
        number = int((has_not_emerged & (found.kind == "economy")).sum())
        notes.append(f"{emergence_text.counted(pending, number) or 'All have emerged'}.")
    is_tested = found.significant.notna().any()
    rule = " (false-discovery rate 5 % over all countries)" if is_tested else ""
    return Table(
        f"map-{selection.measure.replace('_', '-')}",
        f"{measure.title}, {windows.in_words(window)}",
        tuple(columns),
        (TEMPERATURE,),
        baseline=windows.base_period(window),
        notes=(*notes, f"{UNCERTAIN}: no change cannot be excluded{rule}, or confidence in the record is low."),
        intervals=WEATHER_ONLY,
    )


def _indicator_table(snapshot: Snapshot, selection: Selection) -> Table:
    about, last_year = quantities(snapshot)[selection.indicator], indicator_row(snapshot, selection).last_year
    values = snapshot.values(selection.indicator)
    year = world_map.map_values(snapshot, map_key(selection)).year(selection.year) or int(last_year)
    where, notes = places_on_map(snapshot, selection)
    found = where.merge(tolerance.of_year(values, year), on="iso3", how="left").sort_values(
        "value", ascending=False, ignore_index=True
    )
    columns = (
        *place_columns(found),
        constant("series", str(about.id), len(found)),
        measured("value", about.title, about.unit, found.value, of_series=about.decimals),
        constant("unit", str(about.unit), len(found)),
        years(found.year),
        rank_column(found),
    )
    notes += filter(None, [tolerance.note(year), forecasts_left_out(snapshot, selection.indicator)])
    return Table(
        f"map-{slug(about.id)}-{year}", f"{about.title}, {year}", columns, (str(about.id),), notes=tuple(notes)
    )


def _map_values_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return what the map computes itself: a change, the anomalies of a year, or a trend over the reader's years."""
    shown = world_map.map_values(snapshot, map_key(selection))
    is_change = selection.measure == INDICATOR
    series = selection.indicator if is_change else selection.measure
    year = shown.year(selection.year)
    where, notes = places_on_map(snapshot, selection)
    found = where.merge(_rows(shown, year), on="iso3", how="left")
    found = found.sort_values("value", ascending=False, ignore_index=True)
    span = shown.period if year is None else f"{shown.period} to {year}" if is_change else str(year)
    columns = [
        *place_columns(found),
        constant("series", series, len(found)),
        measured("change" if is_change else "value", shown.title, shown.unit, found.value, shown.decimals),
        constant("unit", shown.unit, len(found)),
    ]
    if shown.period:
        columns.append(constant("window", span, len(found)))
    if "low95" in found:
        columns += interval(found.low95, found.high95, shown.unit, shown.decimals)
    if year is not None:
        columns.append(years(found.year))
        notes.append(tolerance.note(year))
    if shown.marks.any():
        marks = dict(zip(shown.places.iso3, shown.marks.tolist(), strict=True))
        columns.append(text("doubt", "Data quality", [_mark(shown, iso3, marks.get(iso3, 0)) for iso3 in found.iso3]))
    return Table(
        f"map-{slug(series)}-{slug(span)}",
        f"{shown.title}, {span}",
        (*columns, rank_column(found)),
        (selection.indicator if is_change else TEMPERATURE,),
        baseline="–".join(map(str, selection.baseline)) if selection.measure == ANOMALY else "",
        notes=(*notes, shown.note) if is_change else tuple(notes),
        intervals="" if shown.low is None else WEATHER_ONLY,
    )


def _rows(shown: MapValues, year: int | None) -> pd.DataFrame:
    """Return value, true year and interval of each place."""
    row = shown.row(year)
    columns = {"iso3": shown.places.iso3, "value": shown.values[row].astype(float)}
    if year is not None:
        columns["year"] = np.where(np.isnan(shown.values[row]), np.nan, year + shown.offsets[row].astype(float))
    if shown.low is not None and shown.high is not None:
        columns |= {"low95": shown.low.astype(float), "high95": shown.high.astype(float)}
    return pd.DataFrame(columns)


def _mark(shown: MapValues, iso3: str, mark: int) -> str:
    """Return what the map's mark of a place means, and why its record is doubted."""
    return ": ".join(part for part in (MARKS.get(mark, ""), shown.reasons.get(iso3, "") if mark else "") if part)


def _kinds(found: pd.DataFrame) -> list[str]:
    own = doubts.by_place(found)
    return [", ".join(doubts.LABELS[kind] for kind in own.get(iso3, ())) for iso3 in found.iso3]
