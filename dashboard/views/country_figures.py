"""The key figures of a country, as a list with units, intervals, ranks and doubts."""

from __future__ import annotations

from functools import lru_cache

from dashboard import groups, queries, series, words_country
from dashboard.queries import Warming
from dashboard.store import Snapshot
from dashboard.views import html
from dashboard.views.map_view import MEASURE
from dashboard.words_country import KeyFigure, Standing
from measures.robust import theil_sen_slope_per_decade
from measures.spread import rank
from measures.trend import FEWEST_YEARS, Trend


def markup(figures: list[KeyFigure]) -> str:
    """The list as HTML."""
    entries = "".join(
        html.inside(
            "div",
            html.element("dt", figure.label)
            + html.inside("dd", html.element("b", figure.value) + html.element("small", figure.note)),
        )
        for figure in figures
    )
    return html.inside("dl", entries, class_="figures") if entries else ""


def figures(snapshot: Snapshot, iso3: str, line: Trend | None, window: tuple[int, int]) -> list[KeyFigure]:
    """What is known of a country, most telling first; what the snapshot lacks is left out.

    Args:
        snapshot: the figures.
        iso3: the country.
        line: its trend over `window`.
        window: first and last year of the trend.
    """
    places, listed = groups.places(snapshot), []
    row = places.row(iso3)
    own = {name: rows[iso3] for name, rows in measured(snapshot).items() if iso3 in rows}
    if MEASURE in own:
        listed.append(words_country.warming_figure(own[MEASURE], standings(places, iso3)))
    table = series.temperature(snapshot)
    if table.has(iso3):
        listed.append(_trend(table, iso3, line, window))
        if "amplification" in own:
            listed.append(words_country.amplification_figure(own["amplification"]))
        if "emergence" in own:
            listed.append(words_country.emergence_figure(own["emergence"], own.get("emergence_year")))
        listed.append(words_country.records_figure(table.years, table.of(iso3)))
    if row.get("climate_zone"):
        listed.append(words_country.zone_figure(row))
    if row["kind"] == "economy":
        listed.append(KeyFigure("Income group", words_country.income(row), "World Bank"))
    return listed


def standings(places: groups.Places, iso3: str) -> list[Standing]:
    """Rank of an economy's warming in the world, its region and its climate zone; none for an aggregate or an area."""
    if places.row(iso3)["kind"] != "economy" or iso3 not in places.change:
        return []
    ranks = []
    for group in (places.world, places.region(iso3), places.zone(iso3)):
        if group:
            among = [places.change[code] for code in group.members if code in places.change]
            ranks.append(Standing(*rank(places.change[iso3], among), group.called))
    return ranks


def _trend(table: series.Table, iso3: str, line: Trend | None, window: tuple[int, int]) -> KeyFigure:
    if line is None:
        return words_country.no_trend_figure(
            f"{window[0]}–{window[1]} has fewer than {FEWEST_YEARS} years with a value"
        )
    inside = (table.years >= window[0]) & (table.years <= window[1])
    return words_country.trend_figure(line, theil_sen_slope_per_decade(table.years[inside], table.of(iso3)[inside]))


@lru_cache(maxsize=2)
def measured(snapshot: Snapshot) -> dict[str, dict[str, Warming]]:
    """Rows of the measures that key figures tell, by measure and place; older snapshots hold fewer of them.

    Of every place at once: asking the table for one takes 6 ms, a click's eighth.
    """
    economies = set(groups.places(snapshot).world.members)
    names = (MEASURE, "amplification", "emergence", "emergence_year")
    return {name: queries.warmings(queries.measure(snapshot.warming, name), economies) for name in names}
