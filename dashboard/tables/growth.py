"""Tables of temperature and economic growth: coefficients with a country's effect, and the fitted curves."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.analysis import growth as growth_analysis
from dashboard.snapshot.growth import CURVE, GrowthFit, growth_fits, why_no_growth
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import Column, constant, count, interval, measured, text, years
from dashboard.tables.table import Table, TableSpec, place_name, without_rows
from dashboard.text import growth as growth_text
from dashboard.text.numbers import number

CLUSTERED = "95 % confidence intervals, errors clustered by country"

_PER_DEGREE, _PER_SQUARE, _POINTS = "% points per °C", "% points per °C²", "% points a year"


def growth_table(snapshot: Snapshot, selection: Selection) -> Table:
    """Return a row for each period and series: coefficients, optimum, and the effect at the country's temperature."""
    fits = growth_fits(snapshot)
    if not fits:
        return without_rows("growth", "Growth by temperature", (why_no_growth(),))
    columns, notes = _coefficients(fits), [*growth_text.CRITICS, growth_text.METHOD]
    own = growth_analysis.own_temperature(snapshot, selection.country)
    name, slug = "", "growth"
    if own is not None:
        effects = growth_analysis.marginal_effects(snapshot, own.mean_c)
        name, slug = place_name(snapshot, selection.country), f"growth-{selection.country.lower()}"
        low, high = [one.low95 for one in effects], [one.high95 for one in effects]
        columns += [
            constant("iso3", selection.country, len(fits)),
            constant("name", name, len(fits)),
            _points("effect", f"Effect in {name}", [one.value for one in effects]),
            *interval(low, high, _PER_DEGREE, 4, suffix="_points_per_c"),
        ]
        at = f"Effect of a year 1 °C warmer at {name}’s mean of {number(own.mean_c, 2)} °C in {own.years}."
        notes = [at, *notes]
    return Table(
        slug,
        f"Growth by temperature{f', with the effect in {name}' if name else ''}",
        tuple(columns),
        _sources(fits),
        notes=tuple(notes),
        intervals=CLUSTERED,
    )


def curve_table(snapshot: Snapshot, _selection: Selection) -> Table:
    """Return every fitted curve, relative to its optimum."""
    fits = growth_fits(snapshot)
    if not fits:
        return without_rows("growth-curve", "Growth curves", (why_no_growth(),))
    measures = {(fit.series, fit.fitted.last_year): growth_text.measure(fit) for fit in fits}
    rows = snapshot.table(CURVE)
    columns = (
        text("period", "Period", [f"{a}–{b}" for a, b in zip(rows.first_year, rows.last_year, strict=True)]),
        text("growth", "Growth", [measures[key] for key in zip(rows.series, rows.last_year, strict=True)]),
        text("series", "Series", rows.series).off_page(),
        measured("temperature_c", "Temperature", "°C", rows.temperature_c, 1),
        measured("growth_points", "Growth relative to the optimum", _POINTS, rows.value, 3),
        *interval(rows.low95, rows.high95, _POINTS, 3, suffix="_points"),
    )
    return Table(
        "growth-curve",
        "Growth curves, relative to the optimum",
        columns,
        _sources(fits),
        notes=(*growth_text.CRITICS, growth_text.METHOD),
        intervals=CLUSTERED,
    )


GROWTH_TABLES = (
    TableSpec("growth", "Growth by temperature: coefficients", "drivers", growth_table, ("country",)),
    TableSpec("growth-curve", "Growth by temperature: curves", "drivers", curve_table, ()),
)


def _coefficients(fits: tuple[GrowthFit, ...]) -> list[Column]:
    """Return what was fitted, and the coefficients with their standard errors."""

    def of(get: Callable[[GrowthFit], object]) -> list[object]:
        return [get(fit) for fit in fits]

    return [
        text("period", "Period", of(lambda fit: fit.years)),
        years(of(lambda fit: fit.first_year), name="first_year").off_page(),
        years(of(lambda fit: fit.fitted.last_year), name="last_year").off_page(),
        text("growth", "Growth", of(growth_text.measure)),
        text("series", "Series", of(lambda fit: fit.series)),
        _points("linear", "Temperature", of(lambda fit: fit.fitted.linear)),
        _points("linear_se", "Standard error", of(lambda fit: fit.fitted.standard_errors[0])),
        _points("square", "Temperature squared", of(lambda fit: fit.fitted.square), squared=True),
        _points("square_se", "Standard error", of(lambda fit: fit.fitted.standard_errors[1]), squared=True),
        measured("optimum_c", "Optimum", "°C", of(lambda fit: fit.fitted.optimum_c), 2),
        measured("optimum_se_c", "Standard error of the optimum", "°C", of(lambda fit: fit.fitted.optimum_error_c), 2),
        count("n_countries", "Countries", of(lambda fit: fit.fitted.n_countries)),
        count("n_rows", "Country-years", of(lambda fit: fit.fitted.n_rows)),
    ]


def _points(name: str, title: str, values: list[object], *, squared: bool = False) -> Column:
    """Return a column in percentage points of growth per degree, or per square degree."""
    unit, suffix = (_PER_SQUARE, "_points_per_c2") if squared else (_PER_DEGREE, "_points_per_c")
    return measured(f"{name}{suffix}", title, unit, values, 4)


def _sources(fits: tuple[GrowthFit, ...]) -> tuple[str, ...]:
    return (TEMPERATURE, *dict.fromkeys(fit.series for fit in fits))
