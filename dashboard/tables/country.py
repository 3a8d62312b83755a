"""The tables of one country: temperature, indicator, months, trend windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot import groups, normals, provenance, queries, value_doubts
from dashboard.snapshot.codes import slug
from dashboard.snapshot.normals import MONTHS, PERIODS, PRECIPITATION_MM, TEMPERATURE_C
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.quantities import quantities
from dashboard.snapshot.series import temperature
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, count, interval, measured, text, years
from dashboard.tables.table import WEATHER_ONLY, Table, indicator_row, place_name
from measures.anomaly import anomaly
from measures.trend import TooFewYearsError, trend
from measures.trend_windows import all_window_trends

MONTHLY_QUANTITIES = {TEMPERATURE_C: ("Temperature", "°C", 2), PRECIPITATION_MM: ("Precipitation", "mm", 1)}
"""Title, unit and decimals of a monthly mean; the names in files end with the unit."""


def months_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the chosen country's monthly means of both thirty years, and the change between them."""
    iso3 = selection.country
    name = place_name(snapshot, iso3)
    published = normals.normals(snapshot)
    own = published.get(iso3, {})
    if not own:
        within = groups.place_index(snapshot).name_in_sentence(iso3)
        why = f"This snapshot has no monthly normals of {within}." if published else normals.NO_NORMALS
        return Table(f"months-{iso3.lower()}", f"{name}: no monthly normals", (), (TEMPERATURE,), notes=(why,))
    columns = [*_place(iso3, name, len(MONTHS)), count("month", "Month", np.arange(len(MONTHS)) + 1).off_page()]
    columns.append(text("month_name", "Month", list(MONTHS)))
    for quantity, means in own.items():
        title, unit, decimals = MONTHLY_QUANTITIES[quantity]
        stem, _, suffix = quantity.rpartition("_")
        for period in PERIODS:
            in_file = f"{stem}_{period.replace('–', '_')}_{suffix}"
            columns.append(measured(in_file, f"{title} {period}", unit, means[period], decimals))
        change = means[PERIODS[1]] - means[PERIODS[0]]
        columns.append(measured(f"{stem}_change_{suffix}", f"Change of {title.lower()}", unit, change, decimals))
    notes = [f"Means of each month over {PERIODS[0]} and over {PERIODS[1]}; change: the later minus the earlier."]
    if TEMPERATURE_C in own:
        notes.append(f"Temperature: {normals.dataset(snapshot, iso3)}.")
    return Table(
        f"months-{iso3.lower()}",
        f"Seasonal cycle (monthly means), {name}, {PERIODS[0]} and {PERIODS[1]}",
        tuple(columns),
        (TEMPERATURE,),
        baseline=PERIODS[0],
        notes=tuple(notes),
    )


def trend_windows_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the trend of the chosen country's temperature over every window of 15 years or more."""
    name = groups.place_index(snapshot).name(selection.country)
    record = temperature(snapshot)
    found = all_window_trends(record.years, record.of(selection.country))
    low, high = (np.where(np.isfinite(end), end, np.nan) for end in (found.low95, found.high95))
    unit, suffix = "°C per decade", "_c_per_decade"
    return Table(
        f"trend-windows-{selection.country.lower()}",
        f"Trend of the annual mean temperature over every window of years, {name}",
        (
            *_place(selection.country, name, len(low)),
            years(found.first_year, "Year first", name="first_year"),
            years(found.last_year, "Year last", name="last_year"),
            measured(f"trend{suffix}", "Trend", unit, found.slope_per_decade, 2),
            *interval(low, high, unit, 2, suffix=suffix),
        ),
        (TEMPERATURE,),
        notes=("A window with too few independent years has no interval.",),
        intervals=WEATHER_ONLY,
    )


TEMPERATURE_CHOICES = ("country", "baseline", "trend_period")


