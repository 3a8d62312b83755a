"""The key figures of a country, as a list with units, intervals, ranks and doubts."""

from __future__ import annotations

from dashboard.analysis.country import standings, warming_rows
from dashboard.snapshot import groups, series
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.store import Snapshot
from dashboard.text import country
from dashboard.text.country import KeyFigure
from dashboard.views.widgets import html
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import FEWEST_YEARS, Trend


def markup(figures: list[KeyFigure]) -> str:
    """The list as HTML."""
    entries = "".join(
        html.wrap(
            "div",
            html.element("dt", figure.label)
            + html.wrap("dd", html.element("b", figure.value) + html.element("small", figure.note)),
        )
        for figure in figures
    )
    return html.wrap("dl", entries, class_="figures") if entries else ""


def figures(snapshot: Snapshot, iso3: str, line: Trend | None, window: tuple[int, int]) -> list[KeyFigure]:
    """What is known of a country, most telling first; what the snapshot lacks is left out.

    Args:
        snapshot: the figures.
        iso3: the country.
        line: its trend over `window`.
        window: first and last year of the trend.
    """
    places, listed = groups.place_index(snapshot), []
    row = places.row(iso3)
    own = {name: rows[iso3] for name, rows in warming_rows(snapshot).items() if iso3 in rows}
    if DEFAULT_MEASURE in own:
        listed.append(country.warming_figure(own[DEFAULT_MEASURE], standings(places, iso3)))
    table = series.temperature(snapshot)
    if table.has(iso3):
        listed.append(_trend(table, iso3, line, window))
        if "amplification" in own:
            listed.append(country.amplification_figure(own["amplification"]))
        if "emergence" in own:
            listed.append(country.emergence_figure(own["emergence"], own.get("emergence_year")))
        listed.append(country.records_figure(table.years, table.of(iso3)))
    if row.get("climate_zone"):
        listed.append(country.zone_figure(row))
    if row["kind"] == "economy":
        listed.append(KeyFigure("Income group", country.income(row), "World Bank"))
    return listed


def _trend(table: series.Grid, iso3: str, line: Trend | None, window: tuple[int, int]) -> KeyFigure:
    if line is None:
        return country.no_trend_figure(f"{window[0]}–{window[1]} has fewer than {FEWEST_YEARS} years with a value")
    inside = (table.years >= window[0]) & (table.years <= window[1])
    return country.trend_figure(line, theil_sen_slope_per_decade(table.years[inside], table.of(iso3)[inside]))
