"""The table of each view, from the choices that the view is drawn from. A new one is a function and a line in TWINS."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import emerging, figures, queries, tolerance
from dashboard.provenance import TEMPERATURE
from dashboard.quantities import INCOME_NAMES
from dashboard.shown import WINDOWED, what
from dashboard.state import ANOMALY, INDICATOR, Selection
from dashboard.store import Snapshot
from dashboard.tables import Table, Twin, slug
from dashboard.twins_climate import OF_STRIPES, of_months, of_stripes
from dashboard.twins_country import of_windows
from dashboard.twins_drivers import TWINS as OF_DRIVERS
from dashboard.twins_views import OF_COMPARE, OF_RANK, OF_RELATE, filters, of_compare, of_rank, of_relate
from measures.anomaly import anomaly
from measures.trend import TooFewYearsError, trend

MAP_TITLES = {
    "period_change": "Warming",
    "trend": "Warming trend",
    "trend_theil_sen": "Warming trend by Theil and Sen",
    "trend_era5": "Warming trend in ERA5",
    "amplification": "Warming for each degree of the world’s land",
    "emergence": "Warming over year-to-year variation",
    "emergence_year": "Year since which the warming stands out",
    "index_1960": "Difference from the single year 1960",
    "endpoints_1901_2012": "Difference of the single years 2012 and 1901",
}
"""Column of each measure; one that is not here is called as the snapshot calls it."""

OF_MAP = ("measure", "indicator", "map_since", "baseline", "window", "year", "region", "income")
OF_TEMPERATURE = ("country", "baseline", "window")


def of_map(snapshot: Snapshot, selection: Selection) -> Table:
    """Every country that the map colours, the largest value first."""
    if selection.measure == INDICATOR:
        return (_of_indicator_map if selection.map_since is None else _as_shown)(snapshot, selection)
    rows = queries.measure(snapshot.warming, selection.measure)
    window = _window(rows, selection)
    if window is None:
        return _as_shown(snapshot, selection)
    rows = rows[rows.window == window]
    title, unit = MAP_TITLES.get(selection.measure, selection.measure), rows.unit.iloc[0]
    where, notes = _countries(snapshot, selection)
    found = where.merge(rows, on="iso3", how="left").sort_values("value", ascending=False, ignore_index=True)
    is_year = unit == "year"
    frame = _places(found).assign(
        **{
            f"{title} ({unit})": found.value.round().astype("Int64") if is_year else found.value,
            f"95 % interval from ({unit})": found.low95,
            f"95 % interval to ({unit})": found.high95,
            "Rank among economies": _ranks(found),
            "Uncertain": np.where(found.value.isna(), "", np.where(queries.is_uncertain(found), "yes", "no")),
            "Doubt": found.doubt.fillna(""),
        }
    )
    pending = emerging.not_yet(snapshot, selection.measure)
    if pending.iso3:
        is_not_yet = found.iso3.isin(pending.iso3)
        frame["Emerged"] = np.where(
            is_not_yet, f"not by {pending.year}", np.where(found.value.isna(), "no data", "yes")
        )
        notes.append(f"{pending.counted(int((is_not_yet & (found.kind == 'economy')).sum())) or 'All have emerged'}.")
    is_tested = found.significant.notna().any()
    rule = " (of all economies, 5 % false discoveries)" if is_tested else ""
    return Table(
        f"map-{selection.measure.replace('_', '-')}",
        f"{title}, {window}",
        frame,
        (TEMPERATURE,),
        baseline=window.partition(" minus ")[2],
        notes=(*notes, f"Uncertain: cannot be told from no change{rule}, or the record is thin."),
        decimals={name: 2 for name in map(str, frame) if unit in name and not is_year},
    )


def _of_indicator_map(snapshot: Snapshot, selection: Selection) -> Table:
    about = _about(snapshot, selection)
    values = snapshot.values(selection.indicator)
    year = figures.shown(snapshot, what(selection)).year(selection.year) or int(about.last_year)
    where, notes = _countries(snapshot, selection)
    found = where.merge(tolerance.of_year(values, year), on="iso3", how="left").sort_values(
        "value", ascending=False, ignore_index=True
    )
    frame = _places(found).assign(
        **{f"{about.title} ({about.unit})": found.value, "Year": found.year.astype("Int64"), "Rank": _ranks(found)}
    )
    notes.append(tolerance.said(year))
    return Table(f"map-{slug(about.id)}-{year}", f"{about.title}, {year}", frame, (str(about.id),), notes=tuple(notes))


def _as_shown(snapshot: Snapshot, selection: Selection) -> Table:
    """What the map makes for itself: a change, the values of a year, or a trend over the reader's own years."""
    shown = figures.shown(snapshot, what(selection))
    is_change = selection.measure == INDICATOR
    year = shown.year(selection.year)
    row = shown.row(year)
    where, notes = _countries(snapshot, selection)
    columns = {"iso3": shown.places.iso3, "value": shown.values[row].astype(float)}
    if year is not None:
        columns["year"] = np.where(np.isnan(shown.values[row]), np.nan, year + shown.offsets[row].astype(float))
    if shown.low is not None and shown.high is not None:
        columns |= {"low95": shown.low.astype(float), "high95": shown.high.astype(float)}
    found = where.merge(pd.DataFrame(columns), on="iso3", how="left")
    found = found.sort_values("value", ascending=False, ignore_index=True)
    named = {f"{shown.title} ({shown.unit})": found.value}
    if "low95" in found:
        named |= {f"95 % interval {end} ({shown.unit})": found[c] for end, c in (("from", "low95"), ("to", "high95"))}
    if year is not None:
        named["Year"] = found.year.astype("Int64")
        notes.append(tolerance.said(year))
    span = shown.basis if year is None else f"{shown.basis} to {year}" if is_change else str(year)
    frame = _places(found).assign(**named, Rank=_ranks(found))
    return Table(
        f"map-{slug(selection.indicator if is_change else selection.measure)}-{slug(span)}",
        f"{shown.title}, {span}",
        frame,
        (selection.indicator if is_change else TEMPERATURE,),
        baseline="–".join(map(str, selection.baseline)) if selection.measure == ANOMALY else "",
        notes=(*notes, shown.note) if is_change else tuple(notes),
        decimals={} if shown.decimals is None else {name: shown.decimals for name in map(str, named) if name != "Year"},
    )