def temperature_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the chosen country's temperatures, anomalies from the baseline, and the trend with its band."""
    name = place_name(snapshot, selection.country)
    baseline, window = (f"{a}–{b}" for a, b in (selection.baseline, selection.trend_period))
    series = queries.series_of(snapshot.temperature, selection.country, "temperature_c")
    notes = []
    try:
        anomalies = anomaly(series.year, series.temperature_c, selection.baseline)
    except TooFewYearsError as error:
        anomalies = np.full(len(series), np.nan)
        notes.append(f"No differences from a mean: {error}.")
    columns = [
        *_place(selection.country, name, len(series)),
        years(series.year),
        _celsius("temperature_c", "Temperature", series.temperature_c),
        _celsius("anomaly_c", f"Difference from the mean of {baseline}", anomalies),
    ]
    if "temperature_era5_c" in snapshot.temperature:
        era5 = queries.series_of(snapshot.temperature, selection.country, "temperature_era5_c")
        own = series.year.map(era5.set_index("year").temperature_era5_c)
        columns.append(_celsius("temperature_era5_c", "Temperature in ERA5", own))
    is_in = series.year.between(*selection.trend_period)
    inside = series[is_in]
    try:
        line = trend(inside.year, inside.temperature_c)
    except TooFewYearsError as error:
        notes.append(f"No trend of {window}: {error}.")
    else:
        low, high = (np.where(is_in, end, np.nan) for end in line.band(series.year))
        columns.append(_celsius("trend_c", f"Trend {window}", np.where(is_in, line.at(series.year), np.nan)))
        columns.append(_celsius("trend_low95_c", f"Trend {window}, 95 % band from", low))
        columns.append(_celsius("trend_high95_c", f"Trend {window}, 95 % band to", high))
    return Table(
        f"temperature-{selection.country.lower()}",
        f"Annual mean temperature over land, {name}" + _span(series, "temperature_c"),
        tuple(columns),
        (TEMPERATURE,),
        baseline=baseline,
        notes=tuple(notes),
        intervals=WEATHER_ONLY,
    )


def indicator_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return the chosen country's values of the chosen indicator, every year from the first to the last."""
    about = indicator_row(snapshot, selection)
    code, unit, name = str(about.id), str(about.unit), place_name(snapshot, selection.country)
    series = queries.series_of(snapshot.values(code), selection.country, "value")
    missing = int(series.value.isna().sum())
    notes = [f"{missing} of these {len(series)} years have no value."] if missing else []
    rows = pd.DataFrame({"year": series.year, "value": series.value, "status": ""})
    ahead = snapshot.forecasts(code)
    ahead = ahead[ahead.iso3 == selection.country].sort_values("year")
    if len(ahead):
        later = pd.DataFrame({"year": ahead.year, "value": ahead.value, "status": "forecast"})
        rows = pd.concat([rows, later.astype({"year": rows.year.dtype})], ignore_index=True)
        notes.append("Years with the status forecast are the provider's own forecasts.")
    status = text("status", "Status", rows.status)
    notes += [f"Left out: {sentence}." for sentence in provenance.source_of(snapshot, code).left_out]
    notes += [f"Data doubt: {doubt}." for doubt in value_doubts.of_place(snapshot, code, selection.country)]
    return Table(
        f"{slug(code)}-{selection.country.lower()}",
        f"{about.title}, {name}" + _span(series, "value"),
        (
            *_place(selection.country, name, len(rows)),
            years(rows.year),
            constant("series", code, len(rows)),
            measured("value", about.title, unit, rows.value, of_series=quantities(snapshot)[code].decimals),
            constant("unit", unit, len(rows)),
            status if len(ahead) else status.off_page(),
        ),
        (code,),
        notes=tuple(notes),
    )


def _place(iso3: str, name: str, rows: int) -> list[Column]:
    """Return code and name for files; the page has the place in the title."""
    return [constant("iso3", iso3, rows), constant("name", name, rows)]


def _celsius(name: str, title: str, values: Any) -> Column:
    return measured(name, title, "°C", values, 2)


def _span(series: pd.DataFrame, column: str) -> str:
    known = series.dropna(subset=column)
    return f", {int(known.year.min())}–{int(known.year.max())}" if len(known) else ": no values"
