"""Tables of temperature and economic growth: coefficients with a country's effect, and the fitted curves."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis import growth as growth_analysis
from dashboard.snapshot.growth import CURVE, GrowthFit, growth_fits, why_no_growth
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.table import Table, TableSpec
from dashboard.text import growth as growth_text
from dashboard.text.numbers import number

_PER_DEGREE, _PER_SQUARE = "% points per °C", "% points per °C²"


def growth_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return a row for each period and series: coefficients, optimum, and the effect at the country's temperature."""
    fits = growth_fits(snapshot)
    if not fits:
        return Table("growth", "Growth by temperature", pd.DataFrame(), (TEMPERATURE,), notes=(why_no_growth(),))
    frame = pd.DataFrame([_row(fit) for fit in fits])
    own = growth_analysis.own_temperature(snapshot, selection.country)
    name, slug, notes = "", "growth", [*growth_text.CRITICS, growth_text.METHOD]
    if own is not None:
        effects = growth_analysis.marginal_effects(snapshot, own.mean_c)
        name = str(snapshot.countries.set_index("iso3").name[selection.country])
        slug = f"growth-{selection.country.lower()}"
        frame[f"Effect in {name} ({_PER_DEGREE})"] = [one.value for one in effects]
        frame[f"95 % interval from ({_PER_DEGREE})"] = [one.low95 for one in effects]
        frame[f"95 % interval to ({_PER_DEGREE})"] = [one.high95 for one in effects]
        at = f"Effect of a year 1 °C warmer at {name}’s mean of {number(own.mean_c, 2)} °C in {own.years}."
        notes = [at, *notes]
    return Table(
        slug,
        f"Growth by temperature{f', with the effect in {name}' if name else ''}",
        frame,
        _sources(fits),
        notes=tuple(notes),
        decimals={str(column): 4 for column in frame.columns if str(column).endswith(("°C)", "°C²)"))}
        | {"Optimum (°C)": 2, "Standard error of the optimum (°C)": 2},
    )


def curve_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Return every fitted curve, relative to its optimum."""
    fits = growth_fits(snapshot)
    if not fits:
        return Table("growth-curve", "Growth curves", pd.DataFrame(), (TEMPERATURE,), notes=(why_no_growth(),))
    measures = {(fit.series, fit.fitted.last_year): growth_text.measure(fit) for fit in fits}
    rows = snapshot.table(CURVE)
    points = "% points a year"
    frame = pd.DataFrame(
        {
            "Period": [f"{a}–{b}" for a, b in zip(rows.first_year, rows.last_year, strict=True)],
            "Growth": [measures[key] for key in zip(rows.series, rows.last_year, strict=True)],
            "Temperature (°C)": rows.temperature_c,
            f"Growth relative to the optimum ({points})": rows.value,
            f"95 % interval from ({points})": rows.low95,
            f"95 % interval to ({points})": rows.high95,
        }
    )
    return Table(
        "growth-curve",
        "Growth curves, relative to the optimum",
        frame,
        _sources(fits),
        notes=(*growth_text.CRITICS, growth_text.METHOD),
        decimals={"Temperature (°C)": 1} | {str(column): 3 for column in frame.columns[3:]},
    )


GROWTH_TABLES = (
    TableSpec("growth", "Growth by temperature: coefficients", "drivers", growth_table, ("country",)),
    TableSpec("growth-curve", "Growth by temperature: curves", "drivers", curve_table, ()),
)


def _row(fit: GrowthFit) -> dict[str, object]:
    fitted = fit.fitted
    linear_error, square_error = fitted.standard_errors
    return {
        "Period": fit.years,
        "Growth": growth_text.measure(fit),
        "Series": fit.series,
        f"Temperature ({_PER_DEGREE})": fitted.linear,
        f"Standard error ({_PER_DEGREE})": linear_error,
        f"Temperature squared ({_PER_SQUARE})": fitted.square,
        f"Standard error ({_PER_SQUARE})": square_error,
        "Optimum (°C)": fitted.optimum_c,
        "Standard error of the optimum (°C)": fitted.optimum_error_c,
        "Countries": fitted.n_countries,
        "Country-years": fitted.n_rows,
    }


def _sources(fits: tuple[GrowthFit, ...]) -> tuple[str, ...]:
    return (TEMPERATURE, *dict.fromkeys(fit.series for fit in fits))
