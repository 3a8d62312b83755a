"""The tables of one country: temperature, indicator, months, trend windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot import groups, normals, provenance, queries, value_doubts
from dashboard.snapshot.codes import slug
from dashboard.snapshot.normals import MONTHS, PERIODS, PRECIPITATION_MM, TEMPERATURE_C
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.series import temperature
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.table import Table, indicator_row
from measures.anomaly import anomaly
from measures.trend import TooFewYearsError, trend
from measures.trend_windows import all_window_trends

MONTHLY_QUANTITIES = {TEMPERATURE_C: ("Temperature", "°C"), PRECIPITATION_MM: ("Precipitation", "mm")}


def months_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's months: the means of both thirty years, and what lies between them."""
    iso3 = selection.country
    name = str(snapshot.countries.set_index("iso3").loc[iso3, "name"])
    all_held = normals.normals(snapshot)
    held = all_held.get(iso3, {})
    columns: dict[str, object] = {"Month": MONTHS if held else ()}
    for quantity, means in held.items():
        called, unit = MONTHLY_QUANTITIES[quantity]
        columns |= {f"{called} {period} ({unit})": means[period] for period in PERIODS}
        columns[f"Change of {called.lower()} ({unit})"] = means[PERIODS[1]] - means[PERIODS[0]]
    notes = [f"Means of each month over {PERIODS[0]} and over {PERIODS[1]}; change: the later less the earlier."]
    if TEMPERATURE_C in held:
        notes.append(f"Temperature: {normals.dataset(snapshot, iso3)}.")
    if not held:
        notes = [f"This snapshot holds no monthly normals of {name}." if all_held else normals.NONE_HELD]
    frame = pd.DataFrame(columns)
    return Table(
        f"months-{iso3.lower()}",
        f"The months of a year, {name}, {PERIODS[0]} and {PERIODS[1]}" if held else f"{name}: no monthly normals",
        frame,
        (TEMPERATURE,),
        baseline=PERIODS[0] if held else "",
        notes=tuple(notes),
        decimals={str(column): 2 if "°C" in str(column) else 1 for column in frame.columns[1:]},
    )


def trend_windows_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The trend of the chosen country's temperature over every window of 15 years or more."""
    name = groups.place_index(snapshot).name(selection.country)
    held = temperature(snapshot)
    found = all_window_trends(held.years, held.of(selection.country))
    numbers = {
        "Trend (°C per decade)": found.slope_per_decade,
        "95 % interval from (°C per decade)": np.where(np.isfinite(found.low95), found.low95, np.nan),
        "95 % interval to (°C per decade)": np.where(np.isfinite(found.high95), found.high95, np.nan),
    }
    return Table(
        f"trend-windows-{selection.country.lower()}",
        f"Trend of the annual mean temperature over every window of years, {name}",
        pd.DataFrame({"Year first": found.first_year, "Year last": found.last_year, **numbers}),
        (TEMPERATURE,),
        notes=("No interval is given where a window is worth too few independent years.",),
        decimals=dict.fromkeys(numbers, 2),
    )


TEMPERATURE_CHOICES = ("country", "baseline", "trend_period")


def temperature_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's temperatures, with their difference from the baseline, and the trend with its band."""
    name = _name(snapshot, selection.country)
    baseline, window = (f"{a}–{b}" for a, b in (selection.baseline, selection.trend_period))
    series = queries.series_of(snapshot.temperature, selection.country, "temperature_c")
    columns: dict[str, Any] = {"Year": series.year, "Temperature (°C)": series.temperature_c}
    notes = []
    try:
        departures = anomaly(series.year, series.temperature_c, selection.baseline)
    except TooFewYearsError as error:
        departures = np.full(len(series), np.nan)
        notes.append(f"No differences from a mean: {error}.")
    columns[f"Difference from the mean of {baseline} (°C)"] = departures
    if "temperature_era5_c" in snapshot.temperature:
        era5 = queries.series_of(snapshot.temperature, selection.country, "temperature_era5_c")
        columns["Temperature in ERA5 (°C)"] = series.year.map(era5.set_index("year").temperature_era5_c)
    inside = series[series.year.between(*selection.trend_period)]
    try:
        line = trend(inside.year, inside.temperature_c)
    except TooFewYearsError as error:
        notes.append(f"No trend of {window}: {error}.")
    else:
        low, high = line.band(series.year)
        is_in = series.year.between(*selection.trend_period)
        for column, values in (("", line.at(series.year)), (", 95 % band from", low), (", 95 % band to", high)):
            columns[f"Trend {window}{column} (°C)"] = np.where(is_in, values, np.nan)
    frame = pd.DataFrame(columns)
    return Table(
        f"temperature-{selection.country.lower()}",
        f"Annual mean temperature over land, {name}" + _span(series, "temperature_c"),
        frame,
        (TEMPERATURE,),
        baseline=baseline,
        notes=tuple(notes),
        decimals={column: 2 for column in map(str, frame) if "(°C)" in column},
    )


def indicator_table(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's values of the chosen indicator, every year from the first to the last."""
    about = indicator_row(snapshot, selection)
    series = queries.series_of(snapshot.values(selection.indicator), selection.country, "value")
    column = f"{about.title} ({about.unit})"
    frame = pd.DataFrame({"Year": series.year, column: series.value})
    missing = int(series.value.isna().sum())
    notes = [f"{missing} of these {len(series)} years have no value."] if missing else []
    ahead = snapshot.forecasts(selection.indicator)
    ahead = ahead[ahead.iso3 == selection.country].sort_values("year")
    if len(ahead):
        rows = pd.DataFrame({"Year": ahead.year, column: ahead.value, "Status": "forecast"})
        frame = pd.concat([frame.assign(Status=""), rows.astype({"Year": frame.Year.dtype})], ignore_index=True)
        notes.append("Years with the status forecast are the provider's own forecasts.")
    source = provenance.source_of(snapshot, str(about.id))
    notes += [f"Left out: {text}." for text in source.left_out]
    doubts = value_doubts.of_place(snapshot, str(about.id), selection.country)
    notes += [f"To be looked at, {doubt}." for doubt in doubts]
    return Table(
        f"{slug(about.id)}-{selection.country.lower()}",
        f"{about.title}, {_name(snapshot, selection.country)}" + _span(series, "value"),
        frame,
        (str(about.id),),
        notes=tuple(notes),
    )


def _name(snapshot: Snapshot, iso3: str) -> str:
    return str(snapshot.countries.set_index("iso3").loc[iso3, "name"])


def _span(series: pd.DataFrame, column: str) -> str:
    held = series.dropna(subset=column)
    return f", {int(held.year.min())}–{int(held.year.max())}" if len(held) else ": no values"