def of_temperature(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's temperatures, with their difference from the baseline, and the trend with its band."""
    name = _name(snapshot, selection.country)
    baseline, window = (f"{a}–{b}" for a, b in (selection.baseline, selection.window))
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
    inside = series[series.year.between(*selection.window)]
    try:
        line = trend(inside.year, inside.temperature_c)
    except TooFewYearsError as error:
        notes.append(f"No trend of {window}: {error}.")
    else:
        low, high = line.band(series.year)
        is_in = series.year.between(*selection.window)
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


def of_indicator(snapshot: Snapshot, selection: Selection) -> Table:
    """The chosen country's values of the chosen indicator, every year from the first to the last."""
    about = _about(snapshot, selection)
    series = queries.series_of(snapshot.values(selection.indicator), selection.country, "value")
    frame = pd.DataFrame({"Year": series.year, f"{about.title} ({about.unit})": series.value})
    missing = int(series.value.isna().sum())
    return Table(
        f"{slug(about.id)}-{selection.country.lower()}",
        f"{about.title}, {_name(snapshot, selection.country)}" + _span(series, "value"),
        frame,
        (str(about.id),),
        notes=(f"{missing} of these {len(series)} years have no value.",) if missing else (),
    )


TWINS: dict[str, Twin] = {
    twin.name: twin
    for twin in (
        Twin("map", "Map: every country", "explore", of_map, OF_MAP),
        Twin("temperature", "Country: temperature by year", "explore", of_temperature, OF_TEMPERATURE),
        Twin("indicator", "Country: indicator by year", "explore", of_indicator, ("country", "indicator")),
        Twin("windows", "Country: trend of every window", "explore", of_windows, ("country",)),
        Twin("months", "Country: the months of a year", "explore", of_months, ("country",)),
        Twin("compare", "Compare: every place by year", "compare", of_compare, OF_COMPARE),
        Twin("relate", "Relate: both figures of every economy", "relate", of_relate, OF_RELATE),
        Twin("rank", "Rank: economies in order", "rank", of_rank, OF_RANK),
        Twin("stripes", "Rank: stripes, every economy by year", "rank", of_stripes, OF_STRIPES),
        *OF_DRIVERS,
    )
}
"""Every table on offer, by its name in an address, in the order of the menu."""


def _window(rows: pd.DataFrame, selection: Selection) -> str | None:
    """The window published of a measure, of several the one chosen; None where the map computes it for itself."""
    windows = list(dict.fromkeys(rows.window))
    chosen = "–".join(map(str, selection.window))
    is_free = selection.measure in WINDOWED
    return chosen if chosen in windows else windows[0] if len(windows) == 1 and not is_free else None


def _countries(snapshot: Snapshot, selection: Selection) -> tuple[pd.DataFrame, list[str]]:
    """The places on the map that the filters keep, and what is said of the filters."""
    kept = snapshot.countries[snapshot.countries.kind.isin(["economy", "area"])]
    if selection.region:
        kept = kept[kept.region == queries.regions(snapshot.countries)[selection.region]]
    if selection.income:
        kept = kept[kept.income_group == INCOME_NAMES[selection.income]]
    frame = pd.DataFrame(kept[["iso3", "name", "kind", "region", "income_group"]])
    return frame, filters(snapshot, selection)


def _places(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Country": found["name"],
            "ISO code": found.iso3,
            "Region": found.region,
            "Income group": found.income_group,
        }
    )


def _ranks(found: pd.DataFrame) -> pd.Series:
    """Rank of each economy by value, the largest first; none for areas."""
    return found.value.where(found.kind == "economy").rank(ascending=False, method="min").astype("Int64")


def _about(snapshot: Snapshot, selection: Selection) -> Any:
    return snapshot.indicators.set_index("id", drop=False).loc[selection.indicator]


def _name(snapshot: Snapshot, iso3: str) -> str:
    return str(snapshot.countries.set_index("iso3").loc[iso3, "name"])


def _span(series: pd.DataFrame, column: str) -> str:
    held = series.dropna(subset=column)
    return f", {int(held.year.min())}–{int(held.year.max())}" if len(held) else ": no values"
